// What the centre can ask of a transmission device, as commands of the house, and the data unit that each becomes.
import type { Command } from '../command.ts';
import type { CommandArgument, CommandSpec } from '../driver.ts';
import { words } from '../words.ts';
import { encodeUnit, type UnitObject } from './data-unit.ts';
import { COMMAND } from './packet.ts';
import { writeTimeTag } from './time-tag.ts';

/** Four transmissions at 10 s each (GB/T 26875.3-2011, 6.5) and some for a device that comes back. */
const EXPIRES_AFTER_S = 90;
const HOUR_MS = 3_600_000;

const byte = (zh: string, en: string, otherwise: number): CommandArgument => ({
  type: 'number',
  title: words(zh, en),
  lowest: 0,
  highest: 255,
  otherwise,
});
const partAddress: CommandArgument = {
  type: 'number',
  title: words('部件地址（四字节数值）', 'Part address (four bytes as a number)'),
  lowest: 0,
  highest: 0xffff_ffff,
};
const system = { systemType: byte('系统类型', 'System type', 1), systemAddress: byte('系统地址', 'System address', 0) };
const part = { ...system, partAddress };
const records: CommandSpec['arguments'] = {
  // At most 102 records fit a reply (8.3.2.4).
  count: { type: 'number', title: words('条数', 'Records'), lowest: 1, highest: 102, otherwise: 20 },
  hours: { type: 'number', title: words('自多少小时前起', 'From so many hours ago'), lowest: 0, highest: 8_760, unit: 'h', otherwise: 24 },
};

type Given = (name: string) => number;

interface Row {
  readonly spec: CommandSpec;
  readonly command: number;
  /** `now`: ms since 1970. */
  object(given: Given, now: number): UnitObject;
}

function row(
  [id, zh, en]: readonly [string, string, string],
  args: CommandSpec['arguments'],
  object: Row['object'],
  command: number = COMMAND.request,
  more: Pick<CommandSpec, 'grave' | 'internal' | 'proves'> = {},
): Row {
  return { spec: { id, title: words(zh, en), arguments: args, expiresAfter: EXPIRES_AFTER_S, ...more }, command, object };
}

const ofSystem = (given: Given) => ({ systemType: given('systemType'), systemAddress: given('systemAddress') });
const ofPart = (given: Given) => ({ ...ofSystem(given), partAddress: given('partAddress') });
const ofRecords = (given: Given, now: number) => ({ count: given('count'), from: writeTimeTag(now - given('hours') * HOUR_MS) });

const ROWS: readonly Row[] = [
  row(
    ['read-device-state', '读装置运行状态（巡检）', 'Read device state (inspection)'],
    {},
    () => ({ is: 'read-device-state' }),
    COMMAND.request,
    { proves: true },
  ),
  row(['read-device-operations', '读装置操作记录', 'Read device operations'], records, (given, now) => ({
    is: 'read-device-operations',
    ...ofRecords(given, now),
  })),
  row(['read-device-version', '读装置软件版本', 'Read device version'], {}, () => ({ is: 'read-device-version' })),
  row(['read-device-configuration', '读装置配置', 'Read device configuration'], {}, () => ({ is: 'read-device-configuration' })),
  row(['read-device-time', '读装置时间', 'Read device time'], {}, () => ({ is: 'read-device-time' })),
  row(['read-system-state', '读系统状态', 'Read system state'], system, (given) => ({ is: 'read-system-state', ...ofSystem(given) })),
  row(['read-part-state', '读部件状态', 'Read part state'], part, (given) => ({ is: 'read-part-state', ...ofPart(given) })),
  row(['read-analogue', '读部件模拟量', 'Read analogue value'], part, (given) => ({ is: 'read-analogue', ...ofPart(given) })),
  row(['read-facility-operations', '读设施操作记录', 'Read facility operations'], { ...system, ...records }, (given, now) => ({
    is: 'read-facility-operations',
    ...ofSystem(given),
    ...ofRecords(given, now),
  })),
  row(['read-facility-version', '读设施软件版本', 'Read facility version'], system, (given) => ({
    is: 'read-facility-version',
    ...ofSystem(given),
  })),
  row(['read-system-configuration', '读系统配置', 'Read system configuration'], system, (given) => ({
    is: 'read-system-configuration',
    ...ofSystem(given),
  })),
  row(['read-part-configuration', '读部件配置', 'Read part configuration'], part, (given) => ({
    is: 'read-part-configuration',
    ...ofPart(given),
  })),
  row(['read-facility-time', '读设施系统时间', 'Read facility time'], system, (given) => ({
    is: 'read-facility-time',
    ...ofSystem(given),
  })),
  row(
    ['set-clock', '同步装置时钟', 'Set the device clock'],
    {},
    (_given, now) => ({ is: 'set-clock', time: writeTimeTag(now) }),
    COMMAND.control,
  ),
  row(['initialise', '初始化装置', 'Initialise the device'], {}, () => ({ is: 'initialise' }), COMMAND.control, { grave: true }),
  row(
    ['duty-check', '查岗', 'Duty check'],
    { minutes: { type: 'number', title: words('应答时限', 'Answer within'), lowest: 1, highest: 255, unit: 'min', otherwise: 3 } },
    (given) => ({ is: 'duty-check', minutes: given('minutes') }),
    COMMAND.control,
    { internal: true },
  ),
];

/** The commands that a transmission device knows. */
export const CENTRE_COMMANDS: readonly CommandSpec[] = ROWS.map(({ spec }) => spec);

/** The command byte and the data unit of a command at `now` (ms since 1970); undefined for one that is not the centre's. */
export function requestOf(
  command: Pick<Command, 'command' | 'arguments'>,
  now: number,
): { readonly command: number; readonly unit: Uint8Array } | undefined {
  const found = ROWS.find(({ spec }) => spec.id === command.command);
  if (!found) return undefined;
  const given: Given = (name) => {
    const form = found.spec.arguments[name];
    const value = command.arguments[name] ?? (form?.type === 'number' ? form.otherwise : undefined);
    return typeof value === 'number' ? Math.floor(value) : 0;
  };
  return { command: found.command, unit: encodeUnit([found.object(given, now)]) };
}
