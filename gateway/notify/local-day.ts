// Days of the site's own calendar: which local date an instant belongs to, from the weekday and minutes that the site knows.
import type { Weekday } from '../../rules/rule.ts';

/** Local time of the site, as `siteTime` gives it. */
export type LocalTime = (at: number) => { readonly weekday: Weekday; readonly minutes: number };

export interface LocalMoment {
  /** Days since 1970-01-01 in the site's calendar. */
  readonly day: number;
  readonly weekday: Weekday;
  /** Minutes since local midnight by the clock on the wall. */
  readonly minutes: number;
}

const DAY_MS = 86_400_000;

/** The local moment of an instant. No zone is further than a day from UTC, so the weekday alone names the date. */
export function localMoment(at: number, localTime: LocalTime): LocalMoment {
  const { weekday, minutes } = localTime(at);
  const utc = Math.floor(at / DAY_MS);
  const ahead = (weekday - weekdayOf(utc) + 7) % 7;
  return { day: utc + (ahead === 6 ? -1 : ahead), weekday, minutes };
}

/** Monday 1 … Sunday 7; 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): Weekday {
  return (((((day + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/** `2026-11-25` → its day; undefined where there is no such date. */
export function dayOf(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) || dateOf(at / DAY_MS) !== date ? undefined : at / DAY_MS;
}

export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** `HH:MM` → minutes since midnight; undefined where a clock never shows it. */
export function minutesIn(clock: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock);
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}

/** Whether a span of the clock that begins at `from` holds the minutes; `to` not later than `from` runs over midnight. */
export function isWithin(minutes: number, from: number, to: number): boolean {
  return from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
}
