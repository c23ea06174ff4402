// Hours of the day and days of the week, in the site's local time.
import { words } from '../../device-drivers/words.ts';
import type { Condition, Weekday } from '../rule.ts';
import type { Bench, Node } from './node.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** Minutes since midnight of `"22:05"`; undefined where the text is none. */
export function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hours === undefined || minutes === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

type Span = Extract<Condition, { readonly is: 'calendar' }>;

/** Whether a local time of the site lies in the hours. */
export function isWithinHours({ from, to, days }: Span, { weekday, minutes }: ReturnType<Bench['localTime']>): boolean {
  const begins = minutesOf(from) ?? 0;
  const ends = minutesOf(to) ?? 0;
  const overnight = begins >= ends;
  if (overnight ? minutes < begins && minutes >= ends : minutes < begins || minutes >= ends) return false;
  const dayOfBeginning = overnight && minutes < begins ? dayBefore(weekday) : weekday;
  return days === undefined || days.includes(dayOfBeginning);
}

export function calendar(hours: Span, bench: Bench): Node {
  bench.timed('time');
  const { from, to } = hours;
  const begins = minutesOf(from) ?? 0;
  const ends = minutesOf(to) ?? 0;
  const inside = (at: number): boolean => isWithinHours(hours, bench.localTime(at));
  /** Nothing changes between two edges: a rule that stands over a flood of readings asks for the local time once. */
  let span = { from: 0, until: 0, truth: false };
  const spanAt = (now: number): typeof span => {
    if (now < span.from || now >= span.until)
      span = { from: now, until: Math.min(next(begins, now, bench), next(ends, now, bench)), truth: inside(now) };
    return span;
  };
  return {
    stateful: false,
    holds(moment) {
      const { now, at, byTime } = moment;
      const { from, until, truth: current } = spanAt(now);
      const truth = byTime || (at >= from && at < until) ? current : inside(at);
      // A reading of before the hour that came after it: true of its time, and time itself takes it back at once.
      moment.until = truth === current ? until : now;
      return truth;
    },
    say: () => words(`时段 ${from}–${to}`, `between ${from} and ${to}`),
  };
}

/** When local time next comes to those minutes. Where clocks are changed on the way there, the look comes early and is taken again. */
function next(minutes: number, now: number, bench: Bench): number {
  const current = bench.localTime(now).minutes;
  const away = ((minutes - Math.floor(current) + DAY_MINUTES - 1) % DAY_MINUTES) + 1;
  const at = (Math.floor(now / MINUTE_MS) + away) * MINUTE_MS;
  const off = ((Math.floor(bench.localTime(at).minutes) - minutes + DAY_MINUTES * 1.5) % DAY_MINUTES) - DAY_MINUTES / 2;
  return off > 0 ? Math.max(now + MINUTE_MS, at - off * MINUTE_MS) : at;
}

const BEFORE: Readonly<Record<Weekday, Weekday>> = { 1: 7, 2: 1, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6 };

function dayBefore(day: Weekday): Weekday {
  return BEFORE[day];
}
