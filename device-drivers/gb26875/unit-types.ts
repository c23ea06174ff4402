// The types of a data unit and, byte by byte, what their objects are made of: one table for reading, writing and explaining.
import { type Words, words } from '../words.ts';
import type { UnitObject } from './unit-object.ts';

/** How a part of an object stands on the wire; numbers have their low byte first. */
export type FieldForm =
  | 'u8'
  | 'u16'
  | 'u32'
  /** i16, or u16 where the profile says so of the analogue type. */
  | 'raw'
  /** A time tag, 6 bytes; a short device state leaves it out. */
  | 'time'
  /** 31 bytes of text; a short part state leaves it out. */
  | 'description'
  /** A length byte and so many bytes of text. */
  | 'text'
  /** A byte that must be 0. */
  | 'reserved';

/** One part of an object, in the order of the wire. */
export interface ObjectField {
  /** Its name in the `UnitObject`. */
  readonly key: string;
  readonly form: FieldForm;
  readonly title: Words;
}

/** A type of data unit, GB/T 26875.3-2011, 8.1 and 8.3. */
export interface UnitType {
  readonly is: UnitObject['is'];
  readonly title: Words;
  /** Up: from the transmission device to the centre. */
  readonly direction: 'up' | 'down';
  /** The most objects of one data unit. */
  readonly most: number;
  /** Bytes of one object in the standard's form. */
  readonly bytes: number | 'variable';
  /** The command byte with which it goes by itself; an answer to a request goes with 5. */
  readonly command: 1 | 2 | 4;
  /** The type that answers it. */
  readonly reply?: number;
  readonly fields: readonly ObjectField[];
}

/** Bytes of each form that has a fixed size. */
export const FORM_BYTES: Readonly<Record<Exclude<FieldForm, 'text'>, number>> = {
  u8: 1,
  u16: 2,
  u32: 4,
  raw: 2,
  time: 6,
  // 8.2.1.2.
  description: 31,
  reserved: 1,
};

function field(key: string, form: FieldForm, zh: string, en: string): ObjectField {
  return { key, form, title: words(zh, en) };
}

const SYSTEM = [field('systemType', 'u8', '系统类型', 'System type'), field('systemAddress', 'u8', '系统地址', 'System address')];
const PART_TYPE = field('partType', 'u8', '部件类型', 'Part type');
const PART_ADDRESS = field('partAddress', 'u32', '部件地址', 'Part address');
const PART = [...SYSTEM, PART_TYPE, PART_ADDRESS];
const DESCRIPTION = field('description', 'description', '部件说明', 'Description');
const TEXT = field('text', 'text', '说明', 'Text');
const VERSION = [field('main', 'u8', '主版本号', 'Main version'), field('sub', 'u8', '次版本号', 'Sub version')];
const OPERATION = [field('operations', 'u8', '操作标志', 'Operation'), field('operator', 'u8', '操作员编号', 'Operator')];
const OPERATED_AT = field('time', 'time', '操作时间', 'Operated at');
const HAPPENED_AT = field('time', 'time', '状态发生时间', 'Happened at');
const CLOCK = field('time', 'time', '系统时间', 'Clock');
const RECORDS = [field('count', 'u8', '记录数目', 'Records'), field('from', 'time', '起始时间', 'From')];
const RESERVED = [field('reserved', 'reserved', '预留', 'Reserved')];

function up(is: UnitObject['is'], zh: string, en: string, most: number, fields: readonly ObjectField[]): UnitType {
  return { is, title: words(zh, en), direction: 'up', most, bytes: bytesOf(fields), command: 2, fields };
}

/** A request, with the type that answers it. */
function read(reply: number, is: UnitObject['is'], zh: string, en: string, most: number, fields: readonly ObjectField[]): UnitType {
  return { is, title: words(zh, en), direction: 'down', most, bytes: bytesOf(fields), command: 4, reply, fields };
}

function control(is: UnitObject['is'], zh: string, en: string, fields: readonly ObjectField[]): UnitType {
  return { is, title: words(zh, en), direction: 'down', most: 1, bytes: bytesOf(fields), command: 1, fields };
}

function bytesOf(fields: readonly ObjectField[]): number | 'variable' {
  let bytes = 0;
  for (const { form } of fields) {
    if (form === 'text') return 'variable';
    bytes += FORM_BYTES[form];
  }
  return bytes;
}

