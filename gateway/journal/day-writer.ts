// Writes batches into day files: one commit is one row, and after a failure nothing is taken for granted.
import { closeSync, fsyncSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, type Durability, openDatabase } from '../sqlite.ts';
import {
  type BatchRow,
  type Damage,
  entriesOf,
  isDamage,
  isStillEmpty,
  messageOf,
  openForReading,
  pack,
  rowHolding,
  SCHEMA,
} from './batch-rows.ts';
import { type DayFile, dayFile, listDayFiles, pathsOf } from './day-files.ts';

/** A batch as the writer gets it. Times in whole ms since 1970. */
export interface Batch {
  readonly first: number;
  readonly count: number;
  readonly fromTime: number;
  readonly toTime: number;
  /** Local day it belongs to; another day than the file's begins a new file. */
  readonly day: string;
  readonly bytes: Uint8Array;
}

/** What was found in the folder at the start. */
export interface Recovered {
  /** The highest number that may have been used; the next is higher. */
  readonly last: number;
  /** Entries in the store. */
  readonly entries: number;
  readonly files: readonly DayFile[];
  readonly damages: readonly Damage[];
}

/**
 * Where the last numbers of a file cannot be read, the next number leaves out more than a day can hold (10^10 is
 * 115,000 a second for a whole day); there is room for 900,000 such leaps.
 */
const LEAP = 1e10;
/** The log is written back into the file when it has grown by about so many pages of 4 KiB; SQLite's own number. */
const TIDY_AFTER_PAGES = 1000;
const PAGE_BYTES = 4096;
/** SQLite's page cache of the writing thread, KiB: it only ever appends. */
const CACHE_KIB = 256;

/** The disk came back without something that it had confirmed. */
export class LostByDisk extends Error {
  /** First number of the batch. */
  readonly number: number;

  constructor(number: number) {
    super('the disk had lost what it had confirmed; it was written again');
    this.number = number;
  }
}

export class DayWriter {
  readonly #folder: string;
  readonly #durability: Durability;
  #database: Database | undefined;
  #insert: ((row: BatchRow, batch: Batch) => void) | undefined;
  #file: DayFile | undefined;
  /** The last row that was confirmed, to see after a failure whether the disk really has it. */
  #confirmed: { row: BatchRow; batch: Batch } | undefined;
  /** The log may have a hole where an fsync failed: it must be written back and begun anew before the next commit. */
  #isLogSuspect = false;
  #pagesInLog = 0;

  constructor(folder: string, durability: Durability) {
    this.#folder = folder;
    this.#durability = durability;
  }

  /** The file that is written now. */
  get file(): DayFile | undefined {
    return this.#file;
  }

