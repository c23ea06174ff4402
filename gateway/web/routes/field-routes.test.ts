// Reports from the spot over the API: by whom, how often, how far away, how late; and what a manager of another unit hears of it.
import { randomUUID } from 'node:crypto';
import { GATEWAY } from '../../acts.ts';
import type { FieldReportView, IncidentStory, IncidentView } from '../incident-contract.ts';
import { type Answer, aWeb, type Browser, type TestWeb } from '../testing/a-web.ts';

let test: TestWeb;
let keeper: Browser;
beforeEach(async () => {
  test = await aWeb();
  const { house } = test;
  await house.flow.act({ do: 'change-place', place: { ...place('tower'), longitude: 120.2, latitude: 30.3 } }, GATEWAY);
  keeper = await test.person('manager', 'unit');
});
afterEach(() => test.close());

function place(id: string) {
  const known = test.house.estate.places.get(id);
  if (!known) throw new Error(`no place ${id}`);
  return known;
}

async function fire(device = 'smoke-1'): Promise<string> {
  await test.tell(device, { smoke: 'alarm' });
  const incident = [...test.house.desk.openIncidents()].find(({ alarms }) => test.house.desk.alarm(alarms[0] ?? '')?.device === device);
  if (!incident) throw new Error('nothing was raised');
  return incident.id;
}

const NOW = { captured: 1_000_000, sent: 1_000_000 };
const HERE = { longitude: 120.2003, latitude: 30.3001, accuracy: 12 };

/** Sends as a phone does, with its key. */
function send(
  who: Browser,
  incident: string,
  deed: 'go' | 'arrive' | 'describe',
  body: object,
  key: string = randomUUID(),
): Promise<Answer> {
  return who.ask('POST', `/incidents/${incident}/${deed}`, { ...NOW, ...body }, { 'idempotency-key': key });
}

async function storyOf(who: Browser, incident: string): Promise<IncidentStory> {
  return (await who.ask('GET', `/incidents/${incident}`)).body as IncidentStory;
}

it('who goes to look is named on the incident, which is being verified from then on', async () => {
  const incident = await fire();
  expect((await send(keeper, incident, 'go', {})).status).toBe(200);
  const told = await storyOf(await test.person('operator'), incident);
  expect(told.incident).toMatchObject({ state: 'verifying', reports: [{ is: 'going', name: 'manager' }] });
  expect(told.audit.map(({ what }) => what)).toContain('go-to-incident');
});

