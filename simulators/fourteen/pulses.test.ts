// Of the fourteen: what is over before anybody looks. A pulse between two polls, a pulse inside the time in which alarms are grouped.
import { driverOf } from '../../device-drivers/catalogue.ts';
import type { Value } from '../../device-drivers/quantity.ts';
import { type ModbusSlave, startModbusSlave } from '../modbus-slave.ts';
import { row, Site } from '../testing/a-site.ts';
import type { SeenAlarm } from '../testing/signed-in.ts';

const MODEL = 'balefire/electrical-fire-monitor-modbus';

describe('a pulse', () => {
  let site: Site;
  let slave: ModbusSlave;
  const values: Record<string, Value> = {};
  /** A device that keeps in its register what happened, until it was read. */
  let isLatched = false;

  beforeAll(async () => {
    const driver = driverOf(MODEL);
    if (!driver) throw new Error(MODEL);
    for (const { key, quantity } of driver.points)
      values[key] = quantity === 'electric.arc' ? false : quantity === 'electric.voltage' ? 229 : 30;
    const read = (): Record<string, Value> => {
      const told = { ...values, arc: values['arc'] === true || isLatched };
      isLatched = false;
      return told;
    };
    slave = await startModbusSlave({ port: 0, framing: 'tcp', units: [{ unit: 5, driver, values: read }] });
    const transport = { kind: 'tcp', host: '127.0.0.1', port: slave.port };
    site = await Site.open({ modbus: [{ name: 'bus-1', transport, pollEverySeconds: 0.2, responseTimeoutMs: 500 }] }, [
      { id: 'monitor-1', model: MODEL, name: '配电间监控', place: 'tower', modbus: { bus: 'bus-1', unit: 5 } },
    ]);
  }, 60_000);
  afterAll(async () => {
    await site.close();
    await slave.close();
  }, 30_000);

  const of = (alarms: readonly SeenAlarm[], rule: string, name: string): SeenAlarm[] =>
    alarms.filter((alarm) => alarm.rule.id === rule && alarm.device.name === name);
  /** Resolves when a poll that began later has been taken in. */
  async function polled(current: number): Promise<void> {
    values['residualCurrent1'] = current;
    await site.person.until<{ values: { point: string; value: unknown }[] }>('/devices/monitor-1', (device) =>
      device.values.some(({ point, value }) => point === 'residualCurrent1' && value === current),
    );
  }

  it('6 between two polls is an alarm where the device holds it until it is read, and stays when it is over', async () => {
    await polled(40);
    isLatched = true;
    const alarms = await site.person.untilAlarms((all) =>
      of(all, 'arc-fault', '配电间监控').some(({ condition }) => condition === 'restored'),
    );
    expect(of(alarms, 'arc-fault', '配电间监控')).toMatchObject([{ times: 1, attention: 'new', closed: false }]);
  }, 30_000);

  it('6 that no register holds cannot be seen by a poll (control, and what the documentation says)', async () => {
    values['arc'] = true;
    values['arc'] = false;
    await polled(50);
    await polled(60);
    expect(of(await site.person.alarms(), 'arc-fault', '配电间监控')).toMatchObject([{ times: 1 }]);
  }, 30_000);

  it('7 of two back-to-back frames inside the time in which alarms are grouped is an alarm of its own, on each wire', async () => {
    const [first, second, station] = [await site.device('smoke-1'), await site.device('smoke-2'), await site.station()];
    await Promise.all([first, second].flatMap((head) => [head.set({ smoke: 'alarm' }), head.set({ smoke: 'normal' })]));
    await Promise.all(['1-5', '1-6'].flatMap((part) => [station.happen({ is: 'alarm', part }), station.happen({ is: 'restore', part })]));
    const names = ['1201 烟感', '1202 烟感', '12层东走廊感烟', '12层西走廊感烟'];
    const fires = (all: readonly SeenAlarm[]): SeenAlarm[] =>
      all.filter((alarm) => alarm.class === 'fire' && names.includes(alarm.device.name));
    const alarms = await site.person.untilAlarms((all) =>
      names.every((name) => fires(all).some((alarm) => alarm.device.name === name && alarm.condition === 'restored')),
    );
    for (const alarm of fires(alarms)) expect(alarm).toMatchObject({ attention: 'new', verdict: 'unverified', closed: false });
    const heads = fires(alarms).filter((alarm) => alarm.device.id.startsWith('smoke-'));
    expect(new Set(heads.map((alarm) => alarm.incident)).size).toBe(1);
    const page = await site.screen();
    for (const name of names)
      await row(page, name).and(page.locator('[data-class=fire][data-condition=restored][data-attention=new]')).first().waitFor();
  }, 30_000);

  it('7 goes from the board when a person has seen to it, and no other goes with it (control)', async () => {
    const fires = async () => (await site.person.alarms()).filter((one) => one.class === 'fire' && one.device.id.startsWith('smoke-'));
    const [seen, other] = await fires();
    await site.person.ask(`/alarms/${seen?.id}/judge`, 'POST', { verdict: 'test' });
    await site.person.ask(`/alarms/${seen?.id}/reset`, 'POST', {});
    const after = await fires();
    expect(after.find(({ id }) => id === seen?.id)).toMatchObject({ closed: true });
    expect(after.find(({ id }) => id === other?.id)).toMatchObject({ closed: false, attention: 'new' });
  }, 30_000);
});
