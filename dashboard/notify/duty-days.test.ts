// Days of the duty calendar: cut at the site's midnights, with a gap said in the words of its ends.
import { clockOf, dayStart, dutyDays, gapEnds, weekdayOf, weekStart } from './duty-days.ts';

const china = (text: string): number => Date.parse(`${text}+08:00`);
const HOUR = 3_600_000;

describe('a day of the calendar', () => {
  it('begins at the midnight of the site, wherever the reader sits', () => {
    expect(dayStart(china('2026-11-25T00:00:00'))).toBe(china('2026-11-25T00:00:00'));
    expect(dayStart(china('2026-11-25T23:59:59'))).toBe(china('2026-11-25T00:00:00'));
    expect([weekdayOf(china('2026-11-25T00:00:00')), weekdayOf(china('2026-11-29T23:59:00'))]).toEqual([3, 7]);
    expect(weekStart(china('2026-11-29T12:00:00'))).toBe(china('2026-11-23T00:00:00'));
    expect(weekStart(china('2026-11-23T00:00:00'))).toBe(china('2026-11-23T00:00:00'));
  });

  it('holds the parts of its spans, and no hole', () => {
    const from = china('2026-11-25T00:00:00');
    const spans = [
      { from, to: from + 20 * HOUR, people: ['zhang'] },
      { from: from + 20 * HOUR, to: from + 32 * HOUR, people: ['li'] },
      { from: from + 32 * HOUR, to: from + 48 * HOUR, people: [] },
    ];
    const days = dutyDays(spans, from, 2);
    expect(days.map(({ date, weekday }) => [date, weekday])).toEqual([
      ['2026-11-25', 3],
      ['2026-11-26', 4],
    ]);
    expect(days.map((day) => day.spans.map((one) => [clockOf(one.from, day.at), clockOf(one.to, day.at), ...one.people]))).toEqual([
      [
        ['00:00', '20:00', 'zhang'],
        ['20:00', '24:00', 'li'],
      ],
      [
        ['00:00', '08:00', 'li'],
        ['08:00', '24:00'],
      ],
    ]);
  });
});

describe('a gap', () => {
  it('within a day ends at its midnight at the latest, a longer one on another day', () => {
    const from = china('2026-11-25T22:00:00');
    expect(gapEnds({ from, to: from + 2 * HOUR })).toMatchObject({ isOneDay: true, first: { clock: '22:00' }, last: { clock: '24:00' } });
    expect(gapEnds({ from, to: from + 8 * HOUR })).toEqual({
      isOneDay: false,
      first: { weekday: 3, date: '11-25', clock: '22:00' },
      last: { weekday: 4, date: '11-26', clock: '06:00' },
    });
  });
});
