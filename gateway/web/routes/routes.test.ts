// What the routes do, over real HTTP on a whole gateway: devices, strangers, alarms, commands, limits, people, audit.
import fc from 'fast-check';
import { hashSecret } from '../../estate/secrets.ts';
import type { AlarmStory, AlarmView, DeviceView, Person, RawFrame } from '../contract.ts';
import { type AcknowledgedTogether, goesTogether } from '../incident-contract.ts';
import { aWeb, Browser, SECRET, type TestWeb } from '../testing/a-web.ts';

let test: TestWeb;
let admin: Browser;
let operator: Browser;
beforeAll(async () => {
  test = await aWeb();
  admin = await test.person('administrator');
  operator = await test.person('operator');
});
afterAll(async () => {
  await test.close();
});

type Page<T> = { items: T[]; next: string | null; total?: number };
async function ok<T>(asked: ReturnType<Browser['ask']>): Promise<T> {
  const { status, body } = await asked;
  expect({ status, body }).toEqual({ status: expect.any(Number), body });
  if (status >= 400) throw new Error(JSON.stringify(body));
  return body as T;
}

describe('devices', () => {
  it('are listed with their place, their state and their worst alarm, a page at a time', async () => {
    await test.tell('smoke-1', { smoke: 'alarm' });
    const first = await ok<Page<DeviceView>>(admin.get('/devices?limit=2'));
    expect(first.items.map((one) => one.id)).toEqual(['call-1', 'hydrant-1']);
    const second = await ok<Page<DeviceView>>(admin.get(`/devices?limit=2&after=${first.next}`));
    expect(second.items.map((one) => one.id)).toEqual(['smoke-1', 'smoke-2']);
    expect(second.items[0]).toMatchObject({
      worst: 'fire',
      online: true,
      stale: false,
      place: [{ name: '示范物业' }, { name: '示范大厦' }, { name: '12层' }],
    });
    expect(second.items[1]).toMatchObject({ worst: null, online: null, lastHeard: null, stale: true });
    const last = await ok<Page<DeviceView>>(admin.get(`/devices?limit=2&after=${second.next}`));
    expect(last).toMatchObject({ items: [{ id: 'voice-1' }], next: null, total: 5 });
  });

  it('are found by place, kind, words and state', async () => {
    const ids = async (query: string): Promise<string[]> =>
      (await ok<Page<DeviceView>>(admin.get(`/devices?${query}`))).items.map((one) => one.id);
    expect(await ids('place=farm')).toEqual(['voice-1']);
    expect(await ids('kind=smoke')).toEqual(['smoke-1', 'smoke-2']);
    expect(await ids(`search=${encodeURIComponent('消火栓')}`)).toEqual(['hydrant-1']);
    expect(await ids('state=alarm')).toEqual(['smoke-1']);
    expect(await ids('state=silent')).toEqual(['call-1', 'hydrant-1', 'smoke-2', 'voice-1']);
  });

  it('tell their last values by name and in their driver’s order', async () => {
    await test.tell('hydrant-1', { pressure: 0.42, battery: 88 });
    const one = await ok<DeviceView>(admin.get('/devices/hydrant-1'));
    expect(one).toMatchObject({ vendor: 'Balefire', reportsEvery: expect.any(Number), address: 'balefire/hydrant-1' });
    expect(one.values[0]).toMatchObject({
      point: 'pressure',
      quantity: 'water.pressure',
      value: 0.42,
      quality: 'good',
      stale: false,
      title: { zh: expect.any(String) },
    });
  });

  it('are registered with a secret that is shown once and lets them in', async () => {
    const body = { id: 'smoke-9', name: '新烟感', model: 'balefire/smoke', place: 'f12', longitude: 116.4, latitude: 39.9 };
    const { device, secret } = await ok<{ device: DeviceView; secret: string }>(admin.ask('POST', '/devices', body));
    expect(device).toMatchObject({ id: 'smoke-9', longitude: 116.4, stale: true });
    expect(test.house.estate.admit('smoke-9', secret)).toEqual({ as: 'device' });
    expect(await admin.ask('POST', '/devices', body)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const renewed = await ok<{ secret: string }>(admin.ask('POST', '/devices/smoke-9/secret'));
    expect(test.house.estate.admit('smoke-9', secret).as).toBe('refused');
    expect(test.house.estate.admit('smoke-9', renewed.secret).as).toBe('device');
    const moved = await ok<DeviceView>(admin.ask('PATCH', '/devices/smoke-9', { place: 'tower', longitude: null, latitude: null }));
    expect(moved.place.at(-1)?.id).toBe('tower');
    expect(moved.longitude).toBeUndefined();
    expect((await admin.ask('DELETE', '/devices/smoke-9')).status).toBe(204);
    expect((await admin.get('/devices/smoke-9')).status).toBe(404);
    expect(JSON.stringify((await admin.get('/audit?limit=20')).body)).not.toContain(secret);
  });

  it('that are polled have a bus and no secret', async () => {
    const modbus = test.web.routes.length > 0 ? await ok<Page<{ model: string; protocol: string }>>(admin.get('/drivers')) : undefined;
    const model = modbus?.items.find((one) => one.protocol === 'modbus')?.model ?? '';
    const body = { id: 'meter-1', name: '表', model, place: 'f12' };
    expect(await admin.ask('POST', '/devices', body)).toMatchObject({ status: 400, body: { fields: [{ path: 'body.modbus' }] } });
    const made = await ok<{ device: DeviceView; secret: string }>(
      admin.ask('POST', '/devices', { ...body, modbus: { bus: 'bus-1', unit: 7 } }),
    );
    expect(made).toMatchObject({ secret: '', device: { address: 'bus-1 #7' } });
    expect((await admin.ask('POST', '/devices/meter-1/secret')).status).toBe(409);
    await admin.ask('DELETE', '/devices/meter-1');
  });

  it('show their raw frames with what was understood, newest first, and their history', async () => {
    const at = Date.now() - 60_000;
    await test.tell('hydrant-1', { pressure: 0.41, humor: 3 }, { at });
    await test.tell('hydrant-1', { pressure: 99 }, { at: at + 1 });
    const frames = await ok<Page<RawFrame>>(admin.get('/devices/hydrant-1/frames?limit=2'));
    expect(frames.items[0]).toMatchObject({
      kind: 'up',
      readings: [{ point: 'pressure', value: null, quality: 'bad', why: 'out-of-range' }],
    });
    expect(frames.items[1]).toMatchObject({ faults: ['unknown-point: humor'], text: expect.stringContaining('humor') });
    expect(Buffer.from(frames.items[1]?.hex ?? '', 'hex').toString()).toBe(frames.items[1]?.text);
    const older = await ok<Page<RawFrame>>(admin.get(`/devices/hydrant-1/frames?limit=2&after=${frames.next}`));
    expect(older.items[0]?.entry).toBeLessThan(frames.items[1]?.entry ?? 0);
    const history = await ok<{ quantity: string; buckets: { last: number }[] }>(
      admin.get(`/devices/hydrant-1/history?point=pressure&from=${at - 1}&to=${at + 10_000}`),
    );
    expect(history).toMatchObject({ quantity: 'water.pressure', buckets: [{ last: 0.41 }] });
    expect((await admin.get('/devices/hydrant-1/history?point=nothing&from=1&to=2')).status).toBe(404);
  });
});

describe('a stranger with the site’s key', () => {
  it('waits on the list with its frames until somebody places it', async () => {
    const { key } = await ok<{ key: string }>(admin.ask('POST', '/places/tower/enrolment-key'));
    expect(test.house.estate.admit('stranger-1', key)).toEqual({ as: 'held', site: 'tower' });
    await test.tell('stranger-1', { smoke: 'normal' });
    expect(await ok(admin.get('/held'))).toEqual({ items: [expect.objectContaining({ id: 'stranger-1', site: 'tower', frames: 1 })] });
    expect((await ok<Page<RawFrame>>(admin.get('/held/stranger-1/frames'))).items).toHaveLength(1);
    expect((await admin.get('/devices/stranger-1')).status).toBe(404);
    const placed = await ok<{ device: DeviceView; secret: string }>(
      admin.ask('POST', '/held/stranger-1/place', { name: '1203 烟感', model: 'balefire/smoke', place: 'f12' }),
    );
    expect(test.house.estate.admit('stranger-1', placed.secret).as).toBe('device');
    expect(await ok(admin.get('/held'))).toEqual({ items: [] });
    const again = await ok<{ key: string }>(admin.ask('POST', '/places/tower/enrolment-key'));
    expect(test.house.estate.admit('stranger-2', key).as).toBe('refused');
    test.house.estate.admit('stranger-2', again.key);
    expect((await admin.ask('DELETE', '/held/stranger-2')).status).toBe(204);
    expect((await admin.ask('DELETE', '/held/stranger-2')).status).toBe(404);
  });

  it('is not taken by somebody of another site who registers its id', async () => {
    await test.house.flow.act({ do: 'set-enrolment-key', place: 'tower', keyHash: hashSecret('k') }, { id: 't', name: 't', from: 't' });
    test.house.estate.admit('stranger-3', 'k');
    const ranger = await test.person('technician', 'farm');
    const body = { id: 'stranger-3', name: '我的', model: 'balefire/smoke', place: 'gate' };
    expect((await ranger.ask('POST', '/devices', body)).status).toBe(409);
    expect(test.house.estate.isHeld('stranger-3')).toBe(true);
  });
});

describe('several alarms at once', () => {
  it('are acknowledged each by its own act, and no fire is by whatever is sent', async () => {
    await test.tell('smoke-2', { smoke: 'alarm' });
    await test.tell('hydrant-1', { pressure: 0.01 });
    const { items } = await ok<Page<AlarmView>>(operator.get('/alarms?open=true&limit=200'));
    const fires = items.filter((one) => !goesTogether(one));
    const others = items.filter((one) => goesTogether(one) && one.attention === 'new');
    expect(fires.some((one) => one.class === 'fire')).toBe(true);
    expect(others.length).toBeGreaterThan(0);
    const anId = fc.constantFrom(...fires.map(({ id }) => id), 'nowhere');
    await fc.assert(
      fc.asyncProperty(fc.array(anId, { minLength: 1, maxLength: 20 }), async (ids) => {
        const before = fires.map(({ id }) => test.house.desk.alarm(id)?.acknowledged);
        const { acknowledged, refused } = await ok<AcknowledgedTogether>(operator.ask('POST', '/alarms/acknowledge', { ids }));
        expect(acknowledged).toEqual([]);
        expect(new Set(refused.map(({ id }) => id))).toEqual(new Set(ids));
        expect(fires.map(({ id }) => test.house.desk.alarm(id)?.acknowledged)).toEqual(before);
      }),
      { numRuns: 8 },
    );
    const ids = [...others, ...fires].map(({ id }) => id);
    const { acknowledged, refused } = await ok<AcknowledgedTogether>(operator.ask('POST', '/alarms/acknowledge', { ids, note: '已派人' }));
    expect(new Set(acknowledged)).toEqual(new Set(others.map(({ id }) => id)));
    expect(refused.find(({ id }) => id === fires[0]?.id)).toMatchObject({
      name: fires[0]?.device.name,
      words: { zh: expect.stringContaining('逐条') },
    });
    for (const { id } of others) {
      const { audit } = await ok<AlarmStory>(operator.get(`/alarms/${id}`));
      expect(audit[0]).toMatchObject({ what: 'acknowledge', by: operator.session?.person.id, detail: { note: '已派人' } });
    }
    // Once more it is a conflict of each, said in words.
    const again = await ok<AcknowledgedTogether>(operator.ask('POST', '/alarms/acknowledge', { ids: acknowledged }));
    expect(again).toMatchObject({ acknowledged: [], refused: expect.arrayContaining([expect.objectContaining({ id: acknowledged[0] })]) });
    const elsewhere = await test.person('operator', 'farm');
    expect(await ok<AcknowledgedTogether>(elsewhere.ask('POST', '/alarms/acknowledge', { ids }))).toMatchObject({
      acknowledged: [],
      refused: expect.arrayContaining([expect.objectContaining({ name: null })]),
    });
    expect((await operator.ask('POST', '/alarms/acknowledge', { ids: Array.from({ length: 501 }, (_, nth) => `a${nth}`) })).status).toBe(
      400,
    );
  });
});

describe('an alarm', () => {
  it('is acknowledged, judged and reset, and its story tells who and when, with the frames', async () => {
    await test.tell('smoke-2', { smoke: 'alarm' });
    const id = test.house.desk.openOf('smoke-2').find((one) => one.point === 'smoke' && one.rule.id === 'smoke-alarm')?.id ?? '';
    expect(id).not.toBe('');
    const acknowledged = await ok<AlarmView>(operator.ask('POST', `/alarms/${id}/acknowledge`, { note: '派人' }));
    expect(acknowledged).toMatchObject({ attention: 'acknowledged', acknowledged: { by: operator.session?.person.id, from: '127.0.0.1' } });
    expect(await operator.ask('POST', `/alarms/${id}/acknowledge`, {})).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await operator.ask('POST', `/alarms/${id}/judge`, { verdict: 'false' })).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'body.cause' }] },
    });
    const judged = await ok<AlarmView>(operator.ask('POST', `/alarms/${id}/judge`, { verdict: 'false', cause: 'steam' }));
    expect(judged.judged).toMatchObject({ cause: 'steam' });
    expect((await operator.ask('POST', `/alarms/${id}/reset`, {})).status).toBe(409);
    await test.tell('smoke-2', { smoke: 'normal' });
    const story = await ok<AlarmStory>(operator.get(`/alarms/${id}`));
    expect(story.audit.map((row) => row.what)).toEqual(['judge', 'acknowledge']);
    expect(story.evidence.length).toBeGreaterThanOrEqual(2);
    // Two detectors spoke: one person alone finds a fire, but no false alarm.
    expect((await operator.ask('POST', `/alarms/${id}/reset`, {})).status).toBe(409);
    await ok(operator.ask('POST', `/alarms/${id}/judge`, { verdict: 'real' }));
    const open = await ok<Page<AlarmView>>(operator.get('/alarms?open=true&device=smoke-2'));
    for (const { id: each } of open.items) await operator.ask('POST', `/alarms/${each}/reset`, {});
    expect((await ok<Page<AlarmView>>(operator.get('/alarms?open=false&device=smoke-2'))).items.map((one) => one.id)).toContain(id);
  });

  it('is listed by class, place and drill, a page at a time without a hole', async () => {
    for (let i = 0; i < 5; i += 1) await test.tell('call-1', { pressed: i % 2 === 0 }, { drill: i > 2 });
    const all = await ok<Page<AlarmView>>(operator.get('/alarms?limit=200'));
    const paged: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: Page<AlarmView> = await ok(operator.get(`/alarms?limit=1${next === '' ? '' : `&after=${next}`}`));
      paged.push(...page.items.map((one) => one.id));
      next = page.next;
    }
    expect(paged).toEqual(all.items.map((one) => one.id));
    expect((await ok<Page<AlarmView>>(operator.get('/alarms?place=farm'))).items).toEqual([]);
    expect(
      (await ok<Page<AlarmView>>(operator.get('/alarms?class=fire&drill=false'))).items.every((one) => one.class === 'fire' && !one.drill),
    ).toBe(true);
  });

  it('stands in an incident that names the first', async () => {
    const { items } = await ok<Page<{ id: string; alarms: string[]; firstOut: string; points: number; kinds: string[] }>>(
      operator.get('/incidents?open=true'),
    );
    expect(items.length).toBeGreaterThan(0);
    for (const one of items) expect(one.alarms).toContain(one.firstOut);
  });

  it('is told page by page with the others of its incident, in the order in which they came', async () => {
    const { items } = await ok<Page<{ id: string; alarms: string[]; count: number }>>(operator.get('/incidents'));
    const largest = items.reduce((one, other) => (other.count > one.count ? other : one));
    expect(largest.count).toBeGreaterThan(1);
    const told: string[] = [];
    let next: string | null = '0';
    while (next !== null) {
      const page: Page<AlarmView> = await ok<Page<AlarmView>>(operator.get(`/incidents/${largest.id}/alarms?limit=1&after=${next}`));
      expect(page.items).toHaveLength(1);
      told.push(...page.items.map((one) => one.id));
      next = page.next;
    }
    expect(told).toEqual(largest.alarms);
    expect(told).toHaveLength(largest.count);
  });

  it('of one floor is all that a person of that floor sees of the building’s incident', async () => {
    await test.house.flow.act(
      { do: 'add-place', place: { id: 'f13', parent: 'tower', kind: 'floor', name: '13层', longitude: null, latitude: null } },
      { id: 't', name: 't', from: 't' },
    );
    const above = await test.person('manager', 'f13');
    expect(await ok(above.get('/incidents'))).toEqual({ items: [], next: null });
    await ok(admin.ask('POST', '/devices', { id: 'smoke-13', name: '1301', model: 'balefire/smoke', place: 'f13' }));
    await test.tell('smoke-13', { smoke: 'alarm' });
    const alarm = test.house.desk.openOf('smoke-13')[0];
    const { items } = await ok<Page<{ id: string; alarms: string[]; firstOut: string; points: number }>>(above.get('/incidents'));
    expect(items).toEqual([expect.objectContaining({ id: alarm?.incident, alarms: expect.arrayContaining([alarm?.id]), points: 1 })]);
    expect(items[0]?.alarms.every((id) => test.house.desk.alarm(id)?.device === 'smoke-13')).toBe(true);
  });
});

