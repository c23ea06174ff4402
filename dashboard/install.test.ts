// The dashboard as an app on a phone: the browser itself finds nothing that would keep it from being installed.
import { testStage } from './testing/browser.ts';

const stage = testStage();

it('can be installed on a phone', async () => {
  const page = await stage.sit('keeper', { width: 390, height: 844 });
  const inspector = await page.context().newCDPSession(page);
  const { installabilityErrors } = await inspector.send('Page.getInstallabilityErrors');
  // A test's browser keeps nothing, and nothing is installed there.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  const { data, errors } = await inspector.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  expect(JSON.parse(data ?? '{}')).toMatchObject({ name: '烽燧 Balefire', display: 'standalone', start_url: '/' });
  await page.context().close();
  expect(stage.complaints()).toEqual([]);
});
