// The sentence of a rule says all of it, in both languages, and nothing rounded; what cannot be is refused; what changed is told.
import fc from 'fast-check';
import { QUANTITIES, type Quantity, type QuantityId } from '../device-drivers/quantity.ts';
import { words } from '../device-drivers/words.ts';
import { ruleBook } from './book.ts';
import { faultsOf } from './check.ts';
import { differencesOf } from './differences.ts';
import { rangeFaults } from './own-range.ts';
import { ownFaults, ownHoldOf, ownLimitOf } from './own-rule.ts';
import { PARAMETER_TITLES } from './parameter-words.ts';
import type { Condition, Limit, Rule } from './rule.ts';
import { clearSentenceOf, sentenceOf } from './sentence.ts';
import { aRule } from './testing/site.ts';

const IDS = Object.keys(QUANTITIES) as QuantityId[];
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((both) => both.map((n) => String(n).padStart(2, '0')).join(':'));
const anyNumber = fc.oneof(
  fc.integer({ min: -50, max: 5000 }),
  fc.integer({ min: 1, max: 999_999 }).map((n) => n / 10_000),
);
const limit: fc.Arbitrary<Limit> = fc.oneof(
  anyNumber,
  fc.record({ parameter: fc.constantFrom('pressureHold', 'gasTrace'), otherwise: anyNumber }),
  fc.record({ parameter: fc.constant('gasTrace'), otherwise: anyNumber, plus: fc.constantFrom(-2, 0.02) }),
);
const within = fc.oneof(fc.integer({ min: 1, max: 90_000 }), fc.constantFrom(0.25, 1.75));
const days = fc.uniqueArray(fc.constantFrom(1, 2, 3, 4, 5, 6, 7) as fc.Arbitrary<1 | 2 | 3 | 4 | 5 | 6 | 7>, { minLength: 1 });

function leaf(id: QuantityId): fc.Arbitrary<Condition> {
  const known: Quantity = QUANTITIES[id];
  const always: fc.Arbitrary<Condition>[] = [
    fc.record({ is: fc.constant('silent' as const), longer: limit }),
    fc.record({ is: fc.constant('calendar' as const), from: clock, to: clock }),
    fc.record({ is: fc.constant('calendar' as const), from: clock, to: clock, days }),
    fc.record({
      is: fc.constant('quality' as const),
      among: fc.uniqueArray(fc.constantFrom('good' as const, 'doubtful' as const, 'bad' as const), { minLength: 1 }),
    }),
  ];
  if (known.kind === 'number')
    return fc.oneof(
      ...always,
      fc.record({ is: fc.constantFrom('above' as const, 'below' as const), limit }),
      fc.record({ is: fc.constantFrom('rising' as const, 'falling' as const), by: limit, within }),
    );
  const states: readonly (string | boolean)[] = known.kind === 'flag' ? [true, false] : Object.keys(known.states);
  return fc.oneof(
    ...always,
    fc.record({ is: fc.constant('state' as const), among: fc.uniqueArray(fc.constantFrom(...states), { minLength: 1 }) }),
  );
}

function condition(id: QuantityId): fc.Arbitrary<Condition> {
  return fc.letrec<{ any: Condition }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      leaf(id),
      fc.record({ is: fc.constantFrom('all' as const, 'any' as const), of: fc.array(tie('any'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ is: fc.constant('not' as const), of: tie('any') }),
      fc.record({ is: fc.constant('repeated' as const), of: tie('any'), times: fc.integer({ min: 2, max: 900 }), within }),
      fc.record({ is: fc.constant('together' as const), of: tie('any'), points: fc.integer({ min: 2, max: 200 }), within }),
    ),
  })).any;
}

const anyRule: fc.Arbitrary<Rule> = fc.constantFrom(...IDS).chain((quantity) =>
  fc
    .record({
      raiseWhen: condition(quantity),
      clearWhen: fc.option(condition(quantity), { nil: undefined }),
      holdFor: fc.option(limit, { nil: undefined }),
    })
    .map(({ raiseWhen, clearWhen, holdFor }) =>
      aRule({ watches: { quantity }, raiseWhen, ...(clearWhen ? { clearWhen } : {}), ...(holdFor === undefined ? {} : { holdFor }) }),
    ),
);

