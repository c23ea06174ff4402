// A simulated device on a real broker: reports, obeys, and loses nothing that was not confirmed.
import { decode } from '../device-drivers/decode.ts';
import { smoke } from '../device-drivers/fire/smoke.ts';
import { sounder } from '../device-drivers/fire/sounder.ts';
import { voicePost } from '../device-drivers/forest/voice-post.ts';
import { type Mosquitto, startMosquitto } from './testing/mosquitto.ts';
import { Observer } from './testing/observer.ts';
import { VirtualDevice, type VirtualDeviceOptions } from './virtual-device.ts';

const SECRETS = { head: 'h', siren: 's', post: 'p', observer: 'eye' };
let mosquitto: Mosquitto;
let observer: Observer;
let device: VirtualDevice | undefined;

beforeEach(async () => {
  mosquitto = await startMosquitto(SECRETS);
  observer = new Observer(mosquitto.url, SECRETS.observer);
  await observer.ready();
});

afterEach(async () => {
  await device?.stop();
  device = undefined;
  await observer.end();
  await mosquitto.end();
});

function born(more: Pick<VirtualDeviceOptions, 'id' | 'driver' | 'secret'> & Partial<VirtualDeviceOptions>): VirtualDevice {
  device = new VirtualDevice({ url: mosquitto.url, reconnectMs: 100, ...more });
  return device;
}

function command(id: string, name: string, given: Record<string, number | string> = {}, expiresInMs = 60_000) {
  return { id, command: name, arguments: given, at: Date.now(), expiresAt: Date.now() + expiresInMs };
}

function seqsOf(id: string): number[] {
  return observer.heard.filter(({ device: who, where }) => who === id && where === 'up').map(({ said }) => Number(said.seq));
}

describe('a simulated device', () => {
  it('reports what its driver understands, counts its reports, and hears how long the confirmation took', async () => {
    const head = born({ id: 'head', driver: smoke, secret: 'h', drill: true });
    await head.start();
    expect(await head.report()).toBeGreaterThan(0);
    expect(await head.set({ smoke: 'alarm' })).toBeGreaterThan(0);
    const [all, one] = await observer.until((heard) => heard.length >= 2);
    const frame = { link: '', peer: '', device: 'head', kind: 'up' as const, receivedAt: Date.now(), drill: false };
    const whole = decode(smoke, { ...frame, body: all?.body ?? new Uint8Array() });
    expect(whole.readings.map(({ point }) => point)).toEqual(smoke.points.map(({ key }) => key));
    expect(whole).toMatchObject({ faults: [], drill: true });
    const alarm = decode(smoke, { ...frame, body: one?.body ?? new Uint8Array() });
    expect(alarm.readings).toMatchObject([{ point: 'smoke', value: 'alarm', quality: 'good', drill: true }]);
    expect(alarm.seq).toBe((whole.seq ?? 0) + 1);
    expect(head.state()).toMatchObject({ connected: true, sent: 2, confirmed: 2, waiting: 0, dropped: 0 });
  });

  it('holds what was set until it is given back', async () => {
    const head = born({ id: 'head', driver: smoke, secret: 'h' });
    await head.start();
    await head.set({ smoke: 'alarm' });
    expect(head.values()).toMatchObject({ smoke: 'alarm' });
    await head.set({ smoke: null });
    expect(head.values()).toMatchObject({ smoke: 'normal' });
    expect((await observer.until((heard) => heard.length >= 2))[1]?.said.points).toEqual({ smoke: 'normal' });
  });

  it('with a wrong secret says so and is not connected', async () => {
    const head = born({ id: 'head', driver: smoke, secret: 'wrong' });
    const started = head.start();
    while (head.state().refusal === undefined) await new Promise(setImmediate);
    expect(head.state()).toMatchObject({ connected: false, refusal: expect.stringMatching(/not authori[sz]ed/i) });
    await head.stop();
    await started;
  });
});

