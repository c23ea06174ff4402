// The days of a duty calendar: spans of who is on duty, cut at the site's midnights.
import type { RosterDuty } from '../../gateway/web/notify-contract.ts';
import { clock, dateTime } from '../time.ts';

export type DutySpan = RosterDuty['items'][number];

export interface DutyDay {
  /** Its midnight, ms since 1970. */
  readonly at: number;
  /** `2026-11-25` */
  readonly date: string;
  /** Monday 1 … Sunday 7. */
  readonly weekday: Weekday;
  readonly spans: readonly DutySpan[];
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const DAY_MS = 86_400_000;
/** China knows one zone and no summer time (see time.ts). */
const AHEAD_MS = 8 * 3_600_000;

/** The midnight before an instant. */
export function dayStart(at: number): number {
  return Math.floor((at + AHEAD_MS) / DAY_MS) * DAY_MS - AHEAD_MS;
}

export function weekdayOf(at: number): Weekday {
  // 1970-01-01 was a Thursday.
  return WEEKDAYS[(Math.floor((at + AHEAD_MS) / DAY_MS) + 3) % 7] ?? 1;
}

/** The midnight at which the week of an instant began. */
export function weekStart(at: number): number {
  return dayStart(at) - (weekdayOf(at) - 1) * DAY_MS;
}

/** So many days from a midnight on. */
export function dutyDays(spans: readonly DutySpan[], from: number, count: number): DutyDay[] {
  return Array.from({ length: count }, (_, nth) => {
    const at = from + nth * DAY_MS;
    const end = at + DAY_MS;
    const within = spans.filter((one) => one.from < end && one.to > at);
    return {
      at,
      date: dateTime(at).slice(0, 10),
      weekday: weekdayOf(at),
      spans: within.map((one) => ({ ...one, from: Math.max(one.from, at), to: Math.min(one.to, end) })),
    };
  });
}

/** `08:00`; the end of the day that begins at `day` is 24:00. */
export function clockOf(at: number, day: number): string {
  return at === day + DAY_MS ? '24:00' : clock(at).slice(0, 5);
}

/** `11-25` */
export function shortDate(at: number): string {
  return dateTime(at).slice(5, 10);
}

/** Where a gap begins and ends; `isOneDay`: it ends on the day on which it begins, at its midnight at the latest. */
export function gapEnds({ from, to }: Pick<DutySpan, 'from' | 'to'>) {
  const day = dayStart(from);
  const isOneDay = to <= day + DAY_MS;
  return {
    isOneDay,
    first: { weekday: weekdayOf(from), date: shortDate(from), clock: clockOf(from, day) },
    last: { weekday: weekdayOf(to), date: shortDate(to), clock: isOneDay ? clockOf(to, day) : clock(to).slice(0, 5) },
  };
}
