// One value of one point: from what stands in a JSON payload to the house's value, and back.
import type { JsonSource, Point } from './driver.ts';
import { isPlausible, QUANTITIES, type Quantity, type Value } from './quantity.ts';
import type { ReadingFault } from './reading.ts';

/** Twelve digits are finer than any instrument and coarser than the noise of a binary multiplication. */
const DIGITS = 12;

/** What a JSON value means for a point. `null` is how a device says that its sensor has no measurement. */
export function fromJson(point: Point, source: JsonSource, wire: unknown): { value: Value } | { why: ReadingFault } {
  if (wire === null) return { why: 'sensor-invalid' };
  const known: Quantity = QUANTITIES[point.quantity];
  if (known.kind === 'number') {
    if (typeof wire !== 'number') return { why: 'wrong-type' };
    const value = scaled(wire, source.scale) + 0;
    return isPlausible(point.quantity, value) ? { value } : { why: 'out-of-range' };
  }
  if (source.states) {
    for (const [state, told] of Object.entries(source.states)) {
      if (told === wire) return { value: known.kind === 'flag' ? state === 'true' : state };
    }
    return { why: Object.values(source.states).some((told) => typeof told === typeof wire) ? 'unknown-state' : 'wrong-type' };
  }
  if (isPlausible(point.quantity, wire)) return { value: wire };
  return { why: known.kind === 'state' && typeof wire === 'string' ? 'unknown-state' : 'wrong-type' };
}

/** What a value looks like in JSON. Throws where the value is not of the quantity's kind. */
export function toJson(point: Point, source: JsonSource, value: Value): string | number | boolean {
  const known: Quantity = QUANTITIES[point.quantity];
  if (known.kind === 'number') {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`${point.key}: ${value} is not a number`);
    return source.scale === undefined ? value : Number((value / source.scale).toPrecision(DIGITS));
  }
  if (!isPlausible(point.quantity, value)) throw new TypeError(`${point.key}: ${value} is not a state of ${point.quantity}`);
  return source.states?.[String(value)] ?? value;
}

function scaled(wire: number, scale: number | undefined): number {
  return scale === undefined ? wire : Number((wire * scale).toPrecision(DIGITS));
}
