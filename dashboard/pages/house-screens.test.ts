// The pages of the house itself in a real browser: tokens of machines, what the gateway could not process, and a session that ends over a form.
import type { Page } from 'playwright-core';
import type { WaitingChange } from '../../gateway/web/rule-contract.ts';
import { accessFaults } from '../testing/access.ts';
import { testStage } from '../testing/browser.ts';
import { inventedTargets } from '../testing/fake-northbound.ts';
import { FAKE_SECRET } from '../testing/fake-routes.ts';
import { wear } from '../testing/looks.ts';

const stage = testStage();
const PHONE = { width: 390, height: 844 };

describe('tokens of machines that read', () => {
  const section = (page: Page) => page.getByTestId('api-tokens');

  it('are made with a place, shown once and gone from the page then, and listed without their secret', async () => {
    const page = await stage.sit('admin', undefined, '/people');
    await page.getByTestId('token-new').click();
    await page.getByTestId('token-make').click();
    await page.getByText('请填写用途').waitFor();
    await page.getByLabel('用途', { exact: true }).fill('邻县指挥中心');
    await page.locator('#api-token_place').click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.getByTestId('token-make').click();
    const secret = (await page.getByTestId('secret').textContent()) ?? '';
    expect(secret.length).toBeGreaterThan(10);
    await page.getByTestId('secret-kept').click();
    await page.getByTestId('secret').waitFor({ state: 'detached' });
    await section(page).getByText('邻县指挥中心').waitFor();
    expect(await page.content()).not.toContain(secret);
    expect(stage.fake.state.tokens[0]).toMatchObject({ reads: 'alarms', revokedAt: null });
    await page.context().close();
  });

  it('say what is refused at its field', async () => {
    const page = await stage.sit('admin', undefined, '/people');
    await page.getByTestId('token-new').click();
    await page.getByLabel('用途', { exact: true }).fill('a\tb');
    await page.locator('#api-token_place').click();
    await page.keyboard.press('Enter');
    await page.getByTestId('token-make').click();
    await page.locator('.ant-form-item-explain').getByText('用途中有控制字符').waitFor();
    await page.context().close();
  });

  it('say it in the language that is on, whether the form or the gateway found it', async () => {
    const page = await stage.sit('admin', undefined, '/people');
    const speakOther = () => page.getByTestId('language').dispatchEvent('click');
    const said = (text: string) => page.locator('.ant-form-item-explain').getByText(text, { exact: true }).waitFor();
    await page.getByTestId('token-new').click();
    await page.locator('#api-token_name').fill('a\tb');
    await page.getByTestId('token-make').click();
    await said('请填写范围');
    await speakOther();
    await said('Please fill in: Place');
    await page.locator('#api-token_place').click();
    await page.keyboard.press('Enter');
    await page.getByTestId('token-make').click();
    for (const text of ['A control character in the purpose', '用途中有控制字符', 'A control character in the purpose']) {
      await said(text);
      await speakOther();
    }
    await page.context().close();
  });

  it('are revoked after a question, and say so; what ended already cannot be', async () => {
    const page = await stage.sit('admin', PHONE, '/people');
    const mine = section(page).locator('li').filter({ hasText: '县指挥中心 CAP 订阅' });
    await mine.getByTestId('token-revoke').click();
    expect(stage.fake.state.tokens.find(({ id }) => id === 'token-1')?.revokedAt).toBeNull();
    await page.getByText('立即失效，使用它的系统将读不到数据').waitFor();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /吊\s?销/ })
      .click();
    await mine.getByText('已吊销').waitFor();
    expect(await mine.getByTestId('token-revoke').count()).toBe(0);
    expect(await section(page).locator('li').filter({ hasText: '旧大屏' }).getByTestId('token-revoke').count()).toBe(0);
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.context().close();
  });
});

it('what is not there says so, and has a way back to the board', async () => {
  const page = await stage.sit('seat-1', undefined, '/incidents/no-such');
  await page.getByTestId('failed').getByRole('link', { name: '报警台' }).click();
  await page.locator('.board-list').waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/(alarms\/.*)?$/);
  await page.context().close();
});

