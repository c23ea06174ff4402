// The rule engine's memory in the state database: holds, counts and causes that go on after a restart.
import type { RuleEngine } from '../rules/engine.ts';
import type { KeyedRow, MemoryLedger, MemoryTable } from './memory-table.ts';

export class EngineLedger implements MemoryLedger {
  readonly room = 'engine';
  readonly #engine: RuleEngine;

  constructor(table: MemoryTable, engine: RuleEngine) {
    this.#engine = engine;
    engine.restore(table.rows(this.room).map(({ key, text }) => [key, text] as const));
  }

  get left(): number {
    return this.#engine.changes.left;
  }

  begin(): void {
    this.#engine.changes.begin();
  }

  next(limit: number): KeyedRow[] {
    return this.#engine.changes.next(limit).map(([key, text]) => [key, { text, bytes: null }]);
  }

  written(rows: readonly KeyedRow[]): void {
    this.#engine.changes.written(rows.map(([key, { text }]) => [key, text]));
  }
}
