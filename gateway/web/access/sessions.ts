// Sessions: opaque random tokens, kept as hashes in a table so that a restart signs nobody out. Idle and absolute end.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../sqlite.ts';

/** Nothing was asked for so long: the person has left. */
export const IDLE_MINUTES = 30;
/** The length of a shift at the seat: after it everybody signs in anew. */
export const LONGEST_HOURS = 12;
/** Sessions of one person; the oldest ends when one more begins. */
const PER_PERSON = 20;
/** `used_at` is written at most so often: a restart may end a session a minute early, and saves a write with each request. */
const SAVE_USE_EVERY_MS = 60_000;

export type SessionEnd = 'signed-out' | 'expired' | 'rights-changed';

export interface Session {
  /** SHA-256 of the token: names the session everywhere but in the cookie. */
  readonly hash: string;
  readonly person: string;
  readonly createdAt: number;
  usedAt: number;
  savedAt: number;
  /** Live sockets that count as use: those of a seat that watches and clicks nothing. */
  seats: number;
}

interface SessionRow {
  hash: string;
  person: string;
  created_at: number;
  used_at: number;
}

export class Sessions {
  readonly #db: Database;
  readonly #now: Clock;
  readonly #onEnd: (session: Session, why: SessionEnd) => void;
  readonly #sessions = new Map<string, Session>();
  /** Ended, but the disk refused to say so; tried again until it does. */
  readonly #undeleted = new Set<string>();

  constructor(db: Database, now: Clock, onEnd: (session: Session, why: SessionEnd) => void) {
    this.#db = db;
    this.#now = now;
    this.#onEnd = onEnd;
    db.exec(`CREATE TABLE IF NOT EXISTS session (hash TEXT PRIMARY KEY, person TEXT NOT NULL, created_at INTEGER NOT NULL,
      used_at INTEGER NOT NULL) STRICT`);
    for (const row of db.prepare<[], SessionRow>('SELECT * FROM session ORDER BY created_at').all()) {
      const { hash, person, created_at: createdAt, used_at: usedAt } = row;
      this.#sessions.set(hash, { hash, person, createdAt, usedAt, savedAt: usedAt, seats: 0 });
    }
  }

  /** Begins a session; the token is known to nobody but the caller. */
  begin(person: string): { token: string; session: Session } {
    const own = [...this.#sessions.values()].filter((session) => session.person === person);
    for (const session of own.slice(0, Math.max(0, own.length - PER_PERSON + 1))) this.end(session, 'signed-out');
    const token = randomBytes(32).toString('base64url');
    const now = this.#now();
    const session: Session = { hash: hashOf(token), person, createdAt: now, usedAt: now, savedAt: now, seats: 0 };
    this.#sessions.set(session.hash, session);
    const save = this.#db.prepare('INSERT INTO session (hash, person, created_at, used_at) VALUES (?, ?, ?, ?)');
    this.#unlessDiskRefuses(() => save.run(session.hash, person, now, now));
    return { token, session };
  }

  /** The session of a token, where it goes on; asking for it is no use of it. */
  find(token: string | undefined): Session | undefined {
    // A token of ours has 43 characters; what is longer is not worth a hash.
    if (token === undefined || token.length > 64) return undefined;
    const session = this.#sessions.get(hashOf(token));
    if (!session || this.#isOver(session)) return undefined;
    return session;
  }

  get(hash: string): Session | undefined {
    const session = this.#sessions.get(hash);
    return session && !this.#isOver(session) ? session : undefined;
  }

  use(session: Session): void {
    session.usedAt = this.#now();
    if (session.usedAt - session.savedAt < SAVE_USE_EVERY_MS) return;
    session.savedAt = session.usedAt;
    const save = this.#db.prepare('UPDATE session SET used_at = ? WHERE hash = ?');
    this.#unlessDiskRefuses(() => save.run(session.usedAt, session.hash));
  }

  end(session: Session, why: SessionEnd): void {
    if (!this.#sessions.delete(session.hash)) return;
    this.#undeleted.add(session.hash);
    this.#deleteEnded();
    this.#onEnd(session, why);
  }

  /** Ends all sessions of a person, but for the one to keep. */
  endAllOf(person: string, why: SessionEnd, keep?: Session): void {
    for (const session of [...this.#sessions.values()]) if (session.person === person && session !== keep) this.end(session, why);
  }

  /** Ends what is over; called every few seconds. A session with a seat is in use. */
  sweep(): void {
    this.#deleteEnded();
    for (const session of [...this.#sessions.values()]) {
      if (session.seats > 0) this.use(session);
      if (this.#isOver(session)) this.end(session, 'expired');
    }
  }

  #deleteEnded(): void {
    const remove = this.#db.prepare('DELETE FROM session WHERE hash = ?');
    for (const hash of this.#undeleted) if (this.#unlessDiskRefuses(() => remove.run(hash))) this.#undeleted.delete(hash);
  }

  /** With a full disk people must still get in and see the trouble: a session then lives in memory alone. */
  #unlessDiskRefuses(write: () => void): boolean {
    try {
      write();
      return true;
    } catch {
      return false;
    }
  }

  #isOver(session: Session): boolean {
    const now = this.#now();
    if (now - session.createdAt >= LONGEST_HOURS * 3_600_000) return true;
    return session.seats === 0 && now - session.usedAt >= IDLE_MINUTES * 60_000;
  }
}

/** What goes back in `X-Balefire-CSRF`: made from the token, so that it is bound to the session and need not be kept. */
export function csrfOf(token: string): string {
  return createHash('sha256').update(`csrf ${token}`).digest('base64url');
}

/** Whether the header belongs to the token; compared in constant time. */
export function csrfMatches(token: string, given: string | undefined): boolean {
  const right = Buffer.from(csrfOf(token));
  const offered = Buffer.from(given ?? '');
  return offered.length === right.length && timingSafeEqual(offered, right);
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
