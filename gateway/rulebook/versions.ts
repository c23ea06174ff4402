// What people write about judgement, limits and rules of their own: every version with who, when and why, and what waits for a second person.
import type { Signature } from '../alarms/alarm.ts';
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';

/** A version as it is kept; numbers count from 1. */
export interface Version<T> {
  readonly key: string;
  readonly version: number;
  readonly value: T;
  readonly by: Signature;
  /** Null where the gateway or an older version of it wrote it. */
  readonly reason: string | null;
  /** The second person who agreed, and why; null where none was needed. */
  readonly agreed: (Signature & { readonly reason: string }) | null;
}

/** A change that counts for nothing until a second person has agreed. */
export interface Waiting<T> {
  readonly key: string;
  /** The version that its author saw; 0: there was none. */
  readonly base: number;
  readonly value: T;
  readonly by: Signature;
  readonly reason: string;
}

/** What somebody writes. `base` left out: whatever there is. */
export interface Writing<T> {
  readonly key: string;
  readonly base: number | undefined;
  readonly value: T;
  readonly by: Signature;
  readonly reason: string | null;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS written_version (nth INTEGER PRIMARY KEY AUTOINCREMENT, book TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL,
    data TEXT NOT NULL, UNIQUE (book, key, version)) STRICT;
  CREATE TABLE IF NOT EXISTS written_waiting (book TEXT NOT NULL, key TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (book, key)) STRICT;
`;

export class Versions<T> implements Ledger {
  readonly #db: Database;
  readonly #book: string;
  /** In the order in which each key was first written. */
  readonly #last = new Map<string, Version<T>>();
  readonly #waiting = new Map<string, Waiting<T>>();
  #pending: Version<T>[] = [];
  readonly #dirtyWaiting = new Set<string>();

  /** `book`: what is written in it, `limit` or `rule`. */
  constructor(db: Database, book: string) {
    this.#db = db;
    this.#book = book;
    db.exec(TABLES);
    for (const one of this.#rows('SELECT data FROM written_version WHERE book = ? ORDER BY nth', [])) this.#last.set(one.key, one);
    const waiting = db.prepare<[string], { data: string }>('SELECT data FROM written_waiting WHERE book = ? ORDER BY rowid').all(book);
    for (const { data } of waiting) {
      const one = JSON.parse(data) as Waiting<T>;
      this.#waiting.set(one.key, one);
    }
  }

  /** The last version of each key, in the order in which the keys were first written. */
  all(): Iterable<Version<T>> {
    return this.#last.values();
  }

  last(key: string): Version<T> | undefined {
    return this.#last.get(key);
  }

  /** All versions of a key, the last first. */
  of(key: string): Version<T>[] {
    const saved = this.#rows('SELECT data FROM written_version WHERE book = ? AND key = ? ORDER BY version', [key]);
    return [...saved, ...this.#pending.filter((one) => one.key === key)].reverse();
  }

  waiting(key: string): Waiting<T> | undefined {
    return this.#waiting.get(key);
  }

  allWaiting(): Iterable<Waiting<T>> {
    return this.#waiting.values();
  }

  /**
   * Throws `changed-meanwhile` where somebody else was first, `conflict` where a change of the key waits for a second person; then
   * nothing is changed. With `needsSecond` it waits, and undefined comes back.
   */
  enter({ key, base, value, by, reason }: Writing<T>, needsSecond: boolean): Version<T> | undefined {
    const last = this.#last.get(key);
    const version = last?.version ?? 0;
    if (base !== undefined && base !== version) throw new BalefireError('changed-meanwhile', { who: last?.by.name ?? '—', version });
    const waiting = this.#waiting.get(key);
    if (waiting) throw refused(`${waiting.by.name} 的修改尚待批准`, `a change by ${waiting.by.name} still waits for a second person`);
    if (!needsSecond) return this.#keep({ key, version: version + 1, value, by, reason, agreed: null });
    this.#putWaiting({ key, base: version, value, by, reason: reason ?? '' });
    return undefined;
  }

  /**
   * A second person agrees, and the new version comes back; or it is refused or withdrawn: undefined. Throws `conflict` where
   * nothing waits or the author would agree alone, `changed-meanwhile`; then nothing is changed.
   */
  decide(key: string, agrees: boolean, by: Signature, reason: string): Version<T> | undefined {
    const waiting = this.#waiting.get(key);
    if (!waiting) throw refused('没有待批准的修改', 'nothing waits for a second person');
    if (agrees && waiting.by.id === by.id) throw refused('须由另一人批准', 'somebody else must agree');
    const last = this.#last.get(key);
    if (agrees && (last?.version ?? 0) !== waiting.base)
      throw new BalefireError('changed-meanwhile', { who: last?.by.name ?? '—', version: last?.version ?? 0 });
    this.#waiting.delete(key);
    this.#dirtyWaiting.add(key);
    if (!agrees) return undefined;
    const { value } = waiting;
    return this.#keep({ key, version: waiting.base + 1, value, by: waiting.by, reason: waiting.reason, agreed: { ...by, reason } });
  }

  /** A new version by the house itself, past what waits; that waits on against it. */
  carryOn(key: string, value: T, by: Signature, reason: string): Version<T> {
    const kept = this.#keep({ key, version: (this.#last.get(key)?.version ?? 0) + 1, value, by, reason, agreed: null });
    const waiting = this.#waiting.get(key);
    if (waiting) this.#putWaiting({ ...waiting, base: kept.version });
    return kept;
  }

  /** What waits, said anew where the house itself changed what it speaks of. */
  amendWaiting(key: string, amend: (value: T) => T): void {
    const waiting = this.#waiting.get(key);
    if (waiting) this.#putWaiting({ ...waiting, value: amend(waiting.value) });
  }

  /** What waits, under another key from now on; null: it waits no longer. */
  moveWaiting(key: string, to: string | null): void {
    const waiting = this.#waiting.get(key);
    if (!waiting) return;
    this.#waiting.delete(key);
    this.#dirtyWaiting.add(key);
    if (to !== null) this.#putWaiting({ ...waiting, key: to, base: this.#last.get(to)?.version ?? 0 });
  }

  isDirty(): boolean {
    return this.#pending.length > 0 || this.#dirtyWaiting.size > 0;
  }

  write(): void {
    const save = this.#db.prepare('INSERT OR IGNORE INTO written_version (book, key, version, data) VALUES (?, ?, ?, ?)');
    for (const one of this.#pending) save.run(this.#book, one.key, one.version, JSON.stringify(one));
    const put = this.#db.prepare('INSERT OR REPLACE INTO written_waiting (book, key, data) VALUES (?, ?, ?)');
    const drop = this.#db.prepare('DELETE FROM written_waiting WHERE book = ? AND key = ?');
    for (const key of this.#dirtyWaiting) {
      const waiting = this.#waiting.get(key);
      if (waiting) put.run(this.#book, key, JSON.stringify(waiting));
      else drop.run(this.#book, key);
    }
  }

  written(): void {
    this.#pending = [];
    this.#dirtyWaiting.clear();
  }

  #keep(version: Version<T>): Version<T> {
    this.#last.set(version.key, version);
    this.#pending.push(version);
    return version;
  }

  #putWaiting(waiting: Waiting<T>): void {
    this.#waiting.set(waiting.key, waiting);
    this.#dirtyWaiting.add(waiting.key);
  }

  #rows(sql: string, more: readonly string[]): Version<T>[] {
    return this.#db
      .prepare<string[], { data: string }>(sql)
      .all(this.#book, ...more)
      .map(({ data }) => JSON.parse(data) as Version<T>);
  }
}

function refused(zh: string, en: string): BalefireError {
  return new BalefireError('conflict', { detail: `${zh} / ${en}` });
}
