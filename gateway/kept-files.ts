// Files that people handed in, each under its own hash on the disk: what was there when is evidence, so none is ever overwritten.
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './data-folder.ts';
import { BalefireError } from './errors.ts';

/** What names a file: SHA-256 of its bytes, hexadecimal. */
interface Hashed {
  readonly hash: string;
}

/** A file that grows: `hash.uuid`. */
const GROWING = /^[0-9a-f]{64}\.[0-9a-f-]{36}$/;

export class KeptFiles {
  readonly #folder: string;

  /** What a crash left half written is taken away. Throws `folder-not-writable`. */
  constructor(folder: string) {
    this.#folder = makeFolder(folder);
    for (const name of readdirSync(folder)) if (GROWING.test(name)) rmSync(join(folder, name), { force: true });
  }

  /** Resolves when the bytes are on the disk. Rejects with `disk-refused`, and then leaves nothing. */
  async keep({ hash }: Hashed, bytes: Uint8Array): Promise<void> {
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
      await rm(growing, { force: true }).catch(() => undefined);
      throw new BalefireError('disk-refused', {}, error);
    }
  }

  /** Rejects with `not-found` where the file is gone. */
  async read({ hash }: Hashed): Promise<Buffer> {
    try {
      return await readFile(join(this.#folder, hash));
    } catch (error) {
      throw new BalefireError('not-found', { what: hash }, error);
    }
  }
}
