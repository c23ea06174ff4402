// The water system over the API: states, limits and who set them, pumps, tanks, filters, pages, and who sees what.
import { GATEWAY } from '../../acts.ts';
import { aWeb, type Browser, type TestWeb } from '../testing/a-web.ts';
import type { WaterPoint, WaterPoints } from '../water-contract.ts';

let test: TestWeb;
let admin: Browser;

const device = (id: string, model: string, at: string, name = id) =>
  test.house.flow.act(
    {
      do: 'register-device',
      device: { id, name, model, place: at, modbus: null, longitude: null, latitude: null },
      secretHash: null,
    },
    GATEWAY,
  );

beforeAll(async () => {
  test = await aWeb();
  admin = await test.person('administrator');
  await device('tank-1', 'balefire/tank-level', 'tower', '屋顶水箱');
  await device('sprinkler-1', 'balefire/sprinkler-end-test', 'f12', '12层末端试水');
  await device('pump-1', 'balefire/pump-controller', 'tower', '喷淋泵控制柜');
  await device('pipe-1', 'balefire/pipe-pressure', 'tower', '环管');
  await device('pond-1', 'balefire/forest-tank', 'gate', '东沟水箱');
  await test.tell('hydrant-1', { pressure: 0.05 });
  await test.tell('tank-1', { level: 4.8 });
  await test.tell('pump-1', { pumpMode: 'manual', pump1Running: true, pump2Running: false, pump2Fault: true, pressure: 0.9 });
  await test.tell('pipe-1', { pressure: 99 });
  await test.tell('pond-1', { level: 2 });
});
afterAll(async () => {
  await test.close();
});

async function water(query = '', by = admin): Promise<WaterPoints> {
  const { status, body } = await by.get(`/water/points${query}`);
  expect([status, status === 200 ? 'fine' : body]).toEqual([200, 'fine']);
  return body as WaterPoints;
}
async function one(id: string): Promise<WaterPoint> {
  const found = (await water()).items.find((point) => point.device.id === id);
  if (!found) throw new Error(`no point of ${id}`);
  return found;
}
const ids = (page: WaterPoints) => page.items.map((point) => point.device.id);

