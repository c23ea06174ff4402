// The memories' rows in the state database: saved bit by bit, and either all of a save counts or none of it.
import type { Changes } from '../rules/changes.ts';
import type { Database } from './sqlite.ts';

/** A memory as it is kept; `text` null: it is no more. */
export interface MemoryRow {
  readonly text: string | null;
  readonly bytes: Buffer | null;
}

export type KeyedRow = [key: string, row: MemoryRow];

/** A room's memories, saved from time to time. */
export interface MemoryLedger {
  /** Names its rows in the table. */
  readonly room: string;
  /** What of it is to be saved. */
  readonly changes: Pick<Changes<MemoryRow>, 'begin' | 'next' | 'written' | 'left'>;
}

/**
 * Each memory has two places. A save, the *turn*, writes to the one that does not hold the last turn that counts, so
 * that a crash in the middle of it leaves the earlier turn whole. The turn counts with `count`, in one transaction with
 * the position that it stands for.
 */
export class MemoryTable {
  readonly #db: Database;
  readonly #save;
  readonly #count;
  #turn: number;

  constructor(db: Database) {
    this.#db = db;
    db.exec(`CREATE TABLE IF NOT EXISTS memory (room TEXT NOT NULL, key TEXT NOT NULL, place INTEGER NOT NULL, turn INTEGER NOT NULL,
      text TEXT, bytes BLOB, PRIMARY KEY (room, key, place)) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS memory_turn (one INTEGER PRIMARY KEY CHECK (one = 1), turn INTEGER NOT NULL) STRICT`);
    this.#turn = db.prepare<[], { turn: number }>('SELECT turn FROM memory_turn').get()?.turn ?? 0;
    db.transaction(() => {
      takeOver(db, 'presence', 'SELECT device, 0, 0, data, NULL FROM presence');
      takeOver(db, 'engine', 'SELECT key, 0, 0, state, NULL FROM engine');
      this.#clean();
    })();
    this.#save = db.prepare(`INSERT OR REPLACE INTO memory (room, key, place, turn, text, bytes) VALUES (@room, @key, COALESCE(
      (SELECT 1 - place FROM memory WHERE room = @room AND key = @key AND turn < @turn ORDER BY turn DESC LIMIT 1), 0), @turn, @text, @bytes)`);
    this.#count = db.prepare('INSERT OR REPLACE INTO memory_turn (one, turn) VALUES (1, ?)');
  }

  /** A room's rows as the last turn that counts left them. */
  rows(room: string): readonly { readonly key: string; readonly text: string; readonly bytes: Buffer | null }[] {
    return this.#db
      .prepare<[string], { key: string; text: string; bytes: Buffer | null }>('SELECT key, text, bytes FROM memory WHERE room = ?')
      .all(room);
  }

  /** Rows of the turn under way. */
  write(room: string, rows: readonly KeyedRow[]): void {
    for (const [key, { text, bytes }] of rows) this.#save.run({ room, key, turn: this.#turn + 1, text, bytes });
  }

  /** The turn under way is whole: inside the transaction that saves its position. */
  count(): void {
    this.#count.run(this.#turn + 1);
  }

  /** That transaction is through. */
  counted(): void {
    this.#turn += 1;
  }

  /** What a crash left of a turn that does not count, what a later turn replaced, and what is no more. */
  #clean(): void {
    this.#db.prepare('DELETE FROM memory WHERE turn > ?').run(this.#turn);
    this.#db.exec(`DELETE FROM memory WHERE EXISTS (SELECT 1 FROM memory AS other
      WHERE other.room = memory.room AND other.key = memory.key AND other.turn > memory.turn);
      DELETE FROM memory WHERE text IS NULL`);
  }
}

/** The rooms' own tables of version 0.1.0; fingerprints of numbered frames begin anew. */
function takeOver(db: Database, table: string, columns: string): void {
  const isThere = db.prepare<[string]>("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table);
  if (isThere)
    db.exec(`INSERT INTO memory (room, key, place, turn, text, bytes) SELECT '${table}', * FROM (${columns}); DROP TABLE ${table}`);
}
