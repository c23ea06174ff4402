// The way of a reading through a whole gateway, over real MQTT: alarms, bad input, strangers, commands, restart.
import { GATEWAY } from './acts.ts';
import type { Alarm } from './alarms/alarm.ts';
import { aHouse, openTestHouse, type TestHouse } from './testing/a-house.ts';
import { MqttDevice } from './testing/mqtt-device.ts';

const by = { id: 'p1', name: '值班员', from: '127.0.0.1' };

describe('a reading on its way', () => {
  let opened: TestHouse & { remove: () => Promise<void> };
  const devices: MqttDevice[] = [];

  beforeAll(async () => {
    opened = await aHouse();
  });
  afterAll(async () => {
    for (const device of devices) await device.leave();
    await opened.remove();
  });

  async function connected(id: string, secret = opened.secrets[id] ?? ''): Promise<MqttDevice> {
    const device = await MqttDevice.connect(opened.house.mqtt.port, id, secret);
    devices.push(device);
    return device;
  }
  const open = (): Alarm[] => [...opened.house.desk.open()];
  const openOf = (device: string, alarmClass = 'fire'): Alarm[] =>
    open().filter((one) => one.device === device && one.class === alarmClass);
  const count = (name: string): number => opened.house.counters.all()[name] ?? 0;
  /** An act goes through the journal behind every frame confirmed before: when it is answered, they are concluded. */
  const settled = (): Promise<unknown> => opened.house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);

  it('raises a fire, keeps it when the smoke is gone, and closes it after a person has reset it', async () => {
    const smoke = await connected('smoke-1');
    await smoke.tell({ smoke: 'alarm' });
    await settled();
    expect(openOf('smoke-1')).toMatchObject([{ condition: 'active', attention: 'new', latching: true, firstOut: true }]);
    await smoke.tell({ smoke: 'normal' });
    await settled();
    const [alarm] = openOf('smoke-1');
    expect(alarm).toMatchObject({ condition: 'restored', closedAt: null });
    await opened.house.flow.act({ do: 'acknowledge', alarm: alarm?.id ?? '' }, by);
    await opened.house.flow.act({ do: 'judge', alarm: alarm?.id ?? '', verdict: 'false', cause: 'dust' }, by);
    const { alarm: closed } = await opened.house.flow.act({ do: 'reset', alarm: alarm?.id ?? '' }, by);
    expect(closed?.closedAt).not.toBeNull();
    expect(openOf('smoke-1')).toEqual([]);
    expect(opened.house.alarms.listAudit({ about: alarm?.id, limit: 9 }).map((row) => [row.what, row.name, row.from])).toEqual([
      ['reset', '值班员', '127.0.0.1'],
      ['judge', '值班员', '127.0.0.1'],
      ['acknowledge', '值班员', '127.0.0.1'],
    ]);
    expect(opened.house.alarms.evidence(alarm?.id ?? '').length).toBeGreaterThanOrEqual(2);
  });

  it('latches a pulse of two back-to-back frames', async () => {
    const smoke = await connected('smoke-2');
    await Promise.all([smoke.tell({ smoke: 'alarm' }), smoke.tell({ smoke: 'normal' })]);
    await settled();
    expect(openOf('smoke-2')).toMatchObject([{ condition: 'restored', attention: 'new' }]);
  });

  it('changes nothing when a frame comes twice', async () => {
    const call = await connected('call-1');
    const frame = JSON.stringify({ at: Date.now(), seq: 77, points: { pressed: true } });
    await call.raw(frame);
    await settled();
    const before = openOf('call-1');
    await call.raw(frame);
    await call.raw(frame);
    await settled();
    expect(openOf('call-1')).toEqual(before);
    expect(count('frames.repeated')).toBe(2);
  });

  it('lets a late frame raise and never clear', async () => {
    const smoke = await connected('smoke-1');
    const now = Date.now();
    await smoke.raw(JSON.stringify({ at: now, seq: 100, points: { smoke: 'alarm' } }));
    await smoke.raw(JSON.stringify({ at: now - 60_000, seq: 99, points: { smoke: 'normal' } }));
    await settled();
    expect(openOf('smoke-1')).toMatchObject([{ condition: 'active' }]);
  });

  it.each([
    ['malformed JSON', '{"points":{"smoke":', 'faults.malformed-json'],
    ['not an object', '[1,2,3]', 'faults.not-an-object'],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'faults.malformed-utf8'],
    ['no points', '{"at":1}', 'faults.no-points'],
    ['a wrong type', '{"points":{"smoke":42}}', 'readings.wrong-type'],
    ['an unknown state', '{"points":{"smoke":"on fire"}}', 'readings.unknown-state'],
    ['an unknown point', '{"points":{"colour":"red"}}', 'faults.unknown-point'],
    ['a clock of 1970', '{"at":0,"points":{"smoke":"normal"}}', 'readings.clock-past'],
    ['a clock of 2099', '{"at":4070908800000,"points":{"smoke":"normal"}}', 'readings.clock-future'],
    ['a prototype key', '{"points":{"__proto__":{"smoke":"alarm"}}}', 'faults.unknown-point'],
  ])('confirms, keeps and counts %s under its name', async (_what, payload, counter) => {
    const smoke = devices.find((one) => one.id === 'smoke-2') as MqttDevice;
    const before = count(counter);
    await smoke.raw(payload);
    await settled();
    expect(count(counter)).toBe(before + 1);
    const [last] = await opened.house.journal.recent('smoke-2', 1);
    expect(last?.kind === 'frame' && Buffer.from(last.frame.body).equals(Buffer.from(payload))).toBe(true);
  });

  it('sees the fire in a frame with an absurd clock and a strange point', async () => {
    const smoke = devices.find((one) => one.id === 'smoke-2') as MqttDevice;
    const before = openOf('smoke-2')[0]?.times ?? 0;
    await smoke.raw('{"at":0,"seq":"x","points":{"colour":"red","smoke":"alarm"}}');
    await settled();
    expect(openOf('smoke-2')).toMatchObject([{ condition: 'active', times: before + 1 }]);
  });

  it('raises the fire of a device that nobody has registered, and shows it on the held list until it is placed', async () => {
    const key = 'ENROLMENTKEY234567ENROLMENTKEY23';
    const { hashSecret } = await import('./estate/secrets.ts');
    await opened.house.flow.act({ do: 'set-enrolment-key', place: 'tower', keyHash: hashSecret(key) }, by);
    const stranger = await connected('stranger-1', key);
    await stranger.tell({ smoke: 'alarm' });
    await settled();
    expect(openOf('stranger-1')).toMatchObject([{ registered: false, path: ['root', 'unit', 'tower'] }]);
    expect([...opened.house.estate.held()]).toMatchObject([{ id: 'stranger-1', site: 'tower', frames: 1 }]);
    const device = {
      id: 'stranger-1',
      model: 'balefire/smoke',
      name: '新烟感',
      place: 'f12',
      modbus: null,
      longitude: null,
      latitude: null,
    };
    await opened.house.flow.act({ do: 'register-device', device, secretHash: hashSecret('x'.repeat(32)) }, by);
    expect([...opened.house.estate.held()]).toEqual([]);
    const own = await connected('stranger-1', 'x'.repeat(32));
    await own.tell({ smoke: 'normal' });
    await settled();
    expect(openOf('stranger-1')).toMatchObject([{ condition: 'restored', registered: false }]);
    await expect(MqttDevice.connect(opened.house.mqtt.port, 'stranger-1', key)).rejects.toThrow();
    await opened.house.flow.act({ do: 'remove-device', device: 'stranger-1' }, by);
    expect(opened.house.estate.device('stranger-1')).toBeUndefined();
  });

  it('carries a command to a voice post and knows its end; an expired one is never sent', async () => {
    const give = (id: string, expiresAt: number) =>
      opened.house.flow.act({ do: 'command', id, device: 'voice-1', command: 'stop', arguments: {}, expiresAt }, by);
    await give('expired', Date.now() - 1);
    const post = await connected('voice-1');
    const arrival = post.nextCommand();
    await give('c1', Date.now() + 60_000);
    const command = await arrival;
    expect(command).toMatchObject({ id: 'c1', command: 'stop' });
    await post.answer('c1', 'delivered');
    await post.answer('c1', 'done');
    await settled();
    const states = Object.fromEntries(opened.house.commands.list({ device: 'voice-1', limit: 9 }).map((one) => [one.id, one.state]));
    expect(states).toEqual({ c1: 'done', expired: 'expired' });
  });

  it('raises by time alone, when nothing more is heard and nobody does anything', async () => {
    await opened.house.flow.act({ do: 'set-parameter', scope: 'hydrant-1', name: 'pressureHold', value: 1 }, by);
    const hydrant = await connected('hydrant-1');
    await hydrant.tell({ pressure: 0.02 });
    const began = performance.now();
    while (openOf('hydrant-1', 'supervisory').length === 0) {
      if (performance.now() - began > 10_000) throw new Error('the hold of one second never ran out');
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(openOf('hydrant-1', 'supervisory')).toMatchObject([{ rule: { id: 'hydrant-pressure-low' }, value: 0.02 }]);
    await hydrant.leave();
  });

  it('keeps every good reading for the history', async () => {
    const hydrant = await connected('hydrant-1');
    const from = Date.now();
    const told = [0.4, 0.41, 0.42, 0.43, 0.44];
    for (const [i, pressure] of told.entries()) await hydrant.raw(JSON.stringify({ at: from + i, seq: i, points: { pressure } }));
    await settled();
    const buckets = await opened.house.history.query({ device: 'hydrant-1', point: 'pressure', from, to: from + 1_000, buckets: 100 });
    expect(buckets.map((one) => one.last)).toEqual(told);
  });
});

