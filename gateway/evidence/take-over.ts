// A database from before there was a chain: what stands in its tables is the first that the chain tells.
import type { Alarm } from '../alarms/alarm.ts';
import type { AlarmStore, AuditRecord } from '../alarms/alarm-store.ts';
import type { Incident } from '../alarms/incident.ts';
import type { Database } from '../sqlite.ts';
import type { ChainLedger } from './chain-ledger.ts';

/** Rows read and written at a time: some megabytes. */
const AT_ONCE = 1_000;

const nobody = (): undefined => undefined;

/**
 * Puts every audit line, alarm, incident and frame of evidence into a chain that is not saved yet, in one transaction.
 * The chain says from now on what they are; what was done to them before, it cannot know. Returns how many.
 */
export function takeOver(db: Database, store: AlarmStore, chain: ChainLedger): number {
  if (chain.head()) return 0;
  let count = 0;
  const save = (): void => {
    chain.write();
    chain.written();
  };
  db.transaction(() => {
    save();
    for (const page of auditPages(store)) {
      for (const line of page) chain.audit(line);
      count += page.length;
      save();
    }
    for (const table of ['incident', 'alarm'] as const) {
      for (const page of dataPages(db, table)) {
        for (const { data } of page) {
          if (table === 'alarm') takeAlarm(JSON.parse(data) as Alarm, store, chain);
          else takeIncident(JSON.parse(data) as Incident, store, chain);
        }
        count += page.length;
        save();
      }
    }
  })();
  return count;
}

function takeAlarm(alarm: Alarm, store: AlarmStore, chain: ChainLedger): void {
  for (const entry of store.evidence(alarm.id)) chain.frame(alarm.id, entry);
  chain.alarm(alarm, alarm.closedAt ?? alarm.receivedAt, nobody);
}

function takeIncident(saved: Omit<Incident, 'alarms'> & Partial<Pick<Incident, 'alarms'>>, store: AlarmStore, chain: ChainLedger): void {
  const incident = { alarms: store.savedListOf(saved.id), ...saved };
  chain.incident(incident, incident.closedAt ?? incident.latest, nobody);
}

/** Oldest first. */
function* auditPages(store: AlarmStore): Generator<AuditRecord[]> {
  const last = store.listAudit({ limit: 1 })[0]?.number ?? 0;
  for (let from = 0; from < last; from += AT_ONCE) {
    const page = store.listAudit({ after: from + AT_ONCE + 1, limit: AT_ONCE }).filter(({ number }) => number > from);
    yield page.reverse();
  }
}

function* dataPages(db: Database, table: 'alarm' | 'incident'): Generator<{ data: string; change: number }[]> {
  const next = db.prepare<[number, number], { data: string; change: number }>(
    `SELECT data, change FROM ${table} WHERE change > ? ORDER BY change LIMIT ?`,
  );
  for (let after = -1; ; ) {
    const page = next.all(after, AT_ONCE);
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last.change;
  }
}
