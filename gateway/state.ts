// The state database and its transaction: everything concluded from the journal up to a position, or nothing of it.
import type { KeyedRow, MemoryLedger, MemoryTable } from './memory-table.ts';
import type { Database } from './sqlite.ts';

/** A room's share of the transaction. */
export interface Ledger {
  /** Whether it holds something that a screen or a person already saw: worth a transaction at once. */
  isDirty(): boolean;
  /** Whether it holds something that follows from the journal alone, which goes with the next transaction and calls for none. */
  holdsBack?(): boolean;
  /** Writes what changed since `written`; called inside the transaction, where there is anything to save. May be called again when the disk refused. */
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

/**
 * How far a save goes. `conclusions`: what stands beside the memories alone. `slice`: a part of the memories too, a few
 * milliseconds' work; as many of them as it takes make the memories as they stood when the first began. `whole`: all of
 * the memories as they stand now.
 */
export type Extent = 'conclusions' | 'slice' | 'whole';

/** Rows of a slice: 2 ms of the event loop (measured: 8 µs a row of presence, 6 µs a row of the engine). */
const SLICE_ROWS = 250;

interface Row {
  entry: number;
  at: number;
  memory_entry: number;
  memory_at: number;
}

/**
 * Two positions, always saved with what stands at them. The *conclusions* (estate, alarms, incidents, audit, outbox,
 * commands) are saved with each change of an alarm: few rows. The *memories* (what every device said last, what every
 * rule remembers) change with each frame and are saved from time to time, and their position is never the later one.
 * After a restart the journal is read from the memories on; up to the conclusions' position it only fills the memories
 * again, and concludes nothing a second time.
 *
 * The database runs with `synchronous=NORMAL`: after a power cut it may be older than the journal, and the journal
 * tells the rest again.
 */
export class State {
  readonly #db: Database;
  readonly #conclusions: readonly Ledger[];
  readonly #memories: readonly MemoryLedger[];
  readonly #table: MemoryTable;
  readonly #savePosition;
  #concluded: Position;
  #remembered: Position;
  /** Where the memories stood when the slices under way began. */
  #slicing: Position | undefined;

  constructor(db: Database, conclusions: readonly Ledger[], table: MemoryTable, memories: readonly MemoryLedger[]) {
    this.#db = db;
    this.#conclusions = conclusions;
    this.#table = table;
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

  /** Slices are under way, and more of them are due. */
  get isSlicing(): boolean {
    return this.#slicing !== undefined;
  }

  isDirty(): boolean {
    return this.#conclusions.some((ledger) => ledger.isDirty());
  }

  /** Saves the conclusions at a position, and of the memories what `extent` says, in one transaction. Throws SQLite's error; then nothing was written. */
  commit(position: Position, extent: Extent): void {
    const from = this.#begin(position, extent);
    const taken = this.#take(extent);
    const left = this.#memories.reduce((sum, { changes }, nth) => sum + changes.left - (taken[nth]?.rows.length ?? 0), 0);
    const isDone = extent !== 'conclusions' && left === 0;
    // Who has nothing to save prepares nothing: of all rooms one or two have, with each alarm.
    const unsaved = this.#conclusions.filter((ledger) => ledger.isDirty() || ledger.holdsBack?.());
    const remembered = isDone && from ? from : this.#remembered;
    this.#db.transaction(() => {
      for (const ledger of unsaved) ledger.write();
      for (const { ledger, rows } of taken) this.#table.write(ledger.room, rows);
      if (isDone) this.#table.count();
      this.#savePosition.run(position.entry, position.at, remembered.entry, remembered.at);
    })();
    for (const ledger of unsaved) ledger.written();
    for (const { ledger, rows } of taken) ledger.changes.written(rows);
    this.#concluded = position;
    this.#remembered = remembered;
    if (!isDone) return;
    this.#table.counted();
    this.#slicing = undefined;
  }

  /** Rows that an earlier slice wrote and that did not change since are as good for a whole save. */
  #begin(position: Position, extent: Extent): Position | undefined {
    if (extent === 'whole' || (extent === 'slice' && !this.#slicing)) {
      for (const memory of this.#memories) memory.changes.begin();
      this.#slicing = position;
    }
    return this.#slicing;
  }

  #take(extent: Extent): { ledger: MemoryLedger; rows: KeyedRow[] }[] {
    if (extent === 'conclusions') return [];
    let limit = extent === 'slice' ? SLICE_ROWS : Number.POSITIVE_INFINITY;
    return this.#memories.map((ledger) => {
      const rows = ledger.changes.next(limit);
      limit -= rows.length;
      return { ledger, rows };
    });
  }
}
