// Whether alarms come faster than a person can take them: above ten in ten minutes, until fewer than five.

/** EEMUA 191 / ISA-18.2 / IEC 62682, as widely published; the quality report counts by the same numbers. */
export const FLOOD_WINDOW_MS = 10 * 60_000;
const FLOOD_ABOVE = 10;
const FLOOD_BELOW = 5;

/** A flood that goes on. */
export interface Flood {
  /** When the alarm came that made them too many, ms since 1970. */
  readonly since: number;
  /** How many came within the last ten minutes. */
  readonly lately: number;
}

/** Is told of each alarm that comes, and of the time. */
export class FloodWatch {
  /** When the alarms of the last ten minutes came, in order. */
  #times: number[] = [];
  #first = 0;
  #since: number | null = null;
  #flood: Flood | null = null;

  /** As it stands after alarms that came at these times, ms since 1970, in any order. */
  static of(times: readonly number[]): FloodWatch {
    const watch = new FloodWatch();
    for (const at of times.toSorted((one, other) => one - other)) watch.arrived(at);
    return watch;
  }

  /** An alarm came, ms since 1970; one that comes late counts as of the last, and one of long ago not at all. */
  arrived(at: number): void {
    const last = this.#times.at(-1) ?? at;
    if (at <= last - FLOOD_WINDOW_MS) return;
    const time = Math.max(at, last);
    this.#let(time);
    this.#times.push(time);
    if (this.#since === null && this.#lately > FLOOD_ABOVE) this.#since = time;
  }

  /** How it stands now; the same object while nothing changed. */
  now(at: number): Flood | null {
    this.#let(at);
    if (this.#since === null) this.#flood = null;
    else if (this.#flood?.since !== this.#since || this.#flood.lately !== this.#lately)
      this.#flood = { since: this.#since, lately: this.#lately };
    return this.#flood;
  }

  get #lately(): number {
    return this.#times.length - this.#first;
  }

  /** Time goes on: what is older than ten minutes counts no more. */
  #let(at: number): void {
    while ((this.#times[this.#first] ?? at) <= at - FLOOD_WINDOW_MS) this.#first += 1;
    if (this.#lately < FLOOD_BELOW) this.#since = null;
    if (this.#first <= 1_000) return;
    this.#times = this.#times.slice(this.#first);
    this.#first = 0;
  }
}
