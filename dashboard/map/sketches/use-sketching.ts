// Sketches on this screen: those that the gateway keeps, asked for while the map is open, and the one that the person draws or changes.
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { SketchList, SketchView } from '../../../gateway/web/sketch-contract.ts';
import type { ApiProblem } from '../../api.ts';
import { useAnswer } from '../../use-answer.ts';
import type { Degrees } from '../coordinates.ts';
import { metres } from '../measure.ts';
import type { SketchKind } from './palette.ts';
import { MOST_SPOTS, type SketchShape } from './shape.ts';

/** What another draws is here within so long; an unchanged list costs the gateway a line. */
const ASK_EVERY_MS = 5_000;
/** Of a circle until somebody says how large, metres. */
const FIRST_RADIUS = 100;
const NONE: readonly SketchView[] = [];

export interface SketchDraft extends Omit<SketchShape, 'id'> {
  /** The one that is changed; null: a new one. */
  readonly of: SketchView | null;
  readonly note: string;
  readonly place: string;
}

export interface Sketching {
  /** Null: not known yet. */
  readonly count: number | null;
  readonly sketches: readonly SketchView[];
  readonly problem: ApiProblem | null;
  readonly again: () => void;
  /** What the map shows of them: with the one that is being drawn. */
  readonly shapes: readonly SketchShape[];
  readonly isOpen: boolean;
  readonly open: (chosen: string | null) => void;
  readonly close: () => void;
  readonly chosen: string | null;
  readonly draft: SketchDraft | null;
  readonly begin: (kind: SketchKind, place: string) => void;
  readonly edit: (sketch: SketchView) => void;
  readonly change: (some: Partial<Omit<SketchDraft, 'of' | 'kind'>>) => void;
  /** A spot was pointed at: the next corner, the middle or the rim of a circle, or where the one spot moves to. */
  readonly add: (spot: Degrees) => void;
  readonly back: () => void;
  readonly drop: () => void;
  /** Goes on from what another has saved meanwhile: what was filled in here is saved over it. */
  readonly renew: () => void;
}

export function useSketching(): Sketching {
  const [held, setHeld] = useState<{ readonly state: string; readonly items: readonly SketchView[] }>({ state: '', items: NONE });
  const answer = useAnswer<SketchList>('/map/sketches', { known: held.state }, ASK_EVERY_MS);
  useEffect(() => {
    const { items = null, state = '' } = answer.value ?? {};
    if (items !== null) setHeld({ state, items });
  }, [answer.value]);
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [draft, setDraft] = useState<SketchDraft | null>(null);

  const shapes = useMemo(() => {
    const kept = held.items.filter(({ id }) => id !== draft?.of?.id).map(shapeOf);
    return draft === null ? kept : [...kept, { ...draft, id: null }];
  }, [held.items, draft]);
  const change = useCallback<Sketching['change']>((some) => setDraft((before) => before && { ...before, ...some }), []);

  return {
    count: held.state === '' ? null : held.items.length,
    sketches: held.items,
    problem: answer.problem,
    again: answer.again,
    shapes,
    isOpen,
    open: useCallback((id) => {
      setChosen(id);
      setOpen(true);
    }, []),
    close: useCallback(() => {
      setOpen(false);
      setDraft(null);
    }, []),
    chosen,
    draft,
    begin: useCallback((kind, place) => {
      const radius = kind === 'circle' ? FIRST_RADIUS : null;
      setDraft({ of: null, kind, spots: [], radius, label: '', note: '', colour: 'red', place });
    }, []),
    edit: useCallback((sketch) => {
      setDraft({ ...shapeOf(sketch), of: sketch, note: sketch.note, place: sketch.place.at(-1)?.id ?? '' });
    }, []),
    change,
    add: useCallback((spot) => setDraft((before) => before && added(before, spot)), []),
    back: useCallback(() => setDraft((before) => before && { ...before, spots: before.spots.slice(0, -1) }), []),
    drop: useCallback(() => setDraft(null), []),
    renew: useCallback(
      () => setDraft((before) => before && { ...before, of: held.items.find(({ id }) => id === before.of?.id) ?? before.of }),
      [held.items],
    ),
  };
}

function shapeOf({ id, kind, spots, radius, label, colour }: SketchView): SketchShape {
  return { id, kind, radius, label, colour, spots: spots.map(({ longitude, latitude }): Degrees => [longitude, latitude]) };
}

function added(draft: SketchDraft, spot: Degrees): SketchDraft {
  const [first] = draft.spots;
  if (draft.kind === 'spot') return { ...draft, spots: [spot] };
  if (draft.kind === 'circle') {
    if (first === undefined) return { ...draft, spots: [spot] };
    const radius = Math.round(metres(first, spot));
    return radius < 1 ? draft : { ...draft, radius };
  }
  // The second click of a double click falls on the corner that the first has set.
  const last = draft.spots.at(-1);
  const isTwice = last !== undefined && last[0] === spot[0] && last[1] === spot[1];
  return isTwice || draft.spots.length >= MOST_SPOTS ? draft : { ...draft, spots: [...draft.spots, spot] };
}
