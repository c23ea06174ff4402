// The headline: an answer that comes late, on RTU over TCP through a delaying wire, never becomes another register's or unit's value.
import { ModbusLink } from './modbus-link.ts';
import { type DelayingProxy, startDelayingProxy } from './testing/delaying-proxy.ts';
import { Frames } from './testing/frames.ts';
import { plainClient } from './testing/plain-modbus-serial.ts';
import { describeWithPymodbus, type PymodbusSlave, startPymodbus } from './testing/pymodbus.ts';
import { wordAt } from './testing/scripted-slave.ts';
import { testDriverOf } from './testing/test-driver.ts';
import type { ModbusTransport } from './wire.ts';

const RESPONSE_TIMEOUT = 40;
const ADDRESSES = [0, 100, 200, 300];
const UNITS = [1, 2, 3];

/** Delays in response times: mostly none, some up to three and a half, so that many are later than any silence we keep. */
function delays(seed: number): (nth: number) => number {
  return (nth) => {
    const random = (Math.imul((nth + seed) ^ 0x9e3779b9, 0x85ebca6b) >>> 8) / 2 ** 24;
    return random < 0.75 ? 0 : (random - 0.75) * 14 * RESPONSE_TIMEOUT;
  };
}

describeWithPymodbus()('a slave behind a wire that delays its answers', () => {
  let slave: PymodbusSlave;
  let proxy: DelayingProxy;
  beforeAll(async () => {
    slave = await startPymodbus('rtu', UNITS);
  });
  afterAll(() => slave.close());
  afterEach(() => proxy.close());

  const units = UNITS.map((unit) => ({ unit, device: `u${unit}`, model: `test/${ADDRESSES.join(',')}` }));
  function aLink(kind: ModbusTransport['kind'], frames: Frames): ModbusLink {
    const transport = { kind, host: '127.0.0.1', port: proxy.port };
    const options = { name: 'late', transport, pollEvery: 10, responseTimeout: RESPONSE_TIMEOUT, units };
    return new ModbusLink(options, testDriverOf, frames.accept, frames.log);
  }
  function wrongAndRight(frames: Frames): { wrong: number; right: number } {
    const words = units.flatMap(({ unit, device }) =>
      frames
        .polls(device)
        .flatMap((poll) => poll.flatMap((block) => block.words.map((word, nth) => word === wordAt(unit, block.address + nth)))),
    );
    return { wrong: words.filter((right) => !right).length, right: words.filter((right) => right).length };
  }

  it('control: plain modbus-serial gives a late answer as the value of the next register', async () => {
    proxy = await startDelayingProxy(slave.port, (nth) => (nth === 0 ? 450 : 0));
    const client = await plainClient('rtu-over-tcp', proxy.port, 300);
    await expect(client.read(1, 100)).rejects.toMatchObject({ name: 'TransactionTimedOutError' });
    expect(await client.read(1, 200)).toBe(wordAt(1, 100));
    client.close();
  });

  it('control: plain modbus-serial, asked in turn over the same wire as below, is often wrong', async () => {
    proxy = await startDelayingProxy(slave.port, delays(1));
    const client = await plainClient('rtu-over-tcp', proxy.port, RESPONSE_TIMEOUT);
    let wrong = 0;
    for (let nth = 0; nth < 60; nth++) {
      const unit = UNITS[nth % UNITS.length] ?? 1;
      const address = ADDRESSES[nth % ADDRESSES.length] ?? 0;
      const value = await client.read(unit, address).catch(() => undefined);
      if (value !== undefined && value !== wordAt(unit, address)) wrong++;
    }
    client.close();
    expect(wrong).toBeGreaterThan(0);
  });

  it.each([1, 2])('the link never mistakes one for another (delays %i)', async (seed) => {
    proxy = await startDelayingProxy(slave.port, delays(seed));
    const frames = new Frames();
    const link = aLink('rtu-over-tcp', frames);
    await link.start();
    await frames.until(() => frames.all.length >= 20 && (link.state().counters['answers.late'] ?? 0) >= 5);
    await link.stop();
    const { wrong, right } = wrongAndRight(frames);
    expect(wrong).toBe(0);
    expect(right).toBeGreaterThan(20);
  });

  it('over Modbus TCP a late answer is known by its number, and dropped', async () => {
    const tcpSlave = await startPymodbus('tcp', UNITS);
    proxy = await startDelayingProxy(tcpSlave.port, delays(3));
    const frames = new Frames();
    const link = aLink('tcp', frames);
    await link.start();
    await frames.until(() => frames.all.length >= 20 && (link.state().counters['answers.late'] ?? 0) >= 3);
    await link.stop();
    await tcpSlave.close();
    expect(link.state().counters).not.toHaveProperty('quarantines');
    expect(wrongAndRight(frames)).toMatchObject({ wrong: 0 });
  });
});
