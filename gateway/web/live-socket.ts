// The live socket's door: socket.io, kept in this one file. Checks who comes, and hands the hub one wire for each screen.
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { type Socket, Server as SocketServer } from 'socket.io';
import { z } from 'zod';
import type { Visitor } from './access/access.ts';
import { originOf, type Site } from './access/origin.ts';
import type { LiveEvents, LiveHandshake, LiveRequests } from './live-contract.ts';
import type { WallEvents } from './wall-contract.ts';

/** Where people's screens come; a wall comes elsewhere, with a cookie that is sent there alone. */
export const LIVE_PATH = '/socket.io';
/** Sockets of one session: a person's tabs. Sockets of all. */
const PER_SESSION = 20;
const IN_ALL = 1_000;
/** What a screen may say in one message, bytes: 200 device ids are 13 kB. */
const LARGEST_REQUEST = 64 * 1024;
/** A screen whose machine went away without a word is noticed within the sum of the two. */
const PING_EVERY_MS = 10_000;
const PING_PATIENCE_MS = 10_000;
/** A screen that was told farewell and does not go is cut after so long. */
const FAREWELL_PATIENCE_MS = 1_000;
/** A screen asks for other devices when a person turns a page; more often it is a page gone wild. */
const WATCHES_PER_SECOND = 10;

/** What may be told on a wire: to a person's screen, or to a wall. */
export type ToldEvents = LiveEvents | WallEvents;

/** The wire to one screen, as the hub sees it. */
export interface LiveWire<Told extends ToldEvents = LiveEvents> {
  readonly visitor: Visitor;
  readonly handshake: LiveHandshake;
  /** Whether everything sent so far has left for the network: then, and only then, the next may be sent. */
  isFree(): boolean;
  /** Bytes that were sent and that the network has not taken. */
  unsentBytes(): number;
  send<E extends keyof Told>(event: E, said: SaidIn<Told, E>): void;
  /** Closes after what was sent has left; a screen that takes nothing is cut. */
  close(): void;
}

/** What an event says. */
export type SaidIn<Told, E extends keyof Told> = Told[E] extends (said: infer Said) => void ? Said : never;

/** What happens on a wire; set once by the hub when it opens. */
export interface LiveWireEvents {
  onFree(): void;
  onWatch(devices: readonly string[]): void;
  onClosed(): void;
}

const handshakeForm = z.object({ boot: z.string().max(100), change: z.number().int().min(0) });
const watchForm = z.array(z.string().min(1).max(64)).max(200);

type LiveSocket = Socket<LiveRequests, Record<string, (said: unknown) => void>, Record<string, never>, { visitor?: Visitor }>;

/** The part of a websocket that tells and does what its transport hides. */
interface RawWebsocket {
  readonly bufferedAmount?: number;
  terminate?(): void;
}

export interface LiveSocketOptions<Told extends ToldEvents> {
  /** The address of this door: what comes to another is not ours. */
  readonly path: string;
  readonly site: Site;
  /** Who sends a request; undefined: nobody that may come. */
  readonly who: (request: IncomingMessage) => Visitor | undefined;
  /** A socket of somebody opened; what it gives is called when it closes. */
  readonly onSeat: (visitor: Visitor) => () => void;
  /** A screen opened a wire; the hub answers with what it does when something happens on it. */
  readonly onOpen: (wire: LiveWire<Told>) => LiveWireEvents;
}

export class LiveSockets<Told extends ToldEvents> {
  readonly #options: LiveSocketOptions<Told>;
  readonly #server: SocketServer<LiveRequests, Record<string, (said: unknown) => void>, Record<string, never>, { visitor?: Visitor }>;
  readonly #bySession = new Map<string, number>();
  #count = 0;

