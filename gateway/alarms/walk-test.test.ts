// Walk tests over a hundred thousand random scenarios: a plain test never becomes real, a real fire always does, and in time.
import {
  breaksThrough,
  endOf,
  isLawfulTest,
  isTesting,
  RESTORED_WITHIN_MS,
  stepWalkTest,
  type TestCause,
  WALK_TEST_LIMIT_MS,
  type WalkTest,
} from './walk-test.ts';

const SCENARIOS = 100_000;
const MINUTE = 60_000;
const by = { id: 'chen', name: '陈技师', from: '127.0.0.1' };

/** What can be built wrongly, for the negative controls. */
interface Laws {
  readonly step: typeof stepWalkTest;
  readonly testing: typeof isTesting;
  readonly end: typeof endOf;
}
const LAWS: Laws = { step: stepWalkTest, testing: isTesting, end: endOf };

type Happening =
  | { readonly at: number; readonly is: 'raise' | 'clear'; readonly cause: TestCause; readonly path: readonly string[] }
  | { readonly at: number; readonly is: 'begin'; readonly until: number; readonly callPoints: boolean }
  | { readonly at: number; readonly is: 'end' };

interface Scenario {
  readonly happenings: readonly Happening[];
  /** Device → when its fire must be real. Whatever else becomes real is a leak. */
  readonly real: ReadonlyMap<string, number>;
}

/** A generator of numbers that gives the same for the same seed (mulberry32). */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

function cause(device: string, zone: string, kind = 'smoke', of: Partial<TestCause> = {}): TestCause {
  return { device, point: 'p', rule: `${kind}-alarm`, class: 'fire', kind, quantity: 'smoke.alarm', zone, value: 'alarm', ...of };
}
const flow = (zone: string): TestCause =>
  cause('flow', zone, 'pipe', { class: 'supervisory', quantity: 'water.flow', rule: 'water-flowing', value: 5 });
const TOWER = ['root', 'unit', 'tower'];
const inTower = (zone: string): readonly string[] => [...TOWER, zone];
const NEXT_DOOR = ['root', 'unit', 'tower-2', 'floor'];

