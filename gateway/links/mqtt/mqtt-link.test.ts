// What a device may rely on: its PUBACK means the disk, its order is kept, its coming and going is told.

import { once } from 'node:events';
import { createServer } from 'node:net';
import { BalefireError } from '../../errors.ts';
import { DEFAULT_MQTT_LIMITS } from './mqtt-limits.ts';
import { MqttLink } from './mqtt-link.ts';
import { startBareAedes } from './testing/bare-aedes.ts';
import { linksUnderTest, openQuestion, SITE_KEY, startLink, textOf } from './testing/link-under-test.ts';
import { puback, publish, pubrel, subscribe, TYPE, unsubscribe } from './testing/packets.ts';
import { RawDevice } from './testing/raw-device.ts';

const started = linksUnderTest();

describe('a confirmation', () => {
  it('comes when the frame is on the disk and not before', async () => {
    const disk = openQuestion();
    const under = await started({ store: () => disk.promise });
    const hydrant = await under.device('hydrant-1');
    hydrant.say(publish('balefire/hydrant-1/up', '{"points":{}}', { id: 7 }), Buffer.from([0xc0, 0]));
    await hydrant.until(() => hydrant.received.some(({ type }) => type === TYPE.pingresp));
    expect(hydrant.ids(TYPE.puback)).toEqual([]);
    disk.resolve();
    await hydrant.until(() => hydrant.ids(TYPE.puback).length > 0);
    expect(hydrant.ids(TYPE.puback)).toEqual([7]);
    expect(under.frames.map((frame) => ({ ...frame, peer: '', body: textOf(frame) }))).toEqual([
      { link: 'mqtt', peer: '', device: 'hydrant-1', kind: 'up', body: '{"points":{}}', drill: false },
    ]);
    expect(under.frames[0]?.peer).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it('never comes for a frame that the disk refused: the connection ends instead', async () => {
    const under = await started({ store: () => Promise.reject(new BalefireError('disk-refused')) });
    const hydrant = await under.device('hydrant-1');
    hydrant.say(publish('balefire/hydrant-1/up', 'one', { id: 1 }), publish('balefire/hydrant-1/up', 'two', { id: 2 }));
    await hydrant.closed;
    expect(hydrant.ids(TYPE.puback)).toEqual([]);
    expect(under.counter('cut.unconfirmed')).toBe(1);
  });

  it('keeps the order of arrival, whatever order the disk has', async () => {
    let turn = 0;
    const slowFirst = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, turn++ % 2 === 0 ? 12 : 1));
    const messages = Array.from({ length: 20 }, (_, i) => publish('balefire/hydrant-1/up', `${i}`, { id: i + 1 }));
    const ids = messages.map((_, i) => i + 1);

    const under = await started({ store: slowFirst });
    const hydrant = await under.device('hydrant-1');
    hydrant.say(...messages);
    await hydrant.until(() => hydrant.ids(TYPE.puback).length === 20);
    expect(hydrant.ids(TYPE.puback)).toEqual(ids);

    const bare = await startBareAedes({ authorizePublish: (_client, _packet, done) => void slowFirst().then(() => done()) });
    const control = await RawDevice.connect(bare.port, 'hydrant-1');
    control.say(...messages);
    await control.until(() => control.ids(TYPE.puback).length === 20);
    control.close();
    await bare.close();
    expect(control.ids(TYPE.puback)).not.toEqual(ids);
  });

  it('of QoS 2 comes after the disk too, and a repetition after a refusal is taken in', async () => {
    let refusals = 1;
    const under = await started({
      store: async () => {
        if (refusals-- > 0) throw new BalefireError('disk-refused');
      },
    });
    const first = await under.device('panel-1', { clean: false });
    first.say(publish('balefire/panel-1/up', 'fire', { qos: 2, id: 9 }));
    await first.closed;
    expect(first.ids(TYPE.pubrec)).toEqual([]);

    const again = await under.device('panel-1', { clean: false });
    again.say(publish('balefire/panel-1/up', 'fire', { qos: 2, id: 9, dup: true }));
    await again.until(() => again.ids(TYPE.pubrec).length > 0);
    again.say(pubrel(9));
    await again.until(() => again.ids(TYPE.pubcomp).length > 0);
    expect(under.frames.map(textOf)).toEqual(['fire']);
  });

  it('of QoS 2 can be a lie where the frame is stored after the broker: the control', async () => {
    let refusals = 1;
    const kept: string[] = [];
    const bare = await startBareAedes({
      published: (packet, client, done) => {
        if (!client) return done();
        if (refusals-- > 0) return done(new Error('disk refused'));
        kept.push(packet.payload.toString());
        done();
      },
    });
    bare.broker.on('clientError', () => {});
    const first = await RawDevice.connect(bare.port, 'panel-1', { clean: false });
    first.say(publish('balefire/panel-1/up', 'fire', { qos: 2, id: 9 }));
    await first.closed;
    const again = await RawDevice.connect(bare.port, 'panel-1', { clean: false });
    again.say(publish('balefire/panel-1/up', 'fire', { qos: 2, id: 9, dup: true }), pubrel(9));
    await again.until(() => again.ids(TYPE.pubcomp).length > 0);
    again.close();
    await bare.close();
    expect(again.ids(TYPE.pubcomp)).toEqual([9]);
    expect(kept).toEqual([]);
  });

  it('is not promised for QoS 0, but the frame is handed in all the same, and its loss is counted', async () => {
    const under = await started({
      store: async (frame) => {
        if (textOf(frame) === 'bad luck') throw new BalefireError('disk-refused');
      },
    });
    const hydrant = await under.device('hydrant-1');
    hydrant.say(...['one', 'bad luck', 'two'].map((word) => publish('balefire/hydrant-1/up', word, { qos: 0 })));
    hydrant.say(publish('balefire/hydrant-1/up', 'three', { id: 3 }));
    await hydrant.until(() => hydrant.ids(TYPE.puback).length > 0);
    expect(under.frames.map(textOf)).toEqual(['one', 'two', 'three']);
    expect(under.counter('lost.qos0')).toBe(1);
  });

  it('is late rather than refused while the gateway is overloaded', async () => {
    let overloads = 6;
    const under = await started({
      store: async () => {
        if (overloads-- > 0) throw new BalefireError('overloaded');
      },
    });
    const hydrant = await under.device('hydrant-1');
    hydrant.say(...[1, 2, 3].map((id) => publish('balefire/hydrant-1/up', `${id}`, { id })));
    await hydrant.until(() => hydrant.ids(TYPE.puback).length === 3);
    expect(hydrant.ids(TYPE.puback)).toEqual([1, 2, 3]);
    expect(under.frames.map(textOf)).toEqual(['1', '2', '3']);
  });

  it('is refused in the end when the overload does not pass', async () => {
    const under = await started({ limits: { overloadPatienceMs: 60 }, store: () => Promise.reject(new BalefireError('overloaded')) });
    const hydrant = await under.device('hydrant-1');
    hydrant.say(publish('balefire/hydrant-1/up', 'x', { id: 1 }));
    await hydrant.closed;
    expect(hydrant.ids(TYPE.puback)).toEqual([]);
  });
});

