// Checklist, notes, pictures and hand-over of an incident, over HTTP: two seats, a phone that sends twice, a restart, and who may what.
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { aJpeg, aPng } from '../pictures/testing/a-picture.ts';
import { openTestHouse } from '../testing/a-house.ts';
import type { IncidentView } from '../web/incident-contract.ts';
import type { LimitView } from '../web/rule-contract.ts';
import { type Answer, aWeb, type Browser, type TestWeb } from '../web/testing/a-web.ts';
import type { ChecklistVersions, HandOverPeople, IncidentWorkView, PlaceChecklists, WorkEntry } from '../web/work-contract.ts';

let test: TestWeb;
let zhang: Browser;
let li: Browser;
let incident = '';
beforeAll(async () => {
  test = await aWeb();
  [zhang, li] = [await test.person('operator'), await test.person('supervisor')];
  await test.tell('smoke-1', { smoke: 'alarm' });
  incident = test.house.desk.openOf('smoke-1')[0]?.incident ?? '';
});
afterAll(() => test.close());

const work = async (by: Browser = zhang): Promise<IncidentWorkView> =>
  (await by.get(`/incidents/${incident}/work`)).body as IncidentWorkView;
const mark = (by: Browser, step: string, state: string, reason?: string): Promise<Answer> =>
  by.ask('POST', `/incidents/${incident}/steps`, { step, state, reason });
const said = ({ body }: Answer): string => JSON.stringify(body);

const sendPicture = (by: Browser, file: Buffer, key: string = randomUUID(), query = ''): Promise<Answer> =>
  by.ask('POST', `/incidents/${incident}/media${query}`, file, { 'content-type': 'image/jpeg', 'idempotency-key': key });
const onDisk = (): string[] => readdirSync(join(test.folder, 'pictures')).sort();

describe('the checklist of an incident', () => {
  it('is that of its class, each step with its time from the raising, and the marks of 1, 3 and 5 minutes', async () => {
    const { list, steps } = await work();
    expect(list).toMatchObject({ place: null, class: 'fire' });
    const began = test.house.desk.incident(incident)?.began ?? 0;
    expect(steps.filter(({ minute }) => minute !== null).map(({ minute, due }) => [minute, due])).toEqual([
      [1, began + 60_000],
      [3, began + 180_000],
      [5, began + 300_000],
    ]);
  });

  it('keeps who marked what and when, wants a reason where a step is left out or blocked, and takes a mark back', async () => {
    expect((await mark(zhang, 'call-room', 'done')).status).toBe(200);
    const refused = await mark(zhang, 'lift', 'blocked');
    expect([refused.status, said(refused)]).toEqual([400, expect.stringContaining('不适用或受阻须注明原因')]);
    await mark(li, 'lift', 'blocked', '电梯检修中');
    await mark(zhang, 'pumps', 'not-applicable', '无水系统');
    const marks = (await work(li)).steps.flatMap(({ id, mark: one }) => (one ? [[id, one.state, one.name, one.reason]] : []));
    expect(marks).toEqual([
      ['call-room', 'done', 'operator', null],
      ['pumps', 'not-applicable', 'operator', '无水系统'],
      ['lift', 'blocked', 'supervisor', '电梯检修中'],
    ]);
    const again = await mark(li, 'call-room', 'done');
    expect([again.status, said(again)]).toEqual([409, expect.stringContaining('已有人标记')]);
    expect((await mark(li, 'pumps', 'open')).status).toBe(200);
    expect((await work()).steps.find(({ id }) => id === 'pumps')?.mark).toBeNull();
    expect((await mark(zhang, 'no-such-step', 'done')).status).toBe(400);
  });

  it('is the nearest one’s where a place has its own, in versions, and what was marked is not lost by it', async () => {
    const admin = await test.person('administrator');
    const step = { id: 'gas', title: { zh: '关闭燃气总阀', en: 'Shut the gas main' }, due: 90, minute: null };
    const set = (version: number, steps: unknown) => admin.ask('PUT', '/places/unit/checklists', { class: 'fire', version, steps });
    expect((await set(0, [step])).status).toBe(200);
    const { list, steps } = await work();
    expect(list).toMatchObject({ place: { id: 'unit', name: '示范物业' }, version: 1 });
    expect(steps.map(({ id, listed }) => [id, listed])).toEqual([
      ['gas', true],
      ['call-room', false],
      ['lift', false],
    ]);
    expect((await set(0, null)).body).toMatchObject({ code: 'changed-meanwhile' });
    expect((await set(1, [step, step])).status).toBe(400);
    const { body } = await set(1, null);
    expect((body as PlaceChecklists).lists.find((one) => one.class === 'fire')).toMatchObject({ from: null, version: 2 });
    expect((await zhang.ask('PUT', '/places/unit/checklists', { class: 'fire', version: 2, steps: null })).status).toBe(403);

    const read = async (place: string, by = zhang) => {
      const { body: all } = await by.get(`/places/${place}/checklists/versions?class=fire`);
      return (all as ChecklistVersions).items.map((one) => [
        one.version,
        one.steps?.length ?? null,
        one.until,
        one.incidents.map(({ id }) => id),
      ]);
    };
    const [second, first] = await read('unit');
    expect([first, second]).toEqual([
      [1, 1, expect.any(Number), [incident]],
      [2, null, null, []],
    ]);
    expect(await read('tower')).toEqual([]);
  });
});

