// The worker's part that lets the app open without a network: it holds the files of the build that it came with, and nothing else.
// What the gateway knows is never held: nothing below /api, no live socket, no map, no page of the gateway's own.

interface Extended {
  waitUntil(until: Promise<unknown>): void;
}

interface Fetched extends Extended {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** As much of `ServiceWorkerGlobalScope` as is used here. */
interface HoldingScope {
  readonly location: { readonly origin: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Extended) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetched) => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** The build writes its list here: `{version, files}`. Its bytes change with every build, by which a browser knows a new version. */
const BUILD = JSON.parse('__BUILD_FILES__') as { readonly version: string; readonly files: readonly string[] };
/** The one page, for every address of the dashboard. */
const PAGE = '/';
const PREFIX = 'balefire-files-';
const NAME = PREFIX + BUILD.version;
/** Addresses that are the gateway’s own, or a big screen’s, and no page of the dashboard. */
const GATEWAYS_OWN = /^\/(api|api-docs|answer|maps|screen|socket\.io|healthz|metrics)(\/|$)/;
/** Whether an address is a page of the dashboard. */
export function isDashboard(pathname: string): boolean {
  return !GATEWAYS_OWN.test(pathname);
}

/** A name with a hash of its content: under it there is never anything else. */
const HASHED = /^\/assets\/.+-[\w-]{8}\.\w+$/;
/** A page that has not come by then does not come, ms: a phone in a stairwell holds a dead line for half a minute. */
const PAGE_PATIENCE_MS = 6_000;

/** Answers for the dashboard's own files from here on. */
export function holdFiles(): void {
  const worker = self as unknown as HoldingScope;
  worker.addEventListener('install', (event) => event.waitUntil(fill()));
  // A version that nobody uses any more goes with all its files.
  worker.addEventListener('activate', (event) => event.waitUntil(letOthersGo().then(() => worker.clients.claim())));
  // A new version waits until the person says so: pages that are open still ask for files of theirs.
  worker.addEventListener('message', ({ data }) => {
    if ((data as { take?: unknown } | null)?.take === 'over') void worker.skipWaiting();
  });
  worker.addEventListener('fetch', (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' || origin !== worker.location.origin || !isDashboard(pathname)) return;
    if (request.mode === 'navigate') event.respondWith(page(request));
    else if (HASHED.test(pathname)) event.respondWith(file(request));
    else if (BUILD.files.includes(pathname)) event.respondWith(fetch(request).catch(() => held(request)));
  });
}

async function fill(): Promise<void> {
  const cache = await caches.open(NAME);
  await cache.addAll([PAGE, ...BUILD.files].map((path) => new Request(path, { cache: 'reload', credentials: 'same-origin' })));
}

async function letOthersGo(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name)));
}

/** The gateway's own page where it answers; else the one that is held, with the policy and the nonce that it came with. */
async function page(request: Request): Promise<Response> {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PAGE_PATIENCE_MS);
  try {
    const response = await fetch(request, { signal: stop.signal });
    // A proxy that finds no gateway behind it answers for it.
    return response.status >= 502 && response.status <= 504 ? await held(PAGE, response) : response;
  } catch {
    return held(PAGE);
  } finally {
    clearTimeout(late);
  }
}

async function file(request: Request): Promise<Response> {
  const known = await caches.match(request);
  if (known) return known;
  const response = await fetch(request);
  if (response.ok) await (await caches.open(NAME)).put(request, response.clone());
  return response;
}

async function held(what: RequestInfo, otherwise: Response = Response.error()): Promise<Response> {
  return (await caches.match(what)) ?? otherwise;
}
