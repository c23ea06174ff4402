// A property manager's phone before a real gateway: on the spot, without a network, with the page closed in between; and nothing of another unit.
import type { Browser as Chromium, BrowserContext, Page } from 'playwright-core';
import { GATEWAY } from '../../gateway/acts.ts';
import type { FieldReport } from '../../gateway/alarms/field-reports.ts';
import { aWeb, SECRET, type TestWeb } from '../../gateway/web/testing/a-web.ts';
import { accessFaults } from '../testing/access.ts';
import { launchBrowser } from '../testing/browser.ts';
import { builtDashboard } from '../testing/built-once.ts';

const SPOT = { longitude: 120.1536, latitude: 30.2875 };
const PHONE = { width: 390, height: 844 };

let test: TestWeb;
let chromium: Chromium;
const errors: string[] = [];
/** Those of a login that were added already. */
const logins = new Map<string, string>();

beforeAll(async () => {
  test = await aWeb({ dashboard: await builtDashboard() });
  chromium = await launchBrowser();
  const tower = test.house.estate.places.get('tower');
  if (tower) await test.house.flow.act({ do: 'change-place', place: { ...tower, ...SPOT } }, GATEWAY);
  await test.tell('smoke-1', { smoke: 'alarm' });
}, 200_000);
afterAll(async () => {
  await chromium?.close();
  await test?.close();
}, 30_000);

async function loginOf(role: 'manager' | 'operator', place: string): Promise<string> {
  const known = logins.get(`${role} ${place}`);
  if (known) return known;
  const login = (await test.person(role, place)).session?.person.login ?? '';
  logins.set(`${role} ${place}`, login);
  return login;
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
  await page.goto(test.address + path);
  await page.getByTestId('sign-in-login').fill(login);
  await page.getByTestId('sign-in-secret').fill(SECRET);
  await page.getByTestId('sign-in-submit').click();
  await page.getByTestId('connection').and(page.locator('[data-connection="live"]')).waitFor();
  return page;
}

/** The app is held by the browser, and the incidents at hand are kept. */
async function isHeld(page: Page): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.waitForFunction(async () => (await caches.keys()).some((name) => name.startsWith('balefire-files-')));
  await page.waitForFunction(() => {
    const request = indexedDB.open('balefire', 1);
    return new Promise<boolean>((done) => {
      request.onsuccess = () => {
        const found = request.result.transaction('kept').objectStore('kept').get('incidents');
        found.onsuccess = () => {
          done((found.result?.incidents.length ?? 0) > 0);
          request.result.close();
        };
      };
    });
  });
}

function reports(): readonly FieldReport[] {
  return [...test.house.desk.openIncidents()].flatMap((one) => one.reports ?? []);
}

it('goes, checks in and tells what is to be seen; the seat has it on its card at once and judges by it', async () => {
  const seat = await signIn(await contextOf({ width: 1366, height: 768 }), await loginOf('operator', 'unit'));
  const phone = await signIn(await contextOf(), await loginOf('manager', 'unit'));
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
  expect(await phone.evaluate(accessFaults)).toEqual([]);
  await phone.getByTestId('describe-submit').click();
  const proposal = seat.getByTestId('field-report').and(seat.locator('[data-saw="false"]'));
  await proposal.getByText('误报 · 蒸汽').waitFor();
  expect([...test.house.desk.openIncidents()][0]?.verdict).toBeNull();
  await proposal.getByTestId('field-adopt').click();
  expect(await seat.getByTestId('cause-steam').locator('input').isChecked()).toBe(true);
  await seat.context().close();
  await phone.context().close();
}, 90_000);

