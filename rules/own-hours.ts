// The hours in which a rule of one's own speaks: when its conditions can hold at all, and what is wrong with its spans.
import { words } from '../device-drivers/words.ts';
import type { RuleFault } from './check.ts';
import { isWithinHours, minutesOf } from './conditions/calendar.ts';
import type { Condition, Rule, Weekday } from './rule.ts';

type Span = Extract<Condition, { readonly is: 'calendar' }>;

const DAY_MINUTES = 1_440;
const WEEK_MINUTES = 7 * DAY_MINUTES;
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
/** The hour that says "the whole day" when it stands at both ends. */
const MIDNIGHT = '00:00';

/** Several spans: the rule speaks in each of them. */
export function isSpans(condition: Condition): condition is { readonly is: 'any'; readonly of: readonly Span[] } {
  return condition.is === 'any' && condition.of.every(({ is }) => is === 'calendar');
}

/**
 * Spans that lie over each other, that end where they begin (a whole day is written 00:00 to 00:00), and hours that never come: two
 * that must hold together and never do. For rules that are written from now on.
 */
export function hoursFaults({ raiseWhen, clearWhen }: Rule): RuleFault[] {
  const faults = [...spanFaults(raiseWhen, 'raiseWhen'), ...(clearWhen ? spanFaults(clearWhen, 'clearWhen') : [])];
  if (faults.length === 0 && longestOpen(raiseWhen) === 0)
    faults.push({
      path: 'raiseWhen',
      words: words('这些时段没有共同的时间，永远不会报警', 'These hours never come together: it would never speak'),
    });
  return faults;
}

function spanFaults(condition: Condition, at: string): RuleFault[] {
  if (condition.is === 'calendar') {
    if (condition.from !== condition.to || condition.from === MIDNIGHT) return [];
    const said = words('结束与开始相同；整天请写 00:00 至 00:00', 'It ends when it begins; a whole day is written 00:00 to 00:00');
    return [{ path: `${at}.to`, words: said }];
  }
  if (condition.is === 'not' || condition.is === 'repeated' || condition.is === 'together') return spanFaults(condition.of, `${at}.of`);
  if (condition.is !== 'all' && condition.is !== 'any') return [];
  const inner = condition.of.flatMap((one, nth) => spanFaults(one, `${at}.of.${nth}`));
  return inner.length > 0 || !isSpans(condition) ? inner : overlaps(condition.of, at);
}

/** Each span that lies over an earlier one, told once. */
function overlaps(spans: readonly Span[], at: string): RuleFault[] {
  const owner = new Uint8Array(WEEK_MINUTES);
  return spans.flatMap((span, nth): RuleFault[] => {
    let over = 0;
    for (const minute of minutesIn(span)) {
      over ||= owner[minute] ?? 0;
      owner[minute] ||= nth + 1;
    }
    const said = words(`第 ${nth + 1} 个时段与第 ${over} 个重叠`, `Span ${nth + 1} lies over span ${over}`);
    return over === 0 ? [] : [{ path: `${at}.of.${nth}.from`, words: said }];
  });
}

/** For how long, in seconds, a condition can hold without a break by its hours; 0: never. */
export function longestOpen(condition: Condition): number {
  const open = openMinutes(condition);
  if (open === undefined) return Number.POSITIVE_INFINITY;
  const closed = open.indexOf(0);
  if (closed === -1) return Number.POSITIVE_INFINITY;
  let longest = 0;
  let run = 0;
  // Once around, from where it is shut: Sunday night goes on into Monday.
  for (let n = 1; n <= WEEK_MINUTES; n += 1) {
    run = open[(closed + n) % WEEK_MINUTES] === 1 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest * 60;
}

/** Whether a condition can hold at a local time of the site by its hours alone. */
export function isOpenAt(condition: Condition, local: { readonly weekday: Weekday; readonly minutes: number }): boolean {
  switch (condition.is) {
    case 'calendar':
      return isWithinHours(condition, local);
    case 'all':
      return condition.of.every((one) => isOpenAt(one, local));
    case 'any':
      return condition.of.some((one) => isOpenAt(one, local));
    case 'not':
      return !isOfHours(condition.of) || !isOpenAt(condition.of, local);
    default:
      return true;
  }
}

/** The minutes of a week, from Monday 00:00 on, in which a condition can hold (1) by its hours; undefined: whenever. */
function openMinutes(condition: Condition): Uint8Array | undefined {
  switch (condition.is) {
    case 'calendar': {
      const open = new Uint8Array(WEEK_MINUTES);
      for (const minute of minutesIn(condition)) open[minute] = 1;
      return open;
    }
    case 'all': {
      const parts = condition.of.map(openMinutes).filter((one) => one !== undefined);
      return parts.length === 0 ? undefined : combined(parts, (one, other) => one & other);
    }
    case 'any': {
      const parts = condition.of.map(openMinutes);
      return parts.includes(undefined)
        ? undefined
        : combined(
            parts.filter((one) => one !== undefined),
            (one, other) => one | other,
          );
    }
    case 'not':
      // What is no matter of hours alone may hold or not at any time.
      return isOfHours(condition.of) ? openMinutes(condition.of)?.map((one) => 1 - one) : undefined;
    default:
      return undefined;
  }
}

function isOfHours(condition: Condition): boolean {
  if (condition.is === 'all' || condition.is === 'any') return condition.of.every(isOfHours);
  return condition.is === 'calendar' || (condition.is === 'not' && isOfHours(condition.of));
}

function combined(parts: readonly Uint8Array[], by: (one: number, other: number) => number): Uint8Array | undefined {
  const [first, ...rest] = parts;
  return rest.reduce((all, part) => all?.map((one, at) => by(one, part[at] ?? 0)), first);
}

function* minutesIn({ from, to, days = ALL_DAYS }: Span): Iterable<number> {
  const begins = minutesOf(from) ?? 0;
  const ends = minutesOf(to) ?? 0;
  const lasts = ends > begins ? ends - begins : ends - begins + DAY_MINUTES;
  for (const day of days) for (let n = 0; n < lasts; n += 1) yield ((day - 1) * DAY_MINUTES + begins + n) % WEEK_MINUTES;
}
