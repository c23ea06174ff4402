// Whether the tables of alarms, incidents, audit and frames are what the chain says of them.
import { type Words, words } from '../../device-drivers/words.ts';
import type { FrameEntry } from '../alarms/alarm-store.ts';
import type { Database } from '../sqlite.ts';
import { type Change, canonical, changed, sha256 } from './chain.ts';
import { auditContent, frameContent, frameReference } from './contents.ts';
import type { Tampering } from './verify-chain.ts';

/** Rows looked at together. */
const AT_ONCE = 1_000;

interface AuditJoined {
  record: number;
  reference: string;
  content: Buffer;
  number: number | null;
  at: number;
  by: string;
  name: string;
  origin: string;
  what: string;
  about: string;
  detail: string;
}

/** Holds every row against the chain, and every record of the chain against the rows. */
export function verifyTables(db: Database): Tampering[] {
  return [...auditLines(db), ...standing(db, 'alarm'), ...standing(db, 'incident'), ...frames(db)];
}

function* auditLines(db: Database): Generator<Tampering> {
  const next = db.prepare<
    [number, number],
    AuditJoined
  >(`SELECT chain.number AS record, reference, content, audit.number, audit.at, by, name,
    origin, what, about, detail FROM chain LEFT JOIN audit ON audit.number = CAST(reference AS INTEGER)
    WHERE kind = 'audit' AND chain.number > ? ORDER BY chain.number LIMIT ?`);
  for (const row of paged(
    (after) => next.all(after, AT_ONCE),
    (last) => last.record,
    0,
  )) {
    const { record, reference, content, number, origin, detail, ...rest } = row;
    if (number === null) {
      yield { number: record, words: words(`审计第 ${reference} 条被删除`, `audit line ${reference} was deleted`) };
      continue;
    }
    const { at, by, name, what, about } = rest;
    const text = (): string => canonical(auditContent({ number, at, by, name, what, about, from: origin, detail: JSON.parse(detail) }));
    if (!isContent(text, content))
      yield { number: record, words: words(`审计第 ${reference} 条被改动`, `audit line ${reference} was edited`) };
  }
  const strangers = db.prepare<[], { number: number }>(
    "SELECT number FROM audit WHERE NOT EXISTS (SELECT 1 FROM chain WHERE reference = CAST(audit.number AS TEXT) AND kind = 'audit')",
  );
  for (const { number } of strangers.all()) yield unknown(words(`审计第 ${number} 条`, `audit line ${number}`));
}

const TITLES = { alarm: words('警情', 'alarm'), incident: words('事件', 'incident') } as const;

interface DataRow {
  id: string;
  data: string;
  change: number;
  path: string;
  closed: number;
  device?: string;
  class?: string;
  drill?: number;
  received_at?: number;
}

/** Rows that are overwritten: each must be what all its changes in the chain come to. */
function* standing(db: Database, kind: 'alarm' | 'incident'): Generator<Tampering> {
  const title = TITLES[kind];
  const next = db.prepare<[string, number], DataRow>(`SELECT * FROM ${kind} WHERE id > ? ORDER BY id LIMIT ?`);
  const records = db.prepare<[string, string], { number: number; text: string | null }>(
    'SELECT number, text FROM chain WHERE reference = ? AND kind = ? ORDER BY number',
  );
  const listOf = kind === 'incident' ? listsOf(db) : undefined;
  const whole = ({ id, data }: DataRow): unknown => ({ ...(listOf && { alarms: listOf(id) }), ...JSON.parse(data) });
  for (const row of paged(
    (after) => next.all(after, AT_ONCE),
    (last) => last.id,
    '',
  )) {
    const name = words(`${title.zh} ${row.id}`, `${title.en} ${row.id}`);
    const changes = records.all(row.id, kind);
    const last = changes.at(-1);
    if (!last) {
      yield unknown(name);
      continue;
    }
    const state = stateAfter(changes);
    if (!state)
      yield { number: last.number, words: words(`${name.zh} 的变更不连贯`, `the changes of ${name.en} do not follow each other`) };
    else if (canonical(state) !== quietly(() => canonical(whole(row))) || !hasColumnsOf(row, state))
      yield { number: last.number, words: words(`${name.zh} 的现状被改动`, `${name.en} was edited in its table`) };
  }
  const gone = db.prepare<[string], { reference: string; number: number }>(
    `SELECT reference, max(number) AS number FROM chain WHERE kind = ? AND NOT EXISTS (SELECT 1 FROM ${kind} WHERE id = reference) GROUP BY reference`,
  );
  for (const { reference, number } of gone.all(kind))
    yield { number, words: words(`${title.zh} ${reference} 被删除`, `${title.en} ${reference} was deleted`) };
}

