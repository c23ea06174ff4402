// Floor plans in a real browser on a phone.
import { testStage } from '../testing/browser.ts';
import { INVENTED_DRAWING } from '../testing/fake-plans.ts';

const stage = testStage();

describe('a floor plan', () => {
  it('on a phone tells of no keys that it has not, and a press places what is chosen', async () => {
    stage.fake.state.plans.set('floor-12', { version: 1, drawing: INVENTED_DRAWING, scale: null, spots: new Map() });
    const page = await stage.sit('admin', { width: 390, height: 844 }, '/plans/floor-12');
    await page.getByTestId('edit-plan').click();
    await page.getByText('先在下方选中未放置的设备', { exact: false }).waitFor();
    expect(await page.getByText('Delete', { exact: false }).count()).toBe(0);
    await page.locator('[data-testid="plan-row"][data-device="smoke-12-01"]').click();
    await page.locator('.plan-sheet').click({ position: { x: 60, y: 150 } });
    await page.locator('[data-testid="plan-symbol"][data-device="smoke-12-01"]').waitFor();
    await page.context().close();
  });
});

it('nothing was complained of', () => {
  expect(stage.complaints()).toEqual([]);
});
