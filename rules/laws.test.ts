// The laws that every rule of the book is held to, whoever wrote it.
import fc from 'fast-check';
import { drivers } from '../device-drivers/catalogue.ts';
import { carrier, panelPart, panelSystem } from '../device-drivers/gb26875/drivers.ts';
import { QUANTITIES, type Quantity, type QuantityId } from '../device-drivers/quantity.ts';
import { limitsOf, parametersOf, ruleBook } from './book.ts';
import { faultsOf } from './check.ts';
import { isOwnRule } from './own-rule.ts';
import { PARAMETER_TITLES } from './parameter-words.ts';
import type { Condition, Limit, Rule } from './rule.ts';
import { clearSentenceOf, sentenceOf } from './sentence.ts';
import { provoke } from './testing/provoke.ts';
import { aDevice, NOON, Site } from './testing/site.ts';

const resolved = (limit: Limit): number => (typeof limit === 'number' ? limit : limit.otherwise + (limit.plus ?? 0));
const han = /\p{Script=Han}/u;

/** Also what is made on first sight behind another device. */
const everyDriver = [...drivers(), carrier, panelPart, panelSystem];

/** Thresholds anywhere in a condition. */
function thresholds(condition: Condition | undefined): { is: 'above' | 'below'; limit: Limit }[] {
  if (!condition) return [];
  if (condition.is === 'above' || condition.is === 'below') return [condition];
  if (condition.is === 'all' || condition.is === 'any') return condition.of.flatMap(thresholds);
  return condition.is === 'not' || condition.is === 'repeated' || condition.is === 'together' ? thresholds(condition.of) : [];
}

/** The dead band of a rule on a number: how far the value must go back. Undefined where it has no threshold. */
function deadBand(rule: Rule): number | undefined {
  const [raise] = thresholds(rule.raiseWhen);
  if (!raise) return undefined;
  const [clear] = thresholds(rule.clearWhen);
  if (!clear || clear.is === raise.is) return 0;
  const distance = resolved(clear.limit) - resolved(raise.limit);
  return raise.is === 'below' ? distance : -distance;
}

describe('the rule book', () => {
  it('has at least 25 rules, each with an id of its own', () => {
    expect(ruleBook.length).toBeGreaterThanOrEqual(25);
    expect(new Set(ruleBook.map(({ id }) => id)).size).toBe(ruleBook.length);
    expect(ruleBook.filter(({ id }) => isOwnRule(id))).toEqual([]);
  });

  it('judges every quantity of the vocabulary, and every point of every driver', () => {
    const watched = new Set(ruleBook.map(({ watches }) => watches.quantity));
    expect(Object.keys(QUANTITIES).filter((id) => !watched.has(id as QuantityId))).toEqual([]);
    const unwatched = everyDriver.flatMap(({ model, kind, points }) =>
      points.flatMap(({ key, quantity }) => {
        const rules = ruleBook.filter(
          ({ watches }) =>
            watches.quantity === quantity && (watches.kinds?.includes(kind) ?? true) && (watches.models?.includes(model) ?? true),
        );
        return rules.length > 0 ? [] : [`${model} ${key}`];
      }),
    );
    expect(unwatched).toEqual([]);
  });

  it('names models that exist', () => {
    const models = everyDriver.map(({ model }) => model);
    for (const { watches } of ruleBook)
      for (const model of [...(watches.models ?? []), ...(watches.exceptModels ?? [])]) expect(models).toContain(model);
  });

  it('gives a parameter one default and one unit wherever it is asked for', () => {
    const seen = new Map<string, string>();
    for (const rule of ruleBook) {
      for (const [limit, isTime] of limitsOf(rule)) {
        if (typeof limit === 'number') continue;
        const unit = isTime ? 's' : rule.watches.quantity;
        const meaning = `${limit.otherwise} ${unit}`;
        expect(limit.parameter).toMatch(/^[a-z][a-zA-Z]+$/);
        expect({ parameter: limit.parameter, meaning: seen.get(limit.parameter) ?? meaning }).toEqual({
          parameter: limit.parameter,
          meaning,
        });
        seen.set(limit.parameter, meaning);
      }
    }
    expect(parametersOf(ruleBook).map(({ name }) => name)).toEqual([...seen.keys()].sort());
  });

  it('calls every parameter by a word of its own in both languages, and no rule by the name in its data', () => {
    const names = parametersOf(ruleBook).map(({ name }) => name);
    expect(Object.keys(PARAMETER_TITLES).sort()).toEqual(names);
    for (const language of ['zh', 'en'] as const) {
      const titles = names.map((name) => PARAMETER_TITLES[name]?.[language]);
      expect(new Set(titles).size).toBe(names.length);
    }
    for (const { zh, en } of Object.values(PARAMETER_TITLES)) {
      expect(zh).toMatch(/^\p{Script=Han}+$/u);
      expect(en).toMatch(/^[a-z][a-z -]+$/);
    }
    for (const rule of ruleBook)
      for (const said of [sentenceOf(rule), clearSentenceOf(rule)].filter((one) => one !== undefined))
        for (const text of [said.zh, said.en]) expect(names.filter((name) => text.includes(name))).toEqual([]);
  });

  it('is found out where a law is broken', () => {
    const [sound] = ruleBook.filter(({ id }) => id === 'hydrant-pressure-low');
    if (!sound) throw new Error('the book has no such rule');
    expect(deadBand(sound)).toBeCloseTo(0.02);
    const { clearWhen: _, ...trembling } = sound;
    expect(deadBand(trembling)).toBe(0);
    expect(faultsOf({ ...sound, title: { zh: '', en: 'x' } })).not.toEqual([]);
    expect(provoke({ ...sound, raiseWhen: { is: 'below', limit: -0.1 } }, 1).raised).toBeUndefined();
    expect(provoke({ ...sound, clearWhen: { is: 'above', limit: 4 } }, 1).cleared).toBeUndefined();
  });
});

