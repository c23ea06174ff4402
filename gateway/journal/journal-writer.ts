// The thread that writes the journal: takes one batch at a time, commits it, answers; looks after log, ballast and space.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { Durability } from '../sqlite.ts';
import { codeOf, messageOf } from './batch-rows.ts';
import { DiskBudget, type DiskState } from './budget.ts';
import { DayWriter, LostByDisk } from './day-writer.ts';
import type { Order, Outcome, Refusal, Report } from './writer-messages.ts';

/** Free space is asked for at most so often: at 20 MB/s 2 MB go by in between, less than the mark at which telemetry stops. */
const LOOK_EVERY_MS = 100;
/** Without commits it is looked at so often, so that trouble ends by itself. */
const WATCH_EVERY_MS = 1000;
/** 10 MiB of ballast a second at most. */
const BALLAST_PIECE_EVERY_MS = 100;

/** What the thread is started with. */
export interface WriterData {
  readonly folder: string;
  readonly ballastBytes: number;
  readonly durability: Durability;
  /** Local day at the start. */
  readonly day: string;
}

class JournalWriter {
  readonly #port: MessagePort;
  readonly #data: WriterData;
  readonly #writer: DayWriter;
  readonly #budget: DiskBudget;
  readonly #watch: NodeJS.Timeout;
  #lookedAt = 0;
  #said: string | undefined;
  #fileName: string | undefined;
  #hasFault = false;
  #layingBallast: NodeJS.Timeout | undefined;

  constructor(port: MessagePort, data: WriterData) {
    this.#port = port;
    this.#data = data;
    this.#writer = new DayWriter(data.folder, data.durability);
    this.#budget = new DiskBudget(data.folder, data.ballastBytes);
    this.#watch = setInterval(() => this.#look(), WATCH_EVERY_MS);
  }

  start(): void {
    const outcome = this.#attempt(true, () => {
      const recovered = this.#writer.recover();
      this.#writer.open(this.#data.day, recovered.last + 1);
      this.#say({ is: 'opened', ...recovered });
    });
    if (outcome.is === 'refused') {
      clearInterval(this.#watch);
      this.#say(outcome);
      this.#port.close();
      return;
    }
    this.#sayFile();
    this.#look();
    this.#port.on('message', (order: Order) => this.#obey(order));
  }

  #obey(order: Order): void {
    if (order.do === 'close') {
      clearInterval(this.#watch);
      clearInterval(this.#layingBallast);
      this.#writer.close();
      this.#say({ is: 'closed' });
      this.#port.close();
      return;
    }
    const outcome =
      order.do === 'commit'
        ? this.#attempt(order.isUrgent, () => this.#writer.commit(order.batch))
        : this.#attempt(false, () => this.#probe(order.day, order.first, order.at));
    this.#sayFile();
    if (performance.now() - this.#lookedAt > LOOK_EVERY_MS || outcome.is === 'refused') this.#look();
    this.#say(outcome);
    this.#tidy();
  }

  /** Does it; when the disk is full and it is urgent, throws the ballast off and does it once more. Never throws. */
  #attempt(isUrgent: boolean, act: () => void): Outcome {
    const from = performance.now();
    try {
      act();
    } catch (error) {
      const isFull = this.#giveUp(error);
      if (!isFull || !this.#budget.full(isUrgent)) return refusal(error, isFull);
      try {
        act();
      } catch (again) {
        return refusal(again, this.#giveUp(again));
      }
    }
    return { is: 'stored', tookMs: performance.now() - from };
  }

  #giveUp(error: unknown): boolean {
    const isFull = this.#budget.isFull(codeOf(error));
    this.#writer.afterFailure(error, isFull);
    if (error instanceof LostByDisk) {
      this.#say({ is: 'damage', damage: { file: this.#writer.file?.name ?? '', from: error.number, why: error.message } });
    }
    return isFull;
  }

  #probe(day: string, first: number, at: number): void {
    // A small write may fit where the next batch does not.
    if (this.#budget.isFull('')) throw new Error('the disk is still full');
    this.#writer.probe(day, first, at);
  }

  /** After the answer: nobody waits for this but the next batch. */
  #tidy(): void {
    try {
      const isTidied = this.#writer.tidy();
      if (isTidied && this.#hasFault) this.#say({ is: 'fault', code: null });
      if (isTidied) this.#hasFault = false;
    } catch (error) {
      this.#giveUp(error);
      this.#hasFault = true;
      this.#say({ is: 'fault', code: codeOf(error) });
    }
  }

  #look(): void {
    this.#lookedAt = performance.now();
    const disk = this.#budget.look();
    const bytes = this.#bytes();
    const said = saying(disk, bytes);
    if (said !== this.#said) this.#say({ is: 'disk', disk, file: this.#writer.file?.name, bytes });
    this.#said = said;
    if (!disk.hasBallast && !disk.isShedding && this.#layingBallast === undefined) {
      this.#layingBallast = setInterval(() => this.#layBallast(), BALLAST_PIECE_EVERY_MS);
    }
  }

  #bytes(): number {
    try {
      return this.#writer.bytes();
    } catch {
      return 0; // A disk that fails says so at the next commit, where somebody waits for the answer.
    }
  }

  #layBallast(): void {
    if (this.#budget.layBallast()) return;
    clearInterval(this.#layingBallast);
    this.#layingBallast = undefined;
  }

  #sayFile(): void {
    const file = this.#writer.file;
    if (file === undefined || file.name === this.#fileName) return;
    this.#fileName = file.name;
    this.#say({ is: 'began', file });
  }

  #say(report: Report): void {
    this.#port.postMessage(report);
  }
}

/** What of the disk's state is worth a message: the marks at once, sizes by the MiB. */
function saying(disk: DiskState, bytes: number): string {
  return `${disk.isLow} ${disk.isShedding} ${disk.hasBallast} ${Math.round(bytes / 2 ** 20)} ${Math.round(disk.free / 2 ** 26)}`;
}

function refusal(error: unknown, isFull: boolean): Refusal {
  return { is: 'refused', code: codeOf(error), message: messageOf(error), isFull };
}

if (parentPort !== null) new JournalWriter(parentPort, workerData).start();
