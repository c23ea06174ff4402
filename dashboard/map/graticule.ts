// The built-in base: lines of longitude and latitude and nothing else, so that no border can be drawn wrong. Pure.
import { type Feature, lineFeature, spotFeature } from './features.ts';

export interface View {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Degrees between two lines, the widest first. */
const STEPS = [30, 10, 5, 1, 0.5, 0.1, 0.05, 0.01, 0.005, 0.001];
/** As many lines as the eye still counts in one direction. */
const MOST_LINES = 14;
/** Web mercator ends here. */
const FURTHEST_NORTH = 85;

/** Degrees between the lines of a view: the finest that does not become a net. */
export function stepOf({ west, south, east, north }: View): number {
  const longest = Math.max(east - west, north - south);
  return STEPS.findLast((step) => longest / step <= MOST_LINES) ?? 30;
}

/** `104.75°E`, with as many decimals as the step needs. */
export function degreesText(degrees: number, step: number, [positive, negative]: readonly [string, string]): string {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  const around = ((((degrees + 180) % 360) + 360) % 360) - 180;
  const shown = positive === 'E' ? around : degrees;
  return `${Math.abs(shown).toFixed(decimals)}°${shown < 0 ? negative : positive}`;
}

/** Lines over a view and a little beyond; the degrees of each stand at the view's upper or right edge. */
export function graticule(view: View): Feature[] {
  const step = stepOf(view);
  const [west, east] = [view.west - step, view.east + step];
  const [south, north] = [Math.max(-FURTHEST_NORTH, view.south - step), Math.min(FURTHEST_NORTH, view.north + step)];
  const drawn: Feature[] = [];
  // Counted and not added up: the hundredth line of a sum of 0.1 would stand beside its place.
  for (let at = Math.ceil(west / step); at * step <= east; at += 1) {
    const longitude = at * step;
    const name = degreesText(longitude, step, ['E', 'W']);
    drawn.push(
      lineFeature([
        [longitude, south],
        [longitude, north],
      ]),
      spotFeature([longitude, view.north], { name, edge: 'upper' }),
    );
  }
  for (let at = Math.ceil(south / step); at * step <= north; at += 1) {
    const latitude = at * step;
    const name = degreesText(latitude, step, ['N', 'S']);
    drawn.push(
      lineFeature([
        [west, latitude],
        [east, latitude],
      ]),
      spotFeature([view.east, latitude], { name, edge: 'right' }),
    );
  }
  return drawn;
}
