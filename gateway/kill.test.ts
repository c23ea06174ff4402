// The first promise, proved: a gateway killed at random moments, twenty times, has lost nothing that it confirmed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { connectAsync, type MqttClient } from 'mqtt';
import type { Alarm } from './alarms/alarm.ts';
import { openTestHouse, SMALL_DISTRICT } from './testing/a-house.ts';
import { scratchFolder } from './testing/scratch.ts';

const DEVICES = ['smoke-1', 'smoke-2', 'call-1', 'hydrant-1', 'voice-1'] as const;
/** Frames of one device on their way at once. */
const IN_FLIGHT = 20;

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
}

/** The built gateway itself; the control runs the same house with a gate that confirms too early. */
async function startGateway(folder: string, mode: 'gate' | 'confirm-first'): Promise<Running> {
  const control = new URL('./testing/confirm-first-program.ts', import.meta.url).pathname;
  const built = new URL('../dist/gateway/main.js', import.meta.url).pathname;
  const program = mode === 'gate' ? [built, 'start'] : ['--import', 'tsx', control];
  const settings = {
    BALEFIRE_DATA: folder,
    BALEFIRE_LOG: 'info',
    BALEFIRE_WEB_PORT: '0',
    BALEFIRE_MQTT_PORT: '0',
    BALEFIRE_MQTT_HOST: '127.0.0.1',
  };
  const child = spawn(process.execPath, program, { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'inherit'] });
  const port = new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code} before it was up; is it built (npm run build)?`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('mqtt: listening')) resolve((JSON.parse(line) as { port: number }).port);
    });
  });
  return { child, port: await port };
}

/** A frame that tells which it is: device and number. Smoke heads go through alarm and normal. */
function frame(device: string, seq: number): string {
  const points = device.startsWith('smoke')
    ? { smoke: seq % 2 === 0 ? 'alarm' : 'normal' }
    : device === 'call-1'
      ? { pressed: seq % 3 === 0 }
      : device === 'hydrant-1'
        ? { pressure: 0.3 + (seq % 10) / 100 }
        : { pir: seq % 2 === 0 };
  return JSON.stringify({ at: 1_790_000_000_000 + seq, seq, points });
}

/** What one device has to say, over all rounds: what was not confirmed is said again. */
class Speaker {
  readonly confirmed = new Set<number>();
  readonly #device: string;
  readonly #pending = new Set<number>();
  #next = 1;
  #client: MqttClient | undefined;

  constructor(device: string) {
    this.#device = device;
  }

  async speak(port: number, secret: string): Promise<void> {
    this.#client = await connectAsync({
      host: '127.0.0.1',
      port,
      clientId: this.#device,
      username: this.#device,
      password: secret,
      reconnectPeriod: 0,
    });
    this.#client.on('error', () => undefined);
    for (const seq of [...this.#pending]) this.#say(seq);
    while (this.#pending.size < IN_FLIGHT) this.#sayNext();
  }

  hushed(): void {
    this.#client?.end(true);
    this.#client = undefined;
  }

  #sayNext(): void {
    const seq = this.#next;
    this.#next += 1;
    this.#pending.add(seq);
    this.#say(seq);
  }

  #say(seq: number): void {
    const client = this.#client;
    client?.publish(`balefire/${this.#device}/up`, frame(this.#device, seq), { qos: 1 }, (error) => {
      if (error || client !== this.#client) return;
      this.confirmed.add(seq);
      this.#pending.delete(seq);
      this.#sayNext();
    });
  }
}

interface Outcome {
  readonly confirmed: number;
  readonly lost: string[];
  readonly folder: string;
}

async function killLoop(folder: string, mode: 'gate' | 'confirm-first', rounds: number): Promise<Outcome> {
  const first = await openTestHouse(folder, SMALL_DISTRICT);
  const { secrets } = first;
  await first.house.close();
  const speakers = new Map(DEVICES.map((device) => [device, new Speaker(device)]));
  for (let round = 0; round < rounds; round += 1) {
    const { child, port } = await startGateway(folder, mode);
    for (const [device, speaker] of speakers) await speaker.speak(port, secrets[device] ?? '');
    // The moment of the kill is the experiment's variable, not something to be awaited.
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 180));
    const dead = once(child, 'exit');
    child.kill('SIGKILL');
    for (const speaker of speakers.values()) speaker.hushed();
    await dead;
  }
  const { house } = await openTestHouse(folder);
  const stored = new Set<string>();
  for (const entry of house.journal.entries(1)) {
    if (entry.kind !== 'frame' || entry.frame.kind !== 'up') continue;
    const { seq } = JSON.parse(Buffer.from(entry.frame.body).toString('utf8')) as { seq: number };
    stored.add(`${entry.frame.device} ${seq}`);
  }
  await house.close();
  const confirmed = [...speakers].flatMap(([device, speaker]) => [...speaker.confirmed].map((seq) => `${device} ${seq}`));
  return { confirmed: confirmed.length, lost: confirmed.filter((one) => !stored.has(one)), folder };
}

/** All alarms, open and closed, without what depends on how often the state was saved. */
async function alarmsOf(folder: string): Promise<Omit<Alarm, 'change'>[]> {
  const { house } = await openTestHouse(folder);
  const all = house.alarms.listAlarms({ limit: 100_000 }).map(({ change: _, ...alarm }) => alarm);
  await house.close();
  return all.sort((one, other) => one.id.localeCompare(other.id));
}

describe('a gateway that is killed', () => {
  const scratch = scratchFolder('kill');
  const control = scratchFolder('kill-control');
  afterAll(() => {
    scratch.remove();
    control.remove();
  });

  it('has stored every frame that it confirmed, over twenty kills, and shows no alarm twice', async () => {
    const { confirmed, lost } = await killLoop(scratch.path, 'gate', 20);
    console.log(`20 kills: ${confirmed} confirmed, ${lost.length} lost`);
    expect(confirmed).toBeGreaterThan(1_000);
    expect(lost).toEqual([]);

    const alarms = await alarmsOf(scratch.path);
    const openCauses = alarms.filter((one) => one.closedAt === null).map((one) => [one.device, one.point, one.class, one.drill].join(' '));
    expect(new Set(openCauses).size).toBe(openCauses.length);
    expect(alarms.length).toBeGreaterThan(2);

    // All that was concluded is forgotten; the journal alone must give the same alarms.
    for (const end of ['', '-wal', '-shm']) rmSync(`${scratch.path}/state.db${end}`, { force: true });
    expect(await alarmsOf(scratch.path)).toEqual(alarms);
  }, 300_000);

  it('would be seen to lose frames if it confirmed before it stored', async () => {
    const { confirmed, lost } = await killLoop(control.path, 'confirm-first', 6);
    console.log(`control, 6 kills: ${confirmed} confirmed, ${lost.length} lost`);
    expect(lost.length).toBeGreaterThan(0);
  }, 300_000);
});
