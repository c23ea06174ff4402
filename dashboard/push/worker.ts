// The one service worker of the site: shows what the gateway pushes while no page is open, opens the incident on a press, and holds the app's own files.
// A file of its own in the build, under a name that never changes.
import { holdFiles, isDashboard } from '../phone/held-files.ts';

interface Waiting {
  waitUntil(until: Promise<unknown>): void;
}

interface Pushed extends Waiting {
  readonly data: { json(): unknown } | null;
}

interface Pressed extends Waiting {
  readonly action: string;
  readonly notification: { readonly data: unknown; close(): void };
}

interface Page {
  readonly url: string;
  postMessage(message: unknown, ports?: readonly MessagePort[]): void;
  focus(): Promise<unknown>;
}

/** As much of `ServiceWorkerGlobalScope` as is used: its types and those of pages do not go together. */
interface WorkerScope {
  readonly location: { readonly origin: string };
  readonly registration: { showNotification(title: string, options: object): Promise<void> };
  readonly clients: {
    matchAll(which: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly Page[]>;
    openWindow(url: string): Promise<unknown>;
  };
  addEventListener(type: 'push', listener: (event: Pushed) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: Pressed) => void): void;
}

const worker = self as unknown as WorkerScope;

/** What the gateway pushes; see the web-push channel. */
interface Notice {
  readonly title: string;
  readonly body: string;
  readonly incident: string | null;
  readonly isFire: boolean;
  readonly drill: boolean;
  /** What stands on the button to answer: the worker speaks no language of its own. */
  readonly answer: string | null;
  /** The link to answer, where it is of this very site. */
  readonly url: string | null;
}

/** Something has come: where it cannot be read it is said all the same. */
function noticeIn(pushed: Pushed): Notice {
  let given: Readonly<Record<string, unknown>> = {};
  try {
    given = (pushed.data?.json() ?? {}) as Readonly<Record<string, unknown>>;
  } catch {
    // Told below without what it says.
  }
  const text = (name: string): string | null => (typeof given[name] === 'string' && given[name] !== '' ? (given[name] as string) : null);
  const url = text('url');
  return {
    title: text('title') ?? '烽燧 Balefire',
    body: text('body') ?? '',
    incident: text('incident'),
    isFire: given['class'] === 'fire',
    drill: given['drill'] === true,
    answer: text('answer'),
    url: url?.startsWith(`${worker.location.origin}/answer/`) ? url : null,
  };
}

holdFiles();

worker.addEventListener('push', (event) => {
  const { title, body, incident, isFire, drill, answer, url } = noticeIn(event);
  const urgent = isFire && !drill;
  event.waitUntil(
    // No picture of its own: the browser shows nothing before it has fetched it, and a slow line would hold the fire back.
    worker.registration.showNotification(title, {
      body,
      lang: 'zh-CN',
      // The newest word about an incident stands for the ones before, and calls again.
      ...(incident === null ? {} : { tag: incident, renotify: true }),
      requireInteraction: urgent,
      ...(urgent ? { vibrate: [400, 200, 400, 200, 800] } : {}),
      ...(url === null || answer === null ? {} : { actions: [{ action: 'answer', title: answer }] }),
      data: { incident, url },
    }),
  );
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { incident, url } = event.notification.data as { incident: string | null; url: string | null };
  event.waitUntil(event.action === 'answer' && url !== null ? worker.clients.openWindow(url) : open(incident));
});

/** In a page that is open already and follows, else in a new one. */
async function open(incident: string | null): Promise<void> {
  const path = incident === null ? '/' : `/incidents/${encodeURIComponent(incident)}`;
  // A big screen, or the gateway's own page of an answer, leads nowhere.
  const all = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const pages = all.filter(({ url }) => isDashboard(new URL(url).pathname));
  const said = await Promise.all(pages.map(follows));
  const page = pages[said.indexOf('yes')] ?? pages[said.indexOf('silent')];
  if (!page) {
    await worker.clients.openWindow(path);
    return;
  }
  page.postMessage({ open: path });
  await page.focus();
}

/** A page that sleeps says nothing, ms; well within the second for which a press lets a window be opened. */
const ANSWER_MS = 400;

/** Whether a page goes where a notice leads. The map's window does not, and only the page itself knows its window. */
function follows(page: Page): Promise<'yes' | 'no' | 'silent'> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const end = (said: 'yes' | 'no' | 'silent'): void => {
      clearTimeout(patience);
      port1.close();
      resolve(said);
    };
    const patience = setTimeout(() => end('silent'), ANSWER_MS);
    port1.onmessage = ({ data }) => end(data === true ? 'yes' : 'no');
    page.postMessage({ asks: 'follows' }, [port2]);
  });
}
