// What every device can suffer: batteries, signal, removal, sensors, bad values, silence.
import type { DeviceDriver } from '../../device-drivers/driver.ts';
import { carrier, panelPart, panelSystem, transmissionDevice } from '../../device-drivers/gb26875/drivers.ts';
import { QUANTITIES, type QuantityId } from '../../device-drivers/quantity.ts';
import { words } from '../../device-drivers/words.ts';
import type { Rule } from '../rule.ts';
import { clause, is, PLACED, parameter, row, tooLow } from './row.ts';

/** What stands behind another device does not speak by itself: it cannot be silent, and its connection is the other's. */
const NOT_ITS_OWN_VOICE = [panelSystem.model, panelPart.model, carrier.model];
/** Its link asks it for its state and knows when it does not answer; of many that are lost together one alarm is enough. */
const ASKED_BY_ITS_LINK = [...NOT_ITS_OWN_VOICE, transmissionDevice.model];

/** A device that reports less often than this sleeps in between, s: then it is offline by design. */
const SLEEPS_FROM_S = 1_800;
/** Silent is who missed two reports and a minute. */
const REPORTS_MISSED = 2;
const GRACE_S = 60;

/**
 * Parameters that follow from how often a driver reports, seconds: `silenceLimit` for all, `offlineAfter` for devices
 * that sleep between two reports. The last that is asked, after device and places; undefined for any other name.
 */
export function driverParameter(name: string, driver: Pick<DeviceDriver, 'reportsEvery'>): number | undefined {
  const limit = REPORTS_MISSED * driver.reportsEvery + GRACE_S;
  if (name === 'silenceLimit') return limit;
  return name === 'offlineAfter' && driver.reportsEvery >= SLEEPS_FROM_S ? limit : undefined;
}

/** A value that cannot be used for a minute: the sensor is broken, and nobody must think that all is well. */
function badValue(quantity: QuantityId): Rule {
  const { title } = QUANTITIES[quantity];
  return row({
    id: `bad-value-${quantity
      .replace(/([A-Z])/g, '-$1')
      .replace('.', '-')
      .toLowerCase()}`,
    title: words(`${title.zh}数值无效`, `${title.en}: no usable value`),
    class: 'fault',
    watches: { quantity, kinds: PLACED },
    raiseWhen: { is: 'quality', among: ['bad'] },
    holdFor: parameter('badValueHold', 60),
    advice: words('该点已失去监测：检查传感器和接线', 'This point is not monitored: check the sensor and its wires'),
    clause: clause('设计值', 'design'),
  });
}

const measured = Object.keys(QUANTITIES)
  .filter((id): id is QuantityId => Object.hasOwn(QUANTITIES, id))
  // Told by the house itself.
  .filter((id) => id !== 'link.online' && id !== 'paper.daysLeft');

export const houseRules: readonly Rule[] = [
  row({
    id: 'battery-percent-low',
    title: words('电量不足', 'Battery running down'),
    class: 'fault',
    watches: { quantity: 'battery.percent', kinds: PLACED },
    ...tooLow('batteryLow', 20, 5),
    advice: words('安排更换电池', 'Have the battery replaced'),
    clause: clause('设计值', 'design'),
  }),
  row({
    id: 'battery-low',
    title: words('电池欠压', 'Battery low'),
    class: 'fault',
    watches: { quantity: 'battery.low', kinds: PLACED },
    raiseWhen: is(true),
    advice: words('尽快更换电池', 'Replace the battery soon'),
    clause: clause('设计值', 'design'),
  }),
  row({
    id: 'signal-weak',
    title: words('信号弱', 'Weak signal'),
    class: 'notice',
    watches: { quantity: 'signal.rssi', kinds: PLACED },
    ...tooLow('signalWeak', -115, 5),
    holdFor: parameter('signalHold', 600),
    advice: words('调整天线或安装位置', 'Move the aerial or the device'),
    clause: clause('设计值', 'design'),
  }),
  row({
    id: 'sensor-fault',
    title: words('传感器故障', 'Sensor fault'),
    class: 'fault',
    watches: { quantity: 'fault.sensor', kinds: PLACED },
    raiseWhen: is(true),
    advice: words('通知维保单位检修或更换', 'Have it repaired or replaced'),
    clause: clause('GB 26875.1-2011 4.1.3：上传故障状态', 'secondary'),
  }),
  row({
    id: 'device-removed',
    title: words('设备被拆除', 'Device removed'),
    class: 'fault',
    watches: { quantity: 'tamper.removed', kinds: PLACED },
    raiseWhen: is(true),
    advice: words('核实拆除原因，恢复安装', 'Find out who took it off, and put it back'),
    clause: clause('设计值', 'design'),
  }),
  row({
    id: 'device-offline',
    title: words('设备离线', 'Device offline'),
    class: 'fault',
    watches: { quantity: 'link.online', kinds: PLACED, exceptModels: ASKED_BY_ITS_LINK },
    raiseWhen: is(false),
    holdFor: parameter('offlineAfter', 120),
    advice: words('检查供电、网络和信号', 'Check power, network and signal'),
    clause: clause('GB 26875.1-2011：通信故障 100 s 内指示', 'memory'),
  }),
  row({
    id: 'transmission-offline',
    title: words('传输装置离线', 'Transmission device offline'),
    class: 'fault',
    watches: { quantity: 'link.online', models: [transmissionDevice.model], kinds: PLACED },
    // Its link has asked it already, four times, before it says so.
    raiseWhen: is(false),
    advice: words('该单位已失去监控：检查装置供电、网络和信道', 'This unit is not monitored: check power, network and channel'),
    clause: clause('GB 26875.1-2011：通信故障 100 s 内指示', 'memory'),
  }),
  row({
    id: 'device-silent',
    title: words('设备失联', 'Device silent'),
    class: 'fault',
    watches: { quantity: 'link.online', kinds: PLACED, exceptModels: ASKED_BY_ITS_LINK },
    // 25 hours where nothing better is known: who reports once a day is not silent. See `driverParameter`.
    raiseWhen: { is: 'silent', longer: parameter('silenceLimit', 90_000) },
    advice: words('该设备已失去监测：检查供电和通信', 'This device is not monitored: check power and connection'),
    clause: clause('设计值', 'design'),
  }),
  row({
    id: 'connection-unsteady',
    title: words('通信时断时续', 'Connection comes and goes'),
    class: 'notice',
    watches: { quantity: 'link.online', kinds: PLACED, exceptModels: NOT_ITS_OWN_VOICE },
    raiseWhen: { is: 'repeated', of: is(false), times: 6, within: 3600 },
    advice: words('检查信号、天线和供电是否稳定', 'Check signal, aerial and supply'),
    clause: clause('设计值', 'design'),
  }),
  ...measured.map(badValue),
];
