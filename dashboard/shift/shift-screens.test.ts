// A seat in a real browser: coming on duty, the sound of a fire, muting it, handing over.
import type { Page } from 'playwright-core';
import { accessFaults } from '../testing/access.ts';
import { testStage } from '../testing/browser.ts';

const stage = testStage();

/** Counts the tones that the page really starts, in the page's own synthesiser. */
async function listening(page: Page): Promise<Page> {
  await page.addInitScript(() => {
    const heard = { tones: 0 };
    Object.assign(globalThis, { heard, contexts: [] });
    const Real = globalThis.AudioContext;
    // As it is, but that the test can take its sound away, as a machine does that goes to sleep or loses its speaker.
    globalThis.AudioContext = class extends Real {
      constructor() {
        super();
        (globalThis as unknown as { contexts: AudioContext[] }).contexts.push(this);
      }
    };
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
      heard.tones += 1;
      start.apply(this, when);
    };
  });
  await page.reload();
  return page;
}
const tones = (page: Page): Promise<number> => page.evaluate(() => (globalThis as unknown as { heard: { tones: number } }).heard.tones);

describe('a seat', () => {
  it('says that nobody is on duty and that nothing would be heard, until somebody has come and heard the fire’s own sound', async () => {
    const page = await listening(await stage.sit('seat-1'));
    await page.getByTestId('sound-off').getByText('声音未启用').waitFor();
    await page.getByTestId('off-duty').getByRole('link', { name: '上岗' }).click();
    const begin = page.getByTestId('begin-shift');
    expect(await begin.isDisabled()).toBe(true);
    await page.getByTestId('sound-test').click();
    await page.getByTestId('sound-heard').click();
    expect(await tones(page)).toBeGreaterThanOrEqual(2);
    await begin.click();
    await page.getByText('没有未关闭的警情').or(page.getByTestId('alarm-row').first()).first().waitFor();
    expect(await page.getByTestId('off-duty').count()).toBe(0);
    expect(await page.getByTestId('sound-off').count()).toBe(0);
    await page.context().close();
  });

  it('does not go to sleep while its person is on duty, and asks for that anew when the page comes back into sight', async () => {
    const page = await stage.sit('seat-1');
    await page.addInitScript(() => {
      const asked = { times: 0, last: undefined as (EventTarget & { released: boolean }) | undefined };
      Object.assign(globalThis, { asked });
      navigator.wakeLock.request = async () => {
        asked.times += 1;
        asked.last = Object.assign(new EventTarget(), { released: false, release: async () => undefined });
        return asked.last as unknown as WakeLockSentinel;
      };
    });
    await page.reload();
    const asked = (times: number) =>
      page.waitForFunction((wanted) => (globalThis as unknown as { asked: { times: number } }).asked.times === wanted, times);
    await asked(1);
    await page.evaluate(() => {
      const { last } = (globalThis as unknown as { asked: { last?: { released: boolean } } }).asked;
      document.dispatchEvent(new Event('visibilitychange'));
      // As a browser does with a page that goes out of sight.
      if (last) last.released = true;
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await asked(2);
    await page.context().close();
  });

  it('sounds for a fire until the space bar mutes it, and sounds again for the next', async () => {
    const page = await listening(await stage.sit('seat-1'));
    await page.getByTestId('sound-on').click();
    await page.getByTestId('sound-off').waitFor({ state: 'detached' });
    const strip = page.getByTestId('sounding').and(page.locator('[data-sounding="fire"]'));
    stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    await strip.waitFor();
    await page.locator('#main').focus();
    await page.keyboard.press('Space');
    await strip.waitFor({ state: 'detached' });
    stage.fake.state.raise('smoke', { device: 'smoke-12-08' });
    await strip.waitFor();
    await page.getByTestId('mute').click();
    await strip.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('says so when its sound is taken away, though it had been turned on, and is heard again by a press', async () => {
    const page = await listening(await stage.sit('seat-1'));
    await page.getByTestId('sound-on').click();
    await page.getByTestId('sound-off').waitFor({ state: 'detached' });
    await page.evaluate(() => Promise.all((globalThis as unknown as { contexts: AudioContext[] }).contexts.map((one) => one.suspend())));
    await page.getByTestId('sound-off').waitFor();
    await page.getByTestId('sound-on').click();
    await page.getByTestId('sound-off').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('hands over in a person’s own words, which the next must read before beginning', async () => {
    const before = await stage.sit('seat-1', undefined, '/shift');
    await before.getByTestId('hand-over-note').fill('1205 烟感待核实；1 号泵检修中');
    await before.reload();
    await before.getByTestId('hand-over-note').getByText('1205 烟感待核实；1 号泵检修中').waitFor();
    await before.getByTestId('end-shift').click();
    // Who wrote it does not sign for it.
    await before.getByTestId('sound-test').waitFor();
    expect(await before.getByTestId('hand-over-read').count()).toBe(0);
    await before.context().close();
    const page = await stage.sit('admin', undefined, '/shift');
    const read = page.getByTestId('hand-over-read').first();
    await read.waitFor();
    await page.getByText('1205 烟感待核实；1 号泵检修中').first().waitFor();
    await page.getByTestId('sound-test').click();
    await page.getByTestId('sound-not-heard').click();
    await page.getByTestId('no-sound').waitFor();
    expect(await page.getByTestId('begin-shift').isDisabled()).toBe(true);
    await read.click();
    await page.getByTestId('second-person').fill('值班员乙');
    await page.getByTestId('begin-shift').click();
    await page.waitForURL((url) => url.pathname !== '/shift');
    expect(stage.fake.state.shifts.all.at(-1)).toMatchObject({
      second: '值班员乙',
      isSoundHeard: false,
      read: [stage.fake.state.shifts.all[0]?.id],
    });
    await page.context().close();
  });

  it('says what and where each incident is that was left unverified, and of one that is over its number', async () => {
    const { state } = stage.fake;
    const { incident } = state.raise('smoke', { device: 'smoke-12-05' });
    const by = { by: 'p9', name: '值班员丙', at: Date.now() - 60_000, from: '' };
    const ended = { ...by, note: '两起待核实', unverified: [incident, 'i-over'] };
    state.shifts.all.push({ id: 's9', place: [], began: by, second: null, isSoundHeard: true, read: [], ended, handedTo: null });
    const page = await stage.sit('seat-1', undefined, '/shift');
    await page.getByRole('link', { name: '火警 · 松涛家园 › 3号楼 › 12层', exact: true }).first().waitFor();
    await page.getByRole('link', { name: 'i-over', exact: true }).first().waitFor();
    await page.context().close();
  });

  it('shows how long a hand-over may wait for its answer, and lets who may change it, with a reason', async () => {
    const page = await stage.sit('admin', undefined, '/shift');
    const limit = page.getByTestId('answer-limit');
    await limit.getByTestId('limit-handOverLimit-now').getByText('120 s').waitFor();
    expect(await limit.getByTestId('limit-hydrantPressureLow').count()).toBe(0);
    await limit.getByTestId('limit-handOverLimit-edit').click();
    await limit.getByText('30 s 至 600 s').waitFor();
    await limit.getByTestId('limit-value').fill('20');
    await limit.getByTestId('limit-reason').fill('夜间只有一人');
    await limit.getByTestId('written-save').click();
    await limit.getByTestId('wrong-value').getByText('应为 30 至 600').waitFor();
    await limit.getByTestId('limit-value').fill('90');
    await limit.getByTestId('written-save').click();
    await limit.getByTestId('limit-handOverLimit-now').getByText('90 s').waitFor();
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.context().close();
    const seat = await stage.sit('seat-1', { width: 390, height: 844 }, '/shift');
    await seat.getByTestId('limit-handOverLimit-now').waitFor();
    expect(await seat.getByTestId('limit-handOverLimit-edit').count()).toBe(0);
    await seat.context().close();
  });

  it('complains of nothing', () => {
    expect(stage.complaints()).toEqual([]);
  });
});
