// The link against a slave that does what real buses do: short answers, bad checksums, silence, exceptions, hang-ups.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { BalefireError } from '../../errors.ts';
import { type ModbusBusOptions, ModbusLink } from './modbus-link.ts';
import { Frames } from './testing/frames.ts';
import {
  type Request,
  rightAnswer,
  type Script,
  type ScriptedSlave,
  sealed,
  startScriptedSlave,
  wordAt,
} from './testing/scripted-slave.ts';
import { testDriverOf } from './testing/test-driver.ts';

const RESPONSE_TIMEOUT = 120;

interface Bench {
  readonly slave: ScriptedSlave;
  readonly frames: Frames;
  readonly link: ModbusLink;
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function aBus(script: Script, more: Partial<ModbusBusOptions> = {}): Promise<Bench> {
  const slave = await startScriptedSlave(script);
  open.push(() => slave.close());
  const frames = new Frames();
  const options: ModbusBusOptions = {
    name: 'bus-1',
    transport: { kind: 'rtu-over-tcp', host: '127.0.0.1', port: slave.port },
    pollEvery: 20,
    responseTimeout: RESPONSE_TIMEOUT,
    units: [{ unit: 1, device: 'one', model: 'test/0,100' }],
    ...more,
  };
  const link = new ModbusLink(options, testDriverOf, frames.accept, frames.log);
  open.push(() => link.stop());
  await link.start();
  return { slave, frames, link };
}

const right = (request: Request, socket: Socket): void => {
  socket.write(rightAnswer(request));
};
const block = (unit: number, address: number) => ({ table: 'holding', address, words: [wordAt(unit, address)] });
const counters = ({ link }: Bench): Readonly<Record<string, number>> => link.state().counters;

describe('a poll', () => {
  it('is one frame with the packed blocks, after the word that the device is there', async () => {
    const { frames, link, slave } = await aBus(right);
    await frames.until(() => frames.polls('one').length >= 3);
    expect(frames.all[0]).toMatchObject({ link: 'modbus:bus-1', device: 'one', kind: 'presence', drill: false });
    expect(frames.all[1]).toMatchObject({ kind: 'up', peer: `127.0.0.1:${slave.port} #1` });
    expect(frames.presence('one')).toEqual([true]);
    for (const poll of frames.polls('one')) expect(poll).toEqual([block(1, 0), block(1, 100)]);
    expect(link.state()).toMatchObject({ name: 'modbus:bus-1', listening: true, connected: 1 });
    expect(link.state()).not.toHaveProperty('trouble');
  });

  it('sends one request at a time, each with its own unit', async () => {
    let open = 0;
    let most = 0;
    const units = [1, 2, 3].map((unit) => ({ unit, device: `u${unit}`, model: 'test/0,100' }));
    const script: Script = (request, socket) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        right(request, socket);
      }, 3);
    };
    const { frames } = await aBus(script, { units });
    await frames.until(() => units.every(({ device }) => frames.polls(device).length >= 5));
    expect(most).toBe(1);
    for (const { unit, device } of units) for (const poll of frames.polls(device)) expect(poll).toEqual([block(unit, 0), block(unit, 100)]);
  });

  it('leaves the rest between two requests that slow devices need', async () => {
    const at: number[] = [];
    const { frames } = await aBus(
      (request, socket) => {
        at.push(performance.now());
        right(request, socket);
      },
      { pauseBetween: 25 },
    );
    await frames.until(() => frames.polls('one').length >= 4);
    for (const [nth, time] of at.slice(1).entries()) expect(time - (at[nth] ?? 0)).toBeGreaterThanOrEqual(23);
  });

  it('understands the byte of noise with which an RS-485 line turns round', async () => {
    const { frames, ...bench } = await aBus((request, socket) => {
      socket.write(Buffer.concat([Buffer.from([0x00, 0xff]), rightAnswer(request), Buffer.from([0x00])]));
    });
    await frames.until(() => frames.polls('one').length >= 3);
    expect(counters({ frames, ...bench })).not.toHaveProperty('answers.garbled');
  });

  it('puts together an answer that comes byte by byte', async () => {
    const { frames } = await aBus((request, socket) => {
      for (const byte of rightAnswer(request)) socket.write(Buffer.from([byte]));
    });
    await frames.until(() => frames.polls('one').length >= 3);
    expect(frames.polls('one')[2]).toEqual([block(1, 0), block(1, 100)]);
  });
});

