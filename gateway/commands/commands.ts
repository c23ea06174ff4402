// Commands to devices: each has an author, an expiry and an acknowledgement; an expired one is never sent.
import type { Act, Author } from '../acts.ts';
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';

export type CommandState = 'waiting' | 'sent' | 'delivered' | 'done' | 'failed' | 'expired';

export interface CommandRecord {
  readonly id: string;
  readonly device: string;
  readonly command: string;
  readonly arguments: Readonly<Record<string, string | number>>;
  readonly state: CommandState;
  readonly reason: string | null;
  readonly by: Author;
  readonly at: number;
  readonly expiresAt: number;
  readonly changedAt: number;
  /** The data unit with which a transmission device replied, in hex. */
  readonly reply?: string;
  /** Why the person gave it, where that is asked for. */
  readonly why?: string;
}

/** Commands on their way to one device; a broken device must not fill the memory. One more is refused. */
const WAITING_LIMIT = 50;

const ENDED: ReadonlySet<CommandState> = new Set(['done', 'failed', 'expired']);
/** Which state may follow which: an answer that comes late or twice changes nothing. */
const ORDER: Readonly<Record<CommandState, number>> = { waiting: 0, sent: 1, delivered: 2, done: 3, failed: 3, expired: 3 };

/** The state after an event, or the same where it changes nothing. Pure. */
export function nextState(record: CommandRecord, to: CommandState, at: number, reason: string | null = null): CommandRecord {
  if (ENDED.has(record.state) || ORDER[to] <= ORDER[record.state]) return record;
  return { ...record, state: to, reason, changedAt: at };
}

export class Commands implements Ledger {
  readonly #db: Database;
  /** Commands that have not ended, by id. */
  readonly #live = new Map<string, CommandRecord>();
  readonly #byDevice = new Map<string, Set<string>>();
  readonly #dirty = new Map<string, CommandRecord>();
  /** Commands that are being written to a wire right now. */
  readonly #sending = new Set<string>();
  #changed: CommandRecord[] = [];
  readonly #onMove: (record: CommandRecord) => void;

  /** `onMove` is told of every change that the journal makes: not of the writing to a wire, which a replay does not know. */
  constructor(db: Database, onMove: (record: CommandRecord) => void = () => undefined) {
    this.#db = db;
    this.#onMove = onMove;
    db.exec(`
      CREATE TABLE IF NOT EXISTS command (id TEXT PRIMARY KEY, device TEXT NOT NULL, at INTEGER NOT NULL, ended INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
      CREATE INDEX IF NOT EXISTS command_by_device ON command (device, at);
      CREATE INDEX IF NOT EXISTS command_by_time ON command (at);
    `);
    const rows = db.prepare<[], { data: string }>('SELECT data FROM command WHERE ended = 0 ORDER BY at').all();
    for (const row of rows) this.#track(JSON.parse(row.data) as CommandRecord);
  }

  /** A person's command begins to wait for its device. The caller has checked its arguments. */
  give(act: Extract<Act, { do: 'command' }>): CommandRecord {
    const waiting = this.#byDevice.get(act.device)?.size ?? 0;
    if (waiting >= WAITING_LIMIT) throw new BalefireError('too-many');
    const { id, device, command, expiresAt, by, at } = act;
    const record: CommandRecord = {
      id,
      device,
      command,
      arguments: act.arguments,
      state: 'waiting',
      reason: null,
      by,
      at,
      expiresAt,
      changedAt: at,
      ...(act.reason === undefined ? {} : { why: act.reason }),
    };
    this.#keep(record);
    return record;
  }

  /** What waits for a device, oldest first; none that has expired. */
  waitingFor(device: string, now: number): CommandRecord[] {
    return [...(this.#byDevice.get(device) ?? [])].flatMap((id) => {
      const record = this.#live.get(id);
      return record && record.state === 'waiting' && record.expiresAt > now && !this.#sending.has(id) ? [record] : [];
    });
  }

  /** The devices for which commands wait. */
  devicesWaiting(): string[] {
    return [...this.#byDevice].flatMap(([device, ids]) => ([...ids].some((id) => this.#live.get(id)?.state === 'waiting') ? [device] : []));
  }

  /** It is being written to its wire; `tried` says how that ended. Until then it is not offered again. */
  sending(id: string): void {
    this.#sending.add(id);
  }

  tried(id: string, sent: boolean, at: number): void {
    this.#sending.delete(id);
    if (sent) this.#move(id, 'sent', at);
  }

  /** The device answered. An answer of another device to this id is nothing. */
  answered(
    device: string,
    id: string,
    state: 'delivered' | 'done' | 'failed',
    at: number,
    reason: string | null,
    reply: string | null = null,
  ): void {
    if (this.#live.get(id)?.device !== device) return;
    const moved = this.#move(id, state, at, reason, reply);
    if (moved) this.#onMove(moved);
  }

  /** Ends what has expired by now. */
  advance(now: number): void {
    for (const record of [...this.#live.values()]) {
      if (record.expiresAt > now) continue;
      const moved = this.#move(record.id, 'expired', record.expiresAt);
      if (moved) this.#onMove(moved);
    }
  }

  /** Newest first; of one device where given. `after`: time of the last seen. */
  list(filter: { device?: string | undefined; after?: number | undefined; limit: number }): CommandRecord[] {
    const { device, after, limit } = filter;
    const rows = this.#db
      .prepare<unknown[], { data: string }>(
        'SELECT data FROM command WHERE (@device IS NULL OR device = @device) AND (@after IS NULL OR at < @after) ORDER BY at DESC, rowid DESC LIMIT @limit',
      )
      .all({ device: device ?? null, after: after ?? null, limit });
    return rows.map((row) => JSON.parse(row.data) as CommandRecord);
  }

  takeChanges(): CommandRecord[] {
    const changed = this.#changed;
    this.#changed = [];
    return changed;
  }

  isDirty(): boolean {
    return this.#dirty.size > 0;
  }

  write(): void {
    const save = this.#db.prepare('INSERT OR REPLACE INTO command (id, device, at, ended, data) VALUES (?, ?, ?, ?, ?)');
    for (const record of this.#dirty.values()) {
      save.run(record.id, record.device, record.at, ENDED.has(record.state) ? 1 : 0, JSON.stringify(record));
    }
  }

  written(): void {
    this.#dirty.clear();
  }

  #move(id: string, to: CommandState, at: number, reason: string | null = null, reply: string | null = null): CommandRecord | undefined {
    const record = this.#live.get(id);
    if (!record) return undefined;
    const after = nextState(record, to, at, reason);
    if (after === record) return undefined;
    const kept = reply === null ? after : { ...after, reply };
    this.#keep(kept);
    return kept;
  }

  #keep(record: CommandRecord): void {
    this.#track(record);
    this.#dirty.set(record.id, record);
    this.#changed.push(record);
  }

  #track(record: CommandRecord): void {
    const ofDevice = this.#byDevice.get(record.device) ?? new Set();
    if (ENDED.has(record.state)) {
      this.#live.delete(record.id);
      ofDevice.delete(record.id);
      if (ofDevice.size === 0) this.#byDevice.delete(record.device);
    } else {
      this.#live.set(record.id, record);
      this.#byDevice.set(record.device, ofDevice.add(record.id));
    }
  }
}