it('a check-in typed without a network outlives the page, and is one deed when the network is back', async () => {
  const before = reports().length;
  const context = await contextOf();
  const page = await signIn(context, await loginOf('manager', 'unit'));
  await isHeld(page);
  await context.setOffline(true);
  await page.close();
  // Opened anew where there is no network: the app stands, and what it shows is not live.
  const again = await context.newPage();
  await again.goto(test.address);
  await again.getByTestId('as-of').getByText('数据截至').waitFor();
  await again.getByTestId('kept-incident').first().click();
  await again.getByTestId('field-arrive').click();
  await again.getByTestId('arrive-where').and(again.locator('[data-where="here"]')).waitFor();
  await again.getByTestId('arrive-submit').click();
  await again.getByTestId('waiting-chip').getByText('待上传 1').waitFor();
  await again.close();
  expect(reports()).toHaveLength(before);
  const third = await context.newPage();
  await third.goto(test.address);
  await third.getByTestId('waiting-chip').getByText('待上传 1').waitFor();
  await context.setOffline(false);
  await third.getByTestId('waiting-chip').waitFor({ state: 'detached' });
  await third.getByTestId('connection').and(third.locator('[data-connection="live"]')).waitFor();
  expect(reports().slice(before)).toMatchObject([{ is: 'arrived', far: false }]);
  const [told] = reports().slice(before);
  expect(told && told.at - told.captured).toBeGreaterThan(0);
  await context.close();
}, 90_000);

it('an answer that was lost on the way is sent again, and stands once', async () => {
  const before = reports().length;
  const context = await contextOf();
  const page = await signIn(context, await loginOf('manager', 'unit'));
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
  expect(reports()).toHaveLength(before + 1);
  await context.close();
}, 90_000);

it('what the gateway refuses is kept in its words, and is sent again or discarded by the person', async () => {
  const context = await contextOf();
  const page = await signIn(context, await loginOf('manager', 'unit'));
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
  expect(await page.evaluate(accessFaults)).toEqual([]);
  await page.getByTestId('discard').click();
  await page.getByRole('button', { name: '放弃' }).last().click();
  await page.getByText('都已上传').waitFor();
  await context.close();
}, 60_000);

it('signing out warns of what was not sent, and leaves nothing on the phone', async () => {
  const context = await contextOf();
  const page = await signIn(context, await loginOf('manager', 'unit'));
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
  const left = await page.evaluate(async () => {
    const request = indexedDB.open('balefire', 1);
    await new Promise((done) => {
      request.onsuccess = done;
    });
    const count = (store: string): Promise<number> =>
      new Promise((done) => {
        const asked = request.result.transaction(store).objectStore(store).count();
        asked.onsuccess = () => done(asked.result);
      });
    return [await count('waiting'), await count('kept')];
  });
  expect(left).toEqual([0, 0]);
  // And without a network the door stands closed.
  await context.setOffline(true);
  await page.reload();
  await page.getByTestId('failed').waitFor();
  await context.close();
}, 60_000);

it('a phone of another unit neither sees nor hears of it, live, in lists or by address', async () => {
  const context = await contextOf();
  const heard: string[] = [];
  const page = await signIn(context, await loginOf('manager', 'farm'));
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))));
  await page.reload();
  await page.getByTestId('connection').and(page.locator('[data-connection="live"]')).waitFor();
  const incident = [...test.house.desk.openIncidents()][0];
  await test.tell('smoke-2', { smoke: 'alarm' });
  await page.waitForFunction(() => document.querySelector('[data-testid="lamp-fire"] b')?.textContent === '0');
  // The next beat comes after whatever was told of the fire.
  await page.waitForEvent('console', { timeout: 1 }).catch(() => undefined);
  const beats = heard.filter((text) => text.includes('heartbeat')).length;
  while (heard.filter((text) => text.includes('heartbeat')).length <= beats) await page.waitForFunction(() => true, undefined, { polling: 200 });
  expect(heard.join('\n')).not.toMatch(/smoke-|示范大厦|1201|1202/);
  expect(await page.getByTestId('alarm-row').count()).toBe(0);
  await page.goto(`${test.address}/incidents/${incident?.id}`);
  await page.getByTestId('failed').getByText('not-found').waitFor();
  await page.goto(`${test.address}/d/smoke-1`);
  await page.waitForURL('**/devices/smoke-1');
  await page.getByTestId('failed').getByText('not-found').waitFor();
  await context.close();
}, 60_000);

it('nothing was thrown', () => {
  expect(errors).toEqual([]);
});
