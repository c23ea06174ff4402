// The browsers in which people have switched notices on: kept for each person, and gone once their push service says so.
import { createHash } from 'node:crypto';
import type { PersonRecord } from '../acts.ts';
import type { Database } from '../sqlite.ts';
import type { BrowserKeys } from './channels/push-encryption.ts';

/** What a browser hands over when it subscribes. */
export interface Subscription {
  /** Of its push service. */
  readonly endpoint: string;
  readonly keys: BrowserKeys;
}

/** A browser as its person sees it. */
export interface KnownBrowser {
  readonly id: string;
  /** What the person calls it by: system and browser. */
  readonly name: string;
  readonly at: number;
}

/** The browsers as the channel knows them. */
export interface SubscribedBrowsers {
  /** Those of an account, of this public key of the gateway, the newest first; none for an account that is switched off. */
  of(login: string, publicKey: string): readonly Subscription[];
  /** Its push service knows it no more. */
  gone(endpoint: string): void;
}

/** Telephone, tablet and desk of one person, with some to spare; one more and the oldest goes. */
const MOST_BROWSERS = 10;

interface Row {
  id: string;
  name: string;
  at: number;
  endpoint: string;
  p256dh: string;
  auth: string;
}

export class Browsers implements SubscribedBrowsers {
  readonly #db: Database;
  readonly #people: { byLogin(login: string): PersonRecord | undefined };

  constructor(db: Database, people: { byLogin(login: string): PersonRecord | undefined }) {
    this.#db = db;
    this.#people = people;
    db.exec(`CREATE TABLE IF NOT EXISTS browser (id TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL,
      public_key TEXT NOT NULL, endpoint TEXT NOT NULL, p256dh TEXT NOT NULL, auth TEXT NOT NULL) STRICT`);
  }

  of(login: string, publicKey: string): readonly Subscription[] {
    const person = this.#people.byLogin(login);
    if (!person || person.disabled) return [];
    return this.#db
      .prepare<[string, string], Row>('SELECT * FROM browser WHERE person = ? AND public_key = ? ORDER BY at DESC, rowid DESC')
      .all(person.id, publicKey)
      .map(({ endpoint, p256dh, auth }) => ({ endpoint, keys: { p256dh, auth } }));
  }

  gone(endpoint: string): void {
    this.#db.prepare('DELETE FROM browser WHERE id = ?').run(idOf(endpoint));
  }

  list(person: string): KnownBrowser[] {
    return this.#db
      .prepare<[string], KnownBrowser>('SELECT id, name, at FROM browser WHERE person = ? ORDER BY at DESC, rowid DESC')
      .all(person);
  }

  /** A browser that another person had used is that person's no more. `publicKey`: of the gateway, to which it subscribed. */
  keep(person: string, { endpoint, keys }: Subscription, publicKey: string, name: string, at: number): KnownBrowser {
    const id = idOf(endpoint);
    this.#db.transaction(() => {
      this.#db
        .prepare(
          'INSERT OR REPLACE INTO browser (id, person, name, at, public_key, endpoint, p256dh, auth) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(id, person, name, at, publicKey, endpoint, keys.p256dh, keys.auth);
      for (const { id: old } of this.list(person).slice(MOST_BROWSERS)) this.#db.prepare('DELETE FROM browser WHERE id = ?').run(old);
    })();
    return { id, name, at };
  }

  /** One that is not this person's, or is gone already, is left as it is. */
  remove(person: string, id: string): void {
    this.#db.prepare('DELETE FROM browser WHERE id = ? AND person = ?').run(id, person);
  }
}

/** Tells the browser from others without telling its address, with which it can be pushed to. */
function idOf(endpoint: string): string {
  return createHash('sha256').update(endpoint).digest('hex').slice(0, 16);
}
