// Every screen before axe-core, in a real browser: nothing of WCAG 2.2 A and AA that a program can find, dark and light, in both languages; nothing is asked of another origin, nothing old is shown as live.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, ElementContext, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { testStage } from './testing/browser.ts';
import { go, restOf, wear } from './testing/looks.ts';
import { tellStory } from './testing/story.ts';

declare global {
  // As the library leaves it in the page.
  var axe: { run(context: ElementContext, options: RunOptions): Promise<AxeResults> };
}

const stage = testStage();
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Each way of the dashboard, as App has them, with what an id stands for. */
const APP = readFileSync(new URL('./app.tsx', import.meta.url), 'utf8');
const IDS: Readonly<Record<string, string>> = {
  'plans/:place': 'plans/floor-12',
  'devices/:id': 'devices/smoke-12-05',
  'units/:id': 'units/estate',
  'buildings/:id': 'buildings/tower',
  'checklists/:place': 'checklists/tower',
};
/** Reached by an alarm that the test raises, or leading elsewhere. */
const ELSEWHERE = new Set(['alarms/:id', 'incidents/:id', 'field/:id', 'closed/:id', 'd/:id', '*']);
const PATHS = [...APP.matchAll(/<Route path="([^"]+)"/g)]
  .map(([, path = '']) => path)
  .filter((path) => !ELSEWHERE.has(path))
  .map((path) => IDS[path] ?? path);

/** What axe finds serious or critical, as `rule: where`. */
async function found(page: Page): Promise<string[]> {
  if (await page.evaluate(() => globalThis.axe === undefined)) await page.evaluate(AXE);
  return page.evaluate(async (tags) => {
    const { violations } = await axe.run(document as unknown as ElementContext, { runOnly: tags, resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${String(target)} ${html.slice(0, 160)}`));
  }, WCAG);
}

it('knows every way of the dashboard', () => {
  expect(PATHS.length).toBeGreaterThan(25);
  expect(PATHS.filter((path) => path.includes(':'))).toEqual([]);
});

describe.each([
  { language: 'zh', theme: 'dark', size: { width: 1_366, height: 768 } },
  { language: 'en', theme: 'light', size: { width: 390, height: 844 } },
] as const)('in $language and $theme, $size.width wide', ({ language, theme, size }) => {
  let page: Page;
  let atRest: () => Promise<void>;
  let alarm: ReturnType<typeof stage.fake.state.raise>;
  beforeAll(async () => {
    tellStory(stage.fake.state);
    alarm = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    page = await stage.sit('admin', size, '/');
    await wear(page, { language, theme });
    atRest = restOf(page);
    await page.reload();
    await page.getByTestId('connection').and(page.locator('[data-connection="live"]')).waitFor();
  }, 60_000);
  afterAll(async () => {
    await page.context().close();
  }, 30_000);

  const isClean = async (path: string): Promise<void> => {
    await go(page, `/${path}`);
    await atRest();
    expect([new URL(page.url()).pathname, await found(page)]).toEqual([`/${path.split('?')[0]}`, []]);
  };

  it.each(PATHS)('%s', isClean, 40_000);

  it('a field that is searched by, with the cross that empties it', async () => {
    await isClean('water?search=12');
  });

  it('what is near a spot of the map', async () => {
    await isClean('map?spot=104.7412,35.8106&name=3号楼');
  });

  it('a walk test with what came last, and the band of it', async () => {
    const { walkTests } = stage.fake.state;
    walkTests.begin('tower', 30, false, '陈技师');
    for (const { id } of walkTests.tests[0]?.untested.slice(0, 3) ?? []) walkTests.setOff(id);
    await isClean('walk-test');
    walkTests.tests.splice(0);
  });

  it('the card of a fire, and the workbench of its incident', async () => {
    await isClean(`alarms/${alarm.id}`);
    await isClean(`incidents/${alarm.incident}`);
    await isClean(`field/${alarm.incident}`);
  }, 60_000);
});

it('finds a picture without a word and a text too pale', async () => {
  const page = await stage.sit('admin', undefined, '/units');
  await page.evaluate(() => {
    const pale = document.createElement('p');
    pale.textContent = 'pale';
    pale.style.cssText = 'color:#777;background:#666';
    document.querySelector('#main')?.prepend(new Image(), pale);
  });
  const rules = (await found(page)).map((one) => one.split(':')[0]);
  expect(rules).toEqual(expect.arrayContaining(['image-alt', 'color-contrast']));
  await page.context().close();
}, 40_000);

/** Nothing on them changes by itself: files, lists of what is over, forms. */
const STILL = new Set(['closed', 'labels', 'people', 'audit', 'big-screens', 'rules', 'waiting', 'scan', 'me', 'checklists/tower']);

it('lays the veil over all that is live as soon as the gateway is not heard', async () => {
  const alarm = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
  const page = await stage.sit('admin', undefined, '/');
  stage.fake.silence(true);
  await page.locator('[data-testid="veil"][data-old="true"]').waitFor();
  const old = page.locator('[data-testid="veil"][data-old="true"] .veil-word');
  const go = (path: string): Promise<void> =>
    page.evaluate((to) => {
      history.pushState({}, '', `/${to}`);
      window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
    }, path);
  const live: string[] = [];
  for (const path of [...PATHS, `incidents/${alarm.incident}`].filter((one) => !STILL.has(one))) {
    await go('people');
    await old.waitFor({ state: 'detached' });
    await go(path);
    await old.waitFor({ timeout: 8_000 }).catch(() => live.push(path));
  }
  expect(live).toEqual([]);
  stage.fake.silence(false);
  await page.context().close();
}, 120_000);

it('asks nothing of another origin on any of these ways, throws nothing, and keeps the strict policy', () => {
  expect(stage.complaints()).toEqual([]);
});
