// Opens the history that the configuration names: the embedded one, or the site's own InfluxDB.
import { join } from 'node:path';
import type { HandOver } from '../alarms/outbox.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { openEmbeddedHistory } from './embedded/embedded-history.ts';
import type { History } from './history.ts';
import { openInfluxHistory } from './influx/influx-history.ts';

export interface OpenedHistory {
  readonly history: History;
  /** Where the store keeps alarms beside readings: hands them over, and resolves when they are on the disk. */
  readonly keepAlarms?: HandOver;
}

/** `folder`: the gateway's data folder. Rejects with a `BalefireError` in a person's words. */
export async function openHistory(config: Config, folder: string, now: Clock): Promise<OpenedHistory> {
  const { history, site } = config;
  if (history.store === 'embedded') {
    const embedded = await openEmbeddedHistory({
      folder: join(folder, 'history'),
      timeZone: site.timeZone,
      now,
      retentionDays: history.retentionDays,
      diskBudget: history.gigabytes * 1e9,
    });
    return { history: embedded };
  }
  const { store: _, ...where } = history;
  const influx = await openInfluxHistory({ ...where, spoolFolder: join(folder, 'history-spool'), now });
  const keepAlarms: HandOver = async (rows) => {
    for (const row of rows) influx.appendAlarm(row);
    await influx.flush();
  };
  return { history: influx, keepAlarms };
}