/** What a reader must find of a condition, worked out from its data alone: numbers, names, hours, days, states. */
function mustSay(of: Condition, id: QuantityId, language: 'zh' | 'en'): string[] {
  const known: Quantity = QUANTITIES[id];
  const inner = (one: Condition): string[] => mustSay(one, id, language);
  const marks = (said: Limit): string[] =>
    typeof said === 'number'
      ? [number(said)]
      : [PARAMETER_TITLES[said.parameter]?.[language] ?? '?', number(said.otherwise + (said.plus ?? 0))];
  switch (of.is) {
    case 'above':
      return [language === 'zh' ? '高于' : 'above', ...marks(of.limit)];
    case 'below':
      return [language === 'zh' ? '低于' : 'below', ...marks(of.limit)];
    case 'rising':
    case 'falling':
      return [
        language === 'zh' ? (of.is === 'rising' ? '上升' : '下降') : of.is === 'rising' ? 'rises' : 'falls',
        ...marks(of.by),
        number(of.within),
      ];
    case 'silent':
      return [language === 'zh' ? '没有消息' : 'nothing is heard', ...marks(of.longer)];
    case 'calendar':
      return [
        of.from,
        of.to,
        ...(of.days ?? []).map((day) => `@${day}`),
        ...(of.from >= of.to ? [language === 'zh' ? '次日' : 'next day'] : []),
      ];
    case 'state':
      return of.among.map((one) => {
        const said =
          known.kind === 'flag' ? (one === true ? known.on : known.off) : known.kind === 'state' ? known.states[String(one)] : undefined;
        return language === 'zh' ? (said?.zh ?? '?') : (said?.en.toLowerCase() ?? '?');
      });
    case 'quality':
      return of.among.map(
        (one) =>
          (language === 'zh' ? { good: '有效', doubtful: '存疑', bad: '无效' } : { good: 'sound', doubtful: 'doubtful', bad: 'unusable' })[
            one
          ],
      );
    case 'repeated':
      return [String(of.times), number(of.within), ...inner(of.of)];
    case 'together':
      return [String(of.points), number(of.within), language === 'zh' ? '同区' : 'zone', ...inner(of.of)];
    case 'not':
      return [language === 'zh' ? '并非' : 'not so', ...inner(of.of)];
    default:
      return of.of.flatMap(inner);
  }
}

function number(value: number): string {
  return `#${Number(value.toPrecision(12))}`;
}

/** Its numbers as numbers, so that `0.300` is 0.3. */
function says(text: string, mark: string): boolean {
  if (mark.startsWith('@')) return saysDay(text, Number(mark.slice(1)));
  if (!mark.startsWith('#')) return text.includes(mark);
  return (text.match(/-?\d+(\.\d+)?(e-?\d+)?/g) ?? []).some((one) => Number(one) === Number(mark.slice(1)));
}

const DAY_NAMES = [
  ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
] as const;

/** By name, or within a run of days: 周一至周五, Mon to Fri. */
function saysDay(text: string, day: number): boolean {
  return DAY_NAMES.some((names) => {
    const runs = [...text.matchAll(/(周.)至(周.)|([A-Z][a-z]{2}) to ([A-Z][a-z]{2})/g)];
    const at = (name: string | undefined): number => [...names].findIndex((one) => one.endsWith(name ?? '?')) + 1;
    const isWithin = runs.some(([, zhFrom, zhTo, from, to]) => {
      const [first, last] = [at(zhFrom ?? from), at(zhTo ?? to)];
      return first > 0 && day >= first && day <= last;
    });
    return isWithin || text.includes(names[day - 1] ?? '?');
  });
}

