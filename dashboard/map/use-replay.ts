// The last 24 hours on this screen: what stood open and what was drawn, and the moment that is looked at.
import { useCallback, useMemo, useState } from 'react';
import type { MapPast } from '../../gateway/web/map-contract.ts';
import type { SketchPastView } from '../../gateway/web/sketch-contract.ts';
import { useAnswer } from '../use-answer.ts';
import { shapeOf } from './sketches/use-sketching.ts';

type PastSketch = SketchPastView['items'][number];

const NONE: readonly PastSketch[] = [];

/** `at` null: it is now, and nothing is played back. */
export function useReplay() {
  const [isWanted, setWanted] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const alarms = useAnswer<MapPast>(isWanted ? '/map/past' : null);
  const drawn = useAnswer<SketchPastView>(isWanted ? '/map/sketches/past' : null);
  const past = isWanted ? alarms.value : null;
  const at = past === null ? null : (chosen ?? past.to);
  const all = drawn.value?.items ?? NONE;
  // While it plays most moments show the same as the one before: the map is told of a change alone.
  const key =
    at === null
      ? ''
      : all
          .filter((one) => stood(one, at))
          .map(({ id, version }) => `${id} ${version}`)
          .join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says what stood at that moment
  const sketches = useMemo(() => (at === null ? NONE : all.filter((one) => stood(one, at))), [all, key]);
  const shapes = useMemo(() => sketches.map(shapeOf), [sketches]);
  return {
    past,
    at,
    /** What was drawn on the map at that moment. */
    sketches,
    shapes,
    /** Of what was drawn the oldest is kept no more. */
    isCut: drawn.value?.cut ?? false,
    isAsking: isWanted && past === null && alarms.problem === null,
    problem: isWanted ? (alarms.problem ?? drawn.problem) : null,
    begin: useCallback(() => {
      setChosen(null);
      setWanted(true);
    }, []),
    go: setChosen,
    end: useCallback(() => setWanted(false), []),
  };
}

function stood({ from, to }: PastSketch, at: number): boolean {
  return from <= at && (to === null || to > at);
}
