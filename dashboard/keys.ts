// The keys of a seat: heard wherever no text is being written and no dialog is open, and listed for whoever asks.
import { useEffect, useRef } from 'react';
import type { WordKey } from './language.ts';

/** Every key of the console, in the order of the list that `?` shows (ux 1.6). */
export const KEYS: readonly { readonly keys: string; readonly what: WordKey }[] = [
  { keys: '↑ ↓', what: 'keys.move' },
  { keys: 'Enter', what: 'keys.open' },
  { keys: 'Space', what: 'sound.mute' },
  { keys: 'A', what: 'deed.acknowledge' },
  { keys: 'Shift+A', what: 'keys.together' },
  { keys: 'F2', what: 'keys.real' },
  { keys: 'F3', what: 'keys.false' },
  { keys: 'F4', what: 'incident.verify' },
  { keys: 'F6', what: 'keys.test' },
  { keys: 'F8', what: 'keys.call-room' },
  { keys: 'F10', what: 'keys.plan' },
  { keys: 'M', what: 'keys.map' },
  { keys: '/', what: 'keys.search' },
  { keys: '1 – 4', what: 'keys.class' },
  { keys: '0', what: 'board.all' },
  { keys: '?', what: 'keys.title' },
];

/** Whether a key that is pressed there is part of a text, or of a dialog that stands before everything. */
function isTaken(target: EventTarget | null): boolean {
  if (target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"]'))
    return true;
  return [...document.querySelectorAll('[role="dialog"]')].some((dialog) => dialog instanceof HTMLElement && dialog.offsetParent !== null);
}

/** What was pressed: `KeyboardEvent.key`; a letter with Shift is `Shift+A`, whatever the key that locks capitals says. */
function pressed({ key, shiftKey }: KeyboardEvent): string {
  return shiftKey && /^[a-z]$/i.test(key) ? `Shift+${key.toUpperCase()}` : key;
}

/** Does `act` when one of `keys` is pressed; null: not now, and the key keeps its other meanings. */
export function useKeys(keys: readonly string[], act: ((key: string) => void) | null): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  const joined = keys.join('\n');
  useEffect(() => {
    const wanted = new Set(joined.split('\n'));
    const press = (event: KeyboardEvent): void => {
      const key = pressed(event);
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !wanted.has(key)) return;
      if (latest.current === null || isTaken(event.target)) return;
      event.preventDefault();
      latest.current(key);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [joined]);
}
