// The water system: every pressure and level point that somebody sees, worst first, found and paged in one pass over them.
import { setImmediate as breathe } from 'node:timers/promises';
import type { z } from 'zod';
import type { Device } from '../../device-drivers/device.ts';
import { type DeviceDriver, pointTitle } from '../../device-drivers/driver.ts';
import type { QuantityId } from '../../device-drivers/quantity.ts';
import type { EngineSurroundings } from '../../rules/engine.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { Isolation } from '../alarms/isolation.ts';
import { systemOf } from '../assess/building-systems.ts';
import type { Clock } from '../clock.ts';
import type { Estate } from '../estate/estate.ts';
import type { LastValue, Presence } from '../estate/presence.ts';
import type { Rulebook } from '../rulebook/rulebook.ts';
import type { BuildingViews } from './building-views.ts';
import type { DeviceSearch } from './device-search.ts';
import { type DeviceViews, titleOfPoint, worstByDevice } from './device-views.ts';
import { KeyedPage, naturally } from './keyed-page.ts';
import type { TankView } from './unit-contract.ts';
import { WATER_STATES, type WaterPoint, type WaterPoints, type WaterState, type waterQuery } from './water-contract.ts';
import { type Bounds, WaterLimits } from './water-limits.ts';

export interface WaterRooms {
  readonly estate: Estate;
  readonly presence: Presence;
  readonly desk: { open(): Iterable<Alarm> };
  readonly isolations: { standing(): readonly Isolation[] };
  readonly rulebook: Pick<Rulebook, 'rules' | 'limits' | 'parameters'>;
  readonly devices: DeviceViews;
  readonly buildings: BuildingViews;
  readonly search: Pick<DeviceSearch, 'matching'>;
  readonly driverOf: (model: string) => DeviceDriver | undefined;
  /** Of the site, for limits that have hours. */
  readonly localTime: EngineSurroundings['localTime'];
  readonly clock: Clock;
}

type Query = z.output<typeof waterQuery>;
type Count = WaterState | 'isolated' | 'all';

/** A point of a device; `point` null: a pump that tells no pressure. */
interface Told {
  readonly id: string;
  readonly device: Device;
  readonly point: string | null;
  readonly quantity: QuantityId | null;
}

interface Standing {
  readonly state: WaterState;
  readonly last: LastValue | undefined;
  readonly isolated: boolean;
}

/** Points looked at before others have their turn: some 5 ms of the event loop (measured). */
const SLICE = 2_000;
const WATER: ReadonlySet<QuantityId> = new Set(['water.pressure', 'water.level']);

/** A part of another kind tells no pressure and no level; of hundreds of thousands these few are asked. */
function mayTell({ kind, address }: Device): boolean {
  return kind === 'forest-tank' || systemOf(kind) === 'water' || (address.by === 'part' && kind === 'part');
}

export class WaterViews {
  readonly #rooms: WaterRooms;
  /** What tells of water, as its driver says, and parts that may; until the estate is another. */
  #known: { readonly revision: number; readonly told: readonly Told[]; readonly parts: readonly Device[] } | undefined;
  readonly #names = new WeakMap<Device, string>();

  constructor(rooms: WaterRooms) {
    this.#rooms = rooms;
  }