describe('the sentence of a rule', () => {
  it('names every condition with every number as it is written, in both languages', () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        const { quantity } = rule.watches;
        const whole = sentenceOf(rule);
        const ends = clearSentenceOf(rule);
        for (const language of ['zh', 'en'] as const) {
          const missing = mustSay(rule.raiseWhen, quantity, language).filter((mark) => !says(whole[language], mark));
          expect({ said: whole[language], missing }).toEqual({ said: whole[language], missing: [] });
          if (rule.holdFor !== undefined) {
            const { holdFor } = rule;
            const hold = typeof holdFor === 'number' ? holdFor : holdFor.otherwise + (holdFor.plus ?? 0);
            expect(says(whole[language], number(hold))).toBe(true);
          }
          if (rule.clearWhen)
            expect(mustSay(rule.clearWhen, quantity, language).filter((mark) => !says(ends?.[language] ?? '', mark))).toEqual([]);
        }
        expect(ends === undefined).toBe(rule.clearWhen === undefined);
      }),
      { numRuns: 400 },
    );
  });

  it('is another for another condition, however they lie within each other', () => {
    const single: Condition[] = [
      { is: 'below', limit: 0.1 },
      { is: 'above', limit: 0.5 },
    ];
    const around = (of: readonly Condition[]): Condition[] => [
      ...of.flatMap((one): Condition[] => [
        { is: 'not', of: one },
        { is: 'repeated', of: one, times: 2, within: 60 },
        { is: 'together', of: one, points: 2, within: 60 },
      ]),
      ...of.flatMap((one) =>
        of.flatMap((other): Condition[] => [
          { is: 'all', of: [one, other] },
          { is: 'any', of: [one, other] },
        ]),
      ),
    ];
    const shallow = [...single, ...around(single)];
    const seen = new Map<string, Condition>();
    for (const raiseWhen of [...shallow, ...around(shallow)]) {
      const said = sentenceOf(aRule({ watches: { quantity: 'water.pressure' }, raiseWhen })).zh;
      expect({ said, means: seen.get(said) ?? raiseWhen }).toEqual({ said, means: raiseWhen });
      seen.set(said, raiseWhen);
    }
    expect(seen.size).toBeGreaterThan(500);
  });

  it('brackets what is joined within', () => {
    const low: Condition = { is: 'below', limit: 0.1 };
    const night: Condition = { is: 'calendar', from: '22:00', to: '06:00', days: [6, 7] };
    const rule = aRule({
      watches: { quantity: 'water.pressure' },
      raiseWhen: { is: 'all', of: [{ is: 'any', of: [low, { is: 'above', limit: 1.2345 }] }, night] },
    });
    expect(sentenceOf(rule).zh).toBe('当（水压低于 0.100 MPa，或水压高于 1.2345 MPa），且时段在 周六、周日 22:00–次日 06:00');
  });
});

describe('a rule of one’s own', () => {
  const rule = aRule({ id: 'own-low', watches: { quantity: 'water.pressure' }, raiseWhen: { is: 'below', limit: 0.1 } });
  const paths = (more: Partial<Rule>): string[] => rangeFaults({ ...rule, ...more }).map(({ path }) => path);

  it('has numbers that its quantity can have', () => {
    expect(paths({})).toEqual([]);
    expect(paths({ raiseWhen: { is: 'below', limit: 99 } })).toEqual(['raiseWhen.limit']);
    expect(paths({ raiseWhen: { is: 'above', limit: { parameter: 'x', otherwise: 3.9, plus: 0.2 } } })).toEqual(['raiseWhen.limit']);
    expect(paths({ raiseWhen: { is: 'falling', by: 0, within: 60 } })).toEqual(['raiseWhen.by']);
    expect(paths({ raiseWhen: { is: 'silent', longer: 0 } })).toEqual(['raiseWhen.longer']);
    expect(paths({ holdFor: -1 })).toEqual(['holdFor']);
    expect(paths({ holdFor: 32 * 86_400 })).toEqual(['holdFor']);
  });

  it('is not held longer than its hours are open: it would never speak', () => {
    const during = (from: string, to: string, days?: (1 | 2 | 3 | 4 | 5 | 6 | 7)[]): Condition => ({
      is: 'all',
      of: [rule.raiseWhen, { is: 'calendar', from, to, ...(days ? { days } : {}) }],
    });
    expect(paths({ raiseWhen: during('22:00', '23:00'), holdFor: 3600 })).toEqual(['holdFor']);
    expect(paths({ raiseWhen: during('22:00', '23:00'), holdFor: 3599 })).toEqual([]);
    expect(paths({ raiseWhen: during('00:00', '00:00', [6, 7]), holdFor: 172_800 })).toEqual(['holdFor']);
    expect(paths({ raiseWhen: during('00:00', '00:00', [6, 7, 1]), holdFor: 172_800 })).toEqual([]);
    expect(paths({ raiseWhen: during('00:00', '00:00'), holdFor: 864_000 })).toEqual([]);
  });

  it('may name its own hold and no other’s', () => {
    const held = (parameter: string): string[] => ownFaults({ ...rule, holdFor: { parameter, otherwise: 60 } }, []).map(({ path }) => path);
    expect(held(ownHoldOf('own-low'))).toEqual([]);
    expect(held(ownHoldOf('own-other'))).toEqual(['holdFor']);
    expect(faultsOf({ ...rule, holdFor: { parameter: ownHoldOf('own-low'), otherwise: 60 } })).toEqual([]);
  });

  it('may let places set its limits, each with one default and one meaning, the end of its alarm moving with it', () => {
    const wrong = (raise: Condition, clearWhen?: Condition): string[] =>
      ownFaults({ ...rule, raiseWhen: raise, ...(clearWhen ? { clearWhen } : {}) }, []).map(({ path }) => path);
    const own = (nth: number, otherwise: number, plus?: number): Limit => ({
      parameter: ownLimitOf('own-low', nth),
      otherwise,
      ...(plus === undefined ? {} : { plus }),
    });
    expect(wrong({ is: 'below', limit: own(1, 0.1) }, { is: 'above', limit: own(1, 0.1, 0.02) })).toEqual([]);
    expect(wrong({ is: 'below', limit: own(1, 0.1) }, { is: 'above', limit: own(1, 0.2) })).toEqual(['clearWhen.limit']);
    expect(
      wrong({
        is: 'any',
        of: [
          { is: 'below', limit: own(1, 5) },
          { is: 'silent', longer: own(1, 5) },
        ],
      }),
    ).toEqual(['raiseWhen.of.1.longer']);
    expect(
      wrong({
        is: 'any',
        of: [
          { is: 'below', limit: own(1, 1) },
          { is: 'falling', by: own(1, 1), within: 9 },
        ],
      }),
    ).toEqual(['raiseWhen.of.1.by']);
    expect(wrong({ is: 'below', limit: own(21, 0.1) })).toEqual(['raiseWhen.limit']);
    expect(wrong({ is: 'below', limit: { parameter: ownLimitOf('own-other', 1), otherwise: 0.1 } })).toEqual(['raiseWhen.limit']);
    expect(wrong({ is: 'below', limit: { parameter: ownHoldOf('own-low'), otherwise: 0.1 } })).toEqual(['raiseWhen.limit']);
  });
});

