// The last 24 hours of a device's points: a curve for each number, a state bar for each flag and state.
import { Suspense, useEffect, useMemo, useState } from 'react';
import type { DeviceView, HistoryAnswer, PointValue } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { later } from '../later.ts';
import { Answered, Loading } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { useLine } from '../use-live.ts';
import { knownQuantity, unitOf } from '../values.ts';
import type { LimitLine } from './limit-lines.ts';
import { StateBar } from './state-bar.tsx';
import { gapAfter } from './trend-data.ts';
import { useLimits } from './use-limits.ts';

// ECharts is most of what this dashboard weighs: it comes when a curve is looked at.
const TrendChart = later(() => import('./trend-chart.tsx'));

const DAY_MS = 86_400_000;
/** Buckets asked for: about one for each two pixels of a wide chart. */
const BUCKETS = 600;
/** How often the curves are asked for anew. */
const REFRESH_MS = 30_000;

interface Props {
  readonly device: DeviceView;
  readonly values: readonly PointValue[];
  /** Where the span ends, ms since 1970; left out: now. */
  readonly until?: number;
}

export function Trends({ device, values, until }: Props) {
  const { t } = useWords();
  const limitsOf = useLimits(device);
  const { id, reportsEvery } = device;
  const now = useMinute();
  const to = until ?? now;
  const numbers = values.filter((value) => knownQuantity(value.quantity)?.kind === 'number');
  const others = values.filter((value) => knownQuantity(value.quantity)?.kind !== 'number');
  if (to === null || values.length === 0) return null;
  return (
    <section className="stack" aria-label={t('trend.title')}>
      <h2>{t(until === undefined ? 'trend.title' : 'trend.title-before')}</h2>
      {others.length === 0 ? null : (
        <div className="panel state-bars">
          {others.map((value) => (
            <StateTrend key={value.point} device={id} value={value} to={to} reportsEvery={reportsEvery} />
          ))}
        </div>
      )}
      <div className="curves">
        {numbers.map((value) => (
          <Curve key={value.point} device={id} value={value} to={to} reportsEvery={reportsEvery} limitsOf={limitsOf} />
        ))}
      </div>
    </section>
  );
}

/** The end of the span, by the gateway's clock; moves on every half minute. */
function useMinute(): number | null {
  const { store } = useLine();
  const [to, setTo] = useState(() => store.gatewayNow());
  useEffect(() => {
    const timer = setInterval(() => setTo(store.gatewayNow()), to === null ? 1_000 : REFRESH_MS);
    return () => clearInterval(timer);
  }, [store, to]);
  return to;
}

interface OneProps {
  readonly device: string;
  readonly value: PointValue;
  readonly to: number;
  readonly reportsEvery: number;
}

function useHistory({ device, value, to }: OneProps) {
  return useAnswer<HistoryAnswer>(`/devices/${encodeURIComponent(device)}/history`, {
    point: value.point,
    from: to - DAY_MS,
    to,
    buckets: BUCKETS,
    predecessors: true,
  });
}

function StateTrend(props: OneProps) {
  const { say } = useWords();
  const answer = useHistory(props);
  return (
    <div className="state-trend">
      <h3>{say(props.value.title)}</h3>
      <div className="grow">
        <Answered answer={answer}>{(history) => <StateBar history={history} gapAfter={gapAfter(props.reportsEvery, BUCKETS)} />}</Answered>
      </div>
    </div>
  );
}

function Curve(props: OneProps & { readonly limitsOf: (quantity: string) => readonly LimitLine[] }) {
  const { t, say } = useWords();
  const { limitsOf, value } = props;
  const limits = useMemo(() => limitsOf(value.quantity), [limitsOf, value.quantity]);
  const answer = useHistory(props);
  return (
    <div className="panel curve" data-testid={`trend-${value.point}`}>
      <h3>
        {say(value.title)} <span className="quiet curve-unit">{unitOf(value.quantity)}</span>
      </h3>
      <Answered answer={answer}>
        {(history) =>
          history.buckets.length === 0 ? (
            <p className="quiet curve-none">{t('trend.none')}</p>
          ) : (
            <Suspense fallback={<Loading />}>
              <TrendChart history={history} gapAfter={gapAfter(props.reportsEvery, BUCKETS)} limits={limits} />
            </Suspense>
          )
        }
      </Answered>
    </div>
  );
}
