// Letters as large as there is room for: what is read across a hall is never cut, and lies over nothing else.
import { type RefObject, useLayoutEffect, useRef } from 'react';

const STEP = 0.05;
/** Below this nobody reads it from afar: a place of several hundred letters is cut at its end instead. */
const SMALLEST = 0.4;

/** Sets `--fit` on the box, 1 or less, so that its content stands in it whole; to be multiplied with each size of letters. */
export function useFit<Box extends HTMLElement>(): RefObject<Box | null> {
  const box = useRef<Box>(null);
  // After every drawing: also what stands beside it, of another fire, leaves it another height.
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    let fit = 1;
    const put = (): void => current.style.setProperty('--fit', fit.toFixed(2));
    put();
    while (fit > SMALLEST && current.scrollHeight > current.clientHeight) {
      fit -= STEP;
      put();
    }
  });
  return box;
}
