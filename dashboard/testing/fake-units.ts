// The part of the fake gateway that keeps files of units and buildings, and shows high-rises in every state. All of it invented.
import type { Request, Response, Router } from 'express';
import { changesOf } from '../../gateway/estate/file-changes.ts';
import type { Person, Place } from '../../gateway/web/contract.ts';
import type { BuildingFile, FileVersion, UnitFile } from '../../gateway/web/place-file-contract.ts';
import type { BuildingCard, ConnectionRate, SystemView, TankView, UnitRow } from '../../gateway/web/unit-contract.ts';
import { refuse } from './fake-answers.ts';
import { pathOf } from './invented-field.ts';

export type FakeUnits = ReturnType<typeof fakeUnits>;

interface Kept<F> {
  version: number;
  file: F;
  changedAt: number;
  changedBy: string;
}

const HOUR_MS = 3_600_000;
const SYSTEMS = ['electrical', 'water', 'smoke', 'gas', 'doors'] as const;

const UNIT_FILE: UnitFile = {
  legalName: '松涛家园物业服务有限公司（虚构）',
  creditCode: null,
  address: '云泽区松涛路 1 号（虚构）',
  isKeyUnit: true,
  contacts: [
    { id: 'c1', role: 'responsible', name: '示范甲', phone: '000-0000-0001' },
    { id: 'c2', role: 'duty-room', name: '消防控制室', phone: '000-0000-0003' },
  ],
  systems: [{ id: 's1', system: 'smoke', note: '火灾自动报警系统，全楼覆盖', installed: '2019-06-01' }],
  contracts: [{ id: 'k1', kind: 'maintenance', party: '示范消防维保（虚构）', from: '2026-01-01', to: '2026-12-20' }],
  certificates: [
    { id: 'z1', kind: 'inspection', name: '消防设施年度检测报告', number: 'DEMO-0001', issued: '2025-11-20', expires: '2026-11-20' },
    { id: 'z2', kind: 'acceptance', name: '消防验收意见书', number: 'DEMO-0002', issued: '2019-05-20', expires: null },
  ],
  note: '',
};
const BUILDING_FILE: BuildingFile = {
  use: 'residential',
  heightM: 96.4,
  floorsAbove: 30,
  floorsBelow: 2,
  refugeFloors: [],
  topHydrant: 'hydrant-30',
  tanks: [
    {
      id: 't1',
      kind: 'roof',
      name: '高位消防水箱',
      device: 'tank-roof',
      capacityM3: 36,
      fullM: 3,
      lowestM: 0.5,
      demandLps: 20,
      neededHours: null,
    },
  ],
  note: '',
};

function tank(name: string, change: Partial<TankView>): TankView {
  return {
    id: name,
    name,
    kind: 'roof',
    state: 'good',
    device: { id: 'tank-roof', name: '水箱液位' },
    levelM: 2.6,
    receivedAt: Date.now() - 41_000,
    capacityM3: 36,
    fullM: 3,
    lowestM: 0.5,
    demandLps: 20,
    neededHours: null,
    leftM3: 30.2,
    hours: 0.42,
    ...change,
  };
}

function system(id: SystemView['system'], devices: number, change: Partial<SystemView> = {}): SystemView {
  const state = devices === 0 ? 'none' : 'good';
  return {
    system: id,
    devices,
    silent: 0,
    never: 0,
    oldest: devices === 0 ? null : Date.now() - 52_000,
    worst: null,
    open: [],
    state,
    ...change,
  };
}

