// The chain in the transaction of the alarms: the same after any restart, whatever was saved before it and what was not.

import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { GATEWAY } from '../acts.ts';
import { AlarmStore } from '../alarms/alarm-store.ts';
import { type Database, openDatabase } from '../sqlite.ts';
import { openTestHouse, SMALL_DISTRICT, type TestHouse } from '../testing/a-house.ts';
import { scratchFolder } from '../testing/scratch.ts';
import { ChainLedger, type ChainRow } from './chain-ledger.ts';
import { takeOver } from './take-over.ts';
import { verify } from './verify.ts';

const scratch = scratchFolder('chain');
afterAll(() => scratch.remove());

const by = { id: 'p1', name: '值班员', from: '127.0.0.1' };

async function frame({ house }: TestHouse, device: string, points: Record<string, unknown>): Promise<void> {
  await house.flow.accept({
    link: 'mqtt',
    peer: '127.0.0.1:9',
    device,
    kind: 'up',
    body: Buffer.from(JSON.stringify({ points })),
    drill: false,
  });
}
const settled = ({ house }: TestHouse): Promise<unknown> =>
  house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);

function rows(db: Database): ChainRow[] {
  return new ChainLedger(db, 0).rowsBetween(0, 1e9);
}

function inFile<T>(file: string, look: (db: Database) => T): T {
  const db = openDatabase(file, 'normal');
  try {
    return look(db);
  } finally {
    db.close();
  }
}

describe('the chain over restarts', () => {
  it('comes out the same, hash for hash, whatever commit a kill left the state at', async () => {
    const folder = join(scratch.path, 'killed');
    const state = join(folder, 'state.db');
    const first = await openTestHouse(folder, SMALL_DISTRICT);
    // What a killed process leaves: the database as it stood after each commit; the journal has all the frames.
    const left: string[] = [];
    const keep = (): void => {
      const file = join(scratch.path, `left-${left.length}.db`);
      first.house.database.exec(`VACUUM INTO '${file}'`);
      left.push(file);
    };
    keep();
    for (const smoke of ['alarm', 'normal', 'alarm']) {
      await frame(first, 'smoke-1', { smoke });
      await frame(first, 'smoke-2', { smoke });
      await settled(first);
      keep();
    }
    const [alarm] = [...first.house.desk.open()];
    await first.house.flow.act({ do: 'acknowledge', alarm: alarm?.id ?? '' }, by);
    keep();
    await settled(first);
    const whole = rows(first.house.database);
    await first.house.close();
    expect(whole.filter(({ kind }) => kind === 'alarm').length).toBeGreaterThanOrEqual(7);

    for (const file of left) {
      for (const end of ['-wal', '-shm']) rmSync(state + end, { force: true });
      copyFileSync(file, state);
      const before = inFile(state, rows);
      const again = await openTestHouse(folder);
      await again.house.close();
      const now = inFile(state, rows);
      expect(now.slice(0, whole.length)).toEqual(whole);
      expect(before).toEqual(whole.slice(0, before.length));
      expect(inFile(state, (db) => verify(db, []).found)).toEqual([]);
    }
    // The copies did not all hold everything, or the test would show nothing.
    expect(inFile(left[0] ?? '', rows).length).toBeLessThan(whole.length - 10);
  }, 60_000);

  it('is not saved where the transaction is not', async () => {
    const file = join(scratch.path, 'refused.db');
    const db = openDatabase(file, 'normal');
    const chain = new ChainLedger(db, 5);
    const store = new AlarmStore(db, chain);
    store.saveAudit({ at: 1, by: 'p1', name: 'x', from: '', what: 'note', about: 'a', detail: {} });
    const save = (isRefused: boolean): void => {
      db.transaction(() => {
        chain.write();
        store.write();
        if (isRefused) throw new Error('the disk refused');
      })();
      chain.written();
      store.written();
    };
    expect(() => save(true)).toThrow('refused');
    expect(chain.head()).toBeUndefined();
    expect(db.prepare('SELECT * FROM chain').all()).toEqual([]);
    save(false);
    expect(chain.head()?.number).toBe(2);
    expect(verify(db, []).found).toEqual([]);
    db.close();
  });
});

describe('a chain that is saved by itself, not with the alarms', () => {
  it('would be found behind them after a kill: the control of the kills above', () => {
    const db = openDatabase(join(scratch.path, 'apart.db'), 'normal');
    const chain = new ChainLedger(db, 5);
    const store = new AlarmStore(db, chain);
    db.transaction(() => chain.write())();
    chain.written();
    store.saveAudit({ at: 1, by: 'p1', name: 'x', from: '', what: 'note', about: 'a', detail: {} });
    db.transaction(() => store.write())();
    // Killed here, before the chain was saved in its turn.
    expect(verify(db, []).found.map(({ words }) => words.en)).toEqual(['audit line 1 is not in the chain']);
    db.close();
  });
});

describe('a database from before there was a chain', () => {
  it('is taken over: all that stands in its tables is in the chain from the first start on', async () => {
    const folder = join(scratch.path, 'old');
    const opened = await openTestHouse(folder, SMALL_DISTRICT);
    await frame(opened, 'smoke-1', { smoke: 'alarm' });
    for (let i = 0; i < 1_500; i += 1) void settled(opened);
    await settled(opened);
    await opened.house.close();
    const state = join(folder, 'state.db');
    inFile(state, (db) => db.exec('DROP TABLE chain'));
    const again = await openTestHouse(folder);
    await frame(again, 'smoke-1', { smoke: 'normal' });
    await settled(again);
    await again.house.close();
    expect(existsSync(state)).toBe(true);
    inFile(state, (db) => {
      expect(verify(db, []).found).toEqual([]);
      expect(rows(db).length).toBeGreaterThan(1_510);
      expect(takeOver(db, new AlarmStore(db, new ChainLedger(db, 0)), new ChainLedger(db, 0))).toBe(0);
    });
  }, 60_000);
});

describe('an edit while the gateway stood still', () => {
  it('is not written into the chain as if it were a change', async () => {
    const folder = join(scratch.path, 'edited');
    const opened = await openTestHouse(folder, SMALL_DISTRICT);
    await frame(opened, 'smoke-1', { smoke: 'alarm' });
    await settled(opened);
    await opened.house.close();
    const state = join(folder, 'state.db');
    inFile(state, (db) => db.exec("UPDATE alarm SET data = json_set(data, '$.deviceName', 'somewhere else')"));
    const again = await openTestHouse(folder);
    const [alarm] = [...again.house.desk.open()];
    await again.house.flow.act({ do: 'acknowledge', alarm: alarm?.id ?? '' }, by);
    await again.house.close();
    inFile(state, (db) => {
      expect(verify(db, []).found.map(({ words }) => words.en)).toEqual([`alarm ${alarm?.id} was edited in its table`]);
    });
  });
});
