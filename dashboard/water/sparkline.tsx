// The last 24 hours of a point as a small curve with the limit that counts; fetched once its row comes into sight.
import { useEffect, useMemo, useRef, useState } from 'react';
import type { HistoryAnswer } from '../../gateway/web/contract.ts';
import type { WaterPoint } from '../../gateway/web/water-contract.ts';
import { axisOf } from '../estate/limit-lines.ts';
import { curveOf, gapAfter } from '../estate/trend-data.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { useAnswer } from '../use-answer.ts';
import { useGatewayNow } from '../use-live.ts';
import { shown } from '../values.ts';

const DAY_MS = 86_400_000;
/** A bucket of 15 minutes is two pixels. */
const BUCKETS = 96;
/** Asked for anew when so much time has gone by. */
const STEP_MS = 300_000;
const WIDTH = 180;
const HEIGHT = 40;

export function Sparkline({ point }: { readonly point: WaterPoint }) {
  const may = useMay();
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = new IntersectionObserver((entries) => {
      const last = entries.at(-1);
      if (last !== undefined) setSeen(last.isIntersecting);
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  if (point.point === null || !may('history.read')) return null;
  return (
    <div ref={box} className="spark" data-testid="spark">
      {seen ? <Asked point={point} /> : null}
    </div>
  );
}

function Asked({ point }: { readonly point: WaterPoint }) {
  const { t } = useWords();
  const now = useGatewayNow();
  // The end of the step that now is in: what was told last is on the curve.
  const to = now === null ? null : Math.ceil(now / STEP_MS) * STEP_MS;
  const { value, problem } = useAnswer<HistoryAnswer>(to === null ? null : `/devices/${encodeURIComponent(point.device.id)}/history`, {
    point: point.point ?? '',
    from: String((to ?? 0) - DAY_MS),
    to: String(to ?? 0),
    buckets: String(BUCKETS),
    predecessors: 'true',
  });
  if (value === null) return problem === null ? null : <span className="quiet">{t('water.curve-failed')}</span>;
  return <Drawn point={point} history={value} />;
}

function Drawn({ point, history }: { readonly point: WaterPoint; readonly history: HistoryAnswer }) {
  const { t, language } = useWords();
  const { low, high, reportsEvery } = point;
  const drawn = useMemo(() => {
    const breaks = history.replaced.map(({ at }) => at);
    const curve = curveOf(history.buckets, gapAfter(reportsEvery, BUCKETS), breaks);
    if (curve.mean.length === 0) return null;
    const limits = [
      ...(low === null ? [] : [{ title: { zh: '', en: '' }, direction: 'below' as const, value: low.value }]),
      ...(high === null ? [] : [{ title: { zh: '', en: '' }, direction: 'above' as const, value: high.value }]),
    ];
    // A sixth of what it moved above and below it; something for a value that never moves.
    const slack = Math.max((curve.most - curve.least) / 6, Math.abs(curve.most) / 100, 1e-6);
    return { curve, axis: axisOf(curve.least, curve.most, slack, limits) };
  }, [history, low, high, reportsEvery]);
  // What came since this was asked is on the curve of the next step.
  const isTold = point.receivedAt !== null && point.receivedAt >= history.from;
  if (drawn === null) return <span className="quiet">{t(isTold ? 'water.curve-soon' : 'water.no-curve')}</span>;
  const { curve, axis } = drawn;
  const x = (at: number): number => ((at - history.from) / (history.to - history.from)) * WIDTH;
  const y = (value: number): number => HEIGHT - ((value - axis.min) / (axis.max - axis.min)) * HEIGHT;
  let isOpen = false;
  let path = '';
  for (const [at, value] of curve.mean) {
    if (value !== null) path += `${isOpen ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    // A point alone is a dot.
    if (value !== null && !isOpen) path += 'h.1';
    isOpen = value !== null;
  }
  const text = (value: number): string => shown(history.quantity, value, language).text;
  const { unit } = shown(history.quantity, curve.most, language);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t('water.curve', { least: text(curve.least), most: text(curve.most), unit })}
      preserveAspectRatio="none"
    >
      {axis.drawn.map((line) => (
        <line key={line.direction} className="spark-limit" x1="0" x2={WIDTH} y1={y(line.value)} y2={y(line.value)} />
      ))}
      <path className="spark-line" d={path} />
    </svg>
  );
}