it('a check-in sent twice, and ten times at once, is one deed with one answer', async () => {
  const incident = await fire();
  const sent = [await send(keeper, incident, 'arrive', { position: HERE }, '0a1b2c3d-0000-4000-8000-000000000001')];
  sent.push(
    ...(await Promise.all(
      Array.from({ length: 10 }, () => send(keeper, incident, 'arrive', { position: HERE }, '0a1b2c3d-0000-4000-8000-000000000001')),
    )),
  );
  expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(sent.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  const told = await storyOf(keeper, incident);
  expect(told.incident.reports).toHaveLength(1);
  expect(told.audit.filter(({ what }) => what === 'arrive-at-incident')).toHaveLength(1);
});

it('the same key under another deed is refused in words, and another person’s same key is another', async () => {
  const incident = await fire();
  await send(keeper, incident, 'go', {}, '0a1b2c3d-0000-4000-8000-000000000002');
  const other = await send(keeper, incident, 'arrive', { position: null }, '0a1b2c3d-0000-4000-8000-000000000002');
  expect(other).toMatchObject({ status: 409, body: { code: 'key-used' } });
  const colleague = await test.person('manager', 'unit');
  expect((await send(colleague, incident, 'go', {}, '0a1b2c3d-0000-4000-8000-000000000002')).status).toBe(200);
  expect((await storyOf(keeper, incident)).incident.reports).toHaveLength(2);
  expect((await send(keeper, incident, 'go', {}, 'no')).body).toMatchObject({
    code: 'bad-request',
    fields: [{ path: 'headers.idempotency-key' }],
  });
});

it('a check-in far from the building is marked and not refused; one without a position is taken too', async () => {
  const incident = await fire();
  const near = (await send(keeper, incident, 'arrive', { position: HERE })).body as FieldReportView;
  expect(near).toMatchObject({ far: false, position: HERE });
  expect(near.distance).toBeGreaterThan(20);
  expect(near.distance).toBeLessThan(40);
  expect((await send(keeper, incident, 'arrive', { position: { ...HERE, latitude: 30.31 } })).body).toMatchObject({ far: true });
  // The phone itself says that it may be a kilometre off.
  const vague = { ...HERE, latitude: 30.31, accuracy: 1_000 };
  expect((await send(keeper, incident, 'arrive', { position: vague })).body).toMatchObject({ far: false });
  expect((await send(keeper, incident, 'arrive', { position: null })).body).toMatchObject({ far: false, distance: null, position: null });
});

it('both times are kept: when it was done, by how long ago the phone says, and when it came', async () => {
  const incident = await fire();
  const minute = 60_000;
  const late = (await send(keeper, incident, 'go', { captured: 5 * minute, sent: 65 * minute })).body as FieldReportView;
  expect(late.at - late.captured).toBe(60 * minute);
  const old = await send(keeper, incident, 'go', { captured: 0, sent: 73 * 60 * minute });
  expect(old).toMatchObject({ status: 409, body: { words: { zh: expect.stringContaining('72 小时') } } });
});

it('what is seen is a proposal: the verdict stays the seat’s, and the record of the incident tells of it', async () => {
  const incident = await fire();
  expect((await send(keeper, incident, 'describe', { saw: 'false' })).body).toMatchObject({ fields: [{ path: 'body.cause' }] });
  await send(keeper, incident, 'describe', { saw: 'false', cause: 'steam', note: '厨房蒸汽' });
  const told = await storyOf(await test.person('operator'), incident);
  expect(told.incident).toMatchObject({
    verdict: null,
    state: 'new',
    reports: [{ is: 'saw', saw: 'false', cause: 'steam', note: '厨房蒸汽' }],
  });
  expect(told.audit.find(({ what }) => what === 'describe-incident')?.detail).toMatchObject({ saw: 'false', cause: 'steam' });
});

it('what was done before the incident was closed belongs to it; what was done after is refused', async () => {
  const incident = await fire();
  const seat = await test.person('operator');
  await seat.ask('POST', `/incidents/${incident}/find`, { verdict: 'false', cause: 'dust' });
  await test.tell('smoke-1', { smoke: 'normal' });
  for (const { id } of (await storyOf(seat, incident)).alarms) await seat.ask('POST', `/alarms/${id}/reset`, {});
  expect((await storyOf(seat, incident)).incident.closed).toBe(true);
  expect((await send(keeper, incident, 'arrive', { position: null, captured: 0, sent: 60_000 })).status).toBe(200);
  expect(await send(keeper, incident, 'arrive', { position: null })).toMatchObject({
    status: 409,
    body: { words: { zh: expect.stringContaining('已关闭') } },
  });
});

it('what is told of an incident that went up in another is told of that one', async () => {
  const into = await fire('smoke-1');
  await test.tell('smoke-2', { smoke: 'alarm' });
  const seat = await test.person('operator');
  const { alarms } = await storyOf(seat, into);
  const second = alarms.find(({ device }) => device.id === 'smoke-2')?.id;
  const gone = ((await seat.ask('POST', `/incidents/${into}/split`, { alarms: [second], reason: '两处' })).body as IncidentView).id;
  await send(keeper, gone, 'go', {}, '0a1b2c3d-0000-4000-8000-000000000003');
  await seat.ask('POST', `/incidents/${into}/merge`, { from: [gone], reason: '一处' });
  const first = await send(keeper, gone, 'arrive', { position: null }, '0a1b2c3d-0000-4000-8000-000000000004');
  expect(first.status).toBe(200);
  expect(await send(keeper, gone, 'arrive', { position: null }, '0a1b2c3d-0000-4000-8000-000000000004')).toMatchObject({
    status: 200,
    body: first.body,
  });
  expect((await storyOf(seat, into)).incident.reports.map(({ is }) => is)).toEqual(['going', 'arrived']);
});

it('a manager sees and tells nothing of another unit', async () => {
  const stranger = await test.person('manager', 'farm');
  const incident = await fire();
  for (const deed of ['go', 'arrive', 'describe'] as const)
    expect(
      (await send(stranger, incident, deed, deed === 'go' ? {} : deed === 'arrive' ? { position: null } : { saw: 'real' })).status,
    ).toBe(404);
  expect((await stranger.ask('GET', `/incidents/${incident}`)).status).toBe(404);
  expect(((await stranger.ask('GET', '/incidents')).body as { items: IncidentView[] }).items).toEqual([]);
  expect((await storyOf(keeper, incident)).incident.reports).toEqual([]);
});

it('who only reads tells nothing', async () => {
  const incident = await fire();
  expect((await send(await test.person('auditor'), incident, 'go', {})).status).toBe(403);
});
