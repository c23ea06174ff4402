// Units and high-rises over the API: files that two people change, what is live on a card, what runs out, who sees what.
import { GATEWAY } from '../../acts.ts';
import { openTestHouse } from '../../testing/a-house.ts';
import type { AlarmView, Problem } from '../contract.ts';
import type { BuildingFile, FileVersion, UnitFile } from '../place-file-contract.ts';
import { aWeb, type Browser, type TestWeb } from '../testing/a-web.ts';
import type { BuildingView, ConnectionRate, HighRiseList, UnitRow, UnitView } from '../unit-contract.ts';

const UNIT: UnitFile = {
  legalName: '示例物业服务有限公司',
  creditCode: null,
  address: '示例路 1 号',
  isKeyUnit: true,
  contacts: [{ id: 'p1', role: 'responsible', name: '甲某', phone: '000-0000-0001' }],
  systems: [],
  contracts: [{ id: 'k1', kind: 'maintenance', party: '示例维保', from: '2026-01-01', to: '2099-12-31' }],
  certificates: [],
  note: '',
};
const TOWER: BuildingFile = {
  use: 'public',
  heightM: 118,
  floorsAbove: 30,
  floorsBelow: 2,
  refugeFloors: [],
  topHydrant: 'hydrant-1',
  tanks: [],
  note: '',
};

let test: TestWeb;
let supervisor: Browser;
beforeAll(async () => {
  test = await aWeb();
  supervisor = await test.person('supervisor');
});
afterAll(async () => {
  await test.close();
});

async function asked<T>(by: Browser, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await by.ask(method, path, body);
  expect([path, answer.status < 300 ? 'fine' : answer.body]).toEqual([path, 'fine']);
  return answer.body as T;
}
const fieldsOf = (body: unknown): string[] => ((body as Problem).fields ?? []).map(({ path }) => path);
const cards = async (query = ''): Promise<HighRiseList> => asked(supervisor, 'GET', `/high-rises${query}`);
const tower = async () => {
  const [card] = (await cards()).items;
  if (!card) throw new Error('no high-rise');
  return card;
};
const device = (id: string, model: string, place: string, more: object = {}) =>
  test.house.flow.act(
    {
      do: 'register-device',
      device: { id, name: id, model, place, modbus: null, longitude: null, latitude: null, ...more },
      secretHash: null,
    },
    GATEWAY,
  );

