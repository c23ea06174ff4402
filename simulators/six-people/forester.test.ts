// A forest officer on the way: a water tank runs short, the phone says where, a voice post is silenced, and nothing of the town comes in between.
import { ADistrict, PHONE } from '../testing/a-district.ts';

describe('a forest officer', () => {
  let district: ADistrict;
  beforeAll(async () => {
    district = await ADistrict.open();
    // A hold of a minute is for waves; here the water is still.
    await district.admin.ask('/parameters', 'PUT', { scope: 'forest', name: 'levelHold', value: 1, reason: '测试' });
  }, 120_000);
  afterAll(() => district?.close(), 30_000);

  it.each([
    { language: 'zh', post: 'forest-post-3', tank: 'forest-water-1-tank' },
    { language: 'en', post: 'forest-post-4', tank: 'forest-water-2-tank' },
  ] as const)(
    'sees on the phone which tank runs short, has a voice post fall silent, and finds both on the map ($language)',
    async ({ language, post, tank }) => {
      const page = await district.arrives({ login: 'forester', language, size: PHONE });
      await district.device(post);
      const water = await district.device(tank);
      await water.set({ level: 0.2 });
      const short = page.locator('[data-testid=alarm-row][data-attention=new]');
      await short.waitFor();
      await short.click();
      await page.getByTestId('acknowledge').click();
      await page.goto(`${district.origin}/devices/${post}`);
      await page.getByTestId('command-stop').click();
      await page.locator('[data-testid=command-row][data-state=done]').first().waitFor();
      await page.goto(`${district.origin}/map`);
      await page.getByTestId('one-map').waitFor();
      await page.getByTestId('map-row').first().waitFor();
      await page.context().close();
    },
    120_000,
  );

  it('sees nothing of the houses in the town', async () => {
    const forester = await district.person('forester');
    const { items } = await forester.ask<{ items: { id: string }[] }>('/devices?limit=200');
    expect(items.length).toBeGreaterThan(0);
    expect(items.filter(({ id }) => !id.startsWith('forest'))).toEqual([]);
  });

  it('met no error on the way, and no screen asked anybody but the gateway', () => {
    expect(district.complaints).toEqual([]);
  });
});
