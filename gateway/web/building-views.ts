// Buildings as a supervisor asks for them: top-floor pressure, tank hours, isolated loops, contact and the five systems, all from live state.
import type { Device } from '../../device-drivers/device.ts';
import type { DeviceKind } from '../../device-drivers/driver.ts';
import type { QuantityId } from '../../device-drivers/quantity.ts';
import { limitsOf, ruleBook } from '../../rules/book.ts';
import { ALARM_CLASSES, type AlarmClass } from '../../rules/rule.ts';
import type { Alarm } from '../alarms/alarm.ts';
import { moreUrgent } from '../alarms/incident.ts';
import type { Isolations } from '../alarms/isolations.ts';
import type { BuildingIndex, Inside } from '../assess/building-index.ts';
import { systemOf } from '../assess/building-systems.ts';
import { highRiseOf, lacksRefugeFloor, waterLeft } from '../assess/high-rise.ts';
import type { Clock } from '../clock.ts';
import type { Estate } from '../estate/estate.ts';
import type { Presence } from '../estate/presence.ts';
import type { DutyChecks } from '../prevention/duty-checks.ts';
import type { PointValue } from './contract.ts';
import type { DeviceViews } from './device-views.ts';
import { standingOf } from './part-views.ts';
import { type BuildingFile, SYSTEMS, type Tank } from './place-file-contract.ts';
import type { BuildingCard, SystemView, TankView, TopPressure } from './unit-contract.ts';

export interface BuildingViewRooms {
  readonly estate: Estate;
  readonly presence: Presence;
  readonly desk: { open(): Iterable<Alarm> };
  readonly isolations: Pick<Isolations, 'standing'>;
  readonly duty: Pick<DutyChecks, 'lastAnswer'>;
  readonly devices: DeviceViews;
  readonly index: BuildingIndex;
  readonly clock: Clock;
}

/** What a building without a file is. */
const NO_FILE: BuildingFile = {
  use: null,
  heightM: null,
  floorsAbove: null,
  floorsBelow: null,
  refugeFloors: [],
  topHydrant: null,
  tanks: [],
  note: '',
};

/** The open alarms by the building they stand in, and what stands in it: looked up once for all cards of an answer. */
export interface Glance {
  /** Of a building or a unit. */
  inside(place: string): Inside;
  alarms(building: string): readonly Alarm[];
}

/** The rules that say a pressure is too low, by the kind of device that tells it. */
const TOO_LOW = ruleBook.filter(({ watches, raiseWhen }) => watches.quantity === 'water.pressure' && raiseWhen.is === 'below');

export class BuildingViews {
  readonly #rooms: BuildingViewRooms;

  constructor(rooms: BuildingViewRooms) {
    this.#rooms = rooms;
  }

  async glance(): Promise<Glance> {
    const { estate, desk, index } = this.#rooms;
    const inside = await index.all();
    const byBuilding = grouped(desk.open(), ({ path }) => path.findLast((place) => estate.places.get(place)?.kind === 'building') ?? '');
    return { inside, alarms: (building) => byBuilding.get(building) ?? [] };
  }

  fileOf(building: string): BuildingFile {
    return this.#rooms.estate.files.get('building', building)?.file ?? NO_FILE;
  }

  card(id: string, glance: Glance): BuildingCard {
    return { ...this.sketch(id, glance), systems: this.systems(id, glance) };
  }

  /** A card without its systems, for which every device of the building must be looked at. */
  sketch(id: string, glance: Glance): Omit<BuildingCard, 'systems'> {
    const { places } = this.#rooms.estate;
    const file = this.fileOf(id);
    const path = places.pathOf(id);
    const unit = path.findLast((place) => places.get(place)?.kind === 'unit');
    const all = glance.alarms(id);
    const alarms = all.filter(({ drill }) => !drill);
    const { use, heightM, floorsAbove, floorsBelow } = file;
    return {
      id,
      name: places.get(id)?.name ?? id,
      place: places.steps(path.slice(0, -1)),
      unit: unit === undefined ? null : { id: unit, name: places.get(unit)?.name ?? unit },
      highRise: highRiseOf(file),
      use,
      heightM,
      floorsAbove,
      floorsBelow,
      refugeFloors: [...file.refugeFloors],
      lacksRefugeFloor: lacksRefugeFloor(file),
      now: this.#rooms.clock(),
      worst: worstOf(alarms),
      open: countsOf(alarms),
      drills: all.length - alarms.length,
      ...this.water(file),
      isolated: this.#isolated(id, alarms),
      contact: this.contact(glance.inside(id)),
    };
  }

