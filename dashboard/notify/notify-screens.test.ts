// Telling people in a real browser: rosters, policies, preview and channels, and nothing that was typed is lost.
import type { Page } from 'playwright-core';
import { accessFaults } from '../testing/access.ts';
import { pick, testStage } from '../testing/browser.ts';
import { FAKE_SECRET } from '../testing/fake-routes.ts';
import { go, LOOKS, SIZES, wear } from '../testing/looks.ts';

const stage = testStage();
const { sit } = stage;

const sent = (page: Page, method: string, path: string): Promise<unknown> =>
  page
    .waitForRequest((request) => request.method() === method && request.url().endsWith(path))
    .then((request) => request.postDataJSON() as unknown);

describe('a roster', () => {
  it('is drawn as a week with its gap in red and in words, its swap and its leave, and as four weeks', async () => {
    const page = await sit('admin', undefined, '/notify');
    const card = page.locator('[data-roster="roster-duty"]');
    await card.getByTestId('uncovered').getByText('未来 7 天空岗 6 小时').waitFor();
    await card.getByTestId('roster-show').click();
    await card.getByTestId('calendar').waitFor();
    expect(await card.getByTestId('duty-day').count()).toBe(7);
    expect(await card.getByTestId('gap').allTextContents()).toEqual(['周四 02:00–08:00 无人值班']);
    const red = card.locator('.duty-span[data-gap="true"]');
    expect(await red.count()).toBe(1);
    const colours = await red.evaluate((one) => [
      getComputedStyle(one).borderTopColor,
      getComputedStyle(document.documentElement).getPropertyValue('--class-fire'),
    ]);
    expect(colours).toEqual(['rgb(255, 90, 82)', '#ff5a52']);
    await card.getByText('13800001002').waitFor();
    await card.getByTestId('calendar-weeks').getByText('4 周').click();
    await card.getByTestId('duty-day').nth(27).waitFor();
    await card.getByText('张志远 换 王建国').waitFor();
    await card.getByText('王建国 休假').first().waitFor();
    expect(await card.getByTestId('gap').first().textContent()).toMatch(/^周四 \d\d-\d\d 02:00–08:00 无人值班$/);
    const drill = page.locator('[data-roster="roster-drill"]');
    await drill.getByText('演练通讯录').waitFor();
    await page.context().close();
  }, 40_000);

  it('that is refused says each fault at its field and keeps all that was typed', async () => {
    const page = await sit('admin', undefined, '/notify?tab=rosters&edit=new');
    await page.getByTestId('written-save').click();
    await page.getByTestId('wrong-place').getByText('请填写位置').waitFor();
    await page.getByTestId('wrong-people.0.name').getByText('请填写姓名').waitFor();
    for (const said of ['Please fill in: Name', '请填写姓名']) {
      await page.getByTestId('language').click();
      await page.getByTestId('wrong-people.0.name').getByText(said).waitFor();
      await page.getByTestId('written-faults').getByText(said).waitFor();
    }
    await pick(page, 'roster-place', '云泽区 › 北仓物流园');
    await pick(page, 'roster-role', '微型消防站');
    await page.getByTestId('person-name').fill('周队长');
    await page.getByTestId('shifts.0-from').fill('25:00');
    await pick(page, 'shifts.0-people', '周队长');
    await page.getByTestId('written-save').click();
    await page.getByTestId('wrong-shifts.0.from').getByText('“25:00”不是时刻').waitFor();
    await page.getByTestId('wrong-shifts.1.people').getByText('没有人员').waitFor();
    await page.getByTestId('wrong-people.0.contacts').getByText('周队长 没有任何联系方式').waitFor();
    expect(await page.getByTestId('shifts.0-from').getAttribute('aria-invalid')).toBe('true');
    // The list of faults leads to each of them.
    await page.getByTestId('written-faults').getByText('“25:00”不是时刻', { exact: false }).click();
    expect(await page.getByTestId('shifts.0-from').evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await page.getByTestId('person-name').inputValue()).toBe('周队长');

    await page.getByTestId('shifts.0-from').fill('08:00');
    await page.getByTestId('contact-to').fill('13800003001');
    await pick(page, 'shifts.1-people', '周队长');
    await page.getByTestId('change-add-holiday').click();
    await page.getByTestId('changes.0-date').fill('2027-01-01');
    await page.getByTestId('changes.0-name').fill('元旦');
    await page.getByText('这一天将无人值班').waitFor();
    await page.getByTestId('changes.0-add-shift').click();
    await pick(page, 'changes.0.shifts.0-people', '周队长');
    const body = sent(page, 'POST', '/rosters');
    await page.getByTestId('written-save').click();
    expect(await body).toMatchObject({
      place: 'store',
      role: 'micro-station',
      drill: false,
      people: [{ name: '周队长', contacts: { phone: '13800003001' } }],
      shifts: [
        { days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '20:00' },
        { days: [1, 2, 3, 4, 5, 6, 7], from: '20:00', to: '08:00' },
      ],
      changes: [{ is: 'holiday', date: '2027-01-01', name: '元旦', shifts: [{ from: '00:00', to: '00:00' }] }],
    });
    await page.getByTestId('on-duty-now').getByText('周队长').waitFor();
    await page.getByTestId('no-gaps').waitFor();
    await page.context().close();
  }, 40_000);

  it('half written outlives a gateway that fails and a session that ends, and nobody else finds it', async () => {
    const page = await sit('admin', undefined, '/notify?tab=rosters&edit=roster-manager');
    await page.getByTestId('person-name').fill('陈副主任');
    stage.fake.failing.add('/rosters');
    await page.getByTestId('written-save').click();
    await page.getByText('系统繁忙', { exact: false }).first().waitFor();
    expect(await page.getByTestId('person-name').inputValue()).toBe('陈副主任');
    stage.fake.failing.clear();
    stage.fake.endSessions();
    const signIn = async (login: string): Promise<void> => {
      await page.getByTestId('sign-in-login').fill(login);
      await page.getByTestId('sign-in-secret').fill(FAKE_SECRET);
      await page.getByTestId('sign-in-submit').click();
    };
    await signIn('admin');
    await page.getByTestId('session-ended').waitFor({ state: 'detached' });
    expect(await page.getByTestId('person-name').inputValue()).toBe('陈副主任');
    const body = sent(page, 'PUT', '/rosters/roster-manager');
    await page.getByTestId('written-save').click();
    expect(await body).toMatchObject({ people: [{ name: '陈副主任' }] });
    await page.locator('[data-roster="roster-manager"]').getByTestId('roster-person').getByText('陈副主任').waitFor();
    // Another person who signs in on the same screen finds what is saved, and nothing half written.
    await page.locator('[data-roster="roster-manager"]').getByTestId('roster-edit').click();
    await page.getByTestId('person-name').fill('半个');
    stage.fake.endSessions();
    await signIn('watch');
    await page.getByTestId('person-name').waitFor();
    expect(await page.getByTestId('person-name').inputValue()).toBe('陈副主任');
    expect(await page.getByTestId('written-kept').count()).toBe(0);
    await page.context().close();
  }, 40_000);

  it('is left without saving only after a second yes', async () => {
    const page = await sit('admin', undefined, '/notify?tab=rosters&edit=roster-drill');
    await page.getByTestId('written').and(page.locator('[data-drill="true"]')).waitFor();
    await page.getByTestId('person-name').fill('别人');
    await page.getByTestId('written-cancel').click();
    await page.getByText('放弃未保存的修改？').waitFor();
    await page.getByTestId('written-leave').click();
    await page.getByTestId('roster-new').waitFor();
    await page.locator('[data-roster="roster-drill"]').getByTestId('roster-edit').click();
    expect(await page.getByTestId('person-name').inputValue()).toBe('演练员甲');
    await page.context().close();
  }, 40_000);
});

