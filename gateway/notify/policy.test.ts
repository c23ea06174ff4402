// Policies: which one counts, what it would do at two in the night, and what is wrong with one.
import { siteTime } from '../site-time.ts';
import { defaultPolicy } from './default-policy.ts';
import { type Policy, policyFor, scheduleOf } from './policy.ts';
import { faultsOfPolicy } from './policy-faults.ts';
import { preview } from './policy-preview.ts';
import { aTown, MIDNIGHT, POLICIES } from './testing/a-town.ts';

const CHINA = siteTime('Asia/Shanghai');
const TWO = MIDNIGHT + 2 * 3_600_000;
const NOON = MIDNIGHT + 12 * 3_600_000;
const house = defaultPolicy('fire') as Policy;

describe('the policy that counts', () => {
  const wanted = { class: 'fire' as const, path: ['town', 'unit-1', 'b1'], at: TWO, drill: false };

  it('is that of the nearest place, there the one for these hours, and never one of a drill', () => {
    expect(policyFor(POLICIES, wanted, CHINA)?.id).toBe('unit-1-night');
    expect(policyFor(POLICIES, { ...wanted, at: NOON }, CHINA)?.id).toBe('unit-1');
    expect(policyFor(POLICIES, { ...wanted, drill: true }, CHINA)?.id).toBe('drill-unit-1');
    expect(policyFor(POLICIES, { ...wanted, path: ['town', 'unit-9'] }, CHINA)).toBeUndefined();
    const b1: Policy = { ...house, id: 'b1', place: 'b1' };
    expect(policyFor([...POLICIES, { ...house, id: 'all', hours: 'night' }, b1], wanted, CHINA)?.id).toBe('b1');
    expect(policyFor([...POLICIES, { ...b1, steps: [] }], wanted, CHINA)?.id).toBe('unit-1-night');
  });

  it('changes from night to day at eight', () => {
    const at = (minutes: number) => policyFor(POLICIES, { ...wanted, at: MIDNIGHT + minutes * 60_000 }, CHINA)?.id;
    expect([at(479), at(480), at(1_199), at(1_200)]).toEqual(['unit-1-night', 'unit-1', 'unit-1', 'unit-1-night']);
  });

  it('is never missing for a fire, and has the timers of the house', () => {
    expect(house.steps.map((step) => step.after)).toEqual([0, 30, 60, 120, 120, 180]);
    for (const known of ['fire', 'pre-alarm', 'linkage', 'supervisory', 'fault'] as const) {
      for (const drill of [false, true]) {
        const policy = defaultPolicy(known, drill);
        expect(policy?.drill).toBe(drill);
        expect(policy && faultsOfPolicy(policy)).toEqual([]);
      }
    }
    expect(defaultPolicy('isolation')).toBeUndefined();
  });
});

describe('a preview', () => {
  const { books } = aTown();

  it('shows a fire at two in the night, with the gap of the manager and who is told instead at once', () => {
    const { lines, after } = preview(house, books.rosters, 'fire', ['town', 'unit-1', 'b1'], TWO);
    expect(lines.map((line) => line.words.zh)).toEqual([
      '立即通知监控中心值班席，方式 console → app',
      '30 秒后通知监控中心值班席，方式 sounder → console',
      '60 秒后通知单位值班室（unit-1-duty-room-1），方式 voice → sms',
      '120 秒后：消防安全管理人无人值班，改为通知消防监督员（town-supervisor-0），方式 voice → sms',
      '120 秒后：微型消防站无人值班，改为通知消防监督员（town-supervisor-0），方式 voice → sms',
      '180 秒后通知消防监督员（town-supervisor-0），方式 voice → sms',
    ]);
    expect(lines.map((line) => line.isGap)).toEqual([false, false, false, true, true, false]);
    expect(after.map((line) => line.en)).toEqual([
      'then the last step every 180 s until somebody acknowledges',
      'acknowledged and not handled for 180 s: again from step 1',
    ]);
  });

  it('falls back to a step before it, and to the seat where nobody is left', () => {
    const only: Policy = { ...house, steps: [{ after: 0, whom: { person: 'gone' }, via: ['voice'] }] };
    expect(preview(only, books.rosters, 'fire', [], TWO).lines[0]).toMatchObject({
      isGap: true,
      people: [{ id: 'seat' }],
      via: ['console', 'sounder'],
    });
    const last: Policy = { ...house, steps: [...house.steps.slice(0, 1), { after: 60, whom: { person: 'gone' }, via: ['voice'] }] };
    expect(preview(last, books.rosters, 'fire', [], TWO).lines[1]).toMatchObject({ after: 60, isGap: true, via: ['console', 'app'] });
  });

  it('lists repeats and further runs in the order of time', () => {
    const night = POLICIES[0] as Policy;
    expect(
      scheduleOf(night)
        .map((telling) => [telling.offset / 1_000, telling.run, telling.step, telling.repetition])
        .slice(0, 9),
    ).toEqual([
      [0, 0, 0, 0],
      [45, 0, 1, 0],
      [45, 0, 2, 0],
      [60, 0, 0, 1],
      [120, 0, 0, 2],
      [300, 0, 3, 0],
      [360, 1, 0, 0],
      [405, 1, 1, 0],
      [405, 1, 2, 0],
    ]);
  });
});

describe('faults of a policy', () => {
  it('are said in words', () => {
    const faults = faultsOfPolicy({
      ...house,
      acknowledgeTimeOut: null,
      lastEvery: 5,
      again: { every: 60, times: 0 },
      steps: [
        { after: 10, whom: 'seat', via: [] },
        { after: 5.5, whom: 'seat', via: ['sms', 'sms'], needs: 0, repeat: { every: 1, times: 2 } },
      ],
    }).map((fault) => fault.en);
    expect(faults).toEqual([
      'step 1: it names no channel',
      'step 2: its time must be whole seconds from 0 to 24 hours',
      'step 2: it comes before the step above it',
      'step 2: it names a channel twice',
      'step 2: at least one person must acknowledge',
      'step 2: its repeating must be whole seconds from 60 to 24 hours',
      'step 1 must be told at once (0 seconds)',
      'the repeating of the whole must be 1 to 20 times',
      'the span between endless repetitions must be whole seconds from 60 to 24 hours',
      'a fire needs a time within which it is handled once acknowledged',
    ]);
    for (const policy of POLICIES) expect(faultsOfPolicy(policy)).toEqual([]);
    const said = (changes: Partial<Policy>): string[] => faultsOfPolicy({ ...house, ...changes }).map(({ field, en }) => `${field}: ${en}`);
    const beside = 'besideAfter: the time after which a fire takes the next channel too must be whole seconds from 2 to 60';
    for (const besideAfter of [1, 2.5, 61]) expect(said({ besideAfter })).toEqual([beside]);
    for (const besideAfter of [2, 60, undefined]) expect(said(besideAfter === undefined ? {} : { besideAfter })).toEqual([]);
    const step = { after: 0, whom: 'seat' as const, via: ['console'] };
    expect(said({ steps: Array.from({ length: 20 }, () => step) })).toEqual([]);
    expect(said({ steps: Array.from({ length: 21 }, () => step) })).toEqual(['steps: it has more than 20 steps']);
    expect(said({ steps: [], classes: [] })).toEqual(['classes: it is for no class of alarm', 'steps: it has no steps']);
    expect(said({ acknowledgeTimeOut: 59 })).toEqual([
      'acknowledgeTimeOut: the time to handle after acknowledging must be whole seconds from 60 to 24 hours',
    ]);
  });
});
