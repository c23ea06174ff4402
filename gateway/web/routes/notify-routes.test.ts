// Channels, rosters and policies as a person sets them, and what they are shown of them.

import type { Problem } from '../contract.ts';
import type {
  ChannelFamily,
  ChannelTest,
  DutyRoster,
  ListedRoster,
  NotifyChannel,
  NotifyPolicies,
  NotifyPreview,
  RosterDuty,
  ToldNotices,
  ToldNoticeView,
} from '../notify-contract.ts';
import { aWeb, type Browser, type TestWeb } from '../testing/a-web.ts';

let test: TestWeb;
let admin: Browser;
beforeAll(async () => {
  test = await aWeb();
  admin = await test.person('administrator');
});
afterAll(async () => {
  await test.close();
});

const SECRET = 'a-secret-of-a-webhook';
const channel = { kind: 'webhook', name: '值班系统', place: 'root', settings: { url: 'http://127.0.0.1:9/hook', secret: SECRET } };

describe('a channel', () => {
  it('is set up, shown without its secrets, and keeps a secret that is not given again', async () => {
    const { status, body } = await admin.ask('POST', '/channels', { id: 'hook', ...channel });
    expect([status, (body as NotifyChannel).secrets.includes('secret')]).toEqual([201, true]);
    const changed = await admin.ask('PUT', '/channels/hook', {
      ...channel,
      version: 1,
      name: '值班系统二',
      settings: { url: channel.settings.url },
    });
    expect(changed.status).toBe(200);
    expect((changed.body as NotifyChannel).secrets).toContain('secret');
    const listed = await admin.get('/channels');
    const audit = await admin.get('/audit');
    expect(JSON.stringify([body, changed.body, listed.body, audit.body])).not.toContain(SECRET);
    expect(JSON.stringify(audit.body)).toContain('set-channel');
    expect(test.house.channels.get('hook')?.settings['secret']).toBe(SECRET);
  });

  it('that is pointed at another address sends no secret there that is not given again', async () => {
    const settings = { base: 'https://chat.example.org/send', key: 'key-of-the-robot' };
    await admin.ask('POST', '/channels', { id: 'group', ...channel, kind: 'wecom', settings });
    const base = 'https://elsewhere.example.org/send';
    const moved = await admin.ask('PUT', '/channels/group', { ...channel, version: 1, kind: 'wecom', settings: { base } });
    expect([moved.status, (moved.body as Problem).fields?.map(({ path }) => path)]).toEqual([400, ['body.settings.key']]);
    expect(test.house.channels.get('group')?.settings).toMatchObject(settings);
    const given = await admin.ask('PUT', '/channels/group', {
      ...channel,
      version: 1,
      kind: 'wecom',
      settings: { base, key: 'another-key-1' },
    });
    expect(given.status).toBe(200);
    await admin.ask('DELETE', '/channels/group');
  });

  it('that somebody else changed meanwhile is not written over, and one that was removed and is there again is another', async () => {
    const settings = { url: 'https://duty.example.org/hook', secret: SECRET };
    const made = (await admin.ask('POST', '/channels', { id: 'both', ...channel, settings })).body as NotifyChannel;
    const colleague = await test.person('supervisor');
    const change = (browser: Browser, name: string, version: number | undefined) =>
      browser.ask('PUT', '/channels/both', { ...channel, settings: {}, enabled: false, name, version });
    expect((await change(colleague, '同事写的', made.version)).body).toMatchObject({ version: 2, name: '同事写的' });
    const late = await change(admin, '我写的', made.version);
    expect([late.status, late.body]).toMatchObject([
      409,
      { code: 'changed-meanwhile', words: { zh: expect.stringContaining('supervisor') } },
    ]);
    expect((await change(admin, '我写的', undefined)).status).toBe(400);
    expect(test.house.channels.list().find(({ id }) => id === 'both')).toMatchObject({ name: '同事写的', version: 2 });
    await admin.ask('DELETE', '/channels/both');
    await admin.ask('POST', '/channels', { id: 'both', ...channel, settings });
    expect((await change(colleague, '同事写的', 2)).status).toBe(409);
    await admin.ask('DELETE', '/channels/both');
  });

  it('tells in a test why it does not go through, with how long that took and a masked address', async () => {
    const { status, body } = await admin.ask('POST', '/channels/hook/test', { to: '13800001234' });
    const said = body as ChannelTest;
    expect([status, said.outcome, said.preview.to]).toEqual([200, 'refused', '138****234']);
    expect(said.reason?.zh).toContain('内部网络');
    expect(said.tookMs).toBeGreaterThanOrEqual(0);
  });

  it('with settings that are not right is refused at each of them, in both languages', async () => {
    const { status, body } = await admin.ask('POST', '/channels', { id: 'hook-2', ...channel, settings: { url: 'ftp://x' } });
    expect(status).toBe(400);
    expect((body as Problem).fields?.map(({ path }) => path)).toEqual(['body.settings.url', 'body.settings.secret']);
    expect((body as Problem).fields?.[0]?.words).toEqual({
      zh: expect.stringContaining('http(s) 网址'),
      en: expect.stringContaining('http(s) URL'),
    });
    const { body: taken } = await admin.ask('POST', '/channels', { id: 'hook', ...channel });
    expect((taken as Problem).fields?.map(({ path }) => path)).toEqual(['body.id']);
  });

  it('that fails again and again says since when and why, and what a policy may call it', async () => {
    test.house.troubles.raise('channel:hook', 'fault', { zh: '连续失败', en: 'fails' }, { zh: '密钥不对', en: 'a wrong key' });
    const { body } = await admin.get('/channels');
    const [first] = (body as { items: NotifyChannel[] }).items;
    expect(first?.failing).toEqual({ since: expect.any(Number), reason: { zh: '密钥不对', en: 'a wrong key' } });
    test.house.troubles.clear('channel:hook');
    const { body: well } = await admin.get('/channels');
    expect((well as { items: NotifyChannel[] }).items[0]?.failing).toBeNull();
    const { body: kinds } = await admin.get('/channel-kinds');
    const names = (kinds as { families: ChannelFamily[] }).families.map((family) => [family.name, family.kinds]);
    expect(names).toContainEqual(['sms', ['aliyun-sms', 'tencent-sms']]);
    expect(names).toContainEqual(['console', []]);
  });
});

