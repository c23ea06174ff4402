// Days of the duty calendar: cut at the site's midnights, with a gap said in the words of its ends.
import fc from 'fast-check';
import { dateTime, fieldTime, midnight, setSiteZone, siteWeekday, timeOfField } from '../time.ts';
import { clockOf, dutyDays, gapEnds, weekStart } from './duty-days.ts';

const china = (text: string): number => Date.parse(`${text}+08:00`);
const HOUR = 3_600_000;

describe('a day of the calendar', () => {
  it('begins at the midnight of the site, wherever the reader sits', () => {
    expect(midnight(china('2026-11-25T00:00:00'))).toBe(china('2026-11-25T00:00:00'));
    expect(midnight(china('2026-11-25T23:59:59'))).toBe(china('2026-11-25T00:00:00'));
    expect([siteWeekday(china('2026-11-25T00:00:00')), siteWeekday(china('2026-11-29T23:59:00'))]).toEqual([3, 7]);
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
    expect(days.map((day) => day.spans.map((one) => [clockOf(one.from, day.end), clockOf(one.to, day.end), ...one.people]))).toEqual([
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

describe('at a site in another zone', () => {
  beforeAll(() => setSiteZone('Europe/Berlin'));
  afterAll(() => setSiteZone('Asia/Shanghai'));
  const berlin = (text: string): number => Date.parse(text);

  it('a day of 25 hours is one day of the calendar, and one of 23', () => {
    const monday = berlin('2026-10-19T00:00:00+02:00');
    expect([weekStart(berlin('2026-10-25T23:30:00+01:00')), weekStart(monday, 1)]).toEqual([monday, berlin('2026-10-26T00:00:00+01:00')]);
    const days = dutyDays([{ from: monday, to: monday + 14 * 24 * HOUR, people: ['zhang'] }], monday, 8);
    expect(days.map(({ weekday }) => weekday)).toEqual([1, 2, 3, 4, 5, 6, 7, 1]);
    expect(days.map(({ at, end }) => (end - at) / HOUR)).toEqual([24, 24, 24, 24, 24, 24, 25, 24]);
    expect(days.map(({ spans, end }) => spans.map((one) => clockOf(one.to, end)))).toEqual(days.map(() => ['24:00']));
    const [spring] = dutyDays([], berlin('2026-03-29T00:00:00+01:00'), 1);
    expect(((spring?.end ?? 0) - (spring?.at ?? 0)) / HOUR).toBe(23);
  });

  it('a field of date and time is read by the clock of the site, also in the hour that there is twice and in that there is not', () => {
    expect(timeOfField('2026-07-01T08:30')).toBe(berlin('2026-07-01T08:30:00+02:00'));
    expect(timeOfField('2026-12-01T08:30')).toBe(berlin('2026-12-01T08:30:00+01:00'));
    expect(timeOfField('2026-10-25T02:30')).toBe(berlin('2026-10-25T02:30:00+02:00'));
    expect(timeOfField('2026-03-29T02:30')).toBe(berlin('2026-03-29T03:30:00+02:00'));
    expect(timeOfField('no time')).toBeNaN();
  });
});

it('the clock of any site is told as that zone tells it, and what a field holds is found again', () => {
  const zones = fc.constantFrom(
    'Asia/Shanghai',
    'Europe/Berlin',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
  );
  const time = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2040, 0) });
  fc.assert(
    fc.property(zones, time, (zone, at) => {
      setSiteZone(zone);
      expect(dateTime(at)).toBe(new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at));
      const field = fieldTime(at);
      expect(fieldTime(timeOfField(field))).toBe(field);
      expect(midnight(at)).toBeLessThanOrEqual(at);
      expect(midnight(at, 1)).toBeGreaterThan(at);
    }),
  );
  setSiteZone('Asia/Shanghai');
});
