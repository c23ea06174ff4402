// Every bound of the GB/T 26875.3 link, each with the reason for its number; and what holds for one device now.
import { STATION_PARAMETERS, type StationParameter, withinBounds } from '../../../device-drivers/gb26875/settings.ts';
import type { Rate } from '../rate.ts';

export interface StationLimits {
  /** TCP connections open at once. */
  readonly connections: number;
  /** New connections from one address (IPv6: one /64). */
  readonly connectionsPerAddress: Rate;
  /** A connection without one sound packet for so long is closed, ms. */
  readonly firstPacketMs: number;
  /** An unfinished packet to which no byte was added for so long is given up byte by byte, ms. */
  readonly stallMs: number;
  /** Bytes that belong to no packet, one after the other; then the connection is closed. */
  readonly garbageBytes: number;
  /** Packets of one connection that are on their way to the disk at once. */
  readonly inFlight: number;
  /** Packets of one connection that wait for their turn; further ones stay in the socket. Those that tell of a fire never wait. */
  readonly waiting: number;
  /** Packets of all UDP peers together on their way to the disk; over it one is dropped, and its device sends it again. */
  readonly udpInFlight: number;
  /** Packets of a placed device that tell of no fire; over it they are not confirmed, and come again. */
  readonly deviceRate: Rate;
  /** All packets of a device that nobody has placed yet. */
  readonly heldRate: Rate;
  /** Denials of one connection: a line full of noise must not be answered byte by byte. */
  readonly denyRate: Rate;
  /** Who leaves so many bytes unread is cut. */
  readonly unreadBytes: number;
  /** Exchanges that wait for one device; one more is offered later. */
  readonly exchanges: number;
  /** Packets remembered for a person's eye, of each device. */
  readonly remembered: number;
  /** A device whose connection is closed may stay away for so long before it is offline, ms. */
  readonly offlineAfterMs: number;
  /** After a start of the gateway devices may take so long longer to come back, ms. */
  readonly returnWithinMs: number;
  /** So many devices of one network, and such a share of them, lost within `offlineAfterMs` are one cause. */
  readonly carrierDevices: number;
  readonly carrierShare: number;
  /** How long `stop()` waits for what was taken in to be confirmed, ms. */
  readonly stopWithinMs: number;
}

export const DEFAULT_STATION_LIMITS: StationLimits = {
  // 5,000 users are advised for one centre (GB 50440, from memory); twice that, for connections left half open.
  connections: 10_000,
  // A carrier's NAT shows hundreds of devices under one address, and all come back after its failure.
  connectionsPerAddress: { perSecond: 200, burst: 2_000 },
  // Devices say that they are there every 20 to 30 s; two of those.
  firstPacketMs: 60_000,
  // A packet at 1,200 baud takes 9 s, but its bytes come one after the other; no serial server pauses for 5 s.
  stallMs: 5_000,
  // 62 of the longest packets: no noise is so long, a stranger's protocol is.
  garbageBytes: 64 * 1024,
  // A device sends one and waits. A forwarder with many devices behind it may have as many under way as one commit takes.
  inFlight: 256,
  // 1 MiB at the most: 1,000 of the longest packets.
  waiting: 1_000,
  // One commit takes 1,000.
  udpInFlight: 2_000,
  // A panel that reports all its 3,200 points after a restart, and then more than a line of 19,200 baud can carry.
  deviceRate: { perSecond: 100, burst: 4_000 },
  // Enough for the tests of a technician, too little to fill the disk: anybody can send a number that nobody knows.
  heldRate: { perSecond: 5, burst: 50 },
  denyRate: { perSecond: 5, burst: 20 },
  // A confirmation has 30 bytes: by then 2,000 of them lie unread.
  unreadBytes: 64 * 1024,
  // A person's commands and one call; more than the device can answer in ten minutes.
  exchanges: 32,
  // Two minutes of a busy device, 100 bytes each: 6 MB for 2,000 devices.
  remembered: 32,
  // A device that lost its cell is back within 20 s. With its own answer times this stays below the 100 s of GB 26875.1.
  offlineAfterMs: 30_000,
  // A device notices with its next heartbeat that the connection is gone, and tries again after up to a minute.
  returnWithinMs: 90_000,
  // Fewer are a matter of each unit; a third of a network is not chance.
  carrierDevices: 10,
  carrierShare: 1 / 3,
  stopWithinMs: 5_000,
};

/** What holds for one device now, in ms. */
export interface StationSettings {
  readonly inspectionCycleMs: number;
  readonly answerTimeoutMs: number;
  readonly resends: number;
  readonly idleLimitMs: number;
}

/** `given`: what a place or the device itself sets; undefined: the default. What is out of range counts as its nearest end. */
export function stationSettings(given: (name: string) => number | undefined): StationSettings {
  return {
    inspectionCycleMs: settingOf('inspectionCycle', given) * 1_000,
    answerTimeoutMs: settingOf('answerTimeout', given) * 1_000,
    resends: Math.floor(settingOf('resends', given)),
    idleLimitMs: settingOf('idleLimit', given) * 1_000,
  };
}

/** How long all transmissions of one question take before it has failed, ms. */
export function transmissionsMs({ answerTimeoutMs, resends }: StationSettings): number {
  return answerTimeoutMs * (resends + 1);
}

function settingOf(name: StationParameter['name'], given: (name: string) => number | undefined): number {
  const parameter = STATION_PARAMETERS.find((one) => one.name === name);
  return parameter ? withinBounds(parameter, given(name) ?? parameter.otherwise) : 0;
}
