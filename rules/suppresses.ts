// Whether a limit could keep a fire or a loss of water pressure from being raised: then a second person must agree.
import { QUANTITIES, type Quantity } from '../device-drivers/quantity.ts';
import type { Condition, Limit, Rule } from './rule.ts';

/** An alarm that waits more than so many times as long as by default may come too late (design). */
const HOLD_TIMES = 10;
/** A limit that takes more than half of the default's distance away is taken for one that silences (design). */
const LEFT = 0.5;

/**
 * Ids of the rules that a change of a parameter from `before` to `after` could silence: of class fire or pre-alarm, or on water
 * pressure. `below` 0.1 MPa is so silenced under 0.05; `above` 50 %LEL from twice of it, or half of the way to the end of the
 * instrument, on; a hold of 60 s over 600 s. A change that only makes a rule sharper silences nothing.
 */
export function silencedBy(rules: readonly Rule[], parameter: string, before: number, after: number): string[] {
  return rules
    .filter((rule) => rule.enabled && isGrave(rule))
    .filter((rule) => isSilenced(rule, parameter, before, after))
    .map(({ id }) => id);
}

function isGrave(rule: Rule): boolean {
  return rule.class === 'fire' || rule.class === 'pre-alarm' || rule.watches.quantity === 'water.pressure';
}

function isSilenced(rule: Rule, parameter: string, before: number, after: number): boolean {
  const { holdFor, raiseWhen } = rule;
  if (holdFor !== undefined && typeof holdFor !== 'number' && holdFor.parameter === parameter)
    return after > before && after > holdFor.otherwise * HOLD_TIMES;
  const quantity: Quantity = QUANTITIES[rule.watches.quantity];
  const [lowest, highest] = quantity.kind === 'number' ? quantity.range : [0, Number.POSITIVE_INFINITY];
  return directions(raiseWhen, parameter).some(({ up, otherwise }) => {
    if (!up) return after < before && after < otherwise - (otherwise - Math.max(lowest, 0)) * LEFT;
    return after > before && after > Math.min(otherwise * 2, otherwise + (highest - otherwise) * LEFT);
  });
}

/** Which way a limit must be passed for the rule to speak. */
function directions(condition: Condition, parameter: string, turned = false): { readonly up: boolean; readonly otherwise: number }[] {
  const found = (limit: Limit, up: boolean): { up: boolean; otherwise: number }[] => {
    const otherwise = named(limit, parameter);
    return otherwise === undefined ? [] : [{ up: up !== turned, otherwise }];
  };
  switch (condition.is) {
    case 'above':
    case 'below':
      return found(condition.limit, condition.is === 'above');
    case 'rising':
    case 'falling':
      return found(condition.by, true);
    case 'silent':
      return found(condition.longer, true);
    case 'all':
    case 'any':
      return condition.of.flatMap((one) => directions(one, parameter, turned));
    case 'not':
      return directions(condition.of, parameter, !turned);
    case 'repeated':
    case 'together':
      return directions(condition.of, parameter, turned);
    default:
      return [];
  }
}

function named(limit: Limit, parameter: string): number | undefined {
  return typeof limit !== 'number' && limit.parameter === parameter ? limit.otherwise : undefined;
}