  /** What water it has: the pressure at its most unfavourable hydrant and its tanks. */
  water(file: BuildingFile): Pick<BuildingCard, 'topPressure' | 'tanks'> {
    return { topPressure: this.topPressure(file), tanks: file.tanks.map((tank) => this.#tank(tank)) };
  }

  /** The pressure at the most unfavourable hydrant, with its limit and age. */
  topPressure({ topHydrant }: Pick<BuildingFile, 'topHydrant'>): TopPressure {
    const { state, device, value } = this.#live(topHydrant, 'water.pressure');
    const limit = device ? this.#limitOf(device) : null;
    const number = typeof value?.value === 'number' ? value.value : null;
    return {
      state: state === 'good' && number !== null && limit !== null && number < limit ? 'low' : state,
      device: named(device),
      value: number,
      receivedAt: value?.receivedAt ?? null,
      limit,
    };
  }

  /** The transmission device that was heard last, and when somebody last answered a duty check. */
  contact({ stations }: Inside): BuildingCard['contact'] {
    const { estate, presence, devices, duty } = this.#rooms;
    const known = [...stations].flatMap((id) => (estate.record(id) && estate.device(id) ? [estate.device(id) as Device] : []));
    const heard = (device: Device): number => presence.lastHeard(device.id) ?? 0;
    const [last] = known.sort((one, other) => heard(other) - heard(one));
    const lastHeard = (last && presence.lastHeard(last.id)) || null;
    const answers = known.flatMap((device) => {
      const answer = duty.lastAnswer(device.id);
      return answer ? [{ ...answer, device: { id: device.id, name: device.name } }] : [];
    });
    const isLost = last !== undefined && (presence.isOnline(last.id) === false || devices.isSilent(last));
    return {
      state: !last ? 'none' : lastHeard === null ? 'never' : isLost ? 'lost' : 'good',
      device: named(last),
      lastHeard,
      duty: answers.sort((one, other) => other.at - one.at)[0] ?? null,
    };
  }

  /** The worst of each system; what is not heard is never taken for good. */
  systems(building: string, glance: Glance): SystemView[] {
    const { estate, presence, devices } = this.#rooms;
    const found = new Map(SYSTEMS.map((system) => [system, { devices: 0, silent: 0, never: 0, oldest: null as number | null }]));
    // A part is as well known as the device before it: one look for all of them.
    const before = new Map<string, { silent: boolean; heard: number | null }>();
    const standingBehind = (device: Device) => {
      const { address } = device;
      if (address.by !== 'part') return { silent: devices.isSilent(device), heard: null };
      const known = before.get(address.of) ?? { silent: devices.isSilent(device), heard: presence.lastHeard(address.of) };
      before.set(address.of, known);
      return known;
    };
    for (const id of glance.inside(building).devices) {
      const device = estate.device(id);
      const kind = device && systemOf(device.kind);
      const system = kind && found.get(kind);
      if (!device || !system) continue;
      const behind = standingBehind(device);
      const heard = presence.lastHeard(id) ?? behind.heard;
      system.devices += 1;
      if (!heard) system.never += 1;
      else if (behind.silent) system.silent += 1;
      if (heard) system.oldest = Math.min(system.oldest ?? heard, heard);
    }
    return SYSTEMS.map((system) => {
      const counts = found.get(system) ?? { devices: 0, silent: 0, never: 0, oldest: null };
      const alarms = glance.alarms(building).filter(({ drill, kind }) => !drill && systemOf(kind as DeviceKind) === system);
      const unheard = counts.silent + counts.never;
      const state =
        alarms.length > 0
          ? 'alarm'
          : counts.devices === 0
            ? 'none'
            : unheard === counts.devices
              ? 'unknown'
              : unheard > 0
                ? 'partly'
                : 'good';
      return { system, ...counts, worst: worstOf(alarms), open: countsOf(alarms), state };
    });
  }

  #tank(tank: Tank): TankView {
    const { state, device, value } = this.#live(tank.device, 'water.level');
    const level = typeof value?.value === 'number' && value.quality !== 'bad' ? value.value : null;
    const left = level === null ? null : waterLeft(tank, level);
    const { id, name, kind, capacityM3, fullM, lowestM, demandLps, neededHours } = tank;
    const isShort = left !== null && neededHours !== null && left.hours < neededHours;
    return {
      ...{ id, name, kind, capacityM3, fullM, lowestM, demandLps, neededHours },
      state: state !== 'good' || level === null ? state : level <= lowestM ? 'low' : isShort ? 'short' : 'good',
      device: named(device),
      levelM: level,
      receivedAt: value?.receivedAt ?? null,
      leftM3: left?.m3 ?? null,
      hours: left?.hours ?? null,
    };
  }

  /** The last value of a quantity that a named device told, and how far it can be believed. */
  #live(id: string | null, quantity: QuantityId): { state: TopPressure['state']; device?: Device; value?: PointValue } {
    if (id === null) return { state: 'not-set' };
    const { estate, devices } = this.#rooms;
    const device = estate.record(id) && estate.device(id);
    if (!device) return { state: 'gone' };
    const value = devices.values(device).find((one) => one.quantity === quantity);
    if (!value) return { state: 'never', device };
    const state = value.stale || devices.isSilent(device) ? 'stale' : value.quality !== 'good' || value.value === null ? 'bad' : 'good';
    return { state, device, value };
  }

