// A field technician's morning on a phone: a walk test of a floor, each head seen on the phone as it is smoked, and no word of it to the seat.
import { ADistrict, PHONE } from '../testing/a-district.ts';

const IN = [
  { language: 'zh', floor: 21, place: '21层' },
  { language: 'en', floor: 22, place: '22层' },
] as const;

describe('a field technician', () => {
  let district: ADistrict;
  beforeAll(async () => {
    district = await ADistrict.open();
  }, 120_000);
  afterAll(() => district?.close(), 30_000);

  it.each(IN)(
    'walks a floor, sees each head come, and a fire on another floor still calls the seat ($language)',
    async ({ language, floor, place }) => {
      const seat = await district.arrives({ login: 'seat', language });
      const phone = await district.arrives({ login: 'technician', language, size: PHONE, path: '/walk-test' });
      await phone.getByTestId('walk-test-place').click();
      await phone.keyboard.type(place);
      await phone.keyboard.press('Enter');
      await phone.getByTestId('walk-test-start').click();
      await phone.getByTestId('walk-test-left').waitFor();
      const latest = phone.getByTestId('walk-test-latest');
      for (const name of [`smoke-corridor`, `smoke-${floor}01`]) {
        const head = await district.device(`tower-f${floor}-${name}`);
        await head.set({ smoke: 'alarm' });
        await latest.getByText(name === 'smoke-corridor' ? `${place}走廊感烟探测器` : `${floor}01室感烟探测器`).waitFor();
        await head.set({ smoke: 'normal' });
      }
      // The seat has it as a drill, which sounds for nobody.
      await seat.getByTestId('walk-test-band').filter({ hasText: place }).waitFor();
      const fires = seat.locator('[data-testid=alarm-row][data-class=fire]');
      expect(await fires.and(seat.locator(':not([data-drill=true])')).count()).toBe(0);

      const elsewhere = await district.device(`tower-f${floor + 4}-smoke-corridor`);
      await elsewhere.set({ smoke: 'alarm' });
      const fire = seat.locator('[data-testid=alarm-row]:not([data-drill=true])').filter({ hasText: `${floor + 4}层走廊感烟探测器` });
      await fire.waitFor();
      await phone.getByTestId('walk-test-end').click();
      await phone.getByRole('tooltip').getByRole('button').last().click();
      await phone.getByTestId('walk-test-past').first().waitFor();
      const { id } = (await district.admin.untilAlarms((all) => all.some((one) => one.device.id === elsewhere.id && !one.closed))).find(
        (one) => one.device.id === elsewhere.id,
      ) ?? { id: '' };
      await district.admin.ask(`/alarms/${id}/judge`, 'POST', { verdict: 'false', cause: 'steam' });
      await elsewhere.set({ smoke: 'normal' });
      await district.admin.untilAlarms((all) => all.every((one) => one.id !== id || one.condition === 'restored'));
      await district.admin.ask(`/alarms/${id}/reset`, 'POST', {});
      await fire.waitFor({ state: 'detached' });
      await phone.context().close();
      await seat.context().close();
    },
    120_000,
  );

  it('met no error on the way, and no screen asked anybody but the gateway', () => {
    expect(district.complaints).toEqual([]);
  });
});
