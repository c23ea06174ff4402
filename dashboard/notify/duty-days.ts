// The days of a duty calendar: spans of who is on duty, cut at the site's midnights.
import type { RosterDuty } from '../../gateway/web/notify-contract.ts';
import { clock, dateTime, midnight, siteWeekday } from '../time.ts';

export type DutySpan = RosterDuty['items'][number];

export interface DutyDay {
  /** Its midnight, ms since 1970, and the next one: a day has 23 or 25 hours where clocks are changed. */
  readonly at: number;
  readonly end: number;
  /** `2026-11-25` */
  readonly date: string;
  /** Monday 1 … Sunday 7. */
  readonly weekday: Weekday;
  readonly spans: readonly DutySpan[];
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The midnight at which the week of an instant began, or that of so many weeks later. */
export function weekStart(at: number, weeksLater = 0): number {
  return midnight(at, weeksLater * 7 + 1 - siteWeekday(at));
}

/** So many days from a midnight on. */
export function dutyDays(spans: readonly DutySpan[], from: number, count: number): DutyDay[] {
  return Array.from({ length: count }, (_, nth) => {
    const at = midnight(from, nth);
    const end = midnight(from, nth + 1);
    const within = spans.filter((one) => one.from < end && one.to > at);
    return {
      at,
      end,
      date: dateTime(at).slice(0, 10),
      weekday: siteWeekday(at),
      spans: within.map((one) => ({ ...one, from: Math.max(one.from, at), to: Math.min(one.to, end) })),
    };
  });
}

/** `08:00`; the end of the day that ends at `end` is 24:00. */
export function clockOf(at: number, end: number): string {
  return at === end ? '24:00' : clock(at).slice(0, 5);
}

/** `11-25` */
export function shortDate(at: number): string {
  return dateTime(at).slice(5, 10);
}

/** Where a gap begins and ends; `isOneDay`: it ends on the day on which it begins, at its midnight at the latest. */
export function gapEnds({ from, to }: Pick<DutySpan, 'from' | 'to'>) {
  const end = midnight(from, 1);
  const isOneDay = to <= end;
  return {
    isOneDay,
    first: { weekday: siteWeekday(from), date: shortDate(from), clock: clockOf(from, end) },
    last: { weekday: siteWeekday(to), date: shortDate(to), clock: isOneDay ? clockOf(to, end) : clock(to).slice(0, 5) },
  };
}
