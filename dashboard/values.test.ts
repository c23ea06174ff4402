// Values and times as a person reads them.
import { QUANTITIES } from '../device-drivers/quantity.ts';
import { clockOrDate, dateTime, elapsed, span } from './time.ts';
import { bytes, hexLines, isNormal, NO_VALUE, shown, shownLine } from './values.ts';

describe('a value', () => {
  it('has the unit and the decimals of its quantity', () => {
    expect(shown('water.pressure', 0.4, 'zh')).toEqual({ text: '0.400', unit: 'MPa' });
    expect(shownLine('electric.residualCurrent', 86.4, 'en')).toBe('86 mA');
    expect(shownLine('weather.temperature', -3, 'zh')).toBe('-3.0 °C');
  });

  it('of a flag or a state is a word of the person’s language', () => {
    expect(shownLine('callpoint.pressed', true, 'zh')).toBe('按下');
    expect(shownLine('callpoint.pressed', false, 'en')).toBe('Normal');
    expect(shownLine('smoke.alarm', 'silenced', 'zh')).toBe('已消音');
  });

  it('that is not there is a dash and never a zero', () => {
    for (const id of Object.keys(QUANTITIES)) expect(shown(id, null, 'zh')).toEqual({ text: NO_VALUE, unit: '' });
  });

  it('that this dashboard does not understand is shown as it came', () => {
    expect(shownLine('lava.depth', 12.5, 'zh')).toBe('12.5');
    expect(shownLine('smoke.alarm', 'on-fire', 'en')).toBe('on-fire');
    expect(shownLine('water.pressure', 'garbage', 'en')).toBe('garbage');
  });

  it('is normal, odd, or neither', () => {
    expect(isNormal('smoke.alarm', 'normal')).toBe(true);
    expect(isNormal('smoke.alarm', 'test')).toBe(false);
    expect(isNormal('pump.running', true)).toBe(false);
    expect(isNormal('water.pressure', 0)).toBeNull();
    expect(isNormal('smoke.alarm', null)).toBeNull();
  });

  it('in bytes and in hex is readable', () => {
    expect([bytes(0), bytes(999), bytes(287_000_000)]).toEqual(['0 B', '999 B', '287.0 MB']);
    expect(hexLines('00ff')).toBe('00 ff');
    expect(hexLines('00'.repeat(17)).split('\n')).toHaveLength(2);
  });
});

describe('a time', () => {
  const at = Date.UTC(2026, 10, 21, 15, 41, 7);

  it('is the site’s, whatever zone this computer thinks it stands in', () => {
    expect(dateTime(at)).toBe('2026-11-21 23:41:07');
    expect(dateTime(at + 1_200_000)).toBe('2026-11-22 00:01:07');
  });

  it('shows its date only where it is another day', () => {
    expect(clockOrDate(at, at + 1_000)).toBe('23:41:07');
    expect(clockOrDate(at, at + 1_200_000)).toBe('11-21 23:41:07');
    expect(clockOrDate(at, null)).toBe('11-21 23:41:07');
  });

  it('that has passed counts in minutes, hours, days, and never below zero', () => {
    expect(elapsed(47_900)).toBe('00:47');
    expect(elapsed(3_599_999)).toBe('59:59');
    expect(elapsed(3_723_000)).toBe('1:02:03');
    expect(elapsed(273_900_000)).toBe('3d 04:05');
    expect(elapsed(-5_000)).toBe('00:00');
  });

  it('that it took is told in its own measure', () => {
    expect([350, 12_000, 300_000, 10_800_000, 200_000_000].map(span)).toEqual(['350 ms', '12 s', '5 min', '3 h', '2 d']);
  });
});
