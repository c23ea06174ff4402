// Taking in: QoS 1 messages that the MQTT link confirms, beside mosquitto on the same machine in the same run.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectDevices, type LoadResult, publishFor } from './mqtt-load.ts';

export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly peer?: { readonly name: string; readonly value: number };
}

const DEVICES = 100;
const WARM_UP_MS = 2_000;
const MEASURED_MS = 5_000;
const IDLE_CONNECTIONS = 1_000;
/** Ticks of the kernel's process clock. */
const TICKS_PER_SECOND = 100;

interface Broker {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly port: number;
}

/** Messages a second, CPU of the broker's process for each, and memory of 1,000 quiet connections. */
export async function mqttBench(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-bench-'));
  const brokers: Broker[] = [];
  try {
    const ours = await startLink();
    brokers.push(ours);
    const mosquitto = await startMosquitto(folder);
    if (mosquitto) brokers.push(mosquitto);
    const mine = await measure(ours);
    const theirs = mosquitto ? await measure(mosquitto) : undefined;
    return rows(mine, theirs);
  } finally {
    for (const broker of brokers) broker.process.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measurement extends LoadResult {
  readonly cpuMicroseconds: number;
  readonly connectionsMegabytes: number;
}

function rows(mine: Measurement, theirs: Measurement | undefined): Measured[] {
  const row = (name: string, unit: string, of: (measurement: Measurement) => number): Measured => ({
    name,
    unit,
    value: of(mine),
    ...(theirs ? { peer: { name: 'mosquitto', value: of(theirs) } } : {}),
  });
  return [
    row(`MQTT QoS 1 taken in, ${DEVICES} devices`, 'msg/s', (of) => Math.round(of.perSecond)),
    row('MQTT CPU a QoS 1 message', 'µs', (of) => round(of.cpuMicroseconds)),
    row('MQTT publish → PUBACK p50 at that load', 'ms', (of) => round(of.p50)),
    row('MQTT publish → PUBACK p99 at that load', 'ms', (of) => round(of.p99)),
    row(`MQTT memory of ${IDLE_CONNECTIONS} connections`, 'MB', (of) => round(of.connectionsMegabytes)),
  ];
}

async function measure(broker: Broker): Promise<Measurement> {
  const before = residentMegabytes(broker.pid);
  const idle = await connectDevices(broker.port, 'idle', IDLE_CONNECTIONS);
  const connectionsMegabytes = residentMegabytes(broker.pid) - before;
  for (const socket of idle) socket.destroy();
  const devices = await connectDevices(broker.port, 'device', DEVICES);
  await publishFor(devices, WARM_UP_MS);
  const cpu = cpuSeconds(broker.pid);
  const result = await publishFor(devices, MEASURED_MS);
  const cpuMicroseconds = ((cpuSeconds(broker.pid) - cpu) / result.messages) * 1e6;
  for (const socket of devices) socket.destroy();
  return { ...result, cpuMicroseconds, connectionsMegabytes };
}

async function startLink(): Promise<Broker> {
  const process = fork(fileURLToPath(new URL('../gateway/links/mqtt/testing/link-process.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  const [port] = (await once(process, 'message')) as [number];
  return { process, pid: process.pid ?? 0, port };
}

/** Undefined where mosquitto is not installed. */
async function startMosquitto(folder: string): Promise<Broker | undefined> {
  const port = await freePort();
  const config = join(folder, 'mosquitto.conf');
  const lines = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'persistence false',
    'set_tcp_nodelay true',
    'max_inflight_messages 0',
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  const process = spawn('mosquitto', ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const isRunning = await new Promise<boolean>((resolve) => {
    process.once('error', () => resolve(false));
    process.stderr.on('data', (line: Buffer) => line.includes('running') && resolve(true));
    process.once('exit', () => resolve(false));
  });
  return isRunning ? { process, pid: process.pid ?? 0, port } : undefined;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** User and system time of all threads, as the kernel counts it for both brokers alike. */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function residentMegabytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  return Number(line?.[1] ?? 0) / 1024;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
