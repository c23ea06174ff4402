// Whoever closes or loads the page anew while something is written and not saved is asked first.
import { useEffect, useRef } from 'react';

/** `isUnsaved`: asked when it happens, so that a form need not draw anew at each key. */
export function useBeforeLeaving(isUnsaved: () => boolean): void {
  const asked = useRef(isUnsaved);
  asked.current = isUnsaved;
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (asked.current()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
}
