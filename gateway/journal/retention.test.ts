// Which day files may go: never what is still needed, and what is over the bounds as soon as it may.
import fc from 'fast-check';
import { dayFile } from './day-files.ts';
import { filesToDrop, type KeptFile } from './retention.ts';

const DAY_MS = 86_400_000;
const TODAY = '2026-11-22';

/** A file of so many days ago. */
function fileOf(daysAgo: number, first: number, bytes = 100): KeptFile {
  const day = new Date(Date.parse(TODAY) - daysAgo * DAY_MS).toISOString().slice(0, 10);
  return { ...dayFile(day, first), bytes };
}

const NO_NEED = { today: TODAY, days: 3, bytes: 1e9, needed: 0, keepFrom: Number.MAX_SAFE_INTEGER };
const week = [6, 5, 4, 3, 2, 1, 0].map((daysAgo, index) => fileOf(daysAgo, 1 + index * 1000));
const agesOf = (files: readonly KeptFile[]) => files.map(({ day }) => (Date.parse(TODAY) - Date.parse(day)) / DAY_MS);

describe('Retention', () => {
  it('drops the days whose every entry is older than it keeps them', () => {
    expect(agesOf(filesToDrop(week, NO_NEED))).toEqual([6, 5, 4]);
  });

  it('drops younger days, oldest first, when they are larger than the budget', () => {
    expect(agesOf(filesToDrop(week, { ...NO_NEED, bytes: 250 }))).toEqual([6, 5, 4, 3, 2]);
  });

  it('drops younger days when the disk needs the room, and no more of them than it needs', () => {
    expect(agesOf(filesToDrop(week, { ...NO_NEED, needed: 350 }))).toEqual([6, 5, 4, 3]);
  });

  it('keeps a day from which an entry is still to be kept', () => {
    expect(agesOf(filesToDrop(week, { ...NO_NEED, keepFrom: 1001 }))).toEqual([6]);
    expect(agesOf(filesToDrop(week, { ...NO_NEED, keepFrom: 1000 }))).toEqual([]);
  });

  it('does not wait for the year 2099 because a clock was once there', () => {
    const files = [fileOf(-26_000, 1), fileOf(5, 1000), fileOf(0, 2000)];
    expect(filesToDrop(files, NO_NEED)).toEqual(files.slice(0, 2));
  });

  it('never drops the newest file nor one that holds an entry to be kept, and never leaves a hole', () => {
    const files = fc
      .array(fc.record({ daysAgo: fc.integer({ min: -3, max: 400 }), count: fc.nat(50), bytes: fc.nat(1000) }), { maxLength: 12 })
      .map((list) => {
        let first = 1;
        return list.map(({ daysAgo, count, bytes }) => {
          const file = fileOf(daysAgo, first, bytes);
          first += count;
          return file;
        });
      });
    fc.assert(
      fc.property(files, fc.nat(700), fc.nat(30), fc.nat(5000), fc.nat(5000), (kept, keepFrom, days, bytes, needed) => {
        const dropped = filesToDrop(kept, { keepFrom, today: TODAY, days, bytes, needed });
        expect(dropped).toEqual(kept.slice(0, dropped.length));
        if (dropped.length === 0) return;
        const next = kept[dropped.length];
        expect(next?.first).toBeLessThanOrEqual(keepFrom);
      }),
    );
  });
});
