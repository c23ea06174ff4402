// The words between gateway and screen about the water system: every pressure and level point, with the limit that counts.
import { z } from 'zod';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import { step } from './contract.ts';
import { time, words } from './contract-words.ts';
import { id } from './requests.ts';
import { named } from './unit-contract.ts';

/** What a person chooses among; other parts of a panel that tell a pressure or a level are shown with all. */
const WATER_KINDS = ['hydrant', 'pipe', 'sprinkler', 'tank', 'forest-tank', 'pump'] as const;
export type WaterKind = (typeof WATER_KINDS)[number];

/**
 * How a point stands, the worst first. `low`, `high`: beyond the limit that counts. `bad`: its quality is not good. `stale`: not
 * heard for longer than it may be. `never`: it never told it. Only `good` is good.
 */
export const WATER_STATES = ['low', 'high', 'bad', 'stale', 'never', 'good'] as const;
const waterState = z.enum(WATER_STATES);
export type WaterState = z.infer<typeof waterState>;

/** `isolated`: under an isolation that a person ordered, whatever its state; `after`: as `next` of the page before gave it. */
export const waterQuery = z.strictObject({
  place: id.optional(),
  kind: z.enum(WATER_KINDS).optional(),
  state: z.enum(['all', ...WATER_STATES, 'isolated']).default('all'),
  search: z.string().max(80).optional(),
  after: z.string().max(4_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const limit = z.object({
  /** As the quantity's unit has it. */
  value: z.number(),
  /** Name of the parameter; null: the rule itself says the number. */
  parameter: z.string().nullable(),
  /** `own`: set for the device. `place`: for a place above it. `default`: as the rule comes. */
  source: z.enum(['own', 'place', 'default']),
  place: named.nullable(),
  /** Who set it last and when; null where nobody did, or it is not known any more. */
  set: z.object({ name: z.string(), at: time }).nullable(),
});
export type WaterLimit = z.infer<typeof limit>;

const pump = z.object({
  title: words,
  /** Null: it was never told. */
  running: z.boolean().nullable(),
  fault: z.boolean(),
});

const waterPoint = z.object({
  /** Device and point in one. */
  id: z.string(),
  device: named,
  kind: z.string(),
  place: z.array(step),
  /** Null for a pump that tells no pressure. */
  point: z.string().nullable(),
  quantity: z.string().nullable(),
  title: words.nullable(),
  state: waterState,
  isolated: z.boolean(),
  /** The most urgent class of the device's open alarms, drills left out. */
  worst: z.enum(ALARM_CLASSES).nullable(),
  /** The last that was told, also where it is old; null where nothing was. */
  value: z.number().nullable(),
  receivedAt: time.nullable(),
  /** Seconds between two reports of a healthy device; 0 where it tells by itself. */
  reportsEvery: z.number(),
  /** What it must not fall below and not rise above at this hour, of the most urgent rule; null where no rule asks. */
  low: limit.nullable(),
  high: limit.nullable(),
  pumps: z.array(pump),
  /** `automatic`, `manual`, `off`; null where it tells none. */
  mode: z.string().nullable(),
  /** Where a building's file knows the tank: how long it lasts; `short`: less long than it must. */
  tank: z.object({ leftM3: z.number().nullable(), hours: z.number().nullable(), short: z.boolean() }).nullable(),
});
export type WaterPoint = z.infer<typeof waterPoint>;

export const waterPoints = z.object({
  items: z.array(waterPoint),
  next: z.string().nullable(),
  total: z.number(),
  /** Of all that fit but for the state, how many stand so. */
  counts: z.record(z.enum([...WATER_STATES, 'isolated', 'all']), z.number()),
});
export type WaterPoints = z.infer<typeof waterPoints>;
