// The canvas of 1920 × 1080, scaled to whatever screen hangs there, and moved a little each minute so that nothing burns in.
import { useEffect, useState } from 'react';

const CANVAS = { width: 1920, height: 1080 } as const;
/** A ring of eight spots, px of the canvas: each is a minute's. */
const RING = [
  [0, -3],
  [2, -2],
  [3, 0],
  [2, 2],
  [0, 3],
  [-2, 2],
  [-3, 0],
  [-2, -2],
] as const;

/** The CSS transform of the canvas in a window of that size, centred. `minute`: counts the minutes. */
export function placed({ width, height }: { readonly width: number; readonly height: number }, minute: number): string {
  const scale = Math.min(width / CANVAS.width, height / CANVAS.height);
  const [right, down] = RING[((minute % RING.length) + RING.length) % RING.length] ?? [0, 0];
  const left = (width - CANVAS.width * scale) / 2 + right * scale;
  const top = (height - CANVAS.height * scale) / 2 + down * scale;
  return `translate(${left.toFixed(2)}px, ${top.toFixed(2)}px) scale(${scale.toFixed(5)})`;
}

/** `now`: gateway time, ms. */
export function useStage(now: number | null): string {
  const [size, setSize] = useState({ width: window.innerWidth, height: window.innerHeight });
  useEffect(() => {
    const measure = (): void => setSize({ width: window.innerWidth, height: window.innerHeight });
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return placed(size, Math.floor((now ?? 0) / 60_000));
}
