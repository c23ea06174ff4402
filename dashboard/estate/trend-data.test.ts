// What the curves and state bars are made of.
import fc from 'fast-check';
import { curveOf, stretchesOf } from './trend-data.ts';

describe('a curve', () => {
  it('breaks where nothing was heard, and does not draw a line over the silence', () => {
    const { mean } = curveOf([bucket(0, 1), bucket(100, 2), bucket(1_000, 3)], 300);
    expect(mean).toEqual([
      [0, 1],
      [100, 2],
      [101, null],
      [1_000, 3],
    ]);
  });

  it('breaks where another device took over, however soon it spoke', () => {
    const { mean } = curveOf([bucket(0, 1), bucket(100, 2), bucket(200, 3)], 300, [150]);
    expect(mean).toEqual([
      [0, 1],
      [100, 2],
      [101, null],
      [200, 3],
    ]);
  });

  it('has a band from the lowest to the highest of each bucket', () => {
    const { lowest, width, least, most } = curveOf([{ at: 0, count: 3, lowest: 1, highest: 4, mean: 2, last: 3 }], 300);
    expect([lowest, width, least, most]).toEqual([[[0, 1]], [[0, 3]], 1, 4]);
  });
});

describe('a state bar', () => {
  it('shows each state for as long as it lasted, and a gap where nobody knows', () => {
    const buckets = [bucket(100, 'normal'), bucket(200, 'alarm'), bucket(1_000, 'normal')];
    expect(stretchesOf({ from: 0, to: 1_200, buckets }, 300)).toEqual([
      { from: 0, to: 100, value: null },
      { from: 100, to: 200, value: 'normal' },
      { from: 200, to: 500, value: 'alarm' },
      { from: 500, to: 1_000, value: null },
      { from: 1_000, to: 1_200, value: 'normal' },
    ]);
  });

  it('says nothing of a new device before it spoke', () => {
    const buckets = [bucket(100, 'alarm'), bucket(300, 'normal')];
    expect(stretchesOf({ from: 100, to: 400, buckets, replaced: [{ at: 200, device: 'old' }] }, 300)).toEqual([
      { from: 100, to: 200, value: 'alarm' },
      { from: 200, to: 300, value: null },
      { from: 300, to: 400, value: 'normal' },
    ]);
  });

  it('covers the whole span without a hole or an overlap, whatever came', () => {
    const some = fc.array(fc.record({ at: fc.integer({ min: -50, max: 999 }), value: fc.constantFrom('a', 'b') }), { maxLength: 20 });
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 400 }), (said, gapAfter) => {
        const buckets = [...said].sort((one, other) => one.at - other.at).map(({ at, value }) => bucket(at, value));
        const stretches = stretchesOf({ from: 0, to: 1_000, buckets }, gapAfter);
        let at = 0;
        for (const one of stretches) {
          expect(one.from).toBe(at);
          expect(one.to).toBeGreaterThan(one.from);
          at = one.to;
        }
        expect(at).toBe(1_000);
      }),
    );
  });
});

function bucket(at: number, last: number | string) {
  return { at, count: 1, last };
}
