// Requests that leave the house for addresses that people typed in: never into our own network unless allowed.
import { lookup as systemLookup } from 'node:dns/promises';
import { type ClientRequest, type RequestOptions as HttpOptions, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type Words, words } from '../../device-drivers/words.ts';
import type { Networks } from '../networks.ts';
import { mayReach } from './forbidden-networks.ts';

export interface OutgoingRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface OutgoingAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** At most 64 KiB of it: what comes after is not read. */
  readonly body: string;
}

/**
 * Why there was no answer: `address`: we do not go there; `host`: its name is not known; `refused`: nobody there;
 * `broken`: the connection ended, or what came is not HTTP; `tls`: its certificate or its TLS is not right.
 */
export interface OutgoingFailure {
  readonly failed: 'address' | 'host' | 'refused' | 'timeout' | 'broken' | 'tls';
  /** Names the host, never the rest of the URL: keys stand there. */
  readonly detail: Words;
}

export interface ReachableAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

export interface Outgoing {
  /** Resolves always. Redirects are not followed: the answer is the redirect. */
  request(request: OutgoingRequest): Promise<OutgoingAnswer | OutgoingFailure>;
  /** The addresses behind a name that may be connected to, for what is no HTTP: connect to these and not to the name. */
  reach(host: string): Promise<readonly [ReachableAddress, ...ReachableAddress[]] | OutgoingFailure>;
  /** Time for one try, ms. */
  readonly patienceMs: number;
}

export type Resolver = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

/** Slower than any provider in order, quick enough that the next channel still helps. */
const PATIENCE_MS = 10_000;
/** Providers answer in hundreds of bytes. */
const LONGEST_ANSWER = 64 * 1024;

const resolveBySystem: Resolver = (host) => systemLookup(host, { all: true, order: 'verbatim' });

/** The real way out. A name is resolved once, and the connection goes to that very address: a second answer of the name cannot lead inside. */
export class PinnedOutgoing implements Outgoing {
  readonly patienceMs: number;
  readonly #allowed: Networks;
  readonly #resolve: Resolver;

  /** `allowed`: networks of our own that may be reached, such as that of a chat server in the house. */
  constructor(allowed: Networks, options: { readonly resolve?: Resolver; readonly patienceMs?: number } = {}) {
    this.#allowed = allowed;
    this.#resolve = options.resolve ?? resolveBySystem;
    this.patienceMs = options.patienceMs ?? PATIENCE_MS;
  }

  async request(request: OutgoingRequest): Promise<OutgoingAnswer | OutgoingFailure> {
    const url = readUrl(request.url);
    if ('failed' in url) return url;
    const patience = AbortSignal.timeout(this.patienceMs);
    const reached = await this.#reachWithin(hostOf(url), patience);
    if ('failed' in reached) return reached;
    return await exchange(url, request, reached, patience);
  }

  reach(host: string): Promise<readonly [ReachableAddress, ...ReachableAddress[]] | OutgoingFailure> {
    return this.#reachWithin(host, AbortSignal.timeout(this.patienceMs));
  }

  async #reachWithin(host: string, patience: AbortSignal): Promise<readonly [ReachableAddress, ...ReachableAddress[]] | OutgoingFailure> {
    const known = isIP(host) === 0 ? await this.#named(host, patience) : [{ address: host, family: isIP(host) }];
    if ('failed' in known) return known;
    const open = known.flatMap(({ address, family }) =>
      mayReach(address, this.#allowed) ? [{ address, family: family === 6 ? (6 as const) : (4 as const) }] : [],
    );
    const [first, ...rest] = open;
    return first ? [first, ...rest] : inside(host);
  }

  async #named(host: string, patience: AbortSignal): Promise<readonly { address: string; family: number }[] | OutgoingFailure> {
    const tooLate = new Promise<'too late'>((resolve) => patience.addEventListener('abort', () => resolve('too late'), { once: true }));
    try {
      const found = await Promise.race([this.#resolve(host), tooLate]);
      if (found === 'too late') return late(host);
      // What is no address lies in no network, so it must not get as far as the question whether it is forbidden.
      const addresses = found.filter(({ address }) => isIP(address) !== 0);
      return addresses.length > 0 ? addresses : unknown(host);
    } catch {
      return unknown(host);
    }
  }
}

function readUrl(text: string): URL | OutgoingFailure {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) return { failed: 'address', detail: words('网址有误', 'This is no URL') };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { failed: 'address', detail: words('网址须以 http:// 或 https:// 开头', 'The URL must begin with http:// or https://') };
  }
  if (url.username !== '' || url.password !== '') {
    return { failed: 'address', detail: words('网址中不得含用户名和密码', 'The URL must hold no user name and no password') };
  }
  return url;
}

