// The code tables of GB/T 26875.3-2011, 8.2.1, in both languages; what is not here is reserved.
import { type Words, words } from '../words.ts';

/** System types, table 4: code to name. */
export const SYSTEM_TYPES: ReadonlyMap<number, Words> = new Map([
  [0, words('通用', 'General')],
  [1, words('火灾报警系统', 'Fire alarm system')],
  [10, words('消防联动控制器', 'Fire linkage controller')],
  [11, words('消火栓系统', 'Hydrant system')],
  [12, words('自动喷水灭火系统', 'Sprinkler system')],
  [13, words('气体灭火系统', 'Gas extinguishing system')],
  [14, words('水喷雾灭火系统(泵启动方式)', 'Water spray system (pump started)')],
  [15, words('水喷雾灭火系统(压力容器启动方式)', 'Water spray system (pressure vessel started)')],
  [16, words('泡沫灭火系统', 'Foam extinguishing system')],
  [17, words('干粉灭火系统', 'Powder extinguishing system')],
  [18, words('防烟排烟系统', 'Smoke control system')],
  [19, words('防火门及卷帘系统', 'Fire door and shutter system')],
  [20, words('消防电梯', 'Firefighters lift')],
  [21, words('消防应急广播', 'Emergency broadcast')],
  [22, words('消防应急照明和疏散指示系统', 'Emergency lighting and evacuation signs')],
  [23, words('消防电源', 'Fire power supply')],
  [24, words('消防电话', 'Fire telephone')],
]);

/** Part types, table 5: code to name. */
export const PART_TYPES: ReadonlyMap<number, Words> = new Map([
  [0, words('通用', 'General')],
  [1, words('火灾报警控制器', 'Fire alarm control panel')],
  [10, words('可燃气体探测器', 'Combustible gas detector')],
  [11, words('点型可燃气体探测器', 'Point combustible gas detector')],
  [12, words('独立式可燃气体探测器', 'Stand-alone combustible gas detector')],
  [13, words('线型可燃气体探测器', 'Line combustible gas detector')],
  [16, words('电气火灾监控报警器', 'Electrical fire alarm unit')],
  [17, words('剩余电流式电气火灾监控探测器', 'Residual current electrical fire detector')],
  [18, words('测温式电气火灾监控探测器', 'Temperature electrical fire detector')],
  [21, words('探测回路', 'Detection loop')],
  [22, words('火灾显示盘', 'Fire repeater panel')],
  [23, words('手动火灾报警按钮', 'Manual call point')],
  [24, words('消火栓按钮', 'Hydrant button')],
  [25, words('火灾探测器', 'Fire detector')],
  [30, words('感温火灾探测器', 'Heat detector')],
  [31, words('点型感温火灾探测器', 'Point heat detector')],
  [32, words('点型感温火灾探测器(S型)', 'Point heat detector (type S)')],
  [33, words('点型感温火灾探测器(R型)', 'Point heat detector (type R)')],
  [34, words('线型感温火灾探测器', 'Line heat detector')],
  [35, words('线型感温火灾探测器(S型)', 'Line heat detector (type S)')],
  [36, words('线型感温火灾探测器(R型)', 'Line heat detector (type R)')],
  [37, words('光纤感温火灾探测器', 'Optical fibre heat detector')],
  [40, words('感烟火灾探测器', 'Smoke detector')],
  [41, words('点型离子感烟火灾探测器', 'Point ionisation smoke detector')],
  [42, words('点型光电感烟火灾探测器', 'Point optical smoke detector')],
  [43, words('线型光束感烟火灾探测器', 'Line beam smoke detector')],
  [44, words('吸气式感烟火灾探测器', 'Aspirating smoke detector')],
  [50, words('复合式火灾探测器', 'Combined fire detector')],
  [51, words('复合式感烟感温火灾探测器', 'Combined smoke and heat detector')],
  [52, words('复合式感光感温火灾探测器', 'Combined flame and heat detector')],
  [53, words('复合式感光感烟火灾探测器', 'Combined flame and smoke detector')],
  [61, words('紫外火焰探测器', 'Ultraviolet flame detector')],
  [62, words('红外火焰探测器', 'Infrared flame detector')],
  [69, words('感光火灾探测器', 'Flame detector')],
  [74, words('气体探测器', 'Gas detector')],
  [78, words('图像摄像方式火灾探测器', 'Video fire detector')],
  [79, words('感声火灾探测器', 'Acoustic fire detector')],
  [81, words('气体灭火控制器', 'Gas extinguishing controller')],
  [82, words('消防电气控制装置', 'Fire electrical control unit')],
  [83, words('消防控制室图形显示装置', 'Control room graphic display')],
  [84, words('模块', 'Module')],
  [85, words('输入模块', 'Input module')],
  [86, words('输出模块', 'Output module')],
  [87, words('输入/输出模块', 'Input and output module')],
  [88, words('中继模块', 'Relay module')],
  [91, words('消防水泵', 'Fire pump')],
  [92, words('消防水箱', 'Fire water tank')],
  [95, words('喷淋泵', 'Sprinkler pump')],
  [96, words('水流指示器', 'Water flow indicator')],
  [97, words('信号阀', 'Signal valve')],
  [98, words('报警阀', 'Alarm valve')],
  [99, words('压力开关', 'Pressure switch')],
  [101, words('阀驱动装置', 'Valve actuator')],
  [102, words('防火门', 'Fire door')],
  [103, words('防火阀', 'Fire damper')],
  [104, words('通风空调', 'Ventilation and air conditioning')],
  [105, words('泡沫液泵', 'Foam concentrate pump')],
  [106, words('管网电磁阀', 'Pipe network solenoid valve')],
  [111, words('防烟排烟风机', 'Smoke control fan')],
  [113, words('排烟防火阀', 'Smoke exhaust fire damper')],
  [114, words('常闭送风口', 'Normally closed air supply outlet')],
  [115, words('排烟口', 'Smoke exhaust outlet')],
  [116, words('电控挡烟垂壁', 'Electric smoke curtain')],
  [117, words('防火卷帘控制器', 'Fire shutter controller')],
  [118, words('防火门监控器', 'Fire door monitor')],
  [121, words('警报装置', 'Sounder')],
]);

