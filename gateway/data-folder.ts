// The folder in which a house keeps everything.
import { mkdirSync } from 'node:fs';
import { BalefireError } from './errors.ts';

/** Makes it, for nobody else's eyes, where it is not there. Throws `folder-not-writable`. */
export function makeFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch (error) {
    throw new BalefireError('folder-not-writable', { folder }, error);
  }
}
