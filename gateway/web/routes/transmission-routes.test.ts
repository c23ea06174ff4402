// Transmission devices and duty checks over the API: registering, parts, import, grave commands, calls and plans.
import { encodeUnit } from '../../../device-drivers/gb26875/data-unit.ts';
import { COMMAND, encodePacket } from '../../../device-drivers/gb26875/packet.ts';
import { stationOfNumber } from '../../../device-drivers/gb26875/station.ts';
import { writeTimeTag } from '../../../device-drivers/gb26875/time-tag.ts';
import { GATEWAY } from '../../acts.ts';
import { operation, partState } from '../../links/gb26875/testing/raw-station.ts';
import type { AlarmView, AuditRow, CommandView, DeviceRow, Problem, RawFrame } from '../contract.ts';
import type { DutyCheck, DutyPlan } from '../duty-contract.ts';
import { aWeb, type Browser, type TestWeb } from '../testing/a-web.ts';
import type { OperationRow, PartImport, PartRow, StationLink } from '../transmission-contract.ts';

const MODEL = 'gb26875/transmission-device';

let test: TestWeb;
let admin: Browser;
let serial = 0;

/** Hands a packet of a device in as the link does. */
async function tell(device: string, ...objects: Parameters<typeof encodeUnit>[0]): Promise<void> {
  serial += 1;
  const stations = { source: stationOfNumber(889), destination: stationOfNumber(1) };
  const packet = { serial, version: { main: 1, user: 0 }, sent: writeTimeTag(Date.now()), ...stations, command: COMMAND.send };
  const body = encodePacket({ ...packet, unit: encodeUnit(objects) });
  await test.house.flow.accept({ link: 'gb26875', peer: '127.0.0.1:9', device, kind: 'up', body, drill: false });
  await test.house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
}
async function asked<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await admin.ask(method, path, body);
  expect([path, answer.status < 300 ? 'fine' : answer.body]).toEqual([path, 'fine']);
  return answer.body as T;
}
const fieldsOf = (body: unknown): string[] => ((body as Problem).fields ?? []).map(({ path }) => path);

beforeAll(async () => {
  test = await aWeb();
  admin = await test.person('administrator');
  const gb26875 = { station: '889' };
  await asked('POST', '/devices', { id: 'utd-1', name: '控制室传输装置', model: MODEL, place: 'tower', gb26875 });
});
afterAll(async () => {
  await test.close();
});

