// The reports of this browser on their way to the gateway, for the screens.
import { useSyncExternalStore } from 'react';
import { send, sendFile } from '../api.ts';
import { requestKey } from '../request-key.ts';
import { steadyNow } from '../steady.ts';
import { Outgoing, type OutgoingView } from './outgoing.ts';
import { allWaiting, putWaiting, removeWaiting } from './pocket.ts';

/** Under this name the pages of a browser hear of each other, and one of them at a time sends. */
const NAME = 'balefire.outgoing';

/** Null in a browser without it: then a page hears of another's doing when it sends. */
const others = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(NAME);

/** The gateway's clock, once there is a live line. */
let gatewayClock: () => number | null = () => null;

/** Hands in the gateway's clock. */
export function followClock(now: () => number | null): void {
  gatewayClock = now;
}

/** One for the whole page. */
export const outgoing = new Outgoing({
  all: allWaiting,
  put: putWaiting,
  remove: removeWaiting,
  send(one, { captured, sent }) {
    const { id, incident } = one;
    const path = `/incidents/${encodeURIComponent(incident)}`;
    return one.deed === 'photo'
      ? sendFile(`${path}/media`, { ...one.body, at: captured, sent }, { type: one.photo.type, body: one.photo }, id)
      : send('POST', `${path}/${one.deed}`, { ...one.body, captured, sent }, id);
  },
  now: () => Date.now(),
  steady: steadyNow,
  gatewayNow: () => gatewayClock(),
  // A page without https has no locks: there the key sees to it that what two pages send is done once.
  alone: (work) =>
    navigator.locks === undefined
      ? work().then(() => true)
      : navigator.locks.request(NAME, { ifAvailable: true }, async (lock) => {
          if (lock !== null) await work();
          return lock !== null;
        }),
  tellOthers: () => others?.postMessage(null),
  freshId: requestKey,
  later: (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});

others?.addEventListener('message', () => void outgoing.othersChanged());

export function useOutgoing(): OutgoingView {
  return useSyncExternalStore(outgoing.subscribe, outgoing.view);
}
