// The handling of an incident, from the first look to its closing: one pure function, with the guards that keep a fire from being talked away.
import type { Alarm, Signature } from './alarm.ts';
import { type FieldReport, MOST_REPORTS } from './field-reports.ts';
import type { Answer, Incident, IncidentState, IncidentVerdict } from './incident.ts';
import { settled, stepWork, type WorkEvent, type WorkRefusal } from './incident-work.ts';

/** What the guards must know of its alarms. */
export interface IncidentFacts {
  /** Different points among its alarms. */
  readonly points: number;
  readonly hasCallPoint: boolean;
  /** A test was announced here: the device says so, or a walk test or drill goes on. */
  readonly isTestAnnounced: boolean;
  /** An alarm of it is active and stands under no isolation. */
  readonly isActive: boolean;
  /** All of its alarms are closed. */
  readonly areAllClosed: boolean;
}

export type IncidentEvent =
  | WorkEvent
  | { readonly is: 'acknowledge'; readonly by: Signature }
  | { readonly is: 'verify'; readonly by: Signature }
  | {
      readonly is: 'find';
      readonly by: Signature;
      readonly verdict: IncidentVerdict['verdict'];
      readonly cause: string | null;
      readonly note: string | null;
    }
  /** Another person agrees that it was false. */
  | { readonly is: 'second'; readonly by: Signature }
  | { readonly is: 'move'; readonly by: Signature; readonly to: 'responding' | 'controlled' | 'out' }
  | { readonly is: 'close'; readonly by: Signature; readonly isSupervisor: boolean }
  | { readonly is: 'reopen'; readonly by: Signature; readonly reason: string }
  | { readonly is: 'take'; readonly by: Signature; readonly reason: string | null }
  | { readonly is: 'release'; readonly by: Signature }
  /** Somebody who was told answers by the link of a notice. */
  | { readonly is: 'answer'; readonly by: Signature; readonly notice: string; readonly answer: Answer }
  /** Somebody tells from the spot; it changes no state and no verdict. */
  | { readonly is: 'report'; readonly by: Signature; readonly report: FieldReport };

export type IncidentRefusal =
  | WorkRefusal
  | 'closed'
  | 'not-closed'
  | 'too-late'
  | 'taken'
  | 'not-taken'
  | 'already-acknowledged'
  | 'already-verified'
  | 'no-cause'
  | 'unverified'
  | 'not-confirmed'
  | 'nothing-proposed'
  | 'same-person'
  | 'still-active'
  | 'not-out'
  | 'needs-supervisor'
  | 'already-answered'
  | 'too-many-reports';

/** A closed incident can be opened again for a day. */
export const REOPEN_WITHIN_MS = 24 * 3_600_000;
/** An undetermined one is reviewed within a day (ux 1.3). */
const REVIEW_WITHIN_MS = 24 * 3_600_000;
/** What the cause of a false alarm is called when somebody tested without a word. */
const UNANNOUNCED_TEST = 'unannounced-test';

/** The order in which a confirmed fire goes; back only from `controlled` when it flares up. */
const COURSE: readonly IncidentState[] = ['confirmed', 'responding', 'controlled', 'out'];
const UNVERIFIED: ReadonlySet<IncidentState> = new Set(['new', 'acknowledged', 'verifying']);

const WORK: ReadonlySet<IncidentEvent['is']> = new Set(['mark', 'record', 'offer', 'accept', 'withdraw', 'decline']);

function isWork(event: IncidentEvent): event is WorkEvent {
  return WORK.has(event.is);
}

/** The incident after an event (the same object where nothing changed), or why not. */
export function stepIncident(incident: Incident, event: IncidentEvent, facts: IncidentFacts): Incident | IncidentRefusal {
  const after = isWork(event) ? stepWork(incident, event) : handled(incident, event, facts);
  return typeof after === 'string' ? after : settled(after);
}

function handled(incident: Incident, event: Exclude<IncidentEvent, WorkEvent>, facts: IncidentFacts): Incident | IncidentRefusal {
  if (event.is === 'reopen') return reopened(incident, event);
  if (event.is === 'report') return reported(incident, event.report);
  if (incident.closedAt !== null) return 'closed';
  const { by } = event;
  const { taken } = incident;
  const isOthers = taken !== null && taken.id !== by.id;
  switch (event.is) {
    case 'take':
      // Taking over from another must say why; the audit keeps it.
      if (isOthers && event.reason === null) return 'taken';
      return { ...incident, taken: { ...by, reason: event.reason } };
    case 'release':
      if (!taken) return 'not-taken';
      return isOthers ? 'taken' : { ...incident, taken: null };
    case 'acknowledge':
      return incident.state === 'new' ? { ...incident, state: 'acknowledged' } : 'already-acknowledged';
    case 'second':
      return seconded(incident, by);
    case 'answer': {
      const { notice, answer } = event;
      const { answers = [] } = incident;
      if (answers.some((one) => one.notice === notice)) return 'already-answered';
      return { ...incident, answers: [...answers, { ...by, notice, answer }] };
    }
  }
  if (isOthers) return 'taken';
  switch (event.is) {
    case 'verify':
      return UNVERIFIED.has(incident.state) || incident.state === 'undetermined' ? { ...incident, state: 'verifying' } : 'already-verified';
    case 'find':
      return found(incident, event, facts);
    case 'move':
      return moved(incident, event.to);
    case 'close':
      return closed(incident, event, facts);
  }
}

/** What was done while the incident was open belongs to it, however late it comes. */
function reported(incident: Incident, report: FieldReport): Incident | IncidentRefusal {
  const { closedAt, reports = [] } = incident;
  if (closedAt !== null && report.captured > closedAt) return 'closed';
  return reports.length >= MOST_REPORTS ? 'too-many-reports' : { ...incident, reports: [...reports, report] };
}

