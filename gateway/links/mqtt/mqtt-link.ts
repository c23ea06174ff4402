// The MQTT link: devices publish their frames to Balefire's own broker, and get their PUBACK when the frame is on disk.
import { createServer, type Server, type Socket } from 'node:net';
import type { AuthenticateError, Client, PublishPacket, Subscription } from 'aedes';
import type { FrameKind } from '../../../device-drivers/frame.ts';
import { words } from '../../../device-drivers/words.ts';
import type { AcceptFrame, Link, LinkState } from '../link.ts';
import { listen, within } from '../listening.ts';
import { plainAddress } from '../peer.ts';
import { Bucket, Door } from '../rate.ts';
import { type LinkLog, plainText } from '../tally.ts';
import { Attendance } from './attendance.ts';
import { DeviceBroker, type Hooks } from './broker.ts';
import { Gate } from './gate.ts';
import { type Admitted, helloOf, judgeHello, RETURN_CODES, topicFault } from './hello.ts';
import { Intake, SharedBudget } from './intake.ts';
import type { MqttLimits } from './mqtt-limits.ts';
import { type Identity, Session } from './session.ts';
import { type Cut, type MqttTally, mqttTally, type Refusal } from './tally.ts';

/** Who may connect. Answers at once, and takes the same time whether the secret is right or not. */
export interface MqttAdmission {
  admit(device: string, secret: string): Admitted;
}

export interface MqttOptions {
  /** Address to listen on: `0.0.0.0`, `::`, `127.0.0.1` … */
  readonly host: string;
  /** 1883; 0 takes a free one, see `port`. */
  readonly port: number;
  readonly limits: MqttLimits;
}

const NAME = 'mqtt';

/** After it, what is still connected at the stop is cut, ms. */
const GOODBYE_MS = 500;

export class MqttLink implements Link {
  readonly name = NAME;
  readonly #options: MqttOptions;
  readonly #limits: MqttLimits;
  readonly #admission: MqttAdmission;
  readonly #accept: AcceptFrame;
  readonly #log: LinkLog;
  readonly #tally: MqttTally;
  readonly #attendance: Attendance;
  readonly #door: Door;
  readonly #budget: SharedBudget;
  /** Every connection, and the one that stands for a device. */
  readonly #sessions = new Set<Session>();
  readonly #devices = new Map<string, Session>();
  readonly #byClient = new WeakMap<Client, Session>();
  #server: Server | undefined;
  #broker: DeviceBroker | undefined;
  #isStopping = false;
  #trouble: LinkState['trouble'];

  constructor(options: MqttOptions, admission: MqttAdmission, accept: AcceptFrame, log: LinkLog) {
    this.#options = options;
    this.#limits = options.limits;
    this.#admission = admission;
    this.#accept = accept;
    this.#log = log;
    this.#tally = mqttTally(log);
    this.#attendance = new Attendance(NAME, accept, options.limits.offlineAfterMs);
    this.#door = new Door(options.limits.connectionsPerAddress);
    this.#budget = new SharedBudget(options.limits.totalInFlightBytes);
  }

