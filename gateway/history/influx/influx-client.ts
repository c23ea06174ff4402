// The one file that knows @influxdata/influxdb-client: awaited requests with a deadline, Flux rows, escaping for line protocol.
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpError, InfluxDB, escape as lineEscape } from '@influxdata/influxdb-client';

export interface ServerAddress {
  /** `http://127.0.0.1:8086`; a path in it is kept. */
  readonly url: string;
  /** InfluxDB 2 and 3: sent as `Authorization: Token …`. */
  readonly token?: string | undefined;
  /** InfluxDB 1 and VictoriaMetrics: sent as HTTP Basic. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Nothing is waited for longer, ms; 10,000 by default: a server that trickles or hangs counts as one that does not answer. */
  readonly deadlineMs?: number | undefined;
}

/** The server answered, and not with success. */
export class ServerRefusal extends Error {
  readonly status: number;
  /** What the server asks to be waited, ms; 0 where it says nothing. */
  readonly retryAfterMs: number;

  constructor(status: number, message: string, retryAfterMs: number) {
    super(message);
    this.name = 'ServerRefusal';
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

export interface InfluxServer {
  /** Posts lines to a path, gzipped; resolves when the server has taken them all. Rejects with `ServerRefusal` or a network error. */
  write(path: string, lines: string): Promise<void>;
  /** Asks for text. */
  get(path: string): Promise<string>;
  post(path: string): Promise<string>;
  /** The rows of a Flux query. */
  flux(org: string, query: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

const DEADLINE_MS = 10_000;

/** Below so many bytes packing costs more than it saves. */
const GZIP_FROM_BYTES = 1_024;

export function openServer({ url, token, username, password, deadlineMs = DEADLINE_MS }: ServerAddress): InfluxServer {
  const agents = { keepAlive: true, maxSockets: 4 };
  const agent = url.startsWith('https:') ? new HttpsAgent(agents) : new HttpAgent(agents);
  const basic = username === undefined ? undefined : Buffer.from(`${username}:${password ?? ''}`).toString('base64');
  const influx = new InfluxDB({
    url,
    timeout: deadlineMs,
    ...(token === undefined ? {} : { token }),
    ...(basic === undefined ? {} : { headers: { authorization: `Basic ${basic}` } }),
    transportOptions: { agent },
  });
  const request = async (method: 'GET' | 'POST', path: string, body: string, headers: Record<string, string>): Promise<string> => {
    // The client's own time-out counts from the last byte and leaves the connection open; the signal ends both.
    const signal = AbortSignal.timeout(deadlineMs);
    try {
      // As text: what the client would parse as JSON may be a stream of several.
      const answer: unknown = await influx.transport.request(path, body, {
        method,
        headers: { ...headers, accept: 'text/plain, */*' },
        gzipThreshold: GZIP_FROM_BYTES,
        signal,
      });
      return typeof answer === 'string' ? answer : '';
    } catch (error) {
      throw inOurWords(error);
    }
  };
  return {
    write: async (path, lines) => void (await request('POST', path, lines, { 'content-type': 'text/plain; charset=utf-8' })),
    get: (path) => request('GET', path, '', {}),
    post: (path) => request('POST', path, '', {}),
    flux: async (org, query) => {
      try {
        return await influx.getQueryApi(org).collectRows(query);
      } catch (error) {
        throw inOurWords(error);
      }
    },
    close: () => agent.destroy(),
  };
}

function inOurWords(error: unknown): unknown {
  if (!(error instanceof HttpError)) return error;
  // The client reads `Retry-After` as milliseconds; the header's numbers are seconds (RFC 9110, 10.2.3).
  return new ServerRefusal(error.statusCode, error.message, error.retryAfter() * 1_000);
}

/** A measurement's name as it stands in a line. */
export const escapeMeasurement = (name: string): string => lineEscape.measurement(name);

/** A tag's value as it stands in a line. */
export const escapeTag = (value: string): string => lineEscape.tag(value);

/** A text field as it stands in a line, with its quotes. */
export const escapeText = (value: string): string => lineEscape.quoted(value);
