// From frame and driver to readings. Never throws, whatever the bytes; a broken part never hides a sound one.
import type { DeviceAddress } from './device.ts';
import type { DeviceDriver, Point } from './driver.ts';
import type { Frame } from './frame.ts';
import { profileOf } from './gb26875/profile.ts';
import { type MetPart, meaningOf, type PanelOperation, type Repeat, type WasOn } from './gb26875/readings.ts';
import { isObject, type JsonObject, readObject } from './payload.ts';
import { isPlausible, type Value } from './quantity.ts';
import type { FrameFault, Reading, ReadingFault } from './reading.ts';
import { decodeRegisters } from './registers.ts';
import { isUrgent } from './urgent.ts';
import { fromJson } from './wire-value.ts';

/** A device's clock may be ahead of ours by so much, ms: more than any radio's drift between two settings. */
export const LATEST_AHEAD_MS = 5 * 60_000;
/** What a device kept while it had no connection may be so old, ms. */
export const OLDEST_BEHIND_MS = 30 * 24 * 3_600_000;
/** A frame speaks for one device; none of ours has a quarter as many points. */
export const MOST_POINTS = 256;
/** The point of a presence frame, which every device has beside those of its driver. */
export const LINK_POINT = '$link';
/** A data unit has at most 1024 bytes (GB/T 26875.3-2011, 6.6). */
const HEX_UNIT = /^(?:[0-9a-f]{2}){1,1024}$/;
/** A stranger's key is shown to a person cut to so many characters. */
const KEY_SHOWN = 64;

interface DecodeFault {
  readonly fault: FrameFault;
  /** The key on the wire that it is about, cut to 64 characters. */
  readonly point?: string;
}

/** What a frame says. */
export interface Decoded {
  readonly readings: Reading[];
  readonly faults: DecodeFault[];
  /** Device time of its readings, ms since 1970; the received time where the device's clock is absent or absurd. */
  readonly at: number;
  /** The device's own count, by which a frame that comes twice is known. */
  readonly seq?: number;
  /** The same for a device that may send another frame with an old count: a copy is one that comes within a minute. */
  readonly repeat?: Repeat;
  /** The parts behind the device that the frame tells of; each of their readings bears the id of its part. */
  readonly parts?: readonly MetPart[];
  readonly operations?: readonly PanelOperation[];
  readonly drill: boolean;
}

/** What a command's device answered. */
export interface Ack {
  readonly id: string;
  readonly state: 'delivered' | 'done' | 'failed';
  readonly reason?: string;
  /** The data unit with which a transmission device replied, in hex. */
  readonly reply?: string;
}

/**
 * Understands a frame of a device of that driver. `address`: its own, where its wire leaves things open. `wasOn`: what a
 * panel's bits were before, so that those that stay off can be left out.
 */
export function decode(driver: DeviceDriver, frame: Frame, address?: DeviceAddress, wasOn?: WasOn): Decoded {
  if (frame.kind === 'presence') return decodePresence(frame);
  if (frame.kind === 'ack') {
    const ack = decodeAck(frame.body);
    return silent(frame, 'fault' in ack ? [ack] : []);
  }
  switch (driver.protocol) {
    case 'modbus':
      return decodePoll(driver, frame);
    case 'gb26875':
      return { ...meaningOf(frame, address?.by === 'gb26875' ? profileOf(address.profile) : undefined, wasOn), drill: frame.drill };
    case 'mqtt-json':
      return decodeReport(driver, frame);
  }
}

/** Understands a device's answer to a command: `{"id", "state": "delivered"|"done"|"failed", "reason"?}`. */
export function decodeAck(body: Uint8Array): Ack | { readonly fault: FrameFault } {
  const read = readObject(body);
  if ('fault' in read) return read;
  const { id, state, reason, reply } = read.object;
  if (typeof id !== 'string' || id === '' || id.length > KEY_SHOWN) return { fault: 'wrong-ack' };
  if (state !== 'delivered' && state !== 'done' && state !== 'failed') return { fault: 'wrong-ack' };
  return {
    id,
    state,
    ...(typeof reason === 'string' && reason !== '' ? { reason: shown(reason, 200) } : {}),
    ...(typeof reply === 'string' && HEX_UNIT.test(reply) ? { reply } : {}),
  };
}

function decodePresence(frame: Frame): Decoded {
  const read = readObject(frame.body);
  if ('fault' in read) return silent(frame, [read]);
  const { online, devicesLost } = read.object;
  const reading = (point: string, quantity: Point['quantity'], value: Value): Decoded => ({
    ...silent(frame, []),
    readings: [good(frame, point, quantity, value, frame.receivedAt, frame.drill)],
  });
  if (typeof devicesLost === 'number' && isPlausible('link.devicesLost', devicesLost))
    return reading('devicesLost', 'link.devicesLost', devicesLost);
  // Not known: it is lost together with others of its network, which is said of the network.
  if (online === null) return silent(frame, []);
  if (typeof online !== 'boolean') return silent(frame, [{ fault: 'wrong-presence' }]);
  return reading(LINK_POINT, 'link.online', online);
}

