// The audit over the API: what is found and by whom, the file that is taken along, the proof of a line; and what people leave behind.
import { GATEWAY } from '../../acts.ts';
import type { AuditChoices, AuditFound, AuditProof } from '../audit-contract.ts';
import type { PersonLeaves } from '../people-contract.ts';
import { aWeb, type Browser, SECRET, type TestWeb } from '../testing/a-web.ts';

let test: TestWeb;
let auditor: Browser;
let admin: Browser;
beforeAll(async () => {
  test = await aWeb();
  admin = await test.person('administrator');
  auditor = await test.person('auditor');
  await test.tell('smoke-1', { smoke: 'alarm' });
  const [alarm] = test.house.desk.openOf('smoke-1');
  const by = { id: 'p-zhang', name: '张三', from: '10.0.0.9' };
  await test.house.flow.act({ do: 'acknowledge', alarm: alarm?.id ?? '' }, by);
  await test.house.flow.act({ do: 'judge', alarm: alarm?.id ?? '', verdict: 'false', cause: 'other', note: '=1+1,"水汽"\n在机房' }, by);
  await test.house.flow.act({ do: 'note', what: 'sign-in', about: 'gate', detail: {} }, { ...by, name: '林场李四', id: 'p-li' });
});
afterAll(() => test.close());

async function found(query: string, by = auditor): Promise<AuditFound[]> {
  const { status, body } = await by.get(`/audit?${query}`);
  expect(status).toBe(200);
  return (body as { items: AuditFound[] }).items;
}

it('is found by words, person, deed, thing and time, and names the thing', async () => {
  const [judged, ...others] = await found(`text=${encodeURIComponent('水汽')}`);
  expect(others).toEqual([]);
  expect(judged).toMatchObject({ what: 'judge', name: '张三', of: 'alarm', called: expect.stringContaining('12层 › 1201 烟感') });
  expect((await found('person=p-zhang')).map(({ what }) => what)).toEqual(['judge', 'acknowledge']);
  expect((await found('person=p-zhang&what=acknowledge')).length).toBe(1);
  expect((await found(`about=${judged?.about}`)).every(({ about }) => about === judged?.about)).toBe(true);
  expect(await found(`from=${(judged?.at ?? 0) + 60_000}`)).toEqual([]);
});

it('is paged without a gap', async () => {
  const all = (await found('limit=200')).map(({ number }) => number);
  const paged: number[] = [];
  let after = '';
  do {
    const { body } = await auditor.get(`/audit?limit=3${after}`);
    const { items, next } = body as { items: AuditFound[]; next: string | null };
    paged.push(...items.map(({ number }) => number));
    after = next === null ? '' : `&after=${next}`;
  } while (after !== '');
  expect(paged).toEqual(all);
});

it('shows and offers somebody of a part of the places what concerns that part alone', async () => {
  const farm = await test.person('auditor', 'farm');
  const seen = await found('limit=200', farm);
  expect(seen.map(({ about }) => about)).toContain('gate');
  expect(seen.some(({ name }) => name === '张三')).toBe(false);
  const { people } = (await farm.get('/audit/choices')).body as AuditChoices;
  expect(people.some(({ name }) => name === '张三')).toBe(false);
  const choices = (await auditor.get('/audit/choices')).body as AuditChoices;
  expect(choices.people).toContainEqual({ id: 'p-zhang', name: '张三' });
  expect(choices.kinds.find(({ what }) => what === 'judge')?.title.zh).toBeTruthy();
});

it('is taken along as CSV: what was searched for, with nothing that a spreadsheet would carry out; and the export stands in it', async () => {
  const answer = await auditor.get(`/audit/export?text=${encodeURIComponent('水汽')}&language=zh`);
  expect(answer.headers.get('content-type')).toContain('text/csv');
  expect(answer.headers.get('content-length')).toBeNull();
  const text = String(answer.body);
  expect(text.startsWith('\ufeff序号,时间,人员')).toBe(true);
  expect(text.trimEnd().split('\r\n')).toHaveLength(2);
  for (const line of text.slice(1).split('\r\n')) expect(line).not.toMatch(/(^|,)=/);
  const [exported] = await found('what=export-audit');
  expect(exported).toMatchObject({ detail: { text: '水汽' }, by: auditor.session?.person.id });
  expect((await (await test.person('operator')).get('/audit/export')).status).toBe(403);
});

