// The estate's tables in the state database. Writes happen inside the flow's transaction.
import type { StationAddress } from '../../device-drivers/device.ts';
import type { DeviceRecord, PlaceRecord } from '../acts.ts';
import type { Database, Statement } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import type { PlaceKind } from '../web/contract.ts';
import { PlaceFiles } from './place-files.ts';
import { Replacements } from './replacements.ts';

/** A device that sent frames with a site's enrolment key and that nobody has placed yet. */
export interface HeldRecord {
  readonly id: string;
  readonly site: string;
  readonly firstHeard: number;
  readonly lastHeard: number;
  readonly frames: number;
  readonly peer: string;
  /** The model it says it is, where it says so. */
  readonly model: string | null;
  /** How it is known on the wire of GB/T 26875.3; null: it came by MQTT. `network`: set where the station number says nothing. */
  readonly station: StationAddress | null;
}

const TABLES = `
  CREATE TABLE IF NOT EXISTS place (id TEXT PRIMARY KEY, parent TEXT, kind TEXT NOT NULL, name TEXT NOT NULL, longitude REAL, latitude REAL) STRICT;
  CREATE TABLE IF NOT EXISTS device (id TEXT PRIMARY KEY, model TEXT NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, bus TEXT, unit INTEGER,
    longitude REAL, latitude REAL, secret_hash TEXT, behind TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS held (id TEXT PRIMARY KEY, site TEXT NOT NULL, first_heard INTEGER NOT NULL, last_heard INTEGER NOT NULL,
    frames INTEGER NOT NULL, peer TEXT NOT NULL, model TEXT, station TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS enrolment_key (place TEXT PRIMARY KEY, key_hash TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS parameter (scope TEXT NOT NULL, name TEXT NOT NULL, value REAL NOT NULL, PRIMARY KEY (scope, name)) STRICT;
`;

interface DeviceRow {
  id: string;
  model: string;
  name: string;
  place: string;
  bus: string | null;
  unit: number | null;
  longitude: number | null;
  latitude: number | null;
  secret_hash: string | null;
  /** JSON of what not every device has: station, part, carrier, serial number. */
  behind: string | null;
}

interface HeldRow {
  id: string;
  site: string;
  first_heard: number;
  last_heard: number;
  frames: number;
  peer: string;
  model: string | null;
  station: string | null;
}

/** What not every device has. */
type Behind = Pick<DeviceRecord, 'gb26875' | 'part' | 'carrier' | 'serial'>;

export class EstateStore implements Ledger {
  readonly files: PlaceFiles;
  readonly replacements: Replacements;
  readonly #db: Database;
  /** By their text, of which there are a handful. */
  readonly #statements = new Map<string, Statement>();
  /** Changes since the last transaction, in order; kept until it is through, so that a refusing disk loses none. */
  #pending: (() => void)[] = [];
  /** Held devices heard since the last transaction; one row each, however many frames came. */
  readonly #heldDirty = new Map<string, HeldRecord>();
  #revision = 0;

  constructor(db: Database) {
    this.#db = db;
    db.exec(TABLES);
    addColumn(db, 'device', 'behind');
    addColumn(db, 'held', 'station');
    this.files = new PlaceFiles(db);
    this.replacements = new Replacements(db);
  }

  /** Counts up with every change of a device, a place or what is set for them. */
  get revision(): number {
    return this.#revision;
  }

  places(): PlaceRecord[] {
    const rows = this.#db.prepare<[], Omit<PlaceRecord, 'kind'> & { kind: string }>('SELECT * FROM place ORDER BY rowid').all();
    return rows.map((row) => ({ ...row, kind: row.kind as PlaceKind }));
  }

  devices(): { record: DeviceRecord; secretHash: string | null }[] {
    return this.#db
      .prepare<[], DeviceRow>('SELECT * FROM device ORDER BY rowid')
      .all()
      .map(({ bus, unit, secret_hash, behind, ...row }) => ({
        record: { ...row, modbus: bus !== null && unit !== null ? { bus, unit } : null, ...(behind ? (JSON.parse(behind) as Behind) : {}) },
        secretHash: secret_hash,
      }));
  }

