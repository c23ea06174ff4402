// Tokens for machines that read: shown once, kept as hashes, each with a scope, a place, an end; never a session.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Author, PersonRecord } from '../../acts.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../sqlite.ts';
import type { Permission } from '../contract.ts';
import { permissionsOf } from '../permissions.ts';

/** What a token may read: alarms and CAP messages, or all that an auditor reads. */
export const TOKEN_SCOPES = ['alarms', 'auditor'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** A machine's token as people see it. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly reads: TokenScope;
  /** It reads this place and all below it. */
  readonly place: string;
  readonly madeBy: string;
  /** ms since 1970, like all times here. */
  readonly madeAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
  /** Address from which it was used last. */
  readonly usedFrom: string | null;
  readonly revokedAt: number | null;
}

/** So that a scanner of code and logs knows one for what it is. */
const PREFIX = 'bft_';
/** 32 random bytes in base64url behind the prefix. */
const LENGTH = PREFIX.length + 43;
/** `used_at` is written at most so often: a machine that polls costs the disk one write a minute. */
const SAVE_USE_EVERY_MS = 60_000;
/** Those that ended are shown for so long. */
const SHOWN_AFTER_END_MS = 90 * 86_400_000;
/** Machines that read one house; more is a mistake of a script. */
const MOST_LIVE = 100;

const ALARMS: ReadonlySet<Permission> = new Set(['alarm.read']);

interface Row {
  id: string;
  hash: string;
  name: string;
  reads: TokenScope;
  place: string;
  made_by: string;
  made_at: number;
  expires_at: number;
  used_at: number | null;
  used_from: string | null;
  revoked_at: number | null;
}

export class ApiTokens {
  readonly #db: Database;
  readonly #now: Clock;
  readonly #byHash = new Map<string, ApiToken>();
  /** When the last use of each was written down. */
  readonly #savedAt = new Map<string, number>();

  constructor(db: Database, now: Clock) {
    this.#db = db;
    this.#now = now;
    db.exec(`CREATE TABLE IF NOT EXISTS api_token (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, reads TEXT NOT NULL,
      place TEXT NOT NULL, made_by TEXT NOT NULL, made_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER, used_from TEXT,
      revoked_at INTEGER) STRICT`);
    const rows = db.prepare<[], Row>('SELECT * FROM api_token ORDER BY made_at, rowid').all();
    for (const row of rows) this.#byHash.set(row.hash, tokenOf(row));
  }

  /** Those that work, and those that ended not long ago; the newest first. */
  all(): ApiToken[] {
    const since = this.#now() - SHOWN_AFTER_END_MS;
    return [...this.#byHash.values()].filter((token) => (token.revokedAt ?? token.expiresAt) > since).reverse();
  }

  get(id: string): ApiToken | undefined {
    return [...this.#byHash.values()].find((token) => token.id === id);
  }

  /** Whether there is room for one more. */
  get hasRoom(): boolean {
    return [...this.#byHash.values()].filter((token) => this.#works(token)).length < MOST_LIVE;
  }

  /** A new one; `secret` is known to nobody but the caller. Nothing is kept until `save`. */
  make(asked: Pick<ApiToken, 'name' | 'reads' | 'place' | 'expiresAt'>, by: Author): { token: ApiToken; secret: string; save(): void } {
    const secret = PREFIX + randomBytes(32).toString('base64url');
    const ends = { usedAt: null, usedFrom: null, revokedAt: null };
    const token: ApiToken = { ...asked, id: `token-${randomUUID()}`, madeBy: by.name, madeAt: this.#now(), ...ends };
    return {
      token,
      secret,
      save: () => {
        const { id, name, reads, place, madeBy, madeAt, expiresAt } = token;
        this.#db
          .prepare('INSERT INTO api_token (id, hash, name, reads, place, made_by, made_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
          .run(id, hashOf(secret), name, reads, place, madeBy, madeAt, expiresAt);
        this.#byHash.set(hashOf(secret), token);
      },
    };
  }

  /** It opens nothing from now on. Throws where the disk refuses; asked once more, it writes it down then. */
  revoke(id: string): void {
    for (const [hash, token] of this.#byHash) {
      if (token.id !== id) continue;
      const revokedAt = token.revokedAt ?? this.#now();
      // In memory first: a disk that refuses must not keep it open until the next start.
      this.#byHash.set(hash, { ...token, revokedAt });
      this.#db.prepare('UPDATE api_token SET revoked_at = ? WHERE id = ?').run(revokedAt, id);
    }
  }

  /** The token of a secret, where it works; counts as its use. */
  use(secret: string, from: string): ApiToken | undefined {
    if (secret.length !== LENGTH || !secret.startsWith(PREFIX)) return undefined;
    const hash = hashOf(secret);
    const token = this.#byHash.get(hash);
    if (!token || !this.#works(token)) return undefined;
    const used = { ...token, usedAt: this.#now(), usedFrom: from };
    this.#byHash.set(hash, used);
    const savedAt = this.#savedAt.get(token.id);
    if (savedAt === undefined || used.usedAt - savedAt >= SAVE_USE_EVERY_MS || token.usedFrom !== from) this.#saveUse(used);
    return used;
  }

  #saveUse({ id, usedAt, usedFrom }: ApiToken): void {
    this.#savedAt.set(id, usedAt ?? 0);
    try {
      this.#db.prepare('UPDATE api_token SET used_at = ?, used_from = ? WHERE id = ?').run(usedAt, usedFrom, id);
    } catch {
      // A full disk is told elsewhere; who reads alarms must be able to go on.
    }
  }

  #works({ expiresAt, revokedAt }: ApiToken): boolean {
    return revokedAt === null && this.#now() < expiresAt;
  }
}

/** The machine as the routes see who asks: of no role that changes anything, in the token's place. */
export function readerOf({ id, name, place }: ApiToken): PersonRecord {
  return { id, login: '', name, role: 'auditor', place, disabled: false };
}

/** What a token of a scope may. */
export function readsOf(scope: TokenScope): ReadonlySet<Permission> {
  return scope === 'alarms' ? ALARMS : permissionsOf('auditor');
}

/**
 * What stands behind `Authorization: Bearer`, nothing where it is no token; undefined: the request brings none. A password
 * that a proxy before us asks for (`Basic`) comes along with every request of a browser and is not ours to judge.
 */
export function bearerOf(header: string | undefined): string | undefined {
  if (header === undefined || !/^Bearer(?: |$)/i.test(header)) return undefined;
  return /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? '';
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function tokenOf(row: Row): ApiToken {
  const { id, name, reads, place, made_by: madeBy, made_at: madeAt, expires_at: expiresAt } = row;
  const { used_at: usedAt, used_from: usedFrom, revoked_at: revokedAt } = row;
  return { id, name, reads, place, madeBy, madeAt, expiresAt, usedAt, usedFrom, revokedAt };
}