describe('after a restart', () => {
  it('a latched, acknowledged alarm is still latched and acknowledged, and the same journal gives the same alarms', async () => {
    const first = await aHouse();
    const smoke = await MqttDevice.connect(first.house.mqtt.port, 'smoke-1', first.secrets['smoke-1'] ?? '');
    await smoke.tell({ smoke: 'alarm' });
    const note = { do: 'note', what: 'test', about: 'test', detail: {} } as const;
    await first.house.flow.act(note, GATEWAY);
    const [raised] = [...first.house.desk.open()];
    await first.house.flow.act({ do: 'acknowledge', alarm: raised?.id ?? '' }, by);
    await smoke.tell({ smoke: 'normal' });
    await smoke.leave();
    await first.house.flow.act(note, GATEWAY);
    const before = [...first.house.desk.open()];
    await first.house.close();

    const second = await openTestHouse(first.folder);
    const after = [...second.house.desk.open()];
    expect(after).toEqual(before);
    expect(after).toMatchObject([{ condition: 'restored', attention: 'acknowledged', acknowledged: { name: '值班员' } }]);
    await second.house.close();

    // Forget all that was concluded; the journal tells it again.
    const { rmSync } = await import('node:fs');
    for (const end of ['', '-wal', '-shm']) rmSync(`${first.folder}/state.db${end}`, { force: true });
    const third = await openTestHouse(first.folder);
    const withoutNames = (alarms: Alarm[]) => alarms.map(({ change: _, ...alarm }) => alarm);
    expect(withoutNames([...third.house.desk.open()])).toEqual(withoutNames(before));
    third.house.flow.stop();
    await third.house.close();
    const { rmSync: remove } = await import('node:fs');
    remove(first.folder, { recursive: true, force: true });
  });
});