/** One of every state: falling, old, never told, lost, not connected, with no file to speak of. */
function inventedCards(places: readonly Place[], now: number): BuildingCard[] {
  const base = (id: string, name: string, change: Partial<BuildingCard>): BuildingCard => ({
    id,
    name,
    place: pathOf(places, 'estate'),
    unit: { id: 'estate', name: '松涛家园' },
    highRise: 'yes',
    use: 'residential',
    heightM: 80,
    floorsAbove: 26,
    floorsBelow: 1,
    refugeFloors: [],
    lacksRefugeFloor: false,
    now,
    worst: null,
    open: [],
    drills: 0,
    topPressure: { state: 'good', device: { id: 'h', name: '顶层消火栓' }, value: 0.212, receivedAt: now - 33_000, limit: 0.07 },
    tanks: [tank('高位消防水箱', {})],
    isolated: { points: 0, systems: 0, loops: [], ordered: 0 },
    contact: {
      state: 'good',
      device: { id: 'station-1', name: '控制室传输装置' },
      lastHeard: now - 12_000,
      // Of yesterday at any hour of today: said with its date, which is the longer.
      duty: { at: now - 29 * HOUR_MS, late: false, device: { id: 'station-1', name: '控制室传输装置' } },
    },
    systems: SYSTEMS.map((one) => system(one, one === 'gas' ? 0 : 20)),
    ...change,
  });
  return [
    base('tower', '3号楼', {
      heightM: 96.4,
      floorsAbove: 30,
      floorsBelow: 2,
      worst: 'fire',
      drills: 1,
      open: [
        { class: 'fire', count: 2 },
        { class: 'supervisory', count: 1 },
        { class: 'fault', count: 3 },
      ],
      topPressure: { state: 'low', device: { id: 'hydrant-30', name: '30层消火栓' }, value: 0.052, receivedAt: now - 9_000, limit: 0.07 },
      tanks: [
        tank('高位消防水箱', {}),
        tank('消防水池', {
          kind: 'pool',
          state: 'short',
          capacityM3: 432,
          demandLps: 40,
          levelM: 1.9,
          leftM3: 242,
          hours: 1.68,
          neededHours: 3,
        }),
      ],
      isolated: { points: 7, systems: 0, loops: [{ panel: '控制室传输装置', loop: 2, points: 6 }], ordered: 1 },
      systems: [
        system('electrical', 6, { silent: 1, state: 'partly' }),
        system('water', 34, { worst: 'supervisory', open: [{ class: 'supervisory', count: 1 }], state: 'alarm' }),
        system('smoke', 120, {
          worst: 'fire',
          open: [
            { class: 'fire', count: 2 },
            { class: 'fault', count: 3 },
          ],
          state: 'alarm',
          silent: 4,
        }),
        system('gas', 2, { never: 2, oldest: null, state: 'unknown' }),
        system('doors', 30),
      ],
    }),
    base('tower-4', '4号楼', {
      topPressure: { state: 'stale', device: { id: 'h4', name: '26层消火栓' }, value: 0.233, receivedAt: now - 19 * HOUR_MS, limit: 0.07 },
      tanks: [tank('高位消防水箱', { state: 'stale', receivedAt: now - 19 * HOUR_MS })],
      contact: { state: 'lost', device: { id: 's4', name: '4号楼传输装置' }, lastHeard: now - 19 * HOUR_MS, duty: null },
      systems: SYSTEMS.map((one) => system(one, 12, { silent: 12, state: 'unknown', oldest: now - 20 * HOUR_MS })),
    }),
    base('office', '云泽国际中心', {
      unit: { id: 'office-unit', name: '云泽国际中心物业' },
      use: 'public',
      heightM: 168,
      floorsAbove: 38,
      floorsBelow: 3,
      lacksRefugeFloor: true,
      topPressure: { state: 'never', device: { id: 'h5', name: '38层消火栓' }, value: null, receivedAt: null, limit: 0.15 },
      tanks: [tank('高位消防水箱', { state: 'never', levelM: null, receivedAt: null, leftM3: null, hours: null })],
      contact: { state: 'never', device: { id: 's5', name: '国际中心传输装置' }, lastHeard: null, duty: null },
      systems: SYSTEMS.map((one) =>
        system(one, one === 'smoke' ? 64 : 0, one === 'smoke' ? { never: 64, oldest: null, state: 'unknown' } : {}),
      ),
    }),
    base('flats-7', '7号楼', {
      topPressure: { state: 'not-set', device: null, value: null, receivedAt: null, limit: null },
      tanks: [],
      contact: { state: 'none', device: null, lastHeard: null, duty: null },
      systems: SYSTEMS.map((one) => system(one, 0)),
    }),
    ...Array.from({ length: 4 }, (_, nth) => base(`calm-${nth}`, `${nth + 10}号楼`, { heightM: 54 + nth })),
  ];
}

