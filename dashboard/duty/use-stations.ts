// All transmission devices that the person may call, page by page.
import { useEffect, useState } from 'react';
import type { DeviceRow } from '../../gateway/web/contract.ts';
import { type ApiProblem, asProblem, get, type Page } from '../api.ts';

/** The gateway's longest page of devices. */
const PAGE = 200;
/** A check calls 2,000 control rooms at most; more need not be known here. */
const MOST = 2_000;

export interface Stations {
  readonly stations: readonly DeviceRow[];
  readonly loading: boolean;
  readonly problem: ApiProblem | null;
}

export function useStations(): Stations {
  const [held, setHeld] = useState<Stations>({ stations: [], loading: true, problem: null });
  useEffect(() => {
    const stop = new AbortController();
    async function load(): Promise<void> {
      const stations: DeviceRow[] = [];
      let after: string | undefined;
      do {
        const page: Page<DeviceRow> = await get('/devices', { kind: 'transmission', limit: PAGE, after }, stop.signal);
        stations.push(...page.items);
        after = page.next ?? undefined;
      } while (after !== undefined && stations.length < MOST);
      setHeld({ stations: stations.slice(0, MOST), loading: false, problem: null });
    }
    load().catch((thrown: unknown) => {
      if (!stop.signal.aborted) setHeld({ stations: [], loading: false, problem: asProblem(thrown) });
    });
    return () => stop.abort();
  }, []);
  return held;
}
