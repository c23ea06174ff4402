// What numbers a person may write into a rule of their own: those with which it can speak, and be silent again.
import { QUANTITIES, type Quantity } from '../device-drivers/quantity.ts';
import { type Words, words } from '../device-drivers/words.ts';
import { limitsOf } from './book.ts';
import type { RuleFault } from './check.ts';
import { hoursFaults, longestOpen } from './own-hours.ts';
import type { Condition, Limit, Rule } from './rule.ts';

/** A hold or a silence longer than a month is a mistake in typing. */
export const LONGEST_TIME_S = 31 * 86_400;
/** A silence of nothing would be told of everybody. */
export const SHORTEST_SILENCE_S = 1;

/**
 * Numbers outside of what their quantity can be, times that are none, and a hold that is longer than the hours in which the
 * rule speaks: it would never be raised. For rules that are written from now on; one that stands judges on as it is.
 */
export function rangeFaults(rule: Rule): RuleFault[] {
  const quantity: Quantity = QUANTITIES[rule.watches.quantity];
  const faults: RuleFault[] = [];
  for (const [limit, isTime, path] of limitsOf(rule)) {
    const value = defaultOf(limit);
    if (isTime) {
      const lowest = path === 'holdFor' ? 0 : SHORTEST_SILENCE_S;
      if (value < lowest || value > LONGEST_TIME_S) faults.push({ path, words: between(lowest, LONGEST_TIME_S, '秒', 's') });
    } else if (quantity.kind === 'number') {
      const [lowest, highest] = quantity.range;
      const { unit } = quantity;
      if (!path.endsWith('.by')) {
        if (value < lowest || value > highest) faults.push({ path, words: between(lowest, highest, unit, unit) });
      } else if (value <= 0 || value > highest - lowest)
        faults.push({
          path,
          words: words(`应大于 0，至多 ${highest - lowest} ${unit}`, `Must be more than 0 and at most ${highest - lowest} ${unit}`),
        });
    }
  }
  faults.push(...windowFaults(rule.raiseWhen, 'raiseWhen'), ...(rule.clearWhen ? windowFaults(rule.clearWhen, 'clearWhen') : []));
  faults.push(...hoursFaults(rule));
  if (rule.holdFor !== undefined) faults.push(...holdFaults(rule, defaultOf(rule.holdFor), words('', '')));
  return faults;
}

/** What is wrong with a hold of so many seconds; `where` says of whose, ` at the cellar`. Empty: it is shorter than the hours. */
export function holdFaults({ raiseWhen }: Rule, hold: number, where: Words): RuleFault[] {
  const open = longestOpen(raiseWhen);
  if (hold < open || open === 0) return [];
  const said = words(
    `生效时段每次最长 ${open} 秒，持续时间${where.zh}须更短，否则永远不会报警`,
    `The hours are ${open} s long at most: with a hold as long as that${where.en} it would never speak`,
  );
  return [{ path: 'holdFor', words: said }];
}

/** Times within which something must come about. */
function windowFaults(condition: Condition, at: string): RuleFault[] {
  const faults: RuleFault[] = [];
  if ('within' in condition && condition.within > LONGEST_TIME_S)
    faults.push({ path: `${at}.within`, words: between(SHORTEST_SILENCE_S, LONGEST_TIME_S, '秒', 's') });
  if (condition.is === 'all' || condition.is === 'any')
    for (const [nth, one] of condition.of.entries()) faults.push(...windowFaults(one, `${at}.of.${nth}`));
  else if (condition.is === 'repeated' || condition.is === 'together' || condition.is === 'not')
    faults.push(...windowFaults(condition.of, `${at}.of`));
  return faults;
}

function defaultOf(limit: Limit): number {
  return typeof limit === 'number' ? limit : limit.otherwise + (limit.plus ?? 0);
}

function between(lowest: number, highest: number, zh: string, en: string): Words {
  return words(`应为 ${lowest} 至 ${highest} ${zh}`.trimEnd(), `Must be from ${lowest} to ${highest} ${en}`.trimEnd());
}
