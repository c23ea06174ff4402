// A property manager's phone before a real gateway: on the spot, without a network, with the page closed in between; and nothing of another unit.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WebSocket } from 'playwright-core';
import { killedAmidstDeeds } from './testing/phone-kill.ts';
import { checkIn, isHeld, KEPT, PICTURE, phoneStage, SECRET, seeNothing } from './testing/phone-stage.ts';
import type { SignedIn } from './testing/signed-in.ts';

const stage = phoneStage();
const { folder, errors, burn, incident, reports, contextOf, signIn, killAndStart } = stage;

it('goes, checks in and tells what is to be seen; the seat has it on its card at once and judges by it', async () => {
  const seat = await signIn(await contextOf({ width: 1366, height: 768 }), 'seat');
  const phone = await signIn(await contextOf(), 'keeper');
  await phone.getByTestId('alarm-row').first().click();
  await phone.getByTestId('field-go').click();
  await seat.getByTestId('field-report').and(seat.locator('[data-is="going"]')).waitFor();
  await checkIn(phone);
  await seat.getByTestId('field-report').and(seat.locator('[data-is="arrived"]')).getByText('距建筑 0 m（±15 m）').waitFor();
  await phone.getByTestId('field-describe').click();
  await phone.getByTestId('saw-false').click();
  await phone.getByTestId('saw-cause-steam').click();
  await phone.getByTestId('saw-note').fill('厨房蒸汽');
  await phone.getByTestId('describe-submit').click();
  const proposal = seat.getByTestId('field-report').and(seat.locator('[data-saw="false"]'));
  await proposal.getByText('误报 · 蒸汽').waitFor();
  expect((await incident()).verdict).toBeNull();
  await proposal.getByTestId('field-adopt').click();
  expect(await seat.getByTestId('cause-steam').locator('input').isChecked()).toBe(true);
  // The house's own map begins at the spot, with nothing lying over it until it is asked for.
  await phone.getByTestId('field-way').click();
  await phone.getByTestId('way-own').click();
  await phone.locator('.map-canvas[data-drawn="true"]').waitFor();
  await phone.getByTestId('map-aside').click();
  await phone.getByTestId('map-around').waitFor();
  await seat.context().close();
  await phone.context().close();
}, 90_000);

it('a check-in typed without a network outlives the page, and is one deed when the network is back', async () => {
  const before = (await reports()).length;
  const context = await contextOf();
  const page = await signIn(context, 'keeper');
  await isHeld(page);
  await context.setOffline(true);
  await page.close();
  // Opened anew where there is no network: the app stands, and what it shows is not live.
  const again = await context.newPage();
  await again.goto(stage.address());
  await again.getByTestId('as-of').getByText('数据截至').waitFor();
  await again.getByTestId('kept-incident').first().click();
  await again.getByTestId('field-arrive').click();
  await again.getByTestId('arrive-where').and(again.locator('[data-where="here"]')).waitFor();
  await again.getByTestId('arrive-photo').setInputFiles({ name: 'spot.png', mimeType: 'image/png', buffer: PICTURE });
  await again.getByText('已拍 1 张', { exact: false }).waitFor();
  await again.getByTestId('arrive-submit').click();
  await again.getByTestId('waiting-chip').getByText('待上传 2').waitFor();
  await again.close();
  expect(await reports()).toHaveLength(before);
  const third = await context.newPage();
  await third.goto(stage.address());
  await third.getByTestId('waiting-chip').getByText('待上传 2').waitFor();
  await context.setOffline(false);
  await third.getByTestId('waiting-chip').waitFor({ state: 'detached' });
  await third.getByTestId('connection').and(third.locator('[data-connection="live"]')).waitFor();
  const [told, ...others] = (await reports()).slice(before);
  expect([told, others]).toMatchObject([{ is: 'arrived', far: false }, []]);
  expect(told && told.at - told.captured).toBeGreaterThan(0);
  const { entries } = await stage
    .admin()
    .ask<{ entries: { text: string; media: { kind: string } | null }[] }>(`/incidents/${(await incident()).id}/work`);
  expect(entries).toMatchObject([{ text: '到场打卡', media: { kind: 'image/jpeg' } }]);
  await context.close();
}, 90_000);

