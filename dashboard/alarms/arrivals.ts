// How the open alarms came within the last five minutes: in all, and of each row into which they are folded. Pure.
import type { AlarmView } from '../../gateway/web/contract.ts';
import { foldOf } from '../open-alarms.ts';

/** Ux 1.5: five minutes, in bars of ten seconds. */
export const BARS = 30;
const BAR_MS = 10_000;

export interface Arrivals {
  /** The oldest bar first; drills do not count. */
  readonly all: readonly number[];
  /** By the key of the folded row. */
  readonly of: ReadonlyMap<string, readonly number[]>;
}

/** An alarm that did not change is the same object: of ten thousand only the few that did are read anew. */
const known = new WeakMap<AlarmView, string>();

function foldKeyOf(alarm: AlarmView): string {
  const key = known.get(alarm) ?? foldOf(alarm);
  known.set(alarm, key);
  return key;
}

/** As of gateway time `now`, ms since 1970. The bars stand on whole ten seconds, so that they move on and do not waver. */
export function arrivalsOf(open: readonly AlarmView[], now: number): Arrivals {
  const oldest = Math.floor(now / BAR_MS) - BARS + 1;
  const all = noBars();
  const of = new Map<string, number[]>();
  for (const alarm of open) {
    // What came within the last second by a clock that runs ahead of the one we guess belongs to the youngest bar.
    const bar = Math.min(BARS - 1, Math.floor(alarm.receivedAt / BAR_MS) - oldest);
    if (bar < 0) continue;
    const key = foldKeyOf(alarm);
    const bars = of.get(key) ?? noBars();
    bars[bar] = (bars[bar] ?? 0) + 1;
    of.set(key, bars);
    if (!alarm.drill) all[bar] = (all[bar] ?? 0) + 1;
  }
  return { all, of };
}

/** The outline of the bars in a box of `BARS` by 10, the highest as high as the box; each that is not empty can be seen. */
export function outlineOf(bars: readonly number[]): string {
  const most = Math.max(1, ...bars);
  return bars.map((n, at) => (n === 0 ? '' : `M${at} 10v-${Math.max(1, (10 * n) / most).toFixed(1)}h.8V10z`)).join('');
}

function noBars(): number[] {
  return new Array<number>(BARS).fill(0);
}
