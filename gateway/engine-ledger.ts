// The rule engine's memory in the state database: holds, counts and causes that go on after a restart.
import type { RuleEngine } from '../rules/engine.ts';
import type { Database } from './sqlite.ts';
import type { Ledger } from './state.ts';

export class EngineLedger implements Ledger {
  readonly #db: Database;
  readonly #engine: RuleEngine;
  readonly #pending = new Map<string, string | null>();

  constructor(db: Database, engine: RuleEngine) {
    this.#db = db;
    this.#engine = engine;
    db.exec('CREATE TABLE IF NOT EXISTS engine (key TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT');
    const rows = db.prepare<[], { key: string; state: string }>('SELECT key, state FROM engine').all();
    engine.restore(rows.map((row) => [row.key, row.state] as const));
  }

  isDirty(): boolean {
    return false;
  }

  write(): void {
    for (const [key, state] of this.#engine.takeChanges()) this.#pending.set(key, state);
    const save = this.#db.prepare('INSERT OR REPLACE INTO engine (key, state) VALUES (?, ?)');
    const remove = this.#db.prepare('DELETE FROM engine WHERE key = ?');
    for (const [key, state] of this.#pending) {
      if (state === null) remove.run(key);
      else save.run(key, state);
    }
  }

  written(): void {
    this.#pending.clear();
  }
}
