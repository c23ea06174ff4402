// The whole gateway under load: publish to PUBACK, publish to a browser's DOM, memory, and the most it confirms.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../config/chromium.ts';
import { driverOf } from '../device-drivers/catalogue.ts';
import type { Value } from '../device-drivers/quantity.ts';
import type { District } from '../simulators/district.ts';
import { importDistrict, startGateway } from '../simulators/testing/gateway-process.ts';
import { type BenchLine, percentile } from './line.ts';
import { asFastAsConfirmed, connectAll, type LoadDevice, paced } from './report-load.ts';
import { cpuSeconds, megabytes, seenOn, watchingPage } from './watching.ts';

const DEVICES = 1_000;
const RATE = 1_000;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 60);
const MOST_SECONDS = 15;
/** The browser draws in software and takes more of the two cores than the gateway: it looks on in a run of its own. */
const SEEN_SECONDS = 30;
/** Smoke heads beside the load; each burns once while the page looks on. */
const HEADS = 100;
function district(): District {
  const floors = Array.from({ length: 10 }, (_, i) => ({ id: `f${i}`, parent: 'tower', kind: 'floor' as const, name: `${i + 1}层` }));
  const pipes = Array.from({ length: DEVICES }, (_, i) => ({
    id: `pipe-${i}`,
    model: 'balefire/pipe-pressure',
    name: `管网 ${i}`,
    place: `f${i % 10}`,
  }));
  const heads = Array.from({ length: HEADS }, (_, i) => ({
    id: `head-${i}`,
    model: 'balefire/smoke',
    name: `烟感 ${i}`,
    place: `f${i % 10}`,
  }));
  return { places: [{ id: 'tower', parent: null, kind: 'building', name: '测量楼' }, ...floors], devices: [...pipes, ...heads] };
}

const wander = (): Record<string, Value> => ({ pressure: Math.round(350 + Math.random() * 100) / 1_000 });

export async function gatewayBench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-bench-'));
  const secrets = await importDistrict(folder, district());
  const gateway = await startGateway(folder);
  let browser: Browser | undefined;
  try {
    const of = (start: string): Record<string, string> =>
      Object.fromEntries(Object.entries(secrets).filter(([id]) => id.startsWith(start)));
    const pipes = await connectAll(gateway.mqttPort, need('balefire/pipe-pressure'), of('pipe-'));
    const heads = await connectAll(gateway.mqttPort, need('balefire/smoke'), of('head-'));
    await paced(pipes, RATE, 3, wander);

    const memory: number[] = [];
    const sampling = setInterval(() => memory.push(megabytes(gateway)), 500);
    const before = cpuSeconds(gateway);
    const load = await paced(pipes, RATE, SECONDS, wander);
    const cpu = ((cpuSeconds(gateway) - before) / load.confirmed) * 1e6;
    clearInterval(sampling);

    browser = await launchBrowser();
    const page = await watchingPage(gateway, await browser.newPage({ viewport: { width: 1920, height: 1080 } }));
    const [beside, seen] = await Promise.all([paced(pipes, RATE, SEEN_SECONDS, wander), burn(heads, page)]);
    await page.close();

    const beforeMost = cpuSeconds(gateway);
    const most = await asFastAsConfirmed(pipes.slice(0, 200), 5, MOST_SECONDS, wander);
    const cpuMost = ((cpuSeconds(gateway) - beforeMost) / most.confirmed) * 1e6;
    for (const device of [...pipes, ...heads]) device.leave();
    const sent = RATE * SECONDS;
    const half = Math.floor(memory.length / 2);
    const growth = mean(memory.slice(half)) - mean(memory.slice(memory.length - half - half, half));
    return [
      {
        name: `publish → PUBACK p50, ${RATE} msg/s QoS 1 from ${DEVICES} devices for ${SECONDS} s`,
        value: load.p50,
        unit: 'ms',
        hold: { atMost: 2 },
      },
      { name: 'publish → PUBACK p99, the same', value: load.p99, unit: 'ms', hold: { atMost: 25 } },
      { name: 'publish → PUBACK longest, the same', value: load.longest, unit: 'ms' },
      { name: 'not confirmed of all that were sent', value: sent - load.confirmed, unit: 'messages', hold: { atMost: 0 } },
      { name: 'CPU of the gateway a message, the same', value: cpu, unit: 'µs' },
      {
        name: `publish → alarm in the DOM of a headless browser p50, ${HEADS} alarms under that load`,
        value: percentile(seen, 0.5),
        unit: 'ms',
      },
      { name: 'publish → alarm in the DOM p99', value: percentile(seen, 0.99), unit: 'ms', hold: { atMost: 500 } },
      { name: 'alarms that never stood on the page', value: HEADS - seen.length, unit: 'alarms', hold: { atMost: 0 } },
      { name: 'publish → PUBACK p99 while the browser draws', value: beside.p99, unit: 'ms' },
      { name: 'RSS of the gateway, highest', value: Math.max(...memory), unit: 'MB', hold: { atMost: 250 } },
      { name: 'RSS, mean of the second half less that of the first', value: growth, unit: 'MB' },
      { name: 'sustained maximum QoS 1 with the journal on (200 devices, 5 in flight each)', value: most.perSecond, unit: 'msg/s' },
      { name: 'CPU of the gateway a message at that maximum', value: cpuMost, unit: 'µs' },
    ];
  } finally {
    await browser?.close();
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lets the heads burn one after the other; resolves with the times from publish to the page, sorted, ms. */
async function burn(heads: readonly LoadDevice[], page: Page): Promise<number[]> {
  const published = new Map<string, number>();
  for (const head of heads) {
    published.set(head.id, Date.now());
    head.report({ smoke: 'alarm' });
    await new Promise((resolve) => setTimeout(resolve, Math.max(20, ((SEEN_SECONDS - 5) * 1_000) / HEADS)));
  }
  const seen = await seenOn(page, heads.length);
  return seen.map(([name, at]) => at - (published.get(`head-${name}`) ?? at)).sort((one, other) => one - other);
}

function need(model: string) {
  const driver = driverOf(model);
  if (!driver) throw new Error(`no driver ${model}`);
  return driver;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
