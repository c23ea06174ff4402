// The time-series store as the rest of the house sees it: readings in, thinned series out.
import type { Reading } from '../../device-drivers/reading.ts';

/** One bucket of a series. For numbers lowest, highest, mean; for flags and states the last value. */
export interface HistoryBucket {
  /** Start of the bucket, ms since 1970 (for a bucket of one reading its own time). */
  readonly at: number;
  readonly count: number;
  readonly lowest?: number;
  readonly highest?: number;
  readonly mean?: number;
  readonly last: number | boolean | string;
}

export interface HistoryQuery {
  readonly device: string;
  readonly point: string;
  /** Inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** At most so many buckets come back, 1 to 5,000. */
  readonly buckets: number;
}

export interface History {
  /**
   * Hands in the readings of the journal's entry of that number (numbers only grow); never waits, never throws.
   * What is over the bound is counted in `state().dropped`. Bad readings are not kept.
   */
  append(readings: readonly Reading[], entry: number): void;
  /** Every entry up to this one is safely in the store; after a restart the journal is read again from here. 0 at first. */
  position(): number;
  /** All readings of the span when they are few, else thinned to `buckets`, in order of time; what was appended before is seen. */
  query(query: HistoryQuery): Promise<HistoryBucket[]>;
  /** Writes out what is held in memory. */
  flush(): Promise<void>;
  close(): Promise<void>;
  state(): HistoryState;
}

export interface HistoryState {
  readonly store: 'embedded' | 'influxdb';
  readonly appended: number;
  readonly dropped: number;
  /** Readings or points held back in memory or in the spool, not yet in the store. */
  readonly waiting: number;
  readonly trouble?: { readonly zh: string; readonly en: string };
}
