// Requests out of the house: never into our own network, never longer than agreed, never anything but an answer or words.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Networks } from '../networks.ts';
import { mayReach } from './forbidden-networks.ts';
import { type OutgoingAnswer, type OutgoingFailure, PinnedOutgoing, type Resolver } from './outgoing.ts';
import { type FakeServer, json, startFakeServer } from './testing/fake-server.ts';

const LOOPBACK = new Networks(['127.0.0.0/8']);
const NOTHING = new Networks([]);

const post = (url: string, headers: Record<string, string> = {}) => ({ method: 'POST' as const, url, headers, body: '{}' });
const answered = (result: OutgoingAnswer | OutgoingFailure): OutgoingAnswer => {
  if ('failed' in result) throw new Error(`failed: ${result.detail.en}`);
  return result;
};

describe('addresses', () => {
  const inside = `127.0.0.1 127.9.9.9 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200
    224.0.0.1 239.255.255.250 255.255.255.255 168.63.129.16 ::1 :: fe80::1 fc00::1 fd00:ec2::254 ff02::1 ::ffff:127.0.0.1 ::ffff:7f00:1
    ::ffff:10.0.0.1 ::10.0.0.1 64:ff9b::10.0.0.1 64:ff9b::a9fe:a9fe 2002:7f00:1::1`.split(/\s+/);
  const outside = ['8.8.8.8', '172.32.0.1', '100.128.0.1', '11.0.0.1', '2400:3200::1', '64:ff9b::808:808', '::ffff:8.8.8.8'];

  it.each(inside)('%s is inside, and not gone to', (address) => {
    expect(mayReach(address, NOTHING)).toBe(false);
  });

  it.each(outside)('%s is outside', (address) => {
    expect(mayReach(address, NOTHING)).toBe(true);
  });

  it('of an allowed network are gone to, and its neighbours are not', () => {
    const allowed = new Networks(['10.7.0.0/16']);
    expect(mayReach('10.7.1.1', allowed)).toBe(true);
    expect(mayReach('10.8.1.1', allowed)).toBe(false);
  });
});

