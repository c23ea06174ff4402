// Telling people, from the alarm desk to the rows of notices: who is told when, and when nobody is.
import type { Act } from '../acts.ts';
import type { AlarmDesk } from '../alarms/desk.ts';
import type { Isolations } from '../alarms/isolations.ts';
import { aDesk, aStore, entry, finding, LI, ZHANG } from '../alarms/testing/a-desk.ts';
import { PlaceTree } from '../estate/places.ts';
import { siteClock, siteTime } from '../site-time.ts';
import { type Database, openDatabase } from '../sqlite.ts';
import { DutyBook } from './duty-book.ts';
import { type NoticeRow, NoticeRows } from './notice-rows.ts';
import type { Roster } from './roster.ts';
import { Telling } from './telling.ts';

const SECOND = 1_000;
const NOW = Date.UTC(2026, 10, 25, 15, 41);
const localTime = siteTime('Asia/Shanghai');
const PLACES = new PlaceTree([{ id: 'tower', parent: 'root', kind: 'building', name: '示范大厦', longitude: null, latitude: null }]);

interface Rig {
  readonly db: Database;
  readonly desk: AlarmDesk;
  readonly isolations: Isolations;
  readonly telling: Telling;
  readonly rows: NoticeRows;
  readonly sent: NoticeRow[];
  /** Incidents that are over, and in which each goes on. */
  readonly ended: (readonly [incident: string, goesOnIn: string | null])[];
  /** What changed is heard at a time, and saved. */
  hear(at: number): string[];
}

function aRoster(id: string, drill: boolean): Roster {
  const people = [{ id, name: id, contacts: { voice: '13800001234' } }];
  const shifts = [{ days: [1, 2, 3, 4, 5, 6, 7] as const, from: '00:00', to: '00:00', people: [id] }];
  return { id, place: 'tower', role: 'duty-room', drill, people, shifts, changes: [] };
}

function aRig(db = openDatabase(':memory:', 'normal')): Rig {
  const store = aStore(db);
  const { desk, isolations } = aDesk(db, store);
  const book = new DutyBook(db, localTime);
  const rows = new NoticeRows(db);
  const sent: NoticeRow[] = [];
  const ended: (readonly [incident: string, goesOnIn: string | null])[] = [];
  const telling = new Telling(db, {
    desk,
    places: PLACES,
    book,
    rows,
    localTime,
    clock: siteClock('Asia/Shanghai'),
    handOver: (some) => sent.push(...some),
    over: (incident, goesOnIn) => ended.push([incident, goesOnIn]),
  });
  if (book.policies().length === 0 && book.rosters().person('ren', false) === undefined) {
    for (const roster of [aRoster('ren', false), aRoster('yan', true)]) book.setRoster(roster, PLACES);
  }
  const hear = (at: number): string[] => {
    const before = sent.length;
    telling.hear(desk.takeTouched(), at);
    for (const ledger of [store, isolations, book, telling]) ledger.write();
    for (const ledger of [store, isolations, book, telling]) ledger.written();
    return sent.slice(before).map(({ recipient, notice }) => `${recipient.id} ${notice.phase} ${notice.title.zh}`);
  };
  return { db, desk, isolations, telling, rows, sent, ended, hear };
}

const ON_INCIDENTS = [
  'verify-incident',
  'find-incident',
  'move-incident',
  'close-incident',
  'reopen-incident',
  'answer-incident',
  'take-incident',
  'offer-incident',
  'decline-incident',
] as const;
type OnIncident = Extract<Act, { do: (typeof ON_INCIDENTS)[number] }>;
const isOnIncident = (act: Act): act is OnIncident & Act => ON_INCIDENTS.some((one) => one === act.do);

let number = 0;
function fire(rig: Rig, device: string, at: number, drill = false): void {
  number += 1;
  rig.desk.take(finding(device, 'raise', at, { drill }), { entry: entry(number, device, at), receivedAt: at });
}

