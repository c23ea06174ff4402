// An incident: the alarms of one site and one kind of cause, close together in time, with the one that came first.
import type { AlarmClass } from '../../rules/rule.ts';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import type { Alarm } from './alarm.ts';

export interface Incident {
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
}

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
    alarms: [...incident.alarms, alarm.id],
  };
}

export function moreUrgent(one: AlarmClass, other: AlarmClass): AlarmClass {
  return ALARM_CLASSES.indexOf(one) <= ALARM_CLASSES.indexOf(other) ? one : other;
}
