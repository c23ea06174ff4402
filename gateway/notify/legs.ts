// The ways on which one notice is under way: as a rule one after the other, and of a fire beside each other. Pure.
import type { Recipient } from './channels/channel.ts';

/** A way to somebody: a channel as it is set up, and the address on it. */
export interface Route {
  readonly channel: string;
  readonly recipient: Recipient;
}

/**
 * A provider in order answers within a second; one that hangs is given up after ten, and again after each pause: 36 s
 * until the next way. A fire does not wait for that: after so long the next way is begun beside it, marked as perhaps repeated.
 */
const BESIDE_AFTER_MS = 5_000;

/** One way of a notice, from when it was begun. */
export interface Leg {
  readonly nth: number;
  readonly route: Route;
  /** Begun when: waits for a token since then. */
  readonly since: number;
  tries: number;
  notBefore: number;
  /** Of the try that is away. */
  sentAt: number | null;
  firstSentAt: number | null;
  isOver: boolean;
}

/** All that was begun of one notice's ways. */
export class Legs {
  readonly all: Leg[] = [];
  readonly #via: readonly Route[];
  readonly #isFire: boolean;
  readonly #besideAfterMs: number;
  /** A try was made to which no answer came: the recipient may have it all the same. */
  mayHaveGone = false;

  /** `besideAfterMs`: of a fire the next way is begun beside one that brought nothing for so long. */
  constructor(via: readonly Route[], isFire: boolean, besideAfterMs = BESIDE_AFTER_MS) {
    this.#via = via;
    this.#isFire = isFire;
    this.#besideAfterMs = besideAfterMs;
  }

  get isUntried(): boolean {
    const [first, second] = this.all;
    return second === undefined && (first === undefined || (first.sentAt === null && first.tries === 0));
  }

  get isAway(): boolean {
    return this.all.some(({ sentAt }) => sentAt !== null);
  }

  /** There are ways that were not begun. */
  get hasMore(): boolean {
    return this.all.length < this.#via.length;
  }

  /** Every way came to nothing. */
  get isLost(): boolean {
    return !this.hasMore && this.all.every(({ isOver }) => isOver);
  }

  /** Begins the next way, where there is one. */
  begin(now: number): void {
    const route = this.#via[this.all.length];
    if (route)
      this.all.push({ nth: this.all.length, route, since: now, tries: 0, notBefore: now, sentAt: null, firstSentAt: null, isOver: false });
  }

  /** When the next way is begun beside the last one; null: it is not. */
  besideAt(): number | null {
    const last = this.all.at(-1);
    if (!this.#isFire || !this.hasMore || !last || last.isOver || last.firstSentAt === null) return null;
    return last.firstSentAt + this.#besideAfterMs;
  }

  /** Another way may still bring it. */
  hasOtherThan(leg: Leg): boolean {
    return this.hasMore || this.all.some((other) => other !== leg && !other.isOver);
  }

  /** A way came to nothing; the next one is begun where none has been since. */
  over(leg: Leg, now: number): void {
    leg.isOver = true;
    if (leg === this.all.at(-1)) this.begin(now);
  }
}