describe('a device that sends more than the disk takes', () => {
  it('has a bounded number of frames in the gateway; the rest waits in its socket and none is dropped', async () => {
    let waiting = 0;
    let most = 0;
    const store = async (): Promise<void> => {
      waiting += 1;
      most = Math.max(most, waiting);
      await new Promise((resolve) => setTimeout(resolve, 1));
      waiting -= 1;
    };
    const flood = Array.from({ length: 3_000 }, (_, i) => publish('balefire/hydrant-1/up', `${i}`, { id: i + 1 }));
    const under = await started({ store, limits: { deviceRate: { perSecond: 1e6, burst: 1e6 } } });
    const hydrant = await under.device('hydrant-1');
    hydrant.say(...flood);
    await hydrant.until(() => hydrant.ids(TYPE.puback).length === flood.length);
    expect(most).toBe(DEFAULT_MQTT_LIMITS.inFlight);
    expect(under.frames.map(textOf)).toEqual(flood.map((_, i) => `${i}`));

    most = 0;
    const bare = await startBareAedes({ authorizePublish: (_client, _packet, done) => void store().then(() => done()) });
    const control = await RawDevice.connect(bare.port, 'hydrant-1');
    control.say(...flood);
    await control.until(() => control.ids(TYPE.puback).length === flood.length);
    control.close();
    await bare.close();
    expect(most).toBeGreaterThan(DEFAULT_MQTT_LIMITS.inFlight);
  });

  it('is slowed to its rate, without loss and without a closed connection', async () => {
    const under = await started({ limits: { deviceRate: { perSecond: 100, burst: 10 } } });
    const hydrant = await under.device('hydrant-1');
    const began = performance.now();
    hydrant.say(...Array.from({ length: 40 }, (_, i) => publish('balefire/hydrant-1/up', `${i}`, { id: i + 1 })));
    await hydrant.until(() => hydrant.ids(TYPE.puback).length === 40);
    expect(performance.now() - began).toBeGreaterThan(250);
    expect(under.frames).toHaveLength(40);
  });

  it('shares one byte budget with all others, and each is served when there is room again', async () => {
    const big = 'x'.repeat(20_000);
    const disk = openQuestion();
    const under = await started({
      store: () => disk.promise,
      limits: { totalInFlightBytes: 100_000, deviceRate: { perSecond: 1e6, burst: 1e6 } },
    });
    const devices = await Promise.all(['a', 'b', 'c', 'd'].map((id) => under.device(id)));
    devices.forEach((device, i) => {
      const id = ['a', 'b', 'c', 'd'][i] ?? '';
      device.say(...Array.from({ length: 30 }, (_, n) => publish(`balefire/${id}/up`, big, { id: n + 1 })));
    });
    disk.resolve();
    await Promise.all(devices.map((device) => device.until(() => device.ids(TYPE.puback).length === 30)));
    expect(under.frames).toHaveLength(120);
  });
});

