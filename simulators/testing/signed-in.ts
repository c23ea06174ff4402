// A person who has signed in at the gateway's API: asks, changes, and waits until something is so.
import { io } from 'socket.io-client';
import type { RunningGateway } from './gateway-process.ts';

/** What tests read of an alarm. */
export interface SeenAlarm {
  readonly id: string;
  readonly device: { readonly id: string; readonly name: string; readonly registered: boolean };
  readonly rule: { readonly id: string };
  readonly class: string;
  readonly condition: 'active' | 'restored';
  readonly attention: 'new' | 'acknowledged';
  readonly verdict: string;
  readonly incident: string;
  readonly firstOut: boolean;
  readonly closed: boolean;
  /** ms since 1970. */
  readonly occurredAt: number;
  readonly restoredAt: number | null;
  readonly times: number;
}

const PATIENCE_MS = 20_000;
const DEVICE_PATH = /^\/devices\/([^/?]+)/;

export class SignedIn {
  readonly #origin: string;
  readonly #headers: Readonly<Record<string, string>>;

  private constructor(origin: string, headers: Readonly<Record<string, string>>) {
    this.#origin = origin;
    this.#headers = headers;
  }

  /** The administrator of a gateway's first start, or whoever has that login and secret. */
  static async at({ webPort, secret }: Pick<RunningGateway, 'webPort' | 'secret'>, login = 'admin'): Promise<SignedIn> {
    const origin = `http://127.0.0.1:${webPort}`;
    // Each request has a connection of its own, as one that was kept may be closed by a busy gateway just as it is used again.
    const headers = { origin, 'content-type': 'application/json', connection: 'close' };
    const body = JSON.stringify({ login, secret });
    const answer = await fetch(`${origin}/api/v1/session`, { method: 'POST', headers, body });
    const { csrf } = (await answer.json()) as { csrf: string };
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return new SignedIn(origin, { ...headers, cookie, 'x-balefire-csrf': csrf });
  }

  /** Throws an `Error` with the answer where it is a refusal. `T`: what the route answers. */
  async ask<T>(path: string, method = 'GET', body?: object): Promise<T> {
    const more = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${this.#origin}/api/v1${path}`, { method, headers: this.#headers, ...more });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** A file, or a body of JSON, under a key of its sender's; gives the status, 0 where the line broke before an answer. */
  async hand(path: string, key: string, body: Uint8Array<ArrayBuffer> | object): Promise<number> {
    const isFile = body instanceof Uint8Array;
    const headers = { ...this.#headers, 'idempotency-key': key, ...(isFile ? { 'content-type': 'application/octet-stream' } : {}) };
    const sent = fetch(`${this.#origin}/api/v1${path}`, { method: 'POST', headers, body: isFile ? body : JSON.stringify(body) });
    return sent.then(
      ({ status }) => status,
      () => 0,
    );
  }

  /** The bytes of a file; undefined where there is none. */
  async file(path: string): Promise<Buffer | undefined> {
    const answer = await fetch(`${this.#origin}/api/v1${path}`, { headers: this.#headers });
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
  }

  /**
   * Asks whenever the live socket tells of anything, until the answer is so, and gives it; throws an `Error` with the last
   * one after a patience of 20 s. What no event tells of, a counter, is asked for again at the heartbeat, every 2 s.
   */
  async until<T>(path: string, so: (answer: T) => boolean): Promise<T> {
    return this.#until(path, () => this.ask<T>(path), so, DEVICE_PATH.exec(path)?.[1]);
  }

  /** All alarms, open and closed, the last changed first. A test has no more than one page of them. */
  async alarms(): Promise<SeenAlarm[]> {
    const { items, next } = await this.ask<{ items: SeenAlarm[]; next: string | null }>('/alarms?limit=200');
    if (next !== null) throw new Error('more alarms than one page holds');
    return items;
  }

  /** Resolves with all alarms as soon as they are so; waits as `until` does. */
  untilAlarms(so: (alarms: readonly SeenAlarm[]) => boolean): Promise<SeenAlarm[]> {
    return this.#until('alarms', () => this.alarms(), so);
  }

  /** `watched`: the device whose readings are heard as well. */
  async #until<T>(what: string, asked: () => Promise<T>, so: (answer: T) => boolean, watched?: string): Promise<T> {
    let isRung = false;
    let isOver = false;
    let wake = (): void => undefined;
    const ring = (): void => {
      isRung = true;
      wake();
    };
    const extraHeaders = { cookie: this.#headers['cookie'] ?? '', origin: this.#origin };
    const live = io(this.#origin, { transports: ['websocket'], forceNew: true, extraHeaders });
    live.onAny(ring);
    live.on('connect', () => {
      if (watched !== undefined) live.emit('watch', [watched], ring);
    });
    const patience = setTimeout(() => {
      isOver = true;
      ring();
    }, PATIENCE_MS);
    try {
      for (;;) {
        // Whatever is told while the answer is on its way may not be in it.
        isRung = false;
        const answer = await asked();
        if (so(answer)) return answer;
        if (isOver) throw new Error(`${what}: ${JSON.stringify(answer).slice(0, 4_000)}`);
        if (!isRung)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      clearTimeout(patience);
      live.disconnect();
    }
  }
}
