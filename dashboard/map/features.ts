// Points, lines and rings in the form that maps read (RFC 7946). Pure.
import type { Degrees } from './coordinates.ts';

type Properties = Record<string, unknown>;

export interface Feature {
  type: 'Feature';
  id?: number;
  properties: Properties;
  geometry:
    | { type: 'Point'; coordinates: number[] }
    | { type: 'LineString'; coordinates: number[][] }
    | { type: 'Polygon'; coordinates: number[][][] };
}

export function spotFeature([longitude, latitude]: Degrees, properties: Properties = {}): Feature {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [longitude, latitude] } };
}

export function lineFeature(spots: readonly Degrees[], properties: Properties = {}): Feature {
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates: spots.map((spot) => [...spot]) } };
}

/** Closed by itself. */
export function areaFeature(ring: readonly Degrees[], properties: Properties = {}): Feature {
  const closed = [...ring, ...ring.slice(0, 1)].map((spot) => [...spot]);
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [closed] } };
}
