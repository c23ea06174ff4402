// Which frames may tell of a fire, seen before they are understood: they go first in every queue.
import { carriesFire } from './gb26875/urgent.ts';
import type { QuantityId } from './quantity.ts';

/** The quantities whose states tell of a fire. They are decoded first when a frame has too many points. */
const URGENT: ReadonlySet<QuantityId> = new Set([
  'smoke.alarm',
  'heat.alarm',
  'gas.alarm',
  'callpoint.pressed',
  'electric.arc',
  'state.fire',
  'operation.manualAlarm',
] as const satisfies QuantityId[]);

/** Whether a quantity can tell of a fire by itself. */
export function isUrgent(id: QuantityId): boolean {
  return URGENT.has(id);
}

/**
 * An alarm state, a call point or arc that is so, or an escape: `"\u0061larm"` is an alarm too, and no healthy
 * device has need of escapes.
 */
const ALARMING = /"(?:pre)?alarm"|"(?:pressed|arc)"[ \t\r\n]*:[ \t\r\n]*t|\\/;
const JSON_BEGINS = /^(?:\xEF\xBB\xBF)?[ \t\r\n]*\{/;

/**
 * A cheap hint, without parsing: true for every frame that could carry a fire state, now and then for another. A packet
 * of GB/T 26875.3 begins with `@@`, which neither JSON nor register contents do.
 * What is not the text of a JSON object (register contents) cannot be looked into and counts as urgent.
 */
export function looksUrgent(body: Uint8Array): boolean {
  if (body[0] === 0x40 && body[1] === 0x40) return carriesFire(body);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  return ALARMING.test(bytes) || !JSON_BEGINS.test(bytes);
}
