// The files 档案 of places: each version with who wrote it; a version that was made from an older one than the last is refused.
import type { Author, Deed } from '../acts.ts';
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import type { PlaceKind } from '../web/contract.ts';
import type { BuildingFile, ConnectionTarget, FileVersion, UnitFile } from '../web/place-file-contract.ts';
import { changesOf } from './file-changes.ts';

/** What each kind of file holds. */
interface Files {
  readonly unit: UnitFile;
  readonly building: BuildingFile;
  readonly target: ConnectionTarget;
}
export type FileKind = keyof Files;

/** A version of a file as it is kept. */
export interface KeptFile<K extends FileKind = FileKind> {
  readonly of: K;
  readonly place: string;
  /** Counts from 1. */
  readonly version: number;
  readonly at: number;
  readonly by: string;
  readonly name: string;
  readonly file: Files[K];
}

/** What kind of place has which file; a target may be set for any. */
const PLACE_OF: Readonly<Partial<Record<FileKind, PlaceKind>>> = { unit: 'unit', building: 'building' };
/** Versions kept of each file: years of a file that changes each week. */
const VERSIONS_KEPT = 200;

const TABLES = `
  CREATE TABLE IF NOT EXISTS place_file (of TEXT NOT NULL, place TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL,
    by TEXT NOT NULL, name TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (of, place, version)) STRICT;
`;

type Row = Omit<KeptFile, 'file'> & { data: string };
type SetFile = Extract<Deed, { do: 'set-place-file' }>;
type Places = { get(id: string): { readonly kind: PlaceKind } | undefined };

export class PlaceFiles {
  readonly #db: Database;
  readonly #last = new Map<string, KeptFile>();
  #pending: KeptFile[] = [];
  #revision = 0;

  constructor(db: Database) {
    this.#db = db;
    db.exec(TABLES);
    const rows = db.prepare<[], Row>(
      'SELECT * FROM place_file AS one WHERE version = (SELECT MAX(version) FROM place_file WHERE of = one.of AND place = one.place)',
    );
    for (const row of rows.all()) this.#keep(kept(row));
  }

  /** Counts up with every change of any file. */
  get revision(): number {
    return this.#revision;
  }

  /** The last version; undefined where nobody has written one. */
  get<K extends FileKind>(of: K, place: string): KeptFile<K> | undefined {
    return this.#last.get(`${of} ${place}`) as KeptFile<K> | undefined;
  }

  /** The last versions of all files of a kind. */
  *all<K extends FileKind>(of: K): Iterable<KeptFile<K>> {
    for (const one of this.#last.values()) if (one.of === of) yield one as KeptFile<K>;
  }

  /** Throws `not-found` where the place has no such file, `changed-meanwhile` where somebody else was first; then nothing is changed. */
  set({ file: { of, content }, place, version }: SetFile, by: Author, at: number, places: Places): void {
    const there = places.get(place);
    if (!there || (PLACE_OF[of] ?? there.kind) !== there.kind) throw new BalefireError('not-found', { what: place });
    const last = this.get(of, place);
    if ((last?.version ?? 0) !== version)
      throw new BalefireError('changed-meanwhile', { who: last?.name ?? '—', version: last?.version ?? 0 });
    const next: KeptFile = { of, place, version: version + 1, at, by: by.id, name: by.name, file: content };
    this.#keep(next);
    this.#pending.push(next);
  }

  /** What the versions after `since` changed, the last first; those that are no longer kept are left out. */
  versions(of: FileKind, place: string, since: number): FileVersion[] {
    const rows = this.#db
      .prepare<[string, string, number], Row>('SELECT * FROM place_file WHERE of = ? AND place = ? AND version >= ? ORDER BY version')
      .all(of, place, since)
      .map(kept);
    const all = [...rows, ...this.#pending.filter((one) => one.of === of && one.place === place && one.version >= since)];
    return all
      .flatMap((one, nth) => {
        if (one.version <= since) return [];
        const { version, at, by, name, file } = one;
        return [{ version, at, by, name, changes: changesOf(all[nth - 1]?.file ?? null, file) }];
      })
      .reverse();
  }

  isDirty(): boolean {
    return this.#pending.length > 0;
  }

  write(): void {
    if (!this.isDirty()) return;
    const save = this.#db.prepare(
      'INSERT OR REPLACE INTO place_file (of, place, version, at, by, name, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    const trim = this.#db.prepare('DELETE FROM place_file WHERE of = ? AND place = ? AND version <= ?');
    for (const { of, place, version, at, by, name, file } of this.#pending) {
      save.run(of, place, version, at, by, name, JSON.stringify(file));
      trim.run(of, place, version - VERSIONS_KEPT);
    }
  }

  written(): void {
    this.#pending = [];
  }

  #keep(one: KeptFile): void {
    this.#last.set(`${one.of} ${one.place}`, one);
    this.#revision += 1;
  }
}

function kept({ data, ...row }: Row): KeptFile {
  return { ...row, file: JSON.parse(data) as KeptFile['file'] };
}
