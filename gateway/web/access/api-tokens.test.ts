// A machine that reads by a token, against a real server: what it may, where, for how long, and what it never may.
import { io } from 'socket.io-client';
import { aWeb, Browser, type TestWeb } from '../testing/a-web.ts';
import type { ApiToken } from './api-tokens.ts';

let test: TestWeb;
let admin: Browser;
beforeAll(async () => {
  test = await aWeb({ machineRate: { perSecond: 0.001, burst: 40 } });
  admin = await test.person('administrator');
  await test.tell('smoke-1', { smoke: 'alarm' });
});
afterAll(() => test.close());

async function make(more: object = {}): Promise<{ token: ApiToken; secret: string }> {
  const { status, body } = await admin.ask('POST', '/api-tokens', { name: '指挥中心', reads: 'alarms', place: 'tower', days: 90, ...more });
  expect(status).toBe(201);
  return body as { token: ApiToken; secret: string };
}
/** A machine: no cookie, no origin. */
function ask(path: string, secret: string, method = 'GET', headers: Record<string, string> = {}) {
  return new Browser(test.address).ask(method, path, undefined, { origin: '', authorization: `Bearer ${secret}`, ...headers });
}

it('reads the CAP feed and its messages without a session, and gets no cookie', async () => {
  const { secret } = await make();
  const feed = await ask('/cap/feed', secret);
  expect(feed.status).toBe(200);
  expect(feed.headers.getSetCookie()).toEqual([]);
  const message = /href="\/api\/v1(\/cap\/[^"]+)"/.exec(String(feed.body))?.[1] ?? '';
  expect(await ask(message, secret)).toMatchObject({ status: 200, body: expect.stringContaining('<alert') });
});

it('sees its own places alone', async () => {
  const { secret } = await make({ place: 'farm' });
  const { status, body } = await ask('/cap/feed', secret);
  expect([status, String(body).includes('<entry>')]).toEqual([200, false]);
  expect((await ask('/cap/feed?place=tower', secret)).status).toBe(404);
});

it('of alarms reads alarms alone; an auditor’s reads the rest that an auditor reads, and manages nobody', async () => {
  const [alarms, auditor] = [(await make()).secret, (await make({ reads: 'auditor', place: 'root' })).secret];
  const routes = ['/alarms?open=true', '/devices', '/audit', '/people', '/api-tokens'];
  const statuses = async (secret: string) => Promise.all(routes.map(async (path) => (await ask(path, secret)).status));
  expect(await statuses(alarms)).toEqual([200, 403, 403, 403, 403]);
  expect(await statuses(auditor)).toEqual([200, 200, 200, 403, 403]);
});

it('changes nothing, whatever its scope: every route that is no GET refuses it, also beside an administrator’s cookie', async () => {
  const { secret } = await make({ reads: 'auditor', place: 'root' });
  // Each route with a token of its own budget would hide nothing: one is enough to see them all.
  const changing = test.web.routes.filter(({ method }) => method !== 'get').slice(0, 30);
  expect(changing.length).toBe(30);
  const beside = { cookie: admin.cookie, 'x-balefire-csrf': admin.csrf, origin: test.address };
  for (const { method, path, id } of changing) {
    const { status } = await ask(path.replace(/\{\w+\}/g, 'x'), secret, method.toUpperCase(), beside);
    expect([id, status]).toEqual([id, 403]);
  }
  expect((await admin.get('/session')).status).toBe(200);
});

it('is no session: what is for somebody who is signed in does not open, nor does the live socket', async () => {
  const { secret } = await make({ reads: 'auditor', place: 'root' });
  expect((await ask('/session', secret)).status).toBe(403);
  const knock = (headers: Record<string, string>): Promise<string> =>
    new Promise((done) => {
      const extraHeaders = { origin: test.address, ...headers };
      const socket = io(test.address, { reconnection: false, forceNew: true, transports: ['websocket'], extraHeaders });
      const end = (how: string) => {
        socket.close();
        done(how);
      };
      socket.on('connect', () => end('in'));
      socket.on('connect_error', (error) => end(error.message));
    });
  expect(await knock({ authorization: `Bearer ${secret}` })).not.toBe('in');
  expect(await knock({ cookie: admin.cookie })).toBe('in');
});

