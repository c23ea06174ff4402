// The wire of a transmission device, TCP or UDP: opens, is lost, comes back by itself; whole packets come off it.
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { connect, isIPv6, type Socket } from 'node:net';
import { type Found, giveUp, scan } from '../../device-drivers/gb26875/scan.ts';
import { chance } from '../random.ts';

export interface WireOptions {
  readonly transport: 'tcp' | 'udp';
  readonly host: string;
  readonly port: number;
  /** First pause before it connects again, ms; doubled up to `LONGEST_PAUSE_MS`, and swayed so that a field does not return as one. */
  readonly reconnectMs: number;
  /** Another seed, other sways. */
  readonly seed: string;
}

export interface WireListener {
  /** A link is there. */
  up(): void;
  /** It is lost; another is on its way unless the wire was closed. */
  down(): void;
  found(found: Found): void;
}

const LONGEST_PAUSE_MS = 30_000;
/** A link that was up so long was a good one: the next pause is short again. */
const GOOD_LINK_MS = 5000;
/** No byte for so long: what stands unfinished at the head is not a packet. */
const GIVE_UP_MS = 1000;
/** Opening a TCP connection may take so long. */
const CONNECT_MS = 10_000;

export class StationWire {
  readonly #options: WireOptions;
  readonly #listener: WireListener;
  #stream: Socket | undefined;
  #datagrams: DatagramSocket | undefined;
  #up = false;
  #upSince = 0;
  #closed = true;
  #attempts = 0;
  #again: NodeJS.Timeout | undefined;
  #unfinished: Uint8Array = new Uint8Array();
  #givingUp: NodeJS.Timeout | undefined;
  #dripping: { readonly segment: Uint8Array; readonly pauseMs: number }[] = [];
  #drip: NodeJS.Timeout | undefined;

  constructor(options: WireOptions, listener: WireListener) {
    this.#options = options;
    this.#listener = listener;
  }

  get isUp(): boolean {
    return this.#up;
  }

  open(): void {
    if (!this.#closed) return;
    this.#closed = false;
    this.#connect();
  }

  /** Sends segments (datagrams), with pauses between them where it must. Nothing happens while the link is down. */
  send(segments: readonly Uint8Array[], pauseMs = 0): void {
    if (!this.#up) return;
    // What comes while another packet drips out waits for its end, or it would stand in the middle of it.
    if (pauseMs === 0 && this.#drip === undefined) for (const segment of segments) this.#write(segment);
    else {
      for (const segment of segments) this.#dripping.push({ segment, pauseMs });
      if (this.#drip === undefined) this.#dripOn();
    }
  }

  #dripOn(): void {
    const next = this.#dripping.shift();
    this.#drip = undefined;
    if (!next) return;
    this.#write(next.segment);
    this.#drip = setTimeout(() => this.#dripOn(), next.pauseMs);
  }

  #write(bytes: Uint8Array): void {
    if (this.#stream) this.#stream.write(bytes);
    // A refused datagram is lost like any other: the re-sends are there for that.
    else this.#datagrams?.send(bytes, () => {});
  }

  /** Stops reading: what the other side sends stays in its buffers. Until the next link. */
  stopReading(): void {
    this.#stream?.pause();
    this.#datagrams?.removeAllListeners('message');
  }

  /** Loses the link without a farewell; it comes back after the usual pause, or after so many ms. */
  cut(awayMs?: number): void {
    if (this.#closed) return;
    this.#drop();
    if (awayMs === undefined) return;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#connect(), awayMs);
  }

  close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#again);
    const stream = this.#stream;
    const gone = stream && !stream.closed ? new Promise<void>((resolve) => stream.once('close', () => resolve())) : Promise.resolve();
    this.#drop();
    return gone;
  }

  #connect(): void {
    clearTimeout(this.#again);
    if (this.#closed) return;
    this.#attempts++;
    if (this.#options.transport === 'tcp') this.#connectStream();
    else this.#bindDatagrams();
  }

  #connectStream(): void {
    const { host, port } = this.#options;
    const stream = connect({ host, port, noDelay: true });
    this.#stream = stream;
    const patience = setTimeout(() => stream.destroy(), CONNECT_MS);
    stream.once('connect', () => {
      clearTimeout(patience);
      if (this.#stream === stream) this.#isUp();
    });
    stream.on('data', (bytes: Buffer) => {
      if (this.#stream === stream) this.#heard(bytes);
    });
    stream.on('error', () => stream.destroy());
    stream.once('close', () => {
      clearTimeout(patience);
      if (this.#stream === stream) this.#drop();
    });
  }

  #bindDatagrams(): void {
    const { host, port } = this.#options;
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    this.#datagrams = socket;
    socket.on('message', (bytes) => {
      if (this.#datagrams !== socket) return;
      this.#heard(bytes);
      this.#giveUpAll();
    });
    // "Port unreachable": the centre is not there yet, and may be later.
    socket.on('error', () => {});
    socket.connect(port, host, (error?: Error) => {
      if (this.#datagrams !== socket) return;
      if (error) this.#drop();
      else this.#isUp();
    });
  }

  #isUp(): void {
    this.#up = true;
    this.#upSince = performance.now();
    this.#listener.up();
  }

  #drop(): void {
    const was = this.#up;
    const stream = this.#stream;
    const datagrams = this.#datagrams;
    this.#stream = undefined;
    this.#datagrams = undefined;
    this.#up = false;
    this.#unfinished = new Uint8Array();
    clearTimeout(this.#givingUp);
    clearTimeout(this.#drip);
    this.#drip = undefined;
    this.#dripping = [];
    stream?.destroy();
    datagrams?.close();
    if (was && performance.now() - this.#upSince > GOOD_LINK_MS) this.#attempts = 0;
    if (!this.#closed) {
      const { reconnectMs, seed } = this.#options;
      const pause = Math.min(reconnectMs * 2 ** Math.min(Math.max(this.#attempts - 1, 0), 16), LONGEST_PAUSE_MS);
      clearTimeout(this.#again);
      this.#again = setTimeout(() => this.#connect(), pause * (0.5 + chance(seed, 'reconnect', this.#attempts)));
    }
    if (was) this.#listener.down();
  }

  #heard(bytes: Uint8Array): void {
    clearTimeout(this.#givingUp);
    const all = this.#unfinished.length > 0 ? Buffer.concat([this.#unfinished, bytes]) : bytes;
    this.#take(all, scan(all));
    if (this.#unfinished.length > 0) this.#givingUp = setTimeout(() => this.#giveUpAll(), GIVE_UP_MS);
  }

  /** What has not become a packet by now will not become one. */
  #giveUpAll(): void {
    while (this.#unfinished.length > 0) this.#take(this.#unfinished, giveUp(this.#unfinished));
  }

  #take(all: Uint8Array, { found, rest }: { readonly found: readonly Found[]; readonly rest: number }): void {
    this.#unfinished = rest < all.length ? all.slice(rest) : new Uint8Array();
    for (const one of found) this.#listener.found(one);
  }
}
