// Lines that the server will never take, kept with its reason where a person can read them.
import { appendFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Two files of this size at most: enough to see what is wrong, too little to fill a disk. */
const MOST_BYTES = 8 << 20;

export class RefusedLines {
  readonly #file: string;
  #count = 0;

  constructor(folder: string) {
    this.#file = join(folder, 'refused.lines');
  }

  /** Lines refused since the start. */
  get count(): number {
    return this.#count;
  }

  /** Puts a line down; a disk that refuses too costs the note, not the way. */
  async park(line: string, why: string): Promise<void> {
    this.#count++;
    const size = (await stat(this.#file).catch(() => null))?.size ?? 0;
    if (size > MOST_BYTES) await rename(this.#file, `${this.#file}.1`).catch(() => undefined);
    await appendFile(this.#file, `# ${why.replace(/\s+/g, ' ').slice(0, 500)}\n${line}\n`).catch(() => undefined);
  }
}
