// What calls and what is silent: the laws of the sound of a seat.
import fc from 'fast-check';
import type { AlarmView } from '../../gateway/web/contract.ts';
import { CLASS_ORDER, rankOf } from '../alarm-classes.ts';
import { calls, NewFires, NO_SILENCE, silence, sounding, stillSilenced } from './what-sounds.ts';

const anAlarm = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    times: fc.integer({ min: 1, max: 3 }),
    incident: fc.constantFrom('i1', 'i2', 'i3'),
    class: fc.constantFrom(...CLASS_ORDER),
    attention: fc.constantFrom('new' as const, 'acknowledged' as const),
    drill: fc.boolean(),
    closed: fc.constant(false),
    isolated: fc.constantFrom(null, 'iso'),
    shelved: fc.constantFrom(null, {}),
    suppressed: fc.constantFrom(null, 'panel'),
  })
  .map((one) => one as unknown as AlarmView);
const open = fc.uniqueArray(anAlarm, { selector: ({ id }) => id, maxLength: 4 });

describe('the sound of a seat', () => {
  it('is that of the most urgent alarm that calls', () => {
    fc.assert(
      fc.property(open, (alarms) => {
        const ranks = alarms.filter(calls).map((one) => rankOf(one.class));
        const heard = sounding(alarms, NO_SILENCE, false);
        expect(heard === null ? null : rankOf(heard)).toBe(ranks.length === 0 ? null : Math.min(...ranks));
      }),
    );
  });

  it('is silent when it was muted, and sounds again with the next alarm or the next beginning of the same', () => {
    fc.assert(
      fc.property(open, anAlarm, (alarms, next) => {
        const silenced = silence(alarms);
        expect(sounding(alarms, silenced, false)).toBeNull();
        const fire = { ...next, id: 'next', class: 'fire', attention: 'new', drill: false, isolated: null } as AlarmView;
        expect(sounding([...alarms, fire], silenced, false)).toBe('fire');
        const [first] = alarms.filter(calls);
        if (first) {
          const again = { ...first, times: first.times + 1 };
          expect(sounding([again], silenced, false)).toBe(first.class);
          expect(silenced.calls.get(first.id)).toBe(first.times);
        }
      }),
    );
  });

  it('comes back with an alarm that was silenced and acknowledged, when its isolation ends while it burns', () => {
    fc.assert(
      fc.property(open, anAlarm, (alarms, one) => {
        const fire = { ...one, id: 'fire', class: 'fire', attention: 'new', drill: false, isolated: null } as AlarmView;
        const silenced = silence([...alarms, fire]);
        expect(stillSilenced(silenced, [...alarms, fire], false)).toBe(silenced);
        const isolated = { ...fire, attention: 'acknowledged', isolated: 'iso' } as AlarmView;
        const after = stillSilenced(silenced, [...alarms, isolated], false);
        expect(sounding([...alarms, isolated], after, false)).toBeNull();
        expect(sounding([...alarms, fire], after, false)).toBe('fire');
      }),
    );
  });

  it('comes back in a flood for a new incident, a more urgent class and every fire alone, and outside of one for whatever comes', () => {
    fc.assert(
      fc.property(open, anAlarm, fc.boolean(), (alarms, one, isFlood) => {
        const silenced = silence(alarms);
        const next = { ...one, id: 'next', attention: 'new', drill: false, isolated: null, shelved: null, suppressed: null } as AlarmView;
        const stood = alarms
          .filter((other) => other.incident === next.incident && calls({ ...other, attention: 'new' }))
          .map((other) => rankOf(other.class));
        const isNews = next.class === 'fire' || stood.length === 0 || rankOf(next.class) < Math.min(...stood);
        const all = [...alarms, next];
        expect(sounding(all, silenced, isFlood)).toBe(isNews || !isFlood ? next.class : null);
        // What the flood kept silent is not heard because the flood is over: somebody heard of its incident.
        const after = stillSilenced(silenced, all, isFlood);
        expect(sounding(all, after, false)).toBe(isNews || !isFlood ? next.class : null);
        expect(stillSilenced(after, all, isFlood)).toBe(after);
      }),
    );
  });

  it('is never that of a drill or of what somebody acknowledged', () => {
    fc.assert(
      fc.property(open, (alarms) => {
        for (const one of alarms.filter(calls)) expect([one.drill, one.attention]).toEqual([false, 'new']);
      }),
    );
  });

  it('of a fire is taken away by neither shelf nor doubt', () => {
    fc.assert(
      fc.property(open, (alarms) => {
        const fires = alarms.filter((one) => one.class === 'fire' && one.attention === 'new' && !one.drill && one.isolated === null);
        expect(sounding(alarms, NO_SILENCE, false) === 'fire').toBe(fires.length > 0);
      }),
    );
  });

  it('speaks of each fire that begins once, the first of its incident, and of none that stood when the page was opened', () => {
    const fire = (id: string, times: number, firstOut = true): AlarmView =>
      ({ id, times, firstOut, class: 'fire', attention: 'new', drill: false, closed: false, isolated: null }) as unknown as AlarmView;
    const fires = new NewFires();
    const told = (...open: AlarmView[]): string[] => fires.look(open).map(({ id, times }) => `${id} ${times}`);
    expect(told(fire('a', 1))).toEqual([]);
    expect(told(fire('b', 1), fire('a', 1))).toEqual(['b 1']);
    const before = fires.look([fire('b', 1), fire('a', 1), fire('c', 1, false)]);
    expect(before).toBe(fires.look([fire('b', 1)]));
    expect(told(fire('b', 2))).toEqual(['b 2']);
    expect(told(fire('a', 1), fire('b', 2))).toEqual(['a 1']);
  });
});
