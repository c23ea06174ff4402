// The embedded history: the gateway's own time-series store, in a thread of its own. docs/history.md tells how it keeps.
import type { Worker } from 'node:worker_threads';
import { type Words, words } from '../../../device-drivers/words.ts';
import type { Clock } from '../../clock.ts';
import { startWorker } from '../../worker-file.ts';
import type { History, HistoryState } from '../history.ts';
import type { Progress } from '../thread/messages.ts';
import { ThreadedHistory } from '../thread/threaded-history.ts';
import type { StoreOptions } from './store.ts';

export interface EmbeddedHistoryOptions {
  readonly folder: string;
  /** IANA zone of the site: a file holds one of its days. */
  readonly timeZone: string;
  readonly now: Clock;
  /** Days kept beside today; older readings are refused. */
  readonly retentionDays: number;
  /**
   * Bytes that the day files may take; above it the oldest days go. 20 GiB by default: thirteen months of 10,000
   * devices with four points a minute at 0.9 bytes.
   */
  readonly diskBudget?: number;
  /**
   * Readings handed in that the thread has not taken yet. 262,144 by default: a minute of 4,000 readings a second, in
   * 5 MiB. Over it readings are dropped and counted, and the position stays before the first of them.
   */
  readonly mostUnderWay?: number;
  /**
   * Readings in the thread's memory that are not on the disk yet. 1,048,576 by default: 20 MiB, and what a restart
   * reads again from the journal in a few seconds. When it is full it is written at once.
   */
  readonly mostOpen?: number;
  /** Seconds between two writes. 300 by default: long enough for chunks of some points, short enough for a quick restart. */
  readonly flushEvery?: number;
  /** How the thread is started; a proof may keep hold of it to end it. */
  readonly startThread?: (start: EmbeddedStart) => Worker;
}

/** What the thread is given. */
export interface EmbeddedStart extends Progress {
  readonly options: StoreOptions;
}

/** What the embedded store tells of itself. */
export interface EmbeddedDetail {
  readonly days: number;
  readonly bytes: number;
  /** Day files that were damaged beyond writing and lie beside as `….damaged-1`. */
  readonly setAside: number;
  /** Chunks (or whole days) that queries found damaged. */
  readonly damaged: number;
}

interface EmbeddedHistoryState extends HistoryState, EmbeddedDetail {
  readonly store: 'embedded';
  /** Readings that no store can keep: older than the retention, a day ahead, not finite. */
  readonly refused: number;
}

export interface EmbeddedHistory extends History {
  state(): EmbeddedHistoryState;
  /** Looks now, not in some seconds, whether something is to be written, merged or dropped. */
  tick(): void;
}

/** Starts the store's thread. */
export function startThread(start: EmbeddedStart): Worker {
  return startWorker(import.meta.url, './embedded-worker', { workerData: start });
}

/** Opens or creates the history in a folder. Rejects with a `BalefireError` when the folder cannot be used. */
export async function openEmbeddedHistory(given: EmbeddedHistoryOptions): Promise<EmbeddedHistory> {
  const { folder, timeZone, retentionDays, now } = given;
  const options: StoreOptions = {
    folder,
    timeZone,
    retentionDays,
    diskBudget: given.diskBudget ?? 20 * 2 ** 30,
    openPoints: given.mostOpen ?? 1_048_576,
    flushEvery: given.flushEvery ?? 300,
  };
  const start = (progress: Progress): Worker => (given.startThread ?? startThread)({ ...progress, options });
  const threaded = new ThreadedHistory<EmbeddedDetail>(
    { now, folder, start, oldestDays: retentionDays, mostUnderWay: given.mostUnderWay ?? 262_144, forgetful: true },
    { days: 0, bytes: 0, setAside: 0, damaged: 0 },
  );
  await threaded.start();
  return {
    append: (readings, entry) => threaded.append(readings, entry),
    position: () => threaded.position(),
    query: (query) => threaded.query(query),
    flush: () => threaded.flush(),
    close: () => threaded.close(),
    tick: () => threaded.tick(),
    state: () => {
      const detail = threaded.detail();
      const trouble = damageOf(detail);
      return { store: 'embedded', ...detail, ...(trouble === null ? {} : { trouble }), ...threaded.state() };
    },
  };
}

function damageOf({ setAside, damaged }: EmbeddedDetail): Words | null {
  if (setAside > 0) return words('有历史数据文件损坏，已另存', 'A damaged day file was put aside');
  return damaged > 0 ? words('部分历史数据损坏，其余可读', 'Some of the history is damaged; the rest can be read') : null;
}
