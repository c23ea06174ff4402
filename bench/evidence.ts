// What the chain of evidence costs an alarm on its way to the screen, on the disk, and how fast it is verified.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Alarm } from '../gateway/alarms/alarm.ts';
import type { AuditRecord } from '../gateway/alarms/alarm-store.ts';
import { AlarmStore } from '../gateway/alarms/alarm-store.ts';
import { FRESH, type Incident } from '../gateway/alarms/incident.ts';
import { anAlarm } from '../gateway/alarms/testing/an-alarm.ts';
import { ChainLedger } from '../gateway/evidence/chain-ledger.ts';
import { verify } from '../gateway/evidence/verify.ts';
import { type Database, openDatabase } from '../gateway/sqlite.ts';
import { ruleBook } from '../rules/book.ts';
import type { BenchLine } from './line.ts';

const ALARMS = 10_000;
/** Alarms in one transaction: a panel that tells of a fire. */
const AT_ONCE = 10;
/** Alarms of one incident: a large one, whose list grows with each. */
const TOGETHER = 1_000;
const START = Date.UTC(2026, 0, 5, 4);

export async function evidenceBench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-evidence-'));
  const file = join(folder, 'state.db');
  const without = withoutChain(join(folder, 'without.db'));
  const db = openDatabase(file, 'normal');
  try {
    const chain = new ChainLedger(db, START);
    const store = new AlarmStore(db, chain);
    const withChain = live(db, store, chain);
    const records = chain.head()?.number ?? 0;
    const sizes = db.prepare<[], { bytes: number }>("SELECT sum(pgsize) AS bytes FROM dbstat WHERE name LIKE 'chain%'");
    const bytes = sizes.get()?.bytes ?? 0;
    const whole = db.prepare<[], { text: string }>('SELECT text FROM chain WHERE text IS NOT NULL LIMIT 2000').all();
    const packed = whole.reduce((sum, { text }) => sum + deflateRawSync(text).length, 0);
    const plain = whole.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    const checking = performance.now();
    const { found } = verify(db, []);
    const checked = performance.now() - checking;
    if (found.length > 0) throw new Error('the bench made a chain that is not sound');
    return [
      {
        name: 'chain, per change (hash, canonical text, row), CPU',
        value: (withChain - without) / records,
        unit: 'µs',
        peer: { name: 'saving the change itself', value: without / records },
        hold: { atMost: 50 },
      },
      { name: 'chain on the disk, per change', value: bytes / records, unit: 'bytes' },
      { name: 'text of a change', value: plain / whole.length, unit: 'bytes', peer: { name: 'deflated', value: packed / whole.length } },
      { name: 'verify', value: records / (checked / 1_000), unit: 'records/s' },
      { name: 'state.db after 10,000 alarms with all their changes', value: statSync(file).size / 2 ** 20, unit: 'MiB' },
    ];
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same alarms with a chain that keeps nothing, µs of this process's CPU. */
function withoutChain(file: string): number {
  const db = openDatabase(file, 'normal');
  const nothing = (): void => undefined;
  const none = { alarm: nothing, incident: nothing, audit: nothing, frame: nothing, write: nothing, written: nothing };
  const chain = none as unknown as ChainLedger;
  const spent = live(db, new AlarmStore(db, chain), chain);
  db.close();
  return spent;
}

/** All alarms with their whole lives, saved as the gateway saves them; µs of CPU, the system's for the disk with it. */
function live(db: Database, store: AlarmStore, chain: ChainLedger): number {
  alarms.clear();
  incidents.clear();
  change = 0;
  const began = process.cpuUsage();
  for (let nth = 0; nth < ALARMS; nth += AT_ONCE) {
    for (const life of [raise, acknowledge, restore, reset]) {
      for (let one = nth; one < nth + AT_ONCE; one += 1) life(store, one);
      db.transaction(() => {
        store.write();
        chain.write();
      })();
      chain.written();
      store.written();
    }
  }
  const { user, system } = process.cpuUsage(began);
  return user + system;
}

const alarms = new Map<number, Alarm>();
const incidents = new Map<number, Incident>();
let change = 0;
const by = { id: 'p-0123456789', name: '值班员', from: '10.1.2.3' };

function keep(store: AlarmStore, nth: number, alarm: Alarm, at: number): void {
  change += 1;
  const next = { ...alarm, change };
  alarms.set(nth, next);
  store.save(next, at);
}

function audit(store: AlarmStore, what: string, about: string, at: number): void {
  const line: Omit<AuditRecord, 'number'> = { at, by: by.id, name: by.name, from: by.from, what, about, detail: { alarm: about } };
  store.saveAudit(line);
}

function raise(store: AlarmStore, nth: number): void {
  const rule = ruleBook[nth % ruleBook.length];
  if (!rule) throw new Error('the book is empty');
  const at = START + nth * 100;
  const id = `a${nth.toString(16).padStart(16, '0')}`;
  const device = `smoke-${nth}`;
  const body = Buffer.from(JSON.stringify({ at, seq: nth, points: { smoke: 'alarm', battery: 86, rssi: -71 } }));
  const frame = { link: 'mqtt', peer: '10.0.3.17:51022', device, kind: 'up' as const, body, receivedAt: at, drill: false };
  const group = Math.floor(nth / TOGETHER);
  const known = incidents.get(group);
  change += 1;
  const incident: Incident = known
    ? { ...known, change, latest: at, alarms: [...known.alarms, id] }
    : {
        ...FRESH,
        id: `i${id.slice(1)}`,
        change,
        site: 'tower',
        path: ['root', 'unit', 'tower'],
        family: 'fire',
        class: rule.class,
        began: at,
        latest: at,
        closedAt: null,
        drill: false,
        firstOut: id,
        alarms: [id],
      };
  incidents.set(group, incident);
  store.saveIncident(incident);
  store.saveEvidence(id, { kind: 'frame', number: nth + 1, frame });
  const raised = anAlarm({
    id,
    change: 0,
    device,
    deviceName: `${nth} 烟感`,
    model: 'balefire/smoke',
    quantity: rule.watches.quantity,
    class: rule.class,
    rule: { id: rule.id, version: rule.version },
    title: rule.title,
    advice: rule.advice,
    because: { zh: '感烟探测器：火警', en: 'Smoke detector: alarm' },
    clause: rule.clause ?? null,
    path: ['root', 'unit', 'tower', 'f12'],
    latching: rule.latching,
    causes: [rule.id],
    occurredAt: at,
    receivedAt: at,
    incident: incident.id,
    firstOut: known === undefined,
    evidence: [nth + 1],
    begins: [at],
  });
  keep(store, nth, raised, at);
}

function standing(nth: number): Alarm {
  const alarm = alarms.get(nth);
  if (!alarm) throw new Error('no such alarm');
  return alarm;
}

function acknowledge(store: AlarmStore, nth: number): void {
  const alarm = standing(nth);
  const at = alarm.receivedAt + 9_000;
  keep(store, nth, { ...alarm, attention: 'acknowledged', acknowledged: { ...by, at } }, at);
  audit(store, 'acknowledge', alarm.id, at);
}

function restore(store: AlarmStore, nth: number): void {
  const alarm = standing(nth);
  const at = alarm.receivedAt + 60_000;
  keep(store, nth, { ...alarm, condition: 'restored', causes: [], restoredAt: at }, at);
}

function reset(store: AlarmStore, nth: number): void {
  const alarm = standing(nth);
  const at = alarm.receivedAt + 600_000;
  keep(store, nth, { ...alarm, reset: { ...by, at }, closedAt: at }, at);
  audit(store, 'reset', alarm.id, at);
}
