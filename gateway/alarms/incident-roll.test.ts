// The roll of an incident against the slow and obvious count of its alarms, whatever happened to them and in whichever order.
import fc from 'fast-check';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { type Alarm, isOfFire, isQuiet } from './alarm.ts';
import { IncidentRoll } from './incident-roll.ts';
import { anAlarm, by } from './testing/an-alarm.ts';

const shelved = { by, reason: '检修', until: 9_000, oneShot: false };
/** What stays as it is of an alarm, by its number. */
const KINDS = ['smoke', 'heat', 'callpoint', 'sprinkler', 'panel', 'door'] as const;
const CLASSES = ['fire', 'fire', 'fire', 'linkage', 'fault'] as const;

const state = fc.record({
  number: fc.integer({ min: 0, max: 11 }),
  condition: fc.constantFrom('active' as const, 'restored' as const),
  attention: fc.constantFrom('new' as const, 'acknowledged' as const),
  verdict: fc.constantFrom('unverified' as const, 'real' as const, 'false' as const, 'test' as const),
  closedAt: fc.option(fc.constant(5_000)),
  shelved: fc.option(fc.constant(shelved)),
  isolated: fc.option(fc.constant('iso')),
  suppressed: fc.option(fc.constant('a99')),
  value: fc.constantFrom('alarm', 'test'),
  acknowledged: fc.option(fc.constantFrom(by, { ...by, id: 'p2' })),
});

function alarmOf({ number, ...more }: typeof state extends fc.Arbitrary<infer State> ? State : never): Alarm {
  const kind = KINDS[number % KINDS.length] ?? 'smoke';
  const alarmClass = CLASSES[number % CLASSES.length] ?? 'fire';
  const quantity = kind === 'sprinkler' ? ('water.flow' as const) : ('smoke.alarm' as const);
  return anAlarm({ id: `a${number}`, device: `d${number % 7}`, kind, class: alarmClass, quantity, ...more });
}

/** As it is said, with no thought of speed. */
function slowly(alarms: readonly Alarm[]) {
  const own = alarms.filter((alarm) => isOfFire(alarm) && alarm.kind !== 'panel');
  const witnesses = own.length > 0 ? own : alarms;
  const points = (some: readonly Alarm[]): number => new Set(some.map(({ device, point }) => `${device} ${point}`)).size;
  const open = alarms.filter(({ closedAt }) => closedAt === null);
  const loud = alarms.filter((alarm) => !isQuiet(alarm));
  return {
    size: alarms.length,
    points: points(alarms),
    witnesses: points(witnesses),
    kinds: new Set(witnesses.map(({ kind }) => kind)),
    hasCallPoint: alarms.some(({ kind }) => kind === 'callpoint'),
    hasWaterFlow: alarms.some(({ kind }) => kind === 'sprinkler'),
    hasTest: alarms.some(({ value }) => value === 'test'),
    isActive: open.some(({ condition, isolated }) => condition === 'active' && isolated === null),
    areAllClosed: open.length === 0,
    isQuiet: open.length > 0 && open.every(isQuiet),
    waiting: open.filter((alarm) => alarm.attention === 'new' && !isQuiet(alarm)).length,
    loud: loud.length,
    loudest: ALARM_CLASSES.find((one) => loud.some((alarm) => alarm.class === one)),
    acknowledgers: new Set(loud.flatMap(({ acknowledged }) => acknowledged?.id ?? [])),
    verdicts: new Set(alarms.filter((alarm) => alarm.class === 'fire').map(({ verdict }) => verdict)),
  };
}

function said(roll: IncidentRoll): ReturnType<typeof slowly> {
  const { size, hasCallPoint, hasWaterFlow, hasTest, isActive, areAllClosed, isQuiet: quiet, waiting, loud, loudest, acknowledgers } = roll;
  return {
    size,
    points: roll.everyone.points.size,
    witnesses: roll.witnesses.points.size,
    kinds: new Set(roll.witnesses.kinds),
    hasCallPoint,
    hasWaterFlow,
    hasTest,
    isActive,
    areAllClosed,
    isQuiet: quiet,
    waiting,
    loud,
    loudest,
    acknowledgers: new Set(acknowledgers),
    verdicts: new Set(roll.verdictsOf('fire')),
  };
}

function waitingOf(alarms: Iterable<Alarm>): Set<string> {
  return new Set([...alarms].filter((one) => one.closedAt === null && one.attention === 'new' && !isQuiet(one)).map(({ id }) => id));
}

describe('the roll of an incident', () => {
  it('says after each change what a count of all its alarms says, and knows who began to wait since', () => {
    fc.assert(
      fc.property(fc.array(state, { maxLength: 40 }), (states) => {
        const alarms = new Map<string, Alarm>();
        const roll = new IncidentRoll();
        for (const one of states.map(alarmOf)) {
          const calls = roll.calls;
          const waitedBefore = waitingOf(alarms.values());
          alarms.set(one.id, one);
          roll.take(one);
          expect(said(roll)).toEqual(slowly([...alarms.values()]));
          expect(roll.waitsSince(calls)).toBe([...waitingOf(alarms.values())].some((id) => !waitedBefore.has(id)));
          expect(roll.heldOf([...alarms.keys(), 'another'])).toBe(alarms.size);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('made anew from a part of its alarms says what they come to, and none of them calls a second time', () => {
    fc.assert(
      fc.property(fc.uniqueArray(state, { selector: ({ number }) => number, minLength: 2 }), fc.nat(), (states, nth) => {
        const alarms = states.map(alarmOf);
        const roll = IncidentRoll.of(alarms);
        const gone = alarms[nth % alarms.length];
        const staying = alarms.filter((one) => one !== gone);
        expect(roll.heldOf([...staying, { id: 'new' }, { id: 'newer' }].map(({ id }) => id))).toBeUndefined();
        const after = IncidentRoll.of(staying, roll);
        expect(said(after)).toEqual(slowly(staying));
        expect(after.waitsSince(roll.calls)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('counts what speaks for itself: not the panel that repeats its detector, and not what the fire sets going', () => {
    const panel = anAlarm({ id: 'a2', device: 'p', kind: 'panel' });
    const door = anAlarm({ id: 'a3', device: 'door', class: 'linkage', kind: 'door' });
    expect([...IncidentRoll.of([anAlarm(), panel, door]).witnesses.kinds]).toEqual(['smoke']);
    expect([...IncidentRoll.of([panel, door]).witnesses.kinds]).toEqual(['panel', 'door']);
  });
});
