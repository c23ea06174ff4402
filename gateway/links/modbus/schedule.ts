// Who is polled next on one bus: a fixed grid for units that answer, growing pauses for those that do not. Pure; time is handed in.

export interface PolledUnit {
  readonly key: string;
  /** Milliseconds between two polls. */
  readonly every: number;
}

/** What became of a poll. `not-asked`: there was no wire to ask on, which says nothing of the unit. */
export type PollOutcome = 'answered' | 'silent' | 'not-asked';

export type NextPoll = { readonly poll: string } | { readonly wait: number };

/** A silent unit is asked at least once in so many ms: a repaired one is seen within a minute. */
const LONGEST_PAUSE_MS = 60_000;
/** Silent units may take one part in five of the bus: a poll into silence is followed by four times its own length for the others. */
const OTHERS_SHARE = 4;

interface Slot {
  readonly key: string;
  every: number;
  due: number;
  /** When it was last polled: of those that are due, who waits longest is next. */
  last: number;
  /** Polls without an answer since the last one with. */
  silences: number;
  /** Somebody waits for its next poll. */
  wanted: boolean;
}

/**
 * The poll plan of a bus. There is no queue: a unit has one next poll, and one that could not be made before the unit's
 * following one is due is skipped and counted. Times are milliseconds of one monotonic clock.
 */
export class PollSchedule {
  readonly #slots = new Map<string, Slot>();
  #probeFrom = 0;
  #skipped = 0;

  /** Polls that were due and could not be made in time. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Replaces the units. One that stays keeps its place and its pauses; a new one is due at once. */
  setUnits(units: readonly PolledUnit[], now: number): void {
    const kept = new Map(units.map(({ key, every }) => [key, every]));
    for (const key of this.#slots.keys()) if (!kept.has(key)) this.#slots.delete(key);
    for (const [key, every] of kept) {
      const slot = this.#slots.get(key);
      if (!slot) this.#slots.set(key, { key, every, due: now, last: Number.NEGATIVE_INFINITY, silences: 0, wanted: false });
      else if (slot.every !== every) {
        slot.every = every;
        slot.due = Math.min(slot.due, now + every);
      }
    }
  }

  /** The unit to poll now, or how long nothing is due. Of those that are due: who answers before who does not, then who was not asked for longest. */
  next(now: number): NextPoll {
    for (const slot of this.#slots.values()) this.#skipPast(slot, now);
    let first: Candidate | undefined;
    for (const slot of this.#slots.values()) {
      const due = slot.wanted ? Math.min(slot.due, now) : slot.due;
      const from = slot.silences > 0 ? Math.max(due, this.#probeFrom) : due;
      const yields = slot.silences > 0 && now < slot.due + pauseOf(slot);
      if (!first || before({ slot, from, yields }, first, now)) first = { slot, from, yields };
    }
    if (!first) return { wait: LONGEST_PAUSE_MS };
    if (first.from > now) return { wait: first.from - now };
    first.slot.wanted = false;
    return { poll: first.slot.key };
  }

  /** Says what became of a poll begun at `began`. */
  done(key: string, outcome: PollOutcome, began: number, now: number): void {
    const slot = this.#slots.get(key);
    if (!slot) return;
    slot.last = began;
    if (outcome === 'silent') {
      slot.silences++;
      slot.due = now + pauseOf(slot);
      this.#probeFrom = now + (now - began) * OTHERS_SHARE;
    } else if (slot.silences === 0) {
      // One out of turn leaves the grid as it is.
      if (began >= slot.due) slot.due += slot.every;
    } else if (outcome === 'answered') {
      slot.silences = 0;
      slot.due = began + slot.every;
    } else {
      slot.due = now + pauseOf(slot);
    }
  }

  /** Somebody waits for what this one says: it is due at once, a silent one as soon as silence may have the bus again. */
  soon(key: string): void {
    const slot = this.#slots.get(key);
    if (slot) slot.wanted = true;
  }

  /** The wire is back: every unit that did not fall silent by itself is due at once. */
  hurry(now: number): void {
    for (const slot of this.#slots.values()) if (slot.silences === 0) slot.due = now;
  }

  /** A unit that answers keeps to its grid: what was missed is not made up for. */
  #skipPast(slot: Slot, now: number): void {
    if (slot.silences > 0 || now < slot.due + slot.every) return;
    const missed = Math.floor((now - slot.due) / slot.every);
    slot.due += missed * slot.every;
    this.#skipped += missed;
  }
}

/** Doubles with each silence: once the usual time, then 2, 4, 8 … up to a minute, or the unit's own period where that is longer. */
function pauseOf({ every, silences }: Slot): number {
  return Math.min(every * 2 ** Math.min(silences - 1, 16), Math.max(LONGEST_PAUSE_MS, every));
}

interface Candidate {
  readonly slot: Slot;
  readonly from: number;
  /** A silent unit yields to those that answer, until it has waited as long again as its pause. */
  readonly yields: boolean;
}

function before(one: Candidate, other: Candidate, now: number): boolean {
  const oneDue = one.from <= now;
  if (oneDue !== other.from <= now) return oneDue;
  if (oneDue && one.yields !== other.yields) return other.yields;
  return oneDue ? one.slot.last < other.slot.last : one.from < other.from;
}
