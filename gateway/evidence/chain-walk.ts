// Whether the chain of evidence holds from its beginning up to a line of the audit, asked while the gateway runs.
import { setImmediate as breathe } from 'node:timers/promises';
import type { AuditRecord } from '../alarms/alarm-store.ts';
import type { Database } from '../sqlite.ts';
import { canonical, linkHash, NOTHING, sha256 } from './chain.ts';
import { CHAIN_COLUMNS, chainRow } from './chain-ledger.ts';
import { auditContent } from './contents.ts';

export interface ChainProof {
  /** Number of the line's record in the chain; null: it has none. */
  readonly record: number | null;
  /** Every record up to it follows the one before, and the line is what was written then. */
  readonly holds: boolean;
  /** The first record that does not follow, or the line's own where its words were changed. */
  readonly fault: number | null;
}

/** Records hashed before others have their turn: some 10 ms. */
const AT_ONCE = 2_000;

type StoredRow = Parameters<typeof chainRow>[0];

/** Walks the chain; a record a hash. `verify` on the command line holds it against tables and anchors besides. */
export async function proveLine(db: Database, line: AuditRecord): Promise<ChainProof> {
  const own = db.prepare<[string], StoredRow>(`SELECT ${CHAIN_COLUMNS} FROM chain WHERE reference = ? AND kind = 'audit'`);
  const stored = own.get(String(line.number));
  if (!stored) return { record: null, holds: false, fault: null };
  const record = chainRow(stored);
  const page = db.prepare<[number, number, number], StoredRow>(
    `SELECT ${CHAIN_COLUMNS} FROM chain WHERE number > ? AND number <= ? ORDER BY number LIMIT ?`,
  );
  let [previous, at] = [NOTHING, 0];
  while (at < record.number) {
    const rows = page.all(at, record.number, AT_ONCE).map(chainRow);
    if (rows.length === 0) return { record: record.number, holds: false, fault: at + 1 };
    for (const row of rows) {
      const isWhole = row.text === null || sha256(row.text) === row.content;
      if (row.number !== at + 1 || linkHash(previous, row) !== row.hash || !isWhole)
        return { record: record.number, holds: false, fault: at + 1 };
      [previous, at] = [row.hash, row.number];
    }
    await breathe();
  }
  const isSame = sha256(canonical(auditContent(line))) === record.content;
  return { record: record.number, holds: isSame, fault: isSame ? null : record.number };
}
