// What quiets an alarm without hiding it: the shelf, isolation 屏蔽, a panel that is not heard; and how each comes back.
import type { Rule } from '../../rules/rule.ts';
import { MemoryTable } from '../memory-table.ts';
import { type Database, openDatabase } from '../sqlite.ts';
import { State } from '../state.ts';
import { CHATTER_ENDS_MS, isQuiet } from './alarm.ts';
import { AlarmStore } from './alarm-store.ts';
import { ISOLATION_LIMIT_MS, type IsolationScope } from './isolation.ts';
import { aDesk, entry, finding, LI, ZHANG } from './testing/a-desk.ts';
import { smoke } from './testing/an-alarm.ts';

const HOUR = 3_600_000;
const fault: Rule = { ...smoke, id: 'detector-fault', class: 'fault', latching: false };
const offline: Rule = { ...smoke, id: 'transmission-offline', class: 'fault', latching: false };

let db: Database;
let house: ReturnType<typeof aDesk>;
let token = 0;
beforeEach(() => {
  db = openDatabase(':memory:', 'normal');
  house = aDesk(db);
});
afterEach(() => {
  db.close();
});

const at = (time: number, by = ZHANG) => ({ by, at: time, token: `t${++token}` });
function says(of: string, change: 'raise' | 'clear', time: number, rule = smoke): void {
  house.desk.take(finding(of, change, time, { rule }), { entry: entry(time, of, time), receivedAt: time });
}
const theAlarm = (of: string, nth = 0) => {
  const alarm = house.desk.openOf(of)[nth];
  if (!alarm) throw new Error(`${of} has no open alarm`);
  return alarm;
};
function isolates(scope: IsolationScope, from: number, until: number): string {
  const id = `iso${++token}`;
  const act = { do: 'isolate' as const, id, kind: 'isolated' as const, scope, reason: '更换探头', authority: '王经理', until };
  return house.desk.actOnIsolation({ ...act, ...at(from) }).id;
}
function acknowledges(of: string, time: number): void {
  house.desk.act({ do: 'acknowledge', alarm: theAlarm(of).id, ...at(time) });
}

describe('a shelved alarm', () => {
  const shelve = (of: string, time: number, until: number, oneShot = false) =>
    house.desk.act({ do: 'shelve', alarm: theAlarm(of).id, reason: '已报修', until, oneShot, ...at(time) });

  it('stays on the board and calls again when its time is up, if it still holds', () => {
    says('d1', 'raise', 1_000, fault);
    acknowledges('d1', 2_000);
    shelve('d1', 3_000, 3_000 + HOUR);
    expect(theAlarm('d1')).toMatchObject({ shelved: { reason: '已报修' }, attention: 'acknowledged' });
    house.desk.advance(3_000 + HOUR - 1);
    expect(isQuiet(theAlarm('d1'))).toBe(true);
    house.desk.advance(3_000 + HOUR);
    expect(theAlarm('d1')).toMatchObject({ shelved: null, attention: 'new' });
  });

  it('comes back with its end when it was shelved once, so that the next time calls', () => {
    says('d1', 'raise', 1_000, fault);
    shelve('d1', 3_000, 3_000 + HOUR, true);
    says('d1', 'clear', 4_000, fault);
    says('d1', 'raise', 5_000, fault);
    expect(theAlarm('d1')).toMatchObject({ shelved: null, attention: 'new' });
  });

  it('is never a fire, and never longer than a shift', () => {
    says('d1', 'raise', 1_000);
    expect(() => shelve('d1', 2_000, 3_000)).toThrow(/cannot be shelved/);
    says('d2', 'raise', 1_000, fault);
    expect(() => shelve('d2', 2_000, 2_000 + 13 * HOUR)).toThrow(/12 hours/);
  });

  it('is still shelved after a restart, and comes back all the same', () => {
    const state = new State(db, [house.store, house.isolations], new MemoryTable(db), []);
    says('d1', 'raise', 1_000, fault);
    shelve('d1', 3_000, 3_000 + HOUR);
    state.commit({ entry: 1, at: 3_000 }, 'whole');
    house = aDesk(db, new AlarmStore(db));
    expect(theAlarm('d1').shelved).not.toBeNull();
    house.desk.advance(3_000 + HOUR);
    expect(theAlarm('d1')).toMatchObject({ shelved: null, attention: 'new' });
  });
});

