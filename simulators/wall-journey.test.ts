// A big screen before a real gateway: its link opens it, a fire of a real wire takes it, the seat's reset gives it back, revoking ends it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, WebSocket } from 'playwright-core';
import { launchBrowser } from '../config/chromium.ts';
import { driverOf } from '../device-drivers/catalogue.ts';
import type { District } from './district.ts';
import { importDistrict, type RunningGateway, startGateway } from './testing/gateway-process.ts';
import { SignedIn } from './testing/signed-in.ts';
import { VirtualDevice } from './virtual-device.ts';

const district: District = {
  places: [
    { id: 'district', parent: null, kind: 'region', name: '示范区' },
    { id: 'unit', parent: 'district', kind: 'unit', name: '示范物业' },
    { id: 'tower', parent: 'unit', kind: 'building', name: '示范大厦' },
    { id: 'f12', parent: 'tower', kind: 'floor', name: '12层' },
  ],
  devices: [{ id: 'smoke-12', model: 'balefire/smoke', name: '王某某家烟感', place: 'f12' }],
};

describe('a wall', () => {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-wall-journey-'));
  const errors: string[] = [];
  let gateway: RunningGateway;
  let browser: Browser;
  let page: Page;
  let line: WebSocket | undefined;
  let told = '';
  let smoke: VirtualDevice;
  let admin: SignedIn;
  let screen: string;

  beforeAll(async () => {
    const secrets = await importDistrict(folder, district);
    gateway = await startGateway(folder);
    admin = await SignedIn.at(gateway);
    const asked = { name: '示范区消防大屏', place: 'district', language: 'zh', network: '127.0.0.0/8' };
    const made = await admin.ask<{ screen: { id: string }; token: string }>('/big-screens', 'POST', asked);
    screen = made.screen.id;
    const driver = driverOf('balefire/smoke');
    if (!driver) throw new Error('no driver');
    const url = `mqtt://127.0.0.1:${gateway.mqttPort}`;
    smoke = new VirtualDevice({ url, id: 'smoke-12', driver, secret: secrets['smoke-12'] ?? '' });
    await smoke.start();
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text());
    });
    page.on('websocket', (opened) => {
      line = opened;
      opened.on('framereceived', ({ payload }) => {
        told += String(payload);
      });
    });
    await page.goto(`http://127.0.0.1:${gateway.webPort}/screen/${screen}#token=${made.token}`);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await smoke?.stop();
    await gateway?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('opens by its link, which leaves the address, and shows its district', async () => {
    await page.getByTestId('wall-calm').waitFor();
    await page.getByText('示范区消防大屏').waitFor();
    await page.getByTestId('wall-devices').waitFor();
    expect(page.url()).toBe(`http://127.0.0.1:${gateway.webPort}/screen/${screen}`);
  }, 30_000);

  it('is told what is drawn on the map within seconds: its shape, and not what somebody wrote to it', async () => {
    const drawn = line?.waitForEvent('framereceived', { predicate: ({ payload }) => String(payload).includes('"circle"') });
    const spots = [{ longitude: 104.7412, latitude: 35.8106 }];
    const cordon = { place: 'tower', kind: 'circle', spots, radius: 150, label: '王某某家警戒区', note: '电话 13800001234' };
    await admin.ask('/map/sketches', 'POST', cordon);
    expect(String((await drawn)?.payload)).toContain('"radius":150');
    for (const words of ['王某某', '13800001234']) expect([words, told.includes(words)]).toEqual([words, false]);
  }, 30_000);

  it('is taken by a fire, with its place and without the name that somebody gave the device', async () => {
    await smoke.set({ smoke: 'alarm' });
    await page.locator('[data-fire="real"]').waitFor();
    expect(await page.getByTestId('wall-fire-where').textContent()).toContain('示范物业示范大厦 › 12层');
    expect(await page.content()).not.toContain('王某某');
  }, 30_000);

  it('is given back when the seat has reset it', async () => {
    await smoke.set({ smoke: 'normal' });
    const [alarm] = await admin.untilAlarms((alarms) => alarms.some(({ condition }) => condition === 'restored'));
    await admin.ask(`/alarms/${alarm?.id}/acknowledge`, 'POST', {});
    await page.getByText('已确认').waitFor();
    await admin.ask(`/alarms/${alarm?.id}/judge`, 'POST', { verdict: 'false', cause: 'steam' });
    await admin.ask(`/alarms/${alarm?.id}/reset`, 'POST', {});
    await page.getByTestId('wall-calm').waitFor();
  }, 30_000);

  it('goes dark when its link is revoked, and complained of nothing until then', async () => {
    expect(errors).toEqual([]);
    await admin.ask(`/big-screens/${screen}`, 'DELETE');
    await page.getByTestId('wall-gone').waitFor();
  }, 30_000);
});
