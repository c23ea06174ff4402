// A wire that holds answers back: a TCP relay that delays what a slave says, in order, as a slow serial server does.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface DelayingProxy {
  readonly port: number;
  /** Closes every connection that is open now. */
  cut(): void;
  close(): Promise<void>;
}

/** `delay`: ms by which the nth answer (from 0, over all connections) is held back. */
export function startDelayingProxy(to: number, delay: (nth: number) => number): Promise<DelayingProxy> {
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let answers = 0;
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((master) => {
    const slave = connect({ host: '127.0.0.1', port: to, noDelay: true });
    let free = 0;
    const heldBack: Buffer[] = [];
    for (const socket of [master, slave]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        master.destroy();
        slave.destroy();
      });
    }
    master.setNoDelay(true);
    master.on('data', (bytes) => slave.write(bytes));
    slave.on('data', (bytes) => {
      // A byte stream can't overtake itself: what is held back holds back what follows. Timers of one moment fire in any
      // order, so each lets go of the oldest.
      heldBack.push(bytes);
      free = Math.max(free, performance.now() + delay(answers++));
      const timer = setTimeout(() => {
        timers.delete(timer);
        const oldest = heldBack.shift();
        if (oldest && !master.destroyed) master.write(oldest);
      }, free - performance.now());
      timers.add(timer);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const close = (): Promise<void> =>
        new Promise((closed) => {
          for (const timer of timers) clearTimeout(timer);
          server.close(() => closed());
          cut();
        });
      resolve({ port: (server.address() as AddressInfo).port, cut, close });
    });
  });
}
