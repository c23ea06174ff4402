// The UDP side of the link: one socket, and a way for each peer that was heard.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { listenError } from '../listening.ts';
import { plainAddress } from '../peer.ts';
import type { Rate } from '../rate.ts';
import { UdpRoute } from './route.ts';

/** UDP peers remembered; the one that was heard longest ago goes first. */
const PEERS = 20_000;

interface UdpEvents {
  datagram(route: UdpRoute, bytes: Uint8Array): void;
  /** From a network that is not let in. */
  refused(address: string): void;
  isNear(address: string): boolean;
  closed(route: UdpRoute): void;
  troubled(error: Error): void;
}

export class UdpPeers {
  readonly #events: UdpEvents;
  readonly #denyRate: Rate;
  readonly #peers = new Map<string, UdpRoute>();
  #socket: Socket | undefined;

  constructor(denyRate: Rate, events: UdpEvents) {
    this.#denyRate = denyRate;
    this.#events = events;
  }

  /** Rejects with `port-taken` or `port-refused`. */
  async open(host: string, port: number): Promise<void> {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.on('message', (bytes, remote) => this.#heard(socket, bytes, remote));
    await new Promise<void>((resolve, reject) => {
      socket.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
      socket.bind(port, host, resolve);
    });
    socket.removeAllListeners('error');
    socket.on('error', (error) => this.#events.troubled(error));
    this.#socket = socket;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => (this.#socket ? this.#socket.close(() => resolve()) : resolve()));
  }

  forget(route: UdpRoute): void {
    this.#peers.delete(route.peer);
    route.close();
    this.#events.closed(route);
  }

  #heard(socket: Socket, bytes: Uint8Array, remote: RemoteInfo): void {
    const address = plainAddress(remote.address);
    if (!this.#events.isNear(address)) {
      this.#events.refused(address);
      return;
    }
    const key = `${address}:${remote.port}`;
    let route = this.#peers.get(key);
    if (!route) {
      const [oldest] = this.#peers.values();
      if (this.#peers.size >= PEERS && oldest) this.forget(oldest);
      route = new UdpRoute(socket, remote, this.#denyRate, performance.now());
    }
    // The last heard stands last.
    this.#peers.delete(key);
    this.#peers.set(key, route);
    this.#events.datagram(route, bytes);
  }
}
