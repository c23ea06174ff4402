// What a packet of a transmission device says: readings of the device, of its systems and parts, and what was done at the panel.
import type { PartAddress } from '../device.ts';
import type { Frame } from '../frame.ts';
import { isPlausible, type QuantityId, type Value } from '../quantity.ts';
import type { FrameFault, Reading } from '../reading.ts';
import { decodeUnit, type UnitFault, type UnitObject } from './data-unit.ts';
import { ANALOGUES } from './names.ts';
import { COMMAND, decodePacket, type Packet } from './packet.ts';
import { partId } from './part.ts';
import { type Profile, STANDARD } from './profile.ts';
import { readText } from './text.ts';
import { readTimeTag } from './time-tag.ts';

/** A system or part that a packet tells of. */
export interface MetPart {
  readonly id: string;
  readonly address: PartAddress;
  /** As the panel tells it, cut at 31 bytes; empty where this packet tells none. */
  readonly description: string;
}

/** What a person did at a panel (type 4) or a transmission device (type 24). */
export interface PanelOperation {
  readonly device: string;
  /** Bits as in 8.2.1.4 or 8.2.1.10. */
  readonly operations: number;
  readonly operator: number;
  /** ms since 1970. */
  readonly at: number;
  /** Read from the device's record, not told when it happened. */
  readonly isRecord: boolean;
}

/** What tells a packet that came twice: the same serial and data unit from the same device within a minute. */
export interface Repeat {
  readonly serial: number;
  readonly unit: Uint8Array;
}

/** Whether a point of a device was other than false when it was heard last. */
export type WasOn = (device: string, point: string) => boolean;

export interface PacketMeaning {
  readonly readings: Reading[];
  readonly parts: MetPart[];
  readonly operations: PanelOperation[];
  readonly faults: { readonly fault: FrameFault }[];
  readonly at: number;
  readonly repeat?: Repeat;
}

/** As in the JSON vocabulary: a clock further ahead, or an event older, cannot be believed. */
const LATEST_AHEAD_MS = 5 * 60_000;
const OLDEST_BEHIND_MS = 30 * 24 * 3_600_000;

const SECOND_MS = 1_000;

/** Keys by bit, in the order of the drivers; the bits that have none are reserved or the test bit. */
const COMMON = ['fire', 'fault', 'shielded', 'supervisory', 'started', 'feedback', 'delayed'] as const;
const SYSTEM_KEYS = [...COMMON, 'mainsLost', 'backupLost', 'busFault', 'manual', 'configurationChanged', 'reset'] as const;
const PART_KEYS = [...COMMON, 'powerLost'] as const;
const DEVICE_KEYS = ['fire', 'fault', 'mainsLost', 'backupLost', 'centreLost', 'lineLost'] as const;

const QUANTITY_OF: Readonly<Record<string, QuantityId>> = {
  fire: 'state.fire',
  fault: 'state.fault',
  shielded: 'state.shielded',
  supervisory: 'state.supervisory',
  started: 'state.started',
  feedback: 'state.feedback',
  delayed: 'state.delayed',
  mainsLost: 'power.mainsLost',
  backupLost: 'power.backupLost',
  busFault: 'state.busFault',
  manual: 'state.manual',
  configurationChanged: 'state.configurationChanged',
  reset: 'state.reset',
  powerLost: 'power.lost',
  centreLost: 'link.centreLost',
  lineLost: 'link.lineLost',
};

interface Measured {
  readonly key: string;
  readonly quantity: QuantityId;
  readonly value: number;
}

/** Where a measured value stands in the house; `factor` brings the standard's unit to the quantity's. */
interface Standing {
  readonly key: string;
  readonly quantity: QuantityId;
  readonly factor?: number;
}

const TEMPERATURE = 3;
const CABLE: Standing = { key: 'cableTemperature', quantity: 'electric.cableTemperature' };
/** By analogue type, table 6. */
const MEASURED: Readonly<Record<number, Standing>> = {
  1: { key: 'count', quantity: 'event.count' },
  2: { key: 'level', quantity: 'water.level' },
  3: { key: 'temperature', quantity: 'heat.temperature' },
  4: { key: 'pressure', quantity: 'water.pressure' },
  5: { key: 'pressure', quantity: 'water.pressure', factor: 0.001 },
  6: { key: 'gas', quantity: 'gas.concentration' },
  7: { key: 'seconds', quantity: 'event.seconds' },
  8: { key: 'voltage', quantity: 'electric.voltage' },
  9: { key: 'current', quantity: 'electric.current' },
  10: { key: 'flow', quantity: 'water.flow' },
  11: { key: 'airFlow', quantity: 'air.flow' },
  12: { key: 'windSpeed', quantity: 'weather.windSpeed' },
};
/** Of user-defined types, by the unit that a profile gives them. */
const BY_UNIT: Readonly<Record<string, Standing>> = {
  dBm: { key: 'signal', quantity: 'signal.rssi' },
  mV: { key: 'batteryVoltage', quantity: 'battery.voltage', factor: 0.001 },
  mA: { key: 'residualCurrent', quantity: 'electric.residualCurrent' },
};
/** Finer than any instrument, coarser than the noise of a binary multiplication. */
const DIGITS = 12;

