// What is wrong with a rule, in words, before anybody is judged by it.
import { QUANTITIES, type Quantity } from '../device-drivers/quantity.ts';
import { minutesOf } from './conditions/calendar.ts';
import { MOST_TIMES } from './conditions/repeated.ts';
import { ALARM_CLASSES, type Condition, type Limit, type Rule } from './rule.ts';

/** Conditions within conditions, at most so deep: nobody reads further, and a check must end. */
const DEEPEST = 8;
/** A zone with more detectors than a panel's loop (GB 50116 3.1.5: 200) is a mistake. */
const MOST_POINTS = 200;

/** Every fault of a rule as a short English sentence for its author; empty when it is sound. Never throws on any data. */
export function faultsOf(rule: Rule): string[] {
  const faults: string[] = [];
  try {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(rule.id)) faults.push('the id is not kebab-case');
    if (!Number.isSafeInteger(rule.version) || rule.version < 1) faults.push('the version is not a number from 1');
    if (!ALARM_CLASSES.includes(rule.class)) faults.push('there is no such alarm class');
    for (const text of [rule.title, rule.advice]) {
      if (!text.zh.trim() || !text.en.trim()) faults.push('title and advice are needed in both languages');
    }
    if (!Object.hasOwn(QUANTITIES, rule.watches.quantity)) return [...faults, 'it watches no quantity of the vocabulary'];
    const quantity: Quantity = QUANTITIES[rule.watches.quantity];
    faults.push(...conditionFaults(rule.raiseWhen, quantity, 'raiseWhen', 1));
    if (rule.clearWhen !== undefined) faults.push(...conditionFaults(rule.clearWhen, quantity, 'clearWhen', 1));
    if (rule.holdFor !== undefined) {
      faults.push(...limitFaults(rule.holdFor, 'holdFor'));
      if (rule.class === 'fire') faults.push('a fire rule waits for nothing: it has no holdFor');
    }
    if (rule.class === 'fire' && !rule.latching) faults.push('a fire rule latches');
    return faults;
  } catch {
    return [...faults, 'it is not of the form of a rule'];
  }
}

function conditionFaults(condition: Condition, quantity: Quantity, where: string, depth: number): string[] {
  if (depth > DEEPEST) return [`${where}: conditions lie more than ${DEEPEST} deep`];
  const inner = (one: Condition): string[] => conditionFaults(one, quantity, `${where}.${one.is}`, depth + 1);
  switch (condition.is) {
    case 'above':
    case 'below':
      return [...kindFaults(quantity, 'number', where), ...limitFaults(condition.limit, where)];
    case 'rising':
    case 'falling':
      return [...kindFaults(quantity, 'number', where), ...limitFaults(condition.by, where), ...timeFaults(condition.within, where)];
    case 'state':
      return stateFaults(condition.among, quantity, where);
    case 'quality': {
      const known = ['good', 'doubtful', 'bad'];
      return condition.among.length > 0 && condition.among.every((one) => known.includes(one)) ? [] : [`${where}: no such quality`];
    }
    case 'silent':
      return limitFaults(condition.longer, where);
    case 'repeated':
      return [...countFaults(condition.times, MOST_TIMES, where), ...timeFaults(condition.within, where), ...inner(condition.of)];
    case 'together':
      return [...countFaults(condition.points, MOST_POINTS, where), ...timeFaults(condition.within, where), ...inner(condition.of)];
    case 'calendar': {
      const sound = minutesOf(condition.from) !== undefined && minutesOf(condition.to) !== undefined;
      const days = condition.days?.every((day) => Number.isInteger(day) && day >= 1 && day <= 7) ?? true;
      return sound && days && condition.days?.length !== 0 ? [] : [`${where}: not hours of the day and days of the week`];
    }
    case 'all':
    case 'any':
      return condition.of.length > 0 ? condition.of.flatMap(inner) : [`${where}: it holds no condition`];
    case 'not':
      return inner(condition.of);
    default:
      return [`${where}: there is no such condition`];
  }
}

function kindFaults(quantity: Quantity, kind: Quantity['kind'], where: string): string[] {
  return quantity.kind === kind ? [] : [`${where}: the quantity is no ${kind}`];
}

function stateFaults(among: readonly (string | boolean)[], quantity: Quantity, where: string): string[] {
  const known: readonly (string | boolean)[] =
    quantity.kind === 'flag' ? [true, false] : quantity.kind === 'state' ? Object.keys(quantity.states) : [];
  return among.length > 0 && among.every((one) => known.includes(one)) ? [] : [`${where}: not states of the quantity`];
}

function limitFaults(limit: Limit, where: string): string[] {
  if (typeof limit === 'number') return Number.isFinite(limit) ? [] : [`${where}: the limit is no number`];
  const sound = limit.parameter !== '' && Number.isFinite(limit.otherwise) && Number.isFinite(limit.plus ?? 0);
  return sound ? [] : [`${where}: the limit is neither a number nor a parameter with a default`];
}

function timeFaults(within: number, where: string): string[] {
  return Number.isFinite(within) && within > 0 ? [] : [`${where}: the time is not more than nothing`];
}

function countFaults(count: number, most: number, where: string): string[] {
  return Number.isInteger(count) && count >= 2 && count <= most ? [] : [`${where}: the number is not 2 to ${most}`];
}
