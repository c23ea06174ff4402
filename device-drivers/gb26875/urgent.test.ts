// A packet that tells of a fire is known before it is decoded, and none is missed.
import fc from 'fast-check';
import { decodeUnit, encodeUnit, type UnitObject } from './data-unit.ts';
import { PROFILES } from './profile.ts';
import { packetWith, someBytes, someObjects } from './testing/arbitraries.ts';
import { carriesFire } from './urgent.ts';

const TIME = Uint8Array.of(5, 8, 7, 6, 5, 24);

function tellsOfFire(object: UnitObject): boolean {
  switch (object.is) {
    case 'system-state':
    case 'part-state':
    case 'device-state':
      return (object.status & 2) !== 0;
    case 'facility-operation':
    case 'device-operation':
      return (object.operations & 4) !== 0;
    default:
      return false;
  }
}

describe('a packet that tells of a fire', () => {
  it('is known, and one that does not is not taken for one, for every type and any count', () => {
    fc.assert(
      fc.property(someObjects(), (objects) => {
        expect(carriesFire(packetWith(encodeUnit(objects)))).toBe(objects.some(tellsOfFire));
      }),
      { numRuns: 300 },
    );
  });

  it('is known in the short forms', () => {
    const short = (status: number): UnitObject => ({
      ...{ is: 'part-state', systemType: 1, systemAddress: 1, partType: 40, partAddress: 5, description: new Uint8Array(0), time: TIME },
      status,
    });
    expect(carriesFire(packetWith(encodeUnit([short(1), short(2)])))).toBe(true);
    expect(carriesFire(packetWith(encodeUnit([short(1), short(4)])))).toBe(false);
    expect(carriesFire(packetWith(Uint8Array.of(21, 1, 3)))).toBe(true);
    expect(carriesFire(packetWith(Uint8Array.of(21, 1, 1)))).toBe(false);
  });

  it('is never missed, whatever profile reads it and whatever is wrong with it', () => {
    const unit = fc
      .tuple(fc.constantFrom(1, 2, 4, 21, 24), fc.nat(6), someBytes(0, 120))
      .map(([type, count, bytes]) => Uint8Array.of(type, count, ...bytes));
    fc.assert(
      fc.property(unit, fc.constantFrom(...PROFILES), (bytes, profile) => {
        if (decodeUnit(bytes, profile).objects.some(tellsOfFire)) expect(carriesFire(packetWith(bytes))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['bytes that are no packet', Uint8Array.of(0x40, 0x40, 1)],
    ['a packet cut short', packetWith(Uint8Array.of(81, 1, 0)).subarray(0, 30)],
    ['part states of a size that nobody knows', packetWith(Uint8Array.of(2, 1, ...new Uint8Array(16)))],
    ['a count of 0 with data behind it', packetWith(Uint8Array.of(1, 0, ...new Uint8Array(10)))],
    ['a count without data', packetWith(Uint8Array.of(1, 1))],
    ['a type without a count', packetWith(Uint8Array.of(21))],
  ])('may be one where it cannot be told: %s', (_, bytes) => {
    expect(carriesFire(bytes)).toBe(true);
  });

  it.each([
    ['a heartbeat', packetWith(new Uint8Array(0))],
    ['a handshake of one byte', packetWith(Uint8Array.of(0x16))],
    ["a type of the user's", packetWith(Uint8Array.of(150, 1, 2, 2, 2, 2))],
    ['no objects at all', packetWith(Uint8Array.of(2, 0))],
  ])('is not %s', (_, bytes) => {
    expect(carriesFire(bytes)).toBe(false);
  });
});
