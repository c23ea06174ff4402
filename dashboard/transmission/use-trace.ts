// The packets of a device as they pass: asked for by number, kept up to a bound, held still while the person pauses.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PacketTrace } from '../../gateway/web/transmission-contract.ts';
import { type ApiProblem, asProblem, get, type Page } from '../api.ts';
import { useLive } from '../use-live.ts';

/** So often the gateway is asked for what is newer: a packet stands on the screen within about a second. */
const TRACE_MS = 1_000;
/** Packets kept on the screen: some minutes of a busy panel, and a bounded memory over a night. */
const KEPT = 400;
/** After so many empty answers all is asked for once: numbers begin anew where the gateway, or the device's session in it, did. */
const QUIET_TURNS = 15;

export interface Trace {
  /** Newest first. */
  readonly packets: readonly PacketTrace[];
  readonly problem: ApiProblem | null;
  /** At least one answer came. */
  readonly begun: boolean;
  readonly again: () => void;
}

/** While `paused` nothing is asked; what passed meanwhile comes afterwards, as far as the gateway still has it. */
export function useTrace(device: string, paused: boolean): Trace {
  const [packets, setPackets] = useState<readonly PacketTrace[]>([]);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [begun, setBegun] = useState(false);
  const [turn, setTurn] = useState(0);
  const last = useRef<number | undefined>(undefined);
  const epoch = useLive((view) => view.epoch);
  const again = useCallback(() => setTurn((before) => before + 1), []);

  // A gateway that began anew counts from the beginning: what is asked after an old number would never come.
  useEffect(() => {
    if (epoch > 0) last.current = undefined;
  }, [epoch]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn asks at once, outside the beat
  useEffect(() => {
    if (paused) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let quiet = 0;
    async function ask(): Promise<void> {
      try {
        if (!document.hidden) {
          const path = `/devices/${encodeURIComponent(device)}/packets`;
          if (quiet >= QUIET_TURNS) last.current = undefined;
          const { items } = await get<Page<PacketTrace>>(path, { after: last.current }, stop.signal);
          const isWhole = last.current === undefined;
          quiet = isWhole || items.length > 0 ? 0 : quiet + 1;
          last.current = items[0]?.number ?? last.current ?? 0;
          setProblem(null);
          setBegun(true);
          if (isWhole || items.length > 0) setPackets((before) => joined(items, before, isWhole));
        }
      } catch (thrown) {
        if (stop.signal.aborted) return;
        setProblem(asProblem(thrown));
      }
      if (!stop.signal.aborted) timer = setTimeout(ask, TRACE_MS);
    }
    ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [device, paused, turn]);
  return { packets, problem, begun, again };
}

/** Newer ones before those that are there. A whole list that does not reach as far as ours is of another run. */
function joined(items: readonly PacketTrace[], before: readonly PacketTrace[], isWhole: boolean): readonly PacketTrace[] {
  const [newest = 0, known = 0] = [items[0]?.number, before[0]?.number];
  if (isWhole && newest < known) return items;
  const oldest = items.at(-1)?.number ?? Number.POSITIVE_INFINITY;
  return [...items, ...before.filter((one) => one.number < oldest)].slice(0, KEPT);
}
