// A seat operator's night: on duty, a fire with a second detector, who to call, what it was, its end, the record, and the next shift.
import type { Page } from 'playwright-core';
import { ADistrict } from '../testing/a-district.ts';

const IN = [
  { language: 'zh', floor: 12, place: '12层', firstOut: '首警', closed: '已关闭' },
  { language: 'en', floor: 14, place: '14层', firstOut: 'FIRST', closed: 'Closed' },
] as const;

describe('a seat operator', () => {
  let district: ADistrict;
  beforeAll(async () => {
    district = await ADistrict.open();
  }, 120_000);
  afterAll(() => district?.close(), 30_000);

  const step = async (page: Page, name: string, state: RegExp): Promise<void> => {
    await page.getByTestId(`incident-${name}`).click();
    await page.getByTestId('incident-state').getByText(state).waitFor();
  };

  it.each(IN)(
    'works a fire from the first tone to the hand-over ($language)',
    async ({ language, floor, place, firstOut, closed }) => {
      const page = await district.arrives({ login: 'seat', language });
      await page.getByTestId('off-duty').getByRole('link').click();
      await page.getByTestId('sound-test').click();
      await page.getByTestId('sound-heard').click();
      await page.getByTestId('begin-shift').click();
      await page.getByTestId('off-duty').waitFor({ state: 'detached' });

      const corridor = await district.device(`tower-f${floor}-smoke-corridor`);
      const room = await district.device(`tower-f${floor}-smoke-${floor}01`);
      const row = (text: string) => page.getByTestId('alarm-row').filter({ hasText: text });
      await corridor.set({ smoke: 'alarm' });
      const first = row(`${place}走廊感烟探测器`);
      await first.waitFor();
      await page.getByTestId('sounding').and(page.locator('[data-sounding="fire"]')).waitFor();
      await first.click();
      // What, where, how sure, who: nothing of it takes a click.
      const card = page.getByTestId('alarm-card');
      await card.getByText(`${place}走廊感烟探测器`).first().waitFor();
      expect(await card.textContent()).toContain('示范大厦');
      await page.getByTestId('who').waitFor();
      await page.locator('#main').focus();
      await page.keyboard.press('Space');
      await page.getByTestId('sounding').waitFor({ state: 'detached' });

      await room.set({ smoke: 'alarm' });
      await row(`${floor}01室感烟探测器`).waitFor();
      await page.getByTestId('sounding').waitFor();
      await first.getByText(firstOut).waitFor();
      await page.getByTestId('incident-evidence').and(page.locator('[data-sure]')).waitFor();
      await first.click();
      await page.locator('#main').focus();
      await page.keyboard.press('F2');
      expect(await page.getByTestId('verdict-real').getAttribute('data-chosen')).toBe('true');
      await page.getByTestId('judge-submit').click();
      await page.getByTestId('incident-respond').waitFor();
      await step(page, 'respond', /处置中|Responding/);
      await step(page, 'control', /已控制|Controlled/);
      await step(page, 'out', /已扑灭|Out/);

      for (const [device, name] of [
        [corridor, `${place}走廊感烟探测器`],
        [room, `${floor}01室感烟探测器`],
      ] as const) {
        await row(name).click();
        await card.getByText(name).first().waitFor();
        await device.set({ smoke: 'normal' });
        await page.locator('[data-testid=alarm-row][data-condition=restored]').filter({ hasText: name }).waitFor();
        await page.getByTestId('reset').click();
        await row(name).waitFor({ state: 'detached' });
      }
      const seen = (await district.admin.alarms()).find((one) => one.device.id === corridor.id);
      // Nothing of it is on the board any more but that it waits to be closed.
      await page.getByTestId('unclosed').locator('summary').click();
      await page.getByTestId('unclosed-incident').click();
      await page.waitForURL(`**/incidents/${seen?.incident}`);
      await page.getByTestId('incident-close').click();
      await page.getByTestId('incident-state').getByText(closed).waitFor();
      const download = page.waitForEvent('download');
      await page.getByTestId('print-record').click();
      expect((await download).suggestedFilename()).toMatch(/\.pdf$/);
      await page.goto(`${district.origin}/shift`);
      await page.getByTestId('hand-over-note').fill(`${floor}`);
      await page.getByTestId('end-shift').click();
      await page.getByTestId('sound-test').waitFor();
      // Whoever comes next reads and signs it; nobody signs for the own one.
      expect(await page.getByTestId('hand-over-read').count()).toBe(0);
      await page.context().close();
    },
    120_000,
  );

  it('met no error on the way, and no screen asked anybody but the gateway', () => {
    expect(district.complaints).toEqual([]);
  });
});
