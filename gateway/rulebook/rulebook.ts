// All rules in force, of the book and one's own, and the limits that are set: who wrote which version and why.
import { parametersOf, type RuleParameter, ruleBook } from '../../rules/book.ts';
import { faultsAt, type RuleFault } from '../../rules/check.ts';
import { isOwnRule, judgesAlike, ownFaults } from '../../rules/own-rule.ts';
import type { Rule } from '../../rules/rule.ts';
import { silencedBy } from '../../rules/suppresses.ts';
import type { Act } from '../acts.ts';
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import { type Version, Versions } from './versions.ts';

/** Rules of one's own at most: each is asked about every reading of its quantity. */
const MOST_OWN = 200;
const BOOK_PARAMETERS: readonly RuleParameter[] = parametersOf(ruleBook);

type SetRule = Extract<Act, { do: 'set-own-rule' }>;
type DecideRule = Extract<Act, { do: 'decide-own-rule' }>;
type SetLimit = Extract<Act, { do: 'set-parameter' }>;
type DecideLimit = Extract<Act, { do: 'decide-limit' }>;

export class Rulebook implements Ledger {
  readonly own: Versions<Rule>;
  /** By `limitKey`; null: taken away. */
  readonly limits: Versions<number | null>;
  #rules: readonly Rule[] | undefined;

  constructor(db: Database) {
    this.own = new Versions(db, 'rule');
    this.limits = new Versions(db, 'limit');
  }

  /** The book, then one's own in the order in which they were made, those that are switched off too: the engine's list. */
  rules(): readonly Rule[] {
    this.#rules ??= [...ruleBook, ...[...this.own.all()].map(({ value }) => value)];
    return this.#rules;
  }

  rule(id: string): Rule | undefined {
    return isOwnRule(id) ? this.own.last(id)?.value : ruleBook.find((one) => one.id === id);
  }

  /** The very version that raised an alarm; undefined where it is no longer known. */
  ruleOfVersion(id: string, version: number): Rule | undefined {
    if (!isOwnRule(id)) return ruleBook.find((one) => one.id === id && one.version === version);
    return this.own.of(id).find((one) => one.version === version)?.value;
  }

  /** Ids of the rules that judge now. */
  inForce(): ReadonlySet<string> {
    return new Set(this.rules().flatMap(({ id, enabled }) => (enabled ? [id] : [])));
  }

  /** The parameters that the rules ask for. A rule of one's own asks for those of the book. */
  parameters(): readonly RuleParameter[] {
    return BOOK_PARAMETERS;
  }

  /** What is wrong with a rule that somebody writes; empty where it may be set. */
  faultsOf(rule: Rule): RuleFault[] {
    const faults = faultsAt(rule);
    return faults.length > 0 ? faults : ownFaults(rule, BOOK_PARAMETERS);
  }

  /** Whether a change of a rule needs a second person: it is of fire, judges now, and would judge otherwise or no more. */
  needsSecond(rule: Rule): boolean {
    const before = this.own.last(rule.id)?.value;
    return before?.class === 'fire' && before.enabled && !judgesAlike(before, rule);
  }

  /** Throws `conflict` where the rule is not sound, and what `Versions.enter` throws. Undefined: it waits for a second person. */
  setRule({ rule, version, reason, by, at }: SetRule): Version<Rule> | undefined {
    const [fault] = this.faultsOf(rule);
    if (fault) throw new BalefireError('conflict', { detail: `${fault.path} ${fault.words.zh} / ${fault.words.en}` });
    if (!this.own.last(rule.id) && [...this.own.all()].length >= MOST_OWN)
      throw new BalefireError('conflict', { detail: `自定义规则最多 ${MOST_OWN} 条 / At most ${MOST_OWN} rules of your own` });
    const value = { ...rule, version: version + 1 };
    const entered = this.own.enter({ key: rule.id, base: version, value, by: { ...by, at }, reason }, this.needsSecond(value));
    this.#rules = undefined;
    return entered;
  }

  decideRule({ rule, agrees, reason, by, at }: DecideRule): Version<Rule> | undefined {
    const decided = this.own.decide(rule, agrees, { ...by, at }, reason);
    this.#rules = undefined;
    return decided;
  }

  /**
   * `before`: what counts there now; `after`: what would count. What an old journal or the gateway itself sets has no reason and needs
   * no second person.
   */
  setLimit({ scope, name, value, version, reason, by, at }: SetLimit, before: number, after: number): Version<number | null> | undefined {
    const needsSecond = reason !== undefined && this.silenced(name, before, after).length > 0;
    return this.limits.enter({ key: limitKey(scope, name), base: version, value, by: { ...by, at }, reason: reason ?? null }, needsSecond);
  }

  decideLimit({ scope, name, agrees, reason, by, at }: DecideLimit): Version<number | null> | undefined {
    return this.limits.decide(limitKey(scope, name), agrees, { ...by, at }, reason);
  }

  /** Ids of rules of fire or water pressure that such a change of a limit could silence. */
  silenced(name: string, before: number, after: number): string[] {
    return silencedBy(this.rules(), name, before, after);
  }

  isDirty(): boolean {
    return this.own.isDirty() || this.limits.isDirty();
  }

  write(): void {
    this.own.write();
    this.limits.write();
  }

  written(): void {
    this.own.written();
    this.limits.written();
  }
}

/** What the versions of a limit are kept under. Neither a scope's id nor a parameter's name has a blank. */
export function limitKey(scope: string, name: string): string {
  return `${scope} ${name}`;
}

/** Scope and name of a key. */
export function limitOfKey(key: string): { readonly scope: string; readonly name: string } {
  const blank = key.lastIndexOf(' ');
  return { scope: key.slice(0, blank), name: key.slice(blank + 1) };
}
