// Floor plans in a real browser: drawn, arranged by mouse and by keys, overtaken, copied, and a fire that blinks on its floor.
import { type Drawing, readDrawing } from '../../gateway/plans/drawing.ts';
import { pngHead } from '../../gateway/plans/testing/png-head.ts';
import { accessFaults } from '../testing/access.ts';
import { testStage } from '../testing/browser.ts';
import { INVENTED_DRAWING } from '../testing/fake-plans.ts';
import { inventedPdf } from '../testing/invented-pdf.ts';
import { drawn } from './testing/drawn.ts';
import { damagedScan, scan } from './testing/scans.ts';

const stage = testStage();
const FILE = { name: '12层.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(INVENTED_DRAWING) };

function aPlan(version = 1): void {
  const spots = new Map([
    ['smoke-12-05', { x: 0.25, y: 0.25 }],
    ['hydrant-12', { x: 0.6, y: 0.5 }],
  ]);
  stage.fake.state.plans.set('floor-12', { version, drawing: INVENTED_DRAWING, scale: null, spots });
}
const aPdf = (buffer: Buffer, name = '12层.pdf') => ({ name, mimeType: 'application/pdf', buffer });
const spotOf = (device: string) => stage.fake.state.plans.get('floor-12')?.spots.get(device);

describe('a floor plan', () => {
  it('begins with an upload; what cannot be one is refused in words', async () => {
    stage.fake.state.plans.clear();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    await page.getByText('还没有图纸').waitFor();
    await page.getByTestId('plan-file').setInputFiles({ ...FILE, buffer: pngHead(10_000, 10_000) });
    await page.getByText('最多 40 百万像素').waitFor();
    await page.getByTestId('plan-file').setInputFiles({ ...FILE, buffer: Buffer.alloc(13 * 2 ** 20) });
    await page.getByTestId('plan-refused').getByText('最大 12 MB').waitFor();
    await page.getByTestId('plan-file').setInputFiles(FILE);
    await page.getByTestId('plan').waitFor();
    expect(
      await page.locator('.plan-sheet img').evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth > 0)),
    ).toBe(true);
    await page.context().close();
  });

  it('is arranged by keys alone, and saved', async () => {
    aPlan();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    await page.getByTestId('edit-plan').click();
    await page.locator('[data-testid="plan-row"][data-device="smoke-12-08"]').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="plan-symbol"][data-device="smoke-12-08"]').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByTestId('save-plan').click();
    await page.getByTestId('edit-plan').waitFor();
    expect(spotOf('smoke-12-08')).toEqual({ x: 0.55, y: 0.5 });
    await page.context().close();
  });

  it('is not discarded by a slip, and leaves nothing behind where it is', async () => {
    aPlan();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    await page.getByTestId('edit-plan').click();
    await page.locator('[data-testid="plan-row"][data-device="smoke-12-08"]').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '标定比例' }).click();
    await page.locator('.plan-sheet').click({ position: { x: 20, y: 20 } });
    const placed = page.locator('[data-testid="plan-symbol"][data-device="smoke-12-08"]');
    await page.getByTestId('discard-plan').click();
    await page.getByRole('button', { name: '继续编辑' }).click();
    expect(await placed.count()).toBe(1);
    await page.getByTestId('discard-plan').click();
    await page.getByTestId('discard-plan-sure').click();
    await page.getByTestId('edit-plan').waitFor();
    expect(await page.locator('.plan-mark').count()).toBe(0);
    expect(await placed.count()).toBe(0);
    await page.context().close();
  });

  it('is not lost by going to another screen: what was moved and not saved is there again, and says so', async () => {
    aPlan();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    const placed = page.locator('[data-testid="plan-symbol"][data-device="smoke-12-08"]');
    const rail = page.locator('.rail');
    await page.getByTestId('edit-plan').click();
    await rail.getByRole('link', { name: '水系统' }).click();
    await page.getByTestId('water').waitFor();
    await page.goBack();
    // Where nothing was moved nothing is kept.
    await page.getByTestId('edit-plan').click();
    await page.locator('[data-testid="plan-row"][data-device="smoke-12-08"]').focus();
    await page.keyboard.press('Enter');
    await placed.waitFor();
    await rail.getByRole('link', { name: '水系统' }).click();
    await page.getByTestId('water').waitFor();
    await page.goBack();
    await page.getByTestId('plan-kept').waitFor();
    expect(await placed.count()).toBe(1);
    await page.getByTestId('save-plan').click();
    await page.getByTestId('edit-plan').waitFor();
    expect(await page.getByTestId('plan-kept').count()).toBe(0);
    expect(spotOf('smoke-12-08')).toEqual({ x: 0.5, y: 0.5 });
    await page.context().close();
  });

  it('loses nothing that is moved while its save is on its way: that stays, on top of what was saved; and who left meanwhile finds it saved', async () => {
    aPlan();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    const symbol = (device: string) => page.locator(`[data-testid="plan-symbol"][data-device="${device}"]`);
    const right = async (device: string): Promise<void> => {
      await symbol(device).focus();
      await page.keyboard.press('Shift+ArrowRight');
    };
    const held: (() => void)[] = [];
    await page.route('**/api/v1/plans/floor-12', async (route) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await route.continue();
    });
    const saving = async (): Promise<void> => {
      const asked = page.waitForRequest((request) => request.method() === 'PUT');
      await page.getByTestId('save-plan').click();
      await asked;
    };
    const answered = async (): Promise<void> => {
      const answer = page.waitForResponse((response) => response.request().method() === 'PUT');
      held.shift()?.();
      await (await answer).finished();
    };
    await page.getByTestId('edit-plan').click();
    await right('smoke-12-05');
    await right('hydrant-12');
    await saving();
    await right('hydrant-12');
    await answered();
    await page.locator('[data-testid="save-plan"]:not(.ant-btn-loading)').waitFor();
    expect([spotOf('smoke-12-05')?.x, spotOf('hydrant-12')?.x].map((x) => x?.toFixed(2))).toEqual(['0.30', '0.65']);
    await saving();
    const rail = page.locator('.rail');
    await rail.getByRole('link', { name: '水系统' }).click();
    await page.getByTestId('water').waitFor();
    await answered();
    expect([spotOf('smoke-12-05')?.x, spotOf('hydrant-12')?.x].map((x) => x?.toFixed(2))).toEqual(['0.30', '0.70']);
    await page.goBack();
    await page.getByTestId('edit-plan').waitFor();
    await page.context().close();
  });

  it('takes a device that is dragged from the list, and one that is dragged on', async () => {
    aPlan();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    await page.getByTestId('edit-plan').click();
    await page.locator('[data-testid="plan-row"][data-device="smoke-12-08"]').dragTo(page.locator('.plan-sheet'));
    const symbol = page.locator('[data-testid="plan-symbol"][data-device="hydrant-12"]');
    const box = await symbol.boundingBox();
    if (box === null) throw new Error('no symbol');
    await page.mouse.move(box.x + 16, box.y + 16);
    await page.mouse.down();
    await page.mouse.move(box.x + 116, box.y + 16, { steps: 4 });
    await page.mouse.up();
    await page.getByTestId('save-plan').click();
    await page.getByTestId('edit-plan').waitFor();
    expect(spotOf('smoke-12-08')?.x).toBeCloseTo(0.5, 1);
    expect(spotOf('hydrant-12')?.x).toBeGreaterThan(0.65);
    await page.context().close();
  });

  it('keeps what was moved when another was faster, and saves it over the newest', async () => {
    aPlan();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    await page.getByTestId('edit-plan').click();
    const row = page.locator('[data-testid="plan-row"][data-device="smoke-12-08"]');
    await row.focus();
    await page.keyboard.press('Enter');
    aPlan(7);
    await page.getByTestId('save-plan').click();
    await page.getByText('平面图已由 王工 改动').waitFor();
    expect(await page.locator('[data-testid="plan-symbol"][data-device="smoke-12-08"]').count()).toBe(1);
    const fetched = page.waitForResponse((answer) => answer.url().endsWith('/places/floor-12/plan'));
    await page.getByRole('button', { name: '重试' }).click();
    await fetched;
    await page.getByTestId('save-plan').click();
    await page.getByTestId('edit-plan').waitFor();
    expect(spotOf('smoke-12-08')).toEqual({ x: 0.5, y: 0.5 });
    await page.context().close();
  });

  it('is copied after a trial', async () => {
    aPlan();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    await page.getByTestId('copy-plan').click();
    await page.locator('.plan-floors').click();
    await page.keyboard.type('13层');
    await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle('13层', { exact: true }).click();
    await page.getByText('按名称或回路点位对应').click();
    await page.getByRole('button', { name: '试算' }).click();
    await page.getByTestId('plan-copied').getByText('将放置 2 个点').waitFor();
    await page.getByRole('button', { name: '确认复制' }).click();
    await page.getByTestId('plan-copied').getByText('已放置 2 个点').waitFor();
    await page.context().close();
  });
});

