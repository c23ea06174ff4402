// A property manager's phone before a real gateway: a fire in their unit, a signed-in phone, and what the gateway has of it.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Browser as Chromium, Page } from 'playwright-core';
import { launchBrowser } from '../../config/chromium.ts';
import { driverOf } from '../../device-drivers/catalogue.ts';
import type { District } from '../district.ts';
import { VirtualDevice } from '../virtual-device.ts';
import { importDistrict, type RunningGateway, startGateway } from './gateway-process.ts';
import { hastyDoor } from './hasty-door.ts';
import { SignedIn } from './signed-in.ts';

export const SECRET = 'beacon-on-the-hill-7';
const SPOT = { longitude: 120.1536, latitude: 30.2875 };
const PHONE = { width: 390, height: 844 };

/** What a camera would hand over: a picture of one pixel. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

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

export interface Report {
  readonly id: string;
  readonly is: string;
  readonly position?: object | null;
  readonly cause?: string;
  readonly far: boolean;
  readonly at: number;
  readonly captured: number;
}
export interface Incident {
  readonly id: string;
  readonly verdict: object | null;
  readonly reports: readonly Report[];
}

/** Starts it before the tests of a file and ends it after them. */
export function phoneStage() {
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
  /** Ends the gateway at once, as a power cut does, and starts it where it stood. */
  async function killAndStart(): Promise<void> {
    const { webPort: web, mqttPort: mqtt } = gateway;
    const dead = once(gateway.child, 'exit');
    gateway.child.kill('SIGKILL');
    await dead;
    gateway = await startGateway(folder, { web, mqtt });
  }

  return {
    folder,
    /** What pages threw. */
    errors,
    address: () => address,
    /** The same house behind a door that confirms first; `sign-in` through it. */
    async hastily(): Promise<{ signInAs(login: string): Promise<SignedIn>; close(): Promise<void> }> {
      const door = await hastyDoor(gateway.webPort, /\/(media|arrive)$/);
      return { signInAs: (login) => SignedIn.at({ webPort: door.port, secret: SECRET }, login), close: door.close };
    },
    signInAs: (login: string) => SignedIn.at({ webPort: gateway.webPort, secret: SECRET }, login),
    admin: () => admin,
    burn,
    incident,
    reports,
    contextOf,
    signIn,
    killAndStart,
  };
}

/** What the phone keeps in a store; in the browser's own words, which this floor's types do not know. */
export const KEPT = (store: string): string => `new Promise((done) => {
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
export async function isHeld(page: Page): Promise<void> {
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  await page.waitForFunction(`${KEPT('kept')}.then((all) => all.some(({ incidents }) => incidents?.length > 0))`);
}

/** Checks in at the incident that is open, once the phone knows where it is. */
export async function checkIn(page: Page): Promise<void> {
  await page.getByTestId('field-arrive').click();
  await page.getByTestId('arrive-where').and(page.locator('[data-where="here"]')).waitFor();
  await page.getByTestId('arrive-submit').click();
}

/** Tells of the incident that is open that nothing is to be seen. */
export async function seeNothing(page: Page): Promise<void> {
  await page.getByTestId('field-describe').click();
  await page.getByTestId('saw-nothing').click();
  await page.getByTestId('describe-submit').click();
}