/** The name of a system type, 0 to 255; reserved and user-defined codes by their number. */
export function systemTypeName(code: number): Words {
  return SYSTEM_TYPES.get(code) ?? unnamed(code);
}

/** The name of a part type, 0 to 255; reserved and user-defined codes by their number. */
export function partTypeName(code: number): Words {
  return PART_TYPES.get(code) ?? unnamed(code);
}

/** A code that the standard does not name: to 127 it keeps them for itself, from 128 they are the user's. */
export function unnamed(code: number): Words {
  return code < 128 ? words(`预留 ${code}`, `Reserved ${code}`) : words(`用户自定义 ${code}`, `User-defined ${code}`);
}

/** What one bit of a status or operation byte says when it is 1. */
export interface Bit<Key extends string = string> {
  readonly key: Key;
  readonly title: Words;
}

function bit<Key extends string>(key: Key, zh: string, en: string): Bit<Key> {
  return { key, title: words(zh, en) };
}

const NORMAL = bit('normal', '正常运行', 'Normal run');
const FIRE = bit('fire', '火警', 'Fire');
const FAULT = bit('fault', '故障', 'Fault');
const SHIELDED = bit('shielded', '屏蔽', 'Shielded');
const SUPERVISORY = bit('supervisory', '监管', 'Supervisory');
const STARTED = bit('started', '启动', 'Started');
const FEEDBACK = bit('feedback', '反馈', 'Feedback');
const DELAYED = bit('delayed', '延时', 'Delayed');
const MAINS_LOST = bit('mainsLost', '主电故障', 'Mains power fault');
const BACKUP_LOST = bit('backupLost', '备电故障', 'Backup power fault');

/** Bits 0 to 7, the same in system and part. */
const COMMON_BITS = [NORMAL, FIRE, FAULT, SHIELDED, SUPERVISORY, STARTED, FEEDBACK, DELAYED] as const;

