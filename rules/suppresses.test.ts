// Which limits could silence a fire or a loss of pressure, and take a second person.
import { ruleBook } from './book.ts';
import { sentenceOf } from './sentence.ts';
import { silencedBy } from './suppresses.ts';

const silences = (parameter: string, before: number, after: number): boolean => silencedBy(ruleBook, parameter, before, after).length > 0;

describe('a limit', () => {
  it('silences where it is far laxer than the default, and never where it is sharper than before', () => {
    expect(silences('hydrantPressureLow', 0.1, 0.06)).toBe(false);
    expect(silences('hydrantPressureLow', 0.1, 0.04)).toBe(true);
    expect(silences('hydrantPressureLow', 0.02, 0.04)).toBe(false);
    expect(silences('gasHighAlarm', 50, 74)).toBe(false);
    expect(silences('gasHighAlarm', 50, 76)).toBe(true);
    expect(silences('gasHighAlarm', 90, 80)).toBe(false);
    expect(silences('smokeDensityHigh', 0.2, 0.41)).toBe(true);
    expect(silences('pressureHold', 60, 600)).toBe(false);
    expect(silences('pressureHold', 60, 601)).toBe(true);
  });

  it('of what is neither fire nor pressure silences nothing that two must agree to', () => {
    expect(silences('batteryLow', 20, 1)).toBe(false);
    expect(silences('chamberDirtLimit', 80, 100)).toBe(false);
  });
});

describe('every rule of the book', () => {
  it('reads as a sentence in both languages', () => {
    for (const rule of ruleBook) {
      const { zh, en } = sentenceOf(rule);
      expect(zh).toMatch(/^当(\p{Script=Han}| \d)/u);
      expect(en).toMatch(/^When /);
      expect(en).not.toMatch(/undefined|NaN|\p{Script=Han}/u);
    }
  });
});