/** Every type that the standard defines. The others are reserved (to 127) or the user's (128 to 254; 255 is not mentioned). */
export const UNIT_TYPES: ReadonlyMap<number, UnitType> = new Map([
  [
    1,
    up('system-state', '建筑消防设施系统状态', 'Facility system state', 102, [
      ...SYSTEM,
      field('status', 'u16', '系统状态', 'System status'),
      HAPPENED_AT,
    ]),
  ],
  [
    2,
    up('part-state', '建筑消防设施部件运行状态', 'Facility part state', 22, [
      ...PART,
      field('status', 'u16', '部件状态', 'Part status'),
      DESCRIPTION,
      HAPPENED_AT,
    ]),
  ],
  [
    3,
    up('analogue', '建筑消防设施部件模拟量值', 'Analogue value of a part', 63, [
      ...PART,
      field('analogueType', 'u8', '模拟量类型', 'Analogue type'),
      field('raw', 'raw', '模拟量值', 'Analogue value'),
      field('time', 'time', '采样时间', 'Sampled at'),
    ]),
  ],
  [4, up('facility-operation', '建筑消防设施操作信息', 'Operation at a facility', 102, [...SYSTEM, ...OPERATION, OPERATED_AT])],
  [5, up('facility-version', '建筑消防设施软件版本', 'Facility software version', 1, [...SYSTEM, ...VERSION])],
  [6, up('system-configuration', '建筑消防设施系统配置情况', 'Facility system configuration', 3, [...SYSTEM, TEXT])],
  [7, up('part-configuration', '建筑消防设施部件配置情况', 'Facility part configuration', 26, [...PART, DESCRIPTION])],
  [8, up('facility-time', '建筑消防设施系统时间', 'Facility clock', 1, [...SYSTEM, CLOCK])],
  [
    21,
    up('device-state', '用户信息传输装置运行状态', 'Transmission device state', 1, [
      field('status', 'u8', '运行状态', 'Device status'),
      HAPPENED_AT,
    ]),
  ],
  [24, up('device-operation', '用户信息传输装置操作信息', 'Operation at the transmission device', 127, [...OPERATION, OPERATED_AT])],
  [25, up('device-version', '用户信息传输装置软件版本', 'Transmission device software version', 1, VERSION)],
  [26, up('device-configuration', '用户信息传输装置配置情况', 'Transmission device configuration', 1, [TEXT])],
  [28, up('device-time', '用户信息传输装置系统时间', 'Transmission device clock', 1, [CLOCK])],
  [61, read(1, 'read-system-state', '读建筑消防设施系统状态', 'Read facility system state', 102, SYSTEM)],
  [62, read(2, 'read-part-state', '读建筑消防设施部件运行状态', 'Read facility part state', 22, [...SYSTEM, PART_ADDRESS])],
  [63, read(3, 'read-analogue', '读建筑消防设施部件模拟量值', 'Read analogue value of a part', 63, [...SYSTEM, PART_ADDRESS])],
  [64, read(4, 'read-facility-operations', '读建筑消防设施操作信息', 'Read operations at a facility', 1, [...SYSTEM, ...RECORDS])],
  [65, read(5, 'read-facility-version', '读建筑消防设施软件版本', 'Read facility software version', 1, SYSTEM)],
  [66, read(6, 'read-system-configuration', '读建筑消防设施系统配置情况', 'Read facility system configuration', 3, SYSTEM)],
  [67, read(7, 'read-part-configuration', '读建筑消防设施部件配置情况', 'Read facility part configuration', 26, [...SYSTEM, PART_ADDRESS])],
  [68, read(8, 'read-facility-time', '读建筑消防设施系统时间', 'Read facility clock', 1, SYSTEM)],
  [81, read(21, 'read-device-state', '读用户信息传输装置运行状态', 'Read transmission device state', 1, RESERVED)],
  [84, read(24, 'read-device-operations', '读用户信息传输装置操作信息记录', 'Read operations at the transmission device', 1, RECORDS)],
  [85, read(25, 'read-device-version', '读用户信息传输装置软件版本', 'Read transmission device software version', 1, RESERVED)],
  [86, read(26, 'read-device-configuration', '读用户信息传输装置配置情况', 'Read transmission device configuration', 1, RESERVED)],
  [88, read(28, 'read-device-time', '读用户信息传输装置系统时间', 'Read transmission device clock', 1, RESERVED)],
  [89, control('initialise', '初始化用户信息传输装置', 'Initialise the transmission device', RESERVED)],
  [90, control('set-clock', '同步用户信息传输装置时钟', 'Set the clock of the transmission device', [CLOCK])],
  [91, control('duty-check', '查岗命令', 'Duty check', [field('minutes', 'u8', '应答时限', 'Minutes to answer')])],
]);

/** The code of each type by its name. */
export const CODES: ReadonlyMap<UnitObject['is'], number> = new Map([...UNIT_TYPES].map(([code, { is }]) => [is, code]));
