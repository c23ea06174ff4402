// After a failure the writer trusts nothing: it looks whether the disk kept its word, and begins its log anew.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../sqlite.ts';
import { storedEntries } from './batch-rows.ts';
import { ByteWriter } from './bytes.ts';
import { DayWriter, LostByDisk } from './day-writer.ts';
import { encodeBatch } from './entry.ts';
import { aFrame, newFolder, removeFolder } from './testing/open-journal.ts';

const DAY = '2026-11-22';
/** What a failed fsync looks like from here. */
const FAILURE = { code: 'SQLITE_IOERR_FSYNC' };

describe('The writer of a day file', () => {
  let folder = '';
  let writer: DayWriter;
  beforeEach(() => {
    folder = newFolder();
    writer = new DayWriter(folder, 'full');
    writer.recover();
  });
  afterEach(() => {
    writer.close();
    removeFolder(folder);
  });

  function commit(number: number): void {
    const bytes = new ByteWriter(64);
    encodeBatch([{ kind: 'frame', frame: aFrame(), number }], bytes);
    writer.commit({ first: number, count: 1, fromTime: 0, toTime: 0, day: DAY, bytes: new Uint8Array(bytes.view()) });
  }
  const stored = () => [...storedEntries(folder, 0, () => {})].map(({ number }) => number);
  const path = () => join(folder, writer.file?.name ?? '');

  it('tells a confirmed batch that the disk has lost, writes it again, and goes on', () => {
    commit(1);
    commit(2);
    const thief = openDatabase(path(), 'full');
    thief.exec('DELETE FROM batch WHERE first = 2');
    thief.close();
    expect(stored()).toEqual([1]);

    writer.afterFailure(FAILURE, false);
    expect(() => commit(3)).toThrow(LostByDisk);
    writer.afterFailure(FAILURE, false);
    commit(4);
    expect(stored()).toEqual([1, 2, 4]);
  });

  it('writes all of its log into the file before it takes the next batch after a failed fsync', () => {
    commit(1);
    // A reader keeps SQLite from doing it at the close.
    const reader = openDatabase(path(), 'full', { readonly: true });
    reader.prepare('SELECT count(*) FROM batch').get();
    for (let number = 2; number <= 50; number++) commit(number);
    const grown = statSync(`${path()}-wal`).size;
    writer.afterFailure(FAILURE, false);
    commit(51);
    expect(statSync(`${path()}-wal`).size).toBeLessThan(grown / 4);
    reader.close();
    expect(stored()).toHaveLength(51);
  });

  it('only opens again where the disk was merely full (control for the one above)', () => {
    commit(1);
    const reader = openDatabase(path(), 'full', { readonly: true });
    reader.prepare('SELECT count(*) FROM batch').get();
    for (let number = 2; number <= 50; number++) commit(number);
    const grown = statSync(`${path()}-wal`).size;
    writer.afterFailure({ code: 'SQLITE_FULL' }, true);
    commit(51);
    expect(statSync(`${path()}-wal`).size).toBeGreaterThanOrEqual(grown);
    reader.close();
  });

  it('leaves a file alone in which SQLite finds damage, and begins another', () => {
    commit(1);
    const damaged = writer.file?.name;
    writer.afterFailure({ code: 'SQLITE_CORRUPT' }, false);
    commit(2);
    expect(writer.file?.name).not.toBe(damaged);
    expect(stored()).toEqual([1, 2]);
  });
});
