// The bytes of drawings on the disk, each under its own hash: what was there when is evidence, so none is ever overwritten.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../data-folder.ts';
import { BalefireError } from '../errors.ts';
import type { Drawing } from './drawing.ts';

export class DrawingStore {
  readonly #folder: string;

  /** Throws `folder-not-writable`. */
  constructor(folder: string) {
    this.#folder = makeFolder(folder);
  }

  /** Resolves when the bytes are on the disk. Rejects with `disk-refused`. */
  async keep({ hash }: Pick<Drawing, 'hash'>, bytes: Uint8Array): Promise<void> {
    const file = join(this.#folder, hash);
    if (existsSync(file)) return;
    const growing = `${file}.${randomUUID()}`;
    try {
      const handle = await open(growing, 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(growing, file);
      const folder = await open(this.#folder, 'r');
      await folder.sync().finally(() => folder.close());
    } catch (error) {
      throw new BalefireError('disk-refused', {}, error);
    }
  }

  /** Rejects with `not-found` where the file is gone. */
  async read({ hash }: Pick<Drawing, 'hash'>): Promise<Buffer> {
    try {
      return await readFile(join(this.#folder, hash));
    } catch (error) {
      throw new BalefireError('not-found', { what: hash }, error);
    }
  }
}
