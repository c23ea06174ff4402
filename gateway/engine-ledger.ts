// The rule engine's memory in the state database: holds, counts and causes that go on after a restart.
import type { RuleEngine } from '../rules/engine.ts';
import type { MemoryLedger, MemoryTable } from './memory-table.ts';

const ROOM = 'engine';

/** Gives the engine back what the table holds, and makes rows of what changes in it. */
export function engineLedger(table: MemoryTable, engine: RuleEngine): MemoryLedger {
  engine.restore(table.rows(ROOM).map(({ key, text }) => [key, text] as const));
  const { changes } = engine;
  return {
    room: ROOM,
    changes: {
      get left() {
        return changes.left;
      },
      begin: () => changes.begin(),
      next: (limit) => changes.next(limit).map(([key, text]) => [key, { text, bytes: null }]),
      written: (rows) => changes.written(rows),
    },
  };
}
