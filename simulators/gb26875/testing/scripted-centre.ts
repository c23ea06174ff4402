// A small monitoring centre for tests, on real sockets: takes packets, answers as it is told to, orders and asks.
import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { encodeUnit, UNIT_TYPES, type UnitObject } from '../../../device-drivers/gb26875/data-unit.ts';
import { answerTo, COMMAND, encodePacket, type Packet } from '../../../device-drivers/gb26875/packet.ts';
import { type Found, giveUp, scan } from '../../../device-drivers/gb26875/scan.ts';
import { stationOfNumber } from '../../../device-drivers/gb26875/station.ts';
import { writeTimeTag } from '../../../device-drivers/gb26875/time-tag.ts';

/** What the centre does with a packet of command 2: `null` says nothing. */
export type Reaction = 'confirm' | 'deny' | null;

/** One link that a device opened; on UDP one sender. */
export interface Link {
  readonly found: Found[];
  readonly chunks: Uint8Array[];
  send(bytes: Uint8Array): void;
  cut(): void;
}

export interface HeardPacket {
  readonly packet: Packet;
  readonly link: Link;
  readonly at: number;
}

export class ScriptedCentre {
  readonly port: number;
  readonly station = stationOfNumber(1);
  readonly heard: HeardPacket[] = [];
  readonly links: Link[] = [];
  /** How packets of command 2 are answered; may be changed at any time. */
  react: (heard: HeardPacket) => Reaction = () => 'confirm';
  readonly #end: () => Promise<void>;
  #waiting: { readonly until: () => boolean; readonly resolve: () => void }[] = [];
  #serial = 0x4000;

  private constructor(port: number, end: () => Promise<void>) {
    this.port = port;
    this.#end = end;
  }

  static async start(transport: 'tcp' | 'udp'): Promise<ScriptedCentre> {
    return transport === 'tcp' ? ScriptedCentre.#overTcp() : ScriptedCentre.#overUdp();
  }

  static async #overTcp(): Promise<ScriptedCentre> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.setNoDelay(true));
      const take = centre.#link({ send: (bytes) => void socket.write(bytes), cut: () => void socket.resetAndDestroy() });
      socket.on('data', (bytes: Buffer) => take(bytes, false));
      socket.on('error', () => {});
      socket.once('close', () => sockets.delete(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const centre = new ScriptedCentre((server.address() as AddressInfo).port, async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    });
    return centre;
  }

  static async #overUdp(): Promise<ScriptedCentre> {
    const socket = createSocket('udp4');
    const senders = new Map<string, (bytes: Uint8Array, whole: boolean) => void>();
    socket.on('message', (bytes: Buffer, { address, port }: RemoteInfo) => {
      const sender = `${address}:${port}`;
      const take = senders.get(sender) ?? centre.#link({ send: (back) => socket.send(back, port, address), cut: () => {} });
      senders.set(sender, take);
      take(bytes, true);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const centre = new ScriptedCentre(socket.address().port, async () => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    });
    return centre;
  }

  /** Data units of command 2, in order, a repeated serial only once. */
  units(): Uint8Array[] {
    const seen = new Set<number>();
    return this.of(COMMAND.send).flatMap(({ packet: { serial, unit } }) => (seen.has(serial) || !seen.add(serial) ? [] : [unit]));
  }

  /** What was heard of a command. */
  of(command: number): HeardPacket[] {
    return this.heard.filter(({ packet }) => packet.command === command);
  }

  /** Waits until something is so; asked whenever something was heard. */
  until(so: () => boolean): Promise<void> {
    if (so()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ until: so, resolve }));
  }

  /** Orders or asks, over the last link; resolves with the answer to its serial. */
  async ask(
    to: string,
    objects: readonly UnitObject[],
    { serial = this.#serial++, command, unit }: { serial?: number; command?: number; unit?: Uint8Array } = {},
  ): Promise<Packet> {
    const whole = unit ?? encodeUnit(objects);
    const before = this.#answers(serial).length;
    const sent = writeTimeTag(Date.now());
    const packet = {
      serial,
      version: { main: 1, user: 7 },
      sent,
      source: this.station,
      destination: to,
      command: command ?? UNIT_TYPES.get(whole[0] ?? 0)?.command ?? COMMAND.control,
      unit: whole,
    };
    this.links.at(-1)?.send(encodePacket(packet));
    await this.until(() => this.#answers(serial).length > before);
    const answer = this.#answers(serial).at(-1);
    if (!answer) throw new Error('no answer');
    return answer.packet;
  }

  /** Answers a packet now. */
  answer({ packet, link }: HeardPacket, command: number, unit?: Uint8Array): void {
    link.send(encodePacket(answerTo(packet, command, writeTimeTag(Date.now()), unit)));
  }

  end(): Promise<void> {
    return this.#end();
  }

  #answers(serial: number): HeardPacket[] {
    return this.heard.filter(({ packet }) => packet.serial === serial && packet.command !== COMMAND.send);
  }

  #link(wire: Pick<Link, 'send' | 'cut'>): (bytes: Uint8Array, whole: boolean) => void {
    const link: Link = { found: [], chunks: [], ...wire };
    this.links.push(link);
    this.#look();
    let rest: Uint8Array = new Uint8Array();
    return (bytes, whole) => {
      link.chunks.push(Uint8Array.from(bytes));
      rest = this.#take(link, Buffer.concat([rest, bytes]), scan);
      while (whole && rest.length > 0) rest = this.#take(link, rest, giveUp);
      this.#look();
    };
  }

  #take(link: Link, bytes: Uint8Array, how: typeof scan): Uint8Array {
    const { found, rest } = how(bytes);
    for (const one of found) {
      link.found.push(one);
      if (one.is === 'refused') link.send(encodePacket(answerTo(one.head, COMMAND.deny, writeTimeTag(Date.now()))));
      if (one.is !== 'packet') continue;
      const heard = { packet: one.packet, link, at: performance.now() };
      this.heard.push(heard);
      const reaction = one.packet.command === COMMAND.send ? this.react(heard) : null;
      if (reaction) this.answer(heard, COMMAND[reaction]);
    }
    return bytes.subarray(rest);
  }

  #look(): void {
    const due = this.#waiting.filter(({ until }) => until());
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    for (const { resolve } of due) resolve();
  }
}
