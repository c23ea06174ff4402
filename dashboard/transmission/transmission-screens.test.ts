// The screens of a transmission device in a real browser: link, parts, packets, operations, commands, lists of parts.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { testStage } from '../testing/browser.ts';
import { heldStation } from '../testing/fake-transmission.ts';
import { packetOf, partState } from '../testing/invented-packets.ts';
import { FARM_STATION, STORE_STATION, TOWER_STATION } from '../testing/invented-panel.ts';

const TOWER = `/devices/${TOWER_STATION}`;
const HEADER = '\ufeff回路,位号,类型,描述,楼层,房间\n';
const stage = testStage();
const { sit } = stage;

describe('the link', () => {
  it('is shown as it stands, and as old when asking for it fails', async () => {
    const page = await sit('admin', undefined, TOWER);
    await page.getByTestId('link-state').and(page.locator('[data-connected="true"]')).waitFor();
    expect(await page.getByTestId('link-clock').textContent()).toContain('+1.2 s 偏快');
    await page.getByTestId('link').getByText('889').waitFor();
    await page.getByTestId('link-counters').getByText('计数器').click();
    expect(await page.locator('[data-counter="urgent"]').textContent()).toBe('优先处理的火警报文9');
    stage.fake.failing.add(`${TOWER}/link`);
    await page.getByTestId('link-stale').waitFor();
    expect(await page.getByTestId('link').getAttribute('data-old')).toBe('true');
    stage.fake.failing.clear();
    await page.getByTestId('link-stale').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('warns loudly of a station number that is used twice', async () => {
    const page = await sit('admin', undefined, TOWER);
    await page.getByTestId('link-state').waitFor();
    const before = stage.fake.state.transmission.links.get(TOWER_STATION);
    if (before === undefined) throw new Error('no link');
    stage.fake.state.transmission.links.set(TOWER_STATION, { ...before, doubled: true });
    await page.getByTestId('link-doubled').getByText('站号重复').waitFor();
    stage.fake.state.transmission.links.set(TOWER_STATION, before);
    await page.getByTestId('link-doubled').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('says when it is lost with its carrier, and when it was never there', async () => {
    const page = await sit('admin', undefined, `/devices/${STORE_STATION}`);
    await page.getByTestId('link-state').getByText('未连接').waitFor();
    await page.getByTestId('link-carrier').getByText('10.40.0.0/16', { exact: false }).waitFor();
    await page.getByTestId('link-unanswered').waitFor();
    await page.getByText('还没有部件').waitFor();
    await page.goto(`${stage.fake.url}/devices/${FARM_STATION}`);
    await page.getByTestId('link').getByText('从未', { exact: true }).first().waitFor();
    await page.context().close();
  });
});

describe('the parts', () => {
  it('are some hundred: paged, searched, each with its states, and each with a page that says where it stands', async () => {
    const page = await sit('admin', undefined, TOWER);
    await page.getByTestId('parts-total').getByText('共 601 条').waitFor();
    expect(await page.getByTestId('part-link').count()).toBe(100);
    await page.getByRole('button', { name: '下一页 ›' }).click();
    await page.getByTestId('part-link').getByText('1-100', { exact: true }).waitFor();
    await page.getByTestId('part-search').fill('12层05室');
    await page.getByTestId('parts-total').getByText('共 1 条').waitFor();
    await page.getByTestId('part-state-fire').waitFor();
    await page.getByTestId('part-link').getByText('3-25').click();
    const standing = page.getByTestId('part-standing');
    await standing.getByText('火灾报警系统').waitFor();
    await standing.getByText('点型光电感烟火灾探测器').waitFor();
    await standing.getByText('03001900').waitFor();
    await page.getByTestId('part-of').click();
    await page.getByRole('heading', { name: '3号楼消控室传输装置' }).waitFor();
    await page.context().close();
  });

  it('show an alarm in the same second, and alone where only those in alarm are wanted', async () => {
    const page = await sit('admin', undefined, TOWER);
    await page.getByTestId('parts-wanted').getByText('只看有警情').click();
    await page.getByText('没有部件在报警').waitFor();
    await page.getByTestId('parts-wanted').getByText('全部').click();
    await page.getByTestId('part-link').first().waitFor();
    const part = stage.fake.state.transmission.parts[5];
    if (part === undefined) throw new Error('no part');
    const alarm = stage.fake.state.raise('smoke', { device: part.id });
    await page
      .locator('tr', { has: page.locator(`[data-part-id="${part.id}"]`) })
      .getByText('火警')
      .waitFor();
    await page.getByTestId('parts-alarmed').getByText('1 有警情').waitFor();
    await page.getByTestId('parts-wanted').getByText('只看有警情').click();
    await page.getByTestId('parts-total').getByText('共 1 条').waitFor();
    stage.fake.state.put({ ...alarm, closed: true, closedAt: Date.now() });
    await page.getByText('没有部件在报警').waitFor();
    await page.context().close();
  });

  it('say on the board what they are, and on the card on which loop, at which point and behind which device', async () => {
    const part = stage.fake.state.transmission.parts.find((one) => one.kind === 'callpoint');
    if (part === undefined) throw new Error('no call point');
    const alarm = stage.fake.state.raise('part', { device: part.id });
    const page = await sit('admin', undefined, `/alarms/${alarm.id}`);
    await page.getByTestId('alarm-row').getByText('手动报警按钮 · 部件火警').waitFor();
    const card = page.getByTestId('alarm-card');
    await card.getByTestId('alarm-part').getByText('手动火灾报警按钮').waitFor();
    await card.getByTestId('alarm-part').getByText('1-14', { exact: true }).waitFor();
    expect(await card.getByText(part.id).count()).toBe(0);
    await card.getByRole('link', { name: '3号楼消控室传输装置' }).click();
    await page.getByTestId('link-state').waitFor();
    stage.fake.state.put({ ...alarm, closed: true, closedAt: Date.now() });
    await page.context().close();
  });

  it('say what went wrong, and are there again', async () => {
    stage.fake.failing.add(`${TOWER}/parts`);
    const page = await sit('admin', undefined, TOWER);
    await page.getByTestId('failed').getByText('系统繁忙').waitFor();
    stage.fake.failing.clear();
    await page.getByTestId('failed').getByRole('button').click();
    await page.getByTestId('part-link').first().waitFor();
    await page.context().close();
  });

  it('are told by loop, point and type in the list of all devices', async () => {
    const page = await sit('admin', undefined, '/estate?place=floor-12');
    await page.getByTestId('part-line').getByText('3-25 · 点型光电感烟火灾探测器').waitFor();
    await page.context().close();
  });
});

describe('the packets', () => {
  it('pass both ways, the refused ones with the reason; one opens byte by byte', async () => {
    const page = await sit('admin', undefined, `${TOWER}?tab=packets`);
    const refused = page.locator('[data-testid="packet-row"][data-refused="true"]');
    await refused.getByText('已拒绝：校验和不符').waitFor();
    expect(await page.locator('[data-testid="packet-row"][data-direction="out"]').count()).toBeGreaterThan(2);
    await refused.click();
    await page.getByTestId('packet-opened').getByText('已拒绝：校验和不符').waitFor();
    const sum = page.getByTestId('packet-field').filter({ hasText: '校验和' });
    expect(await sum.getAttribute('data-fault')).toBe('true');

    // A byte marks its field, a field its bytes.
    await page.locator('[data-testid="hex"] [data-at="33"]').hover();
    await page.locator('[data-testid="packet-field"][data-marked="true"]').getByText('部件地址').waitFor();
    expect(await page.locator('[data-testid="hex"] [data-marked="true"]').count()).toBe(4);
    expect(await page.getByTestId('packet-readout').textContent()).toContain('回路 3 点 37');
    await page.getByTestId('packet-field').filter({ hasText: '部件说明' }).hover();
    await page.locator('[data-testid="packet-field"][data-marked="true"]').getByText('部件说明').waitFor();
    expect(await page.locator('[data-testid="hex"] [data-marked="true"]').count()).toBe(31);
    await page.getByTestId('packets-pause').hover();

    // The keyboard does the same: the arrows go from field to field.
    await page.locator('[data-testid="hex"] [data-at="0"]').click();
    await page.mouse.move(0, 0);
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-testid="packet-field"][data-marked="true"]').getByText('业务流水号').waitFor();
    await page.keyboard.press('End');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('结束符');
    await page.context().close();
  });

  it('come as they pass, and stand still while the person pauses', async () => {
    const page = await sit('admin', undefined, `${TOWER}?tab=packets`);
    const { transmission } = stage.fake.state;
    await page.getByTestId('packet-row').first().waitFor();
    transmission.pass(
      TOWER_STATION,
      'in',
      packetOf('790300000000', 90, Date.now(), [partState(Date.now(), [2, 11, 42, 0b10, '8层机房感烟'])]),
    );
    await page.getByTestId('packet-row').getByText('8层机房感烟', { exact: false }).waitFor();
    await page.getByTestId('packets-pause').click();
    await page.getByTestId('packets').and(page.locator('[data-paused="true"]')).waitFor();
    transmission.pass(
      TOWER_STATION,
      'in',
      packetOf('790300000000', 91, Date.now(), [partState(Date.now(), [2, 12, 42, 0b10, '8层走廊感烟'])]),
    );
    // The link goes on being asked for every 2 s: by its second turn the packets would have been asked for, too.
    for (let turn = 0; turn < 2; turn += 1) await page.waitForRequest((request) => request.url().endsWith('/link'));
    const asked = page.waitForRequest((request) => request.url().includes('/packets'));
    expect(await page.getByTestId('packet-row').getByText('8层走廊感烟', { exact: false }).count()).toBe(0);
    await page.getByTestId('packets-pause').click();
    await asked;
    await page.getByTestId('packet-row').getByText('8层走廊感烟', { exact: false }).waitFor();
    await page.context().close();
  });

  it('say that there are none, and when they cannot be asked for', async () => {
    stage.fake.failing.add(`/devices/${FARM_STATION}/packets`);
    const page = await sit('admin', undefined, `/devices/${FARM_STATION}?tab=packets`);
    await page.getByTestId('failed').waitFor();
    stage.fake.failing.clear();
    await page.getByText('还没有报文').waitFor();
    await page.context().close();
  });
});

describe('operations and commands', () => {
  it('show who pressed what, day by day, and what was received late', async () => {
    const page = await sit('admin', undefined, `${TOWER}?tab=operations`);
    await page.getByTestId('operation').getByText('手动报警').waitFor();
    await page.getByTestId('operation').getByText('延迟 13 min 收到').waitFor();
    expect(await page.locator('.operations h3').count()).toBeGreaterThan(1);
    await page.context().close();
  });

  it('show what the device answered, line by line', async () => {
    const page = await sit('admin', undefined, `${TOWER}?tab=commands`);
    await page.getByTestId('command-read-device-state').click();
    await page.getByTestId('command-result').getByText('主电故障', { exact: false }).waitFor();
    await page.context().close();
  });

  it('initialise only with a reason and a second yes, and only for who may', async () => {
    const page = await sit('admin', undefined, `${TOWER}?tab=commands`);
    await page.getByTestId('command-choose').click();
    await page.keyboard.type('初始化');
    await page.keyboard.press('Enter');
    await page.getByTestId('command-initialise').click();
    await page.getByTestId('grave-next').click();
    await page.getByText('请填写原因').waitFor();
    await page.getByTestId('grave-reason').fill('更换主板');
    await page.getByTestId('grave-next').click();
    await page.getByTestId('grave-second').getByText('更换主板').waitFor();
    expect(await page.getByTestId('grave-give').isDisabled()).toBe(true);
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/commands'));
    await page.getByTestId('grave-give').click();
    expect((await sent).postDataJSON()).toEqual({ command: 'initialise', arguments: {}, reason: '更换主板' });
    await page.locator('[data-testid="command-row"][data-state="done"]').getByText('初始化装置').waitFor();
    await page.context().close();

    const looker = await sit('seat-1', undefined, `${TOWER}?tab=commands`);
    await looker.getByTestId('command-choose').click();
    await looker.keyboard.type('初始化');
    await looker.locator('.ant-select-item-empty, .ant-empty').first().waitFor();
    await looker.context().close();
  });
});

describe('a list of parts', () => {
  const file = (name: string, content: string | Uint8Array) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

  it('is refused in clear words where it is none', async () => {
    const page = await sit('admin', undefined, TOWER);
    await page.getByTestId('parts-import').click();
    for (const [chosen, words] of [
      [file('图.csv', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2)), '不是 CSV 或 XLSX 文件'],
      [file('空.csv', ''), '文件是空的'],
      [file('旧.xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0)), '旧版 Excel'],
      [file('大.csv', 'x'.repeat(4 * 1024 * 1024 + 1)), '文件超过 4.2 MB'],
    ] as const) {
      await page.getByTestId('import-file').setInputFiles(chosen);
      await page.getByTestId('import-unfit').getByText(words, { exact: false }).waitFor();
    }
    await page.getByTestId('import-file').setInputFiles(file('码.csv', Uint8Array.of(0xbb, 0xd8, 0xc2, 0xb7)));
    await page.getByText('文件编码无法识别', { exact: false }).waitFor();
    expect(await page.getByTestId('import-submit').isDisabled()).toBe(true);
    await page.context().close();
  });

  it('with errors changes nothing, names row, column and value, and gives them as a file', async () => {
    const page = await sit('admin', undefined, TOWER);
    await page.getByTestId('parts-import').click();
    const rows = '1,1,42,1层01室感烟,1层,01\n一,2,42,大堂感烟,1层,大堂\n7,3,烟感器,机房感烟,31层,机房\n';
    await page.getByTestId('import-file').setInputFiles(file('部件表.csv', HEADER + rows));
    await page.getByText('有 2 处错误', { exact: false }).waitFor();
    await page.getByText('烟感器').waitFor();
    expect(await page.getByTestId('import-submit').isDisabled()).toBe(true);
    const saving = page.waitForEvent('download');
    await page.getByTestId('import-errors-save').click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('部件表-错误.csv');
    expect(readFileSync(await saved.path(), 'utf8')).toContain('4,类型,烟感器,不是部件类型的名称或代码');
    await page.context().close();
  });

  it('is tried first, then looked at, and only then imported', async () => {
    const page = await sit('admin', undefined, TOWER);
    await page.getByTestId('parts-import').click();
    const saving = page.waitForEvent('download');
    await page.getByTestId('import-template').click();
    expect(readFileSync(await (await saving).path(), 'utf8')).toBe('\ufeff回路,位号,类型,描述,楼层,房间\r\n');

    await page
      .getByTestId('import-file')
      .setInputFiles(file('部件表.csv', `${HEADER}1,1,42,1层01室感烟（改）,1层,01\n1,2,42,1层02室感烟,1层,02\n`));
    await page.getByText('已检查 2 行，没有错误', { exact: false }).waitFor();
    expect(stage.fake.state.transmission.parts[1]?.name).toBe('1层01室感烟');
    await page.getByTestId('import-submit').getByText('导入 1 个部件').click();
    await page.getByTestId('import-counts').and(page.locator('[data-done="true"]')).waitFor();
    expect(stage.fake.state.transmission.parts[1]?.name).toBe('1层01室感烟（改）');
    await page.getByTestId('import-close').click();
    await page.context().close();
  });

  it('is nothing for who may not manage devices', async () => {
    const page = await sit('seat-1', undefined, TOWER);
    await page.getByTestId('part-link').first().waitFor();
    expect(await page.getByTestId('parts-import').count()).toBe(0);
    await page.context().close();
  });
});

describe('a new transmission device', () => {
  it('is registered by its station number, in either form, and has no secret', async () => {
    const page = await sit('admin', undefined, '/estate?place=hall');
    await page.getByTestId('register-device').click();
    await page.getByTestId('device-model').click();
    await page.keyboard.type('gb26875');
    await page.getByTitle('用户信息传输装置', { exact: false }).waitFor();
    expect(await page.getByTitle('消防设施部件', { exact: false }).count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.getByTestId('station').fill('八八九');
    await page.getByText('请填写十进制数字', { exact: false }).waitFor();
    await page.getByTestId('station').fill('889');
    await page.getByTestId('station-read').getByText('79 03 00 00 00 00', { exact: false }).waitFor();
    await page.getByTestId('device-id').fill('station-new');
    await page.getByTestId('device-name').fill('2号库房备用装置');
    await page.getByTestId('register-submit').click();
    await page.getByText('此站号已被使用').waitFor();
    await page.getByTestId('station').fill('e2 04 00 00 00 00');
    await page.getByTestId('station-read').getByText('1250', { exact: false }).waitFor();
    await page.getByTestId('register-submit').click();
    await page.getByTestId('device-link').getByText('2号库房备用装置').waitFor();
    expect(stage.fake.state.devices.at(-1)?.station).toMatchObject({ station: 'e20400000000', number: 1_250, profile: 'standard' });
    expect(await page.getByTestId('secret').count()).toBe(0);
    await page.context().close();
  });

  it('that spoke before anybody placed it shows its packets byte by byte, and is placed without a secret', async () => {
    stage.fake.state.held.push(heldStation(Date.now()));
    const page = await sit('admin', undefined, '/held');
    const row = page.locator('[data-testid="held-row"][data-device-id="gb-e20400000000"]');
    await row.getByRole('button', { name: '查看原始帧' }).click();
    await row.getByTestId('packet-field').getByText('点型光电感烟火灾探测器', { exact: false }).waitFor();
    expect(await row.getByTestId('packet').count()).toBe(1);
    await row.getByTestId('held-place').click();
    await page.getByTestId('held-name').fill('临时装置');
    await page.getByTestId('held-place-select').click();
    await page.keyboard.type('2号库房');
    await page.keyboard.press('Enter');
    await page.getByTestId('held-place-submit').click();
    await row.waitFor({ state: 'detached' });
    expect(await page.getByTestId('secret').count()).toBe(0);
    await page.context().close();
  });
});

describe('a phone', () => {
  const PHONE = { width: 390, height: 844 };
  const widthOf = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth');

  it('has cards for the parts, and a packet as a list of fields with their bytes', async () => {
    const page = await sit('admin', PHONE, TOWER);
    await page.getByTestId('part-link').first().waitFor();
    expect(await page.locator('table').count()).toBe(0);
    expect(await widthOf(page)).toBe(390);
    await page.goto(`${stage.fake.url}${TOWER}?tab=packets`);
    await page.locator('[data-testid="packet-row"][data-refused="true"]').click();
    await page.getByTestId('packet-field').getByText('03 00 25 00', { exact: true }).waitFor();
    expect(await page.getByTestId('hex').count()).toBe(0);
    expect(await widthOf(page)).toBe(390);
    await page.context().close();
  });
});

describe('all of these screens', () => {
  it('asked nothing of another origin, threw nothing, and kept the strict policy', () => {
    expect(stage.complaints()).toEqual([]);
  });
});
