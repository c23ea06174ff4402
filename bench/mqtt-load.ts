// The load generator: devices on plain sockets that keep a fixed number of QoS 1 messages in flight.
import { once } from 'node:events';
import { connect as connectTo, type Socket } from 'node:net';
import { connect, publish, Splitter, TYPE } from '../gateway/links/mqtt/testing/packets.ts';

/** Messages of one device that wait for their PUBACK. */
const IN_FLIGHT = 10;
/** A report of a tank: what a device of the field sends. */
const PAYLOAD = JSON.stringify({
  at: 1_790_000_000_000,
  seq: 123_456,
  points: { level: 3.42, battery: 87, signal: -91, lowBattery: false },
});

export interface LoadResult {
  readonly messages: number;
  readonly perSecond: number;
  /** From publish to PUBACK, ms. */
  readonly p50: number;
  readonly p99: number;
}

/** Connects devices `prefix-0`, `prefix-1` …; fifty at a time. */
export async function connectDevices(port: number, prefix: string, count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const ids = Array.from({ length: Math.min(50, count - sockets.length) }, (_, i) => `${prefix}-${sockets.length + i}`);
    sockets.push(...(await Promise.all(ids.map((id) => connectDevice(port, id)))));
  }
  return sockets;
}

async function connectDevice(port: number, id: string): Promise<Socket> {
  const socket = connectTo({ port, host: '127.0.0.1', noDelay: true });
  socket.write(connect({ clientId: id, name: id, secret: 'bench', keepalive: 300 }));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (answer[3] !== 0) throw new Error(`not admitted: ${answer.toString('hex')}`);
  return socket;
}

/** Publishes as fast as the broker confirms, for a while; all messages are confirmed when it returns. */
export async function publishFor(devices: readonly Socket[], ms: number): Promise<LoadResult> {
  const began = performance.now();
  const delays: number[] = [];
  await Promise.all(devices.map((socket, index) => publishAs(socket, index, began + ms, delays)));
  const seconds = (performance.now() - began) / 1000;
  delays.sort((one, other) => one - other);
  const at = (share: number): number => delays[Math.floor(delays.length * share)] ?? 0;
  return { messages: delays.length, perSecond: delays.length / seconds, p50: at(0.5), p99: at(0.99) };
}

function publishAs(socket: Socket, index: number, until: number, delays: number[]): Promise<void> {
  const splitter = new Splitter();
  const topic = `balefire/device-${index}/up`;
  const packets = Array.from({ length: IN_FLIGHT + 1 }, (_, id) => publish(topic, PAYLOAD, { id: Math.max(1, id) }));
  const sentAt = new Float64Array(IN_FLIGHT + 1);
  let open = 0;
  const send = (id: number): void => {
    sentAt[id] = performance.now();
    open += 1;
    socket.write(packets[id] ?? '');
  };
  return new Promise((resolve, reject) => {
    const onClose = (): void => reject(new Error('the broker closed a connection'));
    const onData = (chunk: Buffer): void => {
      const now = performance.now();
      socket.cork();
      for (const { type, body } of splitter.push(chunk)) {
        if (type !== TYPE.puback) continue;
        const id = body.readUInt16BE(0);
        open -= 1;
        delays.push(now - (sentAt[id] ?? now));
        if (now < until) send(id);
      }
      socket.uncork();
      if (open > 0) return;
      socket.off('data', onData).off('close', onClose);
      resolve();
    };
    socket.on('data', onData).once('close', onClose);
    socket.cork();
    for (let id = 1; id <= IN_FLIGHT; id += 1) send(id);
    socket.uncork();
  });
}
