// This browser as one of a person's own that notices are pushed to: whether it is, and the end of it.
import type { PushBrowsers } from '../../gateway/web/notify-contract.ts';
import { get, send } from '../api.ts';
import { idOf, pushSupport, subscriptionHere } from './this-browser.ts';

/** The gateway's name of this browser where notices to the person who is signed in come here; null where none do. Rejects where nobody answers. */
export async function ownBrowserHere(): Promise<string | null> {
  const here = pushSupport() === 'able' ? await subscriptionHere() : null;
  if (here === null) return null;
  const id = await idOf(here);
  const { items } = await get<PushBrowsers>('/session/browsers');
  return items.some((one) => one.id === id) ? id : null;
}

/** Ends the notices to a browser; to this one its push service too delivers nothing any more. */
export async function endNotices(id: string): Promise<void> {
  await send<unknown>('DELETE', `/session/browsers?id=${encodeURIComponent(id)}`);
  const here = await subscriptionHere();
  if (here !== null && (await idOf(here)) === id) await here.unsubscribe();
}
