// What must leave the house for other houses: kept on the disk until the other side has it, each try on record.
import type { Database } from '../sqlite.ts';

/** What is to be handed over to one target. */
export interface NewParcel {
  /** Name of the target: `terminal`, `dc09`, `cap:1`. */
  readonly target: string;
  /** 0 goes before everything: a fire. */
  readonly urgency: number;
  /** The alarm or incident it is about. */
  readonly about: string;
  /** Places from the root down to where it happened. */
  readonly path: readonly string[];
  readonly body: string;
  readonly madeAt: number;
}

export interface Parcel extends NewParcel {
  readonly number: number;
  /** Earlier tries: above 0 the other side may have it already. */
  readonly tries: number;
}

type ParcelState = 'waiting' | 'delivered' | 'given-up' | 'displaced';

export interface ParcelRecord extends Omit<Parcel, 'body'> {
  readonly state: ParcelState;
  readonly settledAt: number | null;
  /** What the other side answered with. */
  readonly receipt: string | null;
  /** Why the last try came to nothing. */
  readonly why: string | null;
}

/** What a target refused for good. */
export interface GivenUp {
  readonly number: number;
  readonly about: string;
  readonly path: readonly string[];
  readonly at: number;
  readonly why: string;
}

export interface Attempt {
  readonly at: number;
  readonly tookMs: number;
  readonly outcome: 'delivered' | 'unreachable' | 'refused';
  readonly detail: string;
}

/**
 * Waiting for one target at most: a day of a large district's alarms for a line that is down, about 10 MB. Above it the
 * oldest of the least urgent makes room and is counted; a fire never does.
 */