describe('a command', () => {
  it('goes to the live connection that listens, and nowhere else', async () => {
    const under = await started();
    expect(await under.link.send('siren-1', Buffer.from('{}'))).toBe('offline');
    const siren = await under.device('siren-1');
    expect(await under.link.send('siren-1', Buffer.from('{}'))).toBe('offline');
    siren.say(subscribe('balefire/siren-1/down'));
    await siren.until(() => siren.received.some(({ type }) => type === TYPE.suback));
    expect(await under.link.send('siren-1', Buffer.from('{"id":"c1"}'))).toBe('sent');
    await siren.until(() => siren.received.some(({ type }) => type === TYPE.publish));
    const told = siren.received.find(({ type }) => type === TYPE.publish)?.body ?? Buffer.alloc(0);
    expect(told.toString('latin1')).toContain('balefire/siren-1/down');
    expect(told.toString('latin1').endsWith('{"id":"c1"}')).toBe(true);
    const topicEnd = 2 + 'balefire/siren-1/down'.length;
    siren.say(puback(told.readUInt16BE(topicEnd)), publish('balefire/siren-1/ack', '{"id":"c1","state":"done"}', { id: 2 }));
    await siren.until(() => siren.ids(TYPE.puback).length > 0);
    expect(under.frames.map((frame) => [frame.kind, textOf(frame)])).toEqual([['ack', '{"id":"c1","state":"done"}']]);

    siren.say(unsubscribe('balefire/siren-1/down'));
    await siren.until(() => siren.received.some(({ type }) => type === 11));
    expect(await under.link.send('siren-1', Buffer.from('{}'))).toBe('offline');
  });

  it('is not kept for a device that was away, even when it asked for a session', async () => {
    const under = await started();
    const before = await under.device('siren-1', { clean: false });
    before.say(subscribe('balefire/siren-1/down'));
    await before.until(() => before.received.some(({ type }) => type === TYPE.suback));
    before.close();
    await under.until(() => under.presence.includes('siren-1 offline'));
    expect(await under.link.send('siren-1', Buffer.from('stale'))).toBe('offline');
    const after = await under.device('siren-1', { clean: false });
    expect([...(after.received[0]?.body ?? [])]).toEqual([0, 0]);
    expect(await under.link.send('siren-1', Buffer.from('x'))).toBe('offline');
  });
});

