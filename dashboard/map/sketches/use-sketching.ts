// Sketches on this screen: those that the gateway keeps, asked for while the map is open, and the one that the person draws or changes.
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { SketchList, SketchView } from '../../../gateway/web/sketch-contract.ts';
import type { ApiProblem } from '../../api.ts';
import { useBeforeLeaving } from '../../before-leaving.ts';
import { useKept } from '../../kept-in-page.ts';
import { requestKey } from '../../request-key.ts';
import { useAnswer } from '../../use-answer.ts';
import type { Degrees } from '../coordinates.ts';
import { metres } from '../measure.ts';
import type { SketchKind } from './palette.ts';
import type { Ground, Handle } from './reshape.ts';
import { MOST_SPOTS, type SketchShape } from './shape.ts';

/** What another draws is here within so long; an unchanged list costs the gateway a line. */
const ASK_EVERY_MS = 5_000;
/** Of a circle until somebody says how large, metres. */
const FIRST_RADIUS = 100;
/** Changes of a shape that can be taken back. */
const MOST_STEPS = 100;
const NONE: readonly SketchView[] = [];

export interface SketchDraft extends Omit<SketchShape, 'id'> {
  /** Of each that is begun another. */
  readonly begun: string;
  /** The one that is changed; null: a new one. */
  readonly of: SketchView | null;
  readonly note: string;
  readonly place: string;
  readonly onScreens: boolean;
  /** `words`: by the form, and by clicks that add corners. `shape`: by the handles at its corners. */
  readonly by: 'words' | 'shape';
  /** How its shape was before each change that can be taken back, the youngest last. */
  readonly steps: readonly Ground[];
  /** The handle that was held last. */
  readonly handle: Handle | null;
}

export interface Sketching {
  /** Null: not known yet. */
  readonly count: number | null;
  readonly sketches: readonly SketchView[];
  readonly problem: ApiProblem | null;
  readonly again: () => void;
  /** What the map shows of them; what another made of the one that is being changed is among them. */
  readonly shapes: readonly SketchShape[];
  /** The one that is being drawn or changed, as the map shows it. */
  readonly drawn: SketchShape | null;
  readonly isOpen: boolean;
  readonly open: (chosen: string | null) => void;
  readonly close: () => void;
  readonly chosen: string | null;
  readonly draft: SketchDraft | null;
  /** There is something in it that is not saved. */
  readonly isUnsaved: boolean;
  /** It was begun before the person went to another screen, and is as it was then. */
  readonly isFound: boolean;
  readonly begin: (kind: SketchKind, place: string) => void;
  readonly edit: (sketch: SketchView, by: SketchDraft['by']) => void;
  readonly change: (some: Partial<Omit<SketchDraft, 'begun' | 'of' | 'kind' | 'by' | 'steps'>>) => void;
  /** Another shape for it. `isStep`: what it was until now can be gone back to; else it goes on with the change before. */
  readonly reshape: (ground: Ground, isStep: boolean) => void;
  readonly undo: () => void;
  /** A spot was pointed at: the next corner, the middle or the rim of a circle, or where the one spot moves to. */
  readonly add: (spot: Degrees) => void;
  readonly back: () => void;
  readonly drop: () => void;
  /**
   * `sent` is saved: it stands as it is in the list, which is open at it. What was changed while it was on its way stays unsaved on
   * top of it; another that was begun meanwhile goes on.
   */
  readonly saved: (sketch: SketchView, sent: SketchDraft) => void;
  /** Goes on from what another has saved meanwhile: what was changed here, words or shape, is saved over it. */
  readonly renew: () => void;
  /** Another took it off meanwhile: what was changed here is drawn as a new one. */
  readonly drawAnew: () => void;
}