describe('every rule', () => {
  for (const [index, rule] of ruleBook.entries()) {
    const quantity: Quantity = QUANTITIES[rule.watches.quantity];

    it(`${rule.id} keeps the laws`, () => {
      expect(faultsOf(rule)).toEqual([]);
      for (const { zh, en } of [rule.title, rule.advice]) {
        expect(zh).toMatch(han);
        expect(en).toMatch(/^[A-Z]/);
        expect(en).not.toMatch(han);
      }
      expect(rule.title.zh.length).toBeLessThanOrEqual(16);
      expect(rule.advice.zh.length).toBeLessThanOrEqual(40);
      expect(rule.clause?.text).toBeTruthy();
      expect(rule.latching).toBe(rule.class === 'fire' || rule.class === 'pre-alarm');
      if (rule.class === 'fire') expect(rule.holdFor).toBeUndefined();
      const band = deadBand(rule);
      if (band !== undefined) expect(band).toBeGreaterThan(0);
      if (quantity.kind === 'number') {
        const [lowest, highest] = quantity.range;
        for (const { limit } of [...thresholds(rule.raiseWhen), ...thresholds(rule.clearWhen)]) {
          expect(resolved(limit)).toBeGreaterThan(lowest);
          expect(resolved(limit)).toBeLessThan(highest);
        }
      }
    });

    it(`${rule.id} can be made to raise and to clear`, () => {
      const { raised, cleared, faults } = provoke(rule, index + 1);
      expect(raised?.change).toBe('raise');
      expect(cleared?.change).toBe('clear');
      expect(faults).toBe(0);
      for (const { because } of [raised, cleared].filter((one) => one !== undefined)) {
        expect(because.zh).toMatch(han);
        expect(because.en).toMatch(/^[A-Z0-9]/);
        expect(because.en).not.toMatch(/undefined|NaN|\p{Script=Han}/u);
      }
    });
  }

  it('judges any value of its quantity, and any nonsense, without a fault', () => {
    const ids = Object.keys(QUANTITIES) as QuantityId[];
    const nonsense = fc.constantFrom<unknown>(Number.NaN, Number.POSITIVE_INFINITY, -0, '', 'normal', true, null, 1e300);
    const reading = fc.constantFrom(...ids).chain((id) => {
      const known: Quantity = QUANTITIES[id];
      const plausible: fc.Arbitrary<unknown> =
        known.kind === 'number'
          ? fc.double({ min: known.range[0], max: known.range[1], noNaN: true })
          : known.kind === 'flag'
            ? fc.boolean()
            : fc.constantFrom(...Object.keys(known.states));
      return fc.record({
        quantity: fc.constant(id),
        value: fc.oneof({ weight: 9, arbitrary: plausible }, { weight: 1, arbitrary: nonsense }),
        quality: fc.constantFrom('good' as const, 'doubtful' as const, 'bad' as const),
        after: fc.integer({ min: 0, max: 4_000_000 }),
        drill: fc.boolean(),
      });
    });
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 200 }), fc.constantFrom(...drivers()), (readings, driver) => {
        const site = new Site(ruleBook, [aDevice('d1', { kind: driver.kind, model: driver.model })]);
        let now = NOON;
        for (const { after, value, ...rest } of readings) {
          now += after;
          const found = site.engine.judge([
            { device: 'd1', point: rest.quantity, at: now, receivedAt: now, value: value as never, ...rest },
          ]);
          for (const { because } of found) expect(because.zh.length).toBeGreaterThan(1);
        }
        expect(site.faults).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
