// A clock that a test sets.
import type { Clock } from '../../clock.ts';

export interface FakeClock {
  readonly now: Clock;
  /** Lets so many milliseconds pass. */
  pass(ms: number): void;
}

export function fakeClock(at = 1_767_225_600_000): FakeClock {
  let time = at;
  return {
    now: () => time,
    pass(ms) {
      time += ms;
    },
  };
}
