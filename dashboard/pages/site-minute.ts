// A minute of the site as a field of date and time has it, and as the gateway counts. Pure.
import { dateTime } from '../time.ts';

const DAY_MS = 86_400_000;
/** As in `time.ts`: China knows one zone. */
const ZONE = '+08:00';

/** `2026-11-21T23:41` */
export function siteMinute(at: number): string {
  return dateTime(at).slice(0, 16).replace(' ', 'T');
}

/** ms since 1970; undefined for what is no minute. */
export function timeOfMinute(text: string | undefined): number | undefined {
  const at = Date.parse(`${text}:00${ZONE}`);
  return text === undefined || Number.isNaN(at) || at < 0 ? undefined : at;
}

/** The site's midnight so many days before the day of a time. */
export function daysBefore(at: number, days: number): number {
  return Date.parse(`${dateTime(at).slice(0, 10)}T00:00:00${ZONE}`) - days * DAY_MS;
}
