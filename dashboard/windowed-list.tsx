// A long list of rows of one height: only what is in sight stands in the page.
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useHeight } from './use-height.ts';

/** Rows kept beyond each end of what is in sight, so that a quick scroll shows no gap. */
const BEYOND = 4;

interface Props<T> {
  readonly items: readonly T[];
  /** Pixels of each row. */
  readonly rowHeight: number;
  readonly keyOf: (item: T) => string;
  /** Draws a row; the first link or button in it takes the focus. */
  readonly children: (item: T) => ReactNode;
  /** Whether a row is marked: a style sheet finds `data-marked` at the row, and at the list where one of those in the page is. */
  readonly isMarked?: (item: T) => boolean;
  /** What the list is, for who cannot see it. */
  readonly label: string;
  /** Is given the way to ask which items are in sight. */
  readonly sight?: { current: () => readonly T[] };
  readonly hand?: {
    readonly onPointerMove: (event: { readonly pointerType: string }) => void;
    readonly onPointerDown: (event: { readonly pointerType: string }) => void;
    readonly onPointerLeave: (event: { readonly pointerType: string }) => void;
    readonly onKeyDown: () => void;
    readonly onScroll: () => void;
  };
}

/** Where the row stands now, or -1: it is looked for from where it stood outwards, as it seldom went far. */
function placeOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { key, index }: { readonly key: string; readonly index: number },
): number {
  const isAt = (nth: number): boolean => {
    const item = items[nth];
    return item !== undefined && keyOf(item) === key;
  };
  for (let away = 0; away <= Math.max(index, items.length - index); away += 1) {
    if (isAt(index + away)) return index + away;
    if (isAt(index - away)) return index - away;
  }
  return -1;
}

/** Arrow keys, Home and End move the focus from row to row. What stands in sight stays there when rows come in above. */
export function WindowedList<T>({ items, rowHeight, keyOf, children, isMarked, label, sight, hand }: Props<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const height = useHeight(box, 800);
  /** The row that is to take the focus as soon as it stands in the page. */
  const wanted = useRef<number | null>(null);
  const [, setMoves] = useState(0);

  const first = Math.max(0, Math.floor(top / rowHeight) - BEYOND);
  const last = Math.min(items.length, Math.ceil((top + height) / rowHeight) + BEYOND);

  const drawn = items.slice(first, last);

  // The row at the upper edge keeps its place on the screen when others come or go above it. The position is remembered
  // from the last scrolling: to read it here would make the browser lay the page out twice for each picture.
  const edge = useRef<{ key: string; index: number } | null>(null);
  useLayoutEffect(() => {
    const before = edge.current;
    const element = box.current;
    if (before === null || element === null) return;
    const now = placeOf(items, keyOf, before);
    if (now >= 0 && now !== before.index) {
      element.scrollTop += (now - before.index) * rowHeight;
      edge.current = { key: before.key, index: now };
    }
  }, [items, keyOf, rowHeight]);

  const noteEdge = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    const index = Math.floor(element.scrollTop / rowHeight);
    const item = items[index];
    // At the very top there is nothing to keep in place: there the newest is to be seen.
    edge.current = element.scrollTop <= 0 || item === undefined ? null : { key: keyOf(item), index };
    setTop(index * rowHeight);
  }, [items, keyOf, rowHeight]);

  useEffect(() => {
    if (sight === undefined) return;
    sight.current = () => {
      const element = box.current;
      if (element === null) return [];
      const from = Math.floor(element.scrollTop / rowHeight);
      return items.slice(from, Math.ceil((element.scrollTop + element.clientHeight) / rowHeight));
    };
    return () => {
      sight.current = () => [];
    };
  }, [sight, items, rowHeight]);

  useEffect(() => {
    if (wanted.current === null) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] a, [data-index="${wanted.current}"] button`);
    if (row === null || row === undefined) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  function onKeyDown(event: KeyboardEvent): void {
    hand?.onKeyDown();
    const here = (event.target as HTMLElement).closest('[data-index]')?.getAttribute('data-index');
    if (here === null || here === undefined) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 8,
      PageUp: -8,
      Home: -items.length,
      End: items.length,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(items.length - 1, Number(here) + step));
    wanted.current = to;
    const element = box.current;
    if (element !== null) {
      const above = to * rowHeight;
      if (above < element.scrollTop) element.scrollTop = above;
      else if (above + rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = above + rowHeight - element.clientHeight;
    }
    noteEdge();
    setMoves((before) => before + 1);
  }

  return (
    <section
      ref={box}
      className="windowed"
      aria-label={label}
      onScroll={() => {
        noteEdge();
        hand?.onScroll();
      }}
      onKeyDown={onKeyDown}
      onPointerMove={hand?.onPointerMove}
      onPointerDown={hand?.onPointerDown}
      onPointerLeave={hand?.onPointerLeave}
    >
      <ul style={{ height: items.length * rowHeight }} data-marked={isMarked && drawn.some(isMarked)}>
        {drawn.map((item, offset) => (
          <li
            key={keyOf(item)}
            data-index={first + offset}
            data-marked={isMarked?.(item)}
            aria-setsize={items.length}
            aria-posinset={first + offset + 1}
            style={{ height: rowHeight, top: (first + offset) * rowHeight }}
          >
            {children(item)}
          </li>
        ))}
      </ul>
    </section>
  );
}
