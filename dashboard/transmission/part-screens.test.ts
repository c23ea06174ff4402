// The page of a part behind a transmission device in a real browser: what can be asked of it, and what became of each question.
import type { Page } from 'playwright-core';
import { testStage } from '../testing/browser.ts';
import { TOWER_STATION } from '../testing/invented-panel.ts';

const stage = testStage();
const { sit } = stage;

/** The smoke head 3-25, as the fake gateway knows it. */
function smokeHead(): string {
  const part = stage.fake.state.transmission.parts.find((one) => one.part?.partAddress === '03001900');
  if (part === undefined) throw new Error('no part 3-25');
  return `/devices/${encodeURIComponent(part.id)}`;
}
const answer = (page: Page, command: string, state: string) =>
  page.getByTestId('ask-part').locator(`[data-testid="command-row"][data-command="${command}"][data-state="${state}"]`);
/** The next question to its transmission device. */
const asked = (page: Page): Promise<unknown> =>
  page
    .waitForRequest((request) => request.method() === 'POST' && request.url().endsWith(`/devices/${TOWER_STATION}/commands`))
    .then((request) => request.postDataJSON());

describe('a part', () => {
  afterEach(() => stage.fake.state.transmission.silentTo.clear());

  it('is asked for its state and its configuration through its device, by its own address, and the answers stand beside', async () => {
    const page = await sit('seat-1', undefined, smokeHead());
    const args = { systemType: 1, systemAddress: 0, partAddress: 3 + 25 * 65_536 };
    const state = asked(page);
    await page.getByTestId('ask-state').getByText('读状态').click();
    expect(await state).toEqual({ command: 'read-part-state', arguments: args });
    await answer(page, 'read-part-state', 'done').getByText('已答复').waitFor();
    await answer(page, 'read-part-state', 'done').getByText('正常运行', { exact: false }).waitFor();
    const configuration = asked(page);
    await page.getByTestId('ask-configuration').click();
    expect(await configuration).toEqual({ command: 'read-part-configuration', arguments: args });
    await answer(page, 'read-part-configuration', 'done')
      .getByTestId('command-result')
      .getByText('12层05室感烟', { exact: false })
      .waitFor();
    expect(await answer(page, 'read-part-state', 'done').count()).toBe(1);
    await page.context().close();
  });

  it('that is not answered for, or has nothing to tell, says so, and is asked again', async () => {
    const page = await sit('seat-1', undefined, smokeHead());
    stage.fake.state.transmission.silentTo.add('read-analogue');
    await page.getByTestId('ask-analogue').getByText('读模拟量').click();
    await answer(page, 'read-analogue', 'failed').getByText('装置无应答').waitFor();
    stage.fake.state.transmission.silentTo.clear();
    await page.getByTestId('ask-analogue').click();
    await answer(page, 'read-analogue', 'done').getByText('没有给出数据', { exact: false }).waitFor();
    stage.fake.failing.add(`/devices/${TOWER_STATION}/commands`);
    await page.getByTestId('ask-analogue').click();
    await page.getByTestId('ask-part').getByText('系统繁忙', { exact: false }).waitFor();
    await page.context().close();
  });

  it('of another place on the same device has answers of its own', async () => {
    const other = stage.fake.state.transmission.parts.find((one) => one.part?.partAddress === '03001a00');
    const page = await sit('seat-1', undefined, `/devices/${encodeURIComponent(other?.id ?? '')}`);
    await page.getByTestId('ask-state').waitFor();
    expect(await page.getByTestId('command-row').count()).toBe(0);
    await page.context().close();
  });

  it('is asked nothing by who may not command', async () => {
    const page = await sit('watch', undefined, smokeHead());
    await page.getByTestId('part-standing').waitFor();
    expect(await page.getByTestId('ask-part').count()).toBe(0);
    await page.context().close();
  });
});

describe('an alarm of a part', () => {
  it('tells loop and point on the board; the card says of what, and goes there', async () => {
    const part = stage.fake.state.transmission.parts.find((one) => one.kind === 'callpoint');
    const alarm = stage.fake.state.raise('part', { device: part?.id ?? '' });
    const page = await sit('auditor');
    const row = page.locator(`[data-testid="alarm-row"][data-alarm-id="${alarm.id}"]`);
    await row.getByTestId('alarm-part-number').getByText('1-14', { exact: true }).waitFor();
    await row.click();
    const standing = page.getByTestId('alarm-part');
    await standing.getByText('手动火灾报警按钮').waitFor();
    await standing.getByText('火灾报警系统 0').waitFor();
    expect(await standing.getByRole('link').count()).toBe(1);
    stage.fake.state.put({ ...alarm, closed: true, closedAt: Date.now() });
    await page.context().close();
  });
});

describe('a system', () => {
  it('is asked for its state, and for no analogue value', async () => {
    const system = stage.fake.state.transmission.parts.find((one) => one.part?.partType === null);
    const page = await sit('seat-1', undefined, `/devices/${encodeURIComponent(system?.id ?? '')}`);
    const state = asked(page);
    await page.getByTestId('ask-state').click();
    expect(await state).toEqual({ command: 'read-system-state', arguments: { systemType: 1, systemAddress: 0 } });
    expect(await page.getByTestId('ask-analogue').count()).toBe(0);
    await page.context().close();
  });
});

describe('all of these screens', () => {
  it('asked nothing of another origin, threw nothing, and kept the strict policy', () => {
    expect(stage.complaints()).toEqual([]);
  });
});
