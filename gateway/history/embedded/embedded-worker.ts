// The thread of the embedded history: takes orders in turn, writes when it is time, keeps house when nobody asks.
import { parentPort, workerData } from 'node:worker_threads';
import { words } from '../../../device-drivers/words.ts';
import { type Batch, CELLS, type Order, type Report } from '../thread/messages.ts';
import type { EmbeddedDetail, EmbeddedStart } from './embedded-history.ts';
import { Store } from './store.ts';

/** After a refused write nothing is tried for so long: a full disk is not freed by asking it. */
const TRY_AGAIN_MS = 5_000;

const { options, cells } = workerData as EmbeddedStart;

function say(report: Report<EmbeddedDetail>): void {
  parentPort?.postMessage(report);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function run(store: Store): void {
  /** Batches for which there was no room, in order; bounded by the other side, which counts them as not taken. */
  const held: Batch[] = [];
  let refusedAt: number | null = null;
  let damaged = 0;
  let resting = true;
  let over = false;

  const tellProgress = (): void => {
    Atomics.store(cells, CELLS.waiting, BigInt(store.openCount));
    Atomics.store(cells, CELLS.position, BigInt(store.position()));
  };
  const tellDetail = (): void => say({ is: 'detail', detail: { ...store.shape(), damaged } });

  /** Runs a piece of work on the disk; says trouble when it begins and when it ends, not in between. */
  const attempt = (now: number, work: () => void): boolean => {
    try {
      work();
    } catch (error) {
      if (refusedAt === null) {
        const why = reason(error);
        say({ is: 'trouble', trouble: words(`历史数据无法写入磁盘：${why}`, `The history cannot be written to the disk: ${why}`) });
      }
      refusedAt = now;
      return false;
    }
    if (refusedAt !== null) say({ is: 'trouble', trouble: null });
    refusedAt = null;
    return true;
  };
  const flush = (now: number): boolean => {
    const written = attempt(now, () => store.flush(now));
    tellProgress();
    if (written) tellDetail();
    return written;
  };
  const mayTry = (now: number): boolean => refusedAt === null || Math.abs(now - refusedAt) >= TRY_AGAIN_MS;

  const takeHeld = (now: number): void => {
    let next = held[0];
    while (next !== undefined) {
      if (!store.add(next)) {
        if (!mayTry(now) || !flush(now)) break;
        continue;
      }
      Atomics.add(cells, CELLS.taken, BigInt(next.series.length));
      held.shift();
      next = held[0];
    }
    Atomics.store(cells, CELLS.waiting, BigInt(store.openCount));
  };

  /** One small step of housekeeping between two orders, as long as there is something to do. */
  const rest = (now: number): void => {
    resting = true;
    // A refused write is tried again by the next tick; until then nothing here may look like success.
    if (over || refusedAt !== null) return;
    let more = false;
    attempt(now, () => {
      more = store.keepHouse(now);
    });
    resting = !more;
    if (more) setImmediate(rest, now);
    else tellDetail();
  };

  const tick = (now: number): void => {
    if (mayTry(now)) {
      takeHeld(now);
      if (store.openCount > 0 && (refusedAt !== null || store.flushIsDue(now))) flush(now);
    }
    if (resting && refusedAt === null) rest(now);
  };

  /** Writes all there is, also what had no room. */
  const writeAll = (now: number): void => {
    flush(now);
    takeHeld(now);
    if (store.openCount > 0) flush(now);
  };

  const close = (now: number): void => {
    store.abandonMerge();
    writeAll(now);
    over = true;
    attempt(now, () => store.close());
  };

  const orders: { [K in Order['is']]: (order: Extract<Order, { is: K }>) => void } = {
    define: ({ series, words: states }) => store.define(series, states),
    points: ({ batch, now }) => {
      held.push(batch);
      takeHeld(now);
    },
    query: ({ id, query, handles }) => {
      const answer = store.query(query, handles);
      damaged += answer.damaged;
      if (answer.damaged > 0) tellDetail();
      say({ is: 'answer', id, buckets: answer.buckets });
    },
    flush: ({ id, now }) => {
      writeAll(now);
      say({ is: 'done', id });
    },
    tick: ({ now }) => tick(now),
    close: ({ id, now }) => {
      close(now);
      say({ is: 'done', id });
      parentPort?.close();
    },
  };

  tellProgress();
  tellDetail();
  say({ is: 'ready' });
  parentPort?.on('message', (order: Order) => {
    try {
      (orders[order.is] as (order: Order) => void)(order);
    } catch (error) {
      if (!('id' in order)) throw error;
      say({ is: 'failed', id: order.id, why: reason(error) });
    }
  });
}

try {
  run(new Store(options));
} catch (error) {
  say({ is: 'refused', why: reason(error) });
}
