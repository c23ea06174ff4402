// A walk test in a whole house: what it marks, what breaks through it, and that a journal read again says the same.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { GATEWAY } from './acts.ts';
import type { Alarm } from './alarms/alarm.ts';
import { aHouse, openTestHouse, SMALL_DISTRICT, type TestHouse } from './testing/a-house.ts';
import { scratchFolder } from './testing/scratch.ts';

const by = { id: 'chen', name: '陈技师', from: '127.0.0.1' };
const MINUTE = 60_000;

let opened: TestHouse & { remove: () => Promise<void> };
let count = 0;
beforeEach(async () => {
  opened = await aHouse();
});
afterEach(async () => {
  await opened.remove();
});

const settled = (): Promise<unknown> => opened.house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
async function tell(device: string, points: Record<string, unknown>, head: Record<string, unknown> = {}): Promise<void> {
  const body = Buffer.from(JSON.stringify({ ...head, points }));
  await opened.house.flow.accept({ link: 'mqtt', peer: '127.0.0.1:9', device, kind: 'up', body, drill: false });
  await settled();
}
async function begins(place: string, callPoints = false, ms = 30 * MINUTE): Promise<string> {
  count += 1;
  const id = `w${count}`;
  await opened.house.flow.act({ do: 'begin-walk-test', id, place, callPoints, until: opened.house.clock.now() + ms }, by);
  return id;
}
const test = (id: string) => opened.house.walkTests.get(id);
const openOf = (device: string, drill: boolean): Alarm[] => opened.house.desk.openOf(device).filter((one) => one.drill === drill);
const realOnes = (): string[] => [...opened.house.desk.open()].filter((one) => !one.drill).map(({ device }) => device);

