// All day files of a history: which there are, the few that are open, how much they take, and which go first.
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type DayFile, openDayFile } from './day-file.ts';

/** A month's chart touches 31 day files; each open one costs three file handles and at most half a megabyte. */
const OPEN_FILES = 32;

const DAY = /^\d{4}-\d{2}-\d{2}\.db$/;

export class Shelf {
  readonly #folder: string;
  readonly #names = new Set<string>();
  /** In order of use, the longest unused first. */
  readonly #open = new Map<string, DayFile>();

  /** Looks what is in the folder; what an interrupted merge left behind goes. */
  constructor(folder: string) {
    this.#folder = folder;
    for (const file of readdirSync(folder)) {
      if (file.includes('.building')) rmSync(join(folder, file), { force: true });
      else if (DAY.test(file)) this.#names.add(file.slice(0, -3));
    }
  }

  /** Days of which there is a file, the oldest first. */
  names(): string[] {
    return [...this.#names].sort();
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** The day's file, created where there is none. Throws SQLite's error. */
  open(name: string): DayFile {
    const held = this.#open.get(name);
    if (held !== undefined) {
      this.#open.delete(name);
      this.#open.set(name, held);
      return held;
    }
    for (const [oldest] of this.#open) {
      if (this.#open.size < OPEN_FILES) break;
      this.#close(oldest);
    }
    const opened = openDayFile(this.#pathOf(name));
    this.#open.set(name, opened);
    this.#names.add(name);
    return opened;
  }

  /** Begins a file that shall take the place of the day's. */
  build(name: string): DayFile {
    this.abandon(name);
    return openDayFile(`${this.#pathOf(name)}.building`, 'build');
  }

  /** Puts the finished (and closed) new file in the place of the day's; a power cut leaves the one or the other. */
  replace(name: string): void {
    const building = `${this.#pathOf(name)}.building`;
    syncPath(building);
    this.#close(name);
    for (const rest of ['-wal', '-shm']) rmSync(this.#pathOf(name) + rest, { force: true });
    renameSync(building, this.#pathOf(name));
    syncPath(this.#folder);
  }

  /** Throws away an unfinished file. */
  abandon(name: string): void {
    for (const rest of ['', '-wal', '-shm', '-journal']) rmSync(`${this.#pathOf(name)}.building${rest}`, { force: true });
  }

  /** Deletes a day for good. */
  drop(name: string): void {
    this.#close(name);
    this.#names.delete(name);
    for (const rest of ['', '-wal', '-shm']) rmSync(this.#pathOf(name) + rest, { force: true });
  }

  /** Puts a day's file aside that SQLite cannot write any more, so that the day can go on in a new one. */
  setAside(name: string): void {
    try {
      this.#close(name);
    } catch {
      // A database that is damaged may refuse to close; its handle goes with the process.
      this.#open.delete(name);
    }
    this.#names.delete(name);
    let number = 1;
    while (existsSync(`${this.#pathOf(name)}.damaged-${number}`)) number++;
    for (const rest of ['', '-wal', '-shm']) {
      const file = this.#pathOf(name) + rest;
      if (existsSync(file)) renameSync(file, `${this.#pathOf(name)}.damaged-${number}${rest}`);
    }
  }

  /** Bytes on the disk of one day, or of all. */
  bytes(name?: string): number {
    const files = name === undefined ? this.names() : [name];
    return files.reduce((sum, file) => sum + ['', '-wal'].reduce((all, rest) => all + sizeOf(this.#pathOf(file) + rest), 0), 0);
  }

  close(): void {
    for (const name of [...this.#open.keys()]) this.#close(name);
  }

  #pathOf(name: string): string {
    return join(this.#folder, `${name}.db`);
  }

  #close(name: string): void {
    const held = this.#open.get(name);
    this.#open.delete(name);
    held?.close();
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
