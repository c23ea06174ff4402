import type { Page } from 'playwright-core';
import { accessFaults } from '../testing/access.ts';
import { testStage } from '../testing/browser.ts';
import { INVENTED_DRAWING } from '../testing/fake-plans.ts';
import { inventedPdf } from '../testing/invented-pdf.ts';
import { overflow, SIZES, wear } from '../testing/looks.ts';

const stage = testStage();
const OUT = '/tmp/h/plans-shots';
const LOOKS = [
  { language: 'zh', theme: 'dark' },
  { language: 'en', theme: 'light' },
] as const;
function aPlan(): void {
  stage.fake.state.plans.set('floor-12', {
    version: 1,
    drawing: INVENTED_DRAWING,
    scale: null,
    spots: new Map([
      ['smoke-12-05', { x: 0.25, y: 0.25 }],
      ['hydrant-12', { x: 0.6, y: 0.5 }],
    ]),
  });
}
async function check(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${OUT}/${name}.png` });
  const faults = await page.evaluate(accessFaults);
  const over = await overflow(page, '.map-drawer-body, .ant-modal-body, .plan-head');
  if (faults.length > 0 || over[0] > 0) console.log(name, JSON.stringify(faults), over);
}
const SKETCHES = [
  {
    kind: 'circle',
    radius: 300,
    label: '警戒区',
    colour: 'orange',
    note: '东侧留消防车通道，禁止无关人员进入',
    spots: [[104.7412, 35.8106]],
  },
  {
    kind: 'area',
    radius: null,
    label: '过火区',
    colour: 'red',
    note: '',
    spots: [
      [104.737, 35.8075],
      [104.7405, 35.807],
      [104.7395, 35.8045],
      [104.7365, 35.805],
    ],
  },
  {
    kind: 'line',
    radius: null,
    label: '水带铺设线 A',
    colour: 'blue',
    note: '',
    spots: [
      [104.745, 35.812],
      [104.7465, 35.8135],
      [104.749, 35.814],
    ],
  },
  { kind: 'spot', radius: null, label: '现场指挥部', colour: 'teal', note: '对讲 3 频道', spots: [[104.7445, 35.8085]] },
] as const;
it('looks', async () => {
  for (const [width, height] of SIZES)
    for (const look of LOOKS) {
      const tag = `${width}-${look.language}-${look.theme}`;
      stage.fake.state.map.sketches.clear();
      const page = await stage.sit('admin', { width, height }, '/');
      await wear(page, look);
      await page.goto(`${stage.fake.url}/map`);
      await page.locator('.map-canvas[data-drawn="true"]').waitFor();
      await page.getByTestId('sketches-open').click();
      await page.getByTestId('sketch-drawer').waitFor();
      await check(page, `map-empty-${tag}`);
      const at = { by: 'p1', name: '王工', from: '10.20.0.7', at: Date.now() };
      const place = [
        { id: 'region', name: '云泽区', kind: 'region' as const },
        { id: 'tower', name: '3号楼', kind: 'building' as const },
      ];
      for (const [n, s] of SKETCHES.entries())
        stage.fake.state.map.sketches.set(`k${n}`, {
          ...s,
          id: `k${n}`,
          place,
          version: 1,
          drawn: at,
          changed: at,
          spots: s.spots.map(([longitude, latitude]) => ({ longitude, latitude })),
        });
      await page.getByTestId('sketch-row').nth(3).waitFor();
      await page.getByTestId('sketch-show').first().click();
      await page.waitForTimeout(900);
      await check(page, `map-full-${tag}`);
      await page.getByTestId('sketch-edit').first().click();
      await page.waitForTimeout(600);
      await check(page, `map-form-${tag}`);
      await page.getByTestId('sketch-label').fill('');
      await page.getByTestId('sketch-save').click();
      await page.waitForTimeout(300);
      await check(page, `map-wrong-${tag}`);
      stage.fake.failing.add('/map/sketches');
      await page.goto(`${stage.fake.url}/map`);
      await page.locator('.map-canvas[data-drawn="true"]').waitFor();
      await page.getByTestId('sketches-open').click();
      await page.waitForTimeout(300);
      await check(page, `map-failing-${tag}`);
      stage.fake.failing.clear();
      await page.goto(`${stage.fake.url}/map?spot=104.7412,35.8106&name=${encodeURIComponent('3号楼')}`);
      await page.getByTestId('around-hydrant').waitFor();
      await page.waitForTimeout(900);
      await check(page, `map-spot-${tag}`);
      aPlan();
      await page.goto(`${stage.fake.url}/plans/floor-12`);
      await page.getByTestId('plan').waitFor();
      await check(page, `plan-${tag}`);
      await page.getByTestId('take-down').click();
      await page.getByTestId('take-down-do').click();
      await page.waitForTimeout(400);
      await check(page, `plan-takedown-${tag}`);
      await page.getByTestId('take-down-reason').fill('挂错楼层，应为 13 层');
      await page.getByTestId('take-down-do').click();
      await page.getByTestId('taken-down').waitFor();
      await page.waitForTimeout(400);
      await check(page, `plan-gone-${tag}`);
      await page.getByTestId('plan-file').setInputFiles({
        name: '十二层平面图-最终版.pdf',
        mimeType: 'application/pdf',
        buffer: inventedPdf({ pages: 30, width: 1200, height: 842 }),
      });
      await page.locator('[data-testid="pdf-small"][data-page="12"] [data-state="drawn"]').waitFor();
      await check(page, `plan-pdf-${tag}`);
      await page.keyboard.press('Escape');
      await page.waitForTimeout(400);
      await page
        .getByTestId('plan-file')
        .setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: inventedPdf({ pages: 1, locked: true }) });
      await page.getByTestId('pdf-fault').waitFor();
      await page.waitForTimeout(400);
      await check(page, `plan-pdffault-${tag}`);
      await page.context().close();
    }
  console.log(JSON.stringify(stage.complaints()).slice(0, 500));
}, 300_000);
