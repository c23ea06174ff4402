// Plans of duty checks: at their time and once, at moments that nobody can foresee, never twice within half an hour.
import fc from 'fast-check';
import type { DutyPlanRecord } from '../acts.ts';
import { siteTime } from '../site-time.ts';
import { dueMoment, momentsOf } from './duty-planner.ts';

const localTime = siteTime('Asia/Shanghai');
const minutesOf = (at: number): number => localTime(at).minutes;
/** Midnight of 1 May 2026 in Shanghai. */
const MIDNIGHT = Date.UTC(2026, 3, 30, 16);
const MINUTE = 60_000;
const daily: DutyPlanRecord = {
  id: 'p',
  name: '每日',
  place: 'unit',
  kind: 'daily',
  from: '22:15',
  to: null,
  times: 1,
  minutes: 3,
  enabled: true,
};
const nightly: DutyPlanRecord = { ...daily, kind: 'random', from: '20:00', to: '06:00', times: 3 };

/** The moments at which a plan is carried out when it is looked at every so many ms. */
function carriedOut(plan: DutyPlanRecord, from: number, to: number, every = 5_000, salt = 'salt'): number[] {
  const runs: number[] = [];
  for (let now = from; now < to; now += every) {
    if (dueMoment(plan, now, runs.at(-1) ?? null, minutesOf, salt) !== undefined) runs.push(now);
  }
  return runs;
}

describe('a plan', () => {
  it('calls once a day at its time', () => {
    const at = MIDNIGHT + (22 * 60 + 15) * MINUTE;
    expect(carriedOut(daily, MIDNIGHT, MIDNIGHT + 2 * 1_440 * MINUTE)).toEqual([at, at + 1_440 * MINUTE]);
  });

  it('makes up for a moment that a restart took, and drops one that is long gone', () => {
    const at = MIDNIGHT + (22 * 60 + 15) * MINUTE;
    expect(carriedOut(daily, at + 9 * MINUTE, at + 60 * MINUTE)).toHaveLength(1);
    expect(carriedOut(daily, at + 11 * MINUTE, at + 60 * MINUTE)).toEqual([]);
  });

  it('that is switched off calls nobody', () => {
    expect(carriedOut({ ...daily, enabled: false }, MIDNIGHT, MIDNIGHT + 1_440 * MINUTE)).toEqual([]);
  });

  it('at random calls as often as it says, within its hours, also over midnight', () => {
    const begins = MIDNIGHT + 20 * 60 * MINUTE;
    const runs = carriedOut(nightly, begins - 60 * MINUTE, begins + 12 * 60 * MINUTE);
    expect(runs).toHaveLength(3);
    for (const run of runs) expect(run >= begins && run < begins + 10 * 60 * MINUTE).toBe(true);
  });

  it('at random calls at other moments on another day and in another house', () => {
    const runs = (salt: string, day: number) => momentsOf(nightly, MIDNIGHT + day * 1_440 * MINUTE, salt).join();
    expect(new Set([runs('one', 0), runs('one', 1), runs('two', 0)]).size).toBe(3);
  });

  it('keeps half an hour between two calls where its hours allow it, and all within its hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 23 }), fc.string(), (times, hour, salt) => {
        const plan = {
          ...nightly,
          times,
          from: `${String(hour).padStart(2, '0')}:00`,
          to: `${String((hour + 12) % 24).padStart(2, '0')}:00`,
        };
        const moments = momentsOf(plan, MIDNIGHT, salt);
        expect(moments).toHaveLength(times);
        for (const [nth, moment] of moments.entries()) {
          expect(moment >= 0 && moment < 720).toBe(true);
          if (nth > 0) expect(moment - (moments[nth - 1] ?? 0)).toBeGreaterThanOrEqual(30);
        }
      }),
    );
  });
});
