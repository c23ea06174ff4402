// The quality of alarms in a real browser: figures and what is thought acceptable, groups, times, and each screen and language.
import { testStage } from '../testing/browser.ts';
import { LOOKS, overflow, SIZES, wear } from '../testing/looks.ts';

const stage = testStage();
const { sit } = stage;

describe('the quality of alarms', () => {
  it('shows the figures, says which are high, and asks for the span that was chosen', async () => {
    const page = await sit('seat-1', undefined, '/quality');
    await page.getByTestId('figure-alarms').getByText('312').waitFor();
    expect(await page.getByTestId('figure-peak').getAttribute('data-loud')).toBe('true');
    await page.getByTestId('figure-peak').getByText('偏高').waitFor();
    expect(await page.getByTestId('figure-average').getAttribute('data-loud')).toBe('false');
    await page.getByText('另有演练 17 条', { exact: false }).waitFor();
    const asked = page.waitForRequest((request) => request.url().includes('/alarm-quality'));
    await page.getByTestId('quality-days').getByText('30 天').click();
    const query = new URL((await asked).url()).searchParams;
    expect(Number(query.get('to')) - Number(query.get('from'))).toBe(30 * 86_400_000);
    await page.context().close();
  }, 40_000);

  it('leads from a device to its page, and names who acknowledged, and what nobody did', async () => {
    const page = await sit('seat-1', undefined, '/quality');
    expect(await page.getByTestId('quality-device').first().getAttribute('href')).toBe('/devices/device-0');
    await page.getByTestId('quality-tab-seats').click();
    await page.getByText('无人确认').waitFor();
    await page.getByTestId('quality-tab-transmission').click();
    await page.getByText('凭记忆，待核对', { exact: false }).waitFor();
    await page.context().close();
  }, 40_000);

  it('says what went wrong, and comes back', async () => {
    stage.fake.failing.add('/alarm-quality');
    const page = await sit('seat-1', undefined, '/quality');
    await page.getByTestId('failed').waitFor();
    stage.fake.failing.clear();
    await page.getByTestId('failed').getByRole('button').click();
    await page.getByTestId('figure-alarms').waitFor();
    await page.context().close();
  }, 40_000);

  it.each(SIZES)(
    'fits on %i × %i, in both languages and themes, with nothing cut off',
    async (width, height) => {
      for (const { language, theme } of LOOKS) {
        const page = await sit('seat-1', { width, height }, '/quality');
        await wear(page, { language, theme });
        for (const tab of ['devices', 'transmission']) {
          await page.goto(`${stage.fake.url}/quality?tab=${tab}`);
          await page.getByTestId('figure-verify').waitFor();
          await page.getByTestId(`quality-tab-${tab}`).waitFor();
          const sideways = await overflow(page, '.figure');
          expect([language, theme, tab, ...sideways]).toEqual([language, theme, tab, 0, 0]);
          const folder = process.env['BALEFIRE_PICTURES'];
          if (folder) await page.screenshot({ path: `${folder}/quality-${tab}-${width}-${language}-${theme}.png` });
        }
        await page.context().close();
      }
      expect(stage.complaints()).toEqual([]);
    },
    90_000,
  );
});
