// What must leave the house about alarms: written in the transaction of the change itself, gone only when it was handed over.
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import type { Alarm } from './alarm.ts';

/** What happened to an alarm, in one word. */
export type AlarmChange = 'raised' | 'raised again' | 'restored' | 'acknowledged' | 'judged' | 'reset' | 'closed';

export interface OutboxRow {
  readonly id: string;
  readonly device: string;
  readonly point: string;
  readonly class: string;
  readonly change: AlarmChange;
  /** ms since 1970. */
  readonly at: number;
  readonly title: string;
}

/** Hands rows over; resolves when the other side has them on its disk. */
export type HandOver = (rows: readonly OutboxRow[]) => Promise<void>;

/** Rows in one hand-over: a storm of a panel, a tenth of a second to write. */
const AT_ONCE = 500;
/** After a refusal the next try is this much later. */
const AGAIN_MS = 5_000;

/**
 * Which word a change deserves; the last step of its life where several came at once. Undefined: none of these happened
 * to it (it was shelved or isolated, or went over to another incident).
 */
export function wordOf(before: Alarm, after: Alarm): AlarmChange | undefined {
  if (after.closedAt !== null) return 'closed';
  if (after.times > before.times) return 'raised again';
  if (after.condition !== before.condition) return 'restored';
  if (after.reset !== before.reset && after.reset !== null) return 'reset';
  if (after.judged !== before.judged && after.judged !== null) return 'judged';
  return after.attention === 'acknowledged' && before.attention === 'new' ? 'acknowledged' : undefined;
}

export class Outbox implements Ledger {
  readonly #db: Database;
  readonly #handOver: HandOver | undefined;
  #pending: OutboxRow[] = [];
  #isHandingOver = false;
  #notBefore = 0;

  /** Without anybody to hand over to, nothing is kept. */
  constructor(db: Database, handOver?: HandOver) {
    this.#db = db;
    this.#handOver = handOver;
    db.exec('CREATE TABLE IF NOT EXISTS outbox (number INTEGER PRIMARY KEY AUTOINCREMENT, data TEXT NOT NULL) STRICT');
  }

  /** `change` undefined: nothing that is told outside. */
  put(alarm: Alarm, change: AlarmChange | undefined, at: number): void {
    if (!this.#handOver || !change) return;
    const { id, device, point, title } = alarm;
    this.#pending.push({ id, device, point, class: alarm.class, change, at, title: title.zh });
  }

  isDirty(): boolean {
    return this.#pending.length > 0;
  }

  write(): void {
    const save = this.#db.prepare('INSERT INTO outbox (data) VALUES (?)');
    for (const row of this.#pending) save.run(JSON.stringify(row));
  }

  written(): void {
    this.#pending = [];
  }

  /** Hands over what was written, oldest first. Repeated after a crash: the receiver knows a row by id, word and time. */
  async deliver(now: number): Promise<void> {
    if (!this.#handOver || this.#isHandingOver || now < this.#notBefore) return;
    const rows = this.#db
      .prepare<[number], { number: number; data: string }>('SELECT number, data FROM outbox ORDER BY number LIMIT ?')
      .all(AT_ONCE);
    const last = rows.at(-1);
    if (!last) return;
    this.#isHandingOver = true;
    try {
      await this.#handOver(rows.map((row) => JSON.parse(row.data) as OutboxRow));
      this.#db.prepare('DELETE FROM outbox WHERE number <= ?').run(last.number);
    } catch {
      this.#notBefore = now + AGAIN_MS;
    } finally {
      this.#isHandingOver = false;
    }
  }
}
