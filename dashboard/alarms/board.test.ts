// The rules of the alarm board that need no browser: order under a hand, what may be done, what an alarm is said to be.
import fc from 'fast-check';
import { INCIDENT_STATES } from '../../gateway/alarms/incident.ts';
import { type AlarmView, PERMISSIONS } from '../../gateway/web/contract.ts';
import { alarmCan, goesTogether as isTakenTogether } from '../../gateway/web/incident-contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';
import { counted, NO_ALARMS } from '../alarm-tally.ts';
import { forestOf, placeStates } from '../estate/place-forest.ts';
import { readWord } from '../second-window.ts';
import { makeAlarm, makeIncident } from '../testing/invented-alarms.ts';
import { inventedDevices, inventedPlaces } from '../testing/invented-field.ts';
import { daysLeft, isOfPaper } from '../units/paper-words.tsx';
import { alarmTitle, conditionKey, placeLine, surenessKey, verdictKey } from './alarm-words.ts';
import { arrange } from './board-order.ts';
import { isLongUnverified, UNVERIFIED_MS } from './call-119.tsx';
import { goesTogether, hindrance } from './can.ts';

const places = inventedPlaces();
const device = inventedDevices(places, 1_000_000)[0];
if (device === undefined) throw new Error('the invented estate is empty');
const incident = makeIncident({ id: 'i', change: 1, place: device.place, began: 1, drill: false, firstOut: 'a' });
const SHELVED = { by: 'p', name: '张', at: 1, from: 'x', reason: 'r', until: 2, oneShot: false };

function alarm(id: string, more: Partial<AlarmView> = {}): AlarmView {
  if (device === undefined) throw new Error('no device');
  const made = makeAlarm('smoke', device, {
    id,
    change: 1,
    at: 1_000,
    incident,
    firstOut: true,
    drill: false,
    registered: true,
  });
  return { ...made, ...more };
}

describe('the order of the board', () => {
  const open = [alarm('new-fire'), alarm('old-fire'), alarm('new-fault', { class: 'fault' }), alarm('old-fault', { class: 'fault' })];

  it('follows the alarms while no hand is on it', () => {
    expect(arrange(['old-fault'], open, false)).toEqual({ shown: ['new-fire', 'old-fire', 'new-fault', 'old-fault'], queued: [] });
  });

  it('lets a new fire in at the top and keeps the others waiting while a hand is on it', () => {
    const { shown, queued } = arrange(['old-fire', 'old-fault'], open, true);
    expect(shown).toEqual(['new-fire', 'old-fire', 'old-fault']);
    expect(queued.map((one) => one.id)).toEqual(['new-fault']);
  });

  it('keeps a row that was closed where it stands under the hand', () => {
    expect(arrange(['gone', 'old-fire'], [alarm('old-fire')], true).shown).toEqual(['gone', 'old-fire']);
  });

  it('never moves two rows past each other under a hand, and loses no alarm', () => {
    const id = fc.integer({ min: 0, max: 12 }).map(String);
    const list = fc.uniqueArray(fc.record({ id, class: fc.constantFrom<AlarmView['class']>('fire', 'fault') }), {
      selector: (one) => one.id,
    });
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1 }), list, (former, now) => {
        const alarms = now.map((one) => alarm(one.id, { class: one.class }));
        const { shown, queued } = arrange(former, alarms, true);
        expect(shown.filter((one) => former.includes(one))).toEqual(former);
        expect(new Set([...shown, ...queued.map((one) => one.id)])).toEqual(new Set([...former, ...now.map((one) => one.id)]));
        expect(queued.some((one) => one.class === 'fire')).toBe(false);
      }),
    );
  });
});