describe('a told device', () => {
  it('says that it got the command, sounds, reports it, and says that it is done', async () => {
    await born({ id: 'siren', driver: sounder, secret: 's' }).start();
    await observer.tell('siren', sounder, command('c1', 'sound', { seconds: 600 }));
    await observer.until(() => observer.answers('c1').includes('done'));
    const story = observer.heard.filter(({ device: who, where }) => who === 'siren' && where !== 'down');
    expect(story.map(({ where, said }) => said.state ?? said.points ?? where)).toEqual(['delivered', { sounding: true }, 'done']);
    await observer.tell('siren', sounder, command('c2', 'silence'));
    await observer.until(() => observer.answers('c2').includes('done'));
    expect(device?.values()).toMatchObject({ sounding: false });
  });

  it('carries out a command that comes twice only once, and answers twice', async () => {
    await born({ id: 'siren', driver: sounder, secret: 's' }).start();
    const once = command('c1', 'sound', { seconds: 600 });
    await observer.tell('siren', sounder, once);
    await observer.tell('siren', sounder, once);
    await observer.until(() => observer.answers('c1').length === 3);
    expect(observer.answers('c1')).toEqual(['delivered', 'done', 'done']);
    expect(observer.heard.filter(({ where }) => where === 'up')).toHaveLength(1);
  });

  it('refuses an expired command and stays silent', async () => {
    await born({ id: 'siren', driver: sounder, secret: 's' }).start();
    await observer.tell('siren', sounder, command('late', 'sound', { seconds: 600 }, -1));
    const heard = await observer.until(() => observer.answers('late').length > 0);
    expect(observer.answers('late')).toEqual(['failed']);
    expect(heard.find(({ where }) => where === 'ack')?.said).toEqual({ id: 'late', state: 'failed', reason: 'expired' });
    expect(device?.values()).toMatchObject({ sounding: false });
  });

  it('speaks at the volume it was told and is silent again afterwards', async () => {
    await born({ id: 'post', driver: voicePost, secret: 'p' }).start();
    await observer.tell('post', voicePost, command('c1', 'play', { text: '请勿用火', repeat: 1, volume: 35 }));
    await observer.until((heard) => heard.some(({ where, said }) => where === 'up' && said.points?.['playing'] === false));
    const told = observer.heard.filter(({ where }) => where === 'up').map(({ said }) => said.points);
    expect(told).toEqual([{ playing: true, volume: 35 }, { playing: false }]);
    expect(device?.values()).toMatchObject({ playing: false, volume: 35 });
  });
});

describe('a device whose broker dies', () => {
  /** Says five things into a frozen broker, three while it is dead, two after; gives the numbers of those ten. */
  async function saidThroughADeath(head: VirtualDevice): Promise<number[]> {
    await head.start();
    await head.report();
    await observer.until(() => seqsOf('head').length === 1);
    const [first = 0] = seqsOf('head');
    mosquitto.freeze();
    const said = Array.from({ length: 5 }, () => head.report());
    while (head.state().sent < 6) await new Promise(setImmediate);
    await mosquitto.kill();
    while (head.state().connected) await new Promise(setImmediate);
    await observer.lost();
    said.push(head.report(), head.report(), head.report());
    await mosquitto.restart();
    await observer.ready();
    mosquitto.admit();
    said.push(head.report(), head.report());
    await Promise.all(said);
    await observer.until(() => seqsOf('head').includes(first + 10));
    return Array.from({ length: 10 }, (_, nth) => first + 1 + nth);
  }

  it('sends again what was not confirmed, in order and under the same numbers', async () => {
    const expected = await saidThroughADeath(born({ id: 'head', driver: smoke, secret: 'h', reconnectMs: 400 }));
    const [, ...seqs] = seqsOf('head');
    expect([...new Set(seqs)]).toEqual(expected);
    expect(device?.state()).toMatchObject({ waiting: 0, dropped: 0, connected: true });
    expect(device?.state()).not.toHaveProperty('refusal');
  });

  it('loses what it says without asking for confirmation: the harness can see a loss', async () => {
    const expected = await saidThroughADeath(born({ id: 'head', driver: smoke, secret: 'h', qos: 0, reconnectMs: 400 }));
    expect(expected.filter((seq) => !seqsOf('head').includes(seq))).toEqual(expected.slice(0, 5));
  });

  it('keeps only the newest thousand reports while it has no connection', async () => {
    await mosquitto.kill();
    const head = born({ id: 'head', driver: smoke, secret: 'h' });
    const started = head.start();
    const said = Array.from({ length: 1003 }, () => head.report());
    expect(await Promise.all(said.slice(0, 3))).toEqual([undefined, undefined, undefined]);
    expect(head.state()).toMatchObject({ waiting: 1000, dropped: 3, sent: 0 });
    await head.stop();
    await started;
  });

  it('comes back after its connection was cut', async () => {
    const head = born({ id: 'head', driver: smoke, secret: 'h' });
    await head.start();
    head.cut();
    while (head.state().connected) await new Promise(setImmediate);
    expect(await head.report()).toBeGreaterThan(0);
  });
});
