// The default rule book: every rule that Balefire comes with, and the parameters by which a site makes it its own.
import type { QuantityId } from '../device-drivers/quantity.ts';
import { electricalRules } from './book/electrical.ts';
import { fireRules } from './book/fire.ts';
import { forestRules } from './book/forest.ts';
import { houseRules } from './book/house.ts';
import { panelRules } from './book/panel.ts';
import { paperRules } from './book/papers.ts';
import { waterRules } from './book/water.ts';
import type { Condition, Limit, Rule } from './rule.ts';

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

/** What a limit is to its rule. */
export type LimitUse = 'hold' | Extract<Condition['is'], 'above' | 'below' | 'rising' | 'falling' | 'silent'>;

/** A parameter that rules ask for. */
export interface RuleParameter {
  readonly name: string;
  readonly otherwise: number;
  /** The quantity whose unit it has; undefined for a time in seconds. */
  readonly quantity?: QuantityId;
  /** What it is to its rules: a hold, a silence, a change of the quantity, or a bound of it. */
  readonly use: LimitUse;
  /** The most that it may be, where that is less than what its use allows: a hold within the hours of its rule. */
  readonly most?: number;
  /** Ids of the rules that ask for it. */
  readonly rules: readonly string[];
}

/** The parameters that these rules ask for, by name. */
export function parametersOf(rules: readonly Rule[]): RuleParameter[] {
  const found = new Map<string, RuleParameter>();
  for (const rule of rules) {
    for (const [limit, isTime, , use] of limitsOf(rule)) {
      if (typeof limit === 'number') continue;
      const { parameter: name, otherwise } = limit;
      const before = found.get(name);
      const ids = before?.rules ?? [];
      found.set(name, {
        name,
        otherwise: before?.otherwise ?? otherwise,
        ...(isTime ? {} : { quantity: rule.watches.quantity }),
        use: before?.use ?? use,
        rules: ids.includes(rule.id) ? ids : [...ids, rule.id],
      });
    }
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Every limit of a rule, whether it is a time in seconds, the way to it (`raiseWhen.of.0.limit`), and what it is to the rule. */
export function limitsOf(rule: Rule): [limit: Limit, isTime: boolean, path: string, use: LimitUse][] {
  const limits: [Limit, boolean, string, LimitUse][] = rule.holdFor === undefined ? [] : [[rule.holdFor, true, 'holdFor', 'hold']];
  const walk = (condition: Condition, at: string): void => {
    const { is } = condition;
    if (is === 'above' || is === 'below') limits.push([condition.limit, false, `${at}.limit`, is]);
    else if (is === 'rising' || is === 'falling') limits.push([condition.by, false, `${at}.by`, is]);
    else if (is === 'silent') limits.push([condition.longer, true, `${at}.longer`, is]);
    else if (is === 'repeated' || is === 'together' || is === 'not') walk(condition.of, `${at}.of`);
    else if (is === 'all' || is === 'any') for (const [nth, one] of condition.of.entries()) walk(one, `${at}.of.${nth}`);
  };
  walk(rule.raiseWhen, 'raiseWhen');
  if (rule.clearWhen) walk(rule.clearWhen, 'clearWhen');
  return limits;
}
