// Stations: six bytes, twelve hex digits, one number.
import fc from 'fast-check';
import { isStation, stationAt, stationNumber, stationOfNumber, writeStation, ZERO_STATION } from './station.ts';
import { someBytes } from './testing/arbitraries.ts';

describe('a station', () => {
  it.each([
    [889, '790300000000'],
    [88_888, '385b01000000'],
    [0, ZERO_STATION],
    [2 ** 48 - 1, 'ffffffffffff'],
    [0xff04_0000_0000, '0000000004ff'],
  ])('%i is %s on the wire', (number, station) => {
    expect(stationOfNumber(number)).toBe(station);
    expect(stationNumber(station)).toBe(number);
  });

  it('goes from bytes to text to number and back', () => {
    fc.assert(
      fc.property(someBytes(6), fc.nat(10), (bytes, at) => {
        const into = new Uint8Array(16);
        const station = stationAt(bytes, 0);
        writeStation(station, into, at);
        expect(into.slice(at, at + 6)).toEqual(bytes);
        expect(stationOfNumber(stationNumber(station))).toBe(station);
      }),
    );
  });

  it('is twelve lower-case hex digits and nothing else', () => {
    expect(isStation('0123456789ab')).toBe(true);
    for (const text of ['', '0123456789AB', '0123456789a', '0123456789abc', '0123456789ag', ' 123456789ab'])
      expect(isStation(text)).toBe(false);
  });

  it('out of form, or where there is no room, is not written', () => {
    expect(() => writeStation('ABCDEF012345', new Uint8Array(6), 0)).toThrow(RangeError);
    expect(() => writeStation(ZERO_STATION, new Uint8Array(6), 1)).toThrow(RangeError);
    for (const number of [-1, 0.5, 2 ** 48, Number.NaN]) expect(() => stationOfNumber(number)).toThrow(RangeError);
  });
});
