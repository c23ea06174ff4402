// An administrator before a real gateway: a list of devices comes in, one connects with its secret, is labelled, and is replaced.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../config/chromium.ts';
import { driverOf } from '../device-drivers/catalogue.ts';
import type { District } from './district.ts';
import { importDistrict, type RunningGateway, startGateway } from './testing/gateway-process.ts';
import { SignedIn } from './testing/signed-in.ts';
import { VirtualDevice } from './virtual-device.ts';

const DEVICES = 1_200;
const MODEL = 'balefire/smoke';

const district: District = {
  places: [
    { id: 'unit', parent: null, kind: 'unit', name: '示范物业' },
    { id: 'tower', parent: 'unit', kind: 'building', name: '示范大厦' },
  ],
  devices: [{ id: 'hydrant-1', model: 'balefire/hydrant-pressure', name: '1层消火栓', place: 'tower' }],
};

describe('an administrator with a list of devices', () => {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-devices-journey-'));
  const errors: string[] = [];
  let gateway: RunningGateway;
  let browser: Browser;
  let page: Page;
  let admin: SignedIn;
  let device: VirtualDevice | undefined;

  beforeAll(async () => {
    await importDistrict(folder, district);
    gateway = await startGateway(folder);
    admin = await SignedIn.at(gateway);
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', acceptDownloads: true });
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (said) => {
      if (/Content Security Policy/.test(said.text())) errors.push(said.text());
    });
    await page.goto(`http://127.0.0.1:${gateway.webPort}/`);
    await page.getByTestId('sign-in-login').fill('admin');
    await page.getByTestId('sign-in-secret').fill(gateway.secret ?? '');
    await page.getByTestId('sign-in-submit').click();
    await page.getByTestId('lamps').waitFor();
  }, 120_000);
  afterAll(async () => {
    await device?.stop();
    await browser?.close();
    await gateway?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const list = (place: (n: number) => string): string => {
    const file = join(folder, 'list.csv');
    const rows = Array.from({ length: DEVICES }, (_, n) => `smoke-${n},${1 + (n % 30)}层烟感 ${n},${MODEL},${place(n)}`);
    writeFileSync(file, ['编号,名称,型号,位置', ...rows].join('\n'));
    return file;
  };
  const secrets = new Map<string, string>();

  it('is told every wrong row, and nothing is imported', async () => {
    await page.goto(`http://127.0.0.1:${gateway.webPort}/estate`);
    await page.getByTestId('import-devices').click();
    const file = list((n) => (n % 100 === 0 ? '示范物业/没有这座楼' : `示范物业/示范大厦/${1 + (n % 30)}层`));
    await page.getByTestId('import-file').setInputFiles(file);
    await page.getByText('有 12 处错误', { exact: false }).waitFor();
    expect(await page.getByTestId('import-submit').isDisabled()).toBe(true);
    expect((await admin.ask<{ total: number }>('/devices')).total).toBe(1);
  }, 60_000);

  it('imports the right list in one go and is told the secrets this once', async () => {
    await page.getByTestId('import-file').setInputFiles(list((n) => `示范物业/示范大厦/${1 + (n % 30)}层`));
    await page.getByTestId('import-submit').and(page.locator(':enabled')).click();
    await page.getByTestId('secrets-save').waitFor();
    expect(await page.getByTestId('secrets-kept').isDisabled()).toBe(true);
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByTestId('secrets-save').click()]);
    for (const line of readFileSync(await saved.path(), 'utf8')
      .trim()
      .split('\r\n')
      .slice(1)) {
      const [id = '', , , secret = ''] = line.split(',');
      secrets.set(id, secret);
    }
    expect(secrets.size).toBe(DEVICES);
    await page.getByTestId('secrets-kept').click();
    await page
      .getByText(`共 ${DEVICES + 1} `, { exact: false })
      .first()
      .waitFor();
  }, 60_000);

  it('scrolls through all of them with the rows in sight alone in the page, and by the keyboard', async () => {
    const sorted = page.waitForResponse((answer) => answer.url().includes('sort=name'));
    await page.getByTestId('sort-name').click();
    await sorted;
    const rows = () => page.getByTestId('device-link').count();
    for (let n = 0; n < 30; n += 1) {
      const last = await page.getByTestId('device-table').getByRole('row').last().getAttribute('aria-rowindex');
      if (Number(last) >= DEVICES + 2) break;
      // A row that went with a newer answer took the focus with it.
      await page.getByTestId('device-link').last().focus();
      const grown = page.waitForResponse((answer) => answer.url().includes('/devices?'), { timeout: 5_000 }).catch(() => undefined);
      await page.keyboard.press('End');
      await grown;
    }
    await page.waitForFunction((wanted) => {
      const table = (
        globalThis as unknown as { document: { querySelector(what: string): { scrollHeight: number } | null } }
      ).document.querySelector('[data-testid="device-table"]');
      return table !== null && table.scrollHeight >= wanted * 52;
    }, DEVICES + 1);
    expect(await rows()).toBeLessThan(60);
  }, 60_000);

  it('prints the slips of a short list: label and secret side by side, in the page only while it is printed', async () => {
    // What stands on the sheet at the moment of printing; the test's own printer.
    await page.evaluate(`window.print = () => {
      window.slips = [...document.querySelectorAll('[data-testid="slips"] > li')].map((slip) => [
        slip.querySelector('.label').dataset.address, slip.querySelectorAll('.qr').length, slip.querySelector('.slip-secret strong').textContent,
      ]);
    }`);
    const file = join(folder, 'two.csv');
    writeFileSync(
      file,
      ['编号,名称,型号,位置', ...['a', 'b'].map((one) => `new-${one},新烟感 ${one},${MODEL},示范物业/示范大厦/1层`)].join('\n'),
    );
    await page.getByTestId('import-devices').click();
    await page.getByTestId('import-file').setInputFiles(file);
    await page.getByTestId('import-submit').and(page.locator(':enabled')).click();
    await page.getByTestId('secrets-print').click();
    await page.getByTestId('secrets-kept').and(page.locator(':enabled')).click();
    const slips = (await page.evaluate('window.slips')) as [string, number, string][];
    expect(slips.map(([address, codes]) => [address, codes])).toEqual(
      ['a', 'b'].map((one) => [`http://127.0.0.1:${gateway.webPort}/d/new-${one}`, 2]),
    );
    const [[, , secret = ''] = []] = slips;
    expect(secret.length).toBeGreaterThan(20);
    expect(await page.content()).not.toContain(secret);
    for (const one of ['a', 'b']) await admin.ask(`/devices/new-${one}`, 'DELETE');
  }, 60_000);

  it('finds one by two words, and its device connects with the secret of the list', async () => {
    await page.getByTestId('device-search').fill('大厦 烟感 777');
    await page.getByTestId('device-link').getByText('烟感 777', { exact: false }).waitFor();
    const driver = driverOf(MODEL);
    if (!driver) throw new Error('no driver');
    const secret = secrets.get('smoke-777') ?? '';
    device = new VirtualDevice({ url: `mqtt://127.0.0.1:${gateway.mqttPort}`, id: 'smoke-777', driver, secret });
    await device.start();
    await device.report();
    await page.getByText('在线').first().waitFor();
  }, 60_000);

  it('prints its label, whose address leads to its page and holds no secret', async () => {
    await page.getByTestId('device-export').click();
    await page.getByText('打印二维码标签').click();
    const label = page.getByTestId('label-sheet').locator('.label');
    await label.first().waitFor();
    const address = (await label.first().getAttribute('data-address')) ?? '';
    expect(address).toBe(`http://127.0.0.1:${gateway.webPort}/d/smoke-777`);
    expect(await page.content()).not.toContain(secrets.get('smoke-777'));
    await page.goto(address);
    await page.getByRole('heading', { name: /烟感 777/ }).waitFor();
  }, 60_000);

  it('replaces it: the new one is shown in its place, with the way back to the old', async () => {
    await page.getByTestId('device-replace').click();
    await page.getByTestId('replace-id').fill('smoke-777b');
    await page.getByTestId('replace-serial').fill('SN-777');
    await page.getByTestId('replace-reason').fill('到期更换');
    await page.getByTestId('replace-submit').click();
    await page.getByTestId('secret-kept').click();
    await page.getByTestId('device-chain').getByRole('link', { name: 'smoke-777' }).click();
    await page.getByText('此设备已被更换', { exact: false }).waitFor();
    await page.getByTestId('chain-next').click();
    await page.getByText('SN-777').first().waitFor();
  }, 60_000);

  it('plans its maintenance, and sees the plan in the list of isolations', async () => {
    await page.getByTestId('plan-maintenance').click();
    // By the site's clock, whatever zone the browser thinks it is in.
    const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await page.getByTestId('maintenance-from').fill(`${day}T08:30`);
    await page.getByTestId('maintenance-reason').fill('清洗');
    await page.getByTestId('maintenance-authority').fill('王工');
    await page.getByTestId('maintenance-submit').click();
    await page.getByText('已计划', { exact: false }).waitFor();
    await page.goto(`http://127.0.0.1:${gateway.webPort}/isolations`);
    await page.getByTestId('maintenance-window').getByText(`${day} 08:30:00 – ${day} 10:30:00`, { exact: false }).waitFor();
    await page.getByTestId('maintenance-cancel').click();
    await page.getByText('没有计划中的维护').waitFor();
    expect(errors).toEqual([]);
  }, 60_000);
});
