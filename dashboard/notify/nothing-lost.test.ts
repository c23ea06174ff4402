// What is written is not lost: not to a colleague who saves the same roster or policy first, not to a name that is half typed.
import type { Page } from 'playwright-core';
import { accessFaults } from '../testing/access.ts';
import { testStage } from '../testing/browser.ts';

const stage = testStage();
const { sit } = stage;

/** A colleague saves it under the eyes of whoever is writing. */
function meanwhile(of: 'rosters' | 'policies' | 'channels', id: string, change: object): void {
  const list = stage.fake.state.notify[of] as { id: string; version: number }[];
  const at = list.findIndex((one) => one.id === id);
  const standing = list[at];
  if (!standing) throw new Error(`there is no ${id}`);
  list[at] = { ...standing, ...change, version: standing.version + 1 };
}

const save = (page: Page): Promise<void> => page.getByTestId('written-save').click();

it('a roster that a colleague saved meanwhile is not written over unasked, and what was typed stays until one decides', async () => {
  const page = await sit('admin', undefined, '/notify?tab=rosters&edit=roster-manager');
  await page.getByTestId('person-name').fill('我写的');
  meanwhile('rosters', 'roster-manager', { people: [{ id: 'p-chen', name: '同事写的', contacts: { phone: '13800002001' } }] });
  await save(page);
  await page.getByText('另一人 刚刚保存了第').waitFor();
  await page.getByTestId('written-behind').getByText('您填写的都还在').waitFor();
  expect(await page.getByTestId('person-name').inputValue()).toBe('我写的');
  expect(await page.evaluate(accessFaults)).toEqual([]);
  // Pressed again without a decision it is refused again.
  await save(page);
  await page.getByText('另一人 刚刚保存了第').waitFor();
  expect(stage.fake.state.notify.rosters.find(({ id }) => id === 'roster-manager')?.people[0]?.name).toBe('同事写的');
  await page.getByTestId('written-mine').click();
  await page.getByTestId('written-behind').waitFor({ state: 'detached' });
  await save(page);
  await page.locator('[data-roster="roster-manager"]').getByTestId('roster-person').getByText('我写的').waitFor();
  await page.context().close();
}, 40_000);

it('a policy can be taken as the colleague left it', async () => {
  const page = await sit('admin', undefined, '/notify?tab=policies&edit=policy-night');
  await page.getByTestId('policy-title-zh').fill('我的夜间策略');
  meanwhile('policies', 'policy-night', { title: { zh: '同事的夜间策略', en: 'theirs' } });
  await save(page);
  await page.getByTestId('written-theirs').click();
  await page.getByTestId('written-behind').waitFor({ state: 'detached' });
  expect(await page.getByTestId('policy-title-zh').inputValue()).toBe('同事的夜间策略');
  await page.getByTestId('policy-title-en').fill('Ours');
  await save(page);
  await page.locator('[data-policy="policy-night"]').getByText('同事的夜间策略').waitFor();
  await page.context().close();
}, 40_000);

it('a channel that a colleague saved meanwhile is not written over unasked, nor by its switch', async () => {
  const page = await sit('admin', undefined, '/notify?tab=channels');
  const card = page.locator('[data-channel="sms"]');
  await card.waitFor();
  meanwhile('channels', 'sms', { name: '同事的短信' });
  await card.getByTestId('channel-switch').click();
  await card.getByText('另一人 刚刚保存了第').waitFor();
  await card.getByText('同事的短信').waitFor();
  await card.getByTestId('channel-edit').click();
  await page.getByTestId('channel-name').fill('我的短信');
  meanwhile('channels', 'sms', { name: '同事的第二版' });
  await save(page);
  await page.getByTestId('written-behind').getByText('您填写的都还在').waitFor();
  expect(await page.getByTestId('channel-name').inputValue()).toBe('我的短信');
  await page.getByTestId('written-mine').click();
  await save(page);
  await card.getByText('我的短信').waitFor();
  await page.context().close();
}, 40_000);

it('a new roster in which nothing was typed is left without a question', async () => {
  const page = await sit('admin', undefined, '/notify?tab=rosters&edit=new');
  await page.getByTestId('written-cancel').click();
  await page.getByTestId('roster-new').waitFor();
  await page.context().close();
}, 40_000);

it('a template’s variable keeps its row while its name is for a moment that of another', async () => {
  const page = await sit('admin', undefined, '/notify?tab=channels&edit=sms');
  const names = page.locator('.pairs input[maxlength="32"]');
  await names.nth(1).waitFor();
  const first = await names.nth(0).inputValue();
  await names.nth(1).fill(first);
  await names.nth(1).press('End');
  await names.nth(1).pressSequentially('es');
  expect(await names.count()).toBe(2);
  expect(await names.nth(1).inputValue()).toBe(`${first}es`);
  await page.context().close();
}, 40_000);
