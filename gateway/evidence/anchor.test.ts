// The head of the chain outside: each hour and at the stop, on a file and on real syslog sockets; and where it fails.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { readConfig } from '../config.ts';
import { configuredOutgoing } from '../northbound/configured-outgoing.ts';
import { startFakeSmtp } from '../notify/testing/fake-smtp.ts';
import { scratchFolder } from '../testing/scratch.ts';
import { Troubles } from '../troubles.ts';
import { fakeClock } from '../web/testing/fake-clock.ts';
import { Anchors } from './anchor.ts';
import { type Anchor, anchorsIn } from './anchor-line.ts';
import { type AnchorPlace, anchorPlaces } from './anchor-places.ts';

const scratch = scratchFolder('anchor');
afterAll(() => scratch.remove());
afterEach(() => {
  jest.useRealTimers();
});

const HOUR = 3_600_000;
const places = (config: Parameters<typeof anchorPlaces>[0]): AnchorPlace[] => anchorPlaces(config, configuredOutgoing);

function around(places: readonly AnchorPlace[], settle: () => Promise<void> = async () => undefined) {
  const clock = fakeClock();
  const troubles = new Troubles(clock.now, () => undefined);
  let number = 1;
  const head = () => ({ gateway: 'aabb', number, hash: number.toString(16).padStart(64, '0') });
  const anchors = new Anchors({ places, head, settle, troubles, clock: clock.now });
  const add = (records: number): void => {
    number += records;
  };
  return { anchors, clock, troubles, add };
}

const inFile = (file: string): Omit<Anchor, 'hash'>[] =>
  anchorsIn(readFileSync(file, 'utf8')).anchors.map(({ gateway, number, at }) => ({ gateway, number, at }));

describe('a file outside', () => {
  it('is given the head every hour and at the stop', async () => {
    const file = join(scratch.path, 'heads.log');
    const { anchors, clock, add } = around(places([{ kind: 'file', file }]));
    const began = clock.now();
    await anchors.look();
    clock.pass(HOUR - 1);
    await anchors.look();
    add(3);
    clock.pass(1);
    await anchors.look();
    add(1);
    await anchors.stop();
    expect(inFile(file)).toEqual([
      { gateway: 'aabb', number: 1, at: began },
      { gateway: 'aabb', number: 4, at: began + HOUR },
      { gateway: 'aabb', number: 5, at: began + HOUR },
    ]);
    expect(anchors.state()).toMatchObject({ records: 5, places: [{ number: 5, trouble: false }] });
  });

  it('whose folder is not there is a trouble in words, is tried again after five minutes, and the trouble ends', async () => {
    const folder = join(scratch.path, 'not-mounted');
    const { anchors, clock, troubles } = around(places([{ kind: 'file', file: join(folder, 'heads.log') }]));
    await anchors.look();
    expect(troubles.all()).toMatchObject([
      { class: 'fault', detail: { zh: expect.stringContaining('ENOENT'), en: expect.stringContaining('ENOENT') } },
    ]);
    expect(anchors.state().places[0]).toMatchObject({ trouble: true, at: null });
    mkdirSync(folder);
    await anchors.look();
    expect(troubles.all()).toHaveLength(1);
    clock.pass(5 * 60_000);
    await anchors.look();
    expect(troubles.all()).toEqual([]);
    expect(inFile(join(folder, 'heads.log'))).toHaveLength(1);
  });

  it('is not given a head that the disk does not hold yet', async () => {
    const file = join(scratch.path, 'unsettled.log');
    const { anchors, troubles } = around(places([{ kind: 'file', file }]), () => Promise.reject(new Error('EIO')));
    await anchors.look();
    expect(() => readFileSync(file)).toThrow('ENOENT');
    expect(troubles.all()).toHaveLength(1);
  });

  it('inside the data folder is refused by the configuration', () => {
    const file = join(scratch.path, 'config.json');
    const configure = (anchor: string): unknown => {
      writeFileSync(file, JSON.stringify({ data: join(scratch.path, 'data'), evidence: { anchors: [{ kind: 'file', file: anchor }] } }));
      return readConfig(file, {}).evidence.anchors;
    };
    expect(() => configure(join(scratch.path, 'data', 'anchor', 'heads.log'))).toThrow('outside the data folder');
    expect(configure(join(scratch.path, 'data-elsewhere.log'))).toHaveLength(1);
  });
});

