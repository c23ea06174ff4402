// Answering from a phone, over the wire: the link of a push, what may be pressed once, and what each answer does to the telling.
import { type AnsweringHouse, anAnsweringHouse } from '../testing/an-answering-house.ts';

const PEOPLE = ['张工', '李工', '演习员'] as const;
const TO_DUTY_ROOM = { whom: { role: 'duty-room' as const }, via: ['bark'] };

let open: AnsweringHouse;
beforeEach(async () => {
  open = await anAnsweringHouse(PEOPLE);
  await open.onDuty(['张工']);
});
afterEach(() => open.close());

const house = () => open.house();
const incident = (device = 'smoke-1') => open.house().desk.incident(house().desk.openOf(device)[0]?.incident ?? '');

/** The page of a link as it is where the test runs. */
const here = (url: string): string => open.address() + new URL(url).pathname;

interface Page {
  readonly status: number;
  readonly is: string;
  readonly text: string;
  readonly seen: string;
}

async function pageOf(response: Response): Promise<Page> {
  const text = await response.text();
  return {
    status: response.status,
    is: /data-is="([^"]*)"/.exec(text)?.[1] ?? '',
    seen: /name="seen" value="(\d+)"/.exec(text)?.[1] ?? '',
    text,
  };
}

const look = async (url: string): Promise<Page> => pageOf(await fetch(here(url)));

async function press(url: string, answer: string, seen?: string, headers: Record<string, string> = {}): Promise<Page> {
  const body = new URLSearchParams({ answer, seen: seen ?? (await look(url)).seen });
  return pageOf(await fetch(here(url), { method: 'POST', body, headers }));
}

async function firstLink(): Promise<string> {
  await open.fire('smoke-1');
  await open.pushed(1);
  return open.pushes()[0]?.url ?? '';
}

describe('looking at a link', () => {
  it('tells what, where, when and how sure in the language of the phone, and changes nothing however often a robot looks', async () => {
    await open.test.policy([{ ...TO_DUTY_ROOM, after: 0 }]);
    const url = await firstLink();
    expect(url).toMatch(/^https:\/\/fire\.example\.org\/answer\/[\w.-]+$/);
    const before = JSON.stringify([incident(), house().desk.openOf('smoke-1')]);
    for (const method of ['GET', 'HEAD', 'GET']) await fetch(here(url), { method });
    expect((await fetch(here(url), { method: 'PUT' })).status).toBe(404);
    expect(JSON.stringify([incident(), house().desk.openOf('smoke-1')])).toBe(before);
    const page = await look(url);
    expect(page).toMatchObject({ status: 200, is: 'ask' });
    for (const told of ['火警', '示范物业 · 示范大厦 · 12层', '1201 烟感', '单点报警，待核实', '我去现场', '张工'])
      expect(page.text).toContain(told);
    const english = await pageOf(await fetch(here(url), { headers: { 'accept-language': 'en' } }));
    for (const told of ['One point, unverified', 'I am going']) expect(english.text).toContain(told);
  });

  it('is kept by nobody, sends no script, and stands under the strict policy', async () => {
    await open.test.policy([{ ...TO_DUTY_ROOM, after: 0 }]);
    const response = await fetch(here(await firstLink()));
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toContain("form-action 'self'");
    const text = await response.text();
    expect(text).not.toContain('<script');
    expect(Buffer.byteLength(text)).toBeLessThan(60 * 1_024);
  });
});

