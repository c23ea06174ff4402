// The wire of one Modbus bus: modbus-serial writes and checks the frames, on a port of our own that drops what nobody waits for.
import { EventEmitter } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import modbus from 'modbus-serial';
import { modbusCrc } from '../../../device-drivers/modbus-crc.ts';
import { holdsBits, type ReadBlock } from '../../../device-drivers/register-blocks.ts';
import type { Counters } from '../../counters.ts';

export interface ModbusTransport {
  readonly kind: 'tcp' | 'rtu-over-tcp';
  readonly host: string;
  readonly port: number;
}

/** `silent`: no answer in time. `garbled`: not the answer that was awaited. `bus-down`: the wire closed. */
export type ReadAnswer = { readonly words: number[] } | { readonly exception: number } | { readonly failed: ReadFailure };
type ReadFailure = 'silent' | 'garbled' | 'bus-down';

/** A wire that does not keep silent for ten response times is noise; it is closed and opened anew. */
const LONGEST_NOISE = 10;
/** A peer that vanished without a word is found out by the system after about half a minute of probes. */
const KEEP_ALIVE_MS = 15_000;
const MBAP_BYTES = 7;
/** Unit, function code, 252 data bytes: Modbus Messaging on TCP/IP V1.0b, 3.1.3. */
const LONGEST_MBAP = 254;
const EXCEPTION_BYTES = 5;

/**
 * What modbus-serial writes its requests to and hears its answers from, always in the RTU form. The two underscored
 * numbers are its contract with a port: which request was written last, and to which one the bytes of `data` answer.
 * Events: `data`, and `garbled` for what can't be handed to the library at all.
 */
abstract class AnswerPort extends EventEmitter {
  _transactionIdRead = 1;
  _transactionIdWrite = 1;
  isOpen = true;
  protected readonly socket: Socket;
  protected readonly counters: Counters;
  protected request: Buffer | undefined;

  constructor(socket: Socket, counters: Counters) {
    super();
    this.socket = socket;
    this.counters = counters;
  }

  open(done: (error?: Error) => void): void {
    done();
  }

  destroy(): void {
    this.isOpen = false;
  }

  write(request: Buffer): void {
    this.request = request;
    this._transactionIdRead = this._transactionIdWrite;
    // The library keeps one entry for each number; eight are plenty where one request is on the wire.
    this._transactionIdWrite = (this._transactionIdWrite % 8) + 1;
    this.socket.write(this.framed(request));
  }

  /** From now on nothing is awaited. Tells whether a part of an answer had come. */
  giveUp(): boolean {
    this.request = undefined;
    return false;
  }

  protected answer(frame: Buffer): void {
    this.request = undefined;
    this.emit('data', frame);
  }

  protected abstract framed(request: Buffer): Buffer;
  abstract received(bytes: Buffer): void;
}

/** Modbus TCP: each answer bears the number of its request, so a late one is known and dropped. */
class MbapPort extends AnswerPort {
  #number = 0;
  #bytes: Buffer = Buffer.alloc(0);

