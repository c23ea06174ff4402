// 查岗 in a real browser: calling, following the answers, plans and the ranking.
import type { Page } from 'playwright-core';
import { testStage } from '../testing/browser.ts';
import { TOWER_STATION } from '../testing/invented-panel.ts';

const stage = testStage();
const { sit } = stage;
const tile = (page: Page, device: string) => page.locator(`[data-testid="duty-check"][data-open="true"] [data-device-id="${device}"]`);

describe('a duty check', () => {
  it('calls all after a second yes, counts down, and shows who answered, who did not, and who was not reached', async () => {
    const page = await sit('seat-1', undefined, '/duty');
    const { duty } = stage.fake.state;
    await page.getByText('查岗结果').waitFor();
    await page.getByTestId('duty-call').getByText('查岗 13 个控制室').click();
    await page.getByText('向全部 13 个控制室查岗？').last().waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '查岗 13 个控制室' }).click();
    await tile(page, TOWER_STATION).and(page.locator('[data-state="calling"]')).waitFor();
    // What runs stands above what could be called next, and stays there when it is over.
    const isAbove = async (): Promise<boolean> => {
      const [check, call] = [await page.getByTestId('duty-check').boundingBox(), await page.getByTestId('duty-call').boundingBox()];
      return check !== null && call !== null && check.y < call.y;
    };
    expect(await isAbove()).toBe(true);
    for (const one of duty.stations()) duty.confirm(one.id);
    await tile(page, TOWER_STATION).and(page.locator('[data-state="waiting"]')).waitFor();
    expect(await tile(page, TOWER_STATION).getByTestId('duty-left').textContent()).toMatch(/^0[23]:\d\d$/);

    duty.answer(TOWER_STATION, 41_000, 3);
    duty.absent('station-1');
    await tile(page, TOWER_STATION).getByText('00:41').waitFor();
    await tile(page, TOWER_STATION).getByText('操作员 3').waitFor();
    await tile(page, 'station-1').getByText('脱岗').waitFor();
    await page.getByTestId('duty-count-absent').click();
    expect(await page.locator('[data-testid="duty-check"][data-open="true"] [data-testid="duty-tile"]').count()).toBe(1);
    await page.getByTestId('duty-count-absent').click();

    stage.fake.failing.add('/duty-checks');
    await page.getByTestId('duty-check').getByText('系统繁忙', { exact: false }).waitFor();
    stage.fake.failing.clear();
    for (const one of duty.stations()) if (one.id !== TOWER_STATION && one.id !== 'station-1') duty.answer(one.id, 60_000, 1);
    await page.locator('[data-testid="duty-check"][data-open="false"]').waitFor();
    expect(await isAbove()).toBe(true);
    // What is over has the absent first.
    expect(await page.getByTestId('duty-tile').first().getAttribute('data-state')).toBe('absent');
    await page.context().close();
  }, 40_000);

  it('calls one, those of picked places, or some at random', async () => {
    const page = await sit('admin', undefined, '/duty');
    const asked = (): Promise<unknown> =>
      page
        .waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/duty-checks'))
        .then((request) => request.postDataJSON());
    await page.getByTestId('duty-whom-one').click();
    expect(await page.getByTestId('duty-call').isDisabled()).toBe(true);
    await page.getByTestId('duty-one').click();
    await page.keyboard.type('望江苑');
    await page.keyboard.press('Enter');
    await page.getByTestId('duty-minutes').fill('61');
    await page.getByTestId('duty-call').click();
    await page.getByText('1 至 60 分钟').waitFor();
    await page.getByTestId('duty-minutes').fill('5');
    const one = asked();
    await page.getByTestId('duty-call').click();
    expect(await one).toEqual({ devices: ['station-0'], minutes: 5 });

    await page.getByTestId('duty-whom-places').click();
    for (const place of ['unit-3', 'unit-5'])
      await page
        .locator('.ant-tree-treenode', { has: page.locator(`[data-place="${place}"]`) })
        .locator('.ant-tree-checkbox')
        .click();
    const some = asked();
    await page.getByTestId('duty-call').getByText('查岗 2 个控制室').click();
    expect(await some).toEqual({ devices: ['station-3', 'station-5'], minutes: 5 });

    await page.getByTestId('duty-whom-sample').click();
    await page.getByTestId('duty-sample').fill('4');
    const random = asked();
    await page.getByTestId('duty-call').getByText('查岗 4 个控制室').click();
    expect(await random).toEqual({ place: 'region', sample: 4, minutes: 5 });
    await page.context().close();
    for (const device of stage.fake.state.duty.stations())
      for (let check = 0; check < 3; check += 1) stage.fake.state.duty.answer(device.id, 1_000, 1);
    stage.fake.state.duty.checks.splice(0, 3);
  });

  it('stays in view with the one that is called after it, while both run and when each is over', async () => {
    const page = await sit('seat-1', undefined, '/duty');
    const { duty } = stage.fake.state;
    const check = (device: string, open: boolean) =>
      page.locator(`[data-testid="duty-check"][data-open="${open}"]`, { has: page.locator(`[data-device-id="${device}"]`) });
    await page.getByTestId('duty-whom-one').click();
    for (const [device, name] of [
      ['station-0', '望江苑'],
      ['station-5', '长桥公寓'],
    ] as const) {
      await page.getByTestId('duty-one').click();
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
      await page.getByTestId('duty-call').click();
      await check(device, true).waitFor();
    }
    expect([await check('station-0', true).count(), await check('station-5', true).count()]).toEqual([1, 1]);
    duty.answer('station-0', 8_000, 1);
    await check('station-0', false).waitFor();
    expect(await check('station-5', true).count()).toBe(1);
    duty.answer('station-5', 9_000, 2);
    await check('station-5', false).waitFor();
    expect(await page.getByTestId('duty-check').count()).toBe(2);
    await page.context().close();
    duty.checks.splice(0, 2);
  });

  it('is called from the page of a device and answered in the same dialog', async () => {
    const page = await sit('seat-1', undefined, `/devices/${TOWER_STATION}`);
    await page.getByTestId('duty-device').click();
    await page.getByTestId('duty-device-call').click();
    await tile(page, TOWER_STATION).and(page.locator('[data-state="calling"]')).waitFor();
    stage.fake.state.duty.confirm(TOWER_STATION);
    await tile(page, TOWER_STATION).getByTestId('duty-left').waitFor();
    stage.fake.state.duty.answer(TOWER_STATION, 12_000, 2);
    await page.getByTestId('duty-tile').getByText('00:12').waitFor();
    await page.context().close();
  });

  it('is nothing for who may not', async () => {
    const page = await sit('auditor', undefined, '/duty');
    await page.getByTestId('denied').waitFor();
    expect(await page.getByRole('link', { name: '查岗' }).count()).toBe(0);
    await page.context().close();
  });
});