describe('an answer', () => {
  it('“I am going” acknowledges in the person’s name, begins to verify, ends the telling and stands in the audit as a link’s', async () => {
    await open.test.policy([
      { ...TO_DUTY_ROOM, after: 0 },
      { ...TO_DUTY_ROOM, after: 4, via: ['sms'] },
    ]);
    const url = await firstLink();
    expect(await press(url, 'going')).toMatchObject({ status: 200, is: 'said' });
    const [alarm] = house().desk.openOf('smoke-1');
    expect(alarm).toMatchObject({ attention: 'acknowledged', acknowledged: { id: '张工', name: '张工', from: '127.0.0.1' } });
    expect(incident()).toMatchObject({ state: 'verifying', answers: [{ name: '张工', answer: 'going' }] });
    const [line] = house().alarms.listAudit({ about: incident()?.id, limit: 1 });
    expect(line).toMatchObject({ what: 'answer-incident', name: '张工', detail: { answer: 'going', through: 'link' } });
    // A fire beside it is told in its second step; this one is not.
    const other = { id: 'b2', parent: 'unit', kind: 'building' as const, name: 'b2', longitude: null, latitude: null };
    await house().flow.act({ do: 'add-place', place: other }, { id: 'p', name: 'p', from: 'p' });
    const device = { id: 's2', name: 's2', model: 'balefire/smoke', place: 'b2', modbus: null, longitude: null, latitude: null };
    await house().flow.act({ do: 'register-device', device, secretHash: null }, { id: 'p', name: 'p', from: 'p' });
    await open.fire('s2');
    await open.texted(1);
    expect(house().notices.ofIncident(incident()?.id ?? '')).toHaveLength(1);
    expect(house().notices.ofIncident(incident('s2')?.id ?? '')).toHaveLength(2);
  });

  it('“I cannot come” is on record and stops nothing', async () => {
    await open.test.policy([
      { ...TO_DUTY_ROOM, after: 0 },
      { ...TO_DUTY_ROOM, after: 1, via: ['sms'] },
    ]);
    const url = await firstLink();
    await press(url, 'unable');
    expect(house().desk.openOf('smoke-1')[0]?.attention).toBe('new');
    expect(incident()).toMatchObject({ state: 'new', answers: [{ answer: 'unable' }] });
    await open.texted(1);
  });

  it('counts towards the people that a step needs: the second one ends it', async () => {
    await open.onDuty(['张工', '李工']);
    await open.test.policy([
      { ...TO_DUTY_ROOM, after: 0, needs: 2 },
      { ...TO_DUTY_ROOM, after: 1, via: ['sms'] },
      { ...TO_DUTY_ROOM, after: 86_000, via: ['sms'] },
    ]);
    await open.fire('smoke-1');
    await open.pushed(2);
    const [zhang, li] = open.pushes().map(({ url }) => url);
    await press(zhang ?? '', 'seen');
    await open.texted(2);
    await press(li ?? '', 'seen');
    const record = house().database.prepare<[], { data: string }>('SELECT data FROM escalation').get();
    expect(JSON.parse(record?.data ?? '{}')).toMatchObject({ by: ['张工', '李工'], acknowledgedAt: expect.any(Number) });
  });

  it('is taken once a link, and still only once after a restart', async () => {
    await open.test.policy([{ ...TO_DUTY_ROOM, after: 0 }]);
    const url = await firstLink();
    const { seen } = await look(url);
    const all = await Promise.all([press(url, 'seen', seen), press(url, 'going', seen), press(url, 'unable', seen)]);
    expect(all.map(({ is }) => is)).toEqual(['said', 'said', 'said']);
    expect(incident()?.answers).toHaveLength(1);
    await open.reopen();
    expect(await look(url)).toMatchObject({ status: 200, is: 'said' });
    expect(await press(url, 'unable', seen)).toMatchObject({ status: 409, is: 'said' });
  });

  it('acknowledges no alarm that began after the page was shown', async () => {
    await open.test.policy([{ ...TO_DUTY_ROOM, after: 0 }]);
    const url = await firstLink();
    const { seen } = await look(url);
    await open.fire('smoke-2');
    expect(await press(url, 'seen', seen)).toMatchObject({ is: 'said' });
    expect([house().desk.openOf('smoke-1')[0]?.attention, house().desk.openOf('smoke-2')[0]?.attention]).toEqual(['acknowledged', 'new']);
  });
});

