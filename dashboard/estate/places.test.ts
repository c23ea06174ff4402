// Places as the dialogs ask for them: what stands below one, and what usually does.
import type { Place, PlaceKind } from '../../gateway/web/contract.ts';
import { kindsBelow } from './place-kinds.ts';
import { placesBelow } from './place-paths.ts';

const KINDS: readonly PlaceKind[] = ['region', 'unit', 'building', 'floor', 'zone', 'farm', 'checkpoint', 'post', 'water', 'station'];

describe('what a person may change', () => {
  const places: Place[] = [
    place('floor', 'tower'),
    place('region', null),
    place('tower', 'unit'),
    place('unit', 'region'),
    place('farm', 'region'),
  ];

  it('is the own place and all below it, whatever the order in which they come', () => {
    expect([...placesBelow(places, 'unit')].sort()).toEqual(['floor', 'tower', 'unit']);
    expect(placesBelow(places, 'region').size).toBe(5);
  });

  it('is nothing where the own place is not there', () => {
    expect(placesBelow(places, 'elsewhere').size).toBe(0);
  });
});

describe('a new place', () => {
  it('can be of every kind below every kind, each offered once, the usual ones first', () => {
    for (const parent of KINDS) {
      const { usual, others } = kindsBelow(parent);
      expect(usual.length).toBeGreaterThan(0);
      expect([...usual, ...others].sort()).toEqual([...KINDS].sort());
    }
    expect(kindsBelow('building').usual[0]).toBe('floor');
  });
});

function place(id: string, parent: string | null): Place {
  return { id, parent, kind: 'zone', name: id };
}
