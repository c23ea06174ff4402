// Of the fourteen ways to lose an alarm: those whose cause has to be made inside the house. The others are in simulators/fourteen.
import { GATEWAY } from './acts.ts';
import { aDesk, entry, finding } from './alarms/testing/a-desk.ts';
import type { NoticeOutcome } from './notify/coalescing.ts';
import { aJob, aQueue, chance, OK, RETRY } from './notify/testing/a-queue.ts';
import { openDatabase } from './sqlite.ts';
import { aHouse } from './testing/a-house.ts';
import { MqttDevice } from './testing/mqtt-device.ts';

it('2 an entry that could not be concluded is visible and kept, and the others go on', async () => {
  const { house, secrets, remove } = await aHouse();
  const take = house.desk.take.bind(house.desk);
  house.desk.take = (found, ground) => {
    if (found.device === 'smoke-1') throw new Error('a fault of ours');
    take(found, ground);
  };
  const [broken, sound] = [
    await MqttDevice.connect(house.mqtt.port, 'smoke-1', secrets['smoke-1'] ?? ''),
    await MqttDevice.connect(house.mqtt.port, 'smoke-2', secrets['smoke-2'] ?? ''),
  ];
  const said = '{"at":1790000000000,"seq":1,"points":{"smoke":"alarm"}}';
  expect(house.troubles.all()).toEqual([]);
  await broken.raw(said);
  await sound.tell({ smoke: 'alarm' });
  await house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
  const [kept] = await house.journal.recent('smoke-1', 1);
  expect(kept?.kind === 'frame' && Buffer.from(kept.frame.body).toString()).toBe(said);
  const detail = { en: `Journal entry ${kept?.number} (smoke-1); the raw frame is kept` };
  expect(house.troubles.all()).toMatchObject([{ class: 'fire', detail }]);
  expect(house.counters.all()['entries.passed-over']).toBe(1);
  expect([...house.desk.open()].filter((alarm) => alarm.device === 'smoke-2')).toMatchObject([{ class: 'fire', condition: 'active' }]);
  await broken.leave();
  await sound.leave();
  await remove();
});

describe('notices that come thicker than a channel takes them', () => {
  const MINUTE_MS = 60_000;
  /** A storm: 1,500 notices of 100 incidents in five minutes, every fortieth of a fire; the robot takes ten a minute and fails every third time. */
  function storm(): { fires: Set<string>; jobs: string[]; outcomes: Map<string, NoticeOutcome[]> } {
    const queue = aQueue();
    const random = chance(7);
    const [fires, jobs] = [new Set<string>(), [] as string[]];
    const outcomes = new Map<string, NoticeOutcome[]>();
    const turn = (now: number): void => {
      for (const { job, channel } of queue.advance(now)) queue.answered(job, channel === 'robot' && random() < 1 / 3 ? RETRY : OK, now);
      for (const one of queue.takeOutcomes()) outcomes.set(one.job, [...(outcomes.get(one.job) ?? []), one]);
    };
    let now = 0;
    for (let nth = 0; nth < 1_500; nth += 1, now += 200) {
      const id = `n${nth}`;
      const isFire = nth % 40 === 0;
      if (isFire) fires.add(id);
      jobs.push(id);
      const via = isFire ? ['robot', 'console'] : ['robot'];
      const job = aJob(id, { incident: `i${nth % 100}`, class: isFire ? 'fire' : 'fault', via });
      queue.put(job, now);
      // As a restart puts it again.
      queue.put(job, now);
      turn(now);
    }
    for (; queue.size > 0 && now < 600 * MINUTE_MS; now = Math.max(now + 1, queue.nextDue(now) ?? now)) turn(now);
    turn(now);
    return { fires, jobs, outcomes };
  }

  it('12 none is throttled silently: each has one outcome, and what was folded stands in one that has its own', () => {
    const { fires, jobs, outcomes } = storm();
    expect([...outcomes.keys()].toSorted()).toEqual(jobs.toSorted());
    expect([...outcomes.values()].filter((all) => all.length !== 1)).toEqual([]);
    const endOf = (job: string): NoticeOutcome | undefined => {
      const [outcome] = outcomes.get(job) ?? [];
      return outcome?.is === 'folded' ? endOf(outcome.into) : outcome;
    };
    for (const job of jobs) {
      const end = endOf(job);
      if (end?.is === 'failed' || end?.is === 'refused') expect(end.reason.zh).not.toBe('');
      else expect(end?.is).toBe('sent');
    }
    expect([...fires].map((job) => endOf(job)?.is).filter((is) => is !== 'sent')).toEqual([]);
    // The storm is one: not all of it could go out by itself.
    const ways = new Set([...outcomes.values()].map(([one]) => one?.is));
    expect(ways).toContain('folded');
    expect(ways).toContain('failed');
  });
});

it('13 a fire that nobody handles stays new and unverified, and its incident open, for as many days as pass', () => {
  const DAY_MS = 86_400_000;
  const database = openDatabase(':memory:', 'normal');
  const { desk } = aDesk(database);
  const says = (of: string, change: 'raise' | 'clear', at: number): void =>
    desk.take(finding(of, change, at), { entry: entry(at, of, at), receivedAt: at });
  says('burning', 'raise', 1_000);
  says('pulse', 'raise', 1_001);
  says('pulse', 'clear', 1_002);
  for (let day = 1; day <= 400; day += 1) desk.advance(day * DAY_MS);
  expect(desk.openOf('burning')).toMatchObject([{ condition: 'active', attention: 'new', verdict: 'unverified', closedAt: null }]);
  expect(desk.openOf('pulse')).toMatchObject([{ condition: 'restored', attention: 'new', verdict: 'unverified', closedAt: null }]);
  const incident = desk.incident(desk.openOf('pulse')[0]?.incident ?? '');
  expect(incident).toMatchObject({ verdict: null, closedAt: null });
  database.close();
});
