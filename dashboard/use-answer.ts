// One question to the API with its three answers: not yet, no, and here it is.
import { useCallback, useEffect, useState } from 'react';
import { type ApiProblem, asProblem, get, type Query } from './api.ts';
import { useLive } from './use-live.ts';

export interface Answer<T> {
  /** The last good answer of this path; it stands while a newer one is on its way. */
  readonly value: T | null;
  readonly problem: ApiProblem | null;
  readonly loading: boolean;
  /** Asks again. */
  readonly again: () => void;
}

interface Held<T> {
  readonly path: string | null;
  /** The question that it answers: path, query and the reason for asking. */
  readonly question: string;
  readonly value: T | null;
  readonly problem: ApiProblem | null;
}

/**
 * Asks for `path`, and asks again when path or query change, when the live line was cut and stands again, every so many
 * milliseconds where that is given, and when told. A null path asks nothing. An older answer never overwrites a newer one.
 */
export function useAnswer<T>(path: string | null, query: Query = {}, every?: number): Answer<T> {
  const epoch = useLive((view) => view.epoch);
  const [turn, setTurn] = useState(0);
  const [held, setHeld] = useState<Held<T>>({ path: null, question: '', value: null, problem: null });
  const asked = JSON.stringify(query);
  const question = `${path} ${asked} ${epoch} ${turn}`;
  const again = useCallback(() => setTurn((before) => before + 1), []);

  useEffect(() => {
    if (path === null) return;
    const stop = new AbortController();
    get<T>(path, JSON.parse(asked) as Query, stop.signal).then(
      (value) => {
        if (!stop.signal.aborted) setHeld({ path, question, value, problem: null });
      },
      (thrown: unknown) => {
        if (stop.signal.aborted) return;
        setHeld((before) => ({ path, question, value: before.path === path ? before.value : null, problem: asProblem(thrown) }));
      },
    );
    return () => stop.abort();
  }, [path, asked, question]);

  useEffect(() => {
    if (every === undefined || path === null) return;
    const timer = setInterval(again, every);
    return () => clearInterval(timer);
  }, [every, path, again]);

  const ours = held.path === path;
  return {
    value: ours ? held.value : null,
    problem: held.question === question || (ours && held.value !== null) ? held.problem : null,
    loading: path !== null && held.question !== question,
    again,
  };
}
