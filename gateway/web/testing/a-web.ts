// A whole gateway with its web in a test: people of every role, a small district, and a browser that keeps its cookie.

import { GATEWAY } from '../../acts.ts';
import { type Log, openLog } from '../../log.ts';
import { aHouse, type TestHouse } from '../../testing/a-house.ts';
import type { Role, Session } from '../contract.ts';
import { type OpenWeb, openWeb, type WebVariations } from '../open-web.ts';

/** A secret that is good enough. */
export const SECRET = 'beacon-on-the-hill-7';

export interface TestWeb extends TestHouse {
  /** Closes the house alone, where the web is closed already. */
  readonly remove: () => Promise<void>;
  readonly web: OpenWeb;
  readonly address: string;
  /** Adds a person and signs them in. */
  person(role: Role, place?: string): Promise<Browser>;
  /** Hands in a frame of a device as the MQTT link does, and waits until it is concluded. */
  tell(device: string, points: Record<string, unknown>, head?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

/** Opens everything on free ports of this machine. Rates are out of the way unless given; `opened`: the house, where it is no usual one. */
export async function aWeb(
  variations: WebVariations & { log?: Log; site?: string } = {},
  opened?: TestHouse & { remove: () => Promise<void> },
): Promise<TestWeb> {
  return webOf(opened ?? (await aHouse()), variations);
}

async function webOf(
  opened: TestHouse & { remove: () => Promise<void> },
  variations: WebVariations & { log?: Log; site?: string },
): Promise<TestWeb> {
  const { house } = opened;
  const { log = openLog('silent'), site, ...rest } = variations;
  const config = { ...house.config, web: { ...house.config.web, host: '127.0.0.1', port: 0, ...(site ? { origin: site } : {}) } };
  const rate = { perSecond: 100_000, burst: 100_000 };
  const web = await openWeb({ ...house, config }, '0.0.0', log, { sessionRate: rate, addressRate: rate, ...rest });
  const address = `http://127.0.0.1:${web.port}`;
  let count = 0;
  return {
    ...opened,
    web,
    address,
    async person(role, place = 'root') {
      count += 1;
      const login = `${role}${count}`;
      const added = await house.people.newcomer({ login, name: role, role, place, secret: SECRET });
      added.save();
      const browser = new Browser(address);
      await browser.signIn(login, SECRET);
      return browser;
    },
    async tell(device, points, head = {}) {
      const body = Buffer.from(JSON.stringify({ ...head, points }));
      await house.flow.accept({ link: 'mqtt', peer: '127.0.0.1:9', device, kind: 'up', body, drill: false });
      // An act goes through the journal behind the frame: when it is answered, the frame is concluded.
      await house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
    },
    async close() {
      await web.close();
      await opened.remove();
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** What a browser does: keeps the cookie, sends its own origin, and the token once it has one. */
export class Browser {
  readonly address: string;
  cookie = '';
  csrf = '';
  session: Session | undefined;

  constructor(address: string) {
    this.address = address;
  }

  async signIn(login: string, secret: string): Promise<Answer> {
    const answer = await this.ask('POST', '/session', { login, secret });
    const [cookie] = answer.headers.getSetCookie();
    if (answer.status === 200) {
      this.session = answer.body as Session;
      this.csrf = this.session.csrf;
      this.cookie = cookie?.split(';')[0] ?? '';
    }
    return answer;
  }

  /** Asks for a path below `/api/v1`; `headers` are set over the usual ones, an empty text takes one away. */
  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const all: Record<string, string> = {
      origin: this.address,
      cookie: this.cookie,
      'x-balefire-csrf': this.csrf,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    const response = await fetch(`${this.address}/api/v1${path}`, {
      method,
      // A connection of its own: one that is kept may be closed by the server in the moment that it is used again.
      headers: { connection: 'close', ...Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')) },
      ...(body === undefined ? {} : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const said = bytes.length === 0 ? undefined : saidBy(bytes, response.headers.get('content-type') ?? 'application/json');
    return { status: response.status, body: said, headers: response.headers };
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path);
  }
}

/** JSON as what it says, another text as it is, a file as its bytes. */
function saidBy(bytes: Buffer, type: string): unknown {
  if (/json/.test(type)) return JSON.parse(bytes.toString('utf8'));
  return /text|xml/.test(type) ? bytes.toString('utf8') : bytes;
}
