// The one door to SQLite: opens a database the way the house keeps its databases.
import { open } from 'node:fs/promises';
import Database from 'better-sqlite3';

export type { Database, Statement } from 'better-sqlite3';

/**
 * How much a commit survives. `full`: a power cut (fsync at each commit). `normal`: a killed process; after a power
 * cut the database is whole but may be older, which is enough for what the journal can tell again.
 */
export type Durability = 'full' | 'normal';

/** Opens (and creates) a database in WAL mode. Throws the library's own error, with its `code`, when it cannot. */
export function openDatabase(file: string, durability: Durability, options: { readonly?: boolean } = {}): Database.Database {
  const database = new Database(file, { readonly: options.readonly ?? false });
  try {
    if (options.readonly !== true) {
      database.pragma('journal_mode = WAL');
      database.pragma(`synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'}`);
    }
    database.pragma('foreign_keys = ON');
    database.pragma('busy_timeout = 5000');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Forces what is committed to the disk, where commits of durability `normal` do not; off the event loop. */
export async function syncDatabase(database: Database.Database): Promise<void> {
  // Commits stand in the log until a checkpoint, and a checkpoint forces both by itself.
  const log = await open(`${database.name}-wal`, 'r+');
  try {
    await log.sync();
  } finally {
    await log.close();
  }
}
