// What counts for a link and where it comes from; and setting it, in a real browser.
import type { Page } from 'playwright-core';
import { testStage } from '../testing/browser.ts';
import { STORE_STATION, TOWER_STATION } from '../testing/invented-panel.ts';
import { minutesText } from './link-settings.ts';

describe('a time of the link', () => {
  it('is read in minutes and seconds', () => {
    expect([45, 60, 90, 3_600, 7_200].map(minutesText)).toEqual(['45 s', '1 min', '1 min 30 s', '60 min', '120 min']);
  });
});

describe('the settings of a link', () => {
  const stage = testStage();

  async function pageOf(device: string, login: string): Promise<Page> {
    const page = await stage.sit(login, undefined, `/devices/${device}`);
    await page.getByTestId('link-state').waitFor();
    return page;
  }
  async function open(device = TOWER_STATION): Promise<Page> {
    const page = await pageOf(device, 'admin');
    await page.getByTestId('link-settings').click();
    return page;
  }
  const ours = () => stage.fake.state.parameters.filter((one) => one.scope === TOWER_STATION);

  it('say what counts and who set it: a place by its name, or the default', async () => {
    const page = await open();
    await page.getByTestId('setting-inspectionCycle-now').getByText('30 min 30 s').waitFor();
    expect(await page.getByTestId('setting-inspectionCycle-from').textContent()).toBe('“松涛家园”设定');
    expect(await page.getByTestId('setting-answerTimeout-from').textContent()).toBe('默认值');
    expect(await page.getByTestId('setting-idleLimit-now').textContent()).toBe('1 min');
    await page.context().close();
  });

  it('are set for the device alone, what did not change stays, and are taken away again', async () => {
    const page = await open();
    await page.getByTestId('setting-inspectionCycle-own').click();
    await page.getByTestId('setting-inspectionCycle-value-minutes').fill('15');
    await page.getByTestId('setting-inspectionCycle-value-seconds').fill('');
    const asked: unknown[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PUT') asked.push(request.postDataJSON());
    });
    await page.getByTestId('link-settings-save').click();
    await page.getByText('链路设置已保存').waitFor();
    expect(asked).toEqual([{ scope: TOWER_STATION, name: 'inspectionCycle', value: 900 }]);

    await page.getByTestId('link-settings').click();
    await page.getByTestId('setting-inspectionCycle-from').getByText('本装置设定').waitFor();
    await page.getByTestId('setting-inspectionCycle-own').click();
    await page.getByTestId('setting-inspectionCycle').getByText('保存后改用').waitFor();
    const taken = page.waitForResponse((response) => response.request().method() === 'PUT');
    await page.getByTestId('link-settings-save').click();
    expect((await taken).ok()).toBe(true);
    expect(asked.at(-1)).toEqual({ scope: TOWER_STATION, name: 'inspectionCycle', value: null });
    expect(ours()).toEqual([]);
    await page.context().close();
  });

  it('are refused at their field, by the screen and by the gateway, and what was right is kept', async () => {
    const page = await open();
    await page.getByTestId('setting-resends-own').click();
    await page.getByTestId('setting-resends-value').fill('99');
    await page.getByTestId('setting-idleLimit-own').click();
    // 90 s written as seconds are 90 s.
    await page.getByTestId('setting-idleLimit-value-minutes').fill('0');
    await page.getByTestId('setting-idleLimit-value-seconds').fill('90');
    await page.getByTestId('link-settings-save').click();
    await page.getByTestId('setting-resends').getByText('超出范围').waitFor();
    expect(ours()).toEqual([]);
    await page.getByTestId('setting-resends-value').fill('5');
    await page.getByTestId('setting-answerTimeout-own').click();
    await page.getByTestId('setting-answerTimeout-value').fill('13');
    await page.getByTestId('link-settings-save').click();
    await page.getByTestId('setting-answerTimeout').getByText('不能是 13').waitFor();
    await page.getByTestId('setting-idleLimit-now').getByText('1 min 30 s').waitFor();
    expect(ours().map(({ name, value }) => [name, value])).toEqual([
      ['resends', 5],
      ['idleLimit', 90],
    ]);
    stage.fake.failing.add('/parameters');
    await page.getByTestId('setting-answerTimeout-value').fill('20');
    await page.getByTestId('link-settings-save').click();
    const refusal = page.getByRole('dialog').getByText('系统繁忙', { exact: false }).first();
    await refusal.waitFor();
    // Above the buttons, and not at the end of a form that is longer than the screen.
    const isInSight = await refusal.evaluate((one) => {
      const { left, top, height } = one.getBoundingClientRect();
      return one.contains(document.elementFromPoint(left + 4, top + height / 2));
    });
    expect(isInSight).toBe(true);
    expect(await page.getByTestId('setting-answerTimeout-value').inputValue()).toBe('20');
    stage.fake.failing.clear();
    await page.getByTestId('link-settings-save').click();
    await page.getByText('链路设置已保存').waitFor();
    expect(ours()).toHaveLength(3);
    const { parameters } = stage.fake.state;
    parameters.splice(0, parameters.length, ...parameters.filter((one) => one.scope !== TOWER_STATION));
    await page.context().close();
  });

  it('say that they cannot be asked for, and are there again', async () => {
    const page = await pageOf(STORE_STATION, 'admin');
    stage.fake.failing.add(`/devices/${STORE_STATION}/link`);
    await page.getByTestId('link-settings').click();
    await page.getByRole('dialog').getByTestId('failed').waitFor();
    stage.fake.failing.clear();
    await page.getByRole('dialog').getByRole('button', { name: '重试' }).click();
    await page.getByTestId('setting-inspectionCycle-now').getByText('60 min').waitFor();
    await page.context().close();
  });

  it('are nothing for who may not set them', async () => {
    const page = await pageOf(TOWER_STATION, 'seat-1');
    expect(await page.getByTestId('link-settings').count()).toBe(0);
    await page.context().close();
  });

  it('asked nothing of another origin, threw nothing, and kept the strict policy', () => {
    expect(stage.complaints()).toEqual([]);
  });
});
