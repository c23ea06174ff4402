// What stands around an alarm, over the API: floors, feedback, water, what is near, who sees how much of it, and ten thousand devices.
import { encodeUnit } from '../../../device-drivers/gb26875/data-unit.ts';
import { COMMAND, encodePacket } from '../../../device-drivers/gb26875/packet.ts';
import { stationOfNumber } from '../../../device-drivers/gb26875/station.ts';
import { writeTimeTag } from '../../../device-drivers/gb26875/time-tag.ts';
import { GATEWAY } from '../../acts.ts';
import { partState } from '../../links/gb26875/testing/raw-station.ts';
import type { AlarmView, Problem } from '../contract.ts';
import type { Surroundings } from '../surroundings-contract.ts';
import { aWeb, type Browser, type TestWeb } from '../testing/a-web.ts';

let test: TestWeb;
let seat: Browser;
let alarm: AlarmView;

const place = (id: string, parent: string | null, kind: 'floor' | 'station' | 'water' | 'unit', name: string, more: object = {}) =>
  test.house.flow.act({ do: 'add-place', place: { id, parent, kind, name, longitude: null, latitude: null, ...more } }, GATEWAY);
const device = (id: string, model: string, at: string, more: object = {}) =>
  test.house.flow.act(
    {
      do: 'register-device',
      device: { id, name: id, model, place: at, modbus: null, longitude: null, latitude: null, ...more },
      secretHash: null,
    },
    GATEWAY,
  );

beforeAll(async () => {
  test = await aWeb();
  seat = await test.person('operator');
  const tower = test.house.estate.places.get('tower');
  if (!tower) throw new Error('no tower');
  await test.house.flow.act({ do: 'change-place', place: { ...tower, longitude: 104.7, latitude: 35.8 } }, GATEWAY);
  await place('f11', 'tower', 'floor', '11层');
  await place('f13', 'tower', 'floor', '13层');
  await place('cellar', 'tower', 'floor', 'B1');
  await place('post', 'root', 'station', '示范路消防站', { longitude: 104.71, latitude: 35.8 });
  await place('micro', 'unit', 'station', '微型消防站', { longitude: 104.7005, latitude: 35.8 });
  await place('pond', 'root', 'water', '取水码头', { longitude: 104.7, latitude: 35.81 });
  await device('heat-11', 'balefire/heat', 'f11');
  await device('door-12', 'balefire/door', 'f12');
  await device('pump-1', 'balefire/pump-controller', 'cellar');
  await device('valve-1', 'balefire/valve', 'cellar');
  await test.tell('smoke-2', { smoke: 'normal', smokeDensity: 0.03 });
  await test.tell('heat-11', { heat: 'normal', temperature: 27.5 });
  await test.tell('smoke-1', { smoke: 'alarm', smokeDensity: 0.31 });
  const { items } = (await seat.get('/alarms?open=true')).body as { items: AlarmView[] };
  const fire = items.find(({ class: of }) => of === 'fire');
  if (!fire) throw new Error('no fire');
  alarm = fire;
});
afterAll(async () => {
  await test.close();
});

async function around(by = seat, query = ''): Promise<Surroundings> {
  const { status, body } = await by.get(`/incidents/${alarm.incident}/surroundings${query}`);
  expect([status, status === 200 ? 'fine' : body]).toEqual([200, 'fine']);
  return body as Surroundings;
}

