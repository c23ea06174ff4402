// VictoriaMetrics: lines by its write path for InfluxDB, charts by its own query language, thinned by the server.
import { z } from 'zod';
import type { HistoryBucket, HistoryQuery } from '../history.ts';
import { bucketWidth, single, Thinner } from '../thinning.ts';
import { type Access, type Dialect, inOrder } from './dialect.ts';
import { escapeTag, type InfluxServer, ServerRefusal } from './influx-client.ts';

const labels = z.record(z.string(), z.string());
const matrix = z.object({
  status: z.string(),
  error: z.string().optional(),
  data: z.object({ result: z.array(z.object({ metric: labels, values: z.array(z.tuple([z.number(), z.string()])) })) }),
});
const seriesList = z.object({ data: z.array(labels) });
const exported = z.object({ metric: labels, values: z.array(z.number().nullable()), timestamps: z.array(z.number()) });

/**
 * The server hides or repeats what is younger than its `-search.latencyOffset` (30 s by default) in thinned answers;
 * so the end of a chart comes as raw readings and is thinned here.
 */
const YOUNG_MS = 60_000;

const KINDS = ['value', 'flag', 'state'] as const;
type Kind = (typeof KINDS)[number];

/** A point's readings under one name: `water.pressure_value`. */
interface Metric {
  readonly kind: Kind;
  readonly selector: string;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

/**
 * The server keeps no texts (it was measured to store 0 for them). So a state becomes a label: `state="alarm"` in the
 * reading's series, value 1; and an alarm's change likewise, without its title.
 */
function withoutTexts(lines: string): string {
  if (!lines.includes('="')) return lines;
  return lines.split('\n').map(withoutText).join('\n');
}

function withoutText(line: string): string {
  const [whole, prefix = '', field = '', word = '', at = ''] =
    /^(.*?) (state|change)="((?:[^"\\]|\\.)*)"(?:,title="(?:[^"\\]|\\.)*")? (-?\d+)$/.exec(line) ?? [];
  if (whole === undefined) return line;
  const text = word.replace(/\\(["\\])/g, '$1');
  return `${prefix},${field}=${escapeTag(text === '' || text.endsWith('\\') ? `${text}_` : text)} ${field === 'state' ? 'state' : 'changed'}=1 ${at}`;
}

export function victoriaMetrics({ database }: Access): Dialect {
  const path = database === undefined ? '/write?precision=ms' : `/write?db=${encodeURIComponent(database)}&precision=ms`;
  const own = database === undefined ? '' : `,db=${quoted(database)}`;

  const get = (server: InfluxServer, at: string, parameters: Record<string, string>): Promise<string> =>
    server.get(`${at}?${new URLSearchParams({ ...parameters, nocache: '1' }).toString()}`);

  /** Evaluates at each end of a bucket; a window of the bucket's width there is open at its left and closed at its right. */
  const range = async (server: InfluxServer, query: string, from: number, to: number, width: number) => {
    const text = await get(server, '/api/v1/query_range', {
      query,
      start: seconds(from + width - 1),
      end: seconds(to - 1),
      step: `${width}ms`,
    });
    const { data, error } = matrix.parse(JSON.parse(text));
    if (error !== undefined) throw new ServerRefusal(200, error, 0);
    return data.result.map(({ metric, values }) => ({
      metric,
      values: values.map(([end, value]) => ({ at: Math.round(end * 1000) + 1 - width, value: Number(value) })),
    }));
  };

  const metrics = async (server: InfluxServer, { device, point, from, to }: HistoryQuery): Promise<Metric[]> => {
    const match = `{__name__=~${quoted(`.+_(${KINDS.join('|')})`)},device=${quoted(device)},point=${quoted(point)}${own}}`;
    const text = await get(server, '/api/v1/series', { 'match[]': match, start: seconds(from), end: seconds(to) });
    const names = new Set(seriesList.parse(JSON.parse(text)).data.map((one) => one['__name__'] ?? ''));
    return [...names].map((name) => ({
      kind: name.slice(name.lastIndexOf('_') + 1) as Kind,
      selector: `{__name__=${quoted(name)},device=${quoted(device)},point=${quoted(point)}${own}}`,
    }));
  };

  const count = async (server: InfluxServer, { selector }: Metric, from: number, to: number): Promise<number> => {
    const [counted] = await range(server, `sum(count_over_time(${selector}[${to - from}ms]))`, from, to, to - from);
    return counted?.values[0]?.value ?? 0;
  };

  /** The readings themselves in order of time, each time once. */
  const raw = async (server: InfluxServer, { kind, selector }: Metric, from: number, to: number) => {
    if (from >= to) return [];
    const text = await get(server, '/api/v1/export', { 'match[]': selector, start: seconds(from), end: seconds(to - 1) });
    const found = new Map<number, number | boolean | string>();
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const { metric, values, timestamps } = exported.parse(JSON.parse(line));
      for (const [i, at] of timestamps.entries()) {
        const value = values[i];
        if (value !== null && value !== undefined) found.set(at, readingOf(kind, value, metric));
      }
    }
    return [...found].sort(([a], [b]) => a - b);
  };

  const thinned = async (server: InfluxServer, metric: Metric, query: HistoryQuery, now: number): Promise<HistoryBucket[]> => {
    const { from, to } = query;
    const width = bucketWidth(from, to, query.buckets);
    const split = from + Math.max(0, Math.floor((Math.min(to, now - YOUNG_MS) - from) / width)) * width;
    const tail = new Thinner(query, 'always');
    for (const [at, value] of await raw(server, metric, split, to)) tail.add(at, value);
    const old = split > from ? await oldBuckets(server, metric, from, split, width) : [];
    return [...old, ...tail.buckets()];
  };

  const oldBuckets = async (server: InfluxServer, { kind, selector }: Metric, from: number, to: number, width: number) => {
    const asked = kind === 'value' ? ['count', 'min', 'max', 'avg', 'last'] : kind === 'flag' ? ['count', 'last'] : ['count', 'tlast'];
    const functions = asked.map((one) => `"${one}_over_time"`).join(', ');
    const found = new Map<number, Told>();
    for (const { metric, values } of await range(server, `aggr_over_time((${functions}), ${selector}[${width}ms])`, from, to, width)) {
      for (const { at, value } of values) {
        const told = found.get(at) ?? { count: 0, latest: 0, state: '', numbers: {} };
        take(told, metric, value);
        found.set(at, told);
      }
    }
    return [...found].sort(([a], [b]) => a - b).map(([at, told]) => bucketOf(kind, at, told));
  };

  return {
    name: 'victoriametrics',
    write: (server, lines) => server.write(path, withoutTexts(lines)),
    query: async (server, query, now) => {
      const several = (await metrics(server, query)).map(async (metric) => {
        if ((await count(server, metric, query.from, query.to)) > query.buckets) return thinned(server, metric, query, now);
        return (await raw(server, metric, query.from, query.to)).map(([at, value]) => single(at, value));
      });
      return inOrder(await Promise.all(several));
    },
  };
}

/** What the server told of one bucket. A state is the one that was heard last. */
interface Told {
  count: number;
  latest: number;
  state: string;
  readonly numbers: Record<string, number>;
}

function take(told: Told, metric: Readonly<Record<string, string>>, value: number): void {
  const rollup = (metric['rollup'] ?? '').replace('_over_time', '');
  if (rollup === 'count') told.count += value;
  else if (rollup !== 'tlast') told.numbers[rollup] = value;
  else if (value > told.latest) {
    told.latest = value;
    told.state = metric['state'] ?? '';
  }
}

function bucketOf(kind: Kind, at: number, { count, state, numbers }: Told): HistoryBucket {
  if (kind === 'state') return { at, count, last: state };
  const last = numbers['last'] ?? Number.NaN;
  if (kind === 'flag') return { at, count, last: last !== 0 };
  return { at, count, lowest: numbers['min'] ?? last, highest: numbers['max'] ?? last, mean: numbers['avg'] ?? last, last };
}

function readingOf(kind: Kind, value: number, metric: Readonly<Record<string, string>>): number | boolean | string {
  if (kind === 'value') return value;
  return kind === 'flag' ? value !== 0 : (metric['state'] ?? '');
}
