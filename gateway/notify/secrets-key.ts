// The key beside the database: encrypts the secrets of channels, and what else needs a key of its own is derived from it.
import { hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BalefireError } from '../errors.ts';

const KEY_BYTES = 32;

/** The 32 bytes of `secrets.key` in the folder, made where there is none. Throws where it cannot be, or is no key. */
export function secretsKey(folder: string): Buffer {
  const file = join(folder, 'secrets.key');
  try {
    // Fails where there is one: a key that is written over would lock every secret for ever.
    writeFileSync(file, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new BalefireError('folder-not-writable', { folder }, error);
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (key.length !== KEY_BYTES)
    throw new BalefireError('bad-configuration', { detail: `${file}: 不是 64 位十六进制密钥 / is no key of 64 hex digits` });
  return key;
}

/** A key for one purpose alone (RFC 5869): what it signs says nothing of the key that encrypts. */
export function derivedKey(key: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `balefire ${purpose}`, KEY_BYTES));
}
