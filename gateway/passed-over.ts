// What the house could not conclude, through a fault of its own: kept with the conclusions until it is concluded after all or a person dismisses it.
import { createHash } from 'node:crypto';
import { looksUrgent } from '../device-drivers/urgent.ts';
import type { Finding } from '../rules/finding.ts';
import { isOfFire } from './alarms/alarm.ts';
import type { FrameEntry } from './alarms/alarm-store.ts';
import type { AlarmDesk, Ground } from './alarms/desk.ts';
import { BalefireError } from './errors.ts';
import type { Database } from './sqlite.ts';
import type { Ledger } from './state.ts';
import type { Troubles } from './troubles.ts';

/** A frame that could not be understood, or a finding that the alarm desk could not take. */
export interface PassedOverRow {
  /** The same whenever the same journal is read. */
  readonly id: string;
  readonly kind: 'frame' | 'finding';
  readonly device: string;
  /** Number in the journal; null: time alone had found it. */
  readonly entry: number | null;
  /** It may tell of a fire. */
  readonly mayBurn: boolean;
  /** Gateway time, ms since 1970. */
  readonly at: number;
  /** The fault's own words. */
  readonly why: string;
  /** How often it was tried again, and when last. */
  readonly tries: number;
  readonly lastTry: number | null;
  readonly finding: Finding | null;
}

/** More than there is room for: these are in the journal alone. */
export interface PassedOverBeyond {
  readonly count: number;
  /** The first and the last of them. */
  readonly from: number | null;
  readonly to: number | null;
}

interface Around {
  readonly desk: Pick<AlarmDesk, 'take'>;
  readonly troubles: Pick<Troubles, 'raise' | 'clear'>;
  readonly counters: { add(name: string): void };
  readonly log: { error(about: object, text: string): void };
  readonly clock: () => number;
}

/** Whatever is tried again by itself, so long after it failed: a lock that passes, a memory that is freed. Then at each start, and when a person asks. */
const AGAIN_AFTER_MS = [1_000, 10_000, 60_000, 10 * 60_000, 60 * 60_000] as const;
/** In one deed: 50 findings take the desk 5 ms. */
const AT_ONCE = 50;
/** As many alarms as the house is measured with: every point of the largest site fails at once. A row is 2 kB. */
const ROW_LIMIT = 10_000;
/** 256 of the longest frames (256 KiB), 300,000 usual ones. */
const BYTES_LIMIT = 64 << 20;
/** A fault's words are cut after so many characters. */
const WHY_LENGTH = 300;
/** Id under which what is beyond the list is dismissed. */
export const BEYOND = 'beyond';

const TABLES = `
  CREATE TABLE IF NOT EXISTS passed_over (id TEXT PRIMARY KEY, nth INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS passed_over_frame (entry INTEGER PRIMARY KEY, data TEXT NOT NULL, body BLOB NOT NULL) STRICT;
`;

/**
 * What concerns one cause (device, point, class) stays in its order: while a finding waits, those that follow it wait
 * behind it, or a fire that is raised late would never be seen restored.
 */
export class PassedOver implements Ledger {
  readonly #db: Database;
  readonly #around: Around;
  readonly #rows = new Map<string, PassedOverRow>();
  readonly #frames = new Map<number, FrameEntry>();
  /** Cause → ids of its findings that wait. */
  readonly #waiting = new Map<string, Set<string>>();
  /** When the house tries again by itself, and for which time in this life; infinity: it is being tried. */
  readonly #due = new Map<string, { at: number; nth: number }>();
  #bytes = 0;
  #nth = 0;
  #beyond: PassedOverBeyond | null = null;
  readonly #changed = new Set<string>();
  readonly #changedFrames = new Set<number>();