function does(rig: Rig, deed: object, at: number, by = ZHANG): void {
  const act = { ...deed, by, at, token: `t${at}` } as Act;
  if (act.do === 'acknowledge') rig.desk.act(act);
  else if (act.do === 'isolate' || act.do === 'end-isolation') rig.desk.actOnIsolation(act);
  else if (act.do === 'merge-incidents') rig.desk.mergeIncidents(act);
  else if (isOnIncident(act)) rig.desk.actOnIncident(act);
}

const alarmOf = (rig: Rig, device: string): string => rig.desk.openOf(device)[0]?.id ?? '';
const incidentOf = (rig: Rig, device: string): string => rig.desk.openOf(device)[0]?.incident ?? '';
const FIRE = '【火警】tower · f12 感烟火警（烟感 s1）';

describe('a fire that nobody acknowledges', () => {
  it('is told to the seat at once and to the duty room after a minute, with place and what it is in both languages', () => {
    const rig = aRig();
    fire(rig, 's1', NOW);
    expect(rig.hear(NOW)).toEqual([`seat raised ${FIRE.replace('tower', '示范大厦')}`]);
    expect(rig.sent[0]?.notice.title.en).toContain('Fire: 示范大厦 · f12 Smoke alarm');
    expect(rig.sent[0]?.notice.lines.map(({ zh }) => zh)).toEqual(['感烟火警', '开始时间 11-25 23:41:00，报警 1 条', '立即核实']);
    expect(rig.hear(NOW + 59 * SECOND).map((one) => one.split(' ')[0])).toEqual(['seat']);
    expect(rig.hear(NOW + 60 * SECOND).map((one) => one.split(' ').slice(0, 2))).toEqual([['ren', 'escalated']]);
  });

  it('is told no further once it is acknowledged and looked into', () => {
    const rig = aRig();
    fire(rig, 's1', NOW);
    rig.hear(NOW);
    does(rig, { do: 'acknowledge', alarm: alarmOf(rig, 's1') }, NOW + 10 * SECOND);
    rig.hear(NOW + 10 * SECOND);
    expect(rig.hear(NOW + 189 * SECOND)).toEqual([]);
    does(rig, { do: 'verify-incident', incident: incidentOf(rig, 's1') }, NOW + 189 * SECOND);
    rig.hear(NOW + 189 * SECOND);
    expect(rig.hear(NOW + 3_600 * SECOND)).toEqual([]);
  });

  it('is told again from the start where whoever acknowledged it does nothing', () => {
    const rig = aRig();
    fire(rig, 's1', NOW);
    rig.hear(NOW);
    does(rig, { do: 'acknowledge', alarm: alarmOf(rig, 's1') }, NOW + 10 * SECOND);
    rig.hear(NOW + 10 * SECOND);
    const told = rig.hear(NOW + 190 * SECOND);
    expect(told.map((one) => one.split(' ')[0])).toEqual(['seat']);
    expect(rig.sent.at(-1)?.notice.lines[0]?.zh).toBe('已确认但逾时未处置');
  });

  it('is told from the start where it begins anew in an incident that a person has closed', () => {
    const rig = aRig();
    fire(rig, 's1', NOW);
    rig.hear(NOW);
    const incident = incidentOf(rig, 's1');
    does(rig, { do: 'find-incident', incident, verdict: 'false', cause: 'dust' }, NOW + 10 * SECOND);
    const cleared = NOW + 11 * SECOND;
    rig.desk.take(finding('s1', 'clear', cleared), { entry: entry(901, 's1', cleared), receivedAt: cleared });
    does(rig, { do: 'close-incident', incident, isSupervisor: false }, NOW + 12 * SECOND);
    rig.hear(NOW + 12 * SECOND);
    fire(rig, 's1', NOW + 20 * SECOND);
    expect(rig.hear(NOW + 20 * SECOND).map((one) => one.split(' ')[0])).toEqual(['seat']);
    expect(rig.hear(NOW + 80 * SECOND).map((one) => one.split(' ')[0])).toContain('ren');
  });

  it('goes on where it stood after a restart, with no notice twice and none left out', () => {
    const rig = aRig();
    fire(rig, 's1', NOW);
    rig.hear(NOW);
    const again = aRig(rig.db);
    expect(again.hear(NOW + 29 * SECOND)).toEqual([]);
    expect(again.hear(NOW + 60 * SECOND).map((one) => one.split(' ')[0])).toEqual(['seat', 'ren']);
    expect(again.rows.unsent().map(({ id }) => id.split('/').slice(1).join('/'))).toEqual(['1.0.0.0/seat', '1.0.1.0/seat', '1.0.2.0/ren']);
  });
});

