// The built-in base and the packed maps: lines and their names, and never a border.
import { degreesText, graticule, stepOf } from './graticule.ts';
import { vectorLayers } from './vector-layers.ts';

describe('the built-in base', () => {
  it('has lines enough to see where one is, and never so many that they are a net', () => {
    for (const width of [360, 90, 11, 1.2, 0.3, 0.04, 0.006]) {
      const view = { west: 104, east: 104 + width, south: 35, north: 35 + width / 4 };
      const count = width / stepOf(view);
      expect([width, count > 2 && count <= 14]).toEqual([width, true]);
    }
  });

  it('names its lines as maps do, also over the date line and south of the equator', () => {
    expect(degreesText(104.75, 0.05, ['E', 'W'])).toBe('104.75°E');
    expect(degreesText(-33.5, 0.5, ['N', 'S'])).toBe('33.5°S');
    expect(degreesText(190, 10, ['E', 'W'])).toBe('170°W');
    expect(degreesText(0.1 * 3, 0.1, ['N', 'S'])).toBe('0.3°N');
  });

  it('is lines and the degrees at the edges of the view, and nothing else', () => {
    const drawn = graticule({ west: 104.7, east: 104.8, south: 35.8, north: 35.85 });
    const names = drawn.flatMap(({ properties }) => properties['name'] ?? []);
    expect(names).toEqual(expect.arrayContaining(['104.75°E', '35.82°N']));
    for (const { geometry } of drawn) expect(['LineString', 'Point']).toContain(geometry.type);
  });
});

describe('a packed map', () => {
  it('is drawn as land, water, woods, roads and buildings alone, whatever its file holds', () => {
    for (const theme of ['dark', 'light'] as const) {
      const drawn = vectorLayers('base', theme).map((layer) => ('source-layer' in layer ? layer['source-layer'] : ''));
      expect(drawn).toEqual([
        'earth',
        'landcover',
        'landuse',
        'water',
        'buildings',
        'building',
        'roads',
        'transportation',
        'waterway',
        'aeroway',
      ]);
      expect(new Set(vectorLayers('base', theme).map(({ id }) => id)).size).toBe(drawn.length);
      expect(drawn.join(' ')).not.toMatch(/bound|admin|place|poi|country/);
    }
  });
});
