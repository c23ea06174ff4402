// Units and high-rises in a real browser: what is live and what is not, files that two people edit, and each screen and language.
import type { Page } from 'playwright-core';
import { accessFaults } from '../testing/access.ts';
import { testStage } from '../testing/browser.ts';
import { go, LOOKS, overflow, SIZES, wear } from '../testing/looks.ts';

const stage = testStage();
const { sit } = stage;

describe('the wall of high-rises', () => {
  it('shows the pressure that is too low, what is left in the tanks, and what is isolated', async () => {
    const page = await sit('watch', undefined, '/high-rises');
    const tower = page.locator('[data-testid="high-rise"][data-building="tower"]');
    await tower.getByTestId('top-pressure').and(page.locator('[data-state="low"]')).waitFor();
    expect(await tower.getByTestId('top-pressure').textContent()).toMatch(/0\.052[\s\S]*偏低[\s\S]*下限 0\.07/);
    expect(await tower.getByTestId('tank').nth(1).textContent()).toMatch(/100[\s\S]*min[\s\S]*不够用[\s\S]*余 242 \/ 432/);
    expect(await tower.getByTestId('isolated').textContent()).toContain('1 个回路');
    expect(await tower.getByTestId('system-smoke').textContent()).toContain('火警');
    await page.context().close();
  }, 40_000);

  it('never shows as good what is old, unknown or not told', async () => {
    const page = await sit('watch', undefined, '/high-rises');
    await page.getByTestId('high-rise').nth(3).waitFor();
    for (const [building, pressure, contact] of [
      ['tower-4', '数值陈旧', '失去联络'],
      ['office', '从未上报', '从未联络'],
      ['flats-7', '未指定测点', '未接传输装置'],
    ] as const) {
      const card = page.locator(`[data-building="${building}"]`);
      expect(await card.getByTestId('top-pressure').textContent()).toContain(pressure);
      expect(await card.getByTestId('top-pressure').getAttribute('class')).toContain('hatched');
      expect(await card.getByTestId('contact').textContent()).toContain(contact);
      for (const system of await card.locator('.system-cell').all()) {
        expect(await system.getAttribute('data-state')).not.toBe('good');
        expect(await system.textContent()).not.toMatch(/正常$/);
      }
    }
    const smoke = page.locator('[data-building="tower"]').getByTestId('system-smoke');
    expect(await smoke.getAttribute('class')).toContain('hatched');
    await page.context().close();
  }, 40_000);

  it('tells how many are connected against the target, and lets it be set by whoever may', async () => {
    const page = await sit('watch', undefined, '/high-rises');
    await page.getByTestId('rate').and(page.locator('[data-below="true"]')).waitFor();
    expect(await page.getByTestId('rate').textContent()).toMatch(/63%[\s\S]*低于目标[\s\S]*5 \/ 8 栋[\s\S]*2 栋未填高度/);
    await page.getByTestId('set-target').click();
    await page.getByTestId('target-percent').fill('120');
    await page.getByTestId('target-save').click();
    await page.getByText('0 至 100 %').waitFor();
    await page.getByTestId('target-percent').fill('50');
    await page.getByTestId('target-save').click();
    await page.getByTestId('rate').and(page.locator('[data-below="false"]')).waitFor();
    // Of two people the second hears who was first, and what is typed goes over it at the next press.
    await page.getByTestId('set-target').click();
    await page.getByTestId('target-percent').fill('55');
    Object.assign(stage.fake.state.units.target, { percent: 90, version: 99 });
    await page.getByTestId('target-save').click();
    await page.getByText('您的改动尚未保存', { exact: false }).waitFor();
    await page.getByTestId('target-meanwhile').getByText('90', { exact: false }).waitFor();
    expect(await page.getByTestId('target-percent').inputValue()).toBe('55');
    await page.getByTestId('target-save').click();
    await page.getByTestId('target-save').waitFor({ state: 'detached' });
    expect(stage.fake.state.units.target.percent).toBe(55);
    const seat = await sit('seat-1', undefined, '/high-rises');
    await seat.getByTestId('rate').waitFor();
    expect(await seat.getByTestId('set-target').count()).toBe(0);
    await page.context().close();
    await seat.context().close();
  }, 40_000);

  it('is sifted and sorted by the gateway, and is a table for who wants one', async () => {
    const page = await sit('watch', undefined, '/high-rises?view=table');
    await page.getByTestId('high-rise-row').first().waitFor();
    expect(await page.getByTestId('high-rise-row').count()).toBe(8);
    const asked = page.waitForRequest((request) => request.url().includes('sort=pressure'));
    await page.goto(`${stage.fake.url}/high-rises?sort=pressure&state=alarm`);
    await asked;
    await page.locator('[data-building="tower"]').waitFor();
    expect(await page.getByTestId('high-rise').count()).toBe(1);
    await page.getByTestId('high-search').fill('没有这栋');
    await page.getByText('没有符合条件的高层建筑').waitFor();
    await page.context().close();
  }, 40_000);

  it('says what went wrong and comes back', async () => {
    stage.fake.failing.add('/high-rises');
    const page = await sit('watch', undefined, '/high-rises');
    await page.getByTestId('failed').waitFor();
    stage.fake.failing.clear();
    await page.getByTestId('failed').getByRole('button').click();
    await page.getByTestId('rate').waitFor();
    await page.context().close();
  }, 40_000);
});

