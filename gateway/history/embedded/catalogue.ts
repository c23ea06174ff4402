// The catalogue of the embedded store: which series there are under which number, and up to which entry all is stored.
import { join } from 'node:path';
import { type Database, openDatabase } from '../../sqlite.ts';
import type { Series, SeriesKind } from '../thread/messages.ts';

const FORMAT = 1;

export interface Catalogue {
  /** The series' number, given on first sight; keeps the quantity up to date. */
  idOf(series: Series): number;
  /** All series that a device's point ever had: more than one only where its kind of value changed. */
  find(device: string, point: string): { id: number; kind: SeriesKind }[];
  highestId(): number;
  position(): number;
  /** Runs several writes as one transaction. */
  together(work: () => void): void;
  setPosition(entry: number): void;
  close(): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS series (
    id INTEGER PRIMARY KEY AUTOINCREMENT, device TEXT NOT NULL, point TEXT NOT NULL, kind TEXT NOT NULL, quantity TEXT NOT NULL,
    UNIQUE (device, point, kind));
  CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  INSERT OR IGNORE INTO mark VALUES ('format', ${FORMAT}), ('position', 0);`;

/** Opens `catalogue.db` in the folder. Throws when it cannot be read, or was written by a newer Balefire. */
export function openCatalogue(folder: string): Catalogue {
  // Durable at each commit: the position must never stand on a disk that lacks what it speaks of, nor a chunk its series.
  const database: Database = openDatabase(join(folder, 'catalogue.db'), 'full');
  database.exec(SCHEMA);
  const mark = database.prepare<[string], { value: number }>('SELECT value FROM mark WHERE name = ?');
  const format = mark.get('format')?.value ?? FORMAT;
  if (format > FORMAT) {
    database.close();
    throw new Error(`the history's format is ${format}, this version knows ${FORMAT}`);
  }
  const give = database.prepare<[string, string, string, string], { id: number }>(
    'INSERT INTO series (device, point, kind, quantity) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET quantity = excluded.quantity RETURNING id',
  );
  const find = database.prepare<[string, string], { id: number; kind: SeriesKind }>(
    'SELECT id, kind FROM series WHERE device = ? AND point = ? ORDER BY id',
  );
  const highest = database.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM series');
  const move = database.prepare("UPDATE mark SET value = ? WHERE name = 'position' AND value < ?");
  return {
    idOf: ({ device, point, kind, quantity }) => give.get(device, point, kind, quantity)?.id ?? 0,
    find: (device, point) => find.all(device, point),
    highestId: () => highest.get()?.id ?? 0,
    position: () => mark.get('position')?.value ?? 0,
    together: (work) => database.transaction(work)(),
    setPosition: (entry) => void move.run(entry, entry),
    close: () => void database.close(),
  };
}
