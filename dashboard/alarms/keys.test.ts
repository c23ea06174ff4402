// The board by keys alone: through the rows, a verdict chosen by its key, and nothing of it while somebody writes; and beside the map's window.

import type { Page } from 'playwright-core';
import type { AlarmView } from '../../gateway/web/contract.ts';
import { choose, rowOf, testStage } from '../testing/browser.ts';

const stage = testStage();

/** 消火栓, as its first letters. */
const pinyinOf = ({ device }: AlarmView): string => {
  if (!device.name.includes('消火栓')) throw new Error(`${device.name} is no hydrant`);
  return 'xhs';
};

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
    await page.keyboard.press('ArrowDown');
    await card.and(page.locator(`[data-alarm-id="${second.id}"]`)).waitFor();
    await page.keyboard.press('F2');
    await page.getByTestId('verdict-real').and(page.locator('[data-chosen="true"]')).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(stage.fake.state.incidents.get(second.incident)?.verdict?.verdict).toBe('real');
    await page.keyboard.press('4');
    await page.waitForURL((url) => url.searchParams.get('class') === 'supervisory');
    await page.keyboard.press('0');
    await page.waitForURL((url) => !url.searchParams.has('class'));
    await page.keyboard.press('?');
    await page.getByTestId('key-help').getByText('核警：真实火警').waitFor();
    await page.context().close();
    expect(stage.complaints()).toEqual([]);
  });

  it('lead from an alarm to its control room and to the map, and say so where there is no plan', async () => {
    const fire = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    const page = await stage.sit('admin', { width: 1366, height: 768 }, `/alarms/${fire.id}`);
    await page.getByTestId('call-room').waitFor();
    await page.keyboard.press('F8');
    await page.getByRole('dialog').getByText('查岗：3号楼消控室传输装置').waitFor();
    await page.keyboard.press('m');
    await page.getByTestId('duty-device-call').click();
    await page.getByTestId('duty-check').waitFor();
    expect(stage.fake.state.duty.checks[0]?.targets.map(({ device }) => device)).toEqual(['station-tower']);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('F10');
    await page.getByText('此处没有平面图').waitFor();
    await page.keyboard.press('m');
    await page.waitForURL((url) => url.pathname === '/map' && url.searchParams.get('name') === '松涛家园 › 3号楼 › 12层');
    await page.context().close();
    expect(stage.complaints()).toEqual([]);
  });

  it('search the board in pinyin without hiding a fire that comes meanwhile, and acknowledge what is in sight but no fire', async () => {
    const { state } = stage.fake;
    const here = state.raise('pressure', { device: 'hydrant-1' });
    const there = state.raise('pressure', { device: 'hydrant-3' });
    const fire = state.raise('smoke', { device: 'smoke-12-05' });
    const page = await stage.sit('admin', { width: 1366, height: 768 });
    await rowOf(page, here.id).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(pinyinOf(here));
    await rowOf(page, fire.id).waitFor({ state: 'detached' });
    await rowOf(page, here.id).waitFor();
    expect(Number(await page.getByTestId('search-bar').getAttribute('data-hidden'))).toBeGreaterThan(0);
    await page.getByTestId('search-bar').getByText('其中真实火警').waitFor();
    const late = state.raise('smoke', { device: 'smoke-11-05' });
    await rowOf(page, late.id).waitFor();
    expect(await rowOf(page, fire.id).count()).toBe(0);
    await page.keyboard.press('Escape');
    await rowOf(page, fire.id).waitFor();
    expect(await page.getByTestId('board-search').inputValue()).toBe('');
    await page.keyboard.press('Shift+A');
    await page.getByTestId('together-counts').waitFor();
    // Somebody else is first with one of them: it is named, and there is nothing left but to close.
    state.put({ ...there, attention: 'acknowledged' });
    await page.getByTestId('together-submit').click();
    await page.getByTestId('together-refused').getByText(there.device.name).waitFor();
    expect(await page.locator('.dialog-foot button').allInnerTexts()).toEqual(['关闭']);
    await page.keyboard.press('Enter');
    await page.getByTestId('together-refused').waitFor({ state: 'detached' });
    await rowOf(page, here.id).and(page.locator('[data-attention="acknowledged"]')).waitFor();
    for (const { id } of [fire, late]) expect(state.alarms.get(id)?.attention).toBe('new');
    await page.context().close();
    expect(stage.complaints()).toEqual([]);
  });
});