it('is proved line by line against the chain, and names the record that somebody was at', async () => {
  const [line] = await found('what=judge');
  const proof = (await auditor.get(`/audit/proof?number=${line?.number}`)).body as AuditProof;
  expect(proof).toEqual({ record: expect.any(Number), holds: true, fault: null });
  // Somebody was at the database: which record does not hold is said, and after it was put back all of it holds again.
  const { database } = test.house;
  const own = proof.record ?? 0;
  const told = database.prepare<[], number>("SELECT min(number) FROM chain WHERE kind = 'alarm'").pluck().get() ?? 0;
  for (const [fault, edit, back] of [
    [told, `UPDATE chain SET at = at + 1 WHERE number = ${told}`, `UPDATE chain SET at = at - 1 WHERE number = ${told}`],
    [told, `UPDATE chain SET text = text || ' ' WHERE number = ${told}`, `UPDATE chain SET text = trim(text) WHERE number = ${told}`],
    [told, `UPDATE chain SET number = -1 WHERE number = ${told}`, `UPDATE chain SET number = ${told} WHERE number = -1`],
    [own, `UPDATE audit SET name = '别人' WHERE number = ${line?.number}`, `UPDATE audit SET name = '张三' WHERE number = ${line?.number}`],
  ] as const) {
    database.exec(edit);
    expect((await auditor.get(`/audit/proof?number=${line?.number}`)).body).toEqual({ record: own, holds: false, fault });
    database.exec(back);
  }
  expect((await auditor.get(`/audit/proof?number=${line?.number}`)).body).toEqual(proof);
  expect((await auditor.get('/audit/proof?number=999999')).status).toBe(404);
  const farm = await test.person('auditor', 'farm');
  expect((await farm.get(`/audit/proof?number=${line?.number}`)).status).toBe(404);
});

it('refuses what is no question, at its field', async () => {
  for (const [query, field] of [
    ['from=yesterday', 'query.from'],
    ['after=1.2.3', 'query.after'],
    ['limit=1000', 'query.limit'],
  ] as const) {
    const { status, body } = await auditor.get(`/audit?${query}`);
    expect([status, body]).toMatchObject([400, { fields: [{ path: field }] }]);
  }
});

it('tells what somebody leaves behind before their access ends', async () => {
  const { house } = test;
  const { person, save } = await house.people.newcomer({ login: 'leaver', name: '将离', role: 'operator', place: 'root', secret: SECRET });
  save();
  const leaves = async (): Promise<PersonLeaves> => (await admin.get(`/people/${person.id}/leaves`)).body as PersonLeaves;
  expect(await leaves()).toEqual({ incidents: [], shift: null, rosters: [] });
  const by = { id: person.id, name: person.name, from: '' };
  await test.tell('smoke-2', { smoke: 'alarm' });
  const incident = house.desk.openOf('smoke-2')[0]?.incident ?? '';
  await house.flow.act({ do: 'take-incident', incident }, by);
  await house.flow.act({ do: 'begin-shift', id: 's1', place: 'root', isSoundHeard: true, read: [] }, by);
  const people = [{ id: 'r', name: '将离', contacts: { sms: '13800001234' } }];
  const shifts = [{ days: [1 as const], from: '08:00', to: '20:00', people: ['r'] }];
  const roster = { id: 'r1', place: 'tower', role: 'duty-room' as const, drill: false, people, shifts, changes: [] };
  await house.flow.act({ do: 'set-roster', roster }, GATEWAY);
  expect(await leaves()).toMatchObject({
    incidents: [{ id: incident, class: 'fire' }],
    shift: {},
    rosters: [{ id: 'r1', role: 'duty-room' }],
  });
  expect((await (await test.person('auditor')).get(`/people/${person.id}/leaves`)).status).toBe(403);
});
