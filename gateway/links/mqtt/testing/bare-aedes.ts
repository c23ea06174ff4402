// aedes as it comes, for the controls: what the link closes must be seen to stand open here.
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Aedes, type AedesOptions } from 'aedes';

export interface BareAedes {
  readonly broker: Aedes;
  readonly port: number;
  /** Bytes that wait in the socket of a client. */
  unread(id: string): number;
  close(): Promise<void>;
}

export async function startBareAedes(options: AedesOptions = {}): Promise<BareAedes> {
  const broker = new Aedes(options);
  await broker.listen();
  const sockets = new Set<Socket>();
  const connected = new Map<string, Duplex>();
  broker.on('clientReady', ({ id, conn }) => connected.set(id, conn));
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    broker.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    broker,
    port: typeof address === 'object' && address ? address.port : 0,
    unread: (id) => connected.get(id)?.writableLength ?? 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await new Promise<void>((resolve) => broker.close(resolve));
    },
  };
}
