// 扫码 in a real browser: by the camera, by a photo, by the number; with the browser's own reader and without one.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../config/chromium.ts';
import { scratchFolder } from '../../gateway/testing/scratch.ts';
import { accessFaults } from '../testing/access.ts';
import { testStage } from '../testing/browser.ts';
import { labelFilm, labelPhoto } from './testing/label-code.ts';

const stage = testStage();
const PHONE = { width: 390, height: 844 };

/** A browser that sees the label, and the film that it sees. */
let camera: Browser | undefined;
const scratch = scratchFolder('label');
afterAll(async () => {
  await camera?.close();
  scratch.remove();
}, 30_000);

async function scanning(): Promise<Page> {
  return stage.sit('keeper', PHONE, '/scan');
}

it('a photo of a label leads to the device, and stands among the last ones', async () => {
  const page = await scanning();
  await page.getByTestId('scan-photo').setInputFiles({ name: 'label.bmp', mimeType: 'image/bmp', buffer: labelPhoto() });
  await page.waitForURL('**/devices/smoke-12-05');
  await page.goto(`${stage.fake.url}/scan`);
  await page.getByTestId('scanned').getByText('smoke-12-05').waitFor();
  expect(await page.evaluate(accessFaults)).toEqual([]);
  await page.context().close();
}, 60_000);

it('a number typed in leads there too; what is none, and a photo without a code, are said in words', async () => {
  const page = await scanning();
  const field = page.getByTestId('scan-typed').locator('input');
  await field.fill('没有这种编号');
  await field.press('Enter');
  await page.getByTestId('scan-wrong').getByText('设备编号由字母', { exact: false }).waitFor();
  await page.getByTestId('scan-photo').setInputFiles({ name: 'none.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
  await page.getByTestId('scan-wrong').getByText('图中没有找到二维码', { exact: false }).waitFor();
  await field.fill('smoke-12-05');
  await field.press('Enter');
  await page.waitForURL('**/devices/smoke-12-05');
  await page.context().close();
}, 60_000);

it('without https there is no camera, and the other two ways are named', async () => {
  const page = await scanning();
  await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { get: () => false }));
  await page.reload();
  await page.getByTestId('finder').getByText('浏览器不提供相机', { exact: false }).waitFor();
  await page.context().close();
}, 60_000);

it('the camera reads a label that is held before it', async () => {
  const film = join(scratch.path, 'label.y4m');
  writeFileSync(film, labelFilm());
  camera = await launchBrowser([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  const context = await camera.newContext({ viewport: PHONE, permissions: ['camera'] });
  await context.addCookies([{ ...stage.fake.admit('keeper'), url: stage.fake.url }]);
  const page = await context.newPage();
  await page.goto(`${stage.fake.url}/scan`);
  await page.waitForURL('**/devices/smoke-12-05', { timeout: 20_000 });
  // The camera goes with its page.
  await page.locator('video').waitFor({ state: 'detached' });
}, 60_000);

it('a label of a device that is not there says what that can mean', async () => {
  const page = await stage.sit('keeper', PHONE, '/d/nothing-1');
  await page.getByTestId('failed').getByText('可能已被移除，编号或链接有误，或不在您的查看范围内').waitFor();
  await page.context().close();
}, 40_000);

it('the address on a label leads to the device, through the door where nobody is signed in', async () => {
  const page = await stage.sit(null, PHONE, '/d/smoke-12-05');
  await page.getByTestId('sign-in-submit').waitFor();
  await page.context().addCookies([{ ...stage.fake.admit('keeper'), url: stage.fake.url }]);
  await page.reload();
  await page.waitForURL('**/devices/smoke-12-05');
  await page.context().close();
}, 60_000);

it('nothing was complained of', () => {
  expect(stage.complaints()).toEqual([]);
});
