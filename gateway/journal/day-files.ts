// The folder of day files: what they are called, in which order they stand, and which local day it is.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One file of the journal: the entries of one local day, the first of them numbered `first`. */
export interface DayFile {
  readonly name: string;
  /** `2026-11-22` */
  readonly day: string;
  readonly first: number;
}

/** Digits of the first number in a name: enough for every safe integer, so that names sort as numbers do. */
const DIGITS = 16;
const NAME = /^journal-(\d{4}-\d{2}-\d{2})-(\d{16})\.sqlite$/;

/** The file of a day whose first entry will have this number. */
export function dayFile(day: string, first: number): DayFile {
  return { name: `journal-${day}-${String(first).padStart(DIGITS, '0')}.sqlite`, day, first };
}

/**
 * The day files of a folder in the order of their entries. The number, not the day, gives the order: it never runs
 * backwards, a wall clock that was wrong for an hour does.
 */
export function listDayFiles(folder: string): DayFile[] {
  const files: DayFile[] = [];
  for (const name of readdirSync(folder)) {
    const [, day, first] = NAME.exec(name) ?? [];
    if (day !== undefined && first !== undefined) files.push({ name, day, first: Number(first) });
  }
  return files.sort((one, other) => one.first - other.first || (one.day < other.day ? -1 : 1));
}

/** All the files that SQLite may keep for one database. */
export function pathsOf(folder: string, name: string): string[] {
  const path = join(folder, name);
  return [path, `${path}-wal`, `${path}-shm`, `${path}-journal`];
}

/** Time zones change their offset on whole minutes only, so that one answer serves a whole minute. */
const MINUTE_MS = 60_000;

/** The local day (`2026-11-22`) of a time in ms since 1970. Throws RangeError for a zone that is not known. */
export function localDays(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  let minute = Number.NaN;
  let day = '';
  return (at) => {
    const its = Math.floor(at / MINUTE_MS);
    if (its !== minute) {
      day = format.format(at);
      minute = its;
    }
    return day;
  };
}
