// Time tags: plain binary, Beijing time, and undefined for what is no time.
import fc from 'fast-check';
import { someBytes } from './testing/arbitraries.ts';
import { readTimeTag, writeTimeTag } from './time-tag.ts';

const FIRST = Date.parse('2000-01-01T00:00:00+08:00');
const LAST = Date.parse('2099-12-31T23:59:59.999+08:00');

describe('a time tag', () => {
  it.each([
    ['2012-09-26T09:58:02+08:00', '023a091a090c'],
    ['2022-07-12T14:52:56+08:00', '38340e0c0716'],
    ['2000-01-01T00:00:00+08:00', '000000010100'],
    ['2024-02-29T23:59:59+08:00', '3b3b171d0218'],
    ['2099-12-31T23:59:59+08:00', '3b3b171f0c63'],
  ])('of %s is %s', (moment, hex) => {
    expect(Buffer.from(writeTimeTag(Date.parse(moment))).toString('hex')).toBe(hex);
    expect(readTimeTag(Buffer.from(hex, 'hex'))).toBe(Date.parse(moment));
  });

  it.each([
    ['000000000000', 'all zero'],
    ['3c0000010118', 'second 60'],
    ['003c00010118', 'minute 60'],
    ['000018010118', 'hour 24'],
    ['000000000118', 'day 0'],
    ['000000200118', 'day 32'],
    ['000000010018', 'month 0'],
    ['000000010d18', 'month 13'],
    ['000000010164', 'year 100'],
    ['0000001f0218', '31 February'],
    ['0000001d0217', '29 February 2023'],
    ['0000001f0418', '31 April'],
    ['00000001', 'cut short'],
    ['', 'nothing'],
  ])('of %s is none: %s', (hex) => {
    expect(readTimeTag(Buffer.from(hex, 'hex'))).toBeUndefined();
  });

  it('is read as it was written, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST, max: LAST }), fc.nat(5), (ms, from) => {
        const bytes = new Uint8Array(12);
        bytes.set(writeTimeTag(ms), from);
        expect(readTimeTag(bytes, from)).toBe(Math.floor(ms / 1000) * 1000);
      }),
    );
  });

  it('of any bytes is none, or the very bytes that its moment is written with', () => {
    const small = fc.tuple(fc.nat(62), fc.nat(62), fc.nat(25), fc.nat(33), fc.nat(14), fc.nat(101)).map((bytes) => Uint8Array.from(bytes));
    fc.assert(
      fc.property(fc.oneof(small, someBytes(6)), (bytes) => {
        const ms = readTimeTag(bytes);
        if (ms !== undefined) expect(writeTimeTag(ms)).toEqual(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('is not written of another century, or of no time', () => {
    for (const ms of [FIRST - 1, LAST + 1, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => writeTimeTag(ms)).toThrow(RangeError);
  });
});
