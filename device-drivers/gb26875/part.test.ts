// The address of a part is told in two forms, and either leads back to the other.
import fc from 'fast-check';
import { addressHex, addressOfHex } from './part.ts';

describe('the address of a part', () => {
  it('is its four bytes, the lowest first: loop 3, point 25', () => {
    expect(addressOfHex('03001900')).toBe(3 + 25 * 65_536);
  });

  it('leads from bytes back to the number, the highest as well', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (address) => addressOfHex(addressHex(address)) === address));
    expect(addressOfHex('ffffffff')).toBe(0xffff_ffff);
  });
});
