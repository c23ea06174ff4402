// A seat whose person is on duty does not go to sleep: asked of the browser anew whenever the page comes back into sight.
import { useEffect } from 'react';

/** A browser lets go of it by itself as soon as the page is out of sight; one that gives none is as it was. */
export function StayAwake() {
  useEffect(() => {
    let isOver = false;
    let lock: WakeLockSentinel | null = null;
    const ask = async (): Promise<void> => {
      if (document.visibilityState !== 'visible' || (lock !== null && !lock.released)) return;
      const given = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null;
      // Two that were asked for at once: one is enough, and one alone is let go of.
      if (isOver || (lock !== null && !lock.released)) void given?.release();
      else lock = given;
    };
    const again = (): void => void ask();
    again();
    document.addEventListener('visibilitychange', again);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', again);
      void lock?.release();
    };
  }, []);
  return null;
}
