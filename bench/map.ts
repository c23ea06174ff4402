// The map with 20,000 points: what a frame costs while it is dragged and zoomed, beside a map of fifteen; and what the gateway pays.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Device } from '../device-drivers/device.ts';
import { PlaceTree } from '../gateway/estate/places.ts';
import { nearbyOf } from '../gateway/map/nearby.ts';
import type { MapPoint } from '../gateway/web/map-contract.ts';
import { mapRoutes } from '../gateway/web/routes/map-routes.ts';
import { type BenchLine, median, percentile } from './line.ts';

const POINTS = 20_000;
/** The map is dragged through so many mouse moves, and zoomed so many times out and in again. */
const MOVES = 150;
const ZOOMS = 6;

interface Frames {
  /** Between two pictures of the browser, ms. */
  readonly between: number[];
  /** What the page itself computes for a picture, ms: on a machine with graphics hardware the rest is all but nothing. */
  readonly script: number[];
  readonly longTasks: number;
  readonly openMs: number;
}

export async function mapBench(): Promise<BenchLine[]> {
  const few = await frames(0);
  const many = await frames(POINTS);
  const line = (name: string, of: (frames: Frames) => number, hold?: BenchLine['hold']): BenchLine => ({
    name,
    value: of(many),
    unit: 'ms',
    peer: { name: '15 points', value: of(few) },
    ...(hold ? { hold } : {}),
  });
  const at = (share: number, list: readonly number[]): number =>
    percentile(
      [...list].sort((one, other) => one - other),
      share,
    );
  return [
    line('computed for a frame, dragging and zooming, median', ({ script }) => at(0.5, script), { atMost: 16.7 }),
    line('computed for a frame, 95 of 100', ({ script }) => at(0.95, script), { atMost: 16.7 }),
    line('between two frames, drawn by the CPU alone, median', ({ between }) => at(0.5, between)),
    line('between two frames, drawn by the CPU alone, 95 of 100', ({ between }) => at(0.95, between)),
    { name: 'tasks over 50 ms while it moved', value: many.longTasks, unit: '', peer: { name: '15 points', value: few.longTasks } },
    line('from the address to all of it drawn', ({ openMs }) => openMs),
    ...(await gatewayLines()),
  ];
}

/** Graphics by the CPU: the machine of the benchmark has no other. */
function launch(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-quic', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
  return chromium.launch({ executablePath: '/usr/bin/chromium', args });
}

/** The stand-in gateway over the built dashboard, in a process of its own, with an invented estate and so many points more. */
async function estate(extra: number): Promise<{ child: ChildProcess; url: string; secret: string }> {
  const program = join(import.meta.dirname, '../dashboard/testing/fake-gateway.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, '0', String(extra)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const [url = '', , , secret = ''] = said.split(/\s+/);
  return { child, url, secret };
}

async function frames(extra: number): Promise<Frames> {
  const { child, url, secret } = await estate(extra);
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: { width: 1_366, height: 768 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(url);
    await page.getByTestId('sign-in-login').fill('admin');
    await page.getByTestId('sign-in-secret').fill(secret);
    await page.getByTestId('sign-in-submit').click();
    await page.getByTestId('lamps').waitFor();
    await page.addInitScript(watchFrames);
    const began = performance.now();
    await page.goto(`${url}/map`);
    await page.locator('.map-canvas[data-drawn="true"]').waitFor({ timeout: 60_000 });
    const openMs = performance.now() - began;
    await page.evaluate(() => Object.assign(globalThis, { between: [], script: [], longTasks: 0 }));
    await move(page);
    const told = await page.evaluate(() => {
      const { between, script, longTasks } = globalThis as unknown as Omit<Frames, 'openMs'>;
      return { between, script, longTasks };
    });
    return { ...told, openMs };
  } finally {
    await browser.close();
    child.kill();
  }
}

async function move(page: Page): Promise<void> {
  const box = await page.getByTestId('map-canvas').boundingBox();
  if (box === null) throw new Error('no map');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < MOVES; step += 1) await page.mouse.move(x + 180 * Math.sin(step / 12), y + 120 * Math.cos(step / 9));
  await page.mouse.up();
  for (const by of [...Array(ZOOMS).fill(-240), ...Array(ZOOMS).fill(240)]) await page.mouse.wheel(0, by);
  await page.locator('.map-canvas[data-drawn="true"]').waitFor();
}

/** In the page: how long each picture is after the last, and how long its callbacks run. */
function watchFrames(): void {
  const page = globalThis as unknown as {
    between: number[];
    script: number[];
    longTasks: number;
    requestAnimationFrame: (then: (time: number) => void) => number;
    PerformanceObserver: new (then: (list: { getEntries(): unknown[] }) => void) => { observe(how: object): void };
  };
  Object.assign(page, { between: [], script: [], longTasks: 0 });
  const ask = page.requestAnimationFrame.bind(globalThis);
  let last = 0;
  let frame = 0;
  let spent = 0;
  page.requestAnimationFrame = (then) =>
    ask((time) => {
      if (time !== frame) {
        if (frame > 0) page.script.push(spent);
        if (last > 0 && time - last < 1_000) page.between.push(time - last);
        [last, frame, spent] = [time, time, 0];
      }
      const began = performance.now();
      then(time);
      spent += performance.now() - began;
    });
  new page.PerformanceObserver((list) => {
    page.longTasks += list.getEntries().length;
  }).observe({ entryTypes: ['longtask'] });
}

/** What the gateway's event loop pays for an answer: the same code that answers, without the wire. */
async function gatewayLines(): Promise<BenchLine[]> {
  const points = Array.from(
    { length: POINTS },
    (_, at): MapPoint => ({
      of: 'device',
      id: `hydrant-${at}`,
      kind: 'hydrant',
      name: `消火栓 ${at}`,
      where: '云泽区',
      longitude: 104.7 + (at % 141) * 0.001,
      latitude: 35.8 + Math.floor(at / 141) * 0.001,
      silent: false,
    }),
  );
  const devices = points.map(
    ({ id, name, longitude, latitude }): Device => ({
      id,
      name,
      model: 'balefire/smoke',
      kind: 'smoke',
      address: { by: 'mqtt' },
      path: ['root'],
      zone: 'root',
      position: { longitude, latitude },
    }),
  );
  const nobody = { list: () => [], get: () => undefined };
  const routes = mapRoutes({
    estate: { places: new PlaceTree(), devices: () => devices },
    store: { standingWithin: () => [] },
    layers: nobody as never,
    folder: nobody as never,
    isSilent: () => false,
    flow: nobody as never,
    clock: Date.now,
  });
  const route = routes.find(({ id }) => id === 'listMapPoints');
  const by = { sees: () => true } as never;
  const times: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    const began = performance.now();
    JSON.stringify(
      await route?.answerTo({ params: {}, query: { after: 0, limit: 2_000 }, body: undefined, by, browser: undefined as never }),
    );
    times.push(performance.now() - began);
  }
  const near: number[] = [];
  for (let round = 0; round < 200; round += 1) {
    const began = performance.now();
    nearbyOf(points, points[round * 50] ?? { longitude: 0, latitude: 0 });
    near.push(performance.now() - began);
  }
  return [
    { name: 'the gateway answers with the first page of 20,000 points, median', value: median(times), unit: 'ms', hold: { atMost: 10 } },
    { name: 'what is near one spot among 20,000 points, median', value: median(near), unit: 'ms' },
  ];
}
