// A walk test 测试模式 of a technician in one place, and the pure rules by which a real fire breaks through it.
import type { QuantityId, Value } from '../../device-drivers/quantity.ts';
import type { AlarmClass } from '../../rules/rule.ts';
import type { Signature } from './alarm.ts';

/** A point that raised something while the test went on: a report that all is well tests nothing. */
interface TestedPoint {
  readonly device: string;
  readonly point: string;
  /** The first time, gateway time in ms since 1970, and what it said. */
  readonly at: number;
  readonly value: Value | null;
}

/** What holds at a point of the place now, marked as a drill. */
export interface TestCause {
  readonly device: string;
  readonly point: string;
  readonly rule: string;
  readonly class: AlarmClass;
  readonly kind: string;
  readonly quantity: QuantityId;
  /** Detectors of one zone confirm each other. */
  readonly zone: string;
  readonly value: Value | null;
}

/** Why what was taken for a test is a fire. */
export type BreakThrough = 'call-point' | 'second-detector' | 'water-flow' | 'not-restored';

export interface WalkTest {
  readonly id: string;
  /** A building, or a place below one. */
  readonly place: string;
  /** Manual call points are pressed too. */
  readonly callPoints: boolean;
  /** Who tests, and since when. */
  readonly by: Signature;
  /** Ends by itself then, ms since 1970. */
  readonly until: number;
  readonly tested: readonly TestedPoint[];
  readonly standing: readonly (TestCause & { readonly since: number })[];
  /** `by` null: by its time or by a fire. */
  readonly ended: { readonly at: number; readonly by: Signature | null; readonly why: 'by-hand' | 'time' | BreakThrough } | null;
}

/** What can happen to one that goes on. */
export type WalkTestEvent =
  | { readonly is: 'raise' | 'clear'; readonly cause: TestCause; readonly at: number }
  | { readonly is: 'end'; readonly by: Signature }
  /** Time alone. */
  | { readonly is: 'time'; readonly at: number };

/** Half a working day: who tests longer says so again, or a forgotten test would hide the night. */
export const WALK_TEST_LIMIT_MS = 4 * 3_600_000;
/** Smoke from a test can clears out of a chamber in one to two minutes; a fire does not. */
export const RESTORED_WITHIN_MS = 3 * 60_000;

/** Whether one may last until then that begins at `at`. */
export function isLawfulTest(at: number, until: number): boolean {
  return until > at && until - at <= WALK_TEST_LIMIT_MS;
}

/** Whether what stands on this path of places is tested by it. The neighbour is never. */
export function isTesting({ ended, place }: WalkTest, path: readonly string[]): boolean {
  return ended === null && path.includes(place);
}

/** When time alone ends it; infinity: it has ended. */
export function endOf({ ended, until, standing }: WalkTest): number {
  if (ended) return Number.POSITIVE_INFINITY;
  return Math.min(until, ...standing.filter(isOfFire).map(({ since }) => since + RESTORED_WITHIN_MS));
}

/** The test after an event; the same object where nothing changed. Pure. */
export function stepWalkTest(test: WalkTest, event: WalkTestEvent): WalkTest {
  if (test.ended) return test;
  switch (event.is) {
    case 'end':
      return { ...test, ended: { at: event.by.at, by: event.by, why: 'by-hand' } };
    case 'time': {
      const end = endOf(test);
      if (event.at < end) return test;
      return { ...test, ended: { at: end, by: null, why: end === test.until ? 'time' : 'not-restored' } };
    }
    case 'clear': {
      const standing = test.standing.filter((one) => !isSame(one, event.cause));
      return standing.length === test.standing.length ? test : { ...test, standing };
    }
    case 'raise':
      return raised(test, event.cause, event.at);
  }
}

function raised(test: WalkTest, cause: TestCause, at: number): WalkTest {
  const { device, point, value } = cause;
  const isKnown = test.tested.some((one) => one.device === device && one.point === point);
  const tested = isKnown ? test.tested : [...test.tested, { device, point, at, value }];
  const others = test.standing.filter((one) => !isSame(one, cause));
  // Raised again while it stands: it burns since the first time.
  const since = test.standing.find((one) => isSame(one, cause))?.since ?? at;
  const after = { ...test, tested, standing: [...others, { ...cause, since }] };
  const why = breaksThrough(cause, others, test.callPoints);
  return why === null ? after : { ...after, ended: { at, by: null, why } };
}

/**
 * Whether a cause that begins beside others is no test any more:
 * - a manual call point that is not among what is tested: somebody else pressed it, and means it;
 * - a second device of a zone that tells of fire while another does: a technician holds the can under one at a time;
 * - water that flows while a detector tells of fire: a sprinkler head has opened, and no test of a detector opens one.
 * The fourth, a fire that does not restore, is a matter of time: see `endOf`.
 */
export function breaksThrough(cause: TestCause, others: readonly TestCause[], callPoints: boolean): BreakThrough | null {
  const fires = others.filter((one) => isOfFire(one) && one.device !== cause.device);
  if (isOfFire(cause)) {
    if (!callPoints && isCallPoint(cause)) return 'call-point';
    if (fires.some(({ zone }) => zone === cause.zone)) return 'second-detector';
    return others.some(isWaterFlow) ? 'water-flow' : null;
  }
  return isWaterFlow(cause) && fires.length > 0 ? 'water-flow' : null;
}

function isOfFire({ class: of }: TestCause): boolean {
  return of === 'fire' || of === 'pre-alarm';
}

function isCallPoint({ kind, quantity }: TestCause): boolean {
  return kind === 'callpoint' || quantity === 'callpoint.pressed';
}

function isWaterFlow({ kind, quantity }: TestCause): boolean {
  return quantity === 'water.flow' || (kind === 'sprinkler' && quantity === 'hydrant.outflow');
}

function isSame(one: TestCause, other: TestCause): boolean {
  return one.device === other.device && one.point === other.point && one.rule === other.rule;
}
