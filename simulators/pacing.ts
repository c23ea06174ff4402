// Many devices that speak at a rate together: whose turn it is when, and when the last is through.
import { setTimeout as wait } from 'node:timers/promises';

const TICK_MS = 10;
const PROGRESS_EVERY_MS = 5_000;
/** The last confirmations may take so long at the end of a run. */
const LAST_CONFIRMATIONS_MS = 10_000;

export interface Pace {
  /** Turns in a second. */
  readonly rate: number;
  /** Seconds; left out: until the signal. */
  readonly duration?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called every five seconds. */
  readonly onProgress?: (() => void) | undefined;
}

/** Calls `take` for each turn, counted from 0, at the rate; resolves when all that it began is through, or after 10 s. */
export async function pace(
  { rate, duration = Number.POSITIVE_INFINITY, signal, onProgress }: Pace,
  take: (turn: number) => Promise<unknown> | undefined,
): Promise<void> {
  const began = performance.now();
  const pending = new Set<Promise<unknown>>();
  let turn = 0;
  let told = began;
  while (!signal?.aborted) {
    const elapsed = (performance.now() - began) / 1000;
    for (const due = Math.floor(Math.min(elapsed, duration) * rate); turn < due; turn += 1) {
      const taken = take(turn);
      if (!taken) continue;
      const done: Promise<unknown> = taken.then(() => pending.delete(done));
      pending.add(done);
    }
    if (elapsed >= duration) break;
    if (onProgress && performance.now() - told >= PROGRESS_EVERY_MS) {
      told = performance.now();
      onProgress();
    }
    await pause(TICK_MS, signal);
  }
  if (!signal?.aborted) await Promise.race([Promise.all(pending), wait(LAST_CONFIRMATIONS_MS, undefined, { ref: false })]);
}

/** Waits for all of them, but no longer than that many ms, and no longer than until the signal. */
export async function allWithin(all: readonly Promise<unknown>[], ms: number, signal: AbortSignal | undefined): Promise<void> {
  const patience = new AbortController();
  const givenUp = (): void => patience.abort();
  signal?.addEventListener('abort', givenUp, { once: true });
  await Promise.race([Promise.all(all), pause(ms, patience.signal)]);
  patience.abort();
  signal?.removeEventListener('abort', givenUp);
}

/** Waits; a signal ends the wait early without an error. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return wait(ms, undefined, signal ? { signal } : {}).catch(() => {});
}
