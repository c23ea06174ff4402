// The state database and its one transaction: everything concluded from the journal up to a position, or nothing of it.
import type { Database } from './sqlite.ts';

/** A room's share of the transaction. */
export interface Ledger {
  /** Whether it holds something that a screen or a person already saw: worth a transaction at once. */
  isDirty(): boolean;
  /** Writes what changed since `written`; called inside the transaction. May be called again when the disk refused. */
  write(): void;
  /** The transaction is through: what was written need not be written again. */
  written(): void;
}

/**
 * One row holds the position: the journal's entry up to which everything is concluded. The database runs with
 * `synchronous=NORMAL`: after a power cut it may be older than the journal, and the journal tells the rest again.
 */
export class State {
  readonly #db: Database;
  readonly #ledgers: readonly Ledger[];
  readonly #savePosition;
  #position: number;
  #savedAt = 0;

  constructor(db: Database, ledgers: readonly Ledger[]) {
    this.#db = db;
    this.#ledgers = ledgers;
    db.exec(
      'CREATE TABLE IF NOT EXISTS position (one INTEGER PRIMARY KEY CHECK (one = 1), entry INTEGER NOT NULL, at INTEGER NOT NULL) STRICT',
    );
    const row = db.prepare<[], { entry: number; at: number }>('SELECT entry, at FROM position').get();
    this.#position = row?.entry ?? 0;
    this.#savedAt = row?.at ?? 0;
    this.#savePosition = db.prepare('INSERT OR REPLACE INTO position (one, entry, at) VALUES (1, ?, ?)');
  }

  /** The entry up to which the saved state stands. */
  get position(): number {
    return this.#position;
  }

  /** The time up to which judgement had come at that position. */
  get time(): number {
    return this.#savedAt;
  }

  isDirty(): boolean {
    return this.#ledgers.some((ledger) => ledger.isDirty());
  }

  /** Writes all ledgers and the position in one transaction. Throws SQLite's error; then nothing was written. */
  commit(entry: number, at: number): void {
    this.#db.transaction(() => {
      for (const ledger of this.#ledgers) ledger.write();
      this.#savePosition.run(entry, at);
    })();
    for (const ledger of this.#ledgers) ledger.written();
    this.#position = entry;
    this.#savedAt = at;
  }
}