describe('a line that a full disk or a power cut tore', () => {
  it('is no tampering, and the next stands on a line of its own', async () => {
    const file = join(scratch.path, 'torn.log');
    const { anchors, add } = around(places([{ kind: 'file', file }]));
    await anchors.look();
    const whole = readFileSync(file, 'utf8');
    for (let length = 1; length < whole.length; length += 1) {
      writeFileSync(file, whole.slice(0, length));
      await anchors.stop();
      const { anchors: read, damaged } = anchorsIn(readFileSync(file, 'utf8'));
      expect([length, read.length, damaged]).toEqual([length, length === whole.length - 1 ? 2 : 1, []]);
    }
    add(1);
    expect(anchorsIn(whole.replace('"hash":"', '"hash":"x')).damaged).toEqual([1]);
  });
});

describe('a place that hangs', () => {
  it('is asked one thing at a time, and keeps neither the stop nor an export waiting for ever', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'performance', 'Date'] });
    let asked = 0;
    const hangs = (): Promise<never> => {
      asked += 1;
      return new Promise(() => undefined);
    };
    const { anchors, clock, troubles } = around([{ name: 'gone', write: hangs, read: hangs }]);
    const passing = async <T>(work: Promise<T>): Promise<T> => {
      await jest.advanceTimersByTimeAsync(6_000);
      return work;
    };
    for (let nth = 0; nth < 5; nth += 1) {
      await passing(anchors.look());
      clock.pass(5 * 60_000);
    }
    expect(asked).toBe(1);
    expect(troubles.all().map(({ id }) => id)).toEqual(['anchor:gone']);
    for (let nth = 0; nth < 5; nth += 1) expect(await passing(anchors.known())).toEqual([]);
    expect(asked).toBe(2);
    await passing(anchors.stop());
    expect(asked).toBe(2);
  });
});

describe('a place that takes its time', () => {
  /** All that does not wait for the place is done. */
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('is given one anchor after the other, in the order of their numbers', async () => {
    const began: number[] = [];
    let taken = (): void => undefined;
    const write = ({ number }: Anchor): Promise<void> => {
      began.push(number);
      return new Promise((resolve) => {
        taken = resolve;
      });
    };
    const { anchors, add, troubles } = around([{ name: 'slow', write }]);
    const first = anchors.look();
    await settled();
    add(1);
    const last = anchors.stop();
    await settled();
    expect(began).toEqual([1]);
    taken();
    await first;
    await settled();
    expect(began).toEqual([1, 2]);
    taken();
    await last;
    expect(troubles.all()).toEqual([]);
  });

  it('has as long as it asked for before it is a trouble, and as long as the others at the stop', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'performance', 'Date'] });
    const name = 'slow';
    const { anchors, troubles } = around([{ name, write: () => new Promise(() => undefined), patienceMs: 20_000 }]);
    void anchors.look();
    await jest.advanceTimersByTimeAsync(19_999);
    expect(troubles.all()).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(troubles.all().map(({ id }) => id)).toEqual(['anchor:slow']);
    const other = around([{ name, write: () => new Promise(() => undefined), patienceMs: 20_000 }]);
    let isStopped = false;
    void other.anchors.stop().then(() => {
      isStopped = true;
    });
    await jest.advanceTimersByTimeAsync(4_999);
    expect(isStopped).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(isStopped).toBe(true);
  });

  it('and cannot be read back is remembered for the last month', async () => {
    const { anchors, clock, add } = around([{ name: 'mailbox', write: async () => undefined }]);
    for (let hour = 0; hour <= 31 * 24; hour += 1) {
      await anchors.look();
      add(1);
      clock.pass(HOUR);
    }
    expect((await anchors.known()).map(({ number }) => number)).toEqual(Array.from({ length: 31 * 24 }, (_, nth) => nth + 2));
  });
});

describe('what is known of the anchors', () => {
  it('is what the places hold, also from before a restart, in the order of the records', async () => {
    const file = join(scratch.path, 'before.log');
    const write = async (): Promise<void> => undefined;
    const before = around(places([{ kind: 'file', file }]));
    await before.anchors.look();
    before.add(4);
    await before.anchors.stop();
    const { anchors, add } = around([{ name: 'mailbox', write }, ...places([{ kind: 'file', file }])]);
    add(2);
    await anchors.look();
    expect((await anchors.known()).map(({ place, number }) => [place, number])).toEqual([
      [`file ${file}`, 1],
      ['mailbox', 3],
      [`file ${file}`, 3],
      [`file ${file}`, 5],
    ]);
  });
});

describe('one place that fails', () => {
  it('does not keep the others from their anchor', async () => {
    const file = join(scratch.path, 'other.log');
    const refuses: AnchorPlace = { name: 'refuses', write: () => Promise.reject(new Error('no')) };
    const { anchors, troubles } = around([refuses, ...places([{ kind: 'file', file }])]);
    await anchors.look();
    expect(inFile(file)).toHaveLength(1);
    expect(troubles.all().map(({ id }) => id)).toEqual(['anchor:refuses']);
  });
});

