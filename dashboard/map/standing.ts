// What state each point of the map is in, from the alarms that stand open at a moment. Pure.
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { MapPoint, PastAlarm } from '../../gateway/web/map-contract.ts';
import { type AlarmClass, CLASS_ORDER, worse } from '../alarm-classes.ts';

/** The state that a symbol shows: its most urgent alarm; else that a drill goes on there, that it is silent, or nothing. */
export type PointState = AlarmClass | 'test' | 'silent' | 'normal';

/** Most urgent first. */
export const STATES = [...CLASS_ORDER, 'test', 'silent', 'normal'] as const satisfies readonly PointState[];
const RANKS = new Map<PointState, number>(STATES.map((state, rank) => [state, rank]));

/** 0 for the most urgent. */
export function rankOfState(state: PointState): number {
  return RANKS.get(state) ?? STATES.length;
}

/** An open alarm, as far as the map needs it: live, or as it was. */
export interface Standing {
  readonly id: string;
  readonly device: string;
  readonly name: string;
  readonly class: AlarmClass;
  readonly title: { readonly zh: string; readonly en: string };
  /** Ids of the places it is in, the root first. */
  readonly path: readonly string[];
  readonly drill: boolean;
  readonly from: number;
}

/** The open alarms of now. */
export function standingNow(open: readonly AlarmView[]): Standing[] {
  return open.map(({ id, device, class: of, title, place, drill, occurredAt }) => ({
    id,
    device: device.id,
    name: device.name,
    class: of,
    title,
    path: place.map((step) => step.id),
    drill,
    from: occurredAt,
  }));
}

/** Those of the past that stood open at a moment. */
export function standingAt(past: readonly PastAlarm[], at: number): Standing[] {
  return past.filter(({ from, to }) => from <= at && (to === null || to > at));
}

export function keyOf({ of, id }: Pick<MapPoint, 'of' | 'id'>): string {
  return `${of}:${id}`;
}

/** Whether it is an alarm of that device, or within that place. */
export function concerns({ device, path }: Standing, { of, id }: MapPoint): boolean {
  return of === 'device' ? device === id : path.includes(id);
}

export interface Picture {
  /** State by the key of each point that is not simply well or silent. */
  readonly states: ReadonlyMap<string, PointState>;
  /** Alarms by the key of the point that stands for them most exactly: the device itself, or the nearest place above it. */
  readonly at: ReadonlyMap<string, readonly Standing[]>;
  /** Open alarms that no point stands for: they must not be forgotten because the map has no spot for them. */
  readonly nowhere: readonly Standing[];
}

/** Puts the alarms on the map. A place shows the worst of all that stands below it. */
export function pictureOf(keys: ReadonlySet<string>, alarms: readonly Standing[]): Picture {
  const worst = new Map<string, AlarmClass>();
  const drilled = new Set<string>();
  const at = new Map<string, Standing[]>();
  const nowhere: Standing[] = [];
  for (const alarm of alarms) {
    const device = `device:${alarm.device}`;
    const above = [...alarm.path].reverse().map((id) => `place:${id}`);
    const standing = [device, ...above].filter((key) => keys.has(key));
    for (const key of standing) {
      if (alarm.drill) drilled.add(key);
      else worst.set(key, worse(worst.get(key) ?? null, alarm.class) ?? alarm.class);
    }
    const [nearest] = standing;
    if (nearest === undefined) nowhere.push(alarm);
    else at.set(nearest, [...(at.get(nearest) ?? []), alarm]);
  }
  const states = new Map<string, PointState>([...drilled].map((key) => [key, 'test']));
  for (const [key, of] of worst) states.set(key, of);
  return { states, at, nowhere };
}

export function stateOf(point: MapPoint, { states }: Picture): PointState {
  return states.get(keyOf(point)) ?? (point.silent ? 'silent' : 'normal');
}
