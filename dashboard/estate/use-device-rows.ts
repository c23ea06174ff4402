// The rows of a long list as they are scrolled to: page after page by the gateway's cursors, never all of them at once.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DeviceRow } from '../../gateway/web/contract.ts';
import { type ApiProblem, asProblem, get, type Page, type Query } from '../api.ts';
import { type Answer, useAnswer } from '../use-answer.ts';

/** Rows asked for at once: two screens of them. */
const ROWS = 100;
const NONE: readonly DeviceRow[] = [];

export interface DeviceRows {
  /** The first page, which says how many there are in all. */
  readonly first: Answer<Page<DeviceRow>>;
  readonly rows: readonly DeviceRow[];
  readonly isMore: boolean;
  /** Why the last further page did not come. */
  readonly problem: ApiProblem | null;
  /** Fetches the page after the last one; does nothing while one is on its way. */
  readonly more: () => void;
}

interface Further {
  /** The first page that they follow; with another they are gone. */
  readonly of: Page<DeviceRow> | null;
  readonly rows: readonly DeviceRow[];
  readonly next: string | null;
  readonly problem: ApiProblem | null;
}

export function useDeviceRows(query: Query): DeviceRows {
  const first = useAnswer<Page<DeviceRow>>('/devices', { ...query, limit: ROWS });
  const [held, setHeld] = useState<Further>({ of: null, rows: NONE, next: null, problem: null });
  const asking = useRef<AbortController | null>(null);
  const page = first.value;
  const further = held.of === page && page !== null ? held : { of: page, rows: NONE, next: page?.next ?? null, problem: null };
  const asked = JSON.stringify(query);
  const { next } = further;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what follows another first page is waited for no longer
  useEffect(() => () => asking.current?.abort(), [page, asked]);

  const more = useCallback(() => {
    if (page === null || first.isFormer || next === null || (asking.current !== null && !asking.current.signal.aborted)) return;
    const stop = new AbortController();
    asking.current = stop;
    get<Page<DeviceRow>>('/devices', { ...(JSON.parse(asked) as Query), limit: ROWS, after: next }, stop.signal).then(
      ({ items, next: then }) => {
        if (stop.signal.aborted) return;
        asking.current = null;
        setHeld((before) => ({
          of: page,
          rows: [...(before.of === page ? before.rows : NONE), ...items],
          next: then ?? null,
          problem: null,
        }));
      },
      (thrown: unknown) => {
        if (stop.signal.aborted) return;
        asking.current = null;
        setHeld((before) => ({ of: page, rows: before.of === page ? before.rows : NONE, next, problem: asProblem(thrown) }));
      },
    );
  }, [page, first.isFormer, next, asked]);

  const items = page?.items ?? NONE;
  return {
    first,
    rows: further.rows.length === 0 ? items : [...items, ...further.rows],
    isMore: next !== null,
    problem: further.problem,
    more,
  };
}
