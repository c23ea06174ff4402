// The default rule book: every rule that Balefire comes with, and the parameters by which a site makes it its own.
import type { QuantityId } from '../device-drivers/quantity.ts';
import { electricalRules } from './book/electrical.ts';
import { fireRules } from './book/fire.ts';
import { forestRules } from './book/forest.ts';
import { houseRules } from './book/house.ts';
import { panelRules } from './book/panel.ts';
import { paperRules } from './book/papers.ts';
import { waterRules } from './book/water.ts';
import type { Limit, Rule } from './rule.ts';

/** In the order in which one reading's findings come: fire first. */
export const ruleBook: readonly Rule[] = [
  ...fireRules,
  ...panelRules,
  ...electricalRules,
  ...waterRules,
  ...forestRules,
  ...houseRules,
  ...paperRules,
];

/** A parameter that rules ask for. */
export interface RuleParameter {
  readonly name: string;
  readonly otherwise: number;
  /** The quantity whose unit it has; undefined for a time in seconds. */
  readonly quantity?: QuantityId;
  /** Ids of the rules that ask for it. */
  readonly rules: readonly string[];
}

/** The parameters that these rules ask for, by name. */
export function parametersOf(rules: readonly Rule[]): RuleParameter[] {
  const found = new Map<string, RuleParameter>();
  for (const rule of rules) {
    for (const [limit, isTime] of limitsOf(rule)) {
      if (typeof limit === 'number') continue;
      const { parameter: name, otherwise } = limit;
      const before = found.get(name);
      const ids = before?.rules ?? [];
      found.set(name, {
        name,
        otherwise: before?.otherwise ?? otherwise,
        ...(isTime ? {} : { quantity: rule.watches.quantity }),
        rules: ids.includes(rule.id) ? ids : [...ids, rule.id],
      });
    }
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Every limit of a rule, whether it is a time in seconds, and the way to it: `raiseWhen.of.0.limit`. */
export function limitsOf(rule: Rule): [limit: Limit, isTime: boolean, path: string][] {
  const limits: [Limit, boolean, string][] = rule.holdFor === undefined ? [] : [[rule.holdFor, true, 'holdFor']];
  const walk = (condition: Rule['raiseWhen'], at: string): void => {
    if (condition.is === 'above' || condition.is === 'below') limits.push([condition.limit, false, `${at}.limit`]);
    else if (condition.is === 'rising' || condition.is === 'falling') limits.push([condition.by, false, `${at}.by`]);
    else if (condition.is === 'silent') limits.push([condition.longer, true, `${at}.longer`]);
    else if (condition.is === 'repeated' || condition.is === 'together' || condition.is === 'not') walk(condition.of, `${at}.of`);
    else if (condition.is === 'all' || condition.is === 'any')
      for (const [nth, one] of condition.of.entries()) walk(one, `${at}.of.${nth}`);
  };
  walk(rule.raiseWhen, 'raiseWhen');
  if (rule.clearWhen) walk(rule.clearWhen, 'clearWhen');
  return limits;
}
