// Where a request comes from: the address, whether it came over https, and whether a page of ours sent it.
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * The address people type where a proxy stands before the gateway: `https://fire.example.org`. Undefined: there is no
 * proxy, and no header of one is believed.
 */
export type Site = string | undefined;

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

/** Loopback and the private networks: where a proxy of ours stands, in the same machine or container network. */
function isNear(address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return isLoopback(address) || /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/i.test(plain);
}

function isThroughProxy(request: IncomingMessage, site: Site): boolean {
  return site !== undefined && isNear(request.socket.remoteAddress ?? '') && header(request, 'x-forwarded-for') !== undefined;
}

/** The address of the one who asks. Of a chain of proxies the last entry: the only one that our own proxy wrote. */
export function addressOf(request: IncomingMessage, site: Site): string {
  const direct = request.socket.remoteAddress ?? 'unknown';
  if (isThroughProxy(request, site)) {
    const last = header(request, 'x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
    if (isIP(last) !== 0) return last;
  }
  return direct.startsWith('::ffff:') ? direct.slice(7) : direct;
}

/** Whether the browser speaks https to our proxy. */
export function isSecure(request: IncomingMessage, site: Site): boolean {
  return isThroughProxy(request, site) && site?.startsWith('https://') === true;
}

/** Whether the one who asks sits on this machine, with no proxy between. */
export function isLocal(request: IncomingMessage): boolean {
  const isForwarded = header(request, 'x-forwarded-for') !== undefined || header(request, 'forwarded') !== undefined;
  return isLoopback(request.socket.remoteAddress ?? '') && !isForwarded;
}

/** Whether the `Origin` of a request is the very site that it is sent to. `none`: the request has no origin. */
export function originOf(request: IncomingMessage, site: Site): 'own' | 'other' | 'none' {
  const origin = header(request, 'origin')?.toLowerCase();
  if (origin === undefined) return 'none';
  if (site !== undefined && origin === new URL(site).origin) return 'own';
  const host = header(request, 'host')?.toLowerCase();
  return host !== undefined && origin === `http://${host}` ? 'own' : 'other';
}
