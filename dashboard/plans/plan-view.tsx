// The plan itself: the drawing with the symbols on it, looked at by pointer, finger and keys.
import { Button } from 'antd';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import type { FloorPlan, PlanItem, PlanScaleView } from '../../gateway/web/plan-contract.ts';
import { type AlarmClass, CLASS_TOKENS } from '../alarm-classes.ts';
import { useWords } from '../language.ts';
import { useLive } from '../use-live.ts';
import './plans.css';
import { shownAs } from '../marks.tsx';
import { PlanSymbol } from './symbol.tsx';
import { usePanZoom, useSize } from './use-pan-zoom.ts';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

const ORDER = Object.keys(CLASS_TOKENS) as AlarmClass[];
const FOCUS_ZOOM = 2.5;

/** Each device's most urgent open alarm, live. */
export function useWorst(): ReadonlyMap<string, AlarmClass | 'test'> {
  const alarms = useLive((view) => view.alarms);
  const worst = new Map<string, AlarmClass | 'test'>();
  for (const alarm of alarms.values()) {
    if (alarm.closed) continue;
    const known = worst.get(alarm.device.id);
    const is = shownAs(alarm);
    const rank = (one: AlarmClass | 'test' | undefined): number => (one === undefined ? 99 : one === 'test' ? 50 : ORDER.indexOf(one));
    if (rank(is) < rank(known)) worst.set(alarm.device.id, is);
  }
  return worst;
}

interface PlanViewProps {
  readonly place: string;
  readonly plan: Pick<FloorPlan, 'drawing' | 'scale'>;
  readonly items: readonly PlanItem[];
  /** The device that is in the middle, with a ring about it. */
  readonly focus?: string | null;
  readonly onChoose?: (id: string) => void;
  /** A spot was pressed on the drawing. */
  readonly onSpot?: (spot: Spot) => void;
  /** A symbol was moved; null takes it off the plan. */
  readonly onMove?: (id: string, spot: Spot | null) => void;
  readonly onDropDevice?: (id: string, spot: Spot) => void;
  readonly marks?: readonly Spot[];
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share));

