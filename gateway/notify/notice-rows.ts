// The notices in their tables: each due telling of one recipient a row, each try beneath it, and what became of it.
import type { Words } from '../../device-drivers/words.ts';
import type { Database } from '../sqlite.ts';
import { unhurried } from '../unhurried.ts';
import type { NoticeOutcome } from './coalescing.ts';
import type { Notice } from './notice.ts';
import type { Person } from './roster.ts';

/** One recipient of one telling: what is sent. */
export interface NoticeRow {
  /** Derived from incident, round, step, repetition and recipient: a replay makes the same. */
  readonly id: string;
  readonly dueAt: number;
  /** Places of the incident from the top down. */
  readonly path: readonly string[];
  readonly recipient: Person;
  /** Names of channels as the policy gives them, in order. */
  readonly via: readonly string[];
  /** Of the policy, seconds; left out: as usual. */
  readonly besideAfter?: number | undefined;
  readonly notice: Notice;
}

export interface Attempt {
  readonly channel: string;
  readonly at: number;
  readonly tookMs: number;
  readonly is: 'ok' | 'retry' | 'refused';
  readonly reason: Words | null;
}

/** What a person is shown of a notice. */
export interface ToldNotice extends NoticeRow {
  /** Null: under way. */
  readonly outcome: NoticeOutcome | null;
  readonly attempts: readonly Attempt[];
}

/** How many notices came to what. */
export type ToldCounts = Readonly<Record<NoticeOutcome['is'] | 'under-way', number>>;

const TABLES = `
  CREATE TABLE IF NOT EXISTS notice (id TEXT PRIMARY KEY, incident TEXT NOT NULL, drill INTEGER NOT NULL, due_at INTEGER NOT NULL,
    data TEXT NOT NULL, outcome TEXT) STRICT;
  CREATE INDEX IF NOT EXISTS notice_by_incident ON notice (incident, due_at);
  CREATE INDEX IF NOT EXISTS notice_unsent ON notice (due_at) WHERE outcome IS NULL;
  CREATE TABLE IF NOT EXISTS notice_attempt (number INTEGER PRIMARY KEY AUTOINCREMENT, notice TEXT NOT NULL, channel TEXT NOT NULL,
    at INTEGER NOT NULL, took_ms INTEGER NOT NULL, outcome TEXT NOT NULL, reason TEXT) STRICT;
  CREATE INDEX IF NOT EXISTS notice_attempt_by_notice ON notice_attempt (notice);
`;

interface AttemptColumns {
  notice: string;
  channel: string;
  at: number;
  took_ms: number;
  outcome: Attempt['is'];
  reason: string | null;
}

/** A try of the past, with the notice that it was of. */
export interface PastTry {
  readonly channel: string;
  readonly at: number;
  readonly row: NoticeRow;
}

export class NoticeRows {
  readonly #db: Database;
  readonly #put;
  readonly #end;
  readonly #try;

  constructor(db: Database) {
    this.#db = db;
    db.exec(TABLES);
    this.#put = db.prepare('INSERT OR IGNORE INTO notice (id, incident, drill, due_at, data) VALUES (?, ?, ?, ?, ?)');
    this.#end = db.prepare('UPDATE notice SET outcome = ? WHERE id = ? AND outcome IS NULL');
    this.#try = db.prepare('INSERT INTO notice_attempt (notice, channel, at, took_ms, outcome, reason) VALUES (?, ?, ?, ?, ?, ?)');
  }

  /** One that is there already stays as it is, with what became of it. */
  put(row: NoticeRow): void {
    const { id, dueAt, notice } = row;
    this.#put.run(id, notice.incident, Number(notice.drill), dueAt, JSON.stringify(row));
  }

  end(outcome: NoticeOutcome): void {
    this.#end.run(JSON.stringify(outcome), outcome.job);
  }

  tried(notice: string, { channel, at, tookMs, is, reason }: Attempt): void {
    this.#try.run(notice, channel, at, tookMs, is, reason === null ? null : JSON.stringify(reason));
  }

