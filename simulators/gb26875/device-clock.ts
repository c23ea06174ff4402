// The clock of a simulated device: wrong from the start, and running too fast or too slow.

export interface ClockDrift {
  /** How far ahead it is at the start, s; below 0: behind. */
  readonly seconds?: number;
  /** How much too fast it runs, parts in a million; below 0: too slow. 12 ppm are a second a day. */
  readonly ppm?: number;
}

const EARLIEST = Date.UTC(2000, 0, 1);
/** A day early, so that it is 2099 in Beijing too. */
const LATEST = Date.UTC(2099, 11, 31);

export class DeviceClock {
  readonly #wall: () => number;
  readonly #rate: number;
  #setAt: number;
  #setTo: number;

  /** `wall`: the true time, ms since 1970. */
  constructor({ seconds = 0, ppm = 0 }: ClockDrift = {}, wall: () => number = Date.now) {
    this.#wall = wall;
    this.#rate = 1 + ppm / 1e6;
    this.#setAt = wall();
    this.#setTo = this.#setAt + seconds * 1000;
  }

  /** What it shows, ms since 1970; a time tag has no years before 2000 or after 2099, and so has the clock. */
  now(): number {
    return Math.min(Math.max(this.#setTo + (this.#wall() - this.#setAt) * this.#rate, EARLIEST), LATEST);
  }

  /** Sets it right; from here it drifts on. */
  set(to: number): void {
    this.#setAt = this.#wall();
    this.#setTo = to;
  }
}
