// Every bound of the MQTT link, each with the reason for its number.

import type { Rate } from '../rate.ts';

export interface MqttLimits {
  /** Connections open at once. */
  readonly connections: number;
  /** New connections from one address (IPv6: one /64). */
  readonly connectionsPerAddress: Rate;
  /** Time from the first byte of TCP to a whole CONNECT, ms. */
  readonly connectWithinMs: number;
  /** Longest CONNECT, and longest packet of any kind before a device is admitted, bytes. */
  readonly connectBytes: number;
  /** Longest payload of a frame, bytes. */
  readonly payloadBytes: number;
  /** Longest packet that is neither CONNECT nor PUBLISH, bytes. */
  readonly controlBytes: number;
  /** Longest keepalive a device may ask for, s. */
  readonly keepaliveSeconds: number;
  /** Frames of one device that wait for the disk at once; further ones stay in the socket. */
  readonly inFlight: number;
  /** Bytes of one device that wait for the disk at once. */
  readonly inFlightBytes: number;
  /** Bytes of all devices together that wait for the disk at once. */
  readonly totalInFlightBytes: number;
  /** Frames of a placed device. A frame counts one for each begun 4 KiB. Over it the socket waits; nothing is dropped. */
  readonly deviceRate: Rate;
  /** Frames of a device that nobody has placed yet. */
  readonly heldRate: Rate;
  /** Who leaves so many bytes unread is cut, bytes. */
  readonly unreadBytes: number;
  /** Above it a socket's buffers count as full, bytes. */
  readonly highWaterMark: number;
  /** Time that a full socket has to drain, ms. */
  readonly drainWithinMs: number;
  /** Commands of one device that are being written at once. */
  readonly commandsInFlight: number;
  /** QoS 2 handshakes of one device that wait for its PUBREL. */
  readonly openHandshakes: number;
  /** How long a frame is offered again while the gateway is overloaded, before the connection is closed, ms. */
  readonly overloadPatienceMs: number;
  /** How long a device may be gone before it is said to be offline, ms. */
  readonly offlineAfterMs: number;
  /** How long `stop()` waits for what was taken in to be confirmed, ms. */
  readonly stopWithinMs: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

export const DEFAULT_MQTT_LIMITS: MqttLimits = {
  // 10,000 devices of a district, and room for the connections that their reconnecting leaves half open.
  connections: 12_000,
  // A site of 2,000 devices behind one router comes back at once after a power cut; then 200/s, a quarter of a core.
  connectionsPerAddress: { perSecond: 200, burst: 2_000 },
  // Three round trips over a bad satellite link are 2 s; 5 s bounds what silent connections can hold.
  connectWithinMs: 5_000,
  // Id, name and secret are under 500 bytes; the rest is for a will. 12,000 strangers can hold 96 MiB at the worst.
  connectBytes: 8 * KIB,
  // A panel that reports 2,000 detectors at 100 bytes each.
  payloadBytes: 256 * KIB,
  // One filter is all that a device may subscribe to: under 100 bytes.
  controlBytes: 4 * KIB,
  // A dead device is noticed after one and a half times this: 15 min.
  keepaliveSeconds: 600,
  // The gateway remembers a device's last 128 frames to know a repetition; what a device repeats must be fewer.
  inFlight: 100,
  // Four of the longest payloads.
  inFlightBytes: MIB,
  // 2 s of a stalled disk at 5,000 frames a second of 3 KiB.
  totalInFlightBytes: 32 * MIB,
  // A panel in a burst: 500 detectors at once, and then more than any panel's own line can carry.
  deviceRate: { perSecond: 100, burst: 500 },
  // Enough for the tests of a technician, too little to fill the disk with a stolen enrolment key.
  heldRate: { perSecond: 2, burst: 20 },
  // Kernel buffers come on top: by then a reader has been frozen for minutes.
  unreadBytes: 512 * KIB,
  // Above `unreadBytes`, so that the cut comes before anything waits for a reader.
  highWaterMark: MIB,
  // As long as a CONNECT may take.
  drainWithinMs: 5_000,
  // More than one operator gives to one device; a frozen device cannot heap up more.
  commandsInFlight: 64,
  // Only the numbers are kept: under 100 KiB a device.
  openHandshakes: 1_000,
  // Long enough for a slow disk to catch up, shorter than 1.5 × the shortest keepalive that field devices use (10 s).
  overloadPatienceMs: 5_000,
  // A device that changes its cell or is taken over by its own new connection is back within a second.
  offlineAfterMs: 2_000,
  // A supervisor kills after 10 s.
  stopWithinMs: 5_000,
};
