// The main thread's end of the reading thread: started when somebody asks, ended when nobody asked for a while.
import type { Worker } from 'node:worker_threads';
import { BalefireError } from '../errors.ts';
import { startWorker } from '../worker-file.ts';
import type { JournalEntry } from './entry.ts';
import type { Answer, Question } from './journal-reader.ts';

/** A thread takes some 10 MiB, a start some 50 ms: kept while a person looks at a page, not for the night. */
const IDLE_MS = 60_000;
/** It holds one batch and at most 1,000 frames. */
const LIMITS = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 };
/** Each search may take 2 s; who asks later than that many gets a word at once. */
const MOST_WAITING = 32;

/** A question without its number and folder, kind by kind. */
type Asked = Question extends infer Kind ? (Kind extends Question ? Omit<Kind, 'id' | 'folder'> : never) : never;

interface Asker {
  readonly resolve: (entries: JournalEntry[]) => void;
  readonly reject: (error: Error) => void;
}

export class ReaderThread {
  readonly #folder: string;
  readonly #askers = new Map<number, Asker>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isClosed = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  recent(device: string, limit: number, before: number): Promise<JournalEntry[]> {
    return this.#ask({ ask: 'recent', device, limit, before });
  }

  async entry(number: number): Promise<JournalEntry | undefined> {
    const [entry] = await this.#ask({ ask: 'entry', number });
    return entry;
  }

  /** Ends the thread; questions that are open are rejected with `stopping`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    this.#rejectAll(new BalefireError('stopping'));
    await this.#worker?.terminate();
  }

  #ask(asked: Asked): Promise<JournalEntry[]> {
    if (this.#isClosed) return Promise.reject(new BalefireError('stopping'));
    if (this.#askers.size >= MOST_WAITING) return Promise.reject(new BalefireError('overloaded'));
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    const id = ++this.#lastId;
    const question: Question = { id, folder: this.#folder, ...asked };
    return new Promise((resolve, reject) => {
      this.#askers.set(id, { resolve, reject });
      this.#worker?.postMessage(question);
    });
  }

  #start(): Worker {
    const worker = startWorker(import.meta.url, './journal-reader', { resourceLimits: LIMITS, name: 'journal-reader' });
    worker.on('message', (answer: Answer) => this.#hear(answer));
    worker.on('error', (error) => this.#died(worker, error));
    worker.on('exit', () => this.#died(worker, new Error('the thread ended')));
    return worker;
  }

  #hear(answer: Answer): void {
    const asker = this.#askers.get(answer.id);
    this.#askers.delete(answer.id);
    if ('entries' in answer) asker?.resolve(answer.entries);
    else asker?.reject(new BalefireError('internal', {}, new Error(answer.error)));
    if (this.#askers.size > 0 || this.#isClosed) return;
    this.#idle = setTimeout(() => this.#end(), IDLE_MS);
    this.#idle.unref();
  }

  #end(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    void worker?.terminate();
  }

  #died(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#rejectAll(new BalefireError('internal', {}, error));
  }

  #rejectAll(error: BalefireError): void {
    for (const asker of this.#askers.values()) asker.reject(error);
    this.#askers.clear();
  }
}
