// From a frame on the wire to other houses, through a whole gateway: the feed, the terminal, the centre, and who may read.

import { readFileSync } from 'node:fs';
import { GATEWAY } from '../acts.ts';
import { readConfig } from '../config.ts';
import { openTestHouse, SMALL_DISTRICT, type TestHouse } from '../testing/a-house.ts';
import { scratchFolder } from '../testing/scratch.ts';
import { aWeb, type Browser, type TestWeb } from '../web/testing/a-web.ts';
import { CentreReceiver } from './dc09/testing/receiver.ts';
import { northboundSettings } from './settings.ts';
import { capFaults } from './testing/cap-rules.ts';
import { FakeReceiver, SECRET } from './testing/fake-receiver.ts';
import { readXml } from './testing/small-xml.ts';

const ended: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

const smoke = (device: string, more: object = {}) => ({
  link: 'mqtt',
  peer: '127.0.0.1:9',
  device,
  kind: 'up' as const,
  body: Buffer.from(JSON.stringify({ points: { smoke: 'alarm' }, ...more })),
  drill: false,
});

async function told(): Promise<{ terminal: FakeReceiver; centre: CentreReceiver; settings: ReturnType<typeof northboundSettings.parse> }> {
  const terminal = await FakeReceiver.open();
  const centre = await CentreReceiver.open();
  ended.push(
    () => terminal.close(),
    () => centre.close(),
  );
  const settings = northboundSettings.parse({
    dc09: { receivers: [{ host: '127.0.0.1', port: centre.port }], account: '1234', timeoutSeconds: 1 },
    terminal: { url: terminal.url, secret: SECRET },
  });
  return { terminal, centre, settings };
}

async function open(folder: string, settings: ReturnType<typeof northboundSettings.parse>, isNew: boolean): Promise<TestHouse> {
  const one = await openTestHouse(folder, isNew ? SMALL_DISTRICT : undefined, { northbound: settings });
  ended.push(() => one.house.close());
  return one;
}

it('a fire that a person confirms is at the terminal within three seconds of the confirmation, with its receipt on record', async () => {
  const { terminal, centre, settings } = await told();
  const scratch = scratchFolder('north-house');
  ended.push(scratch.remove);
  const { house } = await open(scratch.path, settings, true);
  const times: number[] = [];
  for (let nth = 0; nth < 20; nth += 1) {
    const device = `extra-${nth}`;
    const place = `b${nth}`;
    await house.flow.act(
      { do: 'add-place', place: { id: place, parent: 'unit', kind: 'building', name: place, longitude: null, latitude: null } },
      GATEWAY,
    );
    const record = { id: device, name: device, model: 'balefire/smoke', place, modbus: null, longitude: null, latitude: null };
    await house.flow.act({ do: 'register-device', device: record, secretHash: null }, GATEWAY);
    await house.flow.accept(smoke(device));
    await house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
    const [alarm] = house.desk.openOf(device);
    const began = performance.now();
    await house.flow.act({ do: 'judge', alarm: alarm?.id ?? '', verdict: 'real' }, GATEWAY);
    await terminal.until(() => terminal.got.length === nth + 1);
    times.push(performance.now() - began);
  }
  expect(Math.max(...times)).toBeLessThan(3_000);
  await centre.until(() => centre.events.length === 20);
  expect(centre.events.every(({ data }) => data.includes('/FA'))).toBe(true);
  process.stdout.write(
    `confirmed → terminal: p50 ${times.toSorted((a, b) => a - b)[10]?.toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms\n`,
  );
});