export function PlanView(props: PlanViewProps) {
  const { place, plan, items, focus = null, onSpot, onDropDevice, marks = [] } = props;
  const { t } = useWords();
  const worst = useWorst();
  const box = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const { sight, setSight, zoom, whole, move, handlers } = usePanZoom(box);
  const pressed = useRef<Spot | null>(null);
  const { drawing } = plan;
  const ratio = drawing === null ? 1 : drawing.width / drawing.height;
  const width = Math.min(size.width, size.height * ratio);
  const height = width / ratio;
  const at = items.find((item) => item.id === focus)?.at ?? null;
  const [atX, atY] = [at?.x ?? null, at?.y ?? null];
  useEffect(() => {
    if (atX === null || atY === null || width === 0) return;
    const [left, top] = [(size.width - width) / 2, (size.height - height) / 2];
    const shift = (box_: number, margin: number, share: number, side: number): number => box_ / 2 - (margin + share * side) * FOCUS_ZOOM;
    setSight({ zoom: FOCUS_ZOOM, x: shift(size.width, left, atX, width), y: shift(size.height, top, atY, height) });
  }, [atX, atY, width, height, size.width, size.height, setSight]);
  if (drawing === null) return null;

  const spotOf = (event: { clientX: number; clientY: number }): Spot => {
    const rect = sheet.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return { x: clamp((event.clientX - rect.left) / rect.width), y: clamp((event.clientY - rect.top) / rect.height) };
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = 60;
    const ways = new Map<string, () => void>([
      ['+', () => zoom(1.4)],
      ['=', () => zoom(1.4)],
      ['-', () => zoom(1 / 1.4)],
      ['0', whole],
      ['ArrowLeft', () => move(step, 0)],
      ['ArrowRight', () => move(-step, 0)],
      ['ArrowUp', () => move(0, step)],
      ['ArrowDown', () => move(0, -step)],
    ]);
    const way = event.target === event.currentTarget ? ways.get(event.key) : undefined;
    if (way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    way();
  };
  return (
    <div className="plan-frame">
      <section
        ref={box}
        className="plan-box"
        data-testid="plan"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the drawing is moved by keys
        tabIndex={0}
        aria-label={t('floor-plan.drawing')}
        onKeyDown={onKey}
        {...handlers}
        onPointerDown={(event: PointerEvent) => {
          pressed.current = { x: event.clientX, y: event.clientY };
          handlers.onPointerDown(event);
        }}
        onClick={(event) => {
          const from = pressed.current;
          const isDrag = from !== null && Math.hypot(event.clientX - from.x, event.clientY - from.y) > 4;
          if (!isDrag) onSpot?.(spotOf(event));
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          onDropDevice?.(event.dataTransfer.getData('text/plain'), spotOf(event));
        }}
      >
        <div
          ref={sheet}
          className="plan-sheet"
          style={{
            width,
            height,
            left: (size.width - width) / 2,
            top: (size.height - height) / 2,
            transformOrigin: `${-(size.width - width) / 2}px ${-(size.height - height) / 2}px`,
            transform: `translate(${sight.x}px, ${sight.y}px) scale(${sight.zoom})`,
          }}
        >
          <img src={`/api/v1/plans/${encodeURIComponent(place)}/drawing?hash=${drawing.hash}`} alt="" draggable={false} />
          {marks.map((mark) => (
            <span key={`${mark.x} ${mark.y}`} className="plan-mark" style={spotStyle(mark, sight.zoom)} />
          ))}
          {items.map((item) =>
            item.at === null ? null : (
              <Placed
                key={item.id}
                item={item}
                at={item.at}
                worst={worst.get(item.id) ?? null}
                zoom={sight.zoom}
                isFocus={item.id === focus}
                spotOf={spotOf}
                {...props}
              />
            ),
          )}
        </div>
      </section>
      <div className="plan-zoom">
        <Button aria-label={t('floor-plan.closer')} onClick={() => zoom(1.5)}>
          +
        </Button>
        <Button aria-label={t('floor-plan.farther')} onClick={() => zoom(1 / 1.5)}>
          −
        </Button>
        <Button aria-label={t('floor-plan.whole')} onClick={whole}>
          ⤢
        </Button>
      </div>
      <ScaleBar scale={plan.scale} ratio={ratio} shown={width * sight.zoom} />
    </div>
  );
}

function spotStyle({ x, y }: Spot, zoom: number) {
  return { left: `${x * 100}%`, top: `${y * 100}%`, transform: `translate(-50%, -50%) scale(${1 / zoom})` };
}

interface PlacedProps extends Pick<PlanViewProps, 'onChoose' | 'onMove'> {
  readonly item: PlanItem;
  readonly at: Spot;
  readonly worst: AlarmClass | 'test' | null;
  readonly zoom: number;
  readonly isFocus: boolean;
  readonly spotOf: (event: { clientX: number; clientY: number }) => Spot;
}

function Placed({ item, at, worst, zoom, isFocus, spotOf, onChoose, onMove }: PlacedProps) {
  const { t } = useWords();
  const dragged = useRef(false);
  const state = worst === null ? t(item.stale ? 'floor-plan.stale' : 'class.none') : t(worst === 'test' ? 'drill.word' : `class.${worst}`);
  return (
    <button
      type="button"
      className="plan-symbol"
      data-testid="plan-symbol"
      data-device={item.id}
      data-class={worst ?? 'normal'}
      data-blinks={worst === 'fire' || isFocus}
      style={spotStyle(at, zoom)}
      title={`${item.name} · ${state}`}
      aria-label={`${item.name} · ${state}`}
      onPointerDown={(event) => {
        if (onMove === undefined) return;
        event.stopPropagation();
        dragged.current = false;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (onMove === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
        event.stopPropagation();
        dragged.current = true;
        onMove(item.id, spotOf(event));
      }}
      onClick={(event) => {
        event.stopPropagation();
        if (!dragged.current) onChoose?.(item.id);
      }}
      onKeyDown={(event) => {
        if (onMove === undefined) return;
        const step = event.shiftKey ? 0.05 : 0.005;
        const [x, y] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
        if (event.key === 'Delete' || event.key === 'Backspace') onMove(item.id, null);
        else if (x !== 0 || y !== 0) onMove(item.id, { x: clamp(at.x + (x ?? 0)), y: clamp(at.y + (y ?? 0)) });
        else return;
        event.preventDefault();
      }}
    >
      <PlanSymbol item={item} worst={worst} />
    </button>
  );
}

/** A bar of a round number of metres. */
function ScaleBar({ scale, ratio, shown }: { readonly scale: PlanScaleView | null; readonly ratio: number; readonly shown: number }) {
  if (scale === null || shown === 0) return null;
  const { from, to, metres } = scale;
  const apart = Math.hypot(from.x - to.x, (from.y - to.y) / ratio) * shown;
  if (apart === 0) return null;
  const perMetre = apart / metres;
  const length = [500, 200, 100, 50, 20, 10, 5, 2, 1].find((one) => one * perMetre <= 160) ?? 1;
  return (
    <span className="plan-scale numbers" style={{ width: length * perMetre }}>
      {length} m
    </span>
  );
}
