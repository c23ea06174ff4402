// What a device, and each place above it, sets of its link: asked for when somebody wants to see or change it.
import { useCallback, useEffect, useState } from 'react';
import type { DeviceView, ParameterView, Place } from '../../gateway/web/contract.ts';
import { ApiProblem, asProblem, get, type Page } from '../api.ts';
import type { Answer } from '../use-answer.ts';
import { placesAbove, type SettingStanding, standingsOf } from './link-settings.ts';

type Held = Omit<Answer<readonly SettingStanding[]>, 'again'>;
const NOTHING: Held = { value: null, problem: null, loading: true, cameAt: null };

export function useLinkSettings({ id, place }: Pick<DeviceView, 'id' | 'place'>): Answer<readonly SettingStanding[]> {
  const [held, setHeld] = useState(NOTHING);
  const [turn, setTurn] = useState(0);
  const again = useCallback(() => setTurn((before) => before + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn asks anew
  useEffect(() => {
    const stop = new AbortController();
    load(id, place, stop.signal).then(
      (value) => setHeld({ value, problem: null, loading: false, cameAt: performance.now() }),
      (thrown: unknown) => {
        if (!stop.signal.aborted) setHeld((before) => ({ ...before, problem: asProblem(thrown), loading: false }));
      },
    );
    return () => stop.abort();
  }, [id, place, turn]);
  return { ...held, again };
}

async function load(device: string, way: DeviceView['place'], signal: AbortSignal): Promise<readonly SettingStanding[]> {
  const { items } = await get<Page<Place>>('/places', {}, signal);
  const above = placesAbove(way, items);
  const setBy = (scope: string): Promise<readonly ParameterView[]> =>
    get<Page<ParameterView>>('/parameters', { scope }, signal).then((page) => page.items);
  const [own, ...given] = await Promise.all([setBy(device), ...above.map(({ id }) => setBy(id).catch(unseen))]);
  return standingsOf(own, above, given);
}

/** Of a place above the person's own the gateway says that there is no such one. */
function unseen(thrown: unknown): null {
  if (thrown instanceof ApiProblem && (thrown.status === 404 || thrown.status === 403)) return null;
  throw thrown;
}
