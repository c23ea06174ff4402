// A device's memory as one row of text, so that a restart goes on in the middle of a hold, a silence or an alarm.
import { isQuantityId, type QuantityId, type Value } from '../device-drivers/quantity.ts';
import type { Quality } from '../device-drivers/reading.ts';
import { type DeviceMemory, NEVER, newDevice, newPoint, newSlot, type PointMemory, type Slot, type SlotForm, UNHEARD } from './memory.ts';

/** The first item of every row; rows of another form are refused. */
const FORM = 1;
const QUALITIES: readonly (Quality | undefined)[] = [undefined, 'good', 'doubtful', 'bad'];

/** What a checkpoint must know of the rules of today: where a rule id stands, and how many lists it remembers. */
export interface RulesByName {
  idOf(rule: number): string;
  find(id: string, quantity: QuantityId): SlotForm | undefined;
}

/** Times are written as distances, most of them 0: a healthy device of five points is about 200 characters. */
export function writeDevice(device: DeviceMemory, rules: RulesByName): string {
  return JSON.stringify([FORM, device.heard, device.zone, device.points.map((point) => writePoint(point, rules))]);
}

function writePoint(point: PointMemory, rules: RulesByName): unknown[] {
  const { key, quantity, drill, at, receivedAt, heard, device } = point;
  const times = receivedAt === UNHEARD ? [null, null] : [receivedAt - device.heard, at - receivedAt];
  const slots = point.slots.map((slot) => writeSlot(slot, rules));
  return [key, quantity, drill ? 1 : 0, ...times, heard === UNHEARD ? null : heard - device.heard, ...slots];
}

function writeSlot(slot: Slot, rules: RulesByName): unknown[] {
  const flags = (slot.active ? 1 : 0) + (slot.holding ? 2 : 0);
  const due = slot.due === NEVER ? null : slot.due;
  return [rules.idOf(slot.rule), flags, slot.since ?? null, slot.value, QUALITIES.indexOf(slot.quality), due, slot.nodes];
}

/** The device of a row; undefined where it cannot be read. Slots of rules that are no more are left behind. */
export function readDevice(id: string, row: string, rules: RulesByName): DeviceMemory | undefined {
  try {
    const parsed: unknown = JSON.parse(row);
    if (!Array.isArray(parsed) || parsed[0] !== FORM) return undefined;
    const [, heard, zone, points] = parsed as unknown[];
    if (typeof zone !== 'string' || !Array.isArray(points)) return undefined;
    const device = newDevice(id, zone, number(heard));
    for (const point of points) readPoint(device, list(point), rules);
    return device;
  } catch {
    return undefined;
  }
}

function readPoint(device: DeviceMemory, row: readonly unknown[], rules: RulesByName): void {
  const [key, quantity, drill, received, at, heard, ...slots] = row;
  if (typeof quantity !== 'string' || !isQuantityId(quantity)) return;
  const point = newPoint(device, String(key), quantity, drill === 1);
  if (received !== null) {
    point.receivedAt = device.heard + number(received);
    point.at = point.receivedAt + number(at);
  }
  if (heard !== null) point.heard = device.heard + number(heard);
  for (const slot of slots) readSlot(point, list(slot), rules);
}

function readSlot(point: PointMemory, row: readonly unknown[], rules: RulesByName): void {
  const [id, flags, since, value, quality, due, nodes] = row;
  const rule = rules.find(String(id), point.quantity);
  if (!rule) return;
  const slot = newSlot(point, rule);
  slot.active = (number(flags) & 1) !== 0;
  slot.holding = (number(flags) & 2) !== 0;
  slot.since = since === null ? undefined : number(since);
  slot.value = asValue(value);
  slot.quality = QUALITIES[number(quality)];
  slot.due = due === null ? NEVER : number(due);
  const lists = list(nodes);
  if (lists.length !== rule.memories) return;
  lists.forEach((numbers, index) => {
    slot.nodes[index]?.push(...list(numbers).map(number));
  });
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('not a number');
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('not a list');
  return value;
}

function asValue(value: unknown): Value | null {
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string' ? value : null;
}
