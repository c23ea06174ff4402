// Bytes and fields of a raw frame, told apart and brought together.
import fc from 'fast-check';
import { fieldsOf, packetOf, partState } from '../testing/invented-packets.ts';
import { layOut, rangeText, rowAfter } from './packet-layout.ts';

const STATION = '790300000000';
const AT = Date.UTC(2026, 10, 21, 15, 41, 7);
const two = packetOf(STATION, 7, AT, [partState(AT, [3, 25, 42, 0b10, '12层05室感烟']), partState(AT, [1, 43, 23, 0b100, '3层手报'])]);
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('a packet with two objects', () => {
  const { bytes, rows, rowOf } = layOut(hexOf(two), fieldsOf(two));

  it('has every byte in a field, and every field its bytes', () => {
    expect(bytes).toHaveLength(two.length);
    expect(rowOf.every((row, at) => (rows[row]?.from ?? -1) <= at && at < (rows[row]?.to ?? -1))).toBe(true);
    expect(rows[0]).toMatchObject({ from: 0, to: 2, bytes: ['40', '40'], group: null });
  });

  it('shows each object as a group that spans its fields, whose titles no longer say its number', () => {
    const heads = rows.filter((row) => row.object !== null);
    expect(heads.map(({ object, from, to }) => [object, from, to])).toEqual([
      [1, 29, 75],
      [2, 75, 121],
    ]);
    const inside = rows.filter((row) => row.group === rows.indexOf(heads[1] as (typeof rows)[number]));
    expect(inside.map((row) => row.title?.en).slice(0, 4)).toEqual(['System type', 'System address', 'Part type', 'Part address']);
    expect(inside).toHaveLength(7);
    expect(inside[0]?.title?.zh).toBe('系统类型');
  });

  it('tells neighbouring fields apart', () => {
    const leaves = rows.filter((row) => !row.isGroup);
    expect(leaves.every((row, nth) => nth === 0 || row.shade !== leaves[nth - 1]?.shade)).toBe(true);
  });
});

describe('an object that the gateway tells as a field of its own', () => {
  const field = (from: number, to: number, depth: 0 | 1 | 2) => ({ from, to, depth, title: both('某'), value: both('') });
  const { rows, rowOf } = layOut('00112233445566', [field(0, 1, 0), field(1, 6, 1), field(1, 3, 2), field(3, 6, 2), field(6, 7, 0)]);

  it('is the group itself, and the innermost field has the byte', () => {
    expect(rows).toHaveLength(5);
    expect(rows.map((row) => [row.isGroup, row.group])).toEqual([
      [false, null],
      [true, null],
      [false, 1],
      [false, 1],
      [false, null],
    ]);
    expect(rowOf).toEqual([0, 2, 2, 3, 3, 3, 4]);
  });
});

describe('whatever the gateway says of a broken frame', () => {
  it('stays within the frame', () => {
    const field = fc.record({
      from: fc.integer({ min: -9, max: 99 }),
      to: fc.integer({ min: -9, max: 99 }),
      depth: fc.constantFrom<0 | 1 | 2>(0, 1, 2),
      title: fc.constant(both('某')),
      value: fc.constant(both('')),
    });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.array(field, { maxLength: 30 }), (bytes, fields) => {
        const { rows, rowOf } = layOut(hexOf(bytes), fields);
        expect(rowOf).toHaveLength(bytes.length);
        for (const row of rowOf) expect(row === -1 || rows[row] !== undefined).toBe(true);
        for (const { from, to } of rows) expect(0 <= from && from <= to && to <= bytes.length).toBe(true);
      }),
    );
  });
});

describe('the arrow keys', () => {
  it('go from field to field and stop at the ends', () => {
    expect(['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft', 'Home', 'End'].map((key) => rowAfter(key, 3, 9))).toEqual([
      4, 4, 2, 2, 0, 8,
    ]);
    expect([rowAfter('ArrowDown', 8, 9), rowAfter('ArrowUp', 0, 9), rowAfter('Tab', 3, 9)]).toEqual([8, 0, undefined]);
  });
});

describe('the bytes of a field', () => {
  it('are counted from 0, the last one in it', () => {
    expect([rangeText({ from: 9, to: 40 }), rangeText({ from: 26, to: 27 })]).toEqual(['9–39', '26']);
  });
});

function both(zh: string): { zh: string; en: string } {
  return { zh, en: zh };
}
