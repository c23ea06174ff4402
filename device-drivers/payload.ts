// Bytes to a JSON object and back, with a named reason where that cannot be.
import type { FrameFault } from './reading.ts';

/** Refuses malformed UTF-8 instead of putting U+FFFD in its place; a byte order mark is passed over. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const utf8 = new TextEncoder();

export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a JSON object out of bytes. Never throws; U+0000 is refused as MQTT refuses it [MQTT-1.5.4-2]. */
export function readObject(body: Uint8Array): { readonly object: JsonObject } | { readonly fault: FrameFault } {
  if (body.includes(0)) return { fault: 'malformed-utf8' };
  let text: string;
  try {
    text = strictUtf8.decode(body);
  } catch {
    return { fault: 'malformed-utf8' };
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { fault: 'malformed-json' };
  }
  return isObject(parsed) ? { object: parsed } : { fault: 'not-an-object' };
}

/** Writes an object as JSON text in UTF-8. */
export function writeObject(object: JsonObject): Uint8Array {
  return utf8.encode(JSON.stringify(object));
}

/** Whether it is a JSON object: neither null nor a list. */
export function isObject(some: unknown): some is JsonObject {
  return typeof some === 'object' && some !== null && !Array.isArray(some);
}

/** Whether it is a text of 1 to `longest` characters without control characters. */
export function isPlainText(some: unknown, longest: number): some is string {
  return typeof some === 'string' && some.length > 0 && [...some].length <= longest && !/\p{Cc}/u.test(some);
}
