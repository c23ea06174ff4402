// The whole journey of telling people: set up on the screens of a real gateway, tried there, and then a fire is told to that channel.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../config/chromium.ts';
import type { FakeServer } from '../../gateway/notify/testing/fake-server.ts';
import { startFakeWebhook } from '../../gateway/notify/testing/fake-webhook.ts';
import { MqttDevice } from '../../gateway/testing/mqtt-device.ts';
import { scratchFolder } from '../../gateway/testing/scratch.ts';
import { pick } from '../testing/browser.ts';

const MAIN = join(import.meta.dirname, '../../dist/gateway/main.js');
const SECRET = 'secret-of-the-duty-system';

const DISTRICT = {
  places: [
    { id: 'unit', parent: null, kind: 'unit', name: '示范物业' },
    { id: 'tower', parent: 'unit', kind: 'building', name: '示范大厦' },
    { id: 'f12', parent: 'tower', kind: 'floor', name: '12层' },
  ],
  devices: [{ id: 'smoke-1', model: 'balefire/smoke', name: '1201 烟感', place: 'f12' }],
};

interface Up {
  readonly child: ChildProcess;
  readonly web: number;
  readonly mqtt: number;
  /** The administrator's. */
  readonly secret: string;
}

/** Runs the built gateway on a data folder. */
function run(folder: string, args: readonly string[]): ChildProcess {
  const ports = { BALEFIRE_WEB_HOST: '127.0.0.1', BALEFIRE_WEB_PORT: '0', BALEFIRE_MQTT_HOST: '127.0.0.1', BALEFIRE_MQTT_PORT: '0' };
  const env = { ...process.env, ...ports, BALEFIRE_DATA: folder, BALEFIRE_LOG: 'info' };
  return spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Brings the estate into the folder; gives the devices' secrets. */
async function settle(folder: string): Promise<Readonly<Record<string, string>>> {
  const [estate, credentials] = [join(folder, 'estate.json'), join(folder, 'credentials.json')];
  writeFileSync(estate, JSON.stringify(DISTRICT));
  const [code] = (await once(run(folder, ['import', estate, '--credentials', credentials]), 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the import ended with ${code}; is the gateway built (npm run build)?`);
  return JSON.parse(readFileSync(credentials, 'utf8')) as Record<string, string>;
}

/** It may send to this machine. */
async function start(folder: string): Promise<Up> {
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ notify: { networks: ['127.0.0.0/8'] } }));
  const child = run(folder, ['start', '--config', config]);
  let secret = '';
  return await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code} before it was up`)));
    if (child.stdout === null) return reject(new Error('the gateway says nothing'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      secret ||= /secret: (\S+)/.exec(line)?.[1] ?? '';
      if (!line.includes('"the gateway is up"')) return;
      const { web, mqtt } = JSON.parse(line) as { web: number; mqtt: number };
      resolve({ child, web, mqtt, secret });
    });
  });
}

