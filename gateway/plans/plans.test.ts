// Floor plans over the API: what may become a drawing, who overtook whom, copies to floors alike, and a restart.
import { GATEWAY } from '../acts.ts';
import { hangDemoPlan } from '../demo-plan.ts';
import { readDistrict, settle } from '../import-district.ts';
import { packageFile } from '../package-root.ts';
import { aHouse } from '../testing/a-house.ts';
import type { FloorPlan, PlanCopy } from '../web/plan-contract.ts';
import { aWeb, type Browser, type TestWeb } from '../web/testing/a-web.ts';
import { readDrawing } from './drawing.ts';
import { Plans } from './plans.ts';
import { pngHead } from './testing/png-head.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><rect width="400" height="300"/></svg>';
const svg = (inside: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3">${inside}</svg>`;

describe('a drawing', () => {
  it('is known by its head: kind and dimensions, without being decoded', () => {
    expect(readDrawing(pngHead(3_000, 2_000))).toMatchObject({ kind: 'image/png', width: 3_000, height: 2_000 });
    const jpeg = Buffer.from('ffd8ffe000044a46ffc0000b08012c0190010111000000', 'hex');
    expect(readDrawing(jpeg)).toMatchObject({ kind: 'image/jpeg', width: 400, height: 300 });
    const webp = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBPVP8X'), Buffer.from('0a000000000000008f01002b0100', 'hex')]);
    expect(readDrawing(webp)).toMatchObject({ kind: 'image/webp', width: 400, height: 300 });
    expect(readDrawing(Buffer.from(SVG))).toMatchObject({ kind: 'image/svg+xml', width: 400, height: 300 });
  });

  it.each([
    ['a hundred megapixels', pngHead(10_000, 10_000), '10000×10000，共 100 百万像素，最多 40'],
    ['a strip longer than any screen', pngHead(20_000, 100), '边长最多 16384'],
    ['no pixels at all', pngHead(0, 100), '读不出尺寸'],
    ['a picture cut off in its head', pngHead(9, 9).subarray(0, 18), '读不出尺寸'],
    ['a page of PDF', Buffer.from('%PDF-1.7 …'), '平面图页面'],
    ['a text', Buffer.from('loop,point'), 'PNG、JPEG、WebP 或 SVG'],
    ['a script', Buffer.from(svg('<script>alert(1)</script>')), 'script'],
    ['a script under another name', Buffer.from(svg('<s:script xmlns:s="http://www.w3.org/2000/svg"/>')), 'script'],
    ['a page within', Buffer.from(svg('<foreignObject/>')), 'foreignObject'],
    ['a handler', Buffer.from(svg('<rect onclick="x()"/>')), 'on…'],
    ['a picture from elsewhere', Buffer.from(svg('<image href="https://example.org/x.png"/>')), 'href'],
    ['a link hidden in character references', Buffer.from(svg('<a xlink:href="&#106;avascript:x()"/>')), 'href'],
    ['a style from elsewhere', Buffer.from(svg('<style>@import "x.css"</style>')), '@import'],
    ['a fill from elsewhere', Buffer.from(svg('<rect fill="url(http://example.org/a)"/>')), 'url'],
    ['a style in escapes', Buffer.from(svg('<rect style="fill:u\\72l(http://x)"/>')), '转义'],
    ['entities that grow', Buffer.from(`<!DOCTYPE svg [<!ENTITY a "aaaa">]>${SVG}`), 'DOCTYPE'],
  ])('is refused in words where it holds %s', (_what, file, said) => {
    const answer = readDrawing(file);
    expect('zh' in answer ? answer.zh : 'taken').toContain(said);
  });

  it('may refer to its own parts and carry its own pictures', () => {
    const own = svg('<use href="#door"/><rect fill="url(#hatch)"/><image href="data:image/png;base64,AA=="/>');
    expect(readDrawing(Buffer.from(own))).toHaveProperty('hash');
  });
});

describe('a floor plan', () => {
  let test: TestWeb;
  let admin: Browser;
  beforeAll(async () => {
    test = await aWeb();
    admin = await test.person('administrator');
    await test.house.flow.act(
      { do: 'add-place', place: { id: 'f13', parent: 'tower', kind: 'floor', name: '13层', longitude: null, latitude: null } },
      GATEWAY,
    );
    const device = { model: 'balefire/smoke', place: 'f13', modbus: null, longitude: null, latitude: null };
    for (const [id, name] of [
      ['smoke-13', '1301 烟感'],
      ['extra-13', '机房烟感'],
    ] as const)
      await test.house.flow.act({ do: 'register-device', device: { ...device, id, name }, secretHash: null }, GATEWAY);
  });
  afterAll(() => test.close());
  const upload = (place: string, body: string, version: number) =>
    admin.ask('POST', `/places/${place}/plan/drawing?version=${version}`, body, { 'content-type': 'image/svg+xml' });
  const arrange = (version: number, positions: unknown[]) => admin.ask('PUT', '/plans/f12', { version, scale: null, positions });

  it('begins with its drawing, whose hash stands in the audit under the person’s name, and which a browser gets sandboxed', async () => {
    expect(((await admin.get('/places/f12/plan')).body as FloorPlan).version).toBe(0);
    const { status, body } = await upload('f12', SVG, 0);
    expect(status).toBe(200);
    const { drawing } = body as FloorPlan;
    const [line] = test.house.alarms.listAudit({ about: 'f12', limit: 1 });
    expect(line).toMatchObject({ what: 'change-plans', name: 'administrator' });
    expect(JSON.stringify(line?.detail)).toContain(drawing?.hash);
    const file = await admin.get('/plans/f12/drawing');
    expect(file.headers.get('content-type')).toBe('image/svg+xml');
    expect(file.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect(String(file.body)).toBe(SVG);
  });

  it('belongs to a floor or a zone, and takes no bad file', async () => {
    expect((await upload('tower', SVG, 0)).status).toBe(400);
    const refused = await upload('f12', svg('<script/>'), 1);
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([400, expect.stringContaining('脚本')]);
    expect(test.house.plans.get('f12')?.version).toBe(1);
  });

  it('is not taken from the second of two who change it at once, who is told by whom', async () => {
    expect((await arrange(1, [{ device: 'smoke-1', x: 0.25, y: 0.5 }])).status).toBe(200);
    const late = await arrange(1, [{ device: 'smoke-1', x: 0.9, y: 0.9 }]);
    expect(late.status).toBe(409);
    expect(JSON.stringify(late.body)).toContain('administrator 改到第 2 版');
    expect(test.house.plans.get('f12')?.positions).toEqual({ 'smoke-1': { x: 0.25, y: 0.5 } });
  });

  it('holds no device of another place, and nothing outside the drawing', async () => {
    expect((await arrange(2, [{ device: 'voice-1', x: 0.1, y: 0.1 }])).status).toBe(400);
    expect((await arrange(2, [{ device: 'smoke-1', x: 1.1, y: 0.1 }])).status).toBe(400);
  });

  it('is copied to a floor like it, first as a trial, and leaves alone what has no likeness', async () => {
    const copy = (dry: boolean) => admin.ask('POST', '/plans/f12/copy', { version: 2, to: ['f13'], dry });
    const trial = (await copy(true)).body as PlanCopy;
    expect(trial).toMatchObject({ done: false, floors: [{ matched: 1, unmatched: ['机房烟感'], hadPlan: false }] });
    expect(test.house.plans.get('f13')).toBeUndefined();
    expect(((await copy(false)).body as PlanCopy).done).toBe(true);
    expect(test.house.plans.get('f13')).toMatchObject({ version: 1, positions: { 'smoke-13': { x: 0.25, y: 0.5 } } });
    expect((await admin.ask('POST', '/plans/f12/copy', { version: 2, to: ['unit'], dry: true })).status).toBe(400);
  });

  it('is taken down with a reason, and hung again with all that stood on it', async () => {
    const asked = (path: string, body: object) => admin.ask('POST', path, body);
    const before = test.house.plans.get('f12');
    expect((await asked('/plans/f12/remove', { version: 2, reason: '  ' })).status).toBe(400);
    expect((await asked('/plans/f12/remove', { version: 1, reason: '挂错楼层' })).status).toBe(409);
    const { body } = await asked('/plans/f12/remove', { version: 2, reason: '挂错楼层' });
    expect(body).toMatchObject({ version: 3, drawing: null, removed: { name: 'administrator', reason: '挂错楼层' } });
    expect((body as FloorPlan).items.filter(({ at }) => at !== null)).toEqual([]);
    expect((await admin.get('/plans/f12/drawing')).status).toBe(404);
    expect(new Plans(test.house.database).get('f12')).toBeUndefined();
    const [line] = test.house.alarms.listAudit({ about: 'f12', limit: 1 });
    expect(line).toMatchObject({ what: 'remove-plan', name: 'administrator', detail: { reason: '挂错楼层' } });
    const back = (await asked('/places/f12/plan/restore', { version: 3 })).body as FloorPlan;
    expect(back).toMatchObject({ version: 4, removed: null, drawing: { hash: before?.drawing.hash } });
    expect(test.house.plans.get('f12')?.positions).toEqual(before?.positions);
    expect((await asked('/places/f12/plan/restore', { version: 4 })).status).toBe(409);
  });

  it('that was taken down gives way to a new drawing, on which nothing stands yet', async () => {
    await admin.ask('POST', '/plans/f13/remove', { version: 1, reason: '改造' });
    const { body } = await upload('f13', SVG, 2);
    expect(body).toMatchObject({ version: 3, removed: null });
    expect(test.house.plans.get('f13')?.positions).toEqual({});
  });

  it('is hidden from whoever does not see its floor', async () => {
    const ranger = await test.person('technician', 'farm');
    expect((await ranger.get('/places/f12/plan')).status).toBe(404);
    expect((await ranger.get('/plans/f12/drawing')).status).toBe(404);
  });

  it('of the demonstration is taken, and lies on the floor with every spot on a device of its district', async () => {
    const settled = await aHouse();
    const { house } = settled;
    await settle(house.flow, readDistrict(packageFile('config/demo-district.json')), GATEWAY);
    await hangDemoPlan(house);
    const plan = house.plans.get('tower-f12');
    expect(Object.keys(plan?.positions ?? {}).map((id) => house.estate.device(id)?.path.at(-1))).toEqual(Array(8).fill('tower-f12'));
    await settled.remove();
  });

  it('stands after a restart', () => {
    expect(new Plans(test.house.database).get('f12')).toEqual(test.house.plans.get('f12'));
  });
});
