// What strangers and broken devices may try: each refusal has its name and its count, and bare aedes shows that the hole is real.
import fc from 'fast-check';
import { startBareAedes } from './testing/bare-aedes.ts';
import { linksUnderTest, textOf } from './testing/link-under-test.ts';
import { type ConnectFields, connect, PINGREQ, publish, remainingLength, subscribe, TYPE } from './testing/packets.ts';
import { RawDevice } from './testing/raw-device.ts';

const started = linksUnderTest();

/** Does the same to bare aedes; the devices of the control are closed with it. */
async function control<T>(act: (open: (id: string, fields?: ConnectFields) => Promise<RawDevice>, port: number) => Promise<T>): Promise<T> {
  const bare = await startBareAedes();
  bare.broker.on('clientError', () => {});
  const result = await act((id, fields) => RawDevice.connect(bare.port, id, fields), bare.port);
  await bare.close();
  return result;
}

/** A packet of that type that only announces its length. */
function announced(first: number, bytes: number): Buffer {
  return Buffer.concat([Buffer.from([first]), remainingLength(bytes)]);
}

async function isClosed(device: RawDevice): Promise<boolean> {
  device.say(PINGREQ);
  await device.until(() => device.received.some(({ type }) => type === TYPE.pingresp));
  return device.socket.closed;
}

describe('the length of a packet', () => {
  const bigWill: ConnectFields = { will: { topic: 'balefire/tank-1/up', payload: 'x'.repeat(60_000) } };

  it('is refused at the header before a device is admitted', async () => {
    const under = await started();
    const stranger = await RawDevice.open(under.port);
    stranger.say(announced(0x10, 256 * 1024 * 1024 - 1));
    await stranger.closed;
    const big = await RawDevice.open(under.port);
    big.say(connect({ clientId: 'tank-1', name: 'tank-1', secret: 'secret of tank-1', ...bigWill }));
    await big.closed;
    expect(big.returnCode).toBeUndefined();
    expect(under.counter('refused.packet-too-large')).toBe(2);
    expect(await control(async (open) => (await open('tank-1', bigWill)).returnCode)).toBe(0);
  });

  it('is refused at the header after it too, and to the byte for a payload', async () => {
    const under = await started();
    const exact = await under.device('panel-1');
    exact.say(publish('balefire/panel-1/up', Buffer.alloc(256 * 1024), { id: 1 }));
    await exact.until(() => exact.ids(TYPE.puback).length > 0);
    expect(under.frames[0]?.body.length).toBe(256 * 1024);
    exact.say(publish('balefire/panel-1/up', Buffer.alloc(256 * 1024 + 1), { id: 2 }));
    await exact.closed;
    const announcing = await under.device('panel-2');
    announcing.say(announced(0x32, 64 * 1024 * 1024));
    await announcing.closed;
    expect(under.counter('refused.payload-too-large')).toBe(2);
    expect(under.frames).toHaveLength(1);
    const megabyte = publish('balefire/panel-1/up', Buffer.alloc(1024 * 1024), { id: 1 });
    const acknowledged = await control(async (open) => {
      const device = await open('panel-1');
      device.say(megabyte);
      await device.until(() => device.ids(TYPE.puback).length > 0);
      return device.ids(TYPE.puback);
    });
    expect(acknowledged).toEqual([1]);
  });

  it('is bounded for every other packet, and a length that never ends is malformed', async () => {
    const under = await started();
    const filters = await under.device('tank-1');
    filters.say(announced(0x82, 5_000));
    await filters.closed;
    const endless = await under.device('tank-2');
    endless.say(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff]));
    await endless.closed;
    expect(under.counter('refused.packet-too-large')).toBe(1);
    expect(under.counter('refused.malformed')).toBe(1);
  });
});

describe('the door', () => {
  it('closes on who does not say who it is in time, however slowly it dribbles', async () => {
    const under = await started({ limits: { connectWithinMs: 80 } });
    const silent = await RawDevice.open(under.port);
    const slow = await RawDevice.open(under.port);
    for (const byte of [0x10, 0x40, 0, 4]) slow.say(Buffer.from([byte]));
    await Promise.all([silent.closed, slow.closed]);
    expect(under.counter('refused.connect-timeout')).toBe(2);
  });

  it('lets an address knock so often and no more, and others meanwhile', async () => {
    const under = await started({ limits: { connectionsPerAddress: { perSecond: 0.001, burst: 3 } } });
    const devices = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map(async (id) => {
        const device = await RawDevice.open(under.port);
        device.say(connect({ clientId: id, name: id, secret: `secret of ${id}` }));
        await device.until(() => device.returnCode !== undefined);
        return device;
      }),
    );
    expect(devices.filter((device) => device.returnCode === 0)).toHaveLength(3);
    expect(under.counter('refused.connection-rate')).toBe(2);
    for (const device of devices) device.close();
  });

  it('has a place for so many connections; when it is full that is said as a trouble', async () => {
    const under = await started({ limits: { connections: 2 } });
    await under.device('a');
    await under.device('b');
    expect(under.link.state().trouble?.en).toContain('full');
    const third = await RawDevice.open(under.port);
    await third.closed;
    expect(under.counter('refused.too-many-connections')).toBe(1);
  });
});

