// The work on an incident, as the API and the screens speak of it: checklist, notes and pictures, hand-over.
import { z } from 'zod';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { STEP_STATES } from '../alarms/incident-work.ts';
import { act } from './contract.ts';
import { time, words } from './contract-words.ts';

const id = z.string().min(1).max(64);
const person = z.object({ id: z.string(), name: z.string() });

/** Who hands an incident over to whom; `answer` null: they have not said anything yet. */
export const handOver = act.extend({
  to: person,
  words: z.string(),
  answer: act.extend({ is: z.enum(['accepted', 'declined']), reason: z.string().nullable() }).nullable(),
  /** Unanswered after that it is marked on every seat. */
  due: time,
});
export type HandOverView = z.infer<typeof handOver>;

const stepMark = act.extend({ state: z.enum(STEP_STATES), reason: z.string().nullable() });

export const workStep = z.object({
  id: z.string(),
  title: words,
  /** When it should be done; null: in its time. */
  due: time.nullable(),
  /** The minute of the 1-3-5 rule that it answers for. */
  minute: z.union([z.literal(1), z.literal(3), z.literal(5)]).nullable(),
  mark: stepMark.nullable(),
  /** False: it stands on the list no more, and is told because it was marked. */
  listed: z.boolean(),
});
export type WorkStep = z.infer<typeof workStep>;

const picture = z.object({
  /** In the address of the file: `/pictures/{id}`. */
  id: z.string(),
  /** SHA-256 of the file as it was sent, hexadecimal. */
  hash: z.string(),
  kind: z.enum(['image/png', 'image/jpeg', 'image/webp']),
  bytes: z.number(),
  width: z.number(),
  height: z.number(),
});

/** A note, or a picture with its caption. */
export const workEntry = act.extend({
  id: z.string(),
  is: z.enum(['note', 'media']),
  text: z.string(),
  /** When it was written or taken, as its sender says. */
  taken: time.nullable(),
  media: picture.nullable(),
});
export type WorkEntry = z.infer<typeof workEntry>;

/** Where a picture was taken, WGS-84; null: it says nothing of it. */
export const picturePlace = z.object({ position: z.object({ longitude: z.number(), latitude: z.number() }).nullable() });
export type PicturePlace = z.infer<typeof picturePlace>;

export const incidentWork = z.object({
  incident: z.string(),
  /** Whose list it is; null: the house's own. */
  list: z.object({ place: person.nullable(), class: z.enum(ALARM_CLASSES), version: z.number() }),
  steps: z.array(workStep),
  entries: z.array(workEntry),
  handOver: handOver.nullable(),
});
export type IncidentWorkView = z.infer<typeof incidentWork>;

/** Those who may be handed an incident. */
export const handOverPeople = z.object({
  items: z.array(person.extend({ onDuty: z.boolean() })),
});
export type HandOverPeople = z.infer<typeof handOverPeople>;

const listStep = z.object({
  id: z.string(),
  title: words,
  due: z.number().nullable(),
  minute: z.union([z.literal(1), z.literal(3), z.literal(5)]).nullable(),
});

/** What applies at a place for a class of alarms, and what it has of its own. */
export const placeChecklist = z.object({
  class: z.enum(ALARM_CLASSES),
  /** Whose list applies; null: the house's own. */
  from: person.nullable(),
  steps: z.array(listStep),
  /** Version of the place's own; 0: it never had one. */
  version: z.number(),
  changed: act.nullable(),
});
export const placeChecklists = z.object({ place: person, lists: z.array(placeChecklist) });
export type PlaceChecklists = z.infer<typeof placeChecklists>;

/** A version of a place's own list, and what it was used for. */
export const checklistVersions = z.object({
  /** The newest first. */
  items: z.array(
    z.object({
      version: z.number(),
      /** Null: with it the place gave up its own; what stands above applied. */
      steps: z.array(listStep).nullable(),
      changed: act,
      /** When the next one followed; null: it counts now. */
      until: time.nullable(),
      /** Incidents that were open while it counted, and for which it was the nearest, the last changed first; 20 at most. */
      incidents: z.array(z.object({ id, began: time, place: z.string(), closed: z.boolean() })),
      /** How many more there are among the last thousand of the place. */
      more: z.number(),
    }),
  ),
});
export type ChecklistVersions = z.infer<typeof checklistVersions>;

// ── what is asked for ──

const reason = z.string().trim().min(1, '请填写原因 / say why').max(500);

export const markStep = z
  .strictObject({ step: id, state: z.enum([...STEP_STATES, 'open']), reason: reason.optional() })
  .refine(({ state, reason: why }) => state === 'done' || state === 'open' || why !== undefined, {
    path: ['reason'],
    message: '不适用或受阻须注明原因 / what does not apply or is blocked needs its reason',
  });
/** `at`: when it was written or taken; `sent`: when it is sent, of the same clock, so that the gateway need not trust that. */
export const addNote = z.strictObject({
  text: z.string().trim().min(1).max(1_000),
  at: time.min(0).optional(),
  sent: time.min(0).optional(),
});
export const addMediaQuery = z.strictObject({
  caption: z.string().trim().max(200).default(''),
  at: z.coerce.number().int().min(0).optional(),
  sent: z.coerce.number().int().min(0).optional(),
});
export const pictureParams = z.object({ id: z.string().min(1).max(120) });
export const pictureQuery = z.strictObject({ original: z.enum(['true', 'false']).default('false') });
export const offerIncident = z.strictObject({ to: id, words: z.string().trim().min(1).max(500) });
export const declineIncident = z.strictObject({ reason });

const title = z.string().trim().min(1).max(80);
export const versionsQuery = z.strictObject({ class: z.enum(ALARM_CLASSES) });
export const setChecklist = z.strictObject({
  class: z.enum(ALARM_CLASSES),
  version: z.number().int().min(0),
  /** Null: what stands above applies again. */
  steps: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]{1,40}$/),
        title: z.strictObject({ zh: title, en: title }),
        /** Seconds after the alarm was raised: a day at most. */
        due: z.number().int().min(10).max(86_400).nullable(),
        minute: z.union([z.literal(1), z.literal(3), z.literal(5)]).nullable(),
      }),
    )
    .min(1)
    .max(40)
    .refine((steps) => new Set(steps.map((one) => one.id)).size === steps.length, '步骤编号重复 / two steps have one id')
    .nullable(),
});
