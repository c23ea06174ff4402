// An incident: the alarms of one site and one kind of cause, close together in time, with the one that came first.
import type { AlarmClass } from '../../rules/rule.ts';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { grown } from '../grown-list.ts';
import type { Alarm, Signature } from './alarm.ts';
import type { FieldReport } from './field-reports.ts';
import type { IncidentWork } from './incident-work.ts';

export interface Incident extends IncidentWork {
  readonly id: string;
  readonly change: number;
  /** The building, farm or unit it is about. */
  readonly site: string;
  readonly path: readonly string[];
  readonly family: Family;
  /** Most urgent class of its alarms. */
  readonly class: AlarmClass;
  readonly began: number;
  /** When its last alarm came. */
  readonly latest: number;
  readonly closedAt: number | null;
  readonly drill: boolean;
  readonly firstOut: string;
  readonly alarms: readonly string[];
  readonly state: IncidentState;
  readonly verdict: IncidentVerdict | null;
  /** Found false by one person where two are needed: more than one point, or a manual call point. */
  readonly proposed: IncidentVerdict | null;
  /** Who handles it; another takes over with a reason. */
  readonly taken: (Signature & { readonly reason: string | null }) | null;
  /** An undetermined one is looked at by a supervisor before then, ms since 1970. */
  readonly reviewBy: number | null;
  readonly closed: Signature | null;
  readonly reopened: (Signature & { readonly reason: string }) | null;
  /** An incident of the same point that was closed shortly before. */
  readonly follows: string | null;
  /** It went up in this one, by hand. */
  readonly mergedInto: string | null;
  /** What those said who were told of it and answered by their link, the first first; left out: nobody has. */
  readonly answers?: readonly IncidentAnswer[];
  /** What people told from the spot, in the order in which it came; left out: nobody has. */
  readonly reports?: readonly FieldReport[];
}

/** Seen and known of; going there; not able to come. */
export const ANSWERS = ['seen', 'going', 'unable'] as const;
export type Answer = (typeof ANSWERS)[number];

/** What somebody said by the link of a notice; each notice is answered once. */
export interface IncidentAnswer extends Signature {
  readonly notice: string;
  readonly answer: Answer;
}

/** What a person found. */
export interface IncidentVerdict extends Signature {
  readonly verdict: 'real' | 'false' | 'test' | 'undetermined';
  readonly cause: string | null;
  readonly note: string | null;
}

export const INCIDENT_STATES = [
  'new',
  'acknowledged',
  'verifying',
  'confirmed',
  'responding',
  'controlled',
  'out',
  'false-alarm',
  'test',
  'undetermined',
  'closed',
] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** What every incident begins with. */
export const FRESH = {
  state: 'new',
  verdict: null,
  proposed: null,
  taken: null,
  reviewBy: null,
  closed: null,
  reopened: null,
  follows: null,
  mergedInto: null,
} as const satisfies Partial<Incident>;

/** What kind of cause: a fire and what it sets going; anything else stays with its own class. */
export type Family = 'fire' | 'supervisory' | 'fault' | 'isolation' | 'notice';

/** Alarms of one site further apart than this are two incidents (ux 1.3: same building and ≤ 5 min apart). */
export const TOGETHER_MS = 5 * 60_000;

export function familyOf(alarmClass: AlarmClass): Family {
  return alarmClass === 'fire' || alarmClass === 'pre-alarm' || alarmClass === 'linkage' ? 'fire' : alarmClass;
}

/** Whether an alarm that comes now belongs to this incident. A drill and the real thing never share one. */
export function belongs(incident: Incident, alarm: Pick<Alarm, 'class' | 'drill' | 'receivedAt'>, site: string): boolean {
  return (
    incident.closedAt === null &&
    incident.site === site &&
    incident.family === familyOf(alarm.class) &&
    incident.drill === alarm.drill &&
    alarm.receivedAt - incident.latest <= TOGETHER_MS
  );
}

/** The incident with one alarm more. */
export function joined(incident: Incident, alarm: Pick<Alarm, 'id' | 'class' | 'receivedAt'>): Incident {
  return {
    ...incident,
    class: moreUrgent(incident.class, alarm.class),
    latest: Math.max(incident.latest, alarm.receivedAt),
    alarms: grown(incident.alarms, alarm.id),
  };
}

export function moreUrgent(one: AlarmClass, other: AlarmClass): AlarmClass {
  return ALARM_CLASSES.indexOf(one) <= ALARM_CLASSES.indexOf(other) ? one : other;
}
