// A roster: who of a role is on duty at a place, by weekly shifts and what a date changes of them; and when nobody is.
import { type Words, words } from '../../device-drivers/words.ts';
import type { Weekday } from '../../rules/rule.ts';
import { dayOf, isWithin, type LocalTime, localMoment, minutesIn, weekdayOf } from './local-day.ts';

/** Whom a policy can name; the order is that of every list. */
export const DUTY_ROLES = {
  'duty-room': words('单位值班室', 'duty room'),
  manager: words('消防安全管理人', 'fire safety manager'),
  'micro-station': words('微型消防站', 'micro fire station'),
  supervisor: words('消防监督员', 'fire supervisor'),
} as const satisfies Readonly<Record<string, Words>>;
export type DutyRole = keyof typeof DUTY_ROLES;
export const DUTY_ROLE_IDS = Object.keys(DUTY_ROLES) as [DutyRole, ...DutyRole[]];

export interface Person {
  readonly id: string;
  readonly name: string;
  /** Address of the person on a channel, by the channel's id: a phone number, a user's name in a chat. */
  readonly contacts: Readonly<Record<string, string>>;
}

/** A span of the local clock: from its first minute up to its last, which is not in it. `to` not later than `from`: over midnight. */
export interface ShiftSpan {
  readonly from: string;
  readonly to: string;
  /** Ids of people, in the order in which they are told. */
  readonly people: readonly string[];
}

/** Every week on these days; a shift belongs to the day on which it begins. */
export interface Shift extends ShiftSpan {
  readonly days: readonly Weekday[];
}

/** What is different on a date (`2026-10-01`); it counts for the shifts that begin on it. */
export type RosterChange =
  /** `to` takes the shifts of `from`. */
  | { readonly is: 'swap'; readonly date: string; readonly from: string; readonly to: string }
  /** Away from the first date to the last, both in it. */
  | { readonly is: 'leave'; readonly person: string; readonly first: string; readonly last: string }
  /** Its own shifts instead of the week's. */
  | { readonly is: 'holiday'; readonly date: string; readonly name: string; readonly shifts: readonly ShiftSpan[] };

export interface Roster {
  readonly id: string;
  readonly place: string;
  readonly role: DutyRole;
  /** Address book of drills: real notices never go to it, drill notices to no other. */
  readonly drill: boolean;
  readonly people: readonly Person[];
  readonly shifts: readonly Shift[];
  readonly changes: readonly RosterChange[];
}

/** From the one instant up to the other, ms since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface DutySpan extends Span {
  /** In the order in which they are told. */
  readonly people: readonly Person[];
}

const MINUTE_MS = 60_000;
/** No zone changes its offset within a quarter of an hour (see site-time.ts). */
const QUARTER_MIN = 15;

interface Cover {
  readonly from: number;
  readonly to: number;
  readonly people: readonly Person[];
}

/** A roster read once: dates and clocks as numbers. */
interface ReadRoster {
  readonly people: ReadonlyMap<string, Person>;
  readonly covers: Map<number, readonly Cover[]>;
  /** Minutes of the day at which somebody may come or go. */
  readonly edges: readonly number[];
  minute: number;
  localTime: LocalTime | undefined;
  present: readonly Person[];
}

const read = new WeakMap<Roster, ReadRoster>();
/** Days of one roster that stay worked out: a quarter of a year of a screen; then all are worked out afresh. */
const KEPT_DAYS = 100;

/**
 * Who is on duty at an instant, in the order in which they are told. Judged by the clock on the wall: an hour that the
 * zone repeats is covered twice by the same people, one that it leaves out by nobody.
 */
export function onDuty(roster: Roster, at: number, localTime: LocalTime): readonly Person[] {
  const known = readOnce(roster);
  const minute = Math.floor(at / MINUTE_MS);
  if (minute === known.minute && localTime === known.localTime) return known.present;
  const { day, minutes } = localMoment(at, localTime);
  const present = new Set<Person>();
  const add = (cover: Cover): void => cover.people.forEach((person) => void present.add(person));
  for (const cover of coversOf(roster, known, day - 1)) if (cover.to <= cover.from && minutes < cover.to) add(cover);
  for (const cover of coversOf(roster, known, day)) {
    if (minutes >= cover.from && isWithin(minutes, cover.from, cover.to)) add(cover);
  }
  Object.assign(known, { minute, localTime, present: [...present] });
  return known.present;
}

