// Walk tests 测试模式 as the API and the screens speak of them.
import { z } from 'zod';
import { act, step } from './contract.ts';
import { time, words } from './contract-words.ts';

/** How one ended: by hand, by its time, or by a fire that broke through. */
export const WALK_TEST_ENDS = ['by-hand', 'time', 'call-point', 'second-detector', 'water-flow', 'not-restored'] as const;

const device = z.object({ id: z.string(), name: z.string(), place: z.array(step) });

export const walkTest = z.object({
  id: z.string(),
  place: z.array(step),
  /** Manual call points are pressed too. */
  callPoints: z.boolean(),
  /** Who tests, and since when. */
  begun: act,
  until: time,
  /** `by` null: its time was up, or a fire broke through. */
  ended: z.object({ at: time, by: act.nullable(), why: z.enum(WALK_TEST_ENDS) }).nullable(),
  /** Points that raised something, the last first. */
  tested: z.array(
    z.object({
      device,
      point: z.string(),
      /** Empty where nothing knows the point any more. */
      quantity: z.string(),
      title: words,
      at: time,
      value: z.union([z.number(), z.boolean(), z.string()]).nullable(),
    }),
  ),
  /** Devices of the place of which no point did. */
  untested: z.array(device),
});
export type WalkTestView = z.infer<typeof walkTest>;
/** What every screen shows of one: where, by whom, until when; or that a fire or its time has just ended it. */
export const goingWalkTest = walkTest.pick({ id: true, place: true, begun: true, until: true, ended: true });
export type GoingWalkTest = z.infer<typeof goingWalkTest>;
export const goingWalkTests = z.object({ items: z.array(goingWalkTest) });
export type GoingWalkTests = z.infer<typeof goingWalkTests>;

export const walkTestList = z.object({ standing: z.array(walkTest), past: z.array(walkTest) });
export type WalkTestList = z.infer<typeof walkTestList>;

/** Four hours at most, thirty minutes where nothing is said. */
export const beginWalkTest = z.strictObject({
  /** A building, or a place below one. */
  place: z.string().min(1).max(100),
  minutes: z.number().int().min(1).max(240).default(30),
  callPoints: z.boolean(),
});
