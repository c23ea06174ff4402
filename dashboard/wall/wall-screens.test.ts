// The wall in a real browser: its link, a fire that takes it, a drill that never looks real, lost lines, and days of changes.
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../config/chromium.ts';
import type { WallState } from '../../gateway/web/wall-contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';
import { builtDashboard } from '../testing/built-once.ts';
import { aFire, type FakeWall, startFakeWall } from '../testing/fake-wall.ts';
import { reloadAt } from './reload.ts';
import { placed } from './use-stage.ts';

let wall: FakeWall;
let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = await builtDashboard();
  browser = await launchBrowser();
}, 200_000);
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  wall = await startFakeWall(folder);
});
afterEach(async () => {
  await wall.close();
});

async function hang({ width = 1920, height = 1080, init = '' } = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  if (init !== '') await page.addInitScript(init);
  await page.goto(`${wall.url}/screen/screen-1#token=bfs_secret`);
  await page.getByTestId('wall-calm').waitFor();
  await page.getByTestId('wall-trend').waitFor();
  return page;
}

/** A browser that draws no map: for what is not about it. */
const NO_WEBGL = `HTMLCanvasElement.prototype.getContext = () => null;`;

describe('the link', () => {
  it('is exchanged at once and stays neither in the address nor in the history', async () => {
    const page = await hang();
    expect(wall.entered).toEqual(['bfs_secret']);
    expect(page.url()).toBe(`${wall.url}/screen/screen-1`);
    await page.reload();
    await page.getByTestId('wall-calm').waitFor();
    expect(wall.entered).toHaveLength(1);
    await page.context().close();
  });

  it('says so when it was revoked, and shows nothing of before', async () => {
    const page = await hang({ init: NO_WEBGL });
    wall.revoke();
    await page.getByTestId('wall-gone').waitFor();
    expect(await page.getByTestId('wall-calm').count()).toBe(0);
    await page.context().close();
  });
});

