// A day file's table: one row a batch, packed where that pays; written by one thread, read by any.
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Database, openDatabase } from '../sqlite.ts';
import { DamagedBytes } from './bytes.ts';
import { type DayFile, listDayFiles } from './day-files.ts';
import { decodeBatch, type JournalEntry } from './entry.ts';

/** A row: numbers `first` to `first + count - 1` at most, the batch's bytes as `codec` says. */
export interface BatchRow {
  readonly first: number;
  readonly count: number;
  readonly codec: number;
  readonly body: Buffer;
}

/** Something in the store that cannot be read any more: from this number on, in this file. */
export interface Damage {
  readonly file: string;
  readonly from: number;
  readonly why: string;
}

export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS batch (
    first INTEGER PRIMARY KEY, count INTEGER NOT NULL, from_time INTEGER NOT NULL, to_time INTEGER NOT NULL,
    codec INTEGER NOT NULL, body BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS probe (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
`;

const PLAIN = 0;
const DEFLATED = 1;
/** Setting deflate up costs about 40 µs, which a shorter batch does not give back. */
const WORTH_A_TRY_BYTES = 1024;
/** A batch is 1 MiB or one large entry (16 MiB); what claims to be more is damaged. */
const MOST_UNPACKED_BYTES = 64 << 20;
/** Rows in one step of a walk: memory stays under 16 batches of at most 1 MiB, and no read holds the log for long. */
const ROWS_A_STEP = 16;

/** The batch as it is stored: deflated when that saves an eighth or more. Fastest level: it costs a tenth of the best. */
export function pack(bytes: Uint8Array): { codec: number; body: Buffer } {
  if (bytes.length >= WORTH_A_TRY_BYTES) {
    const body = deflateRawSync(bytes, { level: 1 });
    if (body.length < bytes.length * 0.875) return { codec: DEFLATED, body };
  }
  return { codec: PLAIN, body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** The bytes of a row's batch. Throws `DamagedBytes`. */
export function unpack(row: BatchRow): Uint8Array {
  if (row.codec === PLAIN) return row.body;
  if (row.codec !== DEFLATED) throw new DamagedBytes('it is packed in no known way');
  try {
    return inflateRawSync(row.body, { maxOutputLength: MOST_UNPACKED_BYTES });
  } catch {
    throw new DamagedBytes('it cannot be unpacked');
  }
}

/** The entries of a row, in order. Throws `DamagedBytes`, also when the row belongs to another batch. */
export function entriesOf(row: BatchRow): JournalEntry[] {
  const entries = decodeBatch(unpack(row));
  if (entries.length !== row.count || entries[0]?.number !== row.first) throw new DamagedBytes('it is another batch');
  return entries;
}

/** The row that holds a number, or the nearest before it. */
export function rowHolding(database: Database, number: number): BatchRow | undefined {
  const statement = database.prepare<[number], BatchRow>(
    'SELECT first, count, codec, body FROM batch WHERE first <= ? ORDER BY first DESC LIMIT 1',
  );
  return statement.get(number);
}

export function openForReading(folder: string, file: DayFile): Database {
  return openDatabase(join(folder, file.name), 'normal', { readonly: true });
}

/** Whether a file is there and sound but has no batch yet: the gateway died between making it and its first commit. */
export function isStillEmpty(error: unknown): boolean {
  return messageOf(error).startsWith('no such table');
}

/** Hands out the rows of a file from the batch that holds `from` on, upward or downward, a few at a time. */
export function* rowsOf(database: Database, from: number, direction: 'up' | 'down'): Generator<BatchRow> {
  const start = direction === 'down' ? from : (rowHolding(database, from)?.first ?? 0);
  const statement = database.prepare<[number, number], BatchRow>(
    direction === 'up'
      ? 'SELECT first, count, codec, body FROM batch WHERE first >= ? ORDER BY first LIMIT ?'
      : 'SELECT first, count, codec, body FROM batch WHERE first <= ? ORDER BY first DESC LIMIT ?',
  );
  for (let next = start; ; ) {
    const rows = statement.all(next, ROWS_A_STEP);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_A_STEP) return;
    next = direction === 'up' ? last.first + 1 : last.first - 1;
  }
}

/**
 * Everything stored with a number of at least `from`, in order. What cannot be read is told to `onDamage` and passed
 * over. A day file that retention takes away meanwhile is passed over in silence.
 */
export function* storedEntries(folder: string, from: number, onDamage: (damage: Damage) => void): Generator<JournalEntry> {
  const files = listDayFiles(folder);
  for (const [index, file] of files.entries()) {
    const next = files[index + 1];
    if (next === undefined || next.first > from) yield* entriesOfFile(folder, file, from, onDamage);
  }
}

function* entriesOfFile(folder: string, file: DayFile, from: number, onDamage: (damage: Damage) => void): Generator<JournalEntry> {
  let reached = Math.max(from, file.first);
  let database: Database | undefined;
  try {
    database = openForReading(folder, file);
    for (const row of rowsOf(database, from, 'up')) {
      reached = Math.max(reached, row.first);
      for (const entry of soundEntries(row, file, onDamage)) if (entry.number >= from) yield entry;
    }
  } catch (error) {
    if (isStillEmpty(error) || !listDayFiles(folder).some(({ name }) => name === file.name)) return;
    if (!isDamage(error)) throw error;
    onDamage({ file: file.name, from: reached, why: messageOf(error) });
  } finally {
    database?.close();
  }
}

function soundEntries(row: BatchRow, file: DayFile, onDamage: (damage: Damage) => void): JournalEntry[] {
  try {
    return entriesOf(row);
  } catch (error) {
    if (!(error instanceof DamagedBytes)) throw error;
    onDamage({ file: file.name, from: row.first, why: error.message });
    return [];
  }
}

/** Whether an error says that the file is damaged, and not that it cannot be read just now. */
export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return error instanceof DamagedBytes || code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

/** The code that SQLite or the system gave an error; its name where it has none. */
export function codeOf(error: unknown): string {
  // By its form: an error made by native code need not be of this realm's Error.
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'name' in error && typeof error.name === 'string' ? error.name : 'unknown';
}

/** What an error says. */
export function messageOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return String(message);
}
