// The curve of a number over the span. The only file that knows ECharts; it is loaded when a curve is looked at.
import { LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useMemo, useRef } from 'react';
import type { HistoryAnswer } from '../../gateway/web/contract.ts';
import { SURFACES } from '../colours.ts';
import { useWords } from '../language.ts';
import { useThemeName } from '../screen.ts';
import { clock, dateTime } from '../time.ts';
import { knownQuantity, shownLine } from '../values.ts';
import { axisOf, type LimitLine, nearestLines } from './limit-lines.ts';
import { ReplacedNote } from './replaced-note.tsx';
import { type CurveData, curveOf } from './trend-data.ts';

echarts.use([LineChart, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

interface Props {
  readonly history: HistoryAnswer;
  readonly gapAfter: number;
  /** Of the rules that watch this value. */
  readonly limits: readonly LimitLine[];
}

export default function TrendChart({ history, gapAfter, limits }: Props) {
  const { t, say, language } = useWords();
  const { name } = useThemeName();
  const box = useRef<HTMLDivElement>(null);
  const data = useMemo(
    () =>
      curveOf(
        history.buckets,
        gapAfter,
        history.replaced.map(({ at }) => at),
      ),
    [history, gapAfter],
  );
  const lines = useMemo(() => nearestLines(limits, data.least, data.most), [limits, data]);
  const line = (value: number): string => shownLine(history.quantity, value, language);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const chart = echarts.init(element, null, { renderer: 'canvas' });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    chart.setOption(
      optionOf(history, data, SURFACES[name], {
        value: (value) => shownLine(history.quantity, value, language),
        title: ({ title }) => title[language],
        lines,
      }),
    );
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [history, data, lines, name, language]);

  return (
    <figure className="chart">
      <div ref={box} className="chart-canvas" aria-hidden="true" />
      <figcaption className="quiet numbers">
        <span>{t('trend.lowest', { value: line(data.least) })}</span>
        <span>{t('trend.highest', { value: line(data.most) })}</span>
        <span>{t('trend.count', { n: history.buckets.reduce((sum, bucket) => sum + bucket.count, 0) })}</span>
        {lines.map((one) => (
          <span key={`${one.direction} ${one.value}`} className="curve-limit" data-testid="limit">
            {t(`trend.limit-${one.direction}`, { value: line(one.value), title: say(one.title) })}
          </span>
        ))}
        <ReplacedNote of={history.replaced} />
      </figcaption>
    </figure>
  );
}

interface Said {
  readonly value: (value: number) => string;
  readonly title: (line: LimitLine) => string;
  readonly lines: readonly LimitLine[];
}

function optionOf(
  history: HistoryAnswer,
  data: CurveData,
  surface: (typeof SURFACES)[keyof typeof SURFACES],
  said: Said,
): echarts.EChartsCoreOption {
  const known = knownQuantity(history.quantity);
  const decimals = known?.kind === 'number' ? known.decimals : 2;
  const silent = {
    type: 'line',
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
    stack: 'band',
    stackStrategy: 'all',
    tooltip: { show: false },
  };
  // A flat line in the middle of its own noise would look like a storm: the axis shows a tenth of the value at least.
  const slack = Math.max((data.most - data.least) * 0.1, Math.abs(data.most) * 0.05, 10 ** -decimals);
  const { min, max, drawn } = axisOf(data.least, data.most, slack, said.lines);
  return {
    animation: false,
    grid: { left: 8, right: 16, top: 12, bottom: 4, containLabel: true },
    xAxis: {
      type: 'time',
      min: history.from,
      max: history.to,
      axisLabel: { color: surface.quiet, formatter: (at: number) => clock(at).slice(0, 5), hideOverlap: true },
      axisLine: { lineStyle: { color: surface.edge } },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      scale: true,
      minInterval: 10 ** -decimals,
      min,
      max,
      axisLabel: { color: surface.quiet, formatter: (value: number) => value.toFixed(decimals), showMinLabel: false, showMaxLabel: false },
      splitLine: { lineStyle: { color: surface.line } },
    },
    tooltip: {
      trigger: 'axis',
      // Rich text is drawn on the canvas; the HTML tooltip writes style attributes, which the strict policy forbids.
      renderMode: 'richText',
      confine: true,
      backgroundColor: surface.raised,
      borderColor: surface.edge,
      textStyle: { color: surface.text },
      axisPointer: { lineStyle: { color: surface.quiet } },
      formatter: (found: unknown) => tooltipOf(found, said.value),
    },
    series: [
      { ...silent, data: data.lowest },
      { ...silent, data: data.width, areaStyle: { color: surface.edge, opacity: 0.45 } },
      {
        type: 'line',
        symbol: 'none',
        data: data.mean,
        lineStyle: { color: surface.text, width: 1.5 },
        itemStyle: { color: surface.text },
        z: 3,
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: surface.quiet, type: 'dashed', width: 1 },
          // From the two ends in turn, so that two limits close together can both be read.
          data: [
            ...history.replaced.map(({ at }) => ({
              xAxis: at,
              lineStyle: { color: surface.text, type: 'dotted', width: 2 },
              label: { show: false },
            })),
            ...drawn.map((one, place) => ({
              yAxis: one.value,
              label: {
                formatter: said.title(one),
                position: place % 2 === 0 ? 'insideEndTop' : 'insideStartTop',
                color: surface.quiet,
                fontSize: 12,
              },
            })),
          ],
        },
      },
    ],
  };
}

/** Time and mean of the bucket under the pointer. */
function tooltipOf(found: unknown, say: (value: number) => string): string {
  const all: readonly unknown[] = Array.isArray(found) ? found : [found];
  const last = all.at(-1);
  if (typeof last !== 'object' || last === null || !('value' in last) || !Array.isArray(last.value)) return '';
  const [at, value]: unknown[] = last.value;
  return typeof at === 'number' && typeof value === 'number' ? `${dateTime(at)}\n${say(value)}` : '';
}
