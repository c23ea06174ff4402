// A transmission device with its panel, from the wire to a person's screen: alarms of parts, a stranger, 查岗, a question, the bytes themselves.
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../config/chromium.ts';
import { stationOfNumber } from '../device-drivers/gb26875/station.ts';
import type { District } from './district.ts';
import { Panel } from './gb26875/panel.ts';
import { type Part, PartList } from './gb26875/parts.ts';
import { type StationEvent, TransmissionDevice } from './gb26875/station.ts';
import { importDistrict, type RunningGateway, startGateway } from './testing/gateway-process.ts';

const [TOWER, STORE, STRANGER] = [889, 890, 4_711] as const;
const HELD = `gb-${stationOfNumber(STRANGER)}`;

const district: District = {
  places: [
    { id: 'unit', parent: null, kind: 'unit', name: '示范物业' },
    { id: 'tower', parent: 'unit', kind: 'building', name: '示范大厦' },
    { id: 'store', parent: 'unit', kind: 'building', name: '2号库房' },
  ],
  devices: [
    {
      id: 'utd-tower',
      model: 'gb26875/transmission-device',
      name: '大厦传输装置',
      place: 'tower',
      gb26875: { station: stationOfNumber(TOWER) },
    },
    {
      id: 'utd-store',
      model: 'gb26875/transmission-device',
      name: '库房传输装置',
      place: 'store',
      gb26875: { station: stationOfNumber(STORE) },
    },
  ],
};

function part(point: number, type: number, description: string): Part {
  return { loop: 1, point, type, description, floor: '12层', room: '', systemType: 1, systemAddress: 0 };
}
const PARTS = new PartList([part(5, 42, '12层东走廊感烟'), part(6, 42, '12层西走廊感烟'), part(7, 23, '12层电梯厅手报')]);
const STORE_PARTS = new PartList([part(9, 31, '库房北侧感温'), part(10, 42, '库房南侧感烟')]);

