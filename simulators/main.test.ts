// The simulator as a person starts it: a process of its own against a real broker.
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import modbus from 'modbus-serial';
import { freePort } from './testing/free-port.ts';
import { type Mosquitto, startMosquitto } from './testing/mosquitto.ts';
import { Observer } from './testing/observer.ts';
import { begin, simulate } from './testing/simulator-process.ts';

describe('the command line', () => {
  it('explains itself and lists the models', async () => {
    const [help, models] = await Promise.all([simulate('--help'), simulate('models')]);
    expect(help).toMatchObject({ code: 0, complained: '', said: expect.stringContaining('npm run simulate -- device <model>') });
    expect(models).toMatchObject({ code: 0, said: expect.stringContaining('balefire/voice-post') });
  });

  const mistakes: [string, string[], RegExp][] = [
    ['an unknown mode', ['dance'], /there is no mode dance/],
    ['an unknown option', ['device', 'smoke', '--loud'], /--loud/],
    ['an unknown model', ['device', 'toaster'], /there is no model toaster/],
    ['a device without a secret', ['device', 'smoke'], /sim-smoke-0001 .*has no secret/],
    ['a rate in words', ['device', 'smoke', '--rate', 'fast'], /--rate .*not fast/],
    ['a district that is not there', ['district', 'nowhere.json'], /cannot read nowhere.json/],
    ['an unknown story', ['story', 'romance'], /there is no story romance/],
  ];
  it('answers each mistake with a line and an exit code', async () => {
    const answers = await Promise.all(mistakes.map(([, args]) => simulate(...args)));
    for (const [nth, [, , line]] of mistakes.entries()) {
      expect(answers[nth]).toMatchObject({ code: 1, said: '', complained: expect.stringMatching(line) });
      expect(answers[nth]?.complained).not.toMatch(/\bat .*\.ts:\d/);
    }
  });
});

describe('on a real broker', () => {
  let mosquitto: Mosquitto;
  let observer: Observer;
  const cast = ['tower-f10-electrical'];

  beforeAll(async () => {
    const ids = ['sim-smoke-0001', 'sim-smoke-0002', 'sim-smoke-0003', ...cast];
    mosquitto = await startMosquitto({ ...Object.fromEntries(ids.map((id) => [id, 'shared'])), observer: 'eye' });
    observer = new Observer(mosquitto.url, 'eye');
    await observer.ready();
  });
  afterAll(async () => {
    await observer.end();
    await mosquitto.end();
  });

  it('three devices report at a rate and say how it went', async () => {
    const { url } = mosquitto;
    const ended = await simulate('device', 'smoke', '--url', url, '--secret', 'shared', '--count', '3', '--rate', '30', '--duration', '1');
    expect(ended).toMatchObject({ code: 0, complained: '' });
    const [, sent, confirmed] = /end: .* s: (\d+) sent, (\d+) confirmed/.exec(ended.said) ?? [];
    expect(Number(sent)).toBeGreaterThanOrEqual(25);
    expect(Number(sent)).toBeLessThanOrEqual(30);
    expect(confirmed).toBe(sent);
    const heard = await observer.until((all) => new Set(all.map(({ device }) => device)).size === 3);
    expect(heard.every(({ where }) => where === 'up')).toBe(true);
  });

  it('a story is told by its devices alone and then ends', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'balefire-story-'));
    const file = join(folder, 'credentials.json');
    writeFileSync(file, JSON.stringify({ 'tower-f10-electrical': 'shared' }));
    const ended = await simulate('story', 'electrical', '--url', mosquitto.url, '--credentials', file, '--speed', '500');
    rmSync(folder, { recursive: true });
    expect(ended).toMatchObject({
      code: 0,
      complained: '',
      said: expect.stringContaining('electrical: tower-f10-electrical {"arc":true}'),
    });
    const points = observer.heard.filter(({ device }) => device === cast[0]).map(({ said }) => said.points ?? {});
    expect(points).toContainEqual({ arc: true });
    expect(points).toContainEqual({ residualCurrent2: 646, cableTemperature2: 83.5 });
  });
});

describe('a Modbus model', () => {
  it('answers on its port until it is told to end', async () => {
    const port = await freePort();
    const { child, end } = begin(['device', 'pressure-transmitter-modbus', '--listen', String(port), '--count', '2']);
    await once(child.stdout, 'data');
    const client = new modbus.default();
    await client.connectTCP('127.0.0.1', { port });
    client.setID(2);
    const { data } = await client.readHoldingRegisters(3, 2);
    expect(data[0]).toBe(3);
    expect(data[1]).toBeGreaterThan(550);
    expect(data[1]).toBeLessThan(690);
    await new Promise((resolve) => client.close(() => resolve(undefined)));
    child.kill('SIGTERM');
    expect(await end).toMatchObject({ code: 0, complained: '', said: expect.stringContaining('units 1 to 2') });
  });
});
