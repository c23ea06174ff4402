// The pages of the office in a real browser: the audit that is searched, people as a tree and their end, big screens and their links.
import { accessFaults } from '../testing/access.ts';
import { testStage } from '../testing/browser.ts';
import { tellStory } from '../testing/story.ts';

const stage = testStage();
const PHONE = { width: 390, height: 844 };

describe('the audit', () => {
  beforeAll(() => tellStory(stage.fake.state));

  it('is searched by words, and the search stands in the address', async () => {
    const page = await stage.sit('admin', undefined, '/audit');
    const lines = page.getByTestId('audit-open');
    await lines.first().waitFor();
    await page.getByTestId('audit-text').fill('没有这样的字');
    await page.getByText('没有符合条件的记录').waitFor();
    expect(page.url()).toContain('text=');
    await page.getByTestId('audit-clear').click();
    await lines.first().waitFor();
    await page.getByTestId('audit-today').click();
    // The address is written before the page is drawn.
    await page.locator('[data-testid="audit-export"][href*="from="]').waitFor();
    expect(await page.getByTestId('audit-from').inputValue()).toMatch(/T00:00$/);
    const link = await page.getByTestId('audit-export').getAttribute('href');
    expect(link).toMatch(/^\/api\/v1\/audit\/export\?from=\d+&language=zh$/);
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.context().close();
  });

  it('is told and searched by the clock of the site, wherever that is and whatever the PC says', async () => {
    const { site } = stage.fake.state;
    site.timeZone = 'America/New_York';
    const page = await stage.sit('admin', undefined, '/audit');
    await page.getByTestId('audit-open').first().waitFor();
    const said = (at: number): string =>
      new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York', dateStyle: 'short', timeStyle: 'medium' }).format(at);
    await page.getByTestId('audit-today').click();
    // The address is written before the page is drawn.
    await page.locator('[data-testid="audit-export"][href*="from="]').waitFor();
    const midnight = `${said(Date.now()).slice(0, 10)}T00:00`;
    expect(await page.getByTestId('audit-from').inputValue()).toBe(midnight);
    const from = Number(/from=(\d+)/.exec((await page.getByTestId('audit-export').getAttribute('href')) ?? '')?.[1]);
    expect(said(from)).toBe(midnight.replace('T', ' ').concat(':00'));
    // The lines themselves: none is later than the clock of the site.
    const shown = await page.locator('time, td').allTextContents();
    const times = shown.flatMap((text) => /\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/.exec(text) ?? []);
    expect(times.length).toBeGreaterThan(0);
    expect(times.filter((time) => time > said(Date.now()))).toEqual([]);
    site.timeZone = 'Asia/Shanghai';
    await page.context().close();
  });

  it('says in its list what has words, and no code, no id and no bare number of milliseconds', async () => {
    const { audit } = stage.fake.state;
    const before = audit.length;
    const at = Date.UTC(2026, 10, 26, 4, 30);
    const details: readonly Record<string, unknown>[] = [
      { command: 'duty-check', arguments: { seconds: 60 }, expiresAt: at, batchToken: 'q-17' },
      { file: { of: 'building' }, version: 3 },
      { kind: 'out-of-service', authority: '王工', until: at, oneShot: false },
      { incident: 'i3f', to: 'controlled' },
      { into: 'i3f', from: ['i40', 'i41'], reason: '同一处' },
      { roster: { role: 'duty-room' }, class: 'fire', agrees: false },
    ];
    for (const [nth, detail] of details.entries())
      audit.push({
        ...{ number: before + nth + 1, at: Date.now(), by: 'p1', name: '管理员甲', from: '10.20.0.7' },
        ...{ what: 'note', title: { zh: '记一笔', en: 'A note' }, about: 'tower', detail },
      });
    const page = await stage.sit('admin', undefined, '/audit');
    const told = page.locator('tr').filter({ hasText: '记一笔' }).locator('td:nth-child(5)');
    await told.nth(5).waitFor();
    expect((await told.allTextContents()).toReversed()).toEqual([
      '查岗 · 秒数: 60 · 有效至: 2026-11-26 12:30:00',
      '建筑档案 · 版本: 3',
      '停用（维修） · 批准人: 王工 · 截止: 2026-11-26 12:30:00',
      '已控制',
      '原因: 同一处',
      '单位值班室 · 火警 · 退回',
    ]);
    await page.context().close();
    audit.splice(before);
  });

  it('opens a line in words, with its thing, its proof and, last, as it is kept', async () => {
    const page = await stage.sit('admin', PHONE, '/audit');
    await page
      .getByRole('button', { name: /查\s?看/ })
      .first()
      .click();
    const line = page.getByTestId('audit-line');
    await line.getByTestId('audit-prove').click();
    await line.locator('[data-holds="true"]').waitFor();
    expect(await line.locator('details').getAttribute('open')).toBeNull();
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await line.getByText('打开对象').click();
    await page.waitForURL(/\/alarms\//);
    await page.context().close();
  });
});

describe('people', () => {
  it('are found by their pinyin initials', async () => {
    const page = await stage.sit('admin', undefined, '/people');
    await page.getByTestId('people-search').fill('zby');
    await page.getByRole('cell', { name: '审计员丁', exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: '值班员乙', exact: true }).waitFor();
    await page.context().close();
  });

  it('stand in the tree of organisations, and what somebody leaves behind is shown before their access ends', async () => {
    const page = await stage.sit('admin', undefined, '/people');
    await page.getByTestId('people-view').getByText('组织').click();
    await page.getByTestId('org-tree').getByText('物业丙').click();
    expect(await page.getByTestId('person-leaves').count()).toBe(0);
    await page.getByTestId('person-disabled').click();
    const leaves = page.getByTestId('person-leaves');
    await leaves.getByText('在岗').waitFor();
    await leaves.getByText('正在处置').waitFor();
    await leaves.getByText('单位值班室').waitFor();
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.context().close();
  });

  it('who leaves on a phone: what they leave behind comes into sight above the button that ends their access', async () => {
    stage.fake.state.raise('smoke');
    const page = await stage.sit('admin', PHONE, '/people');
    await page.getByTestId('people-search').fill('wyb');
    await page.getByRole('button', { name: /物业丙/ }).click();
    await page.getByTestId('person-disabled').click();
    const last = page.getByTestId('person-leaves').getByText('单位值班室');
    await last.waitFor();
    const save = await page.getByTestId('person-save').boundingBox();
    const box = await last.boundingBox();
    expect((box?.y ?? 9_999) + (box?.height ?? 0)).toBeLessThan(save?.y ?? 0);
    await page.context().close();
  }, 40_000);

  it('read in words what each role may do', async () => {
    const page = await stage.sit('admin', PHONE, '/people');
    await page.getByTestId('people-view').getByText('角色与权限').click();
    await page.getByTestId('roles').getByRole('rowheader', { name: '管理大屏' }).waitFor();
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.context().close();
  });
});

describe('big screens', () => {
  it('are made with a place, their link is shown once, and they are revoked after a question', async () => {
    const page = await stage.sit('admin', undefined, '/big-screens');
    await page.getByText('正在显示 1 块').waitFor();
    await page.getByTestId('screen-new').click();
    await page.getByTestId('screen-make').click();
    await page.getByText('请填写名称').waitFor();
    await page.getByLabel('名称', { exact: true }).fill('二楼会议室');
    await page.locator('#big-screen_place').click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.getByTestId('screen-make').click();
    const link = (await page.getByTestId('secret').textContent()) ?? '';
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/screen\/screen-[^#]+#token=bfs_/);
    await page.getByTestId('secret-kept').click();
    await page.getByTestId('secret').waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(link.split('#')[1]);
    const row = page.getByRole('row').filter({ hasText: '二楼会议室' });
    await row.getByTestId('screen-revoke').click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /吊\s?销/ })
      .click();
    await row.getByText('已吊销').waitFor();
    await page.context().close();
  });

  it('complain of nothing', () => {
    expect(stage.complaints()).toEqual([]);
  });
});
