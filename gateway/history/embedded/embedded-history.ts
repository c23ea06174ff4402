// The embedded history: the gateway's own time-series store, in a thread of its own. docs/history.md tells how it keeps.
import { mkdirSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import type { Reading } from '../../../device-drivers/reading.ts';
import { type Words, words } from '../../../device-drivers/words.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import { startWorker } from '../../worker-file.ts';
import type { History, HistoryBucket, HistoryQuery, HistoryState } from '../history.ts';
import { Intake } from './intake.ts';
import { type Order, PROGRESS, type Report, type Shape, type WorkerStart } from './messages.ts';
import { soundQuery } from './thinning.ts';

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
  readonly startThread?: (start: WorkerStart) => Worker;
}

export interface EmbeddedHistoryState extends HistoryState {
  readonly store: 'embedded';
  /** Readings that no store can keep: older than the retention, a day ahead, not finite. */
  readonly refused: number;
  readonly days: number;
  readonly bytes: number;
  /** Chunks (or whole days) that queries found damaged. */
  readonly damaged: number;
}

export interface EmbeddedHistory extends History {
  state(): EmbeddedHistoryState;
  /** Looks now, not in some seconds, whether something is to be written, merged or dropped. */
  tick(): void;
}

/** Readings are handed to the thread in one message after so long: late enough to be many, early enough for a query. */
const HAND_OVER_MS = 50;

const TICK_MS = 10_000;

/** A reading further ahead than this comes from a broken clock; the decoder has replaced its time, so this is a last fence. */
const AHEAD_MS = 86_400_000;

/** The thread is started again after so long when it died. */
const RESTART_MS = [1_000, 5_000, 60_000];

/** Starts the history's thread. */
export function startThread(start: WorkerStart): Worker {
  return startWorker(import.meta.url, './history-worker', { workerData: start });
}

/** Opens or creates the history in a folder. Rejects with a `BalefireError` when the folder cannot be used. */
export async function openEmbeddedHistory(options: EmbeddedHistoryOptions): Promise<EmbeddedHistory> {
  try {
    mkdirSync(options.folder, { recursive: true });
  } catch (error) {
    throw new BalefireError('folder-not-writable', { folder: options.folder }, error);
  }
  const history = new Embedded(options);
  await history.start();
  return history;
}

interface Asked {
  readonly resolve: (buckets: HistoryBucket[]) => void;
  readonly reject: (error: Error) => void;
}

class Embedded implements EmbeddedHistory {
  readonly #options: EmbeddedHistoryOptions;
  readonly #mostUnderWay: number;
  readonly #asked = new Map<number, Asked>();
  readonly #progress = new BigInt64Array(new SharedArrayBuffer(PROGRESS.cells * 8));
  #intake = new Intake();
  #worker: Worker | null = null;
  #lastId = 0;
  #posted = 0;
  #appended = 0;
  #dropped = 0;
  #refused = 0;
  /** The first entry that is not whole in the store and will not be until it is read again; the position stays before it. */
  #gap = Number.POSITIVE_INFINITY;
  #oldest = 0;
  #newest = 0;
  #handOver: NodeJS.Timeout | undefined;
  #ticker: NodeJS.Timeout | undefined;
  #restart: NodeJS.Timeout | undefined;
  #deaths = 0;
  #diskTrouble: Words | null = null;
  #shape: Shape = { days: 0, bytes: 0, setAside: 0, damaged: 0 };
  #closing = false;

  constructor(options: EmbeddedHistoryOptions) {
    this.#options = options;
    this.#mostUnderWay = options.mostUnderWay ?? 262_144;
    this.#setFences();
  }

  /** Rejects when the folder cannot be used. */
  async start(): Promise<void> {
    try {
      await this.#connect();
    } catch (error) {
      this.#closing = true;
      throw error;
    }
    this.#ticker = setInterval(() => this.tick(), TICK_MS);
  }

  #connect(): Promise<void> {
    const { folder, timeZone, retentionDays } = this.#options;
    const start: WorkerStart = {
      progress: this.#progress,
      options: {
        folder,
        timeZone,
        retentionDays,
        diskBudget: this.#options.diskBudget ?? 20 * 2 ** 30,
        openPoints: this.#options.mostOpen ?? 1_048_576,
        flushEvery: this.#options.flushEvery ?? 300,
      },
    };
    const worker = (this.#options.startThread ?? startThread)(start);
    return new Promise((resolve, reject) => {
      worker.on('message', (report: Report) => {
        if (report.is === 'ready') {
          this.#worker = worker;
          resolve();
        } else if (report.is === 'refused') {
          void worker.terminate();
          reject(new BalefireError('folder-not-writable', { folder: `${folder}: ${report.why}` }));
        } else this.#hear(report);
      });
      // Its `exit` follows.
      worker.on('error', reject);
      worker.on('exit', () => {
        if (this.#worker === worker) this.#buried();
      });
    });
  }

  #hear(report: Exclude<Report, { is: 'ready' | 'refused' }>): void {
    if (report.is === 'trouble') this.#diskTrouble = report.trouble;
    else if (report.is === 'shape') this.#shape = report.shape;
    else {
      const asked = this.#asked.get(report.id);
      this.#asked.delete(report.id);
      if (report.is === 'failed') asked?.reject(new BalefireError('internal', {}, new Error(report.why)));
      else asked?.resolve(report.is === 'answer' ? report.buckets : []);
    }
  }

