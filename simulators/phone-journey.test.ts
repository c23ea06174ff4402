// A property manager's phone before a real gateway: on the spot, without a network, with the page closed in between; and nothing of another unit.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Browser as Chromium, Page, WebSocket } from 'playwright-core';
import { driverOf } from '../device-drivers/catalogue.ts';
import type { District } from './district.ts';
import { launchBrowser } from './testing/browser.ts';
import { importDistrict, type RunningGateway, startGateway } from './testing/gateway-process.ts';
import { SignedIn } from './testing/signed-in.ts';
import { VirtualDevice } from './virtual-device.ts';

const SECRET = 'beacon-on-the-hill-7';
const SPOT = { longitude: 120.1536, latitude: 30.2875 };
const PHONE = { width: 390, height: 844 };

/** What a camera would hand over: a picture of one pixel. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

const DISTRICT: District = {
  places: [
    { id: 'unit', parent: null, kind: 'unit', name: '示范物业' },
    { id: 'tower', parent: 'unit', kind: 'building', name: '示范大厦' },
    { id: 'f12', parent: 'tower', kind: 'floor', name: '12层' },
    { id: 'other', parent: null, kind: 'unit', name: '样板物业' },
    { id: 'mall', parent: 'other', kind: 'building', name: '样板商场' },
  ],
  devices: [
    { id: 'smoke-1', model: 'balefire/smoke', name: '1201 烟感', place: 'f12' },
    { id: 'smoke-2', model: 'balefire/smoke', name: '1202 烟感', place: 'f12' },
  ],
};

interface Report {
  readonly is: string;
  readonly far: boolean;
  readonly at: number;
  readonly captured: number;
}
interface Incident {
  readonly id: string;
  readonly verdict: object | null;
  readonly reports: readonly Report[];
}

const folder = mkdtempSync(join(tmpdir(), 'balefire-phone-'));
const errors: string[] = [];
let gateway: RunningGateway;
let admin: SignedIn;
let chromium: Chromium;
let address: string;
const devices = new Map<string, VirtualDevice>();

beforeAll(async () => {
  const secrets = await importDistrict(folder, DISTRICT);
  gateway = await startGateway(folder);
  address = `http://127.0.0.1:${gateway.webPort}`;
  admin = await SignedIn.at(gateway);
  await admin.ask('/places/tower', 'PATCH', SPOT);
  for (const [login, role, place] of [
    ['seat', 'operator', 'unit'],
    ['keeper', 'manager', 'unit'],
    ['stranger', 'manager', 'other'],
  ])
    await admin.ask('/people', 'POST', { login, name: login, role, place, secret: SECRET });
  const driver = driverOf('balefire/smoke');
  if (!driver) throw new Error('no driver');
  for (const { id } of DISTRICT.devices) {
    const device = new VirtualDevice({ url: `mqtt://127.0.0.1:${gateway.mqttPort}`, id, driver, secret: secrets[id] ?? '' });
    await device.start();
    devices.set(id, device);
  }
  await burn('smoke-1');
  chromium = await launchBrowser();
}, 90_000);
afterAll(async () => {
  await chromium?.close();
  for (const device of devices.values()) await device.stop();
  await gateway?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

/** A smoke head tells of smoke, and its alarm stands. */
async function burn(id: string): Promise<void> {
  await devices.get(id)?.set({ smoke: 'alarm' });
  await admin.untilAlarms((alarms) => alarms.some(({ device }) => device.id === id));
}

async function incident(): Promise<Incident> {
  const { items } = await admin.ask<{ items: Incident[] }>('/incidents?open=true');
  const [one] = items;
  if (!one) throw new Error('nothing burns');
  return one;
}

async function reports(): Promise<readonly Report[]> {
  return (await incident()).reports;
}

async function contextOf(size = PHONE): Promise<BrowserContext> {
  const context = await chromium.newContext({
    viewport: size,
    reducedMotion: 'reduce',
    locale: 'zh-CN',
    permissions: ['geolocation'],
    geolocation: { ...SPOT, accuracy: 15 },
  });
  context.setDefaultTimeout(20_000);
  return context;
}

async function signIn(context: BrowserContext, login: string, path = '/'): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(address + path);
  await page.getByTestId('sign-in-login').fill(login);
  await page.getByTestId('sign-in-secret').fill(SECRET);
  await page.getByTestId('sign-in-submit').click();
  await page.getByTestId('connection').and(page.locator('[data-connection="live"]')).waitFor();
  return page;
}