describe('an answer that comes to nothing', () => {
  it('is asked for again with what went wrong above the buttons, and counts when it is pressed again', async () => {
    await open.test.policy([{ ...TO_DUTY_ROOM, after: 0 }]);
    const url = await firstLink();
    const { flow } = house();
    Object.assign(flow, { act: () => Promise.reject(new Error('the disk is full')) });
    const failed = await press(url, 'going');
    Reflect.deleteProperty(flow, 'act');
    expect(failed).toMatchObject({ status: 503, is: 'ask' });
    expect(failed.text).toContain('答复未能记录，请再按一次');
    expect(failed.text).toContain('value="going"');
    expect(incident()?.answers).toBeUndefined();
    expect(await press(url, 'going', failed.seen)).toMatchObject({ status: 200, is: 'said' });
  });
});

describe('a link that opens nothing', () => {
  it('says so in words: a wrong one, one of another site, no choice, one of an incident that is over', async () => {
    await open.test.policy([{ ...TO_DUTY_ROOM, after: 0 }]);
    const url = await firstLink();
    const { seen } = await look(url);
    expect(await look(`${url}x`)).toMatchObject({ status: 404, is: 'wrong' });
    expect((await look(`${url}x`)).text).not.toContain('示范');
    expect(await press(url, 'going', seen, { origin: 'https://elsewhere.example.org' })).toMatchObject({ status: 403, is: 'foreign' });
    for (const again of [await press(url, 'run', seen), await press(url, 'seen', 'x'.repeat(5_000))]) {
      expect(again).toMatchObject({ status: 400, is: 'ask', seen });
      expect(again.text).toContain('没有选择答复，请重选');
    }
    expect(incident()?.answers).toBeUndefined();
    const by = { id: 'p1', name: '值班员', from: '127.0.0.1' };
    const id = incident()?.id ?? '';
    await house().flow.act({ do: 'find-incident', incident: id, verdict: 'false', cause: 'dust' }, by);
    const clear = Buffer.from(JSON.stringify({ points: { smoke: 'normal' } }));
    await house().flow.accept({ link: 'mqtt', peer: 'x', device: 'smoke-1', kind: 'up', body: clear, drill: false });
    await house().flow.act({ do: 'close-incident', incident: id, isSupervisor: true }, by);
    expect(await look(url)).toMatchObject({ status: 410, is: 'closed' });
    expect(await press(url, 'going', seen)).toMatchObject({ status: 410, is: 'closed' });
    // Opened again it is told anew: the old link stays shut, whatever its time says.
    await open.house().flow.act({ do: 'reopen-incident', incident: id, reason: '复燃' }, by);
    expect(await press(url, 'going', seen)).toMatchObject({ status: 410, is: 'expired' });
  });

  it('is expired after its time', async () => {
    await open.test.policy([{ ...TO_DUTY_ROOM, after: 0 }]);
    const url = await firstLink();
    const [row] = house().notices.ofIncident(incident()?.id ?? '');
    const old = house().answerLinks.token({ notice: row?.id ?? '', expiresAt: house().clock.now() - 1_000 });
    const late = url.replace(/[^/]+$/, old);
    expect(await look(late)).toMatchObject({ status: 410, is: 'expired' });
    expect(await press(late, 'going', '1')).toMatchObject({ status: 410, is: 'expired' });
    expect(incident()?.answers).toBeUndefined();
  });

  it('is not tried again and again from one address', async () => {
    const all = await Promise.all(Array.from({ length: 60 }, (_, n) => fetch(`${open.address()}/answer/try-${n}`)));
    const refused = all.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(10);
    expect(refused[0]?.headers.get('retry-after')).toBe('5');
  });
});

it('the link of a drill goes to the people of drills, and its page says so first', async () => {
  await open.onDuty(['演习员'], true);
  await open.test.policy([{ ...TO_DUTY_ROOM, after: 0 }], true);
  await open.fire('smoke-1', true);
  await open.pushed(1);
  const page = await look(open.pushes()[0]?.url ?? '');
  expect(page.text).toContain('演练，不是真实报警');
  expect(page.text).toContain('data-drill="true"');
  expect(await press(open.pushes()[0]?.url ?? '', 'going')).toMatchObject({ is: 'said' });
  expect(incident()).toMatchObject({ drill: true, answers: [{ name: '演习员', answer: 'going' }] });
});
