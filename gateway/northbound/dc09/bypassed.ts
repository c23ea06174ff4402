// Which zones the receiving centre was told to be bypassed (屏蔽), and what it must be told of them now.
import type { Database } from '../../sqlite.ts';

export interface Zone {
  readonly account: string;
  readonly device: string;
  readonly point: string;
  /** 1 to 999. */
  readonly zone: number;
}

/** A zone whose bypass began or ended. */
export interface BypassChange extends Zone {
  readonly is: 'began' | 'ended';
}

export class Bypassed {
  readonly #db: Database;
  readonly #zones;
  readonly #save;
  readonly #drop;
  #told: Map<string, Zone>;

  /** Zones stand in `dc09_zone`. */
  constructor(db: Database) {
    this.#db = db;
    db.exec(
      'CREATE TABLE IF NOT EXISTS dc09_bypassed (account TEXT NOT NULL, zone INTEGER NOT NULL, PRIMARY KEY (account, zone)) STRICT, WITHOUT ROWID',
    );
    this.#zones = db.prepare<[], Zone>('SELECT account, device, point, zone FROM dc09_zone ORDER BY account, zone');
    this.#save = db.prepare('INSERT OR REPLACE INTO dc09_bypassed (account, zone) VALUES (?, ?)');
    this.#drop = db.prepare('DELETE FROM dc09_bypassed WHERE account = ? AND zone = ?');
    this.#told = this.#read();
  }

  /** What changed over all zones that the centre knows; written down. Inside the caller's transaction. */
  due(isIsolated: (device: string, point: string) => boolean): BypassChange[] {
    return this.#zones.all().flatMap((zone) => this.change(zone, isIsolated(zone.device, zone.point)));
  }

  /** What must be said of one zone. Zone 0 stands for many points: its bypass would hide all of them, and is never told. */
  change(zone: Zone, isIsolated: boolean): BypassChange[] {
    const key = `${zone.account} ${zone.zone}`;
    if (zone.zone === 0 || this.#told.has(key) === isIsolated) return [];
    if (isIsolated) {
      this.#told.set(key, zone);
      this.#save.run(zone.account, zone.zone);
    } else {
      this.#told.delete(key);
      this.#drop.run(zone.account, zone.zone);
    }
    return [{ ...zone, is: isIsolated ? 'began' : 'ended' }];
  }

  /** The transaction came to nothing. */
  reload(): void {
    this.#told = this.#read();
  }

  #read(): Map<string, Zone> {
    const rows = this.#db
      .prepare<[], Zone>('SELECT account, device, point, zone FROM dc09_bypassed JOIN dc09_zone USING (account, zone)')
      .all();
    return new Map(rows.map((zone) => [`${zone.account} ${zone.zone}`, zone]));
  }
}