describe('a walk test of a building', () => {
  it('marks what its devices say, lists each point once, and leaves nothing real behind', async () => {
    const id = await begins('tower');
    await tell('hydrant-1', { pressure: 0.4 });
    await tell('smoke-1', { smoke: 'alarm' });
    expect(openOf('smoke-1', true)).toMatchObject([{ class: 'fire', condition: 'active' }]);
    const [incident] = [...opened.house.desk.openIncidents()];
    expect(incident).toMatchObject({ drill: true, site: 'tower' });
    await tell('smoke-1', { smoke: 'normal' });
    await tell('smoke-2', { smoke: 'alarm' });
    await tell('smoke-2', { smoke: 'normal' });
    expect(test(id)?.tested.map(({ device, point, value }) => [device, point, value])).toEqual([
      ['smoke-1', 'smoke', 'alarm'],
      ['smoke-2', 'smoke', 'alarm'],
    ]);
    await opened.house.flow.act({ do: 'end-walk-test', test: id }, by);
    expect(realOnes()).toEqual([]);
    expect([...opened.house.desk.open()]).toEqual([]);
    // The next fire there is real.
    await tell('smoke-1', { smoke: 'alarm' });
    expect(openOf('smoke-1', false)).toMatchObject([{ class: 'fire', condition: 'active', attention: 'new' }]);
  });

  it('leaves the frame as it came, and marks nobody outside', async () => {
    await begins('f12');
    await tell('smoke-1', { smoke: 'alarm' });
    const [alarm] = openOf('smoke-1', true);
    expect(opened.house.alarms.evidence(alarm?.id ?? '').map(({ frame }) => frame.drill)).toEqual([false]);
    await opened.house.flow.act({ do: 'change-device', device: elsewhere('smoke-2') }, GATEWAY);
    await tell('smoke-2', { smoke: 'alarm' });
    expect(openOf('smoke-2', false)).toHaveLength(1);
  });

  it('ends by a second detector of the zone: both are real, of the frames that told them', async () => {
    const id = await begins('tower');
    await tell('smoke-1', { smoke: 'alarm' });
    const [drill] = openOf('smoke-1', true);
    await tell('smoke-2', { smoke: 'alarm' });
    expect(test(id)?.ended).toMatchObject({ why: 'second-detector', by: null });
    const [real] = openOf('smoke-1', false);
    expect(real).toMatchObject({ condition: 'active', attention: 'new', evidence: drill?.evidence });
    expect(real?.id).not.toBe(drill?.id);
    expect(openOf('smoke-2', false)).toHaveLength(1);
    expect(opened.house.alarms.listAudit({ about: 'tower', limit: 9 })[0]).toMatchObject({ what: 'walk-test-over' });
    // And it ends as any other: by its device's word, and a person's.
    await tell('smoke-1', { smoke: 'normal' });
    expect(openOf('smoke-1', false)).toMatchObject([{ condition: 'restored' }]);
  });

  it('ends by a call point that is none of what is tested, and not by one that is', async () => {
    const listed = await begins('tower', true);
    await tell('call-1', { pressed: true });
    expect(openOf('call-1', true)).toHaveLength(1);
    await tell('call-1', { pressed: false });
    await opened.house.flow.act({ do: 'end-walk-test', test: listed }, by);
    expect(realOnes()).toEqual([]);
    const id = await begins('tower');
    await tell('call-1', { pressed: true });
    expect(test(id)?.ended).toMatchObject({ why: 'call-point' });
    expect(openOf('call-1', false)).toMatchObject([{ class: 'fire', condition: 'active' }]);
  });

  it('whose time is up with an alarm active raises it at once', async () => {
    const id = await begins('tower', false, 60);
    await tell('smoke-1', { smoke: 'alarm' });
    while (opened.house.clock.now() <= (test(id)?.until ?? 0)) await settled();
    await settled();
    expect(test(id)?.ended).toMatchObject({ why: 'time', at: test(id)?.until });
    expect(openOf('smoke-1', false)).toMatchObject([{ condition: 'active', receivedAt: test(id)?.until }]);
  });

  it('makes nothing real of what a device itself calls a drill', async () => {
    const id = await begins('tower');
    await tell('smoke-1', { smoke: 'alarm' }, { drill: true });
    await tell('smoke-2', { smoke: 'alarm' }, { drill: true });
    await opened.house.flow.act({ do: 'end-walk-test', test: id }, by);
    expect(realOnes()).toEqual([]);
  });

  it('neither begins twice over a place, nor where it burns, nor for a day', async () => {
    await begins('tower');
    await expect(begins('f12')).rejects.toMatchObject({ code: 'conflict' });
    await expect(begins('gate', false, 24 * 60 * MINUTE)).rejects.toMatchObject({ code: 'conflict' });
    await opened.house.flow.act({ do: 'change-device', device: elsewhere('smoke-2') }, GATEWAY);
    await tell('smoke-2', { smoke: 'alarm' });
    await expect(begins('gate')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('that a crash cut goes on as it was: what was marked stays a drill, and what burns is found at its end', async () => {
    const id = await begins('tower');
    await tell('smoke-2', { smoke: 'alarm' });
    await tell('smoke-2', { smoke: 'normal' });
    await tell('smoke-1', { smoke: 'alarm' });
    await tell('hydrant-1', { pressure: 0.4 });
    // What the disk holds at this moment, as after a power cut.
    const scratch = scratchFolder('cut');
    cpSync(opened.folder, scratch.path, { recursive: true });
    const cut = await openTestHouse(scratch.path);
    expect([...cut.house.desk.open()].every(({ drill }) => drill)).toBe(true);
    expect(cut.house.walkTests.get(id)).toEqual(test(id));
    await cut.house.flow.act({ do: 'end-walk-test', test: id }, by);
    expect([...cut.house.desk.open()].filter(({ drill }) => !drill)).toMatchObject([{ device: 'smoke-1', condition: 'active' }]);
    const body = Buffer.from(JSON.stringify({ points: { smoke: 'normal' } }));
    await cut.house.flow.accept({ link: 'mqtt', peer: '127.0.0.1:9', device: 'smoke-1', kind: 'up', body, drill: false });
    await cut.house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
    expect([...cut.house.desk.open()].filter(({ drill }) => !drill)).toMatchObject([{ condition: 'restored' }]);
    await cut.house.close();
    scratch.remove();
  });

  it('goes on after a restart, and a journal without a state says the same', async () => {
    const scratch = scratchFolder('again');
    const id = await begins('tower');
    await tell('smoke-1', { smoke: 'alarm' });
    await tell('smoke-1', { smoke: 'normal' });
    await tell('call-1', { pressed: true });
    await tell('smoke-2', { smoke: 'alarm' });
    const second = await begins('gate');
    const said = (house: TestHouse['house']): unknown => ({
      alarms: [...house.desk.open()].map(({ id: alarm, drill, condition }) => [alarm, drill, condition]).sort(),
      tests: [house.walkTests.get(id), house.walkTests.get(second)],
    });
    const before = said(opened.house);
    await opened.house.close();
    cpSync(join(opened.folder, 'journal'), join(scratch.path, 'journal'), { recursive: true });
    const replayed = await openTestHouse(scratch.path);
    expect(said(replayed.house)).toEqual(before);
    await replayed.house.close();
    scratch.remove();
    const restarted = await openTestHouse(opened.folder);
    expect(said(restarted.house)).toEqual(before);
    expect(restarted.house.walkTests.over(['gate'])?.id).toBe(second);
    opened = { ...restarted, remove: opened.remove };
    await opened.house.close();
    opened = await aHouse();
  });
});

function elsewhere(id: string) {
  const record = SMALL_DISTRICT.devices.find((one) => one.id === id);
  return { id, model: 'balefire/smoke', name: record?.name ?? id, place: 'gate', modbus: null, longitude: null, latitude: null };
}
