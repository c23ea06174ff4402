// Notices on this device, in a real browser: switched on and off, said plainly where it cannot be, shown and opened by the worker.
import type { BrowserContext, CDPSession, Page, Worker } from 'playwright-core';
import { accessFaults } from '../testing/access.ts';
import { testStage } from '../testing/browser.ts';

const stage = testStage();

/** A point of P-256 in base64url, as the gateway's key is. */
const KEY = 'BP8N3aZ4nGq2yH1Jp3m0eQ7X5oT0hWqQ6s1cVb2kRj9dLw8uYxI4fEaZtMvCgKhPrSnOqUiWyBlDkFmHxJzTcVs';
const ENDPOINT = 'https://push.example.org/send/abc';

/**
 * The vendor's push service, which no test may ask, is the one thing invented here: a subscription is what it would hand out.
 */
async function withPushService(context: BrowserContext): Promise<void> {
  await context.grantPermissions(['notifications'], { origin: stage.fake.url });
  await context.addInitScript((endpoint) => {
    const held = 'test.subscription';
    const subscription = {
      endpoint,
      toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh: 'p', auth: 'a' } }),
      unsubscribe: async () => {
        localStorage.removeItem(held);
        return true;
      },
    };
    PushManager.prototype.subscribe = async (options) => {
      const key = options?.applicationServerKey;
      if (!(key instanceof Uint8Array) || key.byteLength !== 65) throw new Error('not a key of the gateway');
      localStorage.setItem(held, 'yes');
      return subscription as unknown as PushSubscription;
    };
    PushManager.prototype.getSubscription = async () =>
      localStorage.getItem(held) === 'yes' ? (subscription as unknown as PushSubscription) : null;
  }, ENDPOINT);
}

async function sitWithPush(size = { width: 390, height: 844 }): Promise<Page> {
  const page = await stage.sit('seat-1', size);
  await withPushService(page.context());
  await page.goto(`${stage.fake.url}/me`);
  return page;
}

beforeEach(() => {
  stage.fake.state.telling.pushKey = KEY;
  stage.fake.state.telling.browsers.clear();
});

