// The file of one day: runs of chunks, each run written at once behind the others, so that the disk is written in a row.
import { existsSync } from 'node:fs';
import { type Database, openDatabase } from '../../sqlite.ts';

/** A run: what one flush wrote, or what a merge made of all runs before it. Later runs hold what arrived later. */
export interface Run {
  readonly run: number;
  /** Times of its first and last point, both inclusive. */
  readonly first: number;
  readonly last: number;
  readonly points: number;
  readonly chunks: number;
}

type Summary = Omit<Run, 'run' | 'chunks'>;

export interface ChunkRow {
  readonly series: number;
  /** Counts the chunks of one series in a run from 0. */
  readonly part: number;
  readonly bytes: Uint8Array;
}

export interface DayFile {
  readonly file: string;
  runs(): readonly Run[];
  /** Adds a whole run in one transaction, on the disk when it returns. `rows` in order of series and part. */
  write(rows: readonly ChunkRow[], summary: Summary): void;
  /** Adds chunks to a run that is yet to be written with `writeRun`; nobody sees them before. */
  writeChunks(run: number, rows: readonly ChunkRow[]): void;
  writeRun(run: Run): void;
  /** The series' chunks of all runs that touch the span from `from` up to `to`, exclusive; later runs behind earlier ones. */
  chunksOf(series: number, from: number, to: number): Uint8Array[];
  /** All chunks of a run for series `from` up to `to`, exclusive. */
  chunksBetween(run: number, from: number, to: number): ChunkRow[];
  close(): void;
}

// The three numbers of a chunk's place in one integer key of 53 bits, so that rows lie in order of run, series, part
// without an index beside them: 32,767 runs, 67 million series, 4,096 chunks of one series in a run.
const PARTS = 2 ** 12;
const SERIES = 2 ** 26;
export const MOST_PARTS = PARTS;
export const MOST_SERIES = SERIES;

function keyOf(run: number, series: number, part: number): number {
  return (run * SERIES + series) * PARTS + part;
}

/** Chunks of a kilobyte or two leave half a page of 4 KiB empty; in 16 KiB it is a twentieth. */
const PAGE_BYTES = 16_384;

/** Read cache of one open day file, KiB: tens of them are open during a query over a month. */
const CACHE_KIB = 512;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS run (
    run INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, points INTEGER NOT NULL, chunks INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS chunk (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL);`;

/**
 * Opens or creates a day's file. `build`: a new file that counts only once it is complete and renamed, written without
 * a journal of SQLite's own. Throws SQLite's error.
 */
export function openDayFile(file: string, build: 'live' | 'build' = 'live'): DayFile {
  const isNew = !existsSync(file);
  const database = openDatabase(file, 'full');
  try {
    return dress(database, file, isNew, build === 'build');
  } catch (error) {
    database.close();
    throw error;
  }
}

function dress(database: Database, file: string, isNew: boolean, build: boolean): DayFile {
  database.pragma(`cache_size = -${CACHE_KIB}`);
  if (isNew) {
    // The page size can only be changed outside WAL mode, while nothing is stored.
    database.pragma('journal_mode = DELETE');
    database.pragma(`page_size = ${PAGE_BYTES}`);
    database.exec('VACUUM');
    if (build) {
      database.pragma('journal_mode = OFF');
      database.pragma('synchronous = OFF');
    } else database.pragma('journal_mode = WAL');
  }
  database.exec(SCHEMA);

  const addRun = database.prepare('INSERT INTO run VALUES (?, ?, ?, ?, ?)');
  const addChunk = database.prepare('INSERT INTO chunk VALUES (?, ?)');
  // One statement for all runs: a call into SQLite for each of 288 runs would cost more than the reading.
  const ofSeries = database
    .prepare<{ place: number; from: number; to: number }, Buffer>(
      `SELECT bytes FROM run CROSS JOIN chunk
       ON key BETWEEN run * ${SERIES * PARTS} + $place AND run * ${SERIES * PARTS} + $place + ${PARTS - 1}
       WHERE last >= $from AND first < $to ORDER BY run, key`,
    )
    .pluck();
  const rows = database.prepare<[number, number], { key: number; bytes: Buffer }>(
    'SELECT key, bytes FROM chunk WHERE key BETWEEN ? AND ? ORDER BY key',
  );
  let known = database.prepare<[], Run>('SELECT * FROM run ORDER BY run').all();

  const writeChunks = (run: number, add: readonly ChunkRow[]): void => {
    for (const row of add) addChunk.run(keyOf(run, row.series, row.part), row.bytes);
  };
  const writeRun = (run: Run): void => {
    addRun.run(run.run, run.first, run.last, run.points, run.chunks);
    known = [...known, run];
  };

  return {
    file,
    runs: () => known,
    write(add, summary) {
      const before = known;
      const run = { run: (known.at(-1)?.run ?? 0) + 1, ...summary, chunks: add.length };
      try {
        database.transaction(() => {
          writeChunks(run.run, add);
          writeRun(run);
        })();
      } catch (error) {
        known = before;
        throw error;
      }
    },
    writeChunks: (run, add) => database.transaction(() => writeChunks(run, add))(),
    writeRun,
    chunksOf: (series, from, to) => ofSeries.all({ place: series * PARTS, from, to }),
    chunksBetween: (run, from, to) =>
      rows.all(keyOf(run, from, 0), keyOf(run, to, 0) - 1).map(({ key, bytes }) => ({
        series: Math.floor(key / PARTS) % SERIES,
        part: key % PARTS,
        bytes,
      })),
    close: () => void database.close(),
  };
}