  constructor(options: LiveSocketOptions<Told>) {
    this.#options = options;
    this.#server = new SocketServer({
      path: options.path,
      // Another door of ours may take what this one does not know; what no door takes ends by its timeout.
      destroyUpgrade: options.path === LIVE_PATH,
      serveClient: false,
      maxHttpBufferSize: LARGEST_REQUEST,
      pingInterval: PING_EVERY_MS,
      pingTimeout: PING_PATIENCE_MS,
      connectTimeout: 5_000,
      httpCompression: false,
      perMessageDeflate: false,
      allowRequest: (request, answer) => answer(null, this.#mayCome(request)),
    });
    this.#server.use((socket: LiveSocket, next) => {
      const visitor = options.who(socket.request);
      if (!visitor) return next(new Error('not-signed-in'));
      if ((this.#bySession.get(visitor.session) ?? 0) >= PER_SESSION || this.#count >= IN_ALL) return next(new Error('too-many'));
      socket.data.visitor = visitor;
      next();
    });
    this.#server.on('connection', (socket: LiveSocket) => this.#opened(socket));
  }

  attach(server: HttpServer): void {
    this.#server.attach(server);
  }

  /** Closes all sockets; the web server itself is not ours to close. */
  close(): void {
    this.#server.disconnectSockets(true);
    // Undefined until a server was attached.
    const engine: { close(): void } | undefined = this.#server.engine;
    engine?.close();
  }

  /**
   * A page of another site must not open a socket with our person's cookie. A browser sends no `Origin` with the polling
   * requests of its own site; those of another site come without the cookie, which is `SameSite=Strict`.
   */
  #mayCome(request: IncomingMessage): boolean {
    const origin = originOf(request, this.#options.site);
    const isWebsocket = request.headers.upgrade !== undefined;
    return (origin === 'own' || (origin === 'none' && !isWebsocket)) && this.#options.who(request) !== undefined;
  }

  #opened(socket: LiveSocket): void {
    const { visitor } = socket.data;
    if (!visitor) return;
    this.#count += 1;
    this.#bySession.set(visitor.session, (this.#bySession.get(visitor.session) ?? 0) + 1);
    const { onSeat, onOpen } = this.#options;
    const leaveSeat = onSeat(visitor);
    const events = onOpen(wireOf<Told>(socket, visitor));
    const { conn } = socket;
    const listen = (): void => void conn.transport.on('ready', () => events.onFree());
    listen();
    conn.on('upgrade', () => {
      listen();
      events.onFree();
    });
    const limit = new WatchLimit();
    socket.on('watch', (devices, done) => {
      const asked = watchForm.safeParse(devices);
      const isFine = asked.success && limit.take();
      if (isFine) events.onWatch(asked.data);
      if (typeof done === 'function') done({ ok: isFine });
    });
    socket.on('disconnect', () => {
      this.#count -= 1;
      const left = (this.#bySession.get(visitor.session) ?? 1) - 1;
      if (left > 0) this.#bySession.set(visitor.session, left);
      else this.#bySession.delete(visitor.session);
      leaveSeat();
      events.onClosed();
    });
    events.onFree();
  }
}

class WatchLimit {
  #second = 0;
  #count = 0;

  take(): boolean {
    const second = Math.floor(performance.now() / 1_000);
    this.#count = second === this.#second ? this.#count + 1 : 1;
    this.#second = second;
    return this.#count <= WATCHES_PER_SECOND;
  }
}

function wireOf<Told extends ToldEvents>(socket: LiveSocket, visitor: Visitor): LiveWire<Told> {
  const raw = (): RawWebsocket | undefined => (socket.conn.transport as unknown as { socket?: RawWebsocket }).socket;
  const said = handshakeForm.safeParse(socket.handshake.auth);
  return {
    visitor,
    handshake: said.success ? said.data : {},
    // `writable` comes back when the kernel has taken the last packet (websocket) or the next poll has come (polling).
    isFree: () => socket.connected && socket.conn.transport.writable,
    unsentBytes: () => raw()?.bufferedAmount ?? 0,
    send: (event, said) => void socket.emit(String(event), said),
    close() {
      socket.disconnect(true);
      setTimeout(() => {
        if (socket.conn.readyState === 'closed') return;
        raw()?.terminate?.();
        socket.conn.close(true);
      }, FAREWELL_PATIENCE_MS).unref();
    },
  };
}
