// The load of a whole gateway: devices on plain sockets whose every report is another one, paced or as fast as it is confirmed.
import { once } from 'node:events';
import { connect as connectTo, type Socket } from 'node:net';
import type { DeviceDriver } from '../device-drivers/driver.ts';
import { encode } from '../device-drivers/encode.ts';
import type { Value } from '../device-drivers/quantity.ts';
import { connect, publish, Splitter, TYPE } from '../gateway/links/mqtt/testing/packets.ts';
import { percentile } from './line.ts';

/** Packet ids in turn; more than any device has in flight. */
const PACKET_IDS = 1_000;

export interface LoadFigures {
  readonly confirmed: number;
  readonly perSecond: number;
  /** From publish to PUBACK, ms. */
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

/** One device: counts its reports, remembers when each was sent. */
export class LoadDevice {
  readonly id: string;
  readonly #driver: DeviceDriver;
  readonly #socket: Socket;
  readonly #sentAt = new Float64Array(PACKET_IDS + 1);
  readonly #splitter = new Splitter();
  #seq = 0;
  #open = 0;
  onConfirmed: (ms: number) => void = () => undefined;

  private constructor(id: string, driver: DeviceDriver, socket: Socket) {
    this.id = id;
    this.#driver = driver;
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => undefined);
  }

  static async connect(port: number, id: string, secret: string, driver: DeviceDriver): Promise<LoadDevice> {
    const socket = connectTo({ port, host: '127.0.0.1', noDelay: true });
    socket.write(connect({ clientId: id, name: id, secret, keepalive: 300 }));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    if (answer[3] !== 0) throw new Error(`${id} was not admitted: ${answer.toString('hex')}`);
    return new LoadDevice(id, driver, socket);
  }

  /** Reports that wait for their PUBACK. */
  get open(): number {
    return this.#open;
  }

  report(values: Record<string, Value>): void {
    this.#seq += 1;
    const id = (this.#seq % PACKET_IDS) + 1;
    this.#open += 1;
    this.#sentAt[id] = performance.now();
    this.#socket.write(publish(`balefire/${this.id}/up`, encode(this.#driver, values, { at: Date.now(), seq: this.#seq }), { id }));
  }

  leave(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    const now = performance.now();
    for (const { type, body } of this.#splitter.push(chunk)) {
      if (type !== TYPE.puback) continue;
      this.#open -= 1;
      this.onConfirmed(now - (this.#sentAt[body.readUInt16BE(0)] ?? now));
    }
  }
}

/** Connects devices fifty at a time. */
export async function connectAll(port: number, driver: DeviceDriver, secrets: Readonly<Record<string, string>>): Promise<LoadDevice[]> {
  const ids = Object.entries(secrets);
  const devices: LoadDevice[] = [];
  for (let i = 0; i < ids.length; i += 50) {
    devices.push(...(await Promise.all(ids.slice(i, i + 50).map(([id, secret]) => LoadDevice.connect(port, id, secret, driver)))));
  }
  return devices;
}

/** Reports in turn at a rate for so many seconds; waits for the last confirmation, 10 s at most. */
export async function paced(
  devices: readonly LoadDevice[],
  rate: number,
  seconds: number,
  values: () => Record<string, Value>,
): Promise<LoadFigures> {
  const delays: number[] = [];
  for (const device of devices) device.onConfirmed = (ms) => delays.push(ms);
  const began = performance.now();
  let sent = 0;
  await new Promise<void>((resolve) => {
    const turn = (): void => {
      const elapsed = (performance.now() - began) / 1_000;
      for (const due = Math.min(elapsed, seconds) * rate; sent < due; sent += 1) devices[sent % devices.length]?.report(values());
      if (elapsed < seconds) setTimeout(turn, 1);
      else resolve();
    };
    turn();
  });
  await drained(devices);
  return figures(delays, (performance.now() - began) / 1_000);
}

/** Keeps so many reports of each device in flight for so many seconds. */
export async function asFastAsConfirmed(
  devices: readonly LoadDevice[],
  inFlight: number,
  seconds: number,
  values: () => Record<string, Value>,
): Promise<LoadFigures> {
  const delays: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  for (const device of devices) {
    device.onConfirmed = (ms) => {
      delays.push(ms);
      if (performance.now() < end) device.report(values());
    };
    for (let i = 0; i < inFlight; i += 1) device.report(values());
  }
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  await drained(devices);
  return figures(delays, (performance.now() - began) / 1_000);
}

async function drained(devices: readonly LoadDevice[]): Promise<void> {
  for (const end = performance.now() + 10_000; performance.now() < end && devices.some((device) => device.open > 0); ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function figures(delays: number[], seconds: number): LoadFigures {
  const sorted = delays.toSorted((one, other) => one - other);
  return {
    confirmed: sorted.length,
    perSecond: sorted.length / seconds,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    longest: sorted.at(-1) ?? Number.NaN,
  };
}
