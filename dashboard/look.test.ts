// temp
import { GATEWAY } from '../gateway/acts.ts';
import { aWeb } from '../gateway/web/testing/a-web.ts';
import { launchBrowser } from './testing/browser.ts';
import { writeFileSync } from 'node:fs';

it('looks', async () => {
  const test = await aWeb({ dashboard: '/tmp/h/big-screen/dist/dashboard' });
  const admin = await test.person('administrator');
  const { flow } = test.house;
  let nth = 0;
  for (const [unit, lon, lat] of [['阳光物业', 120.15, 30.27], ['万达广场', 120.17, 30.28], ['钱江大厦管理处', 120.19, 30.25], ['第一人民医院', 120.165, 30.255], ['西溪小学', 120.14, 30.262]] as const) {
    const u = `u${nth}`;
    await flow.act({ do: 'add-place', place: { id: u, parent: 'root', kind: 'unit', name: unit, longitude: lon, latitude: lat } }, GATEWAY);
    for (let b = 1; b <= 3; b += 1) {
      const id = `${u}-b${b}`;
      await flow.act({ do: 'add-place', place: { id, parent: u, kind: 'building', name: `${b}号楼`, longitude: lon + 0.003 * b, latitude: lat + 0.002 * b } }, GATEWAY);
      await flow.act({ do: 'add-place', place: { id: `${id}-f`, parent: id, kind: 'floor', name: `${b + 7}层`, longitude: null, latitude: null } }, GATEWAY);
      const tanks = [{ id: 't', name: '屋顶水箱', kind: 'roof' as const, device: null, capacityM3: 18, fullM: 2, lowestM: 0.3, demandLps: 10, neededHours: 0.5 }];
      const content = { use: 'residential' as const, heightM: 60 + b, floorsAbove: 20, floorsBelow: 1, refugeFloors: [], topHydrant: b === 1 ? `${id}-h` : null, tanks, note: '' };
      await flow.act({ do: 'set-place-file', place: id, version: 0, file: { of: 'building', content } } as never, GATEWAY);
      await flow.act({ do: 'register-device', device: { id: `${id}-s`, name: 'x', model: 'balefire/smoke', place: `${id}-f`, modbus: null, longitude: null, latitude: null }, secretHash: null } as never, GATEWAY);
      await flow.act({ do: 'register-device', device: { id: `${id}-h`, name: 'x', model: 'balefire/hydrant-pressure', place: id, modbus: null, longitude: null, latitude: null }, secretHash: null } as never, GATEWAY);
      await test.tell(`${id}-h`, { pressure: b === 1 ? 0.04 : 0.4 });
    }
    nth += 1;
  }
  await flow.act({ do: 'set-place-file', place: 'root', version: 0, file: { of: 'target', content: { percent: 80 } } } as never, GATEWAY);
  const { body } = await admin.ask('POST', '/big-screens', { name: '西湖区消防物联网大屏', place: 'root', language: 'zh', network: null });
  const made = body as { screen: { id: string }; token: string };
  const en = (await admin.ask('POST', '/big-screens', { name: 'West Lake fire watch', place: 'root', language: 'en', network: null })).body as typeof made;
  const browser = await launchBrowser();
  const shot = async (page: import('playwright-core').Page, name: string) => { await page.screenshot({ path: `/tmp/h/big-screen-shots/${name}.png` }); };
  const open = async (one: typeof made, width: number, height: number) => {
    const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('pageerror', (e) => console.log(e.message));
    page.on('console', (m) => { if (m.type() === 'error') console.log(m.text()); });
    await page.goto(`${test.address}/screen/${one.screen.id}#token=${one.token}`);
    await page.getByTestId('wall-trend').waitFor();
    await page.waitForTimeout(2500);
    return page;
  };
  const page = await open(made, 1920, 1080);
  console.log(page.url());
  await shot(page, 'calm-zh');
  const small = await open(en, 1366, 768);
  await shot(small, 'calm-en-1366');
  await test.house.flow.accept({ link: 'mqtt', peer: 'p', device: 'u2-b2-s', kind: 'up', body: Buffer.from(JSON.stringify({ points: { smoke: 'alarm' } })), receivedAt: Date.now(), drill: true } as never);
  await page.getByTestId('wall-fire').waitFor();
  await page.waitForTimeout(1500);
  await shot(page, 'drill');
  await test.tell('u0-b1-s', { smoke: 'alarm' });
  await page.locator('[data-fire=real]').waitFor();
  await page.waitForTimeout(1500);
  await shot(page, 'fire-one');
  for (const id of ['u1-b2-s', 'u2-b1-s', 'smoke-1', 'smoke-2', 'call-1', 'u3-b3-s', 'u4-b1-s', 'u3-b1-s', 'u3-b2-s']) await test.tell(id, id === 'call-1' ? { pressed: true } : { smoke: 'alarm' });
  await page.waitForTimeout(1500);
  await shot(page, 'fire-many');
  await shot(small, 'fire-many-en-1366');
  await small.setViewportSize({ width: 2560, height: 1080 });
  await small.waitForTimeout(500);
  await shot(small, 'fire-21x9');
  await test.web.close().catch(() => undefined);
  await page.waitForTimeout(7000);
  await shot(page, 'lost');
  await browser.close();
  await test.remove();
  writeFileSync('/tmp/h/big-screen-shots/done', '');
}, 180_000);
