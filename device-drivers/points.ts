// The points that several devices have in common. One wire key means one quantity and one coding in the whole house.
import { json } from './driver.ts';
import { type Words, words } from './words.ts';

const battery = json('battery', 'battery.percent');
const batteryLow = json('batteryLow', 'battery.low');
export const signal = json('signal', 'signal.rssi');
export const fault = json('fault', 'fault.sensor');
export const removed = json('removed', 'tamper.removed');
export const mainsLost = json('mainsLost', 'power.mainsLost');
export const pressure = json('pressure', 'water.pressure');
export const level = json('level', 'water.level');
export const playing = json('playing', 'beacon.playing');
export const volume = json('volume', 'beacon.volume');
export const solar = json('solarVoltage', 'solar.voltage');

/** What every battery-driven radio device tells of itself. */
export const radio = [battery, batteryLow, signal, fault];

/** The numbered channels of an electrical-fire monitor, whatever wire it speaks on. */
export const CHANNELS = [1, 2, 3, 4] as const;

export function residualCurrentTitle(channel: number): Words {
  return words(`第${channel}路剩余电流`, `Residual current ${channel}`);
}

export function cableTemperatureTitle(channel: number): Words {
  return words(`第${channel}路线缆温度`, `Cable temperature ${channel}`);
}