describe('the file of a unit', () => {
  it('leads from the list to the people who are responsible, and to what runs out', async () => {
    const page = await sit('watch', undefined, '/units');
    await page.getByTestId('unit-link').first().click();
    await page.getByTestId('unit-tab-file').click();
    expect(await page.getByTestId('contact-row').first().locator('a').getAttribute('href')).toBe('tel:000-0000-0001');
    await page.getByTestId('unit-tab-papers').click();
    const first = page.getByTestId('paper').first();
    expect(await first.textContent()).toContain('消防设施年度检测报告');
    const fire = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    await page.getByTestId('unit-tab-alarms').click();
    await page.locator(`[data-testid="past-incident"][href="/incidents/${fire.incident}"]`).getByText('火警').waitFor();
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.getByTestId('unit-tab-versions').click();
    expect(await page.getByTestId('version').first().textContent()).toMatch(/第 3 版[\s\S]*证照 · 有效期至[\s\S]*2025-11-20 → 2026-11-20/);
    await page.context().close();
  }, 40_000);

  it('puts what the gateway refuses at its field in a list, and keeps what was typed', async () => {
    const page = await sit('watch', undefined, '/units/estate');
    await page.getByTestId('edit-file').click();
    await page.getByTestId('contact-phone').first().fill('call me');
    await page.getByTestId('file-save').click();
    await page.getByText('5 至 20 位数字', { exact: false }).waitFor();
    await page.getByTestId('contact-phone').first().fill('110-110');
    await page.getByTestId('file-save').click();
    await page.getByText('不能是 110').waitFor();
    await page.getByTestId('contact-phone').first().fill('000-0000-0007');
    await page.getByTestId('contacts-add').click();
    await page.getByTestId('contact-name').nth(2).fill('示范丁');
    await page.getByTestId('file-save').click();
    await page.getByTestId('file-save').waitFor({ state: 'detached' });
    await page.getByTestId('unit-tab-file').click();
    await page.getByText('示范丁').waitFor();
    expect(stage.fake.state.units.unit.file.contacts.map(({ phone }) => phone)).toEqual(['000-0000-0007', '000-0000-0003', null]);
    await page.context().close();
  }, 40_000);

  it('that somebody else saved first is brought together, and nothing typed is lost', async () => {
    const page = await sit('watch', undefined, '/units/estate');
    await page.getByTestId('edit-file').click();
    await page.getByTestId('file-note').fill('我写的备注');
    await page.getByTestId('unit-legal-name').fill('我写的全称');
    const { contacts, systems } = stage.fake.state.units.unit.file;
    stage.fake.state.units.changeUnit('物业丙', {
      address: '云泽区别人路 9 号',
      legalName: '别人写的全称',
      contacts: contacts.map((one, nth) => (nth === 0 ? { ...one, role: 'legal' } : one)),
      systems: [...systems, { id: 's9', system: 'doors', note: '', installed: null }],
    });
    await page.getByTestId('file-save').click();
    const meanwhile = (await page.getByTestId('meanwhile').textContent()) ?? '';
    expect(meanwhile).toMatch(/物业丙[\s\S]*地址[\s\S]*别人路 9 号/);
    // In the words of the form, not in those of the wire.
    for (const line of ['消防安全责任人 → 法定代表人', '消防系统 (防火门): — → 防火门']) expect(meanwhile).toContain(line);
    expect(stage.fake.state.units.unit.file.note).toBe('');
    await page.getByTestId('take-over').click();
    expect(await page.getByTestId('clash').textContent()).toMatch(/单位全称[\s\S]*我写的全称[\s\S]*别人写的全称/);
    expect(await page.getByTestId('unit-address').inputValue()).toBe('云泽区别人路 9 号');
    expect(await page.getByTestId('file-note').inputValue()).toBe('我写的备注');
    await page.getByTestId('file-save').click();
    await page.getByTestId('file-save').waitFor({ state: 'detached' });
    expect(stage.fake.state.units.unit.file).toMatchObject({
      note: '我写的备注',
      legalName: '我写的全称',
      address: '云泽区别人路 9 号',
    });
    await page.context().close();
  }, 40_000);

  it('shows in words what both changed, an entry too that one took out, and each can be the other’s by a press', async () => {
    const { units } = stage.fake.state;
    units.changeUnit('监督员己', { isKeyUnit: true });
    const page = await sit('watch', { width: 390, height: 844 }, '/units/estate');
    const { contacts, legalName } = units.unit.file;
    await page.getByTestId('edit-file').click();
    await page.getByTestId('unit-legal-name').fill('我又写的全称');
    await page.getByTestId('unit-key').click();
    const last = contacts.length - 1;
    await page.getByTestId('contact-phone').nth(last).fill('000-0000-0042');
    units.changeUnit('物业丙', { legalName: '别人又写的全称', isKeyUnit: false, contacts: contacts.slice(0, last), note: '别人的备注' });
    await page.getByTestId('file-save').click();
    await page.getByTestId('meanwhile').getByText('是 → 否').waitFor();
    await page.getByTestId('take-over').click();
    const clashes = page.getByTestId('clash');
    await clashes.nth(1).waitFor();
    expect(await clashes.allTextContents()).toEqual([
      expect.stringMatching(/单位全称：您的 我又写的全称，对方的 别人又写的全称/),
      expect.stringMatching(/责任人与联系人 \(.+\)：对方删除了，您改过，现已保留/),
    ]);
    expect(await page.getByTestId('file-note').inputValue()).toBe('别人的备注');
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await clashes.nth(1).getByTestId('take-theirs').click();
    await page.getByTestId('contact-phone').nth(last).waitFor({ state: 'detached' });
    await clashes.nth(0).getByTestId('take-theirs').click();
    await page.getByText('没有未决的冲突', { exact: false }).waitFor();
    expect(await page.getByTestId('unit-legal-name').inputValue()).toBe('别人又写的全称');
    await page.getByTestId('file-save').click();
    await page.getByTestId('file-save').waitFor({ state: 'detached' });
    expect(units.unit.file).toMatchObject({ legalName: '别人又写的全称', isKeyUnit: false, contacts: contacts.slice(0, last) });
    units.changeUnit('物业丙', { legalName, isKeyUnit: true, contacts });
    await page.context().close();
  }, 40_000);

  it('is not left with unsaved changes by mistake', async () => {
    const page = await sit('watch', undefined, '/units/estate');
    await page.getByTestId('edit-file').click();
    await page.getByTestId('unit-address').fill('半句话');
    await page.keyboard.press('Escape');
    await page.getByTestId('unsaved').waitFor();
    await page.getByRole('button', { name: '继续编辑' }).click();
    expect(await page.getByTestId('unit-address').inputValue()).toBe('半句话');
    await page.keyboard.press('Escape');
    await page.getByTestId('discard').click();
    await page.getByTestId('file-save').waitFor({ state: 'detached' });
    await page.context().close();
  }, 40_000);

  it('of a building asks for what a tank must tell, and saves numbers as numbers', async () => {
    const page = await sit('watch', undefined, '/buildings/tower');
    await page.getByText('÷ 20 L/s', { exact: false }).waitFor();
    await page.getByTestId('edit-file').click();
    await page.getByTestId('building-height').fill('101.5');
    await page.getByTestId('building-refuge').fill('15，28');
    await page.getByTestId('tanks-add').click();
    await page.getByTestId('tank-name').nth(1).fill('消防水池');
    await page.getByTestId('file-save').click();
    await page.getByText('请填写有效容积').waitFor();
    for (const [field, value] of [
      ['tank-capacity', '432'],
      ['tank-full', '3.5'],
      ['tank-lowest', '0.4'],
      ['tank-demand', '40'],
    ] as const)
      await page.getByTestId(field).nth(1).fill(value);
    await page.getByTestId('file-save').click();
    await page.getByTestId('file-save').waitFor({ state: 'detached' });
    const { file } = stage.fake.state.units.building;
    expect(file).toMatchObject({ heightM: 101.5, refugeFloors: [15, 28] });
    expect(file.tanks[1]).toMatchObject({ name: '消防水池', capacityM3: 432, fullM: 3.5, lowestM: 0.4, demandLps: 40, neededHours: null });
    await page.context().close();
  }, 40_000);
});

