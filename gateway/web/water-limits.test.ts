// Which limit counts for a point of the water system: that of a rule which has to do with it, at this hour.
import { parametersOf } from '../../rules/book.ts';
import type { Condition, Rule } from '../../rules/rule.ts';
import { aDevice, aRule } from '../../rules/testing/site.ts';
import { WaterLimits } from './water-limits.ts';

const below = (limit: number): Condition => ({ is: 'below', limit });
const night: Condition = { is: 'calendar', from: '22:00', to: '06:00', days: [5] };
const pressure = (more: Partial<Rule['watches']> = {}): Rule['watches'] => ({ quantity: 'water.pressure', ...more });
const book = aRule({ id: 'book', class: 'fault', watches: pressure(), raiseWhen: below(0.1) });
const MONDAY_NOON = { weekday: 1, minutes: 720 } as const;

function lowOf(rules: readonly Rule[], local: { weekday: 1 | 5 | 6; minutes: number }, point = 'outlet', device = 'd1'): number | null {
  const estate = { parameter: () => undefined, limits: { all: () => [], of: () => undefined } };
  const rulebook = { rules: () => rules, parameters: () => parametersOf(rules) };
  const limits = new WaterLimits({ estate, rulebook } as unknown as ConstructorParameters<typeof WaterLimits>[0], local);
  const at = (id: string, of: string) =>
    limits.bounds({ device: aDevice(id, { kind: 'pipe' }), point: of, quantity: 'water.pressure' }).low;
  // Others of the same place and model are asked before: what counts for them is not taken for what counts here.
  at('other', 'inlet');
  at(device, 'inlet');
  at('other', point);
  return at(device, point);
}

it.each([
  ['by day', { weekday: 5, minutes: 720 } as const, 0.1],
  ['on Friday from ten', { weekday: 5, minutes: 1_320 } as const, 0.3],
  ['after midnight, of the night that began on Friday', { weekday: 6, minutes: 359 } as const, 0.3],
  ['at six', { weekday: 6, minutes: 360 } as const, 0.1],
])('a limit for the night counts in its hours alone: %s', (_when, local, low) => {
  const own = aRule({ id: 'own-night', watches: pressure(), raiseWhen: { is: 'all', of: [below(0.3), { is: 'any', of: [night] }] } });
  expect(lowOf([book, own], local)).toBe(low);
  const either = { is: 'any', of: [below(0.02), { is: 'all', of: [below(0.3), night] }] } as const;
  expect(lowOf([aRule({ id: 'own-either', watches: pressure(), raiseWhen: either })], local)).toBe(low === 0.3 ? 0.3 : 0.02);
  const byDay = { is: 'all', of: [below(0.3), { is: 'not', of: night }] } as const;
  expect(lowOf([book, aRule({ id: 'own-day', watches: pressure(), raiseWhen: byDay })], local)).toBe(low === 0.3 ? 0.1 : 0.3);
});

it('a limit of one point or one device is none of the others', () => {
  const ofPoint = aRule({ id: 'own-point', watches: pressure({ points: ['inlet'] }), raiseWhen: below(0.3) });
  expect([lowOf([book, ofPoint], MONDAY_NOON), lowOf([book, ofPoint], MONDAY_NOON, 'inlet')]).toEqual([0.1, 0.3]);
  const except = aRule({ id: 'own-except', watches: pressure({ exceptPoints: ['inlet'] }), raiseWhen: below(0.3) });
  expect([lowOf([book, except], MONDAY_NOON), lowOf([book, except], MONDAY_NOON, 'inlet')]).toEqual([0.3, 0.1]);
  const ofDevice = aRule({ id: 'own-device', watches: pressure({ devices: ['d1'] }), raiseWhen: below(0.3) });
  expect([lowOf([book, ofDevice], MONDAY_NOON), lowOf([book, ofDevice], MONDAY_NOON, 'outlet', 'd2')]).toEqual([0.3, 0.1]);
});
