// The alarms of a trial by the dates that they bear.
import type { RuleTrial } from '../../gateway/web/rule-contract.ts';
import { dateTime } from '../time.ts';

const DAY_MS = 86_400_000;

/** How often on each date of the site; null: of that day nothing was tried. The first and the last day are parts of one. Pure. */
export function timesADay({
  from,
  to,
  alarms,
}: Pick<RuleTrial, 'from' | 'to' | 'alarms'>): readonly { readonly day: string; readonly n: number | null }[] {
  const dateOf = (at: number): string => dateTime(at).slice(0, 10);
  const days = [...new Set(Array.from({ length: 8 }, (_, nth) => dateOf(from + nth * DAY_MS)))];
  return days.map((day) => ({ day, n: day > dateOf(to) ? null : alarms.filter(({ at }) => dateOf(at) === day).length }));
}
