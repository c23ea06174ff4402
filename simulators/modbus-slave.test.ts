// mbpoll, a master by other people, reads the simulated slaves and sees the numbers that the driver meant.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { defineDriver } from '../device-drivers/driver.ts';
import { electricalFireMonitorModbus } from '../device-drivers/modbus/electrical-fire-monitor.ts';
import { levelTransmitterModbus } from '../device-drivers/modbus/level-transmitter.ts';
import { pressureTransmitterModbus } from '../device-drivers/modbus/pressure-transmitter.ts';
import { type ModbusSlave, startModbusSlave } from './modbus-slave.ts';

const MBPOLL = '/usr/bin/mbpoll';
const withMbpoll = existsSync(MBPOLL) ? describe : describe.skip;
if (!existsSync(MBPOLL)) console.log('mbpoll is not installed (apt-get install mbpoll): its tests are skipped');

const floats = defineDriver({
  ...pressureTransmitterModbus,
  model: 'test/floats',
  points: (['ABCD', 'CDAB'] as const).map((order, nth) => ({
    key: order,
    quantity: 'water.pressure',
    source: { on: 'register', table: 'holding', address: nth * 10, type: 'float32', order },
  })),
});

/** The values that mbpoll prints, by zero-based address. */
async function mbpoll(port: number, unit: number, ...how: string[]): Promise<Map<number, number>> {
  const { stdout } = await promisify(execFile)(MBPOLL, [
    '-m',
    'tcp',
    '-p',
    String(port),
    '-a',
    String(unit),
    '-0',
    '-1',
    '-q',
    ...how,
    '127.0.0.1',
  ]);
  return new Map([...stdout.matchAll(/^\[(\d+)\]:\s+(-?[\d.]+)/gm)].map(([, address, value]) => [Number(address), Number(value)]));
}

withMbpoll('mbpoll reads the simulated slaves', () => {
  const monitor = {
    residualCurrent1: 86,
    residualCurrent2: 612,
    residualCurrent3: 41,
    residualCurrent4: 0,
    cableTemperature1: -5.2,
    cableTemperature2: 84.5,
    cableTemperature3: 29.5,
    cableTemperature4: 28,
    voltage: 228.4,
    arc: true,
  };
  let level = 2.85;
  const options = {
    port: 0,
    framing: 'tcp' as const,
    units: [
      { unit: 1, driver: electricalFireMonitorModbus, values: () => monitor },
      { unit: 2, driver: levelTransmitterModbus, values: () => ({ level }) },
      { unit: 3, driver: pressureTransmitterModbus, values: () => ({ pressure: 0.352 }) },
      { unit: 4, driver: floats, values: () => ({ ABCD: 0.352, CDAB: 0.352 }) },
    ],
  };
  let slave: ModbusSlave;
  beforeAll(async () => {
    slave = await startModbusSlave(options);
  });
  afterAll(() => slave.close());

  it('the electrical-fire monitor', async () => {
    const registers = await mbpoll(slave.port, 1, '-t', '3', '-r', '0', '-c', '17');
    expect([0, 1, 2, 3, 8].map((address) => registers.get(address))).toEqual([86, 612, 41, 0, 2284]);
    expect(registers.get(16)).toBe(1);
    expect(registers.get(4)).toBe(0x10000 - 52);
  });

  it('a level that changes between two reads', async () => {
    expect(await mbpoll(slave.port, 2, '-t', '4', '-r', '3', '-c', '2')).toEqual(
      new Map([
        [3, 2],
        [4, 285],
      ]),
    );
    level = 2.86;
    expect(await mbpoll(slave.port, 2, '-t', '4', '-r', '4', '-c', '1')).toEqual(new Map([[4, 286]]));
  });

  it('the pressure with its decimals', async () => {
    expect(await mbpoll(slave.port, 3, '-t', '4', '-r', '3', '-c', '2')).toEqual(
      new Map([
        [3, 3],
        [4, 352],
      ]),
    );
  });

  it('a float32 in both word orders', async () => {
    expect(await mbpoll(slave.port, 4, '-t', '4:float', '-B', '-r', '0', '-c', '1')).toEqual(new Map([[0, 0.352]]));
    expect(await mbpoll(slave.port, 4, '-t', '4:float', '-r', '10', '-c', '1')).toEqual(new Map([[10, 0.352]]));
  });

  it('a unit that is not there is an error, not a value', async () => {
    await expect(mbpoll(slave.port, 9, '-t', '4', '-r', '3', '-c', '2')).rejects.toThrow(/Target device failed to respond/);
  });
});