/** What the phone keeps in a store; in the browser's own words, which this floor's types do not know. */
const KEPT = (store: string): string => `new Promise((done) => {
  const request = indexedDB.open('balefire', 1);
  request.onsuccess = () => {
    const asked = request.result.transaction('${store}').objectStore('${store}').getAll();
    asked.onsuccess = () => {
      done(asked.result);
      request.result.close();
    };
  };
})`;

/** The app is held by the browser, and the incidents at hand are kept. */
async function isHeld(page: Page): Promise<void> {
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  await page.waitForFunction(`${KEPT('kept')}.then((all) => all.some(({ incidents }) => incidents?.length > 0))`);
}

it('goes, checks in and tells what is to be seen; the seat has it on its card at once and judges by it', async () => {
  const seat = await signIn(await contextOf({ width: 1366, height: 768 }), 'seat');
  const phone = await signIn(await contextOf(), 'keeper');
  await phone.getByTestId('alarm-row').first().click();
  await phone.getByTestId('field-go').click();
  await seat.getByTestId('field-report').and(seat.locator('[data-is="going"]')).waitFor();
  await phone.getByTestId('field-arrive').click();
  await phone.getByTestId('arrive-where').and(phone.locator('[data-where="here"]')).waitFor();
  await phone.getByTestId('arrive-submit').click();
  await seat.getByTestId('field-report').and(seat.locator('[data-is="arrived"]')).getByText('距建筑 0 m（±15 m）').waitFor();
  await phone.getByTestId('field-describe').click();
  await phone.getByTestId('saw-false').click();
  await phone.getByTestId('saw-cause-steam').click();
  await phone.getByTestId('saw-note').fill('厨房蒸汽');
  await phone.getByTestId('describe-submit').click();
  const proposal = seat.getByTestId('field-report').and(seat.locator('[data-saw="false"]'));
  await proposal.getByText('误报 · 蒸汽').waitFor();
  expect((await incident()).verdict).toBeNull();
  await proposal.getByTestId('field-adopt').click();
  expect(await seat.getByTestId('cause-steam').locator('input').isChecked()).toBe(true);
  // The house's own map begins at the spot, with nothing lying over it until it is asked for.
  await phone.getByTestId('field-way').click();
  await phone.getByTestId('way-own').click();
  await phone.locator('.map-canvas[data-drawn="true"]').waitFor();
  await phone.getByTestId('map-aside').click();
  await phone.getByTestId('map-around').waitFor();
  await seat.context().close();
  await phone.context().close();
}, 90_000);

it('a check-in typed without a network outlives the page, and is one deed when the network is back', async () => {
  const before = (await reports()).length;
  const context = await contextOf();
  const page = await signIn(context, 'keeper');
  await isHeld(page);
  await context.setOffline(true);
  await page.close();
  // Opened anew where there is no network: the app stands, and what it shows is not live.
  const again = await context.newPage();
  await again.goto(address);
  await again.getByTestId('as-of').getByText('数据截至').waitFor();
  await again.getByTestId('kept-incident').first().click();
  await again.getByTestId('field-arrive').click();
  await again.getByTestId('arrive-where').and(again.locator('[data-where="here"]')).waitFor();
  await again.getByTestId('arrive-photo').setInputFiles({ name: 'spot.png', mimeType: 'image/png', buffer: PICTURE });
  await again.getByText('已拍 1 张', { exact: false }).waitFor();
  await again.getByTestId('arrive-submit').click();
  await again.getByTestId('waiting-chip').getByText('待上传 2').waitFor();
  await again.close();
  expect(await reports()).toHaveLength(before);
  const third = await context.newPage();
  await third.goto(address);
  await third.getByTestId('waiting-chip').getByText('待上传 2').waitFor();
  await context.setOffline(false);
  await third.getByTestId('waiting-chip').waitFor({ state: 'detached' });
  await third.getByTestId('connection').and(third.locator('[data-connection="live"]')).waitFor();
  const [told, ...others] = (await reports()).slice(before);
  expect([told, others]).toMatchObject([{ is: 'arrived', far: false }, []]);
  expect(told && told.at - told.captured).toBeGreaterThan(0);
  const { entries } = await admin.ask<{ entries: { text: string; media: { kind: string } | null }[] }>(
    `/incidents/${(await incident()).id}/work`,
  );
  expect(entries).toMatchObject([{ text: '到场打卡', media: { kind: 'image/jpeg' } }]);
  await context.close();
}, 90_000);

