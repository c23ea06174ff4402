// What the receiving centre was told of each alarm, and what it must be told now; its accounts, zones and sequence.
import type { Alarm } from '../../alarms/alarm.ts';
import type { Database } from '../../sqlite.ts';
import type { CentreSettings } from '../settings.ts';
import type { Standing } from '../withheld.ts';
import { type BypassChange, Bypassed } from './bypassed.ts';
import { BYPASS_CODE, codeOf } from './codes.ts';
import { type CentreEvent, drillEvent } from './event.ts';
import type { CentreMessage } from './sender.ts';

/** Zones of an account: Contact ID has three digits for them. */
const MOST_ZONES = 999;
const LAST_SEQUENCE = 9_999;

interface Told {
  /** How many times its cause had begun. */
  readonly times: number;
  readonly isEnded: boolean;
}

/** Reads its tables once and holds them in memory: an alarm that changes nothing costs no question to the disk. */
export class ToldToCentre {
  readonly #db: Database;
  readonly #settings: Pick<CentreSettings, 'account' | 'accounts' | 'classes' | 'drills'>;
  #told: Map<string, Told>;
  readonly #accounts: ReadonlyMap<string, string>;
  readonly #save;
  readonly #drop;
  readonly #saveSequence;
  readonly #zone;
  readonly #lastZone;
  readonly #saveZone;
  readonly #bypassed: Bypassed;
  #sequence: number;

