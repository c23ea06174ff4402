// The life of an alarm over every order of events: all states that can be reached are walked, and the laws hold in each.
import type { Rule } from '../../rules/rule.ts';
import { type Alarm, type AlarmEvent, CHATTER_ENDS_MS, CHATTER_WITHIN_MS, isOfFire, isQuiet, SHELVE_LIMIT_MS, step } from './alarm.ts';
import { anAlarm, by, event, smoke } from './testing/an-alarm.ts';

type Step = typeof step;

/** An event that happens `after` ms later than the one before. */
interface Move {
  readonly name: string;
  readonly after: number;
  readonly event: (now: number) => AlarmEvent;
}

const second: Rule = { ...smoke, id: 'second' };
const person = (now: number) => ({ ...by, at: now });
const MOVES: readonly Move[] = [
  { name: 'raise', after: 0, event: (now) => event('raise', now, smoke, now) },
  { name: 'again', after: 0, event: (now) => event('again', now, smoke, now) },
  { name: 'clear', after: 0, event: (now) => event('clear', now, smoke, now) },
  { name: 'second raise', after: 0, event: (now) => event('raise', now, second, now) },
  { name: 'second clear', after: 0, event: (now) => event('clear', now, second, now) },
  { name: 'orphaned', after: 0, event: (at) => ({ is: 'orphaned', hasEnded: () => true, at }) },
  { name: 'acknowledge', after: 0, event: (now) => ({ is: 'acknowledge', by: person(now) }) },
  { name: 'judge real', after: 0, event: (now) => ({ is: 'judge', by: person(now), verdict: 'real' }) },
  { name: 'judge false', after: 0, event: (now) => ({ is: 'judge', by: person(now), verdict: 'false', cause: 'steam' }) },
  { name: 'reset', after: 0, event: (now) => ({ is: 'reset', by: person(now) }) },
  {
    name: 'shelve',
    after: 0,
    event: (now) => ({ is: 'shelve', by: person(now), reason: 'r', until: now + CHATTER_WITHIN_MS, oneShot: false }),
  },
  {
    name: 'shelve once',
    after: 0,
    event: (now) => ({ is: 'shelve', by: person(now), reason: 'r', until: now + CHATTER_WITHIN_MS, oneShot: true }),
  },
  {
    name: 'shelve too long',
    after: 0,
    event: (now) => ({ is: 'shelve', by: person(now), reason: 'r', until: now + SHELVE_LIMIT_MS + 1, oneShot: true }),
  },
  { name: 'unshelve', after: 0, event: (now) => ({ is: 'unshelve', by: person(now) }) },
  { name: 'isolate', after: 0, event: (at) => ({ is: 'isolated', isolation: 'iso', at }) },
  { name: 'release', after: 0, event: (at) => ({ is: 'isolated', isolation: null, at }) },
  { name: 'panel lost', after: 0, event: (at) => ({ is: 'suppressed', because: 'panel', at }) },
  { name: 'panel back', after: 0, event: (at) => ({ is: 'suppressed', because: null, at }) },
  { name: 'a minute', after: CHATTER_WITHIN_MS + 1, event: (at) => ({ is: 'time', at }) },
  { name: 'six minutes', after: CHATTER_ENDS_MS + 60_000, event: (at) => ({ is: 'time', at }) },
];

const isPersons = (one: AlarmEvent): boolean => one.is === 'acknowledge' || one.is === 'judge' || one.is === 'reset';

