// Devices that others have taken the place of 更换: kept as they were, so that their alarms, curves and audit stay readable.
import type { DeviceRecord } from '../acts.ts';
import type { Database } from '../sqlite.ts';

/** One change of a device for another. */
export interface Replacement {
  /** The device that was taken down, as it was put down then. */
  readonly old: DeviceRecord;
  /** Id of the device that took its place. */
  readonly by: string;
  /** ms since 1970. */
  readonly at: number;
  /** Who did it, and why. */
  readonly person: { readonly id: string; readonly name: string };
  readonly reason: string;
}

const TABLE =
  'CREATE TABLE IF NOT EXISTS replacement (old TEXT PRIMARY KEY, device TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL) STRICT';

export class Replacements {
  readonly #db: Database;
  readonly #byOld = new Map<string, Replacement>();
  /** New id → old id. */
  readonly #before = new Map<string, string>();
  #pending: Replacement[] = [];

  constructor(db: Database) {
    this.#db = db;
    db.exec(TABLE);
    for (const { data } of db.prepare<[], { data: string }>('SELECT data FROM replacement ORDER BY at').all())
      this.#keep(JSON.parse(data) as Replacement);
  }

  /** What became of a device that is not there any more. */
  of(old: string): Replacement | undefined {
    return this.#byOld.get(old);
  }

  /** All that stood in this place one after the other, from the first to the last: the ids of a chain that this device is part of. */
  chain(id: string): readonly string[] {
    let first = id;
    for (let before = this.#before.get(first); before !== undefined; before = this.#before.get(first)) first = before;
    const ids = [first];
    for (let next = this.#byOld.get(first)?.by; next !== undefined; next = this.#byOld.get(next)?.by) ids.push(next);
    return ids;
  }

  add(replacement: Replacement): void {
    this.#keep(replacement);
    this.#pending.push(replacement);
  }

  isDirty(): boolean {
    return this.#pending.length > 0;
  }

  write(): void {
    const save = this.#db.prepare('INSERT OR REPLACE INTO replacement (old, device, at, data) VALUES (?, ?, ?, ?)');
    for (const one of this.#pending) save.run(one.old.id, one.by, one.at, JSON.stringify(one));
  }

  written(): void {
    this.#pending = [];
  }

  #keep(replacement: Replacement): void {
    this.#byOld.set(replacement.old.id, replacement);
    this.#before.set(replacement.by, replacement.old.id);
  }
}
