// Searching the audit: by time, person, deed, thing and words, page by page, at the same speed in a million lines as in ten.
import type { Database } from '../sqlite.ts';
import type { AuditRecord } from './alarm-store.ts';

export interface AuditQuery {
  /** ms since 1970; `to` itself is not in it. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Id of who did it. */
  readonly person?: string | undefined;
  readonly what?: string | undefined;
  readonly about?: string | undefined;
  /** Words that all stand in the line: in its names, ids, addresses and particulars. */
  readonly text?: string | undefined;
  /** Cursor of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface AuditPage {
  readonly rows: readonly AuditRecord[];
  /** Null: nothing follows. A page may be short and be followed all the same, where many lines had to be looked through. */
  readonly next: string | null;
}

/** Lines of a word that are looked at for one page. */
const LOOKED_AT = 2_000;
/** A span of so many lines is read itself: the index of words would be walked from its youngest end. */
const NARROW = 20_000;
/** A clock that was set back puts lines of one time among the numbers of another; so many lines around are looked at too. */
const CLOCK_SLACK = 5_000;
/** Lines that were there before the index was, indexed with each write until all are. */
const CAUGHT_UP_AT_ONCE = 500;
/** People and kinds of deed that are offered. */
const OFFERED = 500;
const LONGEST = 4_000;
/** Before the number in the cursor of a search by the index of words. */
const BY_WORDS = '0.';

const TABLES = `
  CREATE INDEX IF NOT EXISTS audit_by_at ON audit (at);
  CREATE INDEX IF NOT EXISTS audit_by_person ON audit (by, at);
  CREATE INDEX IF NOT EXISTS audit_by_what ON audit (what, at);
  CREATE INDEX IF NOT EXISTS audit_by_person_and_what ON audit (by, what, at);
  CREATE INDEX IF NOT EXISTS audit_by_thing ON audit (about, at);
  CREATE VIRTUAL TABLE IF NOT EXISTS audit_text USING fts5 (text, content = '', tokenize = 'unicode61');
  CREATE TABLE IF NOT EXISTS audit_text_from (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL) STRICT;
`;

type Row = Omit<AuditRecord, 'from' | 'detail'> & { readonly origin: string; readonly detail: string };

export class AuditSearch {
  readonly #db: Database;
  readonly #index;
  /** Lines before this one are not in the index of words yet. */
  #indexedFrom: number;

  /** The table of the audit is there already. */
  constructor(db: Database) {
    this.#db = db;
    db.exec(TABLES);
    this.#index = db.prepare('INSERT INTO audit_text (rowid, text) VALUES (?, ?)');
    const known = db.prepare<[], number>('SELECT number FROM audit_text_from').pluck().get();
    this.#indexedFrom = known ?? db.prepare<[], number>('SELECT coalesce(max(number), 0) + 1 FROM audit').pluck().get() ?? 1;
  }

  /** New lines, in the transaction that writes them. */
  write(rows: readonly AuditRecord[]): void {
    for (const row of rows) this.#index.run(row.number, wordsOf(row));
    this.#catchUp(CAUGHT_UP_AT_ONCE);
  }

