// Moving about on a drawing: dragging, wheel, two fingers, buttons and keys change one view of zoom and shift.
import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** Shift of the drawing's upper left in px of the box, and how much larger than fitting it is drawn. */
export interface PlanSight {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export interface BoxSize {
  readonly width: number;
  readonly height: number;
}

const MOST_ZOOM = 12;
const WHOLE: PlanSight = { zoom: 1, x: 0, y: 0 };

/** The size of an element, kept up to date. */
export function useSize(box: RefObject<HTMLElement | null>): BoxSize {
  const [size, setSize] = useState<BoxSize>({ width: 0, height: 0 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return size;
}

/** `start`: the sight to begin with, once the size is known. */
export function usePanZoom(box: RefObject<HTMLElement | null>) {
  const [sight, setSight] = useState<PlanSight>(WHOLE);
  const fingers = useRef(new Map<number, { x: number; y: number }>());
  /** The sight after zooming by a factor about a spot of the box, px. */
  const zoomAt = useCallback((factor: number, at: { x: number; y: number }) => {
    setSight((before) => {
      const zoom = Math.min(MOST_ZOOM, Math.max(1, before.zoom * factor));
      const by = zoom / before.zoom;
      return zoom === 1 ? WHOLE : { zoom, x: at.x - (at.x - before.x) * by, y: at.y - (at.y - before.y) * by };
    });
  }, []);
  const zoom = useCallback(
    (factor: number) => {
      const rect = box.current?.getBoundingClientRect();
      zoomAt(factor, { x: (rect?.width ?? 0) / 2, y: (rect?.height ?? 0) / 2 });
    },
    [box, zoomAt],
  );
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    // React listens to the wheel passively; the page must not scroll under the drawing.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const rect = element.getBoundingClientRect();
      zoomAt(event.deltaY < 0 ? 1.2 : 1 / 1.2, { x: event.clientX - rect.left, y: event.clientY - rect.top });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box, zoomAt]);
  const move = (x: number, y: number): void => setSight((before) => ({ ...before, x: before.x + x, y: before.y + y }));
  const release = (event: PointerEvent): void => {
    fingers.current.delete(event.pointerId);
  };
  return {
    sight,
    setSight,
    zoom,
    whole: () => setSight(WHOLE),
    move,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      },
      onPointerMove: (event: PointerEvent) => {
        const before = fingers.current.get(event.pointerId);
        if (before === undefined) return;
        const now = { x: event.clientX, y: event.clientY };
        const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
        fingers.current.set(event.pointerId, now);
        if (other === undefined) return move(now.x - before.x, now.y - before.y);
        const rect = event.currentTarget.getBoundingClientRect();
        const apart = (one: { x: number; y: number }): number => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
        zoomAt(apart(now) / apart(before), { x: (now.x + other.x) / 2 - rect.left, y: (now.y + other.y) / 2 - rect.top });
      },
      onPointerUp: release,
      onPointerCancel: release,
      onPointerLeave: release,
    },
  };
}
