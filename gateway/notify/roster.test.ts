// Rosters: who is on duty, when nobody is, and what a date changes; in zones whose days have 23 and 25 hours too.
import fc from 'fast-check';
import { siteTime } from '../site-time.ts';
import { dateOf, dayOf, localMoment } from './local-day.ts';
import { dutySpans, gaps, onDuty, type Roster, type Shift } from './roster.ts';
import { faultsOfRoster } from './roster-faults.ts';
import { Uncovered } from './uncovered.ts';

const CHINA = siteTime('Asia/Shanghai');
const BERLIN = siteTime('Europe/Berlin');
const HOUR = 3_600_000;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const;

function aRoster(changes: Partial<Roster> = {}): Roster {
  const people = ['zhang', 'li', 'wang'].map((id) => ({ id, name: id, contacts: { voice: `138${id}` } }));
  const shifts: Shift[] = [
    { days: EVERY_DAY, from: '08:00', to: '20:00', people: ['zhang'] },
    { days: EVERY_DAY, from: '20:00', to: '08:00', people: ['li', 'wang'] },
  ];
  return { id: 'r1', place: 'unit-1', role: 'duty-room', drill: false, people, shifts, changes: [], ...changes };
}

/** Local time in China, UTC+8 all year. */
const china = (text: string): number => Date.parse(`${text}+08:00`);
const names = (roster: Roster, at: number, zone = CHINA): string[] => onDuty(roster, at, zone).map((person) => person.id);