describe('the map in a window of its own', () => {
  it('goes with the board, both ways, until the person signs out', async () => {
    const { state } = stage.fake;
    const fire = state.raise('smoke', { device: 'smoke-12-05' });
    const other = state.raise('pressure', { device: 'hydrant-1' });
    const third = state.raise('pressure', { device: 'hydrant-3' });
    const page = await stage.sit('seat-1', { width: 1366, height: 768 }, `/alarms/${other.id}`);
    const opening = page.waitForEvent('popup');
    await page.getByTestId('map-window').click();
    const map = await opening;
    await map.getByTestId('follow').and(map.locator('[data-following="true"]')).waitFor();
    expect(await map.getByTestId('sound-off').count()).toBe(0);
    const shown = (where: Page): string | null => new URL(where.url()).searchParams.get('point');
    await map.waitForURL((url) => url.searchParams.has('point'));
    const before = shown(map);
    await choose(page, fire.id);
    await map.waitForURL((url) => url.searchParams.has('point') && url.searchParams.get('point') !== before);
    const there = shown(map);
    // Pressed once more it comes to the front as it is: what is drawn there is not lost.
    await map.evaluate(() => document.body.setAttribute('data-kept', ''));
    await page.getByTestId('map-window').click();
    await choose(page, other.id);
    await map.waitForURL((url) => url.searchParams.get('point') === before);
    expect(await map.locator('body[data-kept]').count()).toBe(1);
    // A second board in another tab is asked too; it leads the map only from when something is chosen on it.
    const led: (string | null)[] = [];
    map.on('framenavigated', () => led.push(shown(map)));
    const say = (word: Readonly<Record<string, string>>): Promise<void> =>
      page.evaluate((told) => new BroadcastChannel('balefire.second-window').postMessage(told), word);
    await say({ is: 'stands', board: 'another', id: fire.id });
    await say({ is: 'alarm', board: 'another', id: third.id });
    await map.waitForURL((url) => ![there, before].includes(url.searchParams.get('point')));
    expect(led).not.toContain(there);
    await choose(page, fire.id);
    await map.waitForURL((url) => url.searchParams.get('point') === there);
    await choose(page, other.id);
    await map.waitForURL((url) => url.searchParams.get('point') === before);
    await page.keyboard.press('F8');
    await page.getByRole('dialog').waitFor();
    await map.locator('[data-testid="map-row"][data-state="fire"]').first().click();
    await page.waitForURL((url) => url.pathname !== `/alarms/${other.id}`);
    // Another alarm is on the card now: its control room is not called by a dialog that was opened for the one before.
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const chosen = decodeURIComponent(new URL(page.url()).pathname.slice('/alarms/'.length));
    expect(state.alarms.get(chosen)?.class).toBe('fire');
    const closing = map.waitForEvent('close');
    await page.getByTestId('person').click();
    await page.getByText('退出登录').click();
    await closing;
    await page.context().close();
    expect(stage.complaints()).toEqual([]);
  }, 60_000);

  it('looks where the board is, also where it hears so in the moment in which the map is made', async () => {
    const fire = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    const page = await stage.sit('seat-1', { width: 1366, height: 768 }, `/alarms/${fire.id}`);
    // In the map's window what the board says waits to be handed on.
    await page.context().addInitScript(() => {
      const waiting: (() => void)[] = [];
      const given = Object.getOwnPropertyDescriptor(BroadcastChannel.prototype, 'onmessage');
      Object.defineProperty(BroadcastChannel.prototype, 'onmessage', {
        ...given,
        set(hear: (event: MessageEvent) => void) {
          given?.set?.call(this, (event: MessageEvent) => waiting.push(() => hear(event)));
        },
      });
      Object.assign(window, { waiting });
    });
    const engine = /\/assets\/map-canvas-[^/]*\.js$/;
    let letIn = (): void => undefined;
    const gate = new Promise<void>((open) => {
      letIn = open;
    });
    await page.context().route(engine, (route) => gate.then(() => route.continue()));
    const opening = page.waitForEvent('popup');
    const asking = page.context().waitForEvent('request', (request) => engine.test(request.url()));
    await page.getByTestId('map-window').click();
    const [map, asked] = await Promise.all([opening, asking]);
    await map.locator('[data-testid="map-row"][data-state="fire"]').first().waitFor();
    await map.waitForFunction(() => (window as unknown as { waiting: unknown[] }).waiting.length > 0);
    // As soon as the part that draws the map is there, and before anything is drawn with it.
    const heard = map.evaluate(async (url) => {
      await import(url);
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      for (const hand of (window as unknown as { waiting: (() => void)[] }).waiting) hand();
    }, asked.url());
    letIn();
    await heard;
    await map.locator('.maplibregl-ctrl-scale', { hasText: /^(20|50|100)\sm$/ }).waitFor();
    await page.context().close();
    expect(stage.complaints()).toEqual([]);
  }, 60_000);
});
