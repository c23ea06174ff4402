// Time as a person reads it. All times come in ms since 1970 of the gateway's clock.

/** The site's local time. China knows one zone and no summer time; the PC's own zone may be set wrong. */
const ZONE = 'Asia/Shanghai';
const OFFSET = '+08:00';

const formatter = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** `2026-11-21 23:41:07` */
export function dateTime(at: number): string {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter.formatToParts(at)) parts[type] = value;
  return `${parts['year']}-${parts['month']}-${parts['day']} ${parts['hour']}:${parts['minute']}:${parts['second']}`;
}

/** What a field of date and time holds, `2026-11-26T08:30` by the site's clock, and the way back; NaN where it is none. */
export function fieldTime(at: number): string {
  return dateTime(at).slice(0, 16).replace(' ', 'T');
}

export function timeOfField(text: string): number {
  return Date.parse(`${text}:00${OFFSET}`);
}

/** `23:41:07` */
export function clock(at: number): string {
  return dateTime(at).slice(11);
}

/** The clock alone where it is the same day as `now`, else with the date. */
export function clockOrDate(at: number, now: number | null): string {
  const text = dateTime(at);
  return now !== null && dateTime(now).startsWith(text.slice(0, 10)) ? text.slice(11) : text.slice(5);
}

/** How long ago: `00:47`, `1:02:03`, `3d 04:05`; a time still to come counts as now. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (one: number): string => String(one).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours < 1) return `${two(minutes)}:${two(seconds % 60)}`;
  if (hours < 24) return `${hours}:${two(minutes % 60)}:${two(seconds % 60)}`;
  return `${Math.floor(hours / 24)}d ${two(hours % 24)}:${two(minutes % 60)}`;
}

/** A span in words short enough for a table: `350 ms`, `12 s`, `5 min`, `3 h`, `2 d`. */
export function span(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1_000) return `${Math.round(ms)} ms`;
  if (size < 90_000) return `${Math.round(ms / 1_000)} s`;
  if (size < 5_400_000) return `${Math.round(ms / 60_000)} min`;
  if (size < 172_800_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / 86_400_000)} d`;
}
