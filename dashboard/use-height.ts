// The height of an element that its surroundings decide, for what draws only what is in sight.
import { type RefObject, useEffect, useState } from 'react';

/** Pixels; `first` until it has been measured. */
export function useHeight(box: RefObject<HTMLElement | null>, first: number): number {
  const [height, setHeight] = useState(first);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return height;
}