export function fakeUnits(places: readonly Place[], now: number, empty: boolean) {
  const cards = empty ? [] : inventedCards(places, now);
  const unit: Kept<UnitFile> = { version: 3, file: UNIT_FILE, changedAt: now - 30 * HOUR_MS, changedBy: '监督员己' };
  const building: Kept<BuildingFile> = { version: 2, file: BUILDING_FILE, changedAt: now - 90 * HOUR_MS, changedBy: '物业丙' };
  const versions: FileVersion[] = [
    {
      version: 3,
      at: now - 30 * HOUR_MS,
      by: 'p6',
      name: '监督员己',
      changes: [{ path: 'certificates.expires', item: '消防设施年度检测报告', before: '2025-11-20', after: '2026-11-20' }],
    },
  ];
  const target = { percent: 80 as number | null, version: 1 };
  return {
    cards,
    unit,
    building,
    versions,
    target,
    /** Somebody else saves the unit's file. */
    changeUnit(name: string, change: Partial<UnitFile>): void {
      const before = unit.file;
      unit.file = { ...before, ...change };
      unit.version += 1;
      unit.changedBy = name;
      unit.changedAt = Date.now();
      versions.unshift({
        version: unit.version,
        at: unit.changedAt,
        by: 'p9',
        name,
        changes: changesOf(before, unit.file),
      });
    },
    isEmpty: empty,
  };
}

