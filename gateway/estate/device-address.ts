// A device as the house knows it, from what a person or a first sight put down of it.
import type { Device, DeviceAddress } from '../../device-drivers/device.ts';
import { transmissionDevice } from '../../device-drivers/gb26875/drivers.ts';
import type { DeviceRecord } from '../acts.ts';
import type { HeldRecord } from './estate-store.ts';

function addressOf({ modbus, gb26875, part, carrier: network }: DeviceRecord): DeviceAddress {
  if (modbus) return { by: 'modbus', ...modbus };
  if (gb26875) return { by: 'gb26875', ...gb26875 };
  if (part) return { by: 'part', of: part.of, systemType: part.systemType, systemAddress: part.systemAddress, part: part.part };
  return network ? { by: 'carrier', network } : { by: 'mqtt' };
}

/** A placed device. */
export function deviceOf(record: DeviceRecord, where: Pick<Device, 'kind' | 'path' | 'zone'>): Device {
  const { id, model, name, longitude, latitude } = record;
  const position = longitude !== null && latitude !== null ? { position: { longitude, latitude } } : {};
  return { id, model, kind: where.kind, name, address: addressOf(record), path: where.path, zone: where.zone, ...position };
}

/** One that waits to be placed, standing at its site. */
export function heldDeviceOf({ id, station }: HeldRecord, path: readonly string[]): Device {
  return {
    id,
    model: station ? transmissionDevice.model : 'unregistered',
    kind: 'unregistered',
    name: id,
    address: station ? { by: 'gb26875', ...station } : { by: 'mqtt' },
    path,
    zone: id,
  };
}