describe('a transmission device', () => {
  it('is registered by the number that is printed on it, and has no secret', async () => {
    const gb26875 = { station: '4711', network: '10.0.0.0/8' };
    const { device, secret } = await asked<{ device: DeviceRow; secret: string }>('POST', '/devices', {
      id: 'utd-2',
      name: '二号',
      model: MODEL,
      place: 'tower',
      gb26875,
    });
    expect([secret, device.station]).toEqual(['', { station: '671200000000', number: 4711, network: '10.0.0.0/8', profile: 'standard' }]);
    expect((await admin.ask('POST', '/devices/utd-2/secret')).status).toBe(409);
  });

  it.each([
    [{ gb26875: { station: '889' } }, 409, []],
    [{}, 400, ['body.gb26875.station']],
    [{ gb26875: { station: 'xyz' } }, 400, ['body.gb26875.station']],
    [{ gb26875: { station: '5', network: '10.0.0.0/99' } }, 400, ['body.gb26875.network']],
    [{ gb26875: { station: '5', profile: 'ours' } }, 400, ['body.gb26875.profile']],
    [{ gb26875: { station: '5' }, model: 'balefire/smoke' }, 400, ['body.gb26875.station']],
  ])('is not registered with %j', async (more, status, fields) => {
    const answer = await admin.ask('POST', '/devices', { id: 'utd-9', name: '九号', model: MODEL, place: 'tower', ...more });
    expect([answer.status, fieldsOf(answer.body)]).toEqual([status, fields]);
    expect(test.house.estate.device('utd-9')).toBeUndefined();
  });

  it('that is not connected says so', async () => {
    expect(await asked<StationLink>('GET', '/devices/utd-1/link')).toMatchObject({ connected: false, peer: null, waiting: 0 });
    expect((await admin.get('/devices/smoke-1/link')).status).toBe(404);
  });

  it('tells what counts for its link, and whether the device, a place or nobody set it', async () => {
    const settings = async () => (await asked<StationLink>('GET', '/devices/utd-1/link')).settings;
    const set = (scope: string, value: number | null) => asked('PUT', '/parameters', { scope, name: 'inspectionCycle', value });
    expect(await settings()).toEqual(
      [
        ['inspectionCycle', 3_600],
        ['answerTimeout', 10],
        ['resends', 3],
        ['idleLimit', 60],
      ].map(([name, value]) => ({ name, value, source: 'default', place: null, fallback: { value, source: 'default', place: null } })),
    );
    await set('unit', 900);
    await set('tower', 600);
    const tower = { value: 600, source: 'place', place: { id: 'tower', name: '示范大厦' } };
    expect((await settings())[0]).toEqual({ name: 'inspectionCycle', ...tower, fallback: tower });
    await set('utd-1', 120);
    expect((await settings())[0]).toEqual({ name: 'inspectionCycle', value: 120, source: 'device', place: null, fallback: tower });
    await set('utd-1', null);
    await set('tower', null);
    expect((await settings())[0]).toMatchObject({ value: 900, source: 'place', place: { id: 'unit' } });
    await set('unit', null);
  });

  it('shows its parts with the bits that are on, found by a piece of their text', async () => {
    await tell('utd-1', partState(5, 0b11, { description: '三层东走廊烟感' }), partState(6, 0b1, { type: 23 }));
    const { items, total } = await asked<{ items: PartRow[]; total: number }>('GET', '/devices/utd-1/parts');
    expect(total).toBe(2);
    expect(items.map(({ name, part, on }) => [name, part.loop, part.point, on.map(({ point }) => point)])).toEqual([
      ['三层东走廊烟感', 1, 5, ['fire']],
      ['手动火灾报警按钮 1-6', 1, 6, []],
    ]);
    const found = await asked<{ items: PartRow[] }>('GET', `/devices/utd-1/parts?search=${encodeURIComponent('东走廊')}`);
    expect(found.items).toHaveLength(1);
    expect((await asked<{ items: PartRow[] }>('GET', '/devices/utd-1/parts?state=alarm')).items).toHaveLength(1);
    const page = await asked<{ items: PartRow[]; next: string | null }>('GET', '/devices/utd-1/parts?limit=1');
    const next = await asked<{ items: PartRow[]; next: string | null }>('GET', `/devices/utd-1/parts?limit=1&after=${page.next}`);
    expect([next.items[0]?.part.point, next.next]).toEqual([6, null]);
  });

  it('tells with the alarm of a part where the part stands, and of any other device nothing of the kind', async () => {
    const { items } = await asked<{ items: AlarmView[] }>('GET', '/alarms?open=true');
    const fire = items.find(({ rule }) => rule.id === 'part-fire');
    expect(fire?.device.part).toEqual({
      systemType: 1,
      systemAddress: 0,
      system: { zh: '火灾报警系统', en: 'Fire alarm system' },
      partType: 42,
      type: { zh: '点型光电感烟火灾探测器', en: 'Point optical smoke detector' },
      partAddress: '01000500',
      loop: 1,
      point: 5,
    });
    await tell('utd-1', { is: 'device-state', status: 0b10, time: writeTimeTag(Date.now()) });
    const after = await asked<{ items: AlarmView[] }>('GET', '/alarms?open=true');
    expect(after.items.find(({ device }) => device.id === 'utd-1')?.device.part).toBeNull();
  });

  it('has every byte of its frames named', async () => {
    const { items } = await asked<{ items: RawFrame[] }>('GET', '/devices/utd-1/frames?limit=1');
    const [frame] = items;
    expect(frame?.fields.map(({ title }) => title.zh)).toEqual(expect.arrayContaining(['启动符', '业务流水号', '校验和', '结束符']));
    expect(frame?.fields.reduce((at, { from, to }) => (from === at ? to : Number.NaN), 0)).toBe((frame?.hex.length ?? 0) / 2);
  });

  it('shows what was done at it', async () => {
    await tell('utd-1', operation(0b11, 4));
    const { items } = await asked<{ items: OperationRow[] }>('GET', '/devices/utd-1/operations');
    expect(items[0]).toMatchObject({ device: 'utd-1', operator: 4, operations: [{ key: 'reset' }, { key: 'silence' }] });
  });

  it('is initialised with a reason alone, by who may, and the audit tells why', async () => {
    const refused = await admin.ask('POST', '/devices/utd-1/commands', { command: 'initialise' });
    expect([refused.status, fieldsOf(refused.body)]).toEqual([400, ['body.reason']]);
    const operator = await test.person('operator');
    expect((await operator.ask('POST', '/devices/utd-1/commands', { command: 'initialise', reason: '我想' })).status).toBe(403);
    const given = await asked<CommandView>('POST', '/devices/utd-1/commands', { command: 'initialise', reason: '更换主板后' });
    expect(given).toMatchObject({ state: 'waiting', result: [] });
    const { items } = await asked<{ items: AuditRow[] }>('GET', '/audit?limit=5');
    expect(items.find(({ what }) => what === 'command')).toMatchObject({ about: 'utd-1', detail: { reason: '更换主板后' } });
    const plain = await admin.ask('POST', '/devices/utd-1/commands', { command: 'duty-check' });
    expect(plain.status).toBe(400);
  });

  it('follows a rhythm that is set while it runs, within what the standard allows', async () => {
    const set = (value: number) => admin.ask('PUT', '/parameters', { scope: 'utd-1', name: 'inspectionCycle', value });
    expect((await set(1_800)).status).toBe(200);
    expect([(await set(7_201)).status, (await set(59)).status]).toEqual([400, 400]);
  });
});

