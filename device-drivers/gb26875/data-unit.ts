// The data unit of a packet: type, count and objects, read and written byte for byte.
import { COMMAND } from './packet.ts';
import { type Profile, STANDARD } from './profile.ts';
import type { UnitObject } from './unit-object.ts';
import { CODES, FORM_BYTES, UNIT_TYPES, type UnitType } from './unit-types.ts';
import { fieldBytes, MOST_RECORDS, mostOf, sizesOf, UNIT_HEAD, type UnitFault, walkUnit } from './unit-walk.ts';

export type { UnitFault, UnitObject };
export { UNIT_TYPES };

/** A data unit as it was understood. */
export interface DecodedUnit {
  readonly type: number;
  /** The count that the unit states, which may be more than the objects that are there. */
  readonly count: number;
  readonly objects: readonly UnitObject[];
  readonly faults: readonly UnitFault[];
}

/**
 * Reads a data unit. Never throws. Objects that stand whole before a fault are given: a count larger than the data gives
 * those that are there, and `truncated`. A type that is not known gives none, and `unknown-type`; it must be confirmed and
 * kept raw all the same (reference 1.15). Without faults, `encodeUnit` of the objects gives the same bytes.
 */
export function decodeUnit(unit: Uint8Array, profile: Profile = STANDARD): DecodedUnit {
  const { type, count, row, size, whole, faults } = walkUnit(unit, profile);
  const objects: UnitObject[] = [];
  if (row) {
    const from: Place = { unit, at: UNIT_HEAD, size, soundForm: true };
    for (let n = 0; n < whole; n += 1) objects.push(readObject(row, from, profile));
    if (!from.soundForm) faults.push('object-form');
  }
  return { type, count, objects, faults };
}

/**
 * Writes a data unit of objects of one kind.
 * @throws TypeError where there is none, where they are of several kinds or sizes, or bytes are of a wrong length.
 * @throws RangeError where there are more than the type allows or a number is out of its range.
 */
export function encodeUnit(objects: readonly UnitObject[], profile: Profile = STANDARD): Uint8Array {
  const first = objects[0];
  if (!first) throw new TypeError('a data unit has at least one object');
  const type = CODES.get(first.is);
  const row = type === undefined ? undefined : UNIT_TYPES.get(type);
  if (type === undefined || !row) throw new TypeError(`no type of data unit: ${String(first.is)}`);
  const size = bytesOf(row, first);
  if (sizesOf(row, profile)?.includes(size) === false) throw new TypeError(`${row.is} of ${size} bytes`);
  if (objects.length > mostOf(row, size)) throw new RangeError(`${objects.length} objects of ${row.is}: ${mostOf(row, size)} are the most`);
  let length = UNIT_HEAD;
  for (const object of objects) {
    if (object.is !== row.is) throw new TypeError(`${row.is} and ${object.is} in one data unit`);
    const bytes = bytesOf(row, object);
    if (row.bytes !== 'variable' && bytes !== size) throw new TypeError(`${row.is} of ${size} and of ${bytes} bytes in one data unit`);
    length += bytes;
  }
  const unit = new Uint8Array(length);
  unit[0] = type;
  unit[1] = objects.length;
  let at = UNIT_HEAD;
  for (const object of objects) at = writeObject(row, object, unit, at, size, profile);
  return unit;
}

/** The command byte with which a data unit of that type goes by itself: 1, 2 or 4; 2 for a type of the user's. */
export function commandOf(type: number): number {
  return UNIT_TYPES.get(type)?.command ?? COMMAND.send;
}

/** Where the reading is. */
interface Place {
  readonly unit: Uint8Array;
  readonly size: number;
  at: number;
  soundForm: boolean;
}

type Fields = Record<string, unknown>;