describe('around an alarm', () => {
  it('stand the devices of its floor, what has an alarm first, each with what tells most of it', async () => {
    const { here, alarm: of, building } = await around();
    expect([of, building]).toEqual([alarm.id, { id: 'tower', name: '示范大厦' }]);
    expect(here).toMatchObject({ place: { id: 'f12', name: '12层', kind: 'floor' }, hasPlan: false, total: 5, alarms: 1, silent: 3 });
    expect(here.points.map(({ id, worst, silent, value }) => [id, worst, silent, value?.quantity, value?.value])).toEqual([
      ['smoke-1', 'fire', false, 'smoke.density', 0.31],
      ['call-1', null, true, undefined, undefined],
      ['hydrant-1', null, true, undefined, undefined],
      ['smoke-2', null, false, 'smoke.density', 0.03],
      ['door-12', null, true, undefined, undefined],
    ]);
  });

  it('lie the nearest floors by their storeys: 13层 and 11层, and not the cellar that was written down last', async () => {
    const { above, below } = await around();
    expect(above).toMatchObject({ place: { id: 'f13' }, total: 0, points: [] });
    expect(below).toMatchObject({ place: { id: 'f11' }, total: 1, points: [{ id: 'heat-11', value: { value: 27.5, stale: false } }] });
  });

  it('answer doors, pumps and valves: how many there are, and those that are not at rest with what they tell', async () => {
    const { flow } = test.house;
    await test.tell('pump-1', { pumpMode: 'automatic', pump1Running: true, pressure: 0.9 });
    await test.tell('door-12', { door: 'closed', battery: 9, batteryLow: true });
    const { feedback } = await around();
    expect(feedback.map(({ group, total, moved, silent }) => [group, total, moved, silent])).toEqual([
      ['door', 1, 0, 0],
      ['pump', 1, 1, 0],
      ['valve', 1, 0, 1],
    ]);
    expect(feedback[1]?.points).toMatchObject([{ id: 'pump-1', values: [{ point: 'pump1Running', value: true }] }]);
    await flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
    await test.tell('door-12', { door: 'open' });
    expect((await around()).feedback[0]).toMatchObject({ moved: 1, points: [{ id: 'door-12', values: [{ value: 'open' }] }] });
  });

  it('answer the parts of a panel, lifts by their system, with loop and point', async () => {
    await device('utd-1', 'gb26875/transmission-device', 'tower', {
      gb26875: { station: stationOfNumber(889), network: null, profile: 'standard' },
    });
    const stations = { source: stationOfNumber(889), destination: stationOfNumber(1) };
    const fan = partState(7, 0b100_0001, { type: 111, description: '屋顶排烟风机' });
    const lift = { ...partState(2, 0b1000_0001, { type: 87, description: '1号消防电梯' }), systemType: 20 };
    const packet = { serial: 1, version: { main: 1, user: 0 }, sent: writeTimeTag(Date.now()), ...stations, command: COMMAND.send };
    const body = encodePacket({ ...packet, unit: encodeUnit([fan, lift] as Parameters<typeof encodeUnit>[0]) });
    await test.house.flow.accept({ link: 'gb26875', peer: '127.0.0.1:9', device: 'utd-1', kind: 'up', body, drill: false });
    await test.house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
    const { feedback } = await around();
    const found = feedback.filter(({ group }) => group === 'lift' || group === 'fan');
    expect(found.map(({ group, points }) => [group, points.map(({ name, number }) => [name, number])])).toEqual([
      ['lift', [['1号消防电梯', '1-2']]],
      ['fan', [['屋顶排烟风机', '1-7']]],
    ]);
    for (const { points } of found) expect(points[0]?.values.length).toBeGreaterThan(0);
  });

  it('is water: pressure and tanks as the building’s own card has them', async () => {
    const file = { use: 'public', heightM: 118, floorsAbove: 30, floorsBelow: 2, refugeFloors: [], tanks: [], note: '' };
    const admin = await test.person('administrator');
    const saved = await admin.ask('PUT', '/buildings/tower/file', { version: 0, file: { ...file, topHydrant: 'hydrant-1' } });
    expect(saved.status).toBe(200);
    await test.tell('hydrant-1', { pressure: 0.05 });
    const card = (await seat.get('/buildings/tower')).body as Surroundings['water'];
    const { water } = await around();
    expect(water).toMatchObject({ topPressure: { state: 'low', value: 0.05, limit: 0.1 }, tanks: [] });
    expect(water).toEqual({ topPressure: card?.topPressure, tanks: card?.tanks });
  });

  it('are the nearest water and stations, with metres as the crow flies', async () => {
    const { nearest } = await around();
    expect(nearest?.within).toBe(5_000);
    expect(nearest?.items.map(({ resource, name, metres }) => [resource, name, Math.round(metres / 10) * 10])).toEqual([
      ['water', '取水码头', 1_110],
      ['station', '微型消防站', 50],
      ['station', '示范路消防站', 900],
    ]);
  });
});

describe('who asks', () => {
  it('for no alarm is told of the first of the incident, and for one of another incident that it is not of this one', async () => {
    expect((await around(seat, `?alarm=${encodeURIComponent(alarm.id)}`)).alarm).toBe(alarm.id);
    await test.tell('voice-1', { fault: true });
    const { items } = (await seat.get('/alarms?open=true')).body as { items: AlarmView[] };
    const other = items.find(({ incident }) => incident !== alarm.incident);
    const { status, body } = await seat.get(`/incidents/${alarm.incident}/surroundings?alarm=${encodeURIComponent(other?.id ?? 'x')}`);
    expect([status, (body as Problem).fields?.map(({ path }) => path)]).toEqual([400, ['query.alarm']]);
    expect((await seat.get(`/incidents/${alarm.incident}/surroundings?alarm=nobody`)).status).toBe(404);
    expect((await seat.get('/incidents/nobody/surroundings')).status).toBe(404);
  });

  it('and sees one floor alone, is shown that floor and nothing of the building', async () => {
    const keeper = await test.person('operator', 'f12');
    const seen = await around(keeper);
    expect(seen.here.total).toBe(5);
    expect([seen.above, seen.below, seen.water, seen.nearest?.items]).toEqual([null, null, null, []]);
    expect(seen.feedback.map(({ group, total }) => [group, total])).toEqual([['door', 1]]);
    const stranger = await test.person('operator', 'farm');
    expect((await stranger.get(`/incidents/${alarm.incident}/surroundings`)).status).toBe(404);
  });
});

it('of nearly ten thousand parts on one floor tells the first, how many there are, and no more than a screen can hold', async () => {
  await device('utd-2', 'gb26875/transmission-device', 'f12', {
    gb26875: { station: stationOfNumber(890), network: null, profile: 'standard' },
  });
  const admin = await test.person('administrator');
  const rows = Array.from({ length: 9_600 }, (_, n) => `${1 + Math.floor(n / 240)},${1 + (n % 240)},41,${n}号烟感`);
  const sent = await admin.ask('POST', '/devices/utd-2/parts/import?dry=false', `回路,位号,类型,描述\n${rows.join('\n')}\n`, {
    'content-type': 'text/csv',
  });
  expect(sent.body).toMatchObject({ added: 9_600, done: true });
  const { here } = await around();
  expect([here.total, here.points.length, here.points[0]?.id]).toEqual([9_606, 24, 'smoke-1']);
  expect(here.points.filter(({ worst }) => worst === null).map(({ name }) => name)).toContain('0号烟感');
  expect(JSON.stringify(await around()).length).toBeLessThan(32_000);
}, 60_000);
