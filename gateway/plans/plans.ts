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

  get(place: string): Plan | undefined {
    return this.#plans.get(place);
  }

  /** All changes or none. Throws `conflict` where somebody else changed one of the plans since the person saw it, `not-found` where there is no drawing. */
  change({ changes, by, at }: Extract<Act, { do: 'change-plans' }>): Record<never, never> {
    const changed = changes.map((one): Plan => {
      const before = this.#plans.get(one.place);
      if ((before?.version ?? 0) !== one.version) throw overtaken(before);
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
    for (const plan of changed) {
      this.#plans.set(plan.place, plan);
      this.#dirty.set(plan.place, plan);
    }
    return {};
  }

  /** Devices whose place others took stand where those stood. `heirs`: old id → new id. */
  inherit(heirs: ReadonlyMap<string, string>, by: Signature): void {
    for (const plan of [...this.#plans.values()]) {
      if (!Object.keys(plan.positions).some((id) => heirs.has(id))) continue;
      const positions = Object.fromEntries(Object.entries(plan.positions).map(([id, spot]) => [heirs.get(id) ?? id, spot]));
      const changed = { ...plan, version: plan.version + 1, positions, changed: by };
      this.#plans.set(plan.place, changed);
      this.#dirty.set(plan.place, changed);
    }
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
