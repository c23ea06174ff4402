// What one kind of server wants to hear: where lines go, and how a thinned series is asked for.
import type { HistoryBucket, HistoryQuery } from '../history.ts';
import type { InfluxServer } from './influx-client.ts';

export interface Dialect {
  readonly name: 'influxdb1' | 'influxdb2' | 'influxdb3' | 'victoriametrics';
  write(server: InfluxServer, lines: string): Promise<void>;
  /** The series in order of time: the readings themselves when they are few, else thinned by the server. `now`: the gateway's time. */
  query(server: InfluxServer, query: HistoryQuery, now: number): Promise<HistoryBucket[]>;
}

/** Where the site's store is and how it lets us in. */
export interface Access {
  /** InfluxDB 2 by `org` and `bucket`, InfluxDB 3 by `database`; both by a token. */
  readonly token?: string | undefined;
  readonly org?: string | undefined;
  readonly bucket?: string | undefined;
  /** InfluxDB 1, 3, VictoriaMetrics. */
  readonly database?: string | undefined;
}

/** Puts what several kinds of values tell of one span into one order of time. Nearly always there is only one. */
export function inOrder(several: readonly (readonly HistoryBucket[])[]): HistoryBucket[] {
  return several.flat().sort((a, b) => a.at - b.at);
}
