// The list of the board under a hand, in a real browser: nothing moves beneath it, and only a fire comes in; and what its rows say.

import type { Locator } from 'playwright-core';
import { testStage } from '../testing/browser.ts';
import { wear } from '../testing/looks.ts';

const stage = testStage();
const { sit } = stage;

/** What of a row's title and small words is cut off, or lies outside of its lines. */
function hiddenWords(row: Element): string[] {
  return [...row.querySelectorAll('.alarm-title > strong, .chip')].flatMap((one) => {
    const [at, lines] = [one, one.closest('.alarm-title, .chips') ?? row].map((each) => each.getBoundingClientRect()) as [DOMRect, DOMRect];
    const isWhole = at.width > 0 && one.scrollWidth <= one.clientWidth + 1;
    return isWhole && at.left >= lines.left && at.right <= lines.right && at.top >= lines.top && at.bottom <= lines.bottom
      ? []
      : [one.textContent ?? ''];
  });
}

/** Whether the small words of a row end in dots, by what is seen: as they are, and where the dots would stand lines lower. */
async function endsInDots(row: Locator): Promise<boolean> {
  const words = row.locator('.chips');
  const asItIs = await words.screenshot();
  await words.evaluate((lines: HTMLElement) => {
    lines.style.height = `${lines.offsetHeight}px`;
    lines.style.webkitLineClamp = '9';
  });
  return !asItIs.equals(await words.screenshot());
}

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

  it.each([
    [390, 844, 136],
    [1_366, 768, 96],
  ])(
    'says on %i × %i, in the longer language, the whole title of an alarm and every word beside it, in a row of the same height; where there are more words than place, dots say so',
    async (width, height, rowHeight) => {
      const day = 86_400_000;
      const long = stage.fake.state.raise('pressure', { device: 'hydrant-12', ago: 2 * day });
      const act = { by: 'seat-1', name: '值班员甲', from: '10.20.0.7', at: Date.now() };
      const shelved = { ...act, reason: '检修', until: Date.now() + day, oneShot: false };
      const worn = { acknowledged: act, attention: 'acknowledged', condition: 'restored', restoredAt: Date.now(), latching: true } as const;
      const quiet = { shelved, isolated: 'order', suppressed: 'other', chattersSince: act.at, times: 112 };
      stage.fake.state.put({ ...long, ...worn, ...quiet });
      const page = await sit('seat-1', { width, height });
      await wear(page, { language: 'en', theme: 'light' });
      await page.reload();
      const row = page.getByTestId('alarm-row');
      await row.getByText('Over 24 h').waitFor({ state: 'attached' });
      expect([(await row.boundingBox())?.height, await row.locator('.chip').count(), await row.evaluate(hiddenWords)]).toEqual([
        rowHeight,
        8,
        [],
      ]);
      expect(await endsInDots(row)).toBe(false);
      const judged = { verdict: 'false', judged: { ...act, cause: 'unannounced-test' } } as const;
      stage.fake.state.put({ ...long, ...worn, ...quiet, ...judged, device: { ...long.device, registered: false } });
      await page.reload();
      await row.getByText('Unannounced test').waitFor();
      await row.getByText('Over 24 h').waitFor({ state: 'attached' });
      expect((await row.boundingBox())?.height).toBe(rowHeight);
      const hidden = await row.evaluate(hiddenWords);
      expect(hidden).toContain('‖Over 24 h');
      for (const word of ['Unregistered', 'Shelved']) expect(hidden).not.toContain(word);
      expect(await endsInDots(row)).toBe(true);
      await page.context().close();
      stage.fake.state.put({ ...long, closed: true, closedAt: Date.now() });
    },
    60_000,
  );

  it('complains of nothing', () => {
    expect(stage.complaints()).toEqual([]);
  });
});
