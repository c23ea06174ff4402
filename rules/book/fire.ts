// Fire: detectors, call points, two points of a zone, gas, doors, sounders. No fire rule waits, every one latches.
import type { QuantityId } from '../../device-drivers/quantity.ts';
import { type Words, words } from '../../device-drivers/words.ts';
import type { Condition, Rule } from '../rule.ts';
import { clause, is, parameter, row, tooHigh } from './row.ts';

const VERIFY = words(
  '立即到现场核实；确认火灾的，拨打 119，启动应急预案，组织疏散',
  'Have it verified on the spot at once; if it burns, call 119, start the plan, evacuate',
);
const GAS = words(
  '立即关阀通风，不要开关电器，撤离后到室外报警',
  'Shut the valve, open the windows, touch no switch, leave and call from outside',
);

/** The states of one kind of head. Only `normal` ends an alarm: who silences or tests it has not put the fire out. */
function head(quantity: QuantityId, id: string, name: Words, advice: Words): Rule[] {
  const en = name.en;
  const text = clause('GB 26875.1-2011 4.1.2、4.1.3：火灾报警优先传输', 'secondary');
  return [
    row({
      id: `${id}-alarm`,
      title: words(`${name.zh}报警`, `${en} alarm`),
      class: 'fire',
      watches: { quantity },
      raiseWhen: is('alarm'),
      clearWhen: is('normal'),
      advice,
      clause: text,
    }),
    row({
      id: `${id}-prealarm`,
      title: words(`${name.zh}预警`, `${en} pre-alarm`),
      class: 'pre-alarm',
      watches: { quantity },
      raiseWhen: is('prealarm'),
      clearWhen: is('normal'),
      advice: words('派人到现场查看，留意同区其他探测器', 'Send someone to look, and watch the other detectors of the zone'),
      clause: clause('设计值', 'design'),
    }),
    row({
      id: `${id}-test`,
      title: words(`${name.zh}测试`, `${en} under test`),
      class: 'notice',
      watches: { quantity },
      raiseWhen: is('test'),
      advice: words('核对是否有维保人员在场测试', 'See whether maintenance is there and testing'),
      clause: clause('设计值', 'design'),
    }),
    row({
      id: `${id}-silenced`,
      title: words(`${name.zh}被消音`, `${en} silenced`),
      class: 'supervisory',
      watches: { quantity },
      raiseWhen: is('silenced'),
      advice: words('向现场核实原因；消音不等于火已扑灭', 'Ask on the spot why: silenced is not put out'),
      clause: clause('设计值', 'design'),
    }),
  ];
}

/**
 * Two independent signals of one zone. Smoke, heat and call points count each other; a silenced head is still in alarm.
 * Ten minutes: a fire needs some to reach the second head, and what is an hour apart is two matters (design).
 */
function twoOfZone(quantity: QuantityId, id: string, of: Condition): Rule {
  return row({
    id,
    title: words('同区两点报警', 'Two points of one zone in alarm'),
    class: 'fire',
    watches: { quantity },
    raiseWhen: { is: 'together', of, points: 2, within: 600, group: 'fire-detectors' },
    advice: words(
      '按真实火灾处置：拨打 119，联动置于自动，启动预案，组织疏散',
      'Treat it as a fire: call 119, set linkage to automatic, start the plan, evacuate',
    ),
    clause: clause('GB 50116-2013 4.1.6：两个独立报警触发装置信号“与”组合', 'memory'),
  });
}