/** Operation bits of 8.2.1.4 and 8.2.1.10. */
const RESET = 0b1;
const MANUAL_ALARM = 0b100;
const CLEARED = 0b1000;
/** Detectors that measure a cable, not the air. */
const ELECTRICAL_FROM = 16;
const ELECTRICAL_TO = 18;

/**
 * Understands a packet of a device. Never throws. A status word gives a reading for each of its bits, so that each bit
 * that rose is an event of its own and each that fell restores it. A bit that is not set and was not on before, as `wasOn`
 * knows, is no news and left out: a panel says nine bits of each of a hundred thousand parts with every word about it.
 */
export function meaningOf(frame: Frame, profile: Profile = STANDARD, wasOn: WasOn = () => true): PacketMeaning {
  const packet = decodePacket(frame.body);
  if ('fault' in packet) return silent(frame, 'malformed-packet');
  // An empty unit, or one of a single byte, is how devices say that they are there.
  if (packet.unit.length <= 1) return silent(frame);
  const unit = decodeUnit(packet.unit, profile);
  const told = new Telling(frame, packet, profile, wasOn);
  for (const object of unit.objects) told.hear(object);
  const faults = unit.faults.map((fault) => ({ fault }));
  if (packet.version.main !== 1) told.faults.push({ fault: 'main-version' });
  return {
    readings: unit.faults.some((fault) => UNEVEN.includes(fault)) ? told.readings.map(doubted) : told.readings,
    parts: told.parts,
    operations: told.operations,
    faults: [...faults, ...told.faults],
    at: told.at,
    repeat: { serial: packet.serial, unit: packet.unit },
  };
}

/** Objects that do not fill their unit may be of another form than they seem: they may raise an alarm and never end one. */
const UNEVEN: readonly UnitFault[] = ['truncated', 'trailing-bytes'];

function silent(frame: Frame, fault?: FrameFault): PacketMeaning {
  return { readings: [], parts: [], operations: [], faults: fault ? [{ fault }] : [], at: frame.receivedAt };
}

class Telling {
  readonly readings: Reading[] = [];
  readonly parts: MetPart[] = [];
  readonly operations: PanelOperation[] = [];
  readonly faults: { readonly fault: FrameFault }[] = [];
  readonly at: number;
  readonly #frame: Frame;
  readonly #profile: Profile;
  /** When the device says that it sent the packet, by its own clock. */
  readonly #sent: number | undefined;
  /** It answers a question of the centre. */
  readonly #isReply: boolean;

  readonly #wasOn: WasOn;

  constructor(frame: Frame, packet: Packet, profile: Profile, wasOn: WasOn) {
    this.#frame = frame;
    this.#wasOn = wasOn;
    this.#profile = profile;
    this.#sent = readTimeTag(packet.sent);
    this.#isReply = packet.command === COMMAND.reply;
    this.at = this.#time(packet.sent);
  }

  hear(object: UnitObject): void {
    switch (object.is) {
      case 'system-state':
        this.#bits(this.#meet(object, null, ''), object.status, SYSTEM_KEYS, this.#time(object.time));
        break;
      case 'part-state': {
        const part = { type: object.partType, address: object.partAddress };
        this.#bits(this.#meet(object, part, readText(object.description)), object.status, PART_KEYS, this.#time(object.time));
        break;
      }
      case 'device-state':
        this.#bits(this.#frame.device, object.status, DEVICE_KEYS, this.#time(object.time));
        break;
      case 'analogue':
        this.#analogue(object);
        break;
      case 'device-operation':
        this.#operation(this.#frame.device, object);
        break;
      case 'facility-operation':
        this.#operation(this.#meet(object, null, ''), object);
        break;
      case 'part-configuration':
        this.#meet(object, { type: object.partType, address: object.partAddress }, readText(object.description));
        break;
      default:
        // Versions, texts and clocks answer a question of the centre and are kept with it; what only a centre says is nothing.
        break;
    }
  }

