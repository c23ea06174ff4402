// Web push against the worked example of RFC 8291, and against a browser that decrypts by itself.
import { createPublicKey, createVerify } from 'node:crypto';
import { areOnePair, encryptPush, identity, isPoint, LONGEST_PUSH, newPushKeys } from './push-encryption.ts';

/** RFC 8291, section 5 and appendix A. */
const RFC = {
  text: 'When I grow up, I want to be a watermelon',
  browser: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
  sender: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  sealed:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};

it('a push is sealed as in the example of RFC 8291', () => {
  const once = { salt: Buffer.from(RFC.salt, 'base64url'), privateKey: Buffer.from(RFC.sender, 'base64url') };
  expect(encryptPush(RFC.text, RFC.browser, once).toString('base64url')).toBe(RFC.sealed);
});

it('the same push is never sealed the same twice', () => {
  expect(encryptPush(RFC.text, RFC.browser)).not.toEqual(encryptPush(RFC.text, RFC.browser));
});

it('the longest push fills one record and no more', () => {
  expect(encryptPush('x'.repeat(LONGEST_PUSH), RFC.browser)).toHaveLength(4_096);
});

it('a sender proves itself to one push service for half a day', () => {
  const keys = newPushKeys();
  const [, head = '', claims = '', signature = ''] =
    /^vapid t=(.+)\.(.+)\.(.+), k=/.exec(identity('https://push.example.org', 'mailto:duty@example.org', 1_700_000_000, keys)) ?? [];
  expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ typ: 'JWT', alg: 'ES256' });
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
    aud: 'https://push.example.org',
    exp: 1_700_043_200,
    sub: 'mailto:duty@example.org',
  });
  const isSignedBy = ({ publicKey }: { publicKey: string }): boolean => {
    const point = Buffer.from(publicKey, 'base64url');
    const key = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
    return createVerify('sha256')
      .update(`${head}.${claims}`)
      .verify({ key: createPublicKey({ format: 'jwk', key }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  };
  expect(isSignedBy(keys)).toBe(true);
  expect(isSignedBy(newPushKeys())).toBe(false);
});

it('a public key belongs to one private key alone', () => {
  const keys = newPushKeys();
  expect(isPoint(keys.publicKey)).toBe(true);
  expect(areOnePair(keys)).toBe(true);
  expect(areOnePair({ ...keys, privateKey: newPushKeys().privateKey })).toBe(false);
  expect(areOnePair({ publicKey: 'x', privateKey: '' })).toBe(false);
});
