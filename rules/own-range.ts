// What numbers a person may write into a rule of their own: those with which it can speak, and be silent again.
import { QUANTITIES, type Quantity } from '../device-drivers/quantity.ts';
import { type Words, words } from '../device-drivers/words.ts';
import { limitsOf } from './book.ts';
import type { RuleFault } from './check.ts';
import { minutesOf } from './conditions/calendar.ts';
import type { Condition, Limit, Rule } from './rule.ts';

/** A hold or a silence longer than a month is a mistake in typing. */
export const LONGEST_TIME_S = 31 * 86_400;
const DAY_S = 86_400;

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
      const lowest = path === 'holdFor' ? 0 : 1;
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
  const open = longestOpen(rule.raiseWhen);
  if (rule.holdFor !== undefined && defaultOf(rule.holdFor) >= open)
    faults.push({
      path: 'holdFor',
      words: words(
        `生效时段每次只有 ${open} 秒，持续时间须更短，否则永远不会报警`,
        `The hours are ${open} s long each time: with a hold as long as that it would never speak`,
      ),
    });
  return faults;
}

function defaultOf(limit: Limit): number {
  return typeof limit === 'number' ? limit : limit.otherwise + (limit.plus ?? 0);
}

function between(lowest: number, highest: number, zh: string, en: string): Words {
  return words(`应为 ${lowest} 至 ${highest} ${zh}`.trimEnd(), `Must be from ${lowest} to ${highest} ${en}`.trimEnd());
}

/** For how long, in seconds, the hours of a condition let it hold without a break at most. */
function longestOpen(condition: Condition): number {
  if (condition.is === 'all') return Math.min(...condition.of.map(longestOpen));
  if (condition.is === 'any') return Math.max(...condition.of.map(longestOpen));
  if (condition.is !== 'calendar') return Number.POSITIVE_INFINITY;
  const span = (((minutesOf(condition.to) ?? 0) - (minutesOf(condition.from) ?? 0)) * 60 + DAY_S) % DAY_S;
  return span > 0 ? span : longestRun(condition.days ?? []) * DAY_S;
}

/** Days on end, Sunday before Monday; none or all seven: without an end. */
function longestRun(days: readonly number[]): number {
  const chosen = new Set(days);
  if (chosen.size === 0 || chosen.size === 7) return Number.POSITIVE_INFINITY;
  let longest = 0;
  for (const first of chosen) {
    let run = 1;
    while (chosen.has(((first - 1 + run) % 7) + 1)) run += 1;
    longest = Math.max(longest, run);
  }
  return longest;
}
