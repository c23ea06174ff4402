// The manager of one physical bus: one request on the wire at a time, silence after a time-out, and a connection that comes back.
import { setTimeout as delay } from 'node:timers/promises';
import type { ReadBlock } from '../../../device-drivers/register-blocks.ts';
import type { Counters } from '../../counters.ts';
import { UnansweredReads } from './unanswered.ts';
import { type ModbusTransport, type ModbusWire, openWire, type ReadAnswer } from './wire.ts';

export interface BusSettings {
  readonly transport: ModbusTransport;
  /** Milliseconds within which a unit must have answered. */
  readonly responseTimeout: number;
  /** Milliseconds that slow devices are given between two requests. */
  readonly pauseBetween: number;
}

/** Called on a change only. */
export interface BusWatcher {
  up(): void;
  down(why: string): void;
}

/** So many reads in a row without a word from any unit, and the connection itself is suspected. */
const SILENT_READS = 4;
const SHORTEST_RETRY_MS = 500;
/** A serial server that was switched on again is back within half a minute. */
const LONGEST_RETRY_MS = 30_000;

/**
 * Owns the connection. On RTU it holds to three rules, so that a late answer never becomes another register's value:
 * after a failed read the bus keeps silent until nothing came for a whole response time; what comes while nothing is
 * awaited is dropped; and a unit that owes an answer is first asked for one that can be mistaken for no other.
 */
export class ModbusBus {
  readonly #settings: BusSettings;
  readonly #counters: Counters;
  readonly #watcher: BusWatcher;
  readonly #stopping = new AbortController();
  readonly #unanswered = new UnansweredReads();
  #turn: Promise<unknown> = Promise.resolve();
  #running: Promise<void> | undefined;
  #wire: ModbusWire | undefined;
  #lastRead = 0;
  #silentReads = 0;
  #retry = SHORTEST_RETRY_MS;
  /** Told to the watcher; undefined before the first attempt. */
  #told: boolean | undefined;

  constructor(settings: BusSettings, counters: Counters, watcher: BusWatcher) {
    this.#settings = settings;
    this.#counters = counters;
    this.#watcher = watcher;
  }

  get connected(): boolean {
    return this.#wire !== undefined;
  }

  /** Begins to connect, and resolves after the first attempt, whatever came of it. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#running ??= this.#keepConnected(resolve).finally(resolve);
    });
  }

  /** Closes the connection: a read that is under way fails at once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wire?.close();
    await this.#running;
    await this.#turn;
  }

  /** Reads one block of one unit when its turn comes. Never rejects. */
  read(unit: number, block: ReadBlock): Promise<ReadAnswer> {
    const answer = this.#turn.then(() => this.#readInTurn(unit, block));
    this.#turn = answer;
    return answer;
  }

  async #readInTurn(unit: number, block: ReadBlock): Promise<ReadAnswer> {
    const wire = this.#wire;
    if (!wire || (wire.unsettled && !(await this.#quarantine(wire)))) return { failed: 'bus-down' };
    if (!this.#unanswered.has(unit, performance.now())) return await this.#ask(wire, unit, block);
    const proof = this.#unanswered.provingRead(unit, block);
    const answer = await this.#ask(wire, unit, proof);
    if ('failed' in answer) return answer;
    // An exception has no length of its own: it proves something only if nothing else follows it.
    if ('exception' in answer && !(await this.#quarantine(wire))) return { failed: 'bus-down' };
    this.#unanswered.settled(unit);
    return proof === block ? answer : await this.#ask(wire, unit, block);
  }

  async #ask(wire: ModbusWire, unit: number, block: ReadBlock): Promise<ReadAnswer> {
    await this.#pause();
    this.#counters.add('reads');
    const answer = await wire.read(unit, block);
    this.#lastRead = performance.now();
    if (!('failed' in answer)) {
      this.#silentReads = 0;
      this.#retry = SHORTEST_RETRY_MS;
      return answer;
    }
    const rtu = this.#settings.transport.kind === 'rtu-over-tcp';
    // The unit may answer after the connection is gone, and the serial server give it to the next one.
    if (rtu) this.#unanswered.add(unit, block, this.#lastRead);
    if (answer.failed === 'bus-down') return answer;
    this.#counters.add(`answers.${answer.failed}`);
    if (rtu) await this.#quarantine(wire);
    if (answer.failed === 'silent' && ++this.#silentReads >= SILENT_READS) wire.close();
    return answer;
  }

  /** Waits until nothing came for a whole response time. False: it never was quiet, and the connection is closed. */
  async #quarantine(wire: ModbusWire): Promise<boolean> {
    this.#counters.add('quarantines');
    const quiet = await wire.quiet(this.#settings.responseTimeout);
    if (!quiet) wire.close();
    return quiet;
  }

  async #pause(): Promise<void> {
    const wait = this.#lastRead + this.#settings.pauseBetween - performance.now();
    if (wait > 0) await delay(wait, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  async #keepConnected(tried: () => void): Promise<void> {
    const { transport, responseTimeout } = this.#settings;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        const wire = await openWire(transport, responseTimeout, this.#counters, signal);
        this.#counters.add('connections');
        // A serial server may still hold the answer to a question of the last connection.
        if (await wire.quiet(responseTimeout)) {
          this.#wire = wire;
          this.#silentReads = 0;
          this.#tell(true, '');
          tried();
        } else {
          wire.close();
        }
        const why = await wire.closed;
        this.#wire = undefined;
        this.#tell(false, why);
      } catch (error) {
        this.#tell(false, error instanceof Error ? error.message : String(error));
      }
      tried();
      await delay(this.#retry, undefined, { signal }).catch(() => undefined);
      this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY_MS);
    }
  }

  #tell(up: boolean, why: string): void {
    if (this.#told === up || this.#stopping.signal.aborted) return;
    this.#told = up;
    if (up) this.#watcher.up();
    else this.#watcher.down(why);
  }
}
