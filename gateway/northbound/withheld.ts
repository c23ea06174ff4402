// Which alarms other houses are not told of for now, or are told of no more: those that are isolated, laid aside or doubtful.
import { type Alarm, isOfFire } from '../alarms/alarm.ts';
import type { Database } from '../sqlite.ts';

/** Why it is kept back: its point is isolated 屏蔽, or (no fire) it is shelved or doubtful by design. */
type Reason = 'isolated' | 'laid-aside';

/** How an alarm stands towards other houses. */
export interface Standing {
  /** Its beginning is not told now. */
  readonly withheld: Reason | null;
  /** Its isolation ended while its cause holds, or a person found a fire in it: it is told as new. */
  readonly isBack: boolean;
}

/** What nothing keeps back. */
export const TOLD: Standing = { withheld: null, isBack: false };

/**
 * Remembers what was kept back, over a restart too: an alarm whose cause came and went under an isolation is never told
 * afterwards as if it burned now. A fire is kept back by an isolation alone, and by none once a person found it real.
 */
export class Withheld {
  readonly #db: Database;
  #reasons: Map<string, Reason>;
  readonly #save;
  readonly #drop;

  constructor(db: Database) {
    this.#db = db;
    db.exec('CREATE TABLE IF NOT EXISTS northbound_withheld (alarm TEXT PRIMARY KEY, reason TEXT NOT NULL) STRICT, WITHOUT ROWID');
    this.#save = db.prepare('INSERT OR REPLACE INTO northbound_withheld (alarm, reason) VALUES (?, ?)');
    this.#drop = db.prepare('DELETE FROM northbound_withheld WHERE alarm = ?');
    this.#reasons = this.#read();
  }

  /** How an alarm stands after a change; written down with it. Inside the caller's transaction. */
  take(alarm: Alarm): Standing {
    const before = this.#reasons.get(alarm.id);
    const now = reasonOf(alarm);
    const isOver = alarm.closedAt !== null;
    if (now && !isOver) {
      // Isolated once, it comes back as new, whatever else quieted it meanwhile.
      const reason = before ?? now;
      const kept = now === 'isolated' ? now : reason;
      if (kept !== before) {
        this.#reasons.set(alarm.id, kept);
        this.#save.run(alarm.id, kept);
      }
      return { withheld: kept, isBack: false };
    }
    if (!before) return now ? { withheld: now, isBack: false } : TOLD;
    const isBack = alarm.verdict === 'real' || (alarm.condition === 'active' && !isOver);
    if (!isBack && !isOver) return { withheld: before, isBack: false };
    this.#reasons.delete(alarm.id);
    this.#drop.run(alarm.id);
    return isBack ? { withheld: null, isBack: before === 'isolated' } : { withheld: before, isBack: false };
  }

  /** How an alarm stood when it was taken last. */
  of(alarm: Alarm): Standing {
    return { withheld: this.#reasons.get(alarm.id) ?? null, isBack: false };
  }

  /** The transaction came to nothing. */
  reload(): void {
    this.#reasons = this.#read();
  }

  #read(): Map<string, Reason> {
    const rows = this.#db.prepare<[], { alarm: string; reason: Reason }>('SELECT * FROM northbound_withheld').all();
    return new Map(rows.map(({ alarm, reason }) => [alarm, reason]));
  }
}

/** A fire is kept back by no shelf and no doubt, and by an isolation only until a person found that it burns. */
function reasonOf(alarm: Alarm): Reason | null {
  if (alarm.verdict === 'real') return null;
  if (alarm.isolated !== null) return 'isolated';
  return !isOfFire(alarm) && (alarm.shelved !== null || alarm.suppressed !== null) ? 'laid-aside' : null;
}
