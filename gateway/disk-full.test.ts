// A full disk, in the whole gateway: nothing is confirmed, the fire is on the screens all the same, and it is stored when it can be.
import { SmallDisk } from './journal/testing/disks.ts';
import { openTestHouse, SMALL_DISTRICT, type TestHouse } from './testing/a-house.ts';
import { isConfirmed, refusesAFire } from './testing/full-disk.ts';

const possible = SmallDisk.isPossible();
if (!possible) console.log('skipped: a small disk needs root to be mounted');

(possible ? describe : describe.skip)('when the disk is full', () => {
  let disk: SmallDisk;
  let opened: TestHouse;
  beforeAll(async () => {
    disk = new SmallDisk(8 * 1024);
    opened = await openTestHouse(disk.folder, SMALL_DISTRICT);
  });
  afterAll(async () => {
    await opened.house.close();
    disk.remove();
  });

  const troubles = (): string[] => opened.house.troubles.all().map((trouble) => trouble.id);
  const fires = () => [...opened.house.desk.open()].filter((alarm) => alarm.class === 'fire');
  /** Waits for something that the gateway comes to by itself; its own timers are a second at most. */
  async function until(what: string, so: () => boolean): Promise<void> {
    for (const end = performance.now() + 20_000; !so(); ) {
      if (performance.now() > end) throw new Error(`never: ${what} (troubles: ${troubles().join(', ')})`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('14 confirms nothing, says so, and shows the fire that it could not store', async () => {
    expect(await isConfirmed(opened, 'hydrant-1', { pressure: 0.4 })).toBe(true);
    expect(await refusesAFire(opened, disk, 'smoke-1')).toBe(true);
    await until('the fire stands on the screens', () => troubles().includes('unstored-fire:smoke-1'));
    expect(troubles()).toContain('journal');
    expect(opened.house.troubles.all().find((trouble) => trouble.id.startsWith('unstored'))).toMatchObject({
      class: 'fire',
      detail: { zh: '示范物业 › 示范大厦 › 12层 › 1201 烟感' },
    });
  }, 60_000);

  it('14 stores the fire by itself when there is room again, and the trouble ends', async () => {
    disk.free();
    await until('the fire is stored', () => fires().some((alarm) => alarm.device === 'smoke-1'));
    await until('the troubles end', () => troubles().every((id) => id !== 'journal' && !id.startsWith('unstored')));
    expect(await isConfirmed(opened, 'hydrant-1', { pressure: 0.41 })).toBe(true);
  }, 60_000);
});
