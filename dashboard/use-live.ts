// What the components read of the live state, and the one second hand of the page.
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import type { LiveLine } from './live-socket.ts';
import { type Connection, connectionOf, type LiveView, mayBeOld } from './live-view.ts';
import { steadyNow } from './steady.ts';

export const LiveContext = createContext<LiveLine | null>(null);

/** The line to the live hub. */
export function useLine(): LiveLine {
  const line = useContext(LiveContext);
  if (line === null) throw new Error('no live line above this component');
  return line;
}

/** A part of the live state; `select` must give back the same object while nothing in it changed. */
export function useLive<T>(select: (view: LiveView) => T): T {
  const { store } = useLine();
  return useSyncExternalStore(store.subscribe, () => select(store.view()));
}

const ticking = new Set<() => void>();
let second = 0;
let hand: ReturnType<typeof setInterval> | undefined;

function onSecond(listener: () => void): () => void {
  ticking.add(listener);
  hand ??= setInterval(() => {
    second += 1;
    for (const each of ticking) each();
  }, 1_000);
  return () => {
    ticking.delete(listener);
    if (ticking.size > 0) return;
    clearInterval(hand);
    hand = undefined;
  };
}

/** Renders the component anew every second: one timer for the whole page. */
function useSecond(): number {
  return useSyncExternalStore(onSecond, () => second);
}

/** Gateway time, fresh every second; null before the gateway was first heard. */
export function useGatewayNow(): number | null {
  useSecond();
  return useLine().store.gatewayNow();
}

/**
 * What `read` says of gateway time, asked every second: the component is rendered anew only where that came out otherwise. Whatever
 * stands many times on a screen asks so. `T`: a text, a number or a yes, the same for the same second.
 */
export function useAtGatewayTime<T extends string | number | boolean | null>(read: (now: number | null) => T): T {
  const { store } = useLine();
  return useSyncExternalStore(onSecond, () => read(store.gatewayNow()));
}

/** How the connection stands, fresh every second. */
export function useConnection(): Connection {
  useSecond();
  const wire = useLive((view) => view.wire);
  return connectionOf(wire, steadyNow());
}

/** Whether live data may be old now, and up to when it is true. */
export function useStaleness(): { readonly old: boolean; readonly asOf: number | null } {
  const { store } = useLine();
  const old = useSyncExternalStore(
    (listener) => {
      const leave = onSecond(listener);
      const unsubscribe = store.subscribe(listener);
      return () => {
        leave();
        unsubscribe();
      };
    },
    () => mayBeOld(store.view().wire, steadyNow()),
  );
  return { old, asOf: store.view().wire.asOf };
}

/** Watches these devices while the component stands: their readings and rows come live. */
export function useWatch(devices: readonly string[]): void {
  const line = useLine();
  const key = devices.join('\n');
  useEffect(() => {
    line.watch(key === '' ? [] : key.split('\n'));
    return () => line.watch([]);
  }, [line, key]);
}
