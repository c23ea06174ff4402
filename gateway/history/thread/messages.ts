// What a history and its thread say to each other.
import type { Words } from '../../../device-drivers/words.ts';
import type { HistoryBucket, HistoryQuery } from '../history.ts';

/** What a series' values are. A flag's value is 0 or 1, a state's the number of its word. */
export type SeriesKind = 'number' | 'flag' | 'state';

/** A series: what one point of a device tells. Its kind is part of it, because a point may change its driver. */
export interface Series {
  readonly device: string;
  readonly point: string;
  readonly kind: SeriesKind;
  readonly quantity: string;
}

/** Readings as columns of one length. */
export interface Batch {
  /** Numbers of series, counted from 0 in the order of their definition. */
  readonly series: Uint32Array;
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Every entry up to this one is in the store once this batch is; 0: says nothing. */
  readonly entry: number;
}

/** To the thread. `now` is the gateway's time: the thread has no clock of its own. */
export type Order =
  | { readonly is: 'define'; readonly series: readonly Series[]; readonly words: readonly string[] }
  | { readonly is: 'points'; readonly batch: Batch; readonly now: number }
  | {
      readonly is: 'query';
      readonly id: number;
      readonly query: HistoryQuery;
      readonly handles: readonly number[];
      readonly now: number;
    }
  | { readonly is: 'flush'; readonly id: number; readonly now: number }
  | { readonly is: 'tick'; readonly now: number }
  | { readonly is: 'close'; readonly id: number; readonly now: number };

/** From the thread. `Detail` is what the store tells of itself beyond what all tell. */
export type Report<Detail> =
  | { readonly is: 'ready' }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'answer'; readonly id: number; readonly buckets: HistoryBucket[] }
  | { readonly is: 'unavailable'; readonly id: number; readonly why: string }
  | { readonly is: 'failed'; readonly id: number; readonly why: string }
  | { readonly is: 'done'; readonly id: number }
  | { readonly is: 'trouble'; readonly trouble: Words | null }
  | { readonly is: 'detail'; readonly detail: Detail };

/** How far the thread is, in shared memory, so that it is seen even while the gateway replays without a pause. */
export interface Progress {
  /** One number a cell, see `CELLS`. */
  readonly cells: BigInt64Array;
}

/** Points taken from what was handed over; points taken and not yet in the store; the position. */
export const CELLS = { taken: 0, waiting: 1, position: 2, count: 3 } as const;
