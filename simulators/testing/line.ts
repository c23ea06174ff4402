// A network between two ends, which a test can cut and mend, and on which it can hold answers back.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class Line {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;
  readonly #far: Set<Socket>;
  readonly #state: { isCut: boolean };

  private constructor(server: Server, sockets: Set<Socket>, far: Set<Socket>, state: { isCut: boolean }) {
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
    this.#sockets = sockets;
    this.#far = far;
    this.#state = state;
  }

  /** Leads to a port of this machine. */
  static async to(port: number): Promise<Line> {
    const sockets = new Set<Socket>();
    const far = new Set<Socket>();
    const state = { isCut: false };
    const server = createServer((near) => {
      if (state.isCut) {
        near.destroy();
        return;
      }
      const other = connect(port, '127.0.0.1');
      far.add(other);
      for (const [socket, peer] of [
        [near, other],
        [other, near],
      ] as const) {
        sockets.add(socket);
        socket.setNoDelay(true);
        socket.on('data', (bytes) => peer.write(bytes));
        socket.on('error', () => undefined);
        socket.on('close', () => {
          sockets.delete(socket);
          far.delete(socket);
          peer.destroy();
        });
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Line(server, sockets, far, state);
  }

  /** What the far end says from now on stays on the way; what the near end says goes on. */
  holdAnswers(): void {
    for (const socket of this.#far) socket.pause();
  }

  /** Breaks every connection without a farewell; whoever tries again is refused until it is mended. */
  cut(): void {
    this.#state.isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#state.isCut = false;
  }

  async end(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
