// How large a page of a PDF is drawn: as sharp as a plan needs, and no larger than a browser holds and the gateway takes.

/** Pixels at most, millions: A0 at 125 dots an inch, on which a room's number is read; 96 MB of the browser while it is drawn. */
export const MOST_MEGAPIXELS = 24;
/** Below this a plan is no plan. */
export const FEWEST_MEGAPIXELS = 2;
/** Of a side: what graphics cards of old machines take as one picture. */
const LONGEST_SIDE = 8_192;
/** Dots an inch; a page of A4 gains nothing by more. */
const SHARPEST = 300;
/** Units of a PDF: an inch is so many. */
const UNITS = 72;

/** By how much a page of so many units is enlarged, undefined where it has no size at all. */
export function drawnScale(width: number, height: number, megapixels: number): number | undefined {
  if (!(width > 0 && height > 0 && Number.isFinite(width * height))) return undefined;
  return Math.min(SHARPEST / UNITS, Math.sqrt((megapixels * 1e6) / (width * height)), LONGEST_SIDE / Math.max(width, height));
}
