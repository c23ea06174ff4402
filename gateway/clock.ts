// Time as the gateway knows it: follows the wall clock forward, never runs backwards.

/** Milliseconds since 1970. */
export type Clock = () => number;

/** A wall clock that steps back by more than this is reported by `clockSkew`. */
const STEP_BACK_WORTH_A_WORD_MS = 5_000;

export interface GatewayClock {
  readonly now: Clock;
  /** How far the wall clock stands behind ours, ms; 0 when it does not by more than 5 s (GB 50440: clock error ≤ 5 s). */
  readonly skew: () => number;
  /** Goes on from here, where the wall clock stands before it: a restart is no way for time to run backwards. */
  readonly goOnFrom: (at: number) => void;
}

/**
 * The wall clock made monotonic. When the wall clock is set back, ours goes on with the speed of the monotonic
 * clock, so that no hold or silence runs twice; when it is set forward, ours follows at once.
 */
export function gatewayClock(wall: Clock = Date.now, monotonic: Clock = () => performance.now()): GatewayClock {
  let offset = wall() - monotonic();
  const now = (): number => {
    const ours = offset + monotonic();
    const theirs = wall();
    if (theirs > ours) offset += theirs - ours;
    return Math.floor(Math.max(ours, theirs));
  };
  const skew = (): number => {
    const behind = now() - wall();
    return behind > STEP_BACK_WORTH_A_WORD_MS ? behind : 0;
  };
  const goOnFrom = (at: number): void => {
    offset += Math.max(0, at - now());
  };
  return { now, skew, goOnFrom };
}
