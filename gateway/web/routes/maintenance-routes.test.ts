// Maintenance windows: planned ahead, begun by themselves as what they were planned as, called off, and refused over a fire.
import type { AlarmView, Problem } from '../contract.ts';
import type { IsolationList } from '../incident-contract.ts';
import type { MaintenanceList, MaintenanceView } from '../maintenance-contract.ts';
import { aWeb, type Browser, type TestWeb } from '../testing/a-web.ts';
import type { WalkTestList } from '../walk-test-contract.ts';

const HOUR_MS = 3_600_000;

let test: TestWeb;
let admin: Browser;

beforeEach(async () => {
  test = await aWeb();
  admin = await test.person('administrator');
});
afterEach(() => test.close());

async function read<T>(path: string): Promise<T> {
  return (await admin.get(path)).body as T;
}
const plan = (more: object = {}) =>
  admin.ask('POST', '/maintenance', {
    kind: 'isolated',
    scope: 'smoke-1',
    reason: '清洗探测器',
    authority: '王工',
    begins: Date.now() + HOUR_MS,
    hours: 2,
    ...more,
  });
/** The gateway's own deed when the time has come; its ticker does no more than this. */
const begin = (id: string) => test.house.flow.act({ do: 'begin-maintenance', id }, { id: 'gateway', name: '烽燧', from: 'gateway' });

describe('a maintenance window', () => {
  it('changes nothing until it begins; then it is an isolation in the name of whoever planned it', async () => {
    const from = Date.now() + 400;
    const planned = (await plan({ begins: from })).body as MaintenanceView;
    expect([planned.state, planned.device?.id, planned.until - planned.from]).toEqual(['planned', 'smoke-1', 2 * HOUR_MS]);
    expect((await read<IsolationList>('/isolations')).standing).toEqual([]);
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (test.house.maintenance.get(planned.id)?.state === 'planned') return;
        clearInterval(look);
        resolve();
      }, 20);
    });
    const [isolation] = (await read<IsolationList>('/isolations')).standing;
    expect(isolation).toMatchObject({
      id: planned.id,
      kind: 'isolated',
      reason: '清洗探测器',
      given: { name: 'administrator' },
      until: from + 2 * HOUR_MS,
    });
    await test.tell('smoke-1', { smoke: 'alarm' });
    await test.tell('smoke-2', { smoke: 'alarm' });
    const alarms = (await read<{ items: AlarmView[] }>('/alarms?open=true')).items;
    expect(new Map(alarms.map(({ device, isolated }) => [device.id, isolated]))).toEqual(
      new Map([
        ['smoke-1', planned.id],
        ['smoke-2', null],
      ]),
    );
    expect((await read<MaintenanceList>('/maintenance')).past).toMatchObject([{ id: planned.id, state: 'begun' }]);
  });

  it('becomes a walk test, which the neighbour’s fire does not care for', async () => {
    const { id } = (await plan({ kind: 'walk-test', scope: 'f12' })).body as MaintenanceView;
    await begin(id);
    expect((await read<WalkTestList>('/walk-tests')).standing.map((one) => one.id)).toEqual([id]);
    await test.tell('smoke-1', { smoke: 'alarm' });
    await test.tell('voice-1', { sos: true });
    const alarms = (await read<{ items: AlarmView[] }>('/alarms?open=true')).items;
    expect(alarms.filter(({ device }) => device.id === 'smoke-1').every(({ drill }) => drill)).toBe(true);
    expect(alarms.filter(({ device }) => device.id === 'voice-1').every(({ drill }) => !drill)).toBe(true);
  });

  it('does not begin over a fire: it is refused with the reason, until somebody has taken notice', async () => {
    const { id } = (await plan({ kind: 'walk-test', scope: 'f12' })).body as MaintenanceView;
    await test.tell('smoke-2', { smoke: 'alarm' });
    await begin(id);
    const [refused] = (await read<MaintenanceList>('/maintenance')).open;
    expect([refused?.state, refused?.why?.zh]).toEqual(['refused', expect.stringContaining('此处有未恢复的火警')]);
    expect((await read<WalkTestList>('/walk-tests')).standing).toEqual([]);
    expect((await admin.ask('POST', `/maintenance/${id}/cancel`)).status).toBe(204);
    expect(await read<MaintenanceList>('/maintenance')).toMatchObject({
      open: [],
      past: [{ id, state: 'refused', closed: { name: 'administrator' } }],
    });
  });

  it('that was called off never begins', async () => {
    const { id } = (await plan()).body as MaintenanceView;
    expect((await admin.ask('POST', `/maintenance/${id}/cancel`)).status).toBe(204);
    await expect(begin(id)).rejects.toMatchObject({ code: 'conflict' });
    expect((await admin.ask('POST', `/maintenance/${id}/cancel`)).status).toBe(409);
    expect((await read<IsolationList>('/isolations')).standing).toEqual([]);
  });

  it('of a device that is gone by then is refused', async () => {
    const { id } = (await plan()).body as MaintenanceView;
    await admin.ask('DELETE', '/devices/smoke-1');
    await begin(id);
    expect(test.house.maintenance.get(id)).toMatchObject({ state: 'refused' });
  });

  it.each([
    ['in the past', { begins: 1 }, 'body.begins'],
    ['beyond 30 days', { begins: Date.now() + 31 * 24 * HOUR_MS }, 'body.hours'],
    ['for longer than an isolation may last', { hours: 25 }, 'body.hours'],
    ['for longer than a test may last', { kind: 'walk-test', scope: 'f12', hours: 5 }, 'body.hours'],
    ['of a whole building to isolate', { scope: 'tower' }, 'body.scope'],
    ['of a device to test', { kind: 'walk-test' }, 'body.scope'],
    ['without a reason', { reason: ' ' }, 'body.reason'],
  ])('is not planned %s', async (_what, more, field) => {
    const { status, body } = await plan({ hours: 1, ...more });
    expect([status, (body as Problem).fields?.map(({ path }) => path)]).toEqual([400, [field]]);
  });
});
