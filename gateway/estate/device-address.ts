// Where a device is reached, from what a person or a first sight put down of it.
import type { DeviceAddress } from '../../device-drivers/device.ts';
import type { DeviceRecord } from '../acts.ts';

export function addressOf({ modbus, gb26875, part, carrier: network }: DeviceRecord): DeviceAddress {
  if (modbus) return { by: 'modbus', ...modbus };
  if (gb26875) return { by: 'gb26875', ...gb26875 };
  if (part) return { by: 'part', of: part.of, systemType: part.systemType, systemAddress: part.systemAddress, part: part.part };
  return network ? { by: 'carrier', network } : { by: 'mqtt' };
}
