// The built gateway as a process of its own, met only over its wires: for journeys and benchmarks.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { District } from '../district.ts';

const MAIN = new URL('../../dist/gateway/main.js', import.meta.url).pathname;

/** As `npm start` has them. */
const FLAGS = startFlags();

function startFlags(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

export interface RunningGateway {
  readonly child: ChildProcess;
  readonly webPort: number;
  readonly mqttPort: number;
  /** 0 where the configuration leaves the link off. */
  readonly gb26875Port: number;
  /** From the start of the process until it says that it is up, ms. */
  readonly startedIn: number;
  /** The administrator's secret; known at the first start on a folder. */
  readonly secret: string | undefined;
  /** Stops it in order; resolves with its exit code. */
  stop(): Promise<number | null>;
}

interface Ports {
  readonly web: number;
  readonly mqtt: number;
}

/** What it says when it is up. */
interface Up {
  readonly web: number;
  readonly mqtt: number;
  readonly gb26875: number;
}

const FREE_PORTS: Ports = { web: 0, mqtt: 0 };

function environment(folder: string, ports: Ports = FREE_PORTS): NodeJS.ProcessEnv {
  return {
    ...process.env,
    BALEFIRE_DATA: folder,
    BALEFIRE_WEB_HOST: '127.0.0.1',
    BALEFIRE_MQTT_HOST: '127.0.0.1',
    BALEFIRE_WEB_PORT: String(ports.web),
    BALEFIRE_MQTT_PORT: String(ports.mqtt),
  };
}

/** Brings a district into the estate of a data folder; returns the devices' secrets. */
export async function importDistrict(folder: string, district: District): Promise<Record<string, string>> {
  const file = join(folder, 'import.json');
  const credentials = join(folder, 'credentials.json');
  writeFileSync(file, JSON.stringify(district));
  const child = spawn(process.execPath, [MAIN, 'import', file, '--credentials', credentials], {
    env: environment(folder),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the import ended with ${code}; is the gateway built (npm run build)?`);
  const secrets = JSON.parse(readFileSync(credentials, 'utf8')) as Record<string, string>;
  rmSync(file);
  return secrets;
}

/** Starts the gateway on a data folder, on free ports where none are given, and waits until it is up. `more`: flags of Node beside those of `npm start`. */
export async function startGateway(folder: string, ports?: Ports, config?: object, more: readonly string[] = []): Promise<RunningGateway> {
  const began = performance.now();
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config ?? {}));
  const child = spawn(process.execPath, [...FLAGS, ...more, MAIN, 'start', '--config', file], {
    env: environment(folder, ports),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let secret: string | undefined;
  const up = new Promise<Up>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code} before it was up`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      secret ??= /secret: (\S+)/.exec(line)?.[1];
      if (line.includes('"the gateway is up"')) resolve(JSON.parse(line) as Up);
    });
  });
  const { web, mqtt, gb26875 } = await up;
  return {
    child,
    webPort: web,
    mqttPort: mqtt,
    gb26875Port: gb26875,
    startedIn: performance.now() - began,
    get secret() {
      return secret;
    },
    stop: async () => {
      const ended = once(child, 'exit') as Promise<[number | null]>;
      child.kill('SIGTERM');
      const [code] = await ended;
      return code;
    },
  };
}
