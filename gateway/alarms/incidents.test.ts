// Incidents at the desk: what groups them, what people do about them, and how one follows another.
import type { Author, Deed } from '../acts.ts';
import { MemoryTable } from '../memory-table.ts';
import { type Database, openDatabase } from '../sqlite.ts';
import { State } from '../state.ts';
import type { IncidentAct } from './incident-acts.ts';
import { aDesk, aStore, entry, finding, LI, ZHANG } from './testing/a-desk.ts';

let db: Database;
let house: ReturnType<typeof aDesk>;
let number = 0;
beforeEach(() => {
  db = openDatabase(':memory:', 'normal');
  house = aDesk(db);
});
afterEach(() => {
  db.close();
});

function says(of: string, change: 'raise' | 'clear', time: number): void {
  house.desk.take(finding(of, change, time), { entry: entry(++number, of, time), receivedAt: time });
}
const theAlarm = (of: string) => {
  const alarm = house.desk.openOf(of)[0];
  if (!alarm) throw new Error(`${of} has no open alarm`);
  return alarm;
};
const incidentOf = (of: string) => {
  const incident = house.desk.incident(theAlarm(of).incident);
  if (!incident) throw new Error(`${of} has no incident`);
  return incident;
};
type Doing = Extract<Deed, Pick<IncidentAct, 'do'>>;
function does(by: Author, at: number, deed: Doing) {
  return house.desk.actOnIncident({ ...deed, by, at, token: `t${at}` });
}
const finds = (by: Author, at: number, incident: string, verdict: 'real' | 'false' | 'test' | 'undetermined', cause?: string) =>
  does(by, at, { do: 'find-incident', incident, verdict, ...(cause === undefined ? {} : { cause }) });

describe('verification 核警', () => {
  it('says of the incident and of each of its alarms what it was', () => {
    says('d1', 'raise', 1_000);
    says('d2', 'raise', 2_000);
    const { id } = incidentOf('d1');
    expect(finds(ZHANG, 3_000, id, 'real')).toMatchObject({ state: 'confirmed', verdict: { id: 'zhang' } });
    expect([theAlarm('d1'), theAlarm('d2')].map(({ verdict }) => verdict)).toEqual(['real', 'real']);
  });

  it('needs a second person where two detectors speak, and not the same one twice', () => {
    says('d1', 'raise', 1_000);
    says('d2', 'raise', 2_000);
    const { id } = incidentOf('d1');
    expect(finds(ZHANG, 3_000, id, 'false', 'steam')).toMatchObject({ state: 'verifying', proposed: { id: 'zhang' }, verdict: null });
    expect(theAlarm('d1').verdict).toBe('unverified');
    expect(() => does(ZHANG, 4_000, { do: 'second-incident', incident: id })).toThrow(/other than 张值班/);
    expect(does(LI, 5_000, { do: 'second-incident', incident: id })).toMatchObject({ state: 'false-alarm', verdict: { cause: 'steam' } });
    expect(theAlarm('d2')).toMatchObject({ verdict: 'false', judged: { cause: 'steam', id: 'li' } });
  });

  it('is no less when each alarm is judged by itself: nothing is reset before the second person agreed', () => {
    says('d1', 'raise', 1_000);
    says('d2', 'raise', 2_000);
    const { id } = incidentOf('d1');
    for (const one of ['d1', 'd2'])
      house.desk.act({ do: 'judge', alarm: theAlarm(one).id, verdict: 'false', cause: 'steam', by: ZHANG, at: 3_000, token: one });
    expect(incidentOf('d1')).toMatchObject({ verdict: null, proposed: { id: 'zhang' } });
    says('d1', 'clear', 4_000);
    const reset = { do: 'reset' as const, alarm: theAlarm('d1').id, by: ZHANG, at: 5_000, token: 'r' };
    expect(() => house.desk.act(reset)).toThrow(/another person must agree/);
    does(LI, 6_000, { do: 'second-incident', incident: id });
    expect(house.desk.act({ ...reset, at: 7_000 }).closedAt).toBe(7_000);
  });

  it('is for whoever handles it: another neither judges nor resets one of its alarms, and acknowledges it all the same', () => {
    says('d1', 'raise', 1_000);
    does(ZHANG, 2_000, { do: 'take-incident', incident: incidentOf('d1').id });
    const about = { alarm: theAlarm('d1').id, by: LI, at: 3_000, token: 't' };
    expect(() => house.desk.act({ do: 'judge', verdict: 'real', ...about })).toThrow(/张值班/);
    expect(house.desk.act({ do: 'acknowledge', ...about }).attention).toBe('acknowledged');
    house.desk.act({ do: 'judge', verdict: 'real', ...about, by: ZHANG });
    says('d1', 'clear', 4_000);
    expect(() => house.desk.act({ do: 'reset', ...about, at: 5_000 })).toThrow(/张值班/);
  });

  it('takes a test that nobody announced for a false alarm with that cause', () => {
    says('d1', 'raise', 1_000);
    expect(finds(ZHANG, 3_000, incidentOf('d1').id, 'test')).toMatchObject({
      state: 'false-alarm',
      verdict: { verdict: 'false', cause: 'unannounced-test' },
    });
  });

  it('is needed anew when another detector speaks after all was found false', () => {
    says('d1', 'raise', 1_000);
    const { id } = incidentOf('d1');
    finds(ZHANG, 3_000, id, 'false', 'dust');
    says('d2', 'raise', 4_000);
    expect(incidentOf('d2')).toMatchObject({ id, state: 'verifying', verdict: null });
    expect(theAlarm('d2').verdict).toBe('unverified');
  });

  it('follows from the alarms when somebody judged each of them', () => {
    says('d1', 'raise', 1_000);
    const judge = { do: 'judge' as const, alarm: theAlarm('d1').id, verdict: 'real' as const };
    house.desk.act({ ...judge, by: ZHANG, at: 2_000, token: 't' });
    expect(incidentOf('d1').state).toBe('confirmed');
  });
});

