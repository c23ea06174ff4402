// A fire panel and its transmission device as states: what happens, and the data units that tell it. Pure: time is handed in.
import { encodeUnit, type UnitObject } from '../../device-drivers/gb26875/data-unit.ts';
import { DEVICE_BITS, DEVICE_OPERATIONS, FACILITY_OPERATIONS, PART_BITS, SYSTEM_BITS } from '../../device-drivers/gb26875/names.ts';
import { type Profile, STANDARD } from '../../device-drivers/gb26875/profile.ts';
import { writeText } from '../../device-drivers/gb26875/text.ts';
import { writeTimeTag } from '../../device-drivers/gb26875/time-tag.ts';
import { type Part, type PartList, placeOf } from './parts.ts';

/** What happens to a part; `restore` takes everything back but a shield. */
export type PartEvent =
  | 'alarm'
  | 'fault'
  | 'power-lost'
  | 'shield'
  | 'unshield'
  | 'supervisory'
  | 'start'
  | 'stop'
  | 'feedback'
  | 'delay'
  | 'restore';
/** What a person presses, on the panel (type 4) or on the transmission device (type 24). */
export type Operation = 'reset' | 'silence' | 'manual-alarm' | 'clear' | 'self-test' | 'confirm' | 'duty-reply' | 'test';
/** What befalls the transmission device itself. */
export type DeviceEvent =
  | 'mains-lost'
  | 'mains-back'
  | 'backup-lost'
  | 'backup-back'
  | 'line-lost'
  | 'line-back'
  | 'centre-lost'
  | 'centre-back';

export interface OperationEvent {
  readonly is: Operation;
  /** Where it is pressed; left out, reset, silence and confirm are the panel's, the rest the device's. */
  readonly on?: 'panel' | 'device';
  /** 0..255. */
  readonly operator?: number;
}

export type PanelEvent =
  /** `part`: its place, `loop-point`. */
  | { readonly is: PartEvent; readonly part: string }
  /** `raw` steps of an analogue type (table 6, or the profile's own). */
  | { readonly is: 'measure'; readonly part: string; readonly analogue: number; readonly raw: number }
  | OperationEvent
  | { readonly is: DeviceEvent };

/** A data unit that is to go up. */
export interface Upload {
  readonly unit: Uint8Array;
  /** Tells of a fire or a manual alarm: goes before everything else. */
  readonly urgent: boolean;
  /** What it is about, where its place in time matters: uploads about the same thing never overtake each other. */
  readonly about?: string;
}

export interface PanelOptions {
  readonly parts: PartList;
  /** Vendor habit: how a part address is made up, which short forms are used. */
  readonly profile?: Profile;
  /** Configuration text of the device and of its systems; at most 255 bytes of GB 18030 are told. */
  readonly title?: string;
}

/** One thing that a person pressed, as the memory of operations keeps it. */
export interface OperationRecord {
  readonly operations: number;
  readonly operator: number;
  /** ms since 1970. */
  readonly at: number;
}

interface State {
  readonly status: number;
  readonly at: number;
}

/** A query asks for at most 102 records (8.3.2.4); a day of drills fits into so many. */
const RECORDS_KEPT = 1000;

const part = masks(PART_BITS);
const system = masks(SYSTEM_BITS);
const device = masks(DEVICE_BITS);
/** Bits 1 to 7 mean the same of a part and of its system (figures 6 and 7). */
const SHARED_BITS = 0xfe;
const PART_CHANGES: Readonly<Record<PartEvent, readonly [clear: number, set: number]>> = {
  alarm: [0, part('fire')],
  fault: [0, part('fault')],
  'power-lost': [0, part('fault') | part('powerLost')],
  shield: [0, part('shielded')],
  unshield: [part('shielded'), 0],
  supervisory: [0, part('supervisory')],
  start: [0, part('started')],
  stop: [part('started'), 0],
  feedback: [0, part('feedback')],
  delay: [0, part('delayed')],
  restore: [0xffff & ~(part('normal') | part('shielded')), 0],
};
/** What a reset of the panel takes back; faults and shields stay until their cause is gone. */
const RESET_CLEARS = part('fire') | part('supervisory') | part('started') | part('feedback') | part('delayed');
const DEVICE_CHANGES: Readonly<Record<DeviceEvent, readonly [clear: number, set: number]>> = {
  'mains-lost': [0, device('mainsLost')],
  'mains-back': [device('mainsLost'), 0],
  'backup-lost': [0, device('backupLost')],
  'backup-back': [device('backupLost'), 0],
  'line-lost': [0, device('lineLost')],
  'line-back': [device('lineLost'), 0],
  'centre-lost': [0, device('centreLost')],
  'centre-back': [device('centreLost'), 0],
};
/** Order of the bits of both operation bytes (figures 9 and 14): bit 5 is the panel's confirm, the device's duty reply. */
const OPERATION_KEYS: Readonly<Record<Operation, string>> = {
  reset: 'reset',
  silence: 'silence',
  'manual-alarm': 'manualAlarm',
  clear: 'cleared',
  'self-test': 'selfTest',
  confirm: 'confirm',
  'duty-reply': 'dutyReply',
  test: 'test',
};
const ON_THE_PANEL: readonly Operation[] = ['reset', 'silence', 'confirm'];