export function unitRoutes(
  routes: Router,
  state: FakeUnits,
  places: readonly Place[],
  personOf: (request: Request) => Person | undefined,
): void {
  const { cards, unit, building, versions, target } = state;
  const days = (date: string): number => Math.round((Date.parse(date) - Date.now()) / (24 * HOUR_MS));
  const papers = () =>
    [
      ...unit.file.certificates.flatMap(({ id, name, expires }) => (expires === null ? [] : [{ id, name, expires, days: days(expires) }])),
      ...unit.file.contracts.flatMap(({ id, party, to }) => (to === null ? [] : [{ id, name: party, expires: to, days: days(to) }])),
    ].sort((one, other) => one.days - other.days);
  const row = (): UnitRow => ({
    id: 'estate',
    name: '松涛家园',
    place: pathOf(places, 'region'),
    legalName: unit.file.legalName,
    isKeyUnit: unit.file.isKeyUnit,
    worst: 'fire',
    open: cards[0]?.open ?? [],
    devices: 192,
    silent: 7,
    buildings: 7,
    highRises: 7,
    complete: 70,
    firstPaper: papers()[0] ?? null,
    expired: papers().filter((paper) => paper.days < 0).length,
  });
  const other = (id: string, name: string, change: Partial<UnitRow>): UnitRow => ({
    ...row(),
    id,
    name,
    legalName: null,
    isKeyUnit: false,
    worst: null,
    open: [],
    silent: 0,
    complete: 10,
    firstPaper: null,
    expired: 0,
    buildings: 1,
    highRises: 0,
    ...change,
  });
  const view = () => ({
    ...row(),
    version: unit.version,
    changedAt: unit.changedAt,
    changedBy: unit.changedBy,
    file: unit.file,
    missing: ['credit-code', 'manager', 'buildings'],
    papers: papers(),
    inside: cards
      .filter((card) => card.unit?.id === 'estate')
      .map(({ id, name, highRise, worst, systems }) => ({ id, name, highRise, worst, systems, version: id === 'flats-7' ? 0 : 1 })),
  });
  routes.get('/units', (request, response) => {
    const all = state.isEmpty
      ? []
      : [row(), other('office-unit', '云泽国际中心物业', { highRises: 1 }), other('store', '北仓物流园', { complete: 0, devices: 3 })];
    const search = String(request.query['search'] ?? '');
    const items = all
      .filter(({ name }) => name.includes(search))
      .filter(({ firstPaper }) => request.query['state'] !== 'expiring' || firstPaper !== null);
    response.json({ items, next: null, total: items.length });
  });
  routes.get('/units/:id', (_, response) => {
    response.json(view());
  });
  routes.get(['/units/:id/versions', '/buildings/:id/versions'], (request, response) => {
    response.json({ items: versions.filter(({ version }) => version > Number(request.query['since'] ?? 0)) });
  });
  const save = <F>(kept: Kept<F>, request: Request, response: Response): boolean => {
    if (request.body.version !== kept.version) {
      const [zh, en] = [`${kept.changedBy} 刚刚保存了第 ${kept.version} 版`, `${kept.changedBy} has just saved version ${kept.version}`];
      refuse(response, 409, 'changed-meanwhile', zh, en);
      return false;
    }
    kept.file = request.body.file;
    kept.version += 1;
    kept.changedAt = Date.now();
    kept.changedBy = personOf(request)?.name ?? '';
    return true;
  };
  routes.put('/units/:id/file', (request, response) => {
    const bad = (request.body.file as UnitFile).contacts.findIndex(({ phone }) => phone === '110-110');
    if (bad >= 0) {
      const words = { zh: '不能是 110', en: 'Must not be 110' };
      return refuse(response, 400, 'bad-request', '请求有误', 'The request is not right', [
        { path: `body.file.contacts.${bad}.phone`, message: words.zh, words },
      ]);
    }
    if (save(unit, request, response)) response.json(view());
  });
  const buildingView = (id: string) => {
    const card = cards.find((one) => one.id === id) ?? cards[0];
    const choice = (device: string, name: string, place: string) => ({ id: device, name, place });
    return {
      ...card,
      version: building.version,
      changedAt: building.changedAt,
      changedBy: building.changedBy,
      file: building.file,
      choices: { pressure: [choice('hydrant-30', '30层消火栓', '30层')], level: [choice('tank-roof', '水箱液位', '屋顶')] },
    };
  };
  routes.get('/buildings/:id', (request, response) => {
    response.json(buildingView(String(request.params['id'])));
  });
  routes.put('/buildings/:id/file', (request, response) => {
    if (save(building, request, response)) response.json(buildingView(String(request.params['id'])));
  });
  const rate = (): ConnectionRate => ({
    place: 'region',
    all: cards.length,
    connected: cards.filter(({ contact }) => contact.state === 'good').length,
    lost: cards.filter(({ contact }) => contact.state === 'lost').length,
    none: cards.filter(({ contact }) => contact.state === 'none' || contact.state === 'never').length,
    unknown: cards.length === 0 ? 0 : 2,
    percent: cards.length === 0 ? null : (100 * cards.filter(({ contact }) => contact.state === 'good').length) / cards.length,
    target: target.percent === null ? null : { percent: target.percent, place: { id: 'region', name: '云泽区' } },
    targetVersion: target.version,
  });
  routes.get('/high-rises', (request, response) => {
    const { search = '', state: wanted, after = 0, limit = 50 } = request.query;
    const all = cards
      .filter(({ name }) => name.includes(String(search)))
      .filter(({ worst }) => wanted !== 'alarm' || worst !== null)
      .filter(({ contact }) => wanted !== 'unconnected' || contact.state !== 'good');
    const [from, many] = [Number(after), Number(limit)];
    response.json({
      items: all.slice(from, from + many),
      next: from + many < all.length ? String(from + many) : null,
      total: all.length,
      rate: rate(),
    });
  });
  routes.put('/high-rises/target', (request, response) => {
    if (request.body.version !== target.version)
      return refuse(response, 409, 'changed-meanwhile', '物业丙 刚刚保存了一版，您的改动尚未保存', 'Saved by somebody else; yours is not');
    target.percent = request.body.percent;
    target.version += 1;
    response.json(rate());
  });
}
