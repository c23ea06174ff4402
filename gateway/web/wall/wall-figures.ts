// The slow figures of a wall: the trend of a week, the devices heard, the high-rises connected, the water that is there.
import { setImmediate as breathe } from 'node:timers/promises';
import { ALARM_CLASSES, type AlarmClass } from '../../../rules/rule.ts';
import type { AlarmStore } from '../../alarms/alarm-store.ts';
import type { Isolations } from '../../alarms/isolations.ts';
import type { Estate } from '../../estate/estate.ts';
import { type BuildingViews, urgency } from '../building-views.ts';
import { connectionRateOf, highRisesWithin } from '../connection-rate.ts';
import type { Counts } from '../device-views.ts';
import type { WallFigures, WallWater } from '../wall-contract.ts';

const DAY_MS = 86_400_000;
const DAYS = 7;
const WATER = 6;
const BUILDINGS = 60;
/** Buildings looked at before others have their turn. */
const AT_ONCE = 20;

export interface WallFigureRooms {
  readonly estate: Estate;
  readonly store: Pick<AlarmStore, 'countReceived'>;
  readonly buildings: BuildingViews;
  readonly isolations: Pick<Isolations, 'standing'>;
  readonly counts: (place: string) => Counts;
  readonly troubles: () => number;
  /** Minutes that the site's time is before UTC. */
  readonly offsetAt: (at: number) => number;
}

type ByClass = Readonly<Record<AlarmClass, number>>;

export class WallFigureSource {
  readonly #rooms: WallFigureRooms;
  /** Days that are over, by place and day: no alarm comes to them any more. */
  readonly #past = new Map<string, ByClass>();

  constructor(rooms: WallFigureRooms) {
    this.#rooms = rooms;
  }

  /** `now`: ms since 1970. */
  async of(place: string, now: number): Promise<WallFigures> {
    const { estate, buildings, counts, troubles } = this.#rooms;
    const sees = (path: readonly string[]): boolean => path.includes(place);
    const { devices, online, silent } = counts(place);
    const glance = await buildings.glance();
    const { percent, all, connected, lost, none, target } = connectionRateOf(place, sees, glance, { estate, buildings });
    const { high } = highRisesWithin(place, sees, { estate, buildings });
    const cards: ReturnType<BuildingViews['sketch']>[] = [];
    for (const id of high) {
      cards.push(buildings.sketch(id, glance));
      if (cards.length % AT_ONCE === 0) await breathe();
    }
    const water = cards.flatMap(waterOf);
    const good = (some: readonly WallWater[]) => ({ all: some.length, good: some.filter(({ state }) => state === 'good').length });
    const tanks = water.filter(({ of }) => of !== 'hydrant');
    // A building of which nobody set a hydrant has none that could be well or not.
    const hydrants = water.filter(({ of, state }) => of === 'hydrant' && state !== 'not-set');
    const days = this.#days(place, now);
    return {
      now,
      devices: { devices, online, silent },
      days: days.map(({ day, counts: each }) => ({ day, fires: each.fire, others: sum(each) - each.fire })),
      today: days.at(-1)?.counts ?? NONE,
      rate: { percent, all, connected, lost, none, target: target?.percent ?? null },
      water: {
        tanks: good(tanks),
        hydrants: good(hydrants),
        worst: [...tanks, ...hydrants]
          .filter(({ state }) => state !== 'good' && state !== 'not-set')
          .sort((one, other) => rankOf(one) - rankOf(other))
          .slice(0, WATER),
      },
      isolations: this.#isolations(place),
      buildings: cards
        .sort((one, other) => urgency(one) - urgency(other) || one.name.localeCompare(other.name, 'zh-CN', { numeric: true }))
        .slice(0, BUILDINGS)
        .map(({ id, name, unit, contact, topPressure }) => ({
          id,
          name: unit === null ? name : `${unit.name} ${name}`,
          contact: contact.state,
          pressure: topPressure.state,
        })),
      troubles: troubles(),
    };
  }

  #days(place: string, now: number): { day: string; counts: ByClass }[] {
    const offset = this.#rooms.offsetAt(now) * 60_000;
    const today = Math.floor((now + offset) / DAY_MS);
    for (const key of this.#past.keys()) if (Number(key.split(' ')[0]) <= today - DAYS) this.#past.delete(key);
    return Array.from({ length: DAYS }, (_, nth) => {
      const day = today - DAYS + 1 + nth;
      const key = `${day} ${place}`;
      const known = this.#past.get(key);
      const from = day * DAY_MS - offset;
      const counts = known ?? byClass(this.#rooms.store.countReceived({ from, to: from + DAY_MS, place }));
      if (day < today) this.#past.set(key, counts);
      return { day: new Date(day * DAY_MS).toISOString().slice(5, 10), counts };
    });
  }

  #isolations(place: string): number {
    const { estate, isolations } = this.#rooms;
    return isolations.standing().filter(({ ended, scope }) => {
      const path = scope.of === 'place' ? estate.places.pathOf(scope.place) : estate.device(scope.device)?.path;
      return ended === null && path?.includes(place) === true;
    }).length;
  }
}

const NONE = byClass(new Map());

function byClass(counts: ReadonlyMap<string, number>): ByClass {
  return Object.fromEntries(ALARM_CLASSES.map((one) => [one, counts.get(one) ?? 0])) as Record<AlarmClass, number>;
}

function sum(counts: ByClass): number {
  return ALARM_CLASSES.reduce((all, one) => all + counts[one], 0);
}

function waterOf({ name, unit, tanks, topPressure }: ReturnType<BuildingViews['sketch']>): WallWater[] {
  const building = unit === null ? name : `${unit.name} ${name}`;
  return [
    ...tanks.map(({ kind, state, hours }): WallWater => ({ building, of: kind, state, value: hours })),
    { building, of: 'hydrant', state: topPressure.state, value: topPressure.value },
  ];
}

const WORST_FIRST: readonly WallWater['state'][] = ['low', 'short', 'bad', 'stale', 'never', 'gone'];

function rankOf({ state }: WallWater): number {
  return WORST_FIRST.indexOf(state);
}
