// The channels as they are set up: settings in a table, their secrets encrypted with the key beside the database.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { words } from '../../device-drivers/words.ts';
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import { channelOf } from './channels/catalogue.ts';
import type { Channel } from './channels/channel.ts';
import { readSettings, type SettingProblem } from './channels/settings.ts';
import { HOUSE, type Saving } from './duty-book.ts';

/** A channel as it is used; its settings hold secrets. */
export interface ConfiguredChannel {
  readonly id: string;
  /** It counts for incidents of this place and what stands below it. */
  readonly place: string;
  readonly kind: Channel;
  readonly name: string;
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The same for two channels of one account, which share its bounds. */
  readonly credential: string;
}

/** A channel as a person may see it. */
export interface ShownChannel extends Omit<ConfiguredChannel, 'kind' | 'credential'> {
  readonly kind: string;
  /** The secrets that are set; they are never shown. */
  readonly secrets: readonly string[];
  /** The key is another one than the one with which its secrets were written: they must be given again. */
  readonly isLocked: boolean;
  /** Counts up with each change, also over its removal. */
  readonly version: number;
}

/** What a person sets. A secret that is left out stays as it is. */
export interface ChannelOrder {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly place: string;
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
}

interface Row {
  id: string;
  kind: string;
  name: string;
  place: string;
  enabled: number;
  settings: string;
  secrets: string;
  version: number | null;
  who: string | null;
}

/** Settings that say where what is sent goes. */
const WHERE: readonly string[] = ['base', 'host', 'port', 'security'];
const ELSEWHERE = words('对方地址已改变，须重新填写', 'goes to another address now and must be given again');
const IV_BYTES = 12;
const TAG_BYTES = 16;

export class ChannelSettings {
  readonly #db: Database;
  readonly #key: Buffer;
  #known: readonly ConfiguredChannel[] | undefined;

  /** `key`: 32 bytes, those of `secrets.key`. */
  constructor(db: Database, key: Buffer) {
    this.#db = db;
    this.#key = key;
    db.exec(`CREATE TABLE IF NOT EXISTS channel (id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, enabled INTEGER NOT NULL,
      settings TEXT NOT NULL, secrets TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS channel_version (id TEXT PRIMARY KEY, version INTEGER NOT NULL, who TEXT NOT NULL) STRICT, WITHOUT ROWID`);
  }

  /** Those that can be used, in the order in which they were set up. */
  usable(): readonly ConfiguredChannel[] {
    this.#known ??= this.#rows().flatMap((row) => this.#opened(row) ?? []);
    return this.#known;
  }

  get(id: string): ConfiguredChannel | undefined {
    return this.usable().find((channel) => channel.id === id);
  }

  /** Of any, switched off or locked as well. */
  placeOf(id: string): string | undefined {
    return this.#rows().find((row) => row.id === id)?.place;
  }

