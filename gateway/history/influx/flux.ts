// InfluxDB 2: lines by its write path with a token, charts by Flux, thinned by the server.
import { z } from 'zod';
import type { HistoryBucket, HistoryQuery } from '../history.ts';
import { bucketWidth, single } from '../thinning.ts';
import { type Access, type Dialect, inOrder } from './dialect.ts';
import type { InfluxServer } from './influx-client.ts';

const value = z.union([z.number(), z.string(), z.boolean()]);
const countRow = z.object({ _field: z.string(), _value: z.number() });
const pointRow = z.object({ _time: z.string(), _value: value });
const bucketRow = z.object({ result: z.string(), _time: z.string(), _value: value });

const FIELDS = [
  { field: 'value', told: ['count', 'min', 'max', 'mean', 'last'] },
  { field: 'flag', told: ['count', 'last'] },
  { field: 'state', told: ['count', 'last'] },
] as const;

/** A text in Flux's double quotes; `${` would begin an expression. */
function quoted(text: string): string {
  const escaped = text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\$\{/g, '\\${');
  return `"${escaped}"`;
}

/** The part of a query that picks a point's readings. */
function pick(bucket: string, { device, point, from, to }: HistoryQuery, fields: readonly string[]): string {
  const among = fields.map((field) => `r._field == ${quoted(field)}`).join(' or ');
  return [
    `from(bucket: ${quoted(bucket)})`,
    `|> range(start: ${new Date(from).toISOString()}, stop: ${new Date(to).toISOString()})`,
    `|> filter(fn: (r) => r.device == ${quoted(device)} and r.point == ${quoted(point)} and (${among}))`,
  ].join(' ');
}

export function flux({ org, bucket }: Access): Dialect {
  const [orgName, bucketName] = [org ?? '', bucket ?? 'balefire'];
  const path = `/api/v2/write?org=${encodeURIComponent(orgName)}&bucket=${encodeURIComponent(bucketName)}&precision=ms`;

  const raw = async (server: InfluxServer, query: HistoryQuery, field: string): Promise<HistoryBucket[]> => {
    const rows = z
      .array(pointRow)
      .parse(await server.flux(orgName, `${pick(bucketName, query, [field])} |> group() |> sort(columns: ["_time"])`));
    return rows.map((row) => single(Date.parse(row._time), row._value));
  };

  const thinned = async (server: InfluxServer, query: HistoryQuery, field: string, told: readonly string[]): Promise<HistoryBucket[]> => {
    const width = bucketWidth(query.from, query.to, query.buckets);
    const windows = `every: ${width}ms, offset: ${query.from % width}ms, createEmpty: false, timeSrc: "_start"`;
    const yields = told.map((one) => `data |> aggregateWindow(${windows}, fn: ${one}) |> yield(name: "${one}")`);
    const text = [`data = ${pick(bucketName, query, [field])} |> group() |> sort(columns: ["_time"])`, ...yields].join('\n');
    const found = new Map<string, Map<string, string | number | boolean>>();
    for (const row of z.array(bucketRow).parse(await server.flux(orgName, text))) {
      const before = found.get(row._time) ?? new Map();
      found.set(row._time, before.set(row.result, row._value));
    }
    return [...found].map(([time, tells]) => {
      const bucket = { at: Date.parse(time), count: Number(tells.get('count')), last: tells.get('last') ?? '' };
      if (typeof bucket.last !== 'number') return bucket;
      return { ...bucket, lowest: Number(tells.get('min')), highest: Number(tells.get('max')), mean: Number(tells.get('mean')) };
    });
  };

  return {
    name: 'influxdb2',
    write: (server, lines) => server.write(path, lines),
    query: async (server, query) => {
      const counting = `${pick(bucketName, query, ['value', 'flag', 'state'])} |> group(columns: ["_field"]) |> count()`;
      const counts = z.array(countRow).parse(await server.flux(orgName, counting));
      const several = FIELDS.map(({ field, told }) => {
        const count = counts.filter((row) => row._field === field).reduce((sum, row) => sum + row._value, 0);
        if (count === 0) return [];
        return count <= query.buckets ? raw(server, query, field) : thinned(server, query, field, told);
      });
      return inOrder(await Promise.all(several));
    },
  };
}