describe('the file of a unit', () => {
  it('is empty at first, and says what it lacks', async () => {
    const unit = await asked<UnitView>(supervisor, 'GET', '/units/unit');
    expect(unit).toMatchObject({ version: 0, file: null, changedBy: null, complete: 0 });
    expect(unit.missing).toContain('responsible');
    expect(unit.inside.map(({ id, highRise }) => [id, highRise])).toEqual([['tower', 'unknown']]);
  });

  it('is saved with who did it, and stands after a restart', async () => {
    const unit = await asked<UnitView>(supervisor, 'PUT', '/units/unit/file', { version: 0, file: UNIT });
    expect(unit).toMatchObject({ version: 1, changedBy: 'supervisor', file: UNIT, complete: 40 });
    expect(unit.missing).not.toContain('maintenance');
    expect([...test.house.alarms.listAudit({ about: 'unit', limit: 1 })]).toMatchObject([
      { what: 'set-place-file', detail: { of: 'unit', version: 1 } },
    ]);
  });

  it('that somebody else has saved meanwhile is refused whole, with who it was and what changed', async () => {
    const manager = await test.person('manager', 'unit');
    const theirs = { ...UNIT, address: '示例路 2 号', contacts: [{ ...UNIT.contacts[0], phone: '000-0000-0009' }] };
    const [first, second] = await Promise.all([
      supervisor.ask('PUT', '/units/unit/file', { version: 1, file: theirs }),
      manager.ask('PUT', '/units/unit/file', { version: 1, file: { ...UNIT, note: '晚了一步' } }),
    ]);
    expect([first.status, second.status]).toEqual([200, 409]);
    expect(second.body).toMatchObject({ code: 'changed-meanwhile', words: { zh: expect.stringContaining('supervisor') } });
    expect((await asked<UnitView>(manager, 'GET', '/units/unit')).file).toEqual(theirs);
    const { items } = await asked<{ items: FileVersion[] }>(manager, 'GET', '/units/unit/versions?since=1');
    expect(items).toMatchObject([
      {
        version: 2,
        name: 'supervisor',
        changes: [
          { path: 'address', before: '示例路 1 号', after: '示例路 2 号' },
          { path: 'contacts.phone', item: '甲某', before: '000-0000-0001', after: '000-0000-0009' },
        ],
      },
    ]);
  });

  it.each([
    [{ creditCode: '12' }, 'body.file.creditCode'],
    [{ legalName: '' }, 'body.file.legalName'],
    [{ contacts: [{ id: 'p1', role: 'manager', name: '乙某', phone: 'call me' }] }, 'body.file.contacts.0.phone'],
    [{ contacts: [UNIT.contacts[0], UNIT.contacts[0]] }, 'body.file.contacts'],
    [{ contracts: [{ ...UNIT.contracts[0], to: '2025-01-01' }] }, 'body.file.contracts.0.to'],
    [
      { certificates: [{ id: 'c', kind: 'other', name: 'x', number: '', issued: null, expires: '2026-02-30' }] },
      'body.file.certificates.0.expires',
    ],
    [{ note: '\u0007' }, 'body.file.note'],
  ])('with %j is refused at its field, in both languages, and nothing is saved', async (more, field) => {
    const { status, body } = await supervisor.ask('PUT', '/units/unit/file', { version: 2, file: { ...UNIT, ...more } });
    expect([status, fieldsOf(body)]).toEqual([400, [field]]);
    expect(((body as Problem).fields ?? [])[0]?.words?.zh).toMatch(/\p{Script=Han}/u);
    expect((await asked<UnitView>(supervisor, 'GET', '/units/unit')).version).toBe(2);
  });

  it('is seen by its own manager and not by that of another unit', async () => {
    const stranger = await test.person('manager', 'farm');
    expect((await stranger.get('/units/unit')).status).toBe(404);
    expect((await asked<{ items: UnitRow[] }>(stranger, 'GET', '/units')).items).toEqual([]);
    const technician = await test.person('technician', 'unit');
    expect((await technician.ask('PUT', '/units/unit/file', { version: 2, file: UNIT })).status).toBe(403);
  });
});

describe('a certificate that runs out', () => {
  const noticed = async () =>
    (await asked<{ items: AlarmView[] }>(supervisor, 'GET', '/alarms?open=true')).items.filter(
      ({ device }) => device.id === 'dossier:unit',
    );
  /** The calendar is looked at when time passes: at the next entry of the journal. */
  const later = () => test.tell('smoke-2', { smoke: 'normal' });

  it('is a notice at its unit, told once, and ends with its renewal', async () => {
    const expired = { id: 'c1', kind: 'inspection' as const, name: '年度检测报告', number: 'S-1', issued: null, expires: '2020-01-31' };
    const before = (await asked<UnitView>(supervisor, 'GET', '/units/unit')).version;
    await asked(supervisor, 'PUT', '/units/unit/file', { version: before, file: { ...UNIT, certificates: [expired] } });
    await later();
    expect(await noticed()).toMatchObject([
      {
        class: 'notice',
        device: { name: '示范物业', kind: 'dossier' },
        place: [{ id: 'unit' }],
        because: { zh: expect.stringContaining('年度检测报告') },
      },
    ]);
    await later();
    expect(await noticed()).toHaveLength(1);
    const row = (await asked<{ items: UnitRow[] }>(supervisor, 'GET', '/units?state=expiring')).items[0];
    expect(row).toMatchObject({ id: 'unit', expired: 1, firstPaper: { name: '年度检测报告' }, worst: 'notice' });
    const renewed = { ...UNIT, certificates: [{ ...expired, expires: '2099-01-31' }] };
    await asked(supervisor, 'PUT', '/units/unit/file', { version: before + 1, file: renewed });
    await later();
    expect(await noticed()).toEqual([]);
  });
});