describe('a roster', () => {
  it('hands over at the minute, also past midnight, and keeps the order of a shift', () => {
    const roster = aRoster();
    expect(names(roster, china('2026-11-25T07:59:59'))).toEqual(['li', 'wang']);
    expect(names(roster, china('2026-11-25T08:00:00'))).toEqual(['zhang']);
    expect(names(roster, china('2026-11-25T20:00:00'))).toEqual(['li', 'wang']);
    expect(names(roster, china('2026-11-26T02:00:00'))).toEqual(['li', 'wang']);
    expect(gaps(roster, china('2026-11-01T00:00:00'), china('2026-12-01T00:00:00'), CHINA)).toEqual([]);
  });

  it('tells a person once where two shifts overlap', () => {
    const roster = aRoster({
      shifts: [
        { days: EVERY_DAY, from: '00:00', to: '00:00', people: ['li', 'zhang'] },
        { days: EVERY_DAY, from: '12:00', to: '13:00', people: ['zhang', 'wang'] },
      ],
    });
    expect(names(roster, china('2026-11-25T12:30:00'))).toEqual(['li', 'zhang', 'wang']);
  });

  it('gives a swapped night to the other to its end in the morning, and the next night back', () => {
    const roster = aRoster({ changes: [{ is: 'swap', date: '2026-11-25', from: 'li', to: 'zhang' }] });
    expect(names(roster, china('2026-11-26T07:00:00'))).toEqual(['zhang', 'wang']);
    expect(names(roster, china('2026-11-26T21:00:00'))).toEqual(['li', 'wang']);
  });

  it('lets somebody on leave give a shift away, and nobody on leave stand in', () => {
    const leave = { is: 'leave', person: 'zhang', first: '2026-11-25', last: '2026-11-25' } as const;
    const gives = aRoster({ changes: [leave, { is: 'swap', date: '2026-11-25', from: 'zhang', to: 'wang' }] });
    const takes = aRoster({ changes: [leave, { is: 'swap', date: '2026-11-25', from: 'li', to: 'zhang' }] });
    expect(names(gives, china('2026-11-25T12:00:00'))).toEqual(['wang']);
    expect(names(takes, china('2026-11-25T22:00:00'))).toEqual(['wang']);
    expect(faultsOfRoster(gives)).toEqual([]);
    expect(faultsOfRoster(takes).map(({ en }) => en)).toEqual(['zhang is on leave on 2026-11-25 and cannot stand in']);
  });

  it('ends a gap at the very minute at which a holiday begins, and is the same in whatever zone it was looked at before', () => {
    const holiday = {
      is: 'holiday',
      date: '2026-10-01',
      name: '国庆节',
      shifts: [{ from: '09:07', to: '00:00', people: ['wang'] }],
    } as const;
    const roster = aRoster({ changes: [holiday] });
    const from = china('2026-10-01T08:00:00');
    expect(gaps(roster, from, from + 4 * HOUR, CHINA)).toEqual([{ from, to: from + HOUR + 7 * 60_000 }]);
    const noon = china('2026-11-25T12:00:00');
    expect([names(roster, noon), names(roster, noon, BERLIN), names(roster, noon)]).toEqual([['zhang'], ['li', 'wang'], ['zhang']]);
  });

  it('shows the gap that a leave leaves, and the shifts of a holiday', () => {
    const roster = aRoster({
      changes: [
        { is: 'leave', person: 'zhang', first: '2026-11-25', last: '2026-11-25' },
        { is: 'holiday', date: '2026-10-01', name: '国庆节', shifts: [{ from: '09:00', to: '08:00', people: ['wang'] }] },
      ],
    });
    const from = china('2026-11-25T00:00:00');
    expect(gaps(roster, from, from + 24 * HOUR, CHINA)).toEqual([{ from: from + 8 * HOUR, to: from + 20 * HOUR }]);
    const spans = dutySpans(roster, from, from + 24 * HOUR, CHINA).map(({ people }) => people.map(({ id }) => id));
    expect(spans).toEqual([['li', 'wang'], [], ['li', 'wang']]);
    expect(names(roster, china('2026-10-02T07:59:00'))).toEqual(['wang']);
    const holiday = china('2026-10-01T00:00:00');
    expect(gaps(roster, holiday, holiday + 48 * HOUR, CHINA)).toEqual([{ from: holiday + 8 * HOUR, to: holiday + 9 * HOUR }]);
  });

  it('tells how much of the week to come nobody covers, anew each quarter and for each change', () => {
    const day = { days: EVERY_DAY, from: '08:00', to: '20:00', people: ['zhang'] };
    const roster = aRoster({ shifts: [day] });
    let asked = 0;
    const uncovered = new Uncovered((at) => {
      asked += 1;
      return CHINA(at);
    });
    const from = china('2026-11-25T08:00:00');
    expect(uncovered.of(roster, from + 14 * 60_000)).toBe(7 * 12 * HOUR);
    const once = asked;
    // Another roster looks at the same clock on the wall, and so does the same one again.
    expect(uncovered.of(aRoster({ shifts: [{ ...day, days: [1, 2, 3, 4, 5] }] }), from)).toBe((7 * 12 + 2 * 12) * HOUR);
    expect([uncovered.of(roster, from), asked]).toEqual([7 * 12 * HOUR, once]);
    const leave = aRoster({ shifts: [day], changes: [{ is: 'leave', person: 'zhang', first: '2026-12-02', last: '2026-12-02' }] });
    expect(uncovered.of(leave, from)).toBe(7 * 12 * HOUR);
    expect(uncovered.of(leave, from + 15 * 60_000)).toBe(7 * 12 * HOUR + 15 * 60_000);
  });

  it('has no gap on a day of 25 hours and nobody twice on a day of 23', () => {
    const roster = aRoster({
      shifts: [
        { days: EVERY_DAY, from: '00:00', to: '02:30', people: ['zhang'] },
        { days: EVERY_DAY, from: '02:30', to: '00:00', people: ['li'] },
      ],
    });
    const long = Date.parse('2026-10-24T22:00:00Z');
    const short = Date.parse('2026-03-28T23:00:00Z');
    expect(gaps(roster, long, long + 25 * HOUR, BERLIN)).toEqual([]);
    expect(gaps(roster, short, short + 23 * HOUR, BERLIN)).toEqual([]);
    for (let at = short; at < short + 23 * HOUR; at += 60_000) expect(onDuty(roster, at, BERLIN)).toHaveLength(1);
  });

  it('finds exactly the minutes that nobody covers, whatever the shifts and the zone', () => {
    const clock = fc
      .integer({ min: 0, max: 1_439 })
      .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
    const shift = fc.record({
      days: fc.uniqueArray(fc.constantFrom(...EVERY_DAY), { minLength: 1 }),
      from: clock,
      to: clock,
      people: fc.subarray(['zhang', 'li', 'wang'], { minLength: 1 }),
    });
    const start = fc.constantFrom('2026-03-28T05:07:00Z', '2026-10-24T05:00:00Z', '2026-06-03T11:11:00Z').map((text) => Date.parse(text));
    const zone = fc.constantFrom('Europe/Berlin', 'Asia/Shanghai', 'Australia/Lord_Howe', 'America/St_Johns');
    fc.assert(
      fc.property(fc.array(shift, { maxLength: 4 }), start, zone, (shifts, from, zoneName) => {
        const roster = aRoster({ shifts });
        const localTime = siteTime(zoneName);
        const found = gaps(roster, from, from + 36 * HOUR, localTime);
        for (let at = from; at < from + 36 * HOUR; at += 60_000) {
          const isInGap = found.some((span) => span.from <= at && at < span.to);
          if (isInGap !== (onDuty(roster, at, localTime).length === 0)) throw new Error(`at ${new Date(at).toISOString()}`);
        }
        for (const [n, span] of found.entries()) expect(span.from).toBeGreaterThan(found[n - 1]?.to ?? Number.NEGATIVE_INFINITY);
      }),
      { numRuns: 60 },
    );
  });

  it('knows the local date of an instant on both sides of the date line', () => {
    const at = Date.parse('2026-12-31T11:30:00Z');
    expect(dateOf(localMoment(at, siteTime('Pacific/Kiritimati')).day)).toBe('2027-01-01');
    expect(dateOf(localMoment(at, siteTime('Pacific/Niue')).day)).toBe('2026-12-31');
    expect(dateOf(localMoment(Date.parse('2026-12-31T05:00:00Z'), siteTime('Pacific/Niue')).day)).toBe('2026-12-30');
    expect([dayOf('2026-02-29'), dayOf('2028-02-29') === undefined, dayOf('1.1.2026')]).toEqual([undefined, false, undefined]);
  });

  it('says what is wrong with it in words', () => {
    expect(faultsOfRoster(aRoster())).toEqual([]);
    const faults = faultsOfRoster(
      aRoster({
        people: [{ id: 'zhang', name: '张三', contacts: {} }],
        shifts: [{ days: [], from: '8:00', to: '24:00', people: ['zhao'] }],
        changes: [
          { is: 'swap', date: '2026-11-25', from: 'zhang', to: 'zhang' },
          { is: 'leave', person: 'zhang', first: '2026-11-25', last: '2026-11-24' },
          { is: 'holiday', date: '10-01', name: '国庆节', shifts: [] },
        ],
      }),
    );
    expect(faults.map(({ field }) => field)).toEqual([
      'people.0.contacts',
      'shifts.0.from',
      'shifts.0.to',
      'shifts.0.people',
      'shifts.0.days',
      'changes.0.from',
      'changes.1.last',
      'changes.2.date',
    ]);
    expect(faults.map((fault) => fault.en)).toEqual([
      '张三 can be reached on no channel',
      '“8:00” is no time of day, 00:00 to 23:59',
      '“24:00” is no time of day, 00:00 to 23:59',
      'person zhao is not in this roster',
      'the shift 8:00–24:00 is on no day of the week',
      '张三 has no shift on 2026-11-25 to give away',
      'a leave ends before it begins (2026-11-25)',
      '“10-01” is no date like 2026-10-01',
    ]);
  });

  it('on a holiday has the holiday’s shifts to swap, and says what is wrong with those and with the list of people', () => {
    const said = (changes: Partial<Roster>): string[] => faultsOfRoster(aRoster(changes)).map(({ field, en }) => `${field}: ${en}`);
    const holiday = {
      is: 'holiday',
      date: '2026-11-25',
      name: '调休',
      shifts: [{ from: '09:00', to: '17:00', people: ['wang'] }],
    } as const;
    const swap = (from: string) => ({ is: 'swap', date: '2026-11-25', from, to: 'zhang' }) as const;
    expect(said({ changes: [holiday, swap('wang')] })).toEqual([]);
    expect(said({ changes: [holiday, swap('li')] })).toEqual(['changes.1.from: li has no shift on 2026-11-25 to give away']);
    expect(said({ changes: [{ ...holiday, shifts: [{ from: '9', to: '17:00', people: [] }] }] })).toEqual([
      'changes.0.shifts.0.from: “9” is no time of day, 00:00 to 23:59',
      'changes.0.shifts.0.people: the shift 9–17:00 has no people',
    ]);
    expect(said({ changes: [{ is: 'leave', person: 'zhao', first: '2026-11-25', last: '2026-11-25' }] })).toEqual([
      'changes.0.person: person zhao is not in this roster',
    ]);
    const zhang = { id: 'zhang', name: ' ', contacts: { voice: '138' } };
    const shifts = [{ days: EVERY_DAY, from: '00:00', to: '00:00', people: ['zhang'] }];
    expect(said({ people: [zhang, zhang], shifts })).toEqual([
      'people: a person is listed twice',
      'people.0.name: person zhang has no name',
      'people.1.name: person zhang has no name',
    ]);
    expect(said({ people: [], shifts: [] })).toEqual(['people: the roster has no people', 'shifts: the roster has no shifts']);
  });
});