describe('a command', () => {
  it('waits for its device with its author and its end', async () => {
    const given = await ok<{ id: string }>(
      operator.ask('POST', '/devices/voice-1/commands', { command: 'play', arguments: { text: '请勿用火' } }),
    );
    expect(given).toMatchObject({
      state: 'waiting',
      arguments: { text: '请勿用火', repeat: 3, volume: 80 },
      by: operator.session?.person.id,
    });
    expect(await ok(operator.get('/devices/voice-1/commands'))).toMatchObject({ items: [{ id: given.id }] });
    const other = await ok<{ id: string; at: number; expiresAt: number }>(
      operator.ask('POST', '/devices/voice-1/commands', { command: 'stop', expiresAfter: 5 }),
    );
    expect(other.expiresAt - other.at).toBeLessThanOrEqual(5_000);
    const { items } = await ok<Page<{ id: string }>>(operator.get('/commands?limit=2'));
    expect(items.map((one) => one.id)).toEqual([other.id, given.id]);
    const supervisor = await test.person('supervisor');
    expect((await supervisor.ask('POST', '/devices/voice-1/commands', { command: 'stop' })).status).toBe(403);
  });
});

describe('a limit', () => {
  it('is set for a place, asked for by a rule, and taken away again', async () => {
    const rules = await ok<Page<{ id: string; parameters: { name: string }[] }>>(admin.get('/rules'));
    expect(rules.items.length).toBeGreaterThanOrEqual(25);
    const set = (value: number | null, name = 'levelHold') =>
      admin.ask('PUT', '/parameters', { scope: 'tower', name, value, reason: '试水' });
    expect(await set(1, 'noRuleAsksForThis')).toMatchObject({ status: 400, body: { fields: [{ path: 'body.name' }] } });
    const name = 'levelHold';
    expect(rules.items.some((one) => one.parameters.some((parameter) => parameter.name === name))).toBe(true);
    expect(await set(-1, name)).toMatchObject({ status: 400, body: { fields: [{ path: 'body.value' }] } });
    expect(await set(99, 'hydrantPressureLow').then((one) => one.status)).toBe(400);
    const answer = await set(20, name);
    expect(answer.body).toMatchObject({ items: [{ scope: 'tower', name, value: 20 }] });
    expect(await ok(admin.get('/parameters?scope=tower'))).toEqual({ items: [{ scope: 'tower', name, value: 20 }] });
    await set(null, name);
    expect(await ok(admin.get('/parameters'))).toEqual({ items: [] });
  });
});