describe('an answer by link', () => {
  const policy = {
    id: 'two',
    title: { zh: '两人', en: 'two' },
    place: null,
    classes: ['fire' as const],
    hours: 'always' as const,
    drill: false,
    steps: [{ after: 0, whom: { role: 'duty-room' as const }, via: ['voice'], needs: 2 }],
    stopOnAcknowledge: true,
    acknowledgeTimeOut: 86_400,
    again: null,
    lastEvery: 60,
    besideAfter: 20,
  };
  const answer = (rig: Rig, notice: string, said: string, at: number, by = ZHANG): void =>
    does(rig, { do: 'answer-incident', incident: incidentOf(rig, 's1'), notice, answer: said, seen: NOW }, at, by);

  it('counts each person once where two must acknowledge, over a restart between them; the row keeps how long a fire waits for a channel', () => {
    const rig = aRig();
    const book = new DutyBook(rig.db, localTime);
    book.setPolicy(policy, PLACES);
    book.write();
    const two = aRig(rig.db);
    fire(two, 's1', NOW);
    expect(two.hear(NOW)).toHaveLength(1);
    expect(two.rows.unsent()).toMatchObject([{ besideAfter: 20 }]);
    answer(two, 'n1', 'seen', NOW + 5 * SECOND);
    two.hear(NOW + 5 * SECOND);
    answer(two, 'n2', 'seen', NOW + 10 * SECOND);
    expect(two.hear(NOW + 60 * SECOND)).toHaveLength(1);
    const again = aRig(rig.db);
    answer(again, 'n3', 'unable', NOW + 70 * SECOND, LI);
    expect(again.hear(NOW + 120 * SECOND)).toHaveLength(1);
    answer(again, 'n4', 'seen', NOW + 130 * SECOND, LI);
    again.hear(NOW + 130 * SECOND);
    expect(again.hear(NOW + 3_600 * SECOND)).toEqual([]);
  });
});

describe('a further detector', () => {
  it('calls anew where the first one was acknowledged, and its acknowledgement alone ends that', () => {
    const rig = aRig();
    fire(rig, 's1', NOW);
    rig.hear(NOW);
    does(rig, { do: 'acknowledge', alarm: alarmOf(rig, 's1') }, NOW + 5 * SECOND);
    rig.hear(NOW + 5 * SECOND);
    fire(rig, 's2', NOW + 20 * SECOND);
    expect(rig.hear(NOW + 20 * SECOND).map((one) => one.split(' ').slice(0, 2))).toEqual([['seat', 'escalated']]);
    expect(rig.hear(NOW + 80 * SECOND).map((one) => one.split(' ')[0])).toEqual(['seat', 'ren']);
    does(rig, { do: 'acknowledge', alarm: alarmOf(rig, 's2') }, NOW + 81 * SECOND, LI);
    rig.hear(NOW + 81 * SECOND);
    expect(rig.hear(NOW + 200 * SECOND)).toEqual([]);
  });

  it('keeps an incident ringing of which only the first was acknowledged', () => {
    const rig = aRig();
    fire(rig, 's1', NOW);
    fire(rig, 's2', NOW);
    rig.hear(NOW);
    does(rig, { do: 'acknowledge', alarm: alarmOf(rig, 's1') }, NOW + 5 * SECOND);
    rig.hear(NOW + 5 * SECOND);
    expect(rig.hear(NOW + 60 * SECOND).map((one) => one.split(' ')[0])).toEqual(['seat', 'ren']);
  });
});