describe('a fire', () => {
  it('takes the whole wall: what, where, since when and how sure, in letters of 64 px and more; and goes after the reset', async () => {
    const page = await hang({ init: NO_WEBGL });
    wall.tell({ fires: [aFire(3)] });
    await page.getByTestId('wall-fire').waitFor();
    expect(await page.getByTestId('wall-fire-what').textContent()).toBe('火警');
    expect(await page.getByTestId('wall-fire-where').textContent()).toContain('阳光小区3号楼 › 12层');
    expect(await page.getByTestId('wall-fire-elapsed').textContent()).toMatch(/^00:4\d$/);
    await page.getByText('强：多类同报').waitFor();
    for (const part of ['wall-fire-what', 'wall-fire-elapsed']) {
      const size = await page.getByTestId(part).evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
      expect(size).toBeGreaterThanOrEqual(64);
    }
    expect(await page.getByTestId('wall-calm').count()).toBe(0);
    wall.tell({});
    await page.getByTestId('wall-calm').waitFor();
    await page.context().close();
  });

  it('shares the wall with others in turns, and the places of all are listed', async () => {
    const page = await hang({ init: NO_WEBGL });
    wall.tell({ fires: [1, 2, 3].map((nth) => aFire(nth)) });
    const list = page.getByTestId('wall-fire-list');
    await list.waitFor();
    for (const nth of [1, 2, 3]) await list.getByText(`${nth}号楼`).waitFor();
    const seen = new Set<string | null>();
    for (let turn = 0; turn < 3; turn += 1) {
      wall.tell({ fires: [1, 2, 3].map((nth) => aFire(nth)) });
      const where = page.getByTestId('wall-fire-where');
      await expectNew(where, seen);
      wall.pass(8_000);
    }
    expect(seen.size).toBe(3);
    // Whatever they are called, as many stand there as it says, and how many more.
    const long = ['云泽区名字特别长的综合商业广场与住宅小区', '裙楼', '地下二层东南侧消防水泵房外走廊'];
    wall.tell({ fires: Array.from({ length: 10 }, (_, nth) => aFire(nth, { where: long })), moreFires: 4 });
    await list.getByText('另有 4').waitFor();
    const bottom = (await list.boundingBox().then((box) => (box?.y ?? 0) + (box?.height ?? 0))) ?? 0;
    const more = await list.getByText('另有 4').boundingBox();
    const last = await list.getByRole('listitem').nth(9).boundingBox();
    expect((more?.y ?? bottom) + (more?.height ?? 1)).toBeLessThanOrEqual(bottom);
    expect((last?.y ?? bottom) + (last?.height ?? 1)).toBeLessThanOrEqual(more?.y ?? 0);
    await page.context().close();
  });

  it.each(['zh', 'en'] as const)(
    'says whole where it burns, whatever that is called, and nothing lies over anything else (%s)',
    async (language) => {
      wall.speak(language);
      const page = await hang({ init: NO_WEBGL });
      const where = ['云泽区名字特别长的综合商业广场与住宅小区', '裙楼', '地下二层东南侧消防水泵房外走廊'];
      const places = Array.from({ length: 9 }, (_, nth) => [where[0] ?? '', `${nth}号楼`, '12层东南侧走廊']);
      const title = { zh: '剩余电流式电气火灾监控探测器报警', en: 'Residual-current electrical fire detector alarm' };
      const evidence = {
        points: 12,
        kinds: ['smoke', 'heat', 'callpoint'],
        callPoint: true,
        waterFlow: true,
        falseBefore: 13,
        sure: 'strong',
      } as const;
      const long = (nth: number) => aFire(nth, { where, places, title, evidence: { ...evidence, kinds: [...evidence.kinds] } });
      for (const count of [1, 4]) {
        wall.tell({ fires: Array.from({ length: count }, (_, nth) => long(nth)) });
        await page.getByTestId('wall-fire-list').waitFor({ state: count > 1 ? 'attached' : 'detached' });
        const lies = await page.locator('.fire-card').evaluate((card) => {
          const boxOf = (one: Element) => one.getBoundingClientRect();
          const parts = [...card.children];
          const [box] = parts.filter((one) => one.classList.contains('fire-where'));
          const within =
            box === undefined
              ? []
              : [...box.children].filter((one) => boxOf(one).bottom > boxOf(box).bottom + 1 || boxOf(one).top < boxOf(box).top - 1);
          const over = parts.slice(1).filter((one, nth) => boxOf(one).top < boxOf(parts[nth] as Element).bottom - 1);
          const wide = [...card.querySelectorAll('*')].filter((one) => boxOf(one).right > boxOf(card).right);
          return {
            within: within.length,
            over: over.length,
            wide: wide.length,
            foot: boxOf(parts.at(-1) as Element).bottom <= boxOf(card).bottom,
          };
        });
        expect([count, lies]).toEqual([count, { within: 0, over: 0, wide: 0, foot: true }]);
      }
      await page.context().close();
    },
  );

  it('breaks through a drill, which is marked 演练 and is nowhere red', async () => {
    const page = await hang({ init: NO_WEBGL });
    const drill = aFire(9, { drill: true });
    wall.tell({ fires: [drill] });
    await page.locator('[data-fire="drill"]').waitFor();
    await page.getByText('演练：不是真实警情').waitFor();
    expect(await page.getByTestId('wall-fire-what').textContent()).toContain('演练');
    const backs = await page.locator('.fire *, .fire').evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
    expect(backs.filter((colour) => isRed(colour))).toEqual([]);
    wall.tell({ fires: [aFire(1), drill] });
    await page.locator('[data-fire="real"]').waitFor();
    expect(await page.getByTestId('wall-fire-where').textContent()).toContain('1号楼');
    expect(await page.getByText('演练：不是真实警情').count()).toBe(0);
    await page.context().close();
  });
});

/** Waits until the place is one that was not seen, and keeps it. */
async function expectNew(where: ReturnType<Page['getByTestId']>, seen: Set<string | null>): Promise<void> {
  const known = [...seen];
  await where
    .page()
    .waitForFunction((before) => !before.includes(document.querySelector('[data-testid="wall-fire-where"]')?.textContent ?? null), known);
  seen.add(await where.textContent());
}

function isRed(colour: string): boolean {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return alpha > 0 && red > 90 && red > 2 * green && red > 2 * blue;
}

