// Incidents, isolations and what quiets an alarm, as the API and the screens speak of them.
import { z } from 'zod';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { SEEN } from '../alarms/field-reports.ts';
import { ANSWERS, INCIDENT_STATES } from '../alarms/incident.ts';
import { type AlarmView, act, alarm, auditRow, FALSE_CAUSES, step } from './contract.ts';
import { time, words } from './contract-words.ts';
import { handOver } from './work-contract.ts';

/** What can be done with an alarm in its state; whether a person may is said by the permissions. */
export interface AlarmCan {
  readonly acknowledge: boolean;
  readonly judge: boolean;
  readonly reset: boolean;
  readonly shelve: boolean;
  readonly unshelve: boolean;
}
export function alarmCan(
  one: Pick<AlarmView, 'closed' | 'attention' | 'condition' | 'latching' | 'class' | 'verdict' | 'shelved'>,
): AlarmCan {
  const isOfFire = one.class === 'fire' || one.class === 'pre-alarm';
  return {
    acknowledge: !one.closed && one.attention === 'new',
    judge: !one.closed,
    // A fire is reset after somebody said what it was.
    reset: !one.closed && one.latching && one.condition === 'restored' && (one.class !== 'fire' || one.verdict !== 'unverified'),
    shelve: !one.closed && !isOfFire && one.shelved === null,
    unshelve: !one.closed && one.shelved !== null,
  };
}

/** Whether it may be acknowledged with others in one request: a fire, what announces it and what it set off are looked at one by one. */
export function goesTogether({ class: of }: Pick<AlarmView, 'class'>): boolean {
  return of === 'supervisory' || of === 'fault' || of === 'isolation' || of === 'notice';
}

/** What came of acknowledging several: each is acknowledged by an act of its own, or stands among the refused with the reason. */
export const acknowledgedTogether = z.object({
  acknowledged: z.array(z.string()),
  /** `name`: of its device; null where the alarm is not there, or not for this person. */
  refused: z.array(z.object({ id: z.string(), name: z.string().nullable(), words })),
});
export type AcknowledgedTogether = z.infer<typeof acknowledgedTogether>;

const found = act.extend({
  verdict: z.enum(['real', 'false', 'test', 'undetermined']),
  cause: z.enum(FALSE_CAUSES).nullable(),
  note: z.string().nullable(),
});

/** How sure one can be before anybody went to look. */
export const INCIDENT_SURENESS = ['weak', 'fair', 'strong'] as const;

/** What speaks for a fire and what against it, before anybody went to look. */
export const incidentEvidence = z.object({
  /** Different points among its alarms. */
  points: z.number(),
  kinds: z.array(z.string()),
  callPoint: z.boolean(),
  waterFlow: z.boolean(),
  /** How often the first of its points was found false within 90 days. */
  falseBefore: z.number(),
  sure: z.enum(INCIDENT_SURENESS),
});

/** Where a phone was, WGS-84, within how many metres. */
const phonePosition = z.object({ longitude: z.number(), latitude: z.number(), accuracy: z.number() });

/**
 * What somebody told from the spot. `captured`: when it was done; `at`: when it came. Of an arrival: `distance` in metres to
 * where the place stands on the map, null where either is not known; `far`: further than the phone's error and 300 m.
 * What is seen is a proposal: the seat decides.
 */
export const fieldReport = act.extend({
  id: z.string(),
  captured: time,
  is: z.enum(['going', 'arrived', 'saw']),
  position: phonePosition.nullable(),
  distance: z.number().nullable(),
  far: z.boolean(),
  saw: z.enum(SEEN).nullable(),
  cause: z.enum(FALSE_CAUSES).nullable(),
  note: z.string().nullable(),
});
export type FieldReportView = z.infer<typeof fieldReport>;

export const incident = z.object({
  id: z.string(),
  change: z.number(),
  place: z.array(step),
  class: z.enum(ALARM_CLASSES),
  began: time,
  closed: z.boolean(),
  closedAt: time.nullable(),
  drill: z.boolean(),
  firstOut: z.string(),
  /** The first hundred, in the order in which they came. */
  alarms: z.array(z.string()),
  /** How many there are. */
  count: z.number(),
  points: z.number(),
  kinds: z.array(z.string()),
  state: z.enum(INCIDENT_STATES),
  verdict: found.nullable(),
  /** Found false by one person where another must agree. */
  proposed: found.nullable(),
  /** Who handles it. */
  taken: act.extend({ reason: z.string().nullable() }).nullable(),
  /** An undetermined one is reviewed before then. */
  reviewBy: time.nullable(),
  closedBy: act.nullable(),
  reopened: act.extend({ reason: z.string() }).nullable(),
  /** An incident of the same point that was closed within the half hour before. */
  follows: z.string().nullable(),
  mergedInto: z.string().nullable(),
  evidence: incidentEvidence,
  /** Offered to another, and what they said. */
  handOver: handOver.nullable(),
  /** What those said who were told and answered by their link, the first first. */
  answers: z.array(act.extend({ answer: z.enum(ANSWERS) })),
  /** What people told from the spot, the last fifty, the first of them first. */
  reports: z.array(fieldReport),
  /** Where its place stands on the map, WGS-84; null where nobody has put it there. */
  spot: z.object({ longitude: z.number(), latitude: z.number() }).nullable(),
});
export type IncidentView = z.infer<typeof incident>;

