// This browser and its push service: whether it can, whether it is switched on, and how it is switched on and off.

/** Where the build puts the worker, the one of this site; from there it counts for every page. */
export const WORKER = '/push-worker.js';

/** `insecure`: the page came without https; `unable`: this browser knows no push, as on an iPhone before it stands on the home screen. */
export type PushSupport = 'able' | 'insecure' | 'unable';

export function pushSupport(): PushSupport {
  if (!isSecureContext) return 'insecure';
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window ? 'able' : 'unable';
}

/** The person has told the browser to let no notice of this site through. */
export function isForbidden(): boolean {
  return Notification.permission === 'denied';
}

/** What stands for this browser now; null: nothing. */
export async function subscriptionHere(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Asks the person's leave and subscribes to the gateway's key. Rejects where the person or the browser says no. */
export async function subscribeHere(key: string): Promise<PushSubscription> {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error('not granted');
  await navigator.serviceWorker.register(WORKER, { scope: '/' });
  const { pushManager } = await navigator.serviceWorker.ready;
  // One that belongs to an older key of the gateway would be pushed to by nobody.
  const before = await pushManager.getSubscription();
  if (before !== null) await before.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
}

/** The gateway's name of a browser: of its address at the push service so many hexadecimal digits of SHA-256. */
export async function idOf({ endpoint }: Pick<PushSubscription, 'endpoint'>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint)));
  return [...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Browser and system in two words, for the person's own list. */
export function nameOfBrowser(agent = navigator.userAgent): string {
  const browser = [
    ['Edg', 'Edge'],
    ['Firefox', 'Firefox'],
    ['Chrome', 'Chrome'],
    ['Safari', 'Safari'],
  ].find(([mark = '']) => agent.includes(mark))?.[1];
  const system = [
    ['Android', 'Android'],
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Windows', 'Windows'],
    ['Mac OS', 'macOS'],
    ['Linux', 'Linux'],
  ].find(([mark = '']) => agent.includes(mark))?.[1];
  return [browser ?? 'Browser', system].filter((part) => part !== undefined).join(' · ');
}

/** base64url as bytes. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
