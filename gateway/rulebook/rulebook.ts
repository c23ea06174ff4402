// All rules in force, of the book and one's own, and the limits that are set: who wrote which version and why.
import { words } from '../../device-drivers/words.ts';
import { limitsOf, parametersOf, type RuleParameter, ruleBook } from '../../rules/book.ts';
import { faultsAt, type RuleFault } from '../../rules/check.ts';
import { longestOpen } from '../../rules/own-hours.ts';
import { holdFaults, rangeFaults } from '../../rules/own-range.ts';
import { isOwnRule, judgesAlike, ownFaults } from '../../rules/own-rule.ts';
import type { Condition, Rule } from '../../rules/rule.ts';
import { silencedBy } from '../../rules/suppresses.ts';
import type { Act } from '../acts.ts';
import type { Signature } from '../alarms/alarm.ts';
import { BalefireError } from '../errors.ts';
import type { Database } from '../sqlite.ts';
import type { Ledger } from '../state.ts';
import { type Version, Versions } from './versions.ts';

/** Rules of one's own at most: one that is bound to no place and no device is asked about every reading of its quantity. */
const MOST_OWN = 1_000;
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
  #parameters: readonly RuleParameter[] | undefined;
  #turns = 0;
  #tell: () => void = () => undefined;

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

  /** The parameters that the rules ask for: those of the book, and the holds and limits of rules of one's own that places set. */
  parameters(): readonly RuleParameter[] {
    this.#parameters ??= [
      ...BOOK_PARAMETERS,
      ...[...this.own.all()].flatMap(({ key, value }) => ownParameters(value, this.own.waiting(key)?.value)),
    ];
    return this.#parameters;
  }

  /** How often anything was written here since the start: whoever fetched something of it fetches it again. */
  get turns(): number {
    return this.#turns;
  }

  /** `tell` is called whenever a rule, a limit or what waits has changed. */
  whenWritten(tell: () => void): void {
    this.#tell = tell;
  }

  /** What is wrong with a rule that somebody writes now; empty where it may be set. */
  faultsOf(rule: Rule): RuleFault[] {
    const faults = unsound(rule);
    if (faults.length > 0) return faults;
    const found = rangeFaults(rule);
    return found.length > 0 ? found : [...this.#placeHoldFaults(rule), ...this.#reusedFaults(rule)];
  }

  /** A hold that a place has set for itself, or is to have, may be longer than the hours that the rule is to get: there it would never speak. */
  #placeHoldFaults(rule: Rule): RuleFault[] {
    const { holdFor } = rule;
    if (holdFor === undefined || typeof holdFor === 'number') return [];
    const set = this.#setAt(holdFor.parameter);
    const longest = set.reduce((most, one) => Math.max(most, one), 0);
    return holdFaults(rule, longest, words(`（有位置或设备设为 ${longest} 秒）`, ` (a place or device has set ${longest} s)`));
  }

  /** A limit of the rule that places have set must not be given another meaning: what they set was meant for the old one. */
  #reusedFaults(rule: Rule): RuleFault[] {
    const set = parametersOf([rule]).filter(({ name, use }) => isOwnRule(name) && use !== 'hold' && this.#setAt(name).length > 0);
    if (set.length === 0) return [];
    const before = this.own.of(rule.id).flatMap(({ value }) => parametersOf([value]));
    const reused = set.filter(({ name, use, quantity }) =>
      before.some((one) => one.name === name && (one.use !== use || one.quantity !== quantity)),
    );
    const said = words('各处已按原来的含义设定此限值，请改用新的限值', 'Places have set this limit in its former meaning: begin a new one');
    return limitsOf(rule).flatMap(([limit, , path]) =>
      typeof limit !== 'number' && reused.some(({ name }) => name === limit.parameter) ? [{ path, words: said }] : [],
    );
  }

  /** What places and devices have set for a parameter, or would have once a second person agrees. */
  #setAt(parameter: string): number[] {
    return [...this.limits.all(), ...this.limits.allWaiting()].flatMap(({ key, value }) =>
      value !== null && limitOfKey(key).name === parameter ? [value] : [],
    );
  }

  /** Whether a change of a rule needs a second person: it is of fire, judges now, and would judge otherwise or no more. */
  needsSecond(rule: Rule): boolean {
    const before = this.own.last(rule.id)?.value;
    return before?.class === 'fire' && before.enabled && !judgesAlike(before, rule);
  }

  /** Throws `conflict` where the rule is not sound, and what `Versions.enter` throws. Undefined: it waits for a second person. */
  setRule({ rule, version, reason, by, at }: SetRule): Version<Rule> | undefined {
    const [fault] = unsound(rule);
    if (fault) throw new BalefireError('conflict', { detail: `${fault.path} ${fault.words.zh} / ${fault.words.en}` });
    if (!this.own.last(rule.id) && [...this.own.all()].length >= MOST_OWN)
      throw new BalefireError('conflict', { detail: `自定义规则最多 ${MOST_OWN} 条 / At most ${MOST_OWN} rules of your own` });
    const value = { ...rule, version: version + 1 };
    const entered = this.own.enter({ key: rule.id, base: version, value, by: { ...by, at }, reason }, this.needsSecond(value));
    this.#turn();
    return entered;
  }

  decideRule({ rule, agrees, reason, by, at }: DecideRule): Version<Rule> | undefined {
    const decided = this.own.decide(rule, agrees, { ...by, at }, reason);
    this.#turn();
    return decided;
  }

  /**
   * `before`: what counts there now; `after`: what would count. What an old journal or the gateway itself sets has no reason and needs
   * no second person.
   */
  setLimit({ scope, name, value, version, reason, by, at }: SetLimit, before: number, after: number): Version<number | null> | undefined {
    const needsSecond = reason !== undefined && this.silenced(name, before, after).length > 0;
    const writing = { key: limitKey(scope, name), base: version, value, by: { ...by, at }, reason: reason ?? null };
    const entered = this.limits.enter(writing, needsSecond);
    this.#announce();
    return entered;
  }

  decideLimit({ scope, name, agrees, reason, by, at }: DecideLimit): Version<number | null> | undefined {
    const decided = this.limits.decide(limitKey(scope, name), agrees, { ...by, at }, reason);
    this.#announce();
    return decided;
  }

  /**
   * Devices took the places of others: rules that name the old ones name the new ones from now on, in a version of its own, and the
   * history of their limits goes over, also what waits. Gives back the rules so changed. Nobody's second word is needed:
   * what is watched is the same spot.
   */
  inherit(heirs: ReadonlyMap<string, string>, by: Signature, reason: string): Rule[] {
    const heirOf = (id: string): string => heirs.get(id) ?? id;
    const follow = (rule: Rule): Rule => {
      const { devices } = rule.watches;
      return devices ? { ...rule, watches: { ...rule.watches, devices: [...new Set(devices.map(heirOf))] } } : rule;
    };
    const changed = [...this.own.all()].filter(({ value }) => value.watches.devices?.some((id) => heirs.has(id)));
    const entered = changed.map(({ key, value, version }) => this.own.carryOn(key, { ...follow(value), version: version + 1 }, by, reason));
    for (const { key } of [...this.own.allWaiting()]) {
      const version = (this.own.last(key)?.version ?? 0) + 1;
      this.own.amendWaiting(key, (waits) => ({ ...follow(waits), version }));
    }
    for (const { key, value } of [...this.limits.all()]) {
      const { scope, name } = limitOfKey(key);
      const heir = heirs.get(scope);
      if (heir !== undefined && value !== null) this.limits.carryOn(limitKey(heir, name), value, by, reason);
    }
    for (const { key } of [...this.limits.allWaiting()]) {
      const { scope, name } = limitOfKey(key);
      const heir = heirs.get(scope);
      if (heir !== undefined) this.limits.moveWaiting(key, limitKey(heir, name));
    }
    this.#turn();
    return entered.map(({ value }) => value);
  }

  /** A device or place is no more: a limit that waited for it waits no longer. */
  forgetScope(id: string): void {
    for (const { key } of [...this.limits.allWaiting()]) if (limitOfKey(key).scope === id) this.limits.moveWaiting(key, null);
    this.#announce();
  }

  /** A rule was written, or waits, or no longer. */
  #turn(): void {
    this.#rules = undefined;
    this.#parameters = undefined;
    this.#announce();
  }

  /** Likewise a limit: which rules there are and what they ask for is as it was. */
  #announce(): void {
    this.#turns += 1;
    this.#tell();
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

/** What keeps a rule out for good, whoever wrote it and when: also what an older journal holds is judged by it. */
function unsound(rule: Rule): RuleFault[] {
  const faults = faultsAt(rule);
  return faults.length > 0 ? faults : ownFaults(rule, BOOK_PARAMETERS);
}

/** By its condition: a thousand rules with hours took half a second to look through anew, with each write of one of them (measured). */
const opens = new WeakMap<Condition, number>();

function openOf({ raiseWhen }: Rule): number {
  const known = opens.get(raiseWhen) ?? longestOpen(raiseWhen);
  opens.set(raiseWhen, known);
  return known;
}

/** The hold and the limits of a rule of one's own that places set; its hold is shorter than its hours, those that wait too. */
function ownParameters(rule: Rule, waits: Rule | undefined): RuleParameter[] {
  const open = Math.min(...[rule, ...(waits ? [waits] : [])].map(openOf));
  return parametersOf([rule])
    .filter(({ name }) => isOwnRule(name))
    .map((one) => (one.use === 'hold' && open > 0 && Number.isFinite(open) ? { ...one, most: open - 1 } : one));
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
