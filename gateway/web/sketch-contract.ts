// The words between gateway and screen about what people draw on the map.
import { z } from 'zod';
import { FEWEST_SPOTS, MOST_SPOTS, RADIUS, SKETCH_COLOURS, SKETCH_KINDS } from '../map/sketch.ts';
import { act, step } from './contract.ts';
import { time } from './contract-words.ts';
import { id } from './requests.ts';

/** Degrees, WGS-84. */
const spot = z.strictObject({ longitude: z.number().min(-180).max(180), latitude: z.number().min(-90).max(90) });
const kind = z.enum(SKETCH_KINDS);
const colour = z.enum(SKETCH_COLOURS);

export const sketch = z.object({
  id: z.string(),
  /** What it belongs to: who sees this place sees it. */
  place: z.array(step),
  kind,
  spots: z.array(spot),
  /** Metres, of a circle. */
  radius: z.number().nullable(),
  label: z.string(),
  note: z.string(),
  colour,
  /** Its label stands on big screens too. */
  onScreens: z.boolean(),
  version: z.number().int(),
  drawn: act,
  changed: act,
});
export type SketchView = z.infer<typeof sketch>;

/** All that the person sees, in the order in which they were drawn; null where these are the very ones that the screen knows. */
export const sketchList = z.object({ state: z.string(), items: z.array(sketch).nullable() });
export type SketchList = z.infer<typeof sketchList>;

/** A version of a sketch and when it stood, for the map that is played back. */
const standingSketch = sketch.extend({
  from: time,
  /** Null: it stands still. */
  to: time.nullable(),
});
export const sketchPast = z.object({
  from: time,
  to: time,
  /** In the order in which they came. */
  items: z.array(standingSketch),
  /** There were more: the oldest are kept no more. */
  cut: z.boolean(),
});
export type SketchPastView = z.infer<typeof sketchPast>;

/** `known`: the `state` of the list that the screen holds. */
export const sketchQuery = z.strictObject({ known: z.string().max(100).optional() });

const fields = {
  place: id,
  kind,
  spots: z.array(spot).min(1).max(MOST_SPOTS),
  /** Of a circle alone. */
  radius: z.number().min(RADIUS.least).max(RADIUS.most).nullable().default(null),
  label: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .regex(/^\P{Cc}*$/u),
  note: z
    .string()
    .trim()
    .max(500)
    .regex(/^[\P{Cc}\n]*$/u)
    .default(''),
  colour: colour.default('red'),
  onScreens: z.boolean().default(false),
};

export const newSketch = z.strictObject(fields).superRefine(needsOfKind);
/** `version`: the one that the person saw. */
export const changeSketch = z.strictObject({ ...fields, version: z.number().int().min(1) }).superRefine(needsOfKind);

function needsOfKind(given: Pick<SketchView, 'kind' | 'spots' | 'radius'>, context: z.core.$RefinementCtx): void {
  const isRound = given.kind === 'circle';
  const isOne = isRound || given.kind === 'spot';
  const need = (path: string, isThere: boolean, message: string): void => {
    if (!isThere) context.addIssue({ code: 'custom', path: [path], message });
  };
  const fewest = FEWEST_SPOTS[given.kind];
  need('spots', given.spots.length >= fewest, `至少 ${fewest} 个点 / ${fewest} spots at least`);
  need('spots', !isOne || given.spots.length === 1, '只需一个点 / one spot only');
  need(
    'radius',
    isRound === (given.radius !== null),
    isRound ? '请填写半径 / give its radius' : '只有圆有半径 / only a circle has a radius',
  );
}
