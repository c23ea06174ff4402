// Opens the history that the configuration names: the embedded one, or the site's own InfluxDB.
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { openEmbeddedHistory } from './embedded/embedded-history.ts';
import type { History } from './history.ts';
import { openInfluxHistory } from './influx/influx-history.ts';

/** `folder`: the gateway's data folder. Rejects with a `BalefireError` in a person's words. */
export async function openHistory(config: Config, folder: string, now: Clock): Promise<History> {
  const { history, site } = config;
  if (history.store === 'embedded') {
    return openEmbeddedHistory({
      folder: join(folder, 'history'),
      timeZone: site.timeZone,
      now,
      retentionDays: history.retentionDays,
      diskBudget: history.gigabytes * 1e9,
    });
  }
  const { store: _, ...where } = history;
  return openInfluxHistory({ ...where, spoolFolder: join(folder, 'history-spool'), now });
}