describe('what may be done with an alarm', () => {
  const states = fc.record({
    closed: fc.boolean(),
    attention: fc.constantFrom<AlarmView['attention']>('new', 'acknowledged'),
    condition: fc.constantFrom<AlarmView['condition']>('active', 'restored'),
    latching: fc.boolean(),
    class: fc.constantFrom<AlarmView['class']>('fire', 'pre-alarm', 'supervisory', 'fault'),
    verdict: fc.constantFrom<AlarmView['verdict']>('unverified', 'real', 'false'),
    shelved: fc.constantFrom(null, SHELVED),
  });

  it('is what the contract says for a person with every right', () => {
    fc.assert(
      fc.property(states, (state) => {
        const can = alarmCan(state);
        const ours = {
          acknowledge: hindrance('acknowledge', state, () => true),
          judge: hindrance('judge', state, () => true),
          reset: hindrance('reset', state, () => true),
          shelve: hindrance('shelve', state, () => true),
          unshelve: hindrance('unshelve', state, () => true),
        };
        expect(Object.fromEntries(Object.entries(ours).map(([deed, why]) => [deed, why === null]))).toEqual(can);
      }),
    );
  });

  it('is done with others at once for no other alarm than the gateway takes', () => {
    for (const each of CLASS_ORDER) {
      const open = alarm(each, { class: each, attention: 'new' });
      expect(goesTogether(open)).toBe(isTakenTogether(open));
      expect(goesTogether({ ...open, attention: 'acknowledged' })).toBe(false);
    }
    for (const each of ['fire', 'pre-alarm', 'linkage'] as const) expect(goesTogether(alarm(each, { class: each }))).toBe(false);
  });

  it('needs the right for it, and says so', () => {
    const stands = { closed: false, attention: 'new', condition: 'restored', latching: true, shelved: null } as const;
    const state = { ...stands, class: 'fire', verdict: 'real' } as const;
    const may = (wanted: string) => (permission: string) => permission === wanted;
    expect(hindrance('acknowledge', state, may('alarm.acknowledge'))).toBeNull();
    expect(hindrance('judge', state, may('alarm.verdict'))).toBeNull();
    expect(hindrance('reset', state, may('alarm.reset'))).toBeNull();
    expect(hindrance('reset', state, may('alarm.read'))).toBe('hindrance.no-permission');
    expect(PERMISSIONS).toEqual(expect.arrayContaining(['alarm.acknowledge', 'alarm.verdict', 'alarm.reset']));
  });
});

describe('the call for 119', () => {
  const fire = alarm('a', { receivedAt: 1_000 });
  const now = 1_000 + UNVERIFIED_MS;

  it('is made for a real fire that nobody has verified for three minutes, and for nothing else', () => {
    expect(isLongUnverified(fire, { state: 'new' }, now)).toBe(true);
    expect(isLongUnverified(fire, { state: 'acknowledged' }, now)).toBe(true);
    expect(isLongUnverified({ ...fire, condition: 'restored' } as AlarmView, undefined, now)).toBe(true);
    expect(isLongUnverified(fire, { state: 'new' }, now - 1)).toBe(false);
    const others: Partial<AlarmView>[] = [
      { class: 'pre-alarm' },
      { drill: true },
      { closed: true },
      { isolated: 'iso' },
      { verdict: 'false' },
    ];
    for (const more of others) expect(isLongUnverified({ ...fire, ...more }, { state: 'new' }, now)).toBe(false);
  });

  it('ends when somebody goes to look, and with the verdict', () => {
    for (const state of INCIDENT_STATES.filter((one) => one !== 'new' && one !== 'acknowledged'))
      expect(isLongUnverified(fire, { state }, now)).toBe(false);
  });
});

describe('what an alarm is said to be', () => {
  it('tells 已恢复·未复位 from 已恢复, and both from 持续中', () => {
    expect(conditionKey(alarm('a'))).toBe('condition.active');
    expect(conditionKey(alarm('a', { condition: 'restored' }))).toBe('condition.restored-not-reset');
    expect(conditionKey(alarm('a', { condition: 'restored', latching: false }))).toBe('condition.restored');
    expect(conditionKey(alarm('a', { condition: 'restored', closed: true }))).toBe('condition.closed');
  });

  it('calls only a fire a real fire', () => {
    expect(verdictKey(alarm('a', { verdict: 'real' }))).toBe('verdict.real-fire');
    expect(verdictKey(alarm('a', { verdict: 'real', class: 'supervisory' }))).toBe('verdict.real');
  });

  it('is the surer the more kinds and points agree', () => {
    const with_ = (points: number, kinds: string[]) => surenessKey(alarm('a'), { ...incident, points, kinds });
    expect([with_(3, ['smoke', 'heat']), with_(2, ['smoke']), with_(1, ['smoke'])]).toEqual(['sure.kinds', 'sure.points', 'sure.single']);
    expect(surenessKey(alarm('a', { quantity: 'callpoint.pressed' }), undefined)).toBe('sure.person');
    // Behind a panel every fire is the same bit; that a person pressed says the kind of the part.
    const part = (kind: string) => alarm('a', { quantity: 'state.fire', device: { ...alarm('a').device, kind, model: 'gb26875/part' } });
    expect([surenessKey(part('callpoint'), undefined), surenessKey(part('smoke'), undefined)]).toEqual(['sure.person', 'sure.single']);
    expect(surenessKey(alarm('a', { quantity: 'operation.manualAlarm' }), undefined)).toBe('sure.person');
  });

  it('says of a part what it is before what happened, because the rule speaks of any part', () => {
    const words = { say: (both: { zh: string }) => both.zh, term: (_: string, name: string) => `<${name}>` };
    const device = { ...alarm('a').device, kind: 'callpoint', model: 'gb26875/part' };
    expect(alarmTitle(alarm('a', { device, title: { zh: '部件火警', en: '' } }), words)).toBe('<callpoint> · 部件火警');
    expect(alarmTitle(alarm('a'), words)).toBe('感烟探测器报警');
  });

  it('tells of a paper how long it runs or is over by now, and not when it was told', () => {
    const [day, told] = [86_400_000, 1_000];
    const paper = (value: number, closedAt: number | null = null) => ({ value, occurredAt: told, closedAt });
    expect(daysLeft(paper(-330), told)).toBe(-330);
    expect(daysLeft(paper(30), told + 23.5 * day)).toBe(7);
    expect(daysLeft(paper(0), told + 90 * day)).toBe(-90);
    expect(daysLeft(paper(7, told + 2 * day), told + 90 * day)).toBe(5);
    expect(isOfPaper(alarm('a', { quantity: 'paper.daysLeft', value: -330 }))).toBe(true);
    expect(isOfPaper(alarm('a'))).toBe(false);
  });

  it('names the place from the unit on, and a region where there is nothing below it', () => {
    expect(placeLine(alarm('a').place)).toBe('松涛家园 › 3号楼 › 1层');
    expect(placeLine([{ id: 'r', name: '云泽区', kind: 'region' }])).toBe('云泽区');
  });
});