/** An incident with its alarms (of more than a hundred those that came first) and all that was done about them. */
export const incidentStory = z.object({ incident, alarms: z.array(alarm), audit: z.array(auditRow) });
export type IncidentStory = z.infer<typeof incidentStory>;
/** A page of the alarms of an incident; `next`: how many were told so far, null at the last. */
export const alarmsOfIncident = z.object({ items: z.array(alarm), next: z.string().nullable() });

export const ISOLATION_KINDS = ['isolated', 'out-of-service'] as const;

export const isolation = z.object({
  id: z.string(),
  kind: z.enum(ISOLATION_KINDS),
  /** One of them: a whole zone, a device, or a point of a device. */
  device: z.object({ id: z.string(), name: z.string() }).nullable(),
  point: z.string().nullable(),
  place: z.array(step),
  reason: z.string(),
  /** Who allowed it. */
  authority: z.string(),
  given: act,
  until: time,
  renewals: z.array(act.extend({ until: time, reason: z.string(), authority: z.string() })),
  /** `by` null: its time was up. */
  ended: z.object({ at: time, by: act.nullable() }).nullable(),
  seen: act.nullable(),
  /** Open alarms that stand under it. */
  alarms: z.number(),
});
export type IsolationView = z.infer<typeof isolation>;
export const isolationList = z.object({ standing: z.array(isolation), past: z.array(isolation) });
export type IsolationList = z.infer<typeof isolationList>;

// ── what is asked for ──

const reason = z.string().trim().min(1).max(500);
const authority = z.string().trim().min(1).max(80);

export const shelve = z.strictObject({
  reason,
  /** A shift at most. */
  minutes: z.number().int().min(1).max(720),
  /** Until it ends, if that is sooner. */
  oneShot: z.boolean().default(false),
});

/** Hours: 24 at most for an isolation, 720 for what is out of service. */
const hours = z.number().min(0.1).max(720);
export const isolate = z.strictObject({
  kind: z.enum(ISOLATION_KINDS),
  /** A device, or a zone or floor. */
  scope: z.string().min(1).max(100),
  /** Of a device: this point alone. */
  point: z.string().min(1).max(64).optional(),
  reason,
  authority,
  hours,
});
export const renewIsolation = z.strictObject({ reason, authority, hours });

export const moveIncident = z.strictObject({ to: z.enum(['responding', 'controlled', 'out']) });
export const closeIncident = z.strictObject({ note: z.string().max(500).optional() });
export const reopenIncident = z.strictObject({ reason });
export const takeIncident = z.strictObject({ reason: reason.optional() });
/** When it was done, and when it is sent, both by the phone's own clock, ms since 1970: the gateway knows from them how long ago it was by its own. */
const whenDone = { captured: z.number().int().min(0), sent: z.number().int().min(0) };
export const setOut = z.strictObject(whenDone);
export const arrive = z.strictObject({
  ...whenDone,
  /** Null: the phone knew none. */
  position: z
    .strictObject({
      longitude: z.number().min(-180).max(180),
      latitude: z.number().min(-90).max(90),
      accuracy: z.number().min(0).max(1_000_000),
    })
    .nullable(),
});
export const describe = z
  .strictObject({
    ...whenDone,
    saw: z.enum(SEEN),
    cause: z.enum(FALSE_CAUSES).optional(),
    note: z.string().trim().max(500).optional(),
  })
  .refine((one) => one.saw !== 'false' || one.cause !== undefined, {
    path: ['cause'],
    message: '误报须注明原因 / a false alarm needs its cause',
  });

export const mergeIncidents = z.strictObject({ from: z.array(z.string().min(1).max(64)).min(1).max(50), reason });
export const splitIncident = z.strictObject({ alarms: z.array(z.string().min(1).max(64)).min(1).max(500), reason });
