// The board by keys alone: through the rows, a verdict chosen by its key, and nothing of it while somebody writes.
import { testStage } from '../testing/browser.ts';

const stage = testStage();

describe('the keys of a seat', () => {
  it('go through the rows, acknowledge, choose a verdict that Enter gives, and leave a text that is being written alone', async () => {
    const first = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    const second = stage.fake.state.raise('pressure', { device: 'hydrant-1' });
    const page = await stage.sit('admin', { width: 1920, height: 1080 });
    const card = page.getByTestId('alarm-card');
    await card.and(page.locator(`[data-alarm-id="${first.id}"]`)).waitFor();
    await page.keyboard.press('ArrowDown');
    await card.and(page.locator(`[data-alarm-id="${second.id}"]`)).waitFor();
    await page.keyboard.press('ArrowUp');
    await card.and(page.locator(`[data-alarm-id="${first.id}"]`)).waitFor();
    await page.keyboard.press('a');
    await page.locator(`[data-testid="alarm-row"][data-alarm-id="${first.id}"][data-attention="acknowledged"]`).waitFor();
    await page.keyboard.press('F3');
    expect(await page.getByTestId('verdict-false').getAttribute('data-chosen')).toBe('true');
    await page.getByTestId('judge-note').fill('a 0 ? 1');
    expect(await page.getByTestId('key-help').isVisible()).toBe(false);
    await page.getByTestId('cause-steam').click();
    await page.getByTestId('judge-submit').click();
    await page.getByTestId('incident-state').getByText('误报').waitFor();
    await page.keyboard.press('4');
    await page.waitForURL((url) => url.searchParams.get('class') === 'supervisory');
    await page.keyboard.press('0');
    await page.waitForURL((url) => !url.searchParams.has('class'));
    await page.keyboard.press('?');
    await page.getByTestId('key-help').getByText('核警：真实火警').waitFor();
    await page.context().close();
    expect(stage.complaints()).toEqual([]);
  });
});
