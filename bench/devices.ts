// 100,000 devices in one estate: how long a search takes, whatever is asked, what they cost to hold, and the water page of their points.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { District } from '../simulators/district.ts';
import { importDistrict, startGateway } from '../simulators/testing/gateway-process.ts';
import { SignedIn } from '../simulators/testing/signed-in.ts';
import { type BenchLine, percentile } from './line.ts';
import { megabytes } from './watching.ts';
import { waterLines } from './water-page.ts';

const DEVICES = 100_000;
const TOWERS = 50;
const FLOORS = 40;
const REQUESTS = 200;
const MODELS = ['balefire/smoke', 'balefire/pipe-pressure', 'balefire/call-point', 'balefire/hydrant-pressure'];

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly next: string | null;
  readonly total: number;
}

function modelOf(n: number): string {
  return MODELS[n % MODELS.length] ?? '';
}

function city(): District {
  const floors = Array.from({ length: TOWERS * FLOORS }, (_, n) => ({ tower: `t${Math.floor(n / FLOORS)}`, n: n % FLOORS }));
  return {
    places: [
      ...Array.from({ length: TOWERS }, (_, n) => ({ id: `t${n}`, parent: null, kind: 'building' as const, name: `测量楼 ${n + 1}` })),
      ...floors.map(({ tower, n }) => ({ id: `${tower}-${n}`, parent: tower, kind: 'floor' as const, name: `${n + 1}层` })),
    ],
    devices: Array.from({ length: DEVICES }, (_, n) => {
      const { tower, n: floor } = floors[n % floors.length] ?? { tower: 't0', n: 0 };
      return { id: `d-${n}`, model: modelOf(n), name: `设备 ${n}`, place: `${tower}-${floor}` };
    }),
  };
}

/** What people ask of a long list, in turn. */
const QUESTIONS: readonly string[] = [
  '',
  'search=99',
  `search=${encodeURIComponent('测量楼 7 39层')}`,
  'place=t7',
  'place=t7&sort=name&order=down',
  'model=balefire/smoke&sort=place',
  'state=never&sort=name',
  'state=silent&sort=heard',
  'state=alarm&sort=worst',
  'search=nothing-is-called-so',
  'search=celianglou',
  'search=shebeizzz',
];

export async function devicesBench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-devices-'));
  try {
    const secrets = await importDistrict(folder, city());
    const gateway = await startGateway(folder);
    const empty = mkdtempSync(join(tmpdir(), 'balefire-devices-none-'));
    const bare = await startGateway(empty);
    const bareMegabytes = megabytes(bare);
    await bare.stop();
    rmSync(empty, { recursive: true, force: true });
    const someone = await SignedIn.at({ webPort: gateway.webPort, secret: gateway.secret });
    const times: number[] = [];
    let next: string | null = null;
    for (let n = 0; n < REQUESTS; n += 1) {
      const question = QUESTIONS[n % QUESTIONS.length] ?? '';
      // Every other round goes on from where the page before ended.
      const after: string = next !== null && question === '' ? `&after=${next}` : '';
      const began = performance.now();
      const page: Page = await someone.ask<Page>(`/devices?limit=100&${question}${after}`);
      times.push(performance.now() - began);
      if (question === '') {
        if (page.total !== DEVICES) throw new Error(`${page.total} devices`);
        next = page.next;
      }
    }
    const [first = Number.NaN] = times;
    const sorted = times.toSorted((a, b) => a - b);
    const held = megabytes(gateway);
    const pipes = Object.fromEntries(Object.entries(secrets).filter(([id]) => modelOf(Number(id.slice(2))) === 'balefire/pipe-pressure'));
    // Of the four models two tell a pressure.
    const water = await waterLines(gateway, someone, DEVICES / 2, pipes);
    await gateway.stop();
    return [
      {
        name: `a page of 100 among ${DEVICES} devices, p99 of ${REQUESTS} requests of twelve kinds`,
        value: percentile(sorted, 0.99),
        unit: 'ms',
      },
      { name: 'the same, p50', value: percentile(sorted, 0.5), unit: 'ms' },
      { name: 'the first page after a start', value: first, unit: 'ms' },
      { name: `memory of a gateway with ${DEVICES} devices`, value: held, unit: 'MB', peer: { name: 'with none', value: bareMegabytes } },
      { name: `process start with ${DEVICES} devices`, value: gateway.startedIn / 1_000, unit: 's' },
      ...water,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