describe('a syslog server', () => {
  const header = /^<109>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ balefire \d+ ANCHOR - \{"balefire":"anchor",/;

  it('gets a message of RFC 5424 by UDP', async () => {
    const server = createSocket('udp4');
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');
    const arrived = once(server, 'message');
    const { anchors, troubles } = around(places([{ kind: 'syslog', host: '127.0.0.1', port: server.address().port, transport: 'udp' }]));
    await anchors.look();
    const [message] = (await arrived) as [Buffer];
    server.close();
    expect(message.toString('utf8')).toMatch(header);
    expect(anchorsIn(message.toString('utf8')).anchors).toMatchObject([{ gateway: 'aabb', number: 1 }]);
    expect(troubles.all()).toEqual([]);
  });

  it('gets the same by TCP, framed by its octets', async () => {
    const got: Buffer[] = [];
    const server = createServer((socket) => socket.on('data', (bytes) => got.push(bytes)).on('end', () => socket.end()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const ended = new Promise<void>((resolve) => server.once('connection', (socket) => socket.once('end', resolve)));
    const { port } = server.address() as AddressInfo;
    const { anchors } = around(places([{ kind: 'syslog', host: '127.0.0.1', port, transport: 'tcp' }]));
    await anchors.look();
    await ended;
    server.close();
    const [length = '', ...rest] = Buffer.concat(got).toString('utf8').split(' ');
    expect(Number(length)).toBe(Buffer.byteLength(rest.join(' ')));
    expect(rest.join(' ')).toMatch(header);
  });

  it('that is not there is a trouble', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { anchors, troubles } = around(places([{ kind: 'syslog', host: '127.0.0.1', port, transport: 'tcp' }]));
    await anchors.look();
    expect(troubles.all()[0]?.detail.en).toMatch(/ECONNREFUSED/);
  });
});

describe('a mailbox', () => {
  const ACCOUNT = { user: 'gateway', password: 'secret-of-a-mailbox' };
  const mailbox = (port: number, password = ACCOUNT.password) =>
    places([
      {
        ...{ kind: 'mail', host: '127.0.0.1', port, security: 'none', user: ACCOUNT.user, password },
        ...{ from: 'balefire@example.org', to: 'archive@example.org', everyHours: 6 },
      },
    ]);

  it('is given a mail that can be saved and verified, every six hours and at the stop', async () => {
    const server = await startFakeSmtp(ACCOUNT);
    const { anchors, clock, add, troubles } = around(mailbox(server.port));
    await anchors.look();
    clock.pass(5 * HOUR);
    await anchors.look();
    expect(server.taken).toHaveLength(1);
    add(7);
    clock.pass(HOUR);
    await anchors.look();
    await anchors.stop();
    expect(server.taken.map(({ to, text }) => [to, anchorsIn(text).anchors.map(({ number }) => number)])).toEqual([
      [['archive@example.org'], [1]],
      [['archive@example.org'], [8]],
      [['archive@example.org'], [8]],
    ]);
    expect(server.taken[0]?.text).toContain('烽燧证据链存证 第 1 条');
    expect(troubles.all()).toEqual([]);
    expect((await anchors.known()).map(({ place, number }) => [place, number])).toEqual(
      [1, 8, 8].map((number) => ['mail archive@example.org', number]),
    );
    await server.close();
  });

  it('as its owner saved it, with its lines broken as mails have them, holds the anchor whole', async () => {
    const server = await startFakeSmtp(ACCOUNT);
    const { anchors } = around(mailbox(server.port));
    await anchors.look();
    const { headers = '', raw = '' } = server.taken[0] ?? {};
    expect(headers).toMatch(/Content-Transfer-Encoding: quoted-printable/i);
    const saved = `${headers}\r\n\r\n${raw.replaceAll('\n', '\r\n')}`;
    // The line is longer than a line of a mail may be: unread it would be damaged.
    expect(raw.split('\n').some((line) => /"balefire":"anchor".*}$/.test(line))).toBe(false);
    expect(anchorsIn(saved)).toMatchObject({ anchors: [{ gateway: 'aabb', number: 1, hash: '1'.padStart(64, '0') }], damaged: [] });
    await server.close();
  });

  it('that does not take it is a trouble without its password, is tried again after five minutes, and the trouble ends', async () => {
    const server = await startFakeSmtp(ACCOUNT);
    server.fail('greylist');
    const { anchors, clock, troubles } = around(mailbox(server.port));
    await anchors.look();
    expect(troubles.all()).toMatchObject([{ id: 'anchor:mail archive@example.org', class: 'fault' }]);
    expect(JSON.stringify(troubles.all())).not.toContain(ACCOUNT.password);
    server.fail(null);
    clock.pass(5 * 60_000);
    await anchors.look();
    expect(troubles.all()).toEqual([]);
    expect(server.taken).toHaveLength(1);
    await server.close();
  });
});
