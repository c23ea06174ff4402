// Maintenance windows 维护窗口: an isolation or a walk test that is to begin later, with their table in the state database.
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import type { Signature } from './alarm.ts';
import { type IsolationKind, type IsolationScope, isLawfulEnd } from './isolation.ts';
import { isLawfulTest } from './walk-test.ts';

/**
 * What a window becomes when its time comes. There is no third kind of quiet beside isolation and walk test: what breaks
 * through those, and how loud their end is, holds for a window as well.
 */
export type MaintenanceKind = IsolationKind | 'walk-test';

export interface Maintenance {
  readonly id: string;
  readonly kind: MaintenanceKind;
  /** Of a walk test a place; see there for the sizes. */
  readonly scope: IsolationScope;
  readonly reason: string;
  /** Who allowed it, by name. */
  readonly authority: string;
  readonly by: Signature;
  /** ms since 1970. */
  readonly from: number;
  readonly until: number;
  readonly state: 'planned' | 'begun' | 'cancelled' | 'refused';
  /** Why it could not begin: something burnt there, or the gateway stood still. */
  readonly why: { readonly zh: string; readonly en: string } | null;
  /** Who called it off, or took notice that it was refused. */
  readonly closed: Signature | null;
}

/** Plans further ahead are forgotten by those whom they concern. */
const AHEAD_LIMIT_MS = 30 * 86_400_000;
/** Windows kept when they are over, the last ones: a year of one a day. */
const PAST_KEPT = 400;

/** Whether a window may be planned at `now`: it begins later, within a month, and lasts no longer than what it becomes may. */
export function isLawfulWindow({ kind, from, until }: Pick<Maintenance, 'kind' | 'from' | 'until'>, now: number): boolean {
  if (from <= now || from - now > AHEAD_LIMIT_MS) return false;
  return kind === 'walk-test' ? isLawfulTest(from, until) : isLawfulEnd(kind, from, until);
}

const TABLE =
  'CREATE TABLE IF NOT EXISTS maintenance (id TEXT PRIMARY KEY, begins INTEGER NOT NULL, open INTEGER NOT NULL, data TEXT NOT NULL) STRICT';

export class MaintenanceWindows implements Ledger {
  readonly #db: Database;
  /** Planned, or refused and nobody has taken notice. */
  readonly #open = new Map<string, Maintenance>();
  readonly #pending = new Map<string, Maintenance>();
  /** Those whose beginning is on its way to the journal. */
  readonly #beginning = new Set<string>();

  constructor(db: Database) {
    this.#db = db;
    db.exec(TABLE);
    for (const { data } of db.prepare<[], { data: string }>('SELECT data FROM maintenance WHERE open = 1 ORDER BY begins').all()) {
      const one = JSON.parse(data) as Maintenance;
      this.#open.set(one.id, one);
    }
  }

  get(id: string): Maintenance | undefined {
    const known = this.#open.get(id) ?? this.#pending.get(id);
    if (known) return known;
    const row = this.#db.prepare<[string], { data: string }>('SELECT data FROM maintenance WHERE id = ?').get(id);
    return row && (JSON.parse(row.data) as Maintenance);
  }

  /** Planned, or refused and not taken notice of; the next to begin first. */
  open(): Maintenance[] {
    return [...this.#open.values()].sort((one, other) => one.from - other.from);
  }

  /** Those over, the last first. */
  past(limit: number): Maintenance[] {
    return this.#db
      .prepare<[number], { data: string }>('SELECT data FROM maintenance WHERE open = 0 ORDER BY begins DESC LIMIT ?')
      .all(limit)
      .map(({ data }) => JSON.parse(data) as Maintenance);
  }

  /** Ids of those that are to begin now; each is told once, until `failed` says that its deed did not get to the disk. */
  due(now: number): string[] {
    const ids = this.open().flatMap(({ id, state, from }) => (state === 'planned' && from <= now && !this.#beginning.has(id) ? [id] : []));
    for (const id of ids) this.#beginning.add(id);
    return ids;
  }

  failed(id: string): void {
    this.#beginning.delete(id);
  }

  put(one: Maintenance): void {
    this.#pending.set(one.id, one);
    this.#beginning.delete(one.id);
    if (one.state === 'planned' || (one.state === 'refused' && one.closed === null)) this.#open.set(one.id, one);
    else this.#open.delete(one.id);
  }

  isDirty(): boolean {
    return this.#pending.size > 0;
  }

  write(): void {
    const save = this.#db.prepare('INSERT OR REPLACE INTO maintenance (id, begins, open, data) VALUES (?, ?, ?, ?)');
    for (const one of this.#pending.values()) save.run(one.id, one.from, this.#open.has(one.id) ? 1 : 0, JSON.stringify(one));
    this.#db
      .prepare(
        'DELETE FROM maintenance WHERE open = 0 AND id NOT IN (SELECT id FROM maintenance WHERE open = 0 ORDER BY begins DESC LIMIT ?)',
      )
      .run(PAST_KEPT);
  }

  written(): void {
    this.#pending.clear();
  }
}
