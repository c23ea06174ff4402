// The last changes of alarms and incidents, shared by all screens: each screen reads on from where it stands.
import type { Alarm } from '../alarms/alarm.ts';
import type { Incident } from '../alarms/incident.ts';

export type Change =
  | { readonly number: number; readonly of: 'alarm'; readonly alarm: Alarm }
  | { readonly number: number; readonly of: 'incident'; readonly incident: Incident };

/** 10,000 changes of about 2 kB are 20 MB at most, and hours of a usual day: a screen that was away so long begins anew. */
const KEPT = 10_000;

export class ChangeRing {
  readonly #kept: number;
  readonly #changes: Change[] = [];
  /** Where the oldest stands once the ring is full. */
  #oldest = 0;
  #floor: number;
  #latest: number;
  #total = 0;

  /** `from`: the number of the last change before this ring. */
  constructor(from: number, kept = KEPT) {
    this.#kept = kept;
    this.#floor = from;
    this.#latest = from;
  }

  /** Number of the last change that was put in. */
  get latest(): number {
    return this.#latest;
  }

  /** How many were ever put in. */
  get total(): number {
    return this.#total;
  }

  /** Whether everything after that number is still here. */
  reaches(number: number): boolean {
    return number >= this.#floor && number <= this.#latest;
  }

  /** Puts changes in, in the order of their numbers; a number that is not higher than the last is one that is known. */
  push(alarms: readonly Alarm[], incidents: readonly Incident[]): void {
    const changes: Change[] = [
      ...alarms.map((alarm) => ({ number: alarm.change, of: 'alarm', alarm }) as const),
      ...incidents.map((incident) => ({ number: incident.change, of: 'incident', incident }) as const),
    ].sort((one, other) => one.number - other.number);
    for (const change of changes) {
      if (change.number <= this.#latest) continue;
      this.#latest = change.number;
      this.#total += 1;
      if (this.#changes.length < this.#kept) this.#changes.push(change);
      else {
        this.#floor = this.#changes[this.#oldest]?.number ?? this.#floor;
        this.#changes[this.#oldest] = change;
        this.#oldest = (this.#oldest + 1) % this.#kept;
      }
    }
  }

  /** At most `limit` changes that follow on a number, oldest first. */
  after(number: number, limit: number): Change[] {
    const size = this.#changes.length;
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#at(middle)?.number ?? 0) > number) high = middle;
      else low = middle + 1;
    }
    const found: Change[] = [];
    for (let nth = low; nth < size && found.length < limit; nth += 1) {
      const change = this.#at(nth);
      if (change) found.push(change);
    }
    return found;
  }

  #at(nth: number): Change | undefined {
    return this.#changes[(this.#oldest + nth) % Math.max(1, this.#changes.length)];
  }
}