describe('a list of parts', () => {
  const send = (file: string, dry: boolean, device = 'utd-2') =>
    admin.ask('POST', `/devices/${device}/parts/import?dry=${dry}`, file, { 'content-type': 'text/csv' });
  const list = '回路,位号,类型,描述,楼层,房间\n2,1,烟感,五层走廊烟感,5层,走廊\n2,2,23,五层手报,5层,\n';

  it('is tried first: it tells what would change, and changes nothing', async () => {
    const { body } = await send(list, true);
    expect(body).toMatchObject({ rows: 2, added: 2, changed: 0, unchanged: 0, places: 2, done: false, wrong: 0 });
    expect(test.house.estate.partCount('utd-2')).toBe(0);
  });

  it('makes floors, rooms and parts; the same list again changes nothing', async () => {
    expect((await send(list, false)).body).toMatchObject({ added: 2, done: true });
    const parts = await asked<{ items: PartRow[] }>('GET', '/devices/utd-2/parts');
    expect(parts.items.map(({ name, place }) => [name, place.slice(2).map((step) => step.name)])).toEqual([
      ['五层走廊烟感', ['5层', '走廊']],
      ['五层手报', ['5层']],
    ]);
    expect((await send(list, false)).body).toMatchObject({ added: 0, changed: 0, unchanged: 2, places: 0 });
    const moved = await send(list.replace('五层手报', '五层电梯厅手报'), false);
    expect(moved.body).toMatchObject({ added: 0, changed: 1, unchanged: 1 });
  });

  it('with wrong rows changes nothing, and says which and why', async () => {
    const before = test.house.estate.partCount('utd-2');
    const { body } = await send('回路,位号,类型\n3,1,烟感\n3,70000,烟感\n3,2,不存在的类型\n', false);
    const { done, wrong, errors } = body as PartImport;
    expect([done, wrong, errors.map(({ row, column }) => [row, column])]).toEqual([
      false,
      2,
      [
        [3, '位号'],
        [4, '类型'],
      ],
    ]);
    for (const { words } of errors) expect(words.zh).toMatch(/\p{Script=Han}/u);
    expect(test.house.estate.partCount('utd-2')).toBe(before);
  });

  it('that is none is refused in words, and so is one that is too large', async () => {
    const answer = await send('\u0089PNG\r\n\u001a\n', true);
    expect([answer.status, fieldsOf(answer.body)]).toEqual([400, ['body']]);
    expect((await send('x'.repeat((4 << 20) + 1), true)).status).toBe(413);
  });
});

