// The negative control of the kill proof of phones: a door before a gateway that confirms first and hands on afterwards, one thing after the other.
import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a door took and has not handed on yet. */
interface Taken {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Everything goes through as it is, but what is posted to a path like `hasty`: that is confirmed as soon as it was heard. */
export async function hastyDoor(webPort: number, hasty: RegExp): Promise<{ readonly port: number; close(): Promise<void> }> {
  let handing: Promise<unknown> = Promise.resolve();
  const server = createServer(async (asked, answer) => {
    const body = Buffer.concat(await asked.toArray());
    const taken: Taken = { method: asked.method ?? 'GET', url: asked.url ?? '/', headers: asked.headers, body };
    if (taken.method === 'POST' && hasty.test(taken.url)) {
      answer.writeHead(taken.url.endsWith('media') ? 201 : 200, { 'content-type': 'application/json' }).end('{}');
      handing = handing.then(() => handOn(webPort, taken)).catch(() => undefined);
      return;
    }
    const handed = await handOn(webPort, taken).catch(() => undefined);
    if (handed) answer.writeHead(handed.status, handed.headers).end(handed.said);
    else answer.writeHead(502).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      await handing;
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Rejects where the gateway is gone: what was confirmed is gone with it. */
async function handOn(
  port: number,
  { method, url, headers, body }: Taken,
): Promise<{ status: number; headers: IncomingMessage['headers']; said: Buffer }> {
  const asking = request({ host: '127.0.0.1', port, method, path: url, headers, agent: false });
  asking.end(body);
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 502, headers: answer.headers, said: Buffer.concat(await answer.toArray()) };
}
