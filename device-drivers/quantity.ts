// The closed vocabulary of what can be known: the only place that knows a unit, a plausible range or a title.
import { type Words, words } from './words.ts';

/** A measured number. */
export interface NumberQuantity {
  readonly kind: 'number';
  /** UCUM-like unit as a person reads it: MPa, m, mA, °C, %LEL … */
  readonly unit: string;
  /** What the instrument can plausibly say; a value outside is a bad reading, not an alarm. */
  readonly range: readonly [lowest: number, highest: number];
  /** Decimals shown to a person. */
  readonly decimals: number;
  readonly title: Words;
}

/** A thing that is so or is not. `on` names the state that is worth a word. */
export interface FlagQuantity {
  readonly kind: 'flag';
  readonly title: Words;
  readonly on: Words;
  readonly off: Words;
}

/** One of a closed list of states. `normal` is the state in which nothing is the matter. */
export interface StateQuantity {
  readonly kind: 'state';
  readonly title: Words;
  readonly states: Readonly<Record<string, Words>>;
  readonly normal: string;
}

export type Quantity = NumberQuantity | FlagQuantity | StateQuantity;

function number(unit: string, lowest: number, highest: number, decimals: number, title: Words): NumberQuantity {
  return { kind: 'number', unit, range: [lowest, highest], decimals, title };
}

function flag(title: Words, on: Words, off: Words = words('正常', 'Normal')): FlagQuantity {
  return { kind: 'flag', title, on, off };
}

function state(title: Words, normal: string, states: Readonly<Record<string, Words>>): StateQuantity {
  return { kind: 'state', title, states, normal };
}

/** The states of a fire or gas detector's head. `test` and `silenced` are never `normal`: they do not end an alarm. */
const DETECTOR_STATES = {
  normal: words('正常', 'Normal'),
  prealarm: words('预警', 'Pre-alarm'),
  alarm: words('报警', 'Alarm'),
  test: words('测试', 'Test'),
  silenced: words('已消音', 'Silenced'),
} as const;