describe('a fault of the wire costs one poll and never brings a wrong value:', () => {
  const faults: Record<string, { bytes: (request: Request) => Buffer; counted: string }> = {
    'a short answer': { bytes: (request) => rightAnswer(request).subarray(0, -3), counted: 'answers.garbled' },
    'a bad checksum': {
      bytes: (request) => Buffer.from(rightAnswer(request).map((byte, nth, all) => (nth === all.length - 1 ? byte ^ 1 : byte))),
      counted: 'answers.garbled',
    },
    'the wrong unit': { bytes: (request) => rightAnswer({ ...request, unit: 7 }), counted: 'answers.garbled' },
    'the wrong function': { bytes: (request) => rightAnswer({ ...request, code: 4 }), counted: 'answers.garbled' },
    'two answers at once': {
      bytes: (request) => Buffer.concat([rightAnswer({ ...request, address: 5 }), rightAnswer(request)]),
      counted: 'answers.garbled',
    },
    silence: { bytes: () => Buffer.alloc(0), counted: 'answers.silent' },
    noise: { bytes: () => Buffer.from('~~ no such thing ~~'), counted: 'answers.garbled' },
    'exception 6, busy': { bytes: ({ unit, code }) => sealed([unit, code | 0x80, 6]), counted: 'exceptions.6' },
    'exception 11 of a gateway in front': { bytes: ({ unit, code }) => sealed([unit, code | 0x80, 11]), counted: 'polls.failed' },
  };
  for (const [fault, { bytes, counted }] of Object.entries(faults)) {
    it(fault, async () => {
      let reads = 0;
      const bench = await aBus((request, socket) => {
        // The second poll's first read goes wrong.
        socket.write(++reads === 3 ? bytes(request) : rightAnswer(request));
      });
      const { frames } = bench;
      await frames.until(() => frames.polls('one').length >= 5);
      expect(counters(bench)[counted]).toBeGreaterThanOrEqual(1);
      for (const poll of frames.polls('one')) for (const read of poll) expect(read).toEqual(block(1, read.address));
      expect(frames.polls('one')[4]).toEqual([block(1, 0), block(1, 100)]);
      expect(frames.presence('one')).toEqual([true]);
    });
  }

  it('the other side hangs up in the middle of an answer: the read fails at once, the bus comes back', async () => {
    let reads = 0;
    let hungUpAt = 0;
    const bench = await aBus(
      (request, socket) => {
        if (++reads !== 3) return void right(request, socket);
        hungUpAt = performance.now();
        socket.write(rightAnswer(request).subarray(0, 4), () => socket.end());
      },
      { responseTimeout: 800 },
    );
    const { frames, link } = bench;
    await frames.until(() => frames.log.lines.includes('the bus is not connected'));
    expect(performance.now() - hungUpAt).toBeLessThan(600);
    expect(link.state()).toMatchObject({ listening: false, trouble: { en: 'Bus bus-1 is not available: closed by the other side' } });
    const before = frames.polls('one').length;
    await frames.until(() => frames.polls('one').length >= before + 2);
    expect(link.state()).not.toHaveProperty('trouble');
  });
});

describe('a unit that is not there', () => {
  it('is offline after three polls, comes back with its first answer, and each is said once', async () => {
    let dead = false;
    const { frames, link } = await aBus(
      (request, socket) => {
        if (!dead) right(request, socket);
      },
      { responseTimeout: 40 },
    );
    await frames.until(() => frames.polls('one').length >= 2);
    dead = true;
    await frames.until(() => frames.presence('one').length === 2);
    expect(link.state().connected).toBe(0);
    dead = false;
    await frames.until(() => frames.presence('one').length === 3);
    await frames.until(() => frames.polls('one').length >= 6);
    expect(frames.presence('one')).toEqual([true, false, true]);
    const said = frames.log.lines.filter((line) => line.startsWith('the unit'));
    expect(said).toEqual(['the unit answers', 'the unit does not answer', 'the unit answers']);
  });

  it('whose first register is dead is not dead: the others are read', async () => {
    const { frames } = await aBus(
      (request, socket) => {
        if (request.address !== 0) right(request, socket);
      },
      { responseTimeout: 40 },
    );
    await frames.until(() => frames.polls('one').length >= 8);
    for (const poll of frames.polls('one')) expect(poll).toEqual([block(1, 100)]);
    expect(frames.presence('one')).toEqual([true]);
  });
});