  async page(query: Query, sees: (path: readonly string[]) => boolean): Promise<WaterPoints> {
    const { desk, isolations, search, localTime, clock } = this.#rooms;
    const limits = new WaterLimits(this.#rooms, localTime(clock()));
    const says = search.matching(query.search ?? '');
    const isolated = isolatedBy(isolations.standing());
    const counts = Object.fromEntries([...WATER_STATES, 'isolated', 'all'].map((one) => [one, 0])) as Record<Count, number>;
    const page = new KeyedPage<Told>({ order: 'up', after: query.after, limit: query.limit });
    let looked = 0;
    for (const one of this.#points()) {
      looked += 1;
      if (looked % SLICE === 0) await breathe();
      const { device } = one;
      if (!sees(device.path) || (query.place !== undefined && !device.path.includes(query.place))) continue;
      if ((query.kind !== undefined && device.kind !== query.kind) || !says(device)) continue;
      const how = this.#standingOf(one, limits, isolated);
      counts.all += 1;
      counts[how.state] += 1;
      if (how.isolated) counts.isolated += 1;
      if (query.state !== 'all' && query.state !== (how.isolated && query.state === 'isolated' ? 'isolated' : how.state)) continue;
      page.offer(this.#keyOf(one, how), one);
    }
    const { rows, total, next } = page.taken();
    const worst = worstByDevice(desk.open());
    const tanks = new Map<string, ReadonlyMap<string, TankView>>();
    const items = rows.map((one) =>
      this.#row(one, this.#standingOf(one, limits, isolated), limits, worst.get(one.device.id) ?? null, tanks),
    );
    return { items, next, total, counts };
  }

  /** What is isolated stands behind what is as bad and is not: somebody knows of it. */
  #keyOf({ device }: Told, { state, isolated }: Standing): string {
    let name = this.#names.get(device);
    if (name === undefined) {
      const places = this.#rooms.estate.places.steps(device.path).map((step) => step.name);
      name = naturally([...places, device.name].join('/'));
      this.#names.set(device, name);
    }
    return `${WATER_STATES.indexOf(state)}${isolated ? 1 : 0}${name}`;
  }

  #standingOf({ device, point, quantity }: Told, limits: WaterLimits, isIsolated: IsIsolated): Standing {
    const { devices, presence } = this.#rooms;
    const isolated = isIsolated(device, point ?? '');
    const last = point === null ? undefined : presence.values(device.id)[point];
    if (point === null || quantity === null) {
      const before = device.address.by === 'part' ? device.address.of : device.id;
      const isHeard = Boolean(presence.lastHeard(device.id) || presence.lastHeard(before));
      return { state: !isHeard ? 'never' : devices.isSilent(device) ? 'stale' : 'good', last, isolated };
    }
    if (!last) return { state: 'never', last, isolated };
    if (devices.isStale(device, last)) return { state: 'stale', last, isolated };
    if (last.quality !== 'good' || typeof last.value !== 'number') return { state: 'bad', last, isolated };
    return { state: stateWithin(last.value, limits.bounds({ device, point, quantity })), last, isolated };
  }

