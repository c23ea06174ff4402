// A way to a device: a TCP connection or a UDP peer, and the packets that come out of its bytes.
import type { Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import { type Found, giveUp, scan } from '../../../device-drivers/gb26875/scan.ts';
import { plainAddress } from '../peer.ts';
import { Bucket, type Rate } from '../rate.ts';
import { networkOf } from './carriers.ts';

export interface Route {
  readonly transport: 'tcp' | 'udp';
  /** IP address without port. */
  readonly address: string;
  /** The network that it belongs to, see `networkOf`. */
  readonly network: string;
  /** Address and port, for a person's eye. */
  readonly peer: string;
  /** How often a denial may go out. */
  readonly denials: Bucket;
  readonly isOpen: boolean;
  /** When it was heard last, ms of a monotonic clock. */
  heardAt: number;
  /** False: it is closed. */
  write(bytes: Uint8Array): boolean;
  close(): void;
}

export interface StreamEvents {
  found(route: TcpRoute, found: readonly Found[]): void;
  /** An unfinished packet was given up. */
  stalled(route: TcpRoute): void;
  slow(route: TcpRoute): void;
  closed(route: TcpRoute): void;
}

const NOTHING = new Uint8Array(0);

/** A connection: bytes are gathered until a packet is whole. */
export class TcpRoute implements Route {
  readonly transport = 'tcp';
  readonly address: string;
  readonly network: string;
  readonly peer: string;
  readonly denials: Bucket;
  readonly openedAt: number;
  heardAt: number;
  /** A sound packet came. */
  hasSpoken = false;
  /** Bytes passed over since the last sound packet. */
  garbage = 0;
  /** The gateway ends it, and has counted why. */
  isEnded = false;
  readonly #socket: Socket;
  readonly #events: StreamEvents;
  readonly #stallMs: number;
  readonly #unreadBytes: number;
  #rest: Uint8Array = NOTHING;
  #stall: NodeJS.Timeout | undefined;

  constructor(socket: Socket, limits: { denyRate: Rate; stallMs: number; unreadBytes: number }, events: StreamEvents, now: number) {
    this.#socket = socket;
    this.#events = events;
    this.#stallMs = limits.stallMs;
    this.#unreadBytes = limits.unreadBytes;
    this.address = plainAddress(socket.remoteAddress ?? '');
    this.network = networkOf(this.address);
    this.peer = `${this.address}:${socket.remotePort ?? 0}`;
    this.denials = new Bucket(limits.denyRate, now);
    this.openedAt = now;
    this.heardAt = now;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      clearTimeout(this.#stall);
      events.closed(this);
    });
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  write(bytes: Uint8Array): boolean {
    if (this.#socket.destroyed || !this.#socket.writable) return false;
    this.#socket.write(bytes);
    if (this.#socket.writableLength > this.#unreadBytes) {
      this.#events.slow(this);
      return false;
    }
    return true;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Takes nothing more in; what is written goes out, then it closes. */
  finish(): void {
    this.#socket.pause();
    this.#socket.end();
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Uint8Array): void {
    clearTimeout(this.#stall);
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#keep(bytes, scan(bytes));
  }

  #keep(bytes: Uint8Array, { found, rest }: ReturnType<typeof scan>): void {
    // A copy: a kept piece must not hold the socket's whole buffer.
    this.#rest = rest === bytes.length ? NOTHING : bytes.slice(rest);
    if (this.#rest.length > 0) this.#stall = setTimeout(() => this.#giveUp(), this.#stallMs);
    this.#events.found(this, found);
  }

  #giveUp(): void {
    this.#events.stalled(this);
    this.#keep(this.#rest, giveUp(this.#rest));
  }
}

/** A UDP peer: every datagram holds whole packets. */
export class UdpRoute implements Route {
  readonly transport = 'udp';
  readonly address: string;
  readonly network: string;
  readonly peer: string;
  readonly denials: Bucket;
  heardAt: number;
  readonly #socket: UdpSocket;
  readonly #remote: { readonly address: string; readonly port: number };
  #isOpen = true;

  constructor(socket: UdpSocket, remote: { address: string; port: number }, denyRate: Rate, now: number) {
    this.#socket = socket;
    this.#remote = remote;
    this.address = plainAddress(remote.address);
    this.network = networkOf(this.address);
    this.peer = `${this.address}:${remote.port}`;
    this.denials = new Bucket(denyRate, now);
    this.heardAt = now;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  write(bytes: Uint8Array): boolean {
    if (!this.#isOpen) return false;
    this.#socket.send(bytes, this.#remote.port, this.#remote.address, () => undefined);
    return true;
  }

  close(): void {
    this.#isOpen = false;
  }
}
