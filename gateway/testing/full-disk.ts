// A house on a disk that fills up: what a device gets confirmed then, and what not.
import { randomBytes } from 'node:crypto';
import type { SmallDisk } from '../journal/testing/disks.ts';
import type { TestHouse } from './a-house.ts';
import { MqttDevice } from './mqtt-device.ts';

type Opened = Pick<TestHouse, 'house' | 'secrets'>;

/** Publishes as that device; says whether it was confirmed. The gateway closes the connection where it cannot confirm. */
export async function isConfirmed(
  { house, secrets }: Opened,
  id: string,
  points: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Promise<boolean> {
  const device = await MqttDevice.connect(house.mqtt.port, id, secrets[id] ?? '');
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

/** Fills the disk until a fire of that smoke head is not confirmed any more; false where it was confirmed a hundred times. */
export async function refusesAFire(opened: Opened, disk: SmallDisk, id: string): Promise<boolean> {
  // Long frames, or they would find room for ever in pages that the database has already.
  for (let nth = 0; nth < 100; nth += 1) {
    disk.fill();
    if (!(await isConfirmed(opened, id, { smoke: 'alarm' }, { log: randomBytes(60_000).toString('base64') }))) return true;
  }
  return false;
}
