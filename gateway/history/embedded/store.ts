// The embedded store itself, as it works inside its thread: takes points in, writes runs, answers queries, keeps house.
import { mkdirSync } from 'node:fs';
import type { HistoryBucket, HistoryQuery } from '../history.ts';
import { Thinner } from '../thinning.ts';
import type { Batch, Series, SeriesKind } from '../thread/messages.ts';
import { ChunkDamaged } from './bits.ts';
import { openCatalogue } from './catalogue.ts';
import { decodeChunk, type Points } from './chunk.ts';
import type { ChunkRow, DayFile } from './day-file.ts';
import { cut, joined } from './gathering.ts';
import { Merge, worthMerging } from './merge.ts';
import { OpenPoints } from './open-points.ts';
import { Shelf } from './shelf.ts';
import { daysBetween, type SiteDay, siteDays } from './site-days.ts';

export interface StoreOptions {
  readonly folder: string;
  /** IANA zone; a day file holds a day of it. */
  readonly timeZone: string;
  /** Days kept beside today. */
  readonly retentionDays: number;
  /** Above it the oldest day goes, never today. Bytes. */
  readonly diskBudget: number;
  /** Points held in memory before they must be written. */
  readonly openPoints: number;
  /** Seconds after which open points are written even when there is room. */
  readonly flushEvery: number;
}

/** What an answer rests on besides its buckets. */
export interface Answer {
  readonly buckets: HistoryBucket[];
  /** Chunks or days that could not be read. */
  readonly damaged: number;
}

/** A day is merged when it is over by so long: the flush after midnight is done by then. */
const DAY_IS_OVER_MS = 15 * 60_000;

/** Retention is looked at so often. */
const HOUSEKEEPING_MS = 60_000;

const DAMAGE = /^SQLITE_(CORRUPT|NOTADB)/;

function isDamage(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && DAMAGE.test(String(error.code));
}

export class Store {
  readonly #options: StoreOptions;
  readonly #catalogue;
  readonly #shelf: Shelf;
  readonly #open: OpenPoints;
  readonly #dayOf: (at: number) => SiteDay;
  /** The catalogue's number of each open series; 0: not asked yet. */
  readonly #ids: number[] = [];
  #entry = 0;
  #flushedAt = 0;
  #keptAt = 0;
  #merge: Merge | null = null;
  #setAside = 0;
  /** Days in which the database itself is damaged: what can be read of them is read, but they are not merged. */
  readonly #unmergeable = new Set<string>();

  /** Opens or creates a history in the folder. Throws when that cannot be. */
  constructor(options: StoreOptions) {
    this.#options = options;
    this.#dayOf = siteDays(options.timeZone);
    mkdirSync(options.folder, { recursive: true });
    this.#catalogue = openCatalogue(options.folder);
    this.#shelf = new Shelf(options.folder);
    this.#open = new OpenPoints(options.openPoints);
  }

  define(series: readonly Series[], words: readonly string[]): void {
    this.#open.define(series, words);
  }

  get openCount(): number {
    return this.#open.count;
  }

