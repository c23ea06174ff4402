// What a person writes or hands over: station numbers, lists of parts, and what goes back as CSV.
import fc from 'fast-check';
import { stationNumber, stationOfNumber } from '../../device-drivers/gb26875/station.ts';
import { csvOf } from '../csv.ts';
import { LARGEST_LIST, listType } from './part-list.ts';
import { partNumber } from './part-words.ts';
import { readStation, spaced } from './station-text.ts';

describe('a station number', () => {
  it('is the number printed on the device, or the twelve digits that stand in its packets', () => {
    expect(readStation('889')).toEqual({ wire: '790300000000', number: 889 });
    expect(readStation(' 79 03 00 00 00 00 ')).toEqual({ wire: '790300000000', number: 889 });
    expect(readStation('C0:A8:01:04:6D:1D')?.wire).toBe('c0a801046d1d');
    expect(spaced('790300000000')).toBe('79 03 00 00 00 00');
  });

  it('is nothing where it does not fit into six bytes, or is no number', () => {
    expect(['', '12x', '-1', '281474976710656', '1.5', '79030000000'].map((text) => readStation(text)?.wire ?? null)).toEqual([
      null,
      null,
      null,
      null,
      null,
      // Eleven digits are a number, not a station with a digit left out: the form shows what it was read as.
      '80198e661200',
    ]);
  });

  it('is read as the codec reads it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (number) => {
        const wire = stationOfNumber(number);
        expect(readStation(wire)).toEqual({ wire, number: stationNumber(wire) });
        // Twelve decimal digits could be either, and are taken as they stand in packets.
        if (String(number).length !== 12) expect(readStation(String(number))?.wire).toBe(wire);
      }),
    );
  });
});

describe('a file with a list of parts', () => {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  const XLSX = Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x14, 0x00);

  it('is told by its first bytes, whatever it is called', () => {
    expect(listType('a.csv', 9, text('回路,位号'))).toEqual({ type: 'text/csv' });
    expect(listType('a.CSV', 6, XLSX)).toEqual({ type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
    // The encoding is for the gateway to judge: GB 18030, or UTF-16 by its mark.
    expect(listType('a.txt', 4, Uint8Array.of(0xff, 0xfe, 0xde, 0x56))).toEqual({ type: 'text/csv' });
    expect(listType('a.csv', 4, Uint8Array.of(0xbb, 0xd8, 0xc2, 0xb7))).toEqual({ type: 'text/csv' });
  });

  it('is refused with the reason where no gateway could read it', () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    const old = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0);
    expect(
      [
        listType('a.csv', 0, text('')),
        listType('a.csv', LARGEST_LIST + 1, text('x')),
        listType('a.xls', 4, old),
        listType('a.png', 8, png),
        listType('a.csv', 8, png),
        listType('a.pdf', 8, text('%PDF-1.7')),
      ].map((found) => ('problem' in found ? found.problem : found.type)),
    ).toEqual(['empty', 'too-large', 'old-excel', 'not-a-list', 'not-a-list', 'not-a-list']);
  });
});

describe('CSV for a spreadsheet', () => {
  it('begins with the mark of UTF-8, quotes what needs it, and hands on no formula', () => {
    expect(
      csvOf([
        ['行', '内容'],
        [3, '=HYPERLINK("x")'],
        [4, 'a,b'],
        [5, '-1'],
        [6, '走廊'],
        [7, '＝1+1'],
      ]),
    ).toBe('\ufeff行,内容\r\n3,"\'=HYPERLINK(""x"")"\r\n4,"a,b"\r\n5,\'-1\r\n6,走廊\r\n7,\'＝1+1\r\n');
  });
});

describe('the number of a part', () => {
  it('is loop and point, or the address where the profile knows no loop, or nothing for a system', () => {
    expect(partNumber({ loop: 1, point: 5, partAddress: '01000500' })).toBe('1-5');
    expect(partNumber({ loop: null, point: null, partAddress: 'aa070000' })).toBe('aa070000');
    expect(partNumber({ loop: null, point: null, partAddress: null })).toBe('');
  });
});
