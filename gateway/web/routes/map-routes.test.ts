// The map over real HTTP on a whole gateway: points within the subtree, what is near, what was, and layers with their files.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { GATEWAY } from '../../acts.ts';
import { LONGEST_REPLAY_MS, MOST_ENDED } from '../../map/sketch-past.ts';
import { MOST_SKETCHES, Sketches } from '../../map/sketches.ts';
import { openDatabase } from '../../sqlite.ts';
import type { AuditRow } from '../contract.ts';
import type { MapLayer, MapPast, MapPoints, Nearby } from '../map-contract.ts';
import type { SketchList, SketchPastView, SketchView } from '../sketch-contract.ts';
import { aWeb, type Browser, type TestWeb } from '../testing/a-web.ts';

let test: TestWeb;
let admin: Browser;
beforeAll(async () => {
  test = await aWeb();
  admin = await test.person('administrator');
  const stand = async (id: string, longitude: number, latitude: number): Promise<void> => {
    const place = test.house.estate.places.get(id);
    if (place) await test.house.flow.act({ do: 'change-place', place: { ...place, longitude, latitude } }, GATEWAY);
  };
  await stand('tower', 104.7412, 35.8106);
  await stand('gate', 104.75, 35.8106);
  await stand('root', 104.7, 35.8);
  const hydrant = test.house.estate.record('hydrant-1');
  if (hydrant) await test.house.flow.act({ do: 'change-device', device: { ...hydrant, longitude: 104.742, latitude: 35.8106 } }, GATEWAY);
});
afterAll(async () => {
  await test.close();
});

async function ok<T>(asked: ReturnType<Browser['ask']>): Promise<T> {
  const { status, body } = await asked;
  if (status >= 400) throw new Error(JSON.stringify(body));
  return body as T;
}

describe('the points of the map', () => {
  it('are places and devices with a position, never a region; of the others it is said how many there are', async () => {
    const { points, unplaced } = await ok<MapPoints>(admin.get('/map/points'));
    expect(points.map(({ of, id }) => [of, id])).toEqual([
      ['place', 'tower'],
      ['place', 'gate'],
      ['device', 'hydrant-1'],
    ]);
    expect(points[2]).toMatchObject({ where: '示范物业 › 示范大厦 › 12层', silent: true, longitude: 104.742 });
    // All stand in the tower or at the gate.
    expect(unplaced).toBe(0);
  });

  it('come a page at a time, none twice and none left out', async () => {
    const ids: string[] = [];
    let next: string | null = '0';
    let pages = 0;
    while (next !== null) {
      const page: MapPoints = await ok<MapPoints>(admin.get(`/map/points?limit=2&after=${next}`));
      ids.push(...page.points.map(({ id }) => id));
      expect(page.unplaced).toBe(next === '0' ? 0 : null);
      next = page.next;
      pages += 1;
    }
    expect([ids, pages]).toEqual([['tower', 'gate', 'hydrant-1'], 2]);
  });

  it('are those of the person’s own subtree, and so is what is near', async () => {
    const ranger = await test.person('operator', 'farm');
    const { points } = await ok<MapPoints>(ranger.get('/map/points'));
    expect(points.map(({ id }) => id)).toEqual(['gate']);
    const near = await ok<Nearby>(ranger.get('/map/nearby?longitude=104.7412&latitude=35.8106'));
    expect(near.groups.flatMap(({ nearest }) => nearest.map(({ id }) => id))).toEqual(['gate']);
    const all = await ok<Nearby>(admin.get('/map/nearby?longitude=104.7412&latitude=35.8106'));
    expect(all.groups.find(({ resource }) => resource === 'hydrant')).toMatchObject({
      counts: [1, 1, 1, 1],
      nearest: [{ metres: 72, bearing: 90 }],
    });
  });

  it('count a device as standing nowhere where the only position above it is not the person’s to see', async () => {
    const caretaker = await test.person('manager', 'f12');
    expect(await ok<MapPoints>(caretaker.get('/map/points'))).toMatchObject({ points: [{ id: 'hydrant-1' }], unplaced: 3 });
  });

  it('are not asked about a spot that is none', async () => {
    expect((await admin.get('/map/nearby?longitude=200&latitude=35')).body).toMatchObject({ fields: [{ path: 'query.longitude' }] });
  });
});

