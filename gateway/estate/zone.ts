// The zone of a device: within it detectors confirm each other.
import type { Device } from '../../device-drivers/device.ts';
import { partPlace, profileOf, STANDARD } from '../../device-drivers/gb26875/profile.ts';
import type { DeviceRecord } from '../acts.ts';
import type { PlaceTree } from './places.ts';

/**
 * The nearest zone or floor that a device stands in. Two parts of a panel confirm each other where they stand on one
 * floor, in whatever rooms; parts that nobody has given a floor (they stand where `parent`, the device before them, does)
 * where they hang on one loop, not because they are in one building.
 */
export function zoneOf({ id, part, place }: DeviceRecord, path: readonly string[], parent: Device | undefined, places: PlaceTree): string {
  if (!part?.part || !parent || parent.path.at(-1) !== place) return (part && places.floorOf(path)) ?? places.zoneOf(path);
  const profile = profileOf(parent.address.by === 'gb26875' ? parent.address.profile : '') ?? STANDARD;
  const stands = partPlace(part.part.address, profile);
  return stands ? `${part.of}:${part.systemType}.${part.systemAddress}/${stands.loop}` : id;
}
