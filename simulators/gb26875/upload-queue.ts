// What waits to go up: fire and manual alarm before everything, the rest in order; bounded, and a fire is never dropped.
import type { Upload } from './panel.ts';

/** An upload on its way. */
export interface Waiting {
  readonly upload: Upload;
  /** ms on the monotonic clock. */
  readonly since: number;
  /** Heartbeats: not kept when they fail. */
  readonly fleeting: boolean;
  /** Told once: ms until it was confirmed, or `undefined` where it was dropped. */
  readonly done: (ms: number | undefined) => void;
  /** Kept over re-sends and links: given when it is sent for the first time. */
  serial?: number;
  /** Transmissions of the present communication. */
  tries: number;
  wasSent: boolean;
}

export class UploadQueue {
  /** No bound: fires come from people and stories, not from a rate, and none may be lost. */
  #urgent: Waiting[] = [];
  #ordinary: Waiting[] = [];
  readonly #most: number;

  /** `most`: ordinary uploads that may wait. */
  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#urgent.length + this.#ordinary.length;
  }

  get hasUrgent(): boolean {
    return this.#urgent.length > 0;
  }

  /** Gives back the oldest ordinary one where it had to go. */
  push(waiting: Waiting): Waiting | undefined {
    if (waiting.upload.urgent) {
      this.#pullAhead(waiting.upload.about);
      this.#urgent.push(waiting);
      return undefined;
    }
    this.#ordinary.push(waiting);
    return this.#ordinary.length > this.#most ? this.#ordinary.shift() : undefined;
  }

  take(): Waiting | undefined {
    return this.#urgent.shift() ?? this.#ordinary.shift();
  }

  /** Puts one back at the head of its lane: it was not confirmed. */
  putBack(waiting: Waiting): void {
    (waiting.upload.urgent ? this.#urgent : this.#ordinary).unshift(waiting);
  }

  /** Takes out the one that was already sent under this serial and set aside. */
  takeSent(serial: number): Waiting | undefined {
    for (const lane of [this.#urgent, this.#ordinary]) {
      const nth = lane.findIndex((one) => one.serial === serial);
      if (nth >= 0) return lane.splice(nth, 1)[0];
    }
    return undefined;
  }

  /** Empties it. */
  clear(): Waiting[] {
    const all = [...this.#urgent, ...this.#ordinary];
    this.#urgent = [];
    this.#ordinary = [];
    return all;
  }

  /** A "restored" that is older than a new fire of the same part must not arrive after it and hide it. */
  #pullAhead(about: string | undefined): void {
    if (about === undefined) return;
    const same = this.#ordinary.filter((one) => one.upload.about === about);
    if (same.length === 0) return;
    this.#urgent.push(...same);
    this.#ordinary = this.#ordinary.filter((one) => one.upload.about !== about);
  }
}
