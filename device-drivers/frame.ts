// What came off a wire, not yet understood.

/**
 * What a frame is: `up` tells readings, `ack` answers a command, `presence` says that a device came or went
 * (made by the link itself, body `{"online": true|false}`).
 */
export type FrameKind = 'up' | 'ack' | 'presence';

export interface Frame {
  /** Name of the link it came by: `mqtt`, `modbus:bus-1` … */
  readonly link: string;
  /** Where from, for a person's eye: address and port. */
  readonly peer: string;
  /** Id of the device that the link admitted it for. */
  readonly device: string;
  readonly kind: FrameKind;
  /** The payload as it came: JSON text in UTF-8, or the bytes of the protocol. */
  readonly body: Uint8Array;
  /** Gateway time, ms since 1970. Never runs backwards from frame to frame. */
  readonly receivedAt: number;
  /** True when the link itself is in a drill. The body may say so too. */
  readonly drill: boolean;
}