describe('a policy', () => {
  it('of the house is read only and can be copied; faults stand at their fields', async () => {
    const page = await sit('admin', undefined, '/notify?tab=policies');
    const house = page.locator('[data-policy="default-urgent"]');
    await house.getByText('内置默认 · 只读').waitFor();
    expect(await house.getByTestId('policy-edit').count()).toBe(0);
    await house.getByTestId('policy-copy').click();
    await page.getByTestId('policy-step').nth(5).waitFor();
    expect(await page.getByTestId('policy-step').count()).toBe(6);
    await page.getByTestId('written-save').click();
    await page.getByTestId('wrong-title.zh').getByText('请填写名称').waitFor();
    await page.getByTestId('policy-title-zh').fill('北仓火警');
    await pick(page, 'policy-place', '云泽区 › 北仓物流园');
    await page.getByTestId('steps.0.after').fill('10');
    await page.getByTestId('lastEvery').fill('5');
    await page.getByTestId('steps.1-repeat').click();
    await page.getByTestId('steps.1.repeat.times').fill('99');
    await page.getByTestId('written-save').click();
    await page.getByTestId('wrong-steps.0.after').getByText('第 1 步必须立即通知').waitFor();
    await page.getByTestId('wrong-lastEvery').getByText('60 秒至 24 小时').waitFor();
    await page.getByTestId('wrong-steps.1.repeat.times').getByText('次数须为 1 至 20').waitFor();
    expect(await page.evaluate(accessFaults)).toEqual([]);

    await page.getByTestId('steps.0.after').fill('0');
    await page.getByTestId('lastEvery').fill('120');
    await page.getByTestId('steps.1.repeat.times').fill('2');
    await page.getByTestId('steps.2-via').getByText('语音电话（没有可用通道）').waitFor();
    await pick(page, 'steps.2-via', '值班钉钉群');
    const body = sent(page, 'POST', '/policies');
    await page.getByTestId('written-save').click();
    expect(await body).toMatchObject({
      title: { zh: '北仓火警', en: '北仓火警' },
      place: 'store',
      classes: ['fire', 'pre-alarm', 'linkage'],
      lastEvery: 120,
      steps: [
        { after: 0, whom: 'seat', via: ['console', 'app'] },
        { after: 30, repeat: { every: 60, times: 2 } },
        { after: 60, whom: { role: 'duty-room' }, via: ['voice', 'sms', 'dingtalk-1'] },
        {},
        {},
        {},
      ],
    });
    await page.getByText('北仓火警').waitFor();
    await page.context().close();
  }, 40_000);

  it('shows who is told in which order, and moves a step', async () => {
    const page = await sit('admin', undefined, '/notify?tab=policies');
    const card = page.locator('[data-policy="policy-night"]');
    await card.getByText('陈', { exact: false }).first().waitFor();
    await card.getByText('语音电话 → 阿里云短信', { exact: false }).waitFor();
    await card.getByTestId('policy-edit').click();
    await page.getByRole('button', { name: '第 3 步提前' }).click();
    const body = sent(page, 'PUT', '/policies/policy-night');
    await page.getByTestId('written-save').click();
    const { steps } = (await body) as { steps: { after: number; whom: unknown }[] };
    expect(steps.map(({ after, whom }) => [after, whom])).toEqual([
      [0, 'seat'],
      [30, { person: 'p-chen' }],
      [120, { role: 'duty-room' }],
    ]);
    await page.context().close();
  }, 40_000);
});

