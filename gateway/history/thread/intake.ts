// The near side of a history's wire: turns readings into columns of numbers.
import type { Reading } from '../../../device-drivers/reading.ts';
import type { Batch, Series, SeriesKind } from './messages.ts';

/** Points of a batch: 80 KiB of columns; smaller ones cost more in messages, larger ones wait longer in the other thread. */
const BATCH_POINTS = 4_096;

/** More series or words than these are a mistake (ids made of random), not a site; what is over is refused and counted. */
const MOST_SERIES = 1_000_000;
const MOST_WORDS = 65_536;

/** The numbers of a point's series, by kind of value; −1 where there is none. */
interface Handles {
  number: number;
  flag: number;
  state: number;
}

export class Intake {
  readonly #points = new Map<string, Map<string, Handles>>();
  readonly #words = new Map<string, number>();
  #seriesCount = 0;
  #newSeries: Series[] = [];
  #newWords: string[] = [];
  #series = new Uint32Array(BATCH_POINTS);
  #times = new Float64Array(BATCH_POINTS);
  #values = new Float64Array(BATCH_POINTS);
  #count = 0;
  #entry = 0;

  /** Points that wait to be taken. */
  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === BATCH_POINTS;
  }

  /** Takes one reading with a value; there must be room. False: it was refused (not a finite number, too many series). */
  add(reading: Reading): boolean {
    const { value, at } = reading;
    let stored: number;
    let kind: SeriesKind;
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return false;
      kind = 'number';
      stored = value;
    } else if (typeof value === 'boolean') {
      kind = 'flag';
      stored = value ? 1 : 0;
    } else {
      kind = 'state';
      stored = value === null ? -1 : this.#wordOf(value);
      if (stored < 0) return false;
    }
    const series = this.#seriesOf(reading, kind);
    if (series < 0) return false;
    this.#series[this.#count] = series;
    this.#times[this.#count] = at;
    this.#values[this.#count] = stored;
    this.#count++;
    return true;
  }

  /** All readings up to this entry have been added. */
  complete(entry: number): void {
    this.#entry = entry;
  }

  /** The numbers of the series that a device's point has here. */
  handlesOf(device: string, point: string): number[] {
    const handles = this.#points.get(device)?.get(point);
    return handles === undefined ? [] : [handles.number, handles.flag, handles.state].filter((handle) => handle >= 0);
  }

  /** What was added since the last time, for the other thread; the series and words it does not know yet first. */
  take(): { define: { series: Series[]; words: string[] } | null; batch: Batch } {
    const [series, words] = [this.#newSeries, this.#newWords];
    this.#newSeries = [];
    this.#newWords = [];
    const count = this.#count;
    this.#count = 0;
    return {
      define: series.length + words.length > 0 ? { series, words } : null,
      batch: {
        series: this.#series.slice(0, count),
        times: this.#times.slice(0, count),
        values: this.#values.slice(0, count),
        entry: this.#entry,
      },
    };
  }

  #seriesOf({ device, point, quantity }: Reading, kind: SeriesKind): number {
    let points = this.#points.get(device);
    if (points === undefined) {
      points = new Map();
      this.#points.set(device, points);
    }
    let handles = points.get(point);
    if (handles === undefined) {
      handles = { number: -1, flag: -1, state: -1 };
      points.set(point, handles);
    }
    if (handles[kind] < 0) {
      if (this.#seriesCount >= MOST_SERIES) return -1;
      handles[kind] = this.#seriesCount++;
      this.#newSeries.push({ device, point, kind, quantity });
    }
    return handles[kind];
  }

  #wordOf(word: string): number {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    if (this.#words.size >= MOST_WORDS) return -1;
    const number = this.#words.size;
    this.#words.set(word, number);
    this.#newWords.push(word);
    return number;
  }
}