describe('people', () => {
  it('are added, sign in, lose their sessions with their rights, and never their hash', async () => {
    const body = { login: 'New.Person', name: '新人', role: 'technician', place: 'tower', secret: SECRET };
    const weak = await admin.ask('POST', '/people', { ...body, secret: 'password1234' });
    expect(weak).toMatchObject({ status: 400, body: { fields: [{ path: 'body.secret', words: { zh: '这个密码太常见' } }] } });
    const added = await ok<Person>(admin.ask('POST', '/people', body));
    expect(added).toEqual({ id: added.id, login: 'new.person', name: '新人', role: 'technician', place: 'tower', disabled: false });
    expect((await admin.ask('POST', '/people', body)).status).toBe(409);
    const browser = new Browser(test.address);
    expect((await browser.signIn('NEW.person', SECRET)).status).toBe(200);
    await ok(admin.ask('PATCH', `/people/${added.id}`, { name: '老人' }));
    expect((await browser.get('/session')).status).toBe(200);
    await ok(admin.ask('PATCH', `/people/${added.id}`, { role: 'auditor' }));
    expect((await browser.get('/session')).status).toBe(401);
    await browser.signIn('new.person', SECRET);
    await ok(admin.ask('PATCH', `/people/${added.id}`, { disabled: true }));
    expect((await browser.signIn('new.person', SECRET)).status).toBe(401);
    const listed = await admin.get('/people');
    expect(JSON.stringify(listed.body)).not.toMatch(/argon2|secret/i);
  });

  it('change their own secret, if they know the old one, and end their other sessions', async () => {
    const one = await test.person('operator');
    const login = one.session?.person.login ?? '';
    const other = new Browser(test.address);
    await other.signIn(login, SECRET);
    expect((await one.ask('PUT', '/session/secret', { old: 'wrong', secret: 'another-long-secret' })).status).toBe(401);
    expect((await one.ask('PUT', '/session/secret', { old: SECRET, secret: 'another-long-secret' })).status).toBe(204);
    expect((await one.get('/session')).status).toBe(200);
    expect((await other.get('/session')).status).toBe(401);
    expect((await other.signIn(login, SECRET)).status).toBe(401);
    expect((await other.signIn(login, 'another-long-secret')).status).toBe(200);
  });

  it('stand in the audit with every change of theirs', async () => {
    const { items } = await ok<Page<{ what: string; detail: Record<string, unknown> }>>(admin.get('/audit?limit=200'));
    const whats = new Set(items.map((one) => one.what));
    for (const what of [
      'person-added',
      'person-changed',
      'session-rights-changed',
      'secret-changed',
      'set-parameter',
      'register-device',
      'command',
      'judge',
    ]) {
      expect(whats).toContain(what);
    }
    expect(items.some((one) => one.what === 'person-changed' && JSON.stringify(one.detail).includes('"role":"auditor"'))).toBe(true);
  });
});