describe('a device that nobody has placed yet', () => {
  it('comes in with the enrolment key, on its own up topic only, at the rate for strangers', async () => {
    const under = await started({ limits: { heldRate: { perSecond: 50, burst: 3 } } });
    const stranger = await under.device('stranger-1', { secret: SITE_KEY });
    expect(stranger.returnCode).toBe(0);
    const began = performance.now();
    stranger.say(...[1, 2, 3, 4, 5, 6, 7, 8].map((id) => publish('balefire/stranger-1/up', `${id}`, { id })));
    await stranger.until(() => stranger.ids(TYPE.puback).length === 8);
    expect(performance.now() - began).toBeGreaterThan(70);
    expect(under.counter('frames.held')).toBe(8);
    stranger.say(subscribe('balefire/stranger-1/down'));
    await stranger.until(() => stranger.received.some(({ type }) => type === TYPE.suback));
    expect(stranger.received.find(({ type }) => type === TYPE.suback)?.body[2]).toBe(128);
    expect(await under.link.send('stranger-1', Buffer.from('x'))).toBe('offline');
    stranger.say(publish('balefire/stranger-1/ack', '{}', { id: 9 }));
    await stranger.closed;
    expect(under.counter('refused.wrong-topic')).toBe(1);
  });

  it('cannot take over the connection of one that another site let in', async () => {
    const under = await started();
    const first = await under.device('stranger-1', { secret: SITE_KEY });
    const thief = await under.device('stranger-1', { secret: 'other key' });
    expect(thief.returnCode).toBe(2);
    expect(first.socket.closed).toBe(false);
    expect(under.counter('refused.identity-in-use')).toBe(1);
  });
});

describe('a secret that is no longer good', () => {
  it('ends the connection at once, and what the device says last is not taken', async () => {
    const under = await started();
    const hydrant = await under.device('hydrant-1', { will: { topic: 'balefire/hydrant-1/up', payload: 'last words' } });
    await under.until(() => under.presence.includes('hydrant-1 online'));
    under.link.disconnect('hydrant-1');
    under.link.disconnect('unknown');
    await hydrant.closed;
    await under.until(() => under.presence.includes('hydrant-1 offline'));
    expect(under.frames).toEqual([]);
    expect(under.counter('cut.revoked')).toBe(1);
  });
});

describe('start and stop', () => {
  const quiet = { info: () => {}, warn: () => {}, error: () => {} };
  const link = (host: string, port: number): MqttLink =>
    new MqttLink({ host, port, limits: DEFAULT_MQTT_LIMITS }, { admit: () => ({ as: 'device' }) }, async () => {}, quiet);

  it('says in a person’s words that the port is taken or the address is not ours', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(link('127.0.0.1', port).start()).rejects.toMatchObject({ code: 'port-taken', details: { port } });
    await expect(link('203.0.113.1', 1883).start()).rejects.toMatchObject({ code: 'port-refused' });
    await new Promise((resolve) => other.close(resolve));
  });

  it('confirms what was taken in before it lets go of the devices', async () => {
    const disk = openQuestion();
    const under = await startLink({ store: () => disk.promise });
    const hydrant = await under.device('hydrant-1');
    hydrant.say(publish('balefire/hydrant-1/up', 'one', { id: 1 }), publish('balefire/hydrant-1/up', 'two', { id: 2, qos: 2 }));
    hydrant.say(Buffer.from([0xc0, 0]));
    await hydrant.until(() => hydrant.received.some(({ type }) => type === TYPE.pingresp));
    const stopped = under.link.stop();
    disk.resolve();
    await stopped;
    await hydrant.closed;
    expect(hydrant.ids(TYPE.puback)).toEqual([1]);
    expect(hydrant.ids(TYPE.pubrec)).toEqual([2]);
    expect(under.link.state().listening).toBe(false);
    await under.link.stop();
  });
});
