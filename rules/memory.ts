// What judgement remembers: of a device, of its points, and of a rule at a point. Compact, and nothing else is kept.
import type { QuantityId, Value } from '../device-drivers/quantity.ts';
import type { Quality } from '../device-drivers/reading.ts';

/** Never, as a time: a slot that time alone cannot change; a point that was not heard. */
export const NEVER = Number.POSITIVE_INFINITY;
export const UNHEARD = Number.NEGATIVE_INFINITY;

export interface DeviceMemory {
  readonly id: string;
  /** The zone it stood in when it was last judged. */
  zone: string;
  /** Gateway time at which anything was last heard of it, or from which silence is counted. */
  heard: number;
  readonly points: PointMemory[];
  /** The slots of rules that look at silence, `inOrder`: asked again with every frame while they are active. */
  readonly silences: Slot[];
}

/** Drill and real readings of one point are two memories: neither ever touches the other's alarms. */
export interface PointMemory {
  readonly device: DeviceMemory;
  readonly key: string;
  readonly quantity: QuantityId;
  readonly drill: boolean;
  /** Latest device time and gateway time of its readings; `UNHEARD` before the first. */
  at: number;
  receivedAt: number;
  /** Like the device's, for this point; a drill's readings count for the real point too: it is not dead. */
  heard: number;
  readonly slots: Slot[];
}

/**
 * One rule at one point. Only kept while it has something to remember: a healthy point of a plain threshold has none.
 */
export interface Slot {
  readonly rule: number;
  readonly point: PointMemory;
  /** Raised and not cleared. */
  active: boolean;
  /** Whether `raiseWhen` held at the last word on it; a fresh rise of an active slot is `again`. */
  holding: boolean;
  /** Gateway time from which it holds, while a hold runs. */
  since: number | undefined;
  /** The last value that had a say, for the moments at which time alone decides. */
  value: Value | null;
  quality: Quality | undefined;
  /** One list for each condition that remembers: samples, edges, its place among the zone's points. */
  readonly nodes: number[][];
  /** Gateway time at which time alone may change it; `NEVER` when it cannot. */
  due: number;
  /** The agenda's own: the entry that stands for this slot. */
  queued: number;
  gone: boolean;
}

export function newDevice(id: string, zone: string, heard: number): DeviceMemory {
  return { id, zone, heard, points: [], silences: [] };
}

export function pointOfMemory(device: DeviceMemory, key: string, drill: boolean): PointMemory | undefined {
  for (const point of device.points) if (point.key === key && point.drill === drill) return point;
  return undefined;
}

export function newPoint(device: DeviceMemory, key: string, quantity: QuantityId, drill: boolean): PointMemory {
  const point: PointMemory = { device, key, quantity, drill, at: UNHEARD, receivedAt: UNHEARD, heard: UNHEARD, slots: [] };
  device.points.push(point);
  return point;
}

export function slotOf(point: PointMemory, rule: number): Slot | undefined {
  for (const slot of point.slots) if (slot.rule === rule) return slot;
  return undefined;
}

/** What a slot's form depends on. */
export interface SlotForm {
  readonly index: number;
  readonly memories: number;
  readonly silence: boolean;
}

export function newSlot(point: PointMemory, { index, memories, silence }: SlotForm): Slot {
  const slot: Slot = {
    rule: index,
    point,
    active: false,
    holding: false,
    since: undefined,
    value: null,
    quality: undefined,
    nodes: Array.from({ length: memories }, () => []),
    due: NEVER,
    queued: NEVER,
    gone: false,
  };
  point.slots.push(slot);
  if (silence) {
    const { silences } = point.device;
    const behind = silences.findIndex((other) => inOrder(slot, other) < 0);
    silences.splice(behind < 0 ? silences.length : behind, 0, slot);
  }
  return slot;
}

export function dropSlot(slot: Slot): void {
  slot.gone = true;
  const { slots, device } = slot.point;
  for (const list of [slots, device.silences]) {
    const at = list.indexOf(slot);
    if (at >= 0) list.splice(at, 1);
  }
}

/** An order of slots that is the same after a restart: device, point, drill after real, rule. */
export function inOrder(one: Slot, other: Slot): number {
  const a = one.point;
  const b = other.point;
  if (a.device.id !== b.device.id) return a.device.id < b.device.id ? -1 : 1;
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  if (a.drill !== b.drill) return a.drill ? 1 : -1;
  return one.rule - other.rule;
}