  held(): HeldRecord[] {
    const rows = this.#db.prepare<[], HeldRow>('SELECT * FROM held ORDER BY first_heard').all();
    return rows.map(({ first_heard, last_heard, station, ...row }) => ({
      ...row,
      firstHeard: first_heard,
      lastHeard: last_heard,
      station: station === null ? null : (JSON.parse(station) as StationAddress),
    }));
  }

  enrolmentKeys(): { place: string; keyHash: string }[] {
    return this.#db.prepare<[], { place: string; keyHash: string }>('SELECT place, key_hash AS keyHash FROM enrolment_key').all();
  }

  parameters(): { scope: string; name: string; value: number }[] {
    return this.#db.prepare<[], { scope: string; name: string; value: number }>('SELECT * FROM parameter').all();
  }

  savePlace(place: PlaceRecord): void {
    this.#later('INSERT OR REPLACE INTO place (id, parent, kind, name, longitude, latitude) VALUES (?, ?, ?, ?, ?, ?)', [
      place.id,
      place.parent,
      place.kind,
      place.name,
      place.longitude,
      place.latitude,
    ]);
  }

  saveDevice(device: DeviceRecord, secretHash: string | null): void {
    this.#later(
      'INSERT OR REPLACE INTO device (id, model, name, place, bus, unit, longitude, latitude, secret_hash, behind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      [
        device.id,
        device.model,
        device.name,
        device.place,
        device.modbus?.bus ?? null,
        device.modbus?.unit ?? null,
        device.longitude,
        device.latitude,
        secretHash,
        behindOf(device),
      ],
    );
  }

  removeDevice(id: string): void {
    this.#later('DELETE FROM device WHERE id = ?', [id]);
  }

  saveHeld(held: HeldRecord): void {
    this.#heldDirty.set(held.id, held);
  }

  removeHeld(id: string): void {
    this.#heldDirty.delete(id);
    this.#later('DELETE FROM held WHERE id = ?', [id]);
  }

  saveEnrolmentKey(place: string, keyHash: string): void {
    this.#later('INSERT OR REPLACE INTO enrolment_key (place, key_hash) VALUES (?, ?)', [place, keyHash]);
  }

  saveParameter(scope: string, name: string, value: number | null): void {
    if (value === null) this.#later('DELETE FROM parameter WHERE scope = ? AND name = ?', [scope, name]);
    else this.#later('INSERT OR REPLACE INTO parameter (scope, name, value) VALUES (?, ?, ?)', [scope, name, value]);
  }

  isDirty(): boolean {
    return this.#pending.length > 0 || this.files.isDirty() || this.replacements.isDirty();
  }

  /** How often those were heard that wait for a decision. */
  holdsBack(): boolean {
    return this.#heldDirty.size > 0;
  }

  write(): void {
    this.files.write();
    this.replacements.write();
    for (const change of this.#pending) change();
    const save = this.#db.prepare(
      'INSERT OR REPLACE INTO held (id, site, first_heard, last_heard, frames, peer, model, station) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    for (const held of this.#heldDirty.values()) {
      const { id, site, firstHeard, lastHeard, frames, peer, model, station } = held;
      save.run(id, site, firstHeard, lastHeard, frames, peer, model, station && JSON.stringify(station));
    }
  }

  written(): void {
    this.files.written();
    this.replacements.written();
    this.#pending = [];
    this.#heldDirty.clear();
  }

  #later(sql: string, values: (string | number | null)[]): void {
    this.#revision += 1;
    this.#pending.push(() => this.#prepared(sql).run(...values));
  }

  /** Each statement once: tens of thousands of parts may be met in one minute. */
  #prepared(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function behindOf({ gb26875, part, carrier, serial }: DeviceRecord): string | null {
  if (!gb26875 && !part && !carrier && !serial) return null;
  return JSON.stringify({
    ...(gb26875 ? { gb26875 } : {}),
    ...(part ? { part } : {}),
    ...(carrier ? { carrier } : {}),
    ...(serial ? { serial } : {}),
  });
}

/** A database of version 0.1.0 has the table without it. */
function addColumn(db: Database, table: string, column: string): void {
  const columns = db.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)').all(table);
  if (!columns.some(({ name }) => name === column)) db.exec(`ALTER TABLE ${table} ADD COLUMN ${column} TEXT`);
}
