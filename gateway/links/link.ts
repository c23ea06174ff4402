// What a wire is to the rest of the house: it hands in frames, and carries commands out.
import type { DeviceAddress } from '../../device-drivers/device.ts';
import type { Frame } from '../../device-drivers/frame.ts';

/** A frame as a link hands it in; the gateway stamps the received time. */
export type ArrivingFrame = Omit<Frame, 'receivedAt'>;

/**
 * Puts a frame on the disk. Resolves when it is there (only then may the link confirm); rejects with a
 * `BalefireError` when it is not (then the link must not confirm). Frames of one caller keep their order.
 */
export type AcceptFrame = (frame: ArrivingFrame) => Promise<void>;

/** What a link tells of itself on the status page and in `/metrics`. */
export interface LinkState {
  readonly name: string;
  readonly listening: boolean;
  /** In a person's words where something is wrong. */
  readonly trouble?: { readonly zh: string; readonly en: string };
  /** Counter name → count since start: `frames`, `refused.payload-too-large` … */
  readonly counters: Readonly<Record<string, number>>;
  readonly connected: number;
}

export interface Link {
  readonly name: string;
  /** Begins to listen or poll. Rejects with a `BalefireError` in a person's words (port taken …). */
  start(): Promise<void>;
  /** Stops taking in, lets what was accepted be confirmed, frees the wire. */
  stop(): Promise<void>;
  /**
   * Sends an encoded command to a device. `sent`: it went out on a live connection. `offline`: the device is not
   * there now; the caller tries again when it comes, until the command expires.
   */
  send(device: string, command: Uint8Array): Promise<'sent' | 'offline'>;
  state(): LinkState;
}

/** The name of the link by which a device is reached; undefined for what stands behind another device. */
export function linkNameOf(address: DeviceAddress): string | undefined {
  switch (address.by) {
    case 'mqtt':
    case 'gb26875':
      return address.by;
    case 'modbus':
      return `modbus:${address.bus}`;
    case 'part':
    case 'carrier':
      return undefined;
  }
}