function found(
  incident: Incident,
  { by, verdict, cause, note }: Extract<IncidentEvent, { is: 'find' }>,
  facts: IncidentFacts,
): Incident | IncidentRefusal {
  const said: IncidentVerdict = { ...by, verdict, cause, note };
  switch (verdict) {
    case 'real':
      // A fire that is fought already stays where it is.
      if (COURSE.includes(incident.state)) return 'already-verified';
      return { ...incident, state: 'confirmed', verdict: said, proposed: null, reviewBy: null };
    case 'undetermined':
      if (COURSE.includes(incident.state)) return 'already-verified';
      return { ...incident, state: 'undetermined', verdict: said, proposed: null, reviewBy: by.at + REVIEW_WITHIN_MS };
    case 'test':
      return facts.isTestAnnounced
        ? { ...incident, state: 'test', verdict: said, proposed: null, reviewBy: null }
        : foundFalse(incident, { ...said, verdict: 'false', cause: UNANNOUNCED_TEST }, facts);
    case 'false':
      return cause === null ? 'no-cause' : foundFalse(incident, said, facts);
  }
}

/** One word is enough for one detector; not against several points, a hand on a call point, or a fire already confirmed. */
function foundFalse(incident: Incident, said: IncidentVerdict, facts: IncidentFacts): Incident | IncidentRefusal {
  if (!needsTwo(incident, facts)) return { ...incident, state: 'false-alarm', verdict: said, proposed: null, reviewBy: null };
  if (incident.proposed && incident.proposed.id !== said.id) return agreed(incident, said);
  return { ...incident, state: COURSE.includes(incident.state) ? incident.state : 'verifying', proposed: said };
}

/** What one person does not call false alone (ux 1.3): two detectors spoke, somebody pressed a call point, or it was found a fire before. */
function needsTwo({ state }: Incident, { points, hasCallPoint }: IncidentFacts): boolean {
  return points > 1 || hasCallPoint || COURSE.includes(state);
}

/** Whether an alarm that is said to be false may not be reset yet: its incident takes two people, and they have not agreed. */
export function mayNotReset({ verdict }: Pick<Alarm, 'verdict'>, incident: Incident, facts: IncidentFacts): boolean {
  return waitsForSecond(incident) || (verdict === 'false' && incident.verdict === null && needsTwo(incident, facts));
}

/** Somebody said that it was false, and the second person has not agreed yet. Who proposed it stays known afterwards. */
function waitsForSecond({ proposed, state }: Pick<Incident, 'proposed' | 'state'>): boolean {
  return proposed !== null && state !== 'false-alarm';
}

function seconded(incident: Incident, by: Signature): Incident | IncidentRefusal {
  const { proposed } = incident;
  if (!proposed || !waitsForSecond(incident)) return 'nothing-proposed';
  if (proposed.id === by.id) return 'same-person';
  return agreed(incident, { ...proposed, ...by });
}

function agreed(incident: Incident, said: IncidentVerdict): Incident {
  return { ...incident, state: 'false-alarm', verdict: said, reviewBy: null };
}

function moved(incident: Incident, to: 'responding' | 'controlled' | 'out'): Incident | IncidentRefusal {
  const from = COURSE.indexOf(incident.state);
  if (from < 0) return UNVERIFIED.has(incident.state) ? 'unverified' : 'not-confirmed';
  const isBack = incident.state === 'controlled' && to === 'responding';
  return COURSE.indexOf(to) > from || isBack ? { ...incident, state: to, proposed: null } : 'already-verified';
}

function closed(
  incident: Incident,
  { by, isSupervisor }: Extract<IncidentEvent, { is: 'close' }>,
  facts: IncidentFacts,
): Incident | IncidentRefusal {
  if (UNVERIFIED.has(incident.state) && incident.class === 'fire') return 'unverified';
  if (COURSE.includes(incident.state) && incident.state !== 'out') return 'not-out';
  if (incident.state === 'undetermined' && !isSupervisor) return 'needs-supervisor';
  // An input that is still active is isolated first, with an end: it may not be closed out of sight.
  if (facts.isActive) return 'still-active';
  return { ...incident, state: 'closed', closedAt: by.at, closed: by, taken: null };
}

function reopened(incident: Incident, { by, reason }: Extract<IncidentEvent, { is: 'reopen' }>): Incident | IncidentRefusal {
  if (incident.closedAt === null || incident.mergedInto !== null) return 'not-closed';
  if (by.at - incident.closedAt > REOPEN_WITHIN_MS) return 'too-late';
  return { ...incident, state: 'verifying', closedAt: null, closed: null, verdict: null, proposed: null, reopened: { ...by, reason } };
}

/**
 * Whether an incident is closed with the last of its alarms, without anybody's word: what is no fire, or was found to be
 * none. A confirmed or undetermined one is closed by a person.
 */
export function closesItself({ class: of, state }: Incident): boolean {
  if (COURSE.includes(state) || state === 'undetermined') return false;
  return of !== 'fire' || state === 'false-alarm' || state === 'test';
}

/** The verdict that follows from what was said of its alarms one by one; undefined while one of its fires is unverified. */
export function verdictOfAlarms(verdicts: readonly ('unverified' | IncidentVerdict['verdict'])[]): IncidentVerdict['verdict'] | undefined {
  if (verdicts.includes('real')) return 'real';
  if (verdicts.length === 0 || verdicts.includes('unverified')) return undefined;
  const [first] = verdicts;
  return first !== 'unverified' && verdicts.every((one) => one === first) ? first : 'undetermined';
}
