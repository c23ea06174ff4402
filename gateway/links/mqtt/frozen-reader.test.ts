// A device that stops reading: it delays nobody, heaps up little, and is cut.
import { execFile } from 'node:child_process';
import { programApart } from '../../worker-file.ts';
import { startBareAedes } from './testing/bare-aedes.ts';
import { startLink } from './testing/link-under-test.ts';
import { publish, subscribe, TYPE } from './testing/packets.ts';
import { RawDevice } from './testing/raw-device.ts';

/** The exit code of a process that cuts a frozen reader with 8,000 messages queued behind it. */
function cutFrozenReader(concurrency: number): Promise<{ code: number; said: string }> {
  const args = [...programApart(import.meta.url, './testing/cut-frozen-reader-program'), `${concurrency}`, '8000'];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, (_error, _out, said) => resolve({ code: child.exitCode ?? -1, said }));
  });
}

async function listening(device: RawDevice, filter: string): Promise<void> {
  device.say(subscribe(filter, 0));
  await device.until(() => device.received.some(({ type }) => type === TYPE.suback));
}

function published(device: RawDevice): number {
  return device.received.filter(({ type }) => type === TYPE.publish).length;
}

describe('a device that stops reading', () => {
  it('holds up no other, is cut, and 8,000 commands for it do no harm', async () => {
    const under = await startLink({ limits: { deviceRate: { perSecond: 1e6, burst: 1e6 } } });
    const frozen = await under.device('frozen');
    await listening(frozen, 'balefire/frozen/down');
    const siren = await under.device('siren');
    await listening(siren, 'balefire/siren/down');
    frozen.freeze();

    const command = Buffer.alloc(4_096, 'x');
    const answers = new Map<string, number>();
    for (let i = 0; i < 8_000; i += 40) {
      const some = await Promise.all(Array.from({ length: 40 }, () => under.link.send('frozen', command)));
      for (const answer of some) answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
    expect((answers.get('sent') ?? 0) + (answers.get('offline') ?? 0)).toBe(8_000);
    expect(answers.get('offline')).toBeGreaterThan(1_000);
    expect(under.counter('cut.slow-reader')).toBe(1);

    const began = performance.now();
    expect(await under.link.send('siren', Buffer.from('sound'))).toBe('sent');
    siren.say(publish('balefire/siren/up', 'sounding', { id: 5 }));
    await siren.until(() => published(siren) === 1 && siren.ids(TYPE.puback).length === 1);
    expect(performance.now() - began).toBeLessThan(1_000);
    await under.until(() => under.link.state().connected === 1);
    await under.stop();
  });

  it('holds up no other while it is still there, however many commands wait for it', async () => {
    const under = await startLink();
    const frozen = await under.device('frozen');
    await listening(frozen, 'balefire/frozen/down');
    const siren = await under.device('siren');
    await listening(siren, 'balefire/siren/down');
    frozen.freeze();
    const answers = await Promise.all(Array.from({ length: 8_000 }, () => under.link.send('frozen', Buffer.alloc(1_000))));
    expect(answers.filter((answer) => answer === 'offline').length).toBe(8_000 - 64);
    for (let i = 0; i < 10; i += 1) expect(await under.link.send('siren', Buffer.from(`${i}`))).toBe('sent');
    await siren.until(() => published(siren) === 10);
    await under.stop();
  });

  it.each([
    ['within the drain time when it says nothing', { drainWithinMs: 200 }, false],
    ['at once when it publishes on without reading its confirmations', { unreadBytes: 100_000 }, true],
  ])('is cut %s', async (_, limits, isTalking) => {
    const under = await startLink({ limits: { unreadBytes: 1e9, highWaterMark: 16_384, drainWithinMs: 20_000, ...limits } });
    const frozen = await under.device('frozen');
    await listening(frozen, 'balefire/frozen/down');
    frozen.freeze();
    // 16 MB: more than the kernel's buffers of both sides hold.
    await Promise.all(Array.from({ length: 64 }, () => under.link.send('frozen', Buffer.alloc(256 * 1024))));
    if (isTalking) frozen.say(publish('balefire/frozen/up', 'x', { id: 1 }));
    await under.until(() => under.counter('cut.slow-reader') === 1 && under.link.state().connected === 0);
    expect(under.frames).toEqual([]);
    await under.stop();
  });

  it('stops all others at bare aedes: the control', async () => {
    const bare = await startBareAedes();
    const frozen = await RawDevice.connect(bare.port, 'frozen');
    await listening(frozen, 'd/#');
    const siren = await RawDevice.connect(bare.port, 'siren');
    await listening(siren, 'alarm');
    frozen.freeze();
    const publisher = await RawDevice.connect(bare.port, 'publisher');
    for (let i = 0; i < 12; i += 1) publisher.say(publish('d/big', Buffer.alloc(1024 * 1024), { qos: 0 }));
    while (bare.unread('frozen') === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const crowd = await Promise.all(Array.from({ length: 4 }, (_, i) => RawDevice.connect(bare.port, `crowd-${i}`)));
    for (const member of crowd) member.say(...Array.from({ length: 100 }, (_, i) => publish('d/small', 'x', { id: i + 1 })));
    await Promise.all(crowd.map((member) => member.until(() => member.ids(TYPE.puback).length === 100)));
    publisher.close();
    const alarm = await RawDevice.connect(bare.port, 'alarm');
    alarm.say(...Array.from({ length: 10 }, (_, i) => publish('alarm', 'fire', { id: i + 1 })));
    await alarm.until(() => alarm.ids(TYPE.puback).length === 10);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const heardWhileFrozen = published(siren);
    await bare.close();
    expect(heardWhileFrozen).toBe(0);
  });

  it('kills bare aedes when it is cut with 8,000 messages queued, and not without the queue between devices: the control', async () => {
    const [withQueue, without] = await Promise.all([cutFrozenReader(100), cutFrozenReader(0)]);
    expect(withQueue.said).toContain('Maximum call stack size exceeded');
    expect(withQueue.code).not.toBe(0);
    expect(without.code).toBe(0);
  });
});
