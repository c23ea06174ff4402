// A part or a system behind a transmission device: its id in the house, its kind and the name it has until a person gives one.
import type { PartAddress } from '../device.ts';
import type { DeviceKind } from '../driver.ts';
import { type Words, words } from '../words.ts';
import { partTypeName, systemTypeName } from './names.ts';
import { type Profile, partPlace, STANDARD } from './profile.ts';

/**
 * The id of a part: the device's, then system type and address, part type, and the four bytes of the part address in hex.
 * The type is part of it: on many panels detector 5 and module 5 of a loop are two things, and must be two alarms.
 */
export function partId({ of, systemType, systemAddress, part }: PartAddress): string {
  const system = `${of}:${systemType}.${systemAddress}`;
  return part === null ? system : `${system}.${part.type}.${addressHex(part.address)}`;
}

/** The four bytes of a part address as they stand on the wire, 8 hexadecimal digits. */
export function addressHex(address: number): string {
  let hex = '';
  for (let shift = 0; shift < 32; shift += 8) hex += ((address >>> shift) & 0xff).toString(16).padStart(2, '0');
  return hex;
}

/** The number that a part address is, from its four bytes in hexadecimal. */
export function addressOfHex(hex: string): number {
  return (hex.match(/../g) ?? []).reduceRight((high, byte) => high * 256 + Number.parseInt(byte, 16), 0);
}

/** Kinds by ranges of part types (GB/T 26875.3-2011, table 5). */
const KINDS: readonly (readonly [from: number, to: number, kind: DeviceKind])[] = [
  [1, 1, 'panel'],
  [10, 13, 'gas'],
  [16, 18, 'electrical'],
  [21, 22, 'panel'],
  [23, 24, 'callpoint'],
  [25, 25, 'detector'],
  [30, 37, 'heat'],
  [40, 44, 'smoke'],
  [50, 53, 'detector'],
  [61, 62, 'detector'],
  [69, 69, 'detector'],
  [74, 74, 'gas'],
  [78, 79, 'detector'],
  [81, 81, 'suppression'],
  [82, 83, 'panel'],
  [84, 88, 'module'],
  [91, 91, 'pump'],
  [92, 92, 'tank'],
  [95, 95, 'pump'],
  [96, 96, 'sprinkler'],
  [97, 97, 'valve'],
  [98, 99, 'sprinkler'],
  [101, 101, 'valve'],
  [102, 102, 'door'],
  [103, 104, 'smoke-control'],
  [105, 105, 'pump'],
  [106, 106, 'valve'],
  [111, 116, 'smoke-control'],
  [117, 117, 'shutter'],
  [118, 118, 'door'],
  [121, 121, 'sounder'],
];

/** What a part of that type is to a person. */
export function kindOfPart(type: number): DeviceKind {
  return KINDS.find(([from, to]) => type >= from && type <= to)?.[2] ?? 'part';
}

/** Loop and point as a person reads them, `1-5`; the address itself where the profile knows no loop. */
function partNumber(address: number, profile: Profile = STANDARD): string {
  const place = partPlace(address, profile);
  return place ? `${place.loop}-${place.point}` : String(address);
}

/** What a part or a system is called: by its type and where it stands. */
export function partTitle({ systemType, systemAddress, part }: Omit<PartAddress, 'of'>, profile: Profile = STANDARD): Words {
  const { zh, en } = part === null ? systemTypeName(systemType) : partTypeName(part.type);
  const number = part === null ? systemAddress : partNumber(part.address, profile);
  return words(`${zh} ${number}`, `${en} ${number}`);
}