it('a drill reaches neither terminal nor centre, and a real fire in the drilled building reaches both', async () => {
  const { terminal, centre, settings } = await told();
  const scratch = scratchFolder('north-house');
  ended.push(scratch.remove);
  const { house } = await open(scratch.path, settings, true);
  await house.flow.accept({ ...smoke('smoke-1'), drill: true });
  await house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
  const [played] = house.desk.openOf('smoke-1');
  expect(played?.drill).toBe(true);
  await house.flow.act({ do: 'judge', alarm: played?.id ?? '', verdict: 'real' }, GATEWAY);
  await house.flow.accept(smoke('smoke-2'));
  await house.flow.act({ do: 'note', what: 'test', about: 'test', detail: {} }, GATEWAY);
  await house.flow.act({ do: 'judge', alarm: house.desk.openOf('smoke-2')[0]?.id ?? '', verdict: 'real' }, GATEWAY);
  await terminal.until(() => terminal.got.length > 0);
  await centre.until(() => centre.events.length > 0);
  expect(terminal.got.map(({ body }) => (JSON.parse(body) as { incident: string }).incident)).toEqual([
    house.desk.openOf('smoke-2')[0]?.incident,
  ]);
  expect(centre.events.map(({ data }) => data)).toEqual([expect.stringContaining('smoke-2')]);
  expect(
    house.northbound.messages
      .list(undefined, 10)
      .map(({ status, msgType }) => `${status} ${msgType}`)
      .toSorted(),
  ).toEqual(['Actual Alert', 'Actual Update', 'Exercise Alert', 'Exercise Update']);
});

it('a fire that came while the centre was away is told after a restart of the whole house, and once', async () => {
  const { centre, settings } = await told();
  const scratch = scratchFolder('north-house');
  ended.push(scratch.remove);
  centre.manner = 'nothing';
  const first = await openTestHouse(scratch.path, SMALL_DISTRICT, { northbound: settings });
  await first.house.flow.accept(smoke('smoke-1'));
  await centre.until(() => centre.frames > 0);
  await first.house.close();
  centre.manner = 'right';
  await open(scratch.path, settings, false);
  await centre.until(() => centre.events.length === 1);
  expect(centre.events[0]?.data).toContain('FA1^smoke-1 smoke^');
});

it('the configuration refuses what would go wrong later: a short secret, a key of odd length, a third receiver', () => {
  const good = {
    dc09: { receivers: [{ host: 'h', port: 1 }], account: 'AB12', key: '0'.repeat(32) },
    terminal: { url: 'https://x.example', secret: SECRET },
  };
  expect(northboundSettings.safeParse(good).success).toBe(true);
  const receiver = { host: 'h', port: 1 };
  for (const bad of [
    { terminal: { url: 'https://x.example', secret: 'short' } },
    { terminal: { url: 'ftp://x.example', secret: SECRET } },
    { dc09: { ...good.dc09, key: '0'.repeat(30) } },
    { dc09: { ...good.dc09, account: 'ab 12' } },
    { dc09: { ...good.dc09, receivers: [receiver, receiver, receiver] } },
    { dc09: { ...good.dc09, drills: 'fire' } },
    { cap: { sender: 'a b' } },
    { cap: { unknown: 1 } },
    { cap: { scope: 'Private' } },
  ])
    expect([bad, northboundSettings.safeParse(bad).success]).toEqual([bad, false]);
  expect(readConfig(undefined, {}).northbound.dc09).toBeUndefined();
});

it('the settings that docs/northbound.md shows are taken as they stand', () => {
  const page = readFileSync(new URL('../../docs/northbound.md', import.meta.url), 'utf8');
  const shown = /```json\n(\{\s+"northbound"[\s\S]*?)```/.exec(page)?.[1] ?? '{}';
  const { northbound } = JSON.parse(shown) as { northbound: object };
  expect(northboundSettings.parse(northbound)).toMatchObject(northbound);
});

