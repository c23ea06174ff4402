// The small bars of a flood: how its alarms came within the last five minutes, drawn once a second at most.

import { useWords } from '../language.ts';
import type { LiveStore } from '../live.ts';
import { useGatewayNow, useLine } from '../use-live.ts';
import { type Arrivals, arrivalsOf, BARS, outlineOf } from './arrivals.ts';

const NONE: Arrivals = { all: [], of: new Map() };

/** All sparklines of a page are drawn from one count of the second. */
const counted = new WeakMap<LiveStore, { readonly second: number; arrivals: Arrivals }>();

/** As of the second before: ten thousand alarms are counted in a task of their own, and not while the page is drawn. */
function arrivalsNow(store: LiveStore, now: number): Arrivals {
  const second = Math.floor(now / 1_000);
  const last = counted.get(store);
  if (last?.second === second) return last.arrivals;
  const next = { second, arrivals: last?.arrivals ?? NONE };
  counted.set(store, next);
  setTimeout(() => {
    next.arrivals = arrivalsOf(store.view().open, now);
  });
  return next.arrivals;
}

/** `of`: the key of a folded row; null: all of them. */
export function Sparkline({ of }: { readonly of: string | null }) {
  const { t } = useWords();
  const { store } = useLine();
  const now = useGatewayNow();
  if (now === null) return null;
  const arrivals = arrivalsNow(store, now);
  const bars = of === null ? arrivals.all : (arrivals.of.get(of) ?? []);
  const n = bars.reduce((sum, one) => sum + one, 0);
  return (
    <span className="sparkline" title={t('flood.arrivals', { n })} data-testid="sparkline" data-arrivals={n}>
      <svg viewBox={`0 0 ${BARS} 10`} preserveAspectRatio="none" aria-hidden="true">
        <path d={outlineOf(bars)} fill="currentColor" />
      </svg>
    </span>
  );
}
