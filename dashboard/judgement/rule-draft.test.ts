// A rule as it is written on the screen is the rule that the gateway keeps: there and back, with its hours, limits by place and end.
import fc from 'fast-check';
import { writtenRule } from '../../gateway/web/rule-contract.ts';
import {
  draftOf,
  hoursPath,
  missingIn,
  newDraft,
  nextOwnLimit,
  ownLimitsIn,
  type Part,
  type RuleDraft,
  ruleOf,
  type Single,
  type Written,
  withRaise,
} from './rule-draft.ts';

const clock = fc.constantFrom('00:00', '06:00', '08:00', '12:00', '22:30');
const span = fc.record({ is: fc.constant('calendar' as const), from: clock, to: clock });
const amount = fc.oneof(
  fc.double({ min: 0, max: 4, noNaN: true }),
  fc.record({ parameter: fc.constantFrom('own-x.limit-1', 'own-x.limit-2', 'hydrantPressureLow'), otherwise: fc.constant(0.1) }),
);
const single: fc.Arbitrary<Single> = fc.oneof(
  fc.record({ is: fc.constantFrom('above' as const, 'below' as const), limit: amount }),
  fc.record({ is: fc.constantFrom('rising' as const, 'falling' as const), by: amount, within: fc.integer({ min: 1, max: 600 }) }),
  fc.record({ is: fc.constant('silent' as const), longer: amount }),
);
const part: fc.Arbitrary<Part> = fc.oneof(
  single,
  fc.record({ is: fc.constant('repeated' as const), of: single, times: fc.constant(3), within: fc.constant(60) }),
  fc.record({ is: fc.constant('not' as const), of: single }),
);
const parts = fc.array(part, { minLength: 1, maxLength: 3 });
const joined = fc.oneof(
  part,
  parts.filter(({ length }) => length > 1).chain((of) => fc.constantFrom({ is: 'all' as const, of }, { is: 'any' as const, of })),
);
const hours = fc.oneof(
  span,
  fc.array(span, { minLength: 2, maxLength: 4 }).map((of) => ({ is: 'any' as const, of })),
);
const raiseWhen = fc.oneof(
  joined,
  fc.tuple(parts, hours).map(([of, when]) => ({ is: 'all' as const, of: [...of, when] })),
  fc
    .tuple(
      parts.filter(({ length }) => length > 1),
      hours,
    )
    .map(([of, when]) => ({ is: 'all' as const, of: [{ is: 'any' as const, of }, when] })),
);
const rule = fc
  .record({ raiseWhen, clearWhen: fc.option(joined, { nil: undefined }), holdFor: fc.option(amount, { nil: undefined }) })
  .map(({ raiseWhen: raise, clearWhen, holdFor }) => {
    const { raise: _raise, hours: _hours, clear: _clear, ...rest } = newDraft('water.pressure');
    const whole = { ...rest.rule, raiseWhen: raise, ...(clearWhen ? { clearWhen } : {}), ...(holdFor === undefined ? {} : { holdFor }) };
    return whole as Written;
  });

describe('a rule that is written', () => {
  it('is the one that was kept, whatever hours and limits it has, and the gateway takes it', () => {
    fc.assert(
      fc.property(rule, (kept) => {
        const draft = draftOf('own-x', 3, kept);
        expect(ruleOf(draft)).toEqual(kept);
        expect(writtenRule.safeParse(kept).error).toBeUndefined();
        for (const { is } of draft.raise.parts) expect(is).not.toMatch(/^(all|any)$/);
      }),
    );
  });

  it('names its limits after itself, also when its id is written last', () => {
    const limit = { parameter: '.limit-1', otherwise: 0.1 };
    const draft: RuleDraft = { ...newDraft('water.pressure'), raise: { join: 'all', parts: [{ is: 'below', limit }] } };
    expect(ruleOf({ ...draft, name: 'cellar' }).raiseWhen).toEqual({
      is: 'below',
      limit: { parameter: 'own-cellar.limit-1', otherwise: 0.1 },
    });
    expect(nextOwnLimit(draft.raise, 'own-cellar', [])).toBe('.limit-2');
    // Places may have set what an older version had: its number is given to nothing else.
    const older = ruleOf({
      ...draft,
      name: 'cellar',
      raise: { join: 'all', parts: [{ is: 'below', limit: { ...limit, parameter: '.limit-4' } }] },
    });
    expect(nextOwnLimit(newDraft('water.pressure').raise, 'own-cellar', [older])).toBe('.limit-5');
    expect(nextOwnLimit(newDraft('water.pressure').raise, 'own-other', [older])).toBe('.limit-1');
  });

  it('ends by the limit that raised it: another default goes along, and what is taken out leaves its number', () => {
    const raise = (otherwise: number): RuleDraft['raise'] => ({
      join: 'all',
      parts: [{ is: 'below', limit: { parameter: '.limit-1', otherwise } }],
    });
    const draft: RuleDraft = {
      ...newDraft('water.pressure'),
      raise: raise(0.1),
      clear: { join: 'all', parts: [{ is: 'above', limit: { parameter: '.limit-1', otherwise: 0.1, plus: 0.02 } }] },
    };
    expect(ownLimitsIn(draft.raise)).toEqual([{ parameter: '.limit-1', otherwise: 0.1, is: 'below' }]);
    expect(withRaise(draft, raise(0.3)).clear?.parts).toEqual([
      { is: 'above', limit: { parameter: '.limit-1', otherwise: 0.3, plus: 0.02 } },
    ]);
    const fixed = withRaise(draft, { join: 'all', parts: [{ is: 'below', limit: 0.2 }] }).clear?.parts[0];
    expect(fixed).toMatchObject({ is: 'above', limit: expect.closeTo(0.12) });
  });

  it('says at each field what is not filled in, a span of its hours among several too', () => {
    const night = { is: 'calendar' as const, from: '22:00', to: '06:00' };
    const draft = newDraft('water.pressure');
    const missing = missingIn({ ...draft, hours: [night, night] }, (key) => key).map(({ path }) => path);
    expect(missing).toEqual(['body.rule.raiseWhen.of.0.limit', 'body.id', 'body.reason']);
    const misnamed = missingIn({ ...draft, name: 'Pump 3' }, (key) => key).find(({ path }) => path === 'body.id');
    expect(misnamed?.message).toBe('own-rule.id-wrong');
    expect(hoursPath(draft.raise, 1, 2)).toBe('rule.raiseWhen.of.1.of.1');
    expect(hoursPath(draft.raise, 0, 1)).toBe('rule.raiseWhen.of.1');
  });
});
