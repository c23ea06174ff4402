// One incident of 10,000 alarms, a building whose panel goes mad: what each further alarm costs the gateway, and what a verdict on all of them does.
import { readFileSync } from 'node:fs';
import { launchBrowser } from '../config/chromium.ts';
import { SignedIn } from '../simulators/testing/signed-in.ts';
import { flood, floodedHouse, STATE } from './flooded-house.ts';
import type { BenchLine } from './line.ts';
import { cpuSeconds, signedInPage } from './watching.ts';

const ALARMS = 10_000;
/** Alarms of the first and of the last share that are held against each other. */
const SHARE = 1_000;
const RATE = 400;

interface IncidentRow {
  readonly id: string;
  readonly count: number;
}

export async function stormBench(): Promise<BenchLine[]> {
  const house = await floodedHouse(0);
  const browser = await launchBrowser();
  try {
    // A screen looks on: it is told of each alarm.
    await signedInPage(house.gateway, await browser.newPage());
    const costs: number[] = [];
    const sizes: number[] = [];
    for (let nth = 0; nth < ALARMS; nth += SHARE) {
      const [cpu, bytes] = [cpuSeconds(house.gateway), written(house.gateway.child.pid)];
      await flood(nth % (2 * SHARE) === 0 ? house.flooded : house.floodedToo, RATE, SHARE / RATE, SHARE, [STATE.fire], nth);
      costs.push(((cpuSeconds(house.gateway) - cpu) / SHARE) * 1e6);
      sizes.push((written(house.gateway.child.pid) - bytes) / SHARE / 1_024);
    }
    const seat = await SignedIn.at(house.gateway);
    const { items } = await seat.ask<{ items: IncidentRow[] }>('/incidents?open=true');
    const storm = items.find(({ count }) => count === ALARMS);
    if (!storm) throw new Error(`no incident of ${ALARMS} alarms: ${items.map(({ count }) => count).join(', ')}`);
    const reading = await took(() => seat.ask(`/incidents/${storm.id}`));
    const cpu = cpuSeconds(house.gateway);
    const judging = await took(() => seat.ask(`/incidents/${storm.id}/find`, 'POST', { verdict: 'real' }));
    const judged = cpuSeconds(house.gateway) - cpu;
    const last = (values: readonly number[]): number => values.at(-1) ?? Number.NaN;
    const first = (values: readonly number[]): number => values[0] ?? Number.NaN;
    return [
      {
        name: `CPU of the gateway an alarm, the last ${SHARE} of ${ALARMS.toLocaleString('en')} of one incident`,
        value: last(costs),
        unit: 'µs',
        peer: { name: `the first ${SHARE}`, value: first(costs) },
      },
      {
        name: `what one of the last ${SHARE} costs, of one of the first`,
        value: last(costs) / first(costs),
        unit: '×',
        hold: { atMost: 1.5 },
      },
      {
        name: 'written to the disk an alarm, the last',
        value: last(sizes),
        unit: 'KiB',
        peer: { name: `the first ${SHARE}`, value: first(sizes) },
      },
      {
        name: 'a verdict on the incident, that is on each of its alarms',
        value: judging,
        unit: 'ms',
        peer: { name: 'CPU of the gateway for it', value: judged * 1_000 },
      },
      { name: 'its story read', value: reading, unit: 'ms' },
    ];
  } finally {
    await browser.close();
    await house.close();
  }
}

async function took(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

/** Bytes that a process has handed to the disk so far. */
function written(pid: number | undefined): number {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1] ?? Number.NaN);
}
