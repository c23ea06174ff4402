// Carries the parcels of one target, a few at once, the urgent first, and again until the other side has them.
import type { Clock } from '../clock.ts';
import type { Attempt, Parcel, Parcels } from './parcels.ts';

/** What one try came to. `unreachable` is about the way: all wait. `refused` is about this parcel: the others go on. */
export type Delivery =
  | { readonly is: 'delivered'; readonly receipt: string | null; readonly detail: string }
  | { readonly is: 'unreachable'; readonly why: string }
  /** `isUndecided`: somebody else who could not be asked may take it yet, and so it is never the last refusal. */
  | { readonly is: 'refused'; readonly why: string; readonly isUndecided?: true };

/** Hands one parcel over; resolves always. */
export type Carry = (parcel: Parcel) => Promise<Delivery>;

export interface CourierOptions {
  readonly target: string;
  readonly parcels: Parcels;
  readonly carry: Carry;
  readonly clock: Clock;
  /** Parcels on their way together: one that hangs holds up no other. */
  readonly atOnce: number;
  /** A parcel that was refused so often is put aside; the terminal's never is. */
  readonly refusals: number;
  /** Told after each try. */
  readonly onTry: (parcel: Parcel, delivery: Delivery, attempt: Attempt) => void;
  /** Told when a parcel is put aside for good. */
  readonly onGivenUp: (parcel: Parcel, why: string) => void;
  /** The disk refused: nothing is lost, it is tried again. */
  readonly onBroken: (error: unknown) => void;
}

/** After the first failure the next try is a second later, then twice as late each time, up to half a minute. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** How long a stop waits for the try under way; cut off, it is repeated after the start and known for a repetition. */
const STOP_PATIENCE_MS = 1_000;

export class Courier {
  readonly #options: CourierOptions;
  #failures = 0;
  #pausedUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #walking: Promise<void> | undefined;
  #ring: () => void = () => undefined;
  #stopped = true;
  #abandoned = false;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** Whether the last try found the way closed. */
  get isCutOff(): boolean {
    return this.#failures > 0;
  }

  start(): void {
    this.#stopped = false;
    this.#walk();
  }

  /** Something was put in. An urgent one does not wait for the end of a pause. */
  wake(isUrgent: boolean): void {
    if (isUrgent) this.#pausedUntil = 0;
    this.#ring();
    this.#walk();
  }

  /** Ends after the try under way, or when that takes too long. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    let patience: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((done) => {
      patience = setTimeout(done, STOP_PATIENCE_MS);
    });
    await Promise.race([this.#walking, enough]);
    clearTimeout(patience);
    this.#abandoned = true;
  }

  #walk(): void {
    if (this.#stopped || this.#walking) return;
    clearTimeout(this.#timer);
    this.#walking = this.#carryAll()
      .catch((error: unknown) => {
        this.#failed();
        this.#options.onBroken(error);
      })
      .finally(() => {
        this.#walking = undefined;
        this.#sleep();
      });
  }

  async #carryAll(): Promise<void> {
    const { target, parcels, clock, atOnce, onBroken } = this.#options;
    const underWay = new Map<number, Promise<void>>();
    for (;;) {
      const rung = new Promise<void>((ring) => {
        this.#ring = ring;
      });
      while (underWay.size < atOnce && !this.#stopped && clock() >= this.#pausedUntil) {
        const parcel = parcels.next(target, clock(), [...underWay.keys()]);
        if (!parcel) break;
        const carried = this.#carry(parcel)
          .catch((error: unknown) => {
            this.#failed();
            onBroken(error);
          })
          .finally(() => underWay.delete(parcel.number));
        underWay.set(parcel.number, carried);
      }
      if (underWay.size === 0) return;
      await Promise.race([...underWay.values(), rung]);
    }
  }

  async #carry(parcel: Parcel): Promise<void> {
    const { parcels, carry, clock, refusals, onTry, onGivenUp } = this.#options;
    parcels.begin(parcel.number);
    const at = clock();
    const began = performance.now();
    const delivery = await carry(parcel);
    if (this.#abandoned) return;
    const tookMs = Math.round(performance.now() - began);
    const attempt: Attempt = { at, tookMs, outcome: delivery.is, detail: delivery.is === 'delivered' ? delivery.detail : delivery.why };
    if (delivery.is === 'delivered') {
      this.#failures = 0;
      parcels.delivered(parcel, attempt, delivery.receipt);
    } else if (delivery.is === 'refused') {
      this.#failures = 0;
      const isLast = delivery.isUndecided !== true && parcel.tries + 1 >= refusals;
      parcels.failed(parcel, attempt, isLast ? null : clock() + pause(parcel.tries + 1));
      if (isLast) onGivenUp(parcel, delivery.why);
    } else {
      this.#failed();
      parcels.failed(parcel, attempt, 0);
    }
    onTry(parcel, delivery, attempt);
  }

  #failed(): void {
    this.#failures += 1;
    this.#pausedUntil = this.#options.clock() + pause(this.#failures);
  }

  #sleep(): void {
    if (this.#stopped) return;
    const { parcels, target, clock } = this.#options;
    const due = parcels.due(target);
    if (due !== undefined) this.#timer = setTimeout(() => this.#walk(), Math.max(due - clock(), this.#pausedUntil - clock(), 0));
  }
}

function pause(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
}