describe('a roster', () => {
  const roster = {
    place: 'unit',
    role: 'duty-room',
    people: [{ id: 'zhang', name: '张工', contacts: { voice: '13800001234' } }],
    shifts: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '20:00', people: ['zhang'] }],
  };

  it('shows its gaps, and a preview says who is told instead', async () => {
    const { status, body } = await admin.ask('POST', '/rosters', roster);
    expect(status).toBe(201);
    const from = Date.UTC(2026, 10, 24, 16);
    const { body: found } = await admin.get(`/rosters/${(body as DutyRoster).id}/gaps?from=${from}&to=${from + 86_400_000}`);
    expect(found).toEqual({
      items: [
        { from, to: from + 8 * 3_600_000 },
        { from: from + 20 * 3_600_000, to: from + 24 * 3_600_000 },
      ],
    });
    const { body: duty } = await admin.get(`/rosters/${(body as DutyRoster).id}/duty?from=${from}&to=${from + 86_400_000}`);
    expect((duty as RosterDuty).items.map(({ people }) => people)).toEqual([[], ['zhang'], []]);
    const { body: listed } = await admin.get('/rosters');
    expect((listed as { items: ListedRoster[] }).items[0]?.uncovered).toBe(7 * 12 * 3_600_000);
    const { body: night } = await admin.get(`/policy-preview?place=tower&at=${from + 2 * 3_600_000}`);
    const { body: noon } = await admin.get(`/policy-preview?place=tower&at=${from + 12 * 3_600_000}`);
    expect((night as NotifyPreview).lines.map(({ gap }) => gap)).toEqual([false, false, true, true, true, true]);
    expect((noon as NotifyPreview).lines[2]?.words.zh).toBe('60 秒后通知单位值班室（张工），方式 语音电话 → 短信');
    // Nobody has set up telephone calls or short messages: he would be named and never hear of it.
    expect((noon as NotifyPreview).lines.map(({ unreached }) => unreached).slice(0, 3)).toEqual([[], [], ['张工']]);
  });

  it('that was changed meanwhile, or removed, is not written over', async () => {
    const made = (await admin.ask('POST', '/rosters', { ...roster, role: 'manager' })).body as DutyRoster;
    const change = (version: number) => admin.ask('PUT', `/rosters/${made.id}`, { ...roster, role: 'supervisor', version });
    expect((await change(1)).body).toMatchObject({ role: 'supervisor', version: 2 });
    expect((await change(1)).status).toBe(409);
    const { items } = (await admin.get('/rosters')).body as { items: ListedRoster[] };
    expect(items.find(({ id }) => id === made.id)?.version).toBe(2);
    await admin.ask('DELETE', `/rosters/${made.id}`);
    expect((await change(2)).status).toBe(404);
  });

  it('that nobody could be told by is refused at its fields', async () => {
    const { status, body } = await admin.ask('POST', '/rosters', { ...roster, people: [{ id: 'li', name: '李工', contacts: {} }] });
    expect([status, (body as Problem).fields?.map(({ path, words }) => [path, words?.zh])]).toEqual([
      400,
      [
        ['body.people.0.contacts', '李工 没有任何联系方式'],
        ['body.shifts.0.people', '人员 zhang 不在本表中'],
      ],
    ]);
  });
});

