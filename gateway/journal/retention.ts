// Which day files may go: pure, so that what must never go can be proved.
import type { DayFile } from './day-files.ts';

export interface KeptFile extends DayFile {
  readonly bytes: number;
}

export interface RetentionWish {
  /** No file goes that may hold an entry of this number or higher. */
  readonly keepFrom: number;
  /** Local day now. */
  readonly today: string;
  /** An entry is kept for so many days at least, while the bytes allow. */
  readonly days: number;
  readonly bytes: number;
  /** The disk is nearly full: bytes to be freed although days and bytes would allow more. */
  readonly needed: number;
}

const DAY_MS = 86_400_000;

/**
 * The oldest files that may go, in order: those whose every entry is older than the days, then as many as the bytes
 * or the disk's need demand. Never the newest, which carries the numbers on; never one that another would be left behind of.
 */
export function filesToDrop(files: readonly KeptFile[], wish: RetentionWish): KeptFile[] {
  const drop: KeptFile[] = [];
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  let needed = wish.needed;
  const days = ages(files, wish.today);
  for (const [index, file] of files.entries()) {
    const next = files[index + 1];
    if (next === undefined || next.first > wish.keepFrom) break;
    const isPast = (days[index] ?? 0) > wish.days;
    if (!isPast && bytes <= wish.bytes && needed <= 0) break;
    drop.push(file);
    bytes -= file.bytes;
    needed -= file.bytes;
  }
  return drop;
}

/** Age of each file in days. A day after that of a later file, or after today, was a wrong clock's: it counts as the later one's. */
function ages(files: readonly KeptFile[], today: string): number[] {
  const result: number[] = [];
  let age = 0;
  for (const file of files.toReversed()) {
    age = Math.max(age, (Date.parse(today) - Date.parse(file.day)) / DAY_MS);
    result.push(age);
  }
  return result.reverse();
}
