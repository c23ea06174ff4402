// What a person has begun and not saved: kept while the page stands, so that going to another screen and back does not lose it.
import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
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

/**
 * A state that is kept under a name as long as it `isWorth` it; null: nothing is begun. The third is what was found when the screen was
 * opened. `what` must stay the same while the component stands.
 */
export function useKept<T>(
  what: string,
  isWorth: (value: T) => boolean,
): readonly [value: T | null, set: Dispatch<SetStateAction<T | null>>, found: T | null] {
  const key = useKeptKey(what);
  const [found] = useState<T | null>(() => (kept.get(key) as T | undefined) ?? null);
  const [value, set] = useState<T | null>(found);
  useEffect(() => {
    if (value !== null && isWorth(value)) kept.set(key, value);
    else kept.delete(key);
  }, [key, value, isWorth]);
  return [value, set, found];
}