export function useSketching(): Sketching {
  const [held, setHeld] = useState<{ readonly state: string; readonly items: readonly SketchView[] }>({ state: '', items: NONE });
  const answer = useAnswer<SketchList>('/map/sketches', { known: held.state }, ASK_EVERY_MS);
  useEffect(() => {
    const { items = null, state = '' } = answer.value ?? {};
    if (items !== null) setHeld({ state, items });
  }, [answer.value]);
  const { again } = answer;
  const [chosen, setChosen] = useState<string | null>(null);
  const [draft, setDraft, found] = useKept<SketchDraft>('sketch', hasChanges);
  const [isOpen, setOpen] = useState(found !== null);
  const isUnsaved = draft !== null && hasChanges(draft);
  useBeforeLeaving(() => isUnsaved);

  const editedId = draft?.of?.id;
  const editedVersion = draft?.of?.version ?? 0;
  const shapes = useMemo(
    () => held.items.filter(({ id, version }) => id !== editedId || version > editedVersion).map(shapeOf),
    [held.items, editedId, editedVersion],
  );
  const drawn = useMemo(() => draft && { ...draft, id: null }, [draft]);
  const change = useCallback<Sketching['change']>((some) => setDraft((before) => before && { ...before, ...some }), [setDraft]);

  return {
    count: held.state === '' ? null : held.items.length,
    sketches: held.items,
    problem: answer.problem,
    again,
    shapes,
    drawn,
    isOpen,
    open: useCallback((id) => {
      setChosen(id);
      setOpen(true);
    }, []),
    close: useCallback(() => {
      setOpen(false);
      setDraft(null);
    }, [setDraft]),
    chosen,
    draft,
    isUnsaved,
    isFound: draft !== null && found !== null && savedOf(draft) === savedOf(found),
    begin: useCallback(
      (kind, place) => {
        const radius = kind === 'circle' ? FIRST_RADIUS : null;
        const words = { label: '', note: '', colour: 'red', place, onScreens: false } as const;
        setDraft({ begun: requestKey(), of: null, kind, spots: [], radius, ...words, by: 'words', steps: [], handle: null });
      },
      [setDraft],
    ),
    edit: useCallback((sketch, by) => setDraft(draftOf(sketch, by)), [setDraft]),
    change,
    reshape: useCallback(
      ({ spots, radius }, isStep) =>
        setDraft((before) => before && { ...before, spots, radius, steps: isStep ? withStep(before) : before.steps }),
      [setDraft],
    ),
    undo: useCallback(
      () =>
        setDraft((before) => {
          const last = before?.steps.at(-1);
          return before && last ? { ...before, spots: last.spots, radius: last.radius, steps: before.steps.slice(0, -1) } : before;
        }),
      [setDraft],
    ),
    add: useCallback((spot) => setDraft((before) => before && added(before, spot)), [setDraft]),
    back: useCallback(() => setDraft((before) => before && { ...before, spots: before.spots.slice(0, -1) }), [setDraft]),
    drop: useCallback(() => setDraft(null), [setDraft]),
    saved: useCallback(
      (sketch, sent) => {
        // Until the gateway is asked anew, the map would show what it was before.
        setHeld(({ state, items }) => ({ state, items: [...items.filter(({ id }) => id !== sketch.id), sketch] }));
        setDraft((before) => {
          if (before?.begun !== sent.begun) return before;
          return savedOf(before) === savedOf(sent) ? null : { ...before, of: sketch };
        });
        setChosen(sketch.id);
        again();
      },
      [again, setDraft],
    ),
    renew: useCallback(
      () =>
        setDraft((before) => {
          const theirs = held.items.find(({ id }) => id === before?.of?.id);
          if (before === null || theirs === undefined) return before;
          if (before.by === 'words') return { ...before, of: theirs };
          const { kind, spots, radius, steps, handle } = before;
          return { ...draftOf(theirs, 'shape'), kind, spots, radius, steps, handle };
        }),
      [held.items, setDraft],
    ),
    drawAnew: useCallback(() => setDraft((before) => before && { ...before, of: null }), [setDraft]),
  };
}

function draftOf(sketch: SketchView, by: SketchDraft['by']): SketchDraft {
  const { note, place, onScreens } = sketch;
  return {
    ...shapeOf(sketch),
    begun: requestKey(),
    of: sketch,
    note,
    place: place.at(-1)?.id ?? '',
    onScreens,
    by,
    steps: [],
    handle: null,
  };
}

/** What somebody would miss: of a new one a spot or a word, of one that stands whatever is another than it was. */
function hasChanges(draft: SketchDraft): boolean {
  const { of, by, label, note, spots } = draft;
  if (of === null) return spots.length > 0 || label.trim() !== '' || note.trim() !== '';
  return savedOf(draft) !== savedOf(draftOf(of, by));
}

function savedOf({ spots, radius, label, note, colour, place, onScreens }: SketchDraft): string {
  return JSON.stringify([spots, radius, label, note, colour, place, onScreens]);
}

function withStep({ kind, spots, radius, steps }: SketchDraft): Ground[] {
  return [...steps, { kind, spots, radius }].slice(-MOST_STEPS);
}

/** As the map draws it. */
export function shapeOf({ id, kind, spots, radius, label, colour }: Omit<SketchShape, 'spots'> & Pick<SketchView, 'spots'>): SketchShape {
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
