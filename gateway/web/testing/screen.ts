// A screen in a test: a real socket.io client that keeps everything it is told, in order.
import { io, type Socket } from 'socket.io-client';
import type { AlarmView } from '../contract.ts';
import type { LiveEvents, LiveHandshake, LiveRequests } from '../live-contract.ts';

type Said = { [E in keyof LiveEvents]: { event: E; said: Parameters<LiveEvents[E]>[0] } }[keyof LiveEvents];
export type SaidOf<E extends keyof LiveEvents> = Parameters<LiveEvents[E]>[0];

export interface ScreenOptions {
  readonly handshake?: LiveHandshake;
  readonly origin?: string;
  readonly transports?: ('websocket' | 'polling')[];
}

/** How long a test waits for something that should come at once, ms; only a failing test waits so long. */
const PATIENCE_MS = 15_000;

export class Screen {
  readonly socket: Socket<LiveEvents, LiveRequests>;
  readonly told: Said[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(address: string, cookie: string, options: ScreenOptions = {}) {
    this.socket = io(address, {
      reconnection: false,
      forceNew: true,
      transports: options.transports ?? ['websocket'],
      auth: { ...options.handshake },
      extraHeaders: { cookie, origin: options.origin ?? address },
    });
    this.socket.onAny((...heard: unknown[]) => {
      const [event, said] = heard as [keyof LiveEvents, never];
      this.told.push({ event, said });
      this.#look();
    });
    this.socket.on('disconnect', () => this.#look());
    this.socket.on('connect_error', () => this.#look());
  }

  #look(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Waits until something is so; rejects with what was told where it does not come. */
  until<T>(find: () => T | undefined | false): Promise<T> {
    return new Promise((done, fail) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        fail(new Error(`was told only: ${this.told.map((one) => one.event).join(', ')}`));
      }, PATIENCE_MS);
      const look = (): void => {
        const found = find();
        if (found === undefined || found === false) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        done(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  all<E extends keyof LiveEvents>(event: E): SaidOf<E>[] {
    return this.told.flatMap((one) => (one.event === event ? [one.said as SaidOf<E>] : []));
  }

  /** The nth of an event, waited for. */
  nth<E extends keyof LiveEvents>(event: E, nth = 0): Promise<SaidOf<E>> {
    return this.until(() => this.all(event)[nth]);
  }

  /** Every change of alarms it was told, in order. */
  alarms(): AlarmView[] {
    return this.all('changes').flatMap((one) => one.alarms);
  }

  watch(devices: string[]): Promise<{ ok: boolean }> {
    return this.socket.emitWithAck('watch', devices);
  }

  closed(): Promise<true> {
    return this.until(() => (this.socket.disconnected ? true : undefined));
  }

  /** Stops reading from the network, as a frozen browser does; what the gateway sends piles up on the way. */
  freeze(): void {
    this.#wire().pause();
  }

  thaw(): void {
    this.#wire().resume();
  }

  #wire(): { pause(): void; resume(): void } {
    return (this.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws;
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** Whether each event of changes follows on the one before, beginning with a number. */
export function isWithoutGap(first: number, changes: readonly SaidOf<'changes'>[]): boolean {
  let at = first;
  for (const { since, change } of changes) {
    if (since !== at || change < since) return false;
    at = change;
  }
  return true;
}