describe('notices on this device', () => {
  it('are switched on with a press, stand in the list after a reload, and are switched off again', async () => {
    const page = await sitWithPush();
    await page.getByTestId('push-on').click();
    await page.getByTestId('push-state').and(page.locator('[data-on="true"]')).waitFor();
    await page.reload();
    await page.getByTestId('push-state').and(page.locator('[data-on="true"]')).waitFor();
    await page.getByTestId('own-browser').getByText('此设备').waitFor();
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.getByTestId('push-off').click();
    await page.getByTestId('push-on').waitFor();
    await page.getByTestId('own-browser').waitFor({ state: 'detached' });
    await page.context().close();
  }, 60_000);

  it('end when their person signs out there, after a word; of another person’s browser nothing is said', async () => {
    const page = await sitWithPush();
    await page.getByTestId('push-on').click();
    await page.getByTestId('push-state').and(page.locator('[data-on="true"]')).waitFor();
    await page.getByTestId('sign-out').click();
    await page.getByText('此设备不再收到通知', { exact: false }).waitFor();
    expect(stage.fake.state.telling.browsers.size).toBe(1);
    await page.getByTestId('leave-sure').click();
    await page.getByTestId('sign-in-submit').waitFor();
    expect(await page.evaluate(() => localStorage.getItem('test.subscription'))).toBeNull();
    expect([...stage.fake.state.telling.browsers.values()].flat()).toEqual([]);
    await page.context().close();
    const shared = await sitWithPush();
    await shared.evaluate(() => localStorage.setItem('test.subscription', 'yes'));
    await shared.getByTestId('sign-out').click();
    await shared.getByTestId('sign-in-submit').waitFor();
    expect(await shared.evaluate(() => localStorage.getItem('test.subscription'))).toBe('yes');
    await shared.context().close();
  }, 60_000);

  it('are not on where the gateway refused to keep them', async () => {
    const page = await sitWithPush();
    await page.getByTestId('push-on').waitFor();
    await page.route('**/api/v1/session/browsers', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
    await page.getByTestId('push-on').click();
    await page.getByTestId('notify-here').getByRole('alert').waitFor();
    expect(await page.evaluate(() => localStorage.getItem('test.subscription'))).toBeNull();
    await page.context().close();
  }, 60_000);

  it('are said not to be there: no channel, a browser without push, the person’s own no', async () => {
    stage.fake.state.telling.pushKey = null;
    const page = await sitWithPush();
    await page.getByTestId('push-why').getByText('尚未设置浏览器推送通道', { exact: false }).waitFor();
    stage.fake.state.telling.pushKey = KEY;
    await page.addInitScript(() => Object.defineProperty(Notification, 'permission', { get: () => 'denied' }));
    await page.reload();
    await page.getByTestId('push-why').getByText('您已禁止本站的通知', { exact: false }).waitFor();
    await page.addInitScript(() => Reflect.deleteProperty(window, 'PushManager'));
    await page.reload();
    await page.getByTestId('push-why').getByText('此浏览器不支持推送', { exact: false }).waitFor();
    await page.context().close();
  }, 60_000);
});

describe('the worker', () => {
  interface Working {
    readonly page: Page;
    readonly worker: Worker;
    /** What the push service would deliver; resolves when the browser shows what the worker made of it. */
    push(data: string): Promise<void>;
  }

  async function working(): Promise<Working> {
    const page = await sitWithPush();
    const control: CDPSession = await page.context().newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      control.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [one] = registrations;
        if (one) resolve(one.registrationId);
      });
    });
    // What is delivered to a worker that has not become active yet is lost.
    const active = new Promise<void>((resolve) => {
      control.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        if (versions.some(({ status }) => status === 'activated')) resolve();
      });
    });
    await control.send('ServiceWorker.enable');
    await page.getByTestId('push-on').click();
    await page.getByTestId('push-state').and(page.locator('[data-on="true"]')).waitFor();
    const registrationId = await registered;
    await active;
    const worker = page.context().serviceWorkers()[0] ?? (await page.context().waitForEvent('serviceworker'));
    return {
      page,
      worker,
      async push(data) {
        await worker.evaluate(() => {
          const { registration } = self as unknown as { registration: ServiceWorkerRegistration };
          const showing = new Promise<void>((resolve) => {
            const show = ServiceWorkerRegistration.prototype.showNotification;
            registration.showNotification = async (...what) => {
              await show.apply(registration, what);
              resolve();
            };
          });
          Object.assign(self, { showing });
        });
        await control.send('ServiceWorker.deliverPushMessage', { origin: stage.fake.url, registrationId, data });
        await worker.evaluate(() => (self as unknown as { showing: Promise<void> }).showing);
      },
    };
  }

  /** What the browser shows of this site. Asked while it is about to show something, it forgets that: so it is asked once it shows it. */
  function shown(page: Page) {
    return page.evaluate(async () => {
      const notifications = await (await navigator.serviceWorker.ready).getNotifications();
      return notifications.map(({ title, body, tag, requireInteraction }) => ({ title, body, tag, requireInteraction }));
    });
  }

  it('shows what was pushed, a fire until somebody presses, and says so where it cannot read it', async () => {
    const { page, push } = await working();
    await push(
      JSON.stringify({ title: '【火警】示范大厦 12层', body: '1201 烟感', incident: 'i1', class: 'fire', drill: false, url: null }),
    );
    expect(await shown(page)).toEqual([{ title: '【火警】示范大厦 12层', body: '1201 烟感', tag: 'i1', requireInteraction: true }]);
    await page.evaluate(async () => {
      for (const one of await (await navigator.serviceWorker.ready).getNotifications()) one.close();
    });
    await push('not json');
    expect(await shown(page)).toMatchObject([{ title: '烽燧 Balefire' }]);
    await page.context().close();
  }, 60_000);

  it('a press leads the open page to the incident, never the map’s window beside it; where no other is open, a new one', async () => {
    const { page, push, worker } = await working();
    // The map's window is looked at last, so that the browser names it first.
    const map = await page.context().newPage();
    await map.goto(stage.fake.url);
    await map.evaluate(() => {
      window.name = 'balefire-map';
      location.href = '/map';
    });
    await map.waitForURL('**/map');
    await map.getByTestId('follow').waitFor();
    await map.bringToFront();
    const led: string[] = [];
    map.on('framenavigated', (frame) => led.push(frame.url()));
    const alarm = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    // Chromium gives a test no hand to press a notification of the system: the press is handed to the worker as the browser would,
    // and a window that the worker opens without a person's press is refused, so what it asks for is told instead.
    const press = async (): Promise<void> => {
      await push(JSON.stringify({ title: '【火警】', body: '', incident: alarm.incident, class: 'fire', drill: false, url: null }));
      await worker.evaluate(async () => {
        const scope = self as unknown as {
          registration: ServiceWorkerRegistration;
          clients: { openWindow(url: string): Promise<null> };
          dispatchEvent(event: Event): boolean;
        };
        const asked = new Promise<string>((resolve) => {
          scope.clients.openWindow = async (url) => {
            resolve(url);
            return null;
          };
        });
        Object.assign(self, { asked });
        const [notification] = await scope.registration.getNotifications();
        const Pressed = Reflect.get(self, 'NotificationEvent') as new (type: string, init: object) => Event;
        scope.dispatchEvent(new Pressed('notificationclick', { notification }));
      });
    };
    await press();
    await page.waitForURL(`**/incidents/${alarm.incident}`);
    await page.evaluate(() => {
      window.name = 'balefire-map';
    });
    await press();
    expect(await worker.evaluate(() => (self as unknown as { asked: Promise<string> }).asked)).toBe(`/incidents/${alarm.incident}`);
    expect(led).toEqual([]);
    await page.context().close();
  }, 60_000);
});

it('nothing was complained of', () => {
  expect(stage.complaints()).toEqual([]);
});
