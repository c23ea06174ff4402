// A person before the map in a real browser, a sketch that somebody else has drawn on it, and a map of the site to lie below it.
import type { Page } from 'playwright-core';
import type { MapLayer } from '../../gateway/web/map-contract.ts';
import type { SketchView } from '../../gateway/web/sketch-contract.ts';
import type { TestStage } from './browser.ts';

/** Until all that is there is drawn. */
export async function drawn(page: Page): Promise<void> {
  await page.locator('.map-canvas[data-drawn="true"]').waitFor();
}

/** A seat before the map, when all of it is drawn. */
export async function atMap(stage: TestStage, login = 'seat-1', size?: { width: number; height: number }): Promise<Page> {
  const page = await stage.sit(login, size, '/map');
  await drawn(page);
  return page;
}

/** Clicks near the middle of the map, a long way from every control. */
export async function clickMiddle(page: Page, how: { button?: 'left' | 'right'; dx?: number; dy?: number } = {}): Promise<void> {
  const { x, y, width, height } = await boxOf(page, 'map-canvas');
  await page.mouse.click(x + width / 2 + (how.dx ?? 0), y + height / 2 + (how.dy ?? 0), { button: how.button ?? 'left' });
}

/** Where a point stands that was just gone to, pixels of the page: in the middle of what the drawer, which is open, leaves of the map. */
export async function gonePoint(page: Page): Promise<{ x: number; y: number }> {
  const [map, drawer] = [await boxOf(page, 'map-canvas'), await boxOf(page, 'map-drawer')];
  const isSheet = drawer.x <= map.x;
  const right = isSheet ? map.x + map.width : drawer.x;
  const bottom = isSheet ? Math.min(map.y + map.height, drawer.y) : map.y + map.height;
  return { x: (map.x + right) / 2, y: (map.y + bottom) / 2 };
}

async function boxOf(page: Page, testId: string): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await page.getByTestId(testId).boundingBox();
  if (box === null) throw new Error(`${testId} is not there`);
  return box;
}

/** A picture of the site, in coordinates of its own. */
export const LAYER: MapLayer = {
  id: 'survey',
  place: 'region',
  name: '林场测绘图',
  kind: 'image',
  coordinates: 'gcj02',
  approval: '审图号：演示 0001 号',
  attribution: '示范测绘',
  lowest: 0,
  highest: 18,
  file: 'linchang.png',
  url: null,
  tianditu: null,
  corners: [
    { longitude: 104.7, latitude: 35.85 },
    { longitude: 104.8, latitude: 35.85 },
    { longitude: 104.8, latitude: 35.77 },
    { longitude: 104.7, latitude: 35.77 },
  ],
  hasKey: false,
};

/** A square around the tower of the invented estate, drawn by somebody else. */
export function aSketch(more: Partial<SketchView> = {}): SketchView {
  const act = { by: 'p1', name: '王工', from: '10.20.0.7', at: Date.now() - 3_600_000 };
  const spots = [
    [104.738, 35.8126],
    [104.7444, 35.8126],
    [104.7444, 35.8086],
    [104.738, 35.8086],
  ] as const;
  return {
    id: 'burnt',
    place: [{ id: 'tower', name: '3号楼', kind: 'building' }],
    kind: 'area',
    spots: spots.map(([longitude, latitude]) => ({ longitude, latitude })),
    radius: null,
    label: '过火区',
    note: '',
    colour: 'red',
    onScreens: false,
    version: 1,
    drawn: act,
    changed: act,
    ...more,
  };
}
