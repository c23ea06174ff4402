// A sketch 标绘: what a person draws on the map, within which bounds, and as which version of it.
import type { Signature } from '../alarms/alarm.ts';

/** `circle`: around its one spot, by its radius. */
export const SKETCH_KINDS = ['spot', 'line', 'area', 'circle'] as const;
type SketchKind = (typeof SKETCH_KINDS)[number];
/** Colours of the dashboard's own table; which shade depends on the theme. */
export const SKETCH_COLOURS = ['red', 'orange', 'yellow', 'blue', 'violet', 'teal', 'grey'] as const;

/** How few spots each kind can be drawn by. */
export const FEWEST_SPOTS: Readonly<Record<SketchKind, number>> = { spot: 1, line: 2, area: 3, circle: 1 };
/** Spots of one sketch: a cordon around a valley. All of 200 such sketches are 650 kB to a screen that opens the map, and some 10 ms of the event loop. */
export const MOST_SPOTS = 50;
/** Metres: from a step around a hydrant to the evacuation around a forest fire. */
export const RADIUS = { least: 1, most: 100_000 } as const;

/** What somebody draws. */
export interface SketchDrawn {
  readonly id: string;
  /** Who sees this place sees the sketch, wherever on the map it lies. */
  readonly place: string;
  readonly kind: SketchKind;
  /** Degrees, WGS-84; of a circle its middle. */
  readonly spots: readonly { readonly longitude: number; readonly latitude: number }[];
  /** Metres; null for what is no circle. */
  readonly radius: number | null;
  readonly label: string;
  readonly note: string;
  readonly colour: (typeof SKETCH_COLOURS)[number];
  /** Its label stands on big screens too, where anybody reads it; left out, only its shape does. */
  readonly onScreens?: boolean;
}

export interface Sketch extends SketchDrawn {
  /** Counts its changes from 1. */
  readonly version: number;
  /** Who drew it first. */
  readonly drawn: Signature;
  readonly changed: Signature;
}
