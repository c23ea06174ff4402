// What the embedded history's two threads say to each other.
import type { Words } from '../../../device-drivers/words.ts';
import type { HistoryBucket, HistoryQuery } from '../history.ts';
import type { OpenSeries } from './open-points.ts';
import type { Batch, StoreOptions } from './store.ts';

export interface WorkerStart {
  readonly options: StoreOptions;
  /** Shared counters, one number each, see `PROGRESS`. */
  readonly progress: BigInt64Array;
}

/** Where the worker tells how far it is. Shared memory, so that it is seen even while the gateway replays without a pause. */
export const PROGRESS = { taken: 0, open: 1, position: 2, cells: 3 } as const;

/** To the worker. `now` is the gateway's time: the worker has no clock of its own. */
export type Order =
  | { readonly is: 'define'; readonly series: readonly OpenSeries[]; readonly words: readonly string[] }
  | { readonly is: 'points'; readonly batch: Batch; readonly now: number }
  | { readonly is: 'query'; readonly id: number; readonly query: HistoryQuery; readonly handles: readonly number[] }
  | { readonly is: 'flush'; readonly id: number; readonly now: number }
  | { readonly is: 'tick'; readonly now: number }
  | { readonly is: 'close'; readonly id: number; readonly now: number };

export interface Shape {
  readonly days: number;
  readonly bytes: number;
  /** Day files that were damaged beyond writing and lie beside as `….damaged-1`. */
  readonly setAside: number;
  /** Chunks that queries could not read. */
  readonly damaged: number;
}

/** From the worker. */
export type Report =
  | { readonly is: 'ready' }
  | { readonly is: 'refused'; readonly why: string; readonly code: string }
  | { readonly is: 'answer'; readonly id: number; readonly buckets: HistoryBucket[] }
  | { readonly is: 'failed'; readonly id: number; readonly why: string }
  | { readonly is: 'done'; readonly id: number }
  | { readonly is: 'trouble'; readonly trouble: Words | null }
  | { readonly is: 'shape'; readonly shape: Shape };
