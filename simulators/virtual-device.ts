// A simulated device: lives by its behaviour, does what stories and commands say, and tells it on its wire.
import { type Command, decodeCommand, encodeAck } from '../device-drivers/command.ts';
import type { DeviceDriver } from '../device-drivers/driver.ts';
import { encode } from '../device-drivers/encode.ts';
import type { Value } from '../device-drivers/quantity.ts';
import { type Behaviour, onTheWay, speaks, valuesAt } from './behaviour.ts';
import { DeviceWire, type WireState } from './device-wire.ts';
import { type Changes, isDue, type Obedience, obey, type Schedule, speak } from './obey.ts';

export interface VirtualDeviceOptions {
  readonly url: string;
  readonly id: string;
  readonly driver: DeviceDriver;
  readonly secret: string;
  readonly behaviour?: Behaviour;
  readonly seed?: string;
  readonly qos?: 0 | 1;
  /** How many times faster it ages; its clock on the wire, and its day, are ours. */
  readonly tempo?: number;
  /** Marks every report as a drill. */
  readonly drill?: boolean;
  readonly reconnectMs?: number;
  /** ms since 1970. */
  readonly clock?: () => number;
}

/** So many commands are remembered, so that one delivered twice is carried out once. */
const COMMANDS_REMEMBERED = 64;

export class VirtualDevice {
  readonly id: string;
  readonly driver: DeviceDriver;
  readonly #options: VirtualDeviceOptions;
  readonly #wire: DeviceWire;
  readonly #clock: () => number;
  readonly #startedAt: number;
  readonly #answered = new Map<string, { state: 'done' | 'failed'; reason?: string }>();
  /** What stories and commands made so, over what the behaviour says. */
  #held: Record<string, Value> = {};
  /** Counts on from the time of the start, so that a restarted simulator does not repeat numbers. */
  #seq: number;
  #ending: { timer: NodeJS.Timeout; keys: string[] } | undefined;
  #scheduled: NodeJS.Timeout | undefined;

  constructor(options: VirtualDeviceOptions) {
    const { id, driver, url, secret, qos = 1, reconnectMs, clock = Date.now } = options;
    this.id = id;
    this.driver = driver;
    this.#options = options;
    this.#clock = clock;
    this.#startedAt = clock();
    this.#seq = clock();
    this.#wire = new DeviceWire({ url, id, secret, qos, ...(reconnectMs === undefined ? {} : { reconnectMs }) }, (body) =>
      this.#told(body),
    );
  }

  /** Connects; resolves when it is there for the first time, or stopped. It comes back by itself whenever it is cut off. */
  start(): Promise<void> {
    return this.#wire.open();
  }

  /** What it would say now. */
  values(): Record<string, Value> {
    return { ...valuesAt(this.driver, this.#options.behaviour ?? 'steady', this.#moment()), ...this.#held };
  }

  /** Reports all its points. Resolves with the ms until it was confirmed; undefined when it says nothing or was dropped. */
  report(): Promise<number | undefined> {
    if (!speaks(this.driver, this.#options.behaviour ?? 'steady', this.#moment())) return Promise.resolve(undefined);
    return this.#send(this.values());
  }

  /** Makes points so from now on, and reports them at once; `null` gives a point back to the behaviour. */
  set(changes: Changes): Promise<number | undefined> {
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) delete this.#held[key];
      else this.#held[key] = value;
    }
    const now = this.values();
    return this.#send(Object.fromEntries(Object.keys(changes).map((key) => [key, now[key] ?? 0])));
  }

  /** Loses the connection without a farewell, as a radio does. */
  cut(): void {
    this.#wire.cut();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#ending?.timer);
    clearInterval(this.#scheduled);
    await this.#wire.close();
  }

  state(): WireState {
    return this.#wire.state();
  }

  #moment() {
    const { seed = '', tempo = 1 } = this.#options;
    const wall = this.#clock();
    return { seed: `${seed}/${this.id}`, startedAt: this.#startedAt, at: this.#startedAt + (wall - this.#startedAt) * tempo, wall };
  }

  #send(values: Record<string, Value>): Promise<number | undefined> {
    const { behaviour = 'steady', drill = false } = this.#options;
    const body = encode(this.driver, values, { at: this.#clock(), seq: this.#seq++, drill });
    return this.#wire.publish('up', onTheWay(this.driver, behaviour, this.#moment(), body));
  }

  /** A command arrived: says so, does it, reports what changed, says that it is done. */
  #told(body: Uint8Array): void {
    const command = decodeCommand(body);
    if ('fault' in command) return;
    const before = this.#answered.get(command.id);
    if (before) {
      this.#answer(command, before);
      return;
    }
    const obedience = obey(this.driver, command, this.#clock());
    if ('refused' in obedience) {
      this.#remember(command, { state: 'failed', reason: obedience.refused });
      return;
    }
    void this.#wire.publish('ack', encodeAck({ id: command.id, state: 'delivered' }));
    this.#perform(obedience);
    this.#remember(command, { state: 'done' });
  }

  #perform(obedience: Exclude<Obedience, { refused: string }>): void {
    const { now, later, schedule } = obedience;
    if (schedule) this.#follow(schedule);
    if (Object.keys(now).length === 0) return;
    if (this.#ending?.keys.some((key) => key in now)) {
      clearTimeout(this.#ending.timer);
      this.#ending = undefined;
    }
    void this.set(now);
    if (!later) return;
    const timer = setTimeout(() => void this.set(later.values), later.afterMs);
    this.#ending = { timer, keys: Object.keys(later.values) };
  }

  #follow(schedule: Schedule): void {
    clearInterval(this.#scheduled);
    this.#scheduled = setInterval(() => {
      const saying = speak(schedule.text, 1);
      if (isDue(schedule, this.#clock()) && !('refused' in saying)) this.#perform(saying);
    }, schedule.everyMs);
  }

  #remember(command: Command, answer: { state: 'done' | 'failed'; reason?: string }): void {
    this.#answered.set(command.id, answer);
    const [oldest] = this.#answered.keys();
    if (this.#answered.size > COMMANDS_REMEMBERED && oldest !== undefined) this.#answered.delete(oldest);
    this.#answer(command, answer);
  }

  #answer({ id }: Command, answer: { state: 'done' | 'failed'; reason?: string }): void {
    void this.#wire.publish('ack', encodeAck({ id, ...answer }));
  }
}