  #meet(of: { systemType: number; systemAddress: number }, part: PartAddress['part'], description: string): string {
    const { systemType, systemAddress } = of;
    const address: PartAddress = { of: this.#frame.device, systemType, systemAddress, part };
    const id = partId(address);
    const known = this.parts.findIndex((part) => part.id === id);
    if (known < 0) this.parts.push({ id, address, description });
    else if (description !== '') this.parts[known] = { id, address, description };
    return id;
  }

  #bits(device: string, status: number, keys: readonly string[], at: number): void {
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index] ?? '';
      const isSet = (status & (2 << index)) !== 0;
      const quantity = QUANTITY_OF[key];
      if (quantity && (isSet || this.#wasOn(device, key))) this.#read(device, key, quantity, isSet, at);
    }
    if (status === 0 || this.#wasOn(device, 'test')) this.#read(device, 'test', 'state.test', status === 0, at);
  }

  #analogue(object: Extract<UnitObject, { is: 'analogue' }>): void {
    const device = this.#meet(object, { type: object.partType, address: object.partAddress }, '');
    const meant = this.#measured(object);
    if (!meant) {
      this.faults.push({ fault: 'unknown-analogue' });
      return;
    }
    const { key, quantity, value } = meant;
    const at = this.#time(object.time);
    if (isPlausible(quantity, value)) this.#read(device, key, quantity, value, at);
    else {
      const { receivedAt, drill } = this.#frame;
      this.readings.push({ device, point: key, quantity, value: null, at, receivedAt, quality: 'bad', why: 'out-of-range', drill });
    }
  }

  /** 8.2.1.3, table 6; what is user-defined by the profile's own unit. */
  #measured({ analogueType, raw, partType }: Extract<UnitObject, { is: 'analogue' }>): Measured | undefined {
    const form = ANALOGUES.get(analogueType) ?? this.#profile.analogues[analogueType];
    if (!form) return undefined;
    const isCable = partType >= ELECTRICAL_FROM && partType <= ELECTRICAL_TO;
    const known = analogueType === TEMPERATURE && isCable ? CABLE : (MEASURED[analogueType] ?? BY_UNIT[form.unit]);
    if (!known) return undefined;
    const { key, quantity, factor = 1 } = known;
    return { key, quantity, value: Number((raw * form.step * factor).toPrecision(DIGITS)) };
  }

  /** A manual alarm lasts until it is said to be over; a second press is a second time. */
  #operation(device: string, { operations, operator, time }: { operations: number; operator: number; time: Uint8Array }): void {
    const at = this.#time(time);
    this.operations.push({ device, operations, operator, at, isRecord: this.#isReply });
    // What the record tells of yesterday's call point is not today's alarm.
    if (this.#isReply) return;
    const pressed = (operations & MANUAL_ALARM) !== 0;
    if (pressed || (operations & (RESET | CLEARED)) !== 0) this.#read(device, 'manualAlarm', 'operation.manualAlarm', false, at);
    if (pressed) this.#read(device, 'manualAlarm', 'operation.manualAlarm', true, at);
  }

  #read(device: string, point: string, quantity: QuantityId, value: Value, at: number): void {
    const { receivedAt, drill } = this.#frame;
    this.readings.push({ device, point, quantity, value, at, receivedAt, quality: 'good', drill });
  }

  /**
   * When something happened, by our clock. No packet is sent after it came: a packet time ahead of ours shows how far ahead
   * the device's clock is, and its events are moved back by as much; so a restore after the clock was set is not older than
   * its fire. A device whose clock is absurd still tells how long ago it was: packet time minus object time. A device
   * without a clock is taken at the moment of arrival. So a restore always ends its alarm, and an older one that waited
   * behind a fire does not. All in whole seconds, as time tags are: what is of one second is of one time, in order of arrival.
   */
  #time(tag: Uint8Array): number {
    const told = readTimeTag(tag);
    const at = told === undefined ? this.#frame.receivedAt : this.#ours(told);
    return Math.floor(at / SECOND_MS) * SECOND_MS;
  }

  /** A time of the device's clock by ours. */
  #ours(told: number): number {
    const { receivedAt } = this.#frame;
    const sent = this.#sent ?? receivedAt;
    const at = sent > receivedAt ? told - (sent - receivedAt) : told;
    if (isBelievable(at, receivedAt)) return at;
    const ago = sent - told;
    return this.#sent !== undefined && ago >= 0 && isBelievable(receivedAt - ago, receivedAt) ? receivedAt - ago : receivedAt;
  }
}

function doubted(reading: Reading): Reading {
  return reading.quality === 'good' ? { ...reading, quality: 'doubtful', why: 'uneven-unit' } : reading;
}

function isBelievable(at: number, receivedAt: number): boolean {
  return at <= receivedAt + LATEST_AHEAD_MS && at >= receivedAt - OLDEST_BEHIND_MS;
}
