// Of the fourteen: what others lose when the process dies. A gateway killed in the instant of a confirmation, in the middle of a hold, over a month.
import type { Page } from 'playwright-core';
import { row, Site } from '../testing/a-site.ts';
import type { SeenAlarm } from '../testing/signed-in.ts';
import type { VirtualDevice } from '../virtual-device.ts';

const MONTH_MS = 30 * 86_400_000;

describe('a gateway that is killed', () => {
  let site: Site;
  let page: Page;
  const heads: VirtualDevice[] = [];

  beforeAll(async () => {
    site = await Site.open();
    page = await site.screen();
  }, 60_000);
  afterAll(() => site.close(), 30_000);

  const set = (scope: string, name: string, value: number): Promise<unknown> =>
    site.person.ask('/parameters', 'PUT', { scope, name, value, reason: '测试' });
  const of = (device: string, rule: string) => (alarm: SeenAlarm) => alarm.device.id === device && alarm.rule.id === rule;
  const untilOne = async (device: string, rule: string, condition: SeenAlarm['condition']): Promise<void> => {
    await site.person.untilAlarms((alarms) => alarms.filter(of(device, rule)).some((alarm) => alarm.condition === condition));
  };

  it('3 has what it confirmed, be it killed in the instant after the confirmation', async () => {
    const station = await site.station();
    heads.push(await site.device('smoke-1'), await site.device('smoke-2'));
    await Promise.all([heads[0]?.set({ smoke: 'alarm' }), station.happen({ is: 'alarm', part: '1-5' })]);
    await site.kill();
    await site.startAgain();
    const fires = (await site.person.alarms()).filter((alarm) => alarm.class === 'fire');
    expect(fires.map((alarm) => [alarm.device.name, alarm.times])).toEqual(
      expect.arrayContaining([
        ['1201 烟感', 1],
        ['12层东走廊感烟', 1],
      ]),
    );
  }, 30_000);

  it('10 knows its alarms and who acknowledged them, and the screen shows them again', async () => {
    await row(page, '1201 烟感').first().click();
    await page.getByTestId('acknowledge').click();
    const acknowledged = page.locator('[data-testid=alarm-row][data-attention=acknowledged]').filter({ hasText: '1201 烟感' });
    await acknowledged.first().waitFor();
    const before = await site.person.alarms();
    await site.kill();
    await page.locator('[data-testid=connection]:not([data-connection=live])').waitFor();
    await site.startAgain();
    await page.locator('[data-testid=connection][data-connection=live]').waitFor();
    await acknowledged.first().waitFor();
    expect(await site.person.alarms()).toEqual(before);
    expect(await row(page, '12层东走廊感烟').first().getAttribute('data-attention')).toBe('new');
  }, 30_000);

  it('raises no storm after it: the devices come back, and no alarm is there that was not there before', async () => {
    const before = await site.person.alarms();
    expect(before.length).toBeGreaterThan(1);
    await site.kill();
    await site.startAgain();
    for (const [nth] of heads.entries()) {
      const id = `smoke-${nth + 1}`;
      await site.person.until<{ online: boolean | null }>(`/devices/${id}`, (device) => device.online === true);
    }
    // Each says its state once more, and then a fire that is new: by then all that a storm would be made of was judged.
    for (const head of heads) await head.report();
    const marker = await site.device('smoke-4');
    await marker.set({ smoke: 'alarm' });
    await untilOne('smoke-4', 'smoke-alarm', 'active');
    await marker.stop();
    const now = await site.person.alarms();
    expect(now.map(({ id }) => id).toSorted()).toEqual(
      [...before.map(({ id }) => id), now.find(of('smoke-4', 'smoke-alarm'))?.id].toSorted(),
    );
    for (const one of before) expect(now.find(({ id }) => id === one.id)).toMatchObject({ times: one.times, attention: one.attention });
  }, 30_000);

  it('11 raises what was held when it was killed, ends what ended, and raises nothing whose cause went in time', async () => {
    const [low, recovering] = [await site.device('hydrant-1'), await site.device('hydrant-2')];
    for (const { id } of [low, recovering]) await set(id, 'pressureHold', 2);
    await Promise.all([low.set({ pressure: 0.02 }), recovering.set({ pressure: 0.02 })]);
    await recovering.set({ pressure: 0.4 });
    await site.kill();
    await site.startAgain();
    await untilOne('hydrant-1', 'hydrant-pressure-low', 'active');
    await low.set({ pressure: 0.4 });
    await site.kill();
    await site.startAgain();
    await untilOne('hydrant-1', 'hydrant-pressure-low', 'restored');
    expect((await site.person.alarms()).filter(of('hydrant-2', 'hydrant-pressure-low'))).toEqual([]);
  }, 40_000);

  it('11 says that a device is offline, though it was killed while it waited for it, and takes it back when it returns', async () => {
    await set('smoke-3', 'offlineAfter', 2);
    const gone = await site.device('smoke-3');
    await gone.report();
    await gone.stop();
    await site.person.until<{ online: boolean | null }>('/devices/smoke-3', (device) => device.online === false);
    await site.kill();
    await site.startAgain();
    await untilOne('smoke-3', 'device-offline', 'active');
    await site.device('smoke-3');
    await untilOne('smoke-3', 'device-offline', 'restored');
  }, 40_000);

  it('11 says that a device is silent which went while the gateway was dead, though the clock of the machine was set back by an hour', async () => {
    await site.kill();
    await site.startAgain(3_600_000);
    await set('smoke-4', 'silenceLimit', 3);
    const gone = await site.device('smoke-4');
    await gone.report();
    await site.kill();
    await gone.stop();
    await site.startAgain();
    await untilOne('smoke-4', 'device-silent', 'active');
    await (await site.device('smoke-4')).report();
    await untilOne('smoke-4', 'device-silent', 'restored');
  }, 40_000);

  it('13 shows a fire that nobody handled as new and unverified, thirty days later', async () => {
    await site.kill();
    await site.startAgain(MONTH_MS);
    const { now } = await site.person.ask<{ now: number }>('/status');
    expect(now - Date.now()).toBeGreaterThan(MONTH_MS - 60_000);
    const fires = (await site.person.alarms()).filter((alarm) => alarm.device.name === '12层东走廊感烟' && alarm.class === 'fire');
    expect(fires.length).toBeGreaterThan(0);
    for (const fire of fires) expect(fire).toMatchObject({ attention: 'new', verdict: 'unverified', condition: 'active', closed: false });
    const later = await site.screen();
    await row(later, '12层东走廊感烟').first().waitFor();
  }, 30_000);
});
