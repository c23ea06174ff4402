// Searching the audit: what is found, in which order and page by page, and that nothing is left out or told twice.

import { ChainLedger } from '../evidence/chain-ledger.ts';
import { proveLine } from '../evidence/chain-walk.ts';
import { type Database, openDatabase } from '../sqlite.ts';
import { AlarmStore, type AuditRecord } from './alarm-store.ts';
import type { AuditQuery } from './audit-search.ts';

const START = Date.UTC(2026, 0, 5, 4);
const LINES = 6_000;
const PEOPLE = ['张三', '李四', 'Wang Wu'];
const DEEDS = ['acknowledge', 'judge', 'reset', 'sign-in'];

let db: Database;
let store: AlarmStore;
let chain: ChainLedger;

function lineOf(nth: number): Omit<AuditRecord, 'number'> {
  const person = nth % PEOPLE.length;
  const detail = nth % 1_000 === 7 ? { note: '机房水汽误报 room-88' } : { place: `p${nth % 50}` };
  // Each hundredth line comes from a clock that was set back by a minute.
  const at = START + nth * 1_000 - (nth % 100 === 0 ? 60_000 : 0);
  return {
    at,
    by: `person-${person}`,
    name: PEOPLE[person] ?? '',
    from: '10.0.0.7',
    what: DEEDS[nth % 4] ?? '',
    about: `alarm-${nth % 20}`,
    detail,
  };
}

function saved(some: () => void): void {
  some();
  db.transaction(() => {
    store.write();
    chain.write();
  })();
  store.written();
  chain.written();
}

beforeAll(() => {
  db = openDatabase(':memory:', 'normal');
  chain = new ChainLedger(db, START);
  store = new AlarmStore(db, chain);
  saved(() => {
    for (let nth = 0; nth < LINES; nth += 1) store.saveAudit(lineOf(nth));
  });
});
afterAll(() => db.close());

/** All pages of a question. */
function all(query: Omit<AuditQuery, 'limit' | 'after'>, limit = 100): AuditRecord[] {
  const found: AuditRecord[] = [];
  let after: string | undefined;
  do {
    const { rows, next } = store.auditSearch.find({ ...query, after, limit });
    found.push(...rows);
    after = next ?? undefined;
  } while (after !== undefined);
  return found;
}

/** The same, by looking at every line. */
function looked(so: (line: AuditRecord) => boolean): number[] {
  const lines = Array.from({ length: LINES }, (_, nth) => ({ number: nth + 1, ...lineOf(nth) }));
  return lines
    .filter(so)
    .map(({ number }) => number)
    .sort((one, other) => one - other);
}
const numbers = (rows: readonly AuditRecord[]): number[] => rows.map(({ number }) => number).sort((one, other) => one - other);

it('finds by time, person, deed and thing exactly what a look at every line finds', () => {
  const [from, to] = [START + 1_000_000, START + 2_500_000];
  expect(numbers(all({}))).toEqual(looked(() => true));
  expect(numbers(all({ from, to }))).toEqual(looked(({ at }) => at >= from && at < to));
  expect(numbers(all({ person: 'person-1', what: 'judge' }, 37))).toEqual(looked(({ by, what }) => by === 'person-1' && what === 'judge'));
  expect(numbers(all({ about: 'alarm-3', from }))).toEqual(looked(({ about, at }) => about === 'alarm-3' && at >= from));
});

it('tells the youngest first, whatever the clock did', () => {
  const times = all({}).map(({ at }) => at);
  expect(times).toEqual([...times].sort((one, other) => other - one));
});

it.each([
  ['水汽', ({ detail }: AuditRecord) => 'note' in detail],
  ['机房 room-88', ({ detail }: AuditRecord) => 'note' in detail],
  ['误报水汽', () => false],
  ['wang', ({ name }: AuditRecord) => name === 'Wang Wu'],
  ['张三 judge', ({ name, what }: AuditRecord) => name === '张三' && what === 'judge'],
  ['"; DROP TABLE audit', () => false],
  ['NEAR(', () => false],
] as const)('finds %s by words', (text, so) => {
  expect(numbers(all({ text }))).toEqual(looked(so));
});

it('finds words within a span of time, also around a clock that was set back', () => {
  const [from, to] = [START + 1_940_000, START + 3_000_000];
  expect(numbers(all({ text: '李四', from, to }, 50))).toEqual(looked(({ name, at }) => name === '李四' && at >= from && at < to));
});

it('offers the people and the deeds that stand in it', () => {
  expect(store.auditSearch.people().map(({ name }) => name)).toEqual(PEOPLE);
  expect(store.auditSearch.kinds().sort()).toEqual([...DEEDS].sort());
});

it('indexes the lines of a gateway that had no index, with what it writes from then on', () => {
  const old = openDatabase(':memory:', 'normal');
  const first = new AlarmStore(old, new ChainLedger(old, START));
  for (let nth = 0; nth < 1_200; nth += 1) first.saveAudit(lineOf(nth));
  first.write();
  first.written();
  old.exec('DROP TABLE audit_text; DROP TABLE audit_text_from');
  const again = new AlarmStore(old, new ChainLedger(old, START));
  const found = (): number => again.auditSearch.find({ text: '水汽', limit: 100 }).rows.length;
  expect([found(), again.auditSearch.isComplete]).toEqual([0, false]);
  for (let nth = 0; nth < 3; nth += 1) again.write();
  expect([found(), again.auditSearch.isComplete]).toEqual([2, true]);
  old.close();
});

it('proves a line against the chain, and says where the chain breaks', async () => {
  const line = store.auditLine(3_000);
  if (!line) throw new Error('no such line');
  expect(await proveLine(db, line)).toEqual({ record: 3_001, holds: true, fault: null });
  expect(await proveLine(db, { ...line, name: '王五' })).toEqual({ record: 3_001, holds: false, fault: 3_001 });
  expect(await proveLine(db, { ...line, number: 99_999 })).toEqual({ record: null, holds: false, fault: null });
  const [early, edge] = [store.auditLine(1_000), store.auditLine(2_000)];
  // Also behind the first two thousand, which are looked at in one go.
  for (const fault of [1_200, 2_000, 2_001, 2_500, 3_001]) {
    const { hash } = db.prepare<[number], { hash: Buffer }>('SELECT hash FROM chain WHERE number = ?').get(fault) ?? {};
    db.prepare('UPDATE chain SET hash = zeroblob(32) WHERE number = ?').run(fault);
    expect(await proveLine(db, line)).toEqual({ record: 3_001, holds: false, fault });
    expect(early && (await proveLine(db, early)).holds).toBe(true);
    if (fault === 2_001) expect(edge && (await proveLine(db, edge))).toEqual({ record: fault, holds: false, fault });
    db.prepare('UPDATE chain SET hash = ? WHERE number = ?').run(hash, fault);
  }
});
