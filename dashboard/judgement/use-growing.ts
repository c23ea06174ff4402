// A long list of cards of any height: as many as were come to stand in the page, and more as one scrolls on.
import { type RefObject, useEffect, useRef, useState } from 'react';

/** What fills a large screen, and as much again with each step on. */
const STEP = 40;

interface Growing {
  readonly shown: number;
  /** Stands at the end of the list: where it comes into sight, more is shown. */
  readonly end: RefObject<HTMLDivElement | null>;
  readonly grow: () => void;
}

/** `of`: what the list is of; another begins anew. `wanted`: place of the card that must be there, from 0; -1: none. */
export function useGrowing(of: string, total: number, wanted: number): Growing {
  const [grown, setGrown] = useState({ of, shown: STEP });
  const shown = Math.max(grown.of === of ? grown.shown : STEP, wanted + 1);
  const end = useRef<HTMLDivElement>(null);
  const grow = (): void => setGrown({ of, shown: shown + STEP });
  useEffect(() => {
    const element = end.current;
    if (element === null || shown >= total) return;
    // Asked anew after each step: it tells at once where the end is still in sight.
    const watcher = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) setGrown({ of, shown: shown + STEP });
      },
      { rootMargin: '600px' },
    );
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [of, shown, total]);
  return { shown, end, grow };
}
