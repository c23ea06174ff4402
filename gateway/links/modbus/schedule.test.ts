// The poll plan of a bus: no drift, no starvation, and the control that shows what silence costs without it.
import fc from 'fast-check';
import { PollSchedule } from './schedule.ts';

interface Played {
  readonly polls: Map<string, number[]>;
  readonly skipped: number;
}

/** Plays a bus on which an answer takes `answer` ms and silence `silence` ms, for `long` ms. */
function play(
  units: { key: string; every: number }[],
  dead: (key: string, now: number) => boolean,
  long: number,
  answer = 5,
  silence = 400,
  schedule: Pick<PollSchedule, 'next' | 'done' | 'setUnits' | 'skipped'> = new PollSchedule(),
): Played {
  const polls = new Map<string, number[]>(units.map(({ key }) => [key, []]));
  let now = 0;
  schedule.setUnits(units, now);
  while (now < long) {
    const next = schedule.next(now);
    if ('wait' in next) {
      now += next.wait;
      continue;
    }
    const began = now;
    polls.get(next.poll)?.push(began);
    const silent = dead(next.poll, now);
    now += silent ? silence : answer;
    schedule.done(next.poll, silent ? 'silent' : 'answered', began, now);
  }
  return { polls, skipped: schedule.skipped };
}

const ten = Array.from({ length: 10 }, (_, nth) => ({ key: `unit ${nth}`, every: 1000 }));

it('polls keep to the grid and do not drift', () => {
  const { polls, skipped } = play(ten, () => false, 100_000);
  for (const times of polls.values()) {
    expect(times).toHaveLength(100);
    for (const [nth, time] of times.entries()) expect(time - nth * 1000).toBeLessThanOrEqual(50);
  }
  expect(skipped).toBe(0);
});

it('one dead unit among ten takes nothing from the other nine', () => {
  const { polls, skipped } = play(ten, (key) => key === 'unit 3', 100_000);
  for (const [key, times] of polls) if (key !== 'unit 3') expect(times).toHaveLength(100);
  expect(polls.get('unit 3')?.length).toBeLessThan(10);
  expect(skipped).toBe(0);
});

it('nine dead units among ten leave the tenth its rate', () => {
  const { polls } = play(ten, (key) => key !== 'unit 3', 100_000);
  expect(polls.get('unit 3')?.length).toBeGreaterThanOrEqual(98);
});

it('control: the same nine dead units, asked in turn without a plan, leave the tenth a third', () => {
  let turn = 0;
  const inTurn = { next: () => ({ poll: `unit ${turn++ % 10}` }), done: () => undefined, setUnits: () => undefined, skipped: 0 };
  const { polls } = play(ten, (key) => key !== 'unit 3', 100_000, 5, 400, inTurn);
  expect(polls.get('unit 3')?.length).toBeLessThan(33);
});

it('a dead unit is asked again within a minute, and is back at its rate when it answers', () => {
  const { polls } = play(ten.slice(0, 2), (key, now) => key === 'unit 1' && now < 600_000, 700_000);
  const times = polls.get('unit 1') ?? [];
  const silent = times.filter((time) => time < 600_000);
  for (const [nth, time] of silent.entries()) expect(time - (silent[nth - 1] ?? 0)).toBeLessThanOrEqual(62_000);
  expect(times.length - silent.length).toBeGreaterThanOrEqual(39);
});

it('a poll that somebody waits for comes at once and moves the grid of nobody', () => {
  const plan = new PollSchedule();
  plan.setUnits([{ key: 'a', every: 1_000 }], 0);
  expect(plan.next(0)).toEqual({ poll: 'a' });
  // Asked for while it is being polled: that poll may have read already.
  plan.soon('a');
  plan.done('a', 'answered', 0, 10);
  expect(plan.next(10)).toEqual({ poll: 'a' });
  plan.done('a', 'answered', 10, 20);
  expect(plan.next(20)).toEqual({ wait: 980 });
});

it('on a bus that is too slow every unit has its turn, and what is left out is counted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 100, max: 400 }), (count, answer) => {
      const units = ten.slice(0, 1).flatMap(({ every }) => Array.from({ length: count }, (_, nth) => ({ key: `${nth}`, every })));
      const { polls, skipped } = play(units, () => false, 60_000, answer);
      const counts = [...polls.values()].map(({ length }) => length);
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(Math.max(...counts) * 0.9 - 1);
      const made = counts.reduce((sum, polled) => sum + polled, 0);
      expect(Math.abs(made + skipped - count * 60)).toBeLessThanOrEqual(count);
    }),
  );
});

it('a fast unit does not starve a slow one, nor the dead the living, whatever the mixture', () => {
  const unit = fc.record({ every: fc.integer({ min: 50, max: 3000 }), dead: fc.boolean() });
  fc.assert(
    fc.property(fc.array(unit, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 60 }), (mixture, answer) => {
      const units = mixture.map(({ every }, nth) => ({ key: `${nth}`, every }));
      const { polls } = play(units, (key) => mixture[Number(key)]?.dead ?? false, 300_000, answer);
      for (const [nth, { dead }] of mixture.entries()) {
        const times = [0, ...(polls.get(`${nth}`) ?? []), 300_000];
        const longest = Math.max(...times.map((time, at) => time - (times[at - 1] ?? 0)));
        expect(longest).toBeLessThanOrEqual(dead ? 150_000 : 3000 + 2 * 400 + 12 * 60 + 60);
      }
    }),
    { numRuns: 40 },
  );
});

it('a bus that was down says nothing of the units: they keep their rate', () => {
  const schedule = new PollSchedule();
  schedule.setUnits([{ key: 'one', every: 100 }], 0);
  for (let now = 0; now < 1000; now += 100) {
    expect(schedule.next(now)).toEqual({ poll: 'one' });
    schedule.done('one', 'not-asked', now, now);
  }
  expect(schedule.next(950)).toEqual({ wait: 50 });
  schedule.hurry(950);
  expect(schedule.next(950)).toEqual({ poll: 'one' });
});

it('a changed list keeps what stays, forgets what goes, and asks what comes at once', () => {
  const schedule = new PollSchedule();
  schedule.setUnits(
    [
      { key: 'one', every: 100 },
      { key: 'two', every: 100 },
    ],
    0,
  );
  schedule.done('one', 'answered', 0, 5);
  schedule.setUnits(
    [
      { key: 'one', every: 100 },
      { key: 'three', every: 100 },
    ],
    10,
  );
  expect(schedule.next(10)).toEqual({ poll: 'three' });
  schedule.done('three', 'answered', 10, 15);
  schedule.done('two', 'answered', 10, 15);
  expect(schedule.next(15)).toEqual({ wait: 85 });
  schedule.setUnits([{ key: 'one', every: 20 }], 20);
  expect(schedule.next(20)).toEqual({ wait: 20 });
  schedule.setUnits([], 30);
  expect(schedule.next(30)).toHaveProperty('wait');
});
