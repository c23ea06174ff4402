// Rising and falling: how far a value went within a time, from a bounded set of samples.
import { words } from '../../device-drivers/words.ts';
import { reading, seconds, valueText } from '../because.ts';
import { NEVER } from '../memory.ts';
import type { Condition } from '../rule.ts';
import type { Bench, Node } from './node.ts';

/**
 * Samples kept in one window, at most one more. Only the extreme of each 32nd part is kept, so a device that reports
 * ten times a second costs no more than 33 samples, and a change is seen over at least 31/32 of the window. A battery
 * device reports once or twice in a window and is judged exactly.
 */
export const SAMPLES_IN_WINDOW = 32;

/** So much less than `by` still counts, relative to 1: 0.3 − 0.1 is 0.19999999999999998 to a computer. */
const ROUNDING = 1e-9;

/** Times are the device's own: a backlog that arrives in one second did not happen in one second. */
export function trend({ is, by, within }: Extract<Condition, { readonly is: 'rising' | 'falling' }>, bench: Bench): Node {
  bench.timed('time');
  const memory = bench.remember();
  const windowMs = within * 1000;
  const stepMs = Math.max(1, windowMs / SAMPLES_IN_WINDOW);
  /** Falling looks at values turned round, so that both look for how far it rose above the lowest. */
  const sign = is === 'rising' ? 1 : -1;
  let change = 0;
  return {
    stateful: true,
    holds(moment) {
      moment.until = NEVER;
      const { value, at, deviceNow, slot } = moment;
      const samples = slot?.nodes[memory];
      if (typeof value !== 'number' || !samples) return undefined;
      const height = value * sign;
      if (!moment.byTime) {
        keep(samples, at, height, stepMs);
        forget(samples, deviceNow - windowMs);
        moment.touched = true;
      }
      const least = bench.limit(by, moment) - ROUNDING;
      change = 0;
      for (let i = 0; i < samples.length; i += 2) {
        const time = samples[i] ?? NEVER;
        const rise = height - (samples[i + 1] ?? height);
        if (time > at || time < at - windowMs) continue;
        if (rise > change) change = rise;
        // The youngest sample that makes it hold leaves the window one millisecond after the window's length.
        if (rise >= least) moment.until = moment.now + (time + windowMs + 1 - deviceNow);
      }
      return change >= least;
    },
    say(moment) {
      const far = valueText(bench.quantity, change).zh;
      const limit = valueText(bench.quantity, bench.limit(by, moment)).zh;
      const said = reading(bench.quantity, moment.value);
      const time = seconds(within);
      return is === 'rising'
        ? words(`${said.zh}，${time} 秒内上升 ${far}（限值 ${limit}）`, `${said.en}, risen by ${far} within ${time} s (limit ${limit})`)
        : words(`${said.zh}，${time} 秒内下降 ${far}（限值 ${limit}）`, `${said.en}, fallen by ${far} within ${time} s (limit ${limit})`);
    },
  };
}

/** Puts a sample in by its time. Of one step only the lowest stays, of equals the younger: it leaves the window last. */
function keep(samples: number[], at: number, height: number, stepMs: number): void {
  let place = samples.length;
  while (place > 0 && (samples[place - 2] ?? 0) > at) place -= 2;
  const step = Math.floor(at / stepMs);
  for (const neighbour of [place - 2, place]) {
    const time = samples[neighbour];
    if (time === undefined || Math.floor(time / stepMs) !== step) continue;
    const lowest = samples[neighbour + 1] ?? height;
    if (height < lowest || (height === lowest && at > time)) samples.splice(neighbour, 2, at, height);
    return;
  }
  samples.splice(place, 0, at, height);
}

function forget(samples: number[], before: number): void {
  let old = 0;
  while (old < samples.length && (samples[old] ?? before) < before) old += 2;
  if (old > 0) samples.splice(0, old);
}
