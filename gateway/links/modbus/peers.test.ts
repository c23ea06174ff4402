// Slaves by other people: pymodbus on both framings, the server of modbus-serial, and one dead unit among ten.
import { ModbusLink, type ModbusUnit } from './modbus-link.ts';
import { Frames } from './testing/frames.ts';
import { plainClient, startServerTcp } from './testing/plain-modbus-serial.ts';
import { describeWithPymodbus, startPymodbus } from './testing/pymodbus.ts';
import { wordAt } from './testing/scripted-slave.ts';
import { testDriverOf } from './testing/test-driver.ts';
import type { ModbusTransport } from './wire.ts';

const open: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function poll(
  kind: ModbusTransport['kind'],
  port: number,
  units: ModbusUnit[],
  more: { pollEvery?: number; responseTimeout?: number } = {},
) {
  const frames = new Frames();
  const transport = { kind, host: '127.0.0.1', port };
  const link = new ModbusLink(
    { name: 'peers', transport, pollEvery: 20, responseTimeout: 300, units, ...more },
    testDriverOf,
    frames.accept,
    frames.log,
  );
  open.push(() => link.stop());
  await link.start();
  return { frames, link };
}

function expectOwnValues(frames: Frames, units: ModbusUnit[]): void {
  for (const { unit, device } of units) {
    for (const block of frames.polls(device).flat()) {
      expect({ device, words: block.words }).toEqual({ device, words: block.words.map((_, nth) => wordAt(unit, block.address + nth)) });
    }
  }
}

const three: ModbusUnit[] = [1, 2, 3].map((unit) => ({ unit, device: `u${unit}`, model: 'test/3,9,120,300' }));

describe('the server of modbus-serial', () => {
  it('is polled over TCP, every unit with its own values', async () => {
    const server = await startServerTcp();
    open.push(() => server.close());
    const { frames, link } = await poll('tcp', server.port, three);
    await frames.until(() => three.every(({ device }) => frames.polls(device).length >= 5));
    expectOwnValues(frames, three);
    expect(link.state().counters).not.toHaveProperty('answers.garbled');
  });
});

describeWithPymodbus()('pymodbus', () => {
  it.each([
    ['tcp', 'tcp'],
    ['rtu-over-tcp', 'rtu'],
  ] as const)('is polled over %s, every unit with its own values', async (kind, framing) => {
    const slave = await startPymodbus(framing, [1, 2, 3]);
    open.push(() => slave.close());
    const { frames, link } = await poll(kind, slave.port, three);
    await frames.until(() => three.every(({ device }) => frames.polls(device).length >= 5));
    expectOwnValues(frames, three);
    expect(link.state().counters).not.toHaveProperty('answers.garbled');
    expect(link.state().connected).toBe(3);
  });

  it('refuses a block that runs past its memory, and is then read field by field', async () => {
    const slave = await startPymodbus('tcp', [1]);
    open.push(() => slave.close());
    const units = [{ unit: 1, device: 'u1', model: 'test/390,420' }];
    const { frames, link } = await poll('tcp', slave.port, units);
    await frames.until(() => frames.polls('u1').length >= 3);
    expect(frames.polls('u1')[2]).toEqual([{ table: 'holding', address: 390, words: [1390] }]);
    expect(link.state().counters['exceptions.2']).toBeGreaterThanOrEqual(2);
  });

  describe('with a dead unit among ten', () => {
    const EVERY = 40;
    const TIMEOUT = 100;
    const units = Array.from({ length: 10 }, (_, nth) => ({ unit: nth + 1, device: `u${nth + 1}`, model: 'test/0,5' }));
    const living = units.filter(({ unit }) => unit !== 4);

    it('the other nine keep their rate', async () => {
      const slave = await startPymodbus(
        'rtu',
        living.map(({ unit }) => unit),
      );
      open.push(() => slave.close());
      const began = performance.now();
      const { frames, link } = await poll('rtu-over-tcp', slave.port, units, { pollEvery: EVERY, responseTimeout: TIMEOUT });
      await frames.until(() => frames.polls('u1').length >= 50 && frames.presence('u4').length > 0);
      const silent = link.state().counters['answers.silent'] ?? 0;
      // Each silence costs the time-out and as long a quarantine.
      expect((silent * 2 * TIMEOUT) / (performance.now() - began)).toBeLessThan(0.35);
      const counts = living.map(({ device }) => frames.polls(device).length);
      // A busy machine may answer some of them too late; none of them goes without its turn.
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(Math.max(...counts) * 0.7);
      expect(frames.presence('u4')).toEqual([false]);
      expectOwnValues(frames, living);
    });

    it('control: plain modbus-serial, asked in turn, spends most of its time on the dead one', async () => {
      const slave = await startPymodbus(
        'rtu',
        living.map(({ unit }) => unit),
      );
      open.push(() => slave.close());
      const client = await plainClient('rtu-over-tcp', slave.port, TIMEOUT);
      open.push(() => client.close());
      const began = performance.now();
      let waited = 0;
      for (let round = 0; round < 8; round++) {
        for (const { unit } of units) {
          const asked = performance.now();
          await client.read(unit, 0).catch(() => {
            waited += performance.now() - asked;
          });
        }
      }
      expect(waited / (performance.now() - began)).toBeGreaterThan(0.4);
    });
  });
});
