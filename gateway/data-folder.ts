// The folder in which a gateway keeps everything: for its owner alone.
import { mkdirSync } from 'node:fs';
import { BalefireError } from './errors.ts';

/** Makes the folder where it is not there, and gives its path. Throws `folder-not-writable`. */
export function makeFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch (error) {
    throw new BalefireError('folder-not-writable', { folder }, error);
  }
}
