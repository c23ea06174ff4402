// Merges the many small runs of a day into one of full chunks, in a new file, a slice of series at a time.
import { ChunkDamaged } from './bits.ts';
import { decodeChunk, type Points } from './chunk.ts';
import { type ChunkRow, type DayFile, MOST_SERIES, type Run } from './day-file.ts';
import { cut, joined } from './gathering.ts';
import type { Shelf } from './shelf.ts';

/** Series of a slice: about 20 ms of work for a day of 288 runs, so that a query never waits longer for it. */
const SLICE = 64;

/** So many runs in a day are merged even while the day goes on, because a query looks into each of them, ... */
const RUNS_MANY = 512;
/** ... but not before they are half as much as what is merged already (so that little is written often), unless they are so many. */
const RUNS_TOO_MANY = 4_096;

/** A merged day is merged again for late points only when they are more than this share of it. */
const LATE_SHARE = 0.05;

/** Whether merging the day is worth its writing. `closed`: no new points are expected but late ones. */
export function worthMerging(runs: readonly Run[], closed: boolean): boolean {
  if (runs.length < 2 || !(closed || runs.length >= RUNS_MANY)) return false;
  const points = runs.reduce((sum, run) => sum + run.points, 0);
  const largest = Math.max(...runs.map((run) => run.points));
  if (!closed) return runs.length >= RUNS_TOO_MANY || points - largest >= largest / 2;
  const full = runs.every((run) => run.chunks === 0 || run.points / run.chunks >= 1_000);
  return !full && points - largest > LATE_SHARE * points;
}

export class Merge {
  readonly name: string;
  readonly #shelf: Shelf;
  readonly #target: DayFile;
  readonly #upTo: number;
  readonly #highest: number;
  #next = 0;
  #points = 0;
  #chunks = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  /** Damaged chunks go along as they are: nobody throws evidence away, and a query goes on saying that they are damaged. */
  readonly #damaged: ChunkRow[] = [];

  /** `highest`: the highest number of a series. Throws SQLite's error. */
  constructor(shelf: Shelf, name: string, highest: number) {
    this.name = name;
    this.#shelf = shelf;
    this.#highest = highest;
    this.#upTo = shelf.open(name).runs().at(-1)?.run ?? 0;
    this.#target = shelf.build(name);
  }

  /** Does one slice; true while there is more to do. Throws SQLite's error; then call `abandon`. */
  step(): boolean {
    if (this.#next > this.#highest) {
      this.#finish();
      return false;
    }
    const from = this.#next;
    this.#next += SLICE;
    const source = this.#shelf.open(this.name);
    const found = new Map<number, Points[]>();
    for (const { run } of source.runs()) {
      if (run > this.#upTo) break;
      for (const row of source.chunksBetween(run, from, this.#next)) this.#take(row, found);
    }
    const rows: ChunkRow[] = [];
    for (const [series, several] of [...found].sort(([a], [b]) => a - b)) {
      const points = joined(several);
      rows.push(...cut(series, points, 0, points.count));
      this.#points += points.count;
      this.#first = Math.min(this.#first, points.times[0] as number);
      this.#last = Math.max(this.#last, points.times[points.count - 1] as number);
    }
    this.#chunks += rows.length;
    this.#target.writeChunks(1, rows);
    return true;
  }

  #take(row: ChunkRow, found: Map<number, Points[]>): void {
    try {
      const points = decodeChunk(row.bytes);
      const before = found.get(row.series);
      if (before === undefined) found.set(row.series, [points]);
      else before.push(points);
    } catch (error) {
      if (!(error instanceof ChunkDamaged)) throw error;
      const part = this.#damaged.filter((other) => other.series === row.series).length;
      this.#damaged.push({ ...row, part });
    }
  }

  #finish(): void {
    const source = this.#shelf.open(this.name);
    const span = { first: this.#first, last: this.#last };
    if (this.#points > 0) this.#target.writeRun({ run: 1, ...span, points: this.#points, chunks: this.#chunks });
    const merged = source.runs().filter(({ run }) => run <= this.#upTo);
    if (this.#damaged.length > 0) {
      const whole = { first: Math.min(...merged.map((run) => run.first)), last: Math.max(...merged.map((run) => run.last)) };
      this.#target.write(this.#damaged, { ...whole, points: 0 });
    }
    for (const { run, first, last, points } of source.runs()) {
      if (run > this.#upTo) this.#target.write(source.chunksBetween(run, 0, MOST_SERIES), { first, last, points });
    }
    this.#target.close();
    this.#shelf.replace(this.name);
  }

  /** Leaves the day as it is. */
  abandon(): void {
    try {
      this.#target.close();
    } finally {
      this.#shelf.abandon(this.name);
    }
  }
}
