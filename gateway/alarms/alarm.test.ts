// The life of an alarm, event by event.
import type { Rule } from '../../rules/rule.ts';
import { type Alarm, type AlarmEvent, EVIDENCE_LIMIT, step } from './alarm.ts';
import { anAlarm, by, event, smoke } from './testing/an-alarm.ts';

/** The alarm after events of which none may be refused. */
function having(alarm: Alarm, ...events: AlarmEvent[]): Alarm {
  return events.reduce((now, one) => {
    const next = step(now, one);
    if (typeof next === 'string') throw new Error(`refused: ${next}`);
    return next;
  }, alarm);
}

describe('a latching alarm', () => {
  it('stays after its cause has gone, until a person has reset it', () => {
    const restored = having(anAlarm(), event('clear'));
    expect(restored).toMatchObject({ condition: 'restored', attention: 'new', closedAt: null, restoredAt: 2_000 });
    expect(having(restored, { is: 'acknowledge', by })).toMatchObject({ attention: 'acknowledged', closedAt: null });
    expect(having(restored, { is: 'judge', by, verdict: 'real' }, { is: 'reset', by })).toMatchObject({ closedAt: 5_000 });
    expect(step(restored, { is: 'reset', by })).toBe('unverified');
  });

  it('cannot be reset while it is active', () => {
    expect(step(anAlarm(), { is: 'reset', by })).toBe('still-active');
  });

  it('is new again when its cause begins anew after it was acknowledged', () => {
    const again = having(anAlarm(), { is: 'acknowledge', by }, event('clear'), event('raise', 8));
    expect(again).toMatchObject({ condition: 'active', attention: 'new', times: 2, restoredAt: null });
  });

  it('asks for a new reset when its cause came back', () => {
    const reset = having(anAlarm({ acknowledged: null }), event('clear'));
    const back = having(reset, event('raise', 9), event('clear', 10));
    expect(back).toMatchObject({ reset: null, closedAt: null });
  });
});

describe('an alarm that does not latch', () => {
  it('is closed when its cause has gone and a person has acknowledged it, in either order', () => {
    const alarm = anAlarm({ latching: false, class: 'supervisory' });
    expect(having(alarm, { is: 'acknowledge', by }, event('clear')).closedAt).toBe(2_100);
    expect(having(alarm, event('clear'), { is: 'acknowledge', by }).closedAt).toBe(5_000);
    expect(step(alarm, { is: 'reset', by })).toBe('not-latching');
  });

  it('closes by itself only as a notice', () => {
    expect(having(anAlarm({ latching: false, class: 'fault' }), event('clear')).closedAt).toBeNull();
    expect(having(anAlarm({ latching: false, class: 'notice' }), event('clear')).closedAt).toBe(2_100);
  });
});

describe('an alarm with two causes', () => {
  const second: Rule = { ...smoke, id: 'two-points' };

  it('is restored only when the last of them has gone', () => {
    const both = having(anAlarm(), event('raise', 8, second));
    expect(both.causes).toEqual([smoke.id, second.id]);
    expect(having(both, event('clear', 9))).toMatchObject({ condition: 'active' });
    expect(having(both, event('clear', 9), event('clear', 10, second))).toMatchObject({ condition: 'restored' });
  });

  it('takes no notice of the end of a cause that never was', () => {
    const alarm = anAlarm();
    expect(step(alarm, event('clear', 8, second))).toBe(alarm);
  });
});

it('a verdict keeps condition and attention apart from what it says', () => {
  const judged = having(anAlarm(), { is: 'judge', by, verdict: 'false', cause: 'steam', note: '浴室蒸汽' });
  expect(judged).toMatchObject({
    verdict: 'false',
    condition: 'active',
    attention: 'acknowledged',
    judged: { cause: 'steam', note: '浴室蒸汽' },
  });
});

it('keeps the first and the last frames of a chattering alarm, never more than the bound', () => {
  let alarm = anAlarm();
  for (let entry = 10; entry < 200; entry += 1) alarm = having(alarm, event(entry % 2 === 0 ? 'clear' : 'raise', entry));
  expect(alarm.evidence).toHaveLength(EVIDENCE_LIMIT);
  expect(alarm.evidence[0]).toBe(5);
  expect(alarm.evidence.at(-1)).toBe(199);
});