describe('a transmission device before a person', () => {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-gb26875-journey-'));
  const errors: string[] = [];
  const devices: TransmissionDevice[] = [];
  /** What befalls the devices: number and event. */
  const happened = new EventEmitter();
  let gateway: RunningGateway;
  let browser: Browser;
  let page: Page;
  let tower: TransmissionDevice;

  beforeAll(async () => {
    await importDistrict(folder, district);
    gateway = await startGateway(folder, undefined, { gb26875: { enabled: true, host: '127.0.0.1', port: 0 } });
    tower = await device(TOWER, PARTS);
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text());
    });
    await open('/');
    await page.getByTestId('sign-in-login').fill('admin');
    await page.getByTestId('sign-in-secret').fill(gateway.secret ?? '');
    await page.getByTestId('sign-in-submit').click();
    await page.locator('[data-testid="connection"][data-connection="live"]').waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    for (const one of devices) await one.stop();
    await gateway?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Nobody sits at it, unless the test presses. */
  async function device(station: number, parts: PartList): Promise<TransmissionDevice> {
    const heard = ({ is }: StationEvent): void => void happened.emit(`${station} ${is}`);
    const { gb26875Port: port } = gateway;
    const one = new TransmissionDevice({ transport: 'tcp', port, station, panel: new Panel({ parts }), reconnectMs: 50, heard });
    devices.push(one);
    await one.start();
    return one;
  }
  const open = async (path: string): Promise<void> => {
    await page.goto(`http://127.0.0.1:${gateway.webPort}${path}`);
  };
  const row = (text: string): Locator => page.getByTestId('alarm-row').filter({ hasText: text });
  /** A person looks at the alarm, says what it was, and lets it go. */
  async function reset(text: string): Promise<void> {
    await row(text).click();
    await page.getByTestId('judge').click();
    await page.getByTestId('verdict-real').click();
    await page.getByTestId('judge-submit').click();
    await page.getByTestId('reset').click();
    await row(text).waitFor({ state: 'detached' });
  }

  /** From the part to its row, ms. */
  async function shown(number: string, text: string): Promise<number> {
    const began = Date.now();
    await tower.happen({ is: 'alarm', part: number });
    await row(text).waitFor();
    return Date.now() - began;
  }
  let first = 0;

  it('shows the alarm of a smoke head behind the panel, by its name', async () => {
    first = await shown('1-5', '12层东走廊感烟');
    expect(await row('12层东走廊感烟').getAttribute('data-class')).toBe('fire');
    expect(await row('12层东走廊感烟').textContent()).toContain('示范大厦');
  }, 30_000);

  it('shows a second detector as a second alarm, beside the first-out, and an alarm in the same second', async () => {
    const second = await shown('1-6', '12层西走廊感烟');
    // The quicker of the two: this machine may do something else meanwhile.
    expect(Math.min(first, second)).toBeLessThan(1_000);
    expect(await row('12层东走廊感烟').textContent()).toContain('首警');
    expect(await row('12层西走廊感烟').textContent()).not.toContain('首警');
  }, 30_000);

  it('ends an alarm when the part is restored and a person has reset it, and only that one', async () => {
    await tower.happen({ is: 'restore', part: '1-5' });
    await row('12层东走廊感烟').and(page.locator('[data-condition=restored]')).waitFor();
    await reset('12层东走廊感烟');
    expect(await row('12层西走廊感烟').getAttribute('data-condition')).toBe('active');
  }, 30_000);

  it('shows that the panel was reset: what it took back is restored', async () => {
    await tower.happen({ is: 'reset', operator: 2 });
    await row('12层西走廊感烟').and(page.locator('[data-condition=restored]')).waitFor();
    await reset('12层西走廊感烟');
  }, 30_000);

  it('shows the button of the device as a fire', async () => {
    await tower.happen({ is: 'manual-alarm' });
    const manual = row('手动报警');
    await manual.waitFor();
    expect(await manual.getAttribute('data-class')).toBe('fire');
    expect(await manual.textContent()).toContain('大厦传输装置');
    await tower.happen({ is: 'clear' });
    await manual.and(page.locator('[data-condition=restored]')).waitFor();
  }, 30_000);

  it('shows a device that nobody knows where it waits; a person places it, and its parts stand behind it', async () => {
    const stranger = await device(STRANGER, STORE_PARTS);
    await stranger.happen({ is: 'alarm', part: '1-9' });
    await row('库房北侧感温').filter({ hasText: '未登记设备' }).waitFor();
    await open('/held');
    const waiting = page.locator(`[data-testid=held-row][data-device-id="${HELD}"]`);
    await waiting.getByTestId('held-place').click();
    await page.getByTestId('held-name').fill('库房临时装置');
    await page.getByTestId('held-place-select').click();
    await page.keyboard.type('2号库房');
    await page.keyboard.press('Enter');
    await page.getByTestId('held-place-submit').click();
    await waiting.waitFor({ state: 'detached' });

    await stranger.happen({ is: 'fault', part: '1-10' });
    await open(`/devices/${HELD}`);
    await page.getByRole('heading', { name: '库房临时装置' }).waitFor();
    const list = page.getByTestId('part-link');
    await list.filter({ hasText: '1-9' }).waitFor();
    await list.filter({ hasText: '1-10' }).waitFor();
    await page.getByText('库房南侧感烟').first().waitFor();
    await page.getByTestId('part-state-fire').first().waitFor();
  }, 30_000);

  it('calls a control room and sees that somebody is there; where nobody presses it goes on waiting', async () => {
    const store = await device(STORE, STORE_PARTS);
    const rings = once(happened, `${STORE} duty-check`);
    await open('/duty');
    await page.getByTestId('duty-whom-places').click();
    await page
      .locator('.ant-tree-treenode', { has: page.locator('[data-place=unit]') })
      .locator('.ant-tree-checkbox')
      .click();
    await page.getByTestId('duty-call').click();
    const tile = (id: string, state: string): Locator => page.locator(`[data-testid=duty-tile][data-device-id=${id}][data-state=${state}]`);
    await tile('utd-tower', 'waiting').waitFor();
    await rings;
    expect(tower.answerDuty(7)).toBe(true);
    await tile('utd-tower', 'present').getByText('操作员 7').waitFor();
    await tile('utd-store', 'waiting').waitFor();
    expect(store.state().dutyRings).toBe(true);
  }, 60_000);

  it('reads the version of the software, and shows what the device answered', async () => {
    await open('/devices/utd-tower?tab=commands');
    await page.getByTestId('command-choose').click();
    await page.keyboard.type('读装置软件版本');
    await page.keyboard.press('Enter');
    await page.getByTestId('command-read-device-version').click();
    await page.locator('[data-testid=command-row][data-state=done]').getByTestId('command-result').getByText('软件版本 1.0').waitFor();
  }, 30_000);

  it('is asked whether it is there, and its state is the answer', async () => {
    await open('/devices/utd-tower');
    await page.getByTestId('check-begin').click();
    await page.getByTestId('device-check').and(page.locator('[data-state="done"]')).getByText('有应答', { exact: false }).waitFor();
  }, 30_000);

  it('asks after one part from the page of that part, and shows what the device answered', async () => {
    await open('/devices/utd-tower');
    await page.getByTestId('part-link').filter({ hasText: '1-6' }).click();
    const asking = page.getByTestId('ask-part');
    const ended = (command: string, state: string): Locator => asking.locator(`[data-command=${command}][data-state=${state}]`);
    await asking.getByTestId('ask-state').click();
    await ended('read-part-state', 'done').getByText('12层西走廊感烟', { exact: false }).waitFor();
    await asking.getByTestId('ask-configuration').click();
    await ended('read-part-configuration', 'done').getByText('12层西走廊感烟', { exact: false }).waitFor();
    await asking.getByTestId('ask-analogue').click();
    // It measures nothing, and its device says so.
    await ended('read-analogue', 'failed').getByText('装置否认').waitFor();
  }, 30_000);

  it('shows the packet as it passed on the wire, every byte named', async () => {
    await open('/devices/utd-tower?tab=packets');
    await page.getByTestId('packet-row').first().waitFor();
    await tower.happen({ is: 'fault', part: '1-7' });
    await page.getByTestId('packet-row').filter({ hasText: '12层电梯厅手报' }).click();
    await page.getByTestId('packet-opened').getByText('12层电梯厅手报', { exact: false }).waitFor();
    const field = (name: string): Locator => page.getByTestId('packet-field').filter({ hasText: name });
    await field('部件地址').getByText('回路 1 点 7', { exact: false }).waitFor();
    await field('部件状态').getByText('故障', { exact: false }).waitFor();
    await field('源地址').getByText(String(TOWER), { exact: false }).waitFor();
    await field('校验和').waitFor();
    expect(await page.locator('[data-testid=hex] [data-at="0"]').textContent()).toContain('40');
  }, 30_000);

  it('has written no error into the browser', () => {
    expect(errors).toEqual([]);
  });
});
