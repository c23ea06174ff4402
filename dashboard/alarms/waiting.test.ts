// The sign of what waits for somebody, in a real browser.
import { testStage } from '../testing/browser.ts';

const stage = testStage();

describe('the edge of the board', () => {
  it('winks where somebody is waited for, in one beat that the compositor turns; for who asked for less motion it stands still', async () => {
    const page = await stage.sit('seat-1');
    const alarm = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    stage.fake.state.raise('smoke', { device: 'smoke-12-06', drill: true });
    await page.getByTestId('alarm-row').nth(1).waitFor();
    // The veil lies over what waits, and under all else.
    const over = (): Promise<unknown> =>
      page.evaluate(`Object.fromEntries([...document.querySelectorAll('.windowed > ul > li')].map((row) => [
        row.querySelector('.alarm-row').dataset.drill, getComputedStyle(row).zIndex]))`);
    expect(await over()).toEqual({ false: 'auto', true: '2' });
    const turning = () =>
      page.evaluate(`document.querySelector('.windowed').getAnimations({ subtree: true }).map((one) => ({
        state: one.playState,
        turns: [...new Set(one.effect.getKeyframes().flatMap((frame) => Object.keys(frame)))].filter(
          (name) => !['offset', 'computedOffset', 'easing', 'composite'].includes(name)),
        hertz: 1000 / one.effect.getTiming().duration,
      }))`);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await turning()).toEqual([{ state: 'running', turns: ['opacity'], hertz: 0.625 }]);
    const veil = (): string => getComputedStyle(document.querySelector('.windowed > ul') as Element, '::after').opacity;
    for (const wanted of ['0', '0.85', '0']) {
      await page.waitForFunction(
        (opacity) => getComputedStyle(document.querySelector('.windowed > ul') as Element, '::after').opacity === opacity,
        wanted,
      );
    }
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect([await turning(), await page.evaluate(veil)]).toEqual([[], '0']);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    stage.fake.state.put({ ...alarm, attention: 'acknowledged' });
    await page.waitForFunction(() => document.querySelector('.windowed')?.getAnimations({ subtree: true }).length === 0);
    await page.context().close();
  }, 60_000);
});
