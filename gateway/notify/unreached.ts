// Whom no notice of a fire has reached: until one does, or the incident of it is over. Kept over a restart.
import type { Words } from '../../device-drivers/words.ts';
import type { Database } from '../sqlite.ts';

/** Whom a notice of a fire is to reach. */
export interface Sought {
  readonly person: string;
  readonly name: string;
  readonly incident: string;
}

interface Unreached extends Sought {
  /** Why it did not. */
  readonly reason: Words;
}

const TABLE = 'CREATE TABLE IF NOT EXISTS notice_unreached (person TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT';

/** By the person's id: who was told of a later fire knows that it burns. */
export class UnreachedPeople {
  readonly #people = new Map<string, Unreached>();
  readonly #changed = new Set<string>();
  readonly #read;
  readonly #save;
  readonly #drop;

  constructor(db: Database) {
    db.exec(TABLE);
    this.#read = db.prepare<[], { data: string }>('SELECT data FROM notice_unreached ORDER BY rowid');
    this.#save = db.prepare('INSERT OR REPLACE INTO notice_unreached (person, data) VALUES (?, ?)');
    this.#drop = db.prepare('DELETE FROM notice_unreached WHERE person = ?');
  }

  /** Whoever was not reached before a restart. `goesOnIn`: the incident that one stands in now; null: it is over. */
  recall(goesOnIn: (incident: string) => string | null): void {
    for (const { data } of this.#read.all()) {
      const one = JSON.parse(data) as Unreached;
      const incident = goesOnIn(one.incident);
      if (incident === null) this.#changed.add(one.person);
      else this.missed({ ...one, incident });
    }
  }

  missed(one: Unreached): void {
    // Missed anew, one is the last.
    this.#people.delete(one.person);
    this.#people.set(one.person, one);
    this.#changed.add(one.person);
  }

  reached(person: string): void {
    if (this.#people.delete(person)) this.#changed.add(person);
  }

  /** An incident is over; `goesOnIn`: it went up in that one. */
  over(incident: string, goesOnIn: string | null): void {
    for (const one of [...this.#people.values()]) {
      if (one.incident !== incident) continue;
      if (goesOnIn === null) this.reached(one.person);
      else this.missed({ ...one, incident: goesOnIn });
    }
  }

  /** The last one missed last. */
  all(): readonly Unreached[] {
    return [...this.#people.values()];
  }

  isDirty(): boolean {
    return this.#changed.size > 0;
  }

  /** What changed, to the disk; inside the caller's transaction, which says `written` once it went through. */
  write(): void {
    for (const person of this.#changed) if (!this.#people.has(person)) this.#drop.run(person);
    for (const [person, one] of this.#people) if (this.#changed.has(person)) this.#save.run(person, JSON.stringify(one));
  }

  written(): void {
    this.#changed.clear();
  }
}
