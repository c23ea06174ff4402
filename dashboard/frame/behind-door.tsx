// What a person was at when the session ended: it stands as it was, unseen and out of reach, until that person is back.
import { type ReactNode, useLayoutEffect } from 'react';
import './behind-door.css';

/**
 * `isShut`: the door stands before it. Nothing of it is taken down, so that no form needs to know of sessions; a dialog and
 * a menu stand beside it in the page, and are shut away with it. Keyed by the person: another one finds nothing of it.
 */
export function BehindDoor({ isShut, children }: { readonly isShut: boolean; readonly children: ReactNode }) {
  // Before the door takes the focus: a dialog that still could would take it back.
  useLayoutEffect(() => {
    if (!isShut) return;
    const field = document.activeElement;
    const popups = document.getElementById('popups');
    popups?.toggleAttribute('inert', true);
    // A key is for the door alone: Escape would close a dialog behind it, and with it what is written there.
    const keep = (event: KeyboardEvent): void => event.stopPropagation();
    window.addEventListener('keydown', keep, true);
    return () => {
      popups?.toggleAttribute('inert', false);
      window.removeEventListener('keydown', keep, true);
      if (field instanceof HTMLElement) field.focus({ preventScroll: true });
    };
  }, [isShut]);
  return (
    <div className="behind-door" inert={isShut}>
      {children}
    </div>
  );
}
