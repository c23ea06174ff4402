// Lists of devices as files: tried and named row by row, imported all or none, their secrets once; and out and in again unchanged.
import { workbook } from '../../estate/testing/a-workbook.ts';
import type { AuditRow, DeviceRow, DeviceView, Problem } from '../contract.ts';
import type { DeviceImport, PlaceCounts } from '../device-list-contract.ts';
import { aWeb, type Browser, type TestWeb } from '../testing/a-web.ts';

const HEADER = '编号,名称,型号,位置';

let test: TestWeb;
let admin: Browser;

beforeEach(async () => {
  test = await aWeb();
  admin = await test.person('administrator');
});
afterEach(() => test.close());

async function upload(file: Uint8Array | string, dry = true, by = admin) {
  const answer = await fetch(`${test.address}/api/v1/device-lists/import?dry=${dry}`, {
    method: 'POST',
    headers: { origin: test.address, cookie: by.cookie, 'x-balefire-csrf': by.csrf, 'content-type': 'text/csv', connection: 'close' },
    body: Buffer.from(file),
  });
  return { status: answer.status, body: (await answer.json()) as DeviceImport & Problem };
}
/** The bytes as they come, whatever their type is called. */
async function file(what: string): Promise<Buffer> {
  const answer = await fetch(`${test.address}/api/v1/device-lists/${what}`, { headers: { cookie: admin.cookie, connection: 'close' } });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}
const lines = (...rows: string[]): string => [HEADER, ...rows].join('\n');
const ids = async (): Promise<string[]> =>
  ((await admin.get('/devices?limit=200')).body as { items: DeviceRow[] }).items.map(({ id }) => id);