/** The bit of a key in a table of the standard. */
function masks(bits: readonly ({ readonly key: string } | undefined)[]): (key: string) => number {
  return (key) => {
    const bit = bits.findIndex((one) => one?.key === key);
    if (bit < 0) throw new RangeError(`there is no bit ${key}`);
    return 1 << bit;
  };
}

const manualAlarm = masks(DEVICE_OPERATIONS)('manualAlarm');

export class Panel {
  readonly parts: PartList;
  readonly profile: Profile;
  readonly title: string;
  /** Only of parts that something happened to: thousands of panels share one list of parts. */
  readonly #states = new Map<Part, State>();
  readonly #measured = new Map<Part, Map<number, { raw: number; at: number }>>();
  /** As last told. */
  readonly #systems = new Map<string, State>();
  readonly #records: Record<'panel' | 'device', OperationRecord[]> = { panel: [], device: [] };
  #told: { status: number; at?: number } = { status: device('normal') };
  #own = 0;
  #manualAlarm = false;

  constructor({ parts, profile = STANDARD, title = '模拟用户信息传输装置' }: PanelOptions) {
    this.parts = parts;
    this.profile = profile;
    this.title = title;
  }

  /** Something happens at a time (ms since 1970). Gives what is to go up, in order. Throws `RangeError` on an unknown part. */
  happen(event: PanelEvent, at: number): Upload[] {
    if ('part' in event) {
      const one = this.parts.at(event.part);
      if (!one) throw new RangeError(`没有部件 ${event.part} / there is no part ${event.part}`);
      return event.is === 'measure' ? [this.#measure(one, event, at)] : this.#change([one], PART_CHANGES[event.is], at);
    }
    if (!isDeviceEvent(event)) return this.#operate(event, at);
    const [clear, set] = DEVICE_CHANGES[event.is];
    this.#own = (this.#own & ~clear) | set;
    return this.#tellDevice(at);
  }

  /** Command 89: states fall back to normal; what waits to go up, and the records, stay. */
  initialise(at: number): Upload[] {
    this.#states.clear();
    this.#systems.clear();
    this.#own = 0;
    this.#manualAlarm = false;
    this.#told = { status: this.deviceStatus(), at };
    return [this.#deviceUpload(at)];
  }

  /** Status bits of a part (figure 7). */
  statusOf(one: Part): number {
    return this.#states.get(one)?.status ?? part('normal');
  }

  /** Status bits of a system (figure 6): what any of its parts shows. */
  systemStatus(type: number, address: number): number {
    let bits = 0;
    for (const [{ systemType, systemAddress }, { status }] of this.#states)
      if (systemType === type && systemAddress === address) bits |= status;
    return system('normal') | (bits & SHARED_BITS);
  }

  /** Status bits of the transmission device (figure 13). */
  deviceStatus(): number {
    let bits = 0;
    for (const { status } of this.#states.values()) bits |= status;
    const fire = this.#manualAlarm || (bits & part('fire')) !== 0 ? device('fire') : 0;
    const fault = this.#own !== 0 || (bits & part('fault')) !== 0 ? device('fault') : 0;
    return device('normal') | fire | fault | this.#own;
  }

  /** Whether a system has a part here; system 1/0, the panel's own, is always there. */
  hasSystem(type: number, address: number): boolean {
    return (type === 1 && address === 0) || this.parts.all.some((one) => one.systemType === type && one.systemAddress === address);
  }

  /** The 4-byte address of a part, as the profile makes it up (reference: vendor practice). */
  addressOf({ loop, point }: Part): number {
    const [low, high] = this.profile.partAddress === 'point-loop' ? [point, loop] : [loop, point];
    return high * 0x10000 + low;
  }

  /** The part of an address and system. */
  partAt(address: number, type: number, systemAddress: number): Part | undefined {
    const [low, high] = [address % 0x10000, Math.floor(address / 0x10000)];
    const [loop, point] = this.profile.partAddress === 'point-loop' ? [high, low] : [low, high];
    const one = this.parts.at(placeOf({ loop, point }));
    return one?.systemType === type && one.systemAddress === systemAddress ? one : undefined;
  }

  /** What was pressed, oldest first. */
  records(on: 'panel' | 'device'): readonly OperationRecord[] {
    return this.#records[on];
  }

  partState(one: Part, at: number): UnitObject {
    const state = this.#states.get(one);
    return {
      is: 'part-state',
      ...this.#addressed(one),
      status: this.statusOf(one),
      description: this.profile.partStateBytes[0] === 46 ? this.description(one) : new Uint8Array(),
      time: writeTimeTag(state?.at ?? at),
    };
  }

  description(one: Part): Uint8Array {
    return writeText(one.description, 31);
  }

  /** What the part measures: what was measured last, nothing where it never was. */
  analogues(one: Part): UnitObject[] {
    return [...(this.#measured.get(one) ?? [])].map(([analogueType, { raw, at }]) => ({
      is: 'analogue',
      ...this.#addressed(one),
      analogueType,
      raw,
      time: writeTimeTag(at),
    }));
  }

  systemState(type: number, address: number, at: number): UnitObject {
    const told = this.#systems.get(`${type}/${address}`);
    const status = this.systemStatus(type, address);
    return { is: 'system-state', systemType: type, systemAddress: address, status, time: writeTimeTag(told?.at ?? at) };
  }

  deviceState(at: number): UnitObject {
    const short = this.profile.deviceStateBytes[0] !== 7;
    return { is: 'device-state', status: this.deviceStatus(), time: short ? new Uint8Array() : writeTimeTag(this.#told.at ?? at) };
  }

  #addressed(one: Part) {
    const { systemType, systemAddress, type } = one;
    return { systemType, systemAddress, partType: type, partAddress: this.addressOf(one) };
  }

  #change(parts: readonly Part[], [clear, set]: readonly [number, number], at: number): Upload[] {
    for (const one of parts) this.#states.set(one, { status: (this.statusOf(one) & ~clear) | set, at });
    return [...parts.map((one) => this.#partUpload(one, at)), ...this.#tellSystems(parts, at), ...this.#tellDevice(at)];
  }

  #measure(one: Part, { analogue, raw }: { analogue: number; raw: number }, at: number): Upload {
    const all = this.#measured.get(one) ?? new Map<number, { raw: number; at: number }>();
    this.#measured.set(one, all.set(analogue, { raw, at }));
    const object: UnitObject = { is: 'analogue', ...this.#addressed(one), analogueType: analogue, raw, time: writeTimeTag(at) };
    return { unit: this.#encoded(object), urgent: false };
  }

  #operate({ is, on, operator = 0 }: OperationEvent, at: number): Upload[] {
    const where = on ?? (ON_THE_PANEL.includes(is) ? 'panel' : 'device');
    const operations = masks(where === 'panel' ? FACILITY_OPERATIONS : DEVICE_OPERATIONS)(OPERATION_KEYS[is]);
    const records = this.#records[where];
    records.push({ operations, operator, at });
    if (records.length > RECORDS_KEPT) records.shift();
    const time = writeTimeTag(at);
    const object: UnitObject =
      where === 'panel'
        ? { is: 'facility-operation', systemType: 1, systemAddress: 0, operations, operator, time }
        : { is: 'device-operation', operations, operator, time };
    const told: Upload = { unit: this.#encoded(object), urgent: operations === manualAlarm };
    if (is === 'reset' && where === 'panel') {
      const held = [...this.#states].filter(([, { status }]) => (status & RESET_CLEARS) !== 0).map(([one]) => one);
      return [told, ...this.#change(held, [RESET_CLEARS, 0], at)];
    }
    if (where === 'device' && is === 'manual-alarm') this.#manualAlarm = true;
    if (where === 'device' && is === 'clear') this.#manualAlarm = false;
    return [told, ...this.#tellDevice(at)];
  }

  #partUpload(one: Part, at: number): Upload {
    const urgent = (this.statusOf(one) & part('fire')) !== 0;
    return { unit: this.#encoded(this.partState(one, at)), urgent, about: `part ${placeOf(one)}` };
  }

  /** The systems of these parts, where they changed. */
  #tellSystems(parts: readonly Part[], at: number): Upload[] {
    const uploads: Upload[] = [];
    for (const { systemType, systemAddress } of parts) {
      const key = `${systemType}/${systemAddress}`;
      const status = this.systemStatus(systemType, systemAddress);
      if (status === (this.#systems.get(key)?.status ?? system('normal'))) continue;
      this.#systems.set(key, { status, at });
      const unit = this.#encoded(this.systemState(systemType, systemAddress, at));
      uploads.push({ unit, urgent: (status & system('fire')) !== 0, about: `system ${key}` });
    }
    return uploads;
  }

  #tellDevice(at: number): Upload[] {
    const status = this.deviceStatus();
    if (status === this.#told.status) return [];
    this.#told = { status, at };
    return [this.#deviceUpload(at)];
  }

  #deviceUpload(at: number): Upload {
    const urgent = (this.deviceStatus() & device('fire')) !== 0;
    return { unit: this.#encoded(this.deviceState(at)), urgent, about: 'device' };
  }

  #encoded(object: UnitObject): Uint8Array {
    return encodeUnit([object], this.profile);
  }
}

function isDeviceEvent(event: OperationEvent | { readonly is: DeviceEvent }): event is { readonly is: DeviceEvent } {
  return event.is in DEVICE_CHANGES;
}