/** `[::1]` → `::1`. The URL parser has already turned every way to write an IPv4 address into the usual one. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

function exchange(
  url: URL,
  { method, headers, body }: OutgoingRequest,
  reached: readonly [ReachableAddress, ...ReachableAddress[]],
  patience: AbortSignal,
): Promise<OutgoingAnswer | OutgoingFailure> {
  const host = hostOf(url);
  return new Promise((resolve) => {
    const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
    const options: HttpOptions = {
      method,
      headers: { 'user-agent': 'Balefire', ...headers, ...(method === 'GET' ? {} : { 'content-length': bytes.length }) },
      lookup: pinned(reached),
      // A connection kept open would outlive the look at its address.
      agent: false,
      signal: patience,
    };
    const fail = (error: unknown): void => resolve(patience.aborted ? late(host) : failureOf(error, host));
    let sent: ClientRequest;
    try {
      sent = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options);
    } catch (error) {
      fail(error);
      return;
    }
    sent.on('error', fail);
    sent.on('response', (answer) => {
      readBody(answer).then((text) => {
        resolve({ status: answer.statusCode ?? 0, headers: plainHeaders(answer), body: text });
        sent.destroy();
      }, fail);
    });
    sent.end(method === 'GET' ? undefined : bytes);
  });
}

/** A lookup that knows nothing but the addresses that were looked at. */
export function pinned(reached: readonly [ReachableAddress, ...ReachableAddress[]]): LookupFunction {
  return (_host, options, done) => {
    if (options.all) done(null, [...reached]);
    else done(null, reached[0].address, reached[0].family);
  };
}

async function readBody(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer) {
    parts.push(part as Buffer);
    length += (part as Buffer).length;
    if (length >= LONGEST_ANSWER) break;
  }
  return Buffer.concat(parts).subarray(0, LONGEST_ANSWER).toString('utf8');
}

function plainHeaders(answer: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answer.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value].flat().join(', ')]])),
  );
}

function inside(host: string): OutgoingFailure {
  return {
    failed: 'address',
    detail: words(
      `${host} 位于本机或内部网络，未列入允许的网段`,
      `${host} is this machine or inside our own network, and that network is not on the list of allowed ones`,
    ),
  };
}

function late(host: string): OutgoingFailure {
  return { failed: 'timeout', detail: words(`${host} 未在限定时间内答复`, `${host} did not answer in time`) };
}

function unknown(host: string): OutgoingFailure {
  return { failed: 'host', detail: words(`找不到主机 ${host}`, `The name ${host} is not known`) };
}

const NOBODY = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EHOSTDOWN', 'ENETDOWN', 'EACCES', 'EPERM']);

/** What an error of a socket says, in words. Also for sockets that speak no HTTP. */
export function failureOf(error: unknown, host: string): OutgoingFailure {
  const code = codeOf(error);
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT') return late(host);
  if (NOBODY.has(code)) return { failed: 'refused', detail: words(`无法连接 ${host}`, `Nobody answers at ${host}`) };
  if (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || code === 'EPROTO' || isCertificateTrouble(code)) {
    return {
      failed: 'tls',
      detail: words(`${host} 的证书或加密连接有问题（${code}）`, `The certificate or the TLS of ${host} is not right (${code})`),
    };
  }
  if (code === 'ERR_INVALID_CHAR' || code === 'ERR_UNESCAPED_CHARACTERS') {
    return { failed: 'address', detail: words('网址或请求头含非法字符', 'The URL or a header holds characters that may not be there') };
  }
  return { failed: 'broken', detail: words(`与 ${host} 的连接中断`, `The connection to ${host} broke`) };
}

function isCertificateTrouble(code: string): boolean {
  return code.includes('CERT') || code.includes('SIGNATURE') || code.startsWith('UNABLE_TO') || code === 'HOSTNAME_MISMATCH';
}

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return error.code;
  return '';
}
