// The GB/T 26875.3 link of a whole gateway: 2,000 transmission devices beside a flood of MQTT, a fire on the page, a fire behind 100,000 frames.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../config/chromium.ts';
import { driverOf } from '../device-drivers/catalogue.ts';
import { stationOfNumber } from '../device-drivers/gb26875/station.ts';
import type { Value } from '../device-drivers/quantity.ts';
import { partState, RawStation } from '../gateway/links/gb26875/testing/raw-station.ts';
import type { District } from '../simulators/district.ts';
import { importDistrict, startGateway } from '../simulators/testing/gateway-process.ts';
import { type BenchLine, percentile } from './line.ts';
import { connectAll, type LoadDevice, type LoadFigures, paced } from './report-load.ts';
import { cpuSeconds, megabytes, seenOn, watchingPage } from './watching.ts';

const STATIONS = 2_000;
const RATE = 2_000;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 60);
/** Telemetry over MQTT beside it. */
const PIPES = 200;
const MQTT_RATE = 1_000;
/** Fires that are looked for on the page. */
const FIRES = 100;
const SEEN_SECONDS = 30;
const QUEUED = 100_000;
const FIRST_STATION = 10_000;
/** The device whose fires are measured. */
const MEASURED = 9_999;
const SIMULATOR = new URL('../dist/simulators/main.js', import.meta.url).pathname;

const wander = (): Record<string, Value> => ({ pressure: Math.round(350 + Math.random() * 100) / 1_000 });

function district(): District {
  const stations = Array.from({ length: STATIONS }, (_, nth) => station(`utd-${nth}`, FIRST_STATION + nth));
  const pipes = Array.from({ length: PIPES }, (_, i) => ({
    id: `pipe-${i}`,
    model: 'balefire/pipe-pressure',
    name: `管网 ${i}`,
    place: 'tower',
  }));
  return {
    places: [{ id: 'tower', parent: null, kind: 'building', name: '测量楼' }],
    devices: [station('utd-measured', MEASURED), ...stations, ...pipes],
  };
}

function station(id: string, number: number): District['devices'][number] {
  return { id, model: 'gb26875/transmission-device', name: id, place: 'tower', gb26875: { station: stationOfNumber(number) } };
}

interface FleetFigures {
  readonly sent: number;
  readonly confirmed: number;
  readonly resent: number;
  readonly p50: number;
  readonly p99: number;
}

/** The fleet in a process of its own: the load generator must not stand in its own way. */
async function fleet(port: number, seconds: number): Promise<FleetFigures> {
  const args = ['transmission', '--url', `tcp://127.0.0.1:${port}`, '--count', String(STATIONS), '--station', String(FIRST_STATION)];
  const { stdout } = await promisify(execFile)(process.execPath, [
    SIMULATOR,
    ...args,
    '--rate',
    String(RATE),
    '--duration',
    String(seconds),
  ]);
  const last = stdout.trim().split('\n').at(-1) ?? '';
  const figure = (pattern: RegExp): number => Number(pattern.exec(last)?.[1] ?? Number.NaN);
  return {
    sent: figure(/(\d+) sent/),
    confirmed: figure(/(\d+) confirmed/),
    resent: figure(/(\d+) sent again/),
    p50: figure(/p50 ([\d.]+)/),
    p99: figure(/p99 ([\d.]+)/),
  };
}

