// Coordinate systems against values computed elsewhere, and what a person may type.
import { readDegrees, turned } from './coordinates.ts';

describe('a spot in another coordinate system', () => {
  it.each([
    [
      [116.404, 39.915],
      [116.410244, 39.916404],
      [116.416627, 39.9227],
    ],
    [[120.1551, 30.2741], [120.159794, 30.271771], null],
  ] as const)('%p stands where the published examples say', (wgs84, gcj02, bd09) => {
    const [longitude, latitude] = turned(wgs84, 'wgs84', 'gcj02');
    expect([longitude.toFixed(6), latitude.toFixed(6)]).toEqual(gcj02.map((one) => one.toFixed(6)));
    if (bd09) expect(turned(wgs84, 'wgs84', 'bd09').map((one) => one.toFixed(6))).toEqual(bd09.map((one) => one.toFixed(6)));
  });

  it('comes back to a centimetre, and is not moved outside of China', () => {
    const spot = [104.7412, 35.8106] as const;
    for (const system of ['gcj02', 'bd09'] as const) {
      const [longitude, latitude] = turned(turned(spot, 'wgs84', system), system, 'wgs84');
      expect(Math.abs(longitude - spot[0])).toBeLessThan(1e-6);
      expect(Math.abs(latitude - spot[1])).toBeLessThan(1e-6);
    }
    expect(turned([2.3522, 48.8566], 'wgs84', 'gcj02')).toEqual([2.3522, 48.8566]);
  });

  it('is read as a person types it, and as nothing else', () => {
    expect(readDegrees('104.7412, 35.8106')).toEqual([104.7412, 35.8106]);
    expect(readDegrees(' -70，-33.5 ')).toEqual([-70, -33.5]);
    expect(readDegrees('104.7412 35.8106')).toEqual([104.7412, 35.8106]);
    for (const wrong of ['', '35.8106', '35.8106, 104.7412', '181, 0', 'a, b', '104.7, 35.8, 3'])
      expect([wrong, readDegrees(wrong)]).toEqual([wrong, null]);
  });
});
