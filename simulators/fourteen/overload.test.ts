// Of the fourteen: more comes than the house can take. Its memory stays bounded, and a fire among the flood is confirmed and shown.
import { readFileSync } from 'node:fs';
import { connectAsync, type MqttClient } from 'mqtt';
import { row, Site } from '../testing/a-site.ts';

const MIB = 2 ** 20;
/** Frames of two hydrants together and the size of each: more than the gateway may take for itself below. */
const FRAMES = 4_000;
const FRAME_BYTES = 64 * 1024;
/** The queue is bounded at 1 MiB and what waits in the link at 8; the rest is what the heap heaves under such a load. */
const GROWTH_MIB = 128;
/** A flood, as far as the link lets it. */
const NO_RATE = { perSecond: 1_000_000, burst: 1_000_000 };

describe('a flood', () => {
  let site: Site;
  const clients: MqttClient[] = [];

  beforeAll(async () => {
    site = await Site.open({
      journal: { waiting: { entries: 100, mebibytes: 1 } },
      mqtt: { limits: { deviceRate: NO_RATE, totalInFlightBytes: 8 * MIB } },
    });
  }, 60_000);
  afterAll(async () => {
    for (const client of clients) await client.endAsync(true);
    await site.close();
  }, 30_000);

  /** The most that the process ever held in memory, MiB. */
  function mostMemory(): number {
    const kib = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${site.gateway.child.pid}/status`, 'utf8'))?.[1];
    return Number(kib) / 1024;
  }
  async function hydrant(id: string): Promise<MqttClient> {
    const login = { clientId: id, username: id, password: site.secrets[id] ?? '' };
    const client = await connectAsync({ host: '127.0.0.1', port: site.gateway.mqttPort, ...login, reconnectPeriod: 50 });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  }

  it('1 does not kill the process: memory stays bounded, and a fire in it is confirmed and shown before the flood is', async () => {
    const [page, head] = [await site.screen(), await site.device('smoke-1')];
    const before = mostMemory();
    const filler = 'x'.repeat(FRAME_BYTES);
    let confirmed = 0;
    const flood = Promise.all(
      ['hydrant-1', 'hydrant-2'].map(async (id) => {
        const client = await hydrant(id);
        const each = Array.from({ length: FRAMES / 2 }, async (_, seq) => {
          await client.publishAsync(`balefire/${id}/up`, JSON.stringify({ at: Date.now(), seq, points: { pressure: 0.4 }, filler }), {
            qos: 1,
          });
          confirmed += 1;
        });
        await Promise.all(each);
      }),
    );
    await site.person.until<{ journal: { entries: number } }>('/status', ({ journal }) => journal.entries > FRAMES / 10);
    expect(await head.set({ smoke: 'alarm' })).toBeGreaterThan(0);
    await row(page, '1201 烟感').first().waitFor();
    expect(confirmed).toBeLessThan(FRAMES);
    await flood;
    expect(confirmed).toBe(FRAMES);
    expect(site.gateway.child.exitCode).toBeNull();
    const grown = mostMemory() - before;
    console.log(`a flood of ${(FRAMES * FRAME_BYTES) / MIB} MiB: the gateway grew by ${grown.toFixed(0)} MiB at the most`);
    expect(grown).toBeLessThan(GROWTH_MIB);
  }, 60_000);
});
