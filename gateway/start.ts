// Runs a gateway: opens the house, the wires and the web, and closes them in order when it is told to stop.
import type { Config } from './config.ts';
import { type House, openHouse } from './house.ts';
import { type Log, openLog } from './log.ts';
import { packageVersion } from './package-root.ts';
import { openWeb } from './web/open-web.ts';

/** Where a caller may take a hand in a start. */
export interface Moments {
  /** The house is awake, no wire is open yet. */
  furnish?(house: House): Promise<void>;
  /** Everything is open. */
  ready?(house: House, webPort: number): Promise<void>;
  stopping?(): void;
}

/** `balefire start`: prints the administrator's secret once, at the first start. */
export async function start(config: Config): Promise<void> {
  await runGateway(config, {
    ready: async (house, port) => {
      const first = await house.people.firstAdministrator();
      if (first) {
        console.log(
          `\n  首次启动 first start — 账号 login: ${first.login}   密码 secret: ${first.secret}\n  只显示这一次 shown this once. http://127.0.0.1:${port}\n`,
        );
      }
    },
  });
}

/** Whoever stops us waits so long; then we go without the rest. */
const STOP_WITHIN_MS = 10_000;

/** Opens everything and stays until SIGTERM or SIGINT. Rejects with a BalefireError where something cannot be opened. */
export async function runGateway(config: Config, moments: Moments): Promise<void> {
  const log = openLog(config.log);
  const began = performance.now();
  const house = await openHouse(config, log);
  let closeWeb: (() => Promise<void>) | undefined;
  const close = async (): Promise<void> => {
    moments.stopping?.();
    await closeWeb?.();
    await house.close();
  };
  const opening = (async () => {
    await house.wake();
    await moments.furnish?.(house);
    await house.listen();
    const web = await openWeb(house, packageVersion(), log);
    closeWeb = web.close;
    await moments.ready?.(house, web.port);
    return web.port;
  })();
  // From here on: who is told to stop while it still opens, closes what is open then.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal, opening, close, log));
  try {
    const web = await opening;
    const ms = Math.round(performance.now() - began);
    log.info({ web, mqtt: house.mqtt.port, gb26875: house.gb26875?.port ?? 0, ms, devices: house.estate.deviceCount }, 'the gateway is up');
  } catch (error) {
    await close();
    throw error;
  }
}

async function stop(signal: string, opening: Promise<unknown>, close: () => Promise<void>, log: Log): Promise<void> {
  log.info({ signal }, 'stopping');
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  try {
    await opening;
    await close();
    process.exit(0);
  } catch (error) {
    log.error({ err: error }, 'could not stop in order');
    process.exit(1);
  }
}
