// The tables of alarms, incidents, audit and evidence in the state database, and the questions asked of them.
import type { ChainLedger } from '../evidence/chain-ledger.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import type { Alarm } from './alarm.ts';
import { AuditSearch } from './audit-search.ts';
import { FRESH, type Incident } from './incident.ts';

/** One line of the audit: who did what about what, and from where. Written once, never changed. */
export interface AuditRecord {
  readonly number: number;
  readonly at: number;
  readonly by: string;
  readonly name: string;
  readonly from: string;
  readonly what: string;
  readonly about: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export type FrameEntry = Extract<JournalEntry, { kind: 'frame' }>;

export interface AlarmFilter {
  readonly open?: boolean | undefined;
  /** Alarms of devices in this place or below. */
  readonly place?: string | undefined;
  readonly class?: string | undefined;
  readonly device?: string | undefined;
  readonly drill?: boolean | undefined;
  /** Change number to go on after (newest first). */
  readonly after?: number | undefined;
  readonly limit: number;
}

/** Alarms that are looked through to count what each rule raised: 50 ms of the event loop. */
const MOST_TALLIED = 10_000;

/** False alarms of a point are counted so far back (ux 1.2). */
const FALSE_WITHIN_MS = 90 * 86_400_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS alarm (id TEXT PRIMARY KEY, change INTEGER NOT NULL, device TEXT NOT NULL, class TEXT NOT NULL, path TEXT NOT NULL,
    drill INTEGER NOT NULL, received_at INTEGER NOT NULL, closed INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS alarm_by_change ON alarm (closed, change);
  CREATE INDEX IF NOT EXISTS alarm_by_device ON alarm (device, change);
  CREATE INDEX IF NOT EXISTS alarm_by_received ON alarm (received_at, id);
  CREATE INDEX IF NOT EXISTS alarm_by_closing ON alarm (json_extract(data, '$.closedAt')) WHERE closed = 1;
  CREATE TABLE IF NOT EXISTS incident (id TEXT PRIMARY KEY, change INTEGER NOT NULL, path TEXT NOT NULL, closed INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS incident_by_change ON incident (closed, change);
  CREATE TABLE IF NOT EXISTS incident_alarm (incident TEXT NOT NULL, nth INTEGER NOT NULL, alarm TEXT NOT NULL, PRIMARY KEY (incident, nth)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS audit (number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, by TEXT NOT NULL, name TEXT NOT NULL, origin TEXT NOT NULL,
    what TEXT NOT NULL, about TEXT NOT NULL, detail TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS audit_by_about ON audit (about, number);
  CREATE TABLE IF NOT EXISTS evidence (alarm TEXT NOT NULL, entry INTEGER NOT NULL, link TEXT NOT NULL, peer TEXT NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL,
    body BLOB NOT NULL, received_at INTEGER NOT NULL, drill INTEGER NOT NULL, PRIMARY KEY (alarm, entry)) STRICT;
  CREATE TABLE IF NOT EXISTS change_count (one INTEGER PRIMARY KEY CHECK (one = 1), change INTEGER NOT NULL) STRICT;
`;

interface EvidenceRow {
  entry: number;
  link: string;
  peer: string;
  device: string;
  kind: 'up' | 'ack' | 'presence';
  body: Uint8Array;
  received_at: number;
  drill: number;
}

type AuditRow = Omit<AuditRecord, 'from' | 'detail'> & { origin: string; detail: string };

export class AlarmStore implements Ledger {
  /** Of what is saved. */
  readonly auditSearch: AuditSearch;
  readonly #db: Database;
  readonly #alarms = new Map<string, Alarm>();
  readonly #incidents = new Map<string, Incident>();
  #audit: AuditRecord[] = [];
  readonly #evidence = new Map<string, FrameEntry>();
  readonly #chain: ChainLedger;
  readonly #hasEvidence;
  readonly #oneAlarm;
  readonly #oneIncident;
  readonly #falseBefore;
  readonly #alarmsOf;
  /** The lists of open incidents as they stand in their table. */
  readonly #listed = new Map<string, readonly string[]>();
  #change: number;
  #lastAudit: number;

  /** Every change that is saved here goes into the chain too, in the order it is made. */
  constructor(db: Database, chain: ChainLedger) {
    this.#db = db;
    this.#chain = chain;
    db.exec(TABLES);
    this.auditSearch = new AuditSearch(db);
    // Of rows that were taken away from the end the numbers are not given again.
    this.#lastAudit = db.prepare<[], { seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").get()?.seq ?? 0;
    this.#hasEvidence = db.prepare<[string, number]>('SELECT 1 FROM evidence WHERE alarm = ? AND entry = ?');
    this.#oneAlarm = db.prepare<[string], { data: string }>('SELECT data FROM alarm WHERE id = ?');
    this.#oneIncident = db.prepare<[string], { data: string }>('SELECT data FROM incident WHERE id = ?');
    this.#alarmsOf = db.prepare<[string], string>('SELECT alarm FROM incident_alarm WHERE incident = ? ORDER BY nth').pluck();
    this.#falseBefore = db.prepare<[string, number, number, string], { n: number }>(
      `SELECT count(*) AS n FROM alarm WHERE device = ? AND received_at >= ? AND received_at < ? AND drill = 0
       AND json_extract(data, '$.point') = ? AND json_extract(data, '$.verdict') = 'false'`,
    );
    this.#change = db.prepare<[], { change: number }>('SELECT change FROM change_count').get()?.change ?? 0;
  }

  /** The number of the last change of any alarm or incident. */
  get change(): number {
    return this.#change;
  }

  nextChange(): number {
    this.#change += 1;
    return this.#change;
  }

  /** `at`: when it changed, ms since 1970. */
  save(alarm: Alarm, at: number): void {
    this.#chain.alarm(alarm, at, () => this.alarm(alarm.id));
    this.#alarms.set(alarm.id, alarm);
  }

  saveIncident(incident: Incident): void {
    this.#chain.incident(incident, Math.max(incident.latest, incident.closedAt ?? 0), () => this.incident(incident.id));
    this.#incidents.set(incident.id, incident);
  }

  saveAudit(line: Omit<AuditRecord, 'number'>): void {
    this.#lastAudit += 1;
    const row = { number: this.#lastAudit, ...line };
    this.#chain.audit(row);
    this.#audit.push(row);
  }

  /** A frame that the alarm rests on already is not saved again. */
  saveEvidence(alarm: string, entry: FrameEntry): void {
    const key = `${alarm} ${entry.number}`;
    if (this.#evidence.has(key) || this.#hasEvidence.get(alarm, entry.number)) return;
    this.#chain.frame(alarm, entry);
    this.#evidence.set(key, entry);
  }

  openAlarms(): Alarm[] {
    return this.#db.prepare<[], { data: string }>('SELECT data FROM alarm WHERE closed = 0 ORDER BY change').all().map(alarmOf);
  }

  openIncidents(): Incident[] {
    return this.#db
      .prepare<[], { data: string }>('SELECT data FROM incident WHERE closed = 0 ORDER BY change')
      .all()
      .map((row) => this.#incidentOf(row));
  }

  /** The incidents closed last, `limit` at most, and of these not the ones of more than so long (ms) before the newest; oldest first. */
  lastClosed(within: number, limit: number): Incident[] {
    const sql = `WITH last AS (SELECT data, change, json_extract(data, '$.closedAt') AS at FROM incident WHERE closed = 1 ORDER BY change DESC LIMIT ?)
      SELECT data FROM last WHERE at >= (SELECT max(at) FROM last) - ? ORDER BY at, change`;
    return this.#db
      .prepare<[number, number], { data: string }>(sql)
      .all(limit, within)
      .map((row) => this.#incidentOf(row));
  }

  /** Alarms that came from `from` on and before `to`, the oldest first; `after`: the last of the page before. */
  receivedWithin(span: { from: number; to: number; place?: string | undefined }, limit: number, after?: Alarm): Alarm[] {
    const { from, to, place } = span;
    return this.#db
      .prepare<unknown[], { data: string }>(
        `SELECT data FROM alarm WHERE (received_at, id) > (@at, @id) AND received_at < @to AND (@place IS NULL OR instr(path, @place) > 0)
         ORDER BY received_at, id LIMIT @limit`,
      )
      .all({ at: after?.receivedAt ?? from, id: after?.id ?? '', to, place: place === undefined ? null : `/${place}/`, limit })
      .map(alarmOf);
  }

  /** How many real alarms of each class came from `from` on and before `to`. */
  countReceived({ from, to, place }: { from: number; to: number; place: string }): ReadonlyMap<string, number> {
    const rows = this.#db
      .prepare<unknown[], { class: string; n: number }>(
        `SELECT class, count(*) AS n FROM alarm WHERE received_at >= @from AND received_at < @to AND drill = 0 AND instr(path, @place) > 0
         GROUP BY class`,
      )
      .all({ from, to, place: `/${place}/` });
    return new Map(rows.map((row) => [row.class, row.n]));
  }

  /** Alarms that stood open at any moment of a span, as far as they are saved: fires first, then the youngest. */
  standingWithin({ from, to, place }: { from: number; to: number; place?: string | undefined }, limit: number): Alarm[] {
    return this.#db
      .prepare<unknown[], { data: string }>(
        `SELECT data FROM alarm WHERE ((closed = 0 AND received_at < @to)
           OR (closed = 1 AND json_extract(data, '$.closedAt') >= @from AND received_at < @to)) AND (@place IS NULL OR instr(path, @place) > 0)
         ORDER BY class <> 'fire', received_at DESC LIMIT @limit`,
      )
      .all({ from, to, place: place === undefined ? null : `/${place}/`, limit })
      .map(alarmOf);
  }

  /** What changed after a change number, in order: for a room that must miss nothing over a restart. */
  changedSince(change: number): { alarms: Alarm[]; incidents: Incident[] } {
    const since = (table: 'alarm' | 'incident'): { data: string }[] =>
      this.#db
        .prepare<[number], { data: string }>(`SELECT data FROM ${table} WHERE closed IN (0, 1) AND change > ? ORDER BY change`)
        .all(change);
    return { alarms: since('alarm').map(alarmOf), incidents: since('incident').map((row) => this.#incidentOf(row)) };
  }

  alarm(id: string): Alarm | undefined {
    const waiting = this.#alarms.get(id);
    if (waiting) return waiting;
    const row = this.#oneAlarm.get(id);
    return row && alarmOf(row);
  }

  incident(id: string): Incident | undefined {
    const waiting = this.#incidents.get(id);
    if (waiting) return waiting;
    const row = this.#oneIncident.get(id);
    return row && this.#incidentOf(row);
  }

  /** Ids of an incident's alarms, as saved, in the order in which they came; none where the incident names them itself (version 0.1.0). */
  savedListOf(incident: string): string[] {
    return this.#alarmsOf.all(incident);
  }

  /** Newest change first. */
  listAlarms(filter: AlarmFilter): Alarm[] {
    const { where, values } = conditions([
      ['closed = ?', filter.open === undefined ? undefined : filter.open ? 0 : 1],
      ['instr(path, ?) > 0', filter.place === undefined ? undefined : `/${filter.place}/`],
      ['class = ?', filter.class],
      ['device = ?', filter.device],
      ['drill = ?', filter.drill === undefined ? undefined : Number(filter.drill)],
      ['change < ?', filter.after],
    ]);
    const sql = `SELECT data FROM alarm ${where} ORDER BY change DESC LIMIT ?`;
    return this.#db
      .prepare<unknown[], { data: string }>(sql)
      .all(...values, filter.limit)
      .map(alarmOf);
  }

  /** Which rules raised the latest alarms since a time, and where; drills are left out. `isWhole`: all of them. */
  raisedSince(at: number): { rows: { rule: string; path: string[] }[]; isWhole: boolean } {
    const rows = this.#db
      .prepare<[number, number], { rule: string; path: string }>(
        `SELECT json_extract(data, '$.rule.id') AS rule, path FROM alarm WHERE received_at >= ? AND drill = 0
          ORDER BY received_at DESC LIMIT ?`,
      )
      .all(at, MOST_TALLIED);
    return {
      rows: rows.map(({ rule, path }) => ({ rule, path: path.split('/').filter((id) => id !== '') })),
      isWhole: rows.length < MOST_TALLIED,
    };
  }

  /** How often a point was found false within the 90 days before a time. */
  falseBefore(device: string, point: string, before: number): number {
    const row = this.#falseBefore.get(device, before - FALSE_WITHIN_MS, before, point);
    return row?.n ?? 0;
  }

  /** Newest change first. */
  listIncidents(filter: Pick<AlarmFilter, 'open' | 'place' | 'after' | 'limit'>): Incident[] {
    const { where, values } = conditions([
      ['closed = ?', filter.open === undefined ? undefined : filter.open ? 0 : 1],
      ['instr(path, ?) > 0', filter.place === undefined ? undefined : `/${filter.place}/`],
      ['change < ?', filter.after],
    ]);
    const sql = `SELECT data FROM incident ${where} ORDER BY change DESC LIMIT ?`;
    return this.#db
      .prepare<unknown[], { data: string }>(sql)
      .all(...values, filter.limit)
      .map((row) => this.#incidentOf(row));
  }

  /** Newest first; of one alarm or device where `about` is given. */
  listAudit(filter: { about?: string | undefined; after?: number | undefined; limit: number }): AuditRecord[] {
    const { where, values } = conditions([
      ['about = ?', filter.about],
      ['number < ?', filter.after],
    ]);
    const sql = `SELECT * FROM audit ${where} ORDER BY number DESC LIMIT ?`;
    const rows = this.#db.prepare<unknown[], AuditRow>(sql).all(...values, filter.limit);
    return rows.map(({ origin, detail, ...row }) => ({ ...row, from: origin, detail: JSON.parse(detail) as Record<string, unknown> }));
  }

  /** One line of the audit, as saved. */
  auditLine(number: number): AuditRecord | undefined {
    const [row] = this.listAudit({ after: number + 1, limit: 1 });
    return row?.number === number ? row : undefined;
  }

  /** The raw frames that an alarm rests on, oldest first. */
  evidence(alarm: string): FrameEntry[] {
    const rows = this.#db.prepare<[string], EvidenceRow>('SELECT * FROM evidence WHERE alarm = ? ORDER BY entry').all(alarm);
    return rows.map((row) => ({
      kind: 'frame',
      number: row.entry,
      frame: {
        link: row.link,
        peer: row.peer,
        device: row.device,
        kind: row.kind,
        body: row.body,
        receivedAt: row.received_at,
        drill: row.drill === 1,
      },
    }));
  }

  isDirty(): boolean {
    return this.#alarms.size + this.#incidents.size + this.#audit.length + this.#evidence.size > 0;
  }

  write(): void {
    const saveAlarm = this.#db.prepare(
      'INSERT OR REPLACE INTO alarm (id, change, device, class, path, drill, received_at, closed, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    for (const alarm of this.#alarms.values()) {
      const closed = alarm.closedAt === null ? 0 : 1;
      const { id, change, device, receivedAt } = alarm;
      saveAlarm.run(id, change, device, alarm.class, column(alarm.path), Number(alarm.drill), receivedAt, closed, JSON.stringify(alarm));
    }
    const saveIncident = this.#db.prepare('INSERT OR REPLACE INTO incident (id, change, path, closed, data) VALUES (?, ?, ?, ?, ?)');
    for (const { alarms, ...incident } of this.#incidents.values()) {
      const { id, change, path, closedAt } = incident;
      saveIncident.run(id, change, column(path), closedAt === null ? 0 : 1, JSON.stringify(incident));
      this.#writeList(id, alarms);
    }
    const saveAudit = this.#db.prepare(
      'INSERT INTO audit (number, at, by, name, origin, what, about, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    for (const row of this.#audit)
      saveAudit.run(row.number, row.at, row.by, row.name, row.from, row.what, row.about, JSON.stringify(row.detail));
    this.auditSearch.write(this.#audit);
    const saveEvidence = this.#db.prepare(
      'INSERT OR IGNORE INTO evidence (alarm, entry, link, peer, device, kind, body, received_at, drill) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    for (const [key, { number, frame }] of this.#evidence) {
      const alarm = key.slice(0, key.indexOf(' '));
      const { link, peer, device, kind, body, receivedAt } = frame;
      saveEvidence.run(alarm, number, link, peer, device, kind, Buffer.from(body), receivedAt, Number(frame.drill));
    }
    this.#db.prepare('INSERT OR REPLACE INTO change_count (one, change) VALUES (1, ?)').run(this.#change);
  }

  written(): void {
    this.#alarms.clear();
    for (const { id, alarms, closedAt } of this.#incidents.values()) {
      if (closedAt === null) this.#listed.set(id, alarms);
      else this.#listed.delete(id);
    }
    this.#incidents.clear();
    this.#audit = [];
    this.#evidence.clear();
  }

  /** Which alarms an incident has: only what is new is written, or a storm in one incident would be written anew with each of them. */
  #writeList(id: string, alarms: readonly string[]): void {
    const listed = this.#listed.get(id) ?? this.#alarmsOf.all(id);
    const isLonger = listed.length <= alarms.length && listed.at(-1) === alarms[listed.length - 1];
    if (!isLonger) this.#db.prepare('DELETE FROM incident_alarm WHERE incident = ?').run(id);
    const put = this.#db.prepare('INSERT INTO incident_alarm (incident, nth, alarm) VALUES (?, ?, ?)');
    for (let nth = isLonger ? listed.length : 0; nth < alarms.length; nth += 1) put.run(id, nth, alarms[nth]);
  }

  /** An incident of version 0.1.0 knows nothing of its handling, and names its alarms itself. */
  #incidentOf({ data }: { data: string }): Incident {
    const known = JSON.parse(data) as Incident;
    const alarms = known.alarms ?? this.#alarmsOf.all(known.id);
    return { ...FRESH, ...(known.closedAt === null ? {} : { state: 'closed' as const }), ...known, alarms };
  }
}

/** `/root/site/floor/`: so that a search for `/site/` finds what stands below it. */
function column(path: readonly string[]): string {
  return `/${path.join('/')}/`;
}

/** An alarm of version 0.1.0 knows nothing of what quiets it, and one of before 0.2.0 not whether it chattered before. */
function alarmOf({ data }: { data: string }): Alarm {
  const known = JSON.parse(data) as Alarm;
  const chattered = known.chattersSince ?? null;
  const quiet = { shelved: null, isolated: null, suppressed: null, begins: [], chattersSince: null, chattered };
  return { ...quiet, ...known };
}

function conditions(pairs: readonly (readonly [string, string | number | undefined])[]): { where: string; values: (string | number)[] } {
  const given = pairs.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  return {
    where: given.length === 0 ? '' : `WHERE ${given.map((one) => one.sql).join(' AND ')}`,
    values: given.map((one) => one.value),
  };
}
