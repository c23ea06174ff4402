// The state database: memories saved slice by slice, and a process that ends in the middle of it.
import { Changes } from '../rules/changes.ts';
import { type MemoryLedger, type MemoryRow, MemoryTable } from './memory-table.ts';
import { type Database, openDatabase } from './sqlite.ts';
import { type Ledger, State } from './state.ts';

/** A room whose memories are words. */
class Words implements MemoryLedger {
  readonly room = 'words';
  readonly said = new Map<string, string>();
  readonly changes = new Changes<MemoryRow>((key) => ({ text: this.said.get(key) ?? null, bytes: null }));

  constructor(table: MemoryTable) {
    for (const { key, text } of table.rows(this.room)) this.said.set(key, text);
  }

  say(key: string, word: string | null): void {
    this.changes.touch(key);
    if (word === null) this.said.delete(key);
    else this.said.set(key, word);
  }
}

const at = (entry: number): { entry: number; at: number } => ({ entry, at: entry });
const KEYS = Array.from({ length: 1_000 }, (_, nth) => `k${nth}`);

function open(db: Database): { words: Words; state: State } {
  const table = new MemoryTable(db);
  const words = new Words(table);
  return { words, state: new State(db, [], table, [words]) };
}

/** What a start after a kill finds: the same database, and nothing of what was in memory. */
function reopened(db: Database): { said: Record<string, string>; remembered: number; concluded: number } {
  const { words, state } = open(db);
  return { said: Object.fromEntries(words.said), remembered: state.remembered.entry, concluded: state.concluded.entry };
}

const all = (word: string): Record<string, string> => Object.fromEntries(KEYS.map((key) => [key, word]));

describe('memories', () => {
  let db: Database;
  let words: Words;
  let state: State;
  beforeEach(() => {
    db = openDatabase(':memory:', 'normal');
    ({ words, state } = open(db));
    for (const key of KEYS) words.say(key, 'first');
    state.commit(at(10), 'whole');
  });
  afterEach(() => {
    db.close();
  });

  it('are saved in slices as they stood at the first of them, whatever changes meanwhile', () => {
    for (const key of KEYS) words.say(key, 'second');
    state.commit(at(20), 'slice');
    let slices = 1;
    for (; state.isSlicing; slices += 1) {
      for (const key of KEYS) words.say(key, `third ${slices}`);
      state.commit(at(20 + slices), 'slice');
    }
    expect(slices).toBeGreaterThan(2);
    expect(reopened(db)).toEqual({ said: all('second'), remembered: 20, concluded: 20 + slices - 1 });
  });

  it('are those of the save before when the process ends between two slices', () => {
    for (const key of KEYS) words.say(key, 'second');
    words.say('k0', null);
    state.commit(at(20), 'slice');
    state.commit(at(21), 'slice');
    expect(state.isSlicing).toBe(true);
    expect(reopened(db)).toEqual({ said: all('first'), remembered: 10, concluded: 21 });
  });

  it('are all saved at once when a deed asks for it in the middle of the slices', () => {
    for (const key of KEYS) words.say(key, 'second');
    state.commit(at(20), 'slice');
    words.say('k0', 'third');
    words.say('k999', 'third');
    words.say('k5', null);
    state.commit(at(21), 'whole');
    expect(state.isSlicing).toBe(false);
    const said: Record<string, string> = { ...all('second'), k0: 'third', k999: 'third' };
    delete said['k5'];
    expect(reopened(db)).toEqual({ said, remembered: 21, concluded: 21 });
  });

  it('are tried again when the disk refuses, and the save before counts until then', () => {
    for (const key of KEYS) words.say(key, 'second');
    db.exec("CREATE TRIGGER refuse BEFORE INSERT ON memory WHEN NEW.key = 'k600' BEGIN SELECT RAISE(ABORT, 'disk'); END");
    expect(() => {
      do state.commit(at(20), 'slice');
      while (state.isSlicing);
    }).toThrow('disk');
    expect(state.remembered).toEqual(at(10));
    db.exec('DROP TRIGGER refuse');
    while (state.isSlicing) state.commit(at(30), 'slice');
    expect(reopened(db)).toEqual({ said: all('second'), remembered: 20, concluded: 30 });
  });

  it('of version 0.1.0 are taken over', () => {
    const old = openDatabase(':memory:', 'normal');
    old.exec(`CREATE TABLE presence (device TEXT PRIMARY KEY, data TEXT NOT NULL, heard BLOB, next INTEGER) STRICT;
      INSERT INTO presence VALUES ('d', '{}', NULL, NULL); CREATE TABLE engine (key TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT`);
    const table = new MemoryTable(old);
    expect(table.rows('presence')).toEqual([{ key: 'd', text: '{}', bytes: null }]);
    expect(new MemoryTable(old).rows('presence')).toHaveLength(1);
    old.close();
  });
});

it('asks only those rooms to save that have something, also what calls for no transaction of its own', () => {
  const db = openDatabase(':memory:', 'normal');
  const saved: string[] = [];
  const room = (name: string, dirty: boolean, back?: boolean): Ledger => ({
    isDirty: () => dirty,
    ...(back === undefined ? {} : { holdsBack: () => back }),
    write: () => saved.push(`${name} writes`),
    written: () => saved.push(`${name} has written`),
  });
  const rooms = [room('alarms', true), room('shifts', false), room('tests', false, true), room('estate', false, false)];
  new State(db, rooms, new MemoryTable(db), []).commit(at(1), 'conclusions');
  expect(saved).toEqual(['alarms writes', 'tests writes', 'alarms has written', 'tests has written']);
  db.close();
});
