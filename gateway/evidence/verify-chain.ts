// Whether the records of the chain hold together: none edited, none missing between, none moved.
import { type Words, words } from '../../device-drivers/words.ts';
import type { Database } from '../sqlite.ts';
import { linkHash, NOTHING, sha256 } from './chain.ts';
import { CHAIN_COLUMNS, type ChainRow, chainRow, gatewayOf } from './chain-ledger.ts';

/** Something that is not as it was made. `number`: of the record of the chain. */
export interface Tampering {
  readonly number: number | null;
  readonly words: Words;
}

export interface ChainFindings {
  /** Id of the chain; undefined where its first record does not say. */
  readonly gateway: string | undefined;
  readonly records: number;
  readonly last: number;
  readonly found: readonly Tampering[];
}

/** A record whose hash is not that of what stands there, with the hash that stands before it. */
interface Suspect {
  readonly row: ChainRow;
  readonly previous: string;
}

/** Suspects looked at one by one; each is tried in the place of every other. */
const MOST_SUSPECTS = 60;

type StoredRow = Parameters<typeof chainRow>[0];

/** Walks the chain from its beginning. What a hash cannot be held against (before it something is missing) is not accused. */
export function verifyChain(db: Database): ChainFindings {
  const found: Tampering[] = [];
  const suspects: Suspect[] = [];
  let previous: readonly string[] = [NOTHING];
  let expected = 1;
  let records = 0;
  let gateway: string | undefined;
  for (const stored of db.prepare<[], StoredRow>(`SELECT ${CHAIN_COLUMNS} FROM chain ORDER BY number`).iterate()) {
    const row = chainRow(stored);
    records += 1;
    if (row.number === 1) gateway = quietly(() => gatewayOf(row.text));
    const isAfterGap = row.number !== expected;
    if (isAfterGap) found.push({ number: expected, words: missing(expected, row.number - 1) });
    const fault = textFault(row);
    if (fault) found.push({ number: row.number, words: fault });
    const computed = previous.map((hash) => linkHash(hash, row));
    const isSound = isAfterGap || computed.includes(row.hash);
    if (!isSound) suspects.push({ row, previous: previous[0] ?? NOTHING });
    // Where only the hash of a record was edited, the next one still follows what it should have been.
    previous = isSound ? [row.hash] : [row.hash, ...computed];
    expected = row.number + 1;
  }
  found.push(...accused(suspects));
  return { gateway, records, last: expected - 1, found };
}

function textFault(row: ChainRow): Words | undefined {
  const isKept = row.kind !== 'audit' && row.kind !== 'frame';
  if (!isKept) return undefined;
  if (row.text === null) return words('内容被删除', 'its content was deleted');
  return sha256(row.text) === row.content ? undefined : words('内容被改动', 'its content was edited');
}

function accused(suspects: readonly Suspect[]): Tampering[] {
  const few = suspects.slice(0, MOST_SUSPECTS);
  const found: Tampering[] = [];
  const others = new Set(few.map(({ row }) => row.hash));
  for (const { row } of few) {
    const before = [...others].filter((hash) => hash !== row.hash);
    // Sound itself, but what it follows stands elsewhere now.
    if (before.some((hash) => linkHash(hash, row) === row.hash)) continue;
    const from = few.find(
      (other) =>
        other.row.number !== row.number &&
        [other.previous, ...before].some((hash) => linkHash(hash, { ...row, number: other.row.number }) === row.hash),
    );
    found.push({
      number: row.number,
      words: from
        ? words(`顺序被调换：此处原为第 ${from.row.number} 条`, `moved: what stands here was record ${from.row.number}`)
        : words('记录被改动：与其哈希不符', 'the record was edited: it is not what its hash says'),
    });
  }
  if (suspects.length > few.length) {
    const rest = suspects.length - few.length;
    found.push({
      number: suspects[few.length]?.row.number ?? null,
      words: words(`另有 ${rest} 条与其哈希不符`, `and ${rest} more that are not what their hashes say`),
    });
  }
  return found;
}

function missing(from: number, to: number): Words {
  return from === to
    ? words(`第 ${from} 条被删除`, `record ${from} was deleted`)
    : words(`第 ${from} 至 ${to} 条被删除`, `records ${from} to ${to} were deleted`);
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
