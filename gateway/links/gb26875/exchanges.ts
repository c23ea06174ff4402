// What the centre asks of one device: one packet on the wire at a time, sent again with the same serial until it is answered or has failed.
import { COMMAND, type Packet } from '../../../device-drivers/gb26875/packet.ts';

/** How an exchange ended. `answered`: a confirm or a reply came. */
export type ExchangeEnd =
  | { readonly is: 'answered'; readonly packet: Packet }
  | { readonly is: 'failed'; readonly why: 'no-answer' | 'denied' | 'offline' | 'ended' };

export interface Ask {
  readonly command: number;
  /** The data unit, made anew for each transmission: a clock that is set must not be set to the time of the first try. */
  unit(): Uint8Array;
  /** Type of the data unit that replies; undefined: a confirm answers it. */
  readonly reply: number | undefined;
  readonly done: (end: ExchangeEnd) => void;
}

/** The wire as an exchange sees it. False: there is no way to the device now. */
export type Send = (serial: number, command: number, unit: Uint8Array) => boolean;

export interface ExchangeTimes {
  readonly answerTimeoutMs: number;
  readonly resends: number;
}

interface Open {
  readonly ask: Ask;
  readonly serial: number;
  left: number;
  wasDenied: boolean;
  timer: NodeJS.Timeout | undefined;
}

export interface ExchangeWatch {
  began(): void;
  resent(): void;
  failed(): void;
}

const SERIALS = 0x10000;

export class Exchanges {
  readonly #send: Send;
  readonly #times: () => ExchangeTimes;
  readonly #watch: ExchangeWatch;
  readonly #limit: number;
  readonly #queue: Ask[] = [];
  /** Counts up with each new packet, 65535 is followed by 0 (6.6: initial value 0). */
  #serial: number;
  #open: Open | undefined;

  constructor(send: Send, times: () => ExchangeTimes, watch: ExchangeWatch, limit: number, firstSerial = 0) {
    this.#send = send;
    this.#times = times;
    this.#watch = watch;
    this.#limit = limit;
    this.#serial = firstSerial % SERIALS;
  }

  /** How many wait or are under way. */
  get size(): number {
    return this.#queue.length + (this.#open ? 1 : 0);
  }

  /** Takes a question in; `first`: before all that waits. False: too many wait already. */
  ask(ask: Ask, first = false): boolean {
    if (this.size >= this.#limit) return false;
    if (first) this.#queue.unshift(ask);
    else this.#queue.push(ask);
    this.#next();
    return true;
  }

  /** Whether a reply answers what is open. */
  awaits(packet: Packet): boolean {
    const open = this.#open;
    return open !== undefined && open.serial === packet.serial && open.ask.reply !== undefined && packet.unit[0] === open.ask.reply;
  }

  /** A confirm, reply or deny came. False: it answers nothing that is open, and says nothing. */
  hear(packet: Packet): boolean {
    const open = this.#open;
    if (!open || open.serial !== packet.serial) return false;
    if (packet.command === COMMAND.deny) {
      // Taken like a time-out (6.5), but at once: waiting would not make it better.
      open.wasDenied = true;
      this.#again(open);
      return true;
    }
    const isAnswer = open.ask.reply === undefined ? packet.command === COMMAND.confirm : this.awaits(packet);
    if (!isAnswer) return false;
    this.#end(open, { is: 'answered', packet });
    return true;
  }

  /** There is no way to the device any more; everything that waits has failed. */
  end(why: 'offline' | 'ended'): void {
    const waiting = this.#queue.splice(0);
    const open = this.#open;
    this.#open = undefined;
    clearTimeout(open?.timer);
    for (const ask of [...(open ? [open.ask] : []), ...waiting]) ask.done({ is: 'failed', why });
  }

  #next(): void {
    if (this.#open) return;
    const ask = this.#queue.shift();
    if (!ask) return;
    const serial = this.#serial;
    this.#serial = (this.#serial + 1) % SERIALS;
    const open: Open = { ask, serial, left: this.#times().resends, wasDenied: false, timer: undefined };
    this.#open = open;
    this.#watch.began();
    this.#transmit(open);
  }

  #transmit(open: Open): void {
    clearTimeout(open.timer);
    if (!this.#send(open.serial, open.ask.command, open.ask.unit())) {
      this.#fail(open, 'offline');
      return;
    }
    open.timer = setTimeout(() => {
      open.wasDenied = false;
      this.#again(open);
    }, this.#times().answerTimeoutMs);
  }

  #again(open: Open): void {
    if (open.left === 0) {
      this.#fail(open, open.wasDenied ? 'denied' : 'no-answer');
      return;
    }
    open.left -= 1;
    this.#watch.resent();
    this.#transmit(open);
  }

  #fail(open: Open, why: 'no-answer' | 'denied' | 'offline'): void {
    this.#watch.failed();
    this.#end(open, { is: 'failed', why });
  }

  #end(open: Open, end: ExchangeEnd): void {
    clearTimeout(open.timer);
    this.#open = undefined;
    open.ask.done(end);
    this.#next();
  }
}
