// What a sketch is on the ground: a cordon has a rim and a size, and half a shape is none.
import type { Degrees } from '../coordinates.ts';
import { metres } from '../measure.ts';
import { featuresOf, outlineOf, type SketchShape, sizeOf } from './shape.ts';

const HERE: Degrees = [104.7412, 35.8106];
const CORDON: SketchShape = { id: 'c', kind: 'circle', spots: [HERE], radius: 150, label: '警戒区', colour: 'orange' };
const kindsOf = (sketch: SketchShape): string[] => featuresOf(sketch, (spot) => spot).map(({ geometry }) => geometry.type);

describe('a sketch', () => {
  it('that is a circle has every spot of its rim at its radius, and its label above it', () => {
    for (const spot of outlineOf(CORDON)) expect(metres(HERE, spot)).toBeCloseTo(150, 1);
    const [, name] = featuresOf(CORDON, (spot) => spot);
    const [longitude, latitude] = (name?.geometry.coordinates ?? []) as number[];
    expect(longitude).toBeCloseTo(104.7412, 6);
    expect(metres(HERE, [longitude ?? 0, latitude ?? 0])).toBeCloseTo(150, 1);
    expect(latitude).toBeGreaterThan(35.8106);
    expect(name?.properties['name']).toBe('警戒区\nr 150 m');
  });

  it('shows its corners while it is drawn, and is an area from the third on', () => {
    const area: SketchShape = { ...CORDON, id: null, kind: 'area', radius: null, label: '', spots: [HERE] };
    expect(kindsOf(area)).toEqual(['Point']);
    const two: SketchShape = { ...area, spots: [HERE, [104.75, 35.81]] };
    expect(kindsOf(two)).toEqual(['LineString', 'Point', 'Point', 'Point']);
    expect(sizeOf(two)).toMatch(/ m$/);
    const three: SketchShape = { ...two, spots: [...two.spots, [104.75, 35.82]] };
    expect(kindsOf(three)).toEqual(['Polygon', 'Point', 'Point', 'Point', 'Point']);
    expect(sizeOf(three)).toMatch(/ ha$/);
    expect(kindsOf({ ...three, spots: [] })).toEqual([]);
  });

  it('is drawn where the map below has it', () => {
    const [spot] = featuresOf({ ...CORDON, kind: 'spot', radius: null }, ([longitude, latitude]) => [longitude + 1, latitude]);
    expect(spot?.geometry.coordinates).toEqual([105.7412, 35.8106]);
  });
});