/** Written from what people do and what must come of it, not from the rules. */
function scenario(seed: number): Scenario {
  const roll = dice(seed);
  const happenings: Happening[] = [];
  const real = new Map<string, number>();
  const says = (at: number, is: 'raise' | 'clear', of: TestCause, path = inTower(of.zone)): void => {
    happenings.push({ at, is, cause: of, path });
  };
  const fire = (at: number, must: number, of: TestCause, path?: readonly string[]): void => {
    says(at, 'raise', of, path);
    real.set(of.device, must);
  };
  const begin = 1_000 + roll(10_000);
  const until = begin + (1 + roll(240)) * MINUTE;
  const callPoints = roll(2) === 0;
  if (roll(4) === 0) fire(begin - 500, begin - 500, cause('before', 'f9'), ['root', 'unit', 'tower-3', 'f9']);
  happenings.push({ at: begin, is: 'begin', until, callPoints });

  // One detector after the other, each restored before the next, all before the end.
  let at = begin;
  const tests = roll(6);
  for (let nth = 0; nth < tests; nth += 1) {
    const raised = at + 1 + roll(2 * MINUTE);
    const cleared = raised + 1 + roll(RESTORED_WITHIN_MS - 1);
    if (cleared >= until) break;
    const of = callPoints && roll(4) === 0 ? cause(`call-${nth}`, `f${roll(3)}`, 'callpoint') : cause(`tested-${nth}`, `f${roll(3)}`);
    says(raised, 'raise', of);
    if (roll(3) === 0) says(raised + roll(cleared - raised), 'raise', of);
    says(cleared, 'clear', of);
    at = cleared;
  }
  // Water is let out alone, as it is where a test valve is opened.
  if (roll(4) === 0 && at + 3 < until) {
    says(at + 1, 'raise', flow('f0'));
    says(at + 2, 'clear', flow('f0'));
    at += 2;
  }
  // It burns next door meanwhile.
  if (roll(3) === 0) {
    const when = begin + roll(until - begin);
    fire(when, when, cause('neighbour', 'floor'), NEXT_DOOR);
  }
  const left = until - at;
  const when = at + 1 + roll(Math.max(1, Math.min(left - 2, 10 * MINUTE)));
  switch (left < 10 ? 6 : roll(7)) {
    case 0: {
      if (callPoints) break;
      fire(when, when, cause('pulled', 'f1', 'callpoint'));
      break;
    }
    case 1: {
      const second = Math.min(when + roll(RESTORED_WITHIN_MS), until - 1);
      fire(when, second, cause('burns-1', 'f1'));
      fire(second, second, cause('burns-2', 'f1', 'heat', roll(2) === 0 ? { class: 'pre-alarm' } : {}));
      break;
    }
    case 2: {
      const second = Math.min(when + roll(RESTORED_WITHIN_MS), until - 1);
      if (roll(2) === 0) {
        fire(when, second, cause('burns-1', 'f1'));
        says(second, 'raise', flow('f2'));
      } else {
        says(when, 'raise', flow('f2'));
        fire(second, second, cause('burns-1', 'f1'));
      }
      real.set('flow', second);
      break;
    }
    case 3:
      fire(when, Math.min(when + RESTORED_WITHIN_MS, until), cause('burns-1', 'f1'));
      break;
    case 4: {
      // Still active when the technician says that the test is over.
      const end = Math.min(when + roll(RESTORED_WITHIN_MS), until - 1);
      fire(when, end, cause('burns-1', 'f1'));
      happenings.push({ at: end, is: 'end' });
      break;
    }
    case 5: {
      // After the end everything is real.
      if (roll(2) === 0) happenings.push({ at: when, is: 'end' });
      fire(until + 1 + roll(MINUTE), until, cause('later', 'f1'));
      const [last] = happenings.slice(-1);
      real.set('later', last?.at ?? 0);
      break;
    }
    default:
  }
  return { happenings: inOrder(happenings), real };
}

function inOrder(happenings: readonly Happening[]): Happening[] {
  return [...happenings].sort((one, other) => one.at - other.at);
}

/** The house, as far as the mark goes. Returns what became real, and when. */
function live({ happenings }: Scenario, { step, testing, end }: Laws, splits = false): Map<string, number> {
  const real = new Map<string, number>();
  let test: WalkTest | undefined;
  const put = (after: WalkTest, at: number): void => {
    if (after.ended && test && !test.ended) for (const { device } of after.standing) real.set(device, real.get(device) ?? at);
    test = after;
  };
  const advance = (to: number): void => {
    const due = test ? end(test) : Number.POSITIVE_INFINITY;
    if (test && due <= to) put(step(test, { is: 'time', at: due }), due);
  };
  for (const one of happenings) {
    // In a replay time comes in other steps.
    if (splits) for (const part of [one.at - 7_000, one.at - 1]) advance(part);
    advance(one.at);
    if (one.is === 'begin') {
      const { at, until, callPoints } = one;
      test = { id: 'w', place: 'tower', callPoints, by: { ...by, at }, until, tested: [], standing: [], ended: null };
    } else if (one.is === 'end') {
      if (test) put(step(test, { is: 'end', by: { ...by, at: one.at } }), one.at);
    } else if (test && testing(test, one.path)) put(step(test, { is: one.is, cause: one.cause, at: one.at }), one.at);
    else if (one.is === 'raise') real.set(one.cause.device, real.get(one.cause.device) ?? one.at);
  }
  advance(Number.MAX_SAFE_INTEGER);
  return real;
}

interface Tally {
  leaks: number;
  missed: number;
  late: number;
  fires: number;
  unlike: number;
}