  constructor(db: Database, settings: Pick<CentreSettings, 'account' | 'accounts' | 'classes' | 'drills'>) {
    this.#db = db;
    this.#settings = settings;
    db.exec(`CREATE TABLE IF NOT EXISTS dc09_told (alarm TEXT PRIMARY KEY, times INTEGER NOT NULL, ended INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS dc09_zone (account TEXT NOT NULL, device TEXT NOT NULL, point TEXT NOT NULL, zone INTEGER NOT NULL,
        PRIMARY KEY (account, device, point)) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX IF NOT EXISTS dc09_zone_once ON dc09_zone (account, zone);
      CREATE TABLE IF NOT EXISTS dc09_sequence (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT`);
    this.#save = db.prepare('INSERT OR REPLACE INTO dc09_told (alarm, times, ended) VALUES (?, ?, ?)');
    this.#drop = db.prepare('DELETE FROM dc09_told WHERE alarm = ?');
    this.#saveSequence = db.prepare('INSERT OR REPLACE INTO dc09_sequence (one, last) VALUES (1, ?)');
    this.#zone = db.prepare<[string, string, string], { zone: number }>(
      'SELECT zone FROM dc09_zone WHERE account = ? AND device = ? AND point = ?',
    );
    this.#lastZone = db.prepare<[string], { last: number | null }>('SELECT MAX(zone) AS last FROM dc09_zone WHERE account = ?');
    this.#saveZone = db.prepare('INSERT INTO dc09_zone (account, device, point, zone) VALUES (?, ?, ?, ?)');
    this.#bypassed = new Bypassed(db);
    this.#told = this.#read();
    this.#accounts = new Map(settings.accounts.map(({ place, account }) => [place, account]));
    this.#sequence = db.prepare<[], { last: number }>('SELECT last FROM dc09_sequence').get()?.last ?? 0;
  }

  /**
   * What must be said of an alarm as it stands now, in order; written down with it. Inside the caller's transaction. What
   * is withheld is not said to begin, and what began is said to end all the same. Where its point is isolated, and no
   * zone of it was bypassed yet, the bypass is said in its stead.
   */
  due(alarm: Alarm, { withheld, isBack }: Standing): CentreMessage[] {
    if (!this.#concerns(alarm)) return [];
    const told = this.#told.get(alarm.id);
    const hasBegunAgain = withheld === null && (!told || alarm.times > told.times || isBack);
    const hasEnded = alarm.condition === 'restored' && (hasBegunAgain || (told !== undefined && !told.isEnded));
    const events = [
      ...this.#bypassOf(alarm),
      ...(hasBegunAgain ? [this.#event(alarm, 'began')] : []),
      ...(hasEnded ? [this.#event(alarm, 'ended')] : []),
    ];
    if (alarm.closedAt !== null) this.#forget(alarm.id);
    else if (hasBegunAgain) this.#note(alarm.id, { times: alarm.times, isEnded: hasEnded });
    else if (hasEnded && told) this.#note(alarm.id, { ...told, isEnded: true });
    return this.#numbered(events);
  }

  /** The isolations changed: what must be said of the zones that the centre knows. Inside the caller's transaction. */
  bypassDue(isIsolated: (device: string, point: string) => boolean): CentreMessage[] {
    return this.#numbered(this.#bypassed.due(isIsolated).map(bypassEvent));
  }

  /** The transaction came to nothing: what it told was not told. */
  reload(): void {
    this.#told = this.#read();
    this.#bypassed.reload();
  }

  #numbered(events: readonly (CentreEvent | undefined)[]): CentreMessage[] {
    return events.flatMap((event) => (event ? [{ sequence: this.#nextSequence(), event }] : []));
  }

  /** Of a point that nobody has heard of before: it gets its zone with its bypass. */
  #bypassOf({ isolated, path, device, point, drill, closedAt }: Alarm): CentreEvent[] {
    if (isolated === null || drill || closedAt !== null) return [];
    const account = this.#accountOf(path);
    const zone = this.#zoneOf(account, { device, point });
    return this.#bypassed.change({ account, device, point, zone }, true).map(bypassEvent);
  }

  #read(): Map<string, Told> {
    const rows = this.#db.prepare<[], { alarm: string; times: number; ended: number }>('SELECT * FROM dc09_told').all();
    return new Map(rows.map(({ alarm, times, ended }) => [alarm, { times, isEnded: ended === 1 }]));
  }

  #note(alarm: string, told: Told): void {
    this.#told.set(alarm, told);
    this.#save.run(alarm, told.times, Number(told.isEnded));
  }

  #forget(alarm: string): void {
    if (this.#told.delete(alarm)) this.#drop.run(alarm);
  }

  #concerns({ class: alarmClass, drill }: Alarm): boolean {
    return (!drill || this.#settings.drills === 'test') && alarmClass !== 'notice' && this.#settings.classes.includes(alarmClass);
  }

  #event(alarm: Alarm, is: 'began' | 'ended'): CentreEvent | undefined {
    const code = codeOf(alarm);
    const account = this.#accountOf(alarm.path);
    const where = { account, zone: this.#zoneOf(account, alarm), text: `${alarm.device} ${alarm.point}` };
    if (alarm.drill) return is === 'began' ? drillEvent(where) : undefined;
    return code && { ...where, drill: false, code, is };
  }

  #accountOf(path: readonly string[]): string {
    for (const id of path.toReversed()) {
      const account = this.#accounts.get(id);
      if (account !== undefined) return account;
    }
    return this.#settings.account;
  }

  /** A number of its own for each point, kept for good; 0 when the account has none left. */
  #zoneOf(account: string, { device, point }: Pick<Alarm, 'device' | 'point'>): number {
    const known = this.#zone.get(account, device, point);
    if (known) return known.zone;
    const zone = (this.#lastZone.get(account)?.last ?? 0) + 1;
    if (zone > MOST_ZONES) return 0;
    this.#saveZone.run(account, device, point, zone);
    return zone;
  }

  #nextSequence(): number {
    this.#sequence = (this.#sequence % LAST_SEQUENCE) + 1;
    this.#saveSequence.run(this.#sequence);
    return this.#sequence;
  }
}

function bypassEvent({ account, zone, device, point, is }: BypassChange): CentreEvent {
  return { account, zone, text: `${device} ${point}`, drill: false, code: BYPASS_CODE, is };
}
