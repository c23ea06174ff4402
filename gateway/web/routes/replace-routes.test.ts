// A device takes the place of another: what goes over, what stays readable, what is not lost, and what is refused.
import type { AlarmView, AuditRow, DeviceView, HistoryAnswer } from '../contract.ts';
import type { IsolationList } from '../incident-contract.ts';
import type { ParameterView } from '../rule-contract.ts';
import { aWeb, type Browser, type TestWeb } from '../testing/a-web.ts';

let test: TestWeb;
let admin: Browser;

beforeEach(async () => {
  test = await aWeb();
  admin = await test.person('administrator');
});
afterEach(() => test.close());

const NEW = { id: 'smoke-1b', model: 'balefire/smoke', serial: 'SN-2', reason: '迷宫积灰，误报' };
const replace = (more: object = {}, old = 'smoke-1') => admin.ask('POST', `/devices/${old}/replace`, { ...NEW, ...more });
async function read<T>(path: string): Promise<T> {
  const { status, body } = await admin.get(path);
  expect([path, status]).toEqual([path, 200]);
  return body as T;
}

describe('a replaced device', () => {
  it('hands over name, place and limits; the new one connects with a secret of its own, the old one no more', async () => {
    await admin.ask('PUT', '/parameters', { scope: 'hydrant-1', name: 'pressureHold', value: 5, reason: '管网检修' });
    const done = await replace({ id: 'hydrant-1b', model: 'balefire/hydrant-pressure' }, 'hydrant-1');
    expect(done.status).toBe(201);
    const { device, secret } = done.body as { device: DeviceView; secret: string };
    expect([device.name, device.place.map(({ id }) => id), device.serial]).toEqual(['12层消火栓', ['unit', 'tower', 'f12'], 'SN-2']);
    expect(test.house.estate.admit('hydrant-1b', secret)).toEqual({ as: 'device' });
    expect(test.house.estate.admit('hydrant-1', test.secrets['hydrant-1'] ?? '')).toMatchObject({ as: 'refused' });
    const limits = (await read<{ items: ParameterView[] }>('/parameters')).items.map(({ scope, name, value }) => [scope, name, value]);
    expect(limits).toEqual([['hydrant-1b', 'pressureHold', 5]]);
  });

  it('stays readable with its alarms, curves, frames and audit, and each shows the chain', async () => {
    await test.tell('smoke-1', { smoke: 'alarm', battery: 88 });
    const [open] = (await read<{ items: AlarmView[] }>('/alarms?device=smoke-1')).items;
    await admin.ask('POST', `/alarms/${open?.id}/judge`, { verdict: 'false', cause: 'dust' });
    expect((await replace()).status).toBe(201);
    expect((await replace({ id: 'smoke-1c', reason: '再换' }, 'smoke-1b')).status).toBe(201);
    const old = await read<DeviceView>('/devices/smoke-1');
    expect(old.replacedBy).toBe('smoke-1b');
    const chain = (device: DeviceView) => device.chain?.map(({ id, replaced }) => [id, replaced?.reason ?? null]);
    const all = [
      ['smoke-1', NEW.reason],
      ['smoke-1b', '再换'],
      ['smoke-1c', null],
    ];
    expect([chain(old), chain(await read('/devices/smoke-1c'))]).toEqual([all, all]);
    expect((await read<DeviceView>('/devices/smoke-1c')).replacedBy).toBeUndefined();
    const history = await read<HistoryAnswer>(`/devices/smoke-1/history?point=battery&from=0&to=${Date.now() + 1_000}`);
    expect(history.buckets.at(-1)?.last).toBe(88);
    expect((await read<{ items: unknown[] }>('/devices/smoke-1/frames')).items.length).toBe(1);
    expect((await read<{ items: AlarmView[] }>('/alarms?device=smoke-1')).items[0]?.device.name).toBe('1201 烟感');
    const audit = (await read<{ items: AuditRow[] }>('/audit?limit=100')).items.filter(({ what }) => what === 'replace-device');
    expect(audit.map(({ about, detail }) => [about, detail['by']])).toEqual([
      ['smoke-1b', 'smoke-1c'],
      ['smoke-1', 'smoke-1b'],
    ]);
    const farmer = await test.person('operator', 'farm');
    expect((await farmer.get('/devices/smoke-1')).status).toBe(404);
  });

  it('goes on in the curve of the one that took its place, with the instant at which it was replaced', async () => {
    await test.tell('smoke-1', { battery: 88 });
    expect((await replace()).status).toBe(201);
    const span = `point=battery&from=0&to=${Date.now() + 60_000}`;
    const at = (await read<DeviceView>('/devices/smoke-1b')).chain?.[0]?.replaced?.at;
    const through = await read<HistoryAnswer>(`/devices/smoke-1b/history?${span}&predecessors=true`);
    expect([through.buckets.map(({ last }) => last), through.replaced]).toEqual([[88], [{ at, device: 'smoke-1' }]]);
    const own = await read<HistoryAnswer>(`/devices/smoke-1b/history?${span}`);
    expect([own.buckets, own.replaced]).toEqual([[], []]);
    const later = await read<HistoryAnswer>(`/devices/smoke-1b/history?point=battery&from=${at}&to=${Number(at) + 1}&predecessors=true`);
    expect([later.buckets, later.replaced]).toEqual([[], []]);
  });

  it('is not taken away from under a fire that nobody has verified; a verified one stays open until a person closes it', async () => {
    await test.tell('smoke-1', { smoke: 'alarm' });
    const refused = await replace();
    expect([refused.status, test.house.estate.record('smoke-1') === undefined, test.house.estate.record('smoke-1b')]).toEqual([
      409,
      false,
      undefined,
    ]);
    const [open] = (await read<{ items: AlarmView[] }>('/alarms?device=smoke-1')).items;
    await admin.ask('POST', `/alarms/${open?.id}/judge`, { verdict: 'false', cause: 'dust' });
    expect((await replace()).status).toBe(201);
    expect((await read<{ alarm: AlarmView }>(`/alarms/${open?.id}`)).alarm).toMatchObject({
      condition: 'restored',
      verdict: 'false',
      closed: false,
    });
  });

  it('leaves no isolation behind that nobody could end', async () => {
    await admin.ask('POST', '/isolations', { kind: 'out-of-service', scope: 'smoke-1', reason: '待换', authority: '王工', hours: 5 });
    expect((await replace()).status).toBe(201);
    expect((await read<IsolationList>('/isolations')).standing).toEqual([]);
  });

  it.each([
    ['an id that is taken', { id: 'smoke-2' }, 409],
    ['its own id', { id: 'smoke-1' }, 409],
    ['another kind', { model: 'balefire/call-point' }, 400],
    ['no reason', { reason: ' ' }, 400],
    ['a bus for a model that has none', { modbus: { bus: 'b', unit: 1 } }, 400],
  ])('is not replaced with %s', async (_what, more, status) => {
    expect([(await replace(more)).status, test.house.estate.record('smoke-1') !== undefined]).toEqual([status, true]);
  });

  it('hands a transmission device’s parts over with their names, by the same station number', async () => {
    const MODEL = 'gb26875/transmission-device';
    await admin.ask('POST', '/devices', { id: 'utd-1', name: '控制室', model: MODEL, place: 'tower', gb26875: { station: '889' } });
    const list = 'loop,point,type,description\n1,1,40,东走廊烟感\n';
    await fetch(`${test.address}/api/v1/devices/utd-1/parts/import`, {
      method: 'POST',
      headers: {
        origin: test.address,
        cookie: admin.cookie,
        'x-balefire-csrf': admin.csrf,
        'content-type': 'text/csv',
        connection: 'close',
      },
      body: list,
    });
    const done = await replace({ id: 'utd-2', model: MODEL, gb26875: { station: '889' } }, 'utd-1');
    expect(done.status).toBe(201);
    const parts = await read<{ items: { name: string }[] }>('/devices/utd-2/parts');
    expect(parts.items.map(({ name }) => name)).toEqual(['东走廊烟感']);
    expect(test.house.estate.partCount('utd-1')).toBe(0);
  });
});