describe('a duty check', () => {
  it('calls a whole place, or some of it, or the named ones; and no other device', async () => {
    const all = await asked<DutyCheck>('POST', '/duty-checks', { place: 'tower', minutes: 5 });
    // Something burns in the tower (a part of utd-1): of a whole place it is left in peace.
    expect(all.targets.map(({ device, state }) => [device, state])).toEqual([
      ['utd-1', 'skipped'],
      ['utd-2', 'skipped'],
    ]);
    const named = await asked<DutyCheck>('POST', '/duty-checks', { devices: ['utd-1'] });
    expect(named).toMatchObject({ mode: 'now', minutes: 3, open: true, targets: [{ device: 'utd-1', state: 'calling' }] });
    expect((await asked<DutyCheck>('POST', '/duty-checks', { place: 'tower', sample: 1 })).targets).toHaveLength(1);
    const wrong = await admin.ask('POST', '/duty-checks', { devices: ['smoke-1'] });
    expect([wrong.status, fieldsOf(wrong.body)]).toEqual([400, ['body.devices']]);
    expect((await admin.ask('POST', '/duty-checks', { devices: ['nobody'] })).status).toBe(404);
    expect((await admin.ask('POST', '/duty-checks', {})).status).toBe(400);
    expect((await admin.ask('POST', '/duty-checks', { place: 'farm' })).status).toBe(400);
  });

  it('is seen with what a person sees of it', async () => {
    const outside = await test.person('operator', 'farm');
    expect(((await outside.get('/duty-checks')).body as { items: DutyCheck[] }).items).toEqual([]);
    expect((await outside.ask('POST', '/duty-checks', { devices: ['utd-1'] })).status).toBe(404);
    const { items } = await asked<{ items: DutyCheck[] }>('GET', '/duty-checks');
    expect(items.length).toBeGreaterThan(1);
    expect((await outside.get(`/duty-checks/${items[0]?.id}`)).status).toBe(404);
  });

  it('is planned, changed and planned no more', async () => {
    const plan = { name: '夜间抽查', place: 'tower', kind: 'random', from: '22:00', to: '05:00', times: 2 };
    const added = await asked<DutyPlan>('POST', '/duty-plans', plan);
    expect(added).toMatchObject({ ...plan, minutes: 3, enabled: true, lastRun: null });
    const changed = await asked<DutyPlan>('PUT', `/duty-plans/${added.id}`, { ...plan, enabled: false });
    expect([added.version, changed.version]).toEqual([1, 2]);
    // Whoever saw the one before does not write over it.
    const late = await admin.ask('PUT', `/duty-plans/${added.id}`, { ...plan, version: 1 });
    expect([late.status, late.body]).toMatchObject([409, { code: 'changed-meanwhile', words: { zh: expect.stringContaining('第 2 版') } }]);
    expect(changed.enabled).toBe(false);
    const { to: _, ...endless } = plan;
    expect(fieldsOf((await admin.ask('POST', '/duty-plans', endless)).body)).toEqual(['body.to']);
    expect((await admin.ask('POST', '/duty-plans', { ...plan, from: '25:00' })).status).toBe(400);
    expect((await admin.ask('DELETE', `/duty-plans/${added.id}`)).status).toBe(204);
    expect((await asked<{ items: DutyPlan[] }>('GET', '/duty-plans')).items).toEqual([]);
  });
});