/** A poll's registers: a device on a bus has no clock and no count, so they are of the time of the poll. */
function decodePoll(driver: DeviceDriver, frame: Frame): Decoded {
  const registers = decodeRegisters(driver, frame.body);
  if ('fault' in registers) return silent(frame, [registers]);
  const readings: Reading[] = [];
  for (const point of driver.points) {
    const meant = registers.values.get(point.key);
    if (!meant) continue;
    if ('why' in meant) readings.push(bad(frame, point, meant.why, frame.receivedAt, frame.drill));
    else readings.push(good(frame, point.key, point.quantity, meant.value, frame.receivedAt, frame.drill));
  }
  return {
    ...silent(
      frame,
      registers.missing.map((point) => ({ fault: 'truncated', point })),
    ),
    readings,
  };
}

function decodeReport(driver: DeviceDriver, frame: Frame): Decoded {
  const read = readObject(frame.body);
  if ('fault' in read) return silent(frame, [read]);
  const faults: DecodeFault[] = [];
  const clock = clockOf(read.object, frame.receivedAt, faults);
  const seq = seqOf(read.object, faults);
  const drill = drillOf(read.object, faults) || frame.drill;
  const readings: Reading[] = [];
  for (const [key, wire] of pointsOf(driver, read.object, faults)) {
    const point = pointsByKey(driver).get(key);
    if (point?.source.on !== 'json') {
      faults.push({ fault: 'unknown-point', point: shown(key, KEY_SHOWN) });
      continue;
    }
    const meant = fromJson(point, point.source, wire);
    if ('why' in meant) readings.push(bad(frame, point, meant.why, clock.at, drill));
    else {
      const reading = good(frame, point.key, point.quantity, meant.value, clock.at, drill);
      readings.push(clock.why ? { ...reading, quality: 'doubtful', why: clock.why } : reading);
    }
  }
  return { readings, faults, at: clock.at, ...(seq === undefined ? {} : { seq }), drill };
}

/** The device's time where it can be believed; otherwise ours, with the reason why it is doubtful. */
function clockOf(object: JsonObject, receivedAt: number, faults: DecodeFault[]): { at: number; why?: ReadingFault } {
  const at = object['at'];
  if (at === undefined) return { at: receivedAt };
  if (typeof at !== 'number') {
    faults.push({ fault: 'wrong-at' });
    return { at: receivedAt, why: 'wrong-type' };
  }
  if (at > receivedAt + LATEST_AHEAD_MS) return { at: receivedAt, why: 'clock-future' };
  if (at < receivedAt - OLDEST_BEHIND_MS) return { at: receivedAt, why: 'clock-past' };
  return { at: Math.floor(at) };
}

function seqOf(object: JsonObject, faults: DecodeFault[]): number | undefined {
  const seq = object['seq'];
  if (seq === undefined) return undefined;
  if (typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0) return seq;
  faults.push({ fault: 'wrong-seq' });
  return undefined;
}

/** What is not plainly a drill is none: a real fire must not be taken for practice. */
function drillOf(object: JsonObject, faults: DecodeFault[]): boolean {
  const drill = object['drill'];
  if (drill !== undefined && typeof drill !== 'boolean') faults.push({ fault: 'wrong-drill' });
  return drill === true;
}

/** The frame's points. Of too many: those that tell of a fire first, then those we know, then the rest. */
function pointsOf(driver: DeviceDriver, object: JsonObject, faults: DecodeFault[]): [string, unknown][] {
  const { points } = object;
  if (!isObject(points)) {
    faults.push({ fault: 'no-points' });
    return [];
  }
  const entries = Object.entries(points);
  if (entries.length <= MOST_POINTS) return entries;
  faults.push({ fault: 'too-many-points' });
  const ranks: [string, unknown][][] = [[], [], []];
  for (const entry of entries) {
    const point = pointsByKey(driver).get(entry[0]);
    ranks[point ? (isUrgent(point.quantity) ? 0 : 1) : 2]?.push(entry);
  }
  return ranks.flat().slice(0, MOST_POINTS);
}

const known = new WeakMap<DeviceDriver, ReadonlyMap<string, Point>>();

/** A driver's points by their key on the wire; worked out once for each driver. */
function pointsByKey(driver: DeviceDriver): ReadonlyMap<string, Point> {
  let points = known.get(driver);
  if (!points) {
    points = new Map(driver.points.flatMap((point) => (point.source.on === 'json' ? [[point.source.key, point] as const] : [])));
    known.set(driver, points);
  }
  return points;
}

function good(frame: Frame, point: string, quantity: Point['quantity'], value: Value, at: number, drill: boolean): Reading {
  return { device: frame.device, point, quantity, value, at, receivedAt: frame.receivedAt, quality: 'good', drill };
}

function bad(frame: Frame, point: Point, why: ReadingFault, at: number, drill: boolean): Reading {
  const { key, quantity } = point;
  return { device: frame.device, point: key, quantity, value: null, at, receivedAt: frame.receivedAt, quality: 'bad', why, drill };
}

function silent(frame: Frame, faults: DecodeFault[]): Decoded {
  return { readings: [], faults, at: frame.receivedAt, drill: frame.drill };
}

/** A stranger's text for a person's eye: short, without control characters. */
function shown(text: string, longest: number): string {
  return text.slice(0, longest).replace(/\p{Cc}/gu, '·');
}
