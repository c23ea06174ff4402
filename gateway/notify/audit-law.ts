// What must have been told of one incident: worked out for each round as a whole, from the policy's text.
import type { AlarmClass } from '../../rules/rule.ts';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { defaultPolicy } from './default-policy.ts';
import type { EscalationEvent, RoundWhy } from './due.ts';
import type { LocalTime } from './local-day.ts';
import type { NoticePhase } from './notice.ts';
import { type Policy, SEAT_VIA } from './policy.ts';
import type { RosterBook, Whom } from './roster-book.ts';

/** What was written down for the time of the log. */
export interface AuditBooks {
  readonly policies: readonly Policy[];
  readonly rosters: RosterBook;
  readonly localTime: LocalTime;
}

/** An event, when it counted, and up to which instant the machine had been taken before it. */
export interface Moment {
  readonly event: EscalationEvent;
  readonly at: number;
  readonly passed: number;
}

/** A notice that must be there. */
export interface Wanted {
  readonly key: string;
  readonly dueAt: number;
  readonly people: readonly string[];
  readonly via: readonly string[];
  readonly whom: Whom;
  readonly drill: boolean;
  readonly class: AlarmClass;
  readonly why: RoundWhy;
  readonly phase: NoticePhase;
  /** Of the policy: a fire takes its next channel beside one that brought nothing for so long, seconds; undefined: as usual. */
  readonly besideAfter: number | undefined;
}

interface Round {
  readonly number: number;
  readonly why: RoundWhy;
  readonly start: number;
  readonly class: AlarmClass;
  readonly path: readonly string[];
  readonly drill: boolean;
  readonly policy: Policy | undefined;
}

/** The notices that must be there, and for each round the instant after which nothing of it may be told. */
export function expectedOf(
  moments: readonly Moment[],
  passedAtEnd: number,
  around: AuditBooks,
): { wanted: Wanted[]; stops: Map<number, number> } {
  const wanted: Wanted[] = [];
  const stops = new Map<number, number>();
  let rounds = 0;
  let round: Round | undefined;
  let about = { class: 'notice' as AlarmClass, path: [] as readonly string[], drill: false, alarms: 0 };
  let isOpen = false;
  let acknowledged: { readonly at: number; readonly reach: number } | undefined;
  let handled = false;
  let by = new Set<string>();
  /** Up to here everything of this incident is told, by its last own event. */
  let own = -1;

  const begin = (why: RoundWhy, start: number): void => {
    rounds += 1;
    round = { number: rounds, why, start, ...about, policy: lawfulPolicy(about, start, around) };
    acknowledged = undefined;
    handled = false;
    by = new Set();
  };
  const tellings = (reach: number): Wanted[] => {
    if (!round) return [];
    const endless = acknowledged ? Math.min(reach, acknowledged.reach) : reach;
    return tellingsOf(round, round.policy?.stopOnAcknowledge ? endless : reach, endless, around);
  };
  const end = (reach: number): void => {
    if (!round) return;
    wanted.push(...tellings(reach));
    stops.set(round.number, round.policy?.stopOnAcknowledge ? Math.min(reach, acknowledged?.reach ?? reach) : reach);
    round = undefined;
  };
  const tellAll = (reach: number, at: number, phase: 'update' | 'resolved'): void => {
    const before = new Map(
      [...wanted, ...tellings(reach)].filter(isOfStep).map((one) => [`${JSON.stringify(one.whom)}|${one.via.join()}`, one]),
    );
    for (const [name, { whom, via }] of before) {
      const people = around.rosters.peopleFor(whom, about.path, at, about.drill).map((person) => person.id);
      if (people.length === 0) continue;
      const { class: known, drill } = about;
      const why = round?.why ?? 'raised';
      const besideAfter = round?.policy?.besideAfter;
      wanted.push({ key: `${rounds}|${phase}|${at}|${name}`, dueAt: at, people, via, whom, drill, class: known, why, phase, besideAfter });
    }
  };
  /** Where an acknowledged incident was not handled in time, its next round; it was told up to `reach`. */
  const timeOut = (reach: number): void => {
    const limit = round?.policy?.acknowledgeTimeOut ?? null;
    if (!acknowledged || handled || limit === null || acknowledged.at + limit * 1_000 > reach) return;
    const at = acknowledged.at + limit * 1_000;
    end(at - 1);
    begin('not handled', at);
  };

  for (const { event, at, passed } of moments) {
    const reach = Math.max(passed, own);
    timeOut(reach);
    if (event.is === 'raised' || event.is === 'reopened') {
      if (!isOpen && (event.is === 'reopened' || rounds === 0)) {
        about = { class: event.class, path: event.path, drill: event.drill, alarms: event.alarms };
        isOpen = true;
        begin(event.is, at);
        if (event.isQuiet === true && round) {
          round = { ...round, policy: undefined };
          acknowledged = { at, reach };
          handled = true;
        }
      }
    } else if (isOpen && event.is === 'closed') {
      tellAll(reach, at, 'resolved');
      end(reach);
      acknowledged = undefined;
      isOpen = false;
    } else if (isOpen && event.is === 'acknowledged' && !acknowledged) {
      by.add(event.by);
      if (by.size >= needed(tellings(reach), round)) acknowledged = { at, reach };
    } else if (isOpen && event.is === 'handled') {
      acknowledged ??= { at, reach };
      handled = true;
    } else if (isOpen && event.is === 'updated') {
      const isMore = event.alarms > about.alarms;
      const isUpgrade = ALARM_CLASSES.indexOf(event.class) < ALARM_CLASSES.indexOf(about.class);
      about = { ...about, alarms: Math.max(about.alarms, event.alarms), class: isUpgrade ? event.class : about.class };
      if (isUpgrade || (event.isNewAgain && acknowledged)) {
        end(reach);
        begin(isUpgrade ? 'upgraded' : 'new alarm', at);
      } else if (isMore || event.isNewAgain) {
        if (event.isNewAgain) by = new Set();
        tellAll(reach, at, 'update');
      }
    }
    own = at;
  }
  timeOut(Math.max(passedAtEnd, own));
  end(Math.max(passedAtEnd, own));
  return { wanted, stops };
}

