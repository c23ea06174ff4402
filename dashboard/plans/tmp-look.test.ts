import { testStage } from '../testing/browser.ts';
import { inventedPdf } from '../testing/invented-pdf.ts';
const stage = testStage();
it('x', async () => {
  stage.fake.state.plans.clear();
  const page = await stage.sit('admin', undefined, '/plans/floor-12');
  page.context().on('request', (r) => console.log('ctx', r.url()));
  page.on('console', (m) => console.log('console', m.text()));
  await page.getByTestId('plan-file').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: inventedPdf({ pages: 30, width: 3_370, height: 2_384 }) });
  await page.locator('[data-testid="pdf-small"][data-page="12"] [data-state="drawn"]').waitFor();
  await page.screenshot({ path: '/tmp/h/plans-shots/pdf.png' });
  await page.getByTestId('pdf-use').click();
  await page.getByTestId('plan').waitFor();
  await page.waitForTimeout(2000);
  await page.screenshot({ path: '/tmp/h/plans-shots/pdf2.png' });
}, 90_000);
