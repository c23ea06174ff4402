// What stands beside the list where no alarm is chosen, in a real browser: that all is quiet is said when it is so, and never else.
import type { AlarmView } from '../../gateway/web/contract.ts';
import { testStage } from '../testing/browser.ts';
import { makeAlarm } from '../testing/invented-alarms.ts';

const stage = testStage();
const CALM = '一切平静';

it('says that all is quiet of a whole state in which nothing is open, and of nothing less', async () => {
  const page = await stage.sit('seat-1');
  const beside = page.locator('.board-card');
  await beside.getByText(CALM).waitFor();

  // Nobody has told it anything yet.
  stage.fake.silence(true);
  await page.reload();
  await page.locator('.board-list').getByText('正在读取').waitFor();
  expect([await beside.textContent(), await page.getByTestId('ticker').textContent()]).toEqual(['', '']);
  stage.fake.silence(false);
  await page.reload();
  await beside.getByText(CALM).waitFor();

  const alarm = stage.fake.state.raise('battery', { device: 'smoke-12-05' });
  await page.goto(`${stage.fake.url}/?class=linkage`);
  await page.getByText('没有这一类的未关闭警情').waitFor();
  expect(await beside.textContent()).toBe('');
  await page.getByTestId('lamp-fault').click();
  await page.locator(`[data-testid="alarm-card"][data-alarm-id="${alarm.id}"]`).waitFor();
  stage.fake.state.put({ ...alarm, closed: true, closedAt: Date.now() });

  // A flood of which every row is folded: none of them is the one to open.
  const [device] = stage.fake.state.devices;
  if (device === undefined) throw new Error('the invented estate is empty');
  const now = Date.now();
  const flood = Array.from({ length: 20 }, (_, nth): AlarmView => {
    const making = { id: `f${nth}`, change: nth, at: now, registered: true, drill: false, incident: { id: `fi${nth}` }, firstOut: false };
    return { ...makeAlarm('pressure', device, making as never), class: 'fault', latching: false };
  });
  await page.goto(`${stage.fake.url}/`);
  await beside.getByText(CALM).waitFor();
  stage.fake.burst(flood);
  await page.getByTestId('folded-row').waitFor();
  await page.getByTestId('lamp-fault').click();
  await page.getByTestId('lamp-fault').click();
  await beside.getByText('请在列表中选择一条警情').waitFor();
  await page.context().close();
  expect(stage.complaints()).toEqual([]);
}, 60_000);
