// Sending in the manner of 6.2 and 6.5: one packet at a time, confirmed before the next, sent again on silence or denial.
import type { Latencies } from './latencies.ts';
import type { Upload } from './panel.ts';
import { UploadQueue, type Waiting } from './upload-queue.ts';

export interface ExchangeOptions {
  /** A confirmation may take so long, ms. */
  readonly timeoutMs: number;
  /** After the first transmission; the standard has 3. */
  readonly resends: number;
  /** Ordinary uploads that may wait. */
  readonly queue: number;
  readonly latencies: Latencies;
  /** Puts a data unit on the wire under a serial; `false` while there is no link. */
  transmit(unit: Uint8Array, serial: number): boolean;
  /** The last re-send was not confirmed either: this communication has failed. */
  failed(): void;
  /** Nothing urgent waits any more. */
  calm(): void;
}

export interface ExchangeState {
  /** Uploads that are not confirmed yet. */
  readonly waiting: number;
  /** Packets, each counted once, however often it was sent. Heartbeats are packets too. */
  readonly sent: number;
  readonly confirmed: number;
  /** Denials heard. */
  readonly denied: number;
  /** Transmissions beyond the first of each packet. */
  readonly resent: number;
  /** Communications given up after the last re-send; their packets wait on. */
  readonly failed: number;
  /** Ordinary uploads that had to make room, and uploads that waited when it was stopped. */
  readonly dropped: number;
  /** Uploads that are neither confirmed nor dropped nor waiting: none, or the simulator is wrong. */
  readonly lost: number;
  /** Confirmations of nothing that is on its way. */
  readonly strayed: number;
}

type Count = Exclude<keyof ExchangeState, 'waiting' | 'lost'>;

export class Exchange {
  readonly #options: ExchangeOptions;
  readonly #queue: UploadQueue;
  readonly #counts: Record<Count, number> = { sent: 0, confirmed: 0, denied: 0, resent: 0, failed: 0, dropped: 0, strayed: 0 };
  #onItsWay: Waiting | undefined;
  #sentAt = 0;
  #taken = 0;
  /** Uploads confirmed, without heartbeats. */
  #kept = 0;
  #timer: NodeJS.Timeout | undefined;
  /** The first packet has 0 (table 1). */
  #serial = 0;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#queue = new UploadQueue(options.queue);
  }

  get hasUrgent(): boolean {
    return this.#queue.hasUrgent;
  }

  get isIdle(): boolean {
    return this.#onItsWay === undefined && this.#queue.size === 0;
  }

  get waiting(): number {
    return this.#queue.size + (this.#onItsWay && !this.#onItsWay.fleeting ? 1 : 0);
  }

  state(): ExchangeState {
    const { waiting } = this;
    return { waiting, ...this.#counts, lost: this.#taken - this.#kept - this.#counts.dropped - waiting };
  }

  nextSerial(): number {
    const serial = this.#serial;
    this.#serial = (serial + 1) & 0xffff;
    return serial;
  }

  /** Resolves with the ms until it was confirmed; `undefined` when it was dropped. */
  push(upload: Upload, fleeting = false): Promise<number | undefined> {
    if (!fleeting) this.#taken++;
    return new Promise((done) => {
      const tooMany = this.#queue.push({ upload, fleeting, done, since: performance.now(), tries: 0, wasSent: false });
      if (tooMany) this.#drop(tooMany);
      this.next();
    });
  }

  /** Sends what is due, if nothing is on its way. */
  next(): void {
    if (this.#onItsWay) return;
    const waiting = this.#queue.take();
    if (!waiting) {
      this.#options.calm();
      return;
    }
    waiting.serial ??= this.nextSerial();
    this.#transmit(waiting, waiting.serial);
  }

  /** A confirmation came. */
  confirm(serial: number): void {
    const waiting = this.#onItsWay?.serial === serial ? this.#onItsWay : this.#queue.takeSent(serial);
    if (!waiting) {
      this.#counts.strayed++;
      return;
    }
    const now = performance.now();
    this.#counts.confirmed++;
    if (!waiting.fleeting) this.#kept++;
    if (waiting === this.#onItsWay) {
      this.#options.latencies.add(now - this.#sentAt);
      this.#clear();
    }
    waiting.done(now - waiting.since);
    this.next();
  }

  /** A denial counts like silence, at once. */
  deny(serial: number): void {
    if (this.#onItsWay?.serial !== serial) return;
    this.#counts.denied++;
    this.#unconfirmed();
  }

  /** The link is gone: what was on its way waits for the next one. */
  linkLost(): void {
    const waiting = this.#clear();
    if (waiting) this.#setAside(waiting, 0);
  }

  /** Drops all that waits. */
  end(): void {
    const waiting = this.#clear();
    for (const one of [...(waiting ? [waiting] : []), ...this.#queue.clear()]) this.#drop(one);
  }

  #transmit(waiting: Waiting, serial: number): void {
    if (!this.#options.transmit(waiting.upload.unit, serial)) {
      this.#setAside(waiting, waiting.tries);
      return;
    }
    this.#counts[waiting.wasSent ? 'resent' : 'sent']++;
    waiting.wasSent = true;
    if (waiting.tries++ === 0) this.#sentAt = performance.now();
    this.#onItsWay = waiting;
    this.#timer = setTimeout(() => this.#unconfirmed(), this.#options.timeoutMs);
    if (!this.#queue.hasUrgent) this.#options.calm();
  }

  #unconfirmed(): void {
    const waiting = this.#clear();
    if (waiting?.serial === undefined) return;
    if (waiting.tries > this.#options.resends) {
      this.#counts.failed++;
      this.#setAside(waiting, 0);
      this.#options.failed();
    } else if (this.#queue.hasUrgent && !waiting.upload.urgent) {
      // A fire does not wait for the re-sends of anything else; those are made up for after it.
      this.#setAside(waiting, waiting.tries);
      this.next();
    } else this.#transmit(waiting, waiting.serial);
  }

  #setAside(waiting: Waiting, tries: number): void {
    waiting.tries = tries;
    if (waiting.fleeting) this.#drop(waiting, false);
    else this.#queue.putBack(waiting);
  }

  #drop(waiting: Waiting, counted = true): void {
    if (counted && !waiting.fleeting) this.#counts.dropped++;
    waiting.done(undefined);
  }

  #clear(): Waiting | undefined {
    const waiting = this.#onItsWay;
    clearTimeout(this.#timer);
    this.#onItsWay = undefined;
    return waiting;
  }
}