  protected framed(request: Buffer): Buffer {
    this.#number = (this.#number + 1) & 0xffff;
    const frame = Buffer.alloc(request.length + 4);
    frame.writeUInt16BE(this.#number, 0);
    frame.writeUInt16BE(request.length - 2, 4);
    request.copy(frame, 6, 0, request.length - 2);
    return frame;
  }

  received(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    while (this.#bytes.length > MBAP_BYTES) {
      const length = this.#bytes.readUInt16BE(4);
      if (this.#bytes.readUInt16BE(2) !== 0 || length < 3 || length > LONGEST_MBAP) {
        this.socket.destroy(new Error('what came is not Modbus TCP'));
        return;
      }
      if (this.#bytes.length < length + 6) return;
      const number = this.#bytes.readUInt16BE(0);
      const pdu = this.#bytes.subarray(6, length + 6);
      this.#bytes = this.#bytes.subarray(length + 6);
      if (!this.request || number !== this.#number) {
        this.counters.add('answers.late');
        continue;
      }
      const frame = Buffer.alloc(length + 2);
      pdu.copy(frame);
      frame.writeUInt16LE(modbusCrc(pdu), length);
      this.answer(frame);
    }
  }
}

/** RTU on a raw TCP stream: answers bear no number, so what comes while nothing is awaited is dropped, and remembered. */
class RtuPort extends AnswerPort {
  #bytes: Buffer = Buffer.alloc(0);
  lastByteAt = 0;
  /** Something came that nobody waited for since the wire was last quiet. */
  unsettled = false;

  protected framed(request: Buffer): Buffer {
    this.#bytes = Buffer.alloc(0);
    return request;
  }

  override giveUp(): boolean {
    super.giveUp();
    return this.#bytes.length > 0;
  }

  received(bytes: Buffer): void {
    this.lastByteAt = performance.now();
    if (!this.request) {
      this.#drop(bytes);
      return;
    }
    this.#bytes = withoutLeadingNoise(Buffer.concat([this.#bytes, bytes]));
    if (this.#bytes.length < EXCEPTION_BYTES) return;
    const expected = (this.#bytes[1] ?? 0) & 0x80 ? EXCEPTION_BYTES : answerLength(this.request);
    if (this.#bytes.length < expected) return;
    const surplus = withoutLeadingNoise(this.#bytes.subarray(expected));
    if (surplus.length === 0) {
      this.answer(this.#bytes.subarray(0, expected));
      return;
    }
    // Two answers in one: nobody can say which of them is the awaited one.
    this.request = undefined;
    this.#drop(this.#bytes);
    this.emit('garbled');
  }

  #drop(bytes: Buffer): void {
    this.counters.add('bytes.dropped', bytes.length);
    if (withoutLeadingNoise(bytes).length === 0) return;
    if (!this.unsettled) this.counters.add('answers.late');
    this.unsettled = true;
  }
}

/** An RS-485 line that turns round is often seen as a byte 00 or FF; no unit of an RTU bus has these numbers. */
function withoutLeadingNoise(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0x00 && byte !== 0xff);
  return first < 0 ? Buffer.alloc(0) : bytes.subarray(first);
}

function answerLength(request: Buffer): number {
  const count = request.readUInt16BE(4);
  return 5 + ((request[1] ?? 0) <= 2 ? Math.ceil(count / 8) : count * 2);
}

/** One open connection. One read at a time: the caller sees to that. */
export class ModbusWire {
  /** Resolves with the reason when the connection is gone. Never rejects. */
  readonly closed: Promise<string>;
  readonly #socket: Socket;
  readonly #port: MbapPort | RtuPort;
  readonly #client: InstanceType<typeof modbus.default>;
  readonly #gone = new AbortController();

  constructor(socket: Socket, kind: ModbusTransport['kind'], responseTimeout: number, counters: Counters) {
    this.#socket = socket;
    this.#port = kind === 'tcp' ? new MbapPort(socket, counters) : new RtuPort(socket, counters);
    this.#client = new modbus.default(this.#port);
    this.#client.open();
    this.#client.setTimeout(responseTimeout);
    let why = 'closed by the other side';
    socket.on('data', (bytes: Buffer) => this.#port.received(bytes));
    socket.on('error', (error) => {
      why = error.message;
    });
    this.closed = new Promise((resolve) => {
      const end = (): void => {
        this.#gone.abort();
        this.#client.destroy(() => undefined);
        socket.destroy();
        resolve(why);
      };
      socket.once('end', end);
      socket.once('close', end);
    });
  }

  /** Something came that nobody waited for: on RTU the next answer can't be trusted before the wire was quiet. */
  get unsettled(): boolean {
    return this.#port instanceof RtuPort && this.#port.unsettled;
  }

  /** Reads one block. Never rejects; a connection that closes meanwhile is `bus-down` at once. */
  read(unit: number, { table, address, count }: ReadBlock): Promise<ReadAnswer> {
    return new Promise((resolve) => {
      const gone = (): void => settle({ failed: 'bus-down' });
      const garbled = (): void => settle({ failed: 'garbled' });
      let settled = false;
      const settle = (answer: ReadAnswer): void => {
        settled = true;
        this.#gone.signal.removeEventListener('abort', gone);
        this.#port.removeListener('garbled', garbled);
        resolve(answer);
      };
      if (this.#gone.signal.aborted) {
        settle({ failed: 'bus-down' });
        return;
      }
      this.#gone.signal.addEventListener('abort', gone, { once: true });
      this.#port.once('garbled', garbled);
      const heard = (error: Error | null, answer?: { data: (number | boolean)[] }): void => {
        // The library's time-out of a read that ended otherwise must not end the one that came after.
        if (settled) return;
        const partly = this.#port.giveUp();
        settle(error ? failureOf(error, partly) : wordsOf(answer?.data ?? [], holdsBits(table), count));
      };
      if (table === 'coil') this.#client.writeFC1(unit, address, count, heard);
      else if (table === 'discrete') this.#client.writeFC2(unit, address, count, heard);
      else if (table === 'holding') this.#client.writeFC3(unit, address, count, heard);
      else this.#client.writeFC4(unit, address, count, heard);
    });
  }

  /** Resolves with true when nothing came for so many ms; with false when the connection closed or never kept silent. */
  async quiet(ms: number): Promise<boolean> {
    const port = this.#port;
    if (!(port instanceof RtuPort)) return !this.#gone.signal.aborted;
    const began = performance.now();
    for (;;) {
      const now = performance.now();
      const wait = Math.max(began, port.lastByteAt) + ms - now;
      if (this.#gone.signal.aborted || now - began > ms * LONGEST_NOISE) return false;
      if (wait <= 0) break;
      await delay(wait, undefined, { signal: this.#gone.signal }).catch(() => undefined);
    }
    port.unsettled = false;
    return true;
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Opens the connection to a bus. Rejects with the system's error where it can't. */
export function openWire(
  { kind, host, port }: ModbusTransport,
  responseTimeout: number,
  counters: Counters,
  signal: AbortSignal,
): Promise<ModbusWire> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS, signal });
    socket.once('error', reject);
    // A host that swallows the call would keep us for two minutes; no answer in five seconds is none.
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer in 5 s')));
    socket.once('connect', () => {
      socket.removeListener('error', reject);
      socket.setTimeout(0);
      resolve(new ModbusWire(socket, kind, responseTimeout, counters));
    });
  });
}

function failureOf(error: Error, partly: boolean): ReadAnswer {
  if ('modbusCode' in error && typeof error.modbusCode === 'number') return { exception: error.modbusCode };
  if (error.name === 'TransactionTimedOutError') return { failed: partly ? 'garbled' : 'silent' };
  return { failed: error.name === 'PortNotOpenError' ? 'bus-down' : 'garbled' };
}

function wordsOf(data: readonly (number | boolean)[], bits: boolean, count: number): ReadAnswer {
  if (data.length < count || (!bits && data.length !== count)) return { failed: 'garbled' };
  return { words: data.slice(0, count).map(Number) };
}
