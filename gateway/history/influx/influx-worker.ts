// The thread of the InfluxDB history: readings to lines, lines to the spool, the spool to the server; charts back.
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type Words, words } from '../../../device-drivers/words.ts';
import { type Batch, CELLS, type Order, type Report, type Series } from '../thread/messages.ts';
import { openServer } from './influx-client.ts';
import type { AlarmOrder, InfluxDetail, InfluxStart } from './influx-history.ts';
import { alarmLine, readingLine, seriesPrefix } from './lines.ts';
import { RefusedLines } from './refused-lines.ts';
import { Sender } from './sender.ts';
import { serverDialect } from './server-dialect.ts';
import { Spool } from './spool.ts';

/** Lines of one record of the spool at most. */
const RECORD_LINES = 5_000;

/** So long readings are gathered before they go to the disk: one sync a second is what a flash card bears for years. */
const GATHER_MS = 1_000;

/** After a refused write nothing is tried for so long. */
const TRY_AGAIN_MS = 2_000;

/** A query waits so long for what was appended before it to reach the server. */
const SETTLE_MS = 2_000;

/** From this share of its bound on the spool says that it is filling. */
const WARN_SHARE = 0.8;

const { cells, options } = workerData as InfluxStart;

function say(report: Report<InfluxDetail>): void {
  parentPort?.postMessage(report);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function run(): Promise<void> {
  const readings = await Spool.open(join(options.folder, 'readings'), options.spoolBytes);
  const alarms = await Spool.open(join(options.folder, 'alarms'), options.alarmSpoolBytes);
  const refused = new RefusedLines(options.folder);
  const server = openServer(options.address);
  const dialect = serverDialect(server, options.access);

  const series: Series[] = [];
  const prefixes: string[] = [];
  const states: string[] = [];
  const held: Batch[] = [];
  const heldAlarms: string[] = [];
  let diskTrouble: string | null = null;
  let serverTrouble: string | null = null;
  let said = '';
  let stopping = false;
  let wake = (): void => undefined;

  const tellAll = (): void => {
    const [one, other] = [readings.state(), alarms.state()];
    Atomics.store(cells, CELLS.waiting, BigInt(one.waiting + other.waiting));
    Atomics.store(cells, CELLS.position, BigInt(readings.position()));
    const detail = {
      spoolBytes: one.bytes + other.bytes,
      shed: one.shed + other.shed,
      damaged: one.damaged + other.damaged,
      parked: refused.count,
      dialect: dialect.name(),
    };
    const trouble = troubleOf(detail, one.bytes);
    if (JSON.stringify([detail, trouble]) === said) return;
    said = JSON.stringify([detail, trouble]);
    say({ is: 'detail', detail });
    say({ is: 'trouble', trouble });
  };

  const troubleOf = ({ shed, damaged, parked }: InfluxDetail, bytes: number): Words | null => {
    if (diskTrouble !== null) return words(`暂存区无法写入磁盘：${diskTrouble}`, `The spool cannot be written to the disk: ${diskTrouble}`);
    if (shed > 0)
      return words(`时序库中断过久，最早的 ${shed} 条已丢弃`, `The store was away too long; the oldest ${shed} lines were dropped`);
    const share = Math.round((100 * bytes) / options.spoolBytes);
    if (share >= WARN_SHARE * 100)
      return words(`时序库不可用，暂存区已用 ${share}%`, `The store does not answer and the spool is ${share} % full`);
    if (serverTrouble !== null) return words(`时序库无法写入：${serverTrouble}`, `The store cannot be written: ${serverTrouble}`);
    if (damaged > 0) return words('暂存区有损坏的数据', 'Some of the spool was damaged');
    return parked > 0 ? words(`时序库拒收 ${parked} 条，见 refused.lines`, `The store refused ${parked} lines, see refused.lines`) : null;
  };

  const sender = new Sender({
    spools: [alarms, readings],
    refused,
    write: (lines) => dialect.write(lines),
    tell: (why) => {
      serverTrouble = why;
      tellAll();
    },
    sent: tellAll,
  });

  const linesOf = ({ series: numbers, times, values }: Batch): string[] =>
    Array.from(numbers, (number, i) => {
      const kind = (series[number] as Series).kind;
      return readingLine(prefixes[number] as string, kind, values[i] as number, states, times[i] as number);
    });

  /** Moves all that is held to the spool; true when it is there. */
  const spoolAll = async (): Promise<boolean> => {
    try {
      while (heldAlarms.length > 0) {
        const some = heldAlarms.slice(0, RECORD_LINES);
        await alarms.append(some, 0);
        heldAlarms.splice(0, some.length);
      }
      while (held.length > 0) {
        let count = 0;
        const some = held.filter((batch, i) => {
          count += batch.series.length;
          return i === 0 || count <= RECORD_LINES;
        });
        const lines = some.flatMap(linesOf);
        const entry = some.at(-1)?.entry ?? 0;
        if (lines.length > 0) await readings.append(lines, entry);
        held.splice(0, some.length);
        Atomics.add(cells, CELLS.taken, BigInt(lines.length));
        tellAll();
      }
      diskTrouble = null;
    } catch (error) {
      diskTrouble = reason(error);
    }
    tellAll();
    sender.poke();
    return diskTrouble === null;
  };

  let spooling: Promise<unknown> = Promise.resolve();
  const spoolNow = (): Promise<boolean> => {
    const done = spooling.then(spoolAll);
    spooling = done;
    return done;
  };

  const isUrgent = (): boolean =>
    stopping || heldAlarms.length > 0 || held.reduce((sum, batch) => sum + batch.series.length, 0) >= RECORD_LINES;

  /** Gathers for a moment, unless there is a lot or an alarm, then moves to the spool, for ever. */
  const keepSpooling = async (): Promise<void> => {
    while (!stopping) {
      if (held.length + heldAlarms.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (!isUrgent()) await pause(GATHER_MS);
      if (!(await spoolNow())) await pause(TRY_AGAIN_MS);
    }
  };
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        if (isUrgent()) {
          clearTimeout(timer);
          resolve();
        }
      };
    });

  const orders: { [K in (Order | AlarmOrder)['is']]: (order: Extract<Order | AlarmOrder, { is: K }>) => void | Promise<void> } = {
    define: (more) => {
      series.push(...more.series);
      prefixes.push(...more.series.map(seriesPrefix));
      states.push(...more.words);
    },
    points: ({ batch }) => {
      held.push(batch);
      wake();
    },
    alarm: ({ alarm }) => {
      heldAlarms.push(alarmLine(alarm));
      wake();
    },
    query: async ({ id, query, now }) => {
      await spoolNow();
      if (readings.state().waiting > 0) await sender.settle(SETTLE_MS);
      try {
        say({ is: 'answer', id, buckets: await dialect.query(query, now) });
      } catch (error) {
        say({ is: 'unavailable', id, why: reason(error) });
      }
    },
    flush: async ({ id }) => {
      await spoolNow();
      await sender.settle(SETTLE_MS);
      tellAll();
      say({ is: 'done', id });
    },
    tick: tellAll,
    close: async ({ id }) => {
      await spoolNow();
      if (serverTrouble === null) await sender.settle(SETTLE_MS);
      stopping = true;
      wake();
      server.close();
      await sender.stop();
      await readings.close();
      await alarms.close();
      say({ is: 'done', id });
      parentPort?.close();
    },
  };

  tellAll();
  say({ is: 'ready' });
  sender.start();
  void keepSpooling();
  parentPort?.on('message', (order: Order | AlarmOrder) => {
    void (orders[order.is] as (order: Order | AlarmOrder) => void | Promise<void>)(order);
  });
}

run().catch((error: unknown) => say({ is: 'refused', why: reason(error) }));
