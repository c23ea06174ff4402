// Changing the shape of a sketch: what moves with which handle, and what no shape may become.
import type { Degrees } from '../coordinates.ts';
import { metres } from '../measure.ts';
import { edgesOf, type Ground, handlesOf, heldAt, mayLose, middleOf, moved, withCorner, withoutCorner } from './reshape.ts';
import { MOST_SPOTS } from './shape.ts';

const LINE: Ground = {
  kind: 'line',
  spots: [
    [104, 35],
    [104.2, 35],
    [104.2, 35.2],
  ],
  radius: null,
};
const AREA: Ground = { ...LINE, kind: 'area' };
const CIRCLE: Ground = { kind: 'circle', spots: [[104, 35]], radius: 500 };

describe('the shape of a sketch', () => {
  it('has an edge between each two corners, and an area one more that closes it', () => {
    expect([edgesOf(LINE), edgesOf(AREA), edgesOf(CIRCLE)]).toEqual([[0, 1], [0, 1, 2], []]);
    expect(middleOf(AREA, 2)).toEqual([104.1, 35.1]);
  });

  it('gets a corner in the middle of an edge; behind the end of a line as far on again', () => {
    expect(withCorner(LINE, 0).spots[1]).toEqual([104.1, 35]);
    expect(withCorner(LINE, 2).spots[3]?.[1]).toBeCloseTo(35.3, 9);
    const full: Ground = { ...LINE, spots: Array.from({ length: MOST_SPOTS }, (_, nth): Degrees => [104 + nth / 100, 35]) };
    expect(withCorner(full, 3)).toBe(full);
  });

  it('keeps as many corners as its kind needs', () => {
    expect(mayLose(AREA)).toBe(false);
    expect(withoutCorner(AREA, 1)).toBe(AREA);
    expect(withoutCorner(withCorner(AREA, 1), 2)).toEqual(AREA);
  });

  it('moves by one corner or as a whole, and never off the earth', () => {
    expect(moved(AREA, 1, [105, 36]).spots).toEqual([
      [104, 35],
      [105, 36],
      [104.2, 35.2],
    ]);
    const held = heldAt(AREA, 'all') ?? [0, 0];
    const east = moved(AREA, 'all', [held[0] + 1, held[1]]);
    for (const [at, [longitude, latitude]] of east.spots.entries()) {
      expect(longitude).toBeCloseTo((AREA.spots[at]?.[0] ?? 0) + 1, 9);
      expect(latitude).toBeCloseTo(AREA.spots[at]?.[1] ?? 0, 9);
    }
    expect(moved(AREA, 0, [200, 89]).spots[0]).toEqual([180, 85]);
  });

  it('of a circle is its middle and its rim, within the radii that the gateway takes', () => {
    expect(handlesOf(CIRCLE)).toEqual(['all', 'rim']);
    expect(metres([104, 35], heldAt(CIRCLE, 'rim') ?? [0, 0])).toBeCloseTo(500, 1);
    expect(moved(CIRCLE, 'all', [105, 36])).toEqual({ ...CIRCLE, spots: [[105, 36]] });
    expect(moved(CIRCLE, 'rim', [104, 35]).radius).toBe(1);
    expect(moved(CIRCLE, 'rim', [110, 35]).radius).toBe(100_000);
  });
});
