// The real time-series servers of Debian's packages, each in a process and a folder of its own, on a free port.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { until } from './some-readings.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface RealServer {
  readonly url: string;
  /** Where it keeps its files. */
  readonly folder: string;
  /** Starts it (again), on the data it had; resolves when it answers. */
  start(): Promise<void>;
  /** Ends it: `SIGKILL` as a crash, `SIGTERM` as its operator would. Resolves when it is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

export interface ServerKind {
  readonly name: 'influxdb1' | 'victoriametrics';
  readonly program: string;
  readonly package: string;
  prepare(folder: string, port: number, otherPort: number): string[];
  readonly alive: string;
}

const running = new Set<ChildProcess>();

export const SERVERS: readonly ServerKind[] = [
  {
    name: 'influxdb1',
    program: '/usr/bin/influxd',
    package: 'influxdb',
    alive: '/ping',
    prepare: (folder, port, otherPort) => {
      const config = join(folder, 'influxdb.conf');
      const lines = [
        'reporting-disabled = true',
        `bind-address = "127.0.0.1:${otherPort}"`,
        `[meta]\ndir = "${folder}/meta"`,
        `[data]\ndir = "${folder}/data"\nwal-dir = "${folder}/wal"\nquery-log-enabled = false\ncache-snapshot-write-cold-duration = "1s"`,
        `[http]\nbind-address = "127.0.0.1:${port}"\nlog-enabled = false`,
        '[monitor]\nstore-enabled = false',
        '[logging]\nlevel = "error"',
      ];
      writeFileSync(config, lines.join('\n'));
      return ['run', '-config', config];
    },
  },
  {
    name: 'victoriametrics',
    program: '/usr/bin/victoria-metrics',
    package: 'victoria-metrics',
    alive: '/health',
    prepare: (folder, port) => [
      `-storageDataPath=${folder}/data`,
      `-httpListenAddr=127.0.0.1:${port}`,
      '-retentionPeriod=100y',
      '-dedup.minScrapeInterval=1ms',
      '-loggerLevel=ERROR',
    ],
  },
];

export function isInstalled({ program }: ServerKind): boolean {
  return existsSync(program);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A server that is prepared and not yet started. */
export async function realServer(kind: ServerKind): Promise<RealServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folder = temporaryFolder();
  const parameters = kind.prepare(folder, port, await freePort());
  let child: ChildProcess | null = null;
  return {
    url,
    folder,
    start: async () => {
      const started = spawn(kind.program, parameters, { stdio: 'ignore' });
      child = started;
      running.add(started);
      await until(`${kind.name} answers`, async () => {
        if (started.exitCode !== null) throw new Error(`${kind.program} ended with ${started.exitCode}`);
        return (await fetch(url + kind.alive).catch(() => null))?.ok ?? false;
      });
    },
    end: async (signal) => {
      const ending = child;
      child = null;
      if (ending !== null) await ended(ending, signal);
    },
  };
}

async function ended(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

/** Ends whatever a test left running. */
export async function endServers(): Promise<void> {
  for (const child of [...running]) await ended(child, 'SIGKILL');
}

/** Makes what was written visible now: VictoriaMetrics shows a new series only after up to ten seconds. */
export async function showAll(kind: ServerKind, url: string): Promise<void> {
  if (kind.name === 'victoriametrics') await fetch(`${url}/internal/force_flush`);
}

/** What the server knows of the alarms of a class: class, id, change and (where it keeps texts) title of each. */
export async function alarmFields(kind: ServerKind, url: string, alarmClass: string): Promise<string[]> {
  if (kind.name === 'influxdb1') {
    const query = `SELECT class, id, change, title FROM alarm WHERE class = '${alarmClass}'`;
    const answer = await fetch(`${url}/query?db=fire&q=${encodeURIComponent(query)}`);
    const { results } = (await answer.json()) as { results: { series?: { values: string[][] }[] }[] };
    return (results[0]?.series ?? []).flatMap((series) => series.values).flatMap(([, ...fields]) => fields);
  }
  await showAll(kind, url);
  const match = `{__name__="alarm_changed",class="${alarmClass}"}`;
  const answer = await fetch(`${url}/api/v1/series?match[]=${encodeURIComponent(match)}&start=${Date.now() / 1000 - 86_400}`);
  const { data } = (await answer.json()) as { data: Record<string, string>[] };
  return data.flatMap((labels) => [labels['class'] ?? '', labels['id'] ?? '', labels['change'] ?? '']);
}

/** How many alarm changes of a class the server holds. */
export async function rawCount(kind: ServerKind, url: string, alarmClass: string): Promise<number> {
  return (await alarmFields(kind, url, alarmClass)).length / (kind.name === 'influxdb1' ? 4 : 3);
}
