import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { openDatabase } from '../../sqlite.ts';
import type { HistoryBucket } from '../history.ts';
import { NOON } from '../testing/some-readings.ts';
import { removeFolders, temporaryFolder } from '../testing/temporary-folder.ts';
import { soundQuery } from '../thinning.ts';
import { Store, type StoreOptions } from './store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SERIES = [
  { device: 'hydrant-1', point: 'pressure', kind: 'number', quantity: 'water.pressure' },
  { device: 'hydrant-1', point: 'capOpen', kind: 'flag', quantity: 'hydrant.capOpen' },
  { device: 'smoke-1', point: 'smoke', kind: 'state', quantity: 'smoke.alarm' },
  { device: 'smoke-1', point: 'smoke', kind: 'number', quantity: 'smoke.density' },
] as const;
const STATES = ['normal', 'alarm', 'test'];

function openStore(folder: string, given: Partial<StoreOptions> = {}): Store {
  const store = new Store({
    folder,
    timeZone: 'Asia/Shanghai',
    retentionDays: 40,
    diskBudget: 2 ** 30,
    openPoints: 100_000,
    flushEvery: 300,
    ...given,
  });
  store.define(SERIES, STATES);
  return store;
}

type Point = readonly [series: number, at: number, value: number];

function add(store: Store, points: readonly Point[], entry = 0): void {
  const taken = store.add({
    series: Uint32Array.from(points, ([series]) => series),
    times: Float64Array.from(points, ([, at]) => at),
    values: Float64Array.from(points, ([, , value]) => value),
    entry,
  });
  if (!taken) throw new Error('no room');
}

function ask(store: Store, device: string, point: string, from: number, to: number, buckets = 5_000): HistoryBucket[] {
  const handles = SERIES.flatMap((one, handle) => (one.device === device && one.point === point ? [handle] : []));
  const query = soundQuery({ device, point, from, to, buckets });
  return query === null ? [] : store.query(query, handles).buckets;
}

function keepHouse(store: Store, now: number): void {
  while (store.keepHouse(now));
}

afterAll(removeFolders);

