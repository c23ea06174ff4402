// The alarm desk on a real database: one alarm a point and class, incidents with a first-out, one transaction, restart.
import type { Finding } from '../../rules/finding.ts';
import { MemoryTable } from '../memory-table.ts';
import { openDatabase } from '../sqlite.ts';
import { State } from '../state.ts';
import { scratchFolder } from '../testing/scratch.ts';
import { AlarmStore } from './alarm-store.ts';
import { TOGETHER_MS } from './incident.ts';
import { aDesk, entry, finding } from './testing/a-desk.ts';
import { smoke } from './testing/an-alarm.ts';

const by = { id: 'p1', name: '值班员', from: '127.0.0.1' };

describe('the alarm desk', () => {
  const scratch = scratchFolder('desk');
  const file = `${scratch.path}/state.db`;
  let db = openDatabase(file, 'normal');
  let store = new AlarmStore(db);
  let state = new State(db, [store], new MemoryTable(db), []);
  let { desk } = aDesk(db, store);

  function reopen(): void {
    db.close();
    db = openDatabase(file, 'normal');
    store = new AlarmStore(db);
    state = new State(db, [store], new MemoryTable(db), []);
    ({ desk } = aDesk(db, store));
  }
  function takes(number: number, of: string, change: Finding['change'], at: number, more: Partial<Finding> = {}): void {
    desk.take(finding(of, change, at, more), { entry: entry(number, of, at), receivedAt: at });
  }
  const openOf = (of: string) => desk.openOf(of).map((alarm) => alarm.id);

  afterAll(() => {
    db.close();
    scratch.remove();
  });

  it('raises one alarm for a point however often it is told, and counts', () => {
    takes(1, 'd1', 'raise', 1_000);
    takes(2, 'd1', 'again', 2_000);
    expect(openOf('d1')).toHaveLength(1);
    expect(desk.openOf('d1')[0]).toMatchObject({ times: 2, firstOut: true, evidence: [1, 2] });
  });

  it('keeps a pulse of two back-to-back frames', () => {
    takes(3, 'pulse', 'raise', 3_000);
    takes(4, 'pulse', 'clear', 3_000);
    expect(desk.openOf('pulse')[0]).toMatchObject({ condition: 'restored', attention: 'new', closedAt: null });
  });

  it('makes a second detector a second alarm in one incident, which shows the first-out', () => {
    takes(5, 'd2', 'raise', 4_000);
    const [first, second] = [desk.openOf('d1')[0], desk.openOf('d2')[0]];
    expect(second?.incident).toBe(first?.incident);
    expect(second?.firstOut).toBe(false);
    expect(desk.incident(first?.incident ?? '')).toMatchObject({
      firstOut: first?.id,
      alarms: expect.arrayContaining([first?.id, second?.id]),
    });
  });

  it('opens another incident for another building, and for the same one after the time window', () => {
    takes(6, 'store-1', 'raise', 5_000);
    takes(7, 'd3', 'raise', 4_000 + TOGETHER_MS + 1);
    const incident = (of: string) => desk.openOf(of)[0]?.incident;
    expect(incident('store-1')).not.toBe(incident('d1'));
    expect(incident('d3')).not.toBe(incident('d1'));
  });

  it('never mixes a drill with the real thing: a real fire in a drilled point is an alarm of its own', () => {
    takes(8, 'd4', 'raise', 6_000, { drill: true });
    takes(9, 'd4', 'raise', 6_500);
    expect(desk.openOf('d4').map((alarm) => alarm.drill)).toEqual([true, false]);
    const [drill, real] = desk.openOf('d4');
    expect(drill?.incident).not.toBe(real?.incident);
  });

  it('writes alarm, incident, audit, evidence and position in one transaction, and knows them after a restart', () => {
    const [d1] = openOf('d1');
    desk.act({ do: 'acknowledge', alarm: d1 ?? '', by, at: 7_000, token: 't' });
    store.saveAudit({ at: 7_000, by: by.id, name: by.name, from: by.from, what: 'acknowledge', about: d1 ?? '', detail: {} });
    state.commit({ entry: 9, at: 7_000 }, 'whole');
    reopen();
    expect(state.concluded).toEqual({ entry: 9, at: 7_000 });
    expect(desk.alarm(d1 ?? '')).toMatchObject({
      attention: 'acknowledged',
      condition: 'active',
      acknowledged: { name: '值班员', from: '127.0.0.1', at: 7_000 },
    });
    expect(store.evidence(d1 ?? '').map((one) => one.number)).toEqual([1, 2]);
    expect(store.listAudit({ about: d1, limit: 10 })).toHaveLength(1);
    expect([...desk.open()]).toHaveLength(7);
  });

  it('writes nothing of a transaction that fails in the middle, and everything with the next', () => {
    takes(10, 'd5', 'raise', 8_000);
    const refusing = {
      isDirty: () => true,
      write: () => {
        throw new Error('disk');
      },
      written: () => undefined,
    };
    const broken = new State(db, [store, refusing], new MemoryTable(db), []);
    expect(() => broken.commit({ entry: 10, at: 8_000 }, 'whole')).toThrow('disk');
    expect(db.prepare('SELECT entry FROM position').get()).toEqual({ entry: 9 });
    expect(db.prepare("SELECT count(*) AS n FROM alarm WHERE device = 'd5'").get()).toEqual({ n: 0 });
    state.commit({ entry: 10, at: 8_000 }, 'whole');
    expect(db.prepare("SELECT count(*) AS n FROM alarm WHERE device = 'd5'").get()).toEqual({ n: 1 });
  });

  it('gives the same ids for the same frames, so that a replay changes nothing twice', () => {
    const other = openDatabase(':memory:', 'normal');
    const replayed = aDesk(other, new AlarmStore(other)).desk;
    replayed.take(finding('d1', 'raise', 1_000), { entry: entry(1, 'd1', 1_000), receivedAt: 1_000 });
    expect(replayed.openOf('d1').map((alarm) => alarm.id)).toEqual(openOf('d1'));
    other.close();
  });

  it('closes a latching alarm only when restored and reset, its incident with the last alarm, and the next fire is a new alarm', () => {
    const [old] = openOf('store-1');
    const act = (deed: 'reset' | 'acknowledge') => desk.act({ do: deed, alarm: old ?? '', by, at: 9_000, token: 't' });
    expect(() => act('reset')).toThrow(/still active/);
    takes(11, 'store-1', 'clear', 9_500);
    expect(() => act('reset')).toThrow(/say what it was/);
    desk.act({ do: 'judge', alarm: old ?? '', verdict: 'false', cause: 'dust', by, at: 9_000, token: 't' });
    const { incident } = act('reset');
    expect(openOf('store-1')).toEqual([]);
    expect(desk.incident(incident)?.closedAt).toBe(9_000);
    expect(() => act('acknowledge')).toThrow(/closed/);
    takes(12, 'store-1', 'raise', 10_000);
    expect(openOf('store-1')).toHaveLength(1);
    expect(openOf('store-1')).not.toEqual([old]);
  });

  it('lets go of the causes of a device that was removed and of a rule that is no more, and forgets no latched alarm', () => {
    takes(20, 'gone', 'raise', 11_000);
    desk.deviceRemoved('gone', 11_500);
    expect(desk.openOf('gone')).toMatchObject([{ condition: 'restored', causes: [], restoredAt: 11_500, closedAt: null }]);
    desk.rulesAre(new Set([smoke.id]), 12_000);
    expect(desk.openOf('store-1')).toMatchObject([{ condition: 'active' }]);
    desk.rulesAre(new Set(), 12_500);
    expect(desk.openOf('store-1')).toMatchObject([{ condition: 'restored' }]);
  });

  it('finds closed alarms of a place, and says not-found for one that never was', () => {
    state.commit({ entry: 12, at: 10_000 }, 'whole');
    expect(store.listAlarms({ open: false, place: 'store', limit: 10 })).toHaveLength(1);
    expect(store.listAlarms({ open: false, place: 'tower', limit: 10 })).toHaveLength(0);
    expect(() => desk.act({ do: 'acknowledge', alarm: 'nope', by, at: 1, token: 't' })).toThrow(/Not found/);
  });
});
