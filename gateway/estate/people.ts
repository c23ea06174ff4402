// People: who may sign in, in what role, for which places. Kept in the state database, written in their own transaction.
import { randomUUID } from 'node:crypto';
import type { PersonRecord } from '../acts.ts';
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import type { Role } from '../web/contract.ts';
import { ROOT_PLACE } from './places.ts';
import { SecretHasher } from './secret-hash.ts';
import { newSecret } from './secrets.ts';

/** A name to sign in with: 2 to 64 letters, digits and `._@-`; capitals make no difference. */
export const LOGIN = /^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$/;

export interface Newcomer {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly place: string;
  readonly secret: string;
}

export interface PersonChange {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly place?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly secret?: string | undefined;
}

/** A change that was checked and whose secret is hashed; `save` writes it, after it stands in the audit. */
export interface Prepared {
  readonly person: PersonRecord;
  save(): void;
}

interface PersonRow {
  id: string;
  login: string;
  name: string;
  role: string;
  place: string;
  disabled: number;
  secret_hash: string;
}

export class People {
  readonly #db: Database;
  readonly #hasher: SecretHasher;

  constructor(db: Database, hasher: SecretHasher = new SecretHasher()) {
    this.#db = db;
    this.#hasher = hasher;
    db.exec(`CREATE TABLE IF NOT EXISTS person (id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
      place TEXT NOT NULL, disabled INTEGER NOT NULL, secret_hash TEXT NOT NULL) STRICT`);
  }

  /** On the first start makes the administrator `admin` with a random secret, which is returned this once. */
  async firstAdministrator(): Promise<{ login: string; secret: string } | undefined> {
    if (this.#db.prepare('SELECT 1 FROM person LIMIT 1').get() !== undefined) return undefined;
    const secret = newSecret();
    const login = 'admin';
    const first = await this.newcomer({ login, name: '管理员 Administrator', role: 'administrator', place: ROOT_PLACE, secret });
    first.save();
    return { login, secret };
  }

  get(id: string): PersonRecord | undefined {
    const row = this.#db.prepare<[string], PersonRow>('SELECT * FROM person WHERE id = ?').get(id);
    return row && recordOf(row);
  }

  byLogin(login: string): PersonRecord | undefined {
    const row = this.#rowOf(login);
    return row && recordOf(row);
  }

  all(): PersonRecord[] {
    return this.#db.prepare<[], PersonRow>('SELECT * FROM person ORDER BY login').all().map(recordOf);
  }

  /** The person with that login and secret. Takes the same time whether there is none, it is disabled or the secret is wrong. */
  async verify(login: string, secret: string): Promise<PersonRecord | undefined> {
    const row = this.#rowOf(login);
    const matches = await this.#hasher.verify(secret, row?.secret_hash);
    return matches && row?.disabled === 0 ? recordOf(row) : undefined;
  }

  /** Prepares a new person; the caller has checked login and secret against their rules. Throws `conflict` for a login that is taken. */
  async newcomer(one: Newcomer): Promise<Prepared> {
    const login = one.login.toLowerCase();
    this.#refuseTaken(login);
    const secretHash = await this.#hasher.hash(one.secret);
    const person: PersonRecord = { id: `p-${randomUUID()}`, login, name: one.name, role: one.role, place: one.place, disabled: false };
    const save = (): void => {
      this.#refuseTaken(login);
      this.#write(person, secretHash);
    };
    return { person, save };
  }

  /**
   * Prepares a change of a person. Throws `not-found`, and `conflict` where nobody would be left who administers the
   * whole house.
   */
  async change(id: string, change: PersonChange): Promise<Prepared> {
    const secretHash = change.secret === undefined ? undefined : await this.#hasher.hash(change.secret);
    // Read again when it is written: while the secret was hashed somebody else may have changed the same person.
    const changed = (): { person: PersonRecord; secretHash: string } => {
      const row = this.#db.prepare<[string], PersonRow>('SELECT * FROM person WHERE id = ?').get(id);
      if (!row) throw new BalefireError('not-found', { what: id });
      const before = recordOf(row);
      const person = {
        ...before,
        name: change.name ?? before.name,
        role: change.role ?? before.role,
        place: change.place ?? before.place,
        disabled: change.disabled ?? before.disabled,
      };
      this.#keepAnAdministrator(before, person);
      return { person, secretHash: secretHash ?? row.secret_hash };
    };
    const save = (): void => {
      const { person, secretHash: kept } = changed();
      this.#write(person, kept);
    };
    return { person: changed().person, save };
  }

  /** Does the work for strangers beforehand, see `SecretHasher.warm`. */
  async warm(): Promise<void> {
    await this.#hasher.warm();
  }

  #rowOf(login: string): PersonRow | undefined {
    return this.#db.prepare<[string], PersonRow>('SELECT * FROM person WHERE login = ?').get(login.toLowerCase());
  }

  #refuseTaken(login: string): void {
    if (this.#rowOf(login)) throw new BalefireError('conflict', { detail: `账号已存在 / the login is taken: ${login}` });
  }

  #keepAnAdministrator(before: PersonRecord, after: PersonRecord): void {
    if (!isChief(before) || isChief(after)) return;
    if (this.all().some((person) => person.id !== after.id && isChief(person))) return;
    throw new BalefireError('conflict', { detail: '必须保留一名总管理员 / one administrator of everything must stay' });
  }

  /** On the disk when it returns: a person whose rights were taken must not have them back after a power cut. */
  #write(person: PersonRecord, secretHash: string): void {
    const before = this.#db.pragma('synchronous', { simple: true });
    this.#db.pragma('synchronous = FULL');
    try {
      this.#db
        .prepare('INSERT OR REPLACE INTO person (id, login, name, role, place, disabled, secret_hash) VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(person.id, person.login, person.name, person.role, person.place, Number(person.disabled), secretHash);
    } finally {
      this.#db.pragma(`synchronous = ${String(before)}`);
    }
  }
}

/** An administrator of the whole tree who may sign in. */
function isChief(person: PersonRecord): boolean {
  return person.role === 'administrator' && person.place === ROOT_PLACE && !person.disabled;
}

function recordOf(row: PersonRow): PersonRecord {
  const { id, login, name, role, place, disabled } = row;
  return { id, login, name, role: role as Role, place, disabled: disabled === 1 };
}