it('a clock that is two hours wrong and is set back in the middle changes neither when things were done nor their order', async () => {
  const before = (await reports()).length;
  const context = await contextOf();
  const page = await signIn(context, 'keeper');
  await page.clock.install({ time: Date.now() + 2 * 3_600_000 });
  await page.reload();
  await page.getByTestId('connection').and(page.locator('[data-connection="live"]')).waitFor();
  await page.getByTestId('alarm-row').first().click();
  await page.getByTestId('field-describe').waitFor();
  await context.setOffline(true);
  await seeNothing(page);
  await page.getByTestId('waiting-chip').getByText('待上传 1').waitFor();
  await page.clock.setSystemTime(Date.now() - 2 * 3_600_000);
  await checkIn(page);
  await page.getByTestId('waiting-chip').getByText('待上传 2').waitFor();
  // The person reads when it was by the gateway's clock, of the site's zone.
  const siteMinute = (ago: number): string => new Date(Date.now() - ago + 8 * 3_600_000).toISOString().slice(11, 16);
  const told = ((await page.getByTestId('field-waiting').textContent()) ?? '').match(/\d\d:\d\d(?=:\d\d)/g) ?? [];
  expect(told).toHaveLength(2);
  for (const minute of told) expect([0, 60_000, 120_000].map(siteMinute)).toContain(minute);
  await context.setOffline(false);
  await page.getByTestId('waiting-chip').waitFor({ state: 'detached' });
  const done = (await reports()).slice(before);
  expect(done.map(({ is }) => is)).toEqual(['saw', 'arrived']);
  for (const { at, captured } of done) expect(Math.abs(at - captured)).toBeLessThan(120_000);
  await context.close();
}, 90_000);

it('two pages of one phone show one queue, which outlives a session that ended meanwhile and goes out once', async () => {
  const before = (await reports()).length;
  const context = await contextOf();
  const one = await signIn(context, 'keeper');
  const spot = `${stage.address()}/field/${(await incident()).id}`;
  await one.goto(spot);
  const other = await context.newPage();
  await other.goto(spot);
  for (const page of [one, other]) await page.getByTestId('connection').and(page.locator('[data-connection="live"]')).waitFor();
  await context.setOffline(true);
  await seeNothing(one);
  await other.getByTestId('waiting-chip').getByText('待上传 1').waitFor();
  await checkIn(other);
  await one.getByTestId('waiting-chip').getByText('待上传 2').waitFor();
  await context.clearCookies();
  await context.setOffline(false);
  for (const page of [one, other]) await page.getByTestId('sign-in-login').waitFor();
  expect(await reports()).toHaveLength(before);
  await other.getByTestId('sign-in-login').fill('keeper');
  await other.getByTestId('sign-in-secret').fill(SECRET);
  await other.getByTestId('sign-in-submit').click();
  await other
    .getByTestId('field-report')
    .nth(before + 1)
    .waitFor();
  await other.getByTestId('waiting-chip').waitFor({ state: 'detached' });
  expect((await reports()).slice(before).map(({ is }) => is)).toEqual(['saw', 'arrived']);
  await context.close();
}, 90_000);

it('an answer that was lost on the way is sent again, and stands once', async () => {
  const before = (await reports()).length;
  const context = await contextOf();
  const page = await signIn(context, 'keeper');
  const keys: string[] = [];
  // The gateway does it; the phone never hears so.
  await page.route('**/api/v1/incidents/*/arrive', async (route) => {
    keys.push((await route.request().allHeaders())['idempotency-key'] ?? '');
    const answer = await route.fetch();
    if (keys.length === 1) await route.abort('connectionreset');
    else await route.fulfill({ response: answer });
  });
  await page.getByTestId('alarm-row').first().click();
  await checkIn(page);
  await page.getByTestId('waiting-chip').waitFor();
  await page.getByTestId('waiting-chip').waitFor({ state: 'detached' });
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  expect(await reports()).toHaveLength(before + 1);
  await context.close();
}, 90_000);