const MOST_WAITING = 10_000;
/** As long as records must be kept at least (GB 50440-2007: one year, from memory), and a month for the yearly report. */
const KEPT_MS = 396 * 86_400_000;
/** Tries told of one parcel, the last ones: a terminal that is away for a month is tried ninety thousand times. */
const MOST_ATTEMPTS = 50;
/** Told of one target at once: as many as a person reads. */
const MOST_GIVEN_UP = 100;
/** Old ones are looked for after so many new ones. */
const TRIM_EVERY = 1_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS northbound_parcel (number INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, urgency INTEGER NOT NULL,
    about TEXT NOT NULL, path TEXT NOT NULL, body TEXT NOT NULL, made_at INTEGER NOT NULL, not_before INTEGER NOT NULL, tries INTEGER NOT NULL,
    state TEXT NOT NULL, settled_at INTEGER, receipt TEXT, why TEXT) STRICT;
  CREATE INDEX IF NOT EXISTS northbound_waiting ON northbound_parcel (target, state, urgency, number);
  CREATE INDEX IF NOT EXISTS northbound_about ON northbound_parcel (about, number);
  CREATE TABLE IF NOT EXISTS northbound_attempt (parcel INTEGER NOT NULL, at INTEGER NOT NULL, took_ms INTEGER NOT NULL, outcome TEXT NOT NULL,
    detail TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS northbound_attempts ON northbound_attempt (parcel);
  CREATE TABLE IF NOT EXISTS northbound_seen (number INTEGER PRIMARY KEY) STRICT;
`;

interface Row {
  number: number;
  target: string;
  urgency: number;
  about: string;
  path: string;
  body: string;
  made_at: number;
  tries: number;
  state: ParcelState;
  settled_at: number | null;
  receipt: string | null;
  why: string | null;
}

export class Parcels {
  readonly #db: Database;
  readonly #mostWaiting: number;
  readonly #save;
  readonly #next;
  readonly #due;
  readonly #waiting;
  readonly #attempt;
  readonly #attempts;
  readonly #givenUp;
  /** How many wait for each target: counted once, as ten thousand counted anew for each further one would be the cost of it all. */
  readonly #counts = new Map<string, number>();
  #sinceTrim = 0;

  constructor(db: Database, mostWaiting = MOST_WAITING) {
    this.#db = db;
    this.#mostWaiting = mostWaiting;
    db.exec(TABLES);
    this.#save = db.prepare(`INSERT INTO northbound_parcel (target, urgency, about, path, body, made_at, not_before, tries, state)
      VALUES (?, ?, ?, ?, ?, ?, 0, 0, 'waiting')`);
    this.#next = db.prepare<
      [string, number, string],
      Row
    >(`SELECT * FROM northbound_parcel WHERE target = ? AND state = 'waiting' AND not_before <= ?
      AND number NOT IN (SELECT value FROM json_each(?))
      ORDER BY urgency, number LIMIT 1`);
    this.#due = db.prepare<[string], { due: number | null }>(
      "SELECT MIN(not_before) AS due FROM northbound_parcel WHERE target = ? AND state = 'waiting'",
    );
    this.#waiting = db.prepare<[string], { count: number }>(
      "SELECT COUNT(*) AS count FROM northbound_parcel WHERE target = ? AND state = 'waiting'",
    );
    this.#attempts = db.prepare<[number, number], Attempt>(
      'SELECT at, took_ms AS tookMs, outcome, detail FROM northbound_attempt WHERE parcel = ? ORDER BY rowid DESC LIMIT ?',
    );
    this.#givenUp = db.prepare<[string], Omit<GivenUp, 'path'> & { path: string }>(
      `SELECT number, about, path, settled_at AS at, coalesce(why, '') AS why FROM northbound_parcel AS one WHERE target = ? AND state = 'given-up'
        AND number NOT IN (SELECT number FROM northbound_seen)
        AND NOT EXISTS (SELECT 1 FROM northbound_parcel AS later WHERE later.about = one.about AND later.number > one.number
          AND later.target = one.target AND later.state = 'delivered')
        ORDER BY number DESC LIMIT ${MOST_GIVEN_UP}`,
    );
    this.#attempt = db.prepare('INSERT INTO northbound_attempt (parcel, at, took_ms, outcome, detail) VALUES (?, ?, ?, ?, ?)');
  }

  /** Puts a parcel in; inside the caller's transaction. Returns whether another had to make room for it. */
  put({ target, urgency, about, path, body, madeAt }: NewParcel): boolean {
    this.waiting(target);
    this.#save.run(target, urgency, about, column(path), body, madeAt);
    this.#sinceTrim += 1;
    this.#add(target, 1);
    if (this.#sinceTrim >= TRIM_EVERY) this.#trim(madeAt);
    if (this.waiting(target) <= this.#mostWaiting) return false;
    const { changes } = this.#db
      .prepare(`UPDATE northbound_parcel SET state = 'displaced', settled_at = ? WHERE number = (SELECT number FROM northbound_parcel
        WHERE target = ? AND state = 'waiting' AND urgency > 0 ORDER BY urgency DESC, number LIMIT 1)`)
      .run(madeAt, target);
    this.#add(target, -changes);
    return changes > 0;
  }

  /** The most urgent one that may be tried now, the oldest of its kind first; not one of `but`, which are on their way. */
  next(target: string, now: number, but: readonly number[] = []): Parcel | undefined {
    const row = this.#next.get(target, now, JSON.stringify(but));
    return row && { ...parcelOf(row), body: row.body };
  }

  /** When something of the target may be tried; undefined where nothing waits. */
  due(target: string): number | undefined {
    return this.#due.get(target)?.due ?? undefined;
  }

  waiting(target: string): number {
    const known = this.#counts.get(target) ?? this.#waiting.get(target)?.count ?? 0;
    this.#counts.set(target, known);
    return known;
  }

  /** Whether one more makes nothing give way. */
  hasRoom(target: string): boolean {
    return this.waiting(target) < this.#mostWaiting;
  }

  /** The caller's transaction came to nothing: what was counted in it was not. */
  recount(): void {
    this.#counts.clear();
  }

  /** A try begins: should the gateway end in the middle of it, the next one is known for a repetition. */
  begin(number: number): void {
    this.#db.prepare('UPDATE northbound_parcel SET tries = tries + 1 WHERE number = ?').run(number);
  }

  /** The other side has it. */
  delivered({ number, target }: Pick<Parcel, 'number' | 'target'>, attempt: Attempt, receipt: string | null): void {
    this.#db.transaction(() => {
      this.#note(number, attempt);
      this.#db
        .prepare("UPDATE northbound_parcel SET state = 'delivered', settled_at = ?, receipt = ?, why = NULL WHERE number = ?")
        .run(attempt.at + attempt.tookMs, receipt, number);
    })();
    this.#add(target, -1);
  }

  /** It came to nothing: tried again from `notBefore` on; null: no more. */
  failed({ number, target }: Pick<Parcel, 'number' | 'target'>, attempt: Attempt, notBefore: number | null): void {
    this.#db.transaction(() => {
      this.#note(number, attempt);
      if (notBefore === null)
        this.#db
          .prepare("UPDATE northbound_parcel SET state = 'given-up', settled_at = ?, why = ? WHERE number = ?")
          .run(attempt.at + attempt.tookMs, attempt.detail, number);
      else this.#db.prepare('UPDATE northbound_parcel SET not_before = ?, why = ? WHERE number = ?').run(notBefore, attempt.detail, number);
    })();
    if (notBefore === null) this.#add(target, -1);
  }

  /** What became of the parcels, the newest first: of one alarm or incident, or within a place; `before`: number to go on before. */
  list(filter: { about?: string | undefined; place?: string | undefined; before?: number | undefined; limit: number }): ParcelRecord[] {
    const { about, place, before, limit } = filter;
    return this.#db
      .prepare<unknown[], Row>(
        `SELECT * FROM northbound_parcel WHERE (@about IS NULL OR about = @about) AND (@place IS NULL OR instr(path, @place) > 0)
         AND number < @before ORDER BY number DESC LIMIT @limit`,
      )
      .all({ about: about ?? null, place: place === undefined ? null : `/${place}/`, before: before ?? Number.MAX_SAFE_INTEGER, limit })
      .map((row) => ({
        ...parcelOf(row),
        state: row.state,
        settledAt: row.settled_at,
        receipt: row.receipt,
        why: row.why,
      }));
  }

  /** The last 50 tries of a parcel, the oldest first; how many there were, its record says. */
  attempts(number: number): Attempt[] {
    return this.#attempts.all(number, MOST_ATTEMPTS).reverse();
  }

  /** Urgent parcels of a target that still wait, made before a time. */
  late(target: string, madeBefore: number): ParcelRecord[] {
    return this.#db
      .prepare<[string, number], Row>(
        "SELECT * FROM northbound_parcel WHERE target = ? AND state = 'waiting' AND urgency = 0 AND made_at < ? ORDER BY number LIMIT 100",
      )
      .all(target, madeBefore)
      .map((row) => ({ ...parcelOf(row), state: row.state, settledAt: null, receipt: null, why: row.why }));
  }

  /** Refused for good by a target, the newest first: until it takes something later about the same thing, or a person has seen it. */
  givenUp(target: string): GivenUp[] {
    return this.#givenUp.all(target).map((row) => ({ ...row, path: stepsOf(row.path) }));
  }

  /** A person has seen what a target refused for good within a place, up to that number; `place` left out: everywhere. How many that are. */
  seen(target: string, upTo: number, place: string | undefined): number {
    return this.#db
      .prepare<[{ target: string; upTo: number; place: string | null }]>(
        `INSERT OR IGNORE INTO northbound_seen (number) SELECT number FROM northbound_parcel
         WHERE target = @target AND state = 'given-up' AND number <= @upTo AND (@place IS NULL OR instr(path, @place) > 0)`,
      )
      .run({ target, upTo, place: place === undefined ? null : `/${place}/` }).changes;
  }

  #add(target: string, more: number): void {
    const known = this.#counts.get(target);
    if (known !== undefined) this.#counts.set(target, known + more);
  }

  #note(number: number, { at, tookMs, outcome, detail }: Attempt): void {
    this.#attempt.run(number, at, tookMs, outcome, detail.slice(0, 500));
  }

  #trim(now: number): void {
    this.#sinceTrim = 0;
    this.#db
      .prepare('DELETE FROM northbound_attempt WHERE parcel IN (SELECT number FROM northbound_parcel WHERE settled_at < ?)')
      .run(now - KEPT_MS);
    this.#db.prepare('DELETE FROM northbound_parcel WHERE settled_at < ?').run(now - KEPT_MS);
    this.#db.prepare('DELETE FROM northbound_seen WHERE number NOT IN (SELECT number FROM northbound_parcel)').run();
  }
}

function parcelOf({ number, target, urgency, about, path, made_at: madeAt, tries }: Row): Omit<Parcel, 'body'> {
  return { number, target, urgency, about, path: stepsOf(path), madeAt, tries };
}

function column(path: readonly string[]): string {
  return `/${path.join('/')}/`;
}

function stepsOf(path: string): string[] {
  return path.split('/').filter((id) => id !== '');
}
