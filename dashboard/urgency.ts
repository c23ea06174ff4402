// The order of the alarm board: what is most urgent stands first, and what came first of a fire goes with it.
import type { AlarmView } from '../gateway/web/contract.ts';
import { rankOf } from './alarm-classes.ts';

/** Incident → when the youngest of its open fires was received, gateway time, ms since 1970. */
export type Youngest = ReadonlyMap<string, number>;

/**
 * Class, what is real before a drill, new before acknowledged, youngest first; the id last, so that it never wavers. The
 * first-out of a fire is as young as the youngest fire of its incident and stands above it: a second detector is not looked for
 * below thousands of older fires, and what came first is not lost sight of.
 */
export function byUrgency(one: AlarmView, other: AlarmView, youngest: Youngest): number {
  const rank = rankOf(one.class) - rankOf(other.class);
  if (rank !== 0) return rank;
  if (one.drill !== other.drill) return one.drill ? 1 : -1;
  if (one.attention !== other.attention) return one.attention === 'new' ? -1 : 1;
  const age = bornAt(other, youngest) - bornAt(one, youngest);
  if (age !== 0) return age;
  if (one.class === 'fire' && one.firstOut !== other.firstOut) return one.firstOut ? -1 : 1;
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

function bornAt(alarm: AlarmView, youngest: Youngest): number {
  if (alarm.class !== 'fire' || !alarm.firstOut) return alarm.receivedAt;
  return Math.max(alarm.receivedAt, youngest.get(alarm.incident) ?? 0);
}

/**
 * The open fires of each incident, as far as the order asks for them. The youngest stays what it was when that fire ends: a row
 * rises for what comes and does not fall for what goes.
 */
export class OpenFires {
  readonly #youngest = new Map<string, number>();
  readonly #standing = new Map<string, { count: number; readonly firsts: Map<string, AlarmView> }>();

  get youngest(): Youngest {
    return this.#youngest;
  }

  /** The first-outs whose place changes when these come in, beside those that are changed themselves. */
  risingWith(out: readonly AlarmView[], into: readonly AlarmView[]): AlarmView[] {
    const rising = new Set<AlarmView>();
    for (const { class: of, incident, receivedAt } of into) {
      const standing = of === 'fire' ? this.#standing.get(incident) : undefined;
      if (standing && receivedAt > (this.#youngest.get(incident) ?? 0)) for (const first of standing.firsts.values()) rising.add(first);
    }
    if (rising.size > 0) for (const one of out) rising.delete(one);
    return [...rising];
  }

  /** `out` is what stood of `into` before, and what is closed. */
  turn(out: readonly AlarmView[], into: readonly AlarmView[]): void {
    for (const { class: of, incident, id } of out) {
      const standing = of === 'fire' ? this.#standing.get(incident) : undefined;
      if (!standing) continue;
      standing.count -= 1;
      standing.firsts.delete(id);
    }
    for (const one of into) {
      if (one.class !== 'fire') continue;
      const standing = this.#standing.get(one.incident) ?? { count: 0, firsts: new Map<string, AlarmView>() };
      standing.count += 1;
      if (one.firstOut) standing.firsts.set(one.id, one);
      this.#standing.set(one.incident, standing);
      this.#youngest.set(one.incident, Math.max(this.#youngest.get(one.incident) ?? 0, one.receivedAt));
    }
    for (const { incident } of out) {
      if (this.#standing.get(incident)?.count !== 0) continue;
      this.#standing.delete(incident);
      this.#youngest.delete(incident);
    }
  }

  clear(): void {
    this.#standing.clear();
    this.#youngest.clear();
  }
}
