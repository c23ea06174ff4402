// Of the fourteen ways to lose an alarm: the two whose fault is the house's own, as the operator sees them in a browser before that very house, on the built dashboard.
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../config/chromium.ts';
import { SmallDisk } from './journal/testing/disks.ts';
import { openTestHouse, SMALL_DISTRICT } from './testing/a-house.ts';
import { breakHouse } from './testing/broken-house.ts';
import { isConfirmed, refusesAFire } from './testing/full-disk.ts';
import { MqttDevice } from './testing/mqtt-device.ts';
import { aWeb, type TestWeb } from './web/testing/a-web.ts';

const possible = SmallDisk.isPossible();
if (!possible) console.log('skipped: a small disk needs root to be mounted');

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** The board of an operator who has signed in at that gateway. */
async function seatAt(test: TestWeb): Promise<Page> {
  const [name = '', value = ''] = (await test.person('operator')).cookie.split('=');
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', reducedMotion: 'reduce' });
  await context.addCookies([{ name, value, url: test.address }]);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(test.address);
  await page.getByTestId('connection').and(page.locator('[data-connection="live"]')).waitFor();
  return page;
}

const fire = (page: Page, name: string) => page.getByTestId('alarm-row').filter({ hasText: name });
const trouble = (page: Page, id: string) => page.locator(`[data-testid=trouble][data-trouble-id="${id}"]`);

it('2 a fire that the gateway could not conclude stands before the operator as one, with its raw frame, until another try raises it', async () => {
  const test = await aWeb();
  const page = await seatAt(test);
  const mend = breakHouse(test.house, { desk: (device) => device === 'smoke-1', understanding: () => false });
  const [broken, sound] = [
    await MqttDevice.connect(test.house.mqtt.port, 'smoke-1', test.secrets['smoke-1'] ?? ''),
    await MqttDevice.connect(test.house.mqtt.port, 'smoke-2', test.secrets['smoke-2'] ?? ''),
  ];
  expect(await page.getByTestId('trouble').count()).toBe(0);
  await broken.tell({ smoke: 'alarm' });
  await sound.tell({ smoke: 'alarm' });
  await trouble(page, 'passed-over-fire').and(page.locator('[data-band=fire]')).waitFor();
  await fire(page, '1202 烟感').waitFor();
  expect(await fire(page, '1201 烟感').count()).toBe(0);
  await page.goto(`${test.address}/status`);
  const row = page.getByTestId('passed-over-row').filter({ hasText: '1201 烟感' });
  await row.getByText('可能是火警').waitFor();
  await row.getByText('"smoke":"alarm"').first().waitFor();
  mend();
  await row.getByTestId('passed-over-again').click();
  await row.waitFor({ state: 'detached' });
  await trouble(page, 'passed-over-fire').waitFor({ state: 'detached' });
  await page.goto(test.address);
  await fire(page, '1201 烟感').and(page.locator('[data-class=fire][data-attention=new]')).waitFor();
  await broken.leave();
  await sound.leave();
  await page.context().close();
  await test.close();
}, 90_000);

(possible ? it : it.skip)(
  '14 a fire that a full disk refuses stands before the operator all the same, and becomes an alarm when there is room',
  async () => {
    const disk = new SmallDisk(8 * 1024);
    const opened = await openTestHouse(disk.folder, SMALL_DISTRICT);
    const remove = async (): Promise<void> => {
      await opened.house.close();
      disk.remove();
    };
    const test = await aWeb({}, { ...opened, remove });
    const page = await seatAt(test);
    expect(await isConfirmed(test, 'hydrant-1', { pressure: 0.4 })).toBe(true);
    expect(await page.getByTestId('trouble').count()).toBe(0);
    expect(await refusesAFire(test, disk, 'smoke-1')).toBe(true);
    const unstored = trouble(page, 'unstored-fire:smoke-1');
    // A fire's band goes before that of the disk, which stands behind one press.
    await unstored.and(page.locator('[data-band=fire]')).getByText('示范大厦 › 12层 › 1201 烟感', { exact: false }).waitFor();
    await unstored.getByRole('button').click();
    await trouble(page, 'journal').waitFor();
    disk.free();
    await unstored.waitFor({ state: 'detached' });
    await trouble(page, 'journal').waitFor({ state: 'detached' });
    await fire(page, '1201 烟感').and(page.locator('[data-class=fire][data-attention=new]')).first().waitFor();
    await page.context().close();
    await test.close();
  },
  120_000,
);
