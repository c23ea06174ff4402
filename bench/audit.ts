// Searching an audit of a million lines: each kind of question, many times, from the first page and from deep within.
import { join } from 'node:path';
import { AlarmStore, type AuditRecord } from '../gateway/alarms/alarm-store.ts';
import type { AuditQuery } from '../gateway/alarms/audit-search.ts';
import { ChainLedger } from '../gateway/evidence/chain-ledger.ts';
import { openDatabase } from '../gateway/sqlite.ts';
import { inFolder } from './in-folder.ts';
import { type BenchLine, percentile } from './line.ts';

const LINES = 1_000_000;
const AT_ONCE = 5_000;
const ASKED = 60;
const LIMIT = 100;
const START = Date.UTC(2025, 0, 1);
/** A line every half minute: a year of them. */
const EVERY_MS = 30_000;
const SURNAMES = '赵钱孙李周吴郑王冯陈';
const GIVEN = '伟芳娜敏静丽强磊军洋';
const WHAT = ['acknowledge', 'judge', 'reset', 'sign-in', 'set-parameter', 'isolate', 'begin-shift', 'sign-out'];

function lineOf(nth: number): Omit<AuditRecord, 'number'> {
  const [surname, given] = [SURNAMES[nth % 10], GIVEN[Math.trunc(nth / 10) % 10]];
  const note = nth % 9_973 === 0 ? '锅炉房蒸汽' : '烟感误报已核实';
  const detail = { verdict: 'false', note, place: `building-${nth % 500}` };
  const by = `person-${nth % 100}`;
  return {
    at: START + nth * EVERY_MS,
    by,
    name: `${surname}${given}`,
    from: '10.2.0.9',
    what: WHAT[nth % 8] ?? '',
    about: `alarm-${nth % 40_000}`,
    detail,
  };
}

type Question = readonly [string, (nth: number) => Omit<AuditQuery, 'limit'>];

const QUESTIONS: readonly Question[] = [
  ['no filter, a page anywhere', (nth) => ({ after: `${START + (nth * LINES * EVERY_MS) / ASKED}.0` })],
  ['a day', (nth) => ({ from: START + nth * 5 * 86_400_000, to: START + (nth * 5 + 1) * 86_400_000 })],
  ['a person', (nth) => ({ person: `person-${nth % 100}` })],
  ['a person and a deed in a month', (nth) => ({ person: `person-${nth}`, what: WHAT[nth % 8], from: START, to: START + 30 * 86_400_000 })],
  ['a person and a deed that they never did', (nth) => ({ person: `person-${nth}`, what: WHAT[(nth + 1) % 8] })],
  ['a thing', (nth) => ({ about: `alarm-${nth * 600}` })],
  ['words in every line', () => ({ text: '误报' })],
  ['words in few lines', () => ({ text: '锅炉房' })],
  ['a name', (nth) => ({ text: `${SURNAMES[nth % 10]}${GIVEN[nth % 10]}` })],
  ['words in every line, half a year long ago', () => ({ text: '误报', from: START, to: START + 180 * 86_400_000 })],
  [
    'words in every line, a person, a day long ago',
    (nth) => ({ text: '误报', person: `person-${nth}`, from: START, to: START + 86_400_000 }),
  ],
];

export async function auditBench(): Promise<BenchLine[]> {
  return await inFolder(async (folder) => {
    const db = openDatabase(join(folder, 'state.db'), 'normal');
    try {
      const chain = new ChainLedger(db, START);
      const store = new AlarmStore(db, chain);
      const began = performance.now();
      for (let nth = 0; nth < LINES; nth += AT_ONCE) {
        for (let each = nth; each < nth + AT_ONCE; each += 1) store.saveAudit(lineOf(each));
        db.transaction(() => {
          store.write();
          chain.write();
        })();
        store.written();
        chain.written();
      }
      const perLine = ((performance.now() - began) / LINES) * 1_000;
      const lines: BenchLine[] = [{ name: 'a line with its chain record and its indexes', value: perLine, unit: 'µs' }];
      for (const [name, question] of QUESTIONS) {
        const times: number[] = [];
        for (let nth = 0; nth < ASKED; nth += 1) {
          const asked = performance.now();
          store.auditSearch.find({ ...question(nth), limit: LIMIT });
          times.push(performance.now() - asked);
        }
        times.sort((one, other) => one - other);
        lines.push({ name: `1,000,000 lines: ${name}, p99`, value: percentile(times, 0.99), unit: 'ms', hold: { atMost: 300 } });
      }
      return lines;
    } finally {
      db.close();
    }
  });
}
