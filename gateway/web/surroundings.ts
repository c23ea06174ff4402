// What stands around an alarm, as a seat looks at it second: floor and floors beside it, feedback and water of the building, what is near.
import type { Device } from '../../device-drivers/device.ts';
import type { DeviceKind } from '../../device-drivers/driver.ts';
import { QUANTITIES, type Quantity, type QuantityId, type Value } from '../../device-drivers/quantity.ts';
import { ALARM_CLASSES, type AlarmClass } from '../../rules/rule.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { BuildingIndex, Inside } from '../assess/building-index.ts';
import type { Clock } from '../clock.ts';
import type { Estate } from '../estate/estate.ts';
import { ROOT_PLACE } from '../estate/places.ts';
import type { LastValue, Presence } from '../estate/presence.ts';
import { besideOf, fromBelow } from '../estate/storeys.ts';
import { nearbyOf, resourceOf } from '../map/nearby.ts';
import { pointsOf } from '../map/points.ts';
import type { Plans } from '../plans/plans.ts';
import type { BuildingViews } from './building-views.ts';
import { grouped } from './building-views.ts';
import type { PointValue } from './contract.ts';
import { type DeviceViews, worstByDevice } from './device-views.ts';
import { KeyedPage, naturally } from './keyed-page.ts';
import type { Resource } from './map-contract.ts';
import { standingOf } from './part-views.ts';
import type { Feedback, Level, Neighbour, Surroundings } from './surroundings-contract.ts';
import { FEEDBACK } from './surroundings-contract.ts';

export interface SurroundingRooms {
  readonly estate: Estate;
  readonly presence: Presence;
  readonly desk: { open(): Iterable<Alarm> };
  readonly devices: DeviceViews;
  readonly buildings: BuildingViews;
  readonly index: BuildingIndex;
  readonly plans: Pick<Plans, 'get'>;
  readonly clock: Clock;
}

type Sees = (path: readonly string[]) => boolean;
type Group = Feedback['group'];
type Worst = ReadonlyMap<string, AlarmClass>;
type Silent = (device: Device) => boolean;

/** What is looked up once for an answer: the worst of each device, who is silent, and the alarm's device with its zone. */
interface About {
  readonly worst: Worst;
  readonly silent: Silent;
  readonly zone: string | undefined;
  readonly alarm: string;
}

/** Points told of: the alarm's own floor fills a rail, of a floor beside it the first are told. */
const HERE = 24;
const BESIDE = 8;
const MOVED = 6;
/** Of each: there is a fire station and, nearer, a micro station 微型消防站. */
const NEAREST = 2;

/** What helps at a fire: water to draw, hydrants, fire and micro stations. */
const HELP: ReadonlySet<Resource> = new Set(['water', 'hydrant', 'station']);

/** What tells most of a device, the first that it told; what it measures before what it concludes. */
const TELLS: readonly QuantityId[] = [
  'smoke.density',
  'heat.temperature',
  'gas.concentration',
  'electric.cableTemperature',
  'electric.residualCurrent',
  'water.pressure',
  'water.level',
  'water.flow',
  'smoke.alarm',
  'heat.alarm',
  'gas.alarm',
  'callpoint.pressed',
  'pump.running',
  'valve.position',
  'door.position',
  'sounder.sounding',
  'beacon.pir',
  'weather.temperature',
];
const TELLING = new Map(TELLS.map((quantity, rank) => [quantity, rank]));

/** No things on a wall that a person would look for beside an alarm. */
const NO_NEIGHBOURS: ReadonlySet<DeviceKind> = new Set(['carrier', 'dossier', 'unregistered']);

const GROUP_OF: Partial<Readonly<Record<DeviceKind, Group>>> = {
  door: 'door',
  shutter: 'door',
  'smoke-control': 'fan',
  pump: 'pump',
  valve: 'valve',
  module: 'module',
};
/** 消防电梯 (GB/T 26875.3-2011, table 4): its parts are lifts whatever their type. */
const LIFT_SYSTEM = 20;

/** What moves or is not ready when it should be; the rest of what such a device tells (battery, signal) is no feedback. */
const MOVES: ReadonlySet<QuantityId> = new Set([
  'state.started',
  'state.feedback',
  'state.delayed',
  'state.fault',
  'state.shielded',
  'state.manual',
  'pump.running',
  'pump.fault',
  'pump.mode',
  'power.mainsLost',
  'valve.position',
  'door.position',
]);

function isAtRest(id: QuantityId, value: Value | null): boolean {
  const known: Quantity = QUANTITIES[id];
  return value === null || (known.kind === 'state' ? value === known.normal : value === false);
}