describe('a floor plan from a PDF', () => {
  it('is the page that a person chose, drawn in the browser as sharp as a plan needs and no larger', async () => {
    stage.fake.state.plans.clear();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    const cmap = page.waitForResponse((answer) => answer.url().endsWith('/pdf/cmaps/GBK-EUC-H.bcmap'));
    await page.getByTestId('plan-file').setInputFiles(aPdf(inventedPdf({ pages: 30, width: 3_370, height: 2_384 })));
    expect((await cmap).status()).toBe(200);
    await page.locator('[data-testid="pdf-small"][data-page="12"] [data-state="drawn"]').waitFor();
    await page.getByTestId('pdf-after').click();
    await page.getByTestId('pdf-span').getByText('第 13–24 页').waitFor();
    await page.locator('[data-testid="pdf-small"][data-page="14"]').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.getByTestId('pdf-use').click();
    await page.getByTestId('plan').waitFor();
    const drawing = stage.fake.state.plans.get('floor-12')?.drawing ?? '';
    expect(readDrawing(Buffer.from(drawing))).toMatchObject({ kind: 'image/png', width: 5_824, height: 4_120 });
    // The block in the middle, in the page's own red, on white.
    expect(await drawn(page, [0.5, 0.3])).toEqual([255, 0, 0, 255, 255, 255]);
    await page.context().close();
  });

  it('comes from a file of 2,000 pages, of which the one by its number is found', async () => {
    stage.fake.state.plans.clear();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    await page.getByTestId('plan-file').setInputFiles(aPdf(inventedPdf({ pages: 2_000 })));
    await page.getByTestId('pdf-page').fill('1999');
    await page.getByTestId('pdf-span').getByText('第 1993–2000 页').waitFor();
    await page.getByRole('button', { name: '采用第 1999 页' }).click();
    await page.getByTestId('plan').waitFor();
    await page.context().close();
  });

  it('of any size is drawn within the bounds', async () => {
    stage.fake.state.plans.clear();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    await page.getByTestId('plan-file').setInputFiles(aPdf(inventedPdf({ pages: 1, width: 14_400, height: 9_000 })));
    await page.getByTestId('pdf-use').click();
    await page.getByTestId('plan').waitFor();
    const { width, height } = readDrawing(Buffer.from(stage.fake.state.plans.get('floor-12')?.drawing ?? '')) as Drawing;
    expect([Math.round((width / height) * 100), width * height <= 24e6]).toEqual([160, true]);
    await page.context().close();
  });

  it('that has no page, or is damaged, is refused in words that say what to do', async () => {
    stage.fake.state.plans.clear();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    for (const [file, said] of [
      [Buffer.from('%PDF-1.4\n1 0 obj\n<</Type/Catalog'), '已损坏'],
      [inventedPdf({ pages: 0 }), '没有页面'],
    ] as const) {
      await page.getByTestId('plan-file').setInputFiles(aPdf(file));
      await page.getByTestId('pdf-fault').getByText(said).waitFor();
      expect(await page.getByTestId('pdf-use').isDisabled()).toBe(true);
      await page.getByRole('button', { name: '取消' }).click();
      await page.getByTestId('pdf-use').waitFor({ state: 'detached' });
    }
    await page.getByText('还没有图纸').waitFor();
    await page.context().close();
  });

  it('that has a password is opened with it; a wrong one is said at its field, and who cancels has everything as it was', async () => {
    aPlan();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    await page.getByTestId('plan-file').setInputFiles(aPdf(scan('locked')));
    const password = page.getByTestId('pdf-password');
    await password.fill('plan-1');
    await page.keyboard.press('Enter');
    await page.getByTestId('pdf-password-said').getByText('密码不对').waitFor();
    expect([await password.getAttribute('aria-invalid'), await password.inputValue()]).toEqual(['true', 'plan-1']);
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.getByRole('button', { name: '取消' }).click();
    await page.getByTestId('pdf-use').waitFor({ state: 'detached' });
    expect(stage.fake.state.plans.get('floor-12')?.drawing).toBe(INVENTED_DRAWING);
    await page.locator('[data-testid="plan-symbol"][data-device="hydrant-12"]').waitFor();
    await page.getByTestId('plan-file').setInputFiles(aPdf(scan('locked')));
    await password.fill('消防2026');
    await page.getByTestId('pdf-open').click();
    await page.getByTestId('pdf-use').click();
    await page.getByTestId('pdf-use').waitFor({ state: 'detached' });
    expect(stage.fake.state.plans.get('floor-12')?.drawing).not.toBe(INVENTED_DRAWING);
    await page.context().close();
  });

  it('of a scan is drawn as it is, however the scan is kept', async () => {
    stage.fake.state.plans.clear();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    for (const [kept, red] of [
      ['ccitt-g4', 0],
      ['ccitt-g3', 0],
      ['jbig2', 0],
      ['jpeg2000', 255],
    ] as const) {
      await page.getByTestId('plan-file').setInputFiles(aPdf(scan(kept)));
      await page.locator('[data-testid="pdf-small"] [data-state="drawn"]').waitFor();
      await page.getByTestId('pdf-use').click();
      await page.getByTestId('plan').waitFor();
      const [r = -1, g = -1, b = -1, ...outside] = await drawn(page, [0.5, 0.2]);
      // JPEG 2000 at a thirtieth of the bytes is not to the last bit.
      const isTrue = Math.abs(r - red) < 12 && g < 12 && b < 12 && outside.every((part) => part > 243);
      expect([kept, isTrue]).toEqual([kept, true]);
      stage.fake.state.plans.clear();
      await page.reload();
    }
    await page.context().close();
  });

  it('of which nothing is to be seen, or a picture cannot be drawn, is never a white plan: the person hears what to do', async () => {
    stage.fake.state.plans.clear();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    // Nothing of it is red, black or a letter any more.
    const blank = Buffer.from(inventedPdf({ pages: 1 }).toString('latin1').replace(' re f', ' re n').replaceAll(' Tj', '   '), 'latin1');
    for (const [file, small, said] of [
      [damagedScan('jbig2'), '此页无法显示', '画不出来'],
      [damagedScan('jpeg2000'), '此页无法显示', '画不出来'],
      [blank, '此页空白', '空白'],
    ] as const) {
      await page.getByTestId('plan-file').setInputFiles(aPdf(file));
      await page.getByTestId('pdf-small').getByText(small).waitFor();
      await page.getByTestId('pdf-use').click();
      await page
        .getByTestId('pdf-fault')
        .getByText(new RegExp(`${said}.*另存为 PNG 或 JPEG`))
        .waitFor();
      await page.getByRole('button', { name: '取消' }).click();
      await page.getByTestId('pdf-use').waitFor({ state: 'detached' });
    }
    expect(stage.fake.state.plans.size).toBe(0);
    await page.context().close();
  });

  it('is known by what the file holds: a picture that calls itself a PDF is taken as what it is, and anything else refused', async () => {
    stage.fake.state.plans.clear();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    await page.getByTestId('plan-file').setInputFiles(aPdf(Buffer.from('loop,point')));
    await page.getByText('请上传 PNG、JPEG、WebP 或 SVG 图纸').waitFor();
    await page.getByTestId('plan-file').setInputFiles(aPdf(Buffer.from(INVENTED_DRAWING)));
    await page.getByTestId('plan').waitFor();
    await page.context().close();
  });
});

