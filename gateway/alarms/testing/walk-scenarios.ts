// What people do in a walk test and what must come of it, a random scenario for each seed; and the house, as far as the mark goes.
import { endOf, isTesting, RESTORED_WITHIN_MS, stepWalkTest, type TestCause, type WalkTest } from '../walk-test.ts';

export const MINUTE = 60_000;
export const by = { id: 'chen', name: '陈技师', from: '127.0.0.1' };

/** What can be built wrongly, for the negative controls. */
export interface Laws {
  readonly step: typeof stepWalkTest;
  readonly testing: typeof isTesting;
  readonly end: typeof endOf;
}
export const LAWS: Laws = { step: stepWalkTest, testing: isTesting, end: endOf };

type Happening =
  | { readonly at: number; readonly is: 'raise' | 'clear'; readonly cause: TestCause; readonly path: readonly string[] }
  | { readonly at: number; readonly is: 'begin'; readonly until: number; readonly callPoints: boolean }
  | { readonly at: number; readonly is: 'end' };

export interface Scenario {
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

export function cause(device: string, zone: string, kind = 'smoke', of: Partial<TestCause> = {}): TestCause {
  return { device, point: 'p', rule: `${kind}-alarm`, class: 'fire', kind, quantity: 'smoke.alarm', zone, value: 'alarm', ...of };
}
export const flow = (zone: string): TestCause =>
  cause('flow', zone, 'pipe', { class: 'supervisory', quantity: 'water.flow', rule: 'water-flowing', value: 5 });
const TOWER = ['root', 'unit', 'tower'];
const inTower = (zone: string): readonly string[] => [...TOWER, zone];
const NEXT_DOOR = ['root', 'unit', 'tower-2', 'floor'];

/** Written from what people do and what must come of it, not from the rules. */
export function scenario(seed: number): Scenario {
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

/** A cause began, as a drill or as real, and where. */
export type Raised = (cause: TestCause, path: readonly string[], at: number, drill: boolean) => void;

/** The house, as far as the mark goes. Returns what became real, and when. */
export function live(
  { happenings }: Scenario,
  { step, testing, end }: Laws,
  splits = false,
  raised: Raised = () => undefined,
): Map<string, number> {
  const real = new Map<string, number>();
  const becomesReal = (of: TestCause, path: readonly string[], at: number): void => {
    if (real.has(of.device)) return;
    real.set(of.device, at);
    raised(of, path, at, false);
  };
  let test: WalkTest | undefined;
  const put = (after: WalkTest, at: number): void => {
    if (after.ended && test && !test.ended) for (const of of after.standing) becomesReal(of, inTower(of.zone), at);
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
    } else if (test && testing(test, one.path)) {
      if (one.is === 'raise') raised(one.cause, one.path, one.at, true);
      put(step(test, { is: one.is, cause: one.cause, at: one.at }), one.at);
    } else if (one.is === 'raise') becomesReal(one.cause, one.path, one.at);
  }
  advance(Number.MAX_SAFE_INTEGER);
  return real;
}
