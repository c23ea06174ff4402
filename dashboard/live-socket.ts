// The wire between the gateway's live hub and the screen's store.
import { io, type Socket } from 'socket.io-client';
import type { LiveEvents, LiveRequests } from '../gateway/web/live-contract.ts';
import { type Around, type LiveStore, liveStore } from './live.ts';
import { steadyNow } from './steady.ts';

/** Without a word for so long the socket is taken for half dead and opened anew; the gateway beats every 2 s. */
const DEAF_AFTER_MS = 6_000;
/** The first word of a socket is the whole state, which may be long on a poor line: it is waited for longer. */
const FIRST_WORD_MS = 30_000;
/** Fresh starts after gaps wait longer each time, so that a gateway in trouble is not trampled. */
const FRESH_START_MS = [0, 1_000, 3_000, 10_000] as const;
/** A refused handshake is tried again after so long. */
const REFUSED_RETRY_MS = 3_000;

/** Five pictures a second: faster no eye reads a list that floods, and a page that only draws answers to no hand. */
const PICTURE_EVERY_MS = 200;

export interface LiveLine {
  readonly store: LiveStore;
  /** Connects; from then on it connects again by itself for as long as the session lasts. */
  readonly start: () => void;
  /** Lays the wire down; what was heard stays as a memory, and may be old. */
  readonly pause: () => void;
  /** Lays it down and forgets what was heard: another person sits down. */
  readonly stop: () => void;
  /** Asks for the readings of these devices (at most 200); replaces what was asked for before. */
  readonly watch: (devices: readonly string[]) => void;
}

/** `onDoubt`: the gateway refused or ended the session, or changed its rights; ask who is signed in. */
export function liveLine(onDoubt: () => void): LiveLine {
  let watched: readonly string[] = [];
  let freshStarts = 0;
  let openedAt = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  const store = liveStore({
    monotonic: steadyNow,
    soon: paced(),
    askAgain: () => {
      const wait = FRESH_START_MS[Math.min(freshStarts, FRESH_START_MS.length - 1)] ?? 0;
      freshStarts += 1;
      socket.disconnect();
      setTimeout(() => timer !== undefined && socket.connect(), wait);
    },
  });

  const socket: Socket<LiveEvents, LiveRequests> = io({
    autoConnect: false,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    auth: (tell) => tell({ ...store.handshake() }),
  });

  function sendWatch(): void {
    if (socket.connected) socket.emit('watch', [...watched], () => undefined);
  }

  socket.on('connect', () => {
    openedAt = steadyNow();
    store.opened();
    sendWatch();
  });
  socket.on('disconnect', (reason) => {
    store.lost();
    // The library leaves a socket alone that the gateway closed; we do not.
    if (reason === 'io server disconnect') setTimeout(() => timer !== undefined && socket.connect(), 1_000);
  });
  socket.on('connect_error', () => {
    store.lost();
    if (socket.active) return;
    onDoubt();
    setTimeout(() => timer !== undefined && socket.connect(), REFUSED_RETRY_MS);
  });
  socket.on('welcome', store.on.welcome);
  socket.on('more', store.on.more);
  socket.on('changes', store.on.changes);
  socket.on('readings', store.on.readings);
  socket.on('devices', store.on.devices);
  socket.on('commands', store.on.commands);
  socket.on('troubles', store.on.troubles);
  socket.on('judgement', store.on.judgement);
  socket.on('happenings', store.on.happenings);
  socket.on('heartbeat', (beat) => {
    freshStarts = Math.max(0, freshStarts - 1);
    store.on.heartbeat(beat);
  });
  socket.on('farewell', (why) => {
    store.on.farewell(why);
    if (why.reason !== 'too-slow' && why.reason !== 'stopping') onDoubt();
  });

  function listenForSilence(): void {
    const { wire } = store.view();
    if (!wire.up) return;
    // What was heard over the socket before says nothing of this one.
    const hasSpoken = wire.heardAt !== null && wire.heardAt >= openedAt;
    const silent = steadyNow() - (hasSpoken ? (wire.heardAt ?? 0) : openedAt);
    if (silent < (hasSpoken ? DEAF_AFTER_MS : FIRST_WORD_MS)) return;
    socket.disconnect();
    socket.connect();
  }

  function pause(): void {
    clearInterval(timer);
    timer = undefined;
    socket.disconnect();
  }

  return {
    store,
    pause,
    start() {
      if (timer !== undefined) return;
      timer = setInterval(listenForSilence, 1_000);
      store.lost();
      socket.connect();
    },
    stop() {
      pause();
      store.forget();
    },
    watch(devices) {
      watched = devices;
      store.watching(devices);
      sendWatch();
    },
  };
}

/**
 * At once where the last picture is so old; in a flood as soon as it is. Made and shown in a task each, and the browser lays out
 * and paints in a third: a hand is answered between them.
 */
function paced(): Around['soon'] {
  let due = 0;
  const rest = (): void => {
    due = performance.now() + PICTURE_EVERY_MS;
  };
  return (make, show) => {
    const draw = (): void => {
      rest();
      make();
      setTimeout(() => {
        rest();
        show();
      }, 0);
    };
    setTimeout(draw, Math.max(0, due - performance.now()));
  };
}
