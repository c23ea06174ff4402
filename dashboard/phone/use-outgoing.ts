// The reports of this browser on their way to the gateway, for the screens.
import { useSyncExternalStore } from 'react';
import { sendOnce } from '../api.ts';
import { Outgoing, type OutgoingView } from './outgoing.ts';
import { allWaiting, freshId, putWaiting, removeWaiting } from './pocket.ts';

/** One for the whole page. */
export const outgoing = new Outgoing({
  all: allWaiting,
  put: putWaiting,
  remove: removeWaiting,
  send: ({ id, incident, deed, body, captured }, sent) =>
    sendOnce(`/incidents/${encodeURIComponent(incident)}/${deed}`, id, { ...body, captured, sent }),
  now: () => Date.now(),
  freshId,
  later: (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});

export function useOutgoing(): OutgoingView {
  return useSyncExternalStore(outgoing.subscribe, outgoing.view);
}
