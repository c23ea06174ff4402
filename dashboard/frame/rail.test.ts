// The rail of ways on a screen too low for all of them.
import { testStage } from '../testing/browser.ts';

const stage = testStage();

it('has the way that one is on in sight, however many stand above it', async () => {
  const page = await stage.sit('admin', { width: 1366, height: 768 });
  for (const path of ['/people', '/status', '/']) {
    await page.goto(stage.fake.url + path);
    const way = page.locator(`.rail a[href="${path}"][aria-current="page"]`);
    await way.waitFor();
    const [at, all] = [await way.boundingBox(), await page.locator('.rail').boundingBox()];
    if (at === null || all === null) throw new Error('neither the rail nor the way of it is drawn');
    expect([path, at.y >= all.y, at.y + at.height <= all.y + all.height]).toEqual([path, true, true]);
  }
  await page.context().close();
  expect(stage.complaints()).toEqual([]);
}, 60_000);