describe('the points of the water system', () => {
  it('stand with the worst first: too low, too high, not to be trusted, never heard, good', async () => {
    const page = await water();
    expect(page.items.map((point) => [point.device.id, point.state, point.value])).toEqual([
      ['hydrant-1', 'low', 0.05],
      ['tank-1', 'high', 4.8],
      ['pipe-1', 'bad', null],
      ['sprinkler-1', 'never', null],
      ['pond-1', 'good', 2],
      ['pump-1', 'good', 0.9],
    ]);
    expect(page.counts).toEqual({ all: 6, low: 1, high: 1, bad: 1, stale: 0, never: 1, good: 2, isolated: 0 });
  });

  it('tell the limit that counts and who set it: the rule, a place, the device', async () => {
    expect((await one('hydrant-1')).low).toEqual({
      value: 0.1,
      parameter: 'hydrantPressureLow',
      source: 'default',
      place: null,
      set: null,
    });
    const set = (scope: string, value: number) =>
      admin.ask('PUT', '/parameters', { scope, name: 'hydrantPressureLow', value, version: 0, reason: '按设计说明' });
    expect((await set('tower', 0.15)).status).toBe(200);
    expect(await one('hydrant-1')).toMatchObject({
      state: 'low',
      low: { value: 0.15, source: 'place', place: { id: 'tower', name: '示范大厦' }, set: { name: 'administrator' } },
    });
    expect((await set('hydrant-1', 0.2)).status).toBe(200);
    expect(await one('hydrant-1')).toMatchObject({ state: 'low', low: { value: 0.2, source: 'own', place: null } });
    expect((await one('hydrant-1')).high).toMatchObject({ value: 1.2, parameter: 'pressureHigh' });
    expect((await one('pump-1')).low).toBeNull();
  });

  it('tell of a pump which of its pumps run or fail, and that it is not on automatic', async () => {
    const { pumps, mode } = await one('pump-1');
    expect(pumps.map(({ title, running, fault }) => [title.zh, running, fault])).toEqual([
      ['1号主泵', true, false],
      ['2号备用泵', false, true],
      ['稳压泵', null, false],
    ]);
    expect(mode).toBe('manual');
  });

  it('tell of a tank how long it lasts where the building’s file knows it', async () => {
    expect((await one('tank-1')).tank).toBeNull();
    const tank = { id: 't1', kind: 'roof', name: '高位水箱', device: 'tank-1', capacityM3: 36, fullM: 3, lowestM: 0.5, demandLps: 40 };
    const file = { use: 'public', heightM: 118, floorsAbove: 30, floorsBelow: 2, refugeFloors: [], topHydrant: null, note: '' };
    const tanks = [{ ...tank, neededHours: 3 }];
    expect((await admin.ask('PUT', '/buildings/tower/file', { version: 0, file: { ...file, tanks } })).status).toBe(200);
    expect((await one('tank-1')).tank).toEqual({ leftM3: 36, hours: 0.25, short: true });
  });

  it('that somebody isolated stand behind those as bad, and are counted', async () => {
    await device('hydrant-0', 'balefire/hydrant-pressure', 'f12', '0号消火栓');
    await test.tell('hydrant-0', { pressure: 0.01 });
    expect(ids(await water('?state=low'))).toEqual(['hydrant-0', 'hydrant-1']);
    await admin.ask('POST', '/isolations', { kind: 'isolated', scope: 'hydrant-0', reason: '检修', authority: '王工', hours: 1 });
    const page = await water('?state=low');
    expect(page.items.map((point) => [point.device.id, point.isolated])).toEqual([
      ['hydrant-1', false],
      ['hydrant-0', true],
    ]);
    expect([ids(await water('?state=isolated')), page.counts.isolated]).toEqual([['hydrant-0'], 1]);
  });
});

describe('the list', () => {
  it.each([
    ['a place and what is below it', 'place=farm', ['pond-1']],
    ['a kind', 'kind=pump', ['pump-1']],
    ['a state', 'state=never', ['sprinkler-1']],
    ['the pinyin of a name', 'search=huanguan', ['pipe-1']],
    ['the first letters of a place and a word', `search=${encodeURIComponent('dgs 水箱')}`, ['pond-1']],
    ['what nothing says', 'search=nothing-like-it', []],
  ])('is sifted by %s', async (_what, query, found) => {
    expect(ids(await water(`?${query}`))).toEqual(found);
  });

  it('counts what fits but for the state, so that one sees what another filter would show', async () => {
    const { counts, total } = await water('?state=never&kind=hydrant');
    expect([total, counts.all, counts.low]).toEqual([0, 2, 2]);
  });

  it('is paged without a gap', async () => {
    const all: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: WaterPoints = await water(`?limit=2${next === '' ? '' : `&after=${next}`}`);
      expect([page.total, page.items.length <= 2]).toEqual([7, true]);
      all.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect(all).toEqual((await water()).items.map(({ id }) => id));
    expect(new Set(all).size).toBe(7);
  });

  it('shows nobody what stands outside their places, not even in its counts', async () => {
    const ranger = await test.person('operator', 'farm');
    const page = await water('', ranger);
    expect([ids(page), page.counts.all, page.total]).toEqual([['pond-1'], 1, 1]);
    expect((await ranger.get('/water/points?place=tower')).status).toBe(404);
  });

  it.each([['kind=door'], ['state=wet'], ['limit=0'], ['limit=201'], ['colour=blue']])('refuses %s in words', async (query) => {
    const { status, body } = await admin.get(`/water/points?${query}`);
    expect([status, (body as { code: string }).code]).toEqual([400, 'bad-request']);
  });
});
