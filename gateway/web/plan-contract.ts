// The words between gateway and screen about floor plans.
import { z } from 'zod';
import { act, step } from './contract.ts';

/** Shares of the drawing's width and height, from its upper left. */
const share = z.number().min(0).max(1);
export const spot = z.strictObject({ x: share, y: share });
export const planScale = z.strictObject({ from: spot, to: spot, metres: z.number().positive().max(10_000) });
export type PlanScaleView = z.infer<typeof planScale>;

export const floorPlan = z.object({
  /** What it is of: a floor or a zone. */
  place: z.array(step),
  /** 0 where there is none yet. */
  version: z.number().int(),
  drawing: z.object({ hash: z.string(), kind: z.string(), bytes: z.number(), width: z.number(), height: z.number() }).nullable(),
  scale: planScale.nullable(),
  changed: act.nullable(),
  /** Who took the last plan down, and why; null where one hangs, or none ever did. It can be hung again as it was. */
  removed: act.extend({ reason: z.string() }).nullable(),
  /** Devices and parts of the place; `at` null: nowhere on it yet. */
  items: z.array(
    z.object({ id: z.string(), name: z.string(), kind: z.string(), address: z.string(), stale: z.boolean(), at: spot.nullable() }),
  ),
});
export type FloorPlan = z.infer<typeof floorPlan>;
export type PlanItem = FloorPlan['items'][number];

const version = z.number().int().min(0);
export const drawPlanQuery = z.strictObject({ version: z.coerce.number().int().min(0).default(0) });
export const arrangePlan = z.strictObject({
  version,
  scale: planScale.nullable(),
  positions: z.array(z.strictObject({ device: z.string().min(1).max(100), x: share, y: share })).max(5_000),
});
/** Why it is taken down: the drawing of another floor, a wall that is no more. */
export const removePlan = z.strictObject({
  version,
  reason: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}*$/u),
});
export const restorePlan = z.strictObject({ version });
export const copyPlan = z.strictObject({ version, to: z.array(z.string().min(1).max(100)).min(1).max(200), dry: z.boolean() });
export const planCopy = z.object({
  done: z.boolean(),
  floors: z.array(z.object({ place: step, matched: z.number(), unmatched: z.array(z.string()), hadPlan: z.boolean() })),
});
export type PlanCopy = z.infer<typeof planCopy>;