describe('a list of devices', () => {
  it('is tried without changing anything, then imported in one deed, and each secret opens the door once told', async () => {
    const list = lines(
      'new-1,十二层烟感,balefire/smoke,示范物业/示范大厦/12层',
      'new-2,十三层烟感,Independent smoke detector,示范物业 › 示范大厦 › 13层',
      'smoke-1,1201 烟感,balefire/smoke,示范物业/示范大厦/12层',
    );
    const before = await ids();
    const tried = (await upload(list)).body;
    if (tried.wrong > 0) throw new Error(JSON.stringify(tried.errors));
    expect(tried).toMatchObject({ added: 2, changed: 0, unchanged: 1, places: 1, done: false, credentials: [] });
    expect(await ids()).toEqual(before);
    const done = (await upload(list, false)).body;
    expect(done).toMatchObject({ added: 2, unchanged: 1, places: 1, done: true });
    expect(done.credentials.map(({ id }) => id)).toEqual(['new-1', 'new-2']);
    for (const { id, secret } of done.credentials) expect(test.house.estate.admit(id, secret)).toEqual({ as: 'device' });
    const again = (await upload(list, false)).body;
    expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 3, done: false, credentials: [] });
    const audit = ((await admin.get('/audit?limit=50')).body as { items: AuditRow[] }).items.filter(
      ({ what }) => what === 'import-devices',
    );
    expect(audit.map(({ about, detail }) => [about, detail])).toEqual([['tower', { places: 1, added: 2, changed: 0 }]]);
    expect(JSON.stringify(audit)).not.toContain(done.credentials[0]?.secret);
  });

  it('of 10,000 rows of which 200 are wrong names each of the 200, and saves none', async () => {
    const before = await ids();
    const rows = Array.from({ length: 10_000 }, (_, n) => {
      const place = n % 50 === 7 ? '示范物业/没有这座楼' : '示范物业/示范大厦/12层';
      return `many-${n},设备 ${n},balefire/smoke,${place}`;
    });
    const { body } = await upload(lines(...rows), false);
    expect([body.wrong, body.errors.length, body.done]).toEqual([200, 200, false]);
    expect(body.errors.map(({ row }) => row)).toEqual(Array.from({ length: 200 }, (_, n) => 50 * n + 7 + 2));
    expect(body.errors[0]).toMatchObject({
      column: '位置',
      value: '示范物业/没有这座楼',
      words: { zh: '“示范物业”下没有“没有这座楼”；请先新增此位置，或改正写法' },
    });
    expect(await ids()).toEqual(before);
  });

  it.each([
    ['an id that stands there twice', ['a-1,甲,balefire/smoke,tower', 'a-1,乙,balefire/smoke,tower'], '编号', 3],
    ['an id that no topic can hold', ['a b,甲,balefire/smoke,tower'], '编号', 2],
    ['a model that there is not', ['a-1,甲,nobody/nothing,tower'], '型号', 2],
    ['another model than the device has', ['smoke-1,甲,balefire/call-point,tower'], '型号', 2],
    ['a formula', ['a-1,=1+1,balefire/smoke,tower'], '名称', 2],
    ['an empty name', ['a-1,,balefire/smoke,tower'], '名称', 2],
    ['a model that the gateway makes by itself', ['a-1,甲,gb26875/part,tower'], '型号', 2],
  ])('with %s says so at its cell', async (_what, rows, column, row) => {
    const { body } = await upload(lines(...rows), false);
    expect([body.done, body.errors.map((one) => [one.row, one.column])]).toEqual([false, [[row, column]]]);
  });

  it('needs bus and unit for a polled model, a station number for a transmission device, and for no other', async () => {
    const head = `${HEADER},总线,从站地址,装置地址`;
    const { body } = await upload(
      [
        head,
        'ok-1,泵房压力,balefire/pressure-transmitter-modbus,tower,pump-room,3,',
        'bad-1,无总线,balefire/pressure-transmitter-modbus,tower,,,',
        'bad-2,烟感,balefire/smoke,tower,pump-room,3,',
        'ok-2,传输装置,gb26875/transmission-device,tower,,,889',
        'bad-3,同号,gb26875/transmission-device,tower,,,889',
        'bad-4,无号,gb26875/transmission-device,tower,,,',
      ].join('\n'),
    );
    expect(body.errors.map(({ row, column }) => [row, column])).toEqual([
      [3, '总线'],
      [4, '总线'],
      [6, '装置地址'],
      [7, '装置地址'],
    ]);
  });

  it('is read in GB 18030 and as XLSX with its formulas’ last values; what is no list is refused in words', async () => {
    // 编号,名称,型号,位置 and 甲 in GB 18030.
    const gbk = Buffer.concat([
      Buffer.from('b1e0bac52cc3fbb3c62cd0cdbac52ccebbd6c30a', 'hex'),
      Buffer.from('g-1,'),
      Buffer.from('bcd7', 'hex'),
      Buffer.from(',balefire/smoke,tower\n'),
    ]);
    expect((await upload(gbk)).body).toMatchObject({ wrong: 0, preview: [{ id: 'g-1', name: '甲' }] });
    const sheet = workbook([HEADER.split(','), ['x-1', { formula: 'A1&"!"', value: '乙' }, 'balefire/smoke', 'tower']]);
    expect((await upload(sheet)).body).toMatchObject({ wrong: 0, preview: [{ id: 'x-1', name: '乙' }] });
    const failed = workbook([HEADER.split(','), ['x-1', { failed: '#REF!' }, 'balefire/smoke', 'tower']]);
    expect((await upload(failed)).body.errors).toMatchObject([{ column: '名称', value: '#REF!' }]);
    const refused = await upload(Buffer.from('89504e470d0a1a0a', 'hex'));
    expect([refused.status, refused.body.fields?.[0]?.words?.zh]).toEqual([400, '这不是 CSV 或 XLSX 文件']);
  });

  it('reaches no further than the person who imports it', async () => {
    const manager = await test.person('technician', 'tower');
    expect((await upload(lines('far-1,甲,balefire/smoke,烽燧林场/东沟语音杆'), false, manager)).body).toMatchObject({
      done: false,
      errors: [{ row: 2, column: '位置' }],
    });
    expect((await upload(lines('voice-1,甲,balefire/voice-post,tower'), false, manager)).body).toMatchObject({
      done: false,
      errors: [{ row: 2, column: '编号' }],
    });
  });

  it.each(['csv', 'xlsx'])('goes out as %s and comes in again unchanged, also a name that looks like a formula', async (form) => {
    await admin.ask('PATCH', '/devices/smoke-1', { name: '=HYPERLINK("http://x")', serial: 'SN-1', longitude: -70.5, latitude: 35 });
    const bytes = await file(`export?form=${form}`);
    if (form === 'csv') expect(bytes.toString('utf8')).toContain(`"'=HYPERLINK(""http://x"")"`);
    else expect(bytes.includes('<f>')).toBe(false);
    const { body } = await upload(bytes);
    expect([body.errors, body.unchanged, body.changed, body.added]).toEqual([[], 5, 0, 0]);
  });

  it.each(['csv', 'xlsx'])('has a template as %s whose headings are read in either language', async (form) => {
    for (const language of ['zh', 'en']) {
      const said = (await upload(await file(`template?form=${form}&language=${language}`))).body;
      // Of its example only the places are not there.
      expect(said.errors.filter(({ column }) => column !== '位置' && column !== 'Place')).toEqual([]);
    }
  });
});

describe('the counts by place', () => {
  it('are those of what one sees, each place with all below it', async () => {
    const counts = async (by: Browser) =>
      ((await by.get('/device-lists/counts')).body as PlaceCounts).items.map(({ place, devices }) => [place, devices]);
    expect(await counts(admin)).toEqual(
      expect.arrayContaining([
        ['root', 5],
        ['tower', 4],
        ['f12', 4],
        ['gate', 1],
      ]),
    );
    expect(await counts(await test.person('operator', 'farm'))).toEqual([
      ['farm', 1],
      ['gate', 1],
    ]);
  });
});

describe('a serial number', () => {
  it('is kept with the device and told on its page', async () => {
    await admin.ask('PATCH', '/devices/smoke-1', { serial: 'A-7' });
    expect(((await admin.get('/devices/smoke-1')).body as DeviceView).serial).toBe('A-7');
  });
});
