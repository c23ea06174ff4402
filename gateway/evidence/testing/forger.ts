// What somebody does to a database who knows how its chain is made.
import type { Database } from '../../sqlite.ts';
import { type Change, canonical, changed, linkHash } from '../chain.ts';
import { CHAIN_COLUMNS, chainRow } from '../chain-ledger.ts';

/** The one row of a question. */
export const one = <T>(db: Database, sql: string, ...values: unknown[]): T => db.prepare<unknown[], T>(sql).get(...values) as T;
/** Number of a kind's first record, or of the `nth` after it. */
export const record = (db: Database, kind: string, nth = 0): number =>
  one<{ number: number }>(db, 'SELECT number FROM chain WHERE kind = ? ORDER BY number LIMIT 1 OFFSET ?', kind, nth).number;

/** Gives every record from a number on the hash that it should have, as somebody would who knows how the chain is made. */
export function hashAnew(db: Database, from: number): void {
  let previous = one<{ hash: Buffer }>(db, 'SELECT hash FROM chain WHERE number = ?', from - 1).hash.toString('hex');
  for (const stored of db
    .prepare<[number], Parameters<typeof chainRow>[0]>(`SELECT ${CHAIN_COLUMNS} FROM chain WHERE number >= ? ORDER BY number`)
    .all(from)) {
    previous = linkHash(previous, chainRow(stored));
    db.prepare('UPDATE chain SET hash = ? WHERE number = ?').run(Buffer.from(previous, 'hex'), stored.number);
  }
}

/** Takes the last two records away, and what they tell of, so that the rest is sound in itself. */
export function cutEnd(db: Database): void {
  const last = one<{ n: number }>(db, 'SELECT max(number) AS n FROM chain').n;
  for (const number of [last, last - 1]) {
    const { kind, reference } = one<{ kind: string; reference: string }>(db, 'SELECT kind, reference FROM chain WHERE number = ?', number);
    db.prepare('DELETE FROM chain WHERE number = ?').run(number);
    if (kind === 'audit') db.prepare('DELETE FROM audit WHERE number = ?').run(Number(reference));
    else restore(db, kind, reference);
  }
}

/** The row as the chain had it before. */
function restore(db: Database, kind: string, reference: string): void {
  const texts = db.prepare<[string], { text: string }>('SELECT text FROM chain WHERE reference = ? ORDER BY number').all(reference);
  const state = texts.reduce<Record<string, unknown>>((before, { text }) => ({ ...changed(before, JSON.parse(text) as Change) }), {});
  const closed = state['closedAt'] === null ? 0 : 1;
  db.prepare(`UPDATE ${kind} SET data = ?, change = ?, closed = ? WHERE id = ?`).run(canonical(state), state['change'], closed, reference);
}
