// The map in a real browser: drawn under the strict policy from our own address alone, live, in words too, and without WebGL.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { accessFaults } from '../testing/access.ts';
import { aSketch, atMap, clickMiddle, drawn, gonePoint, LAYER } from '../testing/at-map.ts';
import { testStage } from '../testing/browser.ts';
import { GREY, packedWorld } from '../testing/fake-map.ts';
import { go, SIZES, wear } from '../testing/looks.ts';
import { tellStory } from '../testing/story.ts';

const stage = testStage();

async function chooseBase(page: Page, name: string): Promise<void> {
  await page.getByTestId('map-base').click();
  await page.locator('.ant-select-item-option').getByText(name, { exact: true }).click();
}

/** The fire station is chosen by its row, and once more by a press where the map went to. */
async function stationFoundByPress(page: Page): Promise<void> {
  await page.getByTestId('map-search').fill('消防救援站');
  await page.getByTestId('map-row').click();
  await page.getByTestId('map-drawer').waitFor();
  await drawn(page);
  const { x, y } = await gonePoint(page);
  await page.getByTestId('map-drawer-close').click();
  await drawn(page);
  await page.mouse.click(x, y);
  await page.getByTestId('map-drawer').getByRole('heading', { name: '云泽消防救援站' }).waitFor();
}

