// Rosters and policies as people set them: checked, kept in tables, and handed to the escalation as one book.
import type { Words } from '../../device-drivers/words.ts';
import { BalefireError } from '../errors.ts';
import type { PlaceTree } from '../estate/places.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import type { LocalTime } from './local-day.ts';
import type { Policy } from './policy.ts';
import { faultsOfPolicy } from './policy-faults.ts';
import type { Roster } from './roster.ts';
import { RosterBook } from './roster-book.ts';
import { faultsOfRoster } from './roster-faults.ts';

const TABLES = `
  CREATE TABLE IF NOT EXISTS roster (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS policy (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
`;

type Places = Pick<PlaceTree, 'get'>;

export class DutyBook implements Ledger {
  readonly #db: Database;
  readonly #localTime: LocalTime;
  readonly #rosters = new Map<string, Roster>();
  readonly #policies = new Map<string, Policy>();
  readonly #dirtyRosters = new Set<string>();
  readonly #dirtyPolicies = new Set<string>();
  #book: RosterBook | undefined;
  #list: readonly Policy[] | undefined;

  constructor(db: Database, localTime: LocalTime) {
    this.#db = db;
    this.#localTime = localTime;
    db.exec(TABLES);
    for (const one of rowsOf<Roster>(db, 'SELECT data FROM roster ORDER BY rowid')) this.#rosters.set(one.id, one);
    for (const one of rowsOf<Policy>(db, 'SELECT data FROM policy ORDER BY rowid')) this.#policies.set(one.id, one);
  }

  /** All rosters as one; the same object until one changes. */
  rosters(): RosterBook {
    this.#book ??= new RosterBook([...this.#rosters.values()], this.#localTime);
    return this.#book;
  }

  rosterList(): Roster[] {
    return [...this.#rosters.values()];
  }

  roster(id: string): Roster | undefined {
    return this.#rosters.get(id);
  }

  policy(id: string): Policy | undefined {
    return this.#policies.get(id);
  }

  policies(): readonly Policy[] {
    this.#list ??= [...this.#policies.values()];
    return this.#list;
  }

  /** Throws `bad-request` with every fault in words, `not-found` for an unknown place. */
  setRoster(roster: Roster, places: Places): void {
    if (!places.get(roster.place)) throw new BalefireError('not-found', { what: roster.place });
    refuse(faultsOfRoster(roster));
    this.#rosters.set(roster.id, roster);
    this.#dirtyRosters.add(roster.id);
    this.#book = undefined;
  }

  removeRoster(id: string): void {
    if (!this.#rosters.delete(id)) throw new BalefireError('not-found', { what: id });
    this.#dirtyRosters.add(id);
    this.#book = undefined;
  }

  /** Throws `bad-request` with every fault in words, `not-found` for an unknown place. */
  setPolicy(policy: Policy, places: Places): void {
    if (policy.place !== null && !places.get(policy.place)) throw new BalefireError('not-found', { what: policy.place });
    refuse(faultsOfPolicy(policy));
    this.#policies.set(policy.id, policy);
    this.#dirtyPolicies.add(policy.id);
    this.#list = undefined;
  }

  removePolicy(id: string): void {
    if (!this.#policies.delete(id)) throw new BalefireError('not-found', { what: id });
    this.#dirtyPolicies.add(id);
    this.#list = undefined;
  }

  isDirty(): boolean {
    return this.#dirtyRosters.size + this.#dirtyPolicies.size > 0;
  }

  write(): void {
    for (const [table, dirty, known] of [
      ['roster', this.#dirtyRosters, this.#rosters],
      ['policy', this.#dirtyPolicies, this.#policies],
    ] as const) {
      for (const id of dirty) {
        const one = known.get(id);
        if (one)
          this.#db
            .prepare(`INSERT INTO ${table} (id, data) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data`)
            .run(id, JSON.stringify(one));
        else this.#db.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id);
      }
    }
  }

  written(): void {
    this.#dirtyRosters.clear();
    this.#dirtyPolicies.clear();
  }
}

function rowsOf<T>(db: Database, query: string): T[] {
  return db
    .prepare<[], { data: string }>(query)
    .all()
    .map(({ data }) => JSON.parse(data) as T);
}

function refuse(faults: readonly Words[]): void {
  if (faults.length === 0) return;
  const told = (language: 'zh' | 'en'): string => faults.map((fault) => fault[language]).join('; ');
  throw new BalefireError('bad-request', { detail: `${told('zh')} / ${told('en')}` });
}
