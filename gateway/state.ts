// The state database and its transaction: everything concluded from the journal up to a position, or nothing of it.
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

/** A place in the journal and the time up to which judgement had come there. */
export interface Position {
  readonly entry: number;
  /** ms since 1970. */
  readonly at: number;
}

interface Row {
  entry: number;
  at: number;
  memory_entry: number;
  memory_at: number;
}

/**
 * Two positions, always saved with what stands at them. The *conclusions* (estate, alarms, incidents, audit, outbox,
 * commands) are saved with each change of an alarm: few rows. The *memories* (what every device said last, what every
 * rule remembers) change with each frame and are saved from time to time, always together with the conclusions, so
 * that their position is never the later one. After a restart the journal is read from the memories on; up to the
 * conclusions' position it only fills the memories again, and concludes nothing a second time.
 *
 * The database runs with `synchronous=NORMAL`: after a power cut it may be older than the journal, and the journal
 * tells the rest again.
 */
export class State {
  readonly #db: Database;
  readonly #conclusions: readonly Ledger[];
  readonly #memories: readonly Ledger[];
  readonly #savePosition;
  #concluded: Position;
  #remembered: Position;

  constructor(db: Database, conclusions: readonly Ledger[], memories: readonly Ledger[] = []) {
    this.#db = db;
    this.#conclusions = conclusions;
    this.#memories = memories;
    db.exec(`CREATE TABLE IF NOT EXISTS position (one INTEGER PRIMARY KEY CHECK (one = 1), entry INTEGER NOT NULL, at INTEGER NOT NULL,
      memory_entry INTEGER NOT NULL, memory_at INTEGER NOT NULL) STRICT`);
    const row = db.prepare<[], Row>('SELECT entry, at, memory_entry, memory_at FROM position').get();
    this.#concluded = { entry: row?.entry ?? 0, at: row?.at ?? 0 };
    this.#remembered = { entry: row?.memory_entry ?? 0, at: row?.memory_at ?? 0 };
    this.#savePosition = db.prepare('INSERT OR REPLACE INTO position (one, entry, at, memory_entry, memory_at) VALUES (1, ?, ?, ?, ?)');
  }

  /** Where the saved conclusions stand. */
  get concluded(): Position {
    return this.#concluded;
  }

  /** Where the saved memories stand; never later than the conclusions. */
  get remembered(): Position {
    return this.#remembered;
  }

  isDirty(): boolean {
    return this.#conclusions.some((ledger) => ledger.isDirty());
  }

  /** Writes the conclusions at a position, and with `whole` the memories too, in one transaction. Throws SQLite's error; then nothing was written. */
  commit(position: Position, whole: boolean): void {
    const ledgers = whole ? [...this.#conclusions, ...this.#memories] : this.#conclusions;
    const remembered = whole ? position : this.#remembered;
    this.#db.transaction(() => {
      for (const ledger of ledgers) ledger.write();
      this.#savePosition.run(position.entry, position.at, remembered.entry, remembered.at);
    })();
    for (const ledger of ledgers) ledger.written();
    this.#concluded = position;
    this.#remembered = remembered;
  }
}
