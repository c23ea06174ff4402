// The board's rows: live while nobody's hand is on the list, held still while somebody's is; folded while alarms flood.
import { useCallback, useMemo, useRef, useState } from 'react';
import type { AlarmView } from '../../gateway/web/contract.ts';
import type { Flood } from '../flood-watch.ts';
import { type Folded, membersOf } from '../open-alarms.ts';
import { useLive } from '../use-live.ts';
import { arrange, foldsInOrder } from './board-order.ts';
import type { Finds } from './use-search.ts';

/** A finger or key that was last seen so long ago has let go. */
const TOUCH_HOLDS_MS = 3_000;
/** A mouse that lies still for so long was left there by a person who is not aiming. */
const MOUSE_HOLDS_MS = 30_000;

/** An alarm, or a row for many of one class and place. */
export type BoardRow = AlarmView | Folded;

export interface Board {
  readonly rows: readonly BoardRow[];
  readonly queued: readonly AlarmView[];
  /** Somebody's hand is on the list: nothing above it comes or goes. */
  readonly held: boolean;
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
  /** Null: alarms come as a person can take them. */
  readonly flood: (Flood & { readonly isFolding: boolean }) | null;
  /** Shows each alarm on its own row in spite of the flood, or folds them again. */
  readonly fold: (folding: boolean) => void;
  readonly opened: ReadonlySet<string>;
  /** Open alarms that the search leaves out, and how many of them are real fires. */
  readonly hidden: { readonly all: number; readonly fires: number };
  /** Every alarm that these rows stand for. */
  readonly behind: (rows: readonly BoardRow[]) => readonly AlarmView[];
  /** Every alarm that the list shows, on its own row or folded. */
  readonly listed: readonly AlarmView[];
  /** Opens or closes a folded row. */
  readonly turn: (key: string) => void;
}

export function isFolded(row: BoardRow): row is Folded {
  return 'count' in row;
}

interface Former {
  readonly only: string | null;
  readonly finds: Finds | null;
  readonly isFolding: boolean;
  readonly flood: Flood | null;
  /** What stood in the free list; its ids are only asked for when a hand comes. */
  readonly free: readonly AlarmView[];
  /** What stands while a hand is on it. */
  readonly shown: readonly string[] | null;
  readonly folds: readonly string[];
}

const NOTHING: Former = { only: null, finds: null, isFolding: false, flood: null, free: [], shown: null, folds: [] };
const NONE: readonly AlarmView[] = [];
const NONE_HIDDEN = { all: 0, fires: 0 };

/**
 * `only`: a class, `drill`, or null for all; whatever is chosen, a real fire is always shown. `finds`: what is searched for; null
 * costs nothing. While something is, nothing is folded: each alarm that is found has its row.
 */
export function useBoard(only: string | null, finds: Finds | null): Board {
  const open = useLive((view) => view.open);
  const own = useLive((view) => view.own);
  const folded = useLive((view) => view.folded);
  const alarms = useLive((view) => view.alarms);
  const flooding = useLive((view) => view.flood);
  const [held, setHeld] = useState(false);
  const [, setReleases] = useState(0);
  /** The flood in which a person wants to see each alarm. */
  const [left, setLeft] = useState<number | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const former = useRef<Former>(NOTHING);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const before = former.current.only === only && former.current.finds === finds ? former.current : NOTHING;
  // Under a hand the list is not folded and not unfolded by itself: a flood begins or ends for the eye when the hand leaves.
  const isSame = before.flood?.since === flooding?.since;
  const flood = held && before !== NOTHING && !isSame ? before.flood : flooding;
  const isFolding = flood !== null && only === null && finds === null && flood.since !== left;
  const ofClass = useMemo(() => (only === null ? open : open.filter((one) => isWanted(one, only))), [open, only]);
  const listed = useMemo(() => (finds === null ? ofClass : ofClass.filter(finds)), [ofClass, finds]);
  const wanted = isFolding ? own : listed;
  const hidden = useMemo(
    () => (finds === null ? NONE_HIDDEN : { all: ofClass.length - listed.length, fires: firesIn(ofClass) - firesIn(listed) }),
    [finds, ofClass, listed],
  );
  const standing = held && before.isFolding === isFolding ? (before.shown ?? before.free.map(({ id }) => id)) : [];
  const { shown, queued } = standing.length === 0 ? { shown: null, queued: NONE } : arrange(standing, wanted, true);
  const folds = isFolding ? foldsInOrder(folded, held ? before.folds : []) : [];
  former.current = { only, finds, isFolding, flood, free: wanted, shown, folds: folds.map(({ key }) => key) };
  const single = useMemo(() => (shown === null ? wanted : shown.flatMap((id) => alarms.get(id) ?? [])), [wanted, shown, alarms]);
  const rows = useMemo<readonly BoardRow[]>(() => {
    if (!isFolding) return single;
    const many = folds.flatMap((one) => (opened.has(one.key) ? [one, ...membersOf(one.key, open, own)] : [one]));
    return [...single, ...many];
  }, [isFolding, single, folds, opened, open, own]);

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
    former.current = NOTHING;
    setReleases((count) => count + 1);
  }, []);
  const since = flood?.since ?? null;
  const fold = useCallback(
    (folding: boolean) => {
      former.current = NOTHING;
      setLeft(folding ? null : since);
    },
    [since],
  );
  const turn = useCallback((key: string) => {
    setOpened((keys) => {
      const next = new Set(keys);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);
  const behind = useCallback(
    (some: readonly BoardRow[]) => [...new Set(some.flatMap((row) => (isFolded(row) ? membersOf(row.key, open, own) : [row])))],
    [open, own],
  );
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
  return { rows, queued, held, release, hand, flood: flood && { ...flood, isFolding }, fold, opened, turn, hidden, behind, listed };
}

function firesIn(alarms: readonly AlarmView[]): number {
  return alarms.reduce((count, one) => count + (one.class === 'fire' && !one.drill ? 1 : 0), 0);
}

function isWanted(alarm: AlarmView, only: string): boolean {
  if (only === 'drill') return alarm.drill || alarm.class === 'fire';
  return alarm.class === only || (alarm.class === 'fire' && !alarm.drill);
}
