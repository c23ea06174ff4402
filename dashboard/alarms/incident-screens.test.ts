// Handling an incident, shelving and isolating in a real browser: who has it, what it was, who agrees, and what stays in sight.
import type { Page } from 'playwright-core';
import { accessFaults } from '../testing/access.ts';
import { choose, rowOf, testStage } from '../testing/browser.ts';

const stage = testStage();
const { sit } = stage;

describe('an incident', () => {
  it('is taken, found false by one, agreed to by another, and closed', async () => {
    const [zhang, li] = [await sit('seat-1'), await sit('admin')];
    const first = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    stage.fake.state.raise('smoke', { device: 'smoke-12-08' });
    await choose(zhang, first.id);
    await zhang.getByTestId('incident-evidence').and(zhang.locator('[data-sure="fair"]')).waitFor();
    await zhang.getByTestId('incident-take').click();
    await zhang.getByTestId('incident-taken').waitFor();
    await choose(li, first.id);
    await li.getByTestId('incident-taken').waitFor();
    // Another may not decide while somebody has it.
    expect(await li.getByTestId('incident-find').count()).toBe(0);

    await zhang.getByTestId('incident-find').click();
    await zhang.getByTestId('verdict-false').click();
    await zhang.getByTestId('cause-steam').click();
    await zhang.getByTestId('judge-submit').click();
    await zhang.getByTestId('incident-proposed').getByText('须另一人复核', { exact: false }).waitFor();
    expect(await zhang.getByTestId('incident-second').count()).toBe(0);
    await li.getByTestId('incident-second').click();
    await li.getByTestId('incident-state').getByText('误报').waitFor();
    await zhang.getByTestId('incident-close').click();
    await li.getByTestId('incident-state').getByText('已关闭').waitFor();
    await li.getByText('事件全过程').click();
    await li.getByText('本事件的警情').or(li.getByLabel('本事件的警情')).first().waitFor();
    await zhang.context().close();
    await li.context().close();
  }, 60_000);

  it('that is a fire goes its course, step by step', async () => {
    const page = await sit('seat-1');
    const alarm = stage.fake.state.raise('smoke', { device: 'smoke-hall-9' });
    await choose(page, alarm.id);
    await page.getByTestId('incident-find').click();
    await page.getByTestId('verdict-real').click();
    await page.getByTestId('judge-submit').click();
    await page.getByTestId('incident-state').getByText('确认火警').waitFor();
    expect(await page.getByTestId('incident-close').count()).toBe(0);
    for (const [step, word] of [
      ['respond', '处置中'],
      ['control', '已控制'],
      ['out', '已扑灭'],
    ] as const) {
      await page.getByTestId(`incident-${step}`).click();
      await page.getByTestId('incident-state').getByText(word).waitFor();
    }
    await page.getByTestId('incident-close').waitFor();
    await page.context().close();
  }, 60_000);

  it('stays in sight when its last alarm is closed, and is closed and opened again from its page', async () => {
    const page = await sit('seat-1');
    const alarm = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    await choose(page, alarm.id);
    await page.getByTestId('incident-find').click();
    await page.getByTestId('verdict-real').click();
    await page.getByTestId('judge-submit').click();
    for (const step of ['respond', 'control', 'out']) await page.getByTestId(`incident-${step}`).click();
    await page.getByTestId('incident-state').getByText('已扑灭').waitFor();
    stage.fake.state.put({ ...alarm, closed: true, closedAt: Date.now() });
    await rowOf(page, alarm.id).waitFor({ state: 'detached' });
    const unclosed = page.getByTestId('unclosed');
    await unclosed.locator('summary').click();
    await unclosed.locator(`a[href="/incidents/${alarm.incident}"]`).click();
    await page.getByTestId('incident-close').click();
    await page.getByTestId('incident-reopen').waitFor();
    await page.reload();
    await page.getByTestId('incident-reopen').waitFor();
    await page.goto(stage.fake.url);
    await page.getByTestId('lamps').waitFor();
    expect(await unclosed.locator(`a[href="/incidents/${alarm.incident}"]`).count()).toBe(0);
    await page.context().close();
  }, 60_000);

  it('stands with what is being asked, at the seat and on the spot, while the whole state is told anew and has not come to it', async () => {
    const page = await sit('seat-1');
    const { state } = stage.fake;
    const alarm = state.raise('smoke', { device: 'smoke-8-01' });
    await choose(page, alarm.id);
    await page.getByText('原始证据').waitFor();
    await page.getByTestId('incident-find').click();
    await page.getByTestId('judge-note').fill('厨房');
    const phone = await stage.sit('admin', { width: 390, height: 844 }, `/alarms/${alarm.id}`);
    await phone.getByTestId('field-describe').click();
    await phone.getByTestId('saw-note').fill('楼梯间有烟');
    const goOn = stage.fake.holdBack();
    stage.fake.skipOne();
    state.raise('battery', { device: 'smoke-12-08' });
    state.raise('battery', { device: 'smoke-12-05' });
    await rowOf(page, alarm.id).waitFor({ state: 'detached' });
    await phone.getByTestId('lamp-fire').getByText('0', { exact: true }).waitFor();
    expect(await page.getByTestId('judge-note').inputValue()).toBe('厨房');
    expect(await phone.getByTestId('saw-note').inputValue()).toBe('楼梯间有烟');
    goOn();
    await phone.getByTestId('saw-real').click();
    await phone.getByTestId('describe-submit').click();
    await phone.getByTestId('describe-submit').waitFor({ state: 'detached' });
    await phone.context().close();
    await rowOf(page, alarm.id).waitFor();
    await page.getByTestId('verdict-real').click();
    await page.getByTestId('judge-submit').click();
    await page.getByTestId('incident-state').getByText('确认火警').waitFor();
    await page.context().close();
  }, 60_000);
});

