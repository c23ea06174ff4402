// One question to the API with its three answers: not yet, no, and here it is.
import { useCallback, useEffect, useRef, useState } from 'react';
import { type ApiProblem, asProblem, get, type Query } from './api.ts';
import { steadyNow } from './steady.ts';
import { useLive } from './use-live.ts';

export interface Answer<T> {
  /**
   * The last good answer of this path. It stands while a newer one is on its way, and after one that did not come if it answers
   * the same question; null where another query was refused: what answers the former filter is no answer to this one.
   */
  readonly value: T | null;
  /** The value answers another query than is asked now, which is on its way. */
  readonly isFormer: boolean;
  readonly problem: ApiProblem | null;
  readonly loading: boolean;
  /** When the value came, ms of the page's steady clock; null before. */
  readonly cameAt: number | null;
  /** Asks again. */
  readonly again: () => void;
}

interface Held<T> {
  readonly path: string | null;
  /** What was asked for: the query without the reason for asking. */
  readonly wanted: string;
  /** The question that it answers: path, query and the reason for asking. */
  readonly question: string;
  readonly value: T | null;
  readonly problem: ApiProblem | null;
  readonly cameAt: number | null;
}

const NOTHING = { path: null, wanted: '', question: '', value: null, problem: null, cameAt: null } as const;

/**
 * Asks for `path`, and asks again when path or query change, when the live line was cut and stands again, every so many
 * milliseconds where that is given and the page is in sight, and when told. A null path asks nothing. An older answer never
 * overwrites a newer one. A `seen` in the query is no part of what is wanted: it is asked anew because more was seen.
 */
export function useAnswer<T>(path: string | null, query: Query = {}, every?: number): Answer<T> {
  const epoch = useLive((view) => view.epoch);
  const [turn, setTurn] = useState(0);
  const [held, setHeld] = useState<Held<T>>(NOTHING);
  /** A question is on its way: on a slow line the next turn must not break it off for ever. */
  const pending = useRef(false);
  const asked = JSON.stringify(query);
  const wanted = JSON.stringify({ ...query, seen: undefined });
  const question = `${path} ${asked} ${epoch} ${turn}`;
  const again = useCallback(() => setTurn((before) => before + 1), []);

  useEffect(() => {
    if (path === null) return;
    const stop = new AbortController();
    pending.current = true;
    get<T>(path, JSON.parse(asked) as Query, stop.signal).then(
      (value) => {
        if (stop.signal.aborted) return;
        pending.current = false;
        setHeld({ path, wanted, question, value, problem: null, cameAt: steadyNow() });
      },
      (thrown: unknown) => {
        if (stop.signal.aborted) return;
        pending.current = false;
        setHeld((before) => {
          const kept = before.path === path && before.wanted === wanted ? before : NOTHING;
          return { ...kept, path, wanted, question, problem: asProblem(thrown) };
        });
      },
    );
    return () => stop.abort();
  }, [path, asked, wanted, question]);

  useEffect(() => {
    if (every === undefined || path === null) return;
    const askInSight = (): void => {
      if (!document.hidden && !pending.current) again();
    };
    const timer = setInterval(askInSight, every);
    document.addEventListener('visibilitychange', askInSight);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', askInSight);
    };
  }, [every, path, again]);

  const ours = held.path === path;
  return {
    value: ours ? held.value : null,
    isFormer: ours && held.value !== null && held.wanted !== wanted,
    problem: held.question === question || (ours && held.value !== null) ? held.problem : null,
    loading: path !== null && held.question !== question,
    cameAt: ours ? held.cameAt : null,
    again,
  };
}
