// The water page of 100,000 devices: what its requests take, what the gateway pays, and how long others wait beside them.
import { launchBrowser } from '../config/chromium.ts';
import { driverOf } from '../device-drivers/catalogue.ts';
import type { Value } from '../device-drivers/quantity.ts';
import type { RunningGateway } from '../simulators/testing/gateway-process.ts';
import type { SignedIn } from '../simulators/testing/signed-in.ts';
import { type BenchLine, percentile } from './line.ts';
import { connectAll, paced } from './report-load.ts';
import { cpuSeconds, signedInPage } from './watching.ts';

const REQUESTS = 50;
/** As many as the page shows. */
const ROWS = 50;
/** Pages of the longest that is given, turned before the page deep inside is asked for. */
const TURNED = 20;
const TURNED_ROWS = 200;
/** Pipes that told a pressure; the others never did. */
const TELLING = 1_000;
/** Between two small requests. */
const PAUSE_MS = 5;
const LOW_EVERY = 20;

interface WaterPage {
  readonly items: readonly { readonly id: string; readonly state: string }[];
  readonly next: string | null;
  readonly total: number;
}

/** `points`: how many the estate has. `secrets`: those of its pipes, some of which tell a pressure first. */
export async function waterLines(
  gateway: RunningGateway,
  someone: SignedIn,
  points: number,
  secrets: Readonly<Record<string, string>>,
): Promise<BenchLine[]> {
  await tell(gateway, secrets);
  let page = await asked(someone, '');
  if (page.total !== points || page.items[0]?.state !== 'low') throw new Error(`${page.total} points, first ${page.items[0]?.state}`);
  for (let nth = 0; nth < TURNED; nth += 1) page = await asked(someone, `limit=${TURNED_ROWS}&after=${page.next}`);
  const questions = questionsAfter(page.next ?? '');

  const alone = await round(gateway, someone, questions);
  await gatewayDelay(gateway);
  const waits = await waitsWhile(someone, () => round(gateway, someone, questions));
  const delay = await gatewayDelay(gateway);
  const opened = await openedIn(gateway);
  const sorted = alone.times.toSorted((one, other) => one - other);
  return [
    {
      name: `a page of the water system among ${points} points, p99 of ${REQUESTS} requests of ${questions.length} kinds`,
      value: percentile(sorted, 0.99),
      unit: 'ms',
      hold: { atMost: 150 },
    },
    { name: 'the same, p50', value: percentile(sorted, 0.5), unit: 'ms' },
    { name: 'CPU of the gateway for one', value: (alone.cpu / REQUESTS) * 1_000, unit: 'ms' },
    { name: 'the longest wait of another request beside them', value: waits.at(-1) ?? Number.NaN, unit: 'ms', hold: { atMost: 100 } },
    { name: 'the same, p50', value: percentile(waits, 0.5), unit: 'ms' },
    { name: 'longest delay of the event loop meanwhile, as the gateway tells it', value: delay, unit: 'ms', hold: { atMost: 50 } },
    { name: 'a browser opens the water page: from the address to its first row', value: opened, unit: 'ms' },
  ];
}

/** What the page asks for: each of its filters, and far down the list. */
function questionsAfter(after: string): readonly string[] {
  return [
    '',
    `after=${after}`,
    'state=low',
    'state=stale',
    'state=never',
    'state=isolated',
    'kind=pipe',
    'place=t7',
    'search=99',
    `search=${encodeURIComponent('测量楼 7 39层')}`,
    'search=celianglou',
    'search=nothing-is-called-so',
  ];
}

function asked(someone: SignedIn, question: string): Promise<WaterPage> {
  return someone.ask<WaterPage>(`/water/points?${question.startsWith('limit') ? '' : `limit=${ROWS}&`}${question}`);
}

/** One of twenty tells too low a pressure. */
async function tell(gateway: RunningGateway, secrets: Readonly<Record<string, string>>): Promise<void> {
  const driver = driverOf('balefire/pipe-pressure');
  if (!driver) throw new Error('no driver of a pipe');
  const pipes = await connectAll(gateway.mqttPort, driver, Object.fromEntries(Object.entries(secrets).slice(0, TELLING)));
  let told = 0;
  const values = (): Record<string, Value> => {
    told += 1;
    return { pressure: told % LOW_EVERY === 0 ? 0.02 : 0.4 };
  };
  await paced(pipes, TELLING, 1, values);
  for (const pipe of pipes) pipe.leave();
}

async function round(
  gateway: RunningGateway,
  someone: SignedIn,
  questions: readonly string[],
): Promise<{ readonly times: readonly number[]; readonly cpu: number }> {
  const times: number[] = [];
  const cpu = cpuSeconds(gateway);
  for (let nth = 0; nth < REQUESTS; nth += 1) {
    const began = performance.now();
    await asked(someone, questions[nth % questions.length] ?? '');
    times.push(performance.now() - began);
  }
  return { times, cpu: cpuSeconds(gateway) - cpu };
}

/** What a small request takes again and again while something goes on, sorted, ms. */
async function waitsWhile(someone: SignedIn, run: () => Promise<unknown>): Promise<number[]> {
  let isOver = false;
  const over = run().finally(() => {
    isOver = true;
  });
  const waits: number[] = [];
  while (!isOver) {
    const began = performance.now();
    await someone.ask('/session');
    waits.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  await over;
  return waits.sort((one, other) => one - other);
}

/** The longest delay of its event loop since this was last asked, ms. */
async function gatewayDelay({ webPort }: RunningGateway): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${webPort}/metrics`)).text();
  return Number(/balefire_event_loop_delay_seconds\{quantile="1"\} (\S+)/.exec(text)?.[1] ?? Number.NaN) * 1_000;
}

async function openedIn(gateway: RunningGateway): Promise<number> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await signedInPage(gateway, page);
    const began = performance.now();
    await page.goto(`http://127.0.0.1:${gateway.webPort}/water`);
    await page.getByTestId('water-row').first().waitFor();
    return performance.now() - began;
  } finally {
    await browser.close();
  }
}
