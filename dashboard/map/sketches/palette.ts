// The colours of sketches: those of the one table, under the names that the gateway keeps. What they stand for is what their label says.
import type { SketchView } from '../../../gateway/web/sketch-contract.ts';
import { CLASS_TOKENS, STATE_TOKENS } from '../../alarm-classes.ts';
import type { ThemeName } from '../../colours.ts';

export type SketchColour = SketchView['colour'];
export type SketchKind = SketchView['kind'];

export const SKETCH_KINDS = ['spot', 'line', 'area', 'circle'] as const satisfies readonly SketchKind[];

const COLOURS: Readonly<Record<SketchColour, Readonly<Record<ThemeName, string>>>> = {
  red: CLASS_TOKENS.fire,
  orange: CLASS_TOKENS['pre-alarm'],
  yellow: CLASS_TOKENS.supervisory,
  blue: CLASS_TOKENS.notice,
  violet: CLASS_TOKENS.isolation,
  teal: STATE_TOKENS.test,
  grey: STATE_TOKENS.normal,
};

export const SKETCH_COLOURS = Object.keys(COLOURS) as SketchColour[];

export function sketchColour(of: SketchColour, theme: ThemeName): string {
  return COLOURS[of][theme];
}
