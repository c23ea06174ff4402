// The list of rules with as many of one's own as the gateway takes: until it is seen, and how it follows who types in the search.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../config/chromium.ts';
import type { District } from '../simulators/district.ts';
import { importDistrict, type RunningGateway, startGateway } from '../simulators/testing/gateway-process.ts';
import { SignedIn } from '../simulators/testing/signed-in.ts';
import { type BenchLine, median, percentile } from './line.ts';

const RULES = 1_000;
const TOWERS = 50;
const OPENED = 5;
/** In Chinese, as it is read aloud, and what is nowhere. */
const TYPED = ['测量楼 7', 'shuiya', 'celianglou 12', 'own-bench-99', 'zzz'];

const city: District = {
  places: Array.from({ length: TOWERS }, (_, n) => ({ id: `t${n}`, parent: null, kind: 'building' as const, name: `测量楼 ${n + 1}` })),
  devices: Array.from({ length: TOWERS }, (_, n) => ({
    id: `d-${n}`,
    model: 'balefire/hydrant-pressure',
    name: `消火栓 ${n}`,
    place: `t${n}`,
  })),
};

function ruleOf(n: number): object {
  const night = { is: 'calendar', from: '22:00', to: '06:00' };
  const low = { is: 'below', limit: { parameter: `own-bench-${n}.limit-1`, otherwise: 0.1 + (n % 20) / 100 } };
  return {
    title: { zh: `测量楼 ${(n % TOWERS) + 1} 水压偏低 ${n}`, en: `Pressure of tower ${(n % TOWERS) + 1} low ${n}` },
    class: n % 3 === 0 ? 'fault' : 'supervisory',
    enabled: n % 10 !== 0,
    watches: { quantity: 'water.pressure', places: [`t${n % TOWERS}`] },
    raiseWhen: n % 4 === 0 ? { is: 'all', of: [low, night] } : low,
    latching: false,
    advice: { zh: '查看稳压泵', en: 'Look at the jockey pump' },
  };
}

/** Writes a rule; where the gateway takes no more at once, as it does not of any person, a moment later. */
async function written(someone: SignedIn, n: number): Promise<void> {
  for (;;) {
    try {
      await someone.ask('/own-rules', 'POST', { id: `own-bench-${n}`, rule: ruleOf(n), reason: '测量' });
      return;
    } catch (error) {
      if (!(error instanceof Error && error.message.includes(' 429 '))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

export async function ruleListBench(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-rule-list-'));
  try {
    await importDistrict(folder, city);
    const gateway = await startGateway(folder);
    const someone = await SignedIn.at({ webPort: gateway.webPort, secret: gateway.secret });
    const bare = await seen(gateway);
    for (let n = 0; n < RULES; n += 1) await written(someone, n);
    const answered: number[] = [];
    for (let n = 0; n < OPENED; n += 1) {
      const began = performance.now();
      await someone.ask('/rules');
      answered.push(performance.now() - began);
    }
    const full = await seen(gateway);
    await gateway.stop();
    return [
      { name: `the answer with ${RULES} rules of one's own and the book, middle of ${OPENED}`, value: median(answered), unit: 'ms' },
      {
        name: `the list of ${RULES} rules and the book, from the click to its first cards, middle of ${OPENED}`,
        value: median(full.opened),
        unit: 'ms',
        peer: { name: 'of the book alone', value: median(bare.opened) },
      },
      {
        name: 'a key in its search, from the key to the next picture, p95',
        value: percentile(full.keys, 0.95),
        unit: 'ms',
        hold: { atMost: 200 },
        peer: { name: 'of the book alone', value: percentile(bare.keys, 0.95) },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sorted. */
interface Seen {
  readonly opened: readonly number[];
  readonly keys: readonly number[];
}

async function seen({ webPort, secret = '' }: Pick<RunningGateway, 'webPort' | 'secret'>): Promise<Seen> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1_920, height: 1_080 }, locale: 'zh-CN' });
    await page.goto(`http://127.0.0.1:${webPort}/me`);
    await page.getByTestId('sign-in-login').fill('admin');
    await page.getByTestId('sign-in-secret').fill(secret);
    await page.getByTestId('sign-in-submit').click();
    await page.locator('.me-ways').waitFor();
    const opened: number[] = [];
    for (let n = 0; n < OPENED; n += 1) {
      opened.push(await opening(page));
      if (n === OPENED - 1) break;
      await goTo(page, '/me');
      await page.locator('.me-ways').waitFor();
    }
    const keys: number[] = [];
    const search = page.getByTestId('rules-search');
    await search.focus();
    for (const words of TYPED) {
      for (const key of words) keys.push(await keyed(page, key));
      await search.fill('');
    }
    return { opened: opened.toSorted((a, b) => a - b), keys: keys.toSorted((a, b) => a - b) };
  } finally {
    await browser.close();
  }
}

/** The bench is compiled without the names of a browser: what is asked in the page stands as text. */
async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', '${path}'); dispatchEvent(new PopStateEvent('popstate', { state: null }));`);
}

async function opening(page: Page): Promise<number> {
  const began = Number(await page.evaluate('performance.now()'));
  await goTo(page, '/rules');
  await page.getByTestId('rule-card').first().waitFor();
  const seenAt = await page.evaluate('new Promise((done) => requestAnimationFrame(() => done(performance.now())))');
  return Number(seenAt) - began;
}

/** Milliseconds from a key to the second picture after it: the first may have been begun before it. */
async function keyed(page: Page, key: string): Promise<number> {
  await page.evaluate(`{
    globalThis.seen = new Promise((done) => {
      const take = ({ timeStamp }) =>
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - timeStamp)));
      document.addEventListener('input', take, { once: true, capture: true });
    });
    0;
  }`);
  await page.keyboard.insertText(key);
  return Number(await page.evaluate('globalThis.seen'));
}
