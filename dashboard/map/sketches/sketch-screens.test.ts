// Sketches in a real browser: drawn for everybody, changed in words and in shape, by one person and by two, and played back.

import type { Page } from 'playwright-core';
import { aSketch, atMap, clickMiddle, drawn } from '../../testing/at-map.ts';
import { testStage } from '../../testing/browser.ts';

const stage = testStage();

describe('a sketch', () => {
  it('takes what a person draws for everybody, by clicks and by numbers, and shows what others draw', async () => {
    const { sketches } = stage.fake.state.map;
    const page = await atMap(stage, 'admin');
    await page.getByTestId('sketches-open').click();
    await page.getByTestId('sketch-new-circle').click();
    await clickMiddle(page, { dx: -150 });
    await clickMiddle(page, { dx: -90 });
    const shown = await page.getByTestId('sketch-radius').inputValue();
    expect(await page.getByTestId('sketch-size').textContent()).toMatch(/r [\d.]+ k?m$/);
    await page.getByTestId('sketch-save').click();
    await page.getByText('请填写名称').waitFor();
    await page.getByTestId('sketch-label').fill('警戒区');
    await page.getByTestId('sketch-colour').click();
    await page.locator('.ant-select-item-option').getByText('橙').click();
    await page.getByTestId('sketch-save').click();
    await page.getByTestId('sketch-row').getByText('警戒区').waitFor();
    expect([...sketches.values()][0]).toMatchObject({ kind: 'circle', radius: Number(shown), colour: 'orange', label: '警戒区' });
    // Another seat has it within seconds, by itself.
    const [first] = sketches.values();
    if (first === undefined) throw new Error('nothing was kept');
    sketches.set('other', {
      ...first,
      id: 'other',
      kind: 'line',
      radius: null,
      label: '水带铺设线',
      spots: [...first.spots, { longitude: 104.75, latitude: 35.81 }],
    });
    await page.getByTestId('sketch-row').getByText('水带铺设线').waitFor();
    await drawn(page);
    await page.getByTestId('sketch-row').first().getByTestId('sketch-show').click();
    await page.getByTestId('sketch-close').click();
    await drawn(page);
    await clickMiddle(page, { dx: -280 });
    await page.locator('[data-testid="sketch-row"][data-chosen="true"]').getByText('警戒区').waitFor();
    await page.context().close();
  }, 60_000);

  it('keeps what was filled in when another changed the sketch meanwhile, and lets it be taken off', async () => {
    const { sketches } = stage.fake.state.map;
    const page = await atMap(stage, 'admin');
    await page.getByTestId('sketches-open').click();
    const row = page.getByTestId('sketch-row').filter({ hasText: '警戒区' });
    await row.getByTestId('sketch-edit').click();
    await page.getByTestId('sketch-coordinates').fill('到林场');
    await page.getByTestId('sketch-radius').fill('250');
    const [first] = sketches.values();
    if (first !== undefined) sketches.set(first.id, { ...first, version: 2 });
    await page.getByTestId('sketch-save').click();
    await page.getByText('请按“经度, 纬度”填写', { exact: false }).waitFor();
    await page.getByTestId('sketch-coordinates').fill('104.7412, 35.8106');
    await page.getByTestId('sketch-save').click();
    await page.getByText('王工 刚刚保存了第 2 版').waitFor();
    await page.getByRole('button', { name: '重试' }).click();
    await page.getByTestId('sketch-save').click();
    await page.getByTestId('sketch-form').waitFor({ state: 'detached' });
    expect(sketches.get(first?.id ?? '')).toMatchObject({ version: 3, radius: 250, spots: [{ longitude: 104.7412, latitude: 35.8106 }] });
    await row.getByTestId('sketch-remove').click();
    await page.locator('.ant-popconfirm').getByRole('button', { name: '移除' }).click();
    await row.waitFor({ state: 'detached' });
    await page.context().close();
    const looker = await atMap(stage, 'keeper');
    await looker.getByTestId('sketches-open').click();
    await looker.getByTestId('sketch-row').waitFor();
    expect(await looker.getByTestId('sketch-new-spot').count()).toBe(0);
    expect(await looker.getByTestId('sketch-remove').count()).toBe(0);
    await looker.context().close();
  }, 60_000);
});

