// A site for a journey: a data folder, the built gateway on it, devices on its wires, a person at its API and before its screen.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../../config/chromium.ts';
import { driverOf } from '../../device-drivers/catalogue.ts';
import { stationOfNumber } from '../../device-drivers/gb26875/station.ts';
import type { District } from '../district.ts';
import { Panel } from '../gb26875/panel.ts';
import { type Part, PartList } from '../gb26875/parts.ts';
import { TransmissionDevice } from '../gb26875/station.ts';
import { VirtualDevice } from '../virtual-device.ts';
import { freePort } from './free-port.ts';
import { importDistrict, type RunningGateway, startGateway } from './gateway-process.ts';
import { SignedIn } from './signed-in.ts';

/** The station number of the transmission device `utd`. */
const STATION = 889;

export const PLACES: District['places'] = [
  { id: 'unit', parent: null, kind: 'unit', name: '示范物业' },
  { id: 'tower', parent: 'unit', kind: 'building', name: '示范大厦' },
  { id: 'f12', parent: 'tower', kind: 'floor', name: '12层' },
  { id: 'farm', parent: null, kind: 'farm', name: '烽燧林场' },
];

/** A tower with four smoke heads, two hydrants and a transmission device, and a voice post in a forest. */
const DISTRICT: District = {
  places: PLACES,
  devices: [
    ...[1, 2, 3, 4].map((nth) => ({ id: `smoke-${nth}`, model: 'balefire/smoke', name: `120${nth} 烟感`, place: 'f12' })),
    { id: 'hydrant-1', model: 'balefire/hydrant-pressure', name: '12层消火栓', place: 'f12' },
    { id: 'hydrant-2', model: 'balefire/hydrant-pressure', name: '13层消火栓', place: 'f12' },
    { id: 'voice-1', model: 'balefire/voice-post', name: '东沟语音杆', place: 'farm' },
    {
      id: 'utd',
      model: 'gb26875/transmission-device',
      name: '大厦传输装置',
      place: 'tower',
      gb26875: { station: stationOfNumber(STATION) },
    },
  ],
};

function smokeHead(point: number, description: string): Part {
  return { loop: 1, point, type: 42, description, floor: '12层', room: '', systemType: 1, systemAddress: 0 };
}
/** The smoke heads behind the panel: 1-5 and 1-6. */
const PARTS = [smokeHead(5, '12层东走廊感烟'), smokeHead(6, '12层西走廊感烟')];

export class Site {
  readonly secrets: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #config: object;
  /** The administrator's, told at the first start alone. */
  readonly #secret: string | undefined;
  readonly #closing: (() => Promise<unknown>)[] = [];
  #gateway: RunningGateway;
  #person: SignedIn;
  #browser: Browser | undefined;

  private constructor(folder: string, config: object, secrets: Record<string, string>, gateway: RunningGateway, person: SignedIn) {
    this.#folder = folder;
    this.#config = config;
    this.secrets = secrets;
    this.#gateway = gateway;
    this.#person = person;
    this.#secret = gateway.secret;
  }

  /** `devices`: beside those of the district. */
  static async open(config: object = {}, devices: District['devices'] = []): Promise<Site> {
    const folder = mkdtempSync(join(tmpdir(), 'balefire-fourteen-'));
    const secrets = await importDistrict(folder, { ...DISTRICT, devices: [...DISTRICT.devices, ...devices] });
    const stations = { gb26875: { enabled: true, host: '127.0.0.1', port: await freePort() } };
    const whole = { ...stations, ...config };
    const gateway = await startGateway(folder, undefined, whole);
    return new Site(folder, whole, secrets, gateway, await SignedIn.at(gateway));
  }

  get gateway(): RunningGateway {
    return this.#gateway;
  }

  get person(): SignedIn {
    return this.#person;
  }

  /** A device on MQTT, connected. It comes back by itself whenever it is cut off. */
  async device(id: string, port = this.#gateway.mqttPort): Promise<VirtualDevice> {
    const model = DISTRICT.devices.find((one) => one.id === id)?.model ?? '';
    const driver = driverOf(model);
    if (!driver) throw new Error(`${id}: ${model}`);
    const url = `mqtt://127.0.0.1:${port}`;
    const one = new VirtualDevice({ url, id, driver, secret: this.secrets[id] ?? '', reconnectMs: 100 });
    this.#closing.push(() => one.stop());
    await one.start();
    return one;
  }

  /** The transmission device with its panel, connected. */
  async station(): Promise<TransmissionDevice> {
    const panel = new Panel({ parts: new PartList(PARTS) });
    const { gb26875Port: port } = this.#gateway;
    const one = new TransmissionDevice({ transport: 'tcp', port, station: STATION, panel, reconnectMs: 50 });
    this.#closing.push(() => one.stop());
    await one.start();
    return one;
  }

  /** The board in a real browser, signed in. */
  async screen(port = this.#gateway.webPort): Promise<Page> {
    this.#browser ??= await launchBrowser();
    const page = await this.#browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
    page.setDefaultTimeout(20_000);
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.getByTestId('sign-in-login').fill('admin');
    await page.getByTestId('sign-in-secret').fill(this.#secret ?? '');
    await page.getByTestId('sign-in-submit').click();
    await page.getByTestId('lamps').waitFor();
    return page;
  }

  /** As a power cut ends it: nothing is saved, nothing said. */
  async kill(): Promise<void> {
    const dead = once(this.#gateway.child, 'exit');
    this.#gateway.child.kill('SIGKILL');
    await dead;
  }

  /** On the same ports. `laterMs`: so long it stood still, by its clock. */
  async startAgain(laterMs = 0): Promise<void> {
    const { webPort: web, mqttPort: mqtt } = this.#gateway;
    const clock = `const now = Date.now.bind(Date); Date.now = () => now() + ${laterMs};`;
    const flags = laterMs === 0 ? [] : ['--import', `data:text/javascript,${encodeURIComponent(clock)}`];
    this.#gateway = await startGateway(this.#folder, { web, mqtt }, this.#config, flags);
    this.#person = await SignedIn.at({ webPort: web, secret: this.#secret });
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    for (const end of this.#closing) await end();
    await this.#gateway.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The alarm on the board of which the text tells. */
export function row(page: Page, text: string): Locator {
  return page.getByTestId('alarm-row').filter({ hasText: text });
}
