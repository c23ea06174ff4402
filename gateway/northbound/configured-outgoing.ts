// Requests to addresses that stand in the configuration file: whoever writes that file decides where the gateway calls.
import type { Outgoing, OutgoingAnswer, OutgoingFailure, OutgoingRequest } from '../notify/outgoing.ts';

/** What the ways north need of it. */
export type Posting = Pick<Outgoing, 'request'>;

/** A receipt is a line; what comes after is not read. */
const LONGEST_ANSWER = 64 * 1024;

/** Follows no redirect, reads no long answer, and gives up after `patienceMs`. */
export function configuredOutgoing(patienceMs: number): Posting {
  return {
    async request({ method, url, headers, body }: OutgoingRequest): Promise<OutgoingAnswer | OutgoingFailure> {
      try {
        const signal = AbortSignal.timeout(patienceMs);
        const response = await fetch(url, { method, headers: { ...headers }, body, redirect: 'manual', signal });
        return { status: response.status, headers: Object.fromEntries(response.headers), body: await beginning(response) };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

async function beginning(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    parts.push(part as Uint8Array);
    length += (part as Uint8Array).length;
    if (length >= LONGEST_ANSWER) break;
  }
  return Buffer.concat(parts).subarray(0, LONGEST_ANSWER).toString('utf8');
}

function failureOf(error: unknown): OutgoingFailure {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  if (name === 'TimeoutError' || name === 'AbortError') return { failed: 'timeout', detail: 'no answer' };
  const code = cause?.code ?? '';
  const isTls = /^(?:ERR_TLS|ERR_SSL|CERT|DEPTH|UNABLE|SELF)/.test(code) || code === 'EPROTO';
  return { failed: isTls ? 'tls' : 'refused', detail: code };
}
