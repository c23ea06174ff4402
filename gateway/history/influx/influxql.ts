// InfluxDB 1 (and 3, which understands the same): lines by its write path, charts by InfluxQL, thinned by the server.
import { z } from 'zod';
import type { HistoryBucket, HistoryQuery } from '../history.ts';
import { bucketWidth, single } from '../thinning.ts';
import { type Access, type Dialect, inOrder } from './dialect.ts';
import { type InfluxServer, ServerRefusal } from './influx-client.ts';

const cell = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const answer = z.object({
  results: z.array(
    z.object({
      error: z.string().optional(),
      series: z.array(z.object({ name: z.string(), columns: z.array(z.string()), values: z.array(z.array(cell)) })).optional(),
    }),
  ),
  error: z.string().optional(),
});

type Row = Readonly<Record<string, z.infer<typeof cell>>>;

/** A text in InfluxQL's single quotes. */
function quoted(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n')}'`;
}

/** The fields a reading may stand in, with what the server is asked of each. */
const FIELDS = [
  { field: 'value', thinned: 'count(value) AS n, min(value) AS lowest, max(value) AS highest, mean(value) AS mean, last(value) AS last' },
  { field: 'flag', thinned: 'count(flag) AS n, last(flag) AS last' },
  { field: 'state', thinned: 'count(state) AS n, last(state) AS last' },
] as const;

export function influxQl({ database, token }: Access): Dialect {
  const db = encodeURIComponent(database ?? 'balefire');
  const path = token === undefined ? `/write?db=${db}&precision=ms` : `/api/v2/write?bucket=${db}&precision=ms`;

  const ask = async (server: InfluxServer, statement: string): Promise<Row[]> => {
    const text = await server.get(`/query?db=${db}&epoch=ms&q=${encodeURIComponent(statement)}`);
    const { results, error } = answer.parse(JSON.parse(text));
    const wrong = error ?? results.find((result) => result.error !== undefined)?.error;
    if (wrong !== undefined) throw new ServerRefusal(200, wrong, 0);
    return results
      .flatMap((result) => result.series ?? [])
      .flatMap(({ columns, values }) => values.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null]))));
  };

  const write = async (server: InfluxServer, lines: string): Promise<void> => {
    try {
      await server.write(path, lines);
    } catch (error) {
      // A new InfluxDB 1 has no database yet, and says so by 404; who may not create one hears of it in the next try.
      if (token !== undefined || !(error instanceof ServerRefusal) || error.status !== 404) throw error;
      await server.post(`/query?q=${encodeURIComponent(`CREATE DATABASE "${(database ?? 'balefire').replace(/["\\]/g, '\\$&')}"`)}`);
      await server.write(path, lines);
    }
  };

  const query = async (server: InfluxServer, { device, point, from, to, buckets }: HistoryQuery): Promise<HistoryBucket[]> => {
    // By tags over all measurements: a point whose quantity was changed keeps its past. Alarms have none of the fields.
    const where = `FROM /.+/ WHERE device = ${quoted(device)} AND point = ${quoted(point)} AND time >= ${from}ms AND time < ${to}ms`;
    const counts = await ask(server, `SELECT count(value) AS value, count(flag) AS flag, count(state) AS state ${where}`);
    const several = FIELDS.map(async ({ field, thinned }) => {
      const count = counts.reduce((sum, row) => sum + Number(row[field] ?? 0), 0);
      if (count === 0) return [];
      if (count <= buckets) {
        const rows = await ask(server, `SELECT ${field} AS last ${where}`);
        return rows.map((row) => single(Number(row['time']), row['last'] ?? ''));
      }
      const width = bucketWidth(from, to, buckets);
      const rows = await ask(server, `SELECT ${thinned} ${where} GROUP BY time(${width}ms, ${from % width}ms) fill(none)`);
      return rows.filter((row) => Number(row['n']) > 0).map(bucketOf);
    });
    return inOrder(await Promise.all(several));
  };

  return { name: token === undefined ? 'influxdb1' : 'influxdb3', write, query };
}

function bucketOf(row: Row): HistoryBucket {
  const bucket = { at: Number(row['time']), count: Number(row['n']), last: row['last'] ?? '' };
  if (typeof bucket.last !== 'number') return bucket;
  return { ...bucket, lowest: Number(row['lowest']), highest: Number(row['highest']), mean: Number(row['mean']) };
}
