// The table of high-rises in a real browser.
import { testStage } from '../testing/browser.ts';

const stage = testStage();

describe('the table of high-rises', () => {
  it('never lays the size of a building over a name of several lines', async () => {
    const card = stage.fake.state.units.cards.find(({ id }) => id === 'tower-4');
    if (card === undefined) throw new Error('no such card');
    card.name = '云泽国际会展中心与综合交通枢纽配套商业及地下人防工程（一期、二期、三期）';
    const page = await stage.sit('watch', undefined, '/high-rises?view=table');
    const cell = page.getByRole('cell').filter({ hasText: card.name });
    await cell.waitFor();
    const [words, size] = await cell.evaluate((one) => {
      const range = document.createRange();
      range.selectNodeContents(one.querySelector('a') ?? one);
      return [range.getBoundingClientRect().bottom, one.querySelector('.part-line')?.getBoundingClientRect().top ?? 0];
    });
    expect(size).toBeGreaterThanOrEqual((words ?? 0) - 2);
    card.name = '4号楼';
    await page.context().close();
  }, 40_000);
});

it('nothing was complained of', () => {
  expect(stage.complaints()).toEqual([]);
});
