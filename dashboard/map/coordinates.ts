// Coordinate systems of maps: the house keeps WGS-84; what lies below the points may be drawn in another. Pure.
import gcoord from 'gcoord';
import type { Coordinates } from '../../gateway/web/map-contract.ts';

/** Longitude, then latitude, degrees. */
export type Degrees = readonly [longitude: number, latitude: number];

const SYSTEMS = { wgs84: gcoord.WGS84, gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const;

/** The names by which people know them; the same in both languages. */
export const SYSTEM_NAMES: Readonly<Record<Coordinates, string>> = { wgs84: 'WGS-84', gcj02: 'GCJ-02', bd09: 'BD-09' };

/** A spot in another system. Outside of China none is shifted. */
export function turned([longitude, latitude]: Degrees, from: Coordinates, to: Coordinates): Degrees {
  if (from === to) return [longitude, latitude];
  const [east, north] = gcoord.transform<[number, number]>([longitude, latitude], SYSTEMS[from], SYSTEMS[to]);
  return [east, north];
}

/** Six decimals: a tenth of a metre. */
export function written([longitude, latitude]: Degrees): string {
  return `${longitude.toFixed(6)}, ${latitude.toFixed(6)}`;
}

/** What a person typed as longitude and latitude, in that order; null for anything that is no spot on earth. */
export function readDegrees(text: string): Degrees | null {
  const found = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,2}(?:\.\d+)?)\s*$/.exec(text);
  const [longitude, latitude] = [Number(found?.[1]), Number(found?.[2])];
  return found !== null && Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? [longitude, latitude] : null;
}
