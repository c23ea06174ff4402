// Somebody who passes a hydrant and reads the code on its label: what it is and whom to call, and nothing of the house behind it.
import { ADistrict, PHONE } from '../testing/a-district.ts';

describe('a passer-by', () => {
  let district: ADistrict;
  beforeAll(async () => {
    district = await ADistrict.open();
  }, 120_000);
  afterAll(() => district?.close(), 30_000);

  it.each([
    { language: 'zh', said: '这是受监控的消防设施' },
    { language: 'en', said: 'This is a monitored fire facility' },
  ] as const)(
    'is told what the label is on and calls 119 with a touch; the device’s own page is for staff ($language)',
    async ({ language, said }) => {
      const page = await district.screen({ language, size: PHONE, path: '/d/tower-f3-hydrant' });
      await page.getByTestId('passer-by').getByText(said).waitFor();
      expect(await page.getByTestId('passer-by').getByRole('link').getAttribute('href')).toBe('tel:119');
      expect(await page.content()).not.toMatch(/3层消火栓|示范大厦/);
      const answer = await page.request.get(`${district.origin}/api/v1/devices/tower-f3-hydrant`);
      expect(answer.status()).toBe(401);
      await page.context().close();
      const staff = await district.arrives({ login: 'technician', language, size: PHONE, path: '/d/tower-f3-hydrant' });
      await staff.getByRole('heading', { name: '3层消火栓' }).waitFor();
      await staff.context().close();
    },
    60_000,
  );

  it('met no error on the way, and no screen asked anybody but the gateway', () => {
    expect(district.complaints).toEqual([]);
  });
});