describe('a preview', () => {
  it('tells what a fire at two in the night would do, with gaps and who is out of reach in red', async () => {
    const page = await sit('admin', undefined, '/notify?tab=preview');
    await pick(page, 'preview-place', '云泽区 › 松涛家园');
    const asked = page.waitForRequest((request) => request.url().includes('place=estate') && request.url().includes('at='));
    await page.getByTestId('preview-date').fill('2026-12-03');
    await page.getByTestId('preview-clock').fill('02:30');
    await asked;
    await page.getByText('云泽区 › 松涛家园 若 12-03 02:30 发生火警，将通知').waitFor();
    await page.getByTestId('preview-wrong').waitFor();
    const gap = page.getByTestId('preview-line').and(page.locator('[data-gap="true"]'));
    await gap.filter({ hasText: '空岗' }).first().waitFor();
    await page.getByText('没有可用的通道能通知：陈', { exact: false }).first().waitFor();
    await page.getByTestId('preview-clock').fill('2');
    await page.getByText('请选择位置和时刻').waitFor();
    await page.getByTestId('preview-tonight').click();
    await page.getByTestId('preview-drill').click();
    await page.locator('[data-testid="preview"][data-drill="true"]').waitFor();
    await page.context().close();
  }, 40_000);
});

describe('a channel', () => {
  it('says whether it works, since when it does not, whether it is locked, and which secrets are set', async () => {
    const page = await sit('admin', undefined, '/notify?tab=channels');
    const state = (id: string) => page.locator(`[data-channel="${id}"]`).getByTestId('channel-state');
    await state('sms').getByText('短信签名不合法').waitFor();
    expect(await state('sms').textContent()).toMatch(/已持续 1:0\d:\d\d/);
    expect(await state('dingtalk-1').getAttribute('data-state')).toBe('well');
    expect(await state('mail').getAttribute('data-state')).toBe('locked');
    expect(await state('hook').getAttribute('data-state')).toBe('off');
    expect(await page.locator('[data-channel="dingtalk-1"]').getByTestId('channel-secrets').textContent()).toBe(
      'access_token：已设置加签密钥（SEC 开头）：未设置',
    );
    await page.context().close();
  }, 40_000);

  it('says since when it fails also while the gateway’s time is not known', async () => {
    const page = await sit('admin', undefined, '/notify?tab=channels');
    stage.fake.silence(true);
    await page.reload();
    const state = page.locator('[data-channel="sms"]').getByTestId('channel-state');
    await state.getByText(/自 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d 起连续失败/).waitFor();
    stage.fake.silence(false);
    await page.context().close();
  }, 40_000);

  it('is written by the form of its kind, with what is wrong at each setting; a secret goes in and stays', async () => {
    const page = await sit('admin', undefined, '/notify?tab=channels&edit=new');
    await pick(page, 'channel-kind', '电子邮件');
    await page.getByTestId('channel-name').fill('消防邮箱');
    await page.getByTestId('written-save').click();
    await page.getByTestId('wrong-settings.host').getByText('请填写SMTP 服务器').waitFor();
    await pick(page, 'channel-place', '云泽区');
    await page.getByTestId('setting-host').fill('mail.invalid');
    await page.getByTestId('setting-from').fill('nobody');
    await page.getByTestId('setting-port').fill('99999');
    await page.getByTestId('setting-user').fill('fire');
    await page.getByTestId('written-save').click();
    await page.getByTestId('wrong-settings.from').getByText('应为邮箱地址').waitFor();
    await page.getByTestId('wrong-settings.port').getByText('1 至 65535').waitFor();
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.getByTestId('setting-from').fill('fire@estate.invalid');
    await page.getByTestId('setting-port').fill('465');
    await page.getByTestId('setting-password').fill('a-password-of-mail');
    const body = sent(page, 'POST', '/channels');
    await page.getByTestId('written-save').click();
    expect(await body).toEqual({
      id: 'email',
      kind: 'email',
      name: '消防邮箱',
      place: 'region',
      enabled: true,
      settings: {
        host: 'mail.invalid',
        port: 465,
        security: 'tls',
        user: 'fire',
        password: 'a-password-of-mail',
        from: 'fire@estate.invalid',
        language: 'both',
      },
    });
    const card = page.locator('[data-channel="email"]');
    await card.getByText('密码或授权码：已设置').waitFor();
    await card.getByTestId('channel-edit').click();
    expect(await page.getByTestId('setting-password').inputValue()).toBe('');
    await page.getByText('已设置；留空则不变').waitFor();
    const again = sent(page, 'PUT', '/channels/email');
    await page.getByTestId('written-save').click();
    expect(await again).not.toHaveProperty('settings.password');
    await page.context().close();
  }, 40_000);

  it('is tested with what came of it, switched off, and removed after a second yes', async () => {
    const page = await sit('admin', undefined, '/notify?tab=channels');
    const card = page.locator('[data-channel="sms"]');
    await card.getByTestId('channel-test').click();
    await card.getByTestId('trial-send').click();
    await card.getByText('请填写手机号').waitFor();
    stage.fake.state.notify.outcome = { outcome: 'refused', reason: { zh: '签名不合法', en: 'wrong signature' } };
    await card.getByTestId('trial-to').fill('13800001234');
    await card.getByTestId('trial-send').click();
    const came = card.getByTestId('trial-came');
    await came.getByText('被拒绝').waitFor();
    for (const text of ['签名不合法', '184 ms', '138****234', '【演练】【火警】通道测试'])
      await came.getByText(text, { exact: false }).waitFor();
    const off = sent(page, 'PUT', '/channels/sms');
    await card.getByTestId('channel-switch').click();
    expect(await off).toMatchObject({ enabled: false, settings: { template: 'SMS_1' } });
    await card.and(page.locator('[data-enabled="false"]')).waitFor();
    await card.getByTestId('channel-remove').click();
    await page.getByTestId('channel-remove-submit').click();
    await card.waitFor({ state: 'detached' });
    await page.context().close();
  }, 40_000);
});