describe('the water of a building', () => {
  it('has its limits beside its values: changed with a reason, and what could silence an alarm waits for a second person', async () => {
    const page = await sit('admin', undefined, '/buildings/tower');
    const water = page.locator('section').filter({ has: page.getByTestId('top-pressure') });
    await water.getByTestId('top-pressure').getByRole('link').waitFor();
    await water.locator('summary').click();
    for (const [value, reason] of [
      ['0.12', '水务要求'],
      ['0.02', '管道检修'],
    ] as const) {
      await water.getByTestId('limit-hydrantPressureLow-edit').click();
      await water.getByTestId('limit-value').fill(value);
      await water.getByTestId('limit-reason').fill(reason);
      await water.getByTestId('written-save').click();
      await water.getByTestId('limit-value').waitFor({ state: 'detached' });
    }
    await water.getByTestId('limit-hydrantPressureLow-waits').getByText('管道检修').waitFor();
    expect(await water.getByTestId('limit-hydrantPressureLow-now').textContent()).toBe('0.120 MPa');
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.context().close();
  });
});

describe('the water system', () => {
  const rowOf = (page: Page, device: string) => page.getByRole('row').filter({ has: page.locator(`a[href="/devices/${device}"]`) });

  it('shows the worst first, with the limit and who set it, and never as good what is old or unknown', async () => {
    const page = await sit('admin', undefined, '/water');
    const low = rowOf(page, 'hydrant-30');
    await low.waitFor();
    expect(await low.textContent()).toMatch(/偏低监管[\s\S]*0\.052 MPa[\s\S]*下限 0\.070 MPa3号楼设定 · 管理员甲/);
    expect(await page.getByTestId('water-row').first().textContent()).toBe('30层消火栓');
    for (const [device, word] of [
      ['pipe-1', '数值陈旧'],
      ['end-test-9', '从未上报'],
      ['hydrant-7', '数值无效'],
    ] as const) {
      expect(await rowOf(page, device).getAttribute('class')).toContain('hatched');
      expect(await rowOf(page, device).getByTestId('water-state').textContent()).toBe(word);
    }
    expect(await rowOf(page, 'pump-1').textContent()).toMatch(/手动[\s\S]*1号主泵 运行[\s\S]*2号备用泵 停止 故障[\s\S]*稳压泵 未上报/);
    expect(await rowOf(page, 'pool-1').textContent()).toMatch(/可供 24 min[\s\S]*不够用/);
    await page.context().close();
  }, 40_000);

  it('is filtered by its counts, sifted and paged by the gateway', async () => {
    const page = await sit('admin', undefined, '/water');
    await page.getByTestId('water-count-never').click();
    await page.getByTestId('water-row').nth(1).waitFor({ state: 'detached' });
    expect([await page.getByTestId('water-row').count(), await page.getByTestId('water-count-low').textContent()]).toEqual([1, '偏低3']);
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.getByTestId('water-search').fill('没有这个');
    await page.getByText('没有符合条件的测点').waitFor();
    await page.getByRole('button', { name: '清除筛选' }).click();
    await page.getByTestId('water-row').nth(49).waitFor();
    await page.getByRole('button', { name: '下一页', exact: false }).click();
    await page.getByTestId('water-row').nth(49).waitFor({ state: 'detached' });
    expect(await page.getByTestId('water-row').count()).toBe(13);
    await page.context().close();
  }, 40_000);

  it('asks once for a page that is pressed twice, dims the one before meanwhile, and leads back from one that does not come', async () => {
    const page = await sit('admin', { width: 390, height: 844 }, '/water');
    const last = page.getByTestId('water-row').nth(49);
    await last.waitFor();
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((done) => {
      arrive = done;
    });
    await page.route('**/water/points?*after=50*', (route) => arrived.then(() => route.continue()), { times: 1 });
    await page.getByTestId('page-forward').click();
    await page.locator('.former[aria-busy="true"]').waitFor();
    await page.keyboard.press('Enter');
    arrive();
    await last.waitFor({ state: 'detached' });
    await page.getByText('第 2 页').waitFor();
    // It is read from its first line.
    await page.waitForFunction(() => (document.querySelector('[data-testid="water-row"]')?.getBoundingClientRect().top ?? -1) > 0);
    await page.getByTestId('page-back').click();
    await last.waitFor();
    stage.fake.failing.add('/water');
    await page.getByTestId('page-forward').click();
    const before = page.getByTestId('failed').getByTestId('page-before');
    await before.waitFor();
    stage.fake.failing.clear();
    await before.click();
    await last.waitFor();
    await page.context().close();
  }, 40_000);

  it('asks for the curves of the rows in sight alone, up to now, each with its limit', async () => {
    const page = await sit('admin', undefined, '/me');
    const [began, asked] = [Date.now(), new Map<string, number>()];
    page.on('request', (request) => {
      const [, of, to] = /\/devices\/([^/]+)\/history.*&to=(\d+)/.exec(request.url()) ?? [];
      if (of !== undefined) asked.set(of, Number(to));
    });
    await go(page, '/water');
    await rowOf(page, 'hydrant-30').locator('svg[aria-label]').waitFor();
    expect(await rowOf(page, 'hydrant-30').locator('.spark-limit').count()).toBe(1);
    expect(Math.min(...asked.values())).toBeGreaterThanOrEqual(began);
    expect(asked.has('hydrant-140')).toBe(false);
    expect(asked.size).toBeLessThan(20);
    const far = page.waitForRequest((request) => request.url().includes('/devices/hydrant-125/history'));
    await rowOf(page, 'hydrant-125').scrollIntoViewIfNeeded();
    await far;
    await page.context().close();
  }, 40_000);

  it('sets a limit in a drawer beside the list, and says what went wrong and comes back', async () => {
    const page = await sit('admin', undefined, '/water');
    await rowOf(page, 'hydrant-30').getByTestId('water-limits').click();
    await page.getByTestId('limit-hydrantPressureLow-now').waitFor();
    expect(await page.getByRole('dialog').textContent()).toContain('“30层消火栓”的限值');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    stage.fake.failing.add('/water');
    await page.getByText('以下数据可能过期').waitFor();
    expect(await rowOf(page, 'hydrant-30').isVisible()).toBe(true);
    // What another filter found is no answer to this one.
    await page.getByTestId('water-count-never').click();
    await page.getByTestId('failed').waitFor();
    expect([await page.getByTestId('water-row').count(), await page.getByTestId('water-count-never').getAttribute('aria-pressed')]).toEqual(
      [0, 'true'],
    );
    stage.fake.failing.clear();
    await page.getByTestId('failed').getByRole('button').click();
    await page.getByTestId('water-row').waitFor();
    await page.getByText('以下数据可能过期').waitFor({ state: 'detached' });
    await page.context().close();
  }, 40_000);
});

it.each(SIZES)(
  'the screens of units and high-rises fit on %i × %i, in both languages and themes',
  async (width, height) => {
    for (const { language, theme } of LOOKS) {
      const page = await sit('watch', { width, height }, '/me');
      await wear(page, { language, theme });
      await page.reload();
      for (const [path, there] of [
        ['/units', 'unit-link'],
        ['/units/estate?tab=file', 'contact-row'],
        ['/high-rises', 'high-rise'],
        ['/high-rises?view=table', width > 400 ? 'high-rise-row' : 'high-rise'],
        ['/buildings/tower', 'system-gas'],
        ['/water', 'water-row'],
      ] as const) {
        await go(page, path);
        await page.getByTestId(there).first().waitFor();
        const sideways = await overflow(page, '.high-rise, .live-line, .system-cell, .system-tile, .unit-building, .paper, .water-card');
        expect([language, theme, path, ...sideways]).toEqual([language, theme, path, 0, 0]);
      }
      await page.context().close();
    }
    expect(stage.complaints()).toEqual([]);
  },
  180_000,
);
