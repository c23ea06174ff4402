// Opening and closing of listeners, the same for every link: errors in a person's words, and waits that end.
import type { Server } from 'node:net';
import { BalefireError } from '../errors.ts';

/** Rejects with `port-taken` or `port-refused`. */
export async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen({ host, port }, resolve);
  });
  server.removeAllListeners('error');
}

/** An error of opening a port, in a person's words. */
export function listenError(error: NodeJS.ErrnoException, host: string, port: number): BalefireError {
  if (error.code === 'EADDRINUSE') return new BalefireError('port-taken', { port }, error);
  return new BalefireError('port-refused', { address: `${host}:${port}`, detail: error.code ?? error.message }, error);
}

/** Waits for it, but no longer than so many ms. */
export async function within(ms: number, what: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([what, late]);
  clearTimeout(timer);
}
