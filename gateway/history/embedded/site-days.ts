// Days as the site's wall clock counts them: which one a moment belongs to, and when it begins.

/** One local day: its name, and the span from its first millisecond up to the next day's, exclusive. */
export interface SiteDay {
  /** `2026-11-22`. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const QUARTER = 15 * 60_000;

/** Days remembered; asking the calendar costs microseconds, and a query or a late buffer touches tens of them. */
const REMEMBERED = 4096;

/**
 * The calendar of an IANA time zone (`Asia/Shanghai`). Days of 23 or 25 hours are right. Throws a `RangeError` for an
 * unknown zone.
 */
export function siteDays(timeZone: string): (at: number) => SiteDay {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const nameAt = (at: number): string => format.format(at);
  const known = new Map<string, SiteDay>();
  let last: SiteDay = { name: '', from: 0, to: 0 };

  // Offsets of all zones since 1970 are whole quarters of an hour, so a day begins on one (Liberia before 1972 aside).
  const edge = (name: string, before: number, after: number): number => {
    let [low, high] = [before, after];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (nameAt(middle * QUARTER) < name) low = middle;
      else high = middle;
    }
    return high * QUARTER;
  };

  return (at) => {
    if (at >= last.from && at < last.to) return last;
    const name = nameAt(at);
    let day = known.get(name);
    if (day === undefined) {
      const quarter = Math.floor(at / QUARTER);
      // A local day is at most 25 h long, some zones have left one out: two days each way hold both edges.
      const from = edge(name, quarter - 192, quarter);
      const to = edge(`${name}~`, quarter, quarter + 192);
      day = { name, from, to };
      if (known.size >= REMEMBERED) known.clear();
      known.set(name, day);
    }
    last = day;
    return day;
  };
}

/** The site's days from the one that holds `from` to the one that holds the millisecond before `to`, in order. */
export function daysBetween(dayOf: (at: number) => SiteDay, from: number, to: number): SiteDay[] {
  const days: SiteDay[] = [];
  for (let at = from; at < to; ) {
    const day = dayOf(at);
    days.push(day);
    at = day.to;
  }
  return days;
}