describe('exception 2 to a block', () => {
  it('makes smaller reads of it at once, and it is remembered', async () => {
    const refuse: Script = (request, socket) => {
      socket.write(request.count > 1 ? sealed([request.unit, request.code | 0x80, 2]) : rightAnswer(request));
    };
    const { frames, slave } = await aBus(refuse, { units: [{ unit: 1, device: 'one', model: 'test/0,4,8' }] });
    await frames.until(() => frames.polls('one').length >= 4);
    for (const poll of frames.polls('one')) expect(poll).toEqual([block(1, 0), block(1, 4), block(1, 8)]);
    expect(slave.requests.filter(({ count }) => count > 1)).toEqual([{ unit: 1, code: 3, address: 0, count: 9 }]);
    expect(frames.log.lines.filter((line) => line.startsWith('refused as one block'))).toHaveLength(1);
  });

  it('gives up a register that the device does not have, for a while, and reads the rest', async () => {
    const refuse: Script = (request, socket) => {
      const refused = request.address <= 4 && request.address + request.count > 4;
      socket.write(refused ? sealed([request.unit, request.code | 0x80, 2]) : rightAnswer(request));
    };
    const { frames, slave } = await aBus(refuse, { units: [{ unit: 1, device: 'one', model: 'test/0,4,8' }] });
    await frames.until(() => frames.polls('one').length >= 12);
    for (const poll of frames.polls('one')) expect(poll).toEqual([block(1, 0), block(1, 8)]);
    expect(slave.requests.filter(({ address, count }) => address === 4 && count === 1).length).toBeLessThanOrEqual(5);
  });
});

describe('the house above', () => {
  it('that refuses a frame is counted, and the next poll follows', async () => {
    const bench = await aBus(right);
    const { frames } = bench;
    await frames.until(() => frames.polls('one').length >= 2);
    frames.refuseWith = new BalefireError('disk-refused');
    await frames.until(() => (counters(bench)['refused.disk-refused'] ?? 0) >= 3);
    frames.refuseWith = undefined;
    const before = frames.polls('one').length;
    await frames.until(() => frames.polls('one').length >= before + 2);
    expect(frames.log.lines.filter((line) => line.startsWith('frames are'))).toEqual(['frames are refused', 'frames are taken in again']);
  });

  it('that refused to hear that a device is there is told again', async () => {
    const frames = new Frames();
    frames.refuseWith = new BalefireError('disk-refused');
    const slave = await startScriptedSlave(right);
    open.push(() => slave.close());
    const transport = { kind: 'rtu-over-tcp' as const, host: '127.0.0.1', port: slave.port };
    const units = [{ unit: 1, device: 'one', model: 'test/0' }];
    const options = { name: 'b', transport, pollEvery: 20, responseTimeout: RESPONSE_TIMEOUT, units };
    const link = new ModbusLink(options, testDriverOf, frames.accept, frames.log);
    open.push(() => link.stop());
    await link.start();
    await frames.until(() => (link.state().counters['refused.disk-refused'] ?? 0) >= 4);
    frames.refuseWith = undefined;
    await frames.until(() => frames.presence('one').length > 0);
    await frames.until(() => frames.polls('one').length >= 3);
    expect(frames.presence('one')).toEqual([true]);
  });

  it('whose disk is slow gets no more than one poll of a device at a time', async () => {
    let underWay = 0;
    let most = 0;
    const done: (() => void)[] = [];
    const slave = await startScriptedSlave(right);
    open.push(() => slave.close());
    const accept = (): Promise<void> => {
      most = Math.max(most, ++underWay);
      return new Promise((resolve) => {
        done.push(() => {
          underWay--;
          resolve();
        });
      });
    };
    const transport = { kind: 'rtu-over-tcp' as const, host: '127.0.0.1', port: slave.port };
    const units = [{ unit: 1, device: 'one', model: 'test/0' }];
    const quiet = { info: () => undefined, warn: () => undefined };
    const options = { name: 'b', transport, pollEvery: 10, responseTimeout: RESPONSE_TIMEOUT, units };
    const link = new ModbusLink(options, testDriverOf, accept, quiet);
    await link.start();
    while ((link.state().counters['polls.waitingForDisk'] ?? 0) < 5) await new Promise(setImmediate);
    expect(most).toBe(2);
    const stopped = link.stop();
    for (const finish of done) finish();
    await stopped;
    expect(slave.requests).toHaveLength(1);
  });

  it('may change the units while the bus runs', async () => {
    const { frames, link, slave } = await aBus(right);
    await frames.until(() => frames.polls('one').length >= 2);
    link.setUnits([
      { unit: 1, device: 'one', model: 'test/0,100' },
      { unit: 2, device: 'two', model: 'test/0,100' },
    ]);
    await frames.until(() => frames.polls('two').length >= 2);
    expect(frames.presence('one')).toEqual([true]);
    link.setUnits([{ unit: 2, device: 'two', model: 'test/0,100' }]);
    const seen = frames.polls('two').length;
    await frames.until(() => frames.polls('two').length >= seen + 3);
    expect(slave.requests.slice(-4).map(({ unit }) => unit)).toEqual([2, 2, 2, 2]);
    expect(link.state().connected).toBe(1);
  });

  it('hears of devices that can’t be polled, once, and the others are polled', async () => {
    const units = [
      { unit: 1, device: 'one', model: 'test/0,100' },
      { unit: 2, device: 'two', model: 'no/such' },
      { unit: 248, device: 'three', model: 'test/0' },
      { unit: 4, device: 'one', model: 'test/0' },
    ];
    const { frames, link } = await aBus(right, { units });
    await frames.until(() => frames.polls('one').length >= 2);
    expect(link.state().trouble?.en).toMatch(/two: no Modbus driver for no\/such; three: unit 248 is not 1\.\.247; one: named twice/);
    link.setUnits(units);
    expect(frames.log.lines.filter((line) => line === 'the device is not polled')).toHaveLength(3);
    link.setUnits(units.slice(0, 1));
    expect(link.state()).not.toHaveProperty('trouble');
  });

  it('is told in words what can’t be configured', () => {
    const transport = { kind: 'rtu-over-tcp' as const, host: '127.0.0.1', port: 1 };
    const options = { name: 'b', transport, pollEvery: 100, responseTimeout: 0, units: [] };
    const make = () => new ModbusLink(options, testDriverOf, async () => undefined, { info: () => undefined, warn: () => undefined });
    expect(make).toThrow(/responseTimeout is at least 10 ms/);
  });
});