describe('the map', () => {
  it('puts a fire first as it is raised, and says of the alarms that it cannot show', async () => {
    const page = await atMap(stage);
    expect(await page.locator('[data-testid="map-row"][data-state="fire"]').count()).toBe(0);
    stage.fake.state.raise('smoke', { device: 'smoke-12-05', ago: 1_000 });
    await page.locator('[data-testid="map-row"][data-state="fire"]').first().waitFor();
    expect(await page.getByTestId('map-row').first().textContent()).toContain('3号楼');
    stage.fake.state.raise('smoke', { device: 'NB-8841C2', registered: false, ago: 1_000 });
    await page.getByTestId('map-nowhere').getByText('1 条', { exact: false }).waitFor();
    await page.context().close();
  }, 60_000);

  it('opens what is clicked on it, with its alarms and its place in every coordinate system', async () => {
    const page = await atMap(stage);
    await page.getByTestId('map-search').fill('3号楼');
    await page.getByTestId('map-row').click();
    await page.getByTestId('map-drawer').getByText('感烟探测器报警').first().waitFor();
    await page.getByTestId('map-drawer').getByText('104.741200, 35.810600').waitFor();
    await drawn(page);
    const { x, y } = await gonePoint(page);
    await page.getByTestId('map-drawer-close').click();
    await drawn(page);
    await page.mouse.click(x, y);
    await page.getByTestId('map-drawer').getByRole('heading', { name: '3号楼' }).waitFor();
    await page.getByTestId('map-alarm').first().click();
    await page.waitForURL(/\/alarms\//);
    await page.context().close();
  }, 60_000);

  it('shows on a phone what was chosen above the sheet that tells of it', async () => {
    const page = await atMap(stage, 'seat-1', { width: 390, height: 844 });
    await stationFoundByPress(page);
    await page.context().close();
  }, 60_000);

  it('is used with keys alone: down the list, into a point, and out again', async () => {
    const page = await atMap(stage);
    await page.getByTestId('map-row').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByTestId('map-drawer').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('map-drawer').waitFor({ state: 'detached' });
    await page.context().close();
  }, 60_000);

  it('looks at its points, or where it is sent, each time that one comes to it', async () => {
    const page = await atMap(stage);
    const scaled = (to: RegExp) => page.locator('.maplibregl-ctrl-scale', { hasText: to }).waitFor();
    await scaled(/^(500\sm|1\skm)$/);
    await go(page, '/map');
    await scaled(/^(500\sm|1\skm)$/);
    await go(page, '/map?spot=104.7412,35.8106&name=3号楼');
    await scaled(/^[1-5]00\sm$/);
    await go(page, '/map?point=place:station');
    await scaled(/^(20|50|100)\sm$/);
    await page.context().close();
  }, 60_000);

  it('begins at the spot that another page leads to, with what is near', async () => {
    const page = await stage.sit('seat-1', undefined, '/map?spot=104.7412,35.8106&name=3号楼');
    const title = page.getByTestId('map-drawer').getByRole('heading', { name: '3号楼' });
    await title.waitFor();
    // Read out first, and no control: it has no ring.
    await title.and(page.locator(':focus')).waitFor();
    expect(await title.evaluate((heading) => getComputedStyle(heading).outlineStyle)).toBe('none');
    await page.getByTestId('around-hydrant').waitFor();
    await drawn(page);
    const [, lower] = (await page.locator('.maplibregl-ctrl-scale').textContent())?.match(/^(\d+)\sm$/) ?? [];
    expect(Number(lower)).toBeLessThanOrEqual(500);
    await page.context().close();
  }, 60_000);

  it('counts what is near a point, and near any spot that is pointed at or typed', async () => {
    const page = await atMap(stage);
    await page.getByTestId('map-search').fill('3号楼');
    await page.getByTestId('map-row').click();
    await page.getByTestId('map-look-around').click();
    await page.getByTestId('around-hydrant').waitFor();
    expect(await page.getByTestId('around-hydrant').locator('td').allTextContents()).toEqual(['3', '3', '3', '3']);
    expect(await page.getByTestId('around-station').locator('td').allTextContents()).toEqual(['0', '1', '1', '1']);
    await page
      .getByTestId('map-around')
      .getByRole('button', { name: /云泽消防救援站/ })
      .getByText('东北 894 m')
      .waitFor();
    await drawn(page);
    await clickMiddle(page, { button: 'right', dx: -60, dy: 60 });
    await page.getByRole('heading', { name: '此处周边' }).waitFor();
    await page.getByTestId('go-open').click();
    await page.getByTestId('go-field').fill('到林场');
    await page.getByTestId('go-submit').click();
    await page.getByText('请按“经度, 纬度”填写', { exact: false }).waitFor();
    const asked = page.waitForRequest((request) => request.url().includes('/map/nearby'));
    await page.getByTestId('go-field').fill('104.7200, 35.7900');
    await page.getByTestId('go-submit').click();
    expect(new URL((await asked).url()).searchParams.get('longitude')).toBe('104.7200000');
    await page.context().close();
  }, 60_000);

  it.each(SIZES)(
    'measures by clicks, and without them, on %i × %i; the map does not move under the hand that begins',
    async (width, height) => {
      const page = await atMap(stage, 'admin', { width, height });
      const stands = () => page.getByTestId('map-canvas').boundingBox();
      const before = await stands();
      await page.getByTestId('tool-line').click();
      await clickMiddle(page);
      await clickMiddle(page, { dx: 80 });
      expect(await stands()).toEqual(before);
      await page
        .getByTestId('measures')
        .getByText(/^\d+(\.\d+)? k?m$/)
        .waitFor();
      await page.getByTestId('tool-done').click();
      await page.getByTestId('tool-area').click();
      await page.getByTestId('tool-centre').click();
      await page.getByTestId('tool-done').click();
      expect(await stands()).toEqual(before);
      await page.getByTestId('tool-clear').click();
      await page.getByTestId('measures').waitFor({ state: 'detached' });
      await page.context().close();
    },
    60_000,
  );

  it('plays the day back, says that it is not now, and that something burns now', async () => {
    const page = await atMap(stage);
    await page.getByTestId('replay-begin').click();
    await page.getByText('回放中，非实时').waitFor();
    const shown = page.getByTestId('replay-count');
    await page.getByTestId('replay-fire').waitFor();
    expect(await shown.textContent()).not.toContain(' 0 ');
    await page.getByRole('slider').focus();
    await page.keyboard.press('Home');
    await shown.getByText('此刻 0 条未关闭').waitFor();
    await page.getByTestId('replay-next').click();
    await shown.getByText('此刻 1 条未关闭').waitFor();
    await page.getByTestId('replay-back').click();
    await page.getByTestId('replay').waitFor({ state: 'detached' });
    await page.context().close();
  }, 60_000);

  it('lies on a map of the site, with its approval number and its coordinates; the points follow, and a broken map says so', async () => {
    stage.fake.state.map.layers.set(LAYER.id, LAYER);
    const page = await atMap(stage);
    await chooseBase(page, '林场测绘图');
    await page.getByTestId('map-corner').getByText('审图号：演示 0001 号').waitFor();
    await page.getByTestId('map-corner').getByText('GCJ-02').waitFor();
    await stationFoundByPress(page);
    stage.fake.state.map.picture = null;
    await page.reload();
    await page.getByTestId('base-trouble').waitFor();
    await page.getByTestId('map-row').first().waitFor();
    await page.context().close();
  }, 60_000);

  it('says that its base fails no longer than it does: as soon as what is asked for comes again, the notice goes', async () => {
    stage.fake.state.map.layers.set('tiles', { ...LAYER, id: 'tiles', name: '内网瓦片', kind: 'xyz', coordinates: 'wgs84', corners: null });
    stage.fake.state.map.picture = null;
    const page = await atMap(stage);
    await chooseBase(page, '内网瓦片');
    await page.getByTestId('base-trouble').waitFor();
    stage.fake.state.map.picture = GREY;
    await page.getByRole('button', { name: '放大' }).click();
    await page.getByTestId('base-trouble').waitFor({ state: 'detached' });
    await page.context().close();
  }, 60_000);

  it('asks by itself, again and again, for a base that fails, of whatever kind, and the notice goes by itself', async () => {
    const { map } = stage.fake.state;
    const wgs84 = { ...LAYER, coordinates: 'wgs84', corners: null } as const;
    map.layers.set(LAYER.id, LAYER);
    map.layers.set('tiles', { ...wgs84, id: 'tiles', name: '内网瓦片', kind: 'xyz' });
    map.layers.set('packed', { ...wgs84, id: 'packed', name: '矢量包', kind: 'pmtiles' });
    const folder = mkdtempSync(join(tmpdir(), 'balefire-map-'));
    const archive = join(folder, 'world.pmtiles');
    writeFileSync(archive, packedWorld());
    const page = await atMap(stage);
    await page.clock.install();
    const failed = (): Promise<unknown> => page.waitForResponse((answer) => answer.url().includes('/maps/') && answer.status() >= 400);
    const repairs: Record<string, () => unknown> = {
      内网瓦片: () => (map.picture = GREY),
      林场测绘图: () => (map.picture = GREY),
      矢量包: () => (map.archive = archive),
    };
    for (const [name, repair] of Object.entries(repairs)) {
      [map.picture, map.archive] = [null, null];
      await chooseBase(page, name);
      await page.getByTestId('base-trouble').waitFor();
      await drawn(page);
      const again = failed();
      await page.clock.fastForward('00:31');
      await again;
      await drawn(page);
      repair();
      await page.clock.fastForward('01:01');
      await page.getByTestId('base-trouble').waitFor({ state: 'detached' });
    }
    rmSync(folder, { recursive: true, force: true });
    [map.picture, map.archive] = [GREY, null];
    await page.context().close();
  }, 60_000);

  it('reads a packed map in parts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'balefire-map-'));
    const archive = join(folder, 'world.pmtiles');
    writeFileSync(archive, packedWorld());
    stage.fake.state.map.archive = archive;
    stage.fake.state.map.layers.set('packed', {
      ...LAYER,
      id: 'packed',
      name: '矢量包',
      kind: 'pmtiles',
      coordinates: 'wgs84',
      approval: '',
      corners: null,
    });
    const page = await atMap(stage);
    const ranges: string[] = [];
    page.on('request', (request) => {
      const range = request.headers()['range'];
      if (range !== undefined) ranges.push(range);
    });
    const tile = page.waitForRequest((request) => request.headers()['range'] === 'bytes=134-200');
    await chooseBase(page, '矢量包');
    await page.getByTestId('map-corner').getByText('未填审图号').waitFor();
    await tile;
    await drawn(page);
    // The header and its directory first, then the one tile behind them.
    expect(ranges).toEqual(['bytes=0-16383', 'bytes=134-200']);
    expect(await page.getByTestId('base-trouble').count()).toBe(0);
    rmSync(folder, { recursive: true, force: true });
    stage.fake.state.map.archive = null;
    await page.context().close();
  }, 60_000);

  it('is set up by an administrator, who is told what is missing', async () => {
    const page = await atMap(stage, 'admin');
    await page.getByTestId('layers-open').click();
    await page.getByTestId('layer-add').click();
    await page.getByTestId('layer-save').click();
    await page.getByText('请填写标识').waitFor();
    await page.getByTestId('layer-id').fill('inside');
    await page.getByTestId('layer-name').fill('联网瓦片');
    await page.getByTestId('layer-kind').click();
    await page.getByText('自定义瓦片地址（联网）').last().click();
    await page.getByTestId('layer-url').fill('https://tiles.example.org/{z}/{x}/{y}.png');
    await page.getByTestId('layer-save').click();
    await page.getByTestId('layer-row').getByText('联网瓦片').waitFor();
    expect(stage.fake.state.map.layers.get('inside')).toMatchObject({ kind: 'custom', url: 'https://tiles.example.org/{z}/{x}/{y}.png' });
    await page.context().close();
    const seat = await atMap(stage);
    expect(await seat.getByTestId('layers-open').count()).toBe(0);
    await seat.context().close();
  }, 60_000);

  it('is a list with the same words where the browser cannot draw it', async () => {
    stage.fake.state.map.sketches.set('burnt', aSketch());
    const page = await stage.sit('seat-1', undefined, '/');
    await page.addInitScript(() => {
      const given = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind.startsWith('webgl') ? null : Reflect.apply(given, this, [kind, ...rest]);
      } as typeof given;
    });
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    await page.goto(`${stage.fake.url}/map`);
    await page.getByTestId('no-map').waitFor();
    await page.getByTestId('map-row').first().click();
    await page.getByTestId('map-look-around').click();
    await page.getByTestId('around-hydrant').waitFor();
    // What others drew is read there, and a spot by its numbers is drawn for them.
    await page.getByTestId('sketches-open').click();
    await page.getByTestId('sketch-row').getByText('过火区').waitFor();
    await page.getByTestId('sketch-new-spot').click();
    await page.getByTestId('sketch-label').fill('指挥部');
    await page.getByTestId('sketch-coordinates').fill('104.7412, 35.8106');
    await page.getByTestId('sketch-save').click();
    await page.getByTestId('sketch-row').getByText('指挥部').waitFor();
    // Nothing of the drawing is fetched for nothing.
    expect(fetched.filter((url) => /maplibre/.test(url))).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('says what went wrong, and comes back', async () => {
    stage.fake.failing.add('/map/points');
    const page = await stage.sit('seat-1', undefined, '/map');
    await page.getByTestId('failed').waitFor();
    stage.fake.failing.clear();
    await page.getByTestId('failed').getByRole('button').click();
    await page.getByTestId('one-map').waitFor();
    await page.context().close();
  }, 60_000);

  it.each(SIZES)(
    'fits on %i × %i, in both languages and themes; nothing is asked of anybody else, and the policy holds',
    async (width, height) => {
      if (width === 1_920) tellStory(stage.fake.state);
      stage.fake.state.map.sketches.set('burnt', aSketch());
      for (const [language, theme] of [
        ['zh', 'dark'],
        ['en', 'light'],
      ] as const) {
        const page = await stage.sit('admin', { width, height }, '/');
        await wear(page, { language, theme });
        await page.goto(`${stage.fake.url}/map`);
        await drawn(page);
        const folder = process.env['BALEFIRE_PICTURES'];
        const picture = async (name: string): Promise<void> => {
          if (folder) await page.screenshot({ path: `${folder}/map-${name}-${width}-${language}-${theme}.png` });
        };
        await picture('whole');
        expect(await page.evaluate(accessFaults)).toEqual([]);
        await page.getByTestId('map-row').first().click();
        await page.getByTestId('map-look-around').click();
        await page.getByTestId('around-hydrant').waitFor();
        await drawn(page);
        await picture('point');
        expect(await page.evaluate(accessFaults)).toEqual([]);
        await page.getByTestId('map-drawer-close').click();
        await page.getByTestId('sketches-open').click();
        await page.getByTestId('sketch-row').first().waitFor();
        await picture('sketches');
        expect(await page.evaluate(accessFaults)).toEqual([]);
        await page.getByTestId('sketch-reshape').first().click();
        await page.getByTestId('reshape').waitFor();
        await drawn(page);
        await picture('reshape');
        expect(await page.evaluate(accessFaults)).toEqual([]);
        await page.getByTestId('reshape-cancel').click();
        await page.getByTestId('sketch-new-circle').click();
        await page.getByTestId('sketch-form').waitFor();
        await picture('sketch');
        expect(await page.evaluate(accessFaults)).toEqual([]);
        await page.getByTestId('sketch-close').click();
        await page.getByTestId('replay-begin').click();
        await page.getByTestId('replay').waitFor();
        await drawn(page);
        await picture('replay');
        expect(await page.evaluate(accessFaults)).toEqual([]);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect([language, theme, sideways]).toEqual([language, theme, 0]);
        await page.context().close();
      }
      expect(stage.complaints()).toEqual([]);
    },
    120_000,
  );
});