describe('telling people, from the screens to a channel', () => {
  const scratch = scratchFolder('notify-journey');
  const errors: string[] = [];
  let gateway: Up;
  let webhook: FakeServer;
  let browser: Browser;
  let page: Page;
  let smoke: MqttDevice | undefined;
  let secrets: Readonly<Record<string, string>>;

  beforeAll(async () => {
    secrets = await settle(scratch.path);
    gateway = await start(scratch.path);
    webhook = await startFakeWebhook({ secret: SECRET, now: Date.now });
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', reducedMotion: 'reduce' });
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${gateway.web}/notify?tab=channels`);
    await page.getByTestId('sign-in-login').fill('admin');
    await page.getByTestId('sign-in-secret').fill(gateway.secret);
    await page.getByTestId('sign-in-submit').click();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await smoke?.leave();
    await webhook?.close();
    if (gateway?.child.exitCode === null) {
      const ended = once(gateway.child, 'exit');
      gateway.child.kill('SIGTERM');
      await ended;
    }
    scratch.remove();
  }, 30_000);

  const go = (tab: string): Promise<unknown> => page.goto(`http://127.0.0.1:${gateway.web}/notify?tab=${tab}`);

  it('sets a channel up, and a test gets through', async () => {
    await page.getByText('还没有通道').waitFor();
    await page.getByTestId('channel-new').click();
    await pick(page, 'channel-kind', 'Webhook 推送');
    await page.getByTestId('channel-name').fill('值班系统');
    await page.getByTestId('channel-id').fill('duty-system');
    await pick(page, 'channel-place', '全部 › 示范物业');
    await page.getByTestId('setting-url').fill('ftp://duty.invalid');
    await page.getByTestId('setting-secret').fill(SECRET);
    await page.getByTestId('written-save').click();
    await page.getByTestId('wrong-settings.url').getByText('http(s) 网址').waitFor();
    await page.getByTestId('setting-url').fill(`${webhook.address}/fire`);
    await page.getByTestId('written-save').click();
    const card = page.locator('[data-channel="duty-system"]');
    await card.getByText('签名密钥：已设置').waitFor();
    await card.getByTestId('channel-test').click();
    await card.getByTestId('trial-send').click();
    await card.getByText('已送达对方服务').waitFor();
    expect(webhook.taken.map(({ text }) => text.split('\n')[0])).toEqual(['【演练】【火警】通道测试']);
  }, 60_000);

  it('writes a roster that leaves no gap', async () => {
    await go('rosters&edit=new');
    await pick(page, 'roster-place', '全部 › 示范物业');
    await pick(page, 'roster-role', '单位值班室');
    await page.getByTestId('person-name').fill('张工');
    await page.getByTestId('contact-to').fill('13800001001');
    await pick(page, 'shifts.0-people', '张工');
    await pick(page, 'shifts.1-people', '张工');
    await page.getByTestId('written-save').click();
    await page.getByTestId('no-gaps').waitFor();
    await page.getByTestId('on-duty-now').getByText('张工').waitFor();
  }, 60_000);

  it('writes a policy, and the preview says whom a fire would be told to', async () => {
    await go('policies&edit=new');
    await page.getByTestId('policy-title-zh').fill('大厦火警');
    await pick(page, 'policy-place', '全部 › 示范物业 › 示范大厦');
    await pick(page, 'steps.0-whom', '单位值班室');
    await pick(page, 'steps.0-via', '值班系统');
    await pick(page, 'steps.0-via', '值班席页面');
    await page.getByTestId('written-save').click();
    await page.getByText('大厦火警').waitFor();
    await go('preview');
    await pick(page, 'preview-place', '全部 › 示范物业 › 示范大厦 › 12层');
    await page.getByTestId('preview').getByText('大厦火警').waitFor();
    expect(await page.getByTestId('preview-line').allTextContents()).toEqual([
      expect.stringContaining('立即通知单位值班室（张工），方式 值班系统'),
    ]);
    await page.getByTestId('preview-right').waitFor();
    await pick(page, 'preview-class', '故障');
    await page.getByTestId('preview').getByText('默认：监管、故障').waitFor();
    await page.getByText('没有可用的通道能通知：张工').first().waitFor();
  }, 60_000);

  it('tells the fire to that channel', async () => {
    const left = webhook.left();
    smoke = await MqttDevice.connect(gateway.mqtt, 'smoke-1', secrets['smoke-1'] ?? '');
    await smoke.tell({ smoke: 'alarm' });
    await left;
    const [, fire] = webhook.taken;
    expect(fire?.text).toContain('【火警】示范物业 · 示范大厦 · 12层');
    expect(fire?.text).toContain('"name":"张工"');
    expect(fire?.text).not.toContain('演练');
  }, 30_000);

  it('and nothing went wrong on the page', () => {
    // What was refused on purpose is an error to the browser: one settings form.
    expect(errors.filter((error) => !error.includes('400'))).toEqual([]);
  });
});
