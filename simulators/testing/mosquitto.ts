// A real mosquitto for tests: each device with its own secret and under its own topics; it can be frozen, killed and restarted.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

export interface Mosquitto {
  readonly url: string;
  /** Stops answering, with all connections open. */
  freeze(): void;
  /** As a power cut does. */
  kill(): Promise<void>;
  /** Listens again on the same port, with nothing remembered; admits the observer alone. */
  restart(): Promise<void>;
  /** Admits everyone again. */
  admit(): void;
  /** Kills it and removes its files. */
  end(): Promise<void>;
}

/** Starts mosquitto for devices with these secrets; `observer` may see and send everything. */
export async function startMosquitto(secrets: Readonly<Record<string, string>>): Promise<Mosquitto> {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-mosquitto-'));
  const port = await freePort();
  const users = join(folder, 'users');
  const config = join(folder, 'mosquitto.conf');
  writeFileSync(
    users,
    `${Object.entries(secrets)
      .map((pair) => pair.join(':'))
      .join('\n')}\n`,
    { mode: 0o600 },
  );
  execFileSync('mosquitto_passwd', ['-U', users]);
  const patterns = 'pattern write balefire/%u/up\npattern write balefire/%u/ack\npattern read balefire/%u/down\n';
  writeFileSync(join(folder, 'acl'), `user observer\ntopic readwrite #\n${patterns}`, { mode: 0o600 });
  const lines = [
    'user root',
    `listener ${port} 127.0.0.1`,
    'allow_anonymous false',
    `password_file ${users}`,
    `acl_file ${join(folder, 'acl')}`,
    'persistence false',
    'log_dest stderr',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  let running = await start(config);
  return {
    url: `mqtt://127.0.0.1:${port}`,
    freeze: () => void running.kill('SIGSTOP'),
    kill: () => ended(running),
    restart: async () => {
      writeUsers(users, { observer: secrets['observer'] ?? '' });
      running = await start(config);
    },
    admit: () => {
      writeUsers(users, secrets);
      running.kill('SIGHUP');
    },
    end: async () => {
      await ended(running);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeUsers(file: string, secrets: Readonly<Record<string, string>>): void {
  const lines = Object.entries(secrets).map((pair) => `${pair.join(':')}\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  execFileSync('mosquitto_passwd', ['-U', file]);
}

async function start(config: string): Promise<ChildProcess> {
  const mosquitto = spawn('/usr/sbin/mosquitto', ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    mosquitto.on('error', reject);
    mosquitto.on('exit', () => reject(new Error(`mosquitto ended: ${said}`)));
    mosquitto.stderr?.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes(' running')) resolve();
    });
  });
  return mosquitto;
}

async function ended(mosquitto: ChildProcess): Promise<void> {
  if (mosquitto.exitCode !== null || mosquitto.signalCode !== null) return;
  const exit = once(mosquitto, 'exit');
  mosquitto.kill('SIGKILL');
  await exit;
}
