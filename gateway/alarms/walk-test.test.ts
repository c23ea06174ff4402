// Walk tests over a hundred thousand random scenarios: a plain test never becomes real, a real fire always does, and in time.
import { by, cause, flow, LAWS, type Laws, live, MINUTE, scenario } from './testing/walk-scenarios.ts';
import { breaksThrough, isLawfulTest, stepWalkTest, WALK_TEST_LIMIT_MS, type WalkTest } from './walk-test.ts';

const SCENARIOS = 100_000;
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
