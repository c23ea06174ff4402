// What is near a spot: distances and bearings that can be checked with a map, counts, and what is the nearest.
import type { MapPoint } from '../web/map-contract.ts';
import { bearing, metresBetween, nearbyOf } from './nearby.ts';

const HERE = { longitude: 104.7412, latitude: 35.8106 };

/** A point so many metres north and east of here. */
function at(north: number, east: number, of: MapPoint['of'], kind: string): MapPoint {
  const latitude = HERE.latitude + north / 111_195;
  const longitude = HERE.longitude + east / (111_195 * Math.cos((HERE.latitude * Math.PI) / 180));
  return { of, id: `${kind} ${north} ${east}`, kind, name: kind, where: '', longitude, latitude, silent: false };
}

describe('what is near a spot', () => {
  it('is as far as a degree of the meridian says, and as a known flight does', () => {
    expect(metresBetween({ longitude: 10, latitude: 50 }, { longitude: 10, latitude: 51 })).toBeCloseTo(111_195, -1);
    // Heathrow to John F. Kennedy, by great circle: 5,540 km.
    const flight = metresBetween({ longitude: -0.4543, latitude: 51.47 }, { longitude: -73.7781, latitude: 40.6413 });
    expect(flight / 1_000).toBeCloseTo(5_540, -1);
    expect(metresBetween({ longitude: 179.999, latitude: 0 }, { longitude: -179.999, latitude: 0 })).toBeCloseTo(222, 0);
    expect(metresBetween(HERE, HERE)).toBe(0);
  });

  it('is seen in its direction from north', () => {
    const seen = (north: number, east: number): number => Math.round(bearing(HERE, at(north, east, 'device', 'hydrant')));
    expect([seen(100, 0), seen(0, 100), seen(-100, 0), seen(0, -100), seen(100, 100)]).toEqual([0, 90, 180, 270, 45]);
  });

  it('is counted within each of the distances, and the nearest five are named', () => {
    const hydrants = [100, 499, 501, 900, 2_900, 4_900, 5_100].map((north) => at(north, 0, 'device', 'hydrant'));
    const { radii, groups } = nearbyOf([...hydrants, at(0, 700, 'place', 'water'), at(0, 50, 'device', 'smoke')], HERE);
    expect(radii).toEqual([500, 1_000, 3_000, 5_000]);
    const hydrant = groups.find(({ resource }) => resource === 'hydrant');
    expect(hydrant?.counts).toEqual([2, 4, 5, 6]);
    expect(hydrant?.nearest.map(({ metres }) => metres)).toEqual([100, 499, 501, 900, 2_900]);
    expect(groups.find(({ resource }) => resource === 'water')).toMatchObject({ counts: [0, 1, 1, 1], nearest: [{ bearing: 90 }] });
    // A group of which there is nothing is told of: nobody must think that it was not looked for.
    expect(groups.find(({ resource }) => resource === 'station')).toEqual({ resource: 'station', counts: [0, 0, 0, 0], nearest: [] });
  });
});
