// What a person is typing and has not given yet: it survives a reload and an ended session, and goes when they sign out.
import { useCallback, useRef, useState } from 'react';
import { draftKey } from './draft-store.ts';
import { useSession } from './session.tsx';

interface Draft<T> {
  readonly value: T;
  readonly set: (value: T) => void;
  /** It was given: nothing is kept of it. */
  readonly forget: () => void;
  /** It was there already when the page came. */
  readonly isRestored: boolean;
}

/** Kept under a name, for the person who is signed in; `name` null keeps nothing. `value` must be plain data. */
export function useDraft<T>(name: string | null, empty: T): Draft<T> {
  const { standing } = useSession();
  const person = standing.is === 'signed-in' ? standing.session.person.id : null;
  const key = name === null || person === null ? null : draftKey(person, name);
  const nothing = useRef(empty);
  const [held, setHeld] = useState<{ readonly key: string | null; readonly value: T; readonly isRestored: boolean }>(() =>
    read(key, empty),
  );
  const current = held.key === key ? held : read(key, nothing.current);
  const set = useCallback(
    (value: T) => {
      keep(key, value);
      setHeld({ key, value, isRestored: false });
    },
    [key],
  );
  const forget = useCallback(() => {
    if (key !== null) localStorage.removeItem(key);
    setHeld({ key, value: nothing.current, isRestored: false });
  }, [key]);
  return { value: current.value, set, forget, isRestored: current.isRestored };
}

function read<T>(key: string | null, empty: T): { key: string | null; value: T; isRestored: boolean } {
  const text = key === null ? null : localStorage.getItem(key);
  if (text === null) return { key, value: empty, isRestored: false };
  try {
    return { key, value: JSON.parse(text) as T, isRestored: true };
  } catch {
    return { key, value: empty, isRestored: false };
  }
}

/** A store that is full takes no more; what is typed stands on the screen all the same. */
function keep(key: string | null, value: unknown): void {
  if (key === null) return;
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
