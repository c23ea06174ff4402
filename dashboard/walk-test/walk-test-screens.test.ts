// Walk tests in a real browser: begun, points as they come, ended by hand and by a fire; each screen, language and theme.
import { testStage } from '../testing/browser.ts';
import { LOOKS, overflow, SIZES, wear } from '../testing/looks.ts';

const stage = testStage();
const { sit } = stage;

describe('a walk test', () => {
  it('is led to from the card of a device, with the place in which it stands', async () => {
    const page = await sit('admin', { width: 390, height: 844 }, '/devices/smoke-12-05');
    await page.getByTestId('test-here').click();
    await page.getByTestId('walk-test-start').and(page.locator(':enabled')).waitFor();
    await page.getByTestId('walk-test-place').getByText('12层', { exact: false }).waitFor();
    await page.context().close();
  });

  it('is begun for a building, shows each point as it comes, stands on every screen, and ends after a second yes', async () => {
    const page = await sit('admin', { width: 390, height: 844 }, '/walk-test');
    await page.getByTestId('walk-test-begin').waitFor();
    expect(await page.getByTestId('walk-test-start').isDisabled()).toBe(true);
    await page.getByTestId('walk-test-place').click();
    await page.keyboard.type('3号楼');
    await page.keyboard.press('Enter');
    await page.getByTestId('walk-test-minutes-60').click();
    const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/walk-tests'));
    await page.getByTestId('walk-test-start').click();
    expect((await asked).postDataJSON()).toEqual({ place: 'tower', minutes: 60, callPoints: false });
    await page.getByText('等待第一只探测器').waitFor();
    expect(await page.getByTestId('walk-test-left').textContent()).toMatch(/^(59:\d\d|1:00:00)$/);
    const { walkTests } = stage.fake.state;
    const [first, second] = walkTests.tests[0]?.untested ?? [];
    walkTests.setOff(first?.id ?? '');
    await page
      .getByTestId('walk-test-latest')
      .getByText(first?.name ?? '', { exact: true })
      .waitFor();
    walkTests.setOff(second?.id ?? '');
    await page
      .getByTestId('walk-test-latest')
      .getByText(second?.name ?? '', { exact: true })
      .waitFor();
    await page
      .getByTestId('walk-test-tested')
      .getByText(first?.name ?? '')
      .waitFor();
    await page.goto(`${stage.fake.url}/estate`);
    await page.getByTestId('walk-test-band').getByText('此处报警按演练处理', { exact: false }).waitFor();
    await page.getByTestId('walk-test-band').getByRole('link').click();
    await page.getByTestId('walk-test-end').click();
    await page.getByRole('tooltip').getByRole('button', { name: '结束测试' }).click();
    await page.getByTestId('walk-test-past').getByText('已测 2', { exact: false }).waitFor();
    await page.getByTestId('walk-test-band').waitFor({ state: 'detached' });
    await page.context().close();
  }, 60_000);

  it('that a fire ended says so on every screen', async () => {
    const { walkTests } = stage.fake.state;
    const { id } = walkTests.begin('tower', 30, false, '陈技师');
    walkTests.end(id, 'second-detector');
    const page = await sit('seat-1', undefined, '/');
    const band = page.getByTestId('walk-test-band');
    await band.getByText('被火警中止', { exact: false }).waitFor();
    expect(await band.getAttribute('data-band')).toBe('fire');
    await page.context().close();
    walkTests.tests.splice(0);
  }, 40_000);

  it.each(SIZES)(
    'fits on %i × %i, in both languages and themes',
    async (width, height) => {
      const { walkTests } = stage.fake.state;
      walkTests.begin('tower', 30, false, '陈技师');
      for (const { id } of walkTests.tests[0]?.untested.slice(0, 4) ?? []) walkTests.setOff(id);
      for (const { language, theme } of LOOKS) {
        const page = await sit('admin', { width, height }, '/walk-test');
        await wear(page, { language, theme });
        await page.goto(`${stage.fake.url}/walk-test`);
        await page.getByTestId('walk-test-latest').waitFor();
        await page.getByTestId('walk-test-band').waitFor();
        const sideways = await overflow(page, '.walk-test, .walk-test-band');
        expect([language, theme, ...sideways]).toEqual([language, theme, 0, 0]);
        const folder = process.env['BALEFIRE_PICTURES'];
        if (folder) await page.screenshot({ path: `${folder}/walk-test-${width}-${language}-${theme}.png` });
        await page.context().close();
      }
      walkTests.tests.splice(0);
      expect(stage.complaints()).toEqual([]);
    },
    90_000,
  );
});
