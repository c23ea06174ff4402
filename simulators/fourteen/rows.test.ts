// Of the fourteen: what others fold into a row that is there already. The second detector, and the next fire of the first.
import type { Locator, Page } from 'playwright-core';
import type { TransmissionDevice } from '../gb26875/station.ts';
import { row, Site } from '../testing/a-site.ts';
import type { VirtualDevice } from '../virtual-device.ts';

describe('the board of a person', () => {
  let site: Site;
  let page: Page;
  let head: VirtualDevice;
  let station: TransmissionDevice;

  beforeAll(async () => {
    site = await Site.open();
    [head, station, page] = [await site.device('smoke-1'), await site.station(), await site.screen()];
  }, 60_000);
  afterAll(() => site.close(), 30_000);

  const fire = (text: string): Locator => row(page, text).and(page.locator('[data-class=fire]'));
  const acknowledged = (text: string): Locator => fire(text).and(page.locator('[data-attention=acknowledged]'));
  const calling = (text: string): Locator => fire(text).and(page.locator('[data-condition=active][data-attention=new]'));

  it('8 shows the second and the third detector as rows of their own, one of them the first-out, also after the first is acknowledged', async () => {
    await head.set({ smoke: 'alarm' });
    await fire('1201 烟感').first().waitFor();
    await fire('1201 烟感').first().click();
    await page.getByTestId('acknowledge').click();
    await acknowledged('1201 烟感').first().waitFor();
    await Promise.all([station.happen({ is: 'alarm', part: '1-5' }), station.happen({ is: 'alarm', part: '1-6' })]);
    for (const text of ['12层东走廊感烟', '12层西走廊感烟']) await calling(text).first().waitFor();
    expect(await acknowledged('1201 烟感').count()).toBe(1);
    const heads = ['1201 烟感', '12层东走廊感烟', '12层西走廊感烟'];
    const fires = (await site.person.alarms()).filter((alarm) => alarm.class === 'fire' && heads.includes(alarm.device.name));
    expect(fires.map((alarm) => alarm.device.name).toSorted()).toEqual(heads.toSorted());
    expect(new Set(fires.map((alarm) => alarm.incident)).size).toBe(1);
    expect(fires.filter((alarm) => alarm.firstOut).map((alarm) => alarm.device.name)).toEqual(['1201 烟感']);
  }, 30_000);

  it('9 does not call anew for what an acknowledged detector says again of the same fire (control)', async () => {
    await head.report();
    // A fire of another head behind it on the same wire: what was said before it has been judged.
    const marker = await site.device('smoke-2');
    await marker.set({ smoke: 'alarm' });
    await calling('1202 烟感').first().waitFor();
    expect(await acknowledged('1201 烟感').count()).toBe(1);
    expect((await site.person.alarms()).filter((alarm) => alarm.device.id === 'smoke-1')).toMatchObject([{ times: 1 }]);
  }, 30_000);

  it('9 calls anew when an acknowledged detector burns again', async () => {
    await head.set({ smoke: 'normal' });
    await acknowledged('1201 烟感').and(page.locator('[data-condition=restored]')).first().waitFor();
    await head.set({ smoke: 'alarm' });
    await calling('1201 烟感').first().waitFor();
    const [again] = (await site.person.alarms()).filter((alarm) => alarm.device.id === 'smoke-1');
    expect(again).toMatchObject({ times: 2, verdict: 'unverified' });
  }, 30_000);

  it('9 gives the next fire a row of its own when the one before was judged, reset and closed', async () => {
    const [before] = (await site.person.alarms()).filter((alarm) => alarm.device.id === 'smoke-1');
    const path = `/alarms/${before?.id}`;
    await head.set({ smoke: 'normal' });
    await fire('1201 烟感').and(page.locator('[data-condition=restored]')).first().waitFor();
    await site.person.ask(`${path}/acknowledge`, 'POST', {});
    await site.person.ask(`${path}/judge`, 'POST', { verdict: 'real' });
    await site.person.ask(`${path}/reset`, 'POST', {});
    await fire('1201 烟感').waitFor({ state: 'detached' });
    await head.set({ smoke: 'alarm' });
    await calling('1201 烟感').first().waitFor();
    const both = (await site.person.alarms()).filter((alarm) => alarm.device.id === 'smoke-1');
    expect(both).toMatchObject([
      { times: 1, closed: false, attention: 'new', verdict: 'unverified' },
      { id: before?.id, times: 2, closed: true, verdict: 'real' },
    ]);
    expect(both[0]?.id).not.toBe(before?.id);
  }, 30_000);
});