/** Every telling of a round up to its reaches: the list and, for a fire, the last step without end. */
function tellingsOf(round: Round, listed: number, endless: number, around: AuditBooks): Wanted[] {
  const { policy, start } = round;
  if (!policy) return [];
  const found: Wanted[] = [];
  const ends = policy.steps.map((step) => step.after + (step.repeat ? step.repeat.every * step.repeat.times : 0));
  const length = Math.max(...ends);
  const pause = length + (policy.again?.every ?? 0);
  const lastRun = policy.again?.times ?? 0;
  const tell = (run: number, step: number, repetition: number, seconds: number): void => {
    const dueAt = start + seconds * 1_000;
    found.push(wantedOf(round, policy, { run, step, repetition, dueAt }, around));
  };
  for (let run = 0; run <= lastRun; run += 1) {
    for (const [n, step] of policy.steps.entries()) {
      for (let repetition = 0; repetition <= (step.repeat?.times ?? 0); repetition += 1) {
        const seconds = run * pause + step.after + repetition * (step.repeat?.every ?? 0);
        if (start + seconds * 1_000 <= listed) tell(run, n, repetition, seconds);
      }
    }
  }
  if (round.class !== 'fire') return found;
  const finished = lastRun * pause + length;
  for (let n = 1; start + (finished + n * policy.lastEvery) * 1_000 <= endless; n += 1) {
    tell(lastRun + n, policy.steps.length - 1, 0, finished + n * policy.lastEvery);
  }
  return found;
}

function wantedOf(
  round: Round,
  policy: Policy,
  at: { readonly run: number; readonly step: number; readonly repetition: number; readonly dueAt: number },
  around: AuditBooks,
): Wanted {
  const { run, step, repetition, dueAt } = at;
  const after = policy.steps.slice(step);
  const before = policy.steps.slice(0, step).reverse();
  const peopleOf = (whom: Whom): string[] => around.rosters.peopleFor(whom, round.path, dueAt, round.drill).map((person) => person.id);
  const standIn = [...after, ...before].find(({ whom }) => peopleOf(whom).length > 0) ?? { whom: 'seat' as const, via: SEAT_VIA };
  const isFirst = run === 0 && step === 0 && repetition === 0;
  return {
    key: `${round.number}|${run}|${step}|${repetition}`,
    dueAt,
    people: peopleOf(standIn.whom),
    via: standIn.via,
    whom: standIn.whom,
    drill: round.drill,
    class: round.class,
    why: round.why,
    phase: isFirst && ['raised', 'reopened'].includes(round.why) ? 'raised' : 'escalated',
    besideAfter: policy.besideAfter,
  };
}

/** How many people must acknowledge, by the steps that were told. */
function needed(told: readonly Wanted[], round: Round | undefined): number {
  const steps = new Set(told.map((one) => Number(one.key.split('|')[2])));
  return Math.max(1, ...[...steps].map((step) => round?.policy?.steps[step]?.needs ?? 1));
}

function isOfStep(wanted: Wanted): boolean {
  return wanted.phase === 'raised' || wanted.phase === 'escalated';
}

/** From the place itself upward, then everywhere, then the house's own; at each, these hours before always. */
function lawfulPolicy(
  about: { class: AlarmClass; path: readonly string[]; drill: boolean },
  at: number,
  around: AuditBooks,
): Policy | undefined {
  const { minutes } = around.localTime(at);
  const isDay = minutes >= 480 && minutes < 1_200;
  const own = around.policies.filter((one) => one.drill === about.drill && one.classes.includes(about.class) && one.steps.length > 0);
  for (const place of [...[...about.path].reverse(), null]) {
    for (const hours of [isDay ? 'day' : 'night', 'always']) {
      const found = own.find((one) => one.place === place && one.hours === hours);
      if (found) return found;
    }
  }
  return defaultPolicy(about.class, about.drill);
}