/** The laws, over one step. Each says what is wrong; undefined: it holds. They are not told how `step` does it. */
const LAWS: Readonly<Record<string, (before: Alarm, one: AlarmEvent, after: Alarm, now: number) => boolean>> = {
  'is active as long as a cause holds, and no longer': (_b, _e, after) => (after.condition === 'active') === after.causes.length > 0,
  'is closed only when restored': (_b, _e, after) => after.closedAt === null || after.condition === 'restored',
  'is closed only by way of a person, but for a notice': (_b, _e, after) =>
    after.closedAt === null || after.class === 'notice' || after.acknowledged !== null,
  'is closed only when reset, where it latches': (_b, _e, after) => after.closedAt === null || !after.latching || after.reset !== null,
  'is not closed as a fire of which nobody said what it was': (_b, _e, after) =>
    after.closedAt === null || after.class !== 'fire' || after.verdict !== 'unverified',
  'is not closed by time, but for one that chattered and was attended to': (before, one, after) =>
    one.is !== 'time' ||
    after.closedAt === null ||
    (before.chattersSince !== null && before.attention === after.attention && !isOfFire(before)),
  'is not closed by what quiets it': (_b, one, after) =>
    (one.is !== 'shelve' && one.is !== 'isolated' && one.is !== 'suppressed') || after.closedAt === null,
  'is acknowledged by a person alone': (before, one, after) =>
    before.attention === 'acknowledged' || after.attention === 'new' || isPersons(one),
  'gets a verdict from a person alone': (before, one, after) =>
    after.verdict === before.verdict || one.is === 'judge' || after.verdict === 'unverified',
  'calls anew when its cause begins anew, as a fire always': (_b, one, after) =>
    one.is !== 'finding' || one.finding.change === 'clear' || !isOfFire(after) || after.attention === 'new',
  'calls anew when its cause begins anew, unless it is known to chatter': (_b, one, after) =>
    one.is !== 'finding' || one.finding.change === 'clear' || after.attention === 'new' || after.chattersSince !== null,
  'is unverified anew when it begins anew after it was found false': (before, one, after) =>
    one.is !== 'finding' ||
    one.finding.change === 'clear' ||
    after.times === before.times ||
    after.class !== 'fire' ||
    after.verdict !== 'false',
  'is reset only when it is restored': (_b, _e, after) => after.reset === null || after.condition === 'restored',
  'asks for a new reset when its cause came back': (_b, one, after) =>
    one.is !== 'finding' || one.finding.change === 'clear' || after.reset === null,
  'is never shelved or suppressed as a fire': (_b, _e, after) => !isOfFire(after) || (after.shelved === null && after.suppressed === null),
  'is not shelved for longer than a shift': (_b, _e, after) =>
    after.shelved === null || after.shelved.until - after.shelved.by.at <= SHELVE_LIMIT_MS,
  'comes back from the shelf at its time': (_b, one, after, now) => one.is !== 'time' || (after.shelved?.until ?? now + 1) > now,
  'comes back from a one-shot shelf with its end': (_b, _e, after) => after.condition === 'active' || !after.shelved?.oneShot,
  'calls when what quieted it ends': (before, _e, after) =>
    !isQuiet(before) || isQuiet(after) || after.condition === 'restored' || after.attention === 'new',
  'forgets no time that it began': (before, _e, after) => after.times >= before.times && after.times - before.times <= 1,
};

interface Walk {
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly broken: readonly string[];
}

/**
 * Every order of events: a state is the alarm with its times as distances from now, cut off where no rule looks further.
 * What two orders lead to the same state has the same future, so each state is left once by each event, until no new
 * one is found: all depths there are.
 */
function walk(from: Alarm, life: Step, untilBroken = false): Walk {
  let layer = [{ alarm: from, now: 2_000 }];
  const known = new Set(layer.map(({ alarm, now }) => key(alarm, now)));
  const broken = new Set<string>();
  let [steps, depth] = [0, 0];
  while (layer.length > 0 && !(untilBroken && broken.size > 0)) {
    const next: typeof layer = [];
    for (const { alarm, now: before } of layer) {
      for (const { name, after, event: make } of MOVES) {
        const now = before + after;
        const one = make(now);
        const then = life(alarm, one);
        steps += 1;
        if (typeof then === 'string') continue;
        if (alarm.closedAt !== null) broken.add(`${name}: changes although it is closed`);
        for (const [law, holds] of Object.entries(LAWS)) if (!holds(alarm, one, then, now)) broken.add(`${name}: ${law}`);
        const at = key(then, now);
        if (known.has(at)) continue;
        known.add(at);
        next.push({ alarm: then, now });
      }
    }
    layer = next;
    depth += 1;
  }
  return { states: known.size, steps, depth, broken: [...broken] };
}

