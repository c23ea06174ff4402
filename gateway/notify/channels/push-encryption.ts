// Web push: encryption for one browser (RFC 8291, aes128gcm of RFC 8188) and the sender's identity (VAPID, RFC 8292).
import { createCipheriv, createECDH, createPrivateKey, createSign, generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto';

const CURVE = 'prime256v1';
/** An uncompressed point of P-256. */
const POINT_BYTES = 65;
const RECORD_BYTES = 4_096;
/** What remains of a record after header (86), delimiter (1) and tag (16). */
export const LONGEST_PUSH = RECORD_BYTES - 103;

export interface PushKeys {
  /** A P-256 point and its secret number, base64url. */
  readonly publicKey: string;
  readonly privateKey: string;
}

/** A key pair for a site, made once: browsers subscribe to its public half. */
export function newPushKeys(): PushKeys {
  const { x, y, d } = generateKeyPairSync('ec', { namedCurve: CURVE }).privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')]);
  return { publicKey: point.toString('base64url'), privateKey: d ?? '' };
}

/** Whether both halves belong together. */
export function areOnePair({ publicKey, privateKey }: PushKeys): boolean {
  try {
    return pairOf(Buffer.from(privateKey, 'base64url')).getPublicKey().equals(Buffer.from(publicKey, 'base64url'));
  } catch {
    return false;
  }
}

export function isPoint(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === POINT_BYTES && bytes[0] === 4;
}

function pairOf(privateKey: Uint8Array) {
  const pair = createECDH(CURVE);
  pair.setPrivateKey(privateKey);
  return pair;
}

/** What a browser handed over when it subscribed, base64url. */
export interface BrowserKeys {
  readonly p256dh: string;
  readonly auth: string;
}

/**
 * The body of one push. `once` is given in tests alone: the salt and the secret of the sender must never come twice.
 * Throws where the browser's key is no point of the curve.
 */
export function encryptPush(
  text: string,
  browser: BrowserKeys,
  once?: { readonly salt: Uint8Array; readonly privateKey: Uint8Array },
): Buffer {
  const salt = once?.salt ?? randomBytes(16);
  const sender = once ? pairOf(once.privateKey) : createECDH(CURVE);
  const senderPoint = once ? sender.getPublicKey() : sender.generateKeys();
  const browserPoint = Buffer.from(browser.p256dh, 'base64url');
  const shared = sender.computeSecret(browserPoint);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browserPoint, senderPoint]);
  const secret = derive(shared, Buffer.from(browser.auth, 'base64url'), info, 32);
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  // 2 marks the last record.
  const sealed = [cipher.update(Buffer.concat([Buffer.from(text, 'utf8'), Buffer.of(2)])), cipher.final(), cipher.getAuthTag()];
  const header = Buffer.alloc(5);
  header.writeUInt32BE(RECORD_BYTES, 0);
  header.writeUInt8(POINT_BYTES, 4);
  return Buffer.concat([salt, header, senderPoint, ...sealed]);
}

function derive(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, bytes));
}

/** RFC 8292 allows a day; half of it leaves room for a clock that is off. */
const IDENTITY_S = 12 * 3_600;

/** The `Authorization` of a push to one push service. `contact`: whom the service may write to, `mailto:` or `https:`. */
export function identity(origin: string, contact: string, seconds: number, { publicKey, privateKey }: PushKeys): string {
  const claims = { aud: origin, exp: seconds + IDENTITY_S, sub: contact };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`;
  const point = Buffer.from(publicKey, 'base64url');
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
      d: privateKey,
    },
  });
  const signature = createSign('sha256').update(signed).sign({ key, dsaEncoding: 'ieee-p1363' });
  return `vapid t=${signed}.${signature.toString('base64url')}, k=${publicKey}`;
}
