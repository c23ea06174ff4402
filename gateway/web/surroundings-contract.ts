// The words between gateway and screen about what stands around an alarm: floors, feedback, water, and what is near.
import { z } from 'zod';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { pointValue, step } from './contract.ts';
import { time } from './contract-words.ts';
import { nearOne, RESOURCES } from './map-contract.ts';
import { id } from './requests.ts';
import { named, tankView, topPressure } from './unit-contract.ts';

/** `alarm`: the one that is looked at; left out: the first of the incident. */
export const surroundingsQuery = z.strictObject({ alarm: id.optional() });

/** A device or part as it stands beside the alarm. */
const neighbour = z.object({
  ...named.shape,
  kind: z.string(),
  /** Loop and point on its panel, `2-14`; null for what stands behind none. */
  number: z.string().nullable(),
  /** The most urgent class of its open alarms, drills left out. */
  worst: z.enum(ALARM_CLASSES).nullable(),
  /** Not heard of for longer than it may be: what is said of it is old. */
  silent: z.boolean(),
  offline: z.boolean(),
  /** When it, or the device before it, was heard last; null: never. */
  lastHeard: time.nullable(),
});
export type Neighbour = z.infer<typeof neighbour>;

const onFloor = neighbour.extend({
  /** The one value that tells most of it; null where it told none. */
  value: pointValue.nullable(),
});
export type OnFloor = z.infer<typeof onFloor>;

const level = z.object({
  place: step,
  /** There is a drawing of it. */
  hasPlan: z.boolean(),
  /** All that stand there, and how many of them have an open alarm that is no drill, or are silent. */
  total: z.number(),
  alarms: z.number(),
  silent: z.number(),
  /** What has an alarm first, then what shares the alarm's zone, then what is nearest on the drawing, by name; at most 24, and 8 of a floor beside it. */
  points: z.array(onFloor),
});
export type Level = z.infer<typeof level>;

/** What answers to a fire, by what it is. */
export const FEEDBACK = ['lift', 'door', 'fan', 'pump', 'valve', 'module'] as const;
const feedback = z.object({
  group: z.enum(FEEDBACK),
  total: z.number(),
  silent: z.number(),
  /** How many are not at rest. */
  moved: z.number(),
  /** Of these the first 6: what has an alarm first, then what moved last. */
  points: z.array(neighbour.extend({ values: z.array(pointValue) })),
});
export type Feedback = z.infer<typeof feedback>;

export const surroundings = z.object({
  incident: z.string(),
  alarm: z.string(),
  now: time,
  /** The floor of the alarm, or the nearest place where it stands on none. */
  here: level,
  /** The nearest known floors by the storey that their names tell; null where there is none or it is not the person's. */
  above: level.nullable(),
  below: level.nullable(),
  building: named.nullable(),
  /** Of the building; empty where it has none of these. */
  feedback: z.array(feedback),
  /** Null where the alarm stands in no building, or the building is not the person's. */
  water: z.object({ topPressure, tanks: z.array(tankView) }).nullable(),
  /** The nearest of what helps within so many metres, as the crow flies; null where the alarm has no position. */
  nearest: z.object({ within: z.number(), items: z.array(nearOne.extend({ resource: z.enum(RESOURCES) })) }).nullable(),
});
export type Surroundings = z.infer<typeof surroundings>;
