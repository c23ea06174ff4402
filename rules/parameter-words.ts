// What each parameter of a rule is called by a person; its name in the data is for programs alone.
import { QUANTITIES } from '../device-drivers/quantity.ts';
import { type Words, words } from '../device-drivers/words.ts';
import { type LimitUse, limitsOf } from './book.ts';
import { isOwnRule } from './own-rule.ts';
import type { Rule } from './rule.ts';

/** Of every parameter of the book; held by the laws of the book. */
export const PARAMETER_TITLES: Readonly<Record<string, Words>> = {
  airHot: words('高温气温限值', 'hot-air limit'),
  badValueHold: words('数值无效持续时间', 'time without a usable value'),
  batteryLow: words('电量下限', 'lowest battery charge'),
  cableTemperatureAlarm: words('线缆温度报警值', 'cable temperature alarm'),
  cableTemperatureHold: words('线缆温度持续时间', 'cable temperature hold'),
  cableTemperatureWarning: words('线缆温度预警值', 'cable temperature warning'),
  chamberDirtLimit: words('烟感迷宫污染限值', 'smoke chamber dirt limit'),
  doorOpenLongest: words('防火门最长开启时间', 'longest time that a fire door stands open'),
  flowHold: words('水流持续时间', 'water flow hold'),
  flowSeen: words('水流动作流量', 'flow that counts as flowing'),
  forestTankLevelLow: words('森林水池水位下限', 'lowest level of a forest tank'),
  gasHighAlarm: words('燃气高报值', 'gas high alarm'),
  gasLowAlarm: words('燃气低报值', 'gas low alarm'),
  gasTrace: words('燃气微量值', 'gas trace'),
  heatRise: words('温升速率限值', 'fast rise of temperature'),
  heatTemperatureHigh: words('感温报警温度', 'heat alarm temperature'),
  heatTemperatureHold: words('感温持续时间', 'heat alarm hold'),
  humidityLow: words('湿度下限', 'lowest humidity'),
  hydrantPressureLow: words('消火栓水压下限', 'lowest hydrant pressure'),
  levelHold: words('水位异常持续时间', 'water level hold'),
  mainsLostHold: words('主电断电持续时间', 'mains loss hold'),
  municipalPressureLow: words('市政消火栓水压下限', 'lowest pressure of a municipal hydrant'),
  offlineAfter: words('离线判定时间', 'time until a device counts as offline'),
  pipePressureLow: words('管网水压下限', 'lowest pipe pressure'),
  playingLongest: words('最长播放时间', 'longest time of playing'),
  pressureFall: words('水压骤降幅度', 'fast fall of pressure'),
  pressureHigh: words('水压上限', 'highest water pressure'),
  pressureHold: words('水压异常持续时间', 'pressure hold'),
  pumpPressureHigh: words('水泵出口水压上限', 'highest pressure at a pump'),
  rainHeavy: words('暴雨雨量', 'heavy rain'),
  residualCurrentAlarm: words('剩余电流报警值', 'residual current alarm'),
  residualCurrentHold: words('剩余电流持续时间', 'residual current hold'),
  residualCurrentWarning: words('剩余电流预警值', 'residual current warning'),
  signalHold: words('信号弱持续时间', 'weak signal hold'),
  signalWeak: words('信号强度下限', 'weakest signal'),
  silenceLimit: words('失联判定时间', 'time until a device counts as silent'),
  smokeDensityHigh: words('烟雾浓度限值', 'smoke density limit'),
  smokeDensityHold: words('烟雾浓度持续时间', 'smoke density hold'),
  solarHold: words('太阳能欠压持续时间', 'weak sunlight hold'),
  solarLow: words('太阳能板电压下限', 'lowest voltage of a solar panel'),
  sprinklerPressureLow: words('喷淋水压下限', 'lowest sprinkler pressure'),
  sprinklerTestPressureLow: words('末端试水水压下限', 'lowest pressure at the sprinkler test point'),
  tankLevelFall: words('水位骤降幅度', 'fast fall of a tank level'),
  tankLevelHigh: words('水箱水位上限', 'highest tank level'),
  tankLevelLow: words('水箱水位下限', 'lowest tank level'),
  tankLevelWarning: words('水箱水位预警值', 'tank level warning'),
  tiltHold: words('倾斜持续时间', 'tilt hold'),
  tiltLimit: words('倾斜角度限值', 'tilt limit'),
  valveHold: words('阀门未全开持续时间', 'hold of a valve that is not open'),
  voltageHigh: words('电压上限', 'highest voltage'),
  voltageHold: words('电压异常持续时间', 'voltage hold'),
  voltageLow: words('电压下限', 'lowest voltage'),
  volumeLow: words('音量下限', 'lowest volume'),
  weatherHold: words('气象异常持续时间', 'weather hold'),
  windGale: words('大风风速', 'gale'),
  windStrong: words('强风风速', 'strong wind'),
};

/** What a parameter of the book is called; undefined for one of a rule of one's own, whose words are the rule's. */
export function bookTitle(name: string): Words | undefined {
  return Object.hasOwn(PARAMETER_TITLES, name) ? PARAMETER_TITLES[name] : undefined;
}

const HOLD = words('持续时间', 'hold');
const USES: Readonly<Record<LimitUse, Words>> = {
  hold: HOLD,
  above: words('高于', 'above'),
  below: words('低于', 'below'),
  rising: words('上升', 'rises by'),
  falling: words('下降', 'falls by'),
  silent: words('无消息时长', 'silent for'),
};

/** What a parameter is called where it stands for itself: `消火栓水压下限`; of a rule of one's own `冷库超温：气温高于`. `rule`: one that asks for it. */
export function parameterTitle(name: string, rule: Rule | undefined): Words {
  const said = rule && titleWithin(name, rule);
  if (!said || !isOwnRule(name)) return said ?? bookTitle(name) ?? words('限值', 'limit');
  return words(`${rule.title.zh}：${said.zh}`, `${rule.title.en}: ${said.en}`);
}

/** Likewise beside its rule: what is set by it, `气温高于`, with a number where the rule sets two limits alike. */
export function titleWithin(name: string, rule: Rule): Words {
  const uses = ownUses(rule);
  const use = uses.find((one) => one.name === name)?.use;
  if (use === undefined) return bookTitle(name) ?? rule.title;
  const { title } = QUANTITIES[rule.watches.quantity];
  const of = use === 'hold' ? HOLD : words(`${title.zh}${USES[use].zh}`, `${title.en.toLowerCase()} ${USES[use].en}`);
  const alike = uses.filter((one) => one.use === use).map((one) => one.name);
  const nth = alike.length > 1 ? ` ${alike.indexOf(name) + 1}` : '';
  return words(`${of.zh}${nth}`, `${of.en}${nth}`);
}

/** Each parameter of a rule's own once, by its first use. */
function ownUses(rule: Rule): { readonly name: string; readonly use: LimitUse }[] {
  const found = new Map<string, LimitUse>();
  for (const [limit, , , use] of limitsOf(rule))
    if (typeof limit !== 'number' && isOwnRule(limit.parameter) && !found.has(limit.parameter)) found.set(limit.parameter, use);
  return [...found].map(([name, use]) => ({ name, use }));
}
