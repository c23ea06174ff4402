// A loopback server that plays a provider: answers as the real one, records what it took, and fails on demand.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How it fails, whoever it plays. `hang` says nothing, `drip` says it byte by byte, `endless` never stops, `echo` says no and repeats all it got. */
export type Failure =
  | 'server-error'
  | 'too-many'
  | 'html'
  | 'empty'
  | 'truncated'
  | 'hang'
  | 'drip'
  | 'endless'
  | 'close'
  | 'redirect'
  | 'echo'
  | 'echo-500';

export interface FakeRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a person would have got. */
export interface Taken {
  readonly to: readonly string[];
  readonly text: string;
}

export interface FakeServer {
  /** `http://127.0.0.1:port` */
  readonly address: string;
  readonly port: number;
  /** All that came in, refused or not. */
  readonly requests: readonly FakeRequest[];
  /** What the provider took. */
  readonly taken: readonly Taken[];
  /** From now on; `null`: it is well again. */
  fail(how: Failure | null): void;
  /** Resolves when the next connection to it has ended. */
  left(): Promise<void>;
  close(): Promise<void>;
}

/** What a provider makes of a request: its answer, and what it delivered. */
export type Provider = (request: FakeRequest) => { readonly answer: FakeAnswer; readonly took?: Taken };

export function json(body: object, status = 200, headers: Readonly<Record<string, string>> = {}): FakeAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

export async function startFakeServer(provider: Provider): Promise<FakeServer> {
  const requests: FakeRequest[] = [];
  const taken: Taken[] = [];
  let failure: Failure | null = null;
  let waitsForEnd: (() => void)[] = [];
  const server = createServer((incoming, outgoing) => {
    receive(incoming).then(
      (request) => {
        requests.push(request);
        if (failure) {
          failWith(failure, outgoing, request);
          return;
        }
        const { answer, took } = provider(request);
        if (took) taken.push(took);
        outgoing.writeHead(answer.status, { ...answer.headers });
        outgoing.end(answer.body);
      },
      () => outgoing.destroy(),
    );
  });
  server.on('connection', (socket) => {
    socket.once('close', () => {
      for (const ended of waitsForEnd) ended();
      waitsForEnd = [];
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A test that fails before it closes its double must not keep the whole run waiting.
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    port,
    requests,
    taken,
    fail: (how) => {
      failure = how;
    },
    left: () => new Promise((resolve) => waitsForEnd.push(resolve)),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function receive(incoming: IncomingMessage): Promise<FakeRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(', ')]));
  return {
    method: incoming.method ?? '',
    url: new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'fake'}`),
    headers,
    body: Buffer.concat(parts),
  };
}

const HTML = '<!doctype html><title>认证</title><p>请先登录网络</p>';
const DRIP_MS = 5;

function failWith(failure: Failure, outgoing: ServerResponse, request: FakeRequest): void {
  switch (failure) {
    case 'echo':
    case 'echo-500':
      outgoing.writeHead(failure === 'echo' ? 200 : 500, { 'content-type': 'application/json' }).end(echo(request));
      return;
    case 'server-error':
      outgoing.writeHead(500, { 'content-type': 'text/html' }).end('<h1>500 Internal Server Error</h1>');
      return;
    case 'too-many':
      outgoing.writeHead(429, { 'retry-after': '7' }).end('slow down');
      return;
    case 'html':
      outgoing.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(HTML);
      return;
    case 'empty':
      outgoing.writeHead(200).end();
      return;
    case 'truncated':
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"errcode":0,"code":0,"Code":"OK","id":"a1","Resp');
      return;
    case 'redirect':
      outgoing.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
      return;
    case 'close':
      outgoing.destroy();
      return;
    case 'hang':
      return;
    case 'drip':
      outgoing.writeHead(200);
      untilGone(outgoing, () => outgoing.write('{'), DRIP_MS);
      return;
    case 'endless':
      outgoing.writeHead(200);
      untilGone(outgoing, () => outgoing.write(Buffer.alloc(16 * 1024, 'x')), 0);
  }
}

/** A refusal in the words of every provider at once, with the keys it was sent in its message. */
function echo({ url, headers, body }: FakeRequest): string {
  const all = `${url.pathname}${url.search} ${headers['authorization'] ?? ''} ${body.toString()}`;
  const message = all.slice(0, 100);
  const no = { errcode: 77_777, errmsg: message, code: 77_777, msg: message, message, Code: 'Odd', Message: message };
  return JSON.stringify({ ...no, Response: { Error: { Code: 'Odd', Message: message } } });
}

function untilGone(outgoing: ServerResponse, write: () => void, everyMs: number): void {
  const again = setInterval(write, everyMs);
  outgoing.once('close', () => clearInterval(again));
}
