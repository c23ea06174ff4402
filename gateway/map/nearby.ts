// What is near a spot: counts within the usual distances, and the nearest of each group. Pure.
import type { MapPoint, Nearby, Resource } from '../web/map-contract.ts';
import { RESOURCES } from '../web/map-contract.ts';

/** Metres; what a crew reaches on foot, with one hose line, in minutes, and from the next town. */
const RADII = [500, 1_000, 3_000, 5_000] as const;
const LARGEST = RADII[RADII.length - 1] ?? 0;
const NEAREST = 5;

/** Mean radius of the earth, metres. */
const EARTH = 6_371_008.8;
const RADIANS = Math.PI / 180;

interface Spot {
  readonly longitude: number;
  readonly latitude: number;
}

const OF_PLACE: Readonly<Record<string, Resource>> = {
  water: 'water',
  station: 'station',
  post: 'post',
  checkpoint: 'post',
  unit: 'unit',
  building: 'unit',
  farm: 'unit',
};
const OF_DEVICE: Readonly<Record<string, Resource>> = {
  hydrant: 'hydrant',
  tank: 'water',
  'forest-tank': 'water',
  'voice-post': 'voice-post',
  weather: 'weather',
};

/** The group that a point belongs to; undefined for what is no help and no neighbour. */
export function resourceOf({ of, kind }: Pick<MapPoint, 'of' | 'kind'>): Resource | undefined {
  return (of === 'place' ? OF_PLACE : OF_DEVICE)[kind];
}

/** Metres between two spots along the great circle. */
export function metresBetween(one: Spot, other: Spot): number {
  const north = Math.sin(((other.latitude - one.latitude) * RADIANS) / 2);
  const east = Math.sin(((other.longitude - one.longitude) * RADIANS) / 2);
  const chord = north * north + Math.cos(one.latitude * RADIANS) * Math.cos(other.latitude * RADIANS) * east * east;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Degrees from north, clockwise, 0 ≤ b < 360: where one looks from the first to see the other. */
export function bearing(one: Spot, other: Spot): number {
  const [from, to] = [one.latitude * RADIANS, other.latitude * RADIANS];
  const turn = (other.longitude - one.longitude) * RADIANS;
  const east = Math.sin(turn) * Math.cos(to);
  const north = Math.cos(from) * Math.sin(to) - Math.sin(from) * Math.cos(to) * Math.cos(turn);
  return (Math.atan2(east, north) / RADIANS + 360) % 360;
}

/** Everything of `points` within five kilometres of a spot, group by group; every group is told of, also an empty one. */
export function nearbyOf(points: Iterable<MapPoint>, spot: Spot): Nearby {
  const found = new Map<Resource, { point: MapPoint; metres: number }[]>(RESOURCES.map((resource) => [resource, []]));
  // Degrees of latitude that are surely more than the largest distance: most points are passed over by one subtraction.
  const reach = (LARGEST / EARTH / RADIANS) * 1.01;
  for (const point of points) {
    if (Math.abs(point.latitude - spot.latitude) > reach) continue;
    const resource = resourceOf(point);
    if (resource === undefined) continue;
    const metres = metresBetween(spot, point);
    if (metres <= LARGEST) found.get(resource)?.push({ point, metres });
  }
  return {
    radii: [...RADII],
    groups: [...found].map(([resource, all]) => {
      all.sort((one, other) => one.metres - other.metres);
      return {
        resource,
        counts: RADII.map((radius) => all.filter(({ metres }) => metres <= radius).length),
        nearest: all.slice(0, NEAREST).map(({ point: { of, id, kind, name, longitude, latitude }, metres }) => ({
          of,
          id,
          kind,
          name,
          longitude,
          latitude,
          metres: Math.round(metres),
          bearing: Math.round(bearing(spot, { longitude, latitude })) % 360,
        })),
      };
    }),
  };
}
