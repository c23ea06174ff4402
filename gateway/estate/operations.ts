// What people did at panels and transmission devices: reset, silence, manual alarm, self-test. Written once, in order.
import type { PanelOperation } from '../../device-drivers/gb26875/readings.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';

export interface OperationRecord extends Omit<PanelOperation, 'isRecord'> {
  readonly number: number;
  readonly receivedAt: number;
}

/** As long as alarms must be kept at least (GB 50440: one year), and a month for the yearly report, ms. */
const KEPT_MS = 396 * 86_400_000;
/** Old ones are looked for after so many new ones. */
const TRIM_EVERY = 1_000;

export class Operations implements Ledger {
  readonly #db: Database;
  #pending: Omit<OperationRecord, 'number'>[] = [];
  #sinceTrim = 0;

  constructor(db: Database) {
    this.#db = db;
    db.exec(`CREATE TABLE IF NOT EXISTS operation (number INTEGER PRIMARY KEY AUTOINCREMENT, device TEXT NOT NULL, at INTEGER NOT NULL,
      received_at INTEGER NOT NULL, operations INTEGER NOT NULL, operator INTEGER NOT NULL) STRICT;
      CREATE INDEX IF NOT EXISTS operation_by_device ON operation (device, number);
      CREATE UNIQUE INDEX IF NOT EXISTS operation_once ON operation (device, at, operations, operator);
      CREATE INDEX IF NOT EXISTS operation_by_time ON operation (received_at)`);
  }

  /** One that is known already (told when it happened, and read from the record later) is not kept twice. */
  add(operations: readonly PanelOperation[], receivedAt: number): void {
    for (const operation of operations) this.#pending.push({ ...operation, receivedAt });
  }

  /** Of a device and the systems behind it, newest first; `before`: number to go on before. */
  list(device: string, limit: number, before?: number): OperationRecord[] {
    return this.#db
      .prepare<unknown[], OperationRecord>(
        `SELECT number, device, at, received_at AS receivedAt, operations, operator FROM operation
         WHERE (device = @device OR (device > @device || ':' AND device < @device || ';')) AND number < @before ORDER BY number DESC LIMIT @limit`,
      )
      .all({ device, before: before ?? Number.MAX_SAFE_INTEGER, limit });
  }

  isDirty(): boolean {
    return this.#pending.length > 0;
  }

  write(): void {
    const save = this.#db.prepare('INSERT OR IGNORE INTO operation (device, at, received_at, operations, operator) VALUES (?, ?, ?, ?, ?)');
    for (const { device, at, receivedAt, operations, operator } of this.#pending) save.run(device, at, receivedAt, operations, operator);
    const newest = this.#pending.at(-1);
    if (newest && this.#sinceTrim >= TRIM_EVERY)
      this.#db.prepare('DELETE FROM operation WHERE received_at < ?').run(newest.receivedAt - KEPT_MS);
  }

  written(): void {
    this.#sinceTrim = (this.#sinceTrim % TRIM_EVERY) + this.#pending.length;
    this.#pending = [];
  }
}
