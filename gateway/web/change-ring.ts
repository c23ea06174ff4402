// The last changes of alarms and incidents, shared by all screens: each screen reads on from where it stands.
import type { Alarm } from '../alarms/alarm.ts';
import type { Incident } from '../alarms/incident.ts';

/** An incident is told as it is when it is told: with its list at each change a storm would be kept ten thousand times. */
export type Change =
  | { readonly number: number; readonly of: 'alarm'; readonly alarm: Alarm }
  | { readonly number: number; readonly of: 'incident'; readonly incident: Incident };

type Kept = Extract<Change, { of: 'alarm' }> | { readonly number: number; readonly of: 'incident'; readonly id: string };

/** 10,000 changes of about 2 kB are 20 MB at most, and hours of a usual day: a screen that was away so long begins anew. */
const KEPT = 10_000;

export class ChangeRing {
  readonly #kept: number;
  readonly #changes: Kept[] = [];
  /** Each incident of which a change is kept, with how many, as it is now. */
  readonly #now = new Map<string, { incident: Incident; changes: number }>();
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
      const kept = this.#keep(change);
      if (this.#changes.length < this.#kept) this.#changes.push(kept);
      else {
        this.#floor = this.#changes[this.#oldest]?.number ?? this.#floor;
        this.#forget(this.#changes[this.#oldest]);
        this.#changes[this.#oldest] = kept;
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
      const kept = this.#at(nth);
      const change = kept && this.#told(kept);
      if (change) found.push(change);
    }
    return found;
  }

  #keep(change: Change): Kept {
    if (change.of === 'alarm') return change;
    const { incident, number } = change;
    this.#now.set(incident.id, { incident, changes: (this.#now.get(incident.id)?.changes ?? 0) + 1 });
    return { number, of: 'incident', id: incident.id };
  }

  #forget(kept: Kept | undefined): void {
    if (kept?.of !== 'incident') return;
    const now = this.#now.get(kept.id);
    if (now && now.changes > 1) now.changes -= 1;
    else this.#now.delete(kept.id);
  }

  #told(kept: Kept): Change | undefined {
    if (kept.of === 'alarm') return kept;
    const now = this.#now.get(kept.id);
    return now && { number: kept.number, of: 'incident', incident: now.incident };
  }

  #at(nth: number): Kept | undefined {
    return this.#changes[(this.#oldest + nth) % Math.max(1, this.#changes.length)];
  }
}