describe('a bus that is not there', () => {
  it('is tried again until it is, and is said once', async () => {
    const first = await startScriptedSlave(right);
    const { port } = first;
    await first.close();
    const frames = new Frames();
    const transport = { kind: 'rtu-over-tcp' as const, host: '127.0.0.1', port };
    const units = [{ unit: 1, device: 'one', model: 'test/0' }];
    const link = new ModbusLink(
      { name: 'b', transport, pollEvery: 20, responseTimeout: 20, units },
      testDriverOf,
      frames.accept,
      frames.log,
    );
    open.push(() => link.stop());
    await link.start();
    await frames.until(() => frames.presence('one').length === 1);
    expect(frames.presence('one')).toEqual([false]);
    expect(link.state().trouble?.zh).toMatch(/^总线 b 不可用/);
    const slave = await startScriptedSlave(right, port);
    open.push(() => slave.close());
    await frames.until(() => frames.polls('one').length >= 2);
    expect(frames.presence('one')).toEqual([false, true]);
    expect(frames.log.lines.filter((line) => line.startsWith('the bus'))).toEqual(['the bus is not connected', 'the bus is connected']);
  });

  it('a connection on which nobody answers any more is opened anew', async () => {
    const { frames, slave } = await aBus(
      (request, socket) => {
        if (slave.connections() > 1) right(request, socket);
      },
      { responseTimeout: 15 },
    );
    await frames.until(() => frames.polls('one').length >= 1);
    expect(slave.connections()).toBe(2);
  });

  it('that speaks something else than Modbus TCP is closed, and nothing is made of it', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    open.push(() => new Promise((closed) => server.close(() => closed())));
    const frames = new Frames();
    const transport = { kind: 'tcp' as const, host: '127.0.0.1', port: (server.address() as AddressInfo).port };
    const units = [{ unit: 1, device: 'one', model: 'test/0' }];
    const link = new ModbusLink(
      { name: 'b', transport, pollEvery: 20, responseTimeout: 500, units },
      testDriverOf,
      frames.accept,
      frames.log,
    );
    open.push(() => link.stop());
    await link.start();
    await frames.until(() => frames.log.lines.includes('the bus is not connected'));
    expect(link.state().trouble?.en).toMatch(/what came is not Modbus TCP/);
    expect(frames.polls('one')).toEqual([]);
  });
});
