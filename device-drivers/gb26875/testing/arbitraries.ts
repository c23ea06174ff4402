// Any packet and any object of every type, for the laws that hold for all of them.
import fc from 'fast-check';
import type { UnitObject } from '../data-unit.ts';
import { encodePacket, type Packet } from '../packet.ts';
import { UNIT_TYPES, type UnitType } from '../unit-types.ts';

const u8 = fc.nat(0xff);
const u16 = fc.nat(0xffff);

/** Any bytes of a length, or of a length between two. */
export function someBytes(least: number, most = least): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: least, maxLength: most });
}

/** Any object of a type, in the standard's form. */
export function someObject(row: UnitType): fc.Arbitrary<UnitObject> {
  const parts: Record<string, fc.Arbitrary<unknown>> = { is: fc.constant(row.is) };
  for (const { key, form } of row.fields) {
    if (form === 'reserved') continue;
    parts[key] = {
      u8: key === 'count' ? fc.nat(102) : u8,
      u16,
      u32: fc.nat(0xffff_ffff),
      raw: fc.integer({ min: -0x8000, max: 0x7fff }),
      time: someBytes(6),
      description: someBytes(31),
      text: someBytes(0, 255),
    }[form];
  }
  return fc.record(parts, { noNullPrototype: true }) as unknown as fc.Arbitrary<UnitObject>;
}

/** Any data unit's worth of objects of one type. */
export function someObjects(): fc.Arbitrary<UnitObject[]> {
  return fc.constantFrom(...UNIT_TYPES.values()).chain((row) => fc.array(someObject(row), { minLength: 1, maxLength: row.most }));
}

const station = someBytes(6).map((bytes) => Buffer.from(bytes).toString('hex'));

/** Any packet of the standard's form, whatever its data unit says. */
export const somePacket: fc.Arbitrary<Packet> = fc.record(
  {
    serial: u16,
    version: fc.record({ main: u8, user: u8 }, { noNullPrototype: true }),
    sent: someBytes(6),
    source: station,
    destination: station,
    command: u8,
    unit: fc.oneof({ weight: 9, arbitrary: someBytes(0, 60) }, { weight: 1, arbitrary: someBytes(1000, 1024) }),
  },
  { noNullPrototype: true },
);

/** A packet with that data unit, from the station 1 to the station 2. */
export function packetWith(unit: Uint8Array, command = 2): Uint8Array {
  const [source, destination] = ['010000000000', '020000000000'];
  return encodePacket({ serial: 7, version: { main: 1, user: 1 }, sent: SENT, source, destination, command, unit });
}

/** 2024-05-06 07:08:09 in Beijing. */
export const SENT = Uint8Array.of(9, 8, 7, 6, 5, 24);
