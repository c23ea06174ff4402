// Secrets that are shown once and kept as hashes, and when each was used last.
import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes in base64url. */
const LENGTH = 43;
/** A use is written down at most so often: what asks every second costs the disk one write a minute. */
const SAVE_USE_EVERY_MS = 60_000;

/** A new secret; `prefix`: so that a scanner of code and logs knows one for what it is. */
export function newSecret(prefix: string): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** Whether a text has the form of such a secret; anything else need not be looked for. */
export function looksLike(prefix: string, text: string): boolean {
  return text.length === prefix.length + LENGTH && text.startsWith(prefix);
}

/** What is kept of a secret. Of 32 random bytes nobody finds them again, so no slow hash is needed. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Says when the last use of something is due to be written down. */
export class LastUse {
  readonly #savedAt = new Map<string, number>();

  /** Runs `save` where the last was long ago or the use came from elsewhere. A disk that refuses is told elsewhere. */
  note(id: string, at: number, isElsewhere: boolean, save: () => void): void {
    const savedAt = this.#savedAt.get(id);
    if (savedAt !== undefined && at - savedAt < SAVE_USE_EVERY_MS && !isElsewhere) return;
    this.#savedAt.set(id, at);
    try {
      save();
    } catch {
      // Whoever reads alarms must be able to go on.
    }
  }
}
