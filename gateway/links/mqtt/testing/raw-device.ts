// A device on a plain socket: says exactly the bytes it is told to, and waits for what comes back.
import { once } from 'node:events';
import { connect as connectTo, type Socket } from 'node:net';
import { type ConnectFields, connect, type Received, Splitter, TYPE } from './packets.ts';

/** A waiting longer than this is a failure, ms. */
const PATIENCE_MS = 10_000;

export class RawDevice {
  readonly socket: Socket;
  /** Everything that came back, in order. */
  readonly received: Received[] = [];
  readonly closed: Promise<void>;
  #onReceived: (() => void)[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    const splitter = new Splitter();
    socket.on('data', (chunk) => {
      this.received.push(...splitter.push(chunk));
      this.#woken();
    });
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    void this.closed.then(() => this.#woken());
  }

  static async open(port: number): Promise<RawDevice> {
    const socket = connectTo({ port, host: '127.0.0.1', noDelay: true });
    const device = new RawDevice(socket);
    await once(socket, 'connect');
    return device;
  }

  /** Connects and says who it is; client id and name are the id unless the fields say otherwise. */
  static async connect(port: number, id: string, fields: ConnectFields = {}): Promise<RawDevice> {
    const device = await RawDevice.open(port);
    device.say(connect({ clientId: id, name: id, secret: `secret of ${id}`, ...fields }));
    await device.until(() => device.received.length > 0);
    return device;
  }

  /** The return code of the CONNACK; undefined when the connection ended without one. */
  get returnCode(): number | undefined {
    return this.received.find(({ type }) => type === TYPE.connack)?.body[1];
  }

  say(...packets: Uint8Array[]): void {
    this.socket.write(Buffer.concat(packets));
  }

  /** Packet ids of the confirmations of one type, in the order in which they came. */
  ids(type: number): number[] {
    return this.received.filter((packet) => packet.type === type).map(({ body }) => body.readUInt16BE(0));
  }

  /** Resolves when it is so, or when the connection has ended. */
  async until(isSo: () => boolean): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!isSo() && !this.socket.closed) {
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`waited in vain; received ${JSON.stringify(this.received.map(({ type }) => type))}`);
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        timer = setTimeout(resolve, left);
        this.#onReceived.push(resolve);
      });
      clearTimeout(timer);
    }
  }

  /** Stops reading, as a device does whose program hangs. */
  freeze(): void {
    this.socket.pause();
  }

  close(): void {
    this.socket.destroy();
  }

  #woken(): void {
    const waiting = this.#onReceived;
    this.#onReceived = [];
    for (const resolve of waiting) resolve();
  }
}