  /** The port it listens on; 0 when it does not. */
  get port(): number {
    const address = this.#server?.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** Rejects with `port-taken` or `port-refused`. A link is started once. */
  async start(): Promise<void> {
    const { host, port } = this.#options;
    this.#broker = this.#makeBroker();
    await this.#broker.listen();
    const server = createServer({ noDelay: true, highWaterMark: this.#limits.highWaterMark }, (socket) => this.#knock(socket));
    server.maxConnections = this.#limits.connections;
    server.on('drop', () => this.#tally.refused('too-many-connections', {}));
    try {
      await listen(server, host, port);
    } catch (error) {
      this.#broker.close();
      throw error;
    }
    server.on('error', (error) => this.#troubled(error));
    this.#server = server;
    this.#log.info({ host, port: this.port }, 'mqtt: listening');
  }

  async stop(): Promise<void> {
    if (this.#isStopping || !this.#server) return;
    this.#isStopping = true;
    this.#attendance.stop();
    const closed = new Promise((resolve) => this.#server?.close(resolve));
    for (const session of this.#sessions) session.intake.halt();
    await within(this.#limits.stopWithinMs, Promise.all([...this.#sessions].map((session) => session.gate.empty())));
    // The confirmations are written in the turn after the gate; `end` sends them out before it closes.
    await new Promise((resolve) => setImmediate(resolve));
    for (const session of this.#sessions) session.socket.end();
    await within(GOODBYE_MS, closed);
    for (const session of this.#sessions) session.end();
    await closed;
    await new Promise<void>((resolve) => (this.#broker ? this.#broker.close(resolve) : resolve()));
    this.#log.info({ frames: this.#tally.all()['frames'] ?? 0 }, 'mqtt: stopped');
  }

  async send(device: string, command: Uint8Array): Promise<'sent' | 'offline'> {
    const session = this.#devices.get(device);
    if (!session?.client || !session.identity || !session.isReady || !session.isSubscribed) return 'offline';
    if (this.#isSlow(session) || session.commands >= this.#limits.commandsInFlight) return 'offline';
    const { client } = session;
    const topic = session.identity.topics.down;
    session.commands += 1;
    // aedes writes in its next turn, right after this look: what is open then gets the command.
    const isOpen = new Promise<boolean>((resolve) => setImmediate(() => resolve(session.isOpen)));
    client.publish({ cmd: 'publish', topic, payload: Buffer.from(command), qos: 1, dup: false, retain: false }, () => {
      session.commands -= 1;
    });
    if (!(await isOpen)) return 'offline';
    this.#tally.count('commands');
    return 'sent';
  }

  /** Ends a device's connection, because its secret was changed or it was removed; what it says last is not taken. */
  disconnect(device: string): void {
    const session = this.#devices.get(device);
    if (!session) return;
    session.isRevoked = true;
    this.#cut(session, 'revoked');
  }

  state(): LinkState {
    const connected = this.#devices.size;
    const isFull = this.#sessions.size >= this.#limits.connections;
    const full = words(`MQTT 连接数已满（${this.#limits.connections}）`, `MQTT connections are full (${this.#limits.connections})`);
    const trouble = isFull ? full : this.#trouble;
    return {
      name: NAME,
      listening: this.#server?.listening ?? false,
      counters: this.#tally.all(),
      connected,
      ...(trouble ? { trouble } : {}),
    };
  }

  // ── coming in ──

  #knock(socket: Socket): void {
    const address = plainAddress(socket.remoteAddress ?? '');
    const isAdmitted = this.#door.admits(address, performance.now());
    if (!isAdmitted) this.#tally.refused('connection-rate', { peer: address });
    if (!isAdmitted || this.#isStopping || !this.#broker) {
      socket.resetAndDestroy();
      return;
    }
    const intake = new Intake(socket, this.#limits, this.#budget, (why) => this.#refuse(session, why));
    const session = new Session(socket, intake, new Gate(this.#accept, this.#limits.overloadPatienceMs));
    this.#sessions.add(session);
    socket.once('close', () => this.#closed(session));
    session.client = this.#broker.handle(socket);
    this.#byClient.set(session.client, session);
  }

  #makeBroker(): DeviceBroker {
    const hooks: Hooks = {
      preConnect: (client, packet, done) => {
        const session = this.#byClient.get(client);
        if (session) {
          session.hello = helloOf(packet);
          session.will = packet.will;
        }
        if (packet.will) packet.will.retain = false;
        // Nothing is kept for a device that is away: each CONNACK says "no session present", and that is the truth.
        packet.clean = true;
        // aedes answers MQTT 5 with return code 1.
        if (packet.protocolVersion === 5 && session) this.#tallyRefusal(session, 'mqtt-version');
        done(null, true);
      },
      authenticate: (client, name, secret, done) => {
        const session = this.#byClient.get(client);
        const returnCode = session ? this.#judge(session, name, secret) : RETURN_CODES.unavailable;
        if (returnCode === undefined) done(null, true);
        else done(Object.assign(new Error('refused'), { returnCode }) as AuthenticateError, false);
      },
      authorizePublish: (client, packet, done) => {
        const session = client ? this.#byClient.get(client) : undefined;
        if (session) this.#publish(session, packet, done);
        else done(new Error('nobody'));
      },
      authorizeSubscribe: (client, subscription, done) => {
        const session = this.#byClient.get(client);
        done(null, session && this.#maySubscribe(session, subscription) ? subscription : null);
      },
      authorizeForward: (client, packet) => (this.#byClient.get(client)?.identity?.topics.down === packet.topic ? packet : null),
    };
    const broker = new DeviceBroker(this.#limits, hooks, (error) => this.#troubled(error));
    // Comes before anything else that the device says is looked at.
    broker.on('connackSent', (connack, client) => connack.returnCode === 0 && this.#ready(client));
    broker.on('subscribe', (granted, client) => this.#subscribed(client, granted, true));
    broker.on('unsubscribe', (topics, client) => this.#subscribed(client, topics.map(asFilter), false));
    broker.on('keepaliveTimeout', (client) => this.#noteCut(client, 'keepalive'));
    broker.on('clientError', (client, error) => this.#failed(client, error));
    broker.on('connectionError', (client, error) => this.#failed(client, error));
    return broker;
  }

  /** The return code to refuse with, or undefined when the device is let in. */
  #judge(session: Session, name: string | undefined, secret: Buffer | undefined): number | undefined {
    if (!session.hello) return RETURN_CODES.unavailable;
    const verdict = judgeHello(session.hello, name, secret, this.#limits, (device, word) => this.#admit(device, word));
    if (!verdict.welcome) {
      this.#tallyRefusal(session, verdict.why);
      return verdict.returnCode;
    }
    const { device, site } = verdict;
    const before = this.#devices.get(device);
    // A connection is taken over only by the same identity. A device that was placed meanwhile comes with its own secret.
    if (before?.identity && site !== undefined && before.identity.site !== site) {
      this.#tallyRefusal(session, 'identity-in-use');
      return RETURN_CODES.identifier;
    }
    session.identify(device, site);
    session.intake.admit(new Bucket(site === undefined ? this.#limits.deviceRate : this.#limits.heldRate, performance.now()));
    this.#devices.set(device, session);
    if (before) this.#cut(before, 'taken-over');
    return undefined;
  }

  /** An estate that fails lets nobody in, and takes nobody down. */
  #admit(device: string, secret: string): Admitted {
    try {
      return this.#admission.admit(device, secret);
    } catch (error) {
      this.#log.error({ error: plainText(String(error)) }, 'mqtt: admission failed');
      return { as: 'refused', why: 'admission-failed' };
    }
  }

  #ready(client: Client): void {
    const session = this.#byClient.get(client);
    if (!session?.identity || !session.isOpen) return;
    session.isReady = true;
    this.#tally.count('connections');
    this.#attendance.came(session.identity.device, session.peer);
  }

  // ── frames ──

  #publish(session: Session, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const identity = session.identity;
    const isWill = packet === session.will;
    const kind = identity && this.#kindOf(session, identity, packet, isWill);
    if (!identity || !kind) {
      done(new Error('not taken'));
      return;
    }
    packet.retain = false;
    const bytes = packet.payload.length;
    if (!isWill) session.intake.parsed(bytes);
    // A copy: the payload is a window on the socket's buffer, which a frame that is kept would keep whole.
    const body = typeof packet.payload === 'string' ? new TextEncoder().encode(packet.payload) : new Uint8Array(packet.payload);
    session.gate.pass({ link: NAME, peer: session.peer, device: identity.device, kind, body, drill: false }, (outcome) => {
      if (!isWill) session.intake.released(bytes);
      if (outcome.stored) {
        this.#tally.count('frames');
        if (identity.site !== undefined) this.#tally.count('frames.held');
        done();
      } else if (packet.qos === 0) {
        this.#tally.count('lost.qos0');
        done();
      } else {
        this.#cut(session, 'unconfirmed');
        done(new Error('not stored'));
      }
    });
  }

  /** What kind of frame a publish is; undefined when it is not taken, and then the connection ends. */
  #kindOf(session: Session, { topics, site }: Identity, packet: PublishPacket, isWill: boolean): FrameKind | undefined {
    // A will is no frame when the gateway itself goes, or has put the device out.
    if (session.isRevoked || (isWill && this.#isStopping)) return undefined;
    if (!isWill && (session.isEnded || this.#isSlow(session))) return undefined;
    const kind = packet.topic === topics.up ? 'up' : packet.topic === topics.ack && site === undefined ? 'ack' : undefined;
    if (kind && packet.payload.length <= this.#limits.payloadBytes) return kind;
    this.#tallyRefusal(session, kind ? 'payload-too-large' : topicFault(packet.topic, false));
    session.isEnded = true;
    return undefined;
  }

  // ── commands ──

  #maySubscribe(session: Session, subscription: Subscription): boolean {
    const identity = session.identity;
    if (identity && identity.site === undefined && subscription.topic === identity.topics.down) return true;
    this.#tallyRefusal(session, topicFault(subscription.topic, true));
    return false;
  }

  #subscribed(client: Client, filters: readonly { readonly topic: string }[], isSubscribed: boolean): void {
    const session = this.#byClient.get(client);
    if (!session?.identity || session.identity.site !== undefined) return;
    const { down } = session.identity.topics;
    if (filters.some(({ topic }) => topic === down)) session.isSubscribed = isSubscribed;
  }

  // ── endings ──

  /** Cuts a device that lets its mail heap up. */
  #isSlow(session: Session): boolean {
    if (session.socket.writableLength <= this.#limits.unreadBytes) return false;
    this.#cut(session, 'slow-reader');
    return true;
  }

  #refuse(session: Session, why: Refusal): void {
    this.#tallyRefusal(session, why);
    session.end();
  }

  #tallyRefusal(session: Session, why: Refusal): void {
    this.#tally.refused(why, session.about());
  }

  #cut(session: Session, why: Cut): void {
    if (!session.isEnded && session.isOpen) this.#tally.cut(why, session.about());
    session.end();
  }

  #noteCut(client: Client, why: Cut): void {
    const session = this.#byClient.get(client);
    if (!session || session.isEnded) return;
    session.isEnded = true;
    this.#tally.cut(why, session.about());
  }

  /** What aedes found wrong with a connection that the link itself has not ended. */
  #failed(client: Client, error: Error & { code?: string; errorCode?: number }): void {
    const session = this.#byClient.get(client);
    if (!session || session.isEnded || this.#isStopping) return;
    session.isEnded = true;
    // Refused in CONNACK: counted there.
    if (error.errorCode !== undefined) return;
    if (error.message === 'drain timeout') this.#tally.cut('slow-reader', session.about());
    else if (error.code !== undefined || error.message === 'connection closed') this.#tally.cut('network', session.about());
    else this.#tallyRefusal(session, error.message.startsWith('connect did not arrive') ? 'connect-timeout' : 'malformed');
  }

  #closed(session: Session): void {
    this.#sessions.delete(session);
    const device = session.identity?.device;
    if (device === undefined || this.#devices.get(device) !== session) return;
    this.#devices.delete(device);
    this.#attendance.left(device);
  }

  #troubled(error: Error): void {
    this.#trouble = words(`MQTT 服务出错：${error.message}`, `The MQTT server has an error: ${error.message}`);
    this.#log.error({ error: error.message }, 'mqtt: error');
  }
}

function asFilter(topic: string): { topic: string } {
  return { topic };
}