  /** Finds out what is stored and which numbers were used. Throws when the disk does not let it look. */
  recover(): Recovered {
    const files = listDayFiles(this.#folder);
    const damages: Damage[] = [];
    let last = 0;
    let entries = 0;
    for (const file of files) {
      const { until, damage } = this.#endOf(file);
      entries += damage === undefined ? until - file.first + 1 : 0;
      last = Math.max(last, until);
      if (damage !== undefined && file === files.at(-1)) damages.push(damage);
      // A file that cannot be opened is not written to again; one whose last batch alone is damaged can be.
      this.#file = damage?.from === file.first ? undefined : file;
    }
    return { last, entries, files, damages };
  }

  /** Stores a batch; when it returns, the batch is on the disk. Throws when it may not be: then call `afterFailure`. */
  commit(batch: Batch): void {
    this.#ready(batch.day, batch.first);
    const row: BatchRow = { first: batch.first, count: batch.count, ...pack(batch.bytes) };
    this.#insert?.(row, batch);
    this.#confirmed = { row, batch };
    this.#pagesInLog += 1 + Math.ceil(row.body.length / PAGE_BYTES);
  }

  /** Writes a little and waits for the disk, to learn whether it takes anything again. Throws when it does not. */
  probe(day: string, first: number, at: number): void {
    this.#ready(day, first).prepare('INSERT OR REPLACE INTO probe (id, at) VALUES (1, ?)').run(at);
  }

  /** Opens the day's file, making it where there is none. Throws when the disk refuses. */
  open(day: string, first: number): void {
    this.#ready(day, first);
  }

  /** After something threw: the connection is given up, the next one trusts nothing, and a damaged file is left alone. */
  afterFailure(error: unknown, isFull: boolean): void {
    this.#close();
    if (!isFull) this.#isLogSuspect = true;
    if (isDamage(error)) this.#file = undefined;
  }

  /**
   * Writes the log back into the file when it has grown; true: that was done. Throws when the disk refuses: then call
   * `afterFailure`.
   */
  tidy(): boolean {
    if (this.#database === undefined || this.#pagesInLog < TIDY_AFTER_PAGES) return false;
    this.#pagesInLog = 0;
    this.#database.pragma('wal_checkpoint(PASSIVE)');
    return true;
  }

  /** Bytes of the file that is written now, its log included. */
  bytes(): number {
    if (this.#file === undefined) return 0;
    return pathsOf(this.#folder, this.#file.name).reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
  }

  /** Writes back and closes. Never throws: what is confirmed is in the log already. */
  close(): void {
    this.#close();
  }

  #ready(day: string, first: number): Database {
    if (this.#file?.day !== day) this.#begin(dayFile(day, first));
    this.#database ??= this.#openAgain();
    return this.#database;
  }

  /** A new day: the old file is closed for good, without a log beside it. */
  #begin(file: DayFile): void {
    try {
      this.#database?.pragma('busy_timeout = 0');
      this.#database?.pragma('journal_mode = DELETE');
    } catch {
      // Somebody reads it, or the disk refuses: it stays as it is, with its log, which is as good to read.
    }
    this.#close();
    try {
      this.#database = this.#openFile(file);
    } catch (error) {
      // No number as high as its first was ever stored, so nothing but an unfinished file can bear this name.
      for (const path of pathsOf(this.#folder, file.name)) quietly(() => rmSync(path, { force: true }));
      throw error;
    }
    this.#file = file;
    this.#confirmed = undefined;
    this.#isLogSuspect = false;
  }

  #openAgain(): Database {
    if (this.#file === undefined) throw new Error('no day file was begun');
    const database = this.#openFile(this.#file);
    try {
      if (this.#isLogSuspect) this.#renewLog(database);
      this.#verify(database);
    } catch (error) {
      quietly(() => database.close());
      throw error;
    }
    this.#isLogSuspect = false;
    return database;
  }

  #openFile(file: DayFile): Database {
    const database = openDatabase(join(this.#folder, file.name), this.#durability);
    try {
      database.pragma('wal_autocheckpoint = 0');
      database.pragma(`cache_size = -${CACHE_KIB}`);
      database.exec(SCHEMA);
      const insert = database.prepare(
        'INSERT OR REPLACE INTO batch (first, count, from_time, to_time, codec, body) VALUES (?, ?, ?, ?, ?, ?)',
      );
      this.#insert = (row, { fromTime, toTime }) => insert.run(row.first, row.count, fromTime, toTime, row.codec, row.body);
      if (this.#durability === 'full') syncFolder(this.#folder);
      this.#pagesInLog = TIDY_AFTER_PAGES;
    } catch (error) {
      quietly(() => database.close());
      throw error;
    }
    return database;
  }

  /**
   * After an fsync that failed, the kernel may hold pages of the log for clean that never reached the disk. All that
   * the log says is written once more, into the file, and the log begins again from nothing.
   */
  #renewLog(database: Database): void {
    const busy = database.pragma('wal_checkpoint(TRUNCATE)', { simple: true });
    if (busy !== 0) throw new Error('the log is still being read');
  }

  /** Whether the last confirmed batch is there; if not it is written again, and the loss is told by an error. */
  #verify(database: Database): void {
    if (this.#confirmed === undefined) return;
    const { row, batch } = this.#confirmed;
    const found = rowHolding(database, row.first);
    if (found?.first === row.first && found.body.equals(row.body)) return;
    this.#insert?.(row, batch);
    throw new LostByDisk(row.first);
  }

  #close(): void {
    const database = this.#database;
    this.#database = undefined;
    this.#insert = undefined;
    quietly(() => database?.close());
  }

  /** The last number that a file may hold, and what is wrong with its end. */
  #endOf(file: DayFile): { until: number; damage?: Damage } {
    let database: Database | undefined;
    let from = file.first;
    try {
      database = openForReading(this.#folder, file);
      const row = rowHolding(database, Number.MAX_SAFE_INTEGER);
      if (row === undefined) return { until: file.first - 1 };
      from = row.first;
      return { until: entriesOf(row).at(-1)?.number ?? row.first };
    } catch (error) {
      if (isStillEmpty(error)) return { until: file.first - 1 };
      if (!isDamage(error)) throw error;
      return { until: from + LEAP, damage: { file: file.name, from, why: messageOf(error) } };
    } finally {
      quietly(() => database?.close());
    }
  }
}

/** A file's name is safe only when its folder was synced too. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Closing cannot be done better a second time; what matters was confirmed before.
  }
}
