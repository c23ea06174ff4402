// The day files that are there: how many, how large, and which go when retention says so.
import { rm, stat } from 'node:fs/promises';
import { type DayFile, pathsOf } from './day-files.ts';
import { filesToDrop, type RetentionWish } from './retention.ts';

export class Shelf {
  readonly #folder: string;
  readonly #sizes = new Map<string, number>();
  #files: readonly DayFile[] = [];
  #entries = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get days(): number {
    return this.#files.length;
  }

  /** Entries in all files; the numbers of refused batches are counted with them. */
  get entries(): number {
    return this.#entries;
  }

  get bytes(): number {
    let sum = 0;
    for (const size of this.#sizes.values()) sum += size;
    return sum;
  }

  /** What the folder holds, as the writing thread found it. */
  found(files: readonly DayFile[], entries: number): void {
    this.#files = files;
    this.#entries = entries;
    void this.#measureAll();
  }

  began(file: DayFile): void {
    const before = this.#files.at(-1);
    if (this.#files.some(({ name }) => name === file.name)) return;
    this.#files = [...this.#files, file];
    if (before !== undefined) void this.#measure(before.name);
  }

  stored(entries: number): void {
    this.#entries += entries;
  }

  sized(file: string, bytes: number): void {
    this.#sizes.set(file, bytes);
  }

  /** Deletes the files that may go. Rejects with the system's error; the next call goes on where it ended. */
  async drop(wish: RetentionWish): Promise<void> {
    await this.#measureAll();
    const files = this.#files.map((file) => ({ ...file, bytes: this.#sizes.get(file.name) ?? 0 }));
    for (const file of filesToDrop(files, wish)) {
      for (const path of pathsOf(this.#folder, file.name)) await rm(path, { force: true });
      const next = this.#files[this.#files.findIndex(({ name }) => name === file.name) + 1];
      this.#files = this.#files.filter(({ name }) => name !== file.name);
      this.#sizes.delete(file.name);
      this.#entries = Math.max(0, this.#entries - ((next?.first ?? file.first) - file.first));
    }
  }

  async #measureAll(): Promise<void> {
    for (const { name } of this.#files) await this.#measure(name);
  }

  async #measure(name: string): Promise<void> {
    let bytes = 0;
    for (const path of pathsOf(this.#folder, name)) bytes += await sizeOf(path);
    if (this.#files.some((file) => file.name === name)) this.#sizes.set(name, bytes);
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0; // Not every file has a log beside it.
  }
}
