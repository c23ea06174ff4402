// The meaning of a data unit in a line for each object, for a person.
import { type Words, words } from '../words.ts';
import { decodeUnit, UNIT_TYPES } from './data-unit.ts';
import { hexByte } from './explain-field.ts';
import { partTypeName, systemTypeName } from './names.ts';
import { type Profile, STANDARD } from './profile.ts';
import { readText } from './text.ts';
import { UNIT_FAULTS, unitTypeName } from './unit-fields.ts';
import type { UnitObject } from './unit-object.ts';
import { UNIT_HEAD } from './unit-walk.ts';
import { analogueName, analogueText, bitsOf, bitWords, joined, placeText, same, timeWords } from './unit-words.ts';

/**
 * The meaning of a data unit: a line for each object, `火灾报警系统 0 · 手动火灾报警按钮 1-5 · 火警 · 三层东走廊手报`, and one for
 * each fault. At least one line. Never throws.
 */
export function say(unit: Uint8Array, profile: Profile = STANDARD): Words[] {
  if (unit.length === 0) return [words('空数据单元（登记、心跳或应答）', 'Empty data unit (registration, heartbeat or answer)')];
  if (unit.length === 1 && profile.heartbeat?.ask === unit[0]) return [words('心跳', 'Heartbeat')];
  if (unit.length === 1 && profile.heartbeat?.answer === unit[0]) return [words('心跳应答', 'Answer to a heartbeat')];
  if (unit.length < UNIT_HEAD) return [words(`单字节数据单元 ${hexByte(unit[0] ?? 0)}`, `Data unit of one byte ${hexByte(unit[0] ?? 0)}`)];
  const { type, objects, faults } = decodeUnit(unit, profile);
  const title = unitTypeName(type, UNIT_TYPES.get(type));
  const lines = objects.map((object) => joined(sayObject(object, profile), ' · '));
  for (const fault of faults) lines.push(joined([title, UNIT_FAULTS[fault]], '：', ': '));
  return lines;
}

function sayObject(object: UnitObject, profile: Profile): Words[] {
  switch (object.is) {
    case 'system-state':
      return [systemOf(object), bitWords(bitsOf(object.is) ?? [], object.status)];
    case 'part-state':
      return [systemOf(object), partOf(object, profile), bitWords(bitsOf(object.is) ?? [], object.status), ...textOf(object.description)];
    case 'analogue':
      return [systemOf(object), partOf(object, profile), analogueOf(object, profile)];
    case 'facility-operation':
      return [systemOf(object), ...operationOf(object)];
    case 'facility-version':
      return [systemOf(object), versionOf(object)];
    case 'system-configuration':
      return [systemOf(object), ...textOf(object.text)];
    case 'part-configuration':
      return [systemOf(object), partOf(object, profile), ...textOf(object.description)];
    case 'facility-time':
      return [systemOf(object), clockOf(object)];
    case 'device-state':
      return [DEVICE, bitWords(bitsOf(object.is) ?? [], object.status)];
    case 'device-operation':
      return [DEVICE, ...operationOf(object)];
    case 'device-version':
      return [DEVICE, versionOf(object)];
    case 'device-configuration':
      return [DEVICE, ...textOf(object.text)];
    case 'device-time':
      return [DEVICE, clockOf(object)];
    case 'set-clock':
      return [TITLES[object.is], timeWords(object.time)];
    case 'duty-check':
      return [TITLES[object.is], words(`${object.minutes} 分钟内应答`, `answer within ${object.minutes} min`)];
    case 'read-part-state':
    case 'read-analogue':
    case 'read-part-configuration':
      return [TITLES[object.is], systemOf(object), same(placeText(object.partAddress, profile))];
    case 'read-facility-operations':
      return [TITLES[object.is], systemOf(object), recordsOf(object)];
    case 'read-device-operations':
      return [TITLES[object.is], recordsOf(object)];
    case 'read-system-state':
    case 'read-facility-version':
    case 'read-system-configuration':
    case 'read-facility-time':
      return [TITLES[object.is], systemOf(object)];
    default:
      return [TITLES[object.is]];
  }
}

const DEVICE = words('用户信息传输装置', 'Transmission device');
const TITLES = Object.fromEntries([...UNIT_TYPES.values()].map(({ is, title }) => [is, title])) as Record<UnitObject['is'], Words>;

function systemOf({ systemType, systemAddress }: { readonly systemType: number; readonly systemAddress: number }): Words {
  return joined([systemTypeName(systemType), same(String(systemAddress))], ' ');
}

function partOf({ partType, partAddress }: { readonly partType: number; readonly partAddress: number }, profile: Profile): Words {
  return joined([partTypeName(partType), same(placeText(partAddress, profile))], ' ');
}

function analogueOf({ analogueType, raw }: { readonly analogueType: number; readonly raw: number }, profile: Profile): Words {
  return joined([analogueName(analogueType, profile), same(analogueText(analogueType, raw, profile))], ' ');
}

function operationOf(object: Extract<UnitObject, { is: 'facility-operation' | 'device-operation' }>): Words[] {
  const { operator } = object;
  return [bitWords(bitsOf(object.is) ?? [], object.operations), words(`操作员 ${operator}`, `operator ${operator}`)];
}

function versionOf({ main, sub }: { readonly main: number; readonly sub: number }): Words {
  return words(`软件版本 ${main}.${sub}`, `software version ${main}.${sub}`);
}

function clockOf({ time }: { readonly time: Uint8Array }): Words {
  return joined([words('系统时间', 'clock'), timeWords(time)], ' ');
}

function recordsOf({ count, from }: { readonly count: number; readonly from: Uint8Array }): Words {
  const since = timeWords(from);
  return words(`自 ${since.zh} 起 ${count} 条`, `${count} records from ${since.en}`);
}

function textOf(bytes: Uint8Array): Words[] {
  const text = readText(bytes);
  return text ? [same(text)] : [];
}