describe('a floor plan that is no longer right', () => {
  it('is taken down with a reason, and hung again as it was', async () => {
    aPlan();
    const page = await stage.sit('admin', undefined, '/plans/floor-12');
    await page.getByTestId('take-down').click();
    await page.getByTestId('take-down-do').click();
    await page.getByText('请填写原因').waitFor();
    await page.getByTestId('take-down-reason').fill('挂错楼层');
    await page.getByTestId('take-down-do').click();
    await page.getByTestId('taken-down').getByText('原因：挂错楼层').waitFor();
    expect(await page.getByTestId('plan-symbol').count()).toBe(0);
    await page.getByTestId('restore-plan').click();
    await page.locator('[data-testid="plan-symbol"][data-device="hydrant-12"]').waitFor();
    await page.context().close();
  });
});

describe('a fire on its floor', () => {
  it.each([
    { width: 1920, height: 1080 },
    { width: 1366, height: 768 },
    { width: 390, height: 844 },
  ])('is in the middle of the plan on the card of the alarm, with a still ring where motion is unwanted: $width', async (size) => {
    aPlan();
    const alarm = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    const page = await stage.sit('seat-1', size, `/alarms/${alarm.id}`);
    const symbol = page.getByTestId('plan-of-alarm').locator('[data-device="smoke-12-05"]');
    await symbol.and(page.locator('[data-class="fire"][data-blinks="true"]')).waitFor();
    const ring = () =>
      symbol.evaluate(
        (element) => getComputedStyle(element, '::after').animationDuration + getComputedStyle(element, '::after').animationName,
      );
    expect(await ring()).toContain('none');
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    // One flash a second.
    expect(await ring()).toBe('1splan-blink');
    await page.keyboard.press('F10');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('plan');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.context().close();
  });

  it('comes onto an open plan by itself', async () => {
    aPlan();
    const page = await stage.sit('seat-1', undefined, '/plans/floor-12');
    const symbol = page.locator('[data-testid="plan-symbol"][data-device="hydrant-12"]');
    await symbol.waitFor();
    stage.fake.state.raise('pressure', { device: 'hydrant-12' });
    await symbol.and(page.locator(':not([data-class="normal"])')).waitFor();
    await page.context().close();
  });
});

it('nothing was complained of', () => {
  expect(stage.complaints()).toEqual([]);
});