describe('who a device says it is', () => {
  const cases: readonly [string, ConnectFields, number, string][] = [
    ['an empty client id with clean session 0', { clientId: '', name: 'a', clean: false }, 2, 'empty-client-id'],
    ['an empty client id with clean session 1', { clientId: '', name: 'a' }, 2, 'empty-client-id'],
    ['a client id with a level in it', { clientId: 'a/b', name: 'a/b' }, 2, 'bad-client-id'],
    ['a client id with a wildcard', { clientId: '+', name: '+' }, 2, 'bad-client-id'],
    ['a client id with U+0000', { clientId: 'a\u0000b', name: 'a\u0000b' }, 2, 'bad-client-id'],
    ['a client id in ill-formed UTF-8', { clientId: Buffer.from([0x61, 0xc3, 0x28]) }, 2, 'bad-client-id'],
    ['a client id of 65 characters', { clientId: 'x'.repeat(65), name: 'x'.repeat(65) }, 2, 'bad-client-id'],
    ['a client id that is not its name', { clientId: 'hydrant-2', name: 'hydrant-1' }, 2, 'client-id-mismatch'],
    ['no name and no secret', { clientId: 'hydrant-1' }, 4, 'no-secret'],
    ['the wrong secret', { clientId: 'hydrant-1', name: 'hydrant-1', secret: 'guess' }, 4, 'bad-secret'],
    ['a secret of 300 bytes', { clientId: 'hydrant-1', name: 'hydrant-1', secret: 'x'.repeat(300) }, 4, 'bad-secret'],
    ['no keepalive', { keepalive: 0 }, 5, 'keepalive'],
    ['a keepalive of eleven minutes', { keepalive: 660 }, 5, 'keepalive'],
    ['a will on an empty topic', { will: { topic: '' } }, 5, 'will-topic'],
    ['a will on the topic of another', { will: { topic: 'balefire/hydrant-2/up' } }, 5, 'will-topic'],
    ['a will on its own command topic', { will: { topic: 'balefire/hydrant-1/down' } }, 5, 'will-topic'],
    ['a will on $SYS', { will: { topic: '$SYS/broker/heartbeat' } }, 5, 'will-topic'],
    ['a will with U+0000', { will: { topic: 'balefire/hydrant-1/up\u0000' } }, 5, 'will-topic'],
    ['MQTT 5', { version: 5 }, 1, 'mqtt-version'],
  ];

  it.each(cases)('%s is refused with its return code and its count', async (_, fields, returnCode, why) => {
    const under = await started();
    const device = await RawDevice.open(under.port);
    device.say(
      connect({
        clientId: 'hydrant-1',
        name: 'hydrant-1',
        secret: 'secret of hydrant-1',
        ...fields,
        ...(why === 'no-secret' ? { name: undefined, secret: undefined } : {}),
      } as ConnectFields),
    );
    await device.closed;
    expect(device.returnCode).toBe(returnCode);
    expect(under.counter(`refused.${why}`)).toBe(1);
    expect(under.presence).toEqual([]);
  });

  it.each([
    ['an empty client id with clean session 0', { clientId: '', clean: false }],
    ['a will on an empty topic', { will: { topic: '' } }],
    ['a will with U+0000', { will: { topic: 'a\u0000' } }],
    ['a client id in ill-formed UTF-8', { clientId: Buffer.from([0x61, 0xc3, 0x28]) }],
  ] as const)('%s is welcome at bare aedes: the control', async (_, fields) => {
    expect(await control(async (open) => (await open('hydrant-1', fields)).returnCode)).toBe(0);
  });

  it('may be in MQTT 3.1 too, and may be a name that objects have of themselves', async () => {
    const under = await started();
    expect((await under.device('hydrant-1', { version: 3 })).returnCode).toBe(0);
    for (const id of ['__proto__', 'constructor', 'toString']) {
      const device = await under.device(id);
      device.say(publish(`balefire/${id}/up`, id, { id: 1 }));
      await device.until(() => device.ids(TYPE.puback).length > 0);
    }
    expect(under.frames.map(textOf)).toEqual(['__proto__', 'constructor', 'toString']);
  });

  it('does not throw out another who is here, unless it has the same secret', async () => {
    const under = await started();
    const first = await under.device('hydrant-1');
    const thief = await under.device('hydrant-1', { secret: 'guess' });
    expect(thief.returnCode).toBe(4);
    expect(await isClosed(first)).toBe(false);
    const wasThrownOut = await control(async (open) => {
      const victim = await open('hydrant-1');
      await open('hydrant-1', { name: 'thief', secret: 'guess' });
      await victim.closed;
      return victim.socket.closed;
    });
    expect(wasThrownOut).toBe(true);
  });

  it('is asked of an estate that may fail: then nobody comes in, and nothing breaks', async () => {
    const under = await started();
    const device = await under.device('breaks-the-estate');
    expect(device.returnCode).toBe(3);
    expect(under.counter('refused.admission-failed')).toBe(1);
    expect((await under.device('hydrant-1')).returnCode).toBe(0);
  });
});