describe('what was', () => {
  it('is every alarm that stood open at any moment of the span, closed since or not, and none of others', async () => {
    const before = test.house.clock.now();
    await test.tell('smoke-1', { smoke: 'alarm' });
    await test.tell('smoke-2', { smoke: 'alarm' });
    const past = async (browser: Browser, from: number, to: number): Promise<MapPast> =>
      ok<MapPast>(browser.get(`/map/past?from=${from}&to=${to}`));
    const standing = await past(admin, before - 1_000, before + 60_000);
    expect(standing).toMatchObject({ cut: false });
    expect(standing.alarms.map(({ device, class: of, to, path }) => [device, of, to, path.includes('tower')])).toEqual(
      expect.arrayContaining([['smoke-1', 'fire', null, true]]),
    );
    expect((await past(admin, before - 60_000, before - 1_000)).alarms).toEqual([]);
    const ranger = await test.person('operator', 'farm');
    expect((await past(ranger, before - 1_000, before + 60_000)).alarms).toEqual([]);
  });

  it('is not asked for over a month', async () => {
    expect((await admin.get('/map/past?from=1&to=9999999999999')).status).toBe(400);
    expect((await admin.get('/map/past?from=5&to=5')).status).toBe(400);
  });
});

describe('a layer', () => {
  const layer = {
    id: 'survey',
    place: 'root',
    name: '林场测绘图',
    kind: 'image',
    coordinates: 'gcj02',
    approval: '审图号 演示 0001',
    file: 'survey.png',
  };
  const corners = [104.7, 104.8, 104.8, 104.7].map((longitude, at) => ({ longitude, latitude: at < 2 ? 35.9 : 35.8 }));
  const fetchOf = (browser: Browser, path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${test.address}${path}`, { headers: { cookie: browser.cookie, connection: 'close', ...headers } });
  let elsewhere: Server;

  beforeAll(async () => {
    const maps = join(test.folder, 'maps');
    writeFileSync(join(maps, 'survey.png'), '0123456789');
    writeFileSync(join(maps, 'district.pmtiles'), 'PMTiles…');
    mkdirSync(join(maps, 'sheet', '3', '6'), { recursive: true });
    writeFileSync(join(maps, 'sheet', '3', '6', '2.png'), 'a tile');
    writeFileSync(join(maps, '.hidden.png'), 'no');
    symlinkSync(join(test.folder, 'state.db'), join(maps, 'leads-out.png'));
    elsewhere = createServer((_, response) => response.setHeader('content-type', 'image/png').end('from elsewhere'));
    await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done));
  });
  afterAll(() => {
    elsewhere.close();
  });

  it('is chosen from the files of the folder, set, shown without its key, and stands in the audit', async () => {
    const { items } = await ok<{ items: { name: string; kind: string }[] }>(admin.get('/map/files'));
    expect(items.map(({ name, kind }) => [name, kind])).toEqual([
      ['district.pmtiles', 'pmtiles'],
      ['leads-out.png', 'image'],
      ['sheet', 'xyz'],
      ['survey.png', 'image'],
    ]);
    await ok(admin.ask('POST', '/map/layers', { ...layer, corners }));
    await ok(
      admin.ask('POST', '/map/layers', {
        ...layer,
        id: 'sky',
        kind: 'tianditu',
        tianditu: 'img',
        coordinates: 'wgs84',
        key: 'very-secret-key',
      }),
    );
    const listed = await ok<{ items: MapLayer[] }>((await test.person('manager', 'f12')).get('/map/layers'));
    expect(listed.items).toMatchObject([
      { ...layer, corners },
      { id: 'sky', file: null, hasKey: true },
    ]);
    const audit = await ok<{ items: AuditRow[] }>(admin.get('/audit'));
    expect(audit.items.find(({ about }) => about === 'sky')).toMatchObject({ what: 'set-map-layer', detail: { name: '林场测绘图' } });
    expect(JSON.stringify([listed, audit])).not.toContain('very-secret-key');
  });

  it('keeps its key when it is changed without one', async () => {
    const { hasKey, name } = await ok<MapLayer>(
      admin.ask('PUT', '/map/layers/sky', { place: 'root', name: '影像', kind: 'tianditu', tianditu: 'img' }),
    );
    expect([hasKey, name]).toEqual([true, '影像']);
    expect(test.house.map.layers.get('sky')?.key).toBe('very-secret-key');
  });

  it('is refused with the field named where something is missing, and to who sees only a part of the places', async () => {
    const refused = async (more: object): Promise<unknown> =>
      (await admin.ask('POST', '/map/layers', { id: 'x', place: 'root', name: 'x', ...more })).body;
    expect(await refused({ kind: 'image', file: 'survey.png' })).toMatchObject({ fields: [{ path: 'body.corners' }] });
    expect(await refused({ kind: 'xyz' })).toMatchObject({ fields: [{ path: 'body.file' }] });
    expect(await refused({ kind: 'xyz', file: '../journal' })).toMatchObject({ fields: [{ path: 'body.file' }] });
    for (const url of ['ftp://a/{z}/{x}/{y}', 'https://a/{z}/{x}', 'https://a/{z}/{x}/{y}/{s}', 'javascript:{z}{x}{y}'])
      expect(await refused({ kind: 'custom', url })).toMatchObject({ fields: [{ path: 'body.url' }] });
    expect(await refused({ kind: 'tianditu', tianditu: 'vec' })).toMatchObject({ code: 'bad-request' });
    const part = await test.person('administrator', 'tower');
    expect((await part.ask('POST', '/map/layers', { ...layer, id: 'theirs', corners })).status).toBe(404);
    expect((await part.ask('DELETE', '/map/layers/survey')).status).toBe(404);
    expect((await admin.ask('POST', '/map/layers', { ...layer, corners })).status).toBe(409);
  });

  it('is served in the part that is asked for, to who is signed in alone', async () => {
    const part = await fetchOf(admin, '/maps/survey/file', { range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234']);
    expect((await fetchOf(admin, '/maps/survey/file', { range: 'bytes=50-' })).status).toBe(416);
    const whole = await fetchOf(admin, '/maps/survey/file');
    expect([whole.status, whole.headers.get('content-type'), await whole.text()]).toEqual([200, 'image/png', '0123456789']);
    const etag = whole.headers.get('etag') ?? '';
    expect((await fetchOf(admin, '/maps/survey/file', { 'if-none-match': etag, 'cache-control': 'max-age=0' })).status).toBe(304);
    expect((await fetch(`${test.address}/maps/survey/file`)).status).toBe(401);
  });

  it('gives the tiles of its folder; where there is none, nothing and no error', async () => {
    await ok(admin.ask('POST', '/map/layers', { id: 'sheet', place: 'tower', name: '图', kind: 'xyz', file: 'sheet' }));
    const tile = await fetchOf(admin, '/maps/sheet/tiles/3/6/2');
    expect([tile.status, tile.headers.get('content-type'), await tile.text()]).toEqual([200, 'image/png', 'a tile']);
    expect((await fetchOf(admin, '/maps/sheet/tiles/3/6/3')).status).toBe(204);
    // It was set for the tower: it lies below the map of a floor's caretaker, and the forest's ranger knows nothing of it.
    expect((await fetchOf(await test.person('manager', 'f12'), '/maps/sheet/tiles/3/6/2')).status).toBe(200);
    expect((await fetchOf(await test.person('operator', 'farm'), '/maps/sheet/tiles/3/6/2')).status).toBe(404);
  });

  it('never leads out of its folder', async () => {
    await ok(admin.ask('POST', '/map/layers', { ...layer, id: 'link', file: 'leads-out.png', corners }));
    expect((await fetchOf(admin, '/maps/link/file')).status).toBe(404);
    for (const path of ['3/6/..%2f..%2f..%2fstate.db', '3/9/0', '-1/0/0', '3/06/2', '1e1/0/0', '3/6/2.png', '99/0/0'])
      expect([path, (await fetchOf(admin, `/maps/sheet/tiles/${path}`)).status]).toEqual([path, 404]);
    expect((await fetchOf(admin, '/maps/..%2f..%2f/file')).status).toBe(404);
    expect((await fetchOf(admin, '/maps/sheet/file')).status).toBe(404);
    expect((await fetchOf(admin, '/maps/sheet/names/3/6/2')).status).toBe(404);
  });

  it('of another house in our own network is not fetched until the site allows it, and says so without the address', async () => {
    const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/{z}/{x}/{y}?key=in-the-address`;
    await ok(admin.ask('POST', '/map/layers', { id: 'inside', place: 'root', name: '内网', kind: 'custom', url }));
    const answer = await fetchOf(admin, '/maps/inside/tiles/3/6/2');
    const said = await answer.text();
    expect([answer.status, JSON.parse(said)]).toEqual([502, expect.objectContaining({ code: 'tile-not-there', why: 'address' })]);
    expect(said).not.toContain('in-the-address');
  });

  it('is gone when it is removed', async () => {
    expect((await admin.ask('DELETE', '/map/layers/sheet')).status).toBe(204);
    expect((await fetchOf(admin, '/maps/sheet/tiles/3/6/2')).status).toBe(404);
    expect((await admin.ask('DELETE', '/map/layers/sheet')).status).toBe(404);
  });
});

