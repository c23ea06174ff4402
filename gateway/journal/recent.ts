// Looks back through the store for the newest frames of one device, with a bound on the work.
import { isDamage, isStillEmpty, openForReading, rowHolding, rowsOf, unpack } from './batch-rows.ts';
import { DamagedBytes } from './bytes.ts';
import { type DayFile, listDayFiles } from './day-files.ts';
import { decodeBatch, type JournalEntry } from './entry.ts';

/** How far a search looks back: about 20 reports of each of 20,000 devices, or what a person waits for without a word. */
const LOOK_BACK = { entries: 400_000, bytes: 256 << 20, ms: 2000 } as const;
const MOST_FRAMES = 1000;

/** The newest frames of a device with numbers below `before`, newest first. Damaged batches are passed over. */
export function recentFrames(folder: string, device: string, limit: number, before: number): JournalEntry[] {
  const found: JournalEntry[] = [];
  const most = Math.min(limit, MOST_FRAMES);
  const name = Buffer.from(device);
  const until = performance.now() + LOOK_BACK.ms;
  let entries = 0;
  let bytes = 0;
  for (const file of listDayFiles(folder).reverse()) {
    if (file.first >= before) continue;
    reading(folder, file, (database) => {
      for (const row of rowsOf(database, before - 1, 'down')) {
        const batch = unpackedOrNothing(() => unpack(row));
        entries += row.count;
        bytes += batch.length;
        // Most batches say nothing of the device, and that is quickly seen.
        if (Buffer.from(batch.buffer, batch.byteOffset, batch.length).includes(name)) take(batch);
        if (isEnough()) return;
      }
    });
    if (isEnough()) break;
  }
  return found;

  function take(batch: Uint8Array): void {
    const decoded = decodedOrNothing(batch);
    for (const entry of decoded.reverse()) {
      if (found.length >= most) return;
      if (entry.kind !== 'frame' || entry.frame.device !== device || entry.number >= before) continue;
      // A copy, so that a few frames do not hold, or send, their whole batch.
      found.push({ ...entry, frame: { ...entry.frame, body: entry.frame.body.slice() } });
    }
  }

  function isEnough(): boolean {
    return found.length >= most || entries >= LOOK_BACK.entries || bytes >= LOOK_BACK.bytes || performance.now() > until;
  }
}

/** The entry of a number; undefined where there is none, or where it cannot be read. */
export function entryOf(folder: string, number: number): JournalEntry | undefined {
  let found: JournalEntry | undefined;
  for (const file of listDayFiles(folder).reverse()) {
    if (file.first > number) continue;
    reading(folder, file, (database) => {
      const row = rowHolding(database, number);
      if (row === undefined) return;
      found = decodedOrNothing(unpackedOrNothing(() => unpack(row))).find((entry) => entry.number === number);
    });
    break;
  }
  if (found?.kind !== 'frame') return found;
  return { ...found, frame: { ...found.frame, body: found.frame.body.slice() } };
}

function reading(folder: string, file: DayFile, read: (database: ReturnType<typeof openForReading>) => void): void {
  let database: ReturnType<typeof openForReading> | undefined;
  try {
    database = openForReading(folder, file);
    read(database);
  } catch (error) {
    const isGone = !listDayFiles(folder).some(({ name }) => name === file.name);
    if (!isGone && !isStillEmpty(error) && !isDamage(error)) throw error;
  } finally {
    database?.close();
  }
}

function unpackedOrNothing(unpacked: () => Uint8Array): Uint8Array {
  try {
    return unpacked();
  } catch (error) {
    if (error instanceof DamagedBytes) return new Uint8Array();
    throw error;
  }
}

function decodedOrNothing(batch: Uint8Array): JournalEntry[] {
  try {
    return decodeBatch(batch);
  } catch (error) {
    if (error instanceof DamagedBytes) return [];
    throw error;
  }
}
