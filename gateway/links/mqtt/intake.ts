// The reading side of one connection: what aedes gets to see, and when. Lengths are checked at the packet's header.
import type { Duplex } from 'node:stream';
import type { Bucket } from '../rate.ts';
import type { MqttLimits } from './mqtt-limits.ts';

/** Bytes that wait for the disk, of all devices together; who finds it full is called back when there is room again. */
export class SharedBudget {
  readonly #limit: number;
  readonly #waiting = new Set<() => void>();
  #used = 0;

  constructor(bytes: number) {
    this.#limit = bytes;
  }

  isFull(): boolean {
    return this.#used >= this.#limit;
  }

  add(bytes: number): void {
    this.#used += bytes;
  }

  remove(bytes: number): void {
    this.#used -= bytes;
    if (this.#waiting.size === 0 || this.isFull()) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const callBack of waiting) callBack();
  }

  whenRoom(callBack: () => void): void {
    this.#waiting.add(callBack);
  }

  forget(callBack: () => void): void {
    this.#waiting.delete(callBack);
  }
}

const PUBLISH = 3;
/** Bytes handed on in one reading, beyond what the current packet still needs; the chunk size of Node's sockets. */
const READ_BYTES = 64 * 1024;
/** Packets handed on in one reading: a flood of two-byte pings takes turns with the others. */
const READ_PACKETS = 256;
/** Topic and packet id of a PUBLISH come on top of its payload. */
const PUBLISH_OVERHEAD_BYTES = 2 + 256 + 2;
/** A frame counts one against its device's rate for each begun 4 KiB. */
const RATE_UNIT_BYTES = 4 * 1024;

/**
 * Stands in for `socket.read`. It follows the packets through the stream without copying them, stops at a boundary
 * when the device has enough in flight or is over its rate, and leaves the rest in the socket: TCP then slows the device.
 *
 * aedes asks for more when it is done with what it has; when it was told "nothing now", `#wake` makes it ask again.
 */
export class Intake {
  readonly #socket: Duplex;
  readonly #limits: MqttLimits;
  readonly #budget: SharedBudget;
  readonly #refuse: (why: 'packet-too-large' | 'payload-too-large' | 'malformed') => void;
  readonly #read: (size?: number) => Buffer | null;
  readonly #wake = (): void => {
    this.#timer = undefined;
    this.#socket.emit('readable');
  };
  #rate: Bucket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isHalted = false;

  /** Publishes handed on and not yet released; their payload bytes once aedes has parsed them. */
  #inFlight = 0;
  #inFlightBytes = 0;

  /** Where in the stream the next byte stands: in a header (bytes of it seen) or in a body (bytes of it to come). */
  #headerBytes = 0;
  #type = 0;
  #length = 0;
  #bodyLeft = 0;
  /** Packets handed on to the end: in all, and in this reading. */
  #packets = 0;
  #packetsNow = 0;

