// What a wall shows, from the house's records: places, states and numbers; no person's name, number or words.
import type { DeviceAddress } from '../../../device-drivers/device.ts';
import { ALARM_CLASSES, type AlarmClass } from '../../../rules/rule.ts';
import type { Alarm } from '../../alarms/alarm.ts';
import { type Incident, moreUrgent } from '../../alarms/incident.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Sketches } from '../../map/sketches.ts';
import type { AlarmViews } from '../alarm-views.ts';
import { standingOf } from '../part-views.ts';
import type { WallAlarm, WallFire, WallPlace, WallSketch, WallState, Where } from '../wall-contract.ts';

const FIRES = 50;
const PLACES_OF_FIRE = 20;
const TICKER = 12;
const UNITS = 7;
/** Spots that a map of a district shows apart; more no wall can tell apart. */
const SPOTS = 2_000;

export interface WallViewRooms {
  readonly estate: Estate;
  readonly desk: { open(): Iterable<Alarm>; incident(id: string): Incident | undefined };
  readonly alarmViews: Pick<AlarmViews, 'incident'>;
  readonly sketches: Pick<Sketches, 'all' | 'changes'>;
}

export class WallViews {
  readonly #rooms: WallViewRooms;

  constructor(rooms: WallViewRooms) {
    this.#rooms = rooms;
  }

  /** How things stand in a place and below it. `now`: ms since 1970. */
  state(place: string, now: number): WallState {
    const alarms = [...this.#rooms.desk.open()].filter(({ path }) => path.includes(place));
    const real = alarms.filter(({ drill }) => !drill);
    const burning = grouped(alarms.filter((one) => one.class === 'fire' && one.isolated === null));
    const fires = [...burning.values()].map((some) => this.#fire(some, place)).sort(byUrgency);
    const youngest = [...alarms].sort((one, other) => other.receivedAt - one.receivedAt).slice(0, TICKER);
    return {
      now,
      fires: fires.slice(0, FIRES),
      moreFires: Math.max(0, fires.length - FIRES),
      lamps: lampsOf(real),
      drills: alarms.length - real.length,
      alarms: youngest.map((one) => this.#line(one, place)),
      worst: this.#worst(alarms),
      units: this.#units(real),
    };
  }

  /** The places on the map. */
  places(place: string): WallPlace[] {
    const { places } = this.#rooms.estate;
    const spots = [...places.all()].filter(({ id, longitude, latitude }) => {
      return longitude !== null && latitude !== null && places.pathOf(id).includes(place);
    });
    return spots.slice(0, SPOTS).map(({ id, kind, name, longitude, latitude }) => ({
      id,
      kind,
      name,
      longitude: longitude ?? 0,
      latitude: latitude ?? 0,
    }));
  }

  /** Counts the changes of what is drawn on the map. */
  get drawings(): number {
    return this.#rooms.sketches.changes;
  }

  /** What is drawn on the map for a place and what is below it. */
  sketches(place: string): WallSketch[] {
    const { estate, sketches } = this.#rooms;
    const ours = [...sketches.all()].filter((one) => estate.places.pathOf(one.place).includes(place));
    return ours.map(({ id, kind, spots, radius, colour, label, onScreens = false }) => ({
      id,
      kind,
      spots: [...spots],
      radius,
      colour,
      label: onScreens ? label : '',
    }));
  }

  #fire(alarms: readonly Alarm[], place: string): WallFire {
    const first =
      alarms.find(({ firstOut }) => firstOut) ?? alarms.reduce((one, other) => (other.occurredAt < one.occurredAt ? other : one));
    const { estate, desk, alarmViews } = this.#rooms;
    const incident = desk.incident(first.incident);
    const view = incident && alarmViews.incident(incident, (path) => path.includes(place));
    const addressOf = (id: string): DeviceAddress | undefined => estate.device(id)?.address;
    const part = standingOf(addressOf(first.device), addressOf);
    const places = new Map(alarms.map(({ path }) => [path.join('/'), this.#where(path, place)]));
    return {
      incident: first.incident,
      drill: first.drill,
      title: first.title,
      kind: first.kind,
      loop: part?.loop ?? null,
      point: part?.point ?? null,
      where: this.#where(first.path, place),
      began: Math.min(...alarms.map(({ occurredAt }) => occurredAt)),
      acknowledged: alarms.every(({ attention }) => attention === 'acknowledged'),
      evidence: view?.evidence ?? {
        points: alarms.length,
        kinds: [first.kind],
        callPoint: false,
        waterFlow: false,
        falseBefore: 0,
        sure: 'weak',
      },
      alarms: alarms.length,
      places: [...places.values()].slice(0, PLACES_OF_FIRE),
    };
  }

  #line(one: Alarm, place: string): WallAlarm {
    const { id, title, drill, path, receivedAt, condition } = one;
    return { id, class: one.class, title, where: this.#where(path, place), at: receivedAt, drill, restored: condition === 'restored' };
  }

  /** What the wall is a screen of stands in its title already. */
  #where(path: readonly string[], place: string): Where {
    const steps = this.#rooms.estate.places.steps(path);
    const at = steps.findIndex(({ id }) => id === place);
    const below = steps.slice(at + 1);
    return (below.length === 0 ? steps.slice(-1) : below).map(({ name }) => name);
  }

  #worst(alarms: readonly Alarm[]): WallState['worst'] {
    const { places } = this.#rooms.estate;
    const worst: Record<string, AlarmClass | 'test'> = {};
    for (const { path, class: of, drill } of alarms) {
      for (const id of path) {
        const at = places.get(id);
        if (at?.longitude === null || at?.longitude === undefined) continue;
        const known = worst[id];
        if (drill) worst[id] = known ?? 'test';
        else worst[id] = known === undefined || known === 'test' ? of : moreUrgent(known, of);
      }
    }
    return worst;
  }

  #units(real: readonly Alarm[]): WallState['units'] {
    const { places } = this.#rooms.estate;
    const units = new Map<string, { worst: AlarmClass; open: number }>();
    for (const { path, class: of } of real) {
      const unit = path.findLast((id) => places.get(id)?.kind === 'unit');
      if (unit === undefined) continue;
      const known = units.get(unit);
      units.set(unit, { worst: known ? moreUrgent(known.worst, of) : of, open: (known?.open ?? 0) + 1 });
    }
    return [...units]
      .map(([id, counts]) => ({ id, name: places.get(id)?.name ?? id, ...counts }))
      .sort((one, other) => ALARM_CLASSES.indexOf(one.worst) - ALARM_CLASSES.indexOf(other.worst) || other.open - one.open)
      .slice(0, UNITS);
  }
}

/** The alarms of each incident. */
function grouped(alarms: readonly Alarm[]): ReadonlyMap<string, readonly Alarm[]> {
  const groups = new Map<string, Alarm[]>();
  for (const alarm of alarms) {
    const known = groups.get(alarm.incident);
    if (known) known.push(alarm);
    else groups.set(alarm.incident, [alarm]);
  }
  return groups;
}

function byUrgency(one: WallFire, other: WallFire): number {
  return Number(one.drill) - Number(other.drill) || Number(one.acknowledged) - Number(other.acknowledged) || other.began - one.began;
}

function lampsOf(real: readonly Alarm[]): WallState['lamps'] {
  const of = (wanted: AlarmClass) => {
    const some = real.filter((one) => one.class === wanted);
    return { open: some.length, waiting: some.filter(({ attention }) => attention === 'new').length };
  };
  return Object.fromEntries(ALARM_CLASSES.map((one) => [one, of(one)])) as Record<AlarmClass, ReturnType<typeof of>>;
}
