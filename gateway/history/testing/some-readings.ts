// Readings for proofs, made by one small function.
import type { Reading } from '../../../device-drivers/reading.ts';
import type { History } from '../history.ts';

/** 2026-11-22 12:00 in Shanghai. */
export const NOON = Date.UTC(2026, 10, 22, 4);

/** A good pressure reading at noon; what is given replaces. */
export function aReading(given: Partial<Reading> = {}): Reading {
  const at = given.at ?? NOON;
  return {
    device: 'hydrant-1',
    point: 'pressure',
    quantity: 'water.pressure',
    value: 0.42,
    at,
    receivedAt: at,
    quality: 'good',
    drill: false,
    ...given,
  };
}

/** Waits until something holds, looking every few milliseconds; fails after twenty seconds with `what`. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`did not come true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The readings of a numbered entry: ten devices, one of them a day late; the value tells the entry. */
export function anEntry(entry: number): Reading[] {
  return Array.from({ length: 10 }, (_, i) =>
    aReading({ device: `device-${i}`, at: NOON + entry * 100 - (i === 3 ? 86_400_000 : 0), value: entry / 1000 }),
  );
}

/** Waits until the store has all that was appended, however busy the machine is. */
export function delivered(history: History): Promise<void> {
  return until('all is in the store', async () => {
    await history.flush();
    return history.state().waiting === 0;
  });
}