describe('a detector that begins anew', () => {
  it('in an incident that was found false asks for a verdict anew', () => {
    says('d1', 'raise', 1_000);
    const { id } = incidentOf('d1');
    finds(ZHANG, 2_000, id, 'false', 'dust');
    says('d1', 'clear', 3_000);
    says('d1', 'raise', 4_000);
    expect(incidentOf('d1')).toMatchObject({ id, state: 'verifying', verdict: null });
  });

  it('in an incident that a person has closed opens it, as a new one that calls', () => {
    says('d1', 'raise', 1_000);
    const { id } = incidentOf('d1');
    finds(ZHANG, 2_000, id, 'false', 'dust');
    says('d1', 'clear', 3_000);
    does(ZHANG, 4_000, { do: 'close-incident', incident: id, isSupervisor: false });
    says('d1', 'raise', 5_000);
    expect(incidentOf('d1')).toMatchObject({ id, state: 'new', closedAt: null, closed: null, verdict: null });
    expect([...house.desk.openIncidents()].map((one) => one.id)).toEqual([id]);
    expect(house.desk.rollOf(incidentOf('d1'))).toMatchObject({ waiting: 1, isActive: true });
  });

  it('is not among what somebody proposed to call false', () => {
    says('d1', 'raise', 1_000);
    says('d2', 'raise', 2_000);
    const { id } = incidentOf('d1');
    finds(ZHANG, 3_000, id, 'false', 'steam');
    says('d3', 'raise', 4_000);
    expect(() => does(LI, 5_000, { do: 'second-incident', incident: id })).toThrow(/no finding to agree to/);
    expect(theAlarm('d3').verdict).toBe('unverified');
  });

  it('is seen though its isolation ended after the incident was closed', () => {
    says('d1', 'raise', 1_000);
    const { id } = incidentOf('d1');
    finds(ZHANG, 2_000, id, 'false', 'device-fault');
    const isolation = { do: 'isolate' as const, id: 'iso', kind: 'isolated' as const, reason: '坏', authority: '王经理', until: 9_000 };
    house.desk.actOnIsolation({ ...isolation, scope: { of: 'device', device: 'd1' }, by: ZHANG, at: 3_000, token: 't' });
    does(ZHANG, 4_000, { do: 'close-incident', incident: id, isSupervisor: false });
    house.desk.advance(9_000);
    expect(theAlarm('d1').attention).toBe('new');
    expect(incidentOf('d1')).toMatchObject({ state: 'new', closedAt: null });
  });
});

