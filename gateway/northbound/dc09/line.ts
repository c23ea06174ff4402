// A line to one receiver of SIA DC-09, over TCP or UDP: a frame goes out, the answer to it comes back, or silence.
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { connect, type Socket } from 'node:net';
import { cutFrames, type Dc09Key, type Dc09Message, decodeFrame } from './frame.ts';

export interface Receiver {
  readonly transport: 'tcp' | 'udp';
  readonly host: string;
  readonly port: number;
}

/** What a receiver said to a frame. */
export type Dc09Answer =
  /** It is on the receiver's side. */
  | { readonly is: 'ack' }
  /** Our time is out of its window; it tells its own, ms since 1970. */
  | { readonly is: 'nak'; readonly clock: number | null }
  /** Read, and not understood. */
  | { readonly is: 'duh' }
  | { readonly is: 'silence'; readonly why: string };

interface Waiting {
  readonly sequence: number;
  readonly done: (answer: Dc09Answer) => void;
}

/** One frame at a time: the next is sent when the one before is answered or its time is over. */
export class Dc09Line {
  readonly #receiver: Receiver;
  readonly #key: Dc09Key | undefined;
  #tcp: Socket | undefined;
  #udp: UdpSocket | undefined;
  #rest = Buffer.alloc(0);
  #waiting: Waiting | undefined;

  constructor(receiver: Receiver, key?: Dc09Key) {
    this.#receiver = receiver;
    this.#key = key;
  }

  get name(): string {
    return `${this.#receiver.host}:${this.#receiver.port}/${this.#receiver.transport}`;
  }

  /** Sends a frame and resolves with the answer to it, always within the time. */
  exchange(frame: Buffer, sequence: number, timeoutMs: number): Promise<Dc09Answer> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#end({ is: 'silence', why: `no answer in ${timeoutMs} ms` }), timeoutMs);
      this.#waiting = {
        sequence,
        done: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
      };
      if (this.#receiver.transport === 'udp') this.#sendUdp(frame);
      else this.#sendTcp(frame);
    });
  }

  /** Hangs up; a frame under way ends in silence. */
  close(): void {
    this.#end({ is: 'silence', why: 'closed' });
  }

  #hangUp(): void {
    const [tcp, udp] = [this.#tcp, this.#udp];
    this.#tcp = undefined;
    this.#udp = undefined;
    tcp?.destroy();
    udp?.close();
  }

  #sendTcp(frame: Buffer): void {
    const { host, port } = this.#receiver;
    if (!this.#tcp) {
      const socket = connect({ host, port, noDelay: true });
      this.#tcp = socket;
      this.#rest = Buffer.alloc(0);
      const lost = (why: string): void => {
        if (this.#tcp !== socket) return;
        this.#tcp = undefined;
        this.#end({ is: 'silence', why });
      };
      socket.on('data', (bytes) => {
        if (this.#tcp === socket) this.#take(bytes);
      });
      socket.on('error', (error: Error & { code?: string }) => lost(error.code ?? error.message));
      socket.on('close', () => lost('the receiver hung up'));
    }
    this.#tcp.write(frame);
  }

  #sendUdp(frame: Buffer): void {
    const { host, port } = this.#receiver;
    if (!this.#udp) {
      const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
      this.#udp = socket;
      socket.on('message', (bytes) => {
        if (this.#udp === socket) this.#hear(cutFrames(bytes).frames);
      });
      socket.on('error', (error: Error & { code?: string }) => {
        if (this.#udp === socket) this.#end({ is: 'silence', why: error.code ?? error.message });
      });
      // Connected, so that nobody else's datagram is heard, and a closed port is known at once.
      socket.connect(port, host, () => {
        if (this.#udp === socket) socket.send(frame);
      });
    } else this.#udp.send(frame);
  }

  #take(bytes: Buffer): void {
    const { frames, rest } = cutFrames(Buffer.concat([this.#rest, bytes]));
    this.#rest = Buffer.from(rest);
    this.#hear(frames);
  }

  /** An answer to something else, or none that is whole, changes nothing: the time goes on. */
  #hear(frames: readonly Buffer[]): void {
    for (const frame of frames) {
      const message = decodeFrame(frame, this.#key);
      const answer = typeof message === 'string' ? undefined : answerOf(message, this.#waiting?.sequence);
      if (answer) this.#end(answer);
    }
  }

  #end(answer: Dc09Answer): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    // What comes after silence must not be taken for the answer to the next frame: a new connection has no past.
    if (answer.is === 'silence') this.#hangUp();
    waiting?.done(answer);
  }
}

function answerOf({ id, sequence, at }: Dc09Message, expected: number | undefined): Dc09Answer | undefined {
  if (id === 'NAK') return { is: 'nak', clock: at };
  if (sequence !== expected) return undefined;
  if (id === 'ACK') return { is: 'ack' };
  return id === 'DUH' ? { is: 'duh' } : undefined;
}
