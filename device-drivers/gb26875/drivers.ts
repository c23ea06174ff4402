// The devices of GB/T 26875.3-2011: the transmission device, and what stands behind it: systems and parts.
import { type DeviceDriver, defineDriver, type Point, type UnitSource } from '../driver.ts';
import type { QuantityId } from '../quantity.ts';
import { words } from '../words.ts';
import { CENTRE_COMMANDS } from './requests.ts';

function bit(key: string, quantity: QuantityId, object: UnitSource['object'], nth: number): Point {
  return { key, quantity, source: { on: 'unit', object, bit: nth } };
}

function measured(key: string, quantity: QuantityId): Point {
  return { key, quantity, source: { on: 'unit', object: 'analogue' } };
}

/** Bit 0 says "normal run" with 1. Most panels leave it 0 in an alarm: a test only where nothing else is set, and then no more than information. */
const test = (object: UnitSource['object']): Point => bit('test', 'state.test', object, 0);
const manualAlarm: Point = bit('manualAlarm', 'operation.manualAlarm', 'operation', 2);

/** Bits 1 to 7, the same in system and part (8.2.1.1, 8.2.1.2). */
const common = (object: UnitSource['object']): Point[] => [
  bit('fire', 'state.fire', object, 1),
  bit('fault', 'state.fault', object, 2),
  bit('shielded', 'state.shielded', object, 3),
  bit('supervisory', 'state.supervisory', object, 4),
  bit('started', 'state.started', object, 5),
  bit('feedback', 'state.feedback', object, 6),
  bit('delayed', 'state.delayed', object, 7),
];

const SOURCE = 'GB/T 26875.3-2011, 8.2.1, read in the text; proved on captured packets';
/** The longest inspection cycle that GB 50440 allows, s: at least so often a device is asked for its state. */
const INSPECTED_EVERY_S = 7_200;

export const transmissionDevice: DeviceDriver = defineDriver({
  model: 'gb26875/transmission-device',
  vendor: 'GB/T 26875.3-2011',
  title: words('用户信息传输装置', 'User information transmission device'),
  kind: 'transmission',
  protocol: 'gb26875',
  reportsEvery: INSPECTED_EVERY_S,
  points: [
    bit('fire', 'state.fire', 'device-state', 1),
    bit('fault', 'state.fault', 'device-state', 2),
    bit('mainsLost', 'power.mainsLost', 'device-state', 3),
    bit('backupLost', 'power.backupLost', 'device-state', 4),
    bit('centreLost', 'link.centreLost', 'device-state', 5),
    bit('lineLost', 'link.lineLost', 'device-state', 6),
    test('device-state'),
    manualAlarm,
    { key: 'dutyAbsent', quantity: 'duty.absent', source: { on: 'house' } },
  ],
  commands: CENTRE_COMMANDS,
  examples: [],
  source: SOURCE,
});

export const panelSystem: DeviceDriver = defineDriver({
  model: 'gb26875/system',
  vendor: 'GB/T 26875.3-2011',
  title: words('建筑消防设施系统', 'Fire-protection system'),
  kind: 'panel',
  protocol: 'gb26875',
  reportsEvery: INSPECTED_EVERY_S,
  points: [
    ...common('system-state'),
    bit('mainsLost', 'power.mainsLost', 'system-state', 8),
    bit('backupLost', 'power.backupLost', 'system-state', 9),
    bit('busFault', 'state.busFault', 'system-state', 10),
    bit('manual', 'state.manual', 'system-state', 11),
    bit('configurationChanged', 'state.configurationChanged', 'system-state', 12),
    bit('reset', 'state.reset', 'system-state', 13),
    test('system-state'),
    manualAlarm,
  ],
  commands: [],
  examples: [],
  source: SOURCE,
});

export const panelPart: DeviceDriver = defineDriver({
  model: 'gb26875/part',
  vendor: 'GB/T 26875.3-2011',
  title: words('消防设施部件', 'Part of a fire-protection system'),
  kind: 'part',
  protocol: 'gb26875',
  reportsEvery: INSPECTED_EVERY_S,
  points: [
    ...common('part-state'),
    bit('powerLost', 'power.lost', 'part-state', 8),
    test('part-state'),
    measured('pressure', 'water.pressure'),
    measured('level', 'water.level'),
    measured('temperature', 'heat.temperature'),
    measured('cableTemperature', 'electric.cableTemperature'),
    measured('gas', 'gas.concentration'),
    measured('voltage', 'electric.voltage'),
    measured('current', 'electric.current'),
    measured('flow', 'water.flow'),
    measured('airFlow', 'air.flow'),
    measured('windSpeed', 'weather.windSpeed'),
    measured('count', 'event.count'),
    measured('seconds', 'event.seconds'),
    measured('signal', 'signal.rssi'),
    measured('batteryVoltage', 'battery.voltage'),
    measured('residualCurrent', 'electric.residualCurrent'),
  ],
  commands: [],
  examples: [],
  source: SOURCE,
});

/** Not a thing on a wall: the network by which many transmission devices are reached, and lost, together. */
export const carrier: DeviceDriver = defineDriver({
  model: 'gb26875/carrier',
  vendor: 'Balefire',
  title: words('通信线路', 'Carrier network'),
  kind: 'carrier',
  protocol: 'gb26875',
  reportsEvery: INSPECTED_EVERY_S,
  points: [{ key: 'devicesLost', quantity: 'link.devicesLost', source: { on: 'house' } }],
  commands: [],
  examples: [],
  source: 'Own design: the loss of one network is one cause',
});