describe('a hand-over', () => {
  const offered = (rig: Rig): void => {
    fire(rig, 's1', NOW);
    rig.hear(NOW);
    const incident = incidentOf(rig, 's1');
    does(rig, { do: 'verify-incident', incident }, NOW);
    does(rig, { do: 'take-incident', incident }, NOW);
    does(rig, { do: 'offer-incident', incident, to: { id: LI.id, name: LI.name }, words: '水泵房已派人' }, NOW);
    rig.hear(NOW);
  };

  it('that nobody answers is told after two minutes, with who offered it to whom', () => {
    const rig = aRig();
    offered(rig);
    expect(rig.hear(NOW + 119 * SECOND)).toEqual([]);
    expect(rig.hear(NOW + 120 * SECOND).map((one) => one.split(' ')[0])).toEqual(['seat']);
    const lines = rig.sent
      .at(-1)
      ?.notice.lines.slice(0, 2)
      .map(({ zh }) => zh);
    expect(lines).toEqual(['移交处置无人应答', `${ZHANG.name} → ${LI.name}`]);
  });

  it('that was declined is told to nobody', () => {
    const rig = aRig();
    offered(rig);
    does(rig, { do: 'decline-incident', incident: incidentOf(rig, 's1'), reason: '走不开' }, NOW + 5 * SECOND, LI);
    rig.hear(NOW + 5 * SECOND);
    expect(rig.hear(NOW + 600 * SECOND)).toEqual([]);
  });
});

describe('an isolated detector', () => {
  const until = NOW + 3_600 * SECOND;
  const isolation = {
    do: 'isolate',
    id: 'x',
    kind: 'isolated',
    scope: { of: 'device', device: 's1' },
    reason: '检修',
    authority: '王主管',
    until,
  };

  it('is told to nobody until its isolation ends, and then at once', () => {
    const rig = aRig();
    does(rig, isolation, NOW);
    fire(rig, 's1', NOW + SECOND);
    expect(rig.hear(NOW + 1_000 * SECOND)).toEqual([]);
    rig.desk.advance(until);
    expect(rig.hear(until).map((one) => one.split(' ').slice(0, 2))).toEqual([['seat', 'raised']]);
  });

  it('stops ringing when it is isolated, and rings anew when that is over', () => {
    const rig = aRig();
    fire(rig, 's1', NOW);
    rig.hear(NOW);
    does(rig, isolation, NOW + SECOND);
    rig.hear(NOW + SECOND);
    expect(rig.hear(NOW + 600 * SECOND)).toEqual([]);
    does(rig, { do: 'end-isolation', isolation: 'x' }, NOW + 700 * SECOND);
    expect(rig.hear(NOW + 700 * SECOND).map((one) => one.split(' ')[0])).toEqual(['seat']);
  });
});

