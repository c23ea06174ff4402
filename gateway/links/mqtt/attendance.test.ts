// Who is here: what the house is told when devices come, go, flap and take over.
import { BalefireError } from '../../errors.ts';
import { linksUnderTest, startLink, textOf } from './testing/link-under-test.ts';
import { DISCONNECT, publish, subscribe, TYPE } from './testing/packets.ts';

const started = linksUnderTest();

describe('presence', () => {
  it('is told when a device comes, disconnects, breaks off or falls silent', async () => {
    const under = await started();
    const polite = await under.device('polite');
    polite.say(DISCONNECT);
    await under.until(() => under.presence.length === 2);
    const rude = await under.device('rude');
    rude.close();
    await under.until(() => under.presence.length === 4);
    const silent = await under.device('silent', { keepalive: 1 });
    await silent.closed;
    await under.until(() => under.presence.length === 6);
    expect(under.presence).toEqual(['polite', 'rude', 'silent'].flatMap((id) => [`${id} online`, `${id} offline`]));
    expect(under.counter('cut.keepalive')).toBe(1);
  });

  it('stays online when the device takes over its own connection, again and again', async () => {
    const under = await started();
    let last = await under.device('post-1');
    for (let i = 0; i < 10; i += 1) {
      last.say(subscribe('balefire/post-1/down'));
      const next = await under.device('post-1');
      await last.closed;
      last = next;
    }
    last.say(publish('balefire/post-1/up', 'here', { id: 1 }));
    await last.until(() => last.ids(TYPE.puback).length > 0);
    expect(under.presence).toEqual(['post-1 online']);
    expect(under.link.state().connected).toBe(1);
    expect(under.counter('cut.taken-over')).toBe(10);
  });

  it('leaves one connection when a device connects several times at once', async () => {
    const under = await started();
    const all = await Promise.all(Array.from({ length: 8 }, () => under.device('post-1')));
    await under.until(() => all.filter((device) => !device.socket.closed).length <= 1);
    expect(under.link.state().connected).toBe(1);
    expect(await under.link.send('post-1', Buffer.from('x'))).toBe('offline');
    const [survivor] = all.filter((device) => !device.socket.closed);
    survivor?.say(subscribe('balefire/post-1/down'));
    await survivor?.until(() => survivor.received.some(({ type }) => type === TYPE.suback));
    await under.until(() => under.presence.length > 0);
    expect(under.presence.at(-1)).toBe('post-1 online');
  });

  it('waits a little before it says offline, so that a flapping connection writes nothing', async () => {
    const under = await started({ limits: { offlineAfterMs: 10_000 } });
    for (let i = 0; i < 5; i += 1) {
      const device = await under.device('flapping');
      device.close();
      await under.until(() => under.link.state().connected === 0);
    }
    expect(under.presence).toEqual(['flapping online']);
  });

  it('hands in the will of a device that breaks off, and not of one that says goodbye', async () => {
    const under = await started();
    const will = { topic: 'balefire/rude/up', payload: '{"points":{"battery":1}}', retain: true, qos: 1 };
    const rude = await under.device('rude', { will });
    rude.close();
    await under.until(() => under.presence.includes('rude offline'));
    const polite = await under.device('polite', { will: { ...will, topic: 'balefire/polite/up' } });
    polite.say(DISCONNECT);
    await under.until(() => under.presence.includes('polite offline'));
    expect(under.frames.map((frame) => [frame.device, frame.kind, textOf(frame)])).toEqual([['rude', 'up', will.payload]]);
  });

  it('is silent when the gateway stops: no offline, no will', async () => {
    const under = await startLink();
    for (const id of ['a', 'b', 'c']) await under.device(id, { will: { topic: `balefire/${id}/up`, payload: 'gone' } });
    await under.until(() => under.presence.length === 3);
    await under.link.stop();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(under.presence).toEqual(['a online', 'b online', 'c online']);
    expect(under.frames).toEqual([]);
  });

  it('is offered again until the disk takes it, and then tells how it is now', async () => {
    let refusals = 1;
    const storePresence = async (): Promise<void> => {
      if (refusals-- > 0) throw new BalefireError('disk-refused');
    };
    const under = await started({ storePresence });
    const device = await under.device('post-1');
    await under.until(() => under.presence.length === 1);
    device.close();
    await under.until(() => under.presence.length === 2);
    expect(under.presence).toEqual(['post-1 online', 'post-1 offline']);
  });
});
