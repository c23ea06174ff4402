// The app as this phone holds it: whether it opens without a network, and whether a newer version waits to be taken.
import { useSyncExternalStore } from 'react';
import { WORKER } from '../push/this-browser.ts';

let waiting: ServiceWorker | null = null;
let isHeld = false;
const listeners = new Set<() => void>();
/** A page that lies open for days asks so often whether there is a newer version, ms. */
const ASK_EVERY_MS = 3_600_000;

/** Has the browser hold the app's files, where the page came by https. Once. */
export function holdApp(): void {
  if (isHeld || !isSecureContext || !('serviceWorker' in navigator)) return;
  isHeld = true;
  navigator.serviceWorker.register(WORKER, { scope: '/' }).then(
    (registration) => {
      // The first one of all replaces nothing.
      const look = (): void => found(navigator.serviceWorker.controller === null ? null : registration.waiting);
      look();
      registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
      setInterval(() => void registration.update().catch(() => undefined), ASK_EVERY_MS);
    },
    () => {
      isHeld = false;
    },
  );
}

function found(worker: ServiceWorker | null): void {
  if (waiting === worker) return;
  waiting = worker;
  for (const listener of [...listeners]) listener();
}

/** What takes the newer version and loads the page anew; null: there is none. */
export function useNewVersion(): (() => void) | null {
  const worker = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting,
  );
  if (worker === null) return null;
  return () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
    worker.postMessage({ take: 'over' });
  };
}
