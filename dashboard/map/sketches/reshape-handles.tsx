// The handles of a sketch whose shape is changed: over the map, one at each corner and in the middle of each edge, for pointer, finger and keys.
import { type KeyboardEvent, type PointerEvent, useEffect, useReducer, useRef } from 'react';
import { useWords } from '../../language.ts';
import type { Degrees } from '../coordinates.ts';
import type { MapEngine } from '../engine.ts';
import { edgesOf, type Ground, type Handle, handlesOf, heldAt, mayLose, middleOf, moved, withCorner, withoutCorner } from './reshape.ts';
import './reshape.css';
import { MOST_SPOTS, outlineOf } from './shape.ts';

/** Pixels that a key moves, and with Shift. */
const STEP = { small: 4, large: 40 } as const;
const ARROWS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** A hand that trembles moves no corner, pixels. */
const TREMBLE = 3;
/** A shorter edge has no handle in its middle, pixels: it would lie over those of its corners. */
const SHORTEST = 64;
/** The handle of the whole stands so far above its middle, pixels: in the middle stands what it is drawn around, which may burn. */
const ABOVE = 56;

interface Props {
  readonly engine: MapEngine;
  readonly ground: Ground;
  readonly choose: (handle: Handle) => void;
  /** `isStep`: what it was until now can be gone back to. */
  readonly reshape: (ground: Ground, isStep: boolean) => void;
  readonly undo: () => void;
}

interface Grip {
  readonly pointer: number;
  readonly handle: Handle;
  /** The corner behind which the edge begins that is dragged by its middle; null: none is. */
  readonly edge: number | null;
  /** What it was when it was taken hold of, with the corner that a drag of an edge makes. */
  readonly from: Ground;
  /** Where the handle stood, and where the pointer went down. */
  readonly stood: Pixel;
  readonly down: Pixel;
  hasMoved: boolean;
}

interface Pixel {
  readonly x: number;
  readonly y: number;
}

