// The workbench of an incident in a real browser: two seats at one checklist, notes and pictures, a hand-over, and words that a reload does not lose.
import type { Page } from 'playwright-core';
import { accessFaults } from '../testing/access.ts';
import { choose, testStage } from '../testing/browser.ts';

const stage = testStage();
const { sit } = stage;

/** One white pixel. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=', 'base64');

async function open(page: Page, incident: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/incidents/${encodeURIComponent(incident)}`);
  await page.getByTestId('checklist').waitFor();
}
const step = (page: Page, id: string) => page.locator(`[data-testid="step"][data-step="${id}"]`);
const stepIn = (page: Page, id: string, state: string) => page.locator(`[data-testid="step"][data-step="${id}"][data-state="${state}"]`);

describe('the checklist', () => {
  it('is the same on two seats at once: who did what, what is in the way and why, and what was taken back', async () => {
    const [zhang, li] = [await sit('seat-1'), await sit('admin')];
    const { incident } = stage.fake.state.raise('smoke', { device: 'smoke-12-05', ago: 90_000 });
    await open(zhang, incident);
    await open(li, incident);
    await step(li, 'on-site').getByText('已超时', { exact: false }).waitFor();
    await step(zhang, 'call-room').getByTestId('step-done').click();
    await stepIn(li, 'call-room', 'done').getByText('值班员乙').waitFor();
    await step(li, 'lift').getByTestId('step-blocked').click();
    expect(await li.getByTestId('reason-submit').isDisabled()).toBe(true);
    await li.getByTestId('reason').fill('电梯检修中');
    await li.getByTestId('reason-submit').click();
    await stepIn(zhang, 'lift', 'blocked').getByText('电梯检修中').waitFor();
    await zhang.getByTestId('checklist-count').getByText('2/7').waitFor();
    await step(li, 'on-site').getByTestId('step-done').click();
    await zhang.locator('[data-testid="minutes"] [data-minute="1"][data-state="late"]').waitFor();
    await step(zhang, 'call-room').getByTestId('step-undo').click();
    await stepIn(li, 'call-room', 'open').waitFor();
    await zhang.context().close();
    await li.context().close();
  }, 60_000);

  it('of a place is edited in its own list', async () => {
    const page = await sit('admin', { width: 1366, height: 768 }, '/checklists/tower-3?class=fire');
    await page.getByText('内置清单（本处未另设）').waitFor();
    await page.getByTestId('list-add').click();
    expect(await page.getByTestId('list-save').isDisabled()).toBe(true);
    await page.getByTestId('list-zh').last().fill('关闭燃气总阀');
    await page.getByTestId('list-save').click();
    await page.getByText('本处自有清单，第 1 版').waitFor();
    const first = page.locator('[data-testid="list-version"][data-version="1"]');
    await first.getByText('本处开始使用自己的清单').waitFor();
    await first.getByText('关闭燃气总阀').waitFor();
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.getByTestId('list-give-up').click();
    await page.getByText('内置清单（本处未另设）').waitFor();
    await page.locator('[data-testid="list-version"][data-version="2"]').getByText('改回沿用上级').waitFor();
    await page.context().close();
  }, 60_000);
});

describe('notes and pictures', () => {
  it('go to every seat; a file that is no picture is named with the reason and holds nothing up', async () => {
    const [zhang, li] = [await sit('seat-1'), await sit('admin')];
    const { incident } = stage.fake.state.raise('smoke', { device: 'smoke-12-08' });
    await open(zhang, incident);
    await open(li, incident);
    await zhang.getByTestId('picture-file').setInputFiles([
      { name: '说明.png', mimeType: 'image/png', buffer: Buffer.from('no picture') },
      { name: '走廊.png', mimeType: 'image/png', buffer: PIXEL },
    ]);
    await zhang.getByTestId('sending').getByText('只接收 JPEG、PNG、WebP', { exact: false }).waitFor();
    await li.getByTestId('thumb').click();
    await li.getByTestId('picture-view').getByText('30.26000, 120.10000').waitFor();
    await zhang.getByTestId('send-drop').click();
    await zhang.getByTestId('sending').waitFor({ state: 'detached' });
    await zhang.context().close();
    await li.context().close();
  }, 60_000);

  it('that are still being typed survive a reload, and are gone when the person signs out', async () => {
    const page = await sit('seat-1');
    const { incident } = stage.fake.state.raise('smoke', { device: 'smoke-hall-9' });
    await open(page, incident);
    await page.getByTestId('note').fill('12 层无人');
    await page.getByTestId('incident-find').click();
    await page.getByTestId('verdict-false').click();
    await page.getByTestId('cause-steam').click();
    await page.getByTestId('judge-note').fill('厨房蒸汽');
    await page.reload();
    await page.getByText('已恢复上次未提交的内容').waitFor();
    expect(await page.getByTestId('note').inputValue()).toBe('12 层无人');
    await page.getByTestId('incident-find').click();
    expect(await page.getByTestId('judge-note').inputValue()).toBe('厨房蒸汽');
    await page.locator('[data-testid="cause-steam"][data-chosen="true"]').waitFor();
    await page.keyboard.press('Escape');
    const drafts = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('balefire.draft.')).length);
    expect(await drafts()).toBe(2);
    await page.getByTestId('person').click();
    await page.getByText('退出登录').click();
    await page.getByTestId('sign-in-login').waitFor();
    expect(await drafts()).toBe(0);
    await page.context().close();
  }, 60_000);
});

describe('a hand-over', () => {
  it('is shown on both seats until it is answered: declined with a reason, then accepted', async () => {
    const [zhang, li] = [await sit('seat-1'), await sit('admin')];
    const { incident, id } = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    await open(zhang, incident);
    await zhang.getByTestId('incident-take').click();
    const offer = async (words: string): Promise<void> => {
      await zhang.getByTestId('hand-over').click();
      await zhang.getByTestId('hand-to').click();
      await zhang.locator('.ant-select-dropdown').getByText('管理员甲', { exact: false }).click();
      await zhang.getByTestId('hand-words').fill(words);
      await zhang.getByTestId('hand-submit').click();
      await zhang.getByTestId('hand-withdraw').waitFor();
    };
    await offer('我去交班');
    const row = li.locator(`[data-testid="alarm-row"][data-alarm-id="${id}"]`);
    await row.getByTestId('hand-mark').getByText('移交给您').waitFor();
    stage.fake.skew(121_000);
    await row.locator('[data-testid="hand-mark"][data-late="true"]').getByText('移交未接收').waitFor();
    stage.fake.skew(0);
    await open(li, incident);
    await li.getByTestId('offer').getByText('我去交班').waitFor();
    await li.getByTestId('hand-decline').click();
    await li.getByTestId('reason').fill('另一起在处置');
    await li.getByTestId('reason-submit').getByText('谢绝').click();
    await zhang.getByTestId('hand-answered').getByText('另一起在处置', { exact: false }).waitFor();
    await zhang.getByTestId('incident-taken').getByText('值班员乙').waitFor();
    await offer('现在可以吗');
    await li.getByTestId('hand-accept').click();
    await zhang.getByTestId('incident-taken').getByText('管理员甲').waitFor();
    await zhang.context().close();
    await li.context().close();
  }, 60_000);

  it('asks at the head of the card, however much was told from the spot: the time to answer runs', async () => {
    const page = await sit('admin');
    const { state } = stage.fake;
    const { incident, id } = state.raise('smoke', { device: 'smoke-12-08' });
    const told = state.incidents.get(incident);
    const to = state.people.find(({ login }) => login === 'admin');
    if (told === undefined || to === undefined) throw new Error('neither the incident nor the person is there');
    const by = { by: 'seat-1', name: '值班员乙', from: '10.20.0.7', at: Date.now() };
    const saw = {
      ...by,
      captured: by.at,
      is: 'saw',
      saw: 'nothing',
      cause: null,
      note: '走廊无烟',
      position: null,
      distance: null,
      far: false,
    } as const;
    state.handle({
      ...told,
      taken: { ...by, reason: null },
      reports: Array.from({ length: 8 }, (_, nth) => ({ ...saw, id: `r${nth}` })),
      handOver: { ...by, to: { id: to.id, name: to.name }, words: '请接手', due: by.at + 120_000, answer: null },
    });
    await choose(page, id);
    const accept = page.getByTestId('hand-accept');
    await accept.waitFor();
    await page.getByText('走廊无烟').first().waitFor();
    const isInSight = await accept.evaluate((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    });
    expect(isInSight).toBe(true);
    await page.context().close();
  }, 60_000);
});

it('nothing was complained of', () => {
  expect(stage.complaints()).toEqual([]);
});
