// A real browser before the real bundle: opens pages of the fake gateway.
import type { Locator, Page } from 'playwright-core';
import { launchBrowser } from '../../config/chromium.ts';
import { builtDashboard } from './built-once.ts';
import { type FakeGateway, startFakeGateway } from './fake-gateway.ts';

interface Seat {
  readonly page: Page;
  /** What the page asked of any other origin, and every error it did not catch. */
  readonly complaints: string[];
}

interface Stage {
  readonly fake: FakeGateway;
  /** Opens a page of its own session; a session of that login is given to it unless it is null. */
  readonly seat: (login?: string | null, size?: { width: number; height: number }, path?: string) => Promise<Seat>;
  readonly close: () => Promise<void>;
}

/** A stage for all tests of a file, opened before the first of them and closed after the last. */
export interface TestStage {
  readonly fake: FakeGateway;
  /** The page of a new seat; what it complains of is kept. */
  readonly sit: (...how: Parameters<Stage['seat']>) => Promise<Page>;
  /** What all seats so far complained of, and what the browsers reported against the content policy. */
  readonly complaints: () => readonly string[];
}

/** To be called where the tests are described. After each of them nothing fails any more. */
export function testStage(): TestStage {
  let stage: Stage | undefined;
  const seats: Seat[] = [];
  const opened = (): Stage => {
    if (stage === undefined) throw new Error('the stage opens before the first test');
    return stage;
  };
  beforeAll(async () => {
    stage = await openStage();
    // Another file of the run may be building it.
  }, 200_000);
  afterEach(() => stage?.fake.failing.clear());
  afterAll(async () => {
    await stage?.close();
  }, 30_000);
  return {
    get fake() {
      return opened().fake;
    },
    async sit(...how) {
      const seat = await opened().seat(...how);
      seats.push(seat);
      return seat.page;
    },
    complaints: () => [...seats.flatMap((seat) => seat.complaints), ...opened().fake.violations],
  };
}

/** Picks a line of a choice that opens below its field. */
export async function pick(page: Page, testId: string, label: string): Promise<void> {
  await page.getByTestId(testId).click();
  await page.keyboard.type(label);
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle(label, { exact: true }).click();
  await page.keyboard.press('Escape');
}

/** The row of an alarm on the board. */
export const rowOf = (page: Page, id: string): Locator => page.locator(`[data-testid="alarm-row"][data-alarm-id="${id}"]`);

/** Chooses an alarm on the board. Until its card stands, that of the alarm before does, with buttons of the same names. */
export async function choose(page: Page, id: string): Promise<void> {
  await rowOf(page, id).click();
  await page.locator(`[data-testid="alarm-card"][data-alarm-id="${id}"]`).waitFor();
}

/** Starts and opens. */
async function openStage(): Promise<Stage> {
  const folder = await builtDashboard();
  const fake = await startFakeGateway(folder);
  const browser = await launchBrowser();
  return {
    fake,
    async seat(login = 'admin', size = { width: 1366, height: 768 }, path = '/') {
      const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
      const page = await context.newPage();
      // Well below the test's own limit, so that the message names what was waited for.
      page.setDefaultTimeout(20_000);
      const complaints: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(fake.url)) complaints.push(`asked ${request.url()}`);
      });
      page.on('pageerror', (error) => complaints.push(`threw ${error.message}`));
      if (login !== null) await context.addCookies([{ ...fake.admit(login), url: fake.url }]);
      await page.goto(fake.url + path);
      if (login !== null) await page.getByTestId('connection').and(page.locator('[data-connection="live"]')).waitFor();
      return { page, complaints };
    },
    async close() {
      await browser.close();
      await fake.close();
    },
  };
}