describe('a topic', () => {
  const topics: readonly [string, string | Uint8Array, string][] = [
    ['of another device', 'balefire/hydrant-2/up', 'wrong-topic'],
    ['for commands', 'balefire/hydrant-1/down', 'wrong-topic'],
    ['of the broker', '$SYS/broker/heartbeat', 'wrong-topic'],
    ['beside the house', 'anything', 'wrong-topic'],
    ['with U+0000', 'balefire/hydrant-1/up\u0000', 'bad-text'],
    ['in ill-formed UTF-8', Buffer.from([0x61, 0xc3, 0x28]), 'bad-text'],
    ['of nine levels', 'a/b/c/d/e/f/g/h/i', 'topic-shape'],
    ['of 300 characters', 'x'.repeat(300), 'topic-shape'],
    ['of 200 levels', '/'.repeat(199), 'malformed'],
    ['that is empty', '', 'malformed'],
    ['with a wildcard', 'balefire/+/up', 'malformed'],
  ];

  it.each(topics)('%s is not published on: the connection ends without a confirmation', async (_, topic, why) => {
    const under = await started();
    const device = await under.device('hydrant-1');
    device.say(publish(topic, 'x', { id: 1 }), publish('balefire/hydrant-1/up', 'after', { id: 2 }));
    await device.closed;
    expect(device.ids(TYPE.puback)).toEqual([]);
    expect(under.counter(`refused.${why}`)).toBe(1);
    expect(under.frames).toEqual([]);
  });

  it('with U+0000 or of another device is confirmed by bare aedes: the control', async () => {
    const acknowledged = await control(async (open) => {
      const device = await open('hydrant-1');
      device.say(publish('a\u0000b', 'x', { id: 1 }), publish('balefire/hydrant-2/up', 'x', { id: 2 }));
      await device.until(() => device.ids(TYPE.puback).length === 2);
      return device.ids(TYPE.puback);
    });
    expect(acknowledged).toEqual([1, 2]);
  });

  const filters = ['#', '+/#', '$SYS/#', 'balefire/+/up', 'balefire/hydrant-2/down', 'balefire/hydrant-1/up', 'balefire/hydrant-1/#'];

  it.each(filters)('filter %s is not granted', async (filter) => {
    const under = await started();
    const device = await under.device('hydrant-1');
    device.say(subscribe(filter), PINGREQ);
    await device.until(() => device.received.some(({ type }) => type === TYPE.pingresp));
    expect(device.received.find(({ type }) => type === TYPE.suback)?.body[2]).toBe(128);
    expect(under.counter('refused.wrong-filter')).toBe(1);
    expect(await under.link.send('hydrant-1', Buffer.from('x'))).toBe('offline');
  });

  it('filter $SYS/# tells a stranger at bare aedes who comes: the control', async () => {
    const told = await control(async (open) => {
      const spy = await open('spy');
      spy.say(subscribe('$SYS/#', 0));
      await spy.until(() => spy.received.some(({ type }) => type === TYPE.suback));
      await open('hydrant-1');
      const hears = (): boolean => spy.received.some(({ type, body }) => type === TYPE.publish && body.includes('hydrant-1'));
      await spy.until(hears);
      return hears();
    });
    expect(told).toBe(true);
  });

  it('keeps no retained message', async () => {
    const kept = (device: RawDevice): number => device.received.filter(({ type }) => type === TYPE.publish).length;
    const under = await started();
    const device = await under.device('hydrant-1');
    device.say(publish('balefire/hydrant-1/up', 'kept?', { id: 1, retain: true }), subscribe('balefire/hydrant-1/down'), PINGREQ);
    await device.until(() => device.received.some(({ type }) => type === TYPE.pingresp));
    expect(device.ids(TYPE.puback)).toEqual([1]);
    expect(kept(device)).toBe(0);
    const keptByBare = await control(async (open) => {
      const publisher = await open('hydrant-1');
      publisher.say(publish('any', 'kept!', { id: 1, retain: true }));
      await publisher.until(() => publisher.ids(TYPE.puback).length > 0);
      const reader = await open('reader');
      reader.say(subscribe('any'));
      await reader.until(() => kept(reader) > 0);
      return kept(reader);
    });
    expect(keptByBare).toBe(1);
  });
});

