// Everything that stands on the map, fetched a page after the other and shown when all of it is there.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { MapPoint, MapPoints } from '../../gateway/web/map-contract.ts';
import { type ApiProblem, asProblem, get } from '../api.ts';
import { steadyNow } from '../steady.ts';
import type { Answer } from '../use-answer.ts';
import { useLive } from '../use-live.ts';

export interface AllPoints {
  readonly points: readonly MapPoint[];
  /** Devices that stand nowhere. */
  readonly unplaced: number;
}

/** Positions and silence are asked for so often, while the page is in sight; alarms come live. */
const ASK_EVERY_MS = 60_000;

async function fetchAll(signal: AbortSignal): Promise<AllPoints> {
  const points: MapPoint[] = [];
  let unplaced = 0;
  for (let after: string | undefined = '0'; after !== undefined; ) {
    const page: MapPoints = await get<MapPoints>('/map/points', { after }, signal);
    points.push(...page.points);
    unplaced = page.unplaced ?? unplaced;
    after = page.next ?? undefined;
  }
  return { points, unplaced };
}

/** Asks again when the live line was cut and stands again. An older answer stands while a newer one is on its way, or fails. */
export function usePoints(): Answer<AllPoints> {
  const epoch = useLive((view) => view.epoch);
  const [turn, setTurn] = useState(0);
  const [value, setValue] = useState<AllPoints | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [loading, setLoading] = useState(true);
  const [cameAt, setCameAt] = useState<number | null>(null);
  /** A question is on its way: on a slow line the next minute must not break it off for ever. */
  const pending = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: epoch and turn are the reasons to ask anew
  useEffect(() => {
    const stop = new AbortController();
    setLoading(true);
    pending.current = true;
    fetchAll(stop.signal)
      .then(
        (all) => {
          setValue(all);
          setProblem(null);
          setCameAt(steadyNow());
        },
        (thrown: unknown) => {
          if (!stop.signal.aborted) setProblem(asProblem(thrown));
        },
      )
      .finally(() => {
        if (stop.signal.aborted) return;
        pending.current = false;
        setLoading(false);
      });
    return () => stop.abort();
  }, [epoch, turn]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && !pending.current) setTurn((before) => before + 1);
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);

  // There is one question here: for every point.
  return { value, isFormer: false, problem, loading, cameAt, again: useCallback(() => setTurn((before) => before + 1), []) };
}