export const fireRules: readonly Rule[] = [
  ...head('smoke.alarm', 'smoke', words('感烟探测器', 'Smoke detector'), VERIFY),
  ...head('heat.alarm', 'heat', words('感温探测器', 'Heat detector'), VERIFY),
  ...head('gas.alarm', 'gas', words('可燃气体探测器', 'Combustible gas detector'), GAS),
  row({
    id: 'call-point-pressed',
    title: words('手动报警按钮按下', 'Manual call point pressed'),
    class: 'fire',
    watches: { quantity: 'callpoint.pressed' },
    raiseWhen: is(true),
    advice: words(
      '有人报警：立即核实，确认火灾的，拨打 119，启动应急预案，组织疏散',
      'A person called for help: verify at once; if it burns, call 119, start the plan, evacuate',
    ),
    clause: clause('GB 26875.1-2011 4.1.4：手动报警优先传输', 'memory'),
  }),
  twoOfZone('smoke.alarm', 'zone-two-points-smoke', is('alarm', 'silenced')),
  twoOfZone('heat.alarm', 'zone-two-points-heat', is('alarm', 'silenced')),
  twoOfZone('callpoint.pressed', 'zone-two-points-call-point', is(true)),
  row({
    id: 'smoke-density-high',
    title: words('烟雾浓度偏高', 'Smoke density high'),
    class: 'pre-alarm',
    watches: { quantity: 'smoke.density' },
    ...tooHigh('smokeDensityHigh', 0.2, 0.05),
    holdFor: parameter('smokeDensityHold', 30),
    advice: words('派人到现场查看有无阴燃、吸烟或施工', 'Send someone to look for smouldering, smoking or works'),
    clause: clause('GB 4715：点型感烟探测器响应阈值 0.05–0.5 dB/m', 'memory'),
  }),
  row({
    id: 'smoke-chamber-dirty',
    title: words('感烟探测器污染', 'Smoke detector dirty'),
    class: 'fault',
    watches: { quantity: 'smoke.chamberDirt' },
    ...tooHigh('chamberDirtLimit', 80, 10),
    advice: words('安排清洗或更换，防止误报', 'Have it cleaned or replaced before it alarms for nothing'),
    clause: clause('设计值', 'design'),
  }),
  row({
    id: 'heat-temperature-high',
    title: words('环境温度过高', 'Temperature too high'),
    class: 'pre-alarm',
    watches: { quantity: 'heat.temperature' },
    ...tooHigh('heatTemperatureHigh', 57, 5),
    holdFor: parameter('heatTemperatureHold', 10),
    advice: words('派人到现场查看热源', 'Send someone to look for the source of the heat'),
    clause: clause('GB 4716：A1 类感温探测器动作温度下限 54 ℃', 'memory'),
  }),
  row({
    id: 'heat-rising-fast',
    title: words('环境温度快速上升', 'Temperature rising fast'),
    class: 'pre-alarm',
    watches: { quantity: 'heat.temperature' },
    raiseWhen: { is: 'rising', by: parameter('heatRise', 15), within: 180 },
    advice: words('派人到现场查看，准备按火灾处置', 'Send someone to look, and make ready for a fire'),
    clause: clause('GB 4716：差温响应', 'memory'),
  }),
  row({
    id: 'gas-trace',
    title: words('检出可燃气体', 'Traces of combustible gas'),
    class: 'supervisory',
    watches: { quantity: 'gas.concentration' },
    ...tooHigh('gasTrace', 10, 2),
    advice: words('检查灶具和管道接口，开窗通风', 'Check cooker and joints, open the windows'),
    clause: clause('GB 15322：低限 5–25 %LEL', 'memory'),
  }),
  row({
    id: 'gas-low-alarm',
    title: words('可燃气体低限报警', 'Combustible gas, low alarm'),
    class: 'pre-alarm',
    watches: { quantity: 'gas.concentration' },
    ...tooHigh('gasLowAlarm', 25, 5),
    advice: GAS,
    clause: clause('GB 15322：低限 5–25 %LEL', 'memory'),
  }),
  row({
    id: 'gas-high-alarm',
    title: words('可燃气体高限报警', 'Combustible gas, high alarm'),
    class: 'fire',
    watches: { quantity: 'gas.concentration' },
    ...tooHigh('gasHighAlarm', 50, 10),
    advice: GAS,
    clause: clause('GB 15322：高限 50 %LEL', 'memory'),
  }),
  row({
    id: 'gas-valve-closed',
    title: words('燃气阀已关断', 'Gas valve shut'),
    class: 'linkage',
    watches: { quantity: 'gas.valveClosed' },
    raiseWhen: is(true),
    advice: words('查明关断原因，确认安全后由人工复位', 'Find out why; have it opened by hand when it is safe'),
    clause: clause('设计值', 'design'),
  }),
  row({
    id: 'sounder-sounding',
    title: words('声光警报启动', 'Sounder sounding'),
    class: 'linkage',
    watches: { quantity: 'sounder.sounding' },
    raiseWhen: is(true),
    advice: words('核对是否火灾联动或试验', 'See whether a fire or a test started it'),
    clause: clause('GB 25506-2010：显示联动设备动作', 'secondary'),
  }),
  row({
    id: 'fire-door-open',
    title: words('防火门未关闭', 'Fire door left open'),
    class: 'supervisory',
    watches: { quantity: 'door.position' },
    raiseWhen: is('open'),
    holdFor: parameter('doorOpenLongest', 120),
    advice: words('派人关闭防火门，清除门口障碍物', 'Have the door closed and the doorway cleared'),
    clause: clause('GB 25201-2010 6：常闭式防火门应保持关闭', 'memory'),
  }),
  row({
    id: 'fire-door-fault',
    title: words('防火门故障', 'Fire door fault'),
    class: 'fault',
    watches: { quantity: 'door.position' },
    raiseWhen: is('fault'),
    advice: words('通知维保单位检修闭门器和门磁', 'Have closer and contact repaired'),
    clause: clause('设计值', 'design'),
  }),
];
