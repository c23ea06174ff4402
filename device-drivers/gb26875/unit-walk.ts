// Where the objects of a data unit begin and end, before anything in them is read.
import { LONGEST_UNIT } from './packet.ts';
import type { Profile } from './profile.ts';
import { FORM_BYTES, type ObjectField, UNIT_TYPES, type UnitType } from './unit-types.ts';

/** What is wrong with a data unit. */
export type UnitFault =
  /** Nothing at all: registration and heartbeat of many devices. */
  | 'empty-unit'
  /** The count is 0. */
  | 'no-objects'
  /** The count is over the type's limit. */
  | 'too-many-objects'
  /** The data end before the objects do. */
  | 'truncated'
  /** The data go on behind the last object. */
  | 'trailing-bytes'
  /** Reserved, or the user's own: to be confirmed and kept raw. */
  | 'unknown-type'
  /** A reserved byte that is not 0, or more than 102 records asked for. */
  | 'object-form';

/** Where the whole objects of a data unit stand: one behind the other from offset 2 to `end`. */
export interface Walk {
  readonly type: number;
  readonly count: number;
  /** Undefined where the type is not known. */
  readonly row: UnitType | undefined;
  /** Bytes of each object; 0 where each tells its own. */
  readonly size: number;
  /** So many objects are whole. */
  readonly whole: number;
  readonly end: number;
  readonly faults: UnitFault[];
}

/** The most records that a request may ask for, 8.3.2.4 and 8.3.2.10. */
export const MOST_RECORDS = 102;
/** A data unit begins with its type and its count. */
export const UNIT_HEAD = 2;

/** Walks over a data unit. Never throws. */
export function walkUnit(unit: Uint8Array, profile: Profile): Walk {
  const type = unit[0] ?? 0;
  const count = unit[1] ?? 0;
  if (unit.length < UNIT_HEAD) {
    return { type, count, row: undefined, size: 0, whole: 0, end: unit.length, faults: [unit.length === 0 ? 'empty-unit' : 'truncated'] };
  }
  const row = UNIT_TYPES.get(type);
  if (!row) return { type, count, row, size: 0, whole: 0, end: UNIT_HEAD, faults: ['unknown-type'] };
  const faults: UnitFault[] = [];
  const room = unit.length - UNIT_HEAD;
  const size = row.bytes === 'variable' ? 0 : sizeOf(row, row.bytes, count, room, profile);
  if (count === 0) faults.push('no-objects');
  if (count > mostOf(row, size)) faults.push('too-many-objects');
  let whole = 0;
  let end = UNIT_HEAD;
  if (size > 0) {
    whole = Math.min(count, Math.floor(room / size));
    end += whole * size;
  } else {
    for (; whole < count; whole += 1) {
      const next = end + variableBytes(row, unit, end);
      if (next > unit.length) break;
      end = next;
    }
  }
  if (whole < count) faults.push('truncated');
  else if (end < unit.length) faults.push('trailing-bytes');
  return { type, count, row, size, whole, end, faults };
}

/** The most objects of a data unit: the standard's number, or what has room where objects are shorter than the standard's. */
export function mostOf(row: UnitType, size: number): number {
  if (row.most === 1 || row.bytes === 'variable' || size >= row.bytes) return row.most;
  return Math.floor((LONGEST_UNIT - UNIT_HEAD) / size);
}

/** Bytes of a field without its length byte; `size`: of its object. The field that a short form leaves out takes the difference. */
export function fieldBytes(row: UnitType, field: ObjectField, size: number): number {
  if (field.form === 'text') return 0;
  const bytes = FORM_BYTES[field.form];
  return typeof row.bytes === 'number' && size !== row.bytes && isElastic(row, field) ? bytes + size - row.bytes : bytes;
}

/** Sizes of an object that are taken where the profile has a say in it. */
export function sizesOf(row: UnitType, profile: Profile): readonly number[] | undefined {
  if (row.is === 'part-state') return profile.partStateBytes;
  return row.is === 'device-state' ? profile.deviceStateBytes : undefined;
}

function isElastic(row: UnitType, field: ObjectField): boolean {
  return (row.is === 'part-state' && field.form === 'description') || (row.is === 'device-state' && field.form === 'time');
}

/**
 * The size with which the count comes out even. Where none does, something is missing or over: then the size of which
 * the data are a multiple, or else the likeliest.
 */
function sizeOf(row: UnitType, bytes: number, count: number, room: number, profile: Profile): number {
  const sizes = sizesOf(row, profile);
  if (!sizes) return bytes;
  return sizes.find((size) => room === count * size) ?? sizes.find((size) => room > 0 && room % size === 0) ?? sizes[0] ?? bytes;
}

/** Bytes of the object that begins at `at`, with a text whose length stands before it. */
function variableBytes(row: UnitType, unit: Uint8Array, at: number): number {
  let bytes = 0;
  for (const { form } of row.fields) bytes += form === 'text' ? 1 + (unit[at + bytes] ?? 0) : FORM_BYTES[form];
  return bytes;
}