describe('the card of a high-rise', () => {
  it('is there as soon as the file says that it is high, and knows no more than the file', async () => {
    expect(await cards()).toMatchObject({ items: [], rate: { all: 0, unknown: 1, percent: null } });
    const saved = await asked<BuildingView>(supervisor, 'PUT', '/buildings/tower/file', {
      version: 0,
      file: { ...TOWER, topHydrant: null },
    });
    expect(saved.choices.pressure).toEqual([{ id: 'hydrant-1', name: '12层消火栓', place: '12层' }]);
    expect(await tower()).toMatchObject({
      highRise: 'yes',
      lacksRefugeFloor: true,
      topPressure: { state: 'not-set', value: null },
      contact: { state: 'none', lastHeard: null },
      tanks: [],
    });
  });

  it('never shows as good what was not heard', async () => {
    await asked(supervisor, 'PUT', '/buildings/tower/file', { version: 1, file: TOWER });
    const card = await tower();
    expect(card.topPressure).toMatchObject({ state: 'never', device: { id: 'hydrant-1' }, limit: 0.1 });
    expect(card.systems.find(({ system }) => system === 'water')).toMatchObject({ devices: 1, never: 1, state: 'unknown' });
    expect(card.systems.find(({ system }) => system === 'gas')).toMatchObject({ devices: 0, state: 'none' });
    for (const { state, never, silent } of card.systems) expect(state === 'good' && never + silent > 0).toBe(false);
  });

  it('shows the pressure as it is, low below the limit that is set for the place', async () => {
    await test.tell('hydrant-1', { pressure: 0.18 });
    expect((await tower()).topPressure).toMatchObject({ state: 'good', value: 0.18, limit: 0.1 });
    await test.house.flow.act({ do: 'set-parameter', scope: 'tower', name: 'hydrantPressureLow', value: 0.2 }, GATEWAY);
    expect((await tower()).topPressure).toMatchObject({ state: 'low', limit: 0.2 });
    await test.tell('hydrant-1', { pressure: 99 });
    expect((await tower()).topPressure.state).toBe('bad');
    await test.tell('hydrant-1', { pressure: 0.25 });
  });

  it('tells how long a tank lasts from its live level, and when it is too short', async () => {
    await device('tank-1', 'balefire/tank-level', 'tower');
    const tank = {
      id: 't1',
      kind: 'roof' as const,
      name: '高位水箱',
      device: 'tank-1',
      capacityM3: 36,
      fullM: 3,
      lowestM: 0.5,
      demandLps: 40,
    };
    await asked(supervisor, 'PUT', '/buildings/tower/file', { version: 2, file: { ...TOWER, tanks: [{ ...tank, neededHours: 0.2 }] } });
    expect((await tower()).tanks).toMatchObject([{ state: 'never', hours: null }]);
    await test.tell('tank-1', { level: 3 });
    expect((await tower()).tanks).toMatchObject([{ state: 'good', leftM3: 36, hours: 0.25, levelM: 3 }]);
    await test.tell('tank-1', { level: 1.75 });
    expect((await tower()).tanks).toMatchObject([{ state: 'short', leftM3: 18, hours: 0.125 }]);
    await test.tell('tank-1', { level: 0.4 });
    expect((await tower()).tanks).toMatchObject([{ state: 'low', leftM3: 0, hours: 0 }]);
  });

  it.each([
    [{ topHydrant: 'voice-1' }, 'body.file.topHydrant'],
    [{ topHydrant: 'nobody' }, 'body.file.topHydrant'],
    [{ heightM: -1 }, 'body.file.heightM'],
    [{ floorsAbove: 2.5 }, 'body.file.floorsAbove'],
    [{ refugeFloors: [3, 3] }, 'body.file.refugeFloors'],
  ])('is not saved with %j', async (more, field) => {
    const { status, body } = await supervisor.ask('PUT', '/buildings/tower/file', { version: 3, file: { ...TOWER, ...more } });
    expect([status, fieldsOf(body)]).toEqual([400, [field]]);
  });

  it('counts open alarms by class, the worst of each system, and drills apart', async () => {
    await test.tell('smoke-1', { smoke: 'alarm' });
    await test.tell('call-1', { pressed: true }, { drill: true });
    const card = await tower();
    expect(card).toMatchObject({ worst: 'fire', drills: 1 });
    expect(card.open.find(({ class: of }) => of === 'fire')).toEqual({ class: 'fire', count: 1 });
    expect(card.systems.find(({ system }) => system === 'smoke')).toMatchObject({ state: 'alarm', worst: 'fire' });
  });

  it('counts what people isolated', async () => {
    const scope = { of: 'device' as const, device: 'smoke-2' };
    const until = test.house.clock.now() + 60_000;
    await test.house.flow.act({ do: 'isolate', id: 'i1', kind: 'isolated', scope, reason: 'r', authority: 'a', until }, GATEWAY);
    expect((await tower()).isolated).toMatchObject({ ordered: 1, points: 0, loops: [] });
  });

  it('is connected by a transmission device that is heard, against the target of the place above', async () => {
    const put = (body: object) => supervisor.ask('PUT', '/high-rises/target', body);
    expect((await put({ place: 'root', version: 0, percent: 60 })).status).toBe(200);
    expect((await put({ place: 'root', version: 0, percent: 70 })).status).toBe(409);
    expect((await put({ place: 'root', version: 1, percent: 101 })).status).toBe(400);
    const gb26875 = { station: '790300000000', network: null, profile: 'standard' };
    await device('utd-1', 'gb26875/transmission-device', 'tower', { gb26875 });
    const rate = async (): Promise<ConnectionRate> => (await cards('?place=unit')).rate;
    expect(await rate()).toMatchObject({ all: 1, connected: 0, none: 1, percent: 0, target: { percent: 60, place: { id: 'root' } } });
    expect((await tower()).contact).toMatchObject({ state: 'never', device: { id: 'utd-1' } });
    const presence = { link: 'gb26875', peer: '127.0.0.1:9', device: 'utd-1', kind: 'presence' as const, drill: false };
    const heard = (online: boolean) => test.house.flow.accept({ ...presence, body: Buffer.from(JSON.stringify({ online })) });
    await heard(true);
    await test.tell('smoke-2', { smoke: 'normal' });
    expect(await rate()).toMatchObject({ connected: 1, lost: 0, none: 0, percent: 100 });
    await heard(false);
    await test.tell('smoke-2', { smoke: 'normal' });
    expect(await rate()).toMatchObject({ connected: 0, lost: 1, percent: 0 });
    expect((await tower()).contact.state).toBe('lost');
  });

  it('is found, filtered, sorted and paged by the gateway', async () => {
    for (const [id, heightM] of [
      ['b1', 60],
      ['b2', 90],
      ['b3', 40],
      ['b4', 12],
    ] as const) {
      await test.house.flow.act(
        { do: 'add-place', place: { id, parent: 'unit', kind: 'building', name: `${id}号楼`, longitude: null, latitude: null } },
        GATEWAY,
      );
      await asked(supervisor, 'PUT', `/buildings/${id}/file`, { version: 0, file: { ...TOWER, topHydrant: null, heightM } });
    }
    const ids = async (query: string) => (await cards(query)).items.map(({ id }) => id);
    expect(await ids('?sort=height')).toEqual(['tower', 'b2', 'b1', 'b3']);
    expect((await ids('?sort=worst'))[0]).toBe('tower');
    expect(await ids('?search=b2')).toEqual(['b2']);
    expect(await ids('?state=alarm')).toEqual(['tower']);
    const first = await cards('?sort=height&limit=3');
    expect([first.items.length, first.next, first.total]).toEqual([3, '3', 4]);
    expect(await ids(`?sort=height&limit=3&after=${first.next}`)).toEqual(['b3']);
  });
});

it('what was saved stands after a restart, and is told of as before', async () => {
  const before = [...test.house.estate.files.all('building')];
  await test.web.close();
  await test.house.close();
  const { house } = await openTestHouse(test.folder);
  expect([...house.estate.files.all('building')].map(({ place, version }) => [place, version]).sort()).toEqual(
    before.map(({ place, version }) => [place, version]).sort(),
  );
  expect(house.estate.files.get('target', 'root')?.file).toEqual({ percent: 60 });
  await house.close();
});
