// The five systems of a building that a supervisor asks for, and which of its devices belong to each.
import type { DeviceKind } from '../../device-drivers/driver.ts';
import type { SystemId } from '../web/place-file-contract.ts';

const KINDS: Readonly<Record<SystemId, readonly DeviceKind[]>> = {
  electrical: ['electrical'],
  water: ['pipe', 'hydrant', 'tank', 'sprinkler', 'pump', 'valve', 'suppression'],
  // Detection and what answers to it: a panel that fails leaves its detectors without a voice.
  smoke: ['smoke', 'heat', 'detector', 'callpoint', 'sounder', 'panel', 'module', 'smoke-control'],
  gas: ['gas'],
  doors: ['door', 'shutter'],
};

const SYSTEM_OF = new Map<DeviceKind, SystemId>(
  (Object.keys(KINDS) as SystemId[]).flatMap((system) => KINDS[system].map((kind): [DeviceKind, SystemId] => [kind, system])),
);

/** The system of a kind of device; undefined for what belongs to none: transmission devices, voice posts, parts of no known kind. */
export function systemOf(kind: DeviceKind): SystemId | undefined {
  return SYSTEM_OF.get(kind);
}
