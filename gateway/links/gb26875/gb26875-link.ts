// The GB/T 26875.3 link: transmission devices over TCP and UDP, confirmed when their packets are on the disk, and asked in turn.
import { createServer, type Server, type Socket } from 'node:net';
import { decodeCommand } from '../../../device-drivers/command.ts';
import { UNIT_TYPES } from '../../../device-drivers/gb26875/data-unit.ts';
import { answerTo, COMMAND, encodePacket, isKnownCommand, type Packet } from '../../../device-drivers/gb26875/packet.ts';
import { requestOf } from '../../../device-drivers/gb26875/requests.ts';
import { type Found, scan } from '../../../device-drivers/gb26875/scan.ts';
import { writeTimeTag } from '../../../device-drivers/gb26875/time-tag.ts';
import { carriesFire } from '../../../device-drivers/gb26875/urgent.ts';
import { words } from '../../../device-drivers/words.ts';
import { Networks } from '../../networks.ts';
import type { AcceptFrame, Link, LinkState } from '../link.ts';
import { listen, within } from '../listening.ts';
import { plainAddress } from '../peer.ts';
import { Door } from '../rate.ts';
import type { LinkLog } from '../tally.ts';
import { IntakeQueue } from './intake-queue.ts';
import type { StationLimits } from './limits.ts';
import { type Route, TcpRoute, UdpRoute } from './route.ts';
import type { StationSession } from './station-session.ts';
import { Stations, type StationsAround } from './stations.ts';
import { type Refusal, type StationTally, stationTally } from './tally.ts';
import { UdpPeers } from './udp-peers.ts';

export interface Gb26875Options {
  /** Address to listen on, TCP and UDP. */
  readonly host: string;
  /** 26875 by our choice (the standard names none); 0 takes a free one, see `port`. */
  readonly port: number;
  /** Networks (CIDR) from which devices may come at all. */
  readonly networks: readonly string[];
  /** Our own station number until a device names another, 12 hexadecimal digits. */
  readonly centre: string;
  readonly limits: StationLimits;
}

const NAME = 'gb26875';
/** After it, what is still connected at the stop is cut, ms. */
const GOODBYE_MS = 500;
const LOOK_EVERY_MS = 1_000;

export class Gb26875Link implements Link {
  readonly name = NAME;
  readonly #options: Gb26875Options;
  readonly #limits: StationLimits;
  readonly #accept: AcceptFrame;
  readonly #around: StationsAround;
  readonly #log: LinkLog;
  readonly #tally: StationTally;
  readonly #networks: Networks;
  readonly #door: Door;
  readonly #stations: Stations;
  readonly #connections = new Map<TcpRoute, IntakeQueue>();
  readonly #udp: UdpPeers;
  readonly #udpIntake: IntakeQueue;
  #isUdpFull = false;
  #server: Server | undefined;
  #looking: NodeJS.Timeout | undefined;
  #isStopping = false;
  #trouble: LinkState['trouble'];

