// A signed request north: the body as it is, with a signature that the receiver can check, and what its answer means.
import { createHmac } from 'node:crypto';
import type { Posting } from './configured-outgoing.ts';
import type { Delivery } from './courier.ts';

export interface SignedPost {
  readonly url: string;
  readonly secret: string;
  readonly contentType: string;
  readonly body: string;
  /** The same for every try. */
  readonly id: string;
  readonly isRepeated: boolean;
  /** ms since 1970. */
  readonly at: number;
}

/**
 * `t`: seconds since 1970; `v1`: HMAC-SHA256 over the time, a full stop and the body, in hexadecimal. Own design, the
 * same as of the webhook that tells people.
 */
function signature(seconds: number, body: string, secret: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** What an answer's body says of itself: its receipt, or null where there is none. */
export type ReceiptOf = (body: string) => string | null;

/**
 * Sends it once. A status from 200 to 299 with what `receiptOf` asks for is delivered; 4xx is about this message, but
 * for 408 and 429; anything else is about the way.
 */
export async function signedPost(posting: Posting, post: SignedPost, receiptOf?: ReceiptOf): Promise<Delivery> {
  const { url, secret, contentType, body, id, isRepeated, at } = post;
  const answer = await posting.request({
    method: 'POST',
    url,
    headers: {
      'content-type': contentType,
      'x-signature': signature(Math.floor(at / 1_000), body, secret),
      'idempotency-key': id,
      ...(isRepeated ? { 'x-repeated': 'true' } : {}),
    },
    body,
  });
  if ('failed' in answer) return { is: 'unreachable', why: answer.failed };
  const { status } = answer;
  if (status >= 200 && status < 300) {
    if (!receiptOf) return { is: 'delivered', receipt: null, detail: `HTTP ${status}` };
    const receipt = receiptOf(answer.body);
    return receipt === null ? { is: 'refused', why: `HTTP ${status}, no receipt` } : { is: 'delivered', receipt, detail: `HTTP ${status}` };
  }
  const isAboutThis = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return { is: isAboutThis ? 'refused' : 'unreachable', why: `HTTP ${status}` };
}