describe('other houses that alarms are passed on to', () => {
  it('are on the status page with what waits and what they refused, until somebody has seen that', async () => {
    const { northbound } = stage.fake.state;
    const page = await stage.sit('admin', PHONE, '/status');
    await page.getByTestId('status-evidence').waitFor();
    expect(await page.getByTestId('northbound').count()).toBe(0);
    northbound.targets = inventedTargets(Date.now());
    const cap = page.locator('[data-testid=northbound-target][data-target="cap:1"]');
    await cap.getByText('拒收 2 条', { exact: false }).waitFor();
    await cap.getByText('等待 3').waitFor();
    expect(await page.evaluate(accessFaults)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await cap.getByTestId('northbound-seen').click();
    await cap.getByText('拒收', { exact: false }).waitFor({ state: 'detached' });
    await page.locator('[data-target=terminal]').getByText('畅通').waitFor();
    northbound.targets = [];
    await page.context().close();
  });

  it('that fails stands whole on a phone, beside the word of the connection and in both languages', async () => {
    const { state } = stage.fake;
    state.northbound.uplink = { waiting: 2, receipts: 0 };
    const words = { zh: '未送达', en: 'Not delivered' };
    state.setTroubles([{ id: 'northbound:terminal', class: 'fault', title: words, detail: words, since: Date.now() }]);
    const page = await stage.sit('admin', PHONE, '/me');
    for (const language of ['zh', 'en'] as const) {
      await wear(page, { language, theme: 'dark' });
      await page.reload();
      await page.getByTestId('uplink').waitFor();
      const over = await page.locator('.header').evaluate((header) => header.scrollWidth - header.clientWidth);
      const name = await page.locator('.brand strong').evaluate((one) => one.getClientRects().length);
      expect([language, over, name]).toEqual([language, 0, 1]);
    }
    state.setTroubles([]);
    state.northbound.uplink = null;
    await page.context().close();
  }, 40_000);
});

it('the status page has a word for each thing that the house counts, also for what was wrong with a frame or a reading', async () => {
  const page = await stage.sit('admin', undefined, '/status');
  await page.locator('[data-counter="faults.malformed-json"]').getByText('报文有误：不是合法 JSON').waitFor();
  await page.locator('[data-counter="readings.wrong-type"]').getByText('读数有误：').waitFor();
  expect(await page.locator('.counters dt.mono').allTextContents()).toEqual([]);
  await page.context().close();
});

describe('what the gateway could not process', () => {
  const rows = (page: Page) => page.getByTestId('passed-over-row');

  it('is not on the status page where there is none', async () => {
    const page = await stage.sit('admin', undefined, '/status');
    await page.getByTestId('status-evidence').waitFor();
    expect(await page.getByTestId('passed-over').count()).toBe(0);
    await page.context().close();
  });

  it('stands there with its raw frame, a fire open before the others, and goes when another try helps', async () => {
    const { state } = stage.fake;
    state.passedOver.happen(state.devices);
    state.passedOver.stubborn.add('f8790');
    const page = await stage.sit('admin', undefined, '/status');
    const [fire, other] = [rows(page).filter({ hasText: '可能是火警' }), rows(page).filter({ hasText: 'RangeError' })];
    await fire.getByText('"smoke":"alarm"').first().waitFor();
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await other.getByTestId('passed-over-again').click();
    await other.getByText(/^1 · /).waitFor();
    await fire.getByTestId('passed-over-again').click();
    await fire.waitFor({ state: 'detached' });
    expect(await rows(page).count()).toBe(1);
    await page.context().close();
  });

  it('stands there though the state of the gateway cannot be told, and a list that cannot be had is no empty one', async () => {
    stage.fake.failing.add('/status');
    const page = await stage.sit('admin', undefined, '/status');
    await page.getByTestId('failed').waitFor();
    await rows(page).first().waitFor();
    stage.fake.failing.add('/passed-over');
    await page.reload();
    const line = page.getByTestId('passed-over').getByRole('alert');
    await line.getByText('系统繁忙', { exact: false }).waitFor();
    expect(await rows(page).count()).toBe(0);
    stage.fake.failing.clear();
    await line.getByRole('button').click();
    await rows(page).first().waitFor();
    await line.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('is dismissed with a reason and not without one; so is what is beyond the list', async () => {
    stage.fake.state.passedOver.beyond = { count: 12, from: 9_001, to: 9_012 };
    const page = await stage.sit('admin', PHONE, '/status');
    const dialog = page.getByRole('dialog');
    await rows(page).first().getByTestId('passed-over-dismiss').click();
    await dialog.locator('.ant-btn-primary').click();
    await dialog.locator('.ant-form-item-explain-error').waitFor();
    expect(stage.fake.state.passedOver.items).toHaveLength(1);
    await dialog.getByRole('textbox').fill('现场核实，无异常');
    await dialog.locator('.ant-btn-primary').click();
    await rows(page).waitFor({ state: 'detached' });
    await page.getByTestId('passed-over').locator('li').getByRole('button').click();
    await dialog.getByRole('textbox').fill('日志已核对');
    await dialog.locator('.ant-btn-primary').click();
    await page.getByTestId('passed-over').waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe('a session that ends while something is being written', () => {
  const comeBack = async (page: Page, login?: string): Promise<void> => {
    await page.getByTestId('session-ended').waitFor();
    if (login !== undefined) {
      await page.getByTestId('sign-in-login').fill(login);
      await page.getByTestId('sign-in-secret').focus();
    }
    // The name stands there already, and the secret is asked for.
    await page.keyboard.type(FAKE_SECRET);
    await page.keyboard.press('Enter');
    await page.getByTestId('session-ended').waitFor({ state: 'detached' });
  };
  const alarm = (): string => `/alarms/${stage.fake.state.raise('smoke', { device: 'smoke-14-05' }).id}`;

  it.each([
    { what: 'a drawer', path: () => '/units/estate', ways: ['edit-file'], field: 'file-note', save: 'file-save' },
    { what: 'a dialog', path: () => '/estate?place=tower', ways: ['add-place'], field: 'place-name', save: 'place-submit' },
    { what: 'a dialog over an alarm', path: alarm, ways: ['judge', 'verdict-real'], field: 'judge-note', save: 'judge-submit' },
    { what: 'an editor', path: () => '/notify?tab=rosters&edit=roster-drill', ways: [], field: 'person-name', save: 'written-save' },
  ])(
    'of $what: the same person finds it as it was, and sends it',
    async ({ path, ways, field, save }) => {
      const page = await stage.sit('admin', undefined, path());
      for (const way of ways) await page.getByTestId(way).click();
      await page.getByTestId(field).fill('写到一半');
      await page.route('**/api/v1/**', (route) => {
        if (route.request().method() !== 'GET') stage.fake.endSessions();
        return route.continue();
      });
      await page.getByTestId(save).click();
      await page.getByTestId('session-ended').waitFor();
      await page.unroute('**/api/v1/**');
      // A key that would close it, or act on the board, stays at the door.
      await page.keyboard.press('Escape');
      expect(await page.getByTestId(field).isVisible()).toBe(false);
      await comeBack(page);
      await page.getByText('刚才没有提交', { exact: false }).first().waitFor();
      expect(await page.getByTestId(field).inputValue()).toBe('写到一半');
      await page.getByTestId('connection').and(page.locator('[data-connection="live"]')).waitFor();
      await page.getByTestId(save).click();
      await page.getByTestId(field).waitFor({ state: 'hidden' });
      await page.context().close();
    },
    40_000,
  );

  it('is nothing to another person who comes in at that screen', async () => {
    const page = await stage.sit('admin', undefined, '/units/estate');
    await page.getByTestId('edit-file').click();
    await page.getByTestId('file-note').fill('不给别人看');
    stage.fake.endSessions();
    await comeBack(page, 'watch');
    await page.getByTestId('edit-file').waitFor();
    expect(await page.getByTestId('file-note').count()).toBe(0);
    expect(await page.content()).not.toContain('不给别人看');
    await page.context().close();
  }, 40_000);

  it('complains of nothing', () => {
    expect(stage.complaints()).toEqual([]);
  });
});

describe('what waits for a second person', () => {
  it('is shown as it comes, value by value, with a number at the way to it for who may agree', async () => {
    const both = (zh: string) => ({ zh, en: zh });
    const change: WaitingChange = {
      of: 'rule',
      key: 'own-night',
      scope: null,
      title: both('夜间烟感'),
      by: 'somebody',
      name: '规则员',
      at: Date.now(),
      reason: '误报多',
      before: both('启用'),
      after: both('修改判定条件'),
      changes: [
        { field: 'raiseWhen', before: [], after: [both('时段在 22:00–次日 06:00')] },
        { field: 'kinds', before: [both('smoke')], after: [both('heat')] },
      ],
    };
    const [approver, seat] = await Promise.all([stage.sit('admin', undefined, '/rules'), stage.sit('seat-1')]);
    stage.fake.tellWaiting([change]);
    await approver.getByTestId('badge-rules').getByText('1', { exact: true }).waitFor();
    await approver.getByTestId('change-raiseWhen').getByText('增加 时段在 22:00–次日 06:00').waitFor();
    expect(await approver.getByTestId('change-kinds').textContent()).toMatch(/烟感 → 温感/);
    await approver.getByTestId('waiting-agree').click();
    await approver.getByTestId('reason-submit').getByText('批准').waitFor();
    // As much as the gateway takes: more would be refused.
    expect(await approver.getByTestId('reason').getAttribute('maxlength')).toBe('200');
    await approver.keyboard.press('Escape');
    expect(await seat.getByTestId('badge-rules').count()).toBe(0);
    stage.fake.tellWaiting([]);
    await approver.getByTestId('waiting-change').waitFor({ state: 'detached' });
    for (const page of [approver, seat]) await page.context().close();
  });
});
