// An hour of flood: whether the page of the board and the gateway hold at its end what they held when they were warm.

import { launchBrowser } from '../config/chromium.ts';
import { partState } from '../gateway/links/gb26875/testing/raw-station.ts';
import { BoardPage } from './board-page.ts';
import { type FloodedHouse, flood, floodedHouse, STATE } from './flooded-house.ts';
import { type BenchLine, median } from './line.ts';
import { megabytes, signedInPage } from './watching.ts';

/** As many as fill a screen of a monitoring centre many times over. */
const OPEN = 1_000;
const EVENTS = 500;
/** Points that turn: each every two seconds. */
const TURNING = 1_000;
/** An hour with `BENCH_SECONDS=3600`; whoever runs every part does not wait for it. */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 300);
/** Looks at the memory; the first quarter of them is the warming up. */
const LOOKS = 24;

interface Looked {
  readonly page: number;
  readonly gateway: number;
}

export async function memoryBench(): Promise<BenchLine[]> {
  const browser = await launchBrowser();
  const house = await floodedHouse(OPEN);
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await signedInPage(house.gateway, page);
    const board = await BoardPage.on(page);
    const looks: Looked[] = [];
    const rates: number[] = [];
    for (let nth = 0; nth < LOOKS; nth += 1) {
      rates.push(await flood(house.flooded, EVENTS, SECONDS / LOOKS, TURNING, [STATE.fault, STATE.well]));
      looks.push({ page: await board.heapMegabytes(), gateway: megabytes(house.gateway) });
      console.log(`${nth + 1}/${LOOKS}: page ${looks.at(-1)?.page.toFixed(1)} MB, gateway ${looks.at(-1)?.gateway.toFixed(0)} MB`);
    }
    const warm = looks.slice(LOOKS / 4, LOOKS / 2);
    const late = looks.slice(-LOOKS / 4);
    const line = (name: string, of: (look: Looked) => number): BenchLine => ({
      name,
      value: median(late.map(of)),
      unit: 'MB',
      hold: { atMost: median(warm.map(of)) * 1.1 },
      peer: { name: 'its second quarter', value: median(warm.map(of)) },
    });
    const minutes = Math.round(SECONDS / 60);
    return [
      line(`heap of the page in the last quarter of ${minutes} min of ${EVENTS} events/s, rubbish collected`, ({ page: one }) => one),
      line('RSS of the gateway, the same', ({ gateway }) => gateway),
      { name: 'events a second that were confirmed', value: Math.min(...rates), unit: 'events/s', hold: { atLeast: EVENTS * 0.95 } },
      { name: 'the board is still live: its row of a fire after all that', value: await lastFire(board, house), unit: 'ms' },
    ];
  } finally {
    await browser.close();
    await house.close();
  }
}

async function lastFire(board: BoardPage, house: FloodedHouse): Promise<number> {
  const began = Date.now();
  void house.measured.tell([partState(1, STATE.fire, { description: '烟感 M1 试' })]);
  return ((await board.stood(1)).get('M1') ?? Number.POSITIVE_INFINITY) - began;
}