it('opens nothing once it is revoked, and nothing was opened by a wrong one; a cookie beside it does not help', async () => {
  const { token, secret } = await make();
  expect((await ask('/cap/feed', secret)).status).toBe(200);
  expect((await admin.ask('DELETE', `/api-tokens/${token.id}`)).status).toBe(204);
  const wrong = `${secret.slice(0, -2)}${secret.endsWith('AA') ? 'BB' : 'AA'}`;
  for (const shown of [secret, wrong, '', 'x', 'x'.repeat(5_000)])
    expect([shown.length, (await ask('/cap/feed', shown, 'GET', { cookie: admin.cookie })).status]).toEqual([shown.length, 401]);
  // The control: the cookie alone opens.
  expect((await admin.get('/cap/feed')).status).toBe(200);
});

it('is not what a proxy asks its own password with: a session goes on behind that, and it opens nothing by itself', async () => {
  const basic = `Basic ${Buffer.from('seat:proxy').toString('base64')}`;
  const authorization = { authorization: basic };
  expect((await admin.ask('GET', '/session', undefined, authorization)).status).toBe(200);
  expect((await admin.ask('POST', '/api-tokens', { name: 'n', reads: 'alarms', place: 'tower', days: 1 }, authorization)).status).toBe(201);
  expect((await new Browser(test.address).ask('GET', '/cap/feed', undefined, { origin: '', ...authorization })).status).toBe(401);
});

it('ends by its time, and lasts no longer than a year and a day', async () => {
  const { tokens } = test.web.access;
  const by = { id: 'p', name: 'p', from: '' };
  const { secret, save } = tokens.make({ name: 'n', reads: 'alarms', place: 'root', expiresAt: Date.now() - 1 }, by);
  save();
  expect((await ask('/cap/feed', secret)).status).toBe(401);
  const { status, body } = await admin.ask('POST', '/api-tokens', { name: 'n', reads: 'alarms', place: 'root', days: 367 });
  expect([status, body]).toMatchObject([400, { fields: [{ path: 'body.days' }] }]);
});

it('is held to a rate of its own', async () => {
  const [flooding, other] = [(await make()).secret, (await make()).secret];
  const statuses: number[] = [];
  for (let nth = 0; nth < 42; nth += 1) statuses.push((await ask('/cap/feed', flooding)).status);
  expect([statuses.slice(0, 40).every((status) => status === 200), statuses.at(-1)]).toEqual([true, 429]);
  expect((await ask('/cap/feed', other)).status).toBe(200);
});

it('stands nowhere in clear: neither in the table, nor in the list, nor in the audit, where its making and its end stand', async () => {
  const { token, secret } = await make({ name: '县指挥中心' });
  await ask('/cap/feed', secret);
  await admin.ask('DELETE', `/api-tokens/${token.id}`);
  const rows = JSON.stringify(test.house.database.prepare('SELECT * FROM api_token').all());
  const list = JSON.stringify((await admin.get('/api-tokens')).body);
  const audit = (await admin.get('/audit?limit=200')).body as { items: { what: string; about: string; detail: object }[] };
  for (const text of [rows, list, JSON.stringify(audit)]) expect(text).not.toContain(secret.slice(4));
  expect(rows).toContain(token.id);
  expect(list).toContain('127.0.0.1');
  const said = audit.items.filter(({ about }) => about === token.id);
  expect(said.map(({ what }) => what)).toEqual(['token-revoked', 'token-made']);
  expect(said[0]?.detail).toMatchObject({ usedFrom: '127.0.0.1' });
});
