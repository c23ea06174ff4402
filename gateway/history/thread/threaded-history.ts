// A history whose work is done in a thread of its own: hands readings over, bounds them, and starts the thread again when it dies.
import type { Worker } from 'node:worker_threads';
import type { Reading } from '../../../device-drivers/reading.ts';
import { type Words, words } from '../../../device-drivers/words.ts';
import type { Clock } from '../../clock.ts';
import { BalefireError } from '../../errors.ts';
import type { History, HistoryBucket, HistoryQuery, HistoryState } from '../history.ts';
import { soundQuery } from '../thinning.ts';
import { Intake } from './intake.ts';
import { CELLS, type Order, type Progress, type Report } from './messages.ts';

export interface ThreadOptions {
  readonly now: Clock;
  /** Starts the store's thread. */
  readonly start: (progress: Progress) => Worker;
  /** Where it keeps its files, for a person's eye. */
  readonly folder: string;
  /** Readings older than so many days are refused. */
  readonly oldestDays: number;
  /** Readings handed in that the thread has not taken yet; over it they are dropped and counted. */
  readonly mostUnderWay: number;
  /** Whether what the thread has taken and not stored dies with it. */
  readonly forgetful: boolean;
}

/** What every such history tells of itself, beside the detail of its store. */
export interface ThreadState extends Omit<HistoryState, 'store'> {
  /** Readings that no store can keep: too old, a day ahead, not finite. */
  readonly refused: number;
}

/** Readings are handed to the thread in one message after so long: late enough to be many, early enough for a query. */
const HAND_OVER_MS = 50;

const TICK_MS = 10_000;

const DAY_MS = 86_400_000;

/** The thread is started again after so long when it died, the first, the second and every further time. */
const RESTART_MS = [1_000, 5_000, 60_000];

interface Asked {
  readonly resolve: (buckets: HistoryBucket[]) => void;
  readonly reject: (error: Error) => void;
}

export class ThreadedHistory<Detail> implements Omit<History, 'state'> {
  readonly #options: ThreadOptions;
  readonly #asked = new Map<number, Asked>();
  readonly #cells = new BigInt64Array(new SharedArrayBuffer(CELLS.count * 8));
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
  #trouble: Words | null = null;
  #detail: Detail;
  #closing = false;

  /** `detail`: what holds until the thread has told its own. */
  constructor(options: ThreadOptions, detail: Detail) {
    this.#options = options;
    this.#detail = detail;
    this.#setFences();
  }

  /** Rejects with a `BalefireError` when the folder cannot be used. */
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
    const worker = this.#options.start({ cells: this.#cells });
    return new Promise((resolve, reject) => {
      worker.on('message', (report: Report<Detail>) => {
        if (report.is === 'ready') {
          this.#worker = worker;
          resolve();
        } else if (report.is === 'refused') {
          void worker.terminate();
          reject(new BalefireError('folder-not-writable', { folder: `${this.#options.folder}: ${report.why}` }));
        } else this.#hear(report);
      });
      // Its `exit` follows.
      worker.on('error', reject);
      worker.on('exit', () => {
        if (this.#worker === worker) this.#buried();
      });
    });
  }

  #hear(report: Exclude<Report<Detail>, { is: 'ready' | 'refused' }>): void {
    if (report.is === 'trouble') this.#trouble = report.trouble;
    else if (report.is === 'detail') this.#detail = report.detail;
    else {
      const asked = this.#asked.get(report.id);
      this.#asked.delete(report.id);
      if (report.is === 'unavailable') asked?.reject(new BalefireError('history-unavailable', { detail: report.why }));
      else if (report.is === 'failed') asked?.reject(new BalefireError('internal', {}, new Error(report.why)));
      else asked?.resolve(report.is === 'answer' ? report.buckets : []);
    }
  }

  /** The thread ended by itself: what it held is in the journal only. Another one is started, the position stays. */
  #buried(): void {
    this.#worker = null;
    for (const { reject } of this.#asked.values()) reject(new BalefireError('stopping'));
    this.#asked.clear();
    if (this.#closing) return;
    this.#dropped += this.#posted - this.#cell(CELLS.taken) + this.#intake.count;
    if (this.#options.forgetful) this.#dropped += this.#cell(CELLS.waiting);
    this.#gap = Math.min(this.#gap, this.position() + 1);
    this.#posted = 0;
    Atomics.store(this.#cells, CELLS.taken, 0n);
    // A new thread knows no series; what waits here is numbered for the old one.
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
      const underWay = this.#intake.count + this.#posted - this.#cell(CELLS.taken);
      if (this.#worker === null || this.#closing || underWay + readings.length > this.#options.mostUnderWay) {
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
    return Number(Atomics.load(this.#cells, index));
  }

  /** A reading a day ahead comes from a broken clock; the decoder has replaced such times, so this is a last fence. */
  #setFences(): void {
    const now = this.#options.now();
    this.#oldest = now - this.#options.oldestDays * DAY_MS;
    this.#newest = now + DAY_MS;
  }

  /** Hands over what waits. */
  #post(): void {
    clearTimeout(this.#handOver);
    this.#handOver = undefined;
    this.#setFences();
    if (this.#worker === null) return;
    const { define, batch } = this.#intake.take();
    if (define !== null) this.tell({ is: 'define', ...define });
    this.#posted += batch.series.length;
    const moved = [batch.series.buffer, batch.times.buffer, batch.values.buffer] as ArrayBuffer[];
    this.tell({ is: 'points', batch, now: this.#options.now() }, moved);
  }

  /** Says something to the thread, if there is one. */
  tell<Said extends { readonly is: string }>(order: Order | Said, moved: ArrayBuffer[] = []): void {
    this.#worker?.postMessage(order, moved);
  }

  #ask(order: (id: number) => Order): Promise<HistoryBucket[]> {
    this.#post();
    if (this.#worker === null) return Promise.reject(new BalefireError('history-unavailable', { detail: 'no thread' }));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.tell(order(id));
    });
  }

  position(): number {
    return this.#cell(CELLS.position);
  }

  async query(query: HistoryQuery): Promise<HistoryBucket[]> {
    const sound = soundQuery(query);
    if (sound === null) return [];
    const handles = this.#intake.handlesOf(query.device, query.point);
    return this.#ask((id) => ({ is: 'query', id, query: sound, handles, now: this.#options.now() }));
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

  /** Looks now, not in some seconds, whether there is something to do. */
  tick(): void {
    this.#post();
    this.tell({ is: 'tick', now: this.#options.now() });
  }

  /** The store's own detail. */
  detail(): Detail {
    return this.#detail;
  }

  state(): ThreadState {
    const trouble = this.#troubleNow();
    return {
      appended: this.#appended,
      dropped: this.#dropped,
      refused: this.#refused,
      waiting: this.#intake.count + this.#posted - this.#cell(CELLS.taken) + this.#cell(CELLS.waiting),
      ...(trouble === null ? {} : { trouble }),
    };
  }

  #troubleNow(): Words | null {
    if (this.#worker === null && !this.#closing)
      return words('历史库线程已停止，正在重启', 'The history thread has stopped and is being restarted');
    if (this.#trouble !== null) return this.#trouble;
    if (this.#gap === Number.POSITIVE_INFINITY) return null;
    return words('有读数未入历史库，重启后从日志补入', 'Some readings are missing; a restart fills them in from the journal');
  }
}
