// The whole way on a phone: a fire, a push with its link, the page in Chromium, one thumb, and the telling ends; also over a kill.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../config/chromium.ts';
import { MqttDevice } from '../../testing/mqtt-device.ts';
import { type AnsweringHouse, anAnsweringHouse } from '../testing/an-answering-house.ts';

const PHONE = { width: 390, height: 844 };
const TO_DUTY_ROOM = { after: 0, whom: { role: 'duty-room' as const }, via: ['bark'] };

let browser: Browser;
let open: AnsweringHouse;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  open = await anAnsweringHouse(['张工', '演习员']);
  await open.onDuty(['张工']);
});
afterEach(() => open.close());

/** The page of the link of a push, on a phone that speaks a language, in the dark or the light. */
async function onPhone(url: string, locale = 'zh-CN', colorScheme: 'dark' | 'light' = 'dark', base = open.address()): Promise<Page> {
  const context = await browser.newContext({ viewport: PHONE, locale, colorScheme, javaScriptEnabled: false });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(base + new URL(url).pathname);
  return page;
}

it('a fire on the wire is answered with one thumb on a phone without a script, and nobody is told any more', async () => {
  await open.test.policy([TO_DUTY_ROOM, { ...TO_DUTY_ROOM, after: 120, via: ['sms'] }]);
  const head = await MqttDevice.connect(open.house().mqtt.port, 'smoke-1', open.test.secrets['smoke-1'] ?? '');
  await head.tell({ smoke: 'alarm' });
  await open.pushed(1);
  const page = await onPhone(open.pushes()[0]?.url ?? '');
  await page.getByRole('heading', { level: 1 }).getByText('火警').waitFor();
  const button = page.getByRole('button', { name: '我去现场' });
  const box = await button.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(64);
  // All three answers stand on the first screen of the phone.
  for (const name of ['我去现场', '我已知悉', '无法前往']) {
    const place = await page.getByRole('button', { name }).boundingBox();
    expect((place?.y ?? PHONE.height) + (place?.height ?? 0)).toBeLessThanOrEqual(PHONE.height);
  }
  await button.click();
  await page.locator('main[data-is="said"]').waitFor();
  await page.getByText('✓ 我去现场').waitFor();
  const { desk } = open.house();
  const [alarm] = desk.openOf('smoke-1');
  expect(alarm).toMatchObject({ attention: 'acknowledged', acknowledged: { name: '张工' } });
  expect(desk.incident(alarm?.incident ?? '')?.state).toBe('verifying');
  // Handled: of its list nothing is due any more, and of what was told there is the first word alone.
  const record = open.house().database.prepare<[], { data: string }>('SELECT data FROM escalation').get();
  expect(JSON.parse(record?.data ?? '{}')).toMatchObject({ by: ['张工'], acknowledgedAt: expect.any(Number), handled: true });
  expect(open.house().notices.ofIncident(alarm?.incident ?? '')).toHaveLength(1);
  expect(open.test.sms.taken).toEqual([]);
  await page.context().close();
  await head.leave();
}, 60_000);

it('the page fits the phone in both languages, the dark and the light, with text that can be read', async () => {
  await open.test.policy([TO_DUTY_ROOM]);
  await open.fire('smoke-1');
  await open.pushed(1);
  for (const locale of ['zh-CN', 'en-GB'])
    for (const scheme of ['dark', 'light'] as const) {
      const page = await onPhone(open.pushes()[0]?.url ?? '', locale, scheme);
      // Without a script the page cannot be asked by one: its colours and its width are read from outside.
      const client = await page.context().newCDPSession(page);
      const { cssContentSize } = await client.send('Page.getLayoutMetrics');
      expect([locale, scheme, cssContentSize.width]).toEqual([locale, scheme, PHONE.width]);
      await page.getByRole('button', { name: locale === 'zh-CN' ? '我去现场' : 'I am going' }).waitFor();
      await page.getByRole('link', { name: locale === 'zh-CN' ? 'English' : '中文' }).click();
      await page.getByRole('button', { name: locale === 'zh-CN' ? 'I am going' : '我去现场' }).waitFor();
      await page.context().close();
    }
}, 60_000);

describe('a gateway that is killed the moment it has taken an answer', () => {
  interface Running {
    readonly child: ChildProcess;
    readonly address: string;
  }

  async function start(folder: string): Promise<Running> {
    const built = new URL('../../../dist/gateway/main.js', import.meta.url).pathname;
    const config = join(folder, 'gateway.json');
    const web = { host: '127.0.0.1', port: 0, origin: 'https://fire.example.org' };
    const settings = { data: folder, web, mqtt: { host: '127.0.0.1', port: 0 }, notify: { networks: ['127.0.0.0/8'] }, log: 'info' };
    writeFileSync(config, JSON.stringify(settings));
    const child = spawn(process.execPath, [built, 'start', '--config', config], { stdio: ['ignore', 'pipe', 'inherit'] });
    const port = new Promise<number>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the gateway ended with ${code} before it was up; is it built (npm run build)?`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.includes('the gateway is up')) resolve((JSON.parse(line) as { web: number }).web);
      });
    });
    return { child, address: `http://127.0.0.1:${await port}` };
  }

  async function kill({ child }: Running): Promise<void> {
    const dead = once(child, 'exit');
    child.kill('SIGKILL');
    await dead;
  }

  it('has it after the start, and takes no second one from the same link', async () => {
    await open.test.policy([TO_DUTY_ROOM]);
    await open.fire('smoke-1');
    await open.pushed(1);
    const url = open.pushes()[0]?.url ?? '';
    const id = open.house().desk.openOf('smoke-1')[0]?.incident ?? '';
    await open.leave();
    const first = await start(open.test.folder);
    const page = await onPhone(url, 'zh-CN', 'dark', first.address);
    const seen = await page.locator('input[name="seen"]').getAttribute('value');
    await page.context().close();
    const path = new URL(url).pathname;
    const answer = (address: string, said: string) =>
      fetch(address + path, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ answer: said, seen: seen ?? '' }) });
    expect((await answer(first.address, 'seen')).status).toBe(303);
    await kill(first);
    const second = await start(open.test.folder);
    expect((await answer(second.address, 'going')).status).toBe(409);
    const after = await onPhone(url, 'zh-CN', 'dark', second.address);
    await after.locator('main[data-is="said"]').getByText('✓ 我已知悉').waitFor();
    await after.context().close();
    await kill(second);
    await open.reopen();
    expect(open.house().desk.incident(id)?.answers).toMatchObject([{ name: '张工', answer: 'seen' }]);
  }, 90_000);
});
