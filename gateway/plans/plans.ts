// Floor plans: the drawing of a floor or zone, its scale, and where on it each device and part stands.
import type { Act } from '../acts.ts';
import type { Signature } from '../alarms/alarm.ts';
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import type { Drawing } from './drawing.ts';

/** A spot on a drawing: share of its width from the left, of its height from the top, 0…1; another drawing of the same floor keeps it. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Two spots and how far they are from each other, m. */
interface PlanScale {
  readonly from: Spot;
  readonly to: Spot;
  readonly metres: number;
}

export interface Plan {
  readonly place: string;
  /** Counts its changes from 1. */
  readonly version: number;
  readonly drawing: Drawing;
  readonly scale: PlanScale | null;
  /** Device or part → where it stands. */
  readonly positions: Readonly<Record<string, Spot>>;
  readonly changed: Signature;
  /** Who took it down, and why; left out where it hangs. Drawing, scale and positions stay with it, so that it can be hung again. */
  readonly removed?: Signature & { readonly reason: string };
}

/** What a person changes of one plan; what is left out stays. */
export interface PlanChange {
  readonly place: string;
  /** The version that the person saw; 0 where there was no plan. */
  readonly version: number;
  readonly drawing?: Drawing | undefined;
  readonly scale?: PlanScale | null | undefined;
  readonly positions?: Readonly<Record<string, Spot>> | undefined;
}

const TABLE = 'CREATE TABLE IF NOT EXISTS plan (place TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT';

export class Plans implements Ledger {
  readonly #db: Database;
  readonly #plans = new Map<string, Plan>();
  readonly #dirty = new Map<string, Plan>();

  constructor(db: Database) {
    this.#db = db;
    db.exec(TABLE);
    for (const { data } of db.prepare<[], { data: string }>('SELECT data FROM plan').all()) {
      const plan = JSON.parse(data) as Plan;
      this.#plans.set(plan.place, plan);
    }
  }

  /** The plan that hangs there. */
  get(place: string): Plan | undefined {
    const plan = this.#plans.get(place);
    return plan?.removed ? undefined : plan;
  }

  /** The plan that hangs there, or hung there last. */
  lastOf(place: string): Plan | undefined {
    return this.#plans.get(place);
  }

  /**
   * All changes or none. A drawing where a plan was taken down begins a new plan: spots of another drawing would be wrong on it.
   * Throws `conflict` where somebody else changed one of the plans since the person saw it, `not-found` where there is no drawing.
   */
  change({ changes, by, at }: Extract<Act, { do: 'change-plans' }>): Record<never, never> {
    const changed = changes.map((one): Plan => {
      const last = this.#plans.get(one.place);
      if ((last?.version ?? 0) !== one.version) throw overtaken(last);
      const before = this.get(one.place);
      const drawing = one.drawing ?? before?.drawing;
      if (!drawing) throw new BalefireError('not-found', { what: one.place });
      return {
        place: one.place,
        version: one.version + 1,
        drawing,
        scale: one.scale === undefined ? (before?.scale ?? null) : one.scale,
        positions: one.positions ?? before?.positions ?? {},
        changed: { ...by, at },
      };
    });
    for (const plan of changed) this.#put(plan);
    return {};
  }

  /** Takes a plan down. Throws `not-found` where none hangs, `conflict` where somebody else changed it since the person saw it. */
  remove({ place, version, reason, by, at }: Extract<Act, { do: 'remove-plan' }>): Record<never, never> {
    const plan = this.get(place);
    if (!plan) throw new BalefireError('not-found', { what: place });
    if (plan.version !== version) throw overtaken(plan);
    this.#put({ ...plan, version: version + 1, changed: { ...by, at }, removed: { ...by, at, reason } });
    return {};
  }

  /** Hangs what was taken down again, as it was. Throws `conflict` where nothing was, or somebody else changed it since the person saw it. */
  restore({ place, version, by, at }: Extract<Act, { do: 'restore-plan' }>): Record<never, never> {
    const last = this.#plans.get(place);
    if (!last?.removed) throw new BalefireError('conflict', { detail: '没有已移除的平面图可恢复 / there is no plan that was taken down' });
    if (last.version !== version) throw overtaken(last);
    const { removed: _removed, ...plan } = last;
    this.#put({ ...plan, version: version + 1, changed: { ...by, at } });
    return {};
  }

  /** Devices whose place others took stand where those stood. `heirs`: old id → new id. */
  inherit(heirs: ReadonlyMap<string, string>, by: Signature): void {
    for (const plan of [...this.#plans.values()]) {
      if (!Object.keys(plan.positions).some((id) => heirs.has(id))) continue;
      const positions = Object.fromEntries(Object.entries(plan.positions).map(([id, spot]) => [heirs.get(id) ?? id, spot]));
      this.#put({ ...plan, version: plan.version + 1, positions, changed: by });
    }
  }

  #put(plan: Plan): void {
    this.#plans.set(plan.place, plan);
    this.#dirty.set(plan.place, plan);
  }

  isDirty(): boolean {
    return this.#dirty.size > 0;
  }

  write(): void {
    const save = this.#db.prepare('INSERT OR REPLACE INTO plan (place, data) VALUES (?, ?)');
    for (const plan of this.#dirty.values()) save.run(plan.place, JSON.stringify(plan));
  }

  written(): void {
    this.#dirty.clear();
  }
}

function overtaken(now: Plan | undefined): BalefireError {
  const { name, version } = { name: now?.changed.name ?? '', version: now?.version ?? 0 };
  return new BalefireError('conflict', {
    detail: `平面图已由 ${name} 改到第 ${version} 版，您的改动还在屏幕上 / ${name} has changed the plan (version ${version}); your changes are still on the screen`,
  });
}