export function ReshapeHandles({ engine, ground, choose, reshape, undo }: Props) {
  const { t } = useWords();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const box = useRef<HTMLFieldSetElement>(null);
  const grip = useRef<Grip | null>(null);
  /** The click that ends a drag is none. */
  const hasDragged = useRef(false);
  /** What is gone on with when it is drawn: the corner that was made, or the one before the one that is gone. */
  const next = useRef<Handle | null>(null);
  const first = useRef(ground);
  useEffect(() => engine.whenMoved(redraw), [engine]);
  useEffect(() => {
    engine.showAll(outlineOf(first.current), true);
    box.current?.querySelector<HTMLElement>('[data-handle]')?.focus({ preventScroll: true });
  }, [engine]);
  useEffect(() => {
    if (next.current === null) return;
    box.current?.querySelector<HTMLElement>(`[data-handle="${next.current}"]`)?.focus({ preventScroll: true });
    next.current = null;
  });

  const add = (corner: number): void => {
    next.current = corner + 1;
    reshape(withCorner(ground, corner), true);
  };
  const remove = (corner: number): void => {
    if (!mayLose(ground)) return;
    next.current = Math.max(0, corner - 1);
    reshape(withoutCorner(ground, corner), true);
  };
  const takeHold = (event: PointerEvent, handle: Handle, from: Ground, edge: number | null = null): void => {
    const spot = heldAt(from, handle);
    hasDragged.current = false;
    if (event.button !== 0 || spot === null || grip.current !== null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const down = { x: event.clientX, y: event.clientY };
    grip.current = { pointer: event.pointerId, handle, edge, from, stood: engine.pixelOf(spot), down, hasMoved: false };
  };
  const drag = (event: PointerEvent): void => {
    const held = grip.current;
    if (held === null || held.pointer !== event.pointerId) return;
    const [right, down] = [event.clientX - held.down.x, event.clientY - held.down.y];
    if (!held.hasMoved && Math.hypot(right, down) < TREMBLE) return;
    const to = engine.spotAt({ x: held.stood.x + right, y: held.stood.y + down });
    reshape(moved(held.from, held.handle, to), !held.hasMoved);
    held.hasMoved = true;
    hasDragged.current = true;
  };
  const letGo = (event: PointerEvent): void => {
    const held = grip.current;
    if (held?.pointer !== event.pointerId) return;
    grip.current = null;
    if (held.hasMoved) next.current = held.handle;
    redraw();
  };
  const onKey = (event: KeyboardEvent, handle: Handle | null): void => {
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
    const isBreak = event.key === 'Escape' && grip.current !== null;
    if (isUndo || isBreak) {
      event.preventDefault();
      if (isUndo || grip.current?.hasMoved) undo();
      grip.current = null;
      return;
    }
    if (handle === null) return;
    if (typeof handle === 'number' && (event.key === 'Delete' || event.key === 'Backspace')) {
      event.preventDefault();
      remove(handle);
      return;
    }
    const [right, down] = ARROWS[event.key] ?? [0, 0];
    const spot = heldAt(ground, handle);
    if ((right === 0 && down === 0) || spot === null) return;
    event.preventDefault();
    const step = event.shiftKey ? STEP.large : STEP.small;
    const { x, y } = engine.pixelOf(spot);
    // A key that is held down is one change.
    reshape(moved(ground, handle, engine.spotAt({ x: x + right * step, y: y + down * step })), !event.repeat);
  };
  /** Whoever goes from one to the next with keys sees where they are. */
  const onFocus = (handle: Handle, spot: Degrees): void => {
    choose(handle);
    const { x, y } = engine.pixelOf(spot);
    const { clientWidth = 0, clientHeight = 0 } = box.current ?? {};
    if (x < 0 || y < 0 || x > clientWidth || y > clientHeight) engine.lookAt(spot);
  };
  const nameOf = (handle: Handle): string => {
    if (handle === 'rim') return t('sketch.handle-rim');
    if (handle === 'all') return t('sketch.handle-all');
    return ground.kind === 'spot' ? t('sketch.handle-spot') : t('sketch.handle-corner', { n: handle + 1, all: ground.spots.length });
  };
  const dragging = { onPointerMove: drag, onPointerUp: letGo, onPointerCancel: letGo };
  const edges = new Set(ground.spots.length < MOST_SPOTS ? edgesOf(ground) : []);
  const edge = (corner: number): React.ReactNode => {
    // One that is dragged stays, also where it has made the last corner that a sketch may have: the pointer is with it.
    const isHeld = grip.current?.edge === corner;
    const spot = edges.has(corner) || isHeld ? middleOf(ground, corner) : null;
    const [one, other] = [ground.spots[corner], ground.spots[(corner + 1) % ground.spots.length]];
    if (spot === null || one === undefined || other === undefined) return null;
    const [here, there] = [engine.pixelOf(one), engine.pixelOf(other)];
    if (!isHeld && Math.hypot(here.x - there.x, here.y - there.y) < SHORTEST) return null;
    return (
      <button
        key={`edge-${corner}`}
        type="button"
        className="reshape-handle"
        data-kind="edge"
        style={standing(engine.pixelOf(spot))}
        aria-label={t('sketch.handle-edge', { n: corner + 1 })}
        onPointerDown={(event) => takeHold(event, corner + 1, withCorner(ground, corner), corner)}
        {...dragging}
        onClick={() => {
          if (!hasDragged.current) add(corner);
        }}
        onKeyDown={(event) => onKey(event, null)}
        data-testid="reshape-edge"
      />
    );
  };
  return (
    <fieldset ref={box} className="reshape" data-testid="reshape">
      <legend className="hidden-text">{t('sketch.handles')}</legend>
      {handlesOf(ground).flatMap((handle) => {
        const spot = heldAt(ground, handle);
        if (spot === null) return [];
        return [
          <button
            key={handle}
            type="button"
            className="reshape-handle"
            data-kind={typeof handle === 'number' ? 'corner' : handle}
            data-handle={handle}
            style={standing(engine.pixelOf(spot), handle === 'all' ? ABOVE : 0)}
            aria-label={nameOf(handle)}
            onPointerDown={(event) => takeHold(event, handle, ground)}
            {...dragging}
            onFocus={() => onFocus(handle, spot)}
            onKeyDown={(event) => onKey(event, handle)}
            data-testid={`reshape-${handle}`}
          >
            {handle === 'all' ? <span className="reshape-sign">✥</span> : null}
          </button>,
          typeof handle === 'number' ? edge(handle) : null,
        ];
      })}
    </fieldset>
  );
}

function standing({ x, y }: Pixel, above = 0): React.CSSProperties {
  return { transform: `translate(${x.toFixed(1)}px, ${(y - above).toFixed(1)}px)` };
}
