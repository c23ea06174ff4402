// The evidence of an incident in a real browser: the file comes down, and a refusal is said in words.
import { readFileSync } from 'node:fs';
import { choose, testStage } from '../testing/browser.ts';

const stage = testStage();
const { sit } = stage;

describe('exporting the evidence of an incident', () => {
  it('saves the file under the name of the incident, and says why where the gateway refuses', async () => {
    const page = await sit();
    const alarm = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    await choose(page, alarm.id);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出证据包' }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe(`evidence-${alarm.incident}.zip`);
    expect(readFileSync(await file.path(), 'utf8')).toBe(`the evidence of ${alarm.incident}`);
    stage.fake.failing.add('/incidents');
    await page.getByTestId('export-evidence').click();
    const refusal = page.getByRole('alert').getByText('系统繁忙，请稍后再试');
    await refusal.waitFor();
    // The button is the last of the card: what it was refused with must not lie below the edge.
    const isInSight = await refusal.evaluate((line) => {
      const { x, y, width, height } = line.getBoundingClientRect();
      return line.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    });
    expect(isInSight).toBe(true);
  });

  it('is told on the status page to lead nowhere while nothing is anchored outside', async () => {
    const page = await sit();
    await page.goto(new URL('/status', page.url()).href);
    await page.getByTestId('status-evidence').getByText('没有外部存证').waitFor();
  });
});
