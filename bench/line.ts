// One line of a benchmark: what was measured, in which unit, beside its peer of the same run and the number to hold.

export interface BenchLine {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Another way of doing the same, measured in the same run on the same machine. */
  readonly peer?: { readonly name: string; readonly value: number };
  /** The number the issue asks for. */
  readonly hold?: { readonly atMost?: number; readonly atLeast?: number };
}

/** Whether the number is held; undefined where none is asked for. */
export function isHeld({ value, hold }: BenchLine): boolean | undefined {
  if (!hold) return undefined;
  return value <= (hold.atMost ?? Number.POSITIVE_INFINITY) && value >= (hold.atLeast ?? Number.NEGATIVE_INFINITY);
}

/** The value at a share (0 to 1) of sorted numbers. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle one of numbers in any order. */
export function median(values: readonly number[]): number {
  return percentile(
    [...values].sort((one, other) => one - other),
    0.5,
  );
}
