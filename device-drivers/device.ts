// One installed device, as the drivers, the rules and the gateway see it.
import type { DeviceKind } from './driver.ts';

/** Where a part stands behind its transmission device (GB/T 26875.3-2011, 8.2.1). */
export interface PartAddress {
  /** Id of the transmission device. */
  readonly of: string;
  /** 0..255 each. */
  readonly systemType: number;
  readonly systemAddress: number;
  /** Null for the system itself. */
  readonly part: {
    /** 0..255. */
    readonly type: number;
    /** u32, as the number that its four bytes are, low byte first. */
    readonly address: number;
  } | null;
}

/** How a transmission device is known on the wire of GB/T 26875.3. */
export interface StationAddress {
  /** 12 hexadecimal digits in wire order. */
  readonly station: string;
  /** CIDR network from which alone it may come; null: from any that the link lets in. */
  readonly network: string | null;
  /** Id of a profile: what the standard leaves open. */
  readonly profile: string;
}

/** Where a device is reached. */
export type DeviceAddress =
  | { readonly by: 'mqtt' }
  | { readonly by: 'modbus'; readonly bus: string; readonly unit: number }
  | ({ readonly by: 'gb26875' } & StationAddress)
  | ({ readonly by: 'part' } & PartAddress)
  /** Not a device that speaks, but the network by which many are lost at once. */
  | { readonly by: 'carrier'; readonly network: string };

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