describe('telling people', () => {
  it('is not for whoever may not', async () => {
    const page = await sit('seat-1', undefined, '/notify');
    await page.getByTestId('denied').waitFor();
    await page.context().close();
  }, 40_000);

  it('says what went wrong, and comes back', async () => {
    stage.fake.failing.add('/channels');
    const page = await sit('admin', undefined, '/notify?tab=channels');
    await page.getByTestId('failed').waitFor();
    stage.fake.failing.clear();
    await page.getByTestId('failed').getByRole('button').click();
    await page.getByTestId('channel').first().waitFor();
    await page.context().close();
  }, 40_000);

  it.each(SIZES)(
    'fits on %i × %i in both languages and themes, and nothing stands in the way',
    async (width, height) => {
      const page = await sit('admin', { width, height }, '/me');
      const looks = [
        ['rosters', 'roster'],
        ['rosters&edit=roster-duty', 'written'],
        ['policies', 'policy'],
        ['policies&edit=policy-night', 'written'],
        ['preview', 'preview'],
        ['channels', 'channel'],
        ['channels&edit=dingtalk-1', 'written'],
      ] as const;
      for (const { language, theme } of LOOKS) {
        await wear(page, { language, theme });
        await page.reload();
        for (const [look, shown] of looks) {
          await go(page, `/notify?tab=${look}`);
          await page.getByTestId(shown).first().waitFor();
          if (look === 'rosters') {
            await page.getByTestId('roster-show').first().click();
            await page.getByTestId('calendar').waitFor();
          }
          const sideways = await page.evaluate(() => {
            const main = document.querySelector('#main');
            return main === null ? -1 : main.scrollWidth - main.clientWidth;
          });
          expect([language, look, sideways, ...(await page.evaluate(accessFaults))]).toEqual([language, look, 0]);
        }
      }
      await page.context().close();
      expect(stage.complaints()).toEqual([]);
    },
    90_000,
  );
});