describe('places', () => {
  it('grow, get new names, and never hang below themselves', async () => {
    const made = await ok<{ id: string }>(admin.ask('POST', '/places', { parent: 'tower', kind: 'floor', name: ' 14层 ' }));
    expect(made).toMatchObject({ parent: 'tower', kind: 'floor', name: '14层' });
    expect(await ok(admin.ask('PATCH', `/places/${made.id}`, { name: '15层', longitude: 1, latitude: 2 }))).toMatchObject({
      name: '15层',
      longitude: 1,
    });
    expect((await admin.ask('PATCH', '/places/tower', { parent: made.id })).status).toBe(409);
    expect((await admin.ask('PATCH', '/places/root', { name: '示范区' })).body).toMatchObject({ name: '示范区', parent: null });
  });

  it('are shown to a person of a subtree with the way up, and nothing beside it', async () => {
    const ranger = await test.person('supervisor', 'gate');
    const { items } = await ok<Page<{ id: string }>>(ranger.get('/places'));
    expect(items.map((one) => one.id).sort()).toEqual(['farm', 'gate', 'root']);
  });
});

describe('the state of the gateway', () => {
  it('is told with links, journal and counters', async () => {
    const status = await ok<{ links: { name: string }[]; journal: { entries: number } }>(operator.get('/status'));
    expect(status.links.map((one) => one.name)).toContain('mqtt');
    expect(status.journal.entries).toBeGreaterThan(0);
  });
});