describe('closing', () => {
  it('happens with the last alarm when all was found false; a confirmed fire waits for a person and for the end of the fire', () => {
    says('d1', 'raise', 1_000);
    const { id } = incidentOf('d1');
    finds(ZHANG, 2_000, id, 'real');
    says('d1', 'clear', 3_000);
    house.desk.act({ do: 'reset', alarm: theAlarm('d1').id, by: ZHANG, at: 4_000, token: 't' });
    expect(house.desk.incident(id)?.closedAt).toBeNull();
    const close = (at: number) => does(ZHANG, at, { do: 'close-incident', incident: id, isSupervisor: false });
    expect(() => close(5_000)).toThrow(/not out/);
    for (const to of ['responding', 'controlled', 'out'] as const) does(ZHANG, 6_000, { do: 'move-incident', incident: id, to });
    expect(close(7_000)).toMatchObject({ state: 'closed', closedAt: 7_000, closed: { id: 'zhang' } });
  });

  it('with an input that is still active asks for an isolation first', () => {
    says('d1', 'raise', 1_000);
    const { id } = incidentOf('d1');
    finds(ZHANG, 2_000, id, 'false', 'device-fault');
    const close = () => does(ZHANG, 5_000, { do: 'close-incident', incident: id, isSupervisor: false });
    expect(close).toThrow(/isolate it first/);
    const isolation = { do: 'isolate' as const, id: 'iso', kind: 'isolated' as const, reason: '坏', authority: '王经理', until: 9_000 };
    house.desk.actOnIsolation({ ...isolation, scope: { of: 'device', device: 'd1' }, by: ZHANG, at: 4_000, token: 't' });
    expect(close().closedAt).toBe(5_000);
  });

  it('can be taken back within a day, and the incident is verified anew', () => {
    says('d1', 'raise', 1_000);
    const { id } = incidentOf('d1');
    finds(ZHANG, 2_000, id, 'false', 'dust');
    says('d1', 'clear', 3_000);
    house.desk.act({ do: 'reset', alarm: theAlarm('d1').id, by: ZHANG, at: 4_000, token: 't' });
    expect(house.desk.incident(id)?.closedAt).toBe(4_000);
    const again = does(LI, 5_000, { do: 'reopen-incident', incident: id, reason: '现场复燃' });
    expect(again).toMatchObject({ state: 'verifying', closedAt: null, reopened: { reason: '现场复燃' } });
  });

  it('is remembered: the next fire of that point within half an hour names it', () => {
    says('d1', 'raise', 1_000);
    const { id } = incidentOf('d1');
    finds(ZHANG, 2_000, id, 'false', 'dust');
    says('d1', 'clear', 3_000);
    house.desk.act({ do: 'reset', alarm: theAlarm('d1').id, by: ZHANG, at: 4_000, token: 't' });
    says('d1', 'raise', 60_000);
    expect(incidentOf('d1')).toMatchObject({ follows: id, state: 'new' });
  });
});

it('that was closed shortly before a restart is named by the next one of its point', () => {
  const state = new State(db, [house.store], new MemoryTable(db), []);
  says('d1', 'raise', 1_000);
  const { id } = incidentOf('d1');
  finds(ZHANG, 2_000, id, 'false', 'dust');
  says('d1', 'clear', 3_000);
  house.desk.act({ do: 'reset', alarm: theAlarm('d1').id, by: ZHANG, at: 4_000, token: 't' });
  state.commit({ entry: 1, at: 4_000 }, 'whole');
  house = aDesk(db, aStore(db));
  says('d1', 'raise', 60_000);
  expect(incidentOf('d1').follows).toBe(id);
});

