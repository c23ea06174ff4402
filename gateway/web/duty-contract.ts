// The words between gateway and screen about duty checks 查岗: whether somebody sits in the control room.
import { z } from 'zod';
import { time, words } from './contract-words.ts';
import { CONTACT_ROLES } from './place-file-contract.ts';

/**
 * `calling`: sent, not yet confirmed by the device. `waiting`: the device confirmed, the button is awaited.
 * `present`: answered in time. `late`: answered after it was recorded as absent. `absent` 脱岗: not answered in time.
 * `unreachable`: the device gave no confirmation. `skipped`: not asked, because of a fire there.
 */
export const DUTY_STATES = ['calling', 'waiting', 'present', 'late', 'absent', 'unreachable', 'skipped'] as const;

export const dutyTarget = z.object({
  device: z.string(),
  name: z.string(),
  place: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
  state: z.enum(DUTY_STATES),
  calledAt: time,
  confirmedAt: time.nullable(),
  answeredAt: time.nullable(),
  /** Until when an answer counts as in time. */
  dueAt: time.nullable(),
  /** Number of the operator who pressed, as the device tells it. */
  operator: z.number().nullable(),
  reason: z.string().nullable(),
});
export type DutyTarget = z.infer<typeof dutyTarget>;

export const dutyCheck = z.object({
  id: z.string(),
  at: time,
  by: z.string(),
  name: z.string(),
  mode: z.enum(['now', 'random', 'plan']),
  plan: z.string().nullable(),
  minutes: z.number(),
  open: z.boolean(),
  targets: z.array(dutyTarget),
});
export type DutyCheck = z.infer<typeof dutyCheck>;

/** `daily`: at a time of the day. `random`: so many times within the hours, at moments nobody can foresee. */
export const dutyPlan = z.object({
  id: z.string(),
  name: z.string(),
  place: z.string(),
  kind: z.enum(['daily', 'random']),
  /** Local time of the site, `HH:MM`; for `random` the span, which may run over midnight. */
  from: z.string(),
  to: z.string().nullable(),
  /** Times within the span of a day, for `random`. */
  times: z.number(),
  minutes: z.number(),
  enabled: z.boolean(),
  version: z.number(),
  /** When it was last carried out; null: never. The next moment of a random plan is nobody's to know. */
  lastRun: time.nullable(),
});
export type DutyPlan = z.infer<typeof dutyPlan>;

/** How well each control room answered over the asked time, the worst first. */
export const dutyRank = z.object({
  device: z.string(),
  name: z.string(),
  place: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
  asked: z.number(),
  present: z.number(),
  late: z.number(),
  absent: z.number(),
  unreachable: z.number(),
  /** Mean time from the call to the answer, ms; null where nobody ever answered. */
  meanMs: z.number().nullable(),
});
export type DutyRank = z.infer<typeof dutyRank>;

/** Whom to call about an incident. */
export const incidentContacts = z.object({
  roles: z.array(
    z.object({
      role: z.string(),
      title: words,
      /** Of the roster that counts here. */
      place: z.string(),
      /** Empty: nobody of this role is on duty now. */
      people: z.array(z.object({ name: z.string(), phones: z.array(z.string()) })),
    }),
  ),
  /** Of the unit's file, with a telephone, who is nearest to the place first. In a drill nobody: whoever is really there is not called for it. */
  unit: z
    .object({ name: z.string(), people: z.array(z.object({ role: z.enum(CONTACT_ROLES), name: z.string(), phone: z.string() })) })
    .nullable(),
  /** How a control room of the building answered when it was called last. */
  lastDuty: z.object({ device: z.string(), state: z.enum(DUTY_STATES), at: time }).nullable(),
});
export type IncidentContacts = z.infer<typeof incidentContacts>;
