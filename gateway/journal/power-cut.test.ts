// Power cut and frozen disk on a real ext4: what was confirmed is there after the reboot; a disk that hangs confirms nothing.
import { join } from 'node:path';
import type { Durability } from '../sqlite.ts';
import { lost, readStored, startAppender } from './testing/appender-process.ts';
import { describeWhere, LoopDisk } from './testing/disks.ts';

const ROUNDS = 3;
/** Confirmed after the last sync and before the cut: without fsync most of them are not on the disk yet. */
const ENTRIES = 500;

describeWhere(LoopDisk.isPossible(), 'root, a loop device and mkfs.ext4')('Without power', () => {
  /** Lets the appender run on a disk of its own, cuts the power, and counts after the reboot. */
  async function cut(run: string, durability: Durability): Promise<{ lost: number; isInOrder: boolean }> {
    const disk = new LoopDisk();
    try {
      const appender = startAppender({ folder: join(disk.folder, 'journal'), run, durability });
      await appender.until('its opening', () => appender.last !== undefined);
      disk.sync();
      const before = appender.confirmed.size;
      await appender.until('its confirmations', () => appender.confirmed.size > before + ENTRIES);
      await appender.kill();
      disk.cutPower();
      const stored = readStored(join(disk.afterReboot(), 'journal'));
      expect(stored.damages).toEqual([]);
      return { lost: lost(appender.confirmed, stored).length, isInOrder: stored.isInOrder };
    } finally {
      disk.remove();
    }
  }

  it('nothing that was confirmed is lost', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      expect(await cut(`full.${round}`, 'full')).toEqual({ lost: 0, isInOrder: true });
    }
  }, 120_000);

  it('entries are seen to be lost where the commit does not wait for the disk (control: synchronous = NORMAL)', async () => {
    let lostInAll = 0;
    for (let round = 0; round < 5 && lostInAll === 0; round++) lostInAll += (await cut(`normal.${round}`, 'normal')).lost;
    expect(lostInAll).toBeGreaterThan(0);
  }, 60_000);

  it('a disk that hangs confirms nothing, is complained of, and goes on where it stopped', async () => {
    const disk = new LoopDisk();
    const appender = startAppender({ folder: join(disk.folder, 'journal'), run: 'frozen' });
    try {
      await appender.until('its first confirmations', () => appender.confirmed.size > 100);
      disk.freeze();
      await appender.until('its complaint', () => appender.troubles.some((text) => text?.includes('has not answered') === true));
      const frozen = appender.confirmed.size;
      disk.thaw();
      await appender.until('its recovery', () => appender.troubles.at(-1) === null && appender.confirmed.size > frozen + 100);
      expect(appender.refusals).toEqual([]);
      await appender.kill();
      expect(lost(appender.confirmed, readStored(join(disk.folder, 'journal')))).toEqual([]);
    } finally {
      disk.thaw();
      await appender.kill();
      disk.remove();
    }
  }, 60_000);
});
