// The bytes of a data unit, each named: type, count, and every part of every object.
import { type Words, words } from '../words.ts';
import type { UnitFault } from './data-unit.ts';
import { type Field, hexOf, type Said, sayTime, UNNAMED } from './explain-field.ts';
import { partTypeName, systemTypeName } from './names.ts';
import { type Profile, partPlace } from './profile.ts';
import { readText } from './text.ts';
import type { ObjectField, UnitType } from './unit-types.ts';
import { fieldBytes, MOST_RECORDS, mostOf, UNIT_HEAD, type Walk, walkUnit } from './unit-walk.ts';
import { analogueName, analogueText, bitsOf, bitWords, isOutOfRange, placeText } from './unit-words.ts';

/** The faults of a data unit in words. */
export const UNIT_FAULTS: Readonly<Record<UnitFault, Words>> = {
  'empty-unit': words('数据单元为空', 'The data unit is empty'),
  'no-objects': words('信息对象数目为 0', 'The count of objects is 0'),
  'too-many-objects': words('信息对象数目超限', 'Too many objects'),
  truncated: words('数据不完整', 'The data end too early'),
  'trailing-bytes': words('信息对象之后还有数据', 'Data behind the last object'),
  'unknown-type': words('未定义的类型，原样保存', 'Type not defined, kept raw'),
  'object-form': words('信息对象不合规', 'An object is out of form'),
};

/** The name of a type of data unit, 0 to 255. */
export function unitTypeName(type: number, row: UnitType | undefined): Words {
  if (row) return words(`${row.title.zh} ${type}`, `${row.title.en} ${type}`);
  if (type >= 128 && type < 255) return words(`用户自定义 ${type}`, `User-defined ${type}`);
  return words(`预留 ${type}`, `Reserved ${type}`);
}

/** Adds the fields of a data unit that is not empty; `offset`: where in the packet it begins. */
export function explainUnit(unit: Uint8Array, offset: number, profile: Profile, fields: Field[]): void {
  const walk = walkUnit(unit, profile);
  fields.push({ from: offset, to: offset + 1, title: words('类型标志', 'Type'), ...sayType(unit, walk, profile), depth: 1 });
  if (unit.length < UNIT_HEAD) return;
  fields.push({ from: offset + 1, to: offset + 2, title: words('信息对象数目', 'Objects'), ...sayCount(walk), depth: 1 });
  const { row, whole } = walk;
  let at = UNIT_HEAD;
  if (row) for (let n = 0; n < whole; n += 1) at = explainObject(unit, at, offset, { row, walk, profile, n }, fields);
  if (at >= unit.length) return;
  const fault = walk.faults.find((one) => one === 'unknown-type' || one === 'truncated' || one === 'trailing-bytes') ?? 'trailing-bytes';
  const value = hexOf(unit, at, unit.length);
  fields.push({ from: offset + at, to: offset + unit.length, title: UNNAMED, value, fault: UNIT_FAULTS[fault], depth: 1 });
}

interface Context {
  readonly row: UnitType;
  readonly walk: Walk;
  readonly profile: Profile;
  /** Which object, from 0. */
  readonly n: number;
}

function explainObject(unit: Uint8Array, start: number, offset: number, context: Context, fields: Field[]): number {
  const { row, walk } = context;
  let at = start;
  for (const field of row.fields) {
    let bytes = fieldBytes(row, field, walk.size);
    if (field.form === 'text') {
      bytes = unit[at] ?? 0;
      fields.push({ from: offset + at, to: offset + at + 1, title: titleOf(TEXT_LENGTH, context), value: String(bytes), depth: 2 });
      at += 1;
    }
    if (bytes === 0) continue;
    const said = sayField(field, unit.subarray(at, at + bytes), unit.subarray(start, at), context);
    fields.push({ from: offset + at, to: offset + at + bytes, title: titleOf(field.title, context), ...said, depth: 2 });
    at += bytes;
  }
  return at;
}

const TEXT_LENGTH = words('说明长度', 'Length of the text');