function key(alarm: Alarm, now: number): string {
  const ago = (at: number | null | undefined, most: number): number | null =>
    at === null || at === undefined ? null : Math.min(now - at, most);
  const { condition, attention, verdict, causes, isolated, suppressed, shelved, begins, chattersSince, closedAt, times } = alarm;
  const marks = [condition, attention, verdict, causes.join(), isolated, suppressed, closedAt !== null, Math.min(times, 2)];
  const persons = [alarm.acknowledged !== null, alarm.reset !== null];
  const shelf = shelved && [shelved.until <= now, shelved.oneShot];
  const last = ago(begins.at(-1), CHATTER_ENDS_MS);
  const within = begins.map((at) => ago(at, CHATTER_WITHIN_MS + 1));
  return JSON.stringify([marks, persons, shelf, within, last, chattersSince !== null]);
}

const ALARMS: Readonly<Record<string, Alarm>> = {
  'a latching fire': anAlarm(),
  'a fire that does not latch': anAlarm({ latching: false }),
  'a pre-alarm': anAlarm({ class: 'pre-alarm' }),
  'a supervisory alarm': anAlarm({ class: 'supervisory', latching: false }),
  'a fault that latches': anAlarm({ class: 'fault' }),
  'a notice': anAlarm({ class: 'notice', latching: false }),
};

describe.each(Object.entries(ALARMS))('%s', (_name, alarm) => {
  it('keeps its laws over every order of events, however long', () => {
    const { states, depth, broken } = walk(alarm, step);
    expect(broken).toEqual([]);
    expect(depth).toBeGreaterThanOrEqual(8);
    expect(states).toBeGreaterThan(500);
  });
});

/** Lives that are wrong in one thing each, as others have built them. */
const WRONG: Readonly<Record<string, Step>> = {
  'an acknowledgement sticks, and the next fire is silent': (alarm, one) => {
    const after = step(alarm, one);
    return typeof after !== 'string' && alarm.attention === 'acknowledged' ? { ...after, attention: 'acknowledged' } : after;
  },
  'an alarm that nobody handled runs out': (alarm, one) => {
    const after = step(alarm, one);
    return typeof after !== 'string' && one.is === 'time' && after.condition === 'restored' ? { ...after, closedAt: one.at } : after;
  },
  'a restore closes without a person': (alarm, one) => {
    const after = step(alarm, one);
    return typeof after !== 'string' && after.condition === 'restored' ? { ...after, closedAt: 1 } : after;
  },
  'the shelf is forgotten': (alarm, one) => (one.is === 'time' ? alarm : step(alarm, one)),
  'it comes back from its isolation without a word': (alarm, one) => {
    const after = step(alarm, one);
    return typeof after !== 'string' && one.is === 'isolated' && one.isolation === null ? { ...after, attention: 'acknowledged' } : after;
  },
  'an old verdict stands for the next fire': (alarm, one) => {
    const after = step(alarm, one);
    return typeof after !== 'string' && one.is === 'finding' ? { ...after, verdict: alarm.verdict } : after;
  },
  'it is reset while it burns': (alarm, one) =>
    one.is === 'reset' && alarm.condition === 'active' ? { ...alarm, reset: one.by, verdict: 'real' } : step(alarm, one),
};

it.each(Object.entries(WRONG))('would be found out: %s', (_name, wrong) => {
  expect(Object.values(ALARMS).flatMap((alarm) => walk(alarm, wrong, true).broken)).not.toEqual([]);
});
