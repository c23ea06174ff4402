// Who was signed in on this browser last, so that the app opens where there is no network. No secret and no token of the session is in it.
import type { Session } from '../../gateway/web/contract.ts';
import { emptyPocket, keep, kept } from './pocket.ts';

const NAME = 'session';

interface Remembered extends Omit<Session, 'csrf'> {
  readonly at: number;
}

/** So long a phone opens without the gateway, ms: a shift and the way home. Then only the door is there. */
const OPENS_FOR_MS = 12 * 3_600_000;

/** What this browser keeps belongs to one person: another's is let go, but for what waits to be sent. */
export async function rememberSession({ csrf: _csrf, ...session }: Session): Promise<void> {
  try {
    const before = await kept<Remembered>(NAME);
    if (before !== undefined && before.person.id !== session.person.id) await emptyPocket();
    await keep(NAME, { ...session, at: Date.now() });
  } catch {
    // A browser that keeps nothing opens only with the gateway.
  }
}

export async function rememberedSession(): Promise<Session | null> {
  const known = await kept<Remembered>(NAME).catch(() => undefined);
  if (known === undefined || Date.now() - known.at > OPENS_FOR_MS) return null;
  const { at: _at, ...session } = known;
  return { ...session, csrf: '' };
}

/** The session is over: the door stands before this browser again. What waits to be sent stays for its person. */
export async function forgetSession(): Promise<void> {
  await emptyPocket().catch(() => undefined);
}
