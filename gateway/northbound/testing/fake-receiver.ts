// A server north of the gateway in a test: checks the signature like a real one, gives receipts, and fails on demand.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const SECRET = 'a-secret-of-two-houses';

export interface Got {
  readonly id: string;
  readonly isRepeated: boolean;
  readonly contentType: string;
  readonly body: string;
  /** ms since 1970. */
  readonly at: number;
}

/** `lost`: takes it and the answer never comes. `no-receipt`: says yes and gives no number. */
export type Mood = 'well' | 'down' | 'refuses' | 'no-receipt' | 'lost' | 'garbage';

export class FakeReceiver {
  mood: Mood = 'well';
  /** What was signed rightly, repetitions too. */
  readonly got: Got[] = [];
  /** What was not. */
  readonly forged: string[] = [];
  readonly #server: Server;
  #watchers: { readonly wants: () => boolean; readonly done: () => void }[] = [];
  readonly #hanging: ServerResponse[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<FakeReceiver> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => fake.#take(request.headers, Buffer.concat(parts).toString('utf8'), response));
    });
    const fake = new FakeReceiver(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/take`;
  }

  /** Resolves when it holds. */
  until(wants: () => boolean): Promise<void> {
    if (wants()) return Promise.resolve();
    return new Promise((done) => this.#watchers.push({ wants, done }));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #take(headers: Readonly<Record<string, string | string[] | undefined>>, body: string, response: ServerResponse): void {
    const one = (name: string): string => String(headers[name] ?? '');
    if (!isSigned(one('x-signature'), body)) this.forged.push(body);
    else {
      this.got.push({
        id: one('idempotency-key'),
        isRepeated: one('x-repeated') === 'true',
        contentType: one('content-type'),
        body,
        at: Date.now(),
      });
    }
    if (this.mood === 'lost') this.#hanging.push(response);
    else if (this.mood === 'down') response.writeHead(503).end();
    else if (this.mood === 'refuses') response.writeHead(422).end();
    else if (this.mood === 'garbage') response.writeHead(200).end('<html>');
    else if (this.mood === 'no-receipt') response.writeHead(200).end('{}');
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ receipt: `R-${this.got.length}` }));
    this.#watchers = this.#watchers.filter(({ wants, done }) => {
      if (!wants()) return true;
      done();
      return false;
    });
  }
}

function isSigned(header: string, body: string): boolean {
  const parts = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header);
  if (!parts?.[1] || !parts[2] || Math.abs(Date.now() / 1_000 - Number(parts[1])) > 300) return false;
  const expected = createHmac('sha256', SECRET).update(`${parts[1]}.${body}`).digest();
  return timingSafeEqual(expected, Buffer.from(parts[2], 'hex'));
}
