// Latencies of confirmations in bounded memory, for percentiles.

/** So many are kept, spread over 800 kB; later ones replace earlier ones. */
const KEPT = 100_000;

export class Latencies {
  readonly #kept: number[] = [];
  readonly #most: number;
  #count = 0;

  constructor(most = KEPT) {
    this.#most = most;
  }

  get count(): number {
    return this.#count;
  }

  add(ms: number): void {
    this.#kept[this.#count++ % this.#most] = ms;
  }

  /** The latency that this share (0..1) of the confirmations did not exceed, ms with two decimals; 0 where there are none. */
  at(share: number): number {
    const sorted = this.#kept.toSorted((a, b) => a - b);
    return Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2));
  }
}
