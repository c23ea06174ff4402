// A disk that is full: nothing is confirmed that is not stored, fire is stored longest, and it goes on by itself.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeWhere, SmallDisk } from './testing/disks.ts';
import { Kept, said, saying } from './testing/open-journal.ts';

const REFUSED = { code: 'disk-refused' };
/** Large enough that no half-filled page takes it in, and nothing that could be packed. */
const LARGE = randomBytes(6000).toString('latin1');
/** More than the log has room for from its beginnings. */
const HUGE = randomBytes(60_000).toString('latin1');

describeWhere(SmallDisk.isPossible(), 'root, to mount a tmpfs')('A full disk', () => {
  let disk: SmallDisk;
  let kept: Kept;

  afterEach(async () => {
    await kept.journal.close();
    disk.remove();
  });

  it('confirms nothing, says so, and resumes by itself when there is room', async () => {
    disk = new SmallDisk(1536);
    kept = await Kept.open(join(disk.folder, 'journal'));
    const confirmed = [await kept.append(saying('before'))];
    disk.fill();

    await expect(kept.append(saying(`ordinary ${HUGE}`))).rejects.toMatchObject(REFUSED);
    await kept.until(() => kept.trouble !== null);
    await expect(kept.append(saying(`urgent ${HUGE}`), 'urgent')).rejects.toMatchObject(REFUSED);
    expect(kept.trouble).toMatch(/The disk is full: new frames are not confirmed/);
    expect(kept.journal.state().refused).toBe(2);

    disk.free();
    await kept.until(() => kept.trouble === null);
    confirmed.push(await kept.append(saying(`after ${HUGE}`)));
    expect(kept.stored().map(({ number }) => number)).toEqual(confirmed);
    expect(kept.stored().map((entry) => said(entry).split(' ')[0])).toEqual(['before', 'after']);
  });

  it('throws its ballast off for urgent frames while ordinary ones are refused, and lays it down again', async () => {
    disk = new SmallDisk(6144);
    const ballastBytes = 512 << 10;
    kept = await Kept.open(join(disk.folder, 'journal'), { ballastBytes });
    const ballast = join(kept.folder, 'ballast');
    await appears(ballast);
    disk.fill();

    await expect(kept.append(saying(LARGE))).rejects.toMatchObject(REFUSED);
    expect(existsSync(ballast)).toBe(true);
    const urgent = await kept.append(saying(`fire ${LARGE}`), 'urgent');
    expect(existsSync(ballast)).toBe(false);
    await kept.until(() => kept.trouble?.includes('only urgent frames') === true);
    await expect(kept.append(saying('small'), 'ordinary')).rejects.toMatchObject(REFUSED);

    // Even the ballast ends; then fire is refused too, in place of being confirmed for nothing.
    const stored = [urgent];
    await expect(
      (async () => {
        for (;;) stored.push(await kept.append(saying(LARGE), 'urgent'));
      })(),
    ).rejects.toMatchObject(REFUSED);
    expect(stored.length).toBeGreaterThan(10);

    disk.free();
    await kept.until(() => kept.trouble === null);
    stored.push(await kept.append(saying('later'), 'ordinary'));
    expect(kept.stored().map(({ number }) => number)).toEqual(stored);
    await appears(ballast);
  });

  it('is no hindrance to opening: the ballast of the run before makes the room', async () => {
    disk = new SmallDisk(4096);
    const folder = join(disk.folder, 'journal');
    kept = await Kept.open(folder, { ballastBytes: 512 << 10 });
    await appears(join(folder, 'ballast'));
    const number = await kept.append(saying('before'));
    await kept.journal.close();
    disk.fill();

    kept = await Kept.open(folder, { ballastBytes: 512 << 10 });
    expect(kept.journal.last()).toBe(number);
    expect(await kept.append(saying('fire'), 'urgent')).toBeGreaterThan(number);
  });
});

/** Waits until a file is there; the journal lays its ballast down when nothing else is to do, and says no word of it. */
async function appears(path: string): Promise<void> {
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 20));
}