describe('by hand', () => {
  it('several incidents become one, which keeps the earliest first-out and the gravest state', () => {
    says('d1', 'raise', 1_000);
    says('store-1', 'raise', 2_000);
    const [tower, store] = [incidentOf('d1').id, incidentOf('store-1').id];
    finds(LI, 3_000, tower, 'real');
    const merged = house.desk.mergeIncidents({
      do: 'merge-incidents',
      into: store,
      from: [tower],
      reason: '同一火情',
      by: ZHANG,
      at: 4_000,
      token: 't',
    });
    expect(merged).toMatchObject({ id: store, state: 'confirmed', began: 1_000, firstOut: theAlarm('d1').id });
    expect(theAlarm('d1').incident).toBe(store);
    expect(house.desk.incident(tower)).toMatchObject({ state: 'closed', mergedInto: store });
    expect(() => does(LI, 5_000, { do: 'reopen-incident', incident: tower, reason: 'x' })).toThrow(/went up in another/);
  });

  it('one becomes two, each with its own first-out, and the new one is looked at for itself', () => {
    says('d1', 'raise', 1_000);
    says('d2', 'raise', 2_000);
    const { id } = incidentOf('d1');
    finds(LI, 3_000, id, 'real');
    const going = theAlarm('d2').id;
    const split = house.desk.splitIncident({
      do: 'split-incident',
      incident: id,
      alarms: [going],
      reason: '两处',
      by: ZHANG,
      at: 4_000,
      token: 't',
    });
    expect(split).toMatchObject({ alarms: [going], firstOut: going, state: 'acknowledged', verdict: null });
    expect(house.desk.incident(id)).toMatchObject({ alarms: [theAlarm('d1').id], state: 'confirmed' });
    expect(theAlarm('d2')).toMatchObject({ incident: split.id, firstOut: true });
  });

  it('one that is named twice goes up once, and what another handles is neither merged nor split', () => {
    says('d1', 'raise', 1_000);
    says('d2', 'raise', 1_000);
    says('store-1', 'raise', 2_000);
    const [tower, store] = [incidentOf('d1').id, incidentOf('store-1').id];
    const merge = () =>
      house.desk.mergeIncidents({
        do: 'merge-incidents',
        into: tower,
        from: [store, store],
        reason: 'x',
        by: ZHANG,
        at: 4_000,
        token: 't',
      });
    does(LI, 3_000, { do: 'take-incident', incident: store });
    expect(merge).toThrow(/李值班 is handling it/);
    does(LI, 3_500, { do: 'release-incident', incident: store });
    const alarms = ['d1', 'd2', 'store-1'].map((of) => theAlarm(of).id);
    expect(merge().alarms).toEqual(alarms);
    does(LI, 5_000, { do: 'take-incident', incident: tower });
    const split = { do: 'split-incident' as const, incident: tower, alarms: [theAlarm('d2').id], reason: 'x' };
    expect(() => house.desk.splitIncident({ ...split, by: ZHANG, at: 6_000, token: 'u' })).toThrow(/李值班 is handling it/);
  });

  it('a drill and the real thing are never merged', () => {
    says('d1', 'raise', 1_000);
    house.desk.take(finding('store-1', 'raise', 2_000, { drill: true }), { entry: entry(99, 'store-1', 2_000), receivedAt: 2_000 });
    const act = { do: 'merge-incidents' as const, into: incidentOf('d1').id, from: [incidentOf('store-1').id], reason: 'x' };
    expect(() => house.desk.mergeIncidents({ ...act, by: ZHANG, at: 3_000, token: 't' })).toThrow(/drill/);
  });

  it('whoever takes an incident handles it; another says why he takes it over', () => {
    says('d1', 'raise', 1_000);
    const { id } = incidentOf('d1');
    does(ZHANG, 2_000, { do: 'take-incident', incident: id });
    expect(() => finds(LI, 3_000, id, 'real')).toThrow(/张值班 is handling it/);
    expect(() => does(LI, 3_000, { do: 'take-incident', incident: id })).toThrow(/say why/);
    does(LI, 4_000, { do: 'take-incident', incident: id, reason: '张值班出警' });
    expect(finds(LI, 5_000, id, 'real').state).toBe('confirmed');
  });
});

it('knows all of it after a restart', () => {
  const state = new State(db, [house.store, house.isolations], new MemoryTable(db), []);
  says('d1', 'raise', 1_000);
  const { id } = incidentOf('d1');
  does(ZHANG, 2_000, { do: 'take-incident', incident: id });
  finds(ZHANG, 3_000, id, 'undetermined');
  const before = incidentOf('d1');
  state.commit({ entry: 1, at: 3_000 }, 'whole');
  house = aDesk(db, aStore(db));
  expect(incidentOf('d1')).toEqual(before);
  expect(before).toMatchObject({ state: 'undetermined', reviewBy: 3_000 + 24 * 3_600_000, taken: { id: 'zhang' } });
});

