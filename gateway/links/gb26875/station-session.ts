// One transmission device as the link knows it while the gateway runs: its ways, its clock, its exchanges, its last packets.
import { COMMAND, type Packet } from '../../../device-drivers/gb26875/packet.ts';
import { readTimeTag } from '../../../device-drivers/gb26875/time-tag.ts';
import type { Bucket } from '../rate.ts';
import type { Exchanges } from './exchanges.ts';
import type { PacketTrace } from './packet-trace.ts';
import type { Route } from './route.ts';
import type { STATION_COUNTERS } from './tally.ts';

/** Two peers that take turns within this time are two devices with one number, ms: a device that moved does not come back. */
const TURNS_WITHIN_MS = 10 * 60_000;
/** Ways remembered, to know one that comes back. */
const WAYS_REMEMBERED = 8;

export class StationSession {
  readonly device: string;
  readonly isHeld: boolean;
  /** 12 hexadecimal digits. */
  readonly station: string;
  /** Our own station number, as the device calls us. */
  centre: string;
  /** User version of its packets; answers bear the same. */
  userVersion = 0;
  route: Route | undefined;
  /** ms since 1970, all of these. */
  since: number | null = null;
  lastPacket: number | null = null;
  clockSet: number | null = null;
  inspected: number | null = null;
  inspectionTried: number | null = null;
  /** ms; null before the first sound time tag. */
  clockAhead: number | null = null;
  unanswered = false;
  doubledAt: number | null = null;
  readonly trace: PacketTrace;
  readonly exchanges: Exchanges;
  /** How many packets it may send. */
  readonly rate: Bucket;
  readonly counters: Record<(typeof STATION_COUNTERS)[number], number> = {
    packets: 0,
    urgent: 0,
    refused: 0,
    confirmed: 0,
    resends: 0,
    failed: 0,
  };
  readonly #left = new Map<string, number>();

  constructor(
    who: { device: string; isHeld: boolean; station: string; centre: string },
    parts: { trace: PacketTrace; rate: Bucket; exchanges: (session: StationSession) => Exchanges },
  ) {
    this.device = who.device;
    this.isHeld = who.isHeld;
    this.station = who.station;
    this.centre = who.centre;
    this.trace = parts.trace;
    this.rate = parts.rate;
    this.exchanges = parts.exchanges(this);
  }

  /** A packet came this way. Returns what is new: the way, or that two devices seem to share the number. */
  heard(packet: Packet, route: Route, now: number): { readonly isNewWay: boolean; readonly isDoubled: boolean } {
    this.lastPacket = now;
    this.counters.packets += 1;
    this.userVersion = packet.version.user;
    if (packet.command === COMMAND.send) this.centre = packet.destination;
    const told = readTimeTag(packet.sent);
    if (told !== undefined) this.clockAhead = told - now;
    if (this.route === route) return { isNewWay: false, isDoubled: false };
    const cameBack = this.#left.get(route.peer);
    const isDoubled = cameBack !== undefined && now - cameBack < TURNS_WITHIN_MS && this.route?.isOpen === true;
    if (this.route?.isOpen) this.#leave(this.route.peer, now);
    this.route = route;
    this.since = now;
    if (isDoubled) this.doubledAt = now;
    return { isNewWay: true, isDoubled };
  }

  isDoubled(now: number): boolean {
    return this.doubledAt !== null && now - this.doubledAt < TURNS_WITHIN_MS;
  }

  #leave(peer: string, now: number): void {
    this.#left.delete(peer);
    this.#left.set(peer, now);
    const [oldest] = this.#left.keys();
    if (this.#left.size > WAYS_REMEMBERED && oldest !== undefined) this.#left.delete(oldest);
  }
}
