// Prints a sheet in a thread of its own.
import { BalefireError } from '../errors.ts';
import { startWorker } from '../worker-file.ts';
import type { Sheet } from './sheet.ts';

/** Sheets in the making: each thread holds some 150 MB, and a person prints one at a time. */
const MOST_AT_ONCE = 2;
/** The longest sheet, 120 pages, takes 4 s; what takes longer is not going to end. */
const DEADLINE_MS = 30_000;

let making = 0;

/** The sheet as PDF. Rejects with `too-many` while others are printed, `internal` where it fails. */
export async function printApart(sheet: Sheet): Promise<Buffer> {
  if (making >= MOST_AT_ONCE) throw new BalefireError('too-many', { seconds: 5 });
  making += 1;
  const worker = startWorker(import.meta.url, './sheet-worker', { workerData: sheet });
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const late = setTimeout(() => reject(new BalefireError('internal')), DEADLINE_MS);
      worker.once('message', (pdf: Uint8Array) => {
        clearTimeout(late);
        resolve(Buffer.from(pdf));
      });
      worker.once('error', (error) => {
        clearTimeout(late);
        reject(error);
      });
    });
  } finally {
    making -= 1;
    await worker.terminate();
  }
}
