// Which rules cannot be judged just now, and where: each is told of once until it recovers everywhere.
import type { PointMemory } from './memory.ts';
import type { Rule } from './rule.ts';

export type OnFault = (rule: Rule, error: unknown) => void;

export class Faults {
  readonly #onFault: OnFault;
  readonly #where = new Map<Rule, Set<PointMemory>>();

  constructor(onFault: OnFault) {
    this.#onFault = onFault;
  }

  failed(rule: Rule, point: PointMemory, error: unknown): void {
    const where = this.#where.get(rule);
    if (where) {
      where.add(point);
      return;
    }
    this.#where.set(rule, new Set([point]));
    this.#onFault(rule, error);
  }

  passed(rule: Rule, point: PointMemory): void {
    if (this.#where.size === 0) return;
    const where = this.#where.get(rule);
    if (where?.delete(point) && where.size === 0) this.#where.delete(rule);
  }

  /** The point is no more. */
  forget(point: PointMemory): void {
    for (const rule of [...this.#where.keys()]) this.passed(rule, point);
  }

  /** The rule is no more, or another. */
  drop(rule: Rule): void {
    this.#where.delete(rule);
  }

  rules(): Rule[] {
    return [...this.#where.keys()];
  }
}
