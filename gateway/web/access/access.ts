// Who asks: signs people in and out, and says of each request who it is, what they may do and which places they see.
import type { Author, PersonRecord } from '../../acts.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { People } from '../../estate/people.ts';
import type { Database } from '../../sqlite.ts';
import type { Permission } from '../contract.ts';
import { permissionsOf } from '../permissions.ts';
import { type ApiToken, ApiTokens, readerOf, readsOf } from './api-tokens.ts';
import { Lockout } from './lockout.ts';
import { type Session, type SessionEnd, Sessions } from './sessions.ts';

/** Somebody who is signed in, or a machine that reads by a token. */
export interface Visitor {
  readonly person: PersonRecord;
  /** Hash that names the session; of a machine, its token's id. */
  readonly session: string;
  readonly author: Author;
  may(permission: Permission): boolean;
  /** Whether what stands on this path of places (root first) is in the person's subtree. */
  sees(path: readonly string[]): boolean;
}

/** What a room does when a session ends: the live hub closes its sockets. `session`: its hash; `person`: an id. */
export type SessionListener = (session: string, why: SessionEnd, person: string) => void;

export class Access {
  /** Of machines that read. */
  readonly tokens: ApiTokens;
  readonly #people: People;
  readonly #sessions: Sessions;
  readonly #lockout: Lockout;
  readonly #listeners: SessionListener[] = [];

  constructor(db: Database, people: People, now: Clock) {
    this.#people = people;
    this.tokens = new ApiTokens(db, now);
    this.#lockout = new Lockout(now);
    this.#sessions = new Sessions(db, now, (session, why) => {
      for (const listener of this.#listeners) listener(session.hash, why, session.person);
    });
  }

  /** Calls the listener whenever a session ends. */
  whenSessionEnds(listener: SessionListener): void {
    this.#listeners.push(listener);
  }

  /**
   * Signs a person in with a new token; the session of an old one ends. Throws `wrong-secret` for a wrong login as for
   * a wrong secret, `locked-out` after too many of them.
   */
  async signIn(login: string, secret: string, from: string, oldToken?: string): Promise<{ token: string; visitor: Visitor }> {
    const person = await this.#verified(login, secret, from);
    const old = this.#sessions.find(oldToken);
    if (old) this.#sessions.end(old, 'signed-out');
    const { token, session } = this.#sessions.begin(person.id);
    return { token, visitor: visitorOf(person, session, from) };
  }

  /** Asks somebody who is signed in for their secret once more. Throws `wrong-secret`, and `locked-out` as `signIn` does. */
  async confirm(visitor: Visitor, secret: string): Promise<void> {
    await this.#verified(visitor.person.login, secret, visitor.author.from);
  }

  /** A try that the house was too busy to look at is no wrong one. */
  async #verified(login: string, secret: string, from: string): Promise<PersonRecord> {
    const seconds = this.#lockout.secondsLeft(login, from);
    if (seconds > 0) throw new BalefireError('locked-out', { seconds });
    this.#lockout.tried(login, from);
    const person = await this.#people.verify(login, secret).catch((error: unknown) => {
      this.#lockout.withdrawn(login, from);
      throw error;
    });
    if (!person) throw new BalefireError('wrong-secret');
    this.#lockout.succeeded(login, from);
    return person;
  }

  signOut(visitor: Visitor): void {
    const session = this.#sessions.get(visitor.session);
    if (session) this.#sessions.end(session, 'signed-out');
  }

  /** Who stands behind a token; counts as use of the session. Undefined: nobody, or not any more. */
  visitor(token: string | undefined, from: string): Visitor | undefined {
    const session = this.#sessions.find(token);
    if (!session) return undefined;
    const person = this.#people.get(session.person);
    if (!person || person.disabled) {
      this.#sessions.end(session, 'rights-changed');
      return undefined;
    }
    this.#sessions.use(session);
    return visitorOf(person, session, from);
  }

  /** The machine behind a token; counts as use of it. Undefined: there is none, or it ended. */
  machine(secret: string, from: string): Visitor | undefined {
    const token = this.tokens.use(secret, from);
    return token && machineOf(token, from);
  }

  /** A person's rights or secret changed: all their sessions end, but for the one that changed its own secret. */
  endSessionsOf(person: string, keep?: Visitor): void {
    this.#sessions.endAllOf(person, 'rights-changed', keep && this.#sessions.get(keep.session));
  }

  /**
   * A live socket opened. The seat operator's counts as use of the session for as long as it stands; for everybody else
   * a page that lies open is no sign of a person. Returns what to call when it closes.
   */
  takeSeat(visitor: Visitor): () => void {
    const session = this.#sessions.get(visitor.session);
    if (!session || visitor.person.role !== 'operator') return () => {};
    session.seats += 1;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      session.seats -= 1;
      this.#sessions.use(session);
    };
  }

  /** Ends the sessions that are over; to be called every few seconds. */
  sweep(): void {
    this.#sessions.sweep();
  }
}

function visitorOf(person: PersonRecord, session: Session, from: string): Visitor {
  const permissions = permissionsOf(person.role);
  return {
    person,
    session: session.hash,
    author: { id: person.id, name: person.name, from },
    may: (permission) => permissions.has(permission),
    sees: (path) => path.includes(person.place),
  };
}

function machineOf(token: ApiToken, from: string): Visitor {
  const reads = readsOf(token.reads);
  return {
    person: readerOf(token),
    session: token.id,
    author: { id: token.id, name: token.name, from },
    may: (permission) => reads.has(permission),
    sees: (path) => path.includes(token.place),
  };
}
