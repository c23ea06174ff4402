// Thins a series while it is read: each reading by itself while they are few, else buckets of equal width.
import type { HistoryBucket, HistoryQuery } from './history.ts';

type Value = number | boolean | string;

/** Takes readings in order of time and says them in at most `buckets` buckets. */
export class Thinner {
  readonly #from: number;
  readonly #width: number;
  readonly #most: number;
  /** The readings themselves, until they are too many. */
  #few: { at: number; value: Value }[] | null = [];
  #buckets: (HistoryBucket & { sum: number })[] = [];

  /** `always`: makes buckets of few readings too. */
  constructor({ from, to, buckets }: HistoryQuery, always?: 'always') {
    if (always) this.#few = null;
    this.#from = from;
    this.#most = buckets;
    this.#width = bucketWidth(from, to, buckets);
  }

  add(at: number, value: Value): void {
    if (this.#few === null) this.#fold(at, value);
    else {
      this.#few.push({ at, value });
      if (this.#few.length <= this.#most) return;
      for (const one of this.#few) this.#fold(one.at, one.value);
      this.#few = null;
    }
  }

  #fold(at: number, value: Value): void {
    const start = this.#from + Math.floor((at - this.#from) / this.#width) * this.#width;
    let bucket = this.#buckets.at(-1) as { -readonly [K in keyof (HistoryBucket & { sum: number })]: (HistoryBucket & { sum: number })[K] };
    if (bucket === undefined || bucket.at !== start) {
      bucket = { at: start, count: 0, last: value, sum: 0 };
      this.#buckets.push(bucket);
    }
    bucket.count++;
    bucket.last = value;
    if (typeof value !== 'number') return;
    bucket.sum += value;
    if (bucket.lowest === undefined || value < bucket.lowest) bucket.lowest = value;
    if (bucket.highest === undefined || value > bucket.highest) bucket.highest = value;
  }

  buckets(): HistoryBucket[] {
    if (this.#few !== null) return this.#few.map(({ at, value }) => single(at, value));
    return this.#buckets.map(({ sum, ...bucket }) => {
      const { lowest, highest, count } = bucket;
      if (lowest === undefined || highest === undefined) return bucket;
      // Rounding must not put the mean outside of what was measured.
      return { ...bucket, mean: Math.min(highest, Math.max(lowest, sum / count)) };
    });
  }
}

/** Width of a bucket, whole ms, so that at most `buckets` cover the span. */
export function bucketWidth(from: number, to: number, buckets: number): number {
  return Math.max(1, Math.ceil((to - from) / buckets));
}

/** A reading by itself. */
export function single(at: number, value: Value): HistoryBucket {
  if (typeof value !== 'number') return { at, count: 1, last: value };
  return { at, count: 1, lowest: value, highest: value, mean: value, last: value };
}

/** The most buckets that an answer has. */
const MOST_BUCKETS = 5_000;

/** The query with whole times and a number of buckets from 1 to 5,000; null when its span is empty or no span at all. */
export function soundQuery(query: HistoryQuery): HistoryQuery | null {
  const from = Math.ceil(query.from);
  const to = Math.ceil(query.to);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from >= to) return null;
  const asked = Number.isFinite(query.buckets) ? Math.floor(query.buckets) : MOST_BUCKETS;
  return { ...query, from, to, buckets: Math.min(MOST_BUCKETS, Math.max(1, asked)) };
}