  /** Lines of a gateway that had no index of words: the youngest first. */
  #catchUp(limit: number): void {
    const older = this.#indexedFrom > 1 ? this.#before(this.#indexedFrom, limit) : [];
    for (const row of older) this.#index.run(row.number, wordsOf(row));
    this.#indexedFrom = older.length < limit ? 1 : (older.at(-1)?.number ?? 1);
    this.#db.prepare('INSERT OR REPLACE INTO audit_text_from (one, number) VALUES (1, ?)').run(this.#indexedFrom);
  }

  #before(number: number, limit: number): AuditRecord[] {
    return this.#db
      .prepare<[number, number], Row>('SELECT * FROM audit WHERE number < ? ORDER BY number DESC LIMIT ?')
      .all(number, limit)
      .map(recordOf);
  }

  /** Lines about any of these things, by number; each thing may be named once. */
  about(things: readonly string[]): AuditRecord[] {
    return this.#db
      .prepare<[string], Row>('SELECT audit.* FROM json_each(?) AS thing JOIN audit ON audit.about = thing.value ORDER BY audit.number')
      .all(JSON.stringify(things))
      .map(recordOf);
  }

  /** Whether the words of all lines can be found by now. */
  get isComplete(): boolean {
    return this.#indexedFrom <= 1;
  }

  /** The youngest first. */
  find(query: AuditQuery): AuditPage {
    const phrases = phrasesOf(query.text ?? '');
    if (phrases.length === 0) return this.#byTime(query);
    const numbers = this.#numbersOf(query);
    // A page goes on as the first one began.
    const isNarrow = query.after === undefined ? numbers.highest - numbers.lowest <= NARROW : !query.after.startsWith(BY_WORDS);
    return isNarrow ? this.#byReading(query, phrases) : this.#byWords(query, phrases, numbers);
  }

  /** Reads a narrow span. */
  #byReading(query: AuditQuery, phrases: readonly Phrase[]): AuditPage {
    const rows: AuditRecord[] = [];
    let after = query.after;
    for (;;) {
      const page = this.#byTime({ ...query, after, limit: LOOKED_AT });
      for (const row of page.rows) {
        const pieces = ` ${piecesOf(wordsOf(row)).join(' ')} `;
        if (phrases.every((phrase) => pieces.includes(` ${phrase.pieces.join(' ')}${phrase.mayGoOn ? '' : ' '}`))) rows.push(row);
        if (rows.length === query.limit) return { rows, next: `${row.at}.${row.number}` };
      }
      if (page.next === null) return { rows, next: null };
      after = page.next;
    }
  }

  #byTime(query: AuditQuery): AuditPage {
    const { where, values } = conditions(query);
    const [at, number] = (query.after ?? '').split('.').map(Number);
    if (query.after !== undefined) {
      where.push('(at, number) < (?, ?)');
      values.push(at ?? 0, number ?? 0);
    }
    const rows = this.#db
      .prepare<unknown[], Row>(`SELECT * FROM audit ${whereOf(where)} ORDER BY at DESC, number DESC LIMIT ?`)
      .all(...values, query.limit);
    const last = rows.at(-1);
    return { rows: rows.map(recordOf), next: rows.length < query.limit || !last ? null : `${last.at}.${last.number}` };
  }

  #byWords(query: AuditQuery, phrases: readonly Phrase[], { lowest, highest }: { lowest: number; highest: number }): AuditPage {
    const match = phrases.map(({ pieces, mayGoOn }) => `"${pieces.join(' ')}"${mayGoOn ? ' *' : ''}`).join(' ');
    const below = query.after === undefined ? highest : Math.min(highest, Number(query.after.split('.').at(-1)));
    const numbers = this.#db
      .prepare<unknown[], number>(
        'SELECT rowid FROM audit_text WHERE audit_text MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
      )
      .pluck()
      .all(match, lowest, below, LOOKED_AT);
    const last = numbers.at(-1);
    if (last === undefined) return { rows: [], next: null };
    const { where, values } = conditions(query);
    const rows = this.#db
      .prepare<unknown[], Row>(
        `SELECT audit.* FROM json_each(?) AS found JOIN audit ON audit.number = found.value ${whereOf(where)} ORDER BY audit.number DESC LIMIT ?`,
      )
      .all(JSON.stringify(numbers), ...values, query.limit);
    const end = rows.length === query.limit ? rows.at(-1)?.number : numbers.length === LOOKED_AT ? last : undefined;
    return { rows: rows.map(recordOf), next: end === undefined ? null : `${BY_WORDS}${end}` };
  }

  /** Between which numbers the lines of a span of time stand. */
  #numbersOf({ from, to }: AuditQuery): { lowest: number; highest: number } {
    const next = (sql: string, at: number): number | undefined => this.#db.prepare<[number], number>(sql).pluck().get(at);
    const first = from === undefined ? 1 : next('SELECT number FROM audit WHERE at >= ? ORDER BY at, number LIMIT 1', from);
    const past = to === undefined ? undefined : next('SELECT number FROM audit WHERE at >= ? ORDER BY at, number LIMIT 1', to);
    return {
      lowest: first === undefined ? Number.MAX_SAFE_INTEGER : first - CLOCK_SLACK,
      highest: past === undefined ? Number.MAX_SAFE_INTEGER : past + CLOCK_SLACK,
    };
  }

  /** Number of the last line. */
  last(): number {
    return this.#db.prepare<[], number>('SELECT coalesce(max(number), 0) FROM audit').pluck().get() ?? 0;
  }

  /** Who stands in the audit, by their last name in it. */
  people(): { id: string; name: string }[] {
    const nameOf = this.#db.prepare<[string], string>('SELECT name FROM audit WHERE by = ? ORDER BY at DESC LIMIT 1').pluck();
    return this.#different('by').map((id) => ({ id, name: nameOf.get(id) ?? id }));
  }

  /** Which kinds of deed stand in it. */
  kinds(): string[] {
    return this.#different('what');
  }

  /** Jumps over the index from one value to the next. */
  #different(column: 'by' | 'what'): string[] {
    return this.#db
      .prepare<[number], string>(
        `WITH RECURSIVE each (value) AS (SELECT min(${column}) FROM audit UNION ALL
           SELECT (SELECT min(${column}) FROM audit WHERE ${column} > each.value) FROM each WHERE each.value IS NOT NULL)
         SELECT value FROM each WHERE value IS NOT NULL LIMIT ?`,
      )
      .pluck()
      .all(OFFERED);
  }
}

function conditions({ from, to, person, what, about }: AuditQuery): { where: string[]; values: (string | number)[] } {
  const pairs: readonly (readonly [string, string | number | undefined])[] = [
    ['audit.at >= ?', from],
    ['audit.at < ?', to],
    ['audit.by = ?', person],
    ['audit.what = ?', what],
    ['audit.about = ?', about],
  ];
  const given = pairs.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  return { where: given.map(({ sql }) => sql), values: given.map(({ value }) => value) };
}

function whereOf(where: readonly string[]): string {
  return where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`;
}

function recordOf({ origin, detail, ...row }: Row): AuditRecord {
  return { ...row, from: origin, detail: JSON.parse(detail) as Record<string, unknown> };
}

/** A Chinese character is a word by itself, so that any part of a name is found. */
function spaced(text: string): string {
  return text.replace(/\p{Script=Han}/gu, ' $& ');
}

function wordsOf({ by, name, from, what, about, detail }: AuditRecord): string {
  const told: string[] = [];
  const tell = (value: unknown): void => {
    if (typeof value === 'string' || typeof value === 'number') told.push(String(value));
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) tell(each);
  };
  tell(detail);
  return spaced([name, by, from, what, about, ...told].join(' ').slice(0, LONGEST));
}

/** A word of a search: its pieces stand one behind the other, and the last of a Latin word may go on. */
interface Phrase {
  readonly pieces: readonly string[];
  readonly mayGoOn: boolean;
}

function piecesOf(text: string): string[] {
  return spaced(text.toLowerCase()).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function phrasesOf(text: string): Phrase[] {
  return text.split(/\s+/).flatMap((word) => {
    const pieces = piecesOf(word);
    return pieces.length === 0 ? [] : [{ pieces, mayGoOn: !/\p{Script=Han}$/u.test(pieces.at(-1) ?? '') }];
  });
}
