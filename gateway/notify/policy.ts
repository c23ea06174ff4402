// A policy: whom an incident is told to, after how long, by which channels, and for how long that goes on.
import type { Words } from '../../device-drivers/words.ts';
import type { AlarmClass } from '../../rules/rule.ts';
import { isWithin, type LocalTime } from './local-day.ts';
import type { Person } from './roster.ts';
import type { RosterBook, Whom } from './roster-book.ts';

/** All times in whole seconds. */
export interface PolicyStep {
  /** Since the round began. */
  readonly after: number;
  readonly whom: Whom;
  /** Ids of channels in order: the next one is taken where one fails. */
  readonly via: readonly string[];
  /** Told again so many times, so far apart. */
  readonly repeat?: { readonly every: number; readonly times: number };
  /** How many people must acknowledge once this step was told; left out: one. */
  readonly needs?: number;
}

export interface Policy {
  readonly id: string;
  readonly title: Words;
  /** Counts for this place and what stands below it; null: everywhere. */
  readonly place: string | null;
  readonly classes: readonly AlarmClass[];
  readonly hours: 'day' | 'night' | 'always';
  /** For drills, which tell the people of the drill's own address book, or for what really happens. */
  readonly drill: boolean;
  readonly steps: readonly PolicyStep[];
  /** False: an acknowledgement ends only the endless repeating of a fire; the listed steps go on. */
  readonly stopOnAcknowledge: boolean;
  /** Acknowledged and not handled for so long: rings again from its first step. Null: never. */
  readonly acknowledgeTimeOut: number | null;
  /** The whole list runs again so many times, so long after its last step was told. */
  readonly again: { readonly every: number; readonly times: number } | null;
  /** A fire that nobody acknowledged: the last step is told again so far apart, without end. */
  readonly lastEvery: number;
  /** Of a fire: a channel that brought nothing for so long gets the next one beside it, and the notice there says that it may come twice. Left out: 5 s. */
  readonly besideAfter?: number;
}

/** Day: the shift of a usual duty room that changes at eight and eight (our own design; no standard names the hours). */
const DAY_FROM_MIN = 8 * 60;
const DAY_TO_MIN = 20 * 60;

/** One telling of a step within a round. */
export interface Telling {
  /** Milliseconds since the round began. */
  readonly offset: number;
  /** Which run of the whole list, from 0; the endless repeating counts on from there. */
  readonly run: number;
  readonly step: number;
  readonly repetition: number;
}

const schedules = new WeakMap<Policy, readonly Telling[]>();

/** Every telling that a policy lists, in order of time; the endless repeating of a fire comes after it (`tellingAt`). */
export function scheduleOf(policy: Policy): readonly Telling[] {
  const known = schedules.get(policy);
  if (known) return known;
  const one = policy.steps.flatMap(({ after, repeat }, step) =>
    Array.from({ length: 1 + (repeat?.times ?? 0) }, (_, repetition) => ({
      offset: (after + repetition * (repeat?.every ?? 0)) * 1_000,
      run: 0,
      step,
      repetition,
    })),
  );
  const last = Math.max(0, ...one.map((telling) => telling.offset));
  const period = last + (policy.again?.every ?? 0) * 1_000;
  const runs = 1 + (policy.again?.times ?? 0);
  const all = Array.from({ length: runs }, (_, run) => one.map((telling) => ({ ...telling, run, offset: telling.offset + run * period })));
  const inOrder = all.flat().sort((a, b) => a.offset - b.offset || a.run - b.run || a.step - b.step || a.repetition - b.repetition);
  schedules.set(policy, inOrder);
  return inOrder;
}

/** The telling with a number, counted from 0 over the list and, for a fire, the endless repeating of its last step. */
export function tellingAt(policy: Policy, number: number, alarmClass: AlarmClass): Telling | undefined {
  const schedule = scheduleOf(policy);
  const listed = schedule[number];
  const last = schedule.at(-1);
  if (listed || !last || alarmClass !== 'fire') return listed;
  const beyond = number - schedule.length + 1;
  return {
    offset: last.offset + beyond * policy.lastEvery * 1_000,
    run: last.run + beyond,
    step: policy.steps.length - 1,
    repetition: 0,
  };
}

/**
 * The policy for a class at a place and an instant: the one of the nearest place, `path` from the top down; there one
 * for these hours before one for always, then the first of the list. A policy without steps is none.
 */
export function policyFor(
  policies: readonly Policy[],
  wanted: { readonly class: AlarmClass; readonly path: readonly string[]; readonly at: number; readonly drill: boolean },
  localTime: LocalTime,
): Policy | undefined {
  const hours = isWithin(localTime(wanted.at).minutes, DAY_FROM_MIN, DAY_TO_MIN) ? 'day' : 'night';
  let best: Policy | undefined;
  let bestRank = -1;
  for (const policy of policies) {
    if (policy.drill !== wanted.drill || policy.steps.length === 0 || !policy.classes.includes(wanted.class)) continue;
    if (policy.hours !== 'always' && policy.hours !== hours) continue;
    const near = policy.place === null ? 0 : wanted.path.lastIndexOf(policy.place) + 1;
    if (policy.place !== null && near === 0) continue;
    const rank = near * 2 + (policy.hours === 'always' ? 0 : 1);
    if (rank > bestRank) [best, bestRank] = [policy, rank];
  }
  return best;
}

/** Who is told in fact when a step is due. */
export interface Told {
  /** The step whose people and channels these are: another one where nobody of its own is on duty. */
  readonly step: number;
  readonly whom: Whom;
  readonly via: readonly string[];
  readonly people: readonly Person[];
}

/** Channels to the seat where a policy names nobody who is there: the console, and the house's own sounder beside it. */
export const SEAT_VIA: readonly string[] = ['console', 'sounder'];

/**
 * The people of a step. Where nobody of it is on duty, those of the next step that has somebody are told at once, then
 * those of a step before it, and at the very last the seat: a gap in a roster swallows no step. The step that stands in
 * keeps its own time beside that.
 */
export function toldFor(policy: Policy, step: number, path: readonly string[], at: number, book: RosterBook): Told {
  for (let n = 0; n < policy.steps.length; n += 1) {
    const index = n < policy.steps.length - step ? step + n : policy.steps.length - 1 - n;
    const own = policy.steps[index];
    if (!own) continue;
    const people = book.peopleFor(own.whom, path, at, policy.drill);
    if (people.length > 0) return { step: index, whom: own.whom, via: own.via, people };
  }
  return { step, whom: 'seat', via: SEAT_VIA, people: book.peopleFor('seat', path, at, policy.drill) };
}