describe('an answer by the link of a notice', () => {
  const REN: Author = { id: 'ren', name: '任值班', from: '10.0.0.9' };
  const answers = (at: number, incident: string, answer: 'seen' | 'going' | 'unable', seen: number, notice = `n${at}`) =>
    does(REN, at, { do: 'answer-incident', incident, notice, answer, seen });

  it('“seen” acknowledges in the person’s name what the page had shown, and no alarm that began after', () => {
    says('d1', 'raise', 1_000);
    const { id } = incidentOf('d1');
    says('d2', 'raise', 5_000);
    expect(answers(6_000, id, 'seen', 1_000)).toMatchObject({ answers: [{ id: 'ren', answer: 'seen', at: 6_000, notice: 'n6000' }] });
    expect(theAlarm('d1')).toMatchObject({ attention: 'acknowledged', acknowledged: { id: 'ren' } });
    expect(theAlarm('d2').attention).toBe('new');
    answers(7_000, id, 'seen', 5_000);
    expect(theAlarm('d2')).toMatchObject({ attention: 'acknowledged', acknowledged: { id: 'ren' } });
  });

  it('acknowledges nothing of an alarm that began anew since', () => {
    says('d1', 'raise', 1_000);
    says('d1', 'clear', 2_000);
    says('d1', 'raise', 3_000);
    answers(4_000, incidentOf('d1').id, 'seen', 1_000);
    expect(theAlarm('d1').attention).toBe('new');
  });

  it('“going” begins to verify, unless another handles it or it was looked at', () => {
    says('d1', 'raise', 1_000);
    const { id } = incidentOf('d1');
    does(ZHANG, 1_500, { do: 'take-incident', incident: id });
    expect(answers(2_000, id, 'going', 1_000)).toMatchObject({ state: 'acknowledged', taken: { id: 'zhang' } });
    does(ZHANG, 2_500, { do: 'release-incident', incident: id });
    expect(answers(3_000, id, 'going', 1_000)).toMatchObject({ state: 'verifying' });
    finds(ZHANG, 4_000, id, 'real');
    expect(answers(5_000, id, 'going', 1_000)).toMatchObject({ state: 'confirmed' });
  });

  it('“unable” is kept and acknowledges nothing', () => {
    says('d1', 'raise', 1_000);
    expect(answers(2_000, incidentOf('d1').id, 'unable', 1_000)).toMatchObject({ state: 'new', answers: [{ answer: 'unable' }] });
    expect(theAlarm('d1').attention).toBe('new');
  });

  it('is taken once a notice, and not of an incident that is over', () => {
    says('d1', 'raise', 1_000);
    const { id } = incidentOf('d1');
    answers(2_000, id, 'unable', 1_000, 'n');
    expect(() => answers(3_000, id, 'going', 1_000, 'n')).toThrow(/此通知已答复/);
    finds(ZHANG, 4_000, id, 'false', 'dust');
    says('d1', 'clear', 5_000);
    does(ZHANG, 6_000, { do: 'close-incident', incident: id, isSupervisor: false });
    expect(() => answers(7_000, id, 'going', 1_000, 'm')).toThrow(/事件已关闭/);
  });

  it('goes with the incident that another goes up in, and stays where some alarms are split off', () => {
    says('d1', 'raise', 1_000);
    says('d2', 'raise', 1_000);
    says('store-1', 'raise', 1_000);
    const [one, other] = [incidentOf('d1').id, incidentOf('store-1').id];
    answers(2_000, other, 'unable', 1_000, 'n');
    const merge = { do: 'merge-incidents', into: one, from: [other], reason: '同一火情', by: ZHANG, at: 3_000, token: 't' } as const;
    expect(house.desk.mergeIncidents(merge).answers).toMatchObject([{ notice: 'n' }]);
    const split = {
      do: 'split-incident',
      incident: one,
      alarms: [theAlarm('d2').id],
      reason: '两处',
      by: ZHANG,
      at: 4_000,
      token: 'u',
    } as const;
    expect(house.desk.splitIncident(split).answers).toBeUndefined();
    expect(incidentOf('d1').answers).toHaveLength(1);
  });
});
