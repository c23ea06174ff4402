// What an incident's changes mean for telling people: the events of the escalation, from how it stands and how it stood. Pure.
import type { Incident, IncidentState } from '../alarms/incident.ts';
import type { IncidentRoll } from '../alarms/incident-roll.ts';
import { dueOf } from '../alarms/incident-work.ts';
import type { EscalationEvent } from './due.ts';

/** How an incident stands, as far as telling people goes: follows from it and its alarms, so it is not kept. */
export interface ToldIncident {
  /** How many of its alarms called for somebody and were acknowledged by nobody. */
  readonly waiting: number;
  /** How often one of them had begun to call. */
  readonly calls: number;
  /** Tells one act of verifying from the next; null: nobody had begun. */
  readonly handled: string | null;
  /** Each open alarm of it was shelved, isolated or suppressed. */
  readonly isQuiet: boolean;
  readonly isClosed: boolean;
  /** How many have answered by their link. */
  readonly answers: number;
  /** Until when an answer is awaited from the person whom it was offered to; null: it waits for nobody. */
  readonly awaited: number | null;
}

export interface Heard {
  readonly after: ToldIncident;
  readonly events: readonly EscalationEvent[];
}

/** How it stands now. */
export function standingOf(incident: Incident, { waiting, calls, isQuiet }: IncidentRoll): ToldIncident {
  const isClosed = incident.closedAt !== null;
  const { handOver } = incident;
  const awaited = handOver && handOver.answer === null ? dueOf(handOver) : null;
  return { waiting, calls, handled: handlingOf(incident), isQuiet, isClosed, answers: incident.answers?.length ?? 0, awaited };
}

type Begun = Extract<EscalationEvent, { is: 'raised' | 'reopened' }>;

const UNHANDLED: ReadonlySet<IncidentState> = new Set<IncidentState>(['new', 'acknowledged', 'closed']);

/**
 * Undefined: nobody was told of it and nobody is to be. An incident is told once one of its alarms calls; what is
 * shelved, isolated or suppressed does not. Acknowledged is it when none of its alarms waits any more: an acknowledged
 * detector says nothing of the second one. One that went quiet altogether counts as handled, and rings anew when an alarm
 * of it calls again.
 */
export function hear(incident: Incident, roll: IncidentRoll, before: ToldIncident | undefined, at: number): Heard | undefined {
  const { id } = incident;
  const after = standingOf(incident, roll);
  const { waiting, isClosed } = after;
  // Of what calls: an isolated fire does not make a fault ring like one.
  const of = roll.loudest ?? incident.class;
  const begun = (is: 'raised' | 'reopened'): Begun => {
    const { path, drill } = incident;
    return { is, incident: id, at, class: of, path, drill, alarms: roll.loud };
  };
  // Whoever verifies it already looked at what was quiet, and has not seen what calls now.
  if (!before) return isClosed || waiting === 0 ? undefined : { after, events: [begun('raised')] };
  if (before.isClosed) {
    if (isClosed) return { after, events: [] };
    if (after.isQuiet) return { after, events: [{ ...begun('reopened'), isQuiet: true }] };
    return { after, events: [begun('reopened'), ...handled(incident, null, at)] };
  }
  if (isClosed) return { after, events: [{ is: 'closed', incident: id, at }] };
  const isNewAgain = roll.waitsSince(before.calls);
  const events: EscalationEvent[] = [{ is: 'updated', incident: id, at, class: of, alarms: roll.loud, isNewAgain }];
  if (before.waiting > 0 && waiting === 0) {
    for (const person of roll.acknowledgers) events.push({ is: 'acknowledged', incident: id, at, by: person });
  }
  // An alarm is acknowledged by one person alone; whoever answers after counts all the same where two or three must.
  if (waiting === 0) {
    const further = incident.answers?.slice(before.answers).filter(({ answer }) => answer !== 'unable') ?? [];
    for (const { id: person } of further) events.push({ is: 'acknowledged', incident: id, at, by: person });
  }
  // A further detector in an incident that somebody looks into calls again: whoever looks has not seen it.
  if (!isNewAgain) events.push(...handled(incident, before.handled, at));
  if (after.awaited !== before.awaited) events.push({ is: 'offered', incident: id, at, until: after.awaited });
  if (after.isQuiet && !before.isQuiet) events.push({ is: 'handled', incident: id, at, by: 'quiet' });
  return { after, events };
}

function handled(incident: Incident, before: string | null, at: number): EscalationEvent[] {
  const now = handlingOf(incident);
  if (now === null || now === before) return [];
  const by = (incident.verdict ?? incident.proposed ?? incident.taken ?? incident.reopened)?.id ?? 'gateway';
  return [{ is: 'handled', incident: incident.id, at, by }];
}

function handlingOf({ state, verdict, proposed }: Incident): string | null {
  return UNHANDLED.has(state) ? null : `${state} ${verdict?.at ?? ''} ${proposed?.at ?? ''}`;
}