  #row(
    { id, device, point, quantity }: Told,
    { state, last, isolated }: Standing,
    limits: WaterLimits,
    worst: WaterPoint['worst'],
    tanks: Map<string, ReadonlyMap<string, TankView>>,
  ): WaterPoint {
    const { estate, driverOf } = this.#rooms;
    const driver = driverOf(device.model);
    const limited = point === null || quantity === null ? null : { device, point, quantity };
    return {
      id,
      device: { id: device.id, name: device.name },
      kind: device.kind,
      place: estate.places.steps(device.path),
      point,
      quantity,
      title: point === null || quantity === null ? null : titleOfPoint(driver, point, quantity),
      state,
      isolated,
      worst,
      value: typeof last?.value === 'number' ? last.value : null,
      receivedAt: last?.receivedAt ?? null,
      reportsEvery: driver?.reportsEvery ?? 0,
      low: limited && limits.view(limited, 'below'),
      high: limited && limits.view(limited, 'above'),
      pumps: this.#pumpsOf(device, driver),
      mode: this.#modeOf(device),
      tank: quantity === 'water.level' ? this.#tankOf(device, tanks) : null,
    };
  }

  #pumpsOf(device: Device, driver: DeviceDriver | undefined): WaterPoint['pumps'] {
    if (device.kind !== 'pump') return [];
    const values = this.#rooms.presence.values(device.id);
    const told = (key: string): boolean | null => (typeof values[key]?.value === 'boolean' ? values[key].value : null);
    const points = driver?.points ?? [];
    if (device.address.by === 'part') {
      const on = (quantity: QuantityId) => points.some((one) => one.quantity === quantity && told(one.key) === true);
      return [
        { title: { zh: device.name, en: device.name }, running: on('state.started') || on('state.feedback'), fault: on('state.fault') },
      ];
    }
    const faults = points.filter(({ quantity }) => quantity === 'pump.fault');
    return points
      .filter(({ quantity }) => quantity === 'pump.running')
      .map((point, nth) => ({ title: pointTitle(point), running: told(point.key), fault: told(faults[nth]?.key ?? '') === true }));
  }

  #modeOf({ id, kind }: Device): string | null {
    if (kind !== 'pump') return null;
    for (const { quantity, value } of Object.values(this.#rooms.presence.values(id))) {
      if (quantity === 'pump.mode' && typeof value === 'string') return value;
      if (quantity === 'state.manual') return value === true ? 'manual' : 'automatic';
    }
    return null;
  }

  /** As a file of a building of its unit names it. */
  #tankOf(device: Device, tanks: Map<string, ReadonlyMap<string, TankView>>): WaterPoint['tank'] {
    const { estate, buildings } = this.#rooms;
    const site = device.path.findLast((one) => ['unit', 'building'].includes(estate.places.get(one)?.kind ?? ''));
    const unit = device.path.findLast((one) => estate.places.get(one)?.kind === 'unit') ?? site;
    if (unit === undefined) return null;
    let known = tanks.get(unit);
    if (!known) {
      const views = new Map<string, TankView>();
      for (const { place, file } of estate.files.all('building'))
        if (estate.places.isWithin(place, unit))
          for (const tank of buildings.water(file).tanks) if (tank.device) views.set(tank.device.id, tank);
      known = views;
      tanks.set(unit, known);
    }
    const tank = known.get(device.id);
    return tank ? { leftM3: tank.leftM3, hours: tank.hours, short: tank.state === 'short' } : null;
  }

  *#points(): Iterable<Told> {
    const { told, parts } = this.#all();
    yield* told;
    const { presence } = this.#rooms;
    for (const device of parts) {
      let isTold = false;
      for (const [point, { quantity }] of Object.entries(presence.values(device.id))) {
        if (!WATER.has(quantity)) continue;
        isTold = true;
        yield { id: `${device.id} ${point}`, device, point, quantity };
      }
      if (!isTold && device.kind === 'pump') yield { id: device.id, device, point: null, quantity: null };
    }
  }

  #all(): { readonly told: readonly Told[]; readonly parts: readonly Device[] } {
    const { estate, driverOf } = this.#rooms;
    const { revision } = estate;
    if (this.#known?.revision === revision) return this.#known;
    const told: Told[] = [];
    const parts: Device[] = [];
    const pointsOf = new Map<string, readonly { key: string; quantity: QuantityId }[]>();
    for (const device of estate.devices()) {
      if (!mayTell(device)) continue;
      if (device.address.by === 'part') {
        parts.push(device);
        continue;
      }
      const points = pointsOf.get(device.model) ?? (driverOf(device.model)?.points ?? []).filter(({ quantity }) => WATER.has(quantity));
      pointsOf.set(device.model, points);
      for (const { key, quantity } of points) told.push({ id: `${device.id} ${key}`, device, point: key, quantity });
    }
    this.#known = { revision, told, parts };
    return this.#known;
  }
}

type IsIsolated = (device: Device, point: string) => boolean;

/** Whether a point is under one of these isolations; of hundreds of them tens of thousands of points are asked. */
function isolatedBy(all: readonly Isolation[]): IsIsolated {
  const [places, devices, points] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { scope, ended } of all) {
    if (ended !== null) continue;
    if (scope.of === 'place') places.add(scope.place);
    else if (scope.of === 'device') devices.add(scope.device);
    else points.add(`${scope.device} ${scope.point}`);
  }
  const hasPoints = points.size > 0;
  return ({ id, path }, point) =>
    devices.has(id) || (places.size > 0 && path.some((place) => places.has(place))) || (hasPoints && points.has(`${id} ${point}`));
}

function stateWithin(value: number, { low, high }: Bounds): WaterState {
  if (low !== null && value < low) return 'low';
  return high !== null && value > high ? 'high' : 'good';
}