describe('a lost line', () => {
  it('lays a veil over everything that says since when, and lifts it when the gateway is heard again', async () => {
    const page = await hang({ init: NO_WEBGL });
    wall.silence(true);
    await page
      .getByTestId('wall-veil')
      .getByText(/数据停在 10:00:0\d/)
      .waitFor();
    expect(await page.getByTestId('wall').getAttribute('data-connection')).toBe('lost');
    wall.silence(false);
    await page.getByTestId('wall-veil').waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe('a line lost over a fire', () => {
  it('leaves legible where it burns', async () => {
    const page = await hang({ init: NO_WEBGL });
    wall.tell({ fires: [aFire(3)] });
    await page.getByTestId('wall-fire').waitFor();
    wall.silence(true);
    const word = await page.getByTestId('wall-veil').locator('div').boundingBox();
    const where = await page.getByTestId('wall-fire-where').locator('em').boundingBox();
    expect((where?.y ?? 9_999) + (where?.height ?? 0)).toBeLessThan(word?.y ?? 0);
    await page.context().close();
  });
});

describe('any screen', () => {
  it.each([
    [3840, 2160],
    [1366, 768],
    [2560, 1080],
    [1080, 1920],
  ])('of %d × %d shows the whole canvas, centred', async (width, height) => {
    const page = await hang({ width, height, init: NO_WEBGL });
    const box = await page.getByTestId('wall').boundingBox();
    const scale = Math.min(width / 1920, height / 1080);
    // Up to three pixels of the canvas it is moved aside, so that nothing burns in.
    expect(Math.abs((box?.x ?? 0) - (width - 1920 * scale) / 2)).toBeLessThanOrEqual(3 * scale + 0.1);
    expect(Math.abs((box?.y ?? 0) - (height - 1080 * scale) / 2)).toBeLessThanOrEqual(3 * scale + 0.1);
    expect(box?.width).toBeCloseTo(1920 * scale, 0);
    await page.context().close();
  });

  it('without WebGL shows the high-rises where the map would be; with it the map', async () => {
    const without = await hang({ init: NO_WEBGL });
    await without.getByTestId('wall-buildings').getByText('阳光小区 3号楼').waitFor();
    await without.context().close();
    const page = await hang();
    // Until it is drawn the high-rises stand there; never nothing.
    await page.locator('.middle[data-map="false"] [data-testid="wall-buildings"], .middle[data-map="true"]').first().waitFor();
    await page.locator('.middle[data-map="true"]').waitFor();
    expect(await page.getByTestId('wall-buildings').count()).toBe(0);
    const map = page.getByTestId('wall-map');
    await map.locator('canvas').waitFor();
    expect((await map.boundingBox())?.height).toBeGreaterThan(500);
    await page.context().close();
  });

  it.each(['zh', 'en'] as const)('shows whole what it shows, however much is the matter (%s)', async (language) => {
    wall.speak(language);
    const page = await hang({ init: NO_WEBGL });
    const lamp = { open: 1_280, waiting: 990 };
    const units = [1, 2, 3, 4, 5, 6, 7].map((nth) => ({
      id: `u${nth}`,
      name: `阳光小区商业综合体与住宅 ${nth} 期`,
      worst: 'fault' as const,
      open: nth,
    }));
    const title = { zh: '感烟探测器污染', en: 'Smoke detector contaminated' };
    const line = { class: 'fault' as const, title, where: ['阳光小区', '3号楼', '12层'], at: 0, drill: false, restored: false };
    const alarms = [1, 2, 3, 4, 5, 6].map((nth) => ({ ...line, id: `a${nth}` }));
    wall.tell({ drills: 3, lamps: Object.fromEntries(CLASS_ORDER.map((one) => [one, lamp])) as WallState['lamps'], units, alarms });
    await page.getByTestId('wall-units').getByText('7 期').waitFor();
    const within = await page.evaluate(() => {
      const boxOf = (one: Element): DOMRect => one.getBoundingClientRect();
      const inside = (one: Element, by: Element): boolean => {
        const [inner, outer] = [boxOf(one), boxOf(by)];
        return inner.left >= outer.left && inner.right <= outer.right && inner.bottom <= outer.bottom + 2;
      };
      const all = (selector: string): Element[] => [...document.querySelectorAll(selector)];
      const [strip, panel, ticker] = ['.lamp-strip', '.side.left .wall-panel:last-child', '.ticker'].map((one) =>
        document.querySelector(one),
      );
      if (!strip || !panel || !ticker) return null;
      const isSeen = (one: Element): boolean => boxOf(one).top < boxOf(ticker).bottom - 2;
      return {
        lamps: all('.lamp-strip > span').filter((one) => inside(one, strip)).length,
        cut: all('.lamp-strip .clip, .lamp-count').filter((one) => one.scrollWidth > one.clientWidth + 1).length,
        // The foot of a g is within the letters' own height.
        low: all('.lamp-strip .clip').filter((one) => {
          const letters = document.createRange();
          letters.selectNodeContents(one);
          return letters.getBoundingClientRect().bottom > boxOf(one).bottom + 1;
        }).length,
        units: all('[data-testid="wall-units"] li').filter((one) => inside(one, panel)).length,
        news: all('.ticker > span')
          .filter(isSeen)
          .map((one) => inside(one, ticker) && one.scrollWidth <= one.clientWidth + 1),
      };
    });
    expect(within).toMatchObject({ lamps: 8, cut: 0, low: 0, units: 7 });
    expect(within?.news.length).toBeGreaterThanOrEqual(3);
    expect(within?.news).not.toContain(false);
    await page.context().close();
  });

  it('is moved a little each minute, and comes back to where it was', () => {
    const size = { width: 1920, height: 1080 };
    expect(new Set(Array.from({ length: 8 }, (_, minute) => placed(size, minute))).size).toBe(8);
    expect(placed(size, 8)).toBe(placed(size, 0));
  });
});

describe('for days', () => {
  it('keeps nothing of what it was told: from morning to the night’s new beginning, a change each five seconds, the heap stays flat', async () => {
    const page = await hang({ init: NO_WEBGL });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    let told = 0;
    const change = async (times: number): Promise<void> => {
      for (let nth = 0; nth < times; nth += 1) {
        told += 1;
        const fires = told % 40 < 4 ? [aFire(told % 90), aFire((told + 7) % 90)] : [];
        const line = {
          id: `a${told}`,
          class: 'fault',
          title: { zh: `故障 ${told}`, en: 'x' },
          where: [`${told}号楼`],
          drill: false,
          restored: false,
        } as const;
        wall.tell({ fires, alarms: [{ ...line, at: told }], worst: { [`b${told % 300}`]: 'fault' } });
        wall.pass(5_000);
        // What was sent must have been taken, or the server's own queue is what is measured.
        if (nth % 500 === 499)
          await page.waitForFunction((name) => document.body.textContent?.includes(name), told % 40 < 4 ? '号楼' : `故障 ${told}`);
      }
    };
    const heap = async (): Promise<{ bytes: number; nodes: number; listeners: number }> => {
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      const of = (name: string): number => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
      return { bytes: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
    };
    wall.tell({ fires: [aFire(1)] });
    await change(1_500);
    const before = await heap();
    await change(10_500);
    wall.tell({});
    await page.getByTestId('wall-calm').waitFor();
    const after = await heap();
    // The page that is measured is the one that was warmed.
    expect(wall.pages()).toBe(1);
    expect(after.bytes - before.bytes).toBeLessThan(2_000_000);
    expect(after.nodes).toBeLessThan(before.nodes + 400);
    expect(after.listeners).toBeLessThan(before.listeners + 40);
    await page.context().close();
  }, 180_000);

  it('begins anew at four in the morning, and never over a fire', async () => {
    const page = await hang({ init: NO_WEBGL });
    wall.tell({ fires: [aFire(1)] });
    await page.getByTestId('wall-fire').waitFor();
    wall.pass(18 * 3_600_000 + 60_000);
    wall.tell({ fires: [aFire(1)] });
    await page.getByText('04:01:0').first().waitFor();
    // Three beats and more went by.
    await page
      .getByText(/04:01:0[1-9]/)
      .first()
      .waitFor();
    expect(wall.pages()).toBe(1);
    wall.tell({});
    await page.waitForEvent('load');
    await page.getByTestId('wall-calm').waitFor();
    expect(wall.pages()).toBe(2);
    await page.context().close();
  });

  it('takes a new build of the gateway, once', async () => {
    const page = await hang({ init: NO_WEBGL });
    const loaded = page.waitForEvent('load');
    wall.serve('wall-NEW.js');
    await loaded;
    await page.getByTestId('wall-trend').waitFor();
    // The fake gateway serves the old page still: the wall does not load for ever.
    await page.waitForFunction(() => performance.now() > 2_000);
    expect(wall.pages()).toBe(2);
    await page.context().close();
  });

  it('reckons the night by the site’s own time', () => {
    const ten = Date.UTC(2026, 10, 20, 2);
    expect(reloadAt(ten, 480)).toBe(Date.UTC(2026, 10, 20, 20));
    expect(reloadAt(Date.UTC(2026, 10, 20, 19, 55), 480)).toBe(Date.UTC(2026, 10, 21, 20));
  });
});
