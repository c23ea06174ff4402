// The site's own InfluxDB behind the whole gateway: readings and alarms arrive there, also what was said while it was away.
import { GATEWAY } from './acts.ts';
import { alarmFields, endServers, isInstalled, type RealServer, realServer, SERVERS, showAll } from './history/testing/real-servers.ts';
import { openTestHouse, SMALL_DISTRICT, type TestHouse } from './testing/a-house.ts';
import { MqttDevice } from './testing/mqtt-device.ts';
import { scratchFolder } from './testing/scratch.ts';

afterAll(endServers);

for (const kind of SERVERS) {
  const isThere = isInstalled(kind);
  if (!isThere) console.log(`skipped: ${kind.name} needs Debian's package ${kind.package}`);
  (isThere ? describe : describe.skip)(`with ${kind.name} as the history`, () => {
    const scratch = scratchFolder('site-history');
    let server: RealServer;
    let opened: TestHouse;
    let smoke: MqttDevice;

    beforeAll(async () => {
      server = await realServer(kind);
      opened = await openTestHouse(scratch.path, SMALL_DISTRICT, { history: { store: 'influxdb', url: server.url, database: 'fire' } });
      smoke = await MqttDevice.connect(opened.house.mqtt.port, 'smoke-1', opened.secrets['smoke-1'] ?? '');
    }, 60_000);
    afterAll(async () => {
      await smoke.leave();
      await opened.house.close();
      scratch.remove();
    });

    async function until(what: string, so: () => Promise<boolean>): Promise<void> {
      for (const end = Date.now() + 40_000; !(await so()); ) {
        if (Date.now() > end) throw new Error(`never: ${what}: ${JSON.stringify(opened.house.history.state())}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }

    it('takes the alarm at once while the server is away, and hands readings and alarm over when it comes', async () => {
      const from = Date.now() - 1;
      const began = performance.now();
      await smoke.tell({ smoke: 'alarm', battery: 80 });
      await opened.house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
      expect(performance.now() - began).toBeLessThan(2_000);
      expect([...opened.house.desk.open()]).toHaveLength(1);
      await server.start();
      await until('the alarm is in the store', async () => {
        await showAll(kind, server.url);
        return (await alarmFields(kind, server.url, 'fire')).length > 0;
      });
      await until('the reading is in the store', async () => {
        await showAll(kind, server.url);
        const query = { device: 'smoke-1', point: 'battery', from, to: Date.now() + 1, buckets: 10 };
        const [bucket] = await opened.house.history.query(query).catch(() => []);
        return bucket?.last === 80;
      });
    }, 90_000);
  });
}
