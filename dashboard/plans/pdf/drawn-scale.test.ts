// How large a page of a PDF is drawn: sharp where it is small, bounded where it is huge.
import { drawnScale, FEWEST_MEGAPIXELS, MOST_MEGAPIXELS } from './drawn-scale.ts';

const PAGES = [
  ['A4', 595, 842],
  ['A0', 2_384, 3_370],
  ['the largest that a PDF names', 14_400, 14_400],
  ['a tower on a strip', 14_400, 3],
  ['a stamp', 20, 20],
] as const;

describe('a page of a PDF', () => {
  it.each(PAGES)('of %s is drawn within every bound', (_, width, height) => {
    for (const most of [MOST_MEGAPIXELS, FEWEST_MEGAPIXELS]) {
      const scale = drawnScale(width, height, most) ?? Number.NaN;
      expect(scale * width * scale * height).toBeLessThanOrEqual(most * 1e6 * 1.000001);
      expect(scale * Math.max(width, height)).toBeLessThanOrEqual(8_192.001);
      expect(scale * 72).toBeLessThanOrEqual(300.001);
    }
  });

  it('is as sharp as its size lets it be', () => {
    expect((drawnScale(595, 842, MOST_MEGAPIXELS) ?? 0) * 72).toBeCloseTo(300);
    expect((drawnScale(2_384, 3_370, MOST_MEGAPIXELS) ?? 0) * 72).toBeGreaterThan(120);
  });

  it.each([
    [0, 100],
    [Number.NaN, 100],
    [Number.POSITIVE_INFINITY, 100],
    [-5, 100],
  ])('of %d × %d is none', (width, height) => {
    expect(drawnScale(width, height, MOST_MEGAPIXELS)).toBeUndefined();
  });
});
