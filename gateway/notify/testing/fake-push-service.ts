// A browser and its push service on loopback: checks the sender's identity and decrypts as RFC 8291 says a browser does.
import { createDecipheriv, createECDH, createPublicKey, createVerify, hkdfSync, randomBytes } from 'node:crypto';
import { type FakeRequest, type FakeServer, startFakeServer } from './fake-server.ts';

export interface FakePushService extends FakeServer {
  /** What the browser hands over when it subscribes. */
  readonly subscription: string;
  /** The person has switched it off. */
  unsubscribe(): void;
}

export async function startFakePushService({ publicKey, now }: { publicKey: string; now(): number }): Promise<FakePushService> {
  const browser = createECDH('prime256v1');
  const point = browser.generateKeys();
  const auth = randomBytes(16);
  let isSubscribed = true;
  const say = (status: number, body: string) => ({ answer: { status, body } });
  const server: FakeServer = await startFakeServer((request) => {
    if (!isSubscribed) return say(410, 'push subscription has unsubscribed or expired');
    const fault = faultIn(request, publicKey, now() / 1_000);
    if (fault) return say(...fault);
    try {
      const message = JSON.parse(decrypt(request.body, browser, point, auth)) as { title: string; body: string };
      return { ...say(201, ''), took: { to: ['browser'], text: `${message.title}\n${message.body}` } };
    } catch {
      return say(400, 'cannot be decrypted');
    }
  });
  return {
    ...server,
    subscription: JSON.stringify({
      endpoint: `${server.address}/push/abc`,
      keys: { p256dh: point.toString('base64url'), auth: auth.toString('base64url') },
    }),
    unsubscribe: () => {
      isSubscribed = false;
    },
  };
}

function faultIn({ headers, body, url }: FakeRequest, publicKey: string, seconds: number): [number, string] | undefined {
  const [, head = '', claims = '', signature = '', key = ''] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(headers['authorization'] ?? '') ?? [];
  if (key === '') return [401, 'no identity'];
  if (key !== publicKey) return [403, 'the key is not that of the subscription'];
  const raw = Buffer.from(key, 'base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: raw.subarray(1, 33).toString('base64url'), y: raw.subarray(33).toString('base64url') };
  const verified = createVerify('sha256')
    .update(`${head}.${claims}`)
    .verify({ key: createPublicKey({ format: 'jwk', key: jwk }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string; exp: number; sub: string };
  if (!verified) return [403, 'the signature is wrong'];
  if (aud !== url.origin || exp < seconds || exp > seconds + 86_400 || !/^(mailto:|https:)/.test(sub)) return [403, 'claims'];
  if (headers['content-encoding'] !== 'aes128gcm' || !/^\d+$/.test(headers['ttl'] ?? '')) return [400, 'headers'];
  if (!/^[\w-]{1,32}$/.test(headers['topic'] ?? '')) return [400, 'topic'];
  return body.length > 4_096 ? [413, 'too long'] : undefined;
}

function decrypt(body: Buffer, browser: ReturnType<typeof createECDH>, point: Buffer, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const sender = body.subarray(21, 21 + body.readUInt8(20));
  const sealed = body.subarray(21 + sender.length);
  const hkdf = (secret: Uint8Array, by: Uint8Array, info: string | Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, by, info, length));
  const secret = hkdf(browser.computeSecret(sender), auth, Buffer.concat([Buffer.from('WebPush: info\0'), point, sender]), 32);
  const opened = createDecipheriv(
    'aes-128-gcm',
    hkdf(secret, salt, 'Content-Encoding: aes128gcm\0', 16),
    hkdf(secret, salt, 'Content-Encoding: nonce\0', 12),
  ).setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([opened.update(sealed.subarray(0, -16)), opened.final()]);
  if (plain.at(-1) !== 2) throw new Error('not the last record');
  return plain.subarray(0, -1).toString();
}
