// The board's rows: live while nobody's hand is on the list, held still while somebody's is.
import { useCallback, useMemo, useRef, useState } from 'react';
import type { AlarmView } from '../../gateway/web/contract.ts';
import { useLive } from '../use-live.ts';
import { arrange } from './board-order.ts';

/** A finger or key that was last seen so long ago has let go. */
const TOUCH_HOLDS_MS = 3_000;
/** A mouse that lies still for so long was left there by a person who is not aiming. */
const MOUSE_HOLDS_MS = 30_000;

export interface Board {
  readonly rows: readonly AlarmView[];
  readonly queued: readonly AlarmView[];
  /** Lets the queued ones in. */
  readonly release: () => void;
  /** Goes on the list: tells when a hand is on it. */
  readonly hand: {
    readonly onPointerMove: (event: { readonly pointerType: string }) => void;
    readonly onPointerDown: (event: { readonly pointerType: string }) => void;
    readonly onPointerLeave: (event: { readonly pointerType: string }) => void;
    readonly onKeyDown: () => void;
    readonly onScroll: () => void;
  };
}

/** `only`: a class, `drill`, or null for all. Whatever is chosen, a real fire is always shown. */
export function useBoard(only: string | null): Board {
  const open = useLive((view) => view.open);
  const alarms = useLive((view) => view.alarms);
  const [held, setHeld] = useState(false);
  const [, setReleases] = useState(0);
  const former = useRef<{ only: string | null; shown: readonly string[] }>({ only: null, shown: [] });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const wanted = useMemo(() => (only === null ? open : open.filter((one) => isWanted(one, only))), [open, only]);
  const { shown, queued } = arrange(former.current.only === only ? former.current.shown : [], wanted, held);
  former.current = { only, shown };
  const free = shown.length === wanted.length && !held;
  const rows = useMemo(() => (free ? wanted : shown.flatMap((id) => alarms.get(id) ?? [])), [free, wanted, shown, alarms]);

  /** Until when, monotonic ms: a shorter hold never shortens a longer one. */
  const until = useRef(0);
  const hold = useCallback((ms: number) => {
    const now = performance.now();
    until.current = Math.max(until.current, now + ms);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHeld(false), until.current - now);
    setHeld(true);
  }, []);
  const letGo = useCallback(() => {
    until.current = 0;
    clearTimeout(timer.current);
    setHeld(false);
  }, []);
  const release = useCallback(() => {
    former.current = { ...former.current, shown: [] };
    setReleases((before) => before + 1);
  }, []);
  const hand = useMemo(
    () => ({
      onPointerMove: (event: { readonly pointerType: string }) => hold(event.pointerType === 'mouse' ? MOUSE_HOLDS_MS : TOUCH_HOLDS_MS),
      onPointerDown: (event: { readonly pointerType: string }) => hold(event.pointerType === 'mouse' ? MOUSE_HOLDS_MS : TOUCH_HOLDS_MS),
      onPointerLeave: (event: { readonly pointerType: string }) => {
        if (event.pointerType === 'mouse') letGo();
      },
      onKeyDown: () => hold(TOUCH_HOLDS_MS),
      onScroll: () => hold(TOUCH_HOLDS_MS),
    }),
    [hold, letGo],
  );
  return { rows, queued, release, hand };
}

function isWanted(alarm: AlarmView, only: string): boolean {
  if (only === 'drill') return alarm.drill || alarm.class === 'fire';
  return alarm.class === only || (alarm.class === 'fire' && !alarm.drill);
}
