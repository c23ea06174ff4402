// Parts of a whole and ranks in a row, where there may be nothing to divide by and nobody in the row.

/** Null where the whole is nothing. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** By nearest rank: a value that was really measured. `sorted` ascending; null of none. */
export function percentile(sorted: readonly number[], rank: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * rank) - 1)] ?? null;
}
