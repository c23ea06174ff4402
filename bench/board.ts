// The alarm board with few and with 10,000 open alarms: what an update costs, how it scrolls, and a flood of 500 events a second.
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../config/chromium.ts';
import { partState } from '../gateway/links/gb26875/testing/raw-station.ts';
import { BoardPage } from './board-page.ts';
import { type FloodedHouse, flood, floodedHouse, STATE } from './flooded-house.ts';
import { type BenchLine, median, percentile } from './line.ts';
import { megabytes, signedInPage } from './watching.ts';

const OPEN = 10_000;
/** "Few": as many as fill the screen, so that the same number of rows is drawn. */
const FEW = 20;
const ROUNDS = 6;
/** Fires of a round, and the time between them: one update each, none beside another. */
const FIRES = 15;
const BETWEEN_MS = 150;
const IDLE_MS = 2_000;
const EVENTS = 500;
/** Points that turn in the flood: each every two seconds. */
const TURNING = 1_000;
const FLOOD_SECONDS = Number(process.env['BENCH_SECONDS'] ?? 60);
const TRACED_SECONDS = 10;
/** Fires beside the flood, ten a second: two in each picture that the page draws. */
const BESIDE_SECONDS = 20;
const BESIDE_MS = 100;
/** Scrolled in turn, so that whatever else the machine does falls on all. */
const SCROLLS = 3;
const FRAMES = 200;
const PIXELS = 160;
const VIEW = { width: 1920, height: 1080 };

interface Side {
  readonly house: FloodedHouse;
  readonly board: BoardPage;
  /** From the call of the page to its first row, and until it holds all that is open, ms. */
  readonly firstRow: number;
  /** The first row where it was called while the page before it was still loading. */
  readonly impatient: number;
  readonly whole: number;
  /** From the wire to the row, ms. */
  readonly seen: number[];
  /** Processor time of the main thread for one update, ms; one a round. */
  readonly spent: number[];
  fires: number;
}

export async function boardBench(): Promise<BenchLine[]> {
  const browser = await launchBrowser();
  const sides: Side[] = [];
  try {
    for (const open of [FEW, OPEN]) sides.push(await side(browser, open));
    const [few, many] = sides as [Side, Side];
    // In turn, so that whatever else the machine does falls on both.
    for (let round = 0; round < ROUNDS; round += 1) for (const one of round % 2 === 0 ? [few, many] : [many, few]) await burn(one);
    const styles = await many.board.stylesASecond(5_000);
    const plain = await BoardPage.plain(await browser.newPage({ viewport: VIEW }), OPEN);
    const scrolled = await scrolls([many.board, few.board, plain]);
    // What was only there to be compared with takes nothing of the machine from the flood.
    for (const { page } of [few.board, plain]) await page.close();
    await sides.shift()?.house.close();
    const events = () => flood(many.house.flooded, EVENTS, TRACED_SECONDS, TURNING, [STATE.fault, STATE.well]);
    await events();
    const tasks = await many.board.tasksWhile(events);
    await many.board.toTop();
    const beside = await besideFlood(many);
    const memory = await overFlood(many);
    return lines(few, many, { styles, scrolled, tasks, beside, ...memory });
  } finally {
    await browser.close();
    for (const { house } of sides) await house.close();
  }
}

async function side(browser: Browser, open: number): Promise<Side> {
  const house = await floodedHouse(open);
  const page = await browser.newPage({ viewport: VIEW });
  await signedInPage(house.gateway, page);
  const { firstRow: impatient } = await called(page);
  return { house, ...(await called(page)), impatient, board: await BoardPage.on(page), seen: [], spent: [], fires: 0 };
}

async function called(page: Page): Promise<Pick<Side, 'firstRow' | 'whole'>> {
  const began = performance.now();
  await page.reload();
  await page.getByTestId('alarm-row').first().waitFor();
  const firstRow = performance.now() - began;
  await page.getByTestId('coming').waitFor({ state: 'detached' });
  return { firstRow, whole: performance.now() - began };
}

