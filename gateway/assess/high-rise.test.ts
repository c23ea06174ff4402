// High-rise or not, and how long a tank lasts: the national definition as a table, and laws over all levels.
import fc from 'fast-check';
import type { BuildingFile } from '../web/place-file-contract.ts';
import { highRiseOf, lacksRefugeFloor, waterLeft } from './high-rise.ts';

type Told = Pick<BuildingFile, 'use' | 'heightM' | 'floorsAbove'>;
const told = fc.record<Told>({
  use: fc.constantFrom('residential', 'public', 'factory', 'warehouse', null),
  heightM: fc.option(fc.double({ min: 0.1, max: 600, noNaN: true })),
  floorsAbove: fc.option(fc.integer({ min: 0, max: 120 })),
});

describe('whether a building is a high-rise', () => {
  it.each([
    ['housing of 27 m', { use: 'residential', heightM: 27, floorsAbove: 9 }, 'no'],
    ['housing of 27.1 m', { use: 'residential', heightM: 27.1, floorsAbove: 9 }, 'yes'],
    ['an office of 24 m', { use: 'public', heightM: 24, floorsAbove: 6 }, 'no'],
    ['an office of 24.1 m', { use: 'public', heightM: 24.1, floorsAbove: 6 }, 'yes'],
    ['a hall of one storey, 30 m high', { use: 'public', heightM: 30, floorsAbove: 1 }, 'no'],
    ['a store of racks, one storey, 40 m high', { use: 'warehouse', heightM: 40, floorsAbove: 1 }, 'no'],
    ['a factory of 25 m on five floors', { use: 'factory', heightM: 25, floorsAbove: 5 }, 'yes'],
    ['one of which nobody told the height', { use: 'public', heightM: null, floorsAbove: 40 }, 'unknown'],
    ['an office of 25 m of which nobody told the floors', { use: 'public', heightM: 25, floorsAbove: null }, 'unknown'],
    ['one of 26 m of which nobody told the use', { use: null, heightM: 26, floorsAbove: 8 }, 'unknown'],
    ['one of 99 m of which nobody told the use', { use: null, heightM: 99, floorsAbove: 30 }, 'yes'],
  ] as const)('%s', (_, building, expected) => {
    expect(highRiseOf(building)).toBe(expected);
  });

  it('never turns a yes into a no when it is built higher', () => {
    fc.assert(
      fc.property(told, fc.double({ min: 0, max: 100, noNaN: true }), (building, more) => {
        fc.pre(building.heightM !== null && highRiseOf(building) === 'yes');
        expect(highRiseOf({ ...building, heightM: (building.heightM ?? 0) + more })).toBe('yes');
      }),
    );
  });

  it('of whatever is not told says nothing that the rest of the file could contradict', () => {
    fc.assert(
      fc.property(told, (building) => {
        fc.pre(building.use === null && highRiseOf(building) !== 'unknown');
        for (const use of ['residential', 'public', 'factory', 'warehouse'] as const)
          expect(highRiseOf({ ...building, use })).toBe(highRiseOf(building));
      }),
    );
  });

  it('wants refuge floors above 100 m alone', () => {
    expect(lacksRefugeFloor({ heightM: 100, refugeFloors: [] })).toBe(false);
    expect(lacksRefugeFloor({ heightM: 100.1, refugeFloors: [] })).toBe(true);
    expect(lacksRefugeFloor({ heightM: 100.1, refugeFloors: [15] })).toBe(false);
    expect(lacksRefugeFloor({ heightM: null, refugeFloors: [] })).toBe(false);
  });
});

describe('what is left in a tank', () => {
  const tank = fc
    .record({
      capacityM3: fc.double({ min: 0.1, max: 10_000, noNaN: true }),
      lowestM: fc.double({ min: 0, max: 10, noNaN: true }),
      span: fc.double({ min: 0.1, max: 20, noNaN: true }),
      demandLps: fc.double({ min: 0.1, max: 500, noNaN: true }),
    })
    .map(({ span, ...one }) => ({ ...one, fullM: one.lowestM + span }));
  const level = fc.double({ min: -1, max: 40, noNaN: true });

  it('is 0.25 h of 36 m³ at 40 L/s when it is full', () => {
    expect(waterLeft({ capacityM3: 36, fullM: 3, lowestM: 0.5, demandLps: 40 }, 3)).toEqual({ m3: 36, hours: 0.25 });
    expect(waterLeft({ capacityM3: 36, fullM: 3, lowestM: 0.5, demandLps: 40 }, 1.75).hours).toBeCloseTo(0.125);
  });

  it('is nothing at the lowest effective level and below, and never more than the tank holds', () => {
    fc.assert(
      fc.property(tank, level, (one, at) => {
        const { m3, hours } = waterLeft(one, at);
        expect(m3).toBeGreaterThanOrEqual(0);
        expect(m3).toBeLessThanOrEqual(one.capacityM3);
        expect(hours).toBeCloseTo(m3 / (one.demandLps * 3.6));
        if (at <= one.lowestM) expect(m3).toBe(0);
      }),
    );
  });

  it('never grows while the level falls', () => {
    fc.assert(
      fc.property(tank, level, level, (one, a, b) => {
        expect(waterLeft(one, Math.min(a, b)).hours).toBeLessThanOrEqual(waterLeft(one, Math.max(a, b)).hours);
      }),
    );
  });
});
