// When a plan calls control rooms: at a time of the day, or at moments that nobody can foresee.
import { createHash } from 'node:crypto';
import type { DutyPlanRecord } from '../acts.ts';

const DAY_MIN = 1_440;
const MINUTE_MS = 60_000;
/** Two random calls of one plan are at least so far apart where its span allows it, minutes. */
const APART_MIN = 30;
/** A call that was missed because the gateway stood still is made up for this long, and then dropped: another day's will come. */
const MADE_UP_FOR_MS = 10 * MINUTE_MS;

/** Local time of the site: minutes since midnight. */
export type LocalMinutes = (at: number) => number;

/**
 * The moment (ms since 1970) at which a plan is due now: at or before `now`, not carried out since, and not missed for
 * long. Undefined: none. `salt`: a secret of the house, so that the moments of a random plan can be worked out by nobody.
 */
export function dueMoment(
  plan: DutyPlanRecord,
  now: number,
  lastRun: number | null,
  minutesOf: LocalMinutes,
  salt: string,
): number | undefined {
  if (!plan.enabled) return undefined;
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const from = minutesIn(plan.from);
  const sinceStart = (minutesOf(minute) - from + DAY_MIN) % DAY_MIN;
  const start = minute - sinceStart * MINUTE_MS;
  const due = momentsOf(plan, start, salt)
    .map((offset) => start + offset * MINUTE_MS)
    .filter((at) => at <= now && now - at <= MADE_UP_FOR_MS && (lastRun === null || lastRun < at));
  return due.at(-1);
}

/** Minutes after the start of the span at which the plan calls on that day, in order. */
export function momentsOf(plan: DutyPlanRecord, start: number, salt: string): number[] {
  if (plan.kind === 'daily' || plan.to === null) return [0];
  const span = (minutesIn(plan.to) - minutesIn(plan.from) + DAY_MIN) % DAY_MIN || DAY_MIN;
  const times = Math.min(plan.times, span);
  const slot = span / times;
  // The end of each slot stays free, so that two neighbours keep their distance.
  const choice = Math.max(1, Math.floor(slot - Math.min(APART_MIN, slot / 2)));
  return Array.from({ length: times }, (_, nth) => Math.floor(nth * slot) + (chance(`${salt}|${plan.id}|${start}|${nth}`) % choice));
}

function minutesIn(clock: string): number {
  const [hours = '0', minutes = '0'] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
}

function chance(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
