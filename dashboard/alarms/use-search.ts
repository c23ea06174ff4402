// What is searched for over the board. While nothing is, nothing is loaded and nothing is asked.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AlarmView } from '../../gateway/web/contract.ts';
import { loaded } from '../later.ts';
import { useLine } from '../use-live.ts';

/** Whether an alarm stays on the board; another function with each search. */
export type Finds = (alarm: AlarmView) => boolean;

export interface Search {
  readonly text: string;
  readonly change: (text: string) => void;
  /** Null while nothing is searched for. */
  readonly finds: Finds | null;
}

/** A fire that comes, or begins anew, after the search began is never left out by it. */
export function useSearch(): Search {
  const { store } = useLine();
  const [text, setText] = useState('');
  const [finder, setFinder] = useState<((typed: string) => Finds) | null>(null);
  /** The real fires that stood when the search began, and which time they had begun. */
  const stood = useRef<ReadonlyMap<string, number>>(new Map());
  const typed = text.trim();
  const isOn = typed !== '';

  const change = useCallback(
    (next: string) => {
      if (text.trim() === '')
        stood.current = new Map(
          store
            .view()
            .open.filter(isRealFire)
            .map(({ id, times }) => [id, times]),
        );
      setText(next);
    },
    [store, text],
  );
  useEffect(() => {
    if (isOn) void loaded(() => import('./find-alarms.ts')).then((found) => setFinder(() => found.finder));
  }, [isOn]);
  const finds = useMemo((): Finds | null => {
    if (!isOn || finder === null) return null;
    const isMeant = finder(typed);
    const before = stood.current;
    return (alarm) => isMeant(alarm) || (isRealFire(alarm) && before.get(alarm.id) !== alarm.times);
  }, [isOn, finder, typed]);
  return { text, change, finds };
}

function isRealFire({ class: of, drill }: AlarmView): boolean {
  return of === 'fire' && !drill;
}