  /** Throws RangeError for a network that is none. */
  constructor(options: Gb26875Options, around: StationsAround, accept: AcceptFrame, log: LinkLog) {
    this.#options = options;
    this.#limits = options.limits;
    this.#accept = accept;
    this.#around = around;
    this.#log = log;
    this.#tally = stationTally(log);
    this.#networks = new Networks(options.networks);
    this.#door = new Door(options.limits.connectionsPerAddress);
    const udp = { inFlight: options.limits.udpInFlight, waiting: 1 };
    this.#udpIntake = new IntakeQueue(
      udp,
      () => {
        this.#isUdpFull = true;
      },
      () => {
        this.#isUdpFull = false;
      },
    );
    this.#udp = new UdpPeers(options.limits.denyRate, {
      datagram: (route, bytes) => (this.#isStopping ? undefined : this.#found(route, scan(bytes).found)),
      refused: (peer) => this.#tally.refused('network', { peer }),
      isNear: (address) => this.#networks.contains(address),
      closed: (route) => this.#stations.wayClosed(route),
      troubled: (error) => this.#troubled(error),
    });
    this.#stations = new Stations(options, around, accept, this.#tally);
  }

  /** The port it listens on; 0 when it does not. */
  get port(): number {
    const address = this.#server?.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** The devices' state, for the screens. */
  get stations(): Pick<Stations, 'state' | 'packets'> {
    return this.#stations;
  }

  /** Rejects with `port-taken` or `port-refused`. A link is started once. */
  async start(): Promise<void> {
    const { host, port } = this.#options;
    const server = createServer({ noDelay: true, keepAlive: true }, (socket) => this.#knock(socket));
    server.maxConnections = this.#limits.connections;
    server.on('drop', () => this.#tally.refused('too-many-connections', {}));
    await listen(server, host, port);
    server.on('error', (error) => this.#troubled(error));
    this.#server = server;
    try {
      await this.#udp.open(host, this.port);
    } catch (error) {
      await new Promise((resolve) => server.close(resolve));
      throw error;
    }
    this.#stations.begin();
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.#log.info({ host, port: this.port }, 'gb26875: listening, TCP and UDP');
  }

  async stop(): Promise<void> {
    if (this.#isStopping || !this.#server) return;
    this.#isStopping = true;
    clearInterval(this.#looking);
    this.#stations.stop();
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const route of this.#connections.keys()) route.pause();
    const empty = [this.#udpIntake, ...this.#connections.values()].map((intake) => intake.empty());
    await within(this.#limits.stopWithinMs, Promise.all(empty));
    for (const route of this.#connections.keys()) route.finish();
    await within(GOODBYE_MS, closed);
    for (const route of this.#connections.keys()) route.close();
    await closed;
    await this.#udp.close();
    this.#log.info({ packets: this.#tally.all()['packets'] ?? 0 }, 'gb26875: stopped');
  }

  /** A person's command: goes out when its turn comes; what became of it is told to the house as the device's answer. */
  async send(device: string, body: Uint8Array): Promise<'sent' | 'offline'> {
    const session = this.#stations.session(device);
    const command = decodeCommand(body);
    if (!session?.route?.isOpen || 'fault' in command) return 'offline';
    const asked = requestOf(command, this.#around.now());
    if (!asked) return 'offline';
    const isCall = command.command === 'duty-check';
    const reply = asked.command === COMMAND.request ? UNIT_TYPES.get(asked.unit[0] ?? 0)?.reply : undefined;
    const isTaken = session.exchanges.ask(
      {
        command: asked.command,
        unit: () => requestOf(command, this.#around.now())?.unit ?? asked.unit,
        reply,
        done: (end) => void this.#ended(session, command.id, isCall, end),
      },
      isCall,
    );
    if (!isTaken) return 'offline';
    this.#tally.count('commands');
    return 'sent';
  }

  /** Nothing more is known of a device; what it has open is closed. */
  disconnect(device: string): void {
    this.#stations.forget(device);
  }

  state(): LinkState {
    const isFull = this.#connections.size >= this.#limits.connections;
    const full = words(`连接数已满（${this.#limits.connections}）`, `Connections are full (${this.#limits.connections})`);
    const trouble = isFull ? full : this.#trouble;
    return {
      name: NAME,
      listening: this.#server?.listening ?? false,
      counters: this.#tally.all(),
      connected: this.#stations.connected,
      ...(trouble ? { trouble } : {}),
    };
  }

  // ── coming in ──

  #knock(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress ?? '');
    const now = performance.now();
    const isNear = this.#networks.contains(address);
    const isAdmitted = isNear && this.#door.admits(address, now);
    if (!isAdmitted) this.#tally.refused(isNear ? 'connection-rate' : 'network', { peer: address });
    if (!isAdmitted || this.#isStopping) {
      socket.resetAndDestroy();
      return;
    }
    const route = new TcpRoute(
      socket,
      this.#limits,
      {
        found: (from, found) => this.#found(from, found),
        stalled: () => this.#tally.count('stalls'),
        slow: (from) => this.#cut(from, 'slow-reader'),
        closed: (from) => this.#closed(from),
      },
      now,
    );
    this.#connections.set(
      route,
      new IntakeQueue(
        this.#limits,
        () => route.pause(),
        () => route.resume(),
      ),
    );
    this.#tally.count('connections');
  }

  #closed(route: TcpRoute): void {
    this.#connections.delete(route);
    this.#stations.wayClosed(route);
  }

  #found(route: Route, found: readonly Found[]): void {
    route.heardAt = performance.now();
    for (const one of found) {
      if (one.is === 'packet') this.#packet(route, one.packet, one.bytes);
      else if (one.is === 'refused') this.#refusedPacket(route, one);
      else this.#skipped(route, one.bytes);
    }
  }

  #skipped(route: Route, bytes: number): void {
    this.#tally.count('bytes.skipped', bytes);
    if (!(route instanceof TcpRoute)) return;
    route.garbage += bytes;
    if (route.garbage > this.#limits.garbageBytes) this.#cut(route, 'garbage');
  }

  /** A check error of 6.5: denied, and nothing of it is used. */
  #refusedPacket(route: Route, { why, head, bytes }: Extract<Found, { is: 'refused' }>): void {
    this.#tally.refused(why, { peer: route.peer, station: head.source });
    this.#stations.refused(route, head.source, bytes, why);
    this.#deny(route, head);
  }

  #packet(route: Route, packet: Packet, bytes: Uint8Array): void {
    if (route instanceof TcpRoute) {
      route.hasSpoken = true;
      route.garbage = 0;
    }
    this.#tally.count('packets');
    // Out of the pool: a backing store of its own for each packet would be the collector's work.
    const whole = Buffer.from(bytes);
    const session = this.#stations.hear(route, packet, whole);
    if (typeof session === 'string') {
      this.#refuse(route, packet, session);
      return;
    }
    switch (packet.command) {
      case COMMAND.send:
        this.#take(session, route, packet, whole);
        break;
      case COMMAND.reply:
        this.#reply(session, route, packet, whole);
        break;
      case COMMAND.confirm:
      case COMMAND.deny:
        if (!session.exchanges.hear(packet)) this.#tally.count('answers.stray');
        break;
      default:
        this.#refuse(route, packet, isKnownCommand(packet.command) ? 'direction' : 'command');
    }
  }

  #refuse(route: Route, packet: Packet, why: Refusal): void {
    this.#tally.refused(why, { peer: route.peer, station: packet.source });
    this.#stations.refused(route, packet.source, undefined, why);
    this.#deny(route, packet);
  }

  #deny(route: Route, head: Pick<Packet, 'serial' | 'version' | 'source' | 'destination'>): void {
    const now = performance.now();
    if (!route.denials.isReady(now)) return;
    route.denials.take(1, now);
    if (this.#answer(route, head, COMMAND.deny)) this.#tally.count('denied');
  }

  /** To the journal, and only then a confirmation. What is not stored is not confirmed: its device sends it again. */
  #take(session: StationSession, route: Route, packet: Packet, whole: Uint8Array): void {
    const isUrgent = carriesFire(whole);
    if (isUrgent) {
      this.#tally.count('packets.urgent');
      session.counters.urgent += 1;
    }
    if ((session.isHeld || !isUrgent) && !this.#stations.maySpeak(session)) {
      this.#tally.refused(session.isHeld ? 'held-rate' : 'device-rate', { station: session.station });
      return;
    }
    if (route.transport === 'udp' && this.#isUdpFull && !isUrgent) {
      this.#tally.refused('udp-overflow', { peer: route.peer });
      return;
    }
    const intake = route instanceof TcpRoute ? this.#connections.get(route) : this.#udpIntake;
    intake?.take((ended) => {
      this.#store(session, route, whole, (isStored) => {
        if (isStored) this.#confirm(session, route, packet);
        ended();
      });
    }, isUrgent);
  }

  #confirm(session: StationSession, route: Route, packet: Packet): void {
    const { heartbeat } = this.#stations.profileOf(session);
    const isHandshake = heartbeat !== null && packet.unit.length === 1 && packet.unit[0] === heartbeat.ask;
    if (!this.#answer(route, packet, COMMAND.confirm, isHandshake ? Uint8Array.of(heartbeat.answer) : undefined)) return;
    this.#tally.count('confirmed');
    session.counters.confirmed += 1;
  }

  /** A reply is believed when it is on the disk; one that nobody asked for says nothing. */
  #reply(session: StationSession, route: Route, packet: Packet, whole: Uint8Array): void {
    if (!session.exchanges.awaits(packet)) {
      this.#tally.count('answers.stray');
      return;
    }
    this.#store(session, route, whole, (isStored) => {
      if (isStored && !session.exchanges.hear(packet)) this.#tally.count('answers.stray');
    });
  }

  #store(session: StationSession, route: Route, body: Uint8Array, then: (isStored: boolean) => void): void {
    this.#accept({ link: NAME, peer: route.peer, device: session.device, kind: 'up', body, drill: false }).then(
      () => then(true),
      () => {
        this.#tally.count('unconfirmed');
        then(false);
      },
    );
  }

  #answer(route: Route, to: Pick<Packet, 'serial' | 'version' | 'source' | 'destination'>, command: number, unit?: Uint8Array): boolean {
    const bytes = encodePacket(answerTo(to, command, writeTimeTag(this.#around.now()), unit));
    this.#stations.sent(to.source, route, bytes);
    return route.write(bytes);
  }

  // ── what a person asked ──

  async #ended(
    session: StationSession,
    id: string,
    isCall: boolean,
    end: Parameters<Parameters<typeof session.exchanges.ask>[0]['done']>[0],
  ): Promise<void> {
    const answer =
      end.is === 'failed'
        ? { id, state: 'failed', reason: end.why }
        : {
            id,
            state: isCall ? 'delivered' : 'done',
            ...(end.packet.unit.length > 0 ? { reply: Buffer.from(end.packet.unit).toString('hex') } : {}),
          };
    // That the gateway stops says nothing of the device.
    if (end.is === 'failed' && end.why === 'ended') return;
    const body = new TextEncoder().encode(JSON.stringify(answer));
    const peer = session.route?.peer ?? '';
    try {
      await this.#accept({ link: NAME, peer, device: session.device, kind: 'ack', body, drill: false });
    } catch {
      this.#tally.count('unconfirmed');
    }
  }

  // ── time ──

  #look(): void {
    const now = performance.now();
    for (const route of this.#connections.keys()) {
      if (!route.hasSpoken && now - route.openedAt >= this.#limits.firstPacketMs) this.#cut(route, 'no-packet');
    }
    this.#stations.look((route) => {
      if (route instanceof TcpRoute) this.#cut(route, 'idle');
      else if (route instanceof UdpRoute) this.#udp.forget(route);
    });
  }

  #cut(route: TcpRoute, why: Parameters<StationTally['cut']>[0]): void {
    if (!route.isEnded && route.isOpen) this.#tally.cut(why, { peer: route.peer });
    route.isEnded = true;
    route.close();
  }

  #troubled(error: Error): void {
    this.#log.error({ error: error.message }, 'gb26875: the listener failed');
    this.#trouble = words(`监听异常：${error.message}`, `The listener has trouble: ${error.message}`);
  }
}
