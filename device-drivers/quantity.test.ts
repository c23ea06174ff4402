// The vocabulary's own laws.
import { isPlausible, QUANTITIES, type Quantity, type QuantityId } from './quantity.ts';

describe('every quantity', () => {
  for (const [id, known] of Object.entries(QUANTITIES) as [QuantityId, Quantity][]) {
    it(`${id} has titles in both languages and refuses what is not its kind`, () => {
      expect(known.title.zh).toMatch(/\p{Script=Han}/u);
      expect(known.title.en).toMatch(/^[A-Z]/);
      for (const garbage of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY, {}, [], 'no such state', 1e99]) {
        expect(isPlausible(id, garbage)).toBe(false);
      }
      if (known.kind === 'number') {
        expect(known.range[0]).toBeLessThan(known.range[1]);
        expect(isPlausible(id, known.range[0])).toBe(true);
      }
      if (known.kind === 'state') expect(known.states).toHaveProperty(known.normal);
    });
  }
});