describe('what is drawn on the map', () => {
  const CORDON = {
    place: 'tower',
    kind: 'circle',
    spots: [{ longitude: 104.7412, latitude: 35.8106 }],
    radius: 150,
    label: '警戒区',
    note: '东侧留通道',
    colour: 'orange',
  };
  let seat: Browser;
  let drawn: SketchView;
  beforeAll(async () => {
    seat = await test.person('operator');
  });

  it('is seen by everybody who sees its place and by nobody else, with who drew it', async () => {
    drawn = await ok<SketchView>(seat.ask('POST', '/map/sketches', CORDON));
    expect(drawn).toMatchObject({ ...CORDON, place: [{ id: 'unit' }, { id: 'tower' }], version: 1, drawn: { name: 'operator' } });
    const manager = await test.person('manager', 'unit');
    const { items, state } = await ok<SketchList>(manager.get('/map/sketches'));
    expect(items?.map(({ label }) => label)).toEqual(['警戒区']);
    expect(await ok<SketchList>(manager.get(`/map/sketches?known=${state}`))).toEqual({ state, items: null });
    const ranger = await test.person('operator', 'farm');
    expect((await ok<SketchList>(ranger.get('/map/sketches'))).items).toEqual([]);
    expect((await ranger.ask('DELETE', `/map/sketches/${drawn.id}`)).status).toBe(404);
    expect((await manager.ask('DELETE', `/map/sketches/${drawn.id}`)).status).toBe(403);
  });

  it.each([
    ['an area of two corners', { kind: 'area', radius: null, spots: [CORDON.spots[0], CORDON.spots[0]] }, 'spots'],
    ['a spot in two places', { kind: 'spot', radius: null, spots: [CORDON.spots[0], CORDON.spots[0]] }, 'spots'],
    ['a line of a thousand corners', { kind: 'line', radius: null, spots: Array(1_000).fill(CORDON.spots[0]) }, 'spots'],
    ['a circle without a radius', { radius: null }, 'radius'],
    ['a circle around the earth', { radius: 4e7 }, 'radius'],
    ['a line with a radius', { kind: 'line', spots: [CORDON.spots[0], CORDON.spots[0]] }, 'radius'],
    ['nothing that is said of it', { label: ' ' }, 'label'],
    ['a colour of its own', { colour: '#ff0000' }, 'colour'],
    ['a spot beyond the pole', { spots: [{ longitude: 0, latitude: 91 }] }, 'spots.0.latitude'],
  ])('is not %s: the field is named in both languages', async (_what, wrong, field) => {
    const { status, body } = await seat.ask('POST', '/map/sketches', { ...CORDON, ...wrong });
    expect([status, body]).toMatchObject([
      400,
      { fields: [{ path: `body.${field}`, words: { zh: expect.stringMatching(/\p{Script=Han}/u) } }] },
    ]);
  });

  it('is changed by one at a time: the second is told by whom', async () => {
    const change = (version: number, label: string) => seat.ask('PUT', `/map/sketches/${drawn.id}`, { ...CORDON, label, version });
    expect((await ok<SketchView>(change(1, '一级警戒区'))).version).toBe(2);
    const late = await change(1, '二级警戒区');
    expect([late.status, JSON.stringify(late.body)]).toEqual([409, expect.stringContaining('operator 刚刚保存了第 2 版')]);
  });

  it('stands after a restart, and is taken off with a line in the audit', async () => {
    expect(new Sketches(test.house.database).get(drawn.id)).toEqual(test.house.sketches.get(drawn.id));
    expect((await seat.ask('DELETE', `/map/sketches/${drawn.id}`)).status).toBe(204);
    expect((await seat.ask('DELETE', `/map/sketches/${drawn.id}`)).status).toBe(404);
    expect([...new Sketches(test.house.database).all()]).toEqual([]);
    const { items } = await ok<{ items: AuditRow[] }>(admin.get('/audit?about=tower'));
    expect(items.slice(0, 3)).toMatchObject([
      { what: 'remove-sketch', name: 'operator', detail: { label: '一级警戒区' } },
      { what: 'draw-sketch', detail: { label: '一级警戒区', version: 2 } },
      { what: 'draw-sketch', detail: { label: '警戒区', kind: 'circle', radius: 150 } },
    ]);
  });

  it('is played back as it was: each version while it stood, until it was taken off, to who saw it; and after a restart', async () => {
    const { house } = test;
    const began = house.clock.now();
    const line = {
      ...CORDON,
      kind: 'line',
      radius: null,
      spots: [...CORDON.spots, { longitude: 104.75, latitude: 35.81 }],
      label: '水带线',
    };
    const { id, changed } = await ok<SketchView>(seat.ask('POST', '/map/sketches', line));
    house.clock.goOnFrom(house.clock.now() + 60_000);
    const longer = { ...line, spots: [...line.spots, { longitude: 104.76, latitude: 35.8 }], version: 1 };
    const second = await ok<SketchView>(seat.ask('PUT', `/map/sketches/${id}`, longer));
    house.clock.goOnFrom(house.clock.now() + 60_000);
    const gone = house.clock.now();
    await seat.ask('DELETE', `/map/sketches/${id}`);
    const past = async (browser: Browser, from: number, to: number): Promise<SketchPastView['items']> =>
      (await ok<SketchPastView>(browser.get(`/map/sketches/past?from=${from}&to=${to}`))).items.filter((one) => one.id === id);
    const all = await past(admin, began, gone + 1_000);
    expect(all.map(({ spots, from, to, version }) => [spots.length, from, to, version])).toEqual([
      [2, changed.at, second.changed.at, 1],
      [3, second.changed.at, expect.any(Number), 2],
    ]);
    expect(all[1]?.to).toBeGreaterThanOrEqual(gone);
    expect((await past(admin, began, second.changed.at)).map(({ version }) => version)).toEqual([1]);
    expect(await past(admin, began - 60_000, began)).toEqual([]);
    expect(await past(await test.person('operator', 'farm'), began, gone + 1_000)).toEqual([]);
    expect(new Sketches(house.database).standingWithin(began, gone + 1_000)).toEqual(house.sketches.standingWithin(began, gone + 1_000));
    expect((await admin.get('/map/sketches/past?from=1&to=9999999999999')).status).toBe(400);
  });

  it('is kept for playing back as long as anybody can, and never more of it than its bound', () => {
    const sketches = new Sketches(openDatabase(':memory:', 'normal'));
    const by = { id: 'seat', name: '王工', from: '10.0.0.7' };
    const sketch = { ...CORDON, id: 'k', kind: 'circle' as const, colour: 'orange' as const };
    const draw = (version: number, at: number) => sketches.draw({ do: 'draw-sketch', sketch, version, by, at, token: '' });
    draw(0, 1_000);
    for (let version = 1; version <= MOST_ENDED; version += 1) draw(version, 1_000 + version);
    expect(sketches.isCut(0)).toBe(true);
    draw(MOST_ENDED + 1, 9_000);
    expect(sketches.standingWithin(0, 10_000)).toHaveLength(MOST_ENDED + 1);
    expect(sketches.standingWithin(0, 10_000)[0]?.sketch.version).toBe(2);
    draw(MOST_ENDED + 2, 9_000 + LONGEST_REPLAY_MS);
    expect(sketches.standingWithin(0, 10_000 + LONGEST_REPLAY_MS).map(({ sketch: { version } }) => version)).toEqual([
      MOST_ENDED + 2,
      MOST_ENDED + 3,
    ]);
    expect(sketches.isCut(0)).toBe(false);
  });

  it('is bounded: one too many is refused in words, and there is room again when one is taken off', async () => {
    const sketch = { ...CORDON, kind: 'circle' as const, colour: 'red' as const };
    for (let nth = 0; nth < MOST_SKETCHES; nth += 1)
      await test.house.flow.act({ do: 'draw-sketch', sketch: { ...sketch, id: `s${nth}` }, version: 0 }, GATEWAY);
    const full = await seat.ask('POST', '/map/sketches', CORDON);
    expect([full.status, JSON.stringify(full.body)]).toEqual([409, expect.stringContaining('请先移除')]);
    await seat.ask('DELETE', '/map/sketches/s0');
    expect((await seat.ask('POST', '/map/sketches', CORDON)).status).toBe(201);
  });
});
