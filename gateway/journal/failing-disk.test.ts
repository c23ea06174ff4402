// A disk whose writes and fsyncs fail (libfiu): no false confirmation, and it goes on by itself when the disk does.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Appender, lost, readStored, startAppender } from './testing/appender-process.ts';
import { describeWhere } from './testing/disks.ts';
import { newFolder, removeFolder } from './testing/open-journal.ts';

const PRELOADS = ['/usr/lib/fiu/fiu_run_preload.so', '/usr/lib/fiu/fiu_posix_preload.so'];
const CONTROL = '/usr/bin/fiu-ctrl';
const EIO = 5;
const ENOSPC = 28;

describeWhere(
  [...PRELOADS, CONTROL].every((path) => existsSync(path)),
  'the package fiu-utils',
)('A failing disk', () => {
  let folder = '';
  beforeEach(() => {
    folder = newFolder();
  });
  afterEach(() => removeFolder(folder));

  function start(run: string): Appender {
    return startAppender({ folder: join(folder, 'journal'), run }, { LD_PRELOAD: PRELOADS.join(' '), FIU_CTRL_FIFO: join(folder, 'fiu') });
  }

  function control(appender: Appender, command: string): void {
    execFileSync(CONTROL, ['-f', join(folder, 'fiu'), '-c', command, String(appender.pid)]);
  }

  it.each([
    { what: 'fsync', points: 'posix/io/sync/*', error: EIO, trouble: /refuses to write \(SQLITE_IOERR_FSYNC\)/ },
    { what: 'write', points: 'posix/io/rw/pwrite*', error: EIO, trouble: /refuses to write \(SQLITE_IOERR_WRITE\)/ },
    { what: 'write for want of space', points: 'posix/io/rw/pwrite*', error: ENOSPC, trouble: /The disk is full/ },
  ])(
    'that fails every $what confirms nothing meanwhile and everything after',
    async ({ points, error, trouble }) => {
      const appender = start('all');
      try {
        await appender.until('its first confirmations', () => appender.confirmed.size > 100);
        control(appender, `enable name=${points},failinfo=${error}`);
        // What the disk took before the switch may still be on its way; from the first refusal on there is nothing more.
        await appender.until('refusals', () => appender.refusals.length > 0);
        const confirmed = appender.confirmed.size;
        await appender.until('many refusals', () => appender.refusals.length >= 200);
        expect(appender.confirmed.size).toBe(confirmed);
        expect(appender.troubles.join('\n')).toMatch(trouble);

        control(appender, `disable name=${points}`);
        await appender.until('its recovery', () => appender.troubles.at(-1) === null && appender.confirmed.size > confirmed + 100);
      } finally {
        await appender.kill();
      }
      const stored = readStored(join(folder, 'journal'));
      expect(lost(appender.confirmed, stored)).toEqual([]);
      expect(stored.damages).toEqual([]);
      expect(stored.isInOrder).toBe(true);
      expect(new Set(appender.refusals.map(({ code }) => code))).toEqual(new Set(['disk-refused']));
    },
    60_000,
  );

  it('that fails one fsync in ten loses nothing that was confirmed', async () => {
    const appender = start('some');
    try {
      await appender.until('its first confirmations', () => appender.confirmed.size > 100);
      control(appender, `enable_random name=posix/io/sync/*,probability=0.1,failinfo=${EIO}`);
      await appender.until('refusals and confirmations', () => appender.refusals.length >= 150 && appender.confirmed.size > 500);
    } finally {
      await appender.kill();
    }
    const stored = readStored(join(folder, 'journal'));
    expect(lost(appender.confirmed, stored)).toEqual([]);
    expect(stored.isInOrder).toBe(true);
  }, 60_000);
});