/** The spans within which nobody is on duty, in order; two that touch are one. */
export function gaps(roster: Roster, from: number, to: number, localTime: LocalTime): Span[] {
  return dutySpans(roster, from, to, localTime)
    .filter(({ people }) => people.length === 0)
    .map((span) => ({ from: span.from, to: span.to }));
}

/** Who is on duty from when to when, in order and without a hole: a span without people is a gap; two that touch differ. */
export function dutySpans(roster: Roster, from: number, to: number, localTime: LocalTime): DutySpan[] {
  const { edges } = readOnce(roster);
  const found: { from: number; to: number; people: readonly Person[] }[] = [];
  let at = from;
  while (at < to) {
    const end = Math.min(to, nextEdge(at, edges, localTime));
    const last = found.at(-1);
    const people = onDuty(roster, at, localTime);
    if (last && last.people.length === people.length && last.people.every((one, n) => one === people[n])) last.to = end;
    else found.push({ from: at, to: end, people });
    at = end;
  }
  return found;
}

/** The next instant at which somebody may come or go, at the latest the next quarter of an hour. */
function nextEdge(at: number, edges: readonly number[], localTime: LocalTime): number {
  const start = Math.floor(at / MINUTE_MS);
  const quarter = (Math.floor(start / QUARTER_MIN) + 1) * QUARTER_MIN;
  const { minutes } = localTime(at);
  const ahead = edges.filter((edge) => edge > minutes).map((edge) => edge - minutes);
  return Math.min(quarter, ...ahead.map((left) => start + left)) * MINUTE_MS;
}

function readOnce(roster: Roster): ReadRoster {
  const known = read.get(roster);
  if (known) return known;
  const holidays = roster.changes.flatMap((change) => (change.is === 'holiday' ? change.shifts : []));
  const clocks = [...roster.shifts, ...holidays].flatMap((shift) => [minutesIn(shift.from), minutesIn(shift.to)]);
  const made: ReadRoster = {
    people: new Map(roster.people.map((person) => [person.id, person])),
    covers: new Map(),
    edges: [...new Set(clocks.filter((clock) => clock !== undefined))],
    minute: Number.NaN,
    localTime: undefined,
    present: [],
  };
  read.set(roster, made);
  return made;
}

/** Who covers what of the shifts that begin on a day. */
function coversOf(roster: Roster, known: ReadRoster, day: number): readonly Cover[] {
  const kept = known.covers.get(day);
  if (kept) return kept;
  const holiday = roster.changes.filter((change) => change.is === 'holiday').find((change) => dayOf(change.date) === day);
  const spans: readonly ShiftSpan[] = holiday?.shifts ?? roster.shifts.filter((shift) => shift.days.includes(weekdayOf(day)));
  const covers = spans.flatMap((span): Cover[] => {
    const from = minutesIn(span.from);
    const to = minutesIn(span.to);
    if (from === undefined || to === undefined) return [];
    return [{ from, to, people: peopleOn(roster, known, day, span.people) }];
  });
  if (known.covers.size >= KEPT_DAYS) known.covers.clear();
  known.covers.set(day, covers);
  return covers;
}

/** The people of a shift after the swaps and leaves of its day. */
function peopleOn(roster: Roster, known: ReadRoster, day: number, planned: readonly string[]): Person[] {
  const swapped = new Map<string, string>();
  const away = new Set<string>();
  for (const change of roster.changes) {
    if (change.is === 'swap' && dayOf(change.date) === day) swapped.set(change.from, change.to);
    if (change.is !== 'leave') continue;
    if ((dayOf(change.first) ?? Number.POSITIVE_INFINITY) <= day && day <= (dayOf(change.last) ?? Number.NEGATIVE_INFINITY)) {
      away.add(change.person);
    }
  }
  return planned
    .map((id) => swapped.get(id) ?? id)
    .filter((id) => !away.has(id))
    .map((id) => known.people.get(id))
    .filter((person) => person !== undefined);
}
