// The whole journey in a real browser: a simulated device speaks, the alarm stands on the page, is acknowledged there, restored and closed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../config/chromium.ts';
import { driverOf } from '../device-drivers/catalogue.ts';
import type { District } from './district.ts';
import { PLACES } from './testing/a-site.ts';
import { importDistrict, type RunningGateway, startGateway } from './testing/gateway-process.ts';
import { VirtualDevice } from './virtual-device.ts';

const district: District = {
  places: [...PLACES, { id: 'f13', parent: 'tower', kind: 'floor', name: '13层' }],
  devices: [
    { id: 'smoke-1', model: 'balefire/smoke', name: '1201 烟感', place: 'f12' },
    { id: 'smoke-2', model: 'balefire/smoke', name: '1202 烟感', place: 'f12' },
    { id: 'smoke-13', model: 'balefire/smoke', name: '1301 烟感', place: 'f13' },
    { id: 'voice-1', model: 'balefire/voice-post', name: '东沟语音杆', place: 'farm' },
  ],
};

/** One page of 800 × 500 with the walls of a hall. */
const A_PDF = [
  '%PDF-1.4',
  '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
  '2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj',
  '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 800 500]/Contents 4 0 R>>endobj',
  '4 0 obj<</Length 25>>stream\n8 w 100 100 600 300 re S\nendstream endobj',
  'trailer<</Root 1 0 R>>',
].join('\n');