describe('what was', () => {
  it('stands in the history and opens in full', async () => {
    const page = await sit('seat-1', undefined, '/duty?tab=history');
    await page.getByText('夜间抽查').waitFor();
    await page.getByTestId('duty-open').last().click();
    await page.getByTestId('duty-tile').and(page.locator('[data-state="late"]')).first().waitFor();
    await page.context().close();
  });

  it('ranks the control rooms, the worst first', async () => {
    const page = await sit('seat-1', undefined, '/duty?tab=ranking');
    await page.getByTestId('rank-room').first().waitFor();
    const asked = page.waitForRequest((request) => request.url().includes('/duty-ranking?days=90'));
    await page.getByTestId('rank-days').getByText('90 天').click();
    await asked;
    await page.context().close();
  });
});

describe('a plan', () => {
  it('is made, refused with the reason at its field, changed, switched off and removed', async () => {
    const { plans } = stage.fake.state.duty;
    const page = await sit('admin', undefined, '/duty?tab=plans');
    await page.getByTestId('plan-new').click();
    await page.getByTestId('plan-name').fill('周末抽查!');
    await page.getByTestId('plan-place').click();
    await page.keyboard.type('云泽区 › 松涛家园');
    await page.keyboard.press('Enter');
    await page.getByTestId('plan-from').fill('25:00');
    await page.getByTestId('plan-save').click();
    await page.getByText('请按 21:30 的形式填写').waitFor();
    await page.getByTestId('plan-from').fill('20:00');
    await page.getByTestId('plan-save').click();
    await page.getByText('名称中不能有“!”').waitFor();
    await page.getByTestId('plan-name').fill('周末抽查');
    await page.getByTestId('plan-save').click();
    const plan = page.getByTestId('plan').filter({ hasText: '周末抽查' });
    await plan.getByText('每天 20:00–06:00 随机 2 次').waitFor();

    await plan.getByTestId('plan-edit').click();
    await page.getByTestId('plan-kind-daily').click();
    await page.getByTestId('plan-from').fill('09:15');
    await page.getByTestId('plan-save').click();
    await plan.getByText('每天 09:15').waitFor();
    expect(plans.at(-1)).toMatchObject({ kind: 'daily', from: '09:15', to: null, times: 1, enabled: true });

    await plan.getByTestId('plan-switch').click();
    await plan.and(page.locator('[data-enabled="false"]')).waitFor();
    await plan.getByTestId('plan-remove').click();
    await page.getByTestId('plan-remove-submit').click();
    await plan.waitFor({ state: 'detached' });
    expect(plans.map((one) => one.name)).toEqual(['夜间抽查', '午间查岗']);
    await page.context().close();
  });

  it('of which two people save one is never written over unseen: the second hears it, and what was typed stays', async () => {
    const { plans } = stage.fake.state.duty;
    const page = await sit('admin', undefined, '/duty?tab=plans');
    const plan = page.getByTestId('plan').filter({ hasText: '夜间抽查' });
    await plan.waitFor();
    const elsewhere = (change: object): void => {
      const at = plans.findIndex(({ name }) => name === '夜间抽查');
      const before = plans[at];
      if (before !== undefined) plans[at] = { ...before, ...change, version: before.version + 1 };
    };
    elsewhere({ times: 5 });
    await plan.getByTestId('plan-switch').click();
    await plan.getByText('您的改动尚未保存', { exact: false }).waitFor();
    await plan.getByText('随机 5 次', { exact: false }).waitFor();
    await plan.getByTestId('plan-edit').click();
    await page.getByTestId('plan-times').fill('3');
    elsewhere({ minutes: 7 });
    await page.getByTestId('plan-save').click();
    await page.getByText('再按“保存”以您填的为准', { exact: false }).waitFor();
    expect(await page.getByTestId('plan-times').inputValue()).toBe('3');
    await plan.getByText('7', { exact: false }).first().waitFor();
    await page.getByTestId('plan-save').click();
    await page.getByTestId('plan-save').waitFor({ state: 'detached' });
    await plan.getByText('随机 3 次', { exact: false }).waitFor();
    await page.context().close();
  });

  it('can be looked at by who may call, and changed by nobody else', async () => {
    const page = await sit('seat-1', undefined, '/duty?tab=plans');
    await page.getByTestId('plan').first().waitFor();
    expect(await page.getByTestId('plan-new').count()).toBe(0);
    expect(await page.getByTestId('plan-edit').count()).toBe(0);
    await page.context().close();
  });
});

