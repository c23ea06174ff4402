// Devices, their values and their frames, from the house's records to the words of the contract.
import { decode } from '../../device-drivers/decode.ts';
import type { Device } from '../../device-drivers/device.ts';
import { type CommandSpec, type DeviceDriver, pointOf, pointTitle } from '../../device-drivers/driver.ts';
import { addressHex } from '../../device-drivers/gb26875/part.ts';
import { stationNumber } from '../../device-drivers/gb26875/station.ts';
import { QUANTITIES } from '../../device-drivers/quantity.ts';
import type { Reading } from '../../device-drivers/reading.ts';
import type { Words } from '../../device-drivers/words.ts';
import type { AlarmClass } from '../../rules/rule.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { FrameEntry } from '../alarms/alarm-store.ts';
import { moreUrgent } from '../alarms/incident.ts';
import type { Clock } from '../clock.ts';
import type { Estate } from '../estate/estate.ts';
import type { HeldRecord } from '../estate/estate-store.ts';
import { ROOT_PLACE } from '../estate/places.ts';
import type { LastValue, Presence } from '../estate/presence.ts';
import type { CommandSpecView, DeviceRow, DeviceView, HeldDevice, PointValue, RawFrame } from './contract.ts';
import { fieldsOf, partOf, stationOf } from './part-views.ts';

/**
 * A device is silent when nothing was heard for three of its reports: one may be lost on the air and the next be late,
 * the third says that something is wrong. Never under a minute: a device that reports each second may restart.
 */
const SILENT_AFTER_REPORTS = 3;
const SILENT_AFTER_AT_LEAST_MS = 60_000;

/** How long a device of that driver may be silent, ms. */
function silenceLimit(driver: DeviceDriver | undefined): number {
  return Math.max(SILENT_AFTER_AT_LEAST_MS, (driver?.reportsEvery ?? 0) * 1_000 * SILENT_AFTER_REPORTS);
}

/** The most urgent class of each device's open alarms; one of a drill is none of them. */
export function worstByDevice(open: Iterable<Alarm>): ReadonlyMap<string, AlarmClass> {
  const worst = new Map<string, AlarmClass>();
  for (const { device, class: alarmClass, drill } of open) {
    if (drill) continue;
    const known = worst.get(device);
    worst.set(device, known ? moreUrgent(known, alarmClass) : alarmClass);
  }
  return worst;
}

export interface Counts {
  readonly devices: number;
  readonly online: number;
  readonly silent: number;
  readonly held: number;
}

const NONE: Counts = { devices: 0, online: 0, silent: 0, held: 0 };

interface DeviceViewRooms {
  readonly estate: Estate;
  readonly presence: Presence;
  readonly desk: { openOf(device: string): Alarm[] };
  readonly driverOf: (model: string) => DeviceDriver | undefined;
  readonly clock: Clock;
}

export class DeviceViews {
  readonly #rooms: DeviceViewRooms;

  constructor(rooms: DeviceViewRooms) {
    this.#rooms = rooms;
  }

  /** `worst`: where many rows are made at once, from `worstByDevice`; left out it is looked up. */
  row(device: Device, worst?: ReadonlyMap<string, AlarmClass>): DeviceRow {
    const { estate, presence, desk } = this.#rooms;
    const classes = worst ?? worstByDevice(desk.openOf(device.id));
    const { id, name, model, kind, position } = device;
    return {
      id,
      name,
      model,
      kind,
      place: estate.places.steps(device.path),
      online: presence.isOnline(id),
      lastHeard: presence.lastHeard(id) || presence.lastHeard(partParent(device)) || null,
      stale: this.isSilent(device),
      worst: classes.get(id) ?? null,
      address: addressText(device),
      part: partOf(device, estate),
      station: stationOf(device.address),
      ...(position ?? {}),
      ...this.#powerOf(id),
    };
  }

