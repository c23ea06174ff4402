// The list of all device drivers. A new driver is one line here; two of one model are refused at load.
import type { DeviceDriver } from './driver.ts';
import { broadcast } from './fire/broadcast.ts';
import { callPoint } from './fire/call-point.ts';
import { door } from './fire/door.ts';
import { electricalMonitor } from './fire/electrical-monitor.ts';
import { gas } from './fire/gas.ts';
import { heat } from './fire/heat.ts';
import { hydrantPressure } from './fire/hydrant-pressure.ts';
import { hydrantSmart } from './fire/hydrant-smart.ts';
import { pipePressure } from './fire/pipe-pressure.ts';
import { pumpController } from './fire/pump-controller.ts';
import { smoke } from './fire/smoke.ts';
import { sounder } from './fire/sounder.ts';
import { sprinklerEndTest } from './fire/sprinkler-end-test.ts';
import { tankLevel } from './fire/tank-level.ts';
import { valve } from './fire/valve.ts';
import { forestTank } from './forest/tank.ts';
import { voicePost } from './forest/voice-post.ts';
import { weatherStation } from './forest/weather-station.ts';
import { carrier, panelPart, panelSystem, transmissionDevice } from './gb26875/drivers.ts';
import { electricalFireMonitorModbus } from './modbus/electrical-fire-monitor.ts';
import { levelTransmitterModbus } from './modbus/level-transmitter.ts';
import { pressureTransmitterModbus } from './modbus/pressure-transmitter.ts';
import { universalDriver } from './universal.ts';

/** Drivers by model, from drivers by file. Throws, naming both files, where two have one model. */
export function catalogueOf(files: Readonly<Record<string, DeviceDriver>>): ReadonlyMap<string, DeviceDriver> {
  const byModel = new Map<string, { file: string; driver: DeviceDriver }>();
  for (const [file, driver] of Object.entries(files)) {
    const before = byModel.get(driver.model);
    if (before) throw new Error(`${file} and ${before.file} both define the model ${driver.model}`);
    byModel.set(driver.model, { file, driver });
  }
  return new Map([...byModel].map(([model, { driver }]) => [model, driver]));
}

const catalogue = catalogueOf({
  'fire/pipe-pressure.ts': pipePressure,
  'fire/hydrant-pressure.ts': hydrantPressure,
  'fire/hydrant-smart.ts': hydrantSmart,
  'fire/tank-level.ts': tankLevel,
  'fire/sprinkler-end-test.ts': sprinklerEndTest,
  'fire/smoke.ts': smoke,
  'fire/heat.ts': heat,
  'fire/gas.ts': gas,
  'fire/call-point.ts': callPoint,
  'fire/sounder.ts': sounder,
  'fire/broadcast.ts': broadcast,
  'fire/electrical-monitor.ts': electricalMonitor,
  'fire/pump-controller.ts': pumpController,
  'fire/valve.ts': valve,
  'fire/door.ts': door,
  'forest/voice-post.ts': voicePost,
  'forest/tank.ts': forestTank,
  'forest/weather-station.ts': weatherStation,
  'modbus/pressure-transmitter.ts': pressureTransmitterModbus,
  'modbus/level-transmitter.ts': levelTransmitterModbus,
  'modbus/electrical-fire-monitor.ts': electricalFireMonitorModbus,
  'gb26875/drivers.ts': transmissionDevice,
});

/** What is made on first sight behind another device: nobody registers one, `driverOf` finds it. */
const behind: ReadonlyMap<string, DeviceDriver> = catalogueOf({
  'gb26875/drivers.ts system': panelSystem,
  'gb26875/drivers.ts part': panelPart,
  'gb26875/drivers.ts carrier': carrier,
});

const all: readonly DeviceDriver[] = [...catalogue.values()];

/** The driver for devices that nobody has registered yet; not one of `drivers()`, but `driverOf` finds it. */
export const unregistered: DeviceDriver = universalDriver(all);

/** All drivers that a device can be registered with. */
export function drivers(): readonly DeviceDriver[] {
  return all;
}

/** The driver of that model; undefined where there is none. */
export function driverOf(model: string): DeviceDriver | undefined {
  return model === unregistered.model ? unregistered : (catalogue.get(model) ?? behind.get(model));
}
