// One gateway a folder: a lock that the system itself takes back when the process dies, however it dies.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BalefireError } from '../errors.ts';
import { openDatabase } from '../sqlite.ts';
import { codeOf } from './batch-rows.ts';

export interface FolderLock {
  release(): void;
}

/**
 * Makes the folder where it is missing and locks it. A write transaction on a database of its own that is never
 * ended: SQLite's locks are the system's, so that no stale file and no process number used twice can deceive, and
 * they hold between two containers with one volume too. Throws `folder-not-writable`, `folder-in-use`, or
 * `disk-refused`.
 */
export function lockFolder(folder: string): FolderLock {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new BalefireError(codeOf(error) === 'ENOSPC' ? 'disk-refused' : 'folder-not-writable', { folder }, error);
  }
  try {
    const database = openDatabase(join(folder, 'lock'), 'normal');
    try {
      database.pragma('busy_timeout = 0');
      database.exec('BEGIN IMMEDIATE');
    } catch (error) {
      database.close();
      throw error;
    }
    return {
      release: () => {
        if (database.open) database.close();
      },
    };
  } catch (error) {
    const code = codeOf(error);
    if (code.startsWith('SQLITE_BUSY')) throw new BalefireError('folder-in-use', { folder }, error);
    const isRefused = code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR');
    throw new BalefireError(isRefused ? 'disk-refused' : 'folder-not-writable', { folder }, error);
  }
}
