// Who was told of an incident, in a real browser: each person and try, failures in words, from the board and by itself anew.
import { accessFaults } from '../testing/access.ts';
import { choose, testStage } from '../testing/browser.ts';
import { inventedNotices } from '../testing/fake-telling.ts';

const stage = testStage();
const { sit } = stage;

function anIncident() {
  const { state } = stage.fake;
  const alarm = state.raise('smoke', { device: 'smoke-12-05' });
  const incident = state.incidents.get(alarm.incident);
  if (!incident) throw new Error('no incident');
  return { alarm, incident, tell: () => state.telling.notices.set(incident.id, inventedNotices(incident.id, incident.began)) };
}

describe('who was told', () => {
  it('is a press away from the alarm, with each person, by what, how soon, and why somebody was not reached', async () => {
    const { alarm, incident, tell } = anIncident();
    tell();
    const page = await sit('seat-1');
    await choose(page, alarm.id);
    await page.getByTestId('told-link').click();
    await page.waitForURL(`**/incidents/${incident.id}#told`);
    const told = page.getByTestId('told');
    const zhang = told.locator('[data-testid="told-person"][data-name="张工"]');
    await zhang.getByText('✓ 短信通道 · 2 s 内送达').waitFor();
    await zhang.getByText('已并入', { exact: false }).waitFor();
    await zhang.getByText('3 次发送').click();
    await zhang.getByText('签名不对，请检查密钥', { exact: false }).waitFor();
    const li = told.locator('[data-testid="told-person"][data-name="李主任"]');
    await li.getByText('未能通知到').waitFor();
    await li.getByText('各通知方式均失败：号码是空号').waitFor();
    await told.getByText('发送中 手机推送 → 短信').waitFor();
    expect(await page.evaluate(accessFaults)).toEqual([]);
    await page.context().close();
  }, 60_000);

  it('says that nobody was told yet, and shows by itself what was told after', async () => {
    const { incident, tell } = anIncident();
    stage.fake.state.telling.notices.clear();
    const page = await sit('seat-1', { width: 390, height: 844 }, '/');
    await page.goto(`${stage.fake.url}/incidents/${incident.id}`);
    await page.getByText('尚未通知任何人').waitFor();
    stage.fake.state.telling.foldedBefore = 9_500;
    tell();
    await page.getByTestId('told-counts').getByText('未送达 1').waitFor();
    // Of a flood the latest are listed, and it says how many more there are.
    await page.getByTestId('told-more').getByText('9500').waitFor();
    stage.fake.state.telling.foldedBefore = 0;
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.context().close();
  }, 60_000);

  it('says in words that it could not be asked for', async () => {
    const { incident } = anIncident();
    const page = await sit('seat-1');
    stage.fake.failing.add(`/incidents/${incident.id}/notices`);
    await page.goto(`${stage.fake.url}/incidents/${incident.id}`);
    await page.getByTestId('told').getByText('系统繁忙，请稍后再试').waitFor();
    await page.context().close();
  }, 60_000);
});

it('an answer by link comes to the board by itself, with the name and what was said', async () => {
  const { alarm, incident } = anIncident();
  const page = await sit('seat-1');
  await choose(page, alarm.id);
  await page.getByTestId('incident-evidence').waitFor();
  expect(await page.getByTestId('incident-answers').count()).toBe(0);
  const answers = [{ by: 'zhang', name: '张工', at: Date.now(), from: '10.20.0.9', answer: 'going' as const }];
  stage.fake.state.handle({ ...(stage.fake.state.incidents.get(incident.id) ?? incident), answers });
  await page.getByTestId('incident-answers').getByText('张工 · 去现场').waitFor();
  await page.context().close();
}, 60_000);

it('nothing was complained of', () => {
  expect(stage.complaints()).toEqual([]);
});
