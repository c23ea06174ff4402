// Deeds that are done once however often they are sent: a phone that heard no answer sends again, and gets the answer of the first time.
import { createHash } from 'node:crypto';
import type { Act } from './acts.ts';
import { BalefireError } from './errors.ts';
import type { Database } from './sqlite.ts';
import type { Ledger } from './state.ts';

/** A key is remembered for so long, ms: a phone that lay in a cellar over a weekend still finds its answer. */
const KEPT_MS = 72 * 3_600_000;
/** Keys remembered at most, about 10 MB; a district's people do not send a tenth of it in three days. The oldest goes first. */
const MOST_KEYS = 50_000;

interface DoneRow {
  readonly person: string;
  readonly key: string;
  readonly at: number;
  /** Of what was done: another deed under the same key is refused. */
  readonly print: string;
}

/** The keys under which deeds were done. Belongs to the conclusions: after a restart the journal's rest finds the same. */
export class DoneOnce implements Ledger {
  readonly #db: Database;
  readonly #dirty = new Map<string, DoneRow>();
  readonly #find;

  constructor(db: Database) {
    this.#db = db;
    db.exec(`CREATE TABLE IF NOT EXISTS done_once (person TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, print TEXT NOT NULL,
      PRIMARY KEY (person, key)) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS done_once_by_time ON done_once (at)`);
    this.#find = db.prepare<[string, string], DoneRow>('SELECT * FROM done_once WHERE person = ? AND key = ?');
  }

  /** Whether this very deed was done under its key. Throws `key-used` where the key was another deed's. */
  isDone(act: Act): boolean {
    if (act.once === undefined) return false;
    const before = this.#dirty.get(nameOf(act.by.id, act.once)) ?? this.#find.get(act.by.id, act.once);
    if (!before || act.at - before.at > KEPT_MS) return false;
    if (before.print !== printOf(act)) throw new BalefireError('key-used');
    return true;
  }

  /** It was carried out. One that was refused may be tried again under its key. */
  keep(act: Act): void {
    if (act.once === undefined) return;
    const row = { person: act.by.id, key: act.once, at: act.at, print: printOf(act) };
    this.#dirty.set(nameOf(row.person, row.key), row);
  }

  isDirty(): boolean {
    return this.#dirty.size > 0;
  }

  write(): void {
    const save = this.#db.prepare('INSERT OR REPLACE INTO done_once (person, key, at, print) VALUES (?, ?, ?, ?)');
    let newest = 0;
    for (const { person, key, at, print } of this.#dirty.values()) {
      save.run(person, key, at, print);
      newest = Math.max(newest, at);
    }
    if (newest === 0) return;
    this.#db.prepare('DELETE FROM done_once WHERE at < ?').run(newest - KEPT_MS);
    const count = this.#db.prepare<[], { n: number }>('SELECT count(*) AS n FROM done_once').get()?.n ?? 0;
    if (count > MOST_KEYS)
      this.#db
        .prepare('DELETE FROM done_once WHERE (person, key) IN (SELECT person, key FROM done_once ORDER BY at LIMIT ?)')
        .run(count - MOST_KEYS);
  }

  written(): void {
    this.#dirty.clear();
  }
}

function nameOf(person: string, key: string): string {
  return `${person}\n${key}`;
}

/** What the gateway works out anew each time it is sent. */
const WORKED_OUT: ReadonlySet<string> = new Set(['captured', 'distance', 'far']);

/** Of what a person asked for. */
function printOf({ by: _by, at: _at, token: _token, once: _once, ...deed }: Act): string {
  const asked = Object.entries(deed)
    .filter(([name]) => !WORKED_OUT.has(name))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 32);
}
