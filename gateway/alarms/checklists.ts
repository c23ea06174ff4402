// The checklists that places have of their own: the nearest above an incident applies, and the house's where there is none.
import type { AlarmClass } from '../../rules/rule.ts';
import type { Act } from '../acts.ts';
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import type { Signature } from './alarm.ts';
import { BUILT_IN, type ChecklistStep } from './checklist.ts';

/** A version of a place's own list. */
export interface Checklist {
  readonly place: string;
  readonly class: AlarmClass;
  /** Counts from 1. */
  readonly version: number;
  /** Null: given up; what stands above applies. */
  readonly steps: readonly ChecklistStep[] | null;
  readonly changed: Signature;
}

/** The list that applies somewhere. */
export interface Applying {
  /** Whose it is; null: the house's. */
  readonly place: string | null;
  readonly version: number;
  readonly steps: readonly ChecklistStep[];
}

const TABLE = `CREATE TABLE IF NOT EXISTS checklist (place TEXT NOT NULL, class TEXT NOT NULL, version INTEGER NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (place, class, version)) STRICT`;

export class Checklists implements Ledger {
  readonly #db: Database;
  /** `place class` → its newest version. */
  readonly #own = new Map<string, Checklist>();
  #dirty: Checklist[] = [];

  constructor(db: Database) {
    this.#db = db;
    db.exec(TABLE);
    for (const { data } of db.prepare<[], { data: string }>('SELECT data FROM checklist ORDER BY version').all()) {
      const list = JSON.parse(data) as Checklist;
      this.#own.set(keyOf(list.place, list.class), list);
    }
  }

  /** The newest version of a place's own; its steps are null where it was given up. */
  own(place: string, of: AlarmClass): Checklist | undefined {
    return this.#own.get(keyOf(place, of));
  }

  /** All versions of a place's own, the oldest first. */
  versions(place: string, of: AlarmClass): Checklist[] {
    const rows = this.#db
      .prepare<[string, string], { data: string }>('SELECT data FROM checklist WHERE place = ? AND class = ? ORDER BY version')
      .all(place, of);
    const saved = rows.map(({ data }) => JSON.parse(data) as Checklist);
    const last = saved.at(-1)?.version ?? 0;
    return [...saved, ...this.#dirty.filter((one) => one.place === place && one.class === of && one.version > last)];
  }

  /** What applies on a path of places, root first. */
  applying(path: readonly string[], of: AlarmClass): Applying {
    for (const place of path.toReversed()) {
      const own = this.own(place, of);
      if (own?.steps) return { place, version: own.version, steps: own.steps };
    }
    return { place: null, version: 0, steps: BUILT_IN[of] };
  }

  /** Throws `changed-meanwhile` where somebody else was first; then nothing is changed. */
  set({ place, class: of, version, steps, by, at }: Extract<Act, { do: 'set-checklist' }>): void {
    const before = this.own(place, of);
    if ((before?.version ?? 0) !== version)
      throw new BalefireError('changed-meanwhile', { who: before?.changed.name ?? '—', version: before?.version ?? 0 });
    const list: Checklist = { place, class: of, version: version + 1, steps, changed: { ...by, at } };
    this.#own.set(keyOf(place, of), list);
    this.#dirty.push(list);
  }

  isDirty(): boolean {
    return this.#dirty.length > 0;
  }

  write(): void {
    const save = this.#db.prepare('INSERT OR REPLACE INTO checklist (place, class, version, data) VALUES (?, ?, ?, ?)');
    for (const list of this.#dirty) save.run(list.place, list.class, list.version, JSON.stringify(list));
  }

  written(): void {
    this.#dirty = [];
  }
}

function keyOf(place: string, of: AlarmClass): string {
  return `${place} ${of}`;
}
