// Calls back whenever somebody has written a rule or a limit, on this screen or another.
import { useEffect, useRef } from 'react';
import { useLive } from '../use-live.ts';

/** Not at the start: what was just fetched is of now. */
export function useJudgement(again: () => void): void {
  const written = useLive((view) => view.judgement.written);
  const known = useRef(written);
  useEffect(() => {
    if (known.current === written) return;
    known.current = written;
    again();
  }, [written, again]);
}