describe('the shape of a sketch', () => {
  const kept = () => stage.fake.state.map.sketches.get('burnt');

  async function reshaping(sketch = aSketch()): Promise<Page> {
    stage.fake.state.map.sketches.set('burnt', sketch);
    const page = await atMap(stage, 'admin');
    await page.getByTestId('sketches-open').click();
    await page.getByTestId('sketch-row').filter({ hasText: '过火区' }).getByTestId('sketch-reshape').click();
    await page.getByTestId('reshape').waitFor();
    // The map goes to it, and then the first handle has the focus: before that the handles stand where they were.
    await page.locator('[data-handle]:focus').waitFor();
    await drawn(page);
    return page;
  }

  async function drag(page: Page, handle: string, right: number, down: number): Promise<void> {
    const box = await page.getByTestId(handle).first().boundingBox();
    if (box === null) throw new Error(`${handle} is not there`);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + right / 2, y + down / 2);
    await page.mouse.move(x + right, y + down);
    await page.mouse.up();
  }

  it('is changed by the pointer: a corner dragged, one added from an edge, all of it moved; undone step by step; and nothing is saved before it is', async () => {
    const page = await reshaping();
    const size = page.getByTestId('reshape-size');
    const before = await size.textContent();
    await drag(page, 'reshape-0', -60, -40);
    await expect(size.textContent()).resolves.not.toBe(before);
    await drag(page, 'reshape-edge', 0, -50);
    await page.getByTestId('reshape-4').waitFor();
    await drag(page, 'reshape-all', 0, 30);
    await page.getByTestId('reshape-undo').getByText('撤销 3').waitFor();
    expect(kept()).toMatchObject({ version: 1, spots: aSketch().spots });
    for (let left = 3; left > 0; left -= 1) await page.getByTestId('reshape-undo').click();
    expect(await page.getByTestId('reshape-4').count()).toBe(0);
    expect((await size.textContent())?.split(' ')[0]).toBe(before?.split(' ')[0]);
    expect(await page.getByTestId('reshape-save').isDisabled()).toBe(true);
    await drag(page, 'reshape-edge', 0, -50);
    await page.getByTestId('reshape-save').click();
    await page.getByTestId('reshape').waitFor({ state: 'detached' });
    expect(kept()).toMatchObject({ version: 2, label: '过火区', spots: [{}, {}, {}, {}, {}] });
    // The corner that the edge gave lies north of both of its neighbours.
    const [one, added, other] = kept()?.spots ?? [];
    expect(added?.latitude).toBeGreaterThan(Math.max(one?.latitude ?? 90, other?.latitude ?? 90));
    await page.context().close();
  }, 60_000);

  it('is changed by keys alone: on to a corner, moved, one added and one removed, taken back', async () => {
    const page = await reshaping();
    await page.locator('[data-testid="reshape-0"]:focus').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="reshape-1"]:focus').waitFor();
    await page.getByTestId('reshape-size').getByText('第 2/5 个角点').waitFor();
    await page.keyboard.press('Delete');
    await page.locator('[data-testid="reshape-0"]:focus').waitFor();
    await page.keyboard.press('Control+z');
    await page.getByTestId('reshape-4').waitFor();
    await page.getByTestId('reshape-save').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('reshape').waitFor({ state: 'detached' });
    const [west, north] = [aSketch().spots[0]?.longitude ?? 0, aSketch().spots[0]?.latitude ?? 0];
    const { spots = [] } = kept() ?? {};
    expect(spots).toHaveLength(5);
    expect(spots[0]?.longitude).toBeLessThan(west);
    expect(spots[0]?.latitude).toBeGreaterThan(north);
    await page.context().close();
  }, 60_000);

  it('keeps as many corners as its kind needs', async () => {
    const page = await reshaping();
    await page.getByTestId('reshape-remove').click();
    await page.getByTestId('reshape-3').waitFor({ state: 'detached' });
    expect(await page.getByTestId('reshape-remove').isDisabled()).toBe(true);
    await page.getByTestId('reshape-0').focus();
    await page.keyboard.press('Delete');
    expect(await page.getByTestId('reshape-2').count()).toBe(1);
    await page.context().close();
  }, 60_000);

  it('is not dropped by a slip, nor by going to another screen and back', async () => {
    const page = await reshaping();
    await drag(page, 'reshape-all', 0, 30);
    await page.getByTestId('sketch-close').click();
    await page.getByRole('dialog').getByRole('button', { name: '继续编辑' }).click();
    await page.getByTestId('reshape-undo').getByText('撤销 1').waitFor();
    await page.locator('.rail').getByRole('link', { name: '水系统' }).click();
    await page.getByTestId('water').waitFor();
    await page.goBack();
    await page.getByTestId('sketch-kept').waitFor();
    await page.getByTestId('reshape-undo').getByText('撤销 1').waitFor();
    await page.getByTestId('reshape-cancel').click();
    await page.getByTestId('sketch-discard').click();
    await page.getByTestId('reshape').waitFor({ state: 'detached' });
    expect(kept()).toMatchObject({ version: 1, spots: aSketch().spots });
    await page.context().close();
  }, 60_000);

  it('that is changed while it is being saved stays so, on top of what was saved', async () => {
    const page = await reshaping();
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/api/v1/map/sketches/burnt', (route) => held.then(() => route.continue()), { times: 1 });
    await drag(page, 'reshape-all', 0, 30);
    await page.getByTestId('reshape-save').click();
    await drag(page, 'reshape-all', 40, 0);
    const answered = page.waitForResponse('**/api/v1/map/sketches/burnt');
    letGo();
    await answered;
    const first = kept()?.spots[0];
    await page.locator('[data-testid="reshape-save"]:not(.ant-btn-loading)').click();
    await page.getByTestId('reshape').waitFor({ state: 'detached' });
    expect(kept()?.version).toBe(3);
    expect(kept()?.spots[0]?.latitude).toBeCloseTo(first?.latitude ?? 0, 9);
    expect(kept()?.spots[0]?.longitude).toBeGreaterThan(first?.longitude ?? 0);
    await page.context().close();
  }, 60_000);

  it('has no more corners than the gateway takes, and is changed on when it has them all', async () => {
    const spots = Array.from({ length: 49 }, (_, nth) => {
      const [angle, far] = [(nth / 49) * 2 * Math.PI, nth % 2 === 0 ? 0.002 : 0.0008];
      return { longitude: 104.7412 + far * Math.cos(angle), latitude: 35.8106 + far * Math.sin(angle) };
    });
    const page = await reshaping(aSketch({ spots }));
    await drag(page, 'reshape-edge', 30, 20);
    await page.getByTestId('reshape-49').waitFor();
    expect(await page.getByTestId('reshape-edge').count()).toBe(0);
    expect(await page.getByTestId('reshape-add').isDisabled()).toBe(true);
    await drag(page, 'reshape-all', 0, 30);
    await page.getByTestId('reshape-undo').getByText('撤销 2').waitFor();
    await page.context().close();
  }, 60_000);

  it('that another changed meanwhile is told with that one’s name, both are shown, and one is chosen', async () => {
    const page = await reshaping();
    await drag(page, 'reshape-0', -60, -40);
    const theirs = aSketch({ version: 2, label: '过火区（复核）', changed: { by: 'p2', name: '李工', from: '10.20.0.8', at: Date.now() } });
    stage.fake.state.map.sketches.set('burnt', theirs);
    await page.getByTestId('reshape-save').click();
    await page.getByTestId('reshape-newer').getByText('李工 刚刚保存了第 2 版').waitFor();
    expect(await page.getByTestId('reshape-save').isDisabled()).toBe(true);
    await page.getByTestId('reshape-mine').click();
    await page.getByTestId('reshape-save').click();
    await page.getByTestId('reshape').waitFor({ state: 'detached' });
    // Their words, my shape.
    expect(kept()).toMatchObject({ version: 3, label: '过火区（复核）' });
    expect(kept()?.spots[0]).not.toEqual(theirs.spots[0]);
    await page.context().close();
  }, 60_000);

  it('that another took off meanwhile can be drawn anew', async () => {
    const page = await reshaping();
    await drag(page, 'reshape-all', 0, 30);
    stage.fake.state.map.sketches.delete('burnt');
    await page.getByTestId('reshape-gone').getByRole('button').click();
    await page.getByTestId('reshape-save').click();
    await page.getByTestId('reshape').waitFor({ state: 'detached' });
    expect([...stage.fake.state.map.sketches.values()].map(({ label, version }) => [label, version])).toContainEqual(['过火区', 1]);
    await page.context().close();
  }, 60_000);
});