describe('a request', () => {
  let server: FakeServer;
  const out = new PinnedOutgoing(LOOPBACK);
  const impatient = new PinnedOutgoing(LOOPBACK, { patienceMs: 100 });

  beforeAll(async () => {
    server = await startFakeServer(({ headers, body }) => ({ answer: json({ host: headers['host'], said: body.toString() }) }));
  });
  afterEach(() => server.fail(null));
  afterAll(() => server.close());

  it('brings back status, headers and body', async () => {
    const answer = answered(await out.request(post(server.address)));
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(answer.body)).toEqual({ host: `127.0.0.1:${server.port}`, said: '{}' });
  });

  it.each([
    'http://127.0.0.1:1/',
    'http://127.1:1/',
    'http://2130706433:1/',
    'http://0x7f000001:1/',
    'http://[::1]:1/',
    'http://[::ffff:127.0.0.1]:1/',
    'http://169.254.169.254/latest/meta-data/',
  ])('to %s does not leave', async (url) => {
    expect(await new PinnedOutgoing(NOTHING).request(post(url))).toMatchObject({ failed: 'address' });
  });

  it.each(['ftp://example.org/', 'file:///etc/passwd', 'http://user:secret@example.org/', 'nonsense', ''])(
    'to %p is no request',
    async (url) => {
      const failure = await out.request(post(url));
      expect(failure).toMatchObject({ failed: 'address' });
      expect(JSON.stringify(failure)).not.toContain('secret');
    },
  );

  it('with a line break in a header is refused in words and not thrown', async () => {
    expect(await out.request(post(server.address, { 'x-a': 'b\r\nx-c: d' }))).toMatchObject({ failed: 'address' });
  });

  it('asks for a name once, and goes to the very address it looked at, whatever the name says next', async () => {
    let asked = 0;
    const rebinding: Resolver = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
    };
    const rebound = new PinnedOutgoing(LOOPBACK, { resolve: rebinding });
    const answer = answered(await rebound.request(post(`http://hooks.example.org:${server.port}/`)));
    expect(JSON.parse(answer.body)).toMatchObject({ host: `hooks.example.org:${server.port}` });
    expect(asked).toBe(1);
    expect(await rebound.request(post(`http://hooks.example.org:${server.port}/`))).toMatchObject({ failed: 'address' });
  });

  it('to a name that points inside does not leave; of several addresses only the outside ones are connected to', async () => {
    const seen = server.requests.length;
    const both = new PinnedOutgoing(NOTHING, { resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
    expect(await both.request(post(`http://hooks.example.org:${server.port}/`))).toMatchObject({ failed: 'address' });
    expect(
      await new PinnedOutgoing(NOTHING, {
        resolve: async () => [
          { address: '10.0.0.1', family: 4 },
          { address: '8.8.8.8', family: 4 },
        ],
      }).reach('x'),
    ).toEqual([{ address: '8.8.8.8', family: 4 }]);
    expect(server.requests).toHaveLength(seen);
  });

  it('believes no resolver that gives what is no address', async () => {
    const odd = new PinnedOutgoing(LOOPBACK, { resolve: async () => [{ address: '127.0.0.1%lo', family: 4 }] });
    expect(await odd.request(post('http://hooks.example.org/'))).toMatchObject({ failed: 'host' });
  });

  it('does not follow a redirect to where the keys of the machine lie', async () => {
    server.fail('redirect');
    const seen = server.requests.length;
    expect(answered(await out.request(post(server.address))).status).toBe(302);
    expect(server.requests).toHaveLength(seen + 1);
  });

  it.each(['hang', 'drip'] as const)('ends in time when the other side does %s, and lets the connection go', async (how) => {
    server.fail(how);
    const left = server.left();
    expect(await impatient.request(post(server.address))).toMatchObject({ failed: 'timeout' });
    await left;
  });

  it('reads 64 KiB of an answer without an end, and lets the connection go', async () => {
    server.fail('endless');
    const left = server.left();
    expect(answered(await out.request(post(server.address))).body).toHaveLength(64 * 1024);
    await left;
  });

  it('says that the connection broke, that nobody is there, that a name is not known, that TLS is not spoken', async () => {
    server.fail('close');
    expect(await out.request(post(server.address))).toMatchObject({ failed: 'broken' });
    server.fail(null);
    expect(await out.request(post('http://127.0.0.1:1/'))).toMatchObject({ failed: 'refused' });
    expect(await out.request(post(server.address.replace('http:', 'https:')))).toMatchObject({ failed: 'tls' });
    const nameless = new PinnedOutgoing(LOOPBACK, { resolve: () => Promise.reject(new Error('ENOTFOUND')) });
    expect(await nameless.request(post('http://nowhere.example.org/'))).toMatchObject({ failed: 'host' });
  });

  it('is not held up by a resolver that never answers', async () => {
    const silent = new PinnedOutgoing(LOOPBACK, { resolve: () => new Promise(() => undefined), patienceMs: 50 });
    expect(await silent.request(post('http://nowhere.example.org/'))).toMatchObject({ failed: 'timeout' });
  });

  it('to something that speaks no HTTP says that the connection broke', async () => {
    const odd = createServer((socket) => socket.end('220 mail.example.org ESMTP\r\n'));
    odd.listen(0, '127.0.0.1');
    await once(odd, 'listening');
    const { port } = odd.address() as { port: number };
    expect(await out.request(post(`http://127.0.0.1:${port}/`))).toMatchObject({ failed: 'broken' });
    odd.close();
  });
});

it('control: without the look at the address a request does reach this machine', async () => {
  const server = await startFakeServer(() => ({ answer: json({}) }));
  await fetch(server.address, { method: 'POST', body: '{}' });
  expect(server.requests).toHaveLength(1);
  expect(await new PinnedOutgoing(NOTHING).request(post(server.address))).toMatchObject({ failed: 'address' });
  expect(server.requests).toHaveLength(1);
  await server.close();
});
