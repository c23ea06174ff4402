// A town for tests and benchmarks: two units with rosters that have holes, policies of every kind, and days of incidents.
import { words } from '../../../device-drivers/words.ts';
import type { AlarmClass } from '../../../rules/rule.ts';
import { siteTime } from '../../site-time.ts';
import type { LogEntry } from '../auditor.ts';
import { defaultPolicy } from '../default-policy.ts';
import type { EscalationEvent } from '../due.ts';
import { Escalation, type EscalationAround } from '../escalation.ts';
import type { Policy } from '../policy.ts';
import type { DutyRole, Person, Roster, Shift } from '../roster.ts';
import { RosterBook } from '../roster-book.ts';

export const DAY_MS = 24 * 3_600_000;
/** Midnight of a Wednesday in Shanghai. */
export const MIDNIGHT = Date.parse('2026-11-24T16:00:00Z');
/** The gateway's clock calls so often. */
export const TICK_MS = 250;

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const;
const localTime = siteTime('Asia/Shanghai');

function aRoster(place: string, role: DutyRole, drill: boolean, spans: readonly (readonly [string, string])[]): Roster {
  const people = spans.map((_, n): Person => {
    const id = `${drill ? 'drill-' : ''}${place}-${role}-${n}`;
    return { id, name: id, contacts: { voice: `1380000${n}`, sms: `1380000${n}` } };
  });
  const shifts = spans.map(([from, to], n): Shift => ({ days: EVERY_DAY, from, to, people: [people[n]?.id ?? ''] }));
  return { id: `${place}-${role}-${drill}`, place, role, drill, people, shifts, changes: [] };
}

const ROSTERS: readonly Roster[] = [
  aRoster('unit-1', 'duty-room', false, [
    ['08:00', '20:00'],
    ['20:00', '08:00'],
  ]),
  // Nobody at night, and nobody at noon.
  aRoster('unit-1', 'manager', false, [
    ['08:00', '12:00'],
    ['13:00', '18:00'],
  ]),
  aRoster('town', 'micro-station', false, [['06:00', '23:30']]),
  aRoster('town', 'supervisor', false, [['00:00', '00:00']]),
  aRoster('unit-1', 'duty-room', true, [['08:00', '18:00']]),
];

const urgent = defaultPolicy('fire');
const drill = defaultPolicy('fire', true);
if (!urgent || !drill) throw new Error('the house has no policy for a fire');

export const POLICIES: readonly Policy[] = [
  {
    ...urgent,
    id: 'unit-1-night',
    place: 'unit-1',
    classes: ['fire'],
    hours: 'night',
    steps: [
      { after: 0, whom: 'seat', via: ['console'], repeat: { every: 60, times: 2 } },
      { after: 45, whom: { role: 'manager' }, via: ['voice', 'sms'] },
      { after: 45, whom: { role: 'duty-room' }, via: ['voice'], needs: 2 },
      { after: 300, whom: { person: 'unit-1-manager-0' }, via: ['sms'] },
    ],
    again: { every: 60, times: 2 },
    besideAfter: 20,
  },
  { ...urgent, id: 'unit-1', place: 'unit-1', classes: ['fire', 'pre-alarm'], stopOnAcknowledge: false },
  {
    ...urgent,
    id: 'unit-2',
    title: words('二号单位', 'unit 2'),
    place: 'unit-2',
    steps: [
      { after: 0, whom: { role: 'manager' }, via: ['wecom'] },
      { after: 60, whom: { role: 'duty-room' }, via: ['voice'] },
    ],
  },
  { ...drill, id: 'drill-unit-1', place: 'unit-1', steps: [{ after: 0, whom: { role: 'duty-room' }, via: ['sms'] }, ...drill.steps] },
];

/** The town's books, for the machine and for the auditor. */
export function aTown(policies: readonly Policy[] = POLICIES) {
  const rosters = new RosterBook(ROSTERS, localTime);
  const around: EscalationAround = { policies: () => policies, rosters: () => rosters, localTime };
  return { around, books: { policies, rosters, localTime, lateBy: TICK_MS } };
}

/** One incident as a test describes it: when, what, and what people do about it, in seconds after its beginning. */
export interface Plan {
  readonly second: number;
  readonly class: AlarmClass;
  readonly unit: 'unit-1' | 'unit-2';
  readonly drill: boolean;
  readonly acts: readonly {
    readonly after: number;
    readonly is: 'acknowledged' | 'handled' | 'closed' | 'reopened' | 'reopened quiet' | 'more' | 'fire' | 'same';
    readonly by: string;
  }[];
}

/** The events of a day in the order of time. */
export function eventsOf(plans: readonly Plan[]): EscalationEvent[] {
  const events = plans.flatMap((plan, n): EscalationEvent[] => {
    const incident = `i${n}`;
    const at = MIDNIGHT + plan.second * 1_000;
    const opened = { incident, class: plan.class, path: ['town', plan.unit, `${plan.unit}-b1`], drill: plan.drill, alarms: 1 };
    let alarms = 1;
    const acts = plan.acts.map((act): EscalationEvent => {
      const when = at + act.after * 1_000;
      if (act.is === 'closed') return { is: 'closed', incident, at: when };
      if (act.is === 'reopened' || act.is === 'reopened quiet') {
        return { ...opened, is: 'reopened', at: when, alarms, isQuiet: act.is === 'reopened quiet' };
      }
      if (act.is === 'acknowledged' || act.is === 'handled') return { is: act.is, incident, at: when, by: act.by };
      if (act.is === 'more') alarms += 1;
      return { is: 'updated', incident, at: when, class: act.is === 'fire' ? 'fire' : plan.class, alarms, isNewAgain: act.is !== 'same' };
    });
    return [{ ...opened, is: 'raised', at }, ...acts];
  });
  return events.sort((a, b) => a.at - b.at);
}

/**
 * A day on a virtual clock that jumps to the next tick at which something is due. `restartAfter`: before which events
 * the machine is put away as text and read back.
 */
export function live(
  events: readonly EscalationEvent[],
  around: EscalationAround,
  until: number,
  restartBefore: ReadonlySet<number> = new Set(),
): LogEntry[] {
  const log: LogEntry[] = [];
  let machine = new Escalation(around);
  const advanceTo = (limit: number): void => {
    for (let due = machine.nextDue(); due !== null; due = machine.nextDue()) {
      const tick = Math.ceil(due / TICK_MS) * TICK_MS;
      if (tick > limit) break;
      const told = machine.advance(tick);
      log.push({ is: 'advanced', to: tick });
      for (const one of told) log.push({ is: 'told', due: one, at: tick });
    }
  };
  for (const [n, event] of events.entries()) {
    if (restartBefore.has(n)) machine = new Escalation(around, JSON.parse(JSON.stringify(machine.state())));
    // What is due at the very instant of an event is told before every other event, and after it or not at all otherwise.
    advanceTo(n % 2 === 0 ? event.at : event.at - 1);
    const told = machine.apply(event);
    log.push({ is: 'event', event });
    for (const one of told) log.push({ is: 'told', due: one, at: event.at });
  }
  advanceTo(until);
  return log;
}