  /** Takes a batch in whole; false when there is no room and it has to be written first. */
  add(batch: Batch): boolean {
    if (this.#open.room < batch.series.length) return false;
    this.#open.add(batch.series, batch.times, batch.values, 0, batch.series.length);
    this.#entry = Math.max(this.#entry, batch.entry);
    return true;
  }

  flushIsDue(now: number): boolean {
    // A clock set far back must not put the next flush off for as long.
    const since = Math.abs(now - this.#flushedAt);
    return this.#flushedAt === 0 || since >= this.#options.flushEvery * 1000;
  }

  /**
   * Writes all open points, then the position. On an error (disk full …) everything stays open, to be tried again;
   * what was written already is then written twice, which changes nothing.
   */
  flush(now: number): void {
    const days = this.#cutByDay();
    // The largest first: it is the one for which the disk may lack room, and then nothing else has been written in vain.
    for (const { day, rows, ...summary } of [...days.values()].sort((a, b) => b.rows.length - a.rows.length)) {
      this.#writable(day).write(rows, summary);
    }
    if (this.#entry > this.#catalogue.position()) this.#catalogue.setPosition(this.#entry);
    this.#open.clear();
    this.#flushedAt = now;
  }

  #writable(name: string): DayFile {
    try {
      return this.#shelf.open(name);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#shelf.setAside(name);
      this.#setAside++;
      return this.#shelf.open(name);
    }
  }

  #cutByDay() {
    const days = new Map<string, { day: string; rows: ChunkRow[]; first: number; last: number; points: number }>();
    const numbered = this.#numbered();
    for (const [id, handle] of numbered) {
      const points = this.#open.pointsOf(handle);
      for (let from = 0; points !== null && from < points.count; ) {
        const first = points.times[from] as number;
        const { name, to } = this.#dayOf(first);
        let end = from + 1;
        while (end < points.count && (points.times[end] as number) < to) end++;
        const last = points.times[end - 1] as number;
        const day = days.get(name) ?? { day: name, rows: [], first, last, points: 0 };
        days.set(name, day);
        for (const row of cut(id, points, from, end)) day.rows.push(row);
        day.first = Math.min(day.first, first);
        day.last = Math.max(day.last, last);
        day.points += end - from;
        from = end;
      }
    }
    return days;
  }

  /** The open series that have points, as catalogue number and own number, in order of the catalogue's. */
  #numbered(): [number, number][] {
    const { series } = this.#open;
    const numbered: [number, number][] = [];
    const unasked: number[] = [];
    for (let handle = 0; handle < series.length; handle++) {
      if (this.#open.countOf(handle) === 0) continue;
      if ((this.#ids[handle] ?? 0) === 0) unasked.push(handle);
      numbered.push([0, handle]);
    }
    if (unasked.length > 0) {
      const given: number[] = [];
      this.#catalogue.together(() => {
        for (const handle of unasked) given.push(this.#catalogue.idOf(series[handle] as Series));
      });
      for (const [i, handle] of unasked.entries()) this.#ids[handle] = given[i] as number;
    }
    for (const pair of numbered) pair[0] = this.#ids[pair[1]] as number;
    return numbered.sort(([a], [b]) => a - b);
  }

  /** Reads a series; `handles` are its open series. Day by day, so that a year takes no more memory than a day. */
  query(query: HistoryQuery, handles: readonly number[]): Answer {
    const thinner = new Thinner(query);
    const known = this.#catalogue.find(query.device, query.point);
    const opened = handles.map((handle) => this.#open.pointsOf(handle)).filter((points) => points !== null);
    let damaged = 0;
    for (const day of this.#daysOf(query, opened)) {
      const kinds = new Map<SeriesKind, Points[]>();
      for (const { id } of known) damaged += this.#readDay(day, query, id, kinds);
      for (const points of opened) {
        const part = within(points, Math.max(day.from, query.from), Math.min(day.to, query.to));
        if (part.count > 0) kinds.set(part.kind, [...(kinds.get(part.kind) ?? []), part]);
      }
      tell([...kinds.values()].map(joined), query, thinner);
    }
    return { buckets: thinner.buckets(), damaged };
  }

  #daysOf({ from, to }: HistoryQuery, opened: readonly Points[]): SiteDay[] {
    // A span may be centuries; only days that have anything are looked at.
    const names = this.#shelf.names();
    const [oldest, newest] = [names[0], names.at(-1)];
    const begins = opened.map((points) => points.times[0] as number);
    const ends = opened.map((points) => (points.times[points.count - 1] as number) + 1);
    if (oldest !== undefined && newest !== undefined) {
      begins.push(this.#dayOf(Date.parse(oldest) - 86_400_000).from);
      ends.push(Date.parse(newest) + 3 * 86_400_000);
    }
    return daysBetween(this.#dayOf, Math.max(from, Math.min(...begins)), Math.min(to, Math.max(...ends)));
  }

  /** Adds the series' chunks of a day; returns the number of those that could not be read. */
  #readDay(day: SiteDay, { from, to }: HistoryQuery, id: number, into: Map<SeriesKind, Points[]>): number {
    if (!this.#shelf.has(day.name)) return 0;
    let damaged = 0;
    try {
      for (const bytes of this.#shelf.open(day.name).chunksOf(id, from, to)) {
        try {
          const points = decodeChunk(bytes);
          const before = into.get(points.kind);
          if (before === undefined) into.set(points.kind, [points]);
          else before.push(points);
        } catch (error) {
          if (!(error instanceof ChunkDamaged)) throw error;
          damaged++;
        }
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      damaged++;
    }
    return damaged;
  }

  /** Does a little of what can wait (merging, retention); true while there is more. Throws SQLite's error. */
  keepHouse(now: number): boolean {
    if (this.#merge !== null) {
      const { name } = this.#merge;
      try {
        if (this.#merge.step()) return true;
        this.#merge = null;
      } catch (error) {
        this.abandonMerge();
        if (!isDamage(error)) throw error;
        this.#unmergeable.add(name);
      }
    }
    if (Math.abs(now - this.#keptAt) < HOUSEKEEPING_MS) return false;
    this.#dropOld(now);
    const over = this.#dayOf(now - DAY_IS_OVER_MS).name;
    const found = this.#shelf.names().find((name) => !this.#unmergeable.has(name) && worthMerging(this.#runsOf(name), name < over));
    if (found === undefined) this.#keptAt = now;
    else this.#merge = new Merge(this.#shelf, found, this.#catalogue.highestId());
    return found !== undefined;
  }

  #runsOf(name: string) {
    try {
      return this.#shelf.open(name).runs();
    } catch (error) {
      if (isDamage(error)) return [];
      throw error;
    }
  }

  #dropOld(now: number): void {
    const today = this.#dayOf(now).name;
    const oldest = this.#dayOf(now - this.#options.retentionDays * 86_400_000).name;
    let bytes = this.#shelf.bytes();
    for (const name of this.#shelf.names()) {
      if (name >= today || (name >= oldest && bytes <= this.#options.diskBudget)) break;
      bytes -= this.#shelf.bytes(name);
      this.#shelf.drop(name);
    }
  }

  abandonMerge(): void {
    const merge = this.#merge;
    this.#merge = null;
    merge?.abandon();
  }

  position(): number {
    return this.#catalogue.position();
  }

  /** What the status page shows. */
  shape(): { days: number; bytes: number; setAside: number } {
    return { days: this.#shelf.names().length, bytes: this.#shelf.bytes(), setAside: this.#setAside };
  }

  /** Frees everything; what was not flushed is lost, to be read again from the journal. */
  close(): void {
    this.abandonMerge();
    this.#shelf.close();
    this.#catalogue.close();
  }
}

/** The points from `from` up to `to`, exclusive. */
function within(points: Points, from: number, to: number): Points {
  let [begin, end] = [0, points.count];
  while (begin < end && (points.times[begin] as number) < from) begin++;
  while (end > begin && (points.times[end - 1] as number) >= to) end--;
  return { ...points, count: end - begin, times: points.times.subarray(begin, end), values: points.values.subarray(begin, end) };
}

/** Hands series of different kinds to the thinner in one order of time. Nearly always there is only one. */
function tell(several: readonly Points[], { from, to }: HistoryQuery, thinner: Thinner): void {
  const next = several.map(() => 0);
  for (;;) {
    let first = -1;
    for (let i = 0; i < several.length; i++) {
      const { count, times } = several[i] as Points;
      if ((next[i] as number) >= count) continue;
      const at = times[next[i] as number] as number;
      if (first < 0 || at < ((several[first] as Points).times[next[first] as number] as number)) first = i;
    }
    if (first < 0) return;
    const { kind, times, values, words } = several[first] as Points;
    const index = next[first] as number;
    next[first] = index + 1;
    const at = times[index] as number;
    if (at < from || at >= to) continue;
    const value = values[index] as number;
    thinner.add(at, kind === 'number' ? value : kind === 'flag' ? value !== 0 : (words[value] as string));
  }
}