/** What an incident's alarm has around it; made anew for each question, from what is in memory. */
export class SurroundingViews {
  readonly #rooms: SurroundingRooms;
  /** Names as keys, once for each device: ten thousand of them cost more than all the rest. */
  readonly #names = new WeakMap<Device, string>();
  /** Devices of a building that answer to a fire, by their group; with another estate the building's list is another object. */
  readonly #movers = new WeakMap<Inside, ReadonlyMap<Group, readonly string[]>>();
  #floors: { readonly revision: number; readonly of: ReadonlyMap<string, readonly { id: string; name: string }[]> } | undefined;
  #helpers: { readonly revision: number; readonly devices: readonly Device[] } | undefined;

  constructor(rooms: SurroundingRooms) {
    this.#rooms = rooms;
  }

  async around(incident: string, alarm: Alarm, sees: Sees): Promise<Surroundings> {
    const { estate, desk, index, clock } = this.#rooms;
    const inside = await index.all();
    const device = estate.device(alarm.device);
    const path = device?.path ?? alarm.path;
    const { places } = estate;
    const worst = worstByDevice(desk.open());
    const silent = this.#silence();
    const about = { worst, silent, zone: device?.zone, alarm: alarm.device };
    const level = (place: string, most: number): Level | null =>
      sees(places.pathOf(place)) ? this.#level(place, inside(place), most, about) : null;
    const floor = places.floorOf(path);
    const building = path.findLast((one) => places.get(one)?.kind === 'building');
    const beside = floor === undefined || building === undefined ? null : besideOf(this.#floorsOf(building), floor);
    const here = floor ?? path.at(-1) ?? ROOT_PLACE;
    const isOwn = building !== undefined && sees(places.pathOf(building));
    return {
      incident,
      alarm: alarm.id,
      now: clock(),
      // Who sees the alarm alone, in a zone of the floor, is shown what stands in it.
      here: level(here, HERE) ?? this.#level(path.at(-1) ?? here, inside(here), HERE, about, sees),
      above: beside?.above ? level(beside.above.id, BESIDE) : null,
      below: beside?.below ? level(beside.below.id, BESIDE) : null,
      building: building === undefined ? null : { id: building, name: places.get(building)?.name ?? building },
      feedback: building === undefined ? [] : this.#feedback(inside(building), worst, silent, isOwn ? undefined : sees),
      water: isOwn ? this.#rooms.buildings.water(this.#rooms.buildings.fileOf(building)) : null,
      nearest: this.#nearest(device?.position ?? places.spotOf(path), sees),
    };
  }

  #level(place: string, { devices }: Inside, most: number, { worst, silent, zone, alarm: of }: About, sees?: Sees): Level {
    const { estate, plans } = this.#rooms;
    const plan = plans.get(place);
    const spot = plan?.positions[of];
    /** Hundredths of the drawing's width; what has no spot on it stands behind what has one. */
    const away = (id: string): string => {
      const there = spot && plan?.positions[id];
      return String(there ? Math.round(100 * Math.hypot(there.x - spot.x, there.y - spot.y)) : 999).padStart(3, '0');
    };
    const page = new KeyedPage<Device>({ order: 'up', limit: most });
    const [first] = estate.places.steps([place]);
    let alarms = 0;
    let unheard = 0;
    for (const id of devices) {
      const device = estate.device(id);
      if (!device || NO_NEIGHBOURS.has(device.kind) || (sees && !sees(device.path))) continue;
      const alarm = worst.get(id);
      if (alarm) alarms += 1;
      if (silent(device)) unheard += 1;
      const rank = alarm ? ALARM_CLASSES.indexOf(alarm) : ALARM_CLASSES.length;
      page.offer(`${rank}${device.zone === zone ? 0 : 1}${away(id)}${this.#nameKey(device)}`, device);
    }
    const { rows, total } = page.taken();
    return {
      place: first ?? { id: place, name: place, kind: 'zone' },
      hasPlan: plan !== undefined,
      total,
      alarms,
      silent: unheard,
      points: rows.map((device) => ({ ...this.#neighbour(device, worst, silent), value: this.#telling(device) })),
    };
  }

  #neighbour(device: Device, worst: Worst, silent: Silent): Neighbour {
    const { estate, presence } = this.#rooms;
    const { id, name, kind, address } = device;
    const standing = standingOf(address, (one) => estate.device(one)?.address);
    const before = address.by === 'part' ? address.of : id;
    const place = standing?.loop === null || standing?.loop === undefined ? null : `${standing.loop}-${standing.point}`;
    return {
      id,
      name,
      kind,
      number: place ?? standing?.partAddress ?? null,
      worst: worst.get(id) ?? null,
      silent: silent(device),
      offline: presence.isOnline(before) === false,
      lastHeard: presence.lastHeard(id) || presence.lastHeard(before) || null,
    };
  }

  /** What it measures if it told any of it; else what the panel says of it now. */
  #telling(device: Device): PointValue | null {
    const { devices, presence } = this.#rooms;
    let best: { key: string; last: LastValue; rank: number } | undefined;
    for (const [key, last] of Object.entries(presence.values(device.id))) {
      const rank = TELLING.get(last.quantity) ?? (last.value === true && last.quantity.startsWith('state.') ? TELLS.length : undefined);
      if (rank !== undefined && (best === undefined || rank < best.rank)) best = { key, last, rank };
    }
    return best ? devices.value(device, best.key, best.last) : null;
  }

  #feedback(inside: Inside, worst: Worst, silent: Silent, sees: Sees | undefined): Feedback[] {
    const { estate, presence, devices: views } = this.#rooms;
    const movers = this.#moversOf(inside);
    return FEEDBACK.flatMap((group): Feedback[] => {
      const page = new KeyedPage<Device>({ order: 'up', limit: MOVED });
      let [total, unheard] = [0, 0];
      for (const id of movers.get(group) ?? []) {
        const device = estate.device(id);
        if (!device || (sees && !sees(device.path))) continue;
        total += 1;
        if (silent(device)) unheard += 1;
        let since = Number.NEGATIVE_INFINITY;
        for (const { quantity, value, at } of Object.values(presence.values(id)))
          if (MOVES.has(quantity) && !isAtRest(quantity, value)) since = Math.max(since, at);
        if (since === Number.NEGATIVE_INFINITY) continue;
        const alarm = worst.get(id);
        const rank = alarm ? ALARM_CLASSES.indexOf(alarm) : ALARM_CLASSES.length;
        page.offer(rank * 1e14 - since, device);
      }
      if (total === 0) return [];
      const { rows, total: moved } = page.taken();
      const points = rows.map((device) => ({
        ...this.#neighbour(device, worst, silent),
        values: views.values(device).filter(({ quantity, value }) => isMove(quantity) && !isAtRest(quantity as QuantityId, value)),
      }));
      return [{ group, total, silent: unheard, moved, points }];
    });
  }

