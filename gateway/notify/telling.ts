// Who must be told of what: hears how incidents change and how time goes on, and keeps each due notice with the conclusions.
import type { Alarm } from '../alarms/alarm.ts';
import type { Incident } from '../alarms/incident.ts';
import type { IncidentRoll } from '../alarms/incident-roll.ts';
import type { PlaceTree } from '../estate/places.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import type { Due } from './due.ts';
import type { DutyBook } from './duty-book.ts';
import { Escalation } from './escalation.ts';
import type { EscalationRecord } from './escalation-record.ts';
import type { LocalTime } from './local-day.ts';
import type { NoticeRow, NoticeRows } from './notice-rows.ts';
import { noticeOf } from './notice-text.ts';
import { hear, standingOf, type ToldIncident } from './told-incident.ts';

export interface TellingAround {
  readonly desk: {
    incident(id: string): Incident | undefined;
    alarm(id: string): Alarm | undefined;
    rollOf(incident: Incident): IncidentRoll;
  };
  readonly places: Pick<PlaceTree, 'steps'>;
  readonly book: Pick<DutyBook, 'policies' | 'rosters'>;
  readonly rows: NoticeRows;
  readonly localTime: LocalTime;
  /** The local time as people read it. */
  readonly clock: (at: number) => string;
  /** Rows that are on the disk now, to be sent. */
  readonly handOver: (rows: readonly NoticeRow[]) => void;
  /** An incident of which people were told was closed, and that is on the disk. `goesOnIn`: it went up in that one. */
  readonly over: (incident: string, goesOnIn: string | null) => void;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS escalation (incident TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS escalation_time (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL) STRICT;
`;

/** The same journal makes the same notices: nothing here knows whether one was sent. */
export class Telling implements Ledger {
  readonly #db: Database;
  readonly #around: TellingAround;
  readonly #escalation: Escalation;
  readonly #told = new Map<string, ToldIncident>();
  readonly #dirty = new Map<string, EscalationRecord>();
  readonly #forgotten = new Set<string>();
  #rows: NoticeRow[] = [];
  #over: (readonly [incident: string, goesOnIn: string | null])[] = [];

  constructor(db: Database, around: TellingAround) {
    this.#db = db;
    this.#around = around;
    db.exec(TABLES);
    const records = db
      .prepare<[], { data: string }>('SELECT data FROM escalation ORDER BY rowid')
      .all()
      .map(({ data }) => JSON.parse(data) as EscalationRecord);
    for (const { incident: id } of records) {
      const incident = around.desk.incident(id);
      if (incident) this.#told.set(id, standingOf(incident, around.desk.rollOf(incident)));
    }
    const now = db.prepare<[], { at: number }>('SELECT at FROM escalation_time').get()?.at ?? 0;
    const { book, localTime } = around;
    this.#escalation = new Escalation({ policies: () => book.policies(), rosters: () => book.rosters(), localTime }, { now, records });
  }

  /** Incidents changed, and it is so late now; the time must be one that a replay comes to again. */
  hear(touched: Iterable<string>, at: number): void {
    for (const id of touched) this.#heard(id, at);
    if ((this.#escalation.nextDue() ?? Number.POSITIVE_INFINITY) <= at) this.#due(this.#escalation.advance(at));
    this.#takeChanged();
  }

  isDirty(): boolean {
    return this.#dirty.size + this.#forgotten.size + this.#rows.length > 0;
  }

  write(): void {
    if (!this.isDirty()) return;
    const save = this.#db.prepare(
      'INSERT INTO escalation (incident, data) VALUES (?, ?) ON CONFLICT (incident) DO UPDATE SET data = excluded.data',
    );
    for (const [id, record] of this.#dirty) save.run(id, JSON.stringify(record));
    const drop = this.#db.prepare('DELETE FROM escalation WHERE incident = ?');
    for (const id of this.#forgotten) drop.run(id);
    for (const row of this.#rows) this.#around.rows.put(row);
    this.#db.prepare('INSERT OR REPLACE INTO escalation_time (one, at) VALUES (1, ?)').run(this.#escalation.now);
  }

  written(): void {
    this.#dirty.clear();
    this.#forgotten.clear();
    const rows = this.#rows;
    this.#rows = [];
    const over = this.#over;
    this.#over = [];
    for (const one of over) this.#around.over(...one);
    if (rows.length > 0) this.#around.handOver(rows);
  }

  #heard(id: string, at: number): void {
    const { desk } = this.#around;
    const incident = desk.incident(id);
    const told = this.#told.get(id);
    if (!incident || (!told && incident.closedAt !== null)) return;
    const heard = hear(incident, desk.rollOf(incident), told, at);
    if (!heard) return;
    this.#told.set(id, heard.after);
    if (heard.after.isClosed && told?.isClosed !== true) this.#over.push([id, incident.mergedInto]);
    for (const event of heard.events) this.#due(this.#escalation.apply(event));
  }

  #due(due: readonly Due[]): void {
    const { desk, places, clock } = this.#around;
    for (const one of due) {
      const incident = desk.incident(one.incident);
      if (!incident) continue;
      const first = desk.alarm(incident.firstOut) ?? desk.alarm(incident.alarms[0] ?? '');
      for (const recipient of one.people) {
        const id = `${one.id}/${recipient.id}`;
        const notice = noticeOf(one, id, { incident, first, places, clock });
        const { dueAt, via, besideAfter } = one;
        this.#rows.push({ id, dueAt, path: incident.path, recipient, via, besideAfter, notice });
      }
    }
  }

  #takeChanged(): void {
    const { records, forgotten } = this.#escalation.takeChanged();
    for (const record of records) {
      this.#dirty.set(record.incident, record);
      this.#forgotten.delete(record.incident);
    }
    for (const id of forgotten) {
      this.#told.delete(id);
      this.#dirty.delete(id);
      this.#forgotten.add(id);
    }
  }
}
