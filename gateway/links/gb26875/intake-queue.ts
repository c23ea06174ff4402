// Packets of one way on their way to the disk: a bounded number at once, those that tell of a fire before all others.

/** Puts a packet on the disk and answers it; calls `ended` once, whatever came of it. */
export type Hand = (ended: () => void) => void;

export class IntakeQueue {
  readonly #inFlight: number;
  readonly #limit: number;
  readonly #onFull: () => void;
  readonly #onRoom: () => void;
  readonly #waiting: Hand[] = [];
  #isFull = false;
  #under = 0;
  #onEmpty: (() => void)[] = [];

  /** `onFull`: read no further; `onRoom`: read on. */
  constructor(limits: { inFlight: number; waiting: number }, onFull: () => void, onRoom: () => void) {
    this.#inFlight = limits.inFlight;
    this.#limit = limits.waiting;
    this.#onFull = onFull;
    this.#onRoom = onRoom;
  }

  /** An urgent one never waits. */
  take(hand: Hand, urgent: boolean): void {
    if (urgent || this.#under < this.#inFlight) {
      this.#begin(hand);
      return;
    }
    this.#waiting.push(hand);
    if (this.#waiting.length >= this.#limit && !this.#isFull) {
      this.#isFull = true;
      this.#onFull();
    }
  }

  /** Resolves when nothing is under way. */
  empty(): Promise<void> {
    if (this.#under === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onEmpty.push(resolve));
  }

  #begin(hand: Hand): void {
    this.#under += 1;
    hand(this.#ended);
  }

  readonly #ended = (): void => {
    this.#under -= 1;
    const next = this.#under < this.#inFlight ? this.#waiting.shift() : undefined;
    if (next) this.#begin(next);
    if (this.#isFull && this.#waiting.length <= this.#limit / 2) {
      this.#isFull = false;
      this.#onRoom();
    }
    if (this.#under > 0) return;
    const resolved = this.#onEmpty;
    this.#onEmpty = [];
    for (const resolve of resolved) resolve();
  };
}