  /** The thread ended by itself: what it held is in the journal only. Another one is started, the position stays. */
  #buried(): void {
    this.#worker = null;
    for (const { reject } of this.#asked.values()) reject(new BalefireError('stopping'));
    this.#asked.clear();
    if (this.#closing) return;
    const lost = this.#posted - this.#cell(PROGRESS.taken) + this.#cell(PROGRESS.open);
    this.#dropped += lost;
    this.#gap = Math.min(this.#gap, this.position() + 1);
    this.#posted = 0;
    this.#progress[PROGRESS.taken] = 0n;
    this.#progress[PROGRESS.open] = 0n;
    // A new thread knows no series; what waits here is numbered for the old one.
    this.#dropped += this.#intake.count;
    this.#intake = new Intake();
    this.#reconnect();
  }

  #reconnect(): void {
    const wait = RESTART_MS[Math.min(this.#deaths, RESTART_MS.length - 1)] as number;
    this.#deaths++;
    this.#restart = setTimeout(() => this.#connect().catch(() => this.#reconnect()), wait);
  }

  append(readings: readonly Reading[], entry: number): void {
    if (readings.length > 0) {
      const underWay = this.#intake.count + this.#posted - this.#cell(PROGRESS.taken);
      if (this.#worker === null || this.#closing || underWay + readings.length > this.#mostUnderWay) {
        this.#dropped += readings.length;
        this.#gap = Math.min(this.#gap, entry);
        return;
      }
    }
    for (const reading of readings) {
      if (reading.value === null || reading.quality === 'bad') continue;
      const { at } = reading;
      if (!(at >= this.#oldest && at <= this.#newest && Number.isInteger(at)) || !this.#intake.add(reading)) {
        this.#refused++;
        continue;
      }
      this.#appended++;
      if (this.#intake.isFull) this.#post();
    }
    this.#intake.complete(Math.min(entry, this.#gap - 1));
    this.#handOver ??= setTimeout(() => this.#post(), HAND_OVER_MS);
  }

  #cell(index: number): number {
    return Number(Atomics.load(this.#progress, index));
  }

  #setFences(): void {
    const now = this.#options.now();
    this.#oldest = now - this.#options.retentionDays * 86_400_000;
    this.#newest = now + AHEAD_MS;
  }

  /** Hands over what waits. */
  #post(): void {
    clearTimeout(this.#handOver);
    this.#handOver = undefined;
    this.#setFences();
    if (this.#worker === null) return;
    const { define, batch } = this.#intake.take();
    if (define !== null) this.#tell({ is: 'define', ...define });
    this.#posted += batch.series.length;
    const moved = [batch.series.buffer, batch.times.buffer, batch.values.buffer] as ArrayBuffer[];
    this.#tell({ is: 'points', batch, now: this.#options.now() }, moved);
  }

  #tell(order: Order, moved: ArrayBuffer[] = []): void {
    this.#worker?.postMessage(order, moved);
  }

  #ask(order: (id: number) => Order): Promise<HistoryBucket[]> {
    this.#post();
    if (this.#worker === null) return Promise.reject(new BalefireError('overloaded'));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#tell(order(id));
    });
  }

  position(): number {
    return this.#cell(PROGRESS.position);
  }

  async query(query: HistoryQuery): Promise<HistoryBucket[]> {
    const sound = soundQuery(query);
    if (sound === null) return [];
    return this.#ask((id) => ({ is: 'query', id, query: sound, handles: this.#intake.handlesOf(query.device, query.point) }));
  }

  async flush(): Promise<void> {
    await this.#ask((id) => ({ is: 'flush', id, now: this.#options.now() })).catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    const done = this.#ask((id) => ({ is: 'close', id, now: this.#options.now() }));
    this.#closing = true;
    clearInterval(this.#ticker);
    clearTimeout(this.#restart);
    clearTimeout(this.#handOver);
    const worker = this.#worker;
    const gone = worker === null ? Promise.resolve() : new Promise((resolve) => worker.once('exit', resolve));
    await done.catch(() => undefined);
    await gone;
  }

  tick(): void {
    this.#post();
    this.#tell({ is: 'tick', now: this.#options.now() });
  }

  state(): EmbeddedHistoryState {
    const trouble = this.#trouble();
    return {
      store: 'embedded',
      appended: this.#appended,
      dropped: this.#dropped,
      refused: this.#refused,
      waiting: this.#intake.count + this.#posted - this.#cell(PROGRESS.taken) + this.#cell(PROGRESS.open),
      days: this.#shape.days,
      bytes: this.#shape.bytes,
      damaged: this.#shape.damaged,
      ...(trouble === null ? {} : { trouble }),
    };
  }

  #trouble(): Words | null {
    if (this.#diskTrouble !== null) return this.#diskTrouble;
    if (this.#worker === null && !this.#closing)
      return words('历史库线程已停止，正在重启', 'The history thread has stopped and is being restarted');
    if (this.#dropped > 0) {
      const lost = this.#dropped;
      return words(`${lost} 条读数未入历史库，重启后从日志补入`, `${lost} readings are missing; a restart fills them in from the journal`);
    }
    const { setAside, damaged } = this.#shape;
    if (setAside > 0) return words('有历史数据文件损坏，已另存', 'A damaged day file was put aside');
    return damaged > 0 ? words('部分历史数据损坏', 'Some of the history is damaged') : null;
  }
}