  /** Without an outcome, the oldest first. */
  unsent(): NoticeRow[] {
    return this.#db
      .prepare<[], { data: string }>('SELECT data FROM notice WHERE outcome IS NULL ORDER BY due_at, rowid')
      .all()
      .map(({ data }) => JSON.parse(data) as NoticeRow);
  }

  /** The last so many tries of what went out since an instant, the oldest first. */
  triesSince(at: number, atMost: number): PastTry[] {
    return this.#db
      .prepare<[number, number], { channel: string; at: number; data: string }>(
        `SELECT last.channel, last.at, notice.data FROM (SELECT * FROM notice_attempt ORDER BY number DESC LIMIT ?) AS last
         JOIN notice ON notice.id = last.notice WHERE last.at > ? ORDER BY last.number`,
      )
      .all(atMost, at)
      .map(({ data, ...rest }) => ({ ...rest, row: JSON.parse(data) as NoticeRow }));
  }

  /** The one with an id, as it is sent. */
  one(id: string): NoticeRow | undefined {
    const row = this.#db.prepare<[string], { data: string }>('SELECT data FROM notice WHERE id = ?').get(id);
    return row && (JSON.parse(row.data) as NoticeRow);
  }

  /** Everything that was told of an incident, in the order in which it was due. */
  ofIncident(incident: string): ToldNotice[] {
    return this.#told(this.#numbersOf(incident));
  }

  /** The same of an incident that may have tens of thousands: others get their turn between portions. */
  allOf(incident: string): Promise<ToldNotice[]> {
    return unhurried(this.#numbersOf(incident), (some) => this.#told(some));
  }

  /** At most so many of them, in the same order: the latest, and what was folded into another only where there is room; and how many came to what. */
  lastOf(incident: string, most: number): { readonly items: ToldNotice[]; readonly counts: ToldCounts } {
    const numbers = this.#db
      .prepare<[string, number], number>(
        `SELECT rowid FROM (SELECT rowid, due_at FROM notice WHERE incident = ?
           ORDER BY json_extract(outcome, '$.is') IS 'folded', due_at DESC, rowid DESC LIMIT ?) ORDER BY due_at, rowid`,
      )
      .pluck()
      .all(incident, most);
    const counts = { sent: 0, folded: 0, refused: 0, failed: 0, 'under-way': 0 };
    for (const { came, count } of this.#db
      .prepare<[string], { came: NoticeOutcome['is'] | null; count: number }>(
        "SELECT json_extract(outcome, '$.is') AS came, count(*) AS count FROM notice WHERE incident = ? GROUP BY came",
      )
      .all(incident))
      counts[came ?? 'under-way'] = count;
    return { items: this.#told(numbers), counts };
  }

  #numbersOf(incident: string): number[] {
    return this.#db.prepare<[string], number>('SELECT rowid FROM notice WHERE incident = ? ORDER BY due_at, rowid').pluck().all(incident);
  }

  #told(numbers: readonly number[]): ToldNotice[] {
    const list = JSON.stringify(numbers);
    const attempts = new Map<string, Attempt[]>();
    for (const { notice, took_ms: tookMs, outcome: is, reason, ...rest } of this.#db
      .prepare<[string], AttemptColumns>(
        `SELECT notice, channel, at, took_ms, notice_attempt.outcome, reason FROM json_each(?) AS listed JOIN notice ON notice.rowid = listed.value
         JOIN notice_attempt ON notice_attempt.notice = notice.id ORDER BY number`,
      )
      .all(list)) {
      const known = attempts.get(notice) ?? [];
      attempts.set(notice, known);
      known.push({ ...rest, tookMs, is, reason: reason === null ? null : (JSON.parse(reason) as Words) });
    }
    return this.#db
      .prepare<[string], { data: string; outcome: string | null }>(
        'SELECT data, outcome FROM json_each(?) AS listed JOIN notice ON notice.rowid = listed.value ORDER BY listed.key',
      )
      .all(list)
      .map(({ data, outcome }) => {
        const row = JSON.parse(data) as NoticeRow;
        const end = outcome === null ? null : (JSON.parse(outcome) as NoticeOutcome);
        return { ...row, outcome: end, attempts: attempts.get(row.id) ?? [] };
      });
  }
}