describe('a first day', () => {
  it('says what is missing', async () => {
    const { devices, duty } = stage.fake.state;
    const [kept, checks, plans] = [devices.splice(0), duty.checks.splice(0), duty.plans.splice(0)];
    const page = await sit('admin', undefined, '/duty');
    await page.getByText('没有可查岗的控制室').waitFor();
    await page.getByText('还没有查过岗').waitFor();
    await page.getByTestId('tab-plans').click();
    await page.getByText('还没有查岗计划').waitFor();
    await page.context().close();
    devices.push(...kept);
    duty.checks.push(...checks);
    duty.plans.push(...plans);
  });
});

describe('a phone', () => {
  it('has every part of it in its width', async () => {
    for (const tab of ['now', 'history', 'plans', 'ranking']) {
      const page = await sit('admin', { width: 390, height: 844 }, `/duty?tab=${tab}`);
      await page
        .locator('[data-testid="duty-tile"], [data-testid="duty-row"], [data-testid="plan"], [data-testid="rank-row"]')
        .first()
        .waitFor();
      expect([tab, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([tab, 390]);
      await page.context().close();
    }
  });
});

describe('all of these screens', () => {
  it('asked nothing of another origin, threw nothing, and kept the strict policy', () => {
    expect(stage.complaints()).toEqual([]);
  });
});