describe('bad manners', () => {
  it.each([
    ['a packet before CONNECT', [publish('balefire/hydrant-1/up', 'x', { qos: 0 })]],
    [
      'a second CONNECT',
      [connect({ clientId: 'a', name: 'a', secret: 'secret of a' }), connect({ clientId: 'a', name: 'a', secret: 'secret of a' })],
    ],
    ['a web browser', [Buffer.from('GET / HTTP/1.1\r\nHost: gateway\r\n\r\n')]],
  ])('%s ends the connection', async (_, packets) => {
    const under = await started();
    const device = await RawDevice.open(under.port);
    device.say(...packets);
    await device.closed;
    expect(under.counter('refused.malformed') + under.counter('refused.packet-too-large')).toBe(1);
  });

  it('of a device that never ends its QoS 2 handshakes are bounded', async () => {
    const under = await started({ limits: { openHandshakes: 5, inFlight: 20 } });
    const device = await under.device('hydrant-1');
    device.say(...Array.from({ length: 10 }, (_, i) => publish('balefire/hydrant-1/up', 'x', { qos: 2, id: i + 1 })));
    await device.closed;
    expect(under.counter('refused.malformed')).toBe(1);
  });

  it('of a device that floods with pings hold up no other', async () => {
    const under = await started();
    const flooder = await under.device('flooder');
    for (let i = 0; i < 20; i += 1) flooder.say(Buffer.alloc(4_000, PINGREQ));
    const hydrant = await under.device('hydrant-1');
    hydrant.say(publish('balefire/hydrant-1/up', 'x', { id: 1 }));
    await hydrant.until(() => hydrant.ids(TYPE.puback).length > 0);
    expect(flooder.received.filter(({ type }) => type === TYPE.pingresp).length).toBeLessThan(40_000);
    await flooder.until(() => flooder.received.filter(({ type }) => type === TYPE.pingresp).length === 40_000);
  });

  it('of any kind break neither the link nor the next device', async () => {
    const under = await started();
    const valid = Buffer.concat([
      connect({ clientId: 'fuzzy', name: 'fuzzy', secret: 'secret of fuzzy', will: { topic: 'balefire/fuzzy/up', payload: 'w' } }),
      publish('balefire/fuzzy/up', '{"points":{}}', { qos: 2, id: 4 }),
      subscribe('balefire/fuzzy/down'),
      PINGREQ,
    ]);
    const edits = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), edits, fc.uint8Array({ maxLength: 300 }), async (isMutation, changes, garbage) => {
        const bytes = Buffer.from(isMutation ? valid : garbage);
        if (isMutation) for (const [at, byte] of changes) bytes[at] = byte;
        const device = await RawDevice.open(under.port);
        await new Promise<void>((resolve) => device.socket.end(bytes, resolve));
        await device.closed;
      }),
      { numRuns: 150 },
    );
    const hydrant = await under.device('hydrant-1');
    hydrant.say(publish('balefire/hydrant-1/up', 'alive', { id: 1 }));
    await hydrant.until(() => hydrant.ids(TYPE.puback).length > 0);
    expect(under.frames.map(textOf)).toContain('alive');
    await under.until(() => under.link.state().connected === 1);
  });
});

describe('the log', () => {
  it('speaks of a kind of refusal once, with what strangers say escaped, while the count goes on', async () => {
    const under = await started();
    for (let i = 0; i < 20; i += 1) await under.device('forged\n\u0007line', { name: 'x' });
    const spoken = under.logged.filter(({ message }) => message === 'mqtt: refused.bad-client-id');
    expect(spoken).toHaveLength(1);
    expect(spoken[0]?.about['device']).toBe('forged\\u{a}\\u{7}line');
    expect(under.counter('refused.bad-client-id')).toBe(20);
  });
});
