// The part of the fake gateway that tells of the water system: a point in every state. All of it invented.
import type { Router } from 'express';
import type { Place } from '../../gateway/web/contract.ts';
import { WATER_STATES, type WaterLimit, type WaterPoint, type WaterPoints } from '../../gateway/web/water-contract.ts';
import type { FakeState } from './fake-state.ts';
import { pathOf } from './invented-field.ts';

const MINUTE_MS = 60_000;

export function waterRoutes(routes: Router, state: FakeState): void {
  const now = Date.now();
  const points = state.units.isEmpty ? [] : inventedPoints(state.places, now);
  routes.get('/water/points', (request, response) => {
    const { place, kind, state: wanted, search, after = '0', limit = '50' } = request.query as Readonly<Record<string, string>>;
    const fit = points
      .filter((one) => place === undefined || one.place.some(({ id }) => id === place))
      .filter((one) => kind === undefined || one.kind === kind)
      .filter((one) => search === undefined || one.device.name.includes(search));
    const counts = Object.fromEntries(WATER_STATES.map((one) => [one, fit.filter((point) => point.state === one).length]));
    const shown = fit.filter(
      (one) => wanted === undefined || wanted === 'all' || one.state === wanted || (wanted === 'isolated' && one.isolated),
    );
    const from = Number(after);
    const to = from + Number(limit);
    const answer: WaterPoints = {
      items: shown.slice(from, to),
      next: to < shown.length ? String(to) : null,
      total: shown.length,
      counts: { ...counts, all: fit.length, isolated: fit.filter(({ isolated }) => isolated).length } as WaterPoints['counts'],
    };
    response.json(answer);
  });
}

function inventedPoints(places: readonly Place[], now: number): WaterPoint[] {
  const limit = (value: number, parameter: string, more: Partial<WaterLimit> = {}): WaterLimit => ({
    ...{ value, parameter, source: 'default', place: null, set: null },
    ...more,
  });
  const pressure = (id: string, name: string, at: string, more: Partial<WaterPoint> = {}): WaterPoint => ({
    id: `${id} pressure`,
    device: { id, name },
    kind: 'hydrant',
    place: pathOf(places, at),
    point: 'pressure',
    quantity: 'water.pressure',
    title: { zh: '水压', en: 'Water pressure' },
    state: 'good',
    isolated: false,
    worst: null,
    value: 0.312,
    receivedAt: now - 4 * MINUTE_MS,
    reportsEvery: 300,
    low: limit(0.1, 'hydrantPressureLow'),
    high: limit(1.2, 'pressureHigh'),
    pumps: [],
    mode: null,
    tank: null,
    ...more,
  });
  const level = (id: string, name: string, at: string, more: Partial<WaterPoint> = {}): WaterPoint =>
    pressure(id, name, at, {
      id: `${id} level`,
      kind: 'tank',
      point: 'level',
      quantity: 'water.level',
      title: { zh: '液位', en: 'Water level' },
      value: 2.6,
      low: limit(1, 'tankLevelLow'),
      high: limit(4.5, 'tankLevelHigh'),
      ...more,
    });
  const by = { name: '管理员甲', at: now - 40 * 24 * 60 * MINUTE_MS };
  const pump = (zh: string, en: string, running: boolean | null, fault = false) => ({ title: { zh, en }, running, fault });
  return [
    pressure('hydrant-30', '30层消火栓', 'floor-30', {
      state: 'low',
      value: 0.052,
      worst: 'supervisory',
      low: limit(0.07, 'hydrantPressureLow', { source: 'place', place: { id: 'tower', name: '3号楼' }, set: by }),
    }),
    level('pool-1', '地下消防水池液位', 'pump-room', {
      state: 'low',
      value: 0.84,
      worst: 'supervisory',
      tank: { leftM3: 24, hours: 0.4, short: true },
    }),
    pressure('hydrant-12', '12层消火栓', 'floor-12', { state: 'low', value: 0.03, isolated: true }),
    level('tank-hall', '2号库房屋顶水箱', 'hall', { state: 'high', value: 4.71, worst: 'supervisory' }),
    pressure('hydrant-7', '7层消火栓', 'floor-7', { state: 'bad', value: null }),
    pressure('pipe-1', '环状管网末端', 'tower', {
      kind: 'pipe',
      state: 'stale',
      value: 0.41,
      receivedAt: now - 19 * 60 * MINUTE_MS,
      low: limit(0.12, 'pipePressureLow', { source: 'own', set: by }),
    }),
    pressure('end-test-9', '9层末端试水装置', 'floor-9', { kind: 'sprinkler', state: 'never', value: null, receivedAt: null }),
    pressure('pump-1', '消防泵控制柜', 'pump-room', {
      kind: 'pump',
      value: 0.912,
      low: null,
      high: limit(2.4, 'pumpPressureHigh'),
      mode: 'manual',
      pumps: [pump('1号主泵', 'Pump 1', true), pump('2号备用泵', 'Pump 2 (standby)', false, true), pump('稳压泵', 'Jockey pump', null)],
    }),
    { ...pressure('pump-part', '喷淋泵 2-1', 'pump-room'), ...NO_PRESSURE, pumps: [pump('喷淋泵 2-1', 'Sprinkler pump 2-1', false)] },
    level('tank-roof', '高位消防水箱液位', 'floor-30', { tank: { leftM3: 30.2, hours: 0.42, short: false } }),
    level('tank-laojun', '老君潭水罐', 'water-1', { kind: 'forest-tank', high: null, low: limit(0.5, 'forestTankLevelLow'), value: 2.34 }),
    ...Array.from({ length: 52 }, (_, nth) =>
      pressure(`hydrant-${nth + 100}`, `${1 + (nth % 28)}层消火栓 ${nth}`, `floor-${1 + (nth % 28)}`),
    ),
  ];
}

/** A pump part of a panel, which tells whether it runs and no more. */
const NO_PRESSURE = {
  id: 'pump-part',
  kind: 'pump',
  point: null,
  quantity: null,
  title: null,
  value: null,
  receivedAt: null,
  low: null,
  high: null,
} as const;
