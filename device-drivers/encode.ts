// From values to the bytes that a device of that driver sends: the other direction of decode.
import type { DeviceDriver } from './driver.ts';
import { pointOf } from './driver.ts';
import { writeObject } from './payload.ts';
import type { Value } from './quantity.ts';
import { encodeRegisters } from './registers.ts';
import { toJson } from './wire-value.ts';

/** What stands in a report beside its points. */
export interface ReportHead {
  /** Device time, ms since 1970. */
  readonly at: number;
  readonly seq: number;
  readonly drill?: boolean;
}

/**
 * Writes a report as a device of that driver would, or the body of a poll of it (which has no head). Throws on a point that the driver does not have and on a value
 * of the wrong kind; a value outside the plausible range is written, as a broken instrument would.
 */
export function encode(driver: DeviceDriver, values: Readonly<Record<string, Value>>, head: ReportHead): Uint8Array {
  if (driver.protocol === 'modbus') return encodeRegisters(driver, values);
  if (driver.protocol === 'gb26875') throw new TypeError(`${driver.model}: a data unit is made of objects, see gb26875/data-unit.ts`);
  const points: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(values)) {
    const point = pointOf(driver, key);
    if (point?.source.on !== 'json') throw new TypeError(`${driver.model} has no point ${key} on a JSON wire`);
    points[point.source.key] = toJson(point, point.source, value);
  }
  return writeObject({ at: head.at, seq: head.seq, points, ...(head.drill ? { drill: true } : {}) });
}