describe('a policy', () => {
  it('with faults is refused at its fields, and those of the house are shown beside the own ones', async () => {
    const { body: listed } = await admin.get('/policies');
    const { items, defaults } = listed as NotifyPolicies;
    expect([items, defaults.map(({ id }) => id)]).toEqual([[], ['default-urgent', 'default-calm', 'default-drill']]);
    const { id: _id, version: _version, ...copy } = defaults[0] ?? { id: '', version: 0 };
    const { status, body } = await admin.ask('POST', '/policies', {
      ...copy,
      place: 'unit',
      lastEvery: 5,
      steps: [{ after: 10, whom: 'seat', via: [] }],
    });
    expect([status, (body as Problem).fields?.map(({ path }) => path)]).toEqual([
      400,
      ['body.steps.0.via', 'body.steps.0.after', 'body.lastEvery'],
    ]);
    const saved = await admin.ask('POST', '/policies', { ...copy, place: 'unit' });
    expect(saved.status).toBe(201);
  });

  it('that two people change at once is changed by the first, and the second hears who that was', async () => {
    const colleague = await test.person('supervisor');
    const { items } = (await admin.get('/policies')).body as NotifyPolicies;
    const { id, ...seen } = items[0] as NotifyPolicies['items'][number];
    const change = (by: Browser, lastEvery: number, version: number) => by.ask('PUT', `/policies/${id}`, { ...seen, lastEvery, version });
    expect((await change(colleague, 300, seen.version)).body).toMatchObject({ version: 2, lastEvery: 300 });
    const late = await change(admin, 600, seen.version);
    expect([late.status, late.body]).toMatchObject([
      409,
      { code: 'changed-meanwhile', words: { zh: expect.stringContaining('supervisor') } },
    ]);
    expect(((await admin.get('/policies')).body as NotifyPolicies).items[0]?.lastEvery).toBe(300);
    expect((await change(admin, 600, 2)).body).toMatchObject({ version: 3, lastEvery: 600 });
    const blind = await admin.ask('PUT', `/policies/${id}`, { ...seen, version: undefined });
    expect([blind.status, (blind.body as Problem).fields?.map(({ path }) => path)]).toEqual([400, ['body.version']]);
  });
});

it('what was told of an incident is shown with each try', async () => {
  await test.tell('smoke-1', { smoke: 'alarm' });
  const incident = test.house.desk.openOf('smoke-1')[0]?.incident ?? '';
  const { body } = await admin.get(`/incidents/${incident}/notices`);
  const [first] = (body as { items: ToldNoticeView[] }).items;
  expect(first).toMatchObject({ class: 'fire', phase: 'raised', recipient: '值班席', drill: false, via: ['console', 'app'] });
  const floor = await test.person('operator', 'f12');
  const { status, body: part } = await floor.get(`/incidents/${incident}/notices`);
  expect([status, (part as { items: ToldNoticeView[] }).items[0]?.title]).toEqual([200, null]);
  // A flood: the latest are told, whom nobody reached before what was folded, and how many there are of each.
  const { notices } = test.house;
  const [row] = notices.ofIncident(incident);
  if (!row) throw new Error('no notice');
  const write = test.house.database.transaction(() => {
    for (let nth = 0; nth < 600; nth += 1) {
      const id = `flood-${nth}`;
      notices.put({ ...row, id, dueAt: row.dueAt + 1 + nth });
      if (nth < 2) notices.end({ job: id, at: 0, is: 'failed', reason: { zh: '空号', en: 'no such number' } });
      else notices.end({ job: id, at: 0, is: 'folded', into: 'flood-599' });
    }
  });
  write();
  const told = (await admin.get(`/incidents/${incident}/notices`)).body as ToldNotices;
  // The seat's own failed too: no screen is open here.
  expect(told.counts).toMatchObject({ folded: 598, failed: 3 });
  expect(told.items).toHaveLength(500);
  expect(told.items.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)).toEqual([row.id, 'flood-0', 'flood-1']);
  expect(told.items.at(-1)?.id).toBe('flood-599');
});
