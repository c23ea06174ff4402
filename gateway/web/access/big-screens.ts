// Big screens 大屏: each opens by a link with a token that is shown once; what its browser keeps is a pass made of it.
import { createHash, randomBytes } from 'node:crypto';
import type { Author } from '../../acts.ts';
import type { Clock } from '../../clock.ts';
import { Networks } from '../../networks.ts';
import type { Database } from '../../sqlite.ts';
import { hashOf, LastUse, looksLike, newSecret } from './shown-once.ts';

export const SCREEN_LANGUAGES = ['zh', 'en'] as const;

export interface BigScreen {
  readonly id: string;
  readonly name: string;
  /** It shows this place and all below it. */
  readonly place: string;
  readonly language: (typeof SCREEN_LANGUAGES)[number];
  /** The network (CIDR) or address that it must stand in; null: any. */
  readonly network: string | null;
  readonly madeBy: string;
  /** ms since 1970, like all times here. */
  readonly madeAt: number;
  readonly seenAt: number | null;
  /** Address from which it was seen last. */
  readonly seenFrom: string | null;
  readonly revokedAt: number | null;
}

const TOKEN = 'bfs_';
const PASS = 'bfp_';
/** Walls of one house; more is a mistake. */
const MOST_LIVE = 50;
/** Those that were revoked are shown for so long. */
const SHOWN_AFTER_END_MS = 90 * 86_400_000;

interface Row {
  id: string;
  token_hash: string;
  pass_hash: string;
  name: string;
  place: string;
  language: BigScreen['language'];
  network: string | null;
  made_by: string;
  made_at: number;
  seen_at: number | null;
  seen_from: string | null;
  revoked_at: number | null;
}

interface Kept {
  readonly screen: BigScreen;
  readonly tokenHash: string;
  readonly passHash: string;
}

export class BigScreens {
  readonly #db: Database;
  readonly #now: Clock;
  readonly #kept = new Map<string, Kept>();
  readonly #lastUse = new LastUse();
  readonly #listeners: ((id: string) => void)[] = [];

  constructor(db: Database, now: Clock) {
    this.#db = db;
    this.#now = now;
    db.exec(`CREATE TABLE IF NOT EXISTS big_screen (id TEXT PRIMARY KEY, token_hash TEXT NOT NULL, pass_hash TEXT NOT NULL, name TEXT NOT NULL,
      place TEXT NOT NULL, language TEXT NOT NULL, network TEXT, made_by TEXT NOT NULL, made_at INTEGER NOT NULL, seen_at INTEGER, seen_from TEXT,
      revoked_at INTEGER) STRICT`);
    const rows = db.prepare<[], Row>('SELECT * FROM big_screen ORDER BY made_at, rowid').all();
    for (const row of rows) this.#kept.set(row.id, { screen: screenOf(row), tokenHash: row.token_hash, passHash: row.pass_hash });
  }

  /** Calls the listener whenever a screen was revoked. */
  whenRevoked(listener: (id: string) => void): void {
    this.#listeners.push(listener);
  }

  /** Those that work, and those that were revoked not long ago; the newest first. */
  all(): BigScreen[] {
    const since = this.#now() - SHOWN_AFTER_END_MS;
    const shown = [...this.#kept.values()].map(({ screen }) => screen).filter(({ revokedAt }) => revokedAt === null || revokedAt > since);
    return shown.reverse();
  }

  get(id: string): BigScreen | undefined {
    return this.#kept.get(id)?.screen;
  }

  /** Whether there is room for one more. */
  get hasRoom(): boolean {
    return [...this.#kept.values()].filter(({ screen }) => screen.revokedAt === null).length < MOST_LIVE;
  }

  /** A new one; `token` is known to nobody but the caller. Nothing is kept until `save`. */
  make(asked: Pick<BigScreen, 'name' | 'place' | 'language' | 'network'>, by: Author): { screen: BigScreen; token: string; save(): void } {
    const token = newSecret(TOKEN);
    const id = `screen-${randomBytes(6).toString('hex')}`;
    const screen: BigScreen = { ...asked, id, madeBy: by.name, madeAt: this.#now(), seenAt: null, seenFrom: null, revokedAt: null };
    const [tokenHash, passHash] = [hashOf(token), hashOf(passFor(token))];
    return {
      screen,
      token,
      save: () => {
        const { name, place, language, network, madeBy, madeAt } = screen;
        this.#db
          .prepare(
            'INSERT INTO big_screen (id, token_hash, pass_hash, name, place, language, network, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
          )
          .run(id, tokenHash, passHash, name, place, language, network, madeBy, madeAt);
        this.#kept.set(id, { screen, tokenHash, passHash });
      },
    };
  }

  /** It shows nothing from now on. Throws where the disk refuses; asked once more, it writes it down then. */
  revoke(id: string): void {
    const kept = this.#kept.get(id);
    if (!kept) return;
    const revokedAt = kept.screen.revokedAt ?? this.#now();
    // In memory first: a disk that refuses must not keep it open until the next start.
    this.#kept.set(id, { ...kept, screen: { ...kept.screen, revokedAt } });
    for (const listener of this.#listeners) listener(id);
    this.#db.prepare('UPDATE big_screen SET revoked_at = ? WHERE id = ?').run(revokedAt, id);
  }

  /** The pass for the token of a link; undefined where it is not this screen's, or does not work from there. */
  exchange(id: string, token: string, from: string): string | undefined {
    const kept = this.#kept.get(id);
    if (!kept || !looksLike(TOKEN, token) || hashOf(token) !== kept.tokenHash || !this.#opens(kept.screen, from)) return undefined;
    return passFor(token);
  }

  /** The screen of a pass, where it works; counts as seen. */
  use(id: string, pass: string, from: string): BigScreen | undefined {
    const kept = this.#kept.get(id);
    if (!kept || !looksLike(PASS, pass) || hashOf(pass) !== kept.passHash || !this.#opens(kept.screen, from)) return undefined;
    this.seen(id, from);
    return this.get(id);
  }

  /** It stands there and listens. */
  seen(id: string, from: string): void {
    const kept = this.#kept.get(id);
    if (!kept) return;
    const seenAt = this.#now();
    this.#kept.set(id, { ...kept, screen: { ...kept.screen, seenAt, seenFrom: from } });
    this.#lastUse.note(id, seenAt, kept.screen.seenFrom !== from, () =>
      this.#db.prepare('UPDATE big_screen SET seen_at = ?, seen_from = ? WHERE id = ?').run(seenAt, from, id),
    );
  }

  #opens({ revokedAt, network }: BigScreen, from: string): boolean {
    return revokedAt === null && (network === null || new Networks([network]).contains(from));
  }
}

/** Made of the token and no way back to it: whoever copies a cookie has not the link. */
function passFor(token: string): string {
  return PASS + createHash('sha256').update(`pass ${token}`).digest('base64url');
}

function screenOf(row: Row): BigScreen {
  const { id, name, place, language, network, made_by: madeBy, made_at: madeAt } = row;
  return { id, name, place, language, network, madeBy, madeAt, seenAt: row.seen_at, seenFrom: row.seen_from, revokedAt: row.revoked_at };
}
