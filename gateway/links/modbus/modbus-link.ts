// The link to one Modbus bus: polls its units by their drivers' register maps and hands in one frame a poll.
import { setTimeout as delay } from 'node:timers/promises';
import { decodeCommand, encodeAck } from '../../../device-drivers/command.ts';
import type { DeviceDriver } from '../../../device-drivers/driver.ts';
import { readNow } from '../../../device-drivers/proving-commands.ts';
import {
  HOLE_RTU,
  HOLE_TCP,
  packBlocks,
  READ_FUNCTION,
  type ReadBlock,
  type RegisterBlock,
} from '../../../device-drivers/register-blocks.ts';
import { Counters } from '../../counters.ts';
import { BalefireError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { AcceptFrame, Link, LinkState } from '../link.ts';
import { ModbusBus } from './bus.ts';
import { type PollOutcome, PollSchedule } from './schedule.ts';
import { UnitReads } from './unit-reads.ts';
import type { ModbusTransport } from './wire.ts';

export interface ModbusUnit {
  /** Address on the bus: 1..247 on RTU, 0..255 on TCP. */
  readonly unit: number;
  /** Id of the device that is polled there. */
  readonly device: string;
  readonly model: string;
  /** Milliseconds between two polls; the bus's own where left out. */
  readonly pollEvery?: number;
}

export interface ModbusBusOptions {
  readonly name: string;
  readonly transport: ModbusTransport;
  /** Milliseconds between two polls of a unit. */
  readonly pollEvery: number;
  /** Milliseconds within which a unit must have answered. Longer than the slowest answer of the bus, serial server included. */
  readonly responseTimeout: number;
  /** Milliseconds of rest between two requests. */
  readonly pauseBetween?: number;
  readonly units: readonly ModbusUnit[];
}

/** So many polls in a row without an answer, and the device is offline: one lost answer is no news. */
const POLLS_UNTIL_OFFLINE = 3;
/** Exceptions of a gateway in front of the unit (10 path unavailable, 11 target failed to respond): the unit itself is silent. */
const GATEWAY_EXCEPTIONS: readonly number[] = [10, 11];
/** Illegal function, address, value: the device does not have this, or not in one piece. */
const REFUSALS: readonly number[] = [1, 2, 3];

interface UnitState {
  settings: ModbusUnit;
  readonly reads: UnitReads;
  unanswered: number;
  online: boolean | undefined;
  /** What the journal was last told. */
  told: boolean | undefined;
  /** The frames of the last poll, until they are on the disk. One poll's worth is the bound of what a unit can have under way. */
  underWay: Promise<void> | undefined;
  /** Ids of the commands that wait for the next poll to answer them; the house sends a device fifty at most. */
  asked: string[];
}

/** The same order in every frame, whatever the order of the reads: equal polls are equal bytes. */
function byPlace(one: RegisterBlock, other: RegisterBlock): number {
  return READ_FUNCTION[one.table] - READ_FUNCTION[other.table] || one.address - other.address;
}

/** One instance for each physical bus. */
export class ModbusLink implements Link {
  readonly name: string;
  readonly #options: ModbusBusOptions;
  readonly #driverOf: (model: string) => DeviceDriver | undefined;
  readonly #accept: AcceptFrame;
  readonly #log: Pick<Log, 'info' | 'warn'>;
  readonly #counters = new Counters();
  readonly #bus: ModbusBus;
  readonly #schedule = new PollSchedule();
  readonly #units = new Map<string, UnitState>();
  readonly #stopping = new AbortController();
  #wake = new AbortController();
  /** Device → why it is left out. */
  #notPolled: ReadonlyMap<string, string> = new Map();
  #downBecause: string | undefined;
  #refusing = false;
  #polling: Promise<void> | undefined;

  /** Throws `bad-configuration` where a number can't be used. */
  constructor(
    options: ModbusBusOptions,
    driverOf: (model: string) => DeviceDriver | undefined,
    accept: AcceptFrame,
    log: Pick<Log, 'info' | 'warn'>,
  ) {
    const { name, transport, responseTimeout, pauseBetween = 0 } = options;
    if (!(responseTimeout >= 10) || !(options.pollEvery >= 1) || !(pauseBetween >= 0)) {
      throw new BalefireError('bad-configuration', { detail: `modbus ${name}: responseTimeout is at least 10 ms, pollEvery 1 ms` });
    }
    this.name = `modbus:${name}`;
    this.#options = options;
    this.#driverOf = driverOf;
    this.#accept = accept;
    this.#log = log;
    this.#bus = new ModbusBus({ transport, responseTimeout, pauseBetween }, this.#counters, {
      up: () => this.#busUp(),
      down: (why) => this.#busDown(why),
    });
    this.setUnits(options.units);
  }

  /**
   * Changes what is polled, while running too: a unit that stays keeps what is known of it. One that can't be polled is
   * left out, with a line of the log and a word on the status page; the others go on.
   */
  setUnits(units: readonly ModbusUnit[]): void {
    const before = new Map(this.#units);
    const notPolled = new Map<string, string>();
    this.#units.clear();
    for (const settings of units) {
      const { device, unit, model } = settings;
      const driver = this.#driverOf(model);
      const why = this.#whyNot(settings, driver);
      if (why !== undefined || driver === undefined) {
        notPolled.set(device, why ?? '');
        if (this.#notPolled.get(device) !== why) this.#log.warn({ link: this.name, device, unit, why }, 'the device is not polled');
        continue;
      }
      const known = before.get(device);
      if (known?.settings.unit === unit && known.settings.model === model) {
        known.settings = settings;
        this.#units.set(device, known);
      } else this.#units.set(device, this.#newUnit(settings, driver));
    }
    this.#notPolled = notPolled;
    const polled = [...this.#units.values()].map(({ settings: { device, pollEvery } }) => ({
      key: device,
      every: pollEvery ?? this.#options.pollEvery,
    }));
    this.#schedule.setUnits(polled, performance.now());
    this.#wake.abort();
  }

  /** Begins to connect and to poll. A bus that is not there yet is no error: it is tried again and again. */
  async start(): Promise<void> {
    this.#polling ??= this.#poll();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.abort();
    await this.#bus.stop();
    await this.#polling;
    await Promise.all([...this.#units.values()].map(({ underWay }) => underWay));
  }

  /** The one command of a bus: a read out of turn. What comes of it is handed in as the answer; nothing is written to the bus. */
  async send(device: string, command: Uint8Array): Promise<'sent' | 'offline'> {
    const unit = this.#units.get(device);
    const asked = decodeCommand(command);
    if (!unit || 'fault' in asked || asked.command !== readNow.id || !this.#bus.connected) return 'offline';
    unit.asked.push(asked.id);
    this.#hasten(unit);
    return 'sent';
  }

  state(): LinkState {
    const trouble = this.#trouble();
    return {
      name: this.name,
      listening: this.#bus.connected,
      ...(trouble ? { trouble: trouble.words } : {}),
      counters: { ...this.#counters.all(), 'polls.skipped': this.#schedule.skipped },
      connected: [...this.#units.values()].filter(({ online }) => online).length,
    };
  }

  #trouble(): BalefireError | undefined {
    const { name } = this.#options;
    if (this.#downBecause !== undefined) return new BalefireError('bus-unavailable', { bus: name, detail: this.#downBecause });
    if (this.#notPolled.size === 0) return undefined;
    const named = [...this.#notPolled].map(([device, why]) => `${device}: ${why}`).join('; ');
    return new BalefireError('bad-configuration', { detail: `modbus ${name}: ${named}` });
  }

  /** Why a unit can't be polled; undefined where it can. */
  #whyNot({ unit, device, model, pollEvery = 1 }: ModbusUnit, driver: DeviceDriver | undefined): string | undefined {
    const [lowest, highest] = this.#options.transport.kind === 'tcp' ? [0, 255] : [1, 247];
    if (driver?.protocol !== 'modbus') return `no Modbus driver for ${model}`;
    if (!Number.isInteger(unit) || unit < lowest || unit > highest) return `unit ${unit} is not ${lowest}..${highest}`;
    if (this.#units.has(device)) return 'named twice';
    return pollEvery >= 1 ? undefined : 'pollEvery is at least 1 ms';
  }

  #newUnit(settings: ModbusUnit, driver: DeviceDriver): UnitState {
    const longestHole = this.#options.transport.kind === 'tcp' ? HOLE_TCP : HOLE_RTU;
    const reads = new UnitReads(driver, { longestHole });
    return { settings, reads, unanswered: 0, online: undefined, told: undefined, underWay: undefined, asked: [] };
  }

  #hasten({ settings: { device } }: UnitState): void {
    this.#schedule.soon(device);
    this.#wake.abort();
  }

  async #poll(): Promise<void> {
    await this.#bus.start();
    while (!this.#stopping.signal.aborted) {
      const next = this.#schedule.next(performance.now());
      if ('wait' in next) {
        this.#wake = new AbortController();
        if (this.#stopping.signal.aborted) return;
        await delay(Math.ceil(next.wait), undefined, { signal: this.#wake.signal }).catch(() => undefined);
        continue;
      }
      const unit = this.#units.get(next.poll);
      const began = performance.now();
      const outcome = unit ? await this.#pollUnit(unit) : 'not-asked';
      this.#schedule.done(next.poll, outcome, began, performance.now());
    }
  }

  async #pollUnit(unit: UnitState): Promise<PollOutcome> {
    if (unit.underWay) {
      this.#counters.add('polls.waitingForDisk');
      return 'not-asked';
    }
    this.#counters.add('polls');
    const asked = unit.asked.splice(0);
    const { blocks, outcome } = await this.#readUnit(unit);
    if (this.#units.get(unit.settings.device) !== unit) return outcome;
    // There was no wire to ask on: the next poll answers.
    if (outcome === 'not-asked') unit.asked.unshift(...asked.splice(0));
    this.#judgePresence(unit, outcome);
    this.#handIn(unit, blocks, asked);
    return outcome;
  }

  async #readUnit(unit: UnitState): Promise<{ blocks: RegisterBlock[]; outcome: PollOutcome }> {
    const { settings, reads } = unit;
    const blocks: RegisterBlock[] = [];
    let answered = false;
    const todo = reads.next();
    for (let block = todo.shift(); block; block = todo.shift()) {
      const answer = await this.#bus.read(settings.unit, block);
      if ('words' in answer) {
        answered = true;
        reads.answered(block);
        blocks.push({ table: block.table, address: block.address, words: answer.words });
      } else if ('exception' in answer && !GATEWAY_EXCEPTIONS.includes(answer.exception)) {
        answered = true;
        this.#counters.add(`exceptions.${answer.exception}`);
        if (REFUSALS.includes(answer.exception)) todo.unshift(...this.#refused(unit, block, answer.exception));
        else reads.failed(block);
      } else if ('failed' in answer && answer.failed === 'bus-down') {
        return { blocks, outcome: answered ? 'answered' : 'not-asked' };
      } else {
        if (answered) reads.failed(block);
        else reads.silent(block);
        break;
      }
    }
    return { blocks: blocks.sort(byPlace), outcome: answered ? 'answered' : 'silent' };
  }

  /** The smaller reads to make at once instead of a refused one. */
  #refused({ settings, reads }: UnitState, block: ReadBlock, exception: number): ReadBlock[] {
    const smaller = reads.refused(block);
    if (smaller.length === 0) return [];
    const { device, unit } = settings;
    this.#log.info({ link: this.name, device, unit, exception, ...block }, 'refused as one block: read field by field from now on');
    return smaller;
  }

  #judgePresence(unit: UnitState, outcome: PollOutcome): void {
    unit.unanswered = outcome === 'answered' ? 0 : unit.unanswered + 1;
    if (outcome !== 'answered') this.#counters.add('polls.failed');
    const online = outcome === 'answered' ? true : unit.unanswered >= POLLS_UNTIL_OFFLINE ? false : unit.online;
    if (online === unit.online) return;
    const { device, unit: number } = unit.settings;
    if (online) this.#log.info({ link: this.name, device, unit: number }, 'the unit answers');
    else this.#log.warn({ link: this.name, device, unit: number }, 'the unit does not answer');
    unit.online = online;
  }

  /** Presence first, then what was read, then the answers: in the journal a device comes before it speaks. */
  #handIn(unit: UnitState, blocks: readonly RegisterBlock[], asked: readonly string[]): void {
    const { online } = unit;
    const { host, port } = this.#options.transport;
    const head = { link: this.name, peer: `${host}:${port} #${unit.settings.unit}`, device: unit.settings.device, drill: false };
    const frames: Promise<void>[] = [];
    if (online !== undefined && online !== unit.told) {
      const body = new TextEncoder().encode(JSON.stringify({ online }));
      frames.push(
        this.#hand({ ...head, kind: 'presence', body }).then((accepted) => {
          if (accepted) unit.told = online;
        }),
      );
    }
    if (blocks.length > 0) frames.push(this.#hand({ ...head, kind: 'up', body: packBlocks(blocks) }).then(() => undefined));
    const answer = blocks.length > 0 ? ({ state: 'done' } as const) : ({ state: 'failed', reason: 'no-answer' } as const);
    for (const id of asked) frames.push(this.#hand({ ...head, kind: 'ack', body: encodeAck({ id, ...answer }) }).then(() => undefined));
    if (frames.length === 0) return;
    unit.underWay = Promise.all(frames).then(() => {
      unit.underWay = undefined;
      if (unit.asked.length > 0) this.#hasten(unit);
    });
  }

  /** True when the frame is on the disk. A refusal is counted; the next poll simply follows. */
  async #hand(frame: Parameters<AcceptFrame>[0]): Promise<boolean> {
    try {
      await this.#accept(frame);
      this.#counters.add('frames');
      if (this.#refusing) this.#log.info({ link: this.name }, 'frames are taken in again');
      this.#refusing = false;
      return true;
    } catch (error) {
      const code = error instanceof BalefireError ? error.code : 'internal';
      this.#counters.add(`refused.${code}`);
      if (!this.#refusing) this.#log.warn({ link: this.name, code }, 'frames are refused');
      this.#refusing = true;
      return false;
    }
  }

  #busUp(): void {
    const { host, port } = this.#options.transport;
    if (this.#downBecause !== undefined) this.#schedule.hurry(performance.now());
    this.#downBecause = undefined;
    this.#log.info({ link: this.name, host, port }, 'the bus is connected');
    this.#wake.abort();
  }

  #busDown(why: string): void {
    const { host, port } = this.#options.transport;
    this.#downBecause = why;
    this.#log.warn({ link: this.name, host, port, why }, 'the bus is not connected');
  }
}