/** The alarms of an incident, which stand in a table of their own; in a database of before 0.2.0 with the incident itself. */
function listsOf(db: Database): (incident: string) => string[] {
  if (!db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'incident_alarm'").get()) return () => [];
  const list = db.prepare<[string], string>('SELECT alarm FROM incident_alarm WHERE incident = ? ORDER BY nth').pluck();
  return (incident) => list.all(incident);
}

/** Undefined where a change is missing or damaged. */
function stateAfter(changes: readonly { number: number; text: string | null }[]): Readonly<Record<string, unknown>> | undefined {
  let state: Readonly<Record<string, unknown>> | undefined;
  let before = 0;
  try {
    for (const { number, text } of changes) {
      const change = JSON.parse(text ?? '') as Change;
      if ('follows' in change && change.follows !== before) return undefined;
      state = changed(state, change);
      before = number;
    }
    return state;
  } catch {
    return undefined;
  }
}

/** The columns by which rows are found say the same as the row. */
function hasColumnsOf(row: DataRow, state: Readonly<Record<string, unknown>>): boolean {
  const path = Array.isArray(state['path']) ? `/${state['path'].join('/')}/` : '';
  const isClosed = Number(state['closedAt'] !== null);
  if (row.id !== state['id'] || row.change !== state['change'] || row.path !== path || row.closed !== isClosed) return false;
  if (row.device === undefined) return true;
  return (
    row.device === state['device'] &&
    row.class === state['class'] &&
    row.drill === Number(state['drill']) &&
    row.received_at === state['receivedAt']
  );
}

interface FrameRow {
  place: number;
  alarm: string;
  entry: number;
  link: string;
  peer: string;
  device: string;
  kind: FrameEntry['frame']['kind'];
  body: Uint8Array;
  received_at: number;
  drill: number;
}

function* frames(db: Database): Generator<Tampering> {
  const next = db.prepare<[number, number], FrameRow>('SELECT rowid AS place, * FROM evidence WHERE rowid > ? ORDER BY rowid LIMIT ?');
  const record = db.prepare<[string], { number: number; content: Buffer }>(
    "SELECT number, content FROM chain WHERE reference = ? AND kind = 'frame'",
  );
  for (const row of paged(
    (after) => next.all(after, AT_ONCE),
    (last) => last.place,
    0,
  )) {
    const { alarm, entry, link, peer, device, kind, body, received_at: receivedAt, drill } = row;
    const name = words(`警情 ${alarm} 的报文 ${entry}`, `frame ${entry} of alarm ${alarm}`);
    const known = record.get(frameReference(alarm, entry));
    const frame = { link, peer, device, kind, body, receivedAt, drill: drill === 1 };
    if (!known) yield unknown(name);
    else if (!isContent(() => canonical(frameContent(alarm, { kind: 'frame', number: entry, frame })), known.content))
      yield { number: known.number, words: words(`${name.zh} 被改动`, `${name.en} was edited`) };
  }
  const gone = db.prepare<
    [],
    { number: number; reference: string }
  >(`SELECT number, reference FROM chain WHERE kind = 'frame' AND NOT EXISTS (
    SELECT 1 FROM evidence WHERE alarm = substr(reference, 1, instr(reference, '/') - 1)
    AND entry = CAST(substr(reference, instr(reference, '/') + 1) AS INTEGER))`);
  for (const { number, reference } of gone.all())
    yield { number, words: words(`报文 ${reference} 被删除`, `frame ${reference} was deleted`) };
}

function unknown(name: Words): Tampering {
  return { number: null, words: words(`${name.zh} 不在链中`, `${name.en} is not in the chain`) };
}

function isContent(text: () => string, content: Buffer): boolean {
  const made = quietly(text);
  return made !== undefined && sha256(made) === content.toString('hex');
}

function quietly<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function* paged<T, K>(next: (after: K) => T[], keyOf: (last: T) => K, from: K): Generator<T> {
  for (let after = from; ; ) {
    const page = next(after);
    const last = page.at(-1);
    if (last === undefined) return;
    yield* page;
    after = keyOf(last);
  }
}
