// A fire supervisor before a real gateway: the top floor's pressure of a high-rise falls, and the card says so before anybody calls.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../config/chromium.ts';
import { driverOf } from '../device-drivers/catalogue.ts';
import type { District } from './district.ts';
import { importDistrict, type RunningGateway, startGateway } from './testing/gateway-process.ts';
import { SignedIn } from './testing/signed-in.ts';
import { VirtualDevice } from './virtual-device.ts';

const SECRET = 'beacon-on-the-hill-7';

/** With the files 档案 of its unit and building, as an import brings them. */
const district: District & Record<'units' | 'buildings' | 'connectionTargets', object> = {
  places: [
    { id: 'district', parent: null, kind: 'region', name: '示范区' },
    { id: 'unit', parent: 'district', kind: 'unit', name: '示范物业' },
    { id: 'tower', parent: 'unit', kind: 'building', name: '示范大厦' },
    { id: 'f30', parent: 'tower', kind: 'floor', name: '30层' },
    { id: 'elsewhere', parent: null, kind: 'region', name: '邻区' },
    { id: 'other-unit', parent: 'elsewhere', kind: 'unit', name: '邻区物业' },
  ],
  devices: [{ id: 'hydrant-30', model: 'balefire/hydrant-pressure', name: '30层消火栓', place: 'f30' }],
  units: {
    unit: {
      legalName: '示范物业（虚构）',
      creditCode: null,
      address: null,
      isKeyUnit: true,
      contacts: [{ id: 'duty', role: 'duty-room', name: '消防控制室', phone: '000-0000-0003' }],
      systems: [],
      contracts: [],
      certificates: [{ id: 'c1', kind: 'inspection', name: '年度检测报告', number: 'DEMO-1', issued: null, expires: '2020-12-31' }],
      note: '',
    },
  },
  buildings: {
    tower: {
      use: 'public',
      heightM: 96,
      floorsAbove: 30,
      floorsBelow: 2,
      refugeFloors: [],
      topHydrant: 'hydrant-30',
      tanks: [],
      note: '',
    },
  },
  connectionTargets: { district: 60 },
};

describe('a fire supervisor with a district', () => {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-units-journey-'));
  const errors: string[] = [];
  let gateway: RunningGateway;
  let browser: Browser;
  let page: Page;
  let hydrant: VirtualDevice | undefined;
  let admin: SignedIn;

  beforeAll(async () => {
    const secrets = await importDistrict(folder, district);
    gateway = await startGateway(folder);
    admin = await SignedIn.at(gateway);
    await admin.ask('/people', 'POST', { login: 'watch', name: '监督员', role: 'supervisor', place: 'district', secret: SECRET });
    // A hold of a minute is for flicker; here nothing flickers.
    await admin.ask('/parameters', 'PUT', { scope: 'tower', name: 'pressureHold', value: 1, reason: '演练' });
    const driver = driverOf('balefire/hydrant-pressure');
    if (!driver) throw new Error('no driver');
    hydrant = new VirtualDevice({
      url: `mqtt://127.0.0.1:${gateway.mqttPort}`,
      id: 'hydrant-30',
      driver,
      secret: secrets['hydrant-30'] ?? '',
    });
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${gateway.webPort}/high-rises`);
    await page.getByTestId('sign-in-login').fill('watch');
    await page.getByTestId('sign-in-secret').fill(SECRET);
    await page.getByTestId('sign-in-submit').click();
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await hydrant?.stop();
    await gateway?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const pressure = (state: string): Locator => page.getByTestId('top-pressure').and(page.locator(`[data-state="${state}"]`));

  it('sees a high-rise of which nothing was heard yet, and not one lamp of it green', async () => {
    await pressure('never').waitFor();
    expect(await page.getByTestId('contact').getAttribute('data-state')).toBe('none');
    expect(await page.getByTestId('rate').textContent()).toMatch(/0%.*低于目标.*目标 60%/);
    expect(await page.getByTestId('system-water').getAttribute('data-state')).toBe('unknown');
  }, 30_000);

  it('sees the pressure of the top floor as its hydrant tells it', async () => {
    await hydrant?.start();
    await hydrant?.set({ pressure: 0.25 });
    await pressure('good').waitFor();
    expect(await pressure('good').textContent()).toMatch(/0\.250.*下限 0\.10.*30层消火栓/);
  }, 30_000);

  it('sees it fall below its limit, and the alarm that this raises', async () => {
    await hydrant?.set({ pressure: 0.041 });
    await pressure('low').waitFor();
    await page.getByTestId('high-rise').and(page.locator('[data-class="supervisory"]')).waitFor();
    await page.locator('[data-testid="system-water"][data-state="alarm"]').waitFor();
  }, 30_000);

  it('sees the certificate that has run out, at its unit and as a notice', async () => {
    await page.goto(`http://127.0.0.1:${gateway.webPort}/units/unit?tab=papers`);
    expect(await page.getByTestId('paper').textContent()).toMatch(/已过期 \d+ 天年度检测报告/);
    const { items } = await admin.ask<{ items: { class: string; device: { id: string } }[] }>('/alarms?open=true&class=notice');
    expect(items.filter(({ device }) => device.id === 'dossier:unit')).toHaveLength(1);
  }, 30_000);

  it('is told who was first when the manager of the unit saves while the file is open, and saves both', async () => {
    await admin.ask('/people', 'POST', { login: 'keeper', name: '物业甲', role: 'manager', place: 'unit', secret: SECRET });
    await page.getByTestId('edit-file').click();
    await page.getByTestId('file-note').fill('监督员的备注');
    const manager = await SignedIn.at({ ...gateway, secret: SECRET }, 'keeper');
    const unit = await manager.ask<{ version: number; file: object }>('/units/unit');
    await manager.ask('/units/unit/file', 'PUT', { version: unit.version, file: { ...unit.file, address: '示范路 1 号' } });
    await page.getByTestId('file-save').click();
    await page.getByTestId('meanwhile').getByText('物业甲').waitFor();
    await page.getByTestId('take-over').click();
    await page.getByTestId('file-save').click();
    await page.getByTestId('file-save').waitFor({ state: 'detached' });
    const { file } = await manager.ask<{ file: { address: string; note: string } }>('/units/unit');
    expect(file).toMatchObject({ address: '示范路 1 号', note: '监督员的备注' });
    expect((await manager.ask<{ items: { id: string }[] }>('/units')).items.map(({ id }) => id)).toEqual(['unit']);
    await expect(manager.ask('/units/other-unit')).rejects.toThrow('404');
  }, 60_000);

  it('has written no error into the browser', () => {
    // The refusal of the second save is one that the browser itself notes.
    expect(errors.filter((error) => !error.includes('409'))).toEqual([]);
  });
});
