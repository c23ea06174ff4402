// What a person has begun and not saved: kept while the page stands, so that going to another screen and back does not lose it.
import { type Dispatch, type SetStateAction, useCallback, useEffect, useState } from 'react';
import { useSession } from './session.tsx';

/**
 * By who writes and what: another person who signs in on this screen must not find it. In memory alone, as telephone numbers
 * and secrets have no business on the disk of a PC that many share.
 */
export const kept = new Map<string, unknown>();

/** Under which something of the person who is signed in is kept. */
export function useKeptKey(what: string): string {
  const { standing } = useSession();
  return `${standing.is === 'signed-in' ? standing.session.person.id : ''} ${what}`;
}

/** The state that stands under each name now. */
const standing = new Map<string, Dispatch<SetStateAction<unknown>>>();

/**
 * A state that is kept under a name as long as it `isWorth` it; null: nothing is begun. It may be set by what ends after the screen was
 * left: then what is kept is set, or the state of whoever opened the screen again. The third is what was found when the screen was
 * opened. `what` must stay the same while the component stands.
 */
export function useKept<T>(
  what: string,
  isWorth: (value: T) => boolean,
): readonly [value: T | null, set: Dispatch<SetStateAction<T | null>>, found: T | null] {
  const key = useKeptKey(what);
  const [found] = useState<T | null>(() => (kept.get(key) as T | undefined) ?? null);
  const [value, setHere] = useState<T | null>(found);
  const keep = useCallback(
    (next: T | null): void => {
      if (next !== null && isWorth(next)) kept.set(key, next);
      else kept.delete(key);
    },
    [key, isWorth],
  );
  useEffect(() => keep(value), [keep, value]);
  useEffect(() => {
    standing.set(key, setHere as Dispatch<SetStateAction<unknown>>);
    return () => void standing.delete(key);
  }, [key]);
  const set = useCallback(
    (next: SetStateAction<T | null>): void => {
      const there = standing.get(key);
      if (there !== undefined) there(next as SetStateAction<unknown>);
      else keep(typeof next === 'function' ? (next as (before: T | null) => T | null)((kept.get(key) as T | undefined) ?? null) : next);
    },
    [key, keep],
  );
  return [value, set, found];
}
