// All transmission devices of the link: who they are, what is known of each, and what is done for each without anybody's asking.
import { COMMAND, encodePacket, type Packet } from '../../../device-drivers/gb26875/packet.ts';
import { type Profile, profileOf, STANDARD } from '../../../device-drivers/gb26875/profile.ts';
import { writeTimeTag } from '../../../device-drivers/gb26875/time-tag.ts';
import type { Words } from '../../../device-drivers/words.ts';
import type { StationAdmission } from '../../estate/station-numbers.ts';
import type { AcceptFrame } from '../link.ts';
import { Bucket } from '../rate.ts';
import { CarrierVoices } from './carrier-voices.ts';
import { Carriers } from './carriers.ts';
import { type ExchangeEnd, Exchanges } from './exchanges.ts';
import type { StationLimits, StationSettings } from './limits.ts';
import { PacketTrace, type TracedPacket } from './packet-trace.ts';
import type { Route } from './route.ts';
import { StationSession } from './station-session.ts';
import { dueFor } from './supervision.ts';
import type { Refusal, StationTally } from './tally.ts';

/** What the link needs of the house. */
export interface StationsAround {
  /** Gateway time, ms since 1970. */
  now(): number;
  admitStation(station: string, address: string): StationAdmission;
  /** What holds for a device now, as it or its places are set. */
  settings(device: string): StationSettings;
  /** Id of the profile of a device, held or placed. */
  profile(device: string): string;
  /** System types and addresses behind a device; empty: none was seen yet. */
  systems(device: string): readonly { readonly systemType: number; readonly systemAddress: number }[];
  /** Placed devices that the link has to expect, with their own network where they have one. */
  expected(): Iterable<{ readonly device: string; readonly network: string | null }>;
  /** Networks of which the house believes that they are down. */
  carriersDown(): Iterable<string>;
  /** The nearest place above all these devices. */
  placeOf(devices: readonly string[]): string;
  trouble(id: string, title: Words, detail: Words): void;
  troubleEnds(id: string): void;
}

export interface StationState {
  readonly connected: boolean;
  readonly transport: 'tcp' | 'udp' | null;
  readonly peer: string | null;
  readonly since: number | null;
  readonly lastPacket: number | null;
  readonly clockAhead: number | null;
  readonly clockSet: number | null;
  readonly inspected: number | null;
  readonly nextInspection: number | null;
  readonly unanswered: boolean;
  readonly doubled: boolean;
  readonly carrier: string | null;
  readonly waiting: number;
  readonly counters: Readonly<Record<string, number>>;
}

/** A device that is read nothing of for three of these is not asked any more, its way is closed. */
const IDLE_WAYS = 3;
/** The system that every building has, asked for where none was seen: fire alarm system 0 (8.2.1.1). */
const FIRST_SYSTEM = { systemType: 1, systemAddress: 0 };
/** A reply holds at most 102 system states (8.3.2.1). */
const MOST_SYSTEMS = 102;
const UNKNOWN_NETWORK = 'unknown';

export class Stations {
  readonly #options: { readonly centre: string; readonly limits: StationLimits };
  readonly #around: StationsAround;
  readonly #tally: StationTally;
  readonly #sessions = new Map<string, StationSession>();
  readonly #byRoute = new Map<Route, Set<StationSession>>();
  readonly #voices: CarrierVoices;
  readonly #carriers: Carriers;
  #isStopped = false;

  constructor(options: { centre: string; limits: StationLimits }, around: StationsAround, accept: AcceptFrame, tally: StationTally) {
    this.#options = options;
    this.#around = around;
    this.#tally = tally;
    this.#voices = new CarrierVoices(accept, (devices) => around.placeOf(devices));
    this.#carriers = new Carriers(options.limits, this.#voices);
  }

