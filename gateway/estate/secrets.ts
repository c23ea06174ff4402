// Secrets of devices and sites: made at random, shown once, kept as a hash, compared in constant time.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new secret of 160 random bits, as 32 letters and digits that can be typed (no 0/O, 1/I). */
export function newSecret(): string {
  const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return Array.from(randomBytes(32), (byte) => alphabet[byte & 31]).join('');
}

/** SHA-256, in hex: enough for a secret with 160 random bits, and cheap in a storm of reconnecting devices. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Whether a secret is the one behind the hash; takes the same time either way. */
export function secretMatches(secret: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), Buffer.from(hash.padEnd(64, '0').slice(0, 64), 'hex'));
}