function readObject(row: UnitType, from: Place, profile: Profile): UnitObject {
  const { unit, size } = from;
  const object: Fields = { is: row.is };
  let { at } = from;
  for (const field of row.fields) {
    const { key, form } = field;
    switch (form) {
      case 'u8':
        object[key] = unit[at];
        if (key === 'count' && (unit[at] ?? 0) > MOST_RECORDS) from.soundForm = false;
        at += 1;
        break;
      case 'u16':
        object[key] = word(unit, at);
        at += 2;
        break;
      case 'u32':
        object[key] = (word(unit, at) | (word(unit, at + 2) << 16)) >>> 0;
        at += 4;
        break;
      case 'raw': {
        const raw = word(unit, at);
        object[key] = isSigned(profile, object) && raw > 0x7fff ? raw - 0x10000 : raw;
        at += 2;
        break;
      }
      case 'text': {
        const bytes = unit[at] ?? 0;
        object[key] = unit.subarray(at + 1, at + 1 + bytes);
        at += 1 + bytes;
        break;
      }
      case 'reserved':
        if (unit[at] !== 0) from.soundForm = false;
        at += 1;
        break;
      case 'time':
      case 'description': {
        const bytes = fieldBytes(row, field, size);
        object[key] = unit.subarray(at, at + bytes);
        at += bytes;
        break;
      }
    }
  }
  from.at = at;
  return object as unknown as UnitObject;
}

function writeObject(row: UnitType, object: UnitObject, unit: Uint8Array, from: number, size: number, profile: Profile): number {
  const fields = object as unknown as Fields;
  let at = from;
  for (const field of row.fields) {
    const { key, form } = field;
    switch (form) {
      case 'u8':
        unit[at] = whole(row, key, fields[key], 0, key === 'count' ? MOST_RECORDS : 0xff);
        at += 1;
        break;
      case 'u16':
        at = putWord(unit, at, whole(row, key, fields[key], 0, 0xffff));
        break;
      case 'u32': {
        const number = whole(row, key, fields[key], 0, 0xffff_ffff);
        at = putWord(unit, putWord(unit, at, number & 0xffff), number >>> 16);
        break;
      }
      case 'raw': {
        const [lowest, highest] = isSigned(profile, fields) ? [-0x8000, 0x7fff] : [0, 0xffff];
        at = putWord(unit, at, whole(row, key, fields[key], lowest, highest) & 0xffff);
        break;
      }
      case 'text': {
        const text = bytesIn(row, key, fields[key]);
        unit[at] = text.length;
        unit.set(text, at + 1);
        at += 1 + text.length;
        break;
      }
      case 'reserved':
        at += 1;
        break;
      case 'time':
      case 'description': {
        const bytes = bytesIn(row, key, fields[key]);
        if (bytes.length !== fieldBytes(row, field, size)) throw new TypeError(`${row.is}.${key} of ${bytes.length} bytes`);
        unit.set(bytes, at);
        at += bytes.length;
        break;
      }
    }
  }
  return at;
}

/** Bytes that an object takes. The fields that a short form leaves out count as they are given. */
function bytesOf(row: UnitType, object: UnitObject): number {
  if (object.is === 'part-state') return fixedBytes(row) - FORM_BYTES.description + object.description.length;
  if (object.is === 'device-state') return fixedBytes(row) - FORM_BYTES.time + object.time.length;
  if (row.bytes !== 'variable') return row.bytes;
  const text = bytesIn(row, 'text', (object as unknown as Fields)['text']);
  if (text.length > 0xff) throw new TypeError(`${row.is}.text of ${text.length} bytes: 255 are the most`);
  return row.fields.length + text.length;
}

function fixedBytes({ bytes }: UnitType): number {
  return bytes === 'variable' ? 0 : bytes;
}

/** The standard's analogue values are signed; a profile may say otherwise of one of its own. */
function isSigned(profile: Profile, { analogueType }: Fields): boolean {
  return profile.analogues[analogueType as number]?.signed ?? true;
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

function putWord(bytes: Uint8Array, at: number, value: number): number {
  bytes[at] = value & 0xff;
  bytes[at + 1] = value >>> 8;
  return at + 2;
}

function whole(row: UnitType, key: string, value: unknown, lowest: number, highest: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw new RangeError(`${row.is}.${key} ${String(value)}: a whole number from ${lowest} to ${highest}`);
}

function bytesIn(row: UnitType, key: string, value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`${row.is}.${key}: bytes`);
}
