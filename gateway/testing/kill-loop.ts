// The first promise put to the proof on any wire: a gateway killed at random moments, devices that say again what was not confirmed, and what of it is lost.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Alarm } from '../alarms/alarm.ts';
import type { District } from '../import-district.ts';
import { programApart } from '../worker-file.ts';
import { openTestHouse } from './a-house.ts';

/** Things of one device on their way at once. */
const IN_FLIGHT = 20;

/** `gate`: the built gateway itself; `confirm-first`: the same house with a gate that confirms too early, the negative control. */
type Mode = 'gate' | 'confirm-first';

/** A device's way to one life of the gateway. */
interface Voice {
  /** Says the thing of that number; calls back when it is confirmed. */
  say(seq: number, confirmed: () => void): void;
  /** Whatever still comes is not heard. */
  end(): void;
}

/** The wire that is put to the proof, and who speaks on it. */
export interface KilledWire {
  readonly link: 'mqtt' | 'gb26875';
  readonly district: District;
  readonly devices: readonly string[];
  connect(device: string, port: number, secret: string): Promise<Voice>;
  /** Number of the thing that a stored frame tells. */
  seqOf(body: Uint8Array): number;
}

interface Outcome {
  readonly confirmed: number;
  /** Confirmed and not in the journal: device and number. */
  readonly lost: readonly string[];
}

/** What one device has to say, over all rounds: what was not confirmed is said again. */
class Speaker {
  readonly confirmed = new Set<number>();
  readonly #pending = new Set<number>();
  #next = 1;
  #voice: Voice | undefined;

  speak(voice: Voice): void {
    this.#voice = voice;
    for (const seq of [...this.#pending]) this.#say(seq);
    while (this.#pending.size < IN_FLIGHT) this.#sayNext();
  }

  hushed(): void {
    this.#voice?.end();
    this.#voice = undefined;
  }

  #sayNext(): void {
    const seq = this.#next;
    this.#next += 1;
    this.#pending.add(seq);
    this.#say(seq);
  }

  #say(seq: number): void {
    const voice = this.#voice;
    voice?.say(seq, () => {
      if (voice !== this.#voice) return;
      this.confirmed.add(seq);
      this.#pending.delete(seq);
      this.#sayNext();
    });
  }
}

async function startGateway(folder: string, mode: Mode, link: KilledWire['link']): Promise<{ child: ChildProcess; port: number }> {
  const built = new URL('../../dist/gateway/main.js', import.meta.url).pathname;
  const program = mode === 'gate' ? [built, 'start'] : programApart(import.meta.url, './confirm-first-program');
  const settings = {
    BALEFIRE_DATA: folder,
    BALEFIRE_LOG: 'info',
    BALEFIRE_WEB_PORT: '0',
    BALEFIRE_MQTT_PORT: '0',
    BALEFIRE_MQTT_HOST: '127.0.0.1',
    ...(link === 'gb26875' ? { BALEFIRE_GB26875_PORT: '0' } : {}),
  };
  const child = spawn(process.execPath, program, { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'inherit'] });
  const port = new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code} before it was up; is it built (npm run build)?`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes(`${link}: listening`)) resolve((JSON.parse(line) as { port: number }).port);
    });
  });
  return { child, port: await port };
}

/** Kills a gateway on this folder so many times while all devices speak, and looks into its journal. */
export async function killLoop(folder: string, mode: Mode, rounds: number, wire: KilledWire): Promise<Outcome> {
  const first = await openTestHouse(folder, wire.district);
  const { secrets } = first;
  await first.house.close();
  const speakers = new Map(wire.devices.map((device) => [device, new Speaker()]));
  for (let round = 0; round < rounds; round += 1) {
    const { child, port } = await startGateway(folder, mode, wire.link);
    for (const [device, speaker] of speakers) speaker.speak(await wire.connect(device, port, secrets[device] ?? ''));
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
    stored.add(`${entry.frame.device} ${wire.seqOf(entry.frame.body)}`);
  }
  await house.close();
  const confirmed = [...speakers].flatMap(([device, speaker]) => [...speaker.confirmed].map((seq) => `${device} ${seq}`));
  return { confirmed: confirmed.length, lost: confirmed.filter((one) => !stored.has(one)) };
}

/** All alarms, open and closed, without what depends on how often the state was saved. */
export async function alarmsOf(folder: string): Promise<Omit<Alarm, 'change'>[]> {
  const { house } = await openTestHouse(folder);
  const all = house.alarms.listAlarms({ limit: 100_000 }).map(({ change: _, ...alarm }) => alarm);
  await house.close();
  return all.sort((one, other) => one.id.localeCompare(other.id));
}

/** The same from the journal alone: all that was concluded is forgotten first. */
export function alarmsFromJournal(folder: string): Promise<Omit<Alarm, 'change'>[]> {
  for (const end of ['', '-wal', '-shm']) rmSync(`${folder}/state.db${end}`, { force: true });
  return alarmsOf(folder);
}

/** What each open alarm stands for; one that is there twice is an alarm shown twice. */
export function openCauses(alarms: readonly Omit<Alarm, 'change'>[]): string[] {
  return alarms.filter((one) => one.closedAt === null).map((one) => [one.device, one.point, one.class, one.drill].join(' '));
}