  #chainOf(id: string): Pick<DeviceView, 'chain' | 'replacedBy'> {
    const { estate } = this.#rooms;
    const { replacements } = estate;
    const ids = replacements.chain(id);
    if (ids.length === 1) return {};
    const chain = ids.map((one) => {
      const left = replacements.of(one);
      const { name = one, model = '', serial } = left?.old ?? estate.record(one) ?? {};
      const replaced = left ? { at: left.at, name: left.person.name, reason: left.reason } : null;
      return { id: one, name, model, ...(serial ? { serial } : {}), replaced };
    });
    const by = estate.record(id) ? undefined : replacements.of(id)?.by;
    return { chain, ...(by === undefined ? {} : { replacedBy: by }) };
  }

  /** How strong battery and signal were when it told of them last. */
  #powerOf(device: string): { battery?: number; signal?: number } {
    const said: { battery?: number; signal?: number } = {};
    for (const { quantity, value } of Object.values(this.#rooms.presence.values(device))) {
      if (typeof value !== 'number') continue;
      if (quantity === 'battery.percent') said.battery = value;
      else if (quantity === 'signal.rssi') said.signal = value;
    }
    return said;
  }

  device(device: Device): DeviceView {
    const driver = this.#rooms.driverOf(device.model);
    const serial = this.#rooms.estate.record(device.id)?.serial;
    return {
      ...this.row(device),
      ...(serial ? { serial } : {}),
      ...this.#chainOf(device.id),
      title: driver?.title ?? { zh: device.model, en: device.model },
      vendor: driver?.vendor ?? '',
      values: this.values(device),
      commands: (driver?.commands ?? []).filter(({ internal }) => !internal).map(commandSpecView),
      reportsEvery: driver?.reportsEvery ?? 0,
      parts: this.#rooms.estate.partCount(device.id),
    };
  }

  /** What was heard last of each point, in the driver's order. */
  values(device: Device): PointValue[] {
    const { estate } = this.#rooms;
    const left = estate.replacements.of(device.id);
    // One that was put up again, somewhere else, speaks for itself.
    if (left && !estate.record(device.id)) return this.#pointsOf(device, left.at);
    const heard = this.#rooms.presence.values(device.id);
    const order = (this.#rooms.driverOf(device.model)?.points ?? []).map((point) => point.key);
    if (device.address.by === 'part') return this.#valuesOfPart(device, heard);
    const keys = [...order.filter((key) => Object.hasOwn(heard, key)), ...Object.keys(heard).filter((key) => !order.includes(key))];
    return keys.flatMap((key) => (heard[key] ? [this.value(device, key, heard[key])] : []));
  }

  /** Of one whose place another took: which points it had; what they said is in its history. */
  #pointsOf({ model }: Device, at: number): PointValue[] {
    const driver = this.#rooms.driverOf(model);
    return (driver?.points ?? []).map(({ key, quantity }) => ({
      point: key,
      quantity,
      title: titleOfPoint(driver, key, quantity),
      value: null,
      at,
      receivedAt: at,
      quality: 'bad',
      stale: true,
    }));
  }

  /** Of a part all its bits, also those of which nothing but "all is well" was ever heard; a measured value only where there is one. */
  #valuesOfPart(device: Device, heard: Readonly<Record<string, LastValue>>): PointValue[] {
    const since = this.#rooms.presence.lastHeard(device.id) ?? this.#rooms.presence.lastHeard(partParent(device)) ?? 0;
    return (this.#rooms.driverOf(device.model)?.points ?? []).flatMap(({ key, quantity }) => {
      const last = heard[key];
      if (last) return [this.value(device, key, last)];
      if (QUANTITIES[quantity].kind !== 'flag' || since === 0) return [];
      return [this.value(device, key, { quantity, value: false, at: since, receivedAt: since, quality: 'good' })];
    });
  }

  value(device: Device, point: string, last: LastValue | Reading): PointValue {
    const driver = this.#rooms.driverOf(device.model);
    const { quantity, value, at, receivedAt, quality, why } = last;
    return {
      point,
      quantity,
      title: titleOfPoint(driver, point, quantity),
      value,
      at,
      receivedAt,
      quality,
      ...(why === undefined ? {} : { why }),
      stale: this.isStale(device, last),
    };
  }

  /** Whether what was heard last of a point is older than its device may be silent. */
  isStale(device: Device, { receivedAt }: Pick<LastValue, 'receivedAt'>): boolean {
    if (device.address.by === 'part') return this.isSilent(device);
    return this.#rooms.clock() - receivedAt > silenceLimit(this.#rooms.driverOf(device.model));
  }

  /** Whether nothing was heard of it for longer than its silence limit, or nothing ever. */
  isSilent(device: Device): boolean {
    const { address } = device;
    // A part says nothing while nothing happens to it: it is as well known as the device before it.
    const before = address.by === 'part' ? this.#rooms.estate.device(address.of) : undefined;
    if (before) return this.isSilent(before);
    if (address.by === 'carrier') return false;
    if (address.by === 'gb26875' && this.#rooms.presence.isOnline(device.id) === true) return false;
    const lastHeard = this.#rooms.presence.lastHeard(device.id);
    return !lastHeard || this.#rooms.clock() - lastHeard > silenceLimit(this.#rooms.driverOf(device.model));
  }

  /** A raw frame with what it was understood as, by the driver its device has now. */
  frame({ number, frame }: FrameEntry): RawFrame {
    const { estate, driverOf } = this.#rooms;
    const driver = driverOf(estate.device(frame.device)?.model ?? 'unregistered') ?? driverOf('unregistered');
    const address = estate.device(frame.device)?.address;
    const { readings, faults } = driver ? decode(driver, frame, address) : { readings: [], faults: [] };
    const isPacket = driver?.protocol === 'gb26875' && frame.kind === 'up';
    const { receivedAt, link, peer, kind, body, drill } = frame;
    return {
      entry: number,
      receivedAt,
      link,
      peer,
      kind,
      text: textOf(body),
      hex: Buffer.from(body).toString('hex'),
      drill,
      readings: readings.map(({ device, point, quantity, value, quality, why }) => ({
        device: estate.device(device)?.name ?? device,
        point,
        title: titleOfPoint(driverOf(estate.device(device)?.model ?? ''), point, quantity),
        quantity,
        value,
        quality,
        ...(why === undefined ? {} : { why }),
      })),
      faults: faults.map(({ fault, point }) => (point === undefined ? fault : `${fault}: ${point}`)),
      fields: isPacket ? fieldsOf(body, address) : [],
    };
  }

  held(record: HeldRecord): HeldDevice {
    const { id, site, firstHeard, lastHeard, frames, peer, model } = record;
    return { id, site, firstHeard, lastHeard, frames, peer, model };
  }

  /** Devices, online, silent and held, of every place with all that stands below it: one walk for all the screens. */
  countsByPlace(): (place: string) => Counts {
    const { estate, presence } = this.#rooms;
    const counts = new Map<string, { devices: number; online: number; silent: number; held: number }>();
    const each = (
      path: readonly string[],
      add: (count: { devices: number; online: number; silent: number; held: number }) => void,
    ): void => {
      for (const place of path) {
        let count = counts.get(place);
        if (!count) {
          count = { ...NONE };
          counts.set(place, count);
        }
        add(count);
      }
    };
    for (const device of estate.devices()) {
      if (device.address.by === 'part' || device.address.by === 'carrier') continue;
      const isOnline = presence.isOnline(device.id) === true;
      const isSilent = this.isSilent(device);
      each(device.path, (count) => {
        count.devices += 1;
        if (isOnline) count.online += 1;
        if (isSilent) count.silent += 1;
      });
    }
    for (const held of estate.held()) {
      each(estate.places.pathOf(held.site), (count) => {
        count.held += 1;
      });
    }
    return (place) => counts.get(place) ?? NONE;
  }

  /** Everything there is, for the house's own figures. */
  allCounts(): Counts {
    return this.countsByPlace()(ROOT_PLACE);
  }
}

export function titleOfPoint(driver: DeviceDriver | undefined, key: string, quantity: keyof typeof QUANTITIES): Words {
  const point = driver && pointOf(driver, key);
  return point ? pointTitle(point) : QUANTITIES[quantity].title;
}

/** Id of the device behind which a part stands; its own where it stands behind none. */
function partParent({ id, address }: Device): string {
  return address.by === 'part' ? address.of : id;
}

function addressText(device: Device): string {
  const { address } = device;
  switch (address.by) {
    case 'mqtt':
      return `balefire/${device.id}`;
    case 'modbus':
      return `${address.bus} #${address.unit}`;
    case 'gb26875':
      return `${address.station} (${stationNumber(address.station)})`;
    case 'part':
      return address.part === null ? `${address.systemType}.${address.systemAddress}` : addressHex(address.part.address);
    case 'carrier':
      return address.network;
  }
}

function textOf(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function commandSpecView(spec: CommandSpec): CommandSpecView {
  return {
    id: spec.id,
    title: spec.title,
    arguments: Object.entries(spec.arguments).map(([id, argument]) => ({ id, ...argument })),
    expiresAfter: spec.expiresAfter,
    grave: spec.grave ?? false,
    proves: spec.proves ?? false,
  };
}
