// The reports of this browser on their way to the gateway, for the screens.
import { useSyncExternalStore } from 'react';
import { send, sendFile } from '../api.ts';
import { Outgoing, type OutgoingView, type Waiting } from './outgoing.ts';
import { allWaiting, freshId, putWaiting, removeWaiting } from './pocket.ts';

/** One for the whole page. */
export const outgoing = new Outgoing({
  all: allWaiting,
  put: putWaiting,
  remove: removeWaiting,
  send(one: Waiting, sent: number) {
    const { id, incident, captured } = one;
    const path = `/incidents/${encodeURIComponent(incident)}`;
    return one.deed === 'photo'
      ? sendFile(`${path}/media`, { ...one.body, at: captured }, { type: one.photo.type, body: one.photo }, id)
      : send('POST', `${path}/${one.deed}`, { ...one.body, captured, sent }, id);
  },
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
