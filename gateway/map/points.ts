// What of the estate stands on a map: places and devices with a position, as far as somebody sees them.
import type { Device } from '../../device-drivers/device.ts';
import type { Estate } from '../estate/estate.ts';
import type { MapPoint } from '../web/map-contract.ts';

interface PointRooms {
  readonly estate: Pick<Estate, 'places' | 'devices'>;
  readonly isSilent: (device: Device) => boolean;
}

type Sees = (path: readonly string[]) => boolean;

/**
 * Every point within reach, with the number to go on after. A region is no spot: what stands below it would all be said to
 * stand in its middle. `after`: so many points are passed over; only those that are seen count, for the
 * number of the others is nobody's.
 */
export function* pointsOf({ estate, isSilent }: PointRooms, sees: Sees, after = 0): Iterable<MapPoint & { readonly number: number }> {
  let number = 0;
  const { places } = estate;
  const whereOf = new Map<string, string>();
  const where = (path: readonly string[]): string => {
    const last = path.at(-1) ?? '';
    const known = whereOf.get(last);
    if (known !== undefined) return known;
    const text =
      path.length === 0
        ? ''
        : places
            .steps(path)
            .map(({ name }) => name)
            .join(' › ');
    whereOf.set(last, text);
    return text;
  };
  for (const { id, kind, name, longitude, latitude } of places.all()) {
    const path = places.pathOf(id);
    if (kind === 'region' || longitude === null || latitude === null || !sees(path)) continue;
    number += 1;
    if (number <= after) continue;
    yield { number, of: 'place', id, kind, name, where: where(path.slice(0, -1)), longitude, latitude, silent: false };
  }
  for (const device of estate.devices()) {
    const { id, kind, name, path, position } = device;
    if (!position || !sees(path)) continue;
    number += 1;
    if (number <= after) continue;
    yield { number, of: 'device', id, kind, name, where: where(path), ...position, silent: isSilent(device) };
  }
}

/** Devices that stand nowhere: neither they nor a place above them, but the regions, has a position. */
export function unplacedOf({ estate }: Pick<PointRooms, 'estate'>, sees: Sees): number {
  const { places } = estate;
  const isSpot = (id: string): boolean => {
    const place = places.get(id);
    return place !== undefined && place.kind !== 'region' && place.longitude !== null && place.latitude !== null;
  };
  let count = 0;
  for (const { path, position, address } of estate.devices())
    if (!position && address.by !== 'carrier' && sees(path) && !path.some((id) => isSpot(id) && sees(places.pathOf(id)))) count += 1;
  return count;
}
