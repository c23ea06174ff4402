// Whether the journal's writes go through: judged from what it counts, each time somebody asks.
import type { Clock } from '../clock.ts';

/** Something has waited for the disk so long without one entry coming through: the disk does not answer. */
const STUCK_AFTER_MS = 5_000;

export interface StoringCounts {
  /** Number of the last entry that is on the disk. */
  readonly last: number;
  readonly waiting: number;
  /** Entries that the disk refused, ever. */
  readonly refused: number;
}

/** Returns the question. `true` until a refusal or a standstill is seen, `true` again when an entry came through. */
export function storingWatch(counts: () => StoringCounts, now: Clock): () => boolean {
  let before = counts();
  let waitingSince: number | undefined;
  let isStoring = true;
  return () => {
    const after = counts();
    const hasMoved = after.last > before.last;
    if (after.waiting === 0 || hasMoved) waitingSince = undefined;
    else waitingSince ??= now();
    if (hasMoved) isStoring = true;
    else if (after.refused > before.refused || (waitingSince !== undefined && now() - waitingSince > STUCK_AFTER_MS)) isStoring = false;
    before = after;
    return isStoring;
  };
}
