// What the house could not conclude, as the API and the screens speak of it.
import { z } from 'zod';
import { rawFrame, step } from './contract.ts';
import { time } from './contract-words.ts';

const passedOver = z.object({
  id: z.string(),
  /** A frame that could not be understood, or a finding that the alarm desk could not take. */
  kind: z.enum(['frame', 'finding']),
  device: z.object({ id: z.string(), name: z.string(), place: z.array(step) }),
  /** Number in the journal; null: time alone had found it. */
  entry: z.number().nullable(),
  /** It may tell of a fire. */
  mayBurn: z.boolean(),
  at: time,
  /** The fault's own words, for whoever mends it. */
  why: z.string(),
  tries: z.number(),
  lastTry: time.nullable(),
  /** Null where there was no room for it, or time alone had found it. */
  frame: rawFrame.nullable(),
});
export type PassedOverView = z.infer<typeof passedOver>;

export const passedOverList = z.object({
  items: z.array(passedOver),
  /** More than there is room for: these are in the journal alone. Null: none, or not the person's to see. */
  beyond: z.object({ count: z.number(), from: z.number().nullable(), to: z.number().nullable() }).nullable(),
});
export type PassedOverList = z.infer<typeof passedOverList>;

export const dismissPassedOver = z.strictObject({ reason: z.string().trim().min(1).max(500) });