describe('what a version changed', () => {
  const name = (_of: string, id: string) => words(`${id}号`, `no. ${id}`);
  const before = aRule({
    id: 'own-low',
    watches: { quantity: 'water.pressure', devices: ['1', '2'] },
    raiseWhen: {
      is: 'all',
      of: [
        { is: 'below', limit: 0.3 },
        { is: 'calendar', from: '22:00', to: '06:00' },
      ],
    },
    holdFor: 60,
  });
  const told = (after: Rule): unknown[] =>
    differencesOf(before, after, name).map(({ field, before: was, after: is }) => [field, was.map(({ zh }) => zh), is.map(({ zh }) => zh)]);

  it('is told from what to what', () => {
    const after: Rule = {
      ...before,
      enabled: false,
      watches: { quantity: 'water.pressure', devices: ['2', '3'] },
      raiseWhen: {
        is: 'all',
        of: [
          { is: 'below', limit: 0.25 },
          { is: 'calendar', from: '22:00', to: '06:00' },
        ],
      },
      holdFor: { parameter: 'own-low.hold', otherwise: 90 },
    };
    expect(told(after)).toEqual([
      ['enabled', ['启用'], ['停用']],
      ['raiseWhen', ['水压低于 0.300 MPa'], ['水压低于 0.250 MPa']],
      ['holdFor', ['60 秒'], ['按位置设定的时长（默认 90 秒）']],
      ['devices', ['1号'], ['3号']],
    ]);
  });

  it('is told span by span', () => {
    const [low, night] = (before.raiseWhen as { readonly of: readonly Condition[] }).of;
    if (!low || !night) throw new Error('it has both');
    const noon: Condition = { is: 'calendar', from: '12:00', to: '14:00' };
    expect(told({ ...before, raiseWhen: { is: 'all', of: [low, { is: 'any', of: [night, noon] }] } })).toEqual([
      ['raiseWhen', [], ['时段在 12:00–14:00']],
    ]);
    // The same spans, all of which must hold, are another rule.
    const both = { ...before, raiseWhen: { is: 'all', of: [low, { is: 'any', of: [night, noon] }] } } as Rule;
    expect(differencesOf(both, { ...both, raiseWhen: { is: 'all', of: [low, night, noon] } }, name)).toHaveLength(1);
  });

  it('is told as a whole where conditions are joined otherwise', () => {
    const { of } = before.raiseWhen as Extract<Condition, { is: 'all' }>;
    const [[field, was, is]] = told({ ...before, raiseWhen: { is: 'any', of } }) as [[string, string[], string[]]];
    expect([field, was[0], is[0]]).toEqual([
      'raiseWhen',
      '水压低于 0.300 MPa，且时段在 22:00–次日 06:00',
      '水压低于 0.300 MPa，或时段在 22:00–次日 06:00',
    ]);
  });

  it('is nothing where nothing was', () => {
    for (const rule of ruleBook) expect(differencesOf(rule, { ...rule, version: 9 }, name)).toEqual([]);
  });
});
