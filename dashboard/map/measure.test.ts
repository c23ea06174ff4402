// Lengths and areas on the ground, against what is known of the earth.
import { area, areaText, circle, length, lengthText, metres } from './measure.ts';

describe('what is measured on the map', () => {
  it('is as long as the meridian says, and the sum of its parts', () => {
    expect(metres([104, 35], [104, 36])).toBeCloseTo(111_195, -1);
    expect(
      length([
        [104, 35],
        [104, 36],
        [104, 35],
      ]),
    ).toBeCloseTo(222_390, -1);
    expect([length([]), length([[104, 35]])]).toEqual([0, 0]);
  });

  it('is as large as a square of a known side, whichever way it was walked', () => {
    const side = 1_000 / 111_195;
    const east = side / Math.cos((35.8106 * Math.PI) / 180);
    const square = [
      [104, 35.8106],
      [104 + east, 35.8106],
      [104 + east, 35.8106 + side],
      [104, 35.8106 + side],
    ] as const;
    expect(area(square) / 1e6).toBeCloseTo(1, 2);
    expect(area([...square].reverse())).toBeCloseTo(area(square), 3);
  });

  it('is a circle of which every spot is as far from its middle', () => {
    const ring = circle([104.7412, 35.8106], 5_000);
    for (const spot of ring) expect(metres([104.7412, 35.8106], spot)).toBeCloseTo(5_000, 2);
    expect(ring[0]?.[0]).toBeCloseTo(ring.at(-1)?.[0] ?? 0, 9);
  });

  it('is written in the unit that a crew thinks in', () => {
    expect([lengthText(849.6), lengthText(1_254), lengthText(12_540)]).toEqual(['850 m', '1.25 km', '12.5 km']);
    expect([areaText(640), areaText(32_000), areaText(1_850_000)]).toEqual(['640 m²', '3.20 ha', '1.85 km²']);
  });
});
