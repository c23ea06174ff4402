// What a browser may do with our pages: a strict policy, with a fresh nonce for each page.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import { isSecure, type Site } from './access/origin.ts';

const nonces = new WeakMap<ServerResponse, string>();

/** The nonce of a response: what may stand in its page's `style` elements. */
export function nonceOf(response: ServerResponse): string {
  let nonce = nonces.get(response);
  if (!nonce) {
    nonce = randomBytes(18).toString('base64url');
    nonces.set(response, nonce);
  }
  return nonce;
}

type Step = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

/** Headers that a browser heeds only over https, and complains about otherwise. */
const HTTPS_ONLY = ['Cross-Origin-Opener-Policy', 'Origin-Agent-Cluster'];

/** Sets the headers of every answer. Over https also that the browser shall never come without it again (180 days). */
export function securityHeaders(site: Site): Step {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", (_request, response) => `'nonce-${nonceOf(response)}'`],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        mediaSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        manifestSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    // Not `no-referrer`: with it a browser sends `Origin: null` from our own forms.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
  return (request, response, next) => {
    headers(request, response, (error) => {
      if (isSecure(request, site)) response.setHeader('Strict-Transport-Security', 'max-age=15552000');
      else for (const name of HTTPS_ONLY) response.removeHeader(name);
      next(error);
    });
  };
}
