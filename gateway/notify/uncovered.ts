// How much of the days to come nobody of a roster covers: for a list of hundreds, so worked out once a quarter of an hour.
import type { LocalTime } from './local-day.ts';
import { gaps, type Roster } from './roster.ts';

const QUARTER_MS = 15 * 60_000;
const WEEK_MS = 7 * 86_400_000;

interface Known {
  readonly quarter: number;
  readonly ms: number;
}

export class Uncovered {
  readonly #localTime: LocalTime;
  #known = new WeakMap<Roster, Known>();
  /** The clock on the wall at the instants of this quarter's week: the same for every roster, and dear to ask for. */
  #wall = new Map<number, ReturnType<LocalTime>>();
  #quarter = Number.NaN;

  constructor(localTime: LocalTime) {
    this.#localTime = localTime;
  }

  /** Milliseconds of the week that begins with the quarter of an hour of `now`. */
  of(roster: Roster, now: number): number {
    const quarter = Math.floor(now / QUARTER_MS) * QUARTER_MS;
    if (quarter !== this.#quarter) {
      this.#quarter = quarter;
      this.#wall = new Map();
    }
    const known = this.#known.get(roster);
    if (known?.quarter === quarter) return known.ms;
    const ms = gaps(roster, quarter, quarter + WEEK_MS, this.#onTheWall).reduce((sum, gap) => sum + gap.to - gap.from, 0);
    this.#known.set(roster, { quarter, ms });
    return ms;
  }

  readonly #onTheWall: LocalTime = (at) => {
    const seen = this.#wall.get(at);
    if (seen) return seen;
    const asked = this.#localTime(at);
    this.#wall.set(at, asked);
    return asked;
  };
}
