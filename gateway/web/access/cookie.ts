// The cookies: a session's token, and a big screen's pass, which no script can read and no other site can send.
import type { IncomingMessage } from 'node:http';

const PLAIN = 'balefire';
/** With this prefix a browser takes the cookie only over https, for this very host and the whole of it. */
const SECURE = '__Host-balefire';

/** The token of a request, or undefined. Over https only the cookie that was set over https counts. */
export function tokenOf(request: IncomingMessage, isSecure: boolean): string | undefined {
  return cookieOf(request, isSecure ? SECURE : PLAIN);
}

/** The pass of a big screen; undefined where the request brings none. */
export function passOf(request: IncomingMessage, screen: string, isSecure: boolean): string | undefined {
  return cookieOf(request, passName(screen, isSecure));
}

/** The `Set-Cookie` text that keeps the pass of a big screen: it is sent with the screen's own addresses alone. Seconds. */
export function setPass(pass: string, screen: string, isSecure: boolean, seconds: number): string {
  return `${passName(screen, isSecure)}=${pass}; Max-Age=${seconds}; Path=/screen; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}

/** A name for each screen: two of them may hang at one computer. */
function passName(screen: string, isSecure: boolean): string {
  return `${isSecure ? '__Secure-' : ''}balefire-${screen}`;
}

function cookieOf(request: IncomingMessage, wanted: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === wanted) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** The `Set-Cookie` text that keeps a token, or takes it away where there is none. Seconds. */
export function setCookie(token: string | undefined, isSecure: boolean, seconds: number): string {
  const flags = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  const name = isSecure ? SECURE : PLAIN;
  return token === undefined ? `${name}=; Max-Age=0; ${flags}` : `${name}=${token}; Max-Age=${seconds}; ${flags}`;
}