it('what the gateway refuses is kept in its words, and is sent again or discarded by the person', async () => {
  const context = await contextOf();
  const page = await signIn(context, 'keeper');
  await page.getByTestId('alarm-row').first().click();
  const refusal = { status: 409, code: 'conflict', words: { zh: '事件已关闭', en: 'closed' } };
  await page.route('**/api/v1/incidents/*/describe', (route) =>
    route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify(refusal) }),
  );
  await seeNothing(page);
  await page.getByTestId('waiting-chip').getByText('被拒 1').click();
  await page.getByTestId('waiting').getByText('事件已关闭').waitFor();
  await page.getByTestId('discard').click();
  await page.getByRole('button', { name: '放弃' }).last().click();
  await page.getByText('都已上传').waitFor();
  await context.close();
}, 60_000);

it('signing out warns of what was not sent, and leaves nothing on the phone', async () => {
  const context = await contextOf();
  const page = await signIn(context, 'keeper');
  await isHeld(page);
  await page.route('**/api/v1/incidents/*/describe', (route) => route.abort());
  await page.getByTestId('alarm-row').first().click();
  await seeNothing(page);
  await page.getByTestId('waiting-chip').waitFor();
  await page.locator('.tabs a[href="/me"]').click();
  await page.getByTestId('kept-size').waitFor();
  await page.getByTestId('sign-out').click();
  await page.getByText('还有 1 条没有上传', { exact: false }).waitFor();
  await page.getByTestId('leave-sure').click();
  await page.getByTestId('sign-in-submit').waitFor();
  expect([await page.evaluate(KEPT('waiting')), await page.evaluate(KEPT('kept'))]).toEqual([[], []]);
  // And without a network the door stands closed.
  await context.setOffline(true);
  await page.reload();
  await page.getByTestId('failed').waitFor();
  await context.close();
}, 60_000);

it('a phone of another unit neither sees nor hears of it, live, in lists or by address', async () => {
  const context = await contextOf();
  const heard: string[] = [];
  const page = await signIn(context, 'stranger');
  let socket: WebSocket | undefined;
  page.on('websocket', (opened) => {
    socket = opened;
    opened.on('framereceived', ({ payload }) => heard.push(String(payload)));
  });
  await page.reload();
  await page.getByTestId('connection').and(page.locator('[data-connection="live"]')).waitFor();
  await burn('smoke-2');
  // The next beat but one comes after whatever was told of the fire.
  const beats = (): number => heard.filter((text) => text.includes('heartbeat')).length;
  const before = beats();
  while (beats() < before + 2) await socket?.waitForEvent('framereceived');
  expect(heard.join('\n')).not.toMatch(/smoke-|示范大厦|120[12] 烟感/);
  expect(await page.getByTestId('alarm-row').count()).toBe(0);
  await page.goto(`${stage.address()}/incidents/${(await incident()).id}`);
  await page.getByTestId('failed').getByText('not-found').waitFor();
  await page.goto(`${stage.address()}/d/smoke-1`);
  await page.waitForURL('**/devices/smoke-1');
  await page.getByTestId('failed').getByText('not-found').waitFor();
  await context.close();
}, 60_000);

