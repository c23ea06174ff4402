// Time as a person reads it. All times come in ms since 1970 of the gateway's clock.

const QUARTER_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
const FIELD = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
/** Quarters of an hour that are remembered: those of a page of a year's records. */
const MOST_KNOWN = 2_000;

const formatterOf = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });

/** The PC's own zone may be set wrong: the gateway's configuration says where the site is. Until it has, it is in China. */
let formatter = formatterOf('Asia/Shanghai');
/** How far the site is ahead of UTC, by the quarter of an hour: no zone on earth changes it in between. */
const known = new Map<number, number>();

/** All times are read and written by this zone from now on (IANA name). A name that this browser does not know leaves the one before. */
export function setSiteZone(timeZone: string): void {
  try {
    formatter = formatterOf(timeZone);
    known.clear();
  } catch {
    // The gateway took it at its start, so it is a zone: a browser of before that zone was made.
  }
}

function aheadAt(at: number): number {
  const quarter = Math.floor(at / QUARTER_MS);
  const found = known.get(quarter);
  if (found !== undefined) return found;
  const begin = quarter * QUARTER_MS;
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter.formatToParts(begin)) parts[type] = value;
  const local = `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}Z`;
  const ahead = Date.parse(local) - begin;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(quarter, ahead);
  return ahead;
}

/** The time at which the site's clock shows so many ms since 1970 of its own. Of an hour that comes twice the first one. */
function atLocal(local: number): number {
  if (Number.isNaN(local)) return local;
  const [before, after] = [aheadAt(local - DAY_MS), aheadAt(local + DAY_MS)];
  const first = local - Math.max(before, after);
  return aheadAt(first) === Math.max(before, after) ? first : local - Math.min(before, after);
}

/** `2026-11-21 23:41:07` */
export function dateTime(at: number): string {
  return new Date(at + aheadAt(at)).toISOString().slice(0, 19).replace('T', ' ');
}

/** The site's midnight before a time, or that of so many days later. */
export function midnight(at: number, daysLater = 0): number {
  return atLocal((Math.floor((at + aheadAt(at)) / DAY_MS) + daysLater) * DAY_MS);
}

/** Monday 1 … Sunday 7, at the site. */
export function siteWeekday(at: number): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  // 1970-01-01 was a Thursday.
  const days = Math.floor((at + aheadAt(at)) / DAY_MS) + 3;
  return ((((days % 7) + 7) % 7) + 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7;
}

/** What a field of date and time holds, `2026-11-26T08:30` by the site's clock, and the way back; NaN where it is none. */
export function fieldTime(at: number): string {
  return dateTime(at).slice(0, 16).replace(' ', 'T');
}

export function timeOfField(text: string): number {
  // `Date.parse` makes a time of many a text that is none.
  return FIELD.test(text) ? atLocal(Date.parse(`${text}:00Z`)) : Number.NaN;
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
