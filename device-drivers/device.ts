// One installed device, as the drivers, the rules and the gateway see it.
import type { DeviceKind } from './driver.ts';

/** Where a device is reached. */
type DeviceAddress = { readonly by: 'mqtt' } | { readonly by: 'modbus'; readonly bus: string; readonly unit: number };

export interface Device {
  readonly id: string;
  /** Model of its driver; `unregistered` for one that nobody has placed yet. */
  readonly model: string;
  readonly kind: DeviceKind;
  readonly name: string;
  readonly address: DeviceAddress;
  /** Ids of the places it stands in, the whole tree's root first, its own place last. Never empty. */
  readonly path: readonly string[];
  /** The nearest floor or zone it stands in: detectors of one zone confirm each other. */
  readonly zone: string;
  /** WGS-84. */
  readonly position?: { readonly longitude: number; readonly latitude: number };
}