  get connected(): number {
    let count = 0;
    for (const session of this.#sessions.values()) if (session.route?.isOpen) count += 1;
    return count;
  }

  session(device: string): StationSession | undefined {
    return this.#sessions.get(device);
  }

  profileOf(session: StationSession): Profile {
    return profileOf(this.#around.profile(session.device)) ?? STANDARD;
  }

  /** What was down before is not known to be now; and whoever has a place is waited for. */
  begin(): void {
    for (const network of this.#around.carriersDown()) this.#voices.carrier(network, 0, []);
    const now = performance.now();
    for (const { device, network } of this.#around.expected())
      this.#carriers.expected(device, network ?? UNKNOWN_NETWORK, now + this.#options.limits.returnWithinMs);
  }

  stop(): void {
    this.#isStopped = true;
    this.#voices.stop();
    for (const session of this.#sessions.values()) session.exchanges.end('ended');
  }

  /** A sound packet came. Returns whose it is, or why it is not taken. */
  hear(route: Route, packet: Packet, bytes: Uint8Array): StationSession | Refusal {
    const who = this.#around.admitStation(packet.source, route.address);
    if (who.as === 'refused') return who.why;
    const session = this.#of(who.id, who.as === 'held', packet);
    const now = this.#around.now();
    session.trace.add({ at: now, direction: 'in', peer: route.peer, bytes, refused: null });
    const before = session.route;
    const { isNewWay, isDoubled } = session.heard(packet, route, now);
    if (isNewWay) {
      if (before) this.#byRoute.get(before)?.delete(session);
      const ofRoute = this.#byRoute.get(route) ?? new Set();
      this.#byRoute.set(route, ofRoute.add(session));
    }
    if (isDoubled) this.#doubled(session);
    if (session.isHeld) this.#tally.count('packets.held');
    else this.#carriers.came(session.device, route.network, performance.now());
    return session;
  }

  /** A packet that is not taken, for whoever looks on; `bytes` undefined: it was traced already. */
  refused(route: Route, station: string, bytes: Uint8Array | undefined, why: Refusal): void {
    for (const session of this.#byRoute.get(route) ?? []) {
      if (session.station !== station && bytes === undefined) continue;
      session.counters.refused += 1;
      if (bytes) session.trace.add({ at: this.#around.now(), direction: 'in', peer: route.peer, bytes, refused: why });
    }
  }

  sent(station: string, route: Route, bytes: Uint8Array): void {
    for (const session of this.#byRoute.get(route) ?? []) {
      if (session.station === station)
        session.trace.add({ at: this.#around.now(), direction: 'out', peer: route.peer, bytes, refused: null });
    }
  }

  /** Whether the device has not said more than it may; it sends again what is not confirmed. */
  maySpeak(session: StationSession): boolean {
    const now = performance.now();
    if (!session.rate.isReady(now)) return false;
    session.rate.take(1, now);
    return true;
  }

  wayClosed(route: Route): void {
    const sessions = this.#byRoute.get(route) ?? [];
    this.#byRoute.delete(route);
    for (const session of sessions) {
      if (session.route !== route) continue;
      session.exchanges.end('offline');
      this.#carriers.left(session.device, performance.now());
    }
  }

  forget(device: string): void {
    const session = this.#sessions.get(device);
    this.#carriers.forget(device);
    this.#around.troubleEnds(`doubled:${device}`);
    if (!session) return;
    session.exchanges.end('ended');
    this.#sessions.delete(device);
    if (session.route) this.#byRoute.get(session.route)?.delete(session);
  }

  /** Asks whoever is silent, inspects, sets clocks. `close`: a way by which nothing comes any more. */
  look(close: (route: Route) => void): void {
    const now = this.#around.now();
    for (const session of this.#sessions.values()) {
      if (session.doubledAt !== null && !session.isDoubled(now)) this.#notDoubled(session);
      const settings = this.#around.settings(session.device);
      const due = dueFor(session, settings, now);
      if (due === 'set-clock') this.#setClock(session);
      else if (due === 'inspect') this.#inspect(session);
      const { route } = session;
      const isIdle = route?.isOpen === true && performance.now() - route.heardAt >= settings.idleLimitMs * IDLE_WAYS;
      // A stranger is never asked; a device that is, and does not answer, is given up when its exchange has failed.
      if (isIdle && (session.isHeld || session.unanswered)) close(route);
    }
    this.#carriers.look(performance.now());
  }

  state(device: string): StationState | undefined {
    const session = this.#sessions.get(device);
    if (!session) return undefined;
    const { route, counters, inspectionTried } = session;
    const isOpen = route?.isOpen === true;
    const cycle = this.#around.settings(device).inspectionCycleMs;
    return {
      connected: isOpen,
      transport: isOpen ? route.transport : null,
      peer: isOpen ? route.peer : null,
      since: isOpen ? session.since : null,
      lastPacket: session.lastPacket,
      clockAhead: session.clockAhead,
      clockSet: session.clockSet,
      inspected: session.inspected,
      nextInspection: inspectionTried === null || session.isHeld ? null : inspectionTried + cycle,
      unanswered: session.unanswered,
      doubled: session.isDoubled(this.#around.now()),
      carrier: this.#carriers.lostWith(device) ?? null,
      waiting: session.exchanges.size,
      counters: { ...counters },
    };
  }

  /** The last packets of a device, newest first, with numbers above `after`. */
  packets(device: string, after: number): TracedPacket[] {
    return this.#sessions.get(device)?.trace.since(after) ?? [];
  }

  // ──

  #of(device: string, isHeld: boolean, packet: Packet): StationSession {
    const known = this.#sessions.get(device);
    if (known && known.isHeld === isHeld) return known;
    if (known) this.forget(device);
    const { limits } = this.#options;
    const rate = new Bucket(isHeld ? limits.heldRate : limits.deviceRate, performance.now());
    const session = new StationSession(
      { device, isHeld, station: packet.source, centre: packet.destination || this.#options.centre },
      {
        trace: new PacketTrace(limits.remembered),
        rate,
        exchanges: (of) =>
          new Exchanges(
            (serial, command, unit) => this.#transmit(of, serial, command, unit),
            () => this.#around.settings(device),
            {
              began: () => this.#tally.count('exchanges'),
              resent: () => {
                this.#tally.count('resends');
                of.counters.resends += 1;
              },
              failed: () => {
                this.#tally.count('exchanges.failed');
                of.counters.failed += 1;
              },
            },
            limits.exchanges,
          ),
      },
    );
    this.#sessions.set(device, session);
    return session;
  }

  #transmit(session: StationSession, serial: number, command: number, unit: Uint8Array): boolean {
    const { route, station, centre, userVersion } = session;
    if (!route?.isOpen || this.#isStopped) return false;
    const now = this.#around.now();
    const version = { main: 1, user: userVersion };
    const bytes = encodePacket({ serial, version, sent: writeTimeTag(now), source: centre, destination: station, command, unit });
    session.trace.add({ at: now, direction: 'out', peer: route.peer, bytes, refused: null });
    return route.write(bytes);
  }

  #setClock(session: StationSession): void {
    this.#tally.count('clocks');
    // Tried, whatever comes of it: a device that takes no clock is asked again later and goes on being heard.
    session.clockSet = this.#around.now();
    session.exchanges.ask({
      command: COMMAND.control,
      unit: () => Uint8Array.of(90, 1, ...writeTimeTag(this.#around.now())),
      reply: undefined,
      done: (end) => this.#answeredOrNot(session, end),
    });
  }

  /** 巡检: the device's own state, then that of each system behind it. */
  #inspect(session: StationSession): void {
    this.#tally.count('inspections');
    session.inspectionTried = this.#around.now();
    session.exchanges.ask({
      command: COMMAND.request,
      unit: () => Uint8Array.of(81, 1, 0),
      reply: 21,
      done: (end) => {
        this.#answeredOrNot(session, end);
        if (end.is !== 'answered') return;
        session.inspected = this.#around.now();
        this.#inspectSystems(session);
      },
    });
  }

  #inspectSystems(session: StationSession): void {
    const known = this.#around.systems(session.device).slice(0, MOST_SYSTEMS);
    const systems = known.length > 0 ? known : [FIRST_SYSTEM];
    const objects = systems.flatMap(({ systemType, systemAddress }) => [systemType, systemAddress]);
    session.exchanges.ask({
      command: COMMAND.request,
      unit: () => Uint8Array.of(61, systems.length, ...objects),
      reply: 1,
      // Many devices know no such question; that they are there was just answered.
      done: () => undefined,
    });
  }

  /** Who does not answer and says nothing else either is lost. */
  #answeredOrNot(session: StationSession, end: ExchangeEnd): void {
    session.unanswered = end.is === 'failed' && end.why === 'no-answer';
    if (!session.unanswered) return;
    const { lastPacket, device, route } = session;
    const { idleLimitMs } = this.#around.settings(device);
    if (lastPacket !== null && this.#around.now() - lastPacket < idleLimitMs) return;
    this.#carriers.left(device, performance.now(), true);
    if (route) this.#byRoute.get(route)?.delete(session);
    route?.close();
  }

  #doubled(session: StationSession): void {
    this.#tally.count('stations.doubled');
    this.#around.trouble(
      `doubled:${session.device}`,
      { zh: '两台装置使用同一地址', en: 'Two devices use one station number' },
      {
        zh: `${session.device}（${session.station}）：两处轮流上报，报警均已接收，请更正其中一台的地址`,
        en: `${session.device} (${session.station}): two peers take turns. Both are heard; give one of them another number`,
      },
    );
  }

  #notDoubled(session: StationSession): void {
    session.doubledAt = null;
    this.#around.troubleEnds(`doubled:${session.device}`);
  }
}
