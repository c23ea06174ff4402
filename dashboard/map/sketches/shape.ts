// What a sketch is on the ground: its outline, where its label stands, and how large it is. Pure.
import type { Degrees } from '../coordinates.ts';
import { areaFeature, type Feature, lineFeature, spotFeature } from '../features.ts';
import { area, areaText, circle, length, lengthText } from '../measure.ts';
import type { SketchColour, SketchKind } from './palette.ts';

export interface SketchShape {
  /** Null: it is being drawn. */
  readonly id: string | null;
  readonly kind: SketchKind;
  /** WGS-84. */
  readonly spots: readonly Degrees[];
  /** Metres, of a circle. */
  readonly radius: number | null;
  readonly label: string;
  readonly colour: SketchColour;
}

/** Fewer spots than this are nothing yet. */
export const FEWEST: Readonly<Record<SketchKind, number>> = { spot: 1, line: 2, area: 3, circle: 1 };
/** More than this the gateway takes of none. */
export const MOST_SPOTS = 50;
/** Metres, as the gateway takes them. */
export const RADIUS = { least: 1, most: 100_000 } as const;

/** `drawn`: a spot in the coordinates of what lies below. */
export function featuresOf(sketch: SketchShape, drawn: (spot: Degrees) => Degrees): Feature[] {
  const { id, kind, colour, label, spots } = sketch;
  const outline = outlineOf(sketch).map(drawn);
  const [first] = outline;
  if (first === undefined) return [];
  const of = { id: id ?? '', colour };
  const isRound = kind === 'area' || kind === 'circle';
  const shape = isRound && outline.length > 2 ? [areaFeature(outline, of)] : outline.length > 1 ? [lineFeature(outline, of)] : [];
  // While it is being drawn each corner is shown, so that a person sees what was set.
  const corners = kind === 'spot' || id === null ? spots.map((spot) => spotFeature(drawn(spot), { ...of, dot: true })) : [];
  const name = [label, sizeOf(sketch)].filter((text) => text !== '').join('\n');
  if (name === '') return [...shape, ...corners];
  // Above what is round: in its middle stands what it is drawn around.
  const isAbove = isRound && outline.length > 2;
  const at = isAbove ? northOf(outline, first) : middleOf(outline, first);
  return [...shape, ...corners, spotFeature(at, isAbove ? { ...of, name, above: true } : { ...of, name })];
}

/** Its line on the ground; of a circle its rim. */
export function outlineOf({ kind, spots, radius }: Pick<SketchShape, 'kind' | 'spots' | 'radius'>): readonly Degrees[] {
  const [middle] = spots;
  return kind === 'circle' && middle !== undefined && radius !== null ? circle(middle, radius) : spots;
}

/** `1.25 km`, `3.20 ha`, `r 150 m`; empty for a spot, and for what is not yet large at all. */
export function sizeOf({ kind, spots, radius }: Pick<SketchShape, 'kind' | 'spots' | 'radius'>): string {
  if (kind === 'circle') return radius === null ? '' : `r ${lengthText(radius)}`;
  if (kind === 'spot' || spots.length < 2) return '';
  return kind === 'area' && spots.length > 2 ? areaText(area(spots)) : lengthText(length(spots));
}

function middleOf(line: readonly Degrees[], first: Degrees): Degrees {
  return line[Math.floor((line.length - 1) / 2)] ?? first;
}

function northOf(outline: readonly Degrees[], first: Degrees): Degrees {
  return outline.reduce((highest, spot) => (spot[1] > highest[1] ? spot : highest), first);
}
