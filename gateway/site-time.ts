// The local time of the site, for rules that know day and night.

const QUARTER_MS = 15 * 60_000;
const DAY_MS = 24 * 3_600_000;

/**
 * Weekday (Monday 1 … Sunday 7) and minutes since local midnight of a time. The zone's offset is asked once for each
 * quarter of an hour: no zone on earth changes it in between.
 */
export function siteTime(timeZone: string): (at: number) => { weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7; minutes: number } {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  let quarter = Number.NaN;
  let offset = 0;
  return (at) => {
    const now = Math.floor(at / QUARTER_MS);
    if (now !== quarter) {
      quarter = now;
      offset = offsetOf(format, at);
    }
    const local = at + offset;
    // 1970-01-01 was a Thursday.
    const weekday = ((((Math.floor(local / DAY_MS) + 3) % 7) + 7) % 7) + 1;
    const minutes = Math.floor((((local % DAY_MS) + DAY_MS) % DAY_MS) / 60_000);
    return { weekday: weekday as 1 | 2 | 3 | 4 | 5 | 6 | 7, minutes };
  };
}

/** Minutes that the zone's time is before UTC, at a time. */
export function siteOffset(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (at) => Math.trunc(offsetOf(format, at) / 60_000);
}

/** The local date and time as a record has it: `2026-11-25 23:41:07`. */
export function siteDate(timeZone: string): (at: number) => string {
  const clock = siteClock(timeZone);
  const format = new Intl.DateTimeFormat('zh-CN', { timeZone, year: 'numeric' });
  return (at) => `${format.formatToParts(at).find(({ type }) => type === 'year')?.value}-${clock(at)}`;
}

/** The local date and time as people read it: `11-25 23:41:07`. */
export function siteClock(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('zh-CN', {
    timeZone,
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${parts.get('month')}-${parts.get('day')} ${parts.get('hour')}:${parts.get('minute')}:${parts.get('second')}`;
  };
}

/** `GMT+08:00` → 8 h in ms; `GMT` → 0. */
function offsetOf(format: Intl.DateTimeFormat, at: number): number {
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(name);
  if (!match) return 0;
  const ms = (Number(match[2]) * 3_600 + Number(match[3]) * 60 + Number(match[4] ?? 0)) * 1_000;
  return match[1] === '-' ? -ms : ms;
}