it('an answer that was lost on the way is sent again, and stands once', async () => {
  const before = (await reports()).length;
  const context = await contextOf();
  const page = await signIn(context, 'keeper');
  const keys: string[] = [];
  // The gateway does it; the phone never hears so.
  await page.route('**/api/v1/incidents/*/arrive', async (route) => {
    keys.push((await route.request().allHeaders())['idempotency-key'] ?? '');
    const answer = await route.fetch();
    if (keys.length === 1) await route.abort('connectionreset');
    else await route.fulfill({ response: answer });
  });
  await page.getByTestId('alarm-row').first().click();
  await page.getByTestId('field-arrive').click();
  await page.getByTestId('arrive-where').and(page.locator('[data-where="here"]')).waitFor();
  await page.getByTestId('arrive-submit').click();
  await page.getByTestId('waiting-chip').waitFor();
  await page.getByTestId('waiting-chip').waitFor({ state: 'detached' });
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  expect(await reports()).toHaveLength(before + 1);
  await context.close();
}, 90_000);

it('what the gateway refuses is kept in its words, and is sent again or discarded by the person', async () => {
  const context = await contextOf();
  const page = await signIn(context, 'keeper');
  await page.getByTestId('alarm-row').first().click();
  const refusal = { status: 409, code: 'conflict', words: { zh: '事件已关闭', en: 'closed' } };
  await page.route('**/api/v1/incidents/*/describe', (route) =>
    route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify(refusal) }),
  );
  await page.getByTestId('field-describe').click();
  await page.getByTestId('saw-nothing').click();
  await page.getByTestId('describe-submit').click();
  await page.getByTestId('waiting-chip').getByText('被拒 1').click();
  await page.getByTestId('waiting').getByText('事件已关闭').waitFor();
  await page.getByTestId('discard').click();
  await page.getByRole('button', { name: '放弃' }).last().click();
  await page.getByText('都已上传').waitFor();
  await context.close();
}, 60_000);

it('signing out warns of what was not sent, and leaves nothing on the phone', async () => {
  const context = await contextOf();
  const page = await signIn(context, 'keeper');
  await isHeld(page);
  await page.route('**/api/v1/incidents/*/describe', (route) => route.abort());
  await page.getByTestId('alarm-row').first().click();
  await page.getByTestId('field-describe').click();
  await page.getByTestId('saw-nothing').click();
  await page.getByTestId('describe-submit').click();
  await page.getByTestId('waiting-chip').waitFor();
  await page.locator('.tabs a[href="/me"]').click();
  await page.getByTestId('kept-size').waitFor();
  await page.getByTestId('sign-out').click();
  await page.getByText('还有 1 条没有上传', { exact: false }).waitFor();
  await page.getByTestId('leave-sure').click();
  await page.getByTestId('sign-in-submit').waitFor();
  expect([await page.evaluate(KEPT('waiting')), await page.evaluate(KEPT('kept'))]).toEqual([[], []]);
  // And without a network the door stands closed.
  await context.setOffline(true);
  await page.reload();
  await page.getByTestId('failed').waitFor();
  await context.close();
}, 60_000);

it('a phone of another unit neither sees nor hears of it, live, in lists or by address', async () => {
  const context = await contextOf();
  const heard: string[] = [];
  const page = await signIn(context, 'stranger');
  let socket: WebSocket | undefined;
  page.on('websocket', (opened) => {
    socket = opened;
    opened.on('framereceived', ({ payload }) => heard.push(String(payload)));
  });
  await page.reload();
  await page.getByTestId('connection').and(page.locator('[data-connection="live"]')).waitFor();
  await burn('smoke-2');
  // The next beat but one comes after whatever was told of the fire.
  const beats = (): number => heard.filter((text) => text.includes('heartbeat')).length;
  const before = beats();
  while (beats() < before + 2) await socket?.waitForEvent('framereceived');
  expect(heard.join('\n')).not.toMatch(/smoke-|示范大厦|1201|1202/);
  expect(await page.getByTestId('alarm-row').count()).toBe(0);
  await page.goto(`${address}/incidents/${(await incident()).id}`);
  await page.getByTestId('failed').getByText('not-found').waitFor();
  await page.goto(`${address}/d/smoke-1`);
  await page.waitForURL('**/devices/smoke-1');
  await page.getByTestId('failed').getByText('not-found').waitFor();
  await context.close();
}, 60_000);

it('nothing was thrown', () => {
  expect(errors).toEqual([]);
});
