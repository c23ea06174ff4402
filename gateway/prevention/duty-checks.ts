// Duty checks 查岗: control rooms that were called, whether the device confirmed, and whether somebody pressed in time.
import type { Reading } from '../../device-drivers/reading.ts';
import type { Act, Author, DutyPlanRecord } from '../acts.ts';
import type { CommandRecord, Commands } from '../commands/commands.ts';
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import { type DutyState, type DutyTargetRecord, isOpen, stepDuty } from './duty-target.ts';

export interface DutyCheckRecord {
  readonly id: string;
  readonly at: number;
  readonly by: Author;
  readonly mode: 'now' | 'random' | 'plan';
  readonly plan: string | null;
  readonly minutes: number;
}

export interface DutyRankRow {
  readonly device: string;
  readonly asked: number;
  readonly present: number;
  readonly late: number;
  readonly absent: number;
  readonly unreachable: number;
  readonly meanMs: number | null;
}

/** How long a device may take to confirm, beside its own transmissions, before it is not reached, ms: one that just reconnects is looked at every second. */
const CONFIRM_SLACK_MS = 10_000;
/** An answer that was pressed in time may be this long on its way, ms: one re-send of 10 s and half as much. */
const MARGIN_MS = 15_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS duty_check (id TEXT PRIMARY KEY, at INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS duty_check_by_time ON duty_check (at);
  CREATE TABLE IF NOT EXISTS duty_target (id TEXT NOT NULL, device TEXT NOT NULL, at INTEGER NOT NULL, open INTEGER NOT NULL, state TEXT NOT NULL,
    answer_ms INTEGER, data TEXT NOT NULL, PRIMARY KEY (id, device)) STRICT;
  CREATE INDEX IF NOT EXISTS duty_target_open ON duty_target (open) WHERE open = 1;
  CREATE INDEX IF NOT EXISTS duty_target_by_device ON duty_target (device, at);
  CREATE INDEX IF NOT EXISTS duty_target_by_time ON duty_target (at);
  CREATE TABLE IF NOT EXISTS duty_plan (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
`;

/** A reading that the house itself makes: nobody sits in the control room, or somebody does. */
export type DutyReading = Pick<Reading, 'device' | 'value' | 'at'>;

export class DutyChecks implements Ledger {
  readonly #db: Database;
  readonly #commands: Commands;
  readonly #transmissionsMs: (device: string) => number;
  /** Targets that wait, by check and device, and those that may still answer late: the last of each device. */
  readonly #live = new Map<string, DutyTargetRecord>();
  readonly #lastOf = new Map<string, DutyTargetRecord>();
  readonly #plans = new Map<string, DutyPlanRecord>();
  readonly #dirtyChecks = new Map<string, DutyCheckRecord>();
  readonly #dirtyTargets = new Map<string, DutyTargetRecord>();
  readonly #dirtyPlans = new Map<string, DutyPlanRecord | null>();
  #readings: DutyReading[] = [];

  /** `transmissionsMs`: how long all transmissions of one question to a device take, as it is set there. */
  constructor(db: Database, commands: Commands, transmissionsMs: (device: string) => number) {
    this.#db = db;
    this.#commands = commands;
    this.#transmissionsMs = transmissionsMs;
    db.exec(TABLES);
    for (const row of db.prepare<[], { data: string }>('SELECT data FROM duty_target WHERE open = 1').all()) this.#track(parsed(row));
    // Whoever was absent may still answer late.
    const last = db.prepare<[], { data: string }>(
      "SELECT data FROM duty_target AS one WHERE state = 'absent' AND at = (SELECT MAX(at) FROM duty_target WHERE device = one.device)",
    );
    for (const row of last.all()) this.#lastOf.set(parsed<DutyTargetRecord>(row).device, parsed(row));
    for (const row of db.prepare<[], { data: string }>('SELECT data FROM duty_plan ORDER BY rowid').all()) {
      const plan = parsed<DutyPlanRecord>(row);
      this.#plans.set(plan.id, plan);
    }
  }

  /** Calls the devices; a command goes out to each. */
  begin(act: Extract<Act, { do: 'check-duty' }>): DutyCheckRecord {
    const { id, at, by, mode, plan, minutes } = act;
    const check: DutyCheckRecord = { id, at, by, mode, plan, minutes };
    this.#dirtyChecks.set(id, check);
    for (const [nth, device] of act.devices.entries()) {
      const command = `${id}-${nth}`;
      // One that just reconnects may have another question under way: twice its transmissions.
      const confirmBy = at + 2 * this.#transmissionsMs(device) + CONFIRM_SLACK_MS;
      const expiresAt = confirmBy + minutes * 60_000 + MARGIN_MS;
      const target: DutyTargetRecord = { check: id, command, device, ...newTarget(at, minutes, confirmBy) };
      this.#keep(target);
      try {
        this.#commands.give({
          do: 'command',
          id: command,
          device,
          command: 'duty-check',
          arguments: { minutes },
          expiresAt,
          by,
          at,
          token: id,
        });
      } catch {
        this.#step(target, { is: 'failed', at, reason: 'too-many' });
      }
    }
    for (const device of act.skipped)
      this.#keep({ check: id, command: '', device, ...newTarget(at, minutes, at), state: 'skipped', reason: 'fire' });
    return check;
  }

  /** A command moved: the device confirmed, or did not. */
  commandMoved(record: CommandRecord): void {
    if (record.command !== 'duty-check') return;
    const target = [...this.#live.values()].find(({ command }) => command === record.id);
    if (!target) return;
    if (record.state === 'delivered') this.#step(target, { is: 'confirmed', at: record.changedAt });
    if (record.state === 'failed' || record.state === 'expired')
      this.#step(target, { is: 'failed', at: record.changedAt, reason: record.reason ?? record.state });
  }

  /** The button was pressed (type 24, bit 5). `at`: when the device says it was; `receivedAt`: when we heard. */
  pressed(device: string, at: number, receivedAt: number, operator: number): void {
    const waiting = [...this.#live.values()].filter((target) => target.device === device);
    const absent = this.#lastOf.get(device);
    const targets = waiting.length > 0 ? waiting : absent ? [absent] : [];
    for (const target of targets) {
      const when = at >= target.calledAt && at <= receivedAt ? at : receivedAt;
      this.#step(target, { is: 'pressed', at: when, operator }, receivedAt);
      this.#commands.answered(device, target.command, 'done', receivedAt, null);
    }
  }

  /** Ends what time has ended by now. */
  advance(now: number): void {
    for (const target of [...this.#live.values()]) {
      const due = target.state === 'calling' ? target.confirmBy : (target.dueAt ?? Number.POSITIVE_INFINITY);
      if (due > now) continue;
      const wasCalling = target.state === 'calling';
      this.#step(target, { is: 'time', at: due });
      this.#commands.answered(target.device, target.command, 'failed', due, wasCalling ? 'offline' : 'absent');
    }
  }

  /** When time alone may next change something; undefined: never. */
  get isWaiting(): boolean {
    return this.#live.size > 0;
  }

  /** What is to be judged: somebody is absent, or is there again. */
  takeReadings(): DutyReading[] {
    const readings = this.#readings;
    this.#readings = [];
    return readings;
  }

  // ── plans ──

  plans(): DutyPlanRecord[] {
    return [...this.#plans.values()];
  }

  plan(id: string): DutyPlanRecord | undefined {
    return this.#plans.get(id);
  }

  /** `version`: the one that its author saw; undefined: not compared. Throws `changed-meanwhile` where somebody else was first. */
  setPlan(plan: DutyPlanRecord, version: number | undefined, who: string): void {
    const before = this.#plans.get(plan.id);
    const standing = versionOfPlan(before);
    if (version !== undefined && version !== standing)
      throw new BalefireError('changed-meanwhile', { who: before?.changedBy ?? '—', version: standing });
    const saved = { ...plan, version: standing + 1, changedBy: who };
    this.#plans.set(plan.id, saved);
    this.#dirtyPlans.set(plan.id, saved);
  }

  removePlan(id: string): void {
    this.#plans.delete(id);
    this.#dirtyPlans.set(id, null);
  }

  /** When a plan was carried out last, ms since 1970; null: never. */
  lastRun(plan: string): number | null {
    const waiting = [...this.#dirtyChecks.values()].filter((check) => check.plan === plan).map(({ at }) => at);
    const stored = this.#db
      .prepare<[string], { at: number | null }>("SELECT MAX(at) AS at FROM duty_check WHERE json_extract(data, '$.plan') = ?")
      .get(plan)?.at;
    return Math.max(stored ?? 0, ...waiting) || null;
  }

  // ── asking ──

  check(id: string): DutyCheckRecord | undefined {
    const row = this.#db.prepare<[string], { data: string }>('SELECT data FROM duty_check WHERE id = ?').get(id);
    return this.#dirtyChecks.get(id) ?? (row && parsed<DutyCheckRecord>(row));
  }

  /** Newest first; `before`: time of the last seen. */
  list({ before, limit }: { before?: number | undefined; limit: number }): DutyCheckRecord[] {
    return this.#db
      .prepare<unknown[], { data: string }>('SELECT data FROM duty_check WHERE at < ? ORDER BY at DESC LIMIT ?')
      .all(before ?? Number.MAX_SAFE_INTEGER, limit)
      .map(parsed<DutyCheckRecord>);
  }

  /** How a device answered when it was called last; undefined: it never was. */
  lastOf(device: string): DutyTargetRecord | undefined {
    const unsaved = [...this.#dirtyTargets.values()].filter((target) => target.device === device && target.state !== 'skipped').at(-1);
    const row = this.#db
      .prepare<[string], { data: string }>("SELECT data FROM duty_target WHERE device = ? AND state <> 'skipped' ORDER BY at DESC LIMIT 1")
      .get(device);
    return unsaved ?? (row && parsed<DutyTargetRecord>(row));
  }

  targets(check: string): DutyTargetRecord[] {
    const rows = this.#db.prepare<[string], { data: string }>('SELECT data FROM duty_target WHERE id = ? ORDER BY rowid').all(check);
    const targets = new Map(rows.map(parsed<DutyTargetRecord>).map((target) => [target.device, target]));
    for (const target of this.#dirtyTargets.values()) if (target.check === check) targets.set(target.device, target);
    return [...targets.values()];
  }

  /** When somebody last answered at a device, in time or late; undefined: never. */
  lastAnswer(device: string): { readonly at: number; readonly late: boolean } | undefined {
    const row = this.#db
      .prepare<[string], { data: string }>(
        "SELECT data FROM duty_target WHERE device = ? AND state IN ('present', 'late') ORDER BY at DESC LIMIT 1",
      )
      .get(device);
    const known = [
      ...(row ? [parsed<DutyTargetRecord>(row)] : []),
      ...[...this.#dirtyTargets.values()].filter((one) => one.device === device),
    ];
    const last = known
      .filter(({ answeredAt }) => answeredAt !== null)
      .sort((one, other) => (other.answeredAt ?? 0) - (one.answeredAt ?? 0))[0];
    return last && { at: last.answeredAt ?? last.calledAt, late: last.state === 'late' };
  }

  /** How often each device was asked since then, and how it went. */
  ranking(since: number): DutyRankRow[] {
    return this.#db
      .prepare<[number], DutyRankRow>(
        `SELECT device, SUM(state <> 'skipped') AS asked, SUM(state = 'present') AS present, SUM(state = 'late') AS late,
           SUM(state = 'absent') AS absent, SUM(state = 'unreachable') AS unreachable, AVG(answer_ms) AS meanMs
         FROM duty_target WHERE at >= ? AND open = 0 GROUP BY device`,
      )
      .all(since);
  }

  // ── Ledger ──

  isDirty(): boolean {
    return this.#dirtyChecks.size + this.#dirtyTargets.size + this.#dirtyPlans.size > 0;
  }

  write(): void {
    const saveCheck = this.#db.prepare('INSERT OR REPLACE INTO duty_check (id, at, data) VALUES (?, ?, ?)');
    for (const check of this.#dirtyChecks.values()) saveCheck.run(check.id, check.at, JSON.stringify(check));
    const saveTarget = this.#db.prepare(
      `INSERT INTO duty_target (id, device, at, open, state, answer_ms, data) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id, device) DO UPDATE SET open = excluded.open, state = excluded.state, answer_ms = excluded.answer_ms, data = excluded.data`,
    );
    for (const target of this.#dirtyTargets.values()) {
      const { check, device, calledAt, answeredAt, state } = target;
      const answerMs = answeredAt === null ? null : answeredAt - calledAt;
      saveTarget.run(check, device, calledAt, Number(isOpen(state)), state, answerMs, JSON.stringify(target));
    }
    const savePlan = this.#db.prepare('INSERT OR REPLACE INTO duty_plan (id, data) VALUES (?, ?)');
    const dropPlan = this.#db.prepare('DELETE FROM duty_plan WHERE id = ?');
    for (const [id, plan] of this.#dirtyPlans) {
      if (plan) savePlan.run(id, JSON.stringify(plan));
      else dropPlan.run(id);
    }
  }

  written(): void {
    this.#dirtyChecks.clear();
    this.#dirtyTargets.clear();
    this.#dirtyPlans.clear();
  }

  // ──

  /** `heardAt`: gateway time, by which the reading is ordered; a device's own time knows only seconds. */
  #step(target: DutyTargetRecord, event: Parameters<typeof stepDuty>[1], heardAt = event.at): void {
    const after = stepDuty(target, event, MARGIN_MS);
    if (after === target) return;
    this.#keep(after);
    const value = absence(after.state);
    if (value !== undefined) this.#readings.push({ device: after.device, value, at: heardAt });
  }

  #keep(target: DutyTargetRecord): void {
    this.#dirtyTargets.set(keyOf(target), target);
    this.#track(target);
  }

  #track(target: DutyTargetRecord): void {
    if (isOpen(target.state)) this.#live.set(keyOf(target), target);
    else this.#live.delete(keyOf(target));
    if (target.state === 'absent') this.#lastOf.set(target.device, target);
    else if (this.#lastOf.get(target.device)?.check === target.check || isOpen(target.state)) this.#lastOf.delete(target.device);
  }
}

function newTarget(calledAt: number, minutes: number, confirmBy: number): Omit<DutyTargetRecord, 'check' | 'command' | 'device'> {
  return { state: 'calling', minutes, calledAt, confirmBy, confirmedAt: null, answeredAt: null, dueAt: null, operator: null, reason: null };
}

/** Whether a state says that nobody is there; undefined where it says nothing about it. */
function absence(state: DutyState): boolean | undefined {
  if (state === 'absent') return true;
  return state === 'present' || state === 'late' ? false : undefined;
}

function keyOf({ check, device }: DutyTargetRecord): string {
  return `${check} ${device}`;
}

function parsed<T>(row: { data: string }): T {
  return JSON.parse(row.data) as T;
}

/** 0: there is none. */
export function versionOfPlan(plan: DutyPlanRecord | undefined): number {
  return plan === undefined ? 0 : (plan.version ?? 1);
}
