// The durable gate of one connection: a frame comes out when it is on the disk, in the order in which it came in.
import { BalefireError } from '../../errors.ts';
import type { AcceptFrame, ArrivingFrame } from '../link.ts';

/** What becomes of a frame: on the disk, or not (then it must not be confirmed). */
export type Outcome = { readonly stored: true } | { readonly stored: false; readonly why: unknown };

interface Entry {
  readonly frame: ArrivingFrame;
  readonly done: (outcome: Outcome) => void;
  outcome: Outcome | undefined;
  isHandedIn: boolean;
  /** Until when it is offered again; set when it is first refused for overload. Ms, monotonic. */
  until: number;
}

/** The first rest after an overload, doubled each time up to the longest. */
const FIRST_REST_MS = 20;
const LONGEST_REST_MS = 320;

/**
 * Frames are handed in at once, so that one commit can take many; their outcomes are told in arrival order, so that
 * confirmations keep theirs [MQTT-4.6.0-2]. A frame refused for overload is offered again after a short rest, and so are
 * those behind it, in order.
 */
export class Gate {
  readonly #accept: AcceptFrame;
  readonly #patienceMs: number;
  readonly #entries: Entry[] = [];
  #rest: NodeJS.Timeout | undefined;
  #restMs = FIRST_REST_MS;
  #onEmpty: (() => void)[] = [];

  constructor(accept: AcceptFrame, overloadPatienceMs: number) {
    this.#accept = accept;
    this.#patienceMs = overloadPatienceMs;
  }

  /** `done` is called once, in order. */
  pass(frame: ArrivingFrame, done: (outcome: Outcome) => void): void {
    const entry: Entry = { frame, done, outcome: undefined, isHandedIn: false, until: 0 };
    this.#entries.push(entry);
    if (this.#rest === undefined) this.#handIn(entry);
  }

  /** Resolves when nothing waits for the disk. */
  empty(): Promise<void> {
    if (this.#entries.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onEmpty.push(resolve));
  }

  #handIn(entry: Entry): void {
    entry.isHandedIn = true;
    this.#accept(entry.frame).then(
      () => {
        this.#restMs = FIRST_REST_MS;
        this.#settle(entry, { stored: true });
      },
      (why: unknown) => {
        if (!this.#offersAgain(entry, why)) this.#settle(entry, { stored: false, why });
      },
    );
  }

  #settle(entry: Entry, outcome: Outcome): void {
    entry.outcome = outcome;
    let first = this.#entries[0];
    while (first?.outcome) {
      this.#entries.shift();
      first.done(first.outcome);
      first = this.#entries[0];
    }
    if (this.#entries.length > 0) return;
    const waiting = this.#onEmpty;
    this.#onEmpty = [];
    for (const resolve of waiting) resolve();
  }

  #offersAgain(entry: Entry, why: unknown): boolean {
    if (!(why instanceof BalefireError) || why.code !== 'overloaded') return false;
    const now = performance.now();
    if (entry.until === 0) entry.until = now + this.#patienceMs;
    if (now >= entry.until) return false;
    entry.isHandedIn = false;
    if (this.#rest !== undefined) return true;
    this.#rest = setTimeout(() => {
      this.#rest = undefined;
      for (const waiting of [...this.#entries]) if (!waiting.isHandedIn) this.#handIn(waiting);
    }, this.#restMs);
    this.#restMs = Math.min(LONGEST_REST_MS, this.#restMs * 2);
    return true;
  }
}