  #moversOf(inside: Inside): ReadonlyMap<Group, readonly string[]> {
    const known = this.#movers.get(inside);
    if (known) return known;
    const { estate } = this.#rooms;
    const groupOf = ({ kind, address }: Device): Group | undefined =>
      address.by === 'part' && address.systemType === LIFT_SYSTEM ? 'lift' : GROUP_OF[kind];
    const found = new Map<Group, string[]>(FEEDBACK.map((group) => [group, []]));
    for (const id of inside.devices) {
      const device = estate.device(id);
      const group = device && groupOf(device);
      if (group) found.get(group)?.push(id);
    }
    this.#movers.set(inside, found);
    return found;
  }

  #nearest(spot: { readonly longitude: number; readonly latitude: number } | undefined, sees: Sees): Surroundings['nearest'] {
    if (!spot) return null;
    const { estate } = this.#rooms;
    const helping = { places: estate.places, devices: () => this.#helpersNow() };
    const { radii, groups } = nearbyOf(pointsOf({ estate: helping, isSilent: () => false }, sees), spot);
    return {
      within: radii.at(-1) ?? 0,
      items: groups.flatMap(({ resource, nearest }) =>
        HELP.has(resource) ? nearest.slice(0, NEAREST).map((one) => ({ ...one, resource })) : [],
      ),
    };
  }

  /** Devices with a position that are of help: few of a hundred thousand, so that these are not walked through for each question. */
  #helpersNow(): readonly Device[] {
    const { estate } = this.#rooms;
    const { revision } = estate;
    if (this.#helpers?.revision !== revision) {
      const devices = [...estate.devices()].filter(
        ({ kind, position }) => position && HELP.has(resourceOf({ of: 'device', kind }) ?? 'weather'),
      );
      this.#helpers = { revision, devices };
    }
    return this.#helpers?.devices ?? [];
  }

  /** The floors of a building from the lowest up. */
  #floorsOf(building: string): readonly { id: string; name: string }[] {
    const { estate } = this.#rooms;
    const { revision, places } = estate;
    if (this.#floors?.revision !== revision) {
      const floors = [...places.all()].filter(({ kind }) => kind === 'floor');
      const of = grouped(floors, ({ id }) => places.pathOf(id).findLast((one) => places.get(one)?.kind === 'building') ?? '');
      this.#floors = { revision, of: new Map([...of].map(([one, its]) => [one, fromBelow(its)])) };
    }
    return this.#floors?.of.get(building) ?? [];
  }

  /** Whether a device is silent; of all parts behind one device it is asked once. */
  #silence(): Silent {
    const { devices } = this.#rooms;
    const before = new Map<string, boolean>();
    return (device) => {
      const { address } = device;
      if (address.by !== 'part') return devices.isSilent(device);
      const known = before.get(address.of) ?? devices.isSilent(device);
      before.set(address.of, known);
      return known;
    };
  }

  #nameKey(device: Device): string {
    let key = this.#names.get(device);
    if (key === undefined) {
      key = naturally(device.name);
      this.#names.set(device, key);
    }
    return key;
  }
}

function isMove(quantity: string): boolean {
  return MOVES.has(quantity as QuantityId);
}
