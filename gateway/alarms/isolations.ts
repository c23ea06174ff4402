// The isolations in force and those whose end nobody has seen yet, with their table in the state database.
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import { covers, type Isolation, stepIsolation } from './isolation.ts';

export class Isolations implements Ledger {
  readonly #db: Database;
  /** In force, or ended and not seen. */
  readonly #standing = new Map<string, Isolation>();
  readonly #pending = new Map<string, Isolation>();
  #due = Number.POSITIVE_INFINITY;

  constructor(db: Database) {
    this.#db = db;
    db.exec(
      'CREATE TABLE IF NOT EXISTS isolation (id TEXT PRIMARY KEY, at INTEGER NOT NULL, standing INTEGER NOT NULL, data TEXT NOT NULL) STRICT',
    );
    const rows = db.prepare<[], { data: string }>('SELECT data FROM isolation WHERE standing = 1 ORDER BY at').all();
    for (const { data } of rows) this.#keep(JSON.parse(data) as Isolation);
  }

  /** In force, or ended and not seen; oldest first. */
  standing(): Isolation[] {
    return [...this.#standing.values()];
  }

  get(id: string): Isolation | undefined {
    const known = this.#standing.get(id) ?? this.#pending.get(id);
    if (known) return known;
    const row = this.#db.prepare<[string], { data: string }>('SELECT data FROM isolation WHERE id = ?').get(id);
    return row && (JSON.parse(row.data) as Isolation);
  }

  /** The past ones, newest first. */
  past(limit: number): Isolation[] {
    return this.#db
      .prepare<[number], { data: string }>('SELECT data FROM isolation WHERE standing = 0 ORDER BY at DESC LIMIT ?')
      .all(limit)
      .map(({ data }) => JSON.parse(data) as Isolation);
  }

  /** Under which one a point stands; the one that ends last where there are several. */
  over(device: string, point: string, path: readonly string[]): Isolation | undefined {
    let found: Isolation | undefined;
    for (const one of this.#standing.values()) {
      if (covers(one, device, point, path) && (!found || one.until > found.until)) found = one;
    }
    return found;
  }

  /** In force over the device itself or a point of it. */
  of(device: string): Isolation[] {
    return this.standing().filter(({ ended, scope }) => ended === null && scope.of !== 'place' && scope.device === device);
  }

  put(isolation: Isolation): void {
    this.#pending.set(isolation.id, isolation);
    this.#keep(isolation);
  }

  /** Ends those whose time is up; false: there was none. */
  advance(now: number): boolean {
    if (now < this.#due) return false;
    for (const one of this.standing()) {
      const after = stepIsolation(one, { is: 'time', at: now });
      if (typeof after !== 'string' && after !== one) this.put(after);
    }
    return true;
  }

  /** When the next one ends by time. */
  nextDue(): number {
    return this.#due;
  }

  isDirty(): boolean {
    return this.#pending.size > 0;
  }

  write(): void {
    const save = this.#db.prepare('INSERT OR REPLACE INTO isolation (id, at, standing, data) VALUES (?, ?, ?, ?)');
    for (const one of this.#pending.values()) save.run(one.id, one.by.at, isStanding(one) ? 1 : 0, JSON.stringify(one));
  }

  written(): void {
    this.#pending.clear();
  }

  #keep(isolation: Isolation): void {
    if (isStanding(isolation)) this.#standing.set(isolation.id, isolation);
    else this.#standing.delete(isolation.id);
    const ends = [...this.#standing.values()].map(({ ended, until }) => (ended ? Number.POSITIVE_INFINITY : until));
    this.#due = Math.min(...ends, Number.POSITIVE_INFINITY);
  }
}

function isStanding({ ended, seen }: Isolation): boolean {
  return ended === null || seen === null;
}