describe('what quiets an alarm', () => {
  it('proposes a shelf for a point that chatters, with the reason filled in', async () => {
    const { state } = stage.fake;
    const made = state.raise('pressure', { device: 'hydrant-1' });
    const alarm = state.put({ ...made, class: 'fault', times: 7, chattersSince: Date.now() });
    const page = await stage.sit('admin', { width: 1366, height: 768 }, `/alarms/${alarm.id}`);
    await page.getByTestId('chatter-offer').getByTestId('chatter-15').click();
    expect(await page.getByTestId('shelve-reason').inputValue()).toBe('抖动');
    await page.getByTestId('shelve-submit').click();
    await page.getByTestId('quiet-line').getByText('抖动').waitFor();
    expect(state.alarms.get(alarm.id)?.shelved?.until).toBeLessThan(Date.now() + 16 * 60_000);
    await page.getByTestId('chatter-offer').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('says of a fire that nobody verified within three minutes to call 119, until somebody goes to look', async () => {
    const fire = stage.fake.state.raise('smoke', { device: 'smoke-9-05', ago: 180_000 });
    const phone = await stage.sit('admin', { width: 390, height: 844 }, `/alarms/${fire.id}`);
    await phone.getByTestId('call-119').getByText('超过 3 分钟未核实：建议拨打 119').waitFor();
    expect(await phone.locator('a[href="tel:119"]').count()).toBe(1);
    const page = await stage.sit('admin', { width: 1366, height: 768 }, `/alarms/${fire.id}`);
    await page.locator(`[data-alarm-id="${fire.id}"]`).getByTestId('call-119-mark').waitFor();
    await page.keyboard.press('F4');
    for (const one of [page, phone]) await one.getByTestId('call-119').waitFor({ state: 'detached' });
    await page
      .getByTestId('call-119-mark')
      .and(page.locator(`[data-alarm-id="${fire.id}"] *`))
      .waitFor({ state: 'detached' });
    await page.context().close();
    await phone.context().close();
  });

  it('shelves it with a reason and shows until when, and takes it back', async () => {
    const page = await sit('seat-1');
    const alarm = stage.fake.state.raise('battery', { device: 'smoke-12-05' });
    await choose(page, alarm.id);
    await page.getByTestId('shelve').click();
    expect(await page.getByTestId('shelve-submit').isDisabled()).toBe(true);
    await page.getByTestId('shelve-reason').fill('已报修');
    await page.getByTestId('shelve-submit').click();
    await page.getByTestId('quiet-line').getByText('已报修', { exact: false }).waitFor();
    await rowOf(page, alarm.id).getByText('已搁置').waitFor();
    await page.getByTestId('unshelve').click();
    await rowOf(page, alarm.id).getByText('已搁置').waitFor({ state: 'detached' });
    await page.context().close();
  }, 60_000);

  it('shelves it until the signal restores, where that is sooner', async () => {
    const page = await sit('seat-1');
    const alarm = stage.fake.state.raise('battery', { device: 'smoke-12-08' });
    await choose(page, alarm.id);
    await page.getByTestId('shelve').click();
    await page.getByTestId('shelve-for-480').click();
    await page.getByRole('checkbox', { name: '信号恢复即结束搁置，最迟到上述时间' }).check();
    await page.getByTestId('shelve-reason').fill('等人换电池');
    await page.getByTestId('shelve-submit').click();
    await page.getByTestId('quiet-line').getByText('已搁置到信号恢复', { exact: false }).waitFor();
    stage.fake.state.restore(alarm.id);
    await rowOf(page, alarm.id).getByText('已搁置').waitFor({ state: 'detached' });
    await page.getByTestId('shelve').click();
    await page.getByTestId('shelve-submit').waitFor();
    expect(await page.getByTestId('shelve-once').count()).toBe(0);
    await page.context().close();
  }, 60_000);

  it('offers no shelf for a fire, isolates it with who allowed it, and keeps it in a list until it is ended', async () => {
    const page = await sit('admin');
    const alarm = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    await choose(page, alarm.id);
    await page.getByTestId('isolate').waitFor();
    expect(await page.getByTestId('shelve').count()).toBe(0);
    await page.getByTestId('isolate').click();
    await page.getByTestId('isolate-reason').fill('更换探头');
    // As much as the gateway takes of it: more would be refused.
    expect(await page.getByTestId('isolate-authority').getAttribute('maxlength')).toBe('80');
    await page.getByTestId('isolate-authority').fill('王经理');
    await page.getByTestId('isolate-submit').click();
    await rowOf(page, alarm.id).getByText('屏蔽').waitFor();
    await page.getByTestId('quiet-line').getByText('此点处于屏蔽中').click();
    const card = page.getByTestId('isolation');
    await card.getByText('更换探头').waitFor();
    await card.getByTestId('isolation-end').click();
    await page.getByText('没有屏蔽').waitFor();
    await page.context().close();
  }, 60_000);
});

describe('what stands around an alarm', () => {
  const WIDE = { width: 1920, height: 1080 };
  const asksAround = (page: Page) => page.waitForRequest((request) => request.url().includes('/surroundings?'));

  it('is a rail beside the card on a wide screen: floors one over the other, feedback, water, what is near, each a way to its device', async () => {
    const page = await sit('seat-1', WIDE);
    const alarm = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    await choose(page, alarm.id);
    const rail = page.getByTestId('surroundings');
    await rail.getByTestId('beside-near').getByText('直线距离').waitFor();
    const levels = await rail.locator('[data-testid^="level-"]').all();
    expect(await Promise.all(levels.map((one) => one.getAttribute('data-where')))).toEqual(['above', 'here', 'below']);
    expect(await levels[0]?.textContent()).toMatch(/^13层/);
    const own = rail.getByTestId('level-here').locator('[data-device-id="smoke-12-05"]');
    expect([await own.getAttribute('aria-current'), await own.getAttribute('href')]).toEqual(['true', '/devices/smoke-12-05']);
    expect(await rail.getByTestId('feedback-fan').textContent()).toMatch(
      /2 \/ 12 动作或异常[\s\S]*1 点静默[\s\S]*屋顶排烟风机[\s\S]*启动故障/,
    );
    expect(await rail.getByTestId('feedback-door').textContent()).toMatch(/64 台均未动作[\s\S]*3 点静默/);
    expect(await rail.locator('[data-device-id="beside-前室正压送风机"]').getAttribute('class')).toContain('hatched');
    expect(await rail.getByTestId('top-pressure').textContent()).toMatch(/0\.052[\s\S]*偏低/);
    expect(await rail.getByTestId('beside-near').textContent()).toMatch(/松涛路取水码头东 640 m/);
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await rail.getByTestId('level-here').getByRole('link', { name: '12层', exact: false }).first().click();
    await page.waitForURL(/\/(plans|estate)/);
    await page.context().close();
  }, 60_000);

  it('is asked for anew when the incident changes; what cannot be had is hatched, says so, and moves nothing of the card', async () => {
    const page = await sit('seat-1', WIDE);
    const alarm = stage.fake.state.raise('smoke', { device: 'smoke-hall-9' });
    await choose(page, alarm.id);
    const body = page.getByTestId('surroundings-body');
    await body.and(page.locator('[data-old="false"]')).getByTestId('level-here').waitFor();
    const head = () => page.getByTestId('incident').boundingBox();
    const before = await head();
    stage.fake.failing.add(`/incidents/${alarm.incident}/surroundings`);
    const asked = asksAround(page);
    stage.fake.state.raise('smoke', { device: 'smoke-hall-9' });
    await asked;
    await body.and(page.locator('[data-old="true"]')).getByRole('alert').waitFor();
    await body.getByText('数据可能过期').waitFor();
    expect(await body.getByTestId('level-here').isVisible()).toBe(true);
    const after = await head();
    expect([after?.x, after?.y, after?.width]).toEqual([before?.x, before?.y, before?.width]);
    stage.fake.failing.clear();
    // It may have come by itself in this moment: then there is nothing to press any more.
    await body.evaluate((one) => one.querySelector<HTMLElement>('[role="alert"] button')?.click());
    await body.and(page.locator('[data-old="false"]')).waitFor();
    await page.context().close();
  }, 60_000);

  it('is a section of the card on a small screen, below how sure: folded, and asked for when it is opened', async () => {
    const page = await sit('seat-1');
    const alarm = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/surroundings?')) asked.push(request.url());
    });
    await choose(page, alarm.id);
    const section = page.getByTestId('surroundings');
    await section.waitFor();
    await page.getByText('原始证据').waitFor();
    expect([await section.getAttribute('open'), asked]).toEqual([null, []]);
    await section.locator('summary').click();
    await section.getByTestId('level-here').waitFor();
    expect(asked).toHaveLength(1);
    await page.context().close();
  }, 60_000);
});

it('nothing was complained of', () => {
  expect(stage.complaints()).toEqual([]);
});
