// Clients that others wrote: mosquitto's (Debian), mqtt.js, and a thousand at once.
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connectAsync } from 'mqtt';
import { BalefireError } from '../../errors.ts';
import { fileApart } from '../../worker-file.ts';
import { type LinkUnderTest, startLink, textOf } from './testing/link-under-test.ts';
import { publish, TYPE } from './testing/packets.ts';
import { RawDevice } from './testing/raw-device.ts';

interface Run {
  readonly code: number;
  readonly said: string;
}

/** Runs one of mosquitto's clients as the device `hydrant-1`; `more` comes last and may name another secret. */
function mosquitto(program: 'mosquitto_pub' | 'mosquitto_sub', port: number, ...more: string[]): Promise<Run> & { child: ChildProcess } {
  const who = ['-h', '127.0.0.1', '-p', `${port}`, '-i', 'hydrant-1', '-u', 'hydrant-1', '-P', 'secret of hydrant-1'];
  let child: ChildProcess | undefined;
  const run = new Promise<Run>((resolve) => {
    child = execFile(program, [...who, ...more], (error, out, said) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, said: `${out}${said}` });
    });
  });
  return Object.assign(run, { child: child as ChildProcess });
}

const hasMosquitto = await new Promise<boolean>((resolve) =>
  execFile('mosquitto_pub', ['--help'], (error) => resolve(error?.code !== 'ENOENT')),
);
const withMosquitto = hasMosquitto ? describe : describe.skip;

withMosquitto('mosquitto_pub and mosquitto_sub', () => {
  let under: LinkUnderTest;
  beforeEach(async () => {
    under = await startLink();
  });
  afterEach(() => under.stop());

  it.each(['0', '1', '2'])('publishes with QoS %s', async (qos) => {
    const run = await mosquitto(
      'mosquitto_pub',
      under.port,
      '-q',
      qos,
      '-t',
      'balefire/hydrant-1/up',
      '-m',
      '{"points":{"pressure":0.31}}',
    );
    expect(run).toEqual({ code: 0, said: '' });
    await under.until(() => under.frames.length === 1);
    expect(under.frames.map(textOf)).toEqual(['{"points":{"pressure":0.31}}']);
  });

  it('hears a command, with a session asked for and without', async () => {
    for (const session of [[], ['-c']]) {
      const listener = mosquitto(
        'mosquitto_sub',
        under.port,
        ...session,
        '-q',
        '1',
        '-C',
        '1',
        '-W',
        '10',
        '-t',
        'balefire/hydrant-1/down',
      );
      let sent = 'offline';
      await under.until(() => {
        if (sent === 'offline') void under.link.send('hydrant-1', Buffer.from('{"id":"c1"}')).then((answer) => (sent = answer));
        return sent === 'sent';
      });
      expect((await listener).said).toContain('{"id":"c1"}');
    }
  });

  it('is told why it is refused, in the words of its own protocol', async () => {
    const topic = ['-t', 'balefire/hydrant-1/up', '-m', 'x', '-q', '1'];
    const wrongSecret = await mosquitto('mosquitto_pub', under.port, ...topic, '-P', 'guess');
    expect(wrongSecret.code).not.toBe(0);
    expect(wrongSecret.said).toMatch(/bad user ?name or password/i);
    const otherId = await mosquitto('mosquitto_pub', under.port, ...topic, '-i', 'hydrant-2');
    expect(otherId.said).toMatch(/identifier rejected/i);
    const version5 = await mosquitto('mosquitto_pub', under.port, ...topic, '-V', 'mqttv5');
    expect(version5.code).not.toBe(0);
    expect(version5.said).toMatch(/protocol version/i);
    expect(under.frames).toEqual([]);
  });

  it('leaves its will when it is killed', async () => {
    const will = ['--will-topic', 'balefire/hydrant-1/up', '--will-payload', 'killed', '--will-qos', '1', '--will-retain'];
    const { child } = mosquitto('mosquitto_sub', under.port, '-t', 'balefire/hydrant-1/down', ...will);
    await under.until(() => under.presence.length === 1);
    child.kill('SIGKILL');
    await under.until(() => under.presence.length === 2);
    expect(under.frames.map(textOf)).toEqual(['killed']);
  });
});

describe('mqtt.js', () => {
  it('publishes with every QoS, 600 messages in flight, in order, and hears commands', async () => {
    const under = await startLink({ limits: { deviceRate: { perSecond: 1e6, burst: 1e6 } } });
    const client = await connectAsync(`mqtt://127.0.0.1:${under.port}`, {
      clientId: 'panel-1',
      username: 'panel-1',
      password: 'secret of panel-1',
    });
    const heard = new Promise<string>((resolve) => client.once('message', (_topic, payload) => resolve(payload.toString())));
    await client.subscribeAsync('balefire/panel-1/down', { qos: 2 });
    const qosOf = (i: number): 0 | 1 | 2 => (i % 3 === 0 ? 0 : i % 3 === 1 ? 1 : 2);
    await Promise.all(Array.from({ length: 600 }, (_, i) => client.publishAsync('balefire/panel-1/up', `${i}`, { qos: qosOf(i) })));
    expect(under.frames.map(textOf)).toEqual(Array.from({ length: 600 }, (_, i) => `${i}`));
    expect(await under.link.send('panel-1', Buffer.from('sound'))).toBe('sent');
    expect(await heard).toBe('sound');
    await client.endAsync();
    await under.until(() => under.presence.includes('panel-1 offline'));
    await under.stop();
  });

  it.each([1, 2] as const)('sends again with QoS %s what was not confirmed, until it is', async (qos) => {
    let refusals = 2;
    const store = async (): Promise<void> => {
      if (refusals-- > 0) throw new BalefireError('disk-refused');
    };
    const under = await startLink({ store });
    const who = { clientId: 'panel-1', username: 'panel-1', password: 'secret of panel-1', reconnectPeriod: 20, clean: false };
    const client = await connectAsync(`mqtt://127.0.0.1:${under.port}`, who);
    await client.publishAsync('balefire/panel-1/up', 'fire', { qos });
    expect(under.frames.map(textOf)).toEqual(['fire']);
    expect(under.counter('cut.unconfirmed')).toBe(2);
    await client.endAsync(true);
    await under.stop();
  });
});

describe('a thousand devices', () => {
  it('are connected at once, are served, and cost little memory', async () => {
    const child = fork(fileApart(import.meta.url, './testing/link-process').file, { execArgv: [] });
    const [port] = (await once(child, 'message')) as [number];
    const megabytes = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))?.[1] ?? 0) / 1024;
    const before = megabytes();
    const devices = await Promise.all(Array.from({ length: 1_000 }, (_, i) => RawDevice.connect(port, `tank-${i}`)));
    expect(devices.every((device) => device.returnCode === 0)).toBe(true);
    for (const [i, device] of devices.entries()) device.say(publish(`balefire/tank-${i}/up`, '{"points":{"level":2.1}}', { id: 1 }));
    await Promise.all(devices.map((device) => device.until(() => device.ids(TYPE.puback).length === 1)));
    const grown = megabytes() - before;
    for (const device of devices) device.close();
    const exited = once(child, 'exit');
    child.disconnect();
    await exited;
    process.stdout.write(`1,000 MQTT connections: ${grown.toFixed(0)} MB\n`);
    // Measured 45 to 65 MB, most of it not yet collected; twice that would be a leak.
    expect(grown).toBeLessThan(130);
  });
});
