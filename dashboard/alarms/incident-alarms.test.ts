// The page of an incident in a storm, in a real browser: each of its alarms is to be reached, and it is asked for at a pace.
import { testStage } from '../testing/browser.ts';

const stage = testStage();
const { sit } = stage;

describe('the page of an incident', () => {
  it('of hundreds of alarms shows each of them, a hundred at a time', async () => {
    const page = await sit('seat-1');
    const raised = Array.from({ length: 230 }, () => stage.fake.state.raise('smoke', { device: 'smoke-12-05' }));
    const last = raised.at(-1);
    await page.goto(`${stage.fake.url}/incidents/${encodeURIComponent(last?.incident ?? '')}`);
    const list = page.getByLabel('本事件的警情');
    await list.getByTestId('alarm-row').nth(99).waitFor();
    expect(await list.getByTestId('alarm-row').count()).toBe(100);
    const pages = page.getByTestId('incident-pages').getByRole('listitem');
    await pages.filter({ hasText: /^3$/ }).click();
    await list.locator(`[data-alarm-id="${last?.id}"]`).waitFor();
    await page.context().close();
  }, 60_000);

  it('that grows with every picture is asked for once a second, and shows its last alarm', async () => {
    const page = await sit('seat-1');
    const first = stage.fake.state.raise('smoke', { device: 'smoke-12-08' });
    await page.goto(`${stage.fake.url}/incidents/${encodeURIComponent(first.incident)}`);
    const list = page.getByLabel('本事件的警情');
    await list.getByTestId('alarm-row').first().waitFor();
    let asked = 0;
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === `/api/v1/incidents/${first.incident}`) asked += 1;
    });
    const began = performance.now();
    for (let nth = 0; nth < 60; nth += 1) {
      stage.fake.state.raise('smoke', { device: 'smoke-12-08' });
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    }
    const { change } = stage.fake.state.incidents.get(first.incident) ?? {};
    await page.waitForResponse((response) => response.url().endsWith(`/incidents/${first.incident}?seen=${change}`));
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual((performance.now() - began) / 1_000 + 1);
    await page.context().close();
  }, 60_000);
});