export async function gb26875Bench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-bench-'));
  const secrets = await importDistrict(folder, district());
  const gateway = await startGateway(folder, undefined, { gb26875: { enabled: true, host: '127.0.0.1', port: 0 } });
  let browser: Browser | undefined;
  try {
    const driver = driverOf('balefire/pipe-pressure');
    if (!driver) throw new Error('no driver');
    const pipes = await connectAll(gateway.mqttPort, driver, secrets);
    const memory: number[] = [];
    const sampling = setInterval(() => memory.push(megabytes(gateway)), 500);
    const before = cpuSeconds(gateway);
    const [stations, telemetry] = await Promise.all([fleet(gateway.gb26875Port, SECONDS), paced(pipes, MQTT_RATE, SECONDS, wander)]);
    const cpu = ((cpuSeconds(gateway) - before) / (stations.confirmed + telemetry.confirmed)) * 1e6;
    clearInterval(sampling);

    browser = await launchBrowser();
    const page = await watchingPage(gateway, await browser.newPage({ viewport: { width: 1920, height: 1080 } }));
    const measured = await RawStation.tcp(gateway.gb26875Port, MEASURED);
    measured.beHealthy();
    const [seen] = await Promise.all([burn(measured, page), paced(pipes, MQTT_RATE, SEEN_SECONDS, wander)]);
    await page.close();

    const overtaken = await overtake(pipes, measured);
    for (const device of pipes) device.leave();
    measured.close();
    return lines({ stations, telemetry, cpu, seen, overtaken, rss: Math.max(...memory) });
  } finally {
    await browser?.close();
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function lines(found: {
  stations: FleetFigures;
  telemetry: LoadFigures;
  cpu: number;
  seen: readonly number[];
  overtaken: Overtaken;
  rss: number;
}): BenchLine[] {
  const { stations, telemetry, cpu, seen, overtaken, rss } = found;
  const load = `${STATIONS} devices, ${RATE} packets/s for ${SECONDS} s beside ${MQTT_RATE} MQTT reports/s`;
  return [
    { name: `packet → confirm p50, ${load}`, value: stations.p50, unit: 'ms' },
    {
      name: 'packet → confirm p99, the same',
      value: stations.p99,
      unit: 'ms',
      hold: { atMost: 100 },
      peer: { name: 'publish → PUBACK p99 of the MQTT link', value: telemetry.p99 },
    },
    { name: 'packets confirmed a second, the same', value: stations.confirmed / SECONDS, unit: 'packets/s', hold: { atLeast: RATE } },
    {
      name: 'packets that were never confirmed, the same',
      value: stations.sent - stations.confirmed,
      unit: 'packets',
      hold: { atMost: 0 },
    },
    { name: 'packets that were sent again, the same', value: stations.resent, unit: 'packets' },
    { name: 'CPU of the gateway a packet or report, the same', value: cpu, unit: 'µs' },
    { name: 'RSS of the gateway, highest, with 48,000 parts', value: rss, unit: 'MB' },
    {
      name: `fire at a detector → DOM of a browser p50, ${FIRES} fires beside ${MQTT_RATE} MQTT reports/s`,
      value: percentile(seen, 0.5),
      unit: 'ms',
    },
    { name: 'fire → DOM p99, the same', value: percentile(seen, 0.99), unit: 'ms', hold: { atMost: 1_000 } },
    { name: 'fires that never stood on the page', value: FIRES - seen.length, unit: 'fires', hold: { atMost: 0 } },
    {
      name: `fire → confirm behind ${QUEUED.toLocaleString('en')} queued telemetry frames`,
      value: overtaken.fireMs,
      unit: 'ms',
      peer: { name: 'the last of the frames before it', value: overtaken.lastMs },
    },
    { name: 'telemetry frames that it overtook', value: overtaken.behind, unit: 'frames' },
  ];
}

/** Fires one after the other; resolves with the times from the wire to the page, sorted, ms. */
async function burn(station: RawStation, page: Page): Promise<number[]> {
  const sentAt = new Map<string, number>();
  for (let nth = 0; nth < FIRES; nth += 1) {
    sentAt.set(String(nth), Date.now());
    void station.tell([partState(nth + 1, 0b11, { description: `烟感 ${nth}` })]);
    await new Promise((resolve) => setTimeout(resolve, ((SEEN_SECONDS - 5) * 1_000) / FIRES));
  }
  const seen = await seenOn(page, FIRES);
  return seen.map(([name, at]) => at - (sentAt.get(name) ?? at)).sort((one, other) => one - other);
}

interface Overtaken {
  readonly fireMs: number;
  readonly lastMs: number;
  /** Frames sent before the fire and confirmed after it. */
  readonly behind: number;
}

/** All telemetry is written to the sockets at once, then a fire on another. */
async function overtake(pipes: readonly LoadDevice[], station: RawStation): Promise<Overtaken> {
  let confirmed = 0;
  const all = new Promise<number>((resolve) => {
    for (const pipe of pipes) {
      pipe.onConfirmed = () => {
        confirmed += 1;
        if (confirmed === QUEUED) resolve(performance.now());
      };
    }
  });
  const began = performance.now();
  for (let nth = 0; nth < QUEUED; nth += 1) pipes[nth % pipes.length]?.report(wander());
  // The gateway has begun on it.
  while (confirmed === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const sent = performance.now();
  await station.tell([partState(500, 0b11)]);
  const fireMs = performance.now() - sent;
  const behind = QUEUED - confirmed;
  return { fireMs, behind, lastMs: (await all) - began };
}
