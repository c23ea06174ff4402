// Tencent Cloud's signature TC3 (TC3-HMAC-SHA256).
import { createHash, createHmac } from 'node:crypto';

export interface TencentRequest {
  readonly host: string;
  readonly service: string;
  readonly contentType: string;
  readonly body: string;
  /** Seconds since 1970; the provider takes 5 minutes to either side. */
  readonly seconds: number;
}

export interface TencentKey {
  readonly secretId: string;
  readonly secretKey: string;
}

/** The `Authorization` header of a POST. Source: Tencent Cloud API 3.0, signature v3; signs content type and host. */
export function signTencent({ host, service, contentType, body, seconds }: TencentRequest, key: TencentKey): string {
  const date = new Date(seconds * 1_000).toISOString().slice(0, 10);
  const scope = `${date}/${service}/tc3_request`;
  const signed = 'content-type;host';
  const canonical = ['POST', '/', '', `content-type:${contentType}`, `host:${host}`, '', signed, sha256(body)].join('\n');
  const toSign = ['TC3-HMAC-SHA256', seconds, scope, sha256(canonical)].join('\n');
  const signingKey = hmac(hmac(hmac(`TC3${key.secretKey}`, date), service), 'tc3_request');
  const signature = hmac(signingKey, toSign).toString('hex');
  return `TC3-HMAC-SHA256 Credential=${key.secretId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
