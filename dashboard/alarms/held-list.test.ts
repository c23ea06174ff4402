// The list of the board under a hand, in a real browser: nothing moves beneath it, and only a fire comes in.
import { testStage } from '../testing/browser.ts';

const stage = testStage();
const { sit } = stage;

describe('the alarm list', () => {
  it('does not move under the pointer: new ones wait behind a bar, a fire comes in at once', async () => {
    const standing = ['hydrant-1', 'hydrant-2', 'hydrant-3'].map((device) => stage.fake.state.raise('pressure', { device }));
    const page = await sit();
    const rows = page.getByTestId('alarm-row');
    await rows.nth(2).waitFor();
    await rows.nth(1).hover();
    const before = await rows.nth(1).boundingBox();
    const waiting = stage.fake.state.raise('density', { device: 'smoke-4-01' });
    await page.getByTestId('queued').waitFor();
    expect(await page.getByTestId('queued').textContent()).toContain('1 条新警情');
    expect(await rows.count()).toBe(3);
    expect((await rows.nth(1).boundingBox())?.y).toBe(before?.y);
    const fire = stage.fake.state.raise('button', { device: 'button-4' });
    await page.locator(`[data-alarm-id="${fire.id}"][data-testid="alarm-row"]`).waitFor();
    expect(await rows.count()).toBe(4);
    // By the keyboard: a hand that goes to the bar has left the list, and all comes in before it is there.
    await page.getByTestId('queued').press('Enter');
    await page.locator(`[data-alarm-id="${waiting.id}"][data-testid="alarm-row"]`).waitFor();
    await page.context().close();
    for (const one of [...standing, waiting, fire]) stage.fake.state.put({ ...one, closed: true, closedAt: Date.now() });
  });

  it('is not pushed down under the pointer by what stands above it, which comes when the hand has left', async () => {
    const standing = ['hydrant-1', 'hydrant-2'].map((device) => stage.fake.state.raise('pressure', { device }));
    const page = await sit();
    const row = page.getByTestId('alarm-row').nth(1);
    await row.hover();
    const before = await row.boundingBox();
    // Its incident stays unclosed, which is said above the list after a look each two seconds.
    const left = stage.fake.state.raise('density', { device: 'smoke-5-01' });
    stage.fake.state.put({ ...left, closed: true, closedAt: Date.now() });
    const since = await page.evaluate(() => performance.now());
    await page.waitForFunction((at) => performance.now() > at + 2_500, since);
    expect((await row.boundingBox())?.y).toBe(before?.y);
    expect(await page.getByTestId('unclosed').count()).toBe(0);
    await page.mouse.move(2, 2);
    await page.getByTestId('unclosed').waitFor();
    await page.context().close();
    for (const one of standing) stage.fake.state.put({ ...one, closed: true, closedAt: Date.now() });
  });

  it('complains of nothing', () => {
    expect(stage.complaints()).toEqual([]);
  });
});
