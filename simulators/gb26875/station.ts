// A simulated user information transmission device 用户信息传输装置 on its wire: GB/T 26875.3-2011 over TCP or UDP.
import { encodeUnit } from '../../device-drivers/gb26875/data-unit.ts';
import { answerTo, COMMAND, encodePacket, type Packet, type PacketHead } from '../../device-drivers/gb26875/packet.ts';
import type { Found } from '../../device-drivers/gb26875/scan.ts';
import { isStation, stationOfNumber, ZERO_STATION } from '../../device-drivers/gb26875/station.ts';
import { writeTimeTag } from '../../device-drivers/gb26875/time-tag.ts';
import { carriesFire } from '../../device-drivers/gb26875/urgent.ts';
import { CentreOrders } from './centre-orders.ts';
import { type ClockDrift, DeviceClock } from './device-clock.ts';
import { type DutyAnswer, DutyBell } from './duty-bell.ts';
import { Exchange, type ExchangeState } from './exchange.ts';
import { type Flaws, hasFlaw, transmission } from './flaws.ts';
import { Latencies } from './latencies.ts';
import type { Panel, PanelEvent, Upload } from './panel.ts';
import { StationWire } from './wire.ts';

/** What befalls the device, as it befalls it. */
export type StationEvent =
  | { readonly is: 'connected' | 'disconnected' }
  /** A packet was not confirmed after its last re-send: the link is opened again. */
  | { readonly is: 'failed' }
  /** The bell rings: the centre gives so many minutes. */
  | { readonly is: 'duty-check'; readonly minutes: number }
  | { readonly is: 'duty-answered'; readonly operator: number }
  /** The bell fell silent unanswered. */
  | { readonly is: 'duty-over' }
  /** ms since 1970. */
  | { readonly is: 'clock-set'; readonly at: number }
  | { readonly is: 'initialised' }
  /** A control or request was answered: the type of its data unit, and the command byte of the answer. */
  | { readonly is: 'answered'; readonly type: number; readonly command: number }
  /** The answer to a handshake heartbeat. */
  | { readonly is: 'handshake' };

export interface TransmissionOptions {
  readonly transport: 'tcp' | 'udp';
  /** 127.0.0.1 where it is left out. */
  readonly host?: string;
  readonly port: number;
  /** Its own address: 12 hex digits in the order of the wire, or else a decimal number of up to 48 bits. */
  readonly station: string | number;
  /** The centre's address, likewise; 1 where it is left out. */
  readonly centre?: string | number;
  /** Its parts, and the vendor habits (`profile`). One panel for one device. */
  readonly panel: Panel;
  readonly clockDrift?: ClockDrift;
  /** A confirmation may take so long, ms (3,000): the standard's 10 s would use up what a fire has. */
  readonly timeoutMs?: number;
  /** After the first transmission (3). */
  readonly resends?: number;
  /** Shows that it is there when a link is new, and then so often without other traffic, s (20); 0: never. */
  readonly heartbeatSeconds?: number;
  /** How (empty): a packet without data unit, the device's state, or the profile's handshake byte. */
  readonly heartbeat?: 'empty' | 'device-state' | 'handshake';
  /** Who answers a duty check 查岗 (nobody: `answerDuty` does). */
  readonly dutyAnswer?: DutyAnswer;
  readonly flaws?: Flaws;
  /** Another seed, other chances. */
  readonly seed?: string;
  /** Ordinary uploads that may wait (5,000: an hour of a busy panel); the oldest goes first and is counted, a fire never. */
  readonly queue?: number;
  /** First pause before it connects again, ms (1,000). */
  readonly reconnectMs?: number;
  /** Where latencies are collected; own ones where it is left out. */
  readonly latencies?: Latencies;
  readonly heard?: (event: StationEvent) => void;
  /** The true time, ms since 1970. */
  readonly clock?: () => number;
  /** How long a minute of a duty check is, ms (60,000). */
  readonly dutyMinuteMs?: number;
}

export interface TransmissionState extends ExchangeState {
  readonly connected: boolean;
  /** Links so far. */
  readonly links: number;
  /** Bytes of garbage passed over. */
  readonly skipped: number;
  readonly dutyRings: boolean;
  /** ms from the first transmission of a packet to its confirmation. */
  readonly p50: number;
  readonly p99: number;
}

/** Latencies kept by a device of its own. */
const OWN_LATENCIES = 1000;
/** Replies held back by fires: the centre sends one request at a time, and asks again. */
const REPLIES_HELD = 64;

/**
 * Connects by itself, and again whenever the link is lost. One packet is on the wire at a time; fire and manual alarm go before
 * everything else, replies to queries included. What is not confirmed waits, in order, with the times of when it happened.
 */
