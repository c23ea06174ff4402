// The first promise, proved: a gateway killed at random moments, twenty times, has lost nothing that it confirmed.
import { connectAsync } from 'mqtt';
import { readConfig } from './config.ts';
import { verifyCommand } from './evidence/verify.ts';
import { SMALL_DISTRICT } from './testing/a-house.ts';
import { alarmsFromJournal, alarmsOf, type KilledWire, killLoop, openCauses } from './testing/kill-loop.ts';
import { scratchFolder } from './testing/scratch.ts';

/** A frame that tells which it is: device and number. Smoke heads go through alarm and normal. */
function frame(device: string, seq: number): string {
  const points = device.startsWith('smoke')
    ? { smoke: seq % 2 === 0 ? 'alarm' : 'normal' }
    : device === 'call-1'
      ? { pressed: seq % 3 === 0 }
      : device === 'hydrant-1'
        ? { pressure: 0.3 + (seq % 10) / 100 }
        : { pir: seq % 2 === 0 };
  return JSON.stringify({ at: 1_790_000_000_000 + seq, seq, points });
}

const MQTT: KilledWire = {
  link: 'mqtt',
  district: SMALL_DISTRICT,
  devices: SMALL_DISTRICT.devices.map(({ id }) => id),
  async connect(device, port, password) {
    const who = { clientId: device, username: device, password };
    const client = await connectAsync({ host: '127.0.0.1', port, ...who, reconnectPeriod: 0 });
    client.on('error', () => undefined);
    return {
      say: (seq, confirmed) =>
        void client.publish(`balefire/${device}/up`, frame(device, seq), { qos: 1 }, (error) => {
          if (!error) confirmed();
        }),
      end: () => void client.end(true),
    };
  },
  seqOf: (body) => (JSON.parse(Buffer.from(body).toString('utf8')) as { seq: number }).seq,
};

describe('a gateway that is killed', () => {
  const scratch = scratchFolder('kill');
  const control = scratchFolder('kill-control');
  afterAll(() => {
    scratch.remove();
    control.remove();
  });

  it('has stored every frame that it confirmed, over twenty kills, and shows no alarm twice', async () => {
    const { confirmed, lost } = await killLoop(scratch.path, 'gate', 20, MQTT);
    console.log(`20 kills: ${confirmed} confirmed, ${lost.length} lost`);
    expect(confirmed).toBeGreaterThan(1_000);
    expect(lost).toEqual([]);

    const alarms = await alarmsOf(scratch.path);
    expect(new Set(openCauses(alarms)).size).toBe(openCauses(alarms).length);
    const verified = (): number => verifyCommand(readConfig(undefined, { BALEFIRE_DATA: scratch.path }), [], () => undefined);
    expect(verified()).toBe(0);
    expect(alarms.length).toBeGreaterThan(2);
    expect(await alarmsFromJournal(scratch.path)).toEqual(alarms);
    expect(verified()).toBe(0);
  }, 300_000);

  it('would be seen to lose frames if it confirmed before it stored', async () => {
    const { confirmed, lost } = await killLoop(control.path, 'confirm-first', 6, MQTT);
    console.log(`control, 6 kills: ${confirmed} confirmed, ${lost.length} lost`);
    expect(lost.length).toBeGreaterThan(0);
  }, 300_000);
});
