// A full disk, in the whole gateway: nothing is confirmed, the fire is on the screens all the same, and it is stored when it can be.
import { randomBytes } from 'node:crypto';
import { SmallDisk } from './journal/testing/disks.ts';
import { openTestHouse, SMALL_DISTRICT, type TestHouse } from './testing/a-house.ts';
import { MqttDevice } from './testing/mqtt-device.ts';

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
  /** Publishes; says whether it was confirmed. The gateway closes the connection where it cannot confirm. */
  async function tell(id: string, points: Record<string, unknown>, more: Record<string, unknown> = {}): Promise<boolean> {
    const device = await MqttDevice.connect(opened.house.mqtt.port, id, opened.secrets[id] ?? '');
    const closed = new Promise<boolean>((resolve) => device.client.once('close', () => resolve(false)));
    const confirmed = await Promise.race([
      device.tell(points, more).then(
        () => true,
        () => false,
      ),
      closed,
    ]);
    await device.leave().catch(() => undefined);
    return confirmed;
  }

  it('14 confirms nothing, says so, and shows the fire that it could not store', async () => {
    expect(await tell('hydrant-1', { pressure: 0.4 })).toBe(true);
    // Long frames, or they would find room for ever in pages that the database has already.
    let confirmed = true;
    for (let i = 0; confirmed && i < 100; i += 1) {
      disk.fill();
      confirmed = await tell('smoke-1', { smoke: 'alarm' }, { log: randomBytes(60_000).toString('base64') });
    }
    expect(confirmed).toBe(false);
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
    expect(await tell('hydrant-1', { pressure: 0.41 })).toBe(true);
  }, 60_000);
});