describe('what the windows of a seat tell each other', () => {
  it('is ids and nothing else, and whatever else is said there is not heard', () => {
    const name = fc.string({ maxLength: 150 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({
            is: fc.constantFrom('ask', 'stands', 'alarm', 'choose', 'end', 'x'),
            board: name,
            id: fc.oneof(name, fc.anything()),
          }),
        ),
        (said) => {
          const word = readWord(said);
          if (word === null) return;
          expect(Object.keys(word).every((name) => name === 'is' || name === 'board' || name === 'id')).toBe(true);
          if ('board' in word) expect(typeof word.board === 'string' && word.board.length <= 100).toBe(true);
          if ('id' in word && word.id !== null) expect(typeof word.id === 'string' && word.id.length <= 100).toBe(true);
        },
      ),
    );
    expect(readWord({ is: 'choose', board: 'b1', id: 'a1', name: '张三' })).toEqual({ is: 'choose', board: 'b1', id: 'a1' });
    expect(readWord({ is: 'alarm', board: 'b1', id: null })).toEqual({ is: 'alarm', board: 'b1', id: null });
    expect(readWord({ is: 'choose', board: 'b1', id: null })).toBeNull();
    expect(readWord({ is: 'stands', id: 'a1' })).toBeNull();
  });
});

describe('lamps and places', () => {
  it('count what is open and what is new, and a drill lights no real lamp', () => {
    const all = [alarm('a'), alarm('b', { attention: 'acknowledged' }), alarm('c', { drill: true })];
    const { lamps, drill } = all.reduce((tally, one) => counted(tally, one, 1), NO_ALARMS);
    expect(lamps.fire).toEqual({ open: 2, fresh: 1 });
    expect(drill).toEqual({ open: 1, fresh: 1 });
  });

  it('show the most urgent class of a place and all above it, and how many of it', () => {
    const states = placeStates(
      [alarm('a', { class: 'fault' }), alarm('b'), alarm('c'), alarm('d', { class: 'notice' }), alarm('e', { drill: true })],
      [...places, { id: 'all', parent: null, kind: 'region' as const, name: '全部' }].map((one) =>
        one.id === 'region' ? { ...one, parent: 'all' } : one,
      ),
    );
    expect(states.get('floor-1')).toEqual({ worst: 'fire', alarms: 2 });
    expect(states.get('region')).toEqual({ worst: 'fire', alarms: 2 });
    expect(states.get('all')).toEqual({ worst: 'fire', alarms: 2 });
    expect(states.has('store')).toBe(false);
  });

  it('make a tree of the places, also where the top of it is not shown to the person', () => {
    const roots = forestOf(places.filter((place) => place.id !== 'region'));
    expect(roots.map((root) => root.title)).toEqual(['松涛家园', '北仓物流园', '青石岭林场']);
    expect(roots[0]?.children[0]?.children).toHaveLength(31);
  });
});