  #limitOf(device: Device): number | null {
    const rule = TOO_LOW.find(({ watches }) => watches.kinds?.includes(device.kind));
    const [limit] = rule ? limitsOf({ ...rule, holdFor: 0 }).filter(([, isTime]) => !isTime) : [];
    if (!limit) return null;
    const [given] = limit;
    return typeof given === 'number' ? given : (this.#rooms.estate.parameter(given.parameter, device) ?? given.otherwise);
  }

  #isolated(building: string, alarms: readonly Alarm[]): BuildingCard['isolated'] {
    const { estate, isolations } = this.#rooms;
    const addressOf = (id: string) => estate.device(id)?.address;
    const loops = new Map<string, { panel: string; loop: number; points: number }>();
    let points = 0;
    let systems = 0;
    for (const { device, deviceName, class: of, condition } of alarms) {
      if (of !== 'isolation' || condition !== 'active') continue;
      const address = addressOf(device);
      if (address?.by === 'part' && address.part === null) systems += 1;
      else points += 1;
      const loop = standingOf(address, addressOf)?.loop ?? null;
      if (address?.by !== 'part' || loop === null) continue;
      const key = `${address.of} ${address.systemType}.${address.systemAddress} ${loop}`;
      const known = loops.get(key) ?? { panel: estate.device(address.of)?.name ?? deviceName, loop, points: 0 };
      loops.set(key, { ...known, points: known.points + 1 });
    }
    const ordered = isolations.standing().filter(({ ended, scope }) => {
      const path = scope.of === 'place' ? estate.places.pathOf(scope.place) : estate.device(scope.device)?.path;
      return ended === null && path?.includes(building);
    });
    return { points, systems, loops: [...loops.values()].sort((one, other) => other.points - one.points), ordered: ordered.length };
  }
}

/** Things by a name that each has. */
export function grouped<T>(things: Iterable<T>, nameOf: (thing: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const name = nameOf(thing);
    const known = groups.get(name);
    if (known) known.push(thing);
    else groups.set(name, [thing]);
  }
  return groups;
}

export function worstOf(alarms: readonly { readonly class: AlarmClass }[]): AlarmClass | null {
  return alarms.reduce<AlarmClass | null>((worst, { class: of }) => (worst === null ? of : moreUrgent(worst, of)), null);
}

/** Orders what is most urgent first, of one class what has more of it; what has no alarm comes last. */
export function urgency({ open: [first] }: { readonly open: readonly { readonly class: AlarmClass; readonly count: number }[] }): number {
  return first ? ALARM_CLASSES.indexOf(first.class) * 1_000_000 - first.count : Number.MAX_SAFE_INTEGER;
}

/** How many of each class, most urgent first. */
export function countsOf(alarms: readonly { readonly class: AlarmClass }[]): { class: AlarmClass; count: number }[] {
  return ALARM_CLASSES.map((of) => ({ class: of, count: alarms.filter((alarm) => alarm.class === of).length })).filter(
    ({ count }) => count > 0,
  );
}

function named(device: Device | undefined): { id: string; name: string } | null {
  return device ? { id: device.id, name: device.name } : null;
}
