// The demonstration's district for the stories of its people: the built gateway, the devices a story needs, a person of each kind, and screens.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../config/chromium.ts';
import { driverOf } from '../../device-drivers/catalogue.ts';
import { demoDistrict } from '../demo-district.ts';
import { VirtualDevice } from '../virtual-device.ts';
import { freePort } from './free-port.ts';
import { importDistrict, type RunningGateway, startGateway } from './gateway-process.ts';
import { SignedIn } from './signed-in.ts';

/** What a person brings: who they are, and before what they sit. */
interface Arrival {
  readonly login: string;
  readonly language: 'zh' | 'en';
  readonly size?: { readonly width: number; readonly height: number };
  readonly path?: string;
}

export const PHONE = { width: 390, height: 844 };
const DESK = { width: 1366, height: 768 };
const SECRET = 'beacon-on-the-hill-7';

/** Before the tower of the demonstration's district, which lies on no real estate of anyone. */
const TOWER = { longitude: 104.7412, latitude: 35.8106 };

/** Files 档案 of its units and buildings, as the demonstration has them. */
const FILES: object = JSON.parse(readFileSync(new URL('../../config/demo-files.json', import.meta.url), 'utf8'));

/** The people of the stories; all of them invented. */
const PEOPLE = [
  { login: 'seat', name: '值班员甲', role: 'operator', place: 'demo' },
  { login: 'seat-2', name: '值班员乙', role: 'operator', place: 'demo' },
  { login: 'supervisor', name: '监督员甲', role: 'supervisor', place: 'demo' },
  { login: 'manager', name: '物业经理甲', role: 'manager', place: 'tower-unit' },
  { login: 'technician', name: '技师甲', role: 'technician', place: 'demo' },
  { login: 'forester', name: '林场值班员甲', role: 'operator', place: 'forest' },
] as const;

export class ADistrict {
  readonly gateway: RunningGateway;
  readonly admin: SignedIn;
  readonly #folder: string;
  readonly #secrets: Readonly<Record<string, string>>;
  readonly #browser: Browser;
  readonly #devices = new Map<string, VirtualDevice>();
  readonly #complaints: string[] = [];

  private constructor(folder: string, secrets: Record<string, string>, gateway: RunningGateway, admin: SignedIn, browser: Browser) {
    this.#folder = folder;
    this.#secrets = secrets;
    this.gateway = gateway;
    this.admin = admin;
    this.#browser = browser;
  }

  static async open(): Promise<ADistrict> {
    const folder = mkdtempSync(join(tmpdir(), 'balefire-people-'));
    const secrets = await importDistrict(folder, { ...demoDistrict(), ...FILES });
    const gateway = await startGateway(folder, undefined, { gb26875: { enabled: true, host: '127.0.0.1', port: await freePort() } });
    const admin = await SignedIn.at(gateway);
    for (const person of PEOPLE) await admin.ask('/people', 'POST', { ...person, secret: SECRET });
    return new ADistrict(folder, secrets, gateway, admin, await launchBrowser());
  }

  get origin(): string {
    return `http://127.0.0.1:${this.gateway.webPort}`;
  }

  /** One of the people, signed in over the API. */
  person(login: string): Promise<SignedIn> {
    return SignedIn.at({ webPort: this.gateway.webPort, secret: SECRET }, login);
  }

  /** A device of the district on MQTT, connected. */
  async device(id: string): Promise<VirtualDevice> {
    const known = this.#devices.get(id);
    if (known) return known;
    const driver = driverOf(demoDistrict().devices.find((one) => one.id === id)?.model ?? '');
    if (!driver) throw new Error(`no device ${id} in the district`);
    const url = `mqtt://127.0.0.1:${this.gateway.mqttPort}`;
    const one = new VirtualDevice({ url, id, driver, secret: this.#secrets[id] ?? '' });
    this.#devices.set(id, one);
    await one.start();
    return one;
  }

  /** A screen on which nobody has signed in. */
  async screen({ language, size = DESK, path = '/' }: Omit<Arrival, 'login'>): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: size,
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      permissions: ['geolocation'],
      geolocation: { ...TOWER, accuracy: 15 },
    });
    await context.addInitScript(`localStorage.setItem('balefire.language', '${language}')`);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => this.#complaints.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith(this.origin) && !/^(blob|data):/.test(request.url())) this.#complaints.push(`asked ${request.url()}`);
    });
    await page.goto(this.origin + path);
    return page;
  }

  /** A screen before which a person has signed in. */
  async arrives({ login, ...how }: Arrival): Promise<Page> {
    const page = await this.screen(how);
    await page.getByTestId('sign-in-login').fill(login);
    await page.getByTestId('sign-in-secret').fill(SECRET);
    await page.getByTestId('sign-in-submit').click();
    await page.getByTestId('connection').and(page.locator('[data-connection="live"]')).waitFor();
    return page;
  }

  /** What its screens asked of another origin, and errors they did not catch. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    for (const one of this.#devices.values()) await one.stop();
    await this.gateway.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
