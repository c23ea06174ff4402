// The walk tests that go on and the past ones, and what each point of their places said last, with their tables in the state database.
import type { Reading } from '../../device-drivers/reading.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import type { FrameEntry } from './alarm-store.ts';
import { endOf, isTesting, type WalkTest } from './walk-test.ts';

/** What a point said last while its place was tested, as it came off the wire: judged as real when the test ends. */
export interface HeldReading {
  readonly reading: Reading;
  readonly entry: FrameEntry;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS walk_test (id TEXT PRIMARY KEY, at INTEGER NOT NULL, going INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS walk_test_by_time ON walk_test (going, at);
  CREATE TABLE IF NOT EXISTS walk_test_reading (test TEXT NOT NULL, device TEXT NOT NULL, point TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (test, device, point)) STRICT`;

export class WalkTests implements Ledger {
  readonly #db: Database;
  readonly #going = new Map<string, WalkTest>();
  readonly #held = new Map<string, Map<string, HeldReading>>();
  readonly #pending = new Map<string, WalkTest>();
  /** Keys of held readings that are not written, by test. They follow from the journal, and call for no transaction of their own. */
  readonly #unwritten = new Map<string, Set<string>>();

  constructor(db: Database) {
    this.#db = db;
    db.exec(TABLES);
    for (const { data } of db.prepare<[], { data: string }>('SELECT data FROM walk_test WHERE going = 1 ORDER BY at').all()) {
      const test = JSON.parse(data) as WalkTest;
      this.#going.set(test.id, test);
      const rows = db.prepare<[string], { data: string }>('SELECT data FROM walk_test_reading WHERE test = ?').all(test.id);
      this.#held.set(test.id, new Map(rows.map((row) => readHeld(row.data)).map((held) => [keyOf(held.reading), held] as const)));
    }
  }

  /** Those that go on, oldest first. */
  going(): WalkTest[] {
    return [...this.#going.values()];
  }

  get(id: string): WalkTest | undefined {
    const known = this.#going.get(id) ?? this.#pending.get(id);
    if (known) return known;
    const row = this.#db.prepare<[string], { data: string }>('SELECT data FROM walk_test WHERE id = ?').get(id);
    return row && (JSON.parse(row.data) as WalkTest);
  }

  /** The past ones, newest first. */
  past(limit: number): WalkTest[] {
    const unsaved = [...this.#pending.values()].filter(({ ended }) => ended !== null).reverse();
    const saved = this.#db
      .prepare<[number], { data: string }>('SELECT data FROM walk_test WHERE going = 0 ORDER BY at DESC LIMIT ?')
      .all(limit)
      .map(({ data }) => JSON.parse(data) as WalkTest);
    return [...unsaved, ...saved.filter(({ id }) => !this.#pending.has(id))].slice(0, limit);
  }

  /** The one by which what stands on a path is tested; places of two never overlap. */
  over(path: readonly string[]): WalkTest | undefined {
    if (this.#going.size === 0) return undefined;
    for (const one of this.#going.values()) if (isTesting(one, path)) return one;
    return undefined;
  }

  /** When time alone ends one next; infinity: none goes on. */
  nextDue(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...[...this.#going.values()].map(endOf));
  }

  put(test: WalkTest): void {
    this.#pending.set(test.id, test);
    if (test.ended === null) this.#going.set(test.id, test);
    else this.#going.delete(test.id);
  }

  hold(test: string, held: HeldReading): void {
    const ofTest = this.#held.get(test) ?? new Map<string, HeldReading>();
    this.#held.set(test, ofTest.set(keyOf(held.reading), held));
    this.#unwritten.set(test, (this.#unwritten.get(test) ?? new Set()).add(keyOf(held.reading)));
  }

  isHeld(test: string, device: string, point: string): boolean {
    return this.#held.get(test)?.has(keyOf({ device, point })) ?? false;
  }

  /** What the points said last, in the order of their first words; it is kept no longer. */
  takeHeld(test: string): HeldReading[] {
    const held = [...(this.#held.get(test)?.values() ?? [])];
    this.#held.delete(test);
    this.#unwritten.delete(test);
    return held.sort((one, other) => one.entry.number - other.entry.number);
  }

  isDirty(): boolean {
    return this.#pending.size > 0;
  }

  /** What the points said last. */
  holdsBack(): boolean {
    return this.#unwritten.size > 0;
  }

  write(): void {
    const save = this.#db.prepare('INSERT OR REPLACE INTO walk_test (id, at, going, data) VALUES (?, ?, ?, ?)');
    const drop = this.#db.prepare('DELETE FROM walk_test_reading WHERE test = ?');
    for (const one of this.#pending.values()) {
      save.run(one.id, one.by.at, one.ended === null ? 1 : 0, JSON.stringify(one));
      if (one.ended !== null) drop.run(one.id);
    }
    const hold = this.#db.prepare('INSERT OR REPLACE INTO walk_test_reading (test, device, point, data) VALUES (?, ?, ?, ?)');
    for (const [test, keys] of this.#unwritten) {
      for (const key of keys) {
        const held = this.#held.get(test)?.get(key);
        if (held) hold.run(test, held.reading.device, held.reading.point, writeHeld(held));
      }
    }
  }

  written(): void {
    this.#pending.clear();
    this.#unwritten.clear();
  }
}

function keyOf({ device, point }: Pick<Reading, 'device' | 'point'>): string {
  return `${device} ${point}`;
}

function writeHeld({ reading, entry }: HeldReading): string {
  const { frame, ...rest } = entry;
  return JSON.stringify({ reading, entry: { ...rest, frame: { ...frame, body: Buffer.from(frame.body).toString('base64') } } });
}

function readHeld(text: string): HeldReading {
  const { reading, entry } = JSON.parse(text) as {
    reading: Reading;
    entry: Omit<FrameEntry, 'frame'> & { frame: Omit<FrameEntry['frame'], 'body'> & { body: string } };
  };
  return { reading, entry: { ...entry, frame: { ...entry.frame, body: Buffer.from(entry.frame.body, 'base64') } } as FrameEntry };
}