describe('a day that is played back', () => {
  it('shows what was drawn as it was then: not yet, as it was drawn, and not any more', async () => {
    const { sketches, ended } = stage.fake.state.map;
    sketches.clear();
    ended.splice(0);
    const now = Date.now();
    ended.push({ ...aSketch({ label: '过火区' }), from: now - 10 * 3_600_000, to: now - 5 * 3_600_000 });
    sketches.set('burnt', aSketch({ label: '过火区（复燃）', version: 2, changed: { ...aSketch().changed, at: now - 5 * 3_600_000 } }));
    const page = await atMap(stage, 'admin');
    await page.getByTestId('replay-begin').click();
    await page.getByTestId('sketches-open').click();
    const row = page.getByTestId('sketch-row');
    await row.getByText('过火区（复燃）').waitFor();
    expect(await page.getByTestId('sketch-edit').count()).toBe(0);
    expect(await page.getByTestId('sketch-new-spot').count()).toBe(0);
    const slider = page.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.getByText('此刻没有标绘').waitFor();
    const track = await page.locator('.ant-slider-rail').boundingBox();
    if (track === null) throw new Error('there is no slider');
    await page.mouse.click(track.x + track.width * (16.5 / 24), track.y + track.height / 2);
    await row.getByText('过火区', { exact: true }).waitFor();
    await page.getByTestId('replay-back').click();
    await row.getByText('过火区（复燃）').waitFor();
    await page.getByTestId('sketch-edit').waitFor();
    await page.context().close();
  }, 60_000);
});
