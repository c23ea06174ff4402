// The header on the smallest phone: the longest word about the connection breaks neither the name nor the screen.
import { testStage } from '../testing/browser.ts';

const stage = testStage();

it('says that it is offline on a small phone without breaking the name of the house or the edge of the screen', async () => {
  const page = await stage.sit('seat-1', { width: 360, height: 800 });
  await page.evaluate(() => localStorage.setItem('balefire.language', 'en'));
  await page.clock.install();
  await page.reload();
  await page.locator('[data-connection="live"]').waitFor();
  stage.fake.cut(true);
  await page.locator('[data-connection="reconnecting"]').waitFor();
  await page.clock.fastForward('01:00:00');
  await page.locator('[data-connection="offline"]').getByText('Offline (data as of', { exact: false }).waitFor();
  const boxOf = async (selector: string) => {
    const box = await page.locator(selector).boundingBox();
    return { right: (box?.x ?? 0) + (box?.width ?? 0), height: box?.height ?? 0 };
  };
  expect((await boxOf('.connection')).right).toBeLessThanOrEqual(360);
  expect((await boxOf('.header')).height).toBeLessThan(56);
  expect((await boxOf('.brand strong')).height).toBeLessThan(50);
  await page.context().close();
}, 60_000);