describe('from the wire to the screen', () => {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-journey-'));
  const devices: VirtualDevice[] = [];
  let gateway: RunningGateway;
  let secrets: Record<string, string>;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    secrets = await importDistrict(folder, district);
    gateway = await startGateway(folder);
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text());
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    for (const device of devices) await device.stop();
    await gateway?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function device(id: string, model: string): Promise<VirtualDevice> {
    const driver = driverOf(model);
    if (!driver) throw new Error(model);
    const one = new VirtualDevice({ url: `mqtt://127.0.0.1:${gateway.mqttPort}`, id, driver, secret: secrets[id] ?? '' });
    devices.push(one);
    await one.start();
    return one;
  }
  const row = (text: string) => page.getByTestId('alarm-row').filter({ hasText: text });

  it('lets the administrator in with the secret of the first start', async () => {
    await page.goto(`http://127.0.0.1:${gateway.webPort}/`);
    await page.getByTestId('sign-in-login').fill('admin');
    await page.getByTestId('sign-in-secret').fill(gateway.secret ?? '');
    await page.getByTestId('sign-in-submit').click();
    await page.getByTestId('lamps').waitFor();
  }, 60_000);

  it('shows the alarm that a device raises, in the same second', async () => {
    const smoke = await device('smoke-1', 'balefire/smoke');
    const began = Date.now();
    await smoke.set({ smoke: 'alarm' });
    await row('1201 烟感').waitFor();
    expect(Date.now() - began).toBeLessThan(1_000);
    expect(await row('1201 烟感').getAttribute('data-condition')).toBe('active');
    expect(await row('1201 烟感').textContent()).toContain('12层');
  }, 60_000);

  it('shows a second detector as a second alarm beside the first-out', async () => {
    const second = await device('smoke-2', 'balefire/smoke');
    await second.set({ smoke: 'alarm' });
    await row('1202 烟感').waitFor();
    expect(await row('1201 烟感').textContent()).toContain('首警');
    expect(await row('1202 烟感').textContent()).not.toContain('首警');
  }, 60_000);

  it('takes the acknowledgement of a person, who stands in the story', async () => {
    await row('1201 烟感').click();
    await page.getByTestId('acknowledge').click();
    await page.locator('[data-testid=alarm-row][data-attention=acknowledged]').filter({ hasText: '1201 烟感' }).waitFor();
    expect(await row('1202 烟感').getAttribute('data-attention')).toBe('new');
  }, 60_000);

  it('shows that the smoke is gone, and lets the alarm go only after a reset', async () => {
    await devices[0]?.set({ smoke: 'normal' });
    await page.locator('[data-testid=alarm-row][data-condition=restored]').filter({ hasText: '1201 烟感' }).waitFor();
    expect(await page.getByTestId('reset').isDisabled()).toBe(true);
    await page.getByTestId('judge').click();
    await page.getByTestId('verdict-real').click();
    await page.getByTestId('judge-submit').click();
    await page.getByTestId('reset').click();
    await row('1201 烟感').waitFor({ state: 'detached' });
    expect(await row('1202 烟感').count()).toBe(1);
  }, 60_000);

  it('holds the open alarm over a restart of the gateway, and the page comes back by itself', async () => {
    const port = gateway.webPort;
    expect(await gateway.stop()).toBe(0);
    await page.locator('[data-testid=connection]:not([data-connection=live])').waitFor();
    gateway = await startGateway(folder, { web: port, mqtt: gateway.mqttPort });
    await page.locator('[data-testid=connection][data-connection=live]').waitFor();
    expect(await row('1202 烟感').count()).toBe(1);
  }, 60_000);

  it('plays a text on a voice post when a person says so', async () => {
    await device('voice-1', 'balefire/voice-post');
    await page.goto(`http://127.0.0.1:${gateway.webPort}/devices/voice-1`);
    await page.getByTestId('command-stop').click();
    await page.locator('[data-testid=command-row][data-state=done]').first().waitFor();
  }, 60_000);

  it('hangs a page of a PDF as the plan of a floor, to scale, with its detectors on it', async () => {
    await page.goto(`http://127.0.0.1:${gateway.webPort}/plans/f12`);
    await page.getByTestId('plan-file').setInputFiles({ name: '12层.pdf', mimeType: 'application/pdf', buffer: Buffer.from(A_PDF) });
    await page.getByTestId('pdf-use').click();
    const plan = page.getByTestId('plan');
    await plan.waitFor();
    const box = await plan.boundingBox();
    if (box === null) throw new Error('the plan is not in sight');
    await page.getByRole('button', { name: '标定比例' }).click();
    for (const share of [0.35, 0.65]) await page.mouse.click(box.x + box.width * share, box.y + box.height / 2);
    await page.getByLabel('两点相距（米）').fill('30');
    await page.getByRole('button', { name: '设为比例' }).click();
    await page.locator('[data-testid="plan-row"][data-device="smoke-1"]').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('save-plan').click();
    await page.getByTestId('edit-plan').waitFor();
    await page.reload();
    await page.locator('[data-testid="plan-symbol"][data-device="smoke-1"]').waitFor();
    expect(await page.locator('.plan-scale').textContent()).toMatch(/^\d+ m$/);
  }, 60_000);

  it('copies it to the floor above, where the right symbol burns as its detector speaks', async () => {
    await page.getByTestId('copy-plan').click();
    await page.locator('.plan-floors').click();
    await page.locator('.ant-select-dropdown').getByTitle('13层', { exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '试算' }).click();
    await page.getByText('将放置 1 个点').waitFor();
    await page.getByRole('button', { name: '确认复制' }).click();
    await page.getByText('已放置 1 个点').waitFor();
    await page.goto(`http://127.0.0.1:${gateway.webPort}/plans/f13`);
    const symbol = page.locator('[data-testid="plan-symbol"][data-device="smoke-13"]');
    await symbol.and(page.locator('[data-class="normal"]')).waitFor();
    await (await device('smoke-13', 'balefire/smoke')).set({ smoke: 'alarm' });
    await symbol.and(page.locator('[data-class="fire"][data-blinks="true"]')).waitFor();
    expect(await page.getByTestId('plan-symbol').count()).toBe(1);
  }, 60_000);

  it('has written no error into the browser', () => {
    expect(errors.filter((text) => !/ERR_CONNECTION_REFUSED|WebSocket|Failed to load resource/.test(text))).toEqual([]);
  });
});