describe('an incident in which something calls that nobody has seen', () => {
  const isolated = (device: string, id: string) => ({
    ...{ do: 'isolate', id, kind: 'isolated', scope: { of: 'device', device } },
    ...{ reason: '检修', authority: '王主管', until: NOW + 86_400 * SECOND },
  });
  const seats = (told: readonly string[]): string[] => told.map((one) => one.split(' ')[0] ?? '');

  it('opened again while it was quiet is told once its isolation ends, over a restart between the two', () => {
    const rig = aRig();
    fire(rig, 's1', NOW);
    rig.hear(NOW);
    const incident = incidentOf(rig, 's1');
    const alarm = alarmOf(rig, 's1');
    does(rig, { do: 'acknowledge', alarm }, NOW + SECOND);
    does(rig, { do: 'find-incident', incident, verdict: 'real', cause: null, note: '' }, NOW + 2 * SECOND);
    does(rig, { do: 'move-incident', incident, to: 'out' }, NOW + 3 * SECOND);
    does(rig, isolated('s1', 'x'), NOW + 4 * SECOND);
    does(rig, { do: 'close-incident', incident, isSupervisor: false }, NOW + 5 * SECOND);
    expect(rig.hear(NOW + 5 * SECOND).at(-1)).toContain('resolved');
    does(rig, { do: 'reopen-incident', incident, reason: '复燃' }, NOW + 6 * SECOND);
    expect(rig.hear(NOW + 6 * SECOND)).toEqual([]);
    const again = aRig(rig.db);
    does(again, { do: 'end-isolation', isolation: 'x' }, NOW + 7 * SECOND);
    expect(seats(again.hear(NOW + 7 * SECOND))).toEqual(['seat']);
    expect(seats(again.hear(NOW + 67 * SECOND))).toEqual(['seat', 'ren']);
  });

  it('is told on although somebody verifies what was isolated before', () => {
    const rig = aRig();
    does(rig, isolated('s1', 'x'), NOW);
    fire(rig, 's1', NOW + SECOND);
    expect(rig.hear(NOW + SECOND)).toEqual([]);
    does(rig, { do: 'verify-incident', incident: incidentOf(rig, 's1') }, NOW + 2 * SECOND);
    rig.hear(NOW + 2 * SECOND);
    fire(rig, 's2', NOW + 10 * SECOND);
    expect(incidentOf(rig, 's2')).toBe(incidentOf(rig, 's1'));
    expect(seats(rig.hear(NOW + 10 * SECOND))).toEqual(['seat']);
    expect(seats(rig.hear(NOW + 70 * SECOND))).toEqual(['seat', 'ren']);
  });
});

it('a drill is told to the people of drills alone, and a fire beside it to the real ones', () => {
  const rig = aRig();
  fire(rig, 's1', NOW, true);
  rig.hear(NOW);
  rig.hear(NOW + 3_600 * SECOND);
  expect(rig.sent.every(({ notice, recipient }) => notice.drill && recipient.id !== 'ren')).toBe(true);
  const played = rig.sent.length;
  fire(rig, 's2', NOW + 3_600 * SECOND);
  rig.hear(NOW + 3_600 * SECOND);
  rig.hear(NOW + 3_660 * SECOND);
  const real = rig.sent.slice(played).filter(({ notice }) => !notice.drill);
  expect(real.map(({ recipient }) => recipient.id)).toContain('ren');
  expect(real.map(({ recipient }) => recipient.id)).not.toContain('yan');
});

it('an incident that went up in another ends in words that say so', () => {
  const rig = aRig();
  fire(rig, 's1', NOW);
  fire(rig, 'store-1', NOW);
  rig.hear(NOW);
  const [into, from] = [incidentOf(rig, 's1'), incidentOf(rig, 'store-1')];
  does(rig, { do: 'merge-incidents', into, from: [from], reason: '同一火情' }, NOW + SECOND);
  rig.hear(NOW + SECOND);
  expect(rig.ended).toEqual([[from, into]]);
  const ended = rig.sent.find(({ notice }) => notice.phase === 'resolved');
  expect(ended?.notice.lines[0]?.zh).toBe('已并入另一事件，仍在处置');
});

it('a roster and a policy with faults are refused in words, and nothing is changed', () => {
  const book = new DutyBook(openDatabase(':memory:', 'normal'), localTime);
  expect(() => book.setRoster({ ...aRoster('ren', false), shifts: [] }, PLACES)).toThrow(/值班表中没有班次.*the roster has no shifts/s);
  expect(() => book.setRoster({ ...aRoster('ren', false), place: 'nowhere' }, PLACES)).toThrow(/nowhere/);
  expect(() => book.removePolicy('none')).toThrow(/none/);
  expect(book.isDirty()).toBe(false);
});
