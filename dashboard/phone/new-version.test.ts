// A newer build while the page lies open: the person is told, says when, and the old files go.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../config/chromium.ts';
import { scratchFolder } from '../../gateway/testing/scratch.ts';
import { builtDashboard } from '../testing/built-once.ts';
import { type FakeGateway, startFakeGateway } from '../testing/fake-gateway.ts';

const scratch = scratchFolder('new-version');
const WORKER = join(scratch.path, 'push-worker.js');
let fake: FakeGateway;
let browser: Browser;

beforeAll(async () => {
  cpSync(await builtDashboard(), scratch.path, { recursive: true });
  fake = await startFakeGateway(scratch.path);
  browser = await launchBrowser();
}, 200_000);
afterAll(async () => {
  await browser?.close();
  await fake?.close();
  scratch.remove();
}, 30_000);

/** Names of what the browser holds of the app. */
function holdings(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('balefire-files-')));
}

it('says that there is one, takes it when the person says so, and lets the old files go', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  await context.addCookies([{ ...fake.admit('keeper'), url: fake.url }]);
  const page = await context.newPage();
  await page.goto(fake.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const before = await holdings(page);
  expect(before).toHaveLength(1);
  expect(await page.getByTestId('new-version').count()).toBe(0);
  const version = before[0]?.slice('balefire-files-'.length) ?? '';
  writeFileSync(WORKER, readFileSync(WORKER, 'utf8').replaceAll(version, 'the-next-one'));
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await page.getByTestId('new-version').waitFor();
  expect((await page.getByTestId('new-version').boundingBox())?.height).toBeLessThan(60);
  // A second page, which lies open beside it and is told too.
  const beside = await context.newPage();
  await beside.goto(fake.url);
  await beside.getByTestId('new-version').waitFor();
  const loaded = page.waitForEvent('load');
  await page.getByTestId('take-version').click();
  await loaded;
  await page.getByTestId('connection').and(page.locator('[data-connection="live"]')).waitFor();
  expect(await holdings(page)).toEqual(['balefire-files-the-next-one']);
  expect(await page.getByTestId('new-version').count()).toBe(0);
  // The files of its build are gone: it goes on saying so, and is loaded anew by its own person alone.
  const own = beside.waitForEvent('load');
  await beside.getByTestId('take-version').click();
  await own;
  await beside.getByTestId('connection').and(beside.locator('[data-connection="live"]')).waitFor();
  expect(await beside.getByTestId('new-version').count()).toBe(0);
  expect(fake.violations).toEqual([]);
}, 60_000);
