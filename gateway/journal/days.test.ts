// Days, restarts and damage: a new file at local midnight, old ones dropped, numbers never used twice, nothing fatal.
import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../sqlite.ts';
import { listDayFiles, localDays } from './day-files.ts';
import { Journal } from './journal.ts';
import { Kept, newFolder, removeFolder, said, saying } from './testing/open-journal.ts';

const DAY_MS = 86_400_000;
/** One second before midnight in Shanghai. */
const EVENING = Date.parse('2026-11-22T23:59:59+08:00');

describe('A local day', () => {
  it('begins at local midnight, in whatever zone', () => {
    expect(localDays('Asia/Shanghai')(EVENING)).toBe('2026-11-22');
    expect(localDays('Asia/Shanghai')(EVENING + 1000)).toBe('2026-11-23');
    expect(localDays('Asia/Urumqi')(EVENING + 1000)).toBe('2026-11-22');
    expect(localDays('Europe/Berlin')(EVENING)).toBe('2026-11-22');
    expect(() => localDays('Moon/Tranquility')).toThrow(RangeError);
  });
});

describe('The days of the journal', () => {
  let folder = '';
  let kept: Kept;
  let now = EVENING;
  beforeEach(() => {
    folder = newFolder();
    now = EVENING;
  });
  afterEach(async () => {
    await kept.journal.close();
    removeFolder(folder);
  });

  const open = (more: { retention?: { days: number; bytes: number } } = {}) => Kept.open(folder, { now: () => now, ...more });
  const days = () => listDayFiles(folder).map(({ day }) => day);
  const texts = () => kept.stored().map(said);
  /** One entry a day. */
  async function live(count: number): Promise<void> {
    for (let day = 0; day < count; day++, now += DAY_MS) await kept.append(saying(`day ${day}`));
    now -= DAY_MS;
  }

  it('have a file each, are read as one, and the finished one has no log beside it', async () => {
    kept = await open();
    await kept.append(saying('evening'));
    now += 1000;
    await kept.append(saying('morning'));
    expect(days()).toEqual(['2026-11-22', '2026-11-23']);
    expect(texts()).toEqual(['evening', 'morning']);
    expect(await kept.journal.recent('smoke-1', 5)).toHaveLength(2);
    expect((await kept.journal.entry(1))?.number).toBe(1);
    expect(readdirSync(folder).filter((name) => name.startsWith('journal-2026-11-22'))).toHaveLength(1);
    expect(kept.journal.state().days).toBe(2);
  });

  it('keep their order when the wall clock runs back', async () => {
    kept = await open();
    for (const at of [EVENING, EVENING + 27_000 * DAY_MS, EVENING + DAY_MS, EVENING + DAY_MS]) {
      now = at;
      await kept.append(saying(`${at}`));
    }
    expect(days()).toEqual(['2026-11-22', '2100-10-25', '2026-11-23']);
    expect(kept.stored().map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  it('are dropped when they are past, and the numbers go on from the one that stays', async () => {
    kept = await open();
    await live(6);
    await kept.journal.housekeep(Number.MAX_SAFE_INTEGER);
    expect(texts()).toEqual(['day 2', 'day 3', 'day 4', 'day 5']);
    expect(kept.journal.state()).toMatchObject({ days: 4, entries: 4 });
    await kept.journal.close();

    now += 100 * DAY_MS;
    kept = await open();
    await kept.journal.housekeep(Number.MAX_SAFE_INTEGER);
    await kept.journal.close();
    kept = await open();
    expect(await kept.append(saying('much later'))).toBe(7);
  });

  it('are not dropped while an entry of theirs is needed, nor when no bound is passed', async () => {
    kept = await open();
    await live(6);
    await kept.journal.housekeep(2);
    expect(texts()[0]).toBe('day 1');
    await kept.journal.close();
    kept = await open({ retention: { days: 30, bytes: 1e9 } });
    await kept.journal.housekeep(Number.MAX_SAFE_INTEGER);
    expect(texts()[0]).toBe('day 1');
  });

  it('are dropped when they are larger than the budget', async () => {
    kept = await open({ retention: { days: 30, bytes: 1 } });
    await live(3);
    await kept.journal.housekeep(Number.MAX_SAFE_INTEGER);
    expect(texts()).toEqual(['day 2']);
  });
});

describe('What is damaged', () => {
  let folder = '';
  let kept: Kept;
  beforeEach(async () => {
    folder = newFolder();
    kept = await Kept.open(folder);
    for (const text of ['a', 'b', 'c']) await kept.append(saying(text));
    await kept.journal.close();
  });
  afterEach(async () => {
    await kept.journal.close();
    removeFolder(folder);
  });

  const path = () => join(folder, listDayFiles(folder)[0]?.name ?? '');
  function damageBatch(first: number): void {
    const database = openDatabase(path(), 'full');
    database.prepare("UPDATE batch SET body = CAST(body || x'00' AS BLOB) WHERE first = ?").run(first);
    database.close();
  }

  it('is told and passed over when it is one batch in the middle', async () => {
    damageBatch(2);
    kept = await Kept.open(folder);
    expect(kept.troubles).toEqual([]);
    expect(kept.stored().map(said)).toEqual(['a', 'c']);
    expect(kept.trouble).toMatch(/damaged from entry 2 on \(its checksum is wrong\)/);
    expect(await kept.journal.entry(2)).toBeUndefined();
    expect((await kept.journal.recent('smoke-1', 5)).map(said)).toEqual(['c', 'a']);
  });

  it('is told at the start when it is the last batch, and no number it may have had is given again', async () => {
    damageBatch(3);
    kept = await Kept.open(folder);
    expect(kept.trouble).toMatch(/damaged from entry 3 on/);
    expect(await kept.append(saying('d'))).toBeGreaterThan(1e9);
    expect(kept.stored().map(said)).toEqual(['a', 'b', 'd']);
    await kept.journal.close();
    kept = await Kept.open(folder);
    expect(kept.troubles).toEqual([]);
    expect(kept.stored().map(said)).toEqual(['a', 'b', 'd']);
  });

  it('is left alone when it is the whole file, and a new one is begun', async () => {
    writeFileSync(path(), Buffer.alloc(20_000, 'not a database'));
    kept = await Kept.open(folder);
    expect(kept.trouble).toMatch(/damaged from entry 1 on/);
    expect(await kept.append(saying('d'))).toBeGreaterThan(1e9);
    expect(kept.stored().map(said)).toEqual(['d']);
    expect(listDayFiles(folder)).toHaveLength(2);
  });

  it('does not stop the journal when the file was cut short', async () => {
    truncateSync(path(), 5000);
    kept = await Kept.open(folder);
    const number = await kept.append(saying('d'));
    expect(number).toBeGreaterThan(3);
    expect(kept.stored().at(-1)?.number).toBe(number);
  });

  it('is not seen in a file that was begun and never written', async () => {
    writeFileSync(join(folder, 'journal-2099-01-01-0000000000000004.sqlite'), '');
    kept = await Kept.open(folder);
    expect(kept.troubles).toEqual([]);
    expect(await kept.append(saying('d'))).toBe(4);
  });
});

describe('The folder of the journal', () => {
  it('belongs to one gateway at a time, and is free when that has closed it', async () => {
    const folder = newFolder();
    const one = await Kept.open(folder);
    await expect(Kept.open(folder)).rejects.toMatchObject({ code: 'folder-in-use', details: { folder } });
    await one.append();
    await one.journal.close();
    const other = await Kept.open(folder);
    expect(await other.append()).toBe(2);
    await other.journal.close();
    removeFolder(folder);
  });

  it('is made where it is missing, and said to be unwritable where it cannot be made', async () => {
    const folder = newFolder();
    const kept = await Kept.open(join(folder, 'a', 'b'));
    await kept.journal.close();
    writeFileSync(join(folder, 'file'), '');
    await expect(Kept.open(join(folder, 'file', 'journal'))).rejects.toMatchObject({ code: 'folder-not-writable' });
    removeFolder(folder);
  });

  it('is refused before anything is made when the zone is not known', async () => {
    const options = { folder: newFolder(), timeZone: 'Moon/Tranquility', now: Date.now, onCommitted: () => {}, onTrouble: () => {} };
    await expect(Journal.open(options)).rejects.toThrow(RangeError);
    const kept = await Kept.open(options.folder);
    await kept.journal.close();
    removeFolder(options.folder);
  });
});
