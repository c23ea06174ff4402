// Rosters and policies as people set them: checked, kept in tables, and handed to the escalation as one book.
import type { Words } from '../../device-drivers/words.ts';
import { GATEWAY } from '../acts.ts';
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
  CREATE TABLE IF NOT EXISTS duty_version (of TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, who TEXT NOT NULL,
    PRIMARY KEY (of, id)) STRICT;
`;

/** What was written by whom: a roster or a policy as its author sends it. */
export interface Saving {
  /** The version that its author saw, 0 for a new one; left out: not compared, as the house itself and journals of before write. */
  readonly version?: number | undefined;
  readonly who: string;
}

/** The version that stands, counted from 1, and who saved it. */
interface Saved {
  readonly version: number;
  readonly who: string;
}

type Kind = 'roster' | 'policy';
/** One that was saved before versions were counted. */
const UNCOUNTED: Saved = { version: 1, who: '—' };

type Places = Pick<PlaceTree, 'get'>;

export class DutyBook implements Ledger {
  readonly #db: Database;
  readonly #localTime: LocalTime;
  readonly #rosters = new Map<string, Roster>();
  readonly #policies = new Map<string, Policy>();
  readonly #dirtyRosters = new Set<string>();
  readonly #dirtyPolicies = new Set<string>();
  readonly #saved = { roster: new Map<string, Saved>(), policy: new Map<string, Saved>() };
  #book: RosterBook | undefined;
  #list: readonly Policy[] | undefined;

  constructor(db: Database, localTime: LocalTime) {
    this.#db = db;
    this.#localTime = localTime;
    db.exec(TABLES);
    for (const one of rowsOf<Roster>(db, 'SELECT data FROM roster ORDER BY rowid')) this.#rosters.set(one.id, one);
    for (const one of rowsOf<Policy>(db, 'SELECT data FROM policy ORDER BY rowid')) this.#policies.set(one.id, one);
    const saved = db.prepare<[], Saved & { of: Kind; id: string }>('SELECT of, id, version, who FROM duty_version').all();
    for (const { of, id, version, who } of saved) this.#saved[of].set(id, { version, who });
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

  /** Of a roster or a policy that is there; 0: there is none. */
  versionOf(kind: Kind, id: string): number {
    return this.#standing(kind, id)?.version ?? 0;
  }

  /**
   * Throws `bad-request` with every fault in words, `not-found` for an unknown place or a roster that was removed since its
   * author saw it, `changed-meanwhile` where somebody else was first; then nothing is changed.
   */
  setRoster(roster: Roster, places: Places, saving: Saving = HOUSE): void {
    if (!places.get(roster.place)) throw new BalefireError('not-found', { what: roster.place });
    refuse(faultsOfRoster(roster));
    this.#saved.roster.set(roster.id, this.#next('roster', roster.id, saving));
    this.#rosters.set(roster.id, roster);
    this.#dirtyRosters.add(roster.id);
    this.#book = undefined;
  }

  removeRoster(id: string): void {
    if (!this.#rosters.delete(id)) throw new BalefireError('not-found', { what: id });
    this.#saved.roster.delete(id);
    this.#dirtyRosters.add(id);
    this.#book = undefined;
  }

  /** Throws as `setRoster` does. */
  setPolicy(policy: Policy, places: Places, saving: Saving = HOUSE): void {
    if (policy.place !== null && !places.get(policy.place)) throw new BalefireError('not-found', { what: policy.place });
    refuse(faultsOfPolicy(policy));
    this.#saved.policy.set(policy.id, this.#next('policy', policy.id, saving));
    this.#policies.set(policy.id, policy);
    this.#dirtyPolicies.add(policy.id);
    this.#list = undefined;
  }

  removePolicy(id: string): void {
    if (!this.#policies.delete(id)) throw new BalefireError('not-found', { what: id });
    this.#saved.policy.delete(id);
    this.#dirtyPolicies.add(id);
    this.#list = undefined;
  }

  isDirty(): boolean {
    return this.#dirtyRosters.size + this.#dirtyPolicies.size > 0;
  }

  #standing(kind: Kind, id: string): Saved | undefined {
    const isThere = kind === 'roster' ? this.#rosters.has(id) : this.#policies.has(id);
    return isThere ? (this.#saved[kind].get(id) ?? UNCOUNTED) : undefined;
  }

  #next(kind: Kind, id: string, { version, who }: Saving): Saved {
    const standing = this.#standing(kind, id);
    if (version !== undefined && version !== (standing?.version ?? 0)) {
      if (!standing) throw new BalefireError('not-found', { what: id });
      throw new BalefireError('changed-meanwhile', { who: standing.who, version: standing.version });
    }
    return { version: (standing?.version ?? 0) + 1, who };
  }

  write(): void {
    const mark = this.#db.prepare('INSERT OR REPLACE INTO duty_version (of, id, version, who) VALUES (?, ?, ?, ?)');
    const unmark = this.#db.prepare('DELETE FROM duty_version WHERE of = ? AND id = ?');
    for (const [table, dirty, known] of [
      ['roster', this.#dirtyRosters, this.#rosters],
      ['policy', this.#dirtyPolicies, this.#policies],
    ] as const) {
      for (const id of dirty) {
        const one = known.get(id);
        const saved = this.#saved[table].get(id);
        if (saved) mark.run(table, id, saved.version, saved.who);
        else unmark.run(table, id);
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

/** Where nobody's name stands beside it: told to nobody, as it compares with nothing. */
export const HOUSE: Saving = { who: GATEWAY.name };

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
