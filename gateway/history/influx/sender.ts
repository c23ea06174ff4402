// Brings the spool's lines to the server: awaited, oldest first, alarms before readings, again and again until it is done.
import { ServerRefusal } from './influx-client.ts';
import type { RefusedLines } from './refused-lines.ts';
import type { Portion, Spool } from './spool.ts';

/** What InfluxDB's own documentation advises for a batch: 5,000 lines. */
const PORTION_LINES = 5_000;

/** Waits between tries double from the first to the last; a server that starts is found within half a minute. */
const FIRST_WAIT_MS = 500;
const LAST_WAIT_MS = 30_000;

/** Answers that speak of the lines themselves; every other one may be different next time. */
const LINES_FAULT = new Set([400, 413, 422]);

export interface SenderParts {
  /** In order of urgency. */
  readonly spools: readonly Spool[];
  readonly refused: RefusedLines;
  readonly write: (lines: string) => Promise<void>;
  /** Called on the first failure of a row with its reason, and with null when it works again. */
  readonly tell: (why: string | null) => void;
  /** Called after each portion. */
  readonly sent: () => void;
}

export class Sender {
  readonly #parts: SenderParts;
  #failures = 0;
  #stopped = false;
  /** Something came while the spools were looked through. */
  #poked = false;
  /** Wakes the loop out of a wait. */
  #wake: () => void = () => undefined;
  /** Called once the spools were found empty, or a try failed. */
  #settled: (() => void)[] = [];
  #running: Promise<void> | null = null;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** There is something new to send. */
  poke(): void {
    this.#poked = true;
    if (this.#failures === 0) this.#wake();
  }

  /** Resolves when all that is in the spools now is sent, or the server does not take it, or the time is over. */
  async settle(withinMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, withinMs);
      this.#settled.push(resolve);
    });
    this.#wake();
    await over;
    clearTimeout(timer);
  }

  /** Lets the try under way end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      let waitMs = Number.POSITIVE_INFINITY;
      this.#poked = false;
      try {
        const found = await this.#nextPortion();
        if (found !== null) {
          await this.#deliver(found.portion.lines);
          await found.spool.done(found.portion);
          if (this.#failures > 0) this.#parts.tell(null);
          this.#failures = 0;
          this.#parts.sent();
          continue;
        }
      } catch (error) {
        if (this.#failures === 0) this.#parts.tell(error instanceof Error ? error.message : String(error));
        waitMs = waitAfter(this.#failures, error);
        this.#failures++;
      }
      if (this.#poked && this.#failures === 0) continue;
      for (const resolve of this.#settled.splice(0)) resolve();
      await this.#rest(waitMs);
    }
  }

  async #nextPortion(): Promise<{ spool: Spool; portion: Portion } | null> {
    for (const spool of this.#parts.spools) {
      const portion = await spool.next(PORTION_LINES);
      if (portion !== null) return { spool, portion };
    }
    return null;
  }

  /** Sends lines; those that the server will never take are parked one by one, so that they do not stop the rest. */
  async #deliver(lines: readonly string[]): Promise<void> {
    try {
      await this.#parts.write(lines.join('\n'));
    } catch (error) {
      if (!(error instanceof ServerRefusal) || !LINES_FAULT.has(error.status)) throw error;
      const [only] = lines;
      if (lines.length === 1 && only !== undefined) {
        await this.#parts.refused.park(only, `${error.status} ${error.message}`);
        return;
      }
      const half = Math.ceil(lines.length / 2);
      await this.#deliver(lines.slice(0, half));
      await this.#deliver(lines.slice(half));
    }
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(ms) ? setTimeout(resolve, ms) : undefined;
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#stopped) this.#wake();
    });
  }
}

function waitAfter(failures: number, error: unknown): number {
  const asked = error instanceof ServerRefusal ? error.retryAfterMs : 0;
  const doubled = Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
  // A fifth at random, so that many gateways do not come back to one server in step.
  return Math.max(Math.min(asked, LAST_WAIT_MS), doubled * (0.9 + 0.2 * Math.random()));
}
