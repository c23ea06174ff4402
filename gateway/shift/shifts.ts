// Shifts of the seats of a monitoring centre: who came on duty, with what heard and read, and what was handed over 交接班.
import type { Act } from '../acts.ts';
import type { Alarm, Signature } from '../alarms/alarm.ts';
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';

export interface Shift {
  readonly id: string;
  /** The place for which the seat works. */
  readonly place: string;
  readonly began: Signature;
  /** The other person at the same seat, by name: a fire control room is kept by two. */
  readonly second?: string | undefined;
  /** The person heard the sound of a fire alarm from this seat when the shift began. */
  readonly isSoundHeard: boolean;
  /** Shifts whose hand-over was read and signed for at the beginning. */
  readonly read: readonly string[];
  readonly ended:
    | (Signature & {
        /** What the next shift must know, in the person's words. */
        readonly note: string;
        /** Fires that nobody had verified then, ids of incidents. */
        readonly unverified: readonly string[];
      })
    | null;
  /** Who signed for its hand-over. */
  readonly handedTo: Signature | null;
}

/** A hand-over that nobody has signed for is asked for at the next shift for so long, ms: a weekend and a day. */
const HANDED_WITHIN_MS = 72 * 3_600_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS shift (id TEXT PRIMARY KEY, at INTEGER NOT NULL, live INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS shift_by_time ON shift (at);
  CREATE INDEX IF NOT EXISTS shift_live ON shift (live) WHERE live = 1;
`;

export class Shifts implements Ledger {
  readonly #db: Database;
  /** Those that go on, and those whose hand-over waits to be read. */
  readonly #live = new Map<string, Shift>();
  readonly #dirty = new Map<string, Shift>();

  constructor(db: Database) {
    this.#db = db;
    db.exec(TABLES);
    for (const { data } of db.prepare<[], { data: string }>('SELECT data FROM shift WHERE live = 1 ORDER BY at').all()) {
      const shift = JSON.parse(data) as Shift;
      this.#live.set(shift.id, shift);
    }
  }

  get(id: string): Shift | undefined {
    const known = this.#live.get(id) ?? this.#dirty.get(id);
    if (known) return known;
    const row = this.#db.prepare<[string], { data: string }>('SELECT data FROM shift WHERE id = ?').get(id);
    return row && (JSON.parse(row.data) as Shift);
  }

  /** Those that go on, oldest first. */
  onDuty(): Shift[] {
    return [...this.#live.values()].filter(({ ended }) => ended === null);
  }

  ofPerson(person: string): Shift | undefined {
    return this.onDuty().find(({ began }) => began.id === person);
  }

  /** Shifts of a place that ended and whose hand-over nobody has signed for, but for what the person wrote: one hands over to another. Oldest first. */
  unread(place: string, person: string, now: number): Shift[] {
    return [...this.#live.values()].filter(
      ({ place: of, ended, handedTo }) =>
        of === place && ended !== null && handedTo === null && ended.id !== person && now - ended.at < HANDED_WITHIN_MS,
    );
  }

  /** Newest first; `before`: beginning of the last seen. */
  list({ before, limit }: { before?: number | undefined; limit: number }): Shift[] {
    return this.#db
      .prepare<[number, number], { data: string }>('SELECT data FROM shift WHERE at < ? ORDER BY at DESC LIMIT ?')
      .all(before ?? Number.MAX_SAFE_INTEGER, limit)
      .map(({ data }) => JSON.parse(data) as Shift);
  }

  /** Throws `conflict` where the person is on duty already, or a hand-over of the place was not read. */
  begin({ id, place, second, isSoundHeard, read, by, at }: Extract<Act, { do: 'begin-shift' }>): Shift {
    if (this.ofPerson(by.id)) throw refused('您已在岗', 'You are on duty already');
    const waiting = this.unread(place, by.id, at);
    if (waiting.some((shift) => !read.includes(shift.id)))
      throw refused('上一班的交接记录还没有读', 'The hand-over of the shift before has not been read');
    const signature = { ...by, at };
    for (const shift of waiting) this.#put({ ...shift, handedTo: signature });
    const shift: Shift = {
      id,
      place,
      began: signature,
      second,
      isSoundHeard,
      read: waiting.map((one) => one.id),
      ended: null,
      handedTo: null,
    };
    return this.#put(shift);
  }

  /** Throws `not-found`, or `conflict` where it has ended or is another's; a supervisor ends it for whoever went home without. */
  end(act: Extract<Act, { do: 'end-shift' }>, open: Iterable<Alarm>): Shift {
    const { shift: id, note, isSupervisor, by, at } = act;
    const shift = this.get(id);
    if (!shift) throw new BalefireError('not-found', { what: id });
    if (shift.ended) throw refused('这一班已经交班', 'This shift has ended already');
    if (shift.began.id !== by.id && !isSupervisor) throw refused('只能由本人或主管交班', 'Only the person or a supervisor ends a shift');
    return this.#put({ ...shift, ended: { ...by, at, note, unverified: unverifiedFires(open, shift.place) } });
  }

  isDirty(): boolean {
    return this.#dirty.size > 0;
  }

  write(): void {
    const save = this.#db.prepare('INSERT OR REPLACE INTO shift (id, at, live, data) VALUES (?, ?, ?, ?)');
    for (const shift of this.#dirty.values()) save.run(shift.id, shift.began.at, Number(isLive(shift)), JSON.stringify(shift));
  }

  written(): void {
    this.#dirty.clear();
  }

  #put(shift: Shift): Shift {
    this.#dirty.set(shift.id, shift);
    if (isLive(shift)) this.#live.set(shift.id, shift);
    else this.#live.delete(shift.id);
    return shift;
  }
}

function isLive({ ended, handedTo }: Shift): boolean {
  return ended === null || handedTo === null;
}

/** Incidents of real fires below a place that nobody has verified. */
function unverifiedFires(open: Iterable<Alarm>, place: string): string[] {
  const fires = [...open].filter(
    (alarm) => alarm.class === 'fire' && alarm.verdict === 'unverified' && !alarm.drill && alarm.path.includes(place),
  );
  return [...new Set(fires.map(({ incident }) => incident))];
}

function refused(zh: string, en: string): BalefireError {
  return new BalefireError('conflict', { detail: `${zh} / ${en}` });
}
