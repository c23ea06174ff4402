// The main thread's end of the writing thread: starts it, starts it again when it died, and asks it one thing at a time.
import type { Worker } from 'node:worker_threads';
import { BalefireError } from '../errors.ts';
import type { Durability } from '../sqlite.ts';
import { startWorker } from '../worker-file.ts';
import type { Damage } from './batch-rows.ts';
import type { DiskState } from './budget.ts';
import type { DayFile } from './day-files.ts';
import type { Batch, Recovered } from './day-writer.ts';
import type { WriterData } from './journal-writer.ts';
import type { Opened, Order, Outcome, Refusal, Report } from './writer-messages.ts';

/**
 * Heap of the thread. It holds one batch at a time, whose bytes are outside the heap; loading TypeScript in
 * development takes the most of it.
 */
const LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 };

export interface WriterListener {
  /** At each start of the thread. */
  opened(recovered: Recovered): void;
  began(file: DayFile): void;
  disk(disk: DiskState, file: string | undefined, bytes: number): void;
  damage(damage: Damage): void;
  fault(code: string | null): void;
}

export class WriterThread {
  readonly #folder: string;
  readonly #ballastBytes: number;
  readonly #durability: Durability;
  readonly #listener: WriterListener;
  #worker: Worker | undefined;
  #answer: ((report: Opened | Outcome | { is: 'closed' }) => void) | undefined;

  constructor(options: { folder: string; ballastBytes: number; durability: Durability }, listener: WriterListener) {
    this.#folder = options.folder;
    this.#ballastBytes = options.ballastBytes;
    this.#durability = options.durability;
    this.#listener = listener;
  }

  get isAlive(): boolean {
    return this.#worker !== undefined;
  }

  /** Starts the thread; `day` is the local day now. Answers why it could not, or undefined when all is well. */
  async start(day: string): Promise<Refusal | undefined> {
    const data: WriterData = { folder: this.#folder, ballastBytes: this.#ballastBytes, durability: this.#durability, day };
    const worker = startWorker(import.meta.url, './journal-writer', { workerData: data, resourceLimits: LIMITS, name: 'journal-writer' });
    this.#worker = worker;
    const opened = new Promise<Opened | Outcome | { is: 'closed' }>((resolve) => {
      this.#answer = resolve;
    });
    worker.on('message', (report: Report) => this.#hear(report));
    worker.on('error', (error) => this.#died(worker, error));
    worker.on('exit', () => this.#died(worker, new Error('the thread ended')));
    const report = await opened;
    if (report.is !== 'refused') return undefined;
    this.#worker = undefined;
    return report;
  }

  /** Stores a batch. Its bytes must own their ArrayBuffer, which is handed over. Never rejects. */
  commit(batch: Batch & { readonly bytes: Uint8Array<ArrayBuffer> }, isUrgent: boolean): Promise<Outcome> {
    return this.#ask({ do: 'commit', batch, isUrgent }, [batch.bytes.buffer]);
  }

  /** Asks whether the disk takes anything. Never rejects. */
  probe(day: string, first: number, at: number): Promise<Outcome> {
    return this.#ask({ do: 'probe', day, first, at }, []);
  }

  /** Lets the thread close its file and end. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    await new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
      worker.postMessage({ do: 'close' } satisfies Order);
    });
  }

  /** Ends the thread without waiting for it, since a disk that never answers holds it for ever; what it was asked is refused. */
  abandon(): void {
    const worker = this.#worker;
    if (worker === undefined) return;
    worker.unref();
    void worker.terminate();
    this.#died(worker, new Error('the disk did not answer'));
  }

  async #ask(order: Order, transfer: ArrayBuffer[]): Promise<Outcome> {
    const worker = this.#worker;
    if (worker === undefined) return death(new Error('the thread is not there'));
    const report = await new Promise<Opened | Outcome | { is: 'closed' }>((resolve) => {
      this.#answer = resolve;
      worker.postMessage(order, transfer);
    });
    if (report.is === 'stored' || report.is === 'refused') return report;
    return death(new Error(`the thread answered ${report.is}`));
  }

  #hear(report: Report): void {
    if (report.is === 'began') this.#listener.began(report.file);
    else if (report.is === 'disk') this.#listener.disk(report.disk, report.file, report.bytes);
    else if (report.is === 'damage') this.#listener.damage(report.damage);
    else if (report.is === 'fault') this.#listener.fault(report.code);
    else {
      if (report.is === 'opened') this.#listener.opened(report);
      this.#reply(report);
    }
  }

  #reply(report: Opened | Outcome | { is: 'closed' }): void {
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.(report);
  }

  #died(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#reply(death(error));
  }
}

function death(error: Error): Refusal {
  return { is: 'refused', code: 'WRITER_DIED', message: error.message, isFull: false };
}

/** What a refusal at the very start means to a person. */
export function startError(refusal: Refusal, folder: string): BalefireError {
  const isForbidden = /EACCES|EROFS|EPERM|CANTOPEN|READONLY|PERM/.test(refusal.code);
  const cause = new Error(`${refusal.code}: ${refusal.message}`);
  return isForbidden ? new BalefireError('folder-not-writable', { folder }, cause) : new BalefireError('disk-refused', {}, cause);
}
