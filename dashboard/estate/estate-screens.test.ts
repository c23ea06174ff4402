// An estate from nothing, in a real browser: places, a key and devices are taken, changed and removed, by those who may.
import { testStage } from '../testing/browser.ts';

const stage = testStage();
const { sit } = stage;

describe('an estate that is empty', () => {
  let restore = (): void => undefined;
  afterEach(() => restore());

  it('says where to begin, takes places, a key and devices, and lets them be changed and removed', async () => {
    const { places, devices } = stage.fake.state;
    const [placesBefore, devicesBefore] = [places.splice(1), devices.splice(0)];
    restore = () => {
      places.splice(1, places.length, ...placesBefore);
      devices.splice(0, devices.length, ...devicesBefore);
      restore = () => undefined;
    };
    const page = await sit('admin', undefined, '/estate');
    await page.getByTestId('first-steps').getByText('先新增位置').waitFor();

    await page.getByTestId('first-place').click();
    await page.getByTestId('position-longitude').fill('200');
    await page.getByTestId('place-submit').click();
    await page.getByText('请填写名称').waitFor();
    await page.getByText('-180 至 180 °').waitFor();
    await page.getByTestId('position-longitude').fill('102.7');
    await page.getByTestId('position-latitude').fill('25.04');
    await page.getByTestId('place-name').fill('听松苑');
    await page.keyboard.press('Enter');
    await page.getByTestId('place-tree').getByText('听松苑').click();
    expect(places[1]).toMatchObject({ parent: 'region', kind: 'unit', name: '听松苑', longitude: 102.7, latitude: 25.04 });

    await page.getByTestId('edit-place').click();
    await page.getByTestId('place-name').fill('听松苑\t一期');
    await page.getByTestId('place-submit').click();
    await page.getByTestId('place-tree').getByText('一期').waitFor();
    await page.getByTestId('add-place').click();
    await page.getByTestId('place-name').fill('1号楼\t');
    await page.getByTestId('place-submit').click();
    await page.getByText('名称中有控制字符').waitFor();
    await page.keyboard.press('Escape');

    await page.getByTestId('first-key').click();
    await page.getByTestId('key-make').click();
    expect(await page.getByTestId('secret').textContent()).toMatch(/^ENROL-/);
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.getByTestId('secret-kept').click();

    await page.getByTestId('first-device').click();
    await page.getByTestId('device-model').click();
    await page.keyboard.type('balefire/smoke');
    await page.getByTitle('独立式感烟探测器 · balefire/smoke').waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('device-id').fill('-1');
    await page.getByTestId('device-name').fill('门厅烟感');
    await page.getByTestId('register-submit').click();
    await page.getByText('以字母或数字开头', { exact: false }).waitFor();
    await page.getByTestId('device-id').fill('NB-1');
    await page.getByTestId('register-submit').click();
    expect(await page.getByTestId('secret').textContent()).toMatch(/^DEVICE-/);
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.getByTestId('secret-kept').click();
    await page.getByTestId('device-link').getByText('门厅烟感').waitFor();

    await page.getByTestId('register-device').click();
    await page.getByTestId('device-model').click();
    await page.keyboard.type('modbus');
    await page.getByTitle('balefire/electrical-modbus', { exact: false }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('device-id').fill('NB-1');
    await page.getByTestId('device-name').fill('配电间');
    await page.getByTestId('device-bus').getByRole('combobox').fill('bus-1');
    await page.getByTestId('device-unit').fill('13');
    await page.getByTestId('register-submit').click();
    await page.getByText('此编号已被使用').waitFor();
    await page.getByTestId('device-id').fill('monitor-1');
    await page.getByTestId('register-submit').click();
    await page.getByText('地址 13 已占用').waitFor();
    await page.getByTestId('device-unit').fill('7');
    await page.getByTestId('register-submit').click();
    await page.getByTestId('device-link').getByText('配电间').waitFor();
    expect(devices[1]).toMatchObject({ id: 'monitor-1', address: 'bus-1 #7' });

    await page.getByTestId('device-link').getByText('门厅烟感').click();
    await page.getByTestId('device-edit').click();
    await page.getByTestId('device-name').fill('大堂烟感');
    await page.getByTestId('device-save').click();
    await page.getByRole('heading', { name: '大堂烟感' }).waitFor();
    await page.getByTestId('device-remove').click();
    expect(await page.getByTestId('remove-submit').isDisabled()).toBe(true);
    await page.getByTestId('remove-submit').click();
    await page.getByTestId('device-link').getByText('配电间').waitFor();
    expect(devices.map((one) => one.id)).toEqual(['monitor-1']);
    await page.context().close();
  }, 30_000);

  it('offers none of it to who may not change it, and nothing above the place of who may', async () => {
    const page = await sit('fitter', undefined, '/estate?place=tower');
    await page.getByTestId('add-place').waitFor();
    await page.goto(`${stage.fake.url}/estate?place=region`);
    await page.getByTestId('device-link').first().waitFor();
    expect(await page.getByTestId('add-place').count()).toBe(0);
    await page.context().close();
    const looker = await sit('seat-1', undefined, '/estate?place=tower');
    await looker.getByTestId('device-link').first().waitFor();
    expect(await looker.getByTestId('add-place').count()).toBe(0);
    expect(await looker.getByTestId('register-device').count()).toBe(0);
    await looker.context().close();
  });
});

describe('an address', () => {
  it('opens the tree down to its place, marks the way in the rail, and keeps no model of another kind', async () => {
    const page = await sit('admin', undefined, '/estate?place=floor-12&kind=smoke&model=balefire%2Fsmoke');
    await page.getByTestId('place-tree').locator('[data-place="floor-12"]').waitFor();
    const here = page.locator('.rail [aria-current="page"]');
    expect(await here.allTextContents()).toEqual(['设备']);
    await page.getByRole('combobox', { name: '类型' }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(({ searchParams }) => searchParams.get('kind') !== 'smoke' && !searchParams.has('model'));
    await page.getByTestId('plan-link').click();
    await page.getByText('还没有图纸').waitFor();
    expect(await here.allTextContents()).toEqual(['设备']);
    await page.context().close();
  });
});

describe('a list of devices on a phone', () => {
  it('says that a further part of it did not come, and shows it when it is asked for again', async () => {
    const page = await sit('admin', { width: 390, height: 844 }, '/estate');
    await page.getByTestId('device-link').first().waitFor();
    stage.fake.failing.add('/devices');
    await page.getByTestId('device-more').click();
    await page.getByText('系统繁忙', { exact: false }).waitFor();
    stage.fake.failing.clear();
    await page.getByTestId('device-more').click();
    await page.getByTestId('device-link').nth(100).waitFor();
    await page.getByText('系统繁忙', { exact: false }).waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe('the tree of places', () => {
  it('shows what burns beside a name of any length, and so in the chosen place', async () => {
    const { places } = stage.fake.state;
    const place = places.find(({ id }) => id === 'estate');
    if (place === undefined) throw new Error('no such place');
    place.name = '云泽国际会展中心与综合交通枢纽配套商业及地下人防工程（一期、二期、三期）';
    const alarm = stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    const page = await sit('admin', undefined, '/estate?place=estate');
    const fire = page.locator('[data-place="estate"] .mark');
    await fire.getByText('火警').waitFor();
    const over = await fire.evaluate(
      (one) => one.getBoundingClientRect().right - (one.closest('.estate-tree')?.getBoundingClientRect().right ?? 0),
    );
    expect(over).toBeLessThan(0);
    place.name = '松涛家园';
    stage.fake.state.put({ ...alarm, closed: true, closedAt: Date.now() });
    await page.context().close();
  });
});

describe('the page of a device', () => {
  it('has the unit beside the name of each curve, and a limit below it in one line with the dashes that it is drawn in', async () => {
    const page = await sit('admin', undefined, '/devices/hydrant-3');
    const curve = page.getByTestId('trend-pressure');
    const limit = curve.getByTestId('limit');
    await limit.getByText('低于 0.150 MPa').waitFor();
    expect(await curve.getByRole('heading').textContent()).toBe('水压 MPa');
    const [height, line] = await limit.evaluate((one) => [
      one.getBoundingClientRect().height,
      Number.parseFloat(getComputedStyle(one).lineHeight),
    ]);
    expect(height).toBeLessThan(1.5 * (line ?? 0));
    await page.context().close();
  });

  it('tells what a command was given with in the words of its form, and how long it waits in hours where seconds are many', async () => {
    const { commands } = stage.fake.state;
    const given = { device: 'post-eagle', by: 'p1', name: '管理员甲', drill: false, reason: null, result: [], state: 'done' as const };
    const at = Date.now() - 60_000;
    for (const [command, args] of [
      ['play', { text: '请勿携带火种', times: 3 }],
      ['volume', { percent: 80 }],
      ['schedule', { mode: 'always' }],
    ] as const)
      commands.push({ ...given, id: command, command, arguments: args, at, expiresAt: at, changedAt: at });
    const page = await sit('admin', undefined, '/devices/post-eagle');
    const said = (command: string) => page.locator(`[data-testid="command-row"][data-command="${command}"]`).textContent();
    await page.getByTestId('command-row').nth(2).waitFor();
    expect([await said('play'), await said('volume'), await said('schedule')]).toEqual([
      expect.stringContaining('播报文字 请勿携带火种 · 遍数 3'),
      expect.stringContaining('音量 80 %'),
      expect.stringContaining('定时播报 全天'),
    ]);
    await page.getByText('60 min 内未送达即作废', { exact: false }).waitFor();
    commands.splice(0);
    await page.context().close();
  });

  it('does not send a person to a report that never came', async () => {
    const page = await sit('admin', undefined, '/devices/smoke-hall-9');
    await page.getByTestId('device-check').getByText('它还从未上报', { exact: false }).waitFor();
    await page.context().close();
  });
});

it('asked nothing of another origin, threw nothing, and kept the strict policy', () => {
  expect(stage.complaints()).toEqual([]);
});