describe('notes and pictures', () => {
  it('are confirmed once, however often a phone sends them', async () => {
    const [key, ofNote, file] = [randomUUID(), randomUUID(), aJpeg()];
    const first = await sendPicture(zhang, file, key, `?caption=${encodeURIComponent('走廊有烟')}&at=1000`);
    expect([first.status, first.body]).toEqual([201, expect.objectContaining({ id: key, is: 'media', text: '走廊有烟', taken: 1_000 })]);
    const second = await sendPicture(zhang, file, key, `?caption=${encodeURIComponent('走廊有烟')}&at=1000`);
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect((await sendPicture(zhang, aPng(), key)).status).toBe(409);
    // Of a phone whose clock is two hours ahead: a minute old all the same.
    const when = { at: test.house.clock.now() + 7_200_000, sent: test.house.clock.now() + 7_260_000 };
    const note = () => zhang.ask('POST', `/incidents/${incident}/notes`, { text: '12 层无人', ...when }, { 'idempotency-key': ofNote });
    const told = await note();
    expect([told.status, (await note()).status]).toEqual([201, 201]);
    const { at, taken } = told.body as WorkEntry;
    expect(Math.abs(at - (taken ?? 0) - 60_000)).toBeLessThan(5_000);
    const { entries } = await work();
    expect(entries.map(({ is, text }) => [is, text])).toEqual([
      ['media', '走廊有烟'],
      ['note', '12 层无人'],
    ]);
    expect(onDisk()).toEqual([createHash('sha256').update(file).digest('hex')]);
  });

  it('stand in the audit and the chain with their hash', async () => {
    const { body } = await zhang.get(`/incidents/${incident}`);
    const line = (body as { audit: { what: string; detail: { media?: { hash: string } } }[] }).audit.find(
      ({ what }) => what === 'add-picture',
    );
    expect(line?.detail.media?.hash).toBe(onDisk()[0]);
  });

  it.each([
    ['what is no picture', Buffer.from('hello'), 400, '只接收 JPEG、PNG、WebP'],
    ['an empty file', Buffer.alloc(0), 400, '只接收 JPEG、PNG、WebP'],
    ['a HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 400, '只接收 JPEG、PNG、WebP'],
    ['a picture that is cut off', aJpeg().subarray(0, 260), 400, '不完整'],
    ['a hundred megapixels', aJpeg(12_000, 9_000), 400, '108 百万像素'],
    ['more than 10 MB', Buffer.alloc(10 * 2 ** 20 + 1), 413, '内容过大'],
  ])('are refused in words, and nothing is left, where they are %s', async (_what, file, status, words) => {
    const before = onDisk();
    const answer = await sendPicture(zhang, file);
    expect([answer.status, said(answer)]).toEqual([status, expect.stringContaining(words)]);
    expect(onDisk()).toEqual(before);
  });

  it('want a key that is a UUID', async () => {
    const answer = await sendPicture(zhang, aPng(), 'one');
    expect([answer.status, said(answer)]).toEqual([400, expect.stringContaining('UUID')]);
  });

  /** An upload that has sent half of its file. */
  async function half(): Promise<Socket> {
    const { hostname, port } = new URL(test.address);
    const socket = connect(Number(port), hostname);
    const file = aPng(200, 200, 77);
    const head = `POST /api/v1/incidents/${incident}/media HTTP/1.1\r\nhost: ${hostname}:${port}\r\norigin: ${test.address}\r\ncookie: ${zhang.cookie}\r\n`;
    socket.write(`${head}x-balefire-csrf: ${zhang.csrf}\r\nidempotency-key: ${randomUUID()}\r\ncontent-length: ${file.length}\r\n\r\n`);
    await new Promise((written) => socket.write(file.subarray(0, 100), written));
    return socket;
  }

  it('leave nothing where the line breaks in the middle', async () => {
    const before = onDisk();
    (await half()).destroy();
    const whole = await sendPicture(zhang, aPng(3, 3, 9));
    expect(whole.status).toBe(201);
    expect(onDisk()).toHaveLength(before.length + 1);
    expect((await work()).entries).toHaveLength(3);
  });

  it('are told to wait where a dozen of them are on their way, before another is read', async () => {
    const lines = await Promise.all(Array.from({ length: 12 }, half));
    const key = randomUUID();
    const outcome = async (): Promise<number> => (await sendPicture(zhang, aPng(3, 3, 9), key)).status;
    while ((await outcome()) !== 429);
    for (const line of lines) line.destroy();
    while ((await outcome()) === 429);
    expect(await outcome()).toBe(201);
  });

  it('are not confirmed where the disk refuses, and taken when it does not any more', async () => {
    const [folder, away] = [join(test.folder, 'pictures'), join(test.folder, 'pictures-away')];
    const [key, before] = [randomUUID(), (await work()).entries.length];
    renameSync(folder, away);
    writeFileSync(folder, '');
    const refused = await sendPicture(zhang, aPng(8, 8, 8), key);
    rmSync(folder);
    renameSync(away, folder);
    expect([refused.status, said(refused)]).toEqual([503, expect.stringContaining('磁盘拒绝写入')]);
    expect((await work()).entries).toHaveLength(before);
    expect((await sendPicture(zhang, aPng(8, 8, 8), key)).status).toBe(201);
  });

  it('show where they were taken to those alone who say what it was', async () => {
    const [picture] = (await work()).entries as [WorkEntry, ...WorkEntry[]];
    const path = `/pictures/${picture.media?.id}`;
    const shown = await li.get(path);
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    expect(shown.headers.get('content-security-policy')).toContain('sandbox');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect((shown.body as Buffer).includes('GPS')).toBe(false);
    expect((await li.get(`${path}?original=true`)).body).toEqual(aJpeg());
    expect((await li.get(`${path}/place`)).body).toMatchObject({ position: { longitude: 120.1 } });
    const auditor = await test.person('auditor');
    expect((await auditor.get(path)).status).toBe(200);
    expect([(await auditor.get(`${path}?original=true`)).status, (await auditor.get(`${path}/place`)).status]).toEqual([403, 403]);
    const stranger = await test.person('manager', 'farm');
    expect((await stranger.get(path)).status).toBe(404);
  });

  it('of one who sees a floor alone are shown to those of the whole, and not the other way round', async () => {
    const floor = await test.person('manager', 'f12');
    const own = await sendPicture(floor, aPng(5, 5, 55));
    expect(own.status).toBe(201);
    expect((await work(floor)).entries).toHaveLength(1);
    expect((await work()).entries).toHaveLength(6);
  });
});

describe('a hand-over', () => {
  const hand = (by: Browser, way: string, body?: unknown) => by.ask('POST', `/incidents/${incident}/hand-over${way}`, body);
  const idOf = ({ session }: Browser): string => session?.person.id ?? '';

  it('goes to who may handle it there, and until they accept the first one has it', async () => {
    const refusedFirst = await hand(zhang, '', { to: idOf(li), words: '请接手' });
    expect([refusedFirst.status, said(refusedFirst)]).toEqual([409, expect.stringContaining('由我处置')]);
    await zhang.ask('POST', `/incidents/${incident}/take`, {});
    const farmer = await test.person('operator', 'farm');
    const { items } = (await hand(zhang, '').then(() => zhang.get(`/incidents/${incident}/hand-over`))).body as HandOverPeople;
    expect(items.map(({ id }) => id)).toContain(idOf(li));
    expect(items.map(({ id }) => id)).not.toContain(idOf(farmer));
    expect(said(await hand(zhang, '', { to: idOf(farmer), words: '请接手' }))).toContain('无权处置该处的事件');
    const offered = (await hand(zhang, '', { to: idOf(li), words: '消防车已到，我去交班' })).body as IncidentView;
    expect(offered).toMatchObject({ taken: { by: idOf(zhang) }, handOver: { to: { id: idOf(li) }, answer: null } });
    expect((await hand(farmer, '/accept')).status).toBe(404);
    expect(said(await hand(zhang, '/accept'))).toContain('不是给您的');
    const declined = (await hand(li, '/decline', { reason: '正在处置另一起' })).body as IncidentView;
    expect(declined).toMatchObject({ taken: { by: idOf(zhang) }, handOver: { answer: { is: 'declined', reason: '正在处置另一起' } } });
    await hand(zhang, '', { to: idOf(li), words: '现在可以吗' });
    const accepted = (await hand(li, '/accept')).body as IncidentView;
    expect(accepted).toMatchObject({ taken: { by: idOf(li), reason: '现在可以吗' }, handOver: { answer: { is: 'accepted' } } });
  });

  it('ends where somebody takes it over meanwhile, or who offered it takes it back', async () => {
    await hand(li, '', { to: idOf(zhang), words: '交还' });
    await zhang.ask('POST', `/incidents/${incident}/take`, { reason: '本班处置' });
    expect((await work()).handOver).toBeNull();
    await hand(zhang, '', { to: idOf(li), words: '再交' });
    expect((await hand(zhang, '/withdraw')).body).toMatchObject({ handOver: null, taken: { by: idOf(zhang) } });
  });

  it('waits as long as its nearest place gives, which who may sets with a reason within bounds; one that waits already keeps its time', async () => {
    const admin = await test.person('administrator');
    const set = (scope: string, value: number | null, version: number, by = admin) =>
      by.ask('PUT', '/parameters', { scope, name: 'handOverLimit', value, version, reason: '夜间只有一人' });
    const waits = async (): Promise<number> => {
      const { at, due } = ((await hand(zhang, '', { to: idOf(li), words: '请接手' })).body as IncidentView).handOver ?? { at: 0, due: 0 };
      return due - at;
    };
    expect(await waits()).toBe(120_000);
    expect((await set('unit', 45, 0, zhang)).status).toBe(403);
    expect(said(await set('unit', 29, 0))).toContain('应为 30 至 600');
    expect(said(await admin.ask('PUT', '/parameters', { scope: 'unit', name: 'handOverLimit', value: 45, version: 0 }))).toContain(
      '请填写原因',
    );
    expect(said(await set('smoke-1', 45, 0))).toContain('按位置设定');
    expect((await set('root', 300, 0)).status).toBe(200);
    expect((await set('unit', 45, 0)).status).toBe(200);
    expect((await set('unit', 60, 0)).status).toBe(409);
    const { due = 0, at = 0 } = (await work()).handOver ?? {};
    expect(due - at).toBe(120_000);
    expect(await waits()).toBe(45_000);
    await set('unit', null, 1);
    expect(await waits()).toBe(300_000);
    const { items } = (await li.get('/limits?scope=unit')).body as { items: LimitView[] };
    expect(items.find(({ name }) => name === 'handOverLimit')).toMatchObject({
      title: { zh: '移交应答时限' },
      lowest: 30,
      highest: 600,
      now: { value: 300, source: 'place', place: { id: 'root' } },
      changed: { name: 'administrator', reason: '夜间只有一人', before: 45 },
    });
    await hand(zhang, '/withdraw');
  });
});

it('all of it is in the printed record, and in the bundle whose verifier looks at the pictures', async () => {
  expect((await zhang.get(`/incidents/${incident}/record`)).status).toBe(200);
  const bundle = await li.get(`/incidents/${incident}/bundle`);
  expect(bundle.status).toBe(200);
  const bytes = bundle.body as Buffer;
  expect(bytes.includes(aJpeg())).toBe(true);
  expect(bytes.includes('pictures.json')).toBe(true);
  const auditor = await test.person('auditor');
  expect(((await auditor.get(`/incidents/${incident}/bundle`)).body as Buffer).includes(aJpeg())).toBe(false);
});

it('is printed without the pictures that the disk has damaged', async () => {
  const { entries } = await work();
  const hashes = [...new Set(entries.flatMap(({ media }) => media?.hash ?? []))];
  expect(hashes.length).toBeGreaterThan(1);
  const files = hashes.map((hash) => join(test.folder, 'pictures', hash)).map((file) => ({ file, whole: readFileSync(file) }));
  for (const [nth, { file, whole }] of files.entries()) writeFileSync(file, whole.subarray(0, nth % 2 === 0 ? 10 : -20));
  expect((await zhang.get(`/incidents/${incident}/record`)).status).toBe(200);
  for (const { file, whole } of files) writeFileSync(file, whole);
});

it('all of it is there after a restart', async () => {
  const before = test.house.desk.incident(incident);
  await test.web.close();
  await test.house.close();
  const again = await openTestHouse(test.folder);
  const { change: _was, ...now } = again.house.desk.incident(incident) ?? { change: 0 };
  const { change: _is, ...then } = before ?? { change: 0 };
  expect(now).toEqual(then);
  await again.house.close();
});