/** System status, figure 6; the index is the bit, undefined is reserved. Bit 0 at 0 says test, bit 5 stopped, bit 11 automatic. */
export const SYSTEM_BITS = [
  ...COMMON_BITS,
  MAINS_LOST,
  BACKUP_LOST,
  bit('busFault', '总线故障', 'Bus fault'),
  bit('manual', '手动状态', 'Manual mode'),
  bit('configurationChanged', '配置改变', 'Configuration changed'),
  bit('reset', '复位', 'Reset'),
  undefined,
  undefined,
] as const;

/** Part status, figure 7. */
export const PART_BITS = [
  ...COMMON_BITS,
  bit('powerLost', '电源故障', 'Power fault'),
  undefined,
  undefined,
  undefined,
  undefined,
  undefined,
  undefined,
  undefined,
] as const;

/** Status of a transmission device, figure 13. */
export const DEVICE_BITS = [
  bit('normal', '正常监视', 'Normal monitoring'),
  FIRE,
  FAULT,
  MAINS_LOST,
  BACKUP_LOST,
  bit('centreLost', '与监控中心通信信道故障', 'Channel to the centre faulty'),
  bit('lineLost', '监测连接线路故障', 'Line to the facilities faulty'),
  undefined,
] as const;

const RESET = bit('reset', '复位', 'Reset');
const SILENCE = bit('silence', '消音', 'Silence');
const MANUAL_ALARM = bit('manualAlarm', '手动报警', 'Manual alarm');
const CLEARED = bit('cleared', '警情消除', 'Alarm cleared');
const SELF_TEST = bit('selfTest', '自检', 'Self-test');
const TEST = bit('test', '测试', 'Test');

/** Operation bits 0 to 4, the same at a facility and at a device. */
const COMMON_OPERATIONS = [RESET, SILENCE, MANUAL_ALARM, CLEARED, SELF_TEST] as const;

/** Operations at a facility (type 4), figure 9. */
export const FACILITY_OPERATIONS = [...COMMON_OPERATIONS, bit('confirm', '确认', 'Confirm'), TEST, undefined] as const;

/** Operations at a transmission device (type 24), figure 14. */
export const DEVICE_OPERATIONS = [...COMMON_OPERATIONS, bit('dutyReply', '查岗应答', 'Duty reply'), TEST, undefined] as const;

/** An analogue type: value = raw × step, valid from `lowest` to `highest` in the unit. */
export interface Analogue {
  readonly title: Words;
  readonly unit: string;
  readonly lowest: number;
  readonly highest: number;
  readonly step: number;
}

function analogue(title: Words, unit: string, lowest: number, highest: number, step: number): Analogue {
  return { title, unit, lowest, highest, step };
}

/** Analogue types, table 6. 0 is unused, 13 to 127 reserved, the rest the user's (see `Profile`). */
export const ANALOGUES: ReadonlyMap<number, Analogue> = new Map([
  [1, analogue(words('事件计数', 'Event count'), '件', 0, 32_000, 1)],
  [2, analogue(words('高度', 'Height'), 'm', 0, 320, 0.01)],
  [3, analogue(words('温度', 'Temperature'), '°C', -273, 3200, 0.1)],
  [4, analogue(words('压力', 'Pressure'), 'MPa', 0, 3200, 0.1)],
  [5, analogue(words('压力', 'Pressure'), 'kPa', 0, 3200, 0.1)],
  [6, analogue(words('气体浓度', 'Gas concentration'), '%LEL', 0, 100, 0.1)],
  [7, analogue(words('时间', 'Time'), 's', 0, 32_000, 1)],
  [8, analogue(words('电压', 'Voltage'), 'V', 0, 3200, 0.1)],
  [9, analogue(words('电流', 'Current'), 'A', 0, 3200, 0.1)],
  [10, analogue(words('流量', 'Flow'), 'L/s', 0, 3200, 0.1)],
  [11, analogue(words('风量', 'Air flow'), 'm³/min', 0, 3200, 0.1)],
  [12, analogue(words('风速', 'Wind speed'), 'm/s', 0, 20, 1)],
]);