describe('the embedded store', () => {
  it('tells what was put in, whatever was late, doubled, corrected, written, merged or reopened in between', () => {
    const at = fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 0, max: 40 }).map((minutes) => NOON + minutes * 60_000) },
      { weight: 1, arbitrary: fc.integer({ min: -30 * DAY, max: 0 }).map((before) => NOON + before) },
      { weight: 1, arbitrary: fc.constantFrom(Date.UTC(2026, 10, 21, 16), Date.UTC(2026, 10, 21, 16) - 1) },
    );
    const point = fc
      .tuple(fc.nat({ max: 3 }), at, fc.nat({ max: 2 }))
      .map(([series, when, value]): Point => [series, when, series === 1 ? value % 2 : series === 2 ? value : value / 1000]);
    const action = fc.oneof(
      { weight: 4, arbitrary: fc.array(point, { minLength: 1, maxLength: 60 }) },
      fc.constantFrom('write' as const, 'merge' as const, 'reopen' as const),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 14 }), (actions) => {
        const folder = temporaryFolder();
        let store = openStore(folder);
        const model = new Map<string, Map<number, number | boolean | string>>();
        let now = NOON;
        for (const act of actions) {
          now += HOUR;
          if (act === 'write') store.flush(now);
          else if (act === 'merge') keepHouse(store, now + 2 * DAY);
          else if (act === 'reopen') {
            store.flush(now);
            store.close();
            store = openStore(folder);
          } else {
            add(store, act);
            for (const [series, when, value] of act) {
              const { device, point: key, kind } = SERIES[series] as (typeof SERIES)[number];
              const name = `${device}/${key}/${kind}`;
              const told = kind === 'number' ? value : kind === 'flag' ? value === 1 : (STATES[value] as string);
              const before = model.get(name) ?? new Map();
              model.set(name, before.set(when, told));
            }
          }
        }
        for (const [device, key] of [
          ['hydrant-1', 'pressure'],
          ['hydrant-1', 'capOpen'],
          ['smoke-1', 'smoke'],
        ] as const) {
          const expected = ['number', 'flag', 'state']
            .flatMap((kind) => [...(model.get(`${device}/${key}/${kind}`) ?? [])])
            .sort(([a], [b]) => a - b);
          const told = ask(store, device, key, NOON - 40 * DAY, NOON + 2 * DAY).map((bucket) => [bucket.at, bucket.last] as const);
          // Two kinds at the same millisecond of one point have no order between them.
          const sorted = (list: readonly (readonly [number, unknown])[]): string[] => list.map(String).sort();
          expect(sorted(told)).toEqual(sorted(expected));
          expect(told.map(([when]) => when)).toEqual(expected.map(([when]) => when));
        }
        store.close();
      }),
      { numRuns: 40 },
    );
  });

  it('thins to buckets that say count, lowest, highest, mean and last of just their span', () => {
    const store = openStore(temporaryFolder());
    const value = fc.integer({ min: 0, max: 4_000 }).map((thousandths) => thousandths / 1000);
    const series = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 200 * 60_000 }), value), {
      selector: ([at]) => at,
      minLength: 1,
      maxLength: 200,
    });
    let run = 0;
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 300 }), fc.nat({ max: 1_000 }), (list, buckets, shift) => {
        run++;
        const begin = NOON - 30 * DAY + run * 4 * HOUR;
        add(
          store,
          list.map(([offset, one]) => [0, begin + offset, one] as const),
        );
        const [from, to] = [begin + shift, begin + 3 * HOUR];
        const inside = list.map(([offset, one]) => [begin + offset, one] as const).filter(([at]) => at >= from && at < to);
        inside.sort(([a], [b]) => a - b);
        const told = ask(store, 'hydrant-1', 'pressure', from, to, buckets);
        expect(told.length).toBeLessThanOrEqual(buckets);
        expect(told.reduce((sum, bucket) => sum + bucket.count, 0)).toBe(inside.length);
        if (inside.length <= buckets) expect(told.map((one) => [one.at, one.last])).toEqual(inside);
        const width = Math.ceil((to - from) / buckets);
        for (const bucket of told) {
          const end = inside.length <= buckets ? bucket.at + 1 : bucket.at + width;
          const own = inside.filter(([at]) => at >= bucket.at && at < end).map(([, one]) => one);
          expect(bucket.count).toBe(own.length);
          expect(bucket.lowest).toBe(Math.min(...own));
          expect(bucket.highest).toBe(Math.max(...own));
          expect(bucket.last).toBe(own.at(-1));
          expect(bucket.mean).toBeCloseTo(own.reduce((sum, one) => sum + one, 0) / own.length, 9);
        }
      }),
      { numRuns: 100 },
    );
    store.close();
  });

  it('answers nothing for a span that is empty or no span, and caps the buckets', () => {
    expect(soundQuery({ device: 'a', point: 'b', from: 5, to: 5, buckets: 10 })).toBeNull();
    expect(soundQuery({ device: 'a', point: 'b', from: Number.NaN, to: 5, buckets: 10 })).toBeNull();
    expect(soundQuery({ device: 'a', point: 'b', from: 0, to: 5, buckets: 1e9 })?.buckets).toBe(5_000);
    expect(soundQuery({ device: 'a', point: 'b', from: 0, to: 5, buckets: 0 })?.buckets).toBe(1);
  });

  it('merges a closed day into full chunks in less space, and takes late points in beside it', () => {
    const folder = temporaryFolder();
    const store = openStore(folder, { retentionDays: 400 });
    const begin = NOON - 3 * DAY - 12 * HOUR;
    for (let minute = 0; minute < 1_440; minute += 5) {
      add(
        store,
        [0, 1, 2, 3, 4].map((more) => [0, begin + (minute + more) * 60_000, ((minute * 7 + more) % 9) / 1000] as const),
      );
      store.flush(NOON);
    }
    const file = join(folder, `${new Date(begin + 8 * HOUR).toISOString().slice(0, 10)}.db`);
    const chunks = (): number => {
      const database = openDatabase(file, 'normal');
      const count = database.prepare<[], { n: number }>('SELECT count(*) AS n FROM chunk').get()?.n ?? 0;
      database.close();
      return count;
    };
    const before = ask(store, 'hydrant-1', 'pressure', begin, begin + DAY);
    expect(before.length).toBe(1_440);
    expect(chunks()).toBe(288);
    keepHouse(store, NOON);
    expect(chunks()).toBe(1);
    add(store, [[0, begin + 1, 3.5]]);
    store.flush(NOON);
    keepHouse(store, NOON + HOUR);
    // One late point is not worth writing the day anew.
    expect(chunks()).toBe(2);
    const after = ask(store, 'hydrant-1', 'pressure', begin, begin + DAY);
    expect(after.filter((bucket) => bucket.at !== begin + 1)).toEqual(before);
    expect(after.length).toBe(1_441);
    store.close();
  });

  it('keeps what is written while a merge of the same day goes on', () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    const begin = NOON - 3 * DAY;
    for (let i = 0; i < 20; i++) {
      add(store, [[0, begin + i, i]]);
      store.flush(NOON);
    }
    expect(store.keepHouse(NOON)).toBe(true);
    expect(store.keepHouse(NOON)).toBe(true);
    add(store, [
      [0, begin + 5, 500],
      [0, begin + 100, 100],
      [1, begin + 100, 1],
    ]);
    store.flush(NOON);
    keepHouse(store, NOON);
    const told = ask(store, 'hydrant-1', 'pressure', begin, begin + DAY).map((bucket) => bucket.last);
    expect(told).toEqual([...Array.from({ length: 20 }, (_, i) => (i === 5 ? 500 : i)), 100]);
    expect(ask(store, 'hydrant-1', 'capOpen', begin, begin + DAY)).toEqual([{ at: begin + 100, count: 1, last: true }]);
    store.close();
  });

  it('drops days by age, and the oldest first by the disk budget, but never today', () => {
    const folder = temporaryFolder();
    const files = (): string[] =>
      readdirSync(folder)
        .filter((file) => /^\d.*\.db$/.test(file))
        .sort();
    const store = openStore(folder, { retentionDays: 10 });
    for (let day = 0; day < 15; day++) add(store, [[0, NOON - day * DAY, 1]]);
    store.flush(NOON);
    expect(files().length).toBe(15);
    keepHouse(store, NOON);
    expect(files().length).toBe(11);
    expect(files()[0]).toBe('2026-11-12.db');
    store.close();
    const poor = openStore(folder, { retentionDays: 10, diskBudget: 150_000 });
    keepHouse(poor, NOON);
    const left = files();
    expect(left.length).toBeGreaterThan(1);
    expect(left.length).toBeLessThan(11);
    expect(left.at(-1)).toBe('2026-11-22.db');
    poor.close();
    const broke = openStore(folder, { retentionDays: 10, diskBudget: 1 });
    keepHouse(broke, NOON);
    expect(files()).toEqual(['2026-11-22.db']);
    broke.close();
  });

  it('loses one chunk to damage and tells the rest, also after a merge', () => {
    const folder = temporaryFolder();
    let store = openStore(folder);
    const begin = NOON - 3 * DAY;
    for (let part = 0; part < 3; part++) {
      add(
        store,
        Array.from({ length: 10 }, (_, i) => [0, begin + part * 10 + i, part] as const),
      );
      add(store, [[1, begin + part, 1]]);
      store.flush(NOON);
    }
    store.close();
    const database = openDatabase(join(folder, '2026-11-19.db'), 'normal');
    const [, second] = database.prepare<[], { key: number; bytes: Buffer }>('SELECT key, bytes FROM chunk WHERE length(bytes) > 15').all();
    if (second === undefined) throw new Error('no such chunk');
    second.bytes[9] = (second.bytes[9] as number) ^ 16;
    database.prepare('UPDATE chunk SET bytes = ? WHERE key = ?').run(second.bytes, second.key);
    database.close();
    store = openStore(folder);
    for (const merged of [false, true]) {
      if (merged) keepHouse(store, NOON);
      const query = { device: 'hydrant-1', point: 'pressure', from: begin, to: begin + DAY, buckets: 100 };
      const answer = store.query(query, [0]);
      expect(answer.damaged).toBe(1);
      expect(answer.buckets.map((bucket) => bucket.last)).toEqual([...Array(10).fill(0), ...Array(10).fill(2)]);
      expect(ask(store, 'hydrant-1', 'capOpen', begin, begin + DAY).length).toBe(3);
    }
    store.close();
  });

  it('puts a day file aside that is no database any more, and goes on with a new one', () => {
    const folder = temporaryFolder();
    let store = openStore(folder);
    add(store, [
      [0, NOON, 1],
      [0, NOON - DAY, 2],
    ]);
    store.flush(NOON);
    store.close();
    writeFileSync(join(folder, '2026-11-22.db'), 'not a database at all, and long enough to be looked at as one. '.repeat(100));
    store = openStore(folder);
    const query = { device: 'hydrant-1', point: 'pressure', from: NOON - 2 * DAY, to: NOON + DAY, buckets: 100 };
    expect(store.query(query, [])).toEqual({ buckets: [expect.objectContaining({ last: 2 })], damaged: 1 });
    add(store, [[0, NOON + 1, 3]]);
    store.flush(NOON);
    expect(store.query(query, [0])).toEqual({
      buckets: [expect.objectContaining({ last: 2 }), expect.objectContaining({ last: 3 })],
      damaged: 0,
    });
    expect(store.shape().setAside).toBe(1);
    expect(readdirSync(folder).some((file) => file.startsWith('2026-11-22.db.damaged'))).toBe(true);
    store.close();
  });

  it('forgets a merge that was interrupted, and has lost nothing', () => {
    const folder = temporaryFolder();
    const store = openStore(folder);
    for (let i = 0; i < 5; i++) {
      add(store, [[0, NOON - 3 * DAY + i, i]]);
      store.flush(NOON);
    }
    expect(store.keepHouse(NOON)).toBe(true);
    store.keepHouse(NOON);
    expect(readdirSync(folder).some((file) => file.includes('.building'))).toBe(true);
    // As after a kill: the next store finds the half-made file.
    const next = openStore(folder);
    expect(readdirSync(folder).some((file) => file.includes('.building'))).toBe(false);
    expect(ask(next, 'hydrant-1', 'pressure', NOON - 4 * DAY, NOON).map((bucket) => bucket.last)).toEqual([0, 1, 2, 3, 4]);
    next.close();
  });
});
