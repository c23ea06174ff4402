// Finds out which dialect the server speaks: by what the configuration gives, and where that leaves two, by asking.
import type { HistoryBucket, HistoryQuery } from '../history.ts';
import type { Access, Dialect } from './dialect.ts';
import { flux } from './flux.ts';
import { type InfluxServer, ServerRefusal } from './influx-client.ts';
import { influxQl } from './influxql.ts';
import { victoriaMetrics } from './victoria-metrics.ts';

export interface ServerDialect {
  /** Undefined until the server has been reached. */
  name(): Dialect['name'] | undefined;
  write(lines: string): Promise<void>;
  query(query: HistoryQuery, now: number): Promise<HistoryBucket[]>;
}

/**
 * A bucket means InfluxDB 2, a token without a bucket InfluxDB 3. Else it is InfluxDB 1 or VictoriaMetrics, which take
 * the same lines and differ in what they keep of them: the latter alone answers as a Prometheus does.
 */
export function serverDialect(server: InfluxServer, access: Access): ServerDialect {
  let found: Dialect | undefined;
  if (access.bucket !== undefined) found = flux(access);
  else if (access.token !== undefined) found = influxQl(access);

  const dialect = async (): Promise<Dialect> => {
    found ??= (await isVictoriaMetrics(server)) ? victoriaMetrics(access) : influxQl(access);
    return found;
  };
  return {
    name: () => found?.name,
    write: async (lines) => (await dialect()).write(server, lines),
    query: async (query, now) => (await dialect()).query(server, query, now),
  };
}

async function isVictoriaMetrics(server: InfluxServer): Promise<boolean> {
  try {
    return /"status"\s*:\s*"success"/.test(await server.get('/api/v1/labels'));
  } catch (error) {
    // InfluxDB 1 knows no such path. Any other refusal (a password …) says nothing about which server it is.
    if (error instanceof ServerRefusal && error.status === 404) return false;
    throw error;
  }
}
