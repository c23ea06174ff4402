import fc from 'fast-check';
import { daysBetween, siteDays } from './site-days.ts';

const ZONES = ['Asia/Shanghai', 'UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'America/Sao_Paulo'];
const moment = fc.integer({ min: Date.UTC(1975, 0), max: Date.UTC(2099, 0) });

describe('the days of a site', () => {
  it.each(ZONES)('hold each moment in exactly one day, without a gap between days, in %s', (zone) => {
    const dayOf = siteDays(zone);
    const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    fc.assert(
      fc.property(moment, (at) => {
        const day = dayOf(at);
        expect(day.name).toBe(format.format(at));
        expect(day.from <= at && at < day.to).toBe(true);
        expect(format.format(day.from)).toBe(day.name);
        expect(format.format(day.from - 1)).not.toBe(day.name);
        expect(format.format(day.to - 1)).toBe(day.name);
        expect(dayOf(day.to).from).toBe(day.to);
      }),
      { numRuns: 60 },
    );
  });

  it('are 23 and 25 hours long when the clock is changed', () => {
    const dayOf = siteDays('America/New_York');
    const hours = (at: number): number => (dayOf(at).to - dayOf(at).from) / 3_600_000;
    expect(hours(Date.UTC(2026, 2, 8, 12))).toBe(23);
    expect(hours(Date.UTC(2026, 10, 1, 12))).toBe(25);
    expect(hours(Date.UTC(2026, 5, 1, 12))).toBe(24);
  });

  it('of a span are those that it touches', () => {
    const dayOf = siteDays('Asia/Shanghai');
    const midnight = Date.UTC(2026, 10, 21, 16);
    const names = (from: number, to: number): string[] => daysBetween(dayOf, from, to).map((day) => day.name);
    expect(names(midnight - 1, midnight + 1)).toEqual(['2026-11-21', '2026-11-22']);
    expect(names(midnight, midnight + 1)).toEqual(['2026-11-22']);
    expect(names(midnight, midnight)).toEqual([]);
  });
});
