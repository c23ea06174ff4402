// The site's own time-series store: InfluxDB 1, 2, 3 or VictoriaMetrics, behind a spool on our disk. docs/history.md has the naming.
import type { Worker } from 'node:worker_threads';
import type { Clock } from '../../clock.ts';
import { startWorker } from '../../worker-file.ts';
import type { History, HistoryState } from '../history.ts';
import type { Progress } from '../thread/messages.ts';
import { ThreadedHistory } from '../thread/threaded-history.ts';
import type { Access, Dialect } from './dialect.ts';
import type { ServerAddress } from './influx-client.ts';
import type { AlarmPoint } from './lines.ts';

export interface InfluxHistoryOptions extends ServerAddress, Access {
  /** Where lines wait for the server. */
  readonly spoolFolder: string;
  readonly now: Clock;
  /**
   * Bytes of readings that may wait for the server; over it the oldest go and are counted. 2 GiB by default: at about
   * 10 packed bytes a line, half a day of 4,000 readings a second, or weeks of a usual site.
   */
  readonly spoolBytes?: number;
  /** Readings handed in and not yet on the disk. 262,144 by default: a minute of 4,000 a second, in 5 MiB. */
  readonly mostUnderWay?: number;
}

/** What the thread is given. */
export interface InfluxStart extends Progress {
  readonly options: {
    readonly folder: string;
    readonly address: ServerAddress;
    readonly access: Access;
    readonly spoolBytes: number;
    readonly alarmSpoolBytes: number;
  };
}

export interface AlarmOrder {
  readonly is: 'alarm';
  readonly alarm: AlarmPoint;
}

/** What this store tells of itself. */
export interface InfluxDetail {
  readonly spoolBytes: number;
  /** Lines thrown away unsent because the spool was full. */
  readonly shed: number;
  readonly damaged: number;
  /** Lines that the server refuses for good; they lie in `refused.lines` with its reasons. */
  readonly parked: number;
  /** What the server turned out to be; undefined until it was reached. */
  readonly dialect: Dialect['name'] | undefined;
}

interface InfluxHistoryState extends HistoryState, InfluxDetail {
  readonly store: 'influxdb';
  readonly refused: number;
}

export interface InfluxHistory extends History {
  state(): InfluxHistoryState;
  /** Hands in a change of an alarm; never waits, never throws. It overtakes all readings, and is not shed for them. */
  appendAlarm(alarm: AlarmPoint): void;
}

/** An alarm's change is some 200 bytes: this holds half a million of them. */
const ALARM_SPOOL_BYTES = 64 << 20;

/** Readings may be as old as they like: how long they are kept is the server's own affair. */
const OLDEST_DAYS = 20_000;

/** Opens the spool. Does not wait for the server: it may be away. Rejects with a `BalefireError` when the folder cannot be used. */
export async function openInfluxHistory(given: InfluxHistoryOptions): Promise<InfluxHistory> {
  const { url, token, username, password, deadlineMs, org, bucket, database, spoolFolder, now } = given;
  const options: InfluxStart['options'] = {
    folder: spoolFolder,
    address: { url, token, username, password, deadlineMs },
    access: { token, org, bucket, database },
    spoolBytes: given.spoolBytes ?? 2 * 2 ** 30,
    alarmSpoolBytes: ALARM_SPOOL_BYTES,
  };
  const start = (progress: Progress): Worker =>
    startWorker(import.meta.url, './influx-worker', { workerData: { ...progress, options } satisfies InfluxStart });
  const threaded = new ThreadedHistory<InfluxDetail>(
    { now, folder: spoolFolder, start, oldestDays: OLDEST_DAYS, mostUnderWay: given.mostUnderWay ?? 262_144, forgetful: false },
    { spoolBytes: 0, shed: 0, damaged: 0, parked: 0, dialect: undefined },
  );
  await threaded.start();
  return {
    append: (readings, entry) => threaded.append(readings, entry),
    appendAlarm: (alarm) => threaded.tell<AlarmOrder>({ is: 'alarm', alarm }),
    position: () => threaded.position(),
    query: (query) => threaded.query(query),
    flush: () => threaded.flush(),
    close: () => threaded.close(),
    state: () => {
      const detail = threaded.detail();
      const state = threaded.state();
      return { store: 'influxdb', ...detail, ...state, dropped: state.dropped + detail.shed };
    },
  };
}