  constructor(db: Database, around: Around) {
    this.#db = db;
    this.#around = around;
    db.exec(TABLES);
    for (const { entry, data, body } of db
      .prepare<[], { entry: number; data: string; body: Uint8Array }>('SELECT entry, data, body FROM passed_over_frame')
      .all()) {
      const kept = JSON.parse(data) as FrameEntry;
      this.#frames.set(entry, { ...kept, frame: { ...kept.frame, body } });
      this.#bytes += body.byteLength;
    }
    for (const { id, nth, data } of db
      .prepare<[], { id: string; nth: number; data: string }>('SELECT id, nth, data FROM passed_over ORDER BY nth')
      .all()) {
      this.#nth = Math.max(this.#nth, nth);
      if (id === BEYOND) this.#beyond = JSON.parse(data) as PassedOverBeyond;
      else this.#keep(JSON.parse(data) as PassedOverRow);
    }
    // A start may find the house mended.
    for (const id of this.#rows.keys()) this.#due.set(id, { at: 0, nth: 0 });
    this.#tell();
  }

  /** What waits, in the order in which it came. */
  all(): PassedOverRow[] {
    return [...this.#rows.values()];
  }

  get(id: string): PassedOverRow | undefined {
    return this.#rows.get(id);
  }

  beyond(): PassedOverBeyond | null {
    return this.#beyond;
  }

  /** The raw frame it rests on. */
  frameOf({ entry }: PassedOverRow): FrameEntry | undefined {
    return entry === null ? undefined : this.#frames.get(entry);
  }

  /** Hands a finding to the alarm desk; where the desk fails, or one of the same cause waits, it is kept. Never throws. */
  take(finding: Finding, ground: Ground): void {
    if (this.#isBehind(finding, ground)) {
      this.#finding(finding, ground, 'waits behind an earlier one of the same point');
      return;
    }
    try {
      this.#around.desk.take(finding, ground);
    } catch (error) {
      this.#around.log.error({ err: error, entry: ground.entry?.number, device: finding.device }, 'a finding could not be taken');
      this.#finding(finding, ground, wordsOf(error));
    }
  }

  /** A frame could not be concluded. */
  frame(entry: FrameEntry, error: unknown): void {
    const { device, body, receivedAt } = entry.frame;
    const about = { device, entry: entry.number, mayBurn: looksUrgent(body), at: receivedAt, why: wordsOf(error) };
    this.#put({ id: `f${entry.number}`, kind: 'frame', ...about, tries: 0, lastTry: null, finding: null }, entry);
  }

  /** Ids of what the house tries again by itself now, fires first; each is given once until it failed again. */
  due(now: number): string[] {
    if (this.#due.size === 0) return [];
    const due = [...this.#due].filter(([, { at }]) => at <= now).flatMap(([id]) => this.#rows.get(id) ?? []);
    const first = due.toSorted((one, other) => Number(other.mayBurn) - Number(one.mayBurn)).slice(0, AT_ONCE);
    for (const { id } of first) this.#due.set(id, { at: Number.POSITIVE_INFINITY, nth: this.#due.get(id)?.nth ?? 0 });
    return first.map(({ id }) => id);
  }

  /** What must be tried together with these, in order: whatever concerns the same causes. */
  together(ids: readonly string[]): PassedOverRow[] {
    const wanted = new Set(ids);
    const causes = new Set(ids.flatMap((id) => this.#rows.get(id)?.finding ?? []).map(causeOf));
    const rows = this.all().filter(({ id, finding }) => wanted.has(id) || (finding !== null && causes.has(causeOf(finding))));
    return rows.toSorted((one, other) => one.at - other.at);
  }

  failed(id: string, error: unknown, at: number): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#rows.set(id, { ...row, why: wordsOf(error), tries: row.tries + 1, lastTry: at });
    this.#changed.add(id);
    const nth = (this.#due.get(id)?.nth ?? 0) + 1;
    const after = AGAIN_AFTER_MS[nth];
    if (after === undefined) this.#due.delete(id);
    else this.#due.set(id, { at: at + after, nth });
  }

  /** It is concluded, or a person dismissed it. Throws `not-found` where there is no such row. */
  drop(id: string): void {
    const row = this.#rows.get(id);
    if (id === BEYOND && this.#beyond) this.#beyond = null;
    else if (!row) throw new BalefireError('not-found', { what: id });
    this.#changed.add(id);
    this.#rows.delete(id);
    this.#due.delete(id);
    if (row) this.#forget(row);
    this.#tell();
  }

  isDirty(): boolean {
    return this.#changed.size > 0;
  }

  write(): void {
    if (!this.isDirty()) return;
    const save = this.#db.prepare(
      'INSERT INTO passed_over (id, nth, data) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET data = excluded.data',
    );
    const drop = this.#db.prepare('DELETE FROM passed_over WHERE id = ?');
    let nth = this.#nth;
    for (const id of this.#changed) {
      const data = id === BEYOND ? this.#beyond : this.#rows.get(id);
      nth += 1;
      if (data) save.run(id, nth, JSON.stringify(data));
      else drop.run(id);
    }
    const saveFrame = this.#db.prepare('INSERT OR REPLACE INTO passed_over_frame (entry, data, body) VALUES (?, ?, ?)');
    const dropFrame = this.#db.prepare('DELETE FROM passed_over_frame WHERE entry = ?');
    for (const entry of this.#changedFrames) {
      const kept = this.#frames.get(entry);
      if (!kept) {
        dropFrame.run(entry);
        continue;
      }
      const { body, ...frame } = kept.frame;
      saveFrame.run(entry, JSON.stringify({ ...kept, frame }), Buffer.from(body));
    }
  }

  written(): void {
    this.#nth += this.#changed.size;
    this.#changed.clear();
    this.#changedFrames.clear();
  }

  /** A frame that is understood late may tell what came before those that wait. */
  #isBehind(finding: Finding, { receivedAt }: Ground): boolean {
    for (const id of this.#waiting.get(causeOf(finding)) ?? []) if ((this.#rows.get(id)?.at ?? 0) <= receivedAt) return true;
    return false;
  }

  #finding(finding: Finding, { entry, receivedAt }: Ground, why: string): void {
    const { device, change, at, rule } = finding;
    const id = `c${createHash('sha256')
      .update([entry?.number ?? 't', causeOf(finding), rule.id, change, at].join('|'))
      .digest('hex')
      .slice(0, 16)}`;
    const about = { device, entry: entry?.number ?? null, mayBurn: isOfFire(rule) && change !== 'clear', at: receivedAt, why };
    this.#put({ id, kind: 'finding', ...about, tries: 0, lastTry: null, finding }, entry);
  }

  #put(row: PassedOverRow, entry: FrameEntry | undefined): void {
    this.#around.counters.add('entries.passed-over');
    if (this.#rows.has(row.id)) return;
    while (this.#isFull(entry)) {
      const first = this.all().find(({ mayBurn }) => !mayBurn);
      if (!first || !row.mayBurn) {
        this.#passBeyond(row);
        return;
      }
      this.#rows.delete(first.id);
      this.#due.delete(first.id);
      this.#changed.add(first.id);
      this.#forget(first);
      this.#passBeyond(first);
    }
    if (entry && !this.#frames.has(entry.number)) {
      this.#frames.set(entry.number, entry);
      this.#changedFrames.add(entry.number);
      this.#bytes += entry.frame.body.byteLength;
    }
    this.#keep(row);
    this.#due.set(row.id, { at: this.#around.clock() + AGAIN_AFTER_MS[0], nth: 0 });
    this.#changed.add(row.id);
    this.#tell();
  }

  #isFull(entry: FrameEntry | undefined): boolean {
    const more = entry && !this.#frames.has(entry.number) ? entry.frame.body.byteLength : 0;
    return this.#rows.size >= ROW_LIMIT || (more > 0 && this.#bytes + more > BYTES_LIMIT);
  }

  #passBeyond({ entry }: PassedOverRow): void {
    const known = this.#beyond;
    this.#beyond = { count: (known?.count ?? 0) + 1, from: known?.from ?? entry, to: entry ?? known?.to ?? null };
    this.#changed.add(BEYOND);
    this.#tell();
  }

  #keep(row: PassedOverRow): void {
    this.#rows.set(row.id, row);
    if (!row.finding) return;
    const cause = causeOf(row.finding);
    this.#waiting.set(cause, (this.#waiting.get(cause) ?? new Set()).add(row.id));
  }

  #forget({ id, entry, finding }: PassedOverRow): void {
    const waiting = finding ? this.#waiting.get(causeOf(finding)) : undefined;
    waiting?.delete(id);
    if (finding && waiting?.size === 0) this.#waiting.delete(causeOf(finding));
    const kept = entry === null ? undefined : this.#frames.get(entry);
    if (!kept || this.all().some((row) => row.entry === entry)) return;
    this.#frames.delete(kept.number);
    this.#changedFrames.add(kept.number);
    this.#bytes -= kept.frame.body.byteLength;
  }

  /** What may be a fire has a trouble of its own: what is passed over later, and is none, does not take its place. */
  #tell(): void {
    const { troubles } = this.#around;
    const rows = this.all();
    const fires = rows.filter(({ mayBurn }) => mayBurn);
    const others = rows.filter(({ mayBurn }) => !mayBurn);
    if (fires.length === 0) troubles.clear('passed-over-fire');
    else
      troubles.raise(
        'passed-over-fire',
        'fire',
        { zh: '可能的火警报文未能处理，请核实', en: 'A frame that may tell of a fire could not be processed: verify' },
        detailOf(fires, null),
      );
    if (others.length === 0 && !this.#beyond) troubles.clear('passed-over');
    else
      troubles.raise(
        'passed-over',
        this.#beyond ? 'fire' : 'fault',
        { zh: '有报文未能处理', en: 'A frame could not be processed' },
        detailOf(others, this.#beyond),
      );
  }
}

function detailOf(rows: readonly PassedOverRow[], beyond: PassedOverBeyond | null): { zh: string; en: string } {
  const last = rows.at(-1);
  const which = last && {
    zh: last.entry === null ? '计时' : `日志第 ${last.entry} 条`,
    en: last.entry === null ? 'a time-out' : `journal entry ${last.entry}`,
  };
  const more = beyond && {
    zh: `另有 ${beyond.count} 条仅在日志中（第 ${beyond.from ?? '—'} 至 ${beyond.to ?? '—'} 条）`,
    en: `${beyond.count} more are in the journal alone (${beyond.from ?? '—'} to ${beyond.to ?? '—'})`,
  };
  const kept = !(last && which)
    ? undefined
    : rows.length === 1
      ? { zh: `${which.zh}（${last.device}），原文已保存`, en: `${capital(which.en)} (${last.device}); the raw frame is kept` }
      : {
          zh: `共 ${rows.length} 条，最近为${which.zh}（${last.device}），原文已保存`,
          en: `${rows.length} of them, the last ${which.en} (${last.device}); the raw frames are kept`,
        };
  return {
    zh: [kept?.zh, more?.zh].filter((one) => one).join('；'),
    en: [kept?.en, more?.en].filter((one) => one).join('; '),
  };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function causeOf({ device, point, rule, drill }: Finding): string {
  return `${device}|${point}|${rule.class}|${drill}`;
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, WHY_LENGTH);
}
