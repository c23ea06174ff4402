// A Modbus bus through the whole gateway: a simulated monitor is polled, its values stand on the API, its arc is an alarm, its silence a fault.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driverOf } from '../device-drivers/catalogue.ts';
import type { Value } from '../device-drivers/quantity.ts';
import { type ModbusSlave, startModbusSlave } from './modbus-slave.ts';
import { importDistrict, type RunningGateway, startGateway } from './testing/gateway-process.ts';
import { SignedIn } from './testing/signed-in.ts';

const MODEL = 'balefire/electrical-fire-monitor-modbus';

describe('a Modbus bus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'balefire-modbus-'));
  const driver = driverOf(MODEL);
  const values: Record<string, Value> = Object.fromEntries(
    (driver?.points ?? []).map(({ key, quantity }) => {
      const calm: Partial<Record<string, Value>> = {
        'electric.residualCurrent': 120,
        'electric.cableTemperature': 31,
        'electric.voltage': 229,
      };
      return [key, calm[quantity] ?? false];
    }),
  );
  let slave: ModbusSlave;
  let gateway: RunningGateway;
  let person: SignedIn;

  beforeAll(async () => {
    if (!driver) throw new Error(MODEL);
    slave = await startModbusSlave({ port: 0, framing: 'rtu-over-tcp', units: [{ unit: 5, driver, values: () => values }] });
    await importDistrict(folder, {
      places: [{ id: 'tower', parent: null, kind: 'building', name: '示范大厦' }],
      devices: [{ id: 'monitor-1', model: MODEL, name: '配电间监控', place: 'tower', modbus: { bus: 'bus-1', unit: 5 } }],
    });
    const transport = { kind: 'rtu-over-tcp', host: '127.0.0.1', port: slave.port };
    gateway = await startGateway(folder, undefined, {
      modbus: [{ name: 'bus-1', transport, pollEverySeconds: 0.2, responseTimeoutMs: 100 }],
    });
    person = await SignedIn.at(gateway);
  }, 60_000);
  afterAll(async () => {
    await gateway.stop();
    await slave.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is polled, and its values stand on the API with their units of measure', async () => {
    interface View {
      online: boolean | null;
      values: { point: string; value: unknown; quality: string }[];
    }
    const device = await person.until<View>(
      '/devices/monitor-1',
      (one) => one.online === true && one.values.every((value) => value.quality === 'good'),
    );
    const told = Object.fromEntries(device.values.map(({ point, value }) => [point, value]));
    expect(told).toEqual(values);
  }, 30_000);

  it('is asked out of turn by a person, and answers', async () => {
    interface Asked {
      items: { command: string; state: string; reason: string | null }[];
    }
    await person.ask('/devices/monitor-1/commands', 'POST', { command: 'readNow', arguments: {} });
    const { items } = await person.until<Asked>('/devices/monitor-1/commands', (all) => all.items[0]?.state === 'done');
    expect(items).toMatchObject([{ command: 'readNow', state: 'done', reason: null }]);
  }, 30_000);

  it('raises the alarm of an arc that the monitor found', async () => {
    values['arc'] = true;
    const { items } = await person.until<{ items: { device: { id: string }; point: string; condition: string }[] }>(
      '/alarms?open=true',
      (one) => one.items.length > 0,
    );
    expect(items).toMatchObject([{ device: { id: 'monitor-1' }, point: 'arc', condition: 'active' }]);
  }, 30_000);

  it('is offline when it answers no longer', async () => {
    await slave.close();
    await person.until<{ online: boolean | null }>('/devices/monitor-1', (one) => one.online === false);
  }, 30_000);
});