interface Scrolled {
  /** Between two frames, ms, sorted. */
  readonly times: readonly number[];
  /** Processor time of the main thread for a frame, ms. */
  readonly spent: number;
}

async function scrolls(boards: readonly BoardPage[]): Promise<Scrolled[]> {
  const all = boards.map((board) => ({ board, times: [] as number[], spent: 0 }));
  for (let round = 0; round < SCROLLS; round += 1)
    for (const one of all) {
      await one.board.page.bringToFront();
      const { times, spent } = await one.board.scroll(FRAMES, PIXELS);
      one.times.push(...times);
      one.spent += spent / SCROLLS;
    }
  await boards[0]?.page.bringToFront();
  return all.map(({ times, spent }) => ({ times: times.sort((one, other) => one - other), spent }));
}

/** One round of fires, each seen on its row before the next; and what the page does when nothing happens, to take it off. */
async function burn(one: Side): Promise<void> {
  const { board } = one;
  const began = await board.taskSeconds();
  await wait(IDLE_MS);
  const idle = (await board.taskSeconds()) - began;
  const sent = new Map<string, number>();
  const from = performance.now();
  const before = await board.taskSeconds();
  for (let nth = 0; nth < FIRES; nth += 1) {
    light(one, sent);
    await wait(BETWEEN_MS);
  }
  const stood = await board.stood(one.fires);
  await wait(BETWEEN_MS);
  const spent = (await board.taskSeconds()) - before - (idle * (performance.now() - from)) / IDLE_MS;
  one.spent.push((spent * 1_000) / FIRES);
  for (const [name, at] of sent) one.seen.push((stood.get(name) ?? Number.POSITIVE_INFINITY) - at);
}

/** One more fire at the measured building; `sent`: when each left, by its name. */
function light(one: Side, sent: Map<string, number>): void {
  one.fires += 1;
  const name = `M${one.fires}`;
  sent.set(name, Date.now());
  void one.house.measured.tell([partState(one.fires, STATE.fire, { description: `烟感 ${name} 试` })]);
}

/** From the wire to the row of fires that come while everything else floods, ms, sorted; one that never stood is infinite. */
async function besideFlood(side: Side): Promise<number[]> {
  const sent = new Map<string, number>();
  let isOver = false;
  const flooding = flood(side.house.flooded, EVENTS, BESIDE_SECONDS, TURNING, [STATE.fault, STATE.well]).then(() => {
    isOver = true;
  });
  for (await wait(BETWEEN_MS); !isOver; await wait(BESIDE_MS)) light(side, sent);
  await flooding;
  const stood = await side.board.stood(side.fires);
  return [...sent].map(([name, at]) => (stood.get(name) ?? Number.POSITIVE_INFINITY) - at).sort((one, other) => one - other);
}

/** Memory of page and gateway after a third of a flood and at its end, MB. */
async function overFlood({ house, board }: Side): Promise<{ page: [number, number]; gateway: [number, number]; perSecond: number }> {
  const on = (seconds: number) => flood(house.flooded, EVENTS, seconds, TURNING, [STATE.fault, STATE.well]);
  await on(FLOOD_SECONDS / 3);
  const page = await board.heapMegabytes();
  const gateway = megabytes(house.gateway);
  const perSecond = await on((FLOOD_SECONDS * 2) / 3);
  return { page: [page, await board.heapMegabytes()], gateway: [gateway, megabytes(house.gateway)], perSecond };
}

interface Found {
  readonly styles: number;
  readonly scrolled: readonly Scrolled[];
  readonly tasks: { readonly clock: readonly number[]; readonly processor: readonly number[] };
  readonly beside: readonly number[];
  readonly page: readonly [number, number];
  readonly gateway: readonly [number, number];
  readonly perSecond: number;
}

