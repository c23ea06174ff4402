// The wire of a wall, and all that it holds: the latest of each thing, so that it is the same after three days as after a minute.
import { io, type Socket } from 'socket.io-client';
import type { WallEvents, WallSketch } from '../../gateway/web/wall-contract.ts';
import { steadyNow } from '../steady.ts';
import { isKnown } from './enter.ts';
import { reloadAt } from './reload.ts';

type Said<E extends keyof WallEvents> = Parameters<WallEvents[E]>[0];

/** Without a word for so long what is shown may be old; the gateway beats every 2 s. */
const OLD_AFTER_MS = 5_000;
/** Without a word for so long the socket is taken for half dead and opened anew. */
const DEAF_AFTER_MS = 8_000;
const RETRY_MS = 3_000;
/** Of a build that did not come after a reload is asked no more. */
const TRIED = 'balefire.wall.build';

export interface WallPicture {
  readonly wall: Said<'wall'> | null;
  readonly state: Said<'state'> | null;
  readonly figures: Said<'figures'> | null;
  /** What is drawn on the map. */
  readonly sketches: readonly WallSketch[];
  /** `gone`: the link was revoked, or never was one. */
  readonly connection: 'connecting' | 'live' | 'lost' | 'gone';
  /** Gateway time now; null before it was first heard. */
  readonly now: number | null;
  /** Gateway time when something was heard last. */
  readonly heard: number | null;
  /** Minutes that the site's time is before UTC. */
  readonly offset: number;
}

export interface WallLine {
  readonly view: () => WallPicture;
  readonly subscribe: (listener: () => void) => () => void;
}

const EMPTY: WallPicture = {
  wall: null,
  state: null,
  figures: null,
  sketches: [],
  connection: 'connecting',
  now: null,
  heard: null,
  offset: 480,
};

/** Connects, and connects again for ever. */
export function wallLine(screen: string): WallLine {
  const listeners = new Set<() => void>();
  let picture = EMPTY;
  /** On the steady clock. */
  let heardAt = steadyNow();
  let reload: number | null = null;

  function show(some: Partial<WallPicture>): void {
    picture = { ...picture, ...some };
    for (const listener of listeners) listener();
  }

  function heard(now: number, some: Partial<WallPicture>): void {
    heardAt = steadyNow();
    show({ ...some, now, heard: now, connection: 'live' });
  }

  const socket: Socket = io({
    path: '/screen/live',
    query: { screen },
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });
  const on = <E extends keyof WallEvents>(event: E, then: (said: Said<E>) => void): void => void socket.on(event as string, then);

  on('wall', (wall) => {
    reload ??= reloadAt(wall.now, wall.offset);
    heard(wall.now, { wall, offset: wall.offset });
  });
  on('state', (state) => heard(state.now, { state }));
  on('sketches', (sketches) => show({ sketches }));
  on('figures', (figures) => heard(picture.now ?? figures.now, { figures }));
  on('heartbeat', (beat) => {
    heard(beat.now, { offset: beat.offset });
    leave(beat);
  });
  on('farewell', ({ reason }) => {
    if (reason === 'rights-changed') show({ ...EMPTY, connection: 'gone' });
  });

  async function ask(): Promise<void> {
    const known = await isKnown(screen);
    if (known === false) show({ ...EMPTY, connection: 'gone' });
    if (!socket.active && !socket.connected) setTimeout(() => socket.connect(), RETRY_MS);
  }
  socket.on('connect_error', () => void ask());
  socket.on('disconnect', (reason) => {
    // The library leaves a socket alone that the gateway closed; we do not.
    if (reason === 'io server disconnect') void ask();
  });

  /** A page that hangs for weeks begins anew each night, and when another build is served; never over a fire. */
  function leave({ now, build }: { readonly now: number; readonly build: string }): void {
    if (picture.state === null || picture.state.fires.some(({ drill }) => !drill)) return;
    const isNight = reload !== null && now >= reload;
    const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]')?.src ?? '';
    const isOther = build !== '' && !own.endsWith(`/${build}`) && sessionStorage.getItem(TRIED) !== build;
    if (!isNight && !isOther) return;
    if (isOther) sessionStorage.setItem(TRIED, build);
    window.location.reload();
  }

  // The one hand of the page: its clock, and how old what it shows is.
  setInterval(() => {
    const silent = steadyNow() - heardAt;
    if (silent > DEAF_AFTER_MS && socket.connected) {
      heardAt = steadyNow();
      socket.disconnect().connect();
    }
    if (picture.heard === null || picture.connection === 'gone') return;
    // What `heardAt` was set anew for above is no word of the gateway's: it stays lost until one comes.
    const isLost = picture.connection === 'lost' || silent > OLD_AFTER_MS;
    show({ now: (picture.now ?? picture.heard) + 1_000, connection: isLost ? 'lost' : 'live' });
  }, 1_000);

  return {
    view: () => picture,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