it('bad luck on the spot is said in words, and loses nothing that was typed', async () => {
  const before = (await reports()).length;
  const context = await contextOf();
  await context.clearPermissions();
  const page = await signIn(context, 'keeper');
  await page.getByTestId('alarm-row').first().click();
  await page.getByTestId('field-arrive').click();
  await page.getByTestId('arrive-where').and(page.locator('[data-where="denied"]')).waitFor();
  for (const [name, bytes, words] of [
    ['empty.jpg', Buffer.alloc(0), '空的'],
    ['spot.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'HEIC'],
    ['huge.jpg', Buffer.alloc(25_000_001, 255), '像素过大'],
    ['text.jpg', Buffer.from('hello'), '读不出来'],
  ] as const) {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    await page.getByTestId('arrive-photo').setInputFiles(file);
    await page.getByTestId('photo-problem').getByText(words, { exact: false }).waitFor();
  }
  await page.getByTestId('arrive-submit').click();
  await page.getByTestId('arrive-submit').waitFor({ state: 'detached' });
  await page.getByTestId('field-waiting').waitFor({ state: 'detached' });
  expect((await reports()).slice(before)).toMatchObject([{ is: 'arrived', position: null }]);

  // The session ends in the middle of a sentence.
  await page.getByTestId('field-describe').click();
  await page.getByTestId('saw-false').click();
  await page.getByTestId('saw-cause-dust').click();
  await page.getByTestId('saw-note').fill('装修打磨，满屋灰');
  const spot = page.url();
  await context.clearCookies();
  await page.goto(spot);
  await page.getByTestId('sign-in-login').fill('keeper');
  await page.getByTestId('sign-in-secret').fill(SECRET);
  await page.getByTestId('sign-in-submit').click();
  await page.getByTestId('field-describe').click();
  expect(await page.getByTestId('saw-note').inputValue()).toBe('装修打磨，满屋灰');
  expect(await page.getByTestId('saw-cause-dust').locator('input').isChecked()).toBe(true);

  // The phone is full and the gateway out of reach: said so, and the words stay.
  await page.evaluate("IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }");
  await context.setOffline(true);
  await page.getByTestId('describe-submit').click();
  await page.locator('.ant-modal').getByText('没有存下', { exact: false }).waitFor();
  expect(await page.getByTestId('saw-note').inputValue()).toBe('装修打磨，满屋灰');
  // In reach again it is told at once, without being kept.
  await context.setOffline(false);
  await page.getByTestId('describe-submit').click();
  await page.getByTestId('describe-submit').waitFor({ state: 'detached' });
  expect((await reports()).slice(before + 1)).toMatchObject([{ is: 'saw', cause: 'dust' }]);
  await context.close();
}, 90_000);

describe('a gateway that is killed', () => {
  const killedAmidst = (keeper: SignedIn, told: SignedIn) => killedAmidstDeeds(stage, keeper, told);

  it('has every picture and report that it confirmed to a phone, and what is sent again is there once', async () => {
    const keeper = await stage.signInAs('keeper');
    const { sent, pictures, checkIns, lost, lostCheckIns, entries, again } = await killedAmidst(keeper, keeper);
    expect(await lost(pictures)).toEqual([]);
    expect(await lostCheckIns(checkIns)).toEqual([]);

    // A phone that heard no answer sends again; so does one whose answer was lost.
    for (const one of sent) expect(await again(one)).toEqual([201, 200]);
    expect(await lost(sent.map(({ key }) => key))).toEqual([]);
    const keys = (await entries()).map((entry) => entry.id);
    expect(sent.map(({ key }) => keys.filter((one) => one === key).length)).toEqual(sent.map(() => 1));
    expect(await lostCheckIns(sent.map(({ report }) => report))).toEqual([]);

    // Control: a picture that is gone is seen to be gone.
    const [gone = { key: '' }] = sent;
    rmSync(join(folder, 'pictures', (await entries()).find((entry) => entry.id === gone.key)?.media?.hash ?? 'none'));
    expect(await lost(sent.map(({ key }) => key))).toEqual([gone.key]);
  }, 90_000);

  it('would be seen to lose pictures and reports if it confirmed before it stored', async () => {
    const hasty = await stage.hastily();
    const { pictures, checkIns, lost, lostCheckIns } = await killedAmidst(await hasty.signInAs('keeper'), await stage.signInAs('keeper'));
    await hasty.close();
    expect((await lost(pictures)).length).toBeGreaterThan(0);
    expect((await lostCheckIns(checkIns)).length).toBeGreaterThan(0);
  }, 90_000);

  it('counts a check-in once whose answer died with it, and which the phone sends again', async () => {
    const before = (await reports()).length;
    const context = await contextOf();
    const page = await signIn(context, 'keeper');
    const keys: string[] = [];
    await page.route('**/api/v1/incidents/*/arrive', async (route) => {
      keys.push((await route.request().allHeaders())['idempotency-key'] ?? '');
      const answer = await route.fetch().catch(() => undefined);
      if (keys.length > 1 && answer) return route.fulfill({ response: answer });
      await killAndStart();
      await route.abort('connectionreset');
    });
    await page.getByTestId('alarm-row').first().click();
    await checkIn(page);
    await page.getByTestId('waiting-chip').waitFor();
    await page.getByTestId('waiting-chip').waitFor({ state: 'detached' });
    expect(new Set(keys).size).toBe(1);
    expect(keys.length).toBeGreaterThan(1);
    expect(await reports()).toHaveLength(before + 1);
    await context.close();
  }, 90_000);
});

it('nothing was thrown', () => {
  expect(errors).toEqual([]);
});
