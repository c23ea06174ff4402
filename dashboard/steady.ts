// How much time went by, whatever happens to the machine: a browser's monotonic clock stands still while a phone sleeps, its other clock jumps.

/** Further apart than this the two clocks did not drift: the machine slept, or its clock was set, ms. */
const JUMP_MS = 2_000;

export class SteadyClock {
  readonly #monotonic: () => number;
  readonly #wall: () => number;
  #apart: number;
  #slept = 0;

  constructor(monotonic: () => number, wall: () => number) {
    this.#monotonic = monotonic;
    this.#wall = wall;
    this.#apart = wall() - monotonic();
  }

  /**
   * Milliseconds since some moment. Sleep counts. A clock that is set back takes nothing away; one that is set forward cannot be told from a
   * sleep and counts as one: what is shown is then taken for older than it is, never for younger.
   */
  now(): number {
    const monotonic = this.#monotonic();
    const apart = this.#wall() - monotonic;
    if (apart - this.#apart >= JUMP_MS) this.#slept += apart - this.#apart;
    this.#apart = apart;
    return monotonic + this.#slept;
  }
}

const clock = new SteadyClock(
  () => performance.now(),
  () => Date.now(),
);

/** The page's one steady clock, ms: for how old something is. */
export function steadyNow(): number {
  return clock.now();
}
