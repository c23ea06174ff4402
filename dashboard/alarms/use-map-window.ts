// The board's end of the line to the map's window: what is chosen here is told there, and what is pressed there is chosen here.
import { useEffect, useRef, useState } from 'react';
import { requestKey } from '../request-key.ts';
import { isMapWindow, type WindowLine, windowLine } from '../second-window.ts';

/** `choose`: opens the card of an alarm. */
export function useMapWindow(chosen: string | null, choose: (id: string) => void): void {
  const line = useRef<WindowLine | null>(null);
  const [board] = useState(requestKey);
  const latest = useRef({ chosen, choose });
  useEffect(() => {
    latest.current = { chosen, choose };
  });
  useEffect(() => {
    if (isMapWindow()) return;
    const opened = windowLine((word) => {
      if (word.is === 'ask') opened.tell({ is: 'stands', board, id: latest.current.chosen });
      else if (word.is === 'choose' && word.board === board) latest.current.choose(word.id);
    });
    line.current = opened;
    return () => {
      line.current = null;
      opened.close();
    };
  }, [board]);
  useEffect(() => line.current?.tell({ is: 'alarm', board, id: chosen }), [board, chosen]);
}
