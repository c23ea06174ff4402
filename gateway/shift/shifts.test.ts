// Shifts over the API: who comes on duty reads what was handed over, and nothing unverified goes by in between.

import type { ShiftStart, ShiftView } from '../web/shift-contract.ts';
import { aWeb, type Browser, type TestWeb } from '../web/testing/a-web.ts';
import { Shifts } from './shifts.ts';

let test: TestWeb;
let early: Browser;
let late: Browser;

beforeEach(async () => {
  test = await aWeb();
  early = await test.person('operator');
  late = await test.person('operator');
});
afterEach(() => test.close());

const start = async (browser: Browser): Promise<ShiftStart> => (await browser.get('/shift-start')).body as ShiftStart;
async function begun(browser: Browser): Promise<ShiftView> {
  const { unread } = await start(browser);
  const answer = await browser.ask('POST', '/shifts', { isSoundHeard: true, read: unread.map(({ id }) => id) });
  expect(answer.status).toBe(201);
  return answer.body as ShiftView;
}

describe('a shift', () => {
  it('hands over what is unverified, and the next begins only when that was read and signed for', async () => {
    const first = await begun(early);
    await test.tell('smoke-1', { smoke: 'alarm' });
    const [alarm] = test.house.desk.openOf('smoke-1');
    const ended = await early.ask('POST', `/shifts/${first.id}/end`, { note: '1201 烟感未核实，物业已去查看' });
    expect((ended.body as ShiftView).ended).toMatchObject({ note: '1201 烟感未核实，物业已去查看', unverified: [alarm?.incident] });

    expect((await start(late)).unread.map(({ id }) => id)).toEqual([first.id]);
    const unread = await late.ask('POST', '/shifts', { isSoundHeard: true, read: [] });
    expect(unread.status).toBe(409);
    expect(JSON.stringify(unread.body)).toContain('上一班的交接记录还没有读');
    const second = await begun(late);
    expect(second.read).toEqual([first.id]);
    expect((await start(await test.person('operator'))).unread).toEqual([]);
    const { body } = await early.get('/shifts');
    expect((body as { items: ShiftView[] }).items.find(({ id }) => id === first.id)?.handedTo?.by).toBe(second.began.by);
  });

  it('is not signed for by whoever wrote it: who comes again is not held up, and the next person reads it all the same', async () => {
    const first = await begun(early);
    await early.ask('POST', `/shifts/${first.id}/end`, { note: '2 号泵漏水，已报修' });
    expect((await start(early)).unread).toEqual([]);
    const again = await begun(early);
    expect(again.read).toEqual([]);
    await early.ask('POST', `/shifts/${again.id}/end`, { note: '一切正常' });
    expect((await start(late)).unread.map(({ id }) => id)).toEqual([first.id, again.id]);
    const next = await begun(late);
    expect(next.read).toEqual([first.id, again.id]);
  });

  it('is one a person, and ended by the person or a supervisor', async () => {
    const shift = await begun(early);
    expect((await early.ask('POST', '/shifts', { isSoundHeard: true, read: [] })).status).toBe(409);
    expect((await late.ask('POST', `/shifts/${shift.id}/end`, { note: '替他交班' })).status).toBe(409);
    const supervisor = await test.person('supervisor');
    expect((await supervisor.ask('POST', `/shifts/${shift.id}/end`, { note: '忘记交班' })).status).toBe(200);
    expect((await early.ask('POST', `/shifts/${shift.id}/end`, { note: '再交一次' })).status).toBe(409);
  });

  it('names the second person at the seat where there is one, and refuses a name that is blank', async () => {
    const blank = await early.ask('POST', '/shifts', { second: '  ', isSoundHeard: true, read: [] });
    expect(blank.status).toBe(400);
    expect(JSON.stringify(blank.body)).toContain('body.second');
    const { body } = await early.ask('POST', '/shifts', { second: ' 值班员乙 ', isSoundHeard: true, read: [] });
    expect((body as ShiftView).second).toBe('值班员乙');
    expect((await begun(late)).second).toBeNull();
    expect(new Shifts(test.house.database).onDuty().map(({ second }) => second)).toEqual(['值班员乙', undefined]);
  });

  it('is refused without a word for whoever comes next', async () => {
    const shift = await begun(early);
    const answer = await early.ask('POST', `/shifts/${shift.id}/end`, { note: '   ' });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('body.note');
  });

  it('goes on after a restart, and its hand-over still waits', async () => {
    const shift = await begun(early);
    await early.ask('POST', `/shifts/${shift.id}/end`, { note: '一切正常' });
    const other = await begun(late);
    const again = new Shifts(test.house.database);
    expect(again.onDuty().map(({ id }) => id)).toEqual([other.id]);
    await late.ask('POST', `/shifts/${other.id}/end`, { note: '一切正常' });
    const later = new Shifts(test.house.database);
    expect(later.unread('root', 'somebody', test.house.clock.now()).map(({ id }) => id)).toEqual([other.id]);
    expect(later.unread('root', 'somebody', test.house.clock.now() + 73 * 3_600_000)).toEqual([]);
  });
});