describe('by route', () => {
  let test: TestWeb;
  let guard: Browser;
  let ranger: Browser;
  beforeAll(async () => {
    test = await aWeb();
    guard = await test.person('operator', 'tower');
    ranger = await test.person('operator', 'farm');
    await test.tell('smoke-1', { smoke: 'alarm' });
  });
  afterAll(() => test.close());

  it('the feed leads to messages that keep the rules, for those who see the place', async () => {
    const { body, headers } = await guard.get('/cap/feed');
    expect(headers.get('content-type')).toMatch(/^application\/atom\+xml/);
    const feed = readXml(String(body));
    expect(feed.attributes['xmlns']).toBe('http://www.w3.org/2005/Atom');
    const of = (name: string) => feed.children.filter((child) => child.name === name);
    expect([of('id').length, of('title').length, of('updated').length, of('author').length]).toEqual([1, 1, 1, 1]);
    const [entry] = of('entry');
    const link = entry?.children.find(({ name }) => name === 'link')?.attributes;
    expect(link?.['type']).toBe('application/cap+xml');
    const message = await guard.get((link?.['href'] ?? '').replace('/api/v1', ''));
    expect(message.headers.get('content-type')).toMatch(/^application\/cap\+xml/);
    expect(capFaults(String(message.body))).toEqual([]);
    expect(String(message.body)).toContain('<certainty>Possible</certainty>');
    expect((await ranger.get((link?.['href'] ?? '').replace('/api/v1', ''))).status).toBe(404);
    expect(readXml(String((await ranger.get('/cap/feed')).body)).children.filter(({ name }) => name === 'entry')).toEqual([]);
  });

  it('the quality report counts what the person sees, drills apart, and refuses a span that is none', async () => {
    await test.house.flow.accept({ ...smoke('smoke-2'), drill: true });
    await test.tell('call-1', { pressed: true });
    const now = Date.now();
    const { status, body } = await guard.get(`/alarm-quality?from=${now - 3_600_000}&to=${now + 1_000}`);
    expect([status, body]).toMatchObject([200, { drills: 1, cut: false, figures: { alarms: 2, peakPer10Min: 2, floods: [] } }]);
    expect((body as { units: { id: string; alarms: number }[] }).units).toMatchObject([{ id: 'unit', alarms: 2 }]);
    expect((await ranger.get('/alarm-quality')).body).toMatchObject({ figures: { alarms: 0, topTenShare: null }, drills: 0 });
    expect((await guard.get('/alarm-quality?place=farm')).status).toBe(404);
    expect((await guard.get(`/alarm-quality?from=${now}&to=${now}`)).status).toBe(400);
    expect((await guard.get('/alarm-quality?from=0&to=99999999999')).status).toBe(400);
  });

  it('a bypass that was told to the centre stands among the deliveries of whoever sees everything, with its receipt', async () => {
    const { centre, settings } = await told();
    const scratch = scratchFolder('north-bypass');
    ended.push(scratch.remove);
    const opened = await open(scratch.path, settings, true);
    const web = await aWeb({}, { ...opened, remove: async () => undefined });
    ended.push(() => web.web.close());
    await web.tell('smoke-1', { smoke: 'alarm' });
    await centre.until(() => centre.events.length === 1);
    const admin = await web.person('administrator');
    const isolation = { kind: 'isolated', scope: 'smoke-1', reason: '动火', authority: '李四', hours: 1 };
    expect(await admin.ask('POST', '/isolations', isolation)).toMatchObject({ status: 201 });
    await centre.until(() => centre.events.length === 2);
    const { body } = await admin.get('/northbound/deliveries');
    const said = (body as { items: { about: string; tries: number }[] }).items.filter(({ about }) => about === 'isolation');
    expect(said).toMatchObject([{ target: 'dc09', tries: 1, urgent: true }]);
    expect((await (await web.person('operator', 'farm')).get('/northbound/deliveries')).body).toMatchObject({ items: [] });
  });

  it('deliveries and targets can be read, and are none where nothing is configured', async () => {
    expect((await guard.get('/northbound')).body).toEqual({ items: [] });
    expect((await guard.get('/northbound/deliveries')).body).toEqual({ items: [], next: null });
  });
});
