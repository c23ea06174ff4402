// The 6-byte time tag: second, minute, hour, day, month, year, plain binary, in Beijing time.

/** A time tag has no zone; the stations of this standard live in Beijing time, which has no summer time. */
const BEIJING_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
/** The tag's year has two digits. */
const CENTURY = Date.UTC(2000, 0, 1);
const CENTURY_ENDS = Date.UTC(2100, 0, 1);
const DAYS_BEFORE = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_OF = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The moment of the time tag at an offset, ms since 1970; years are 2000 to 2099 (GB/T 26875.3-2011, 8.2.2).
 * Undefined where the tag says none: all zero, a part out of its range, a day that its month has not, or bytes missing.
 */
export function readTimeTag(bytes: Uint8Array, from = 0): number | undefined {
  const second = bytes[from] ?? 60;
  const minute = bytes[from + 1] ?? 60;
  const hour = bytes[from + 2] ?? 24;
  const day = bytes[from + 3] ?? 0;
  const month = bytes[from + 4] ?? 0;
  const year = bytes[from + 5] ?? 100;
  if (second > 59 || minute > 59 || hour > 23 || month < 1 || month > 12 || year > 99) return undefined;
  if (day < 1 || day > (DAYS_OF[month] ?? 0)) return undefined;
  // Between 2000 and 2099 every fourth year is a leap year, the first one too.
  const leap = year % 4 === 0;
  if (month === 2 && day === 29 && !leap) return undefined;
  const days = year * 365 + Math.ceil(year / 4) + (DAYS_BEFORE[month] ?? 0) + (leap && month > 2 ? 1 : 0) + day - 1;
  return CENTURY - BEIJING_MS + days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
}

/**
 * A moment's time tag, its parts of a second cut off.
 * @throws RangeError where the moment is not in the years 2000 to 2099 of Beijing.
 */
export function writeTimeTag(ms: number): Uint8Array {
  const local = ms + BEIJING_MS;
  if (!(local >= CENTURY && local < CENTURY_ENDS)) throw new RangeError(`${ms}: a time tag tells of the years 2000 to 2099`);
  const date = new Date(local);
  return Uint8Array.of(
    date.getUTCSeconds(),
    date.getUTCMinutes(),
    date.getUTCHours(),
    date.getUTCDate(),
    date.getUTCMonth() + 1,
    date.getUTCFullYear() - 2000,
  );
}
