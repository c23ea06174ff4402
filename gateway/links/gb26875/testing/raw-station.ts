// A transmission device in a test: a real socket, on which it says exactly what the test wants, and hears what comes.
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { encodeUnit, type UnitObject } from '../../../../device-drivers/gb26875/data-unit.ts';
import { answerTo, COMMAND, encodePacket, type Packet } from '../../../../device-drivers/gb26875/packet.ts';
import { scan } from '../../../../device-drivers/gb26875/scan.ts';
import { stationOfNumber } from '../../../../device-drivers/gb26875/station.ts';
import { writeText } from '../../../../device-drivers/gb26875/text.ts';
import { writeTimeTag } from '../../../../device-drivers/gb26875/time-tag.ts';

const CENTRE = stationOfNumber(88_888);

interface Wire {
  /** Resolves when it may go on. */
  write(bytes: Uint8Array): Promise<void>;
  stopReading(): void;
  close(): void;
}

/** What every object says of where it stands. */
export const SYSTEM = { systemType: 1, systemAddress: 0 };

export function partState(point: number, status: number, more: { type?: number; description?: string; at?: number } = {}): UnitObject {
  const { type = 42, description = '', at = Date.now() } = more;
  return {
    is: 'part-state',
    ...SYSTEM,
    partType: type,
    partAddress: 1 + point * 0x10000,
    status,
    description: writeText(description, 31),
    time: writeTimeTag(at),
  };
}

export function operation(operations: number, operator = 1, at = Date.now()): UnitObject {
  return { is: 'device-operation', operations, operator, time: writeTimeTag(at) };
}

export class RawStation {
  readonly station: string;
  /** Everything that came, in order. */
  readonly heard: Packet[] = [];
  readonly closed: Promise<void>;
  /** Answers the centre's questions by itself where the test sets it. */
  onPacket: (packet: Packet) => void = () => undefined;
  readonly #wire: Wire;
  #serial = 0;
  #rest: Uint8Array = new Uint8Array(0);
  #waiting: { readonly wants: (packet: Packet) => boolean; readonly done: (packet: Packet) => void }[] = [];

  private constructor(number: number, open: (take: (bytes: Uint8Array) => void) => { wire: Wire; closed: Promise<void> }) {
    this.station = stationOfNumber(number);
    const { wire, closed } = open((bytes) => this.#take(bytes));
    this.#wire = wire;
    this.closed = closed;
  }

  static async tcp(port: number, number: number): Promise<RawStation> {
    const socket: Socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    return new RawStation(number, (take) => {
      socket.on('data', take);
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      const write = (bytes: Uint8Array): Promise<void> => new Promise((resolve) => void socket.write(bytes, () => resolve()));
      return { wire: { write, stopReading: () => void socket.pause(), close: () => socket.destroy() }, closed };
    });
  }

  static async udp(port: number, number: number): Promise<RawStation> {
    const socket: UdpSocket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new RawStation(number, (take) => {
      socket.on('message', take);
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      const write = (bytes: Uint8Array): Promise<void> => new Promise((resolve) => socket.send(bytes, port, '127.0.0.1', () => resolve()));
      return { wire: { write, stopReading: () => undefined, close: () => void socket.close() }, closed };
    });
  }

  /** The next packet to send, with these objects; none: a heartbeat. */
  packet(objects: readonly UnitObject[], more: Partial<Packet> = {}): Packet {
    const unit = objects.length === 0 ? new Uint8Array(0) : encodeUnit(objects);
    const packet = { serial: this.#serial, version: { main: 1, user: 0 }, sent: writeTimeTag(Date.now()), source: this.station };
    this.#serial = (this.#serial + 1) & 0xffff;
    return { ...packet, destination: CENTRE, command: COMMAND.send, unit, ...more };
  }

  /** Sends and waits for the answer with the same serial. */
  async tell(objects: readonly UnitObject[], more: Partial<Packet> = {}): Promise<Packet> {
    const packet = this.packet(objects, more);
    const answer = this.next(
      ({ serial, command }) => serial === packet.serial && (command === COMMAND.confirm || command === COMMAND.deny),
    );
    void this.raw(encodePacket(packet));
    return answer;
  }

  /** Resolves when the kernel has it. */
  raw(bytes: Uint8Array): Promise<void> {
    return this.#wire.write(bytes);
  }

  /** What comes from now on stays in the kernel's buffers. */
  stopReading(): void {
    this.#wire.stopReading();
  }

  /** Answers a packet of the centre. */
  answer(to: Packet, command: number, objects: readonly UnitObject[] = []): void {
    const unit = objects.length === 0 ? new Uint8Array(0) : encodeUnit(objects);
    void this.raw(encodePacket(answerTo(to, command, writeTimeTag(Date.now()), unit)));
  }

  /** Answers all that a healthy device is asked by itself: its state, its clock. */
  beHealthy(): void {
    this.onPacket = (packet) => {
      const [type] = packet.unit;
      if (packet.command === COMMAND.control) this.answer(packet, COMMAND.confirm);
      if (type === 81) this.answer(packet, COMMAND.reply, [{ is: 'device-state', status: 1, time: writeTimeTag(Date.now()) }]);
      if (type === 61) this.answer(packet, COMMAND.reply, [{ is: 'system-state', ...SYSTEM, status: 1, time: writeTimeTag(Date.now()) }]);
    };
  }

  /** The next packet that is wanted; also one that came since the last look is not lost: it is asked of what comes from now on. */
  next(wants: (packet: Packet) => boolean): Promise<Packet> {
    return new Promise((done) => this.#waiting.push({ wants, done }));
  }

  close(): void {
    this.#wire.close();
  }

  #take(bytes: Uint8Array): void {
    const all = Buffer.concat([this.#rest, bytes]);
    const { found, rest } = scan(all);
    this.#rest = all.subarray(rest);
    for (const one of found) {
      if (one.is !== 'packet') continue;
      const packet = { ...one.packet, unit: one.packet.unit.slice() };
      this.heard.push(packet);
      this.onPacket(packet);
      const served = this.#waiting.filter(({ wants }) => wants(packet));
      this.#waiting = this.#waiting.filter((waiter) => !served.includes(waiter));
      for (const { done } of served) done(packet);
    }
  }
}
