// What fire panels and transmission devices say: one rule for each status bit of GB/T 26875.3-2011, and for an empty control room.
import { panelPart, panelSystem, transmissionDevice } from '../../device-drivers/gb26875/drivers.ts';
import type { QuantityId } from '../../device-drivers/quantity.ts';
import { type Words, words } from '../../device-drivers/words.ts';
import type { AlarmClass, Rule } from '../rule.ts';
import { clause, is, PLACED, row } from './row.ts';

const PART = [panelPart.model];
const SYSTEM = [panelSystem.model];
const DEVICE = [transmissionDevice.model];

const VERIFY = words(
  '立即核实：通知控制室派人到场；确认火灾的，拨打 119，启动预案，疏散',
  'Verify at once: have the control room and whoever is near go there; if it burns, call 119, start the plan, evacuate',
);

/** A bit that is set is an alarm of its class from the first moment, and its end is the bit's end. */
function onBit(id: string, alarmClass: AlarmClass, quantity: QuantityId, models: readonly string[], title: Words, advice: Words): Rule {
  // What nobody has placed is judged for fire alone: its faults are nobody's work yet.
  const kinds = alarmClass === 'fire' ? {} : { kinds: PLACED };
  return row({
    id,
    title,
    class: alarmClass,
    watches: { quantity, models, ...kinds },
    raiseWhen: is(true),
    advice,
    clause: clause('GB/T 26875.3-2011 8.2.1', 'text'),
  });
}

const repair = words('通知维保单位检修，修复前加强该处巡查', 'Have it repaired, and patrol the place more often until then');
const look = words('查明原因，核实现场情况', 'Find out why, and look at the place');

export const panelRules: readonly Rule[] = [
  onBit('part-fire', 'fire', 'state.fire', PART, words('部件火警', 'Fire at a part of the panel'), VERIFY),
  onBit('manual-alarm', 'fire', 'operation.manualAlarm', [...DEVICE, ...SYSTEM], words('手动报警', 'Manual alarm'), VERIFY),
  onBit('system-fire', 'fire', 'state.fire', SYSTEM, words('系统火警', 'Fire at the system'), VERIFY),
  onBit('transmission-fire', 'fire', 'state.fire', DEVICE, words('传输装置火警', 'Fire at the transmission device'), VERIFY),
  row({
    id: 'zone-two-points-part',
    title: words('同区两点报警', 'Two points of one zone in alarm'),
    class: 'fire',
    watches: { quantity: 'state.fire', models: PART },
    raiseWhen: { is: 'together', of: is(true), points: 2, within: 600, group: 'fire-detectors' },
    advice: words(
      '按真实火灾处置：拨打 119，联动置于自动，启动预案，组织疏散',
      'Treat it as a fire: call 119, set linkage to automatic, start the plan, evacuate',
    ),
    clause: clause('GB 50116-2013 4.1.6：两个独立报警触发装置信号“与”组合', 'memory'),
  }),
  onBit('panel-started', 'linkage', 'state.started', [...PART, ...SYSTEM], words('设备启动', 'Equipment started'), look),
  onBit('panel-feedback', 'linkage', 'state.feedback', [...PART, ...SYSTEM], words('动作反馈', 'Action fed back'), look),
  onBit('panel-delayed', 'linkage', 'state.delayed', [...PART, ...SYSTEM], words('联动延时', 'Linkage in its delay'), look),
  onBit('panel-supervisory', 'supervisory', 'state.supervisory', [...PART, ...SYSTEM], words('监管报警', 'Supervisory alarm'), look),
  onBit(
    'panel-manual',
    'supervisory',
    'state.manual',
    SYSTEM,
    words('联动处于手动状态', 'Linkage in manual mode'),
    words('核实手动原因；无人值守时应恢复自动', 'Ask why; where nobody sits beside it, it belongs on automatic'),
  ),
  onBit(
    'duty-absent',
    'supervisory',
    'duty.absent',
    DEVICE,
    words('消防控制室脱岗', 'Nobody in the control room'),
    words('立即联系单位消防安全管理人，核实值班情况', 'Call the unit’s fire-safety manager at once'),
  ),
  onBit('panel-fault', 'fault', 'state.fault', [...PART, ...SYSTEM, ...DEVICE], words('设备故障', 'Equipment fault'), repair),
  onBit('panel-mains-lost', 'fault', 'power.mainsLost', [...SYSTEM, ...DEVICE], words('主电故障', 'Mains fault'), repair),
  onBit('panel-backup-lost', 'fault', 'power.backupLost', [...SYSTEM, ...DEVICE], words('备电故障', 'Backup power fault'), repair),
  onBit('part-power-lost', 'fault', 'power.lost', PART, words('部件电源故障', 'Power fault at a part'), repair),
  onBit('panel-bus-fault', 'fault', 'state.busFault', SYSTEM, words('总线故障', 'Bus fault'), repair),
  onBit('line-to-panel-lost', 'fault', 'link.lineLost', DEVICE, words('与设施的连接线路故障', 'Line to the facilities lost'), repair),
  onBit('channel-to-centre-lost', 'fault', 'link.centreLost', DEVICE, words('与监控中心的信道故障', 'Channel to the centre lost'), repair),
  row({
    id: 'carrier-lost',
    title: words('通信线路中断，多台失联', 'A carrier network is down: devices lost together'),
    class: 'fault',
    watches: { quantity: 'link.devicesLost' },
    raiseWhen: { is: 'above', limit: 2 },
    clearWhen: { is: 'below', limit: 1 },
    advice: words('联系通信运营商；核实备用链路，安排人工值守', 'Call the carrier; see to a spare link and to people on the spot'),
    clause: clause('设计值：同一线路的大面积失联是一个原因', 'design'),
  }),
  onBit('panel-shielded', 'isolation', 'state.shielded', [...PART, ...SYSTEM], words('已屏蔽', 'Isolated at the panel'), look),
  onBit(
    'panel-configuration-changed',
    'notice',
    'state.configurationChanged',
    SYSTEM,
    words('系统配置改变', 'Configuration changed'),
    words('核对部件清单，必要时重新导入', 'Compare the list of parts, import it anew where needed'),
  ),
  onBit('panel-reset', 'notice', 'state.reset', SYSTEM, words('系统复位', 'Panel reset'), look),
  onBit('panel-test', 'notice', 'state.test', DEVICE, words('装置处于测试状态', 'Device under test'), look),
];
