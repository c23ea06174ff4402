// Of the fourteen ways to lose an alarm: those whose cause has to be made inside the house. The others are in simulators/fourteen.
import { GATEWAY } from './acts.ts';
import { aDesk, entry, finding } from './alarms/testing/a-desk.ts';
import type { NoticeOutcome } from './notify/coalescing.ts';
import { aStorm, silencedIn } from './notify/testing/a-storm.ts';
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
  it('12 none is throttled silently: each has one outcome, what was sent is what the provider took, and every fire is among it', async () => {
    const storm = await aStorm();
    expect(silencedIn(storm)).toEqual([]);
    expect([...storm.told.keys()].toSorted()).toEqual(storm.ids.toSorted());
    const endOf = (id: string): NoticeOutcome | null | undefined => {
      const outcome = storm.told.get(id)?.outcome;
      return outcome?.is === 'folded' ? endOf(outcome.into) : outcome;
    };
    expect([...storm.fires].map((id) => endOf(id)?.is).filter((is) => is !== 'sent')).toEqual([]);
    // The storm is one: not all of it could go out by itself, and the robot failed meanwhile.
    const ways = [...storm.told.values()].map(({ outcome }) => outcome?.is);
    expect(ways).toContain('folded');
    expect(storm.robotFailed).toBeGreaterThan(0);
    expect(storm.taken.robot.length).toBeLessThan(storm.ids.length);
    // One message on the wire for each try that is on record as taken, and no other; where a notice has two, one of them says so.
    const took = (id: string): number => storm.told.get(id)?.attempts.filter(({ is }) => is === 'ok').length ?? 0;
    const onWire = [...storm.taken.robot, ...storm.taken.phones];
    expect(onWire).toHaveLength(storm.ids.reduce((sum, id) => sum + took(id), 0));
    const doubled = storm.ids.filter((id) => took(id) > 1);
    for (const id of doubled) expect(onWire.filter((text) => text.includes(`#${id}#`) && text.includes('可能重复'))).not.toEqual([]);
    expect(storm.ids.filter((id) => storm.told.get(id)?.outcome?.is === 'sent' && took(id) === 0)).toEqual([]);
  }, 120_000);

  it('12 one that a sender swallows is found', async () => {
    expect(silencedIn(await aStorm((id) => id === 'n137'))).toEqual(['n137']);
  }, 120_000);
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
