// Several spans of hours in one rule: how they are said, what is wrong with them, and how long a hold may be within them.
import { rangeFaults } from './own-range.ts';
import type { Condition, Rule } from './rule.ts';
import { sentenceOf } from './sentence.ts';
import { aRule } from './testing/site.ts';

describe('several spans of hours', () => {
  const week = [1, 2, 3, 4, 5] as const;
  const low: Condition = { is: 'below', limit: 0.1 };
  const spans = (...of: Extract<Condition, { is: 'calendar' }>[]): Rule =>
    aRule({ id: 'own-low', watches: { quantity: 'water.pressure' }, raiseWhen: { is: 'all', of: [low, { is: 'any', of }] } });
  const at = (from: string, to: string, ...days: (1 | 2 | 3 | 4 | 5 | 6 | 7)[]): Extract<Condition, { is: 'calendar' }> => ({
    is: 'calendar',
    from,
    to,
    ...(days.length > 0 ? { days } : {}),
  });
  const wrong = (rule: Rule): string[] => rangeFaults(rule).map(({ path, words: { zh } }) => `${path} ${zh}`);

  it('stand in one sentence, those of the same days together', () => {
    const rule = spans(
      at('08:00', '12:00', ...week),
      at('14:00', '18:00', ...week),
      at('22:00', '06:00', 6),
      at('09:00', '12:00', 2, 4, 5),
    );
    expect(sentenceOf(rule)).toEqual({
      zh: '当水压低于 0.100 MPa，且（时段在 周一至周五 08:00–12:00、14:00–18:00，或 周六 22:00–次日 06:00，或 周二、周四、周五 09:00–12:00）',
      en: 'When water pressure is below 0.100 MPa and (it is between 08:00 and 12:00 or 14:00 and 18:00 on Mon to Fri, or between 22:00 and 06:00 of the next day, begun on Sat, or between 09:00 and 12:00 on Tue, Thu, Fri)',
    });
  });

  it('do not lie over each other, also over midnight and over the end of the week', () => {
    expect(wrong(spans(at('08:00', '12:00'), at('12:00', '14:00')))).toEqual([]);
    expect(wrong(spans(at('08:00', '12:00', ...week), at('11:59', '14:00', 5)))).toEqual([
      'raiseWhen.of.1.of.1.from 第 2 个时段与第 1 个重叠',
    ]);
    expect(wrong(spans(at('22:00', '06:00', 7), at('05:00', '07:00', 1)))).toEqual(['raiseWhen.of.1.of.1.from 第 2 个时段与第 1 个重叠']);
    expect(wrong(spans(at('22:00', '06:00', 7), at('05:00', '07:00', 2)))).toEqual([]);
    expect(wrong(spans(at('08:00', '12:00'), at('14:00', '15:00'), at('14:30', '14:31')))).toEqual([
      'raiseWhen.of.1.of.2.from 第 3 个时段与第 2 个重叠',
    ]);
  });

  it('do not end when they begin, but for a whole day', () => {
    expect(wrong(spans(at('08:00', '08:00', 6), at('09:00', '10:00', 1)))).toEqual([
      'raiseWhen.of.1.of.0.to 结束与开始相同；整天请写 00:00 至 00:00',
    ]);
    expect(wrong(spans(at('00:00', '00:00', 6), at('09:00', '10:00', 1)))).toEqual([]);
  });

  it('let a hold be as long as they follow each other without a break', () => {
    const held = (hold: number, ...of: Parameters<typeof spans>): string[] => wrong({ ...spans(...of), holdFor: hold });
    const night = [at('22:00', '00:00'), at('00:00', '06:00')];
    expect(held(8 * 3600 - 1, ...night)).toEqual([]);
    expect(held(8 * 3600, ...night)).toHaveLength(1);
    expect(held(864_000, at('00:00', '12:00'), at('12:00', '00:00'))).toEqual([]);
  });

  it('that never come together are refused: it would never speak', () => {
    const never = { ...spans(), raiseWhen: { is: 'all', of: [low, at('08:00', '12:00', 1), at('08:00', '12:00', 2)] } } as Rule;
    expect(wrong(never)).toEqual(['raiseWhen 这些时段没有共同的时间，永远不会报警']);
  });
});