  constructor(
    socket: Duplex,
    limits: MqttLimits,
    budget: SharedBudget,
    refuse: (why: 'packet-too-large' | 'payload-too-large' | 'malformed') => void,
  ) {
    this.#socket = socket;
    this.#limits = limits;
    this.#budget = budget;
    this.#refuse = refuse;
    this.#read = socket.read.bind(socket);
    // Node asks with 0 to keep its own buffer filled: that is between it and the kernel.
    socket.read = (size?: number): Buffer | null => (size === 0 ? this.#read(0) : this.#take());
    socket.once('close', () => this.halt());
  }

  /** The device is known: from now on more than its CONNECT is read, at this rate. */
  admit(rate: Bucket): void {
    this.#rate = rate;
  }

  /** A publish has been parsed and goes to the gate. */
  parsed(bytes: number): void {
    this.#inFlightBytes += bytes;
    this.#budget.add(bytes);
  }

  /** A publish has left the gate. */
  released(bytes: number): void {
    this.#inFlight -= 1;
    this.#inFlightBytes -= bytes;
    this.#budget.remove(bytes);
  }

  /** Reads nothing any more. */
  halt(): void {
    this.#isHalted = true;
    clearTimeout(this.#timer);
    this.#budget.forget(this.#wake);
  }

  #take(): Buffer | null {
    const now = performance.now();
    this.#packetsNow = 0;
    let taken: Buffer | null = null;
    while (this.#packetsNow === 0) {
      const readable = this.#socket.readableLength;
      if (this.#bodyLeft === 0 && this.#headerBytes === 0 && !this.#mayBegin(now)) return taken;
      // An empty reading tells Node that we wait for more, or makes it say that the stream has ended.
      const chunk = readable === 0 ? this.#read() : this.#read(Math.min(readable, this.#bodyLeft + READ_BYTES));
      if (chunk === null) return taken;
      const end = this.#follow(chunk, now);
      if (end < 0) return null;
      if (end < chunk.length) this.#socket.unshift(chunk.subarray(end));
      const passed = end < chunk.length ? chunk.subarray(0, end) : chunk;
      taken = taken === null ? passed : Buffer.concat([taken, passed]);
      if (end < chunk.length) return taken;
    }
    return taken;
  }

  /** How far the chunk may be handed on; -1 when the connection has been refused. */
  #follow(chunk: Buffer, now: number): number {
    let at = 0;
    while (at < chunk.length) {
      if (this.#bodyLeft > 0) {
        const step = Math.min(this.#bodyLeft, chunk.length - at);
        this.#bodyLeft -= step;
        at += step;
        if (this.#bodyLeft === 0) this.#ended();
        continue;
      }
      if (this.#headerBytes === 0) {
        if (at > 0 && (this.#packetsNow >= READ_PACKETS || !this.#mayBegin(now))) return at;
        this.#type = (chunk[at] ?? 0) >> 4;
        this.#length = 0;
      } else {
        const byte = chunk[at] ?? 0;
        this.#length += (byte & 0x7f) * 128 ** (this.#headerBytes - 1);
        if (byte < 0x80) {
          if (!this.#begins(now)) return -1;
          at += 1;
          continue;
        }
        if (this.#headerBytes === 4) return this.#refused('malformed');
      }
      this.#headerBytes += 1;
      at += 1;
    }
    return at;
  }

  /** The header is whole. */
  #begins(now: number): boolean {
    this.#headerBytes = 0;
    if (this.#rate === undefined) {
      if (this.#length > this.#limits.connectBytes) return this.#refused('packet-too-large') > 0;
    } else if (this.#type !== PUBLISH) {
      if (this.#length > this.#limits.controlBytes) return this.#refused('packet-too-large') > 0;
    } else {
      if (this.#length > this.#limits.payloadBytes + PUBLISH_OVERHEAD_BYTES) return this.#refused('payload-too-large') > 0;
      this.#inFlight += 1;
      this.#rate.take(1 + Math.floor(this.#length / RATE_UNIT_BYTES), now);
    }
    this.#bodyLeft = this.#length;
    if (this.#length === 0) this.#ended();
    return true;
  }

  #ended(): void {
    this.#packets += 1;
    this.#packetsNow += 1;
  }

  /** Whether another packet may be begun; where nothing else will ask again, sees to it that it is asked again. */
  #mayBegin(now: number): boolean {
    if (this.#isHalted) return false;
    // Nothing after the CONNECT is looked at before the device is admitted.
    if (this.#rate === undefined) return this.#packets === 0;
    if (this.#inFlight >= this.#limits.inFlight || this.#inFlightBytes >= this.#limits.inFlightBytes) return false;
    if (this.#budget.isFull()) {
      this.#budget.whenRoom(this.#wake);
      return false;
    }
    if (this.#rate.isReady(now)) return true;
    this.#timer ??= setTimeout(this.#wake, this.#rate.waitMs(now));
    return false;
  }

  #refused(why: 'packet-too-large' | 'payload-too-large' | 'malformed'): -1 {
    this.halt();
    this.#refuse(why);
    return -1;
  }
}
