// The app as this phone holds it: whether it opens without a network, and whether a newer version waits to be taken.
import { useSyncExternalStore } from 'react';
import { WORKER } from '../push/this-browser.ts';

/** What takes the newer version and loads this page anew; null: this page is of the newest. */
let take: (() => void) | null = null;
let isHeld = false;
const listeners = new Set<() => void>();
/** A page that lies open for days asks so often whether there is a newer version, ms. */
const ASK_EVERY_MS = 3_600_000;

/** Has the browser hold the app's files, where the page came by https. Once. */
export function holdApp(): void {
  if (isHeld || !isSecureContext || !('serviceWorker' in navigator)) return;
  isHeld = true;
  const workers = navigator.serviceWorker;
  let current = workers.controller;
  // Taken in another page: the files of this one's build are gone, and parts of it that were not shown yet with them.
  workers.addEventListener('controllerchange', () => {
    if (current !== null) tell(() => window.location.reload());
    current = workers.controller;
  });
  workers.register(WORKER, { scope: '/' }).then(
    (registration) => {
      const look = (): void => {
        const { waiting } = registration;
        // The first one of all replaces nothing.
        if (waiting === null || workers.controller === null) return;
        tell(() => {
          workers.addEventListener('controllerchange', () => window.location.reload(), { once: true });
          waiting.postMessage({ take: 'over' });
        });
      };
      // It may be on its way already: the browser looks for one by itself when a page is opened.
      const follow = (): void => registration.installing?.addEventListener('statechange', look);
      look();
      follow();
      registration.addEventListener('updatefound', follow);
      setInterval(() => void registration.update().catch(() => undefined), ASK_EVERY_MS);
    },
    () => {
      isHeld = false;
    },
  );
}

function tell(way: () => void): void {
  take = way;
  for (const listener of [...listeners]) listener();
}

/** What takes the newer version and loads the page anew; null: there is none. */
export function useNewVersion(): (() => void) | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => take,
  );
}
