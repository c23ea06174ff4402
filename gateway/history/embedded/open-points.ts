// Points that are in memory and not yet in a file: columns in order of arrival, each series a chain through them.
import type { Series } from '../thread/messages.ts';
import type { Points } from './chunk.ts';

/** Sorts points by time; of two at the same millisecond the later arrived stays. Returns the number that stay. */
export function settle(times: Float64Array, values: Float64Array, count: number): number {
  let ascending = true;
  for (let i = 1; i < count && ascending; i++) ascending = (times[i] as number) > (times[i - 1] as number);
  if (ascending) return count;
  const order = Array.from({ length: count }, (_, i) => i);
  order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  const [oldTimes, oldValues] = [times.slice(0, count), values.slice(0, count)];
  let kept = 0;
  for (const from of order) {
    const at = oldTimes[from] as number;
    if (kept > 0 && times[kept - 1] === at) kept--;
    times[kept] = at;
    values[kept] = oldValues[from] as number;
    kept++;
  }
  return kept;
}

export class OpenPoints {
  readonly #times: Float64Array;
  readonly #values: Float64Array;
  /** Index of the point before in the same series, −1 for its first. */
  readonly #before: Int32Array;
  #count = 0;
  #last = new Int32Array(1024).fill(-1);
  #counts = new Int32Array(1024);
  #series: Series[] = [];
  #words: string[] = [];

  /** Room for so many points, 20 bytes each, which the system gives as they are used. */
  constructor(capacity: number) {
    this.#times = new Float64Array(capacity);
    this.#values = new Float64Array(capacity);
    this.#before = new Int32Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  get room(): number {
    return this.#times.length - this.#count;
  }

  get series(): readonly Series[] {
    return this.#series;
  }

  /** All words of states, by number. */
  get words(): readonly string[] {
    return this.#words;
  }

  /** Makes known the next series (numbered from 0 in the order of definition) and the next words. */
  define(series: readonly Series[], words: readonly string[]): void {
    this.#series.push(...series);
    this.#words.push(...words);
    if (this.#series.length <= this.#last.length) return;
    const size = Math.max(this.#series.length, this.#last.length * 2);
    const [last, counts] = [new Int32Array(size).fill(-1), new Int32Array(size)];
    last.set(this.#last);
    counts.set(this.#counts);
    this.#last = last;
    this.#counts = counts;
  }

  /** Takes points in; there must be room. */
  add(series: Uint32Array, times: Float64Array, values: Float64Array, from: number, to: number): void {
    let at = this.#count;
    for (let i = from; i < to; i++) {
      const one = series[i] as number;
      this.#times[at] = times[i] as number;
      this.#values[at] = values[i] as number;
      this.#before[at] = this.#last[one] as number;
      this.#last[one] = at;
      this.#counts[one] = (this.#counts[one] as number) + 1;
      at++;
    }
    this.#count = at;
  }

  /** Number of points that the series has here, doubled ones included. */
  countOf(series: number): number {
    return this.#counts[series] ?? 0;
  }

  /** The series' points in order of time, each time once; null when it has none. */
  pointsOf(series: number): Points | null {
    const held = this.#counts[series] ?? 0;
    if (held === 0) return null;
    const times = new Float64Array(held);
    const values = new Float64Array(held);
    let at = this.#last[series] as number;
    for (let i = held - 1; i >= 0; i--) {
      times[i] = this.#times[at] as number;
      values[i] = this.#values[at] as number;
      at = this.#before[at] as number;
    }
    const count = settle(times, values, held);
    const kind = (this.#series[series] as Series).kind;
    return { kind, count, times, values, words: kind === 'state' ? this.#words : [] };
  }

  /** Forgets all points; series and words stay. */
  clear(): void {
    this.#count = 0;
    this.#last.fill(-1);
    this.#counts.fill(0);
  }
}