  list(): ShownChannel[] {
    return this.#rows().map((row) => {
      const secrets = this.#unsealed(row);
      const { id, kind, name, place } = row;
      const settings = JSON.parse(row.settings) as Record<string, unknown>;
      return {
        id,
        kind,
        name,
        place,
        enabled: row.enabled === 1,
        settings,
        secrets: Object.keys(secrets ?? {}),
        isLocked: secrets === undefined,
        version: row.version ?? 1,
      };
    });
  }

  /** What is wrong with the settings, each by its name; none where they can be set. Throws `not-found` for an unknown kind. */
  problemsOf(order: ChannelOrder): readonly SettingProblem[] {
    const { read } = this.#read(order);
    return 'problems' in read ? read.problems : [];
  }

  /**
   * Throws `bad-request` with what is wrong with the settings in both languages, `changed-meanwhile` where somebody else
   * was first since its author saw it; then nothing is changed.
   */
  set(order: ChannelOrder, { version, who }: Saving = HOUSE): void {
    const standing = this.#rows().find(({ id }) => id === order.id);
    const stands = standing && (standing.version ?? 1);
    if (version !== undefined && stands !== undefined && version !== stands)
      throw new BalefireError('changed-meanwhile', { who: standing?.who ?? '—', version: stands });
    const { kind, read } = this.#read(order);
    if ('problems' in read) {
      const told = (language: 'zh' | 'en'): string =>
        read.problems.map(({ setting, problem }) => `${setting} ${problem[language]}`).join('; ');
      throw new BalefireError('bad-request', { detail: `${told('zh')} / ${told('en')}` });
    }
    const all = Object.entries(read.settings);
    const isSecret = (name: string): boolean => kind.secrets.includes(name);
    const plain = Object.fromEntries(all.filter(([name, value]) => !isSecret(name) && value !== undefined));
    const secrets = Object.fromEntries(all.filter(([name, value]) => isSecret(name) && value !== undefined));
    const save = this.#db.prepare(
      `INSERT INTO channel (id, kind, name, place, enabled, settings, secrets) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
       SET kind = excluded.kind, name = excluded.name, place = excluded.place, enabled = excluded.enabled, settings = excluded.settings, secrets = excluded.secrets`,
    );
    // One from before versions were counted is the first.
    const count = this.#db.prepare(
      `INSERT INTO channel_version (id, version, who) VALUES (@id, @first, @who) ON CONFLICT (id) DO UPDATE SET version = version + 1, who = excluded.who`,
    );
    const { id, name, place, enabled } = order;
    this.#db.transaction(() => {
      save.run(id, kind.id, name, place, Number(enabled), JSON.stringify(plain), this.#sealed(id, JSON.stringify(secrets)));
      count.run({ id, first: standing ? 2 : 1, who });
    })();
    this.#known = undefined;
  }

  /**
   * What was given over what was kept of the secrets. A channel that becomes of another kind, or is pointed at another
   * address, keeps none: whoever may set it up must not have a secret sent to where it can be read.
   */
  #read(order: ChannelOrder): { readonly kind: Channel; readonly read: ReturnType<typeof readSettings> } {
    const kind = channelOf(order.kind);
    if (!kind) throw new BalefireError('not-found', { what: order.kind });
    const before = this.#rows().find(({ id }) => id === order.id);
    const kept = before?.kind === order.kind ? this.#unsealed(before) : undefined;
    const read = readSettings(kind.settings, { ...kept, ...order.settings });
    if (!before || !kept || 'problems' in read) return { kind, read };
    const stood = JSON.parse(before.settings) as Record<string, unknown>;
    const isElsewhere = WHERE.some((name) => stood[name] !== undefined && read.settings[name] !== stood[name]);
    if (!isElsewhere) return { kind, read };
    const missing = Object.keys(kept).filter((name) => order.settings[name] === undefined);
    return missing.length === 0
      ? { kind, read }
      : { kind, read: { problems: missing.map((setting) => ({ setting, problem: ELSEWHERE })) } };
  }

  remove(id: string): void {
    if (this.#db.prepare('DELETE FROM channel WHERE id = ?').run(id).changes === 0) throw new BalefireError('not-found', { what: id });
    this.#known = undefined;
  }

  #rows(): Row[] {
    return this.#db
      .prepare<[], Row>('SELECT channel.*, version, who FROM channel LEFT JOIN channel_version USING (id) ORDER BY channel.rowid')
      .all();
  }

  #opened(row: Row): ConfiguredChannel | undefined {
    const kind = channelOf(row.kind);
    const secrets = this.#unsealed(row);
    if (!kind || !secrets || row.enabled !== 1) return undefined;
    const account = createHash('sha256').update(JSON.stringify(secrets)).digest('hex');
    const settings = { ...(JSON.parse(row.settings) as object), ...secrets };
    return { id: row.id, kind, name: row.name, place: row.place, enabled: true, settings, credential: `${kind.id} ${account}` };
  }

  /** AES-256-GCM, bound to the channel's id: a secret that is copied to another row does not open there. */
  #sealed(id: string, text: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(id));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
  }

  #unsealed({ id, secrets }: Row): Record<string, unknown> | undefined {
    const bytes = Buffer.from(secrets, 'base64');
    const iv = bytes.subarray(0, IV_BYTES);
    const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
    try {
      const cipher = createDecipheriv('aes-256-gcm', this.#key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(id)).setAuthTag(tag);
      const text = Buffer.concat([cipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), cipher.final()]).toString('utf8');
      return JSON.parse(text) as Record<string, unknown>;
    } catch {
      return undefined;
    }
  }
}

/** Said of a channel whose settings are gone or cannot be opened. */
export const NO_SUCH_CHANNEL = words(
  '该通道已停用、删除或密钥不符',
  'This channel was switched off or removed, or its secrets cannot be opened',
);
