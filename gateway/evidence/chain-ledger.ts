// The chain's table: each audit line, alarm change, incident change and frame of evidence, in the order they were made.
import { randomBytes } from 'node:crypto';
import type { Alarm } from '../alarms/alarm.ts';
import type { AuditRecord, FrameEntry } from '../alarms/alarm-store.ts';
import type { Incident } from '../alarms/incident.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import { type ChainKind, type ChainRecord, canonical, changeBetween, linkHash, NOTHING, sha256 } from './chain.ts';
import { auditContent, frameContent, frameReference } from './contents.ts';

/** The last record that is saved. */
export interface ChainHead {
  /** Names the chain: a gateway whose state was lost begins another one. */
  readonly gateway: string;
  readonly number: number;
  readonly hash: string;
}

/** A record as it stands in the table. */
export interface ChainRow extends ChainRecord {
  readonly hash: string;
  /** Canonical text of a change; null where the content stands in a table that is only ever added to. */
  readonly text: string | null;
}

const TABLE = `
  CREATE TABLE IF NOT EXISTS chain (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, reference TEXT NOT NULL, at INTEGER NOT NULL,
    content BLOB NOT NULL, hash BLOB NOT NULL, text TEXT) STRICT;
  CREATE INDEX IF NOT EXISTS chain_by_reference ON chain (reference, number);
`;

interface StoredRow {
  number: number;
  kind: ChainKind;
  reference: string;
  at: number;
  content: Buffer;
  hash: Buffer;
  text: string | null;
}

/** A row of the table with its hashes in hexadecimal. */
export function chainRow({ number, kind, reference, at, content, hash, text }: StoredRow): ChainRow {
  return { number, kind, reference, at, content: content.toString('hex'), hash: hash.toString('hex'), text };
}

export const CHAIN_COLUMNS = 'number, kind, reference, at, content, hash, text';

/** The id of the chain, from the text of its first record; undefined where that is none. */
export function gatewayOf(text: string | null | undefined): string | undefined {
  if (!text) return undefined;
  const { gateway } = (JSON.parse(text) as { whole?: { gateway?: unknown } }).whole ?? {};
  return typeof gateway === 'string' ? gateway : undefined;
}

/**
 * A share of the conclusions: the records go to the disk in the transaction of the changes that they tell of, and so
 * a replay goes on exactly behind the last of them. Hashing is done when a change is made, 25 µs each with its row (bench/evidence.ts).
 */
export class ChainLedger implements Ledger {
  readonly #db: Database;
  readonly #save;
  readonly #lastOf;
  /** Open alarms and incidents as the chain knows them, with the number of their last record. */
  readonly #known = new Map<string, { readonly number: number; readonly state: object }>();
  #pending: ChainRow[] = [];
  #gateway: string;
  #last: { readonly number: number; readonly hash: string };
  #saved: { readonly number: number; readonly hash: string };

  /** `at`: when a chain that is not there yet begins, ms since 1970. */
  constructor(db: Database, at: number) {
    this.#db = db;
    db.exec(TABLE);
    this.#save = db.prepare(`INSERT INTO chain (${CHAIN_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.#lastOf = db.prepare<[string], { number: number | null }>('SELECT max(number) AS number FROM chain WHERE reference = ?');
    const last = db.prepare<[], StoredRow>(`SELECT ${CHAIN_COLUMNS} FROM chain ORDER BY number DESC LIMIT 1`).get();
    this.#last = last ? { number: last.number, hash: last.hash.toString('hex') } : { number: 0, hash: NOTHING };
    this.#saved = this.#last;
    const first = db.prepare<[], { text: string | null }>('SELECT text FROM chain ORDER BY number LIMIT 1').get();
    this.#gateway = gatewayOf(first?.text) ?? randomBytes(8).toString('hex');
    if (!last) this.#put('begin', 'chain', at, canonical({ whole: { gateway: this.#gateway } }), true);
  }

  /** The last record on the disk; undefined before the first save. */
  head(): ChainHead | undefined {
    return this.#saved.number === 0 ? undefined : { gateway: this.#gateway, ...this.#saved };
  }

  audit(line: AuditRecord): void {
    this.#put('audit', String(line.number), line.at, canonical(auditContent(line)), false);
  }

  frame(alarm: string, entry: FrameEntry): void {
    this.#put('frame', frameReference(alarm, entry.number), entry.frame.receivedAt, canonical(frameContent(alarm, entry)), false);
  }

  /** `before`: the alarm as it stands in its table. */
  alarm(after: Alarm, at: number, before: () => Alarm | undefined): void {
    this.#change('alarm', after, at, before);
  }

  incident(after: Incident, at: number, before: () => Incident | undefined): void {
    this.#change('incident', after, at, before);
  }

  #change<T extends Alarm | Incident>(kind: 'alarm' | 'incident', after: T, at: number, before: () => T | undefined): void {
    const known = this.#known.get(after.id) ?? this.#fromTable(after.id, before);
    const change = known ? changeBetween(known.state, after, known.number) : { whole: after };
    if (!change) return;
    const number = this.#put(kind, after.id, at, canonical(change), true);
    if (after.closedAt === null) this.#known.set(after.id, { number, state: after });
    else this.#known.delete(after.id);
  }

  /**
   * From the table and not from the chain: who edited the row while nobody looked must not have the edit written into
   * the chain as if it were a change.
   */
  #fromTable<T extends object>(id: string, before: () => T | undefined): { number: number; state: T } | undefined {
    const waiting = this.#pending.findLast(({ reference }) => reference === id)?.number;
    const number = waiting ?? this.#lastOf.get(id)?.number ?? undefined;
    const state = number === undefined ? undefined : before();
    return number !== undefined && state ? { number, state } : undefined;
  }

  #put(kind: ChainKind, reference: string, at: number, text: string, isKept: boolean): number {
    const record: ChainRecord = { number: this.#last.number + 1, kind, reference, at: Math.round(at), content: sha256(text) };
    const hash = linkHash(this.#last.hash, record);
    this.#pending.push({ ...record, hash, text: isKept ? text : null });
    this.#last = { number: record.number, hash };
    return record.number;
  }

  isDirty(): boolean {
    return this.#pending.length > 0;
  }

  write(): void {
    for (const { number, kind, reference, at, content, hash, text } of this.#pending)
      this.#save.run(number, kind, reference, at, Buffer.from(content, 'hex'), Buffer.from(hash, 'hex'), text);
  }

  written(): void {
    this.#pending = [];
    this.#saved = this.#last;
  }

  /** The saved records of these references, in order. */
  rowsOf(references: readonly string[]): ChainRow[] {
    const rows = this.#db.prepare<[string], StoredRow>(`SELECT ${CHAIN_COLUMNS} FROM chain WHERE reference = ? ORDER BY number`);
    return references
      .flatMap((reference) => rows.all(reference))
      .map(chainRow)
      .sort((one, other) => one.number - other.number);
  }

  /** The saved records between two numbers, both included. */
  rowsBetween(from: number, to: number): ChainRow[] {
    return this.#db
      .prepare<[number, number], StoredRow>(`SELECT ${CHAIN_COLUMNS} FROM chain WHERE number BETWEEN ? AND ? ORDER BY number`)
      .all(from, to)
      .map(chainRow);
  }
}