function run(laws: Laws, scenarios: number): Tally {
  const tally: Tally = { leaks: 0, missed: 0, late: 0, fires: 0, unlike: 0 };
  for (let seed = 1; seed <= scenarios; seed += 1) {
    const one = scenario(seed);
    const found = live(one, laws);
    for (const device of found.keys()) if (!one.real.has(device)) tally.leaks += 1;
    for (const [device, at] of one.real) {
      tally.fires += 1;
      const came = found.get(device);
      if (came === undefined) tally.missed += 1;
      else if (came !== at) tally.late += 1;
    }
    if (seed % 10 !== 0) continue;
    const again = live(one, laws, true);
    if (JSON.stringify([...again]) !== JSON.stringify([...found])) tally.unlike += 1;
  }
  return tally;
}

describe('a walk test', () => {
  it('never leaks a plain test, lets every real fire through at its moment, and a replay says the same', () => {
    const { fires, ...faults } = run(LAWS, SCENARIOS);
    expect(faults).toEqual({ leaks: 0, missed: 0, late: 0, unlike: 0 });
    expect(fires).toBeGreaterThan(SCENARIOS / 2);
  });

  it('that forgets its end is found', () => {
    const forgetful: Laws = { ...LAWS, end: () => Number.POSITIVE_INFINITY };
    expect(run(forgetful, 1_000).missed).toBeGreaterThan(0);
  });

  it('through which nothing breaks is found', () => {
    const deaf: Laws = {
      ...LAWS,
      step: (test, event) => {
        const after = stepWalkTest(test, event);
        return event.is === 'raise' && after.ended ? { ...after, ended: null } : after;
      },
    };
    const { missed, late } = run(deaf, 1_000);
    expect(missed + late).toBeGreaterThan(0);
  });

  it('that marks the neighbour’s building is found', () => {
    const greedy: Laws = { ...LAWS, testing: (test, path) => test.ended === null && path.includes('unit') };
    const { missed, late } = run(greedy, 1_000);
    expect(missed + late).toBeGreaterThan(0);
  });

  it('that takes every test for a fire is found', () => {
    const timid: Laws = {
      ...LAWS,
      step: (test, event) =>
        event.is === 'raise'
          ? { ...stepWalkTest(test, event), ended: { at: event.at, by: null, why: 'call-point' } }
          : stepWalkTest(test, event),
    };
    expect(run(timid, 1_000).leaks).toBeGreaterThan(0);
  });

  it('lasts four hours at most, and begins before it ends', () => {
    expect(isLawfulTest(0, WALK_TEST_LIMIT_MS)).toBe(true);
    expect(isLawfulTest(0, WALK_TEST_LIMIT_MS + 1)).toBe(false);
    expect(isLawfulTest(5, 5)).toBe(false);
  });

  it('counts a point once, with what it said first', () => {
    const begun: WalkTest = {
      ...{ id: 'w', place: 'tower', callPoints: false, by: { ...by, at: 0 }, until: 30 * MINUTE },
      ...{ tested: [], standing: [], ended: null },
    };
    const one = stepWalkTest(begun, { is: 'raise', cause: cause('s1', 'f1'), at: 10 });
    const two = stepWalkTest(one, { is: 'raise', cause: cause('s1', 'f1', 'smoke', { rule: 'smoke-prealarm' }), at: 20 });
    expect(two.tested).toEqual([{ device: 's1', point: 'p', at: 10, value: 'alarm' }]);
    expect(two.standing).toHaveLength(2);
  });

  it('takes two detectors of different zones for two tests, and a listed call point for one', () => {
    expect(breaksThrough(cause('s2', 'f2'), [cause('s1', 'f1')], false)).toBeNull();
    expect(breaksThrough(cause('s2', 'f1'), [cause('s1', 'f1')], false)).toBe('second-detector');
    expect(breaksThrough(cause('c1', 'f1', 'callpoint'), [], true)).toBeNull();
    expect(breaksThrough(cause('c1', 'f1', 'callpoint'), [], false)).toBe('call-point');
    expect(breaksThrough(flow('f3'), [cause('s1', 'f1')], false)).toBe('water-flow');
  });
});
