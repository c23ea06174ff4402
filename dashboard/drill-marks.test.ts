// A drill on every screen that names its alarm, in a real browser: it never has the shape, the colour or the word of a real fire.
import { testStage } from './testing/browser.ts';
import { go } from './testing/looks.ts';

const stage = testStage();

it('a fire of a drill is shown as a drill on its card, beside it, on its device, in the lists and on the map', async () => {
  const { id } = stage.fake.state.raise('smoke', { device: 'smoke-12-05', drill: true });
  const page = await stage.sit('admin', { width: 1_920, height: 1_080 }, `/alarms/${id}`);
  // A row of the board says beside its class that it is a drill, and is drawn by that.
  const asFire = page.locator('#main [data-class="fire"]:not([data-drill="true"])');
  await page.locator('[data-testid="alarm-card"][data-class="test"]').waitFor();
  await page.getByTestId('surroundings-body').getByTestId('level-here').waitFor();
  expect(await asFire.evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 200)))).toEqual([]);
  await go(page, '/devices/smoke-12-05');
  await page.locator('.device-alarms .mark[data-class="test"]').getByText('演练·火警').waitFor();
  expect(await asFire.evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 200)))).toEqual([]);
  await go(page, '/estate?search=1205');
  await page.locator('a[href="/devices/smoke-12-05"]').waitFor();
  expect(await asFire.evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 200)))).toEqual([]);
  await go(page, '/map');
  await page.getByTestId('map-search').fill('3号楼');
  await page.getByTestId('map-row').first().click();
  await page.getByTestId('map-alarm').locator('.mark[data-class="test"]').getByText('演练·火警').waitFor();
  expect(await asFire.evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 200)))).toEqual([]);
  expect(await page.getByTestId('lamp-fire').getAttribute('data-lit')).toBe('false');
  await page.context().close();
  expect(stage.complaints()).toEqual([]);
}, 60_000);