export class TransmissionDevice {
  /** 12 hex digits in the order of the wire. */
  readonly station: string;
  readonly centre: string;
  readonly panel: Panel;
  /** What the device takes for the time. */
  readonly clock: DeviceClock;
  readonly #options: TransmissionOptions;
  readonly #seed: string;
  readonly #latencies: Latencies;
  readonly #wire: StationWire;
  readonly #exchange: Exchange;
  readonly #orders: CentreOrders;
  readonly #bell: DutyBell;
  #replies: Uint8Array[] = [];
  #links = 0;
  #skipped = 0;
  #transmissions = 0;
  #silent = false;
  #lastSent = 0;
  #heartbeat: NodeJS.Timeout | undefined;
  #firstLink: (() => void)[] = [];

  /** Throws `RangeError` on an address out of form, or a handshake that the profile does not know. */
  constructor(options: TransmissionOptions) {
    const { panel, clockDrift, clock, transport, host = '127.0.0.1', port, reconnectMs = 1000, dutyMinuteMs = 60_000 } = options;
    const { timeoutMs = 3000, resends = 3, queue = 5000, heartbeat, dutyAnswer = { answers: 'never' } } = options;
    if (heartbeat === 'handshake' && !panel.profile.heartbeat) throw new RangeError(`profile ${panel.profile.id} has no handshake`);
    this.#options = options;
    this.panel = panel;
    this.station = stationNamed(options.station);
    this.centre = stationNamed(options.centre ?? 1);
    this.clock = new DeviceClock(clockDrift, clock);
    this.#seed = `${options.seed ?? ''}/${this.station}`;
    this.#latencies = options.latencies ?? new Latencies(OWN_LATENCIES);
    this.#wire = new StationWire(
      { transport, host, port, reconnectMs, seed: this.#seed },
      { up: () => this.#linked(), down: () => this.#unlinked(), found: (found) => this.#found(found) },
    );
    this.#exchange = new Exchange({
      timeoutMs,
      resends,
      queue,
      latencies: this.#latencies,
      transmit: (unit, serial) => this.#transmit(unit, serial),
      failed: () => {
        this.#tell({ is: 'failed' });
        this.#wire.cut();
      },
      calm: () => this.#sendReplies(),
    });
    this.#bell = new DutyBell(dutyAnswer, dutyMinuteMs, {
      pressed: (operator) => {
        void this.happen({ is: 'duty-reply', operator });
        this.#tell({ is: 'duty-answered', operator });
      },
      over: () => this.#tell({ is: 'duty-over' }),
    });
    this.#orders = new CentreOrders({
      panel,
      clock: this.clock,
      initialise: () => {
        this.#pushAll(panel.initialise(this.clock.now()));
        this.#tell({ is: 'initialised' });
      },
      clockSet: (at) => this.#tell({ is: 'clock-set', at }),
      dutyCheck: (minutes) => {
        this.#bell.ring(minutes);
        this.#tell({ is: 'duty-check', minutes });
      },
    });
  }

  /** Opens the link; resolves when it is there for the first time, or the device was stopped. */
  start(): Promise<void> {
    if (this.#wire.isUp) return Promise.resolve();
    return new Promise((resolve) => {
      this.#firstLink.push(resolve);
      this.#wire.open();
    });
  }

  /**
   * Something happens at the panel or the device: goes up with the device's own time. Resolves with the ms until all of it was
   * confirmed; `undefined` where something was dropped. Throws `RangeError` on a part that the panel does not have.
   */
  happen(event: PanelEvent): Promise<number | undefined> {
    return this.#pushAll(this.panel.happen(event, this.clock.now()));
  }

  /** Sends any data unit up, whatever is in it; resolves as `happen` does. */
  upload(unit: Uint8Array): Promise<number | undefined> {
    return this.#exchange.push({ unit, urgent: carriesFire(encodePacket(this.#packet(unit, 0))) });
  }

  /** Somebody presses the button at the device. `false` where no duty check rings. */
  answerDuty(operator?: number): boolean {
    return this.#bell.press(operator);
  }

  /** Loses the link without a farewell, as a radio does; comes back by itself, or after so many ms. */
  cut(awayMs?: number): void {
    this.#wire.cut(awayMs);
  }

  /** Ends it; what still waits is dropped and counted. */
  async stop(): Promise<void> {
    clearTimeout(this.#heartbeat);
    this.#bell.stop();
    await this.#wire.close();
    this.#exchange.end();
    for (const resolve of this.#firstLink.splice(0)) resolve();
  }

  state(): TransmissionState {
    return {
      ...this.#exchange.state(),
      connected: this.#wire.isUp,
      links: this.#links,
      skipped: this.#skipped,
      dutyRings: this.#bell.isRinging,
      p50: this.#latencies.at(0.5),
      p99: this.#latencies.at(0.99),
    };
  }

  /** What was sent and what became of it; cheaper than `state()`. */
  counts(): ExchangeState {
    return this.#exchange.state();
  }

  get isConnected(): boolean {
    return this.#wire.isUp;
  }

  /** Uploads that are not confirmed yet. */
  get waiting(): number {
    return this.#exchange.waiting;
  }

  async #pushAll(uploads: readonly Upload[]): Promise<number | undefined> {
    const taken = await Promise.all(uploads.map((upload) => this.#exchange.push(upload)));
    return taken.reduce((most, ms) => (most === undefined || ms === undefined ? undefined : Math.max(most, ms)), 0);
  }

  #packet(unit: Uint8Array, serial: number): Packet {
    const { station: source, centre: destination } = this;
    return { serial, version: { main: 1, user: 0 }, sent: this.#now(), source, destination, command: COMMAND.send, unit };
  }

  #now(): Uint8Array {
    return writeTimeTag(this.clock.now());
  }

  #transmit(unit: Uint8Array, serial: number): boolean {
    if (!this.#wire.isUp) return false;
    this.#transmissions++;
    const packet = this.#packet(unit, serial);
    const { flaws } = this.#options;
    if (!flaws) {
      this.#send([encodePacket(packet)]);
      return true;
    }
    const { profile } = this.panel;
    const { segments, pauseMs, thenSilence } = transmission(packet, this.#transmissions, {
      flaws,
      seed: this.#seed,
      profile,
      other: () => this.#packet(encodeUnit([this.panel.deviceState(this.clock.now())], profile), this.#exchange.nextSerial()),
    });
    this.#send(segments, pauseMs);
    this.#silent ||= thenSilence;
    return true;
  }

  #send(segments: readonly Uint8Array[], pauseMs?: number): void {
    this.#lastSent = performance.now();
    if (!this.#silent) this.#wire.send(segments, pauseMs);
  }

  #linked(): void {
    this.#links++;
    this.#silent = false;
    this.#orders.forget();
    if (hasFlaw(this.#options.flaws ?? {}, 'deaf', this.#links, this.#seed)) this.#wire.stopReading();
    this.#tell({ is: 'connected' });
    for (const resolve of this.#firstLink.splice(0)) resolve();
    this.#exchange.next();
    if (this.#options.heartbeatSeconds !== 0) this.#beat(true);
  }

  #unlinked(): void {
    clearTimeout(this.#heartbeat);
    this.#replies = [];
    this.#exchange.linkLost();
    this.#tell({ is: 'disconnected' });
  }

  #found(found: Found): void {
    if (found.is === 'skipped') this.#skipped += found.bytes;
    else if (found.is === 'refused') this.#answer(found.head, COMMAND.deny);
    else this.#heard(found.packet);
  }

  #heard(packet: Packet): void {
    const { command, unit, serial } = packet;
    if (command === COMMAND.confirm) this.#exchange.confirm(serial);
    else if (command === COMMAND.deny) this.#exchange.deny(serial);
    else if (unit.length === 1 && unit[0] === this.panel.profile.heartbeat?.answer) this.#tell({ is: 'handshake' });
    else this.#ordered(packet);
  }

  #ordered(packet: Packet): void {
    const { command, unit, destination } = packet;
    // A device without an address of its own is spoken to with zeros.
    const isForUs = destination === this.station || destination === ZERO_STATION;
    const isOrder = command === COMMAND.control || command === COMMAND.request;
    const answer = isForUs && isOrder ? this.#orders.take(packet) : { command: COMMAND.deny };
    this.#answer(packet, answer.command, answer.unit);
    this.#tell({ is: 'answered', type: unit[0] ?? 0, command: answer.command });
  }

  #answer(to: PacketHead, command: number, unit?: Uint8Array): void {
    const bytes = encodePacket(answerTo(to, command, this.#now(), unit));
    if (command !== COMMAND.reply) {
      this.#send([bytes]);
      return;
    }
    this.#replies.push(bytes);
    if (this.#replies.length > REPLIES_HELD) this.#replies.shift();
    if (!this.#exchange.hasUrgent) this.#sendReplies();
  }

  #sendReplies(): void {
    for (const reply of this.#replies.splice(0)) this.#send([reply]);
  }

  #beat(atOnce = false): void {
    const everyMs = (this.#options.heartbeatSeconds ?? 20) * 1000;
    const quietMs = performance.now() - this.#lastSent;
    const due = atOnce || quietMs >= everyMs;
    if (due && this.#wire.isUp && this.#exchange.isIdle) void this.#exchange.push({ unit: this.#heartbeatUnit(), urgent: false }, true);
    clearTimeout(this.#heartbeat);
    this.#heartbeat = setTimeout(() => this.#beat(), due ? everyMs : everyMs - quietMs);
  }

  #heartbeatUnit(): Uint8Array {
    const { heartbeat = 'empty' } = this.#options;
    const { profile } = this.panel;
    if (heartbeat === 'device-state') return encodeUnit([this.panel.deviceState(this.clock.now())], profile);
    return heartbeat === 'handshake' && profile.heartbeat ? Uint8Array.of(profile.heartbeat.ask) : new Uint8Array();
  }

  #tell(event: StationEvent): void {
    this.#options.heard?.(event);
  }
}

/** An address in the form of the wire: 12 hex digits stay, everything else is a decimal number. Throws `RangeError`. */
export function stationNamed(name: string | number): string {
  const text = String(name).toLowerCase();
  if (isStation(text)) return text;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number < 2 ** 48) return stationOfNumber(number);
  throw new RangeError(`地址应为十进制数或 12 位十六进制数 / an address is a decimal number or 12 hex digits, not ${name}`);
}
