// Certificates that run out: told 30 and 7 days before and on the last day, once each, in every time zone, over any restart.
import fc from 'fast-check';
import { PAPER_RULES } from '../../rules/book/papers.ts';
import type { Finding } from '../../rules/finding.ts';
import { GATEWAY } from '../acts.ts';
import { PlaceFiles } from '../estate/place-files.ts';
import { dateOf } from '../notify/local-day.ts';
import { siteOffset } from '../site-time.ts';
import { type Database, openDatabase } from '../sqlite.ts';
import { scratchFolder } from '../testing/scratch.ts';
import type { UnitFile } from '../web/place-file-contract.ts';
import { ExpiryWatch } from './expiry.ts';

const DAY_MS = 86_400_000;
const BEGIN = Date.parse('2026-11-25T04:00:00Z');
const PLACES = { get: () => ({ kind: 'unit' as const }) };

const EMPTY: UnitFile = {
  legalName: null,
  creditCode: null,
  address: null,
  isKeyUnit: false,
  contacts: [],
  systems: [],
  contracts: [],
  certificates: [],
  note: '',
};

const scratch = scratchFolder('expiry');
let count = 0;
const databases: Database[] = [];
afterAll(() => {
  for (const database of databases) database.close();
  scratch.remove();
});

function house(timeZone = 'Asia/Shanghai') {
  count += 1;
  const database = openDatabase(`${scratch.path}/${count}.db`, 'normal');
  databases.push(database);
  const opened = () => {
    const files = new PlaceFiles(database);
    return { files, watch: new ExpiryWatch(database, files, siteOffset(timeZone)) };
  };
  let now = opened();
  return {
    /** Writes a file whose certificates run until these days; null: without one. */
    write(at: number, ...expires: (string | null)[]): void {
      const certificates = expires.map((day, nth) => ({
        id: `c${nth}`,
        kind: 'inspection' as const,
        name: `报告${nth}`,
        number: '',
        issued: null,
        expires: day,
      }));
      const version = now.files.get('unit', 'unit')?.version ?? 0;
      now.files.set(
        { do: 'set-place-file', place: 'unit', version, file: { of: 'unit', content: { ...EMPTY, certificates } } },
        GATEWAY,
        at,
        PLACES,
      );
    },
    advance: (to: number): Finding[] => now.watch.advance(to),
    restart(): void {
      database.transaction(() => {
        now.files.write();
        now.watch.write();
      })();
      now.files.written();
      now.watch.written();
      now = opened();
    },
  };
}

const inDays = (days: number): string => dateOf(Math.floor(BEGIN / DAY_MS) + days);
const told = (findings: readonly Finding[]): string[] => findings.map(({ change, rule }) => `${change} ${rule.id}`);

describe('a certificate that runs out', () => {
  it('is told of three times, each when its day begins at the site, and the one before ends', () => {
    const one = house();
    one.write(BEGIN, inDays(40));
    expect(one.advance(BEGIN)).toEqual([]);
    expect(one.advance(BEGIN + 9 * DAY_MS)).toEqual([]);
    const [first] = one.advance(BEGIN + 10 * DAY_MS);
    expect([first?.rule.id, first?.value, first && new Date(first.at).toISOString()]).toEqual([
      'paper-30-days',
      30,
      '2026-12-04T16:00:00.000Z',
    ]);
    expect(first?.because.zh).toContain('报告0');
    expect(told(one.advance(BEGIN + 33 * DAY_MS))).toEqual(['clear paper-30-days', 'raise paper-7-days']);
    expect(told(one.advance(BEGIN + 40 * DAY_MS))).toEqual(['clear paper-7-days', 'raise paper-expired']);
    expect(one.advance(BEGIN + 400 * DAY_MS)).toEqual([]);
  });

  it('that had run out when it was entered is told of as that alone', () => {
    const one = house();
    one.write(BEGIN, inDays(-3));
    expect(told(one.advance(BEGIN))).toEqual(['raise paper-expired']);
  });

  it('that is renewed, taken out of the file or has no day any more is told of no longer', () => {
    for (const after of [[inDays(400)], [], [null]]) {
      const one = house();
      one.write(BEGIN, inDays(5));
      expect(told(one.advance(BEGIN))).toEqual(['raise paper-7-days']);
      one.write(BEGIN + 1, ...after);
      expect(told(one.advance(BEGIN + 1))).toEqual(['clear paper-7-days']);
      expect(one.advance(BEGIN + 2)).toEqual([]);
    }
  });

  it('is told of once for each stage, in order, whenever one looks, over restarts and in every zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Asia/Shanghai', 'UTC', 'Pacific/Auckland', 'America/Los_Angeles', 'Asia/Kathmandu'),
        fc.integer({ min: -60, max: 60 }),
        fc.array(fc.record({ after: fc.integer({ min: 0, max: 20 * DAY_MS }), restart: fc.boolean() }), { minLength: 1, maxLength: 12 }),
        (zone, days, looks) => {
          const one = house(zone);
          one.write(BEGIN, inDays(days));
          let now = BEGIN;
          const raised: string[] = [];
          let standing = 0;
          for (const { after, restart } of looks) {
            now += after;
            for (const finding of one.advance(now)) {
              standing += finding.change === 'raise' ? 1 : -1;
              if (finding.change === 'raise') raised.push(finding.rule.id);
              expect(finding.at).toBeLessThanOrEqual(now);
            }
            expect(standing).toBeGreaterThanOrEqual(0);
            expect(standing).toBeLessThanOrEqual(1);
            if (restart) one.restart();
            expect(one.advance(now)).toEqual([]);
          }
          const order = PAPER_RULES.map(({ rule }) => rule.id);
          expect(raised).toEqual([...new Set(raised)].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
        },
      ),
      { numRuns: 60 },
    );
  });
});