describe('an isolation', () => {
  it('marks what stands under it and what is raised under it, and keeps every one of them', () => {
    says('d1', 'raise', 1_000);
    const id = isolates({ of: 'place', place: 'f12' }, 2_000, 2_000 + HOUR);
    says('d2', 'raise', 3_000);
    says('store-1', 'raise', 3_000);
    expect([theAlarm('d1').isolated, theAlarm('d2').isolated, theAlarm('store-1').isolated]).toEqual([id, id, null]);
    expect([...house.desk.open()]).toHaveLength(3);
  });

  it('of a point leaves the other points of the device alone', () => {
    isolates({ of: 'point', device: 'd1', point: 'heat' }, 1_000, 1_000 + HOUR);
    says('d1', 'raise', 2_000);
    expect(theAlarm('d1').isolated).toBeNull();
  });

  it('ends by itself within a day, loudly: what holds calls anew, and it stands in the list until somebody has seen it', () => {
    const until = 1_000 + ISOLATION_LIMIT_MS;
    const id = isolates({ of: 'device', device: 'd1' }, 1_000, until);
    says('d1', 'raise', 2_000);
    acknowledges('d1', 3_000);
    expect(theAlarm('d1').attention).toBe('acknowledged');
    house.desk.advance(until);
    expect(theAlarm('d1')).toMatchObject({ isolated: null, attention: 'new' });
    expect(house.isolations.standing()).toMatchObject([{ id, ended: { at: until, by: null }, seen: null }]);
    house.desk.actOnIsolation({ do: 'see-isolation', isolation: id, ...at(until + 1) });
    expect(house.isolations.standing()).toEqual([]);
  });

  it('of more than a day is refused, and a renewal needs a named person and ends within a day of it', () => {
    const day = ISOLATION_LIMIT_MS;
    expect(() => isolates({ of: 'device', device: 'd1' }, 1_000, 1_001 + day)).toThrow(/24 hours/);
    const id = isolates({ of: 'device', device: 'd1' }, 1_000, 1_000 + HOUR);
    const renew = (until: number) =>
      house.desk.actOnIsolation({ do: 'renew-isolation', isolation: id, reason: '配件未到', authority: '王经理', until, ...at(2_000, LI) });
    expect(() => renew(2_001 + day)).toThrow(/24 hours/);
    expect(renew(2_000 + day)).toMatchObject({ until: 2_000 + day, renewals: [{ id: 'li', authority: '王经理' }] });
    house.desk.advance(1_000 + HOUR);
    expect(house.isolations.standing()[0]?.ended).toBeNull();
  });

  it('that ends while another still covers the point leaves it isolated', () => {
    isolates({ of: 'device', device: 'd1' }, 1_000, 2_000 + HOUR);
    const longer = isolates({ of: 'place', place: 'f12' }, 1_000, 2_000 + 2 * HOUR);
    says('d1', 'raise', 2_000);
    house.desk.advance(2_000 + HOUR);
    expect(theAlarm('d1').isolated).toBe(longer);
  });
});

describe('a panel that is not heard', () => {
  it('makes the faults behind it doubtful, one alarm and not hundreds, and they call when it is back', () => {
    says('part-1', 'raise', 1_000, fault);
    says('panel', 'raise', 2_000, offline);
    says('part-2', 'raise', 3_000, fault);
    const loud = [...house.desk.open()].filter((alarm) => !isQuiet(alarm)).map(({ device }) => device);
    expect(loud).toEqual(['panel']);
    acknowledges('part-1', 4_000);
    says('panel', 'clear', 5_000, offline);
    expect(theAlarm('part-1')).toMatchObject({ suppressed: null, attention: 'new' });
    expect(isQuiet(theAlarm('part-2'))).toBe(false);
  });

  it('never quiets a fire behind it', () => {
    says('panel', 'raise', 2_000, offline);
    says('part-1', 'raise', 3_000);
    expect(isQuiet(theAlarm('part-1'))).toBe(false);
  });
});

describe('a point that chatters', () => {
  it('is one row, and after somebody has seen it calls no more with each turn; it is never dropped', () => {
    for (const time of [1_000, 11_000, 21_000]) {
      says('d1', 'raise', time, fault);
      says('d1', 'clear', time + 5_000, fault);
    }
    acknowledges('d1', 30_000);
    for (const time of [31_000, 41_000, 51_000]) {
      says('d1', 'raise', time, fault);
      expect(theAlarm('d1')).toMatchObject({ attention: 'acknowledged', condition: 'active' });
      says('d1', 'clear', time + 5_000, fault);
    }
    expect(theAlarm('d1')).toMatchObject({ times: 6, chattersSince: 1_000, closedAt: null });
    const { id } = theAlarm('d1');
    house.desk.advance(51_000 + CHATTER_ENDS_MS);
    expect(house.desk.openOf('d1')).toEqual([]);
    expect(house.desk.alarm(id)).toMatchObject({ times: 6, chattersSince: null });
  });

  it('calls with each turn when it is a fire', () => {
    for (const time of [1_000, 11_000, 21_000, 31_000]) {
      says('d1', 'raise', time);
      acknowledges('d1', time + 1_000);
      says('d1', 'clear', time + 2_000);
    }
    says('d1', 'raise', 41_000);
    expect(theAlarm('d1')).toMatchObject({ attention: 'new', times: 5 });
  });
});
