// The Modbus buses of the configuration, each with the devices of the estate that hang on it.
import type { Device } from '../../../device-drivers/device.ts';
import type { DeviceDriver } from '../../../device-drivers/driver.ts';
import type { Config } from '../../config.ts';
import type { Log } from '../../log.ts';
import type { AcceptFrame, Link } from '../link.ts';
import { ModbusLink } from './modbus-link.ts';

export class ModbusBuses {
  readonly #links = new Map<string, ModbusLink>();

  constructor(buses: Config['modbus'], driverOf: (model: string) => DeviceDriver | undefined, accept: AcceptFrame, log: Log) {
    for (const { name, transport, pollEverySeconds, responseTimeoutMs, pauseBetweenMs } of buses) {
      const options = {
        name,
        transport,
        pollEvery: pollEverySeconds * 1_000,
        responseTimeout: responseTimeoutMs,
        pauseBetween: pauseBetweenMs,
        units: [],
      };
      this.#links.set(name, new ModbusLink(options, driverOf, accept, log));
    }
  }

  links(): Link[] {
    return [...this.#links.values()];
  }

  /** Tells every bus which units it has now. */
  attach(devices: Iterable<Device>): void {
    const units = new Map<string, { unit: number; device: string; model: string }[]>();
    for (const { id, model, address } of devices) {
      if (address.by !== 'modbus') continue;
      const onBus = units.get(address.bus) ?? [];
      units.set(address.bus, onBus);
      onBus.push({ unit: address.unit, device: id, model });
    }
    for (const [name, link] of this.#links) link.setUnits(units.get(name) ?? []);
  }
}