export const QUANTITIES = {
  // A transmitter at zero drifts to both sides; an empty pipe must read low, not bad.
  'water.pressure': number('MPa', -0.1, 4, 3, words('水压', 'Water pressure')),
  'water.level': number('m', -0.1, 30, 2, words('液位', 'Water level')),
  'water.flow': number('L/s', 0, 200, 1, words('流量', 'Flow')),
  'smoke.alarm': state(words('烟感', 'Smoke detector'), 'normal', DETECTOR_STATES),
  'smoke.density': number('dB/m', 0, 10, 3, words('烟雾浓度', 'Smoke density')),
  'smoke.chamberDirt': number('%', 0, 100, 0, words('迷宫污染', 'Chamber dirt')),
  'heat.alarm': state(words('温感', 'Heat detector'), 'normal', DETECTOR_STATES),
  'heat.temperature': number('°C', -40, 150, 1, words('温度', 'Temperature')),
  'gas.alarm': state(words('可燃气体', 'Combustible gas detector'), 'normal', DETECTOR_STATES),
  'gas.concentration': number('%LEL', 0, 100, 1, words('燃气浓度', 'Gas concentration')),
  'gas.valveClosed': flag(words('燃气阀', 'Gas valve'), words('已关断', 'Closed'), words('开启', 'Open')),
  'callpoint.pressed': flag(words('手动报警按钮', 'Manual call point'), words('按下', 'Pressed')),
  'electric.residualCurrent': number('mA', 0, 3000, 0, words('剩余电流', 'Residual current')),
  'electric.cableTemperature': number('°C', -40, 200, 1, words('线缆温度', 'Cable temperature')),
  'electric.voltage': number('V', 0, 500, 1, words('电压', 'Voltage')),
  'electric.arc': flag(words('故障电弧', 'Arc fault'), words('检出', 'Detected')),
  'pump.running': flag(words('水泵', 'Pump'), words('运行', 'Running'), words('停止', 'Stopped')),
  'pump.mode': state(words('水泵控制方式', 'Pump mode'), 'automatic', {
    automatic: words('自动', 'Automatic'),
    manual: words('手动', 'Manual'),
    off: words('停用', 'Off'),
  }),
  'pump.fault': flag(words('水泵故障', 'Pump fault'), words('故障', 'Fault')),
  'power.mainsLost': flag(words('主电', 'Mains power'), words('失电', 'Lost')),
  'valve.position': state(words('阀门', 'Valve'), 'open', {
    open: words('全开', 'Open'),
    partial: words('未全开', 'Partly open'),
    closed: words('关闭', 'Closed'),
  }),
  'door.position': state(words('防火门', 'Fire door'), 'closed', {
    closed: words('关闭', 'Closed'),
    open: words('开启', 'Open'),
    fault: words('故障', 'Fault'),
  }),
  'hydrant.tilt': number('°', 0, 180, 0, words('倾角', 'Tilt')),
  'hydrant.knock': flag(words('撞击', 'Knock'), words('检出', 'Detected')),
  'hydrant.capOpen': flag(words('闷盖', 'Cap'), words('打开', 'Open'), words('盖好', 'Closed')),
  'hydrant.outflow': flag(words('出水', 'Outflow'), words('出水', 'Flowing'), words('无', 'None')),
  'sounder.sounding': flag(words('声光警报', 'Sounder'), words('鸣响', 'Sounding'), words('静默', 'Silent')),
  'beacon.pir': flag(words('人体感应', 'Motion'), words('有人', 'Person near'), words('无人', 'Nobody')),
  'beacon.playing': flag(words('播报', 'Playing'), words('播报中', 'Playing'), words('静默', 'Silent')),
  'beacon.volume': number('%', 0, 100, 0, words('音量', 'Volume')),
  'solar.voltage': number('V', 0, 60, 1, words('太阳能电压', 'Solar voltage')),
  'battery.percent': number('%', 0, 100, 0, words('电量', 'Battery')),
  'battery.low': flag(words('电池', 'Battery'), words('欠压', 'Low')),
  'signal.rssi': number('dBm', -150, 0, 0, words('信号', 'Signal')),
  'tamper.removed': flag(words('拆除', 'Removal'), words('被拆除', 'Removed')),
  'fault.sensor': flag(words('传感器', 'Sensor'), words('故障', 'Fault')),
  'weather.temperature': number('°C', -60, 60, 1, words('气温', 'Air temperature')),
  'weather.humidity': number('%', 0, 100, 0, words('相对湿度', 'Relative humidity')),
  'weather.windSpeed': number('m/s', 0, 75, 1, words('风速', 'Wind speed')),
  'weather.windDirection': number('°', 0, 360, 0, words('风向', 'Wind direction')),
  'weather.rain': number('mm', 0, 500, 1, words('降水量', 'Rainfall')),
  // What a fire panel says of a part, a system or itself: the status bits of GB/T 26875.3-2011, 8.2.1.
  'state.fire': flag(words('火警', 'Fire'), words('报警', 'Alarm')),
  'state.fault': flag(words('故障', 'Fault'), words('故障', 'Fault')),
  'state.shielded': flag(words('屏蔽', 'Isolation'), words('屏蔽', 'Isolated'), words('未屏蔽', 'In service')),
  'state.supervisory': flag(words('监管', 'Supervision'), words('报警', 'Alarm')),
  'state.started': flag(words('启动', 'Start'), words('启动', 'Started'), words('停止', 'Stopped')),
  'state.feedback': flag(words('反馈', 'Feedback'), words('有反馈', 'Fed back'), words('无', 'None')),
  'state.delayed': flag(words('延时', 'Delay'), words('延时中', 'Delayed'), words('无', 'None')),
  'state.test': flag(words('测试状态', 'Test'), words('测试', 'Under test')),
  'state.manual': flag(words('控制方式', 'Control mode'), words('手动', 'Manual'), words('自动', 'Automatic')),
  'state.reset': flag(words('复位', 'Reset'), words('复位', 'Reset')),
  'state.configurationChanged': flag(words('配置', 'Configuration'), words('已改变', 'Changed'), words('未变', 'Unchanged')),
  'state.busFault': flag(words('总线', 'Bus'), words('故障', 'Fault')),
  'operation.manualAlarm': flag(words('手动报警', 'Manual alarm'), words('按下', 'Pressed')),
  'power.backupLost': flag(words('备电', 'Backup power'), words('故障', 'Fault')),
  'power.lost': flag(words('电源', 'Power'), words('故障', 'Fault')),
  'link.centreLost': flag(words('与监控中心的信道', 'Channel to the centre'), words('故障', 'Fault')),
  'link.lineLost': flag(words('监测连接线路', 'Line to the facilities'), words('故障', 'Fault')),
  'link.devicesLost': number('', 0, 100_000, 0, words('同时失联设备数', 'Devices lost together')),
  'duty.absent': flag(words('查岗', 'Duty check'), words('脱岗', 'Nobody there'), words('在岗', 'Present')),
  'paper.daysLeft': number('d', -100_000, 100_000, 0, words('距到期天数', 'Days until it runs out')),
  'electric.current': number('A', 0, 3200, 1, words('电流', 'Current')),
  'air.flow': number('m³/min', 0, 3200, 1, words('风量', 'Air flow')),
  'event.count': number('', 0, 32_000, 0, words('事件计数', 'Events')),
  'event.seconds': number('s', 0, 32_000, 0, words('时间', 'Time')),
  'battery.voltage': number('V', 0, 60, 2, words('电池电压', 'Battery voltage')),
  'link.online': flag(words('通信', 'Connection'), words('在线', 'Online'), words('离线', 'Offline')),
} as const satisfies Readonly<Record<string, Quantity>>;

export type QuantityId = keyof typeof QUANTITIES;

/** What a reading of a quantity can be: number, flag (boolean) or one of its states (string). */
export type Value = number | boolean | string;

/** The quantity of that id. */
export function quantity(id: QuantityId): Quantity {
  return QUANTITIES[id];
}

/** Whether a text names a quantity of the vocabulary. */
export function isQuantityId(text: string): text is QuantityId {
  return Object.hasOwn(QUANTITIES, text);
}

/** Whether a value is of the quantity's kind and inside its plausible range. Never throws, whatever the value. */
export function isPlausible(id: QuantityId, value: unknown): value is Value {
  const known: Quantity = QUANTITIES[id];
  if (known.kind === 'number') {
    return typeof value === 'number' && value >= known.range[0] && value <= known.range[1];
  }
  if (known.kind === 'flag') return typeof value === 'boolean';
  return typeof value === 'string' && Object.hasOwn(known.states, value);
}
