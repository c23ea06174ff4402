// A real browser before the real bundle: builds the dashboard into a folder of its own and opens pages of the fake gateway.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type FakeGateway, startFakeGateway } from './fake-gateway.ts';

const ROOT = join(import.meta.dirname, '../..');
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Seat {
  readonly page: Page;
  /** What the page asked of any other origin, and every error it did not catch. */
  readonly complaints: string[];
}

export interface Stage {
  readonly fake: FakeGateway;
  /** Opens a page of its own session; a session of that login is given to it unless it is null. */
  readonly seat: (login?: string | null, size?: { width: number; height: number }, path?: string) => Promise<Seat>;
  readonly close: () => Promise<void>;
}

/** Builds, starts and opens. `executablePath`: Debian's Chromium. */
export async function openStage(executablePath = '/usr/bin/chromium'): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'balefire-dashboard-'));
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--config', join(ROOT, 'dashboard/vite.config.ts'), '--outDir', folder, '--logLevel', 'error'],
    {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  const fake = await startFakeGateway(folder);
  const browser: Browser = await chromium.launch({ executablePath, args: FLAGS });
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
      await rm(folder, { recursive: true, force: true });
    },
  };
}