/** Of several objects each field tells which one it belongs to, from 1. */
function titleOf(title: Words, { walk, n }: Context): Words {
  return walk.whole < 2 ? title : words(`对象 ${n + 1} · ${title.zh}`, `Object ${n + 1} · ${title.en}`);
}

function sayType(unit: Uint8Array, { type, row }: Walk, { heartbeat }: Profile): Said {
  if (unit.length >= UNIT_HEAD)
    return row ? { value: unitTypeName(type, row) } : { value: unitTypeName(type, row), fault: UNIT_FAULTS['unknown-type'] };
  if (heartbeat?.ask === type) return { value: words('心跳', 'Heartbeat') };
  if (heartbeat?.answer === type) return { value: words('心跳应答', 'Answer to a heartbeat') };
  return { value: hexOf(unit, 0, 1), fault: UNIT_FAULTS.truncated };
}

function sayCount({ count, row, size, whole, faults }: Walk): Said {
  const value = String(count);
  if (faults.includes('no-objects')) return { value, fault: UNIT_FAULTS['no-objects'] };
  if (row && faults.includes('too-many-objects')) {
    return { value, fault: words(`最多 ${mostOf(row, size)} 个`, `${mostOf(row, size)} are the most`) };
  }
  if (faults.includes('truncated')) return { value, fault: words(`只有 ${whole} 个完整`, `Only ${whole} are whole`) };
  return { value };
}

/** A part's value; `before`: the bytes of its object in front of it. */
function sayField({ key, form }: ObjectField, bytes: Uint8Array, before: Uint8Array, { row, profile }: Context): Said {
  const number = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8);
  switch (key) {
    case 'systemType':
      return { value: coded(systemTypeName(number), number) };
    case 'partType':
      return { value: coded(partTypeName(number), number) };
    case 'partAddress':
      return { value: sayAddress(bytes, profile) };
    case 'analogueType':
      return { value: coded(analogueName(number, profile), number) };
    case 'raw':
      return sayAnalogue(before[before.length - 1] ?? 0, number, profile);
    case 'status':
    case 'operations':
      return { value: sayBits(row, number, bytes.length) };
    case 'count':
      return number > MOST_RECORDS
        ? { value: String(number), fault: words(`最多 ${MOST_RECORDS} 条`, `${MOST_RECORDS} are the most`) }
        : { value: String(number) };
    case 'minutes':
      return { value: words(`${number} 分钟`, `${number} min`) };
  }
  switch (form) {
    case 'time':
      return sayTime(bytes);
    case 'description':
    case 'text':
      return { value: readText(bytes) || words('（空）', '(empty)') };
    case 'reserved':
      return number === 0 ? { value: '00' } : { value: hexOf(bytes, 0, 1), fault: words('应为 0', 'Should be 0') };
    default:
      return { value: String(number) };
  }
}

function coded(name: Words, code: number): Words {
  return words(`${name.zh} (${code})`, `${name.en} (${code})`);
}

function sayAddress(bytes: Uint8Array, profile: Profile): Words {
  const address = ((bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8) | ((bytes[2] ?? 0) << 16) | ((bytes[3] ?? 0) << 24)) >>> 0;
  const place = partPlace(address, profile);
  if (!place) return words(placeText(address, profile), placeText(address, profile));
  const hex = hexOf(bytes, 0, 4);
  return words(`回路 ${place.loop} 点 ${place.point} (${hex})`, `Loop ${place.loop} point ${place.point} (${hex})`);
}

function sayAnalogue(type: number, word: number, profile: Profile): Said {
  const raw = (profile.analogues[type]?.signed ?? true) && word > 0x7fff ? word - 0x10000 : word;
  const value = `${analogueText(type, raw, profile)} (${raw})`;
  return isOutOfRange(type, raw, profile) ? { value, fault: words('超出有效范围', 'Out of the valid range') } : { value };
}

function sayBits(row: UnitType, number: number, bytes: number): Words {
  const said = bitWords(bitsOf(row.is) ?? [], number);
  const hex = `0x${number.toString(16).padStart(2 * bytes, '0')}`;
  return words(`${said.zh} (${hex})`, `${said.en} (${hex})`);
}