function lines(few: Side, many: Side, { styles, scrolled, tasks, beside, page, gateway, perSecond }: Found): BenchLine[] {
  const [frames, fewFrames, plain] = scrolled as [Scrolled, Scrolled, Scrolled];
  const share = median(many.spent) / median(few.spent);
  const open = `${OPEN.toLocaleString('en')} open alarms in as many incidents`;
  return [
    {
      name: `from the call of the page to its first row, ${open}`,
      value: many.firstRow,
      unit: 'ms',
      hold: { atMost: 2_000 },
      peer: { name: `the same with ${FEW} open`, value: few.firstRow },
    },
    {
      name: 'the same, called while the page before was still loading',
      value: many.impatient,
      unit: 'ms',
      peer: { name: `the same with ${FEW} open`, value: few.impatient },
    },
    {
      name: 'until it holds all that is open, the same as the first',
      value: many.whole,
      unit: 'ms',
      peer: { name: `the same with ${FEW} open`, value: few.whole },
    },
    {
      name: `processor time of the page's main thread for one update (a fire that comes), ${open}`,
      value: median(many.spent),
      unit: 'ms',
      peer: { name: `the same with ${FEW} open`, value: median(few.spent) },
    },
    {
      name: `board's update time with ${OPEN.toLocaleString('en')} open, of that with ${FEW}`,
      value: share,
      unit: '×',
      hold: { atMost: 1.2 },
    },
    {
      name: `fire at a detector → its row p50, ${open}`,
      value: median(many.seen),
      unit: 'ms',
      peer: { name: `the same with ${FEW} open`, value: median(few.seen) },
    },
    {
      name: 'fires that never stood on a row',
      value: [...few.seen, ...many.seen].filter((ms) => !Number.isFinite(ms)).length,
      unit: 'fires',
      hold: { atMost: 0 },
    },
    {
      name: `between two frames p99, the list of ${open} scrolled by 160 px a frame`,
      value: percentile(frames.times, 0.99),
      unit: 'ms',
      peer: { name: 'a plain list of as many lines of text', value: percentile(plain.times, 0.99) },
      hold: { atMost: 17.6 },
    },
    {
      name: 'between two frames p50, the same',
      value: percentile(frames.times, 0.5),
      unit: 'ms',
      peer: { name: 'the plain list', value: percentile(plain.times, 0.5) },
    },
    {
      name: 'processor time of the main thread for a frame, the same',
      value: frames.spent,
      unit: 'ms',
      peer: { name: `the board with ${FEW} open: ${fewFrames.spent.toFixed(1)}; the plain list`, value: plain.spent },
    },
    { name: 'times the page is styled in a second in which nothing happens', value: styles, unit: '' },
    {
      name: `longest task of the page, ${EVENTS} events/s over ${OPEN.toLocaleString('en')} open for ${TRACED_SECONDS} s`,
      value: tasks.clock.at(-1) ?? Number.NaN,
      unit: 'ms',
      hold: { atMost: 50 },
      peer: { name: 'the same in processor time', value: tasks.processor.at(-1) ?? Number.NaN },
    },
    { name: 'task p99, the same', value: percentile(tasks.clock, 0.99), unit: 'ms' },
    {
      name: `fire at a detector → its row p99, ${beside.length} fires beside that flood`,
      value: percentile(beside, 0.99),
      unit: 'ms',
      hold: { atMost: 300 },
      peer: { name: 'p50 of them', value: percentile(beside, 0.5) },
    },
    { name: 'events a second that were confirmed, the same', value: perSecond, unit: 'events/s', hold: { atLeast: EVENTS * 0.95 } },
    {
      name: `heap of the page after ${FLOOD_SECONDS} s of that`,
      value: page[1],
      unit: 'MB',
      peer: { name: 'after a third of it', value: page[0] },
    },
    {
      name: `RSS of the gateway after ${FLOOD_SECONDS} s of that`,
      value: gateway[1],
      unit: 'MB',
      peer: { name: 'after a third of it', value: gateway[0] },
    },
  ];
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
