// The screens of transmission devices and duty checks for who sees badly, uses no mouse, or hears the page read aloud.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { addressOfHex, partId } from '../device-drivers/gb26875/part.ts';
import { accessFaults } from './testing/access.ts';
import { testStage } from './testing/browser.ts';
import { TOWER_STATION } from './testing/invented-panel.ts';
import { go } from './testing/looks.ts';
import { tellStory } from './testing/story.ts';

const TOWER = `/devices/${TOWER_STATION}`;
const PART = `/devices/${encodeURIComponent(partId({ of: TOWER_STATION, systemType: 1, systemAddress: 0, part: { type: 42, address: addressOfHex('03001900') } }))}`;
const stage = testStage();
let desk: Page;
let phone: Page;

/** A page of its own, which stays for every look: each only goes elsewhere. */
async function sit(theme: 'light' | 'dark', width: number): Promise<Page> {
  const page = await stage.sit('admin', { width, height: 800 });
  await page.evaluate((name) => localStorage.setItem('balefire.theme', name), theme);
  await page.reload();
  return page;
}

beforeAll(async () => {
  tellStory(stage.fake.state);
  desk = await sit('light', 1366);
  phone = await sit('dark', 390);
}, 30_000);

type Look = readonly [screen: string, path: string, shown: string];
const LOOKS: readonly Look[] = [
  ['the parts of a device', TOWER, 'part-link'],
  ['its packets', `${TOWER}?tab=packets`, 'packet-field'],
  ['its operations', `${TOWER}?tab=operations`, 'operation'],
  ['its commands', `${TOWER}?tab=commands`, 'command-choose'],
  ['a part of it, and what can be asked of it', PART, 'ask-part'],
  ['a duty check', '/duty', 'duty-tile'],
  ['the checks that were', '/duty?tab=history', 'duty-open'],
  ['plans', '/duty?tab=plans', 'plan'],
  ['the ranking', '/duty?tab=ranking', 'rank-room'],
  ['devices that nobody placed', '/held', 'held-row'],
  ['a device that can be asked', '/devices/post-eagle', 'check-begin'],
];

describe('nothing stands in the way on', () => {
  it.each(LOOKS)('%s, in the light on a desk', async (_, path, shown) => {
    await go(desk, path);
    await desk.getByTestId(shown).first().waitFor();
    expect(await desk.evaluate(accessFaults)).toEqual([]);
  });

  it.each(LOOKS)('%s, in the dark on a phone', async (_, path, shown) => {
    await go(phone, path);
    await phone
      .getByTestId(path.includes('packets') ? 'packet-row' : shown === 'rank-room' ? 'rank-row' : shown)
      .first()
      .waitFor();
    expect(await phone.evaluate(accessFaults)).toEqual([]);
  });

  it('the settings of a link, with a value that is refused', async () => {
    await go(phone, TOWER);
    await phone.getByTestId('link-settings').click();
    await phone.getByTestId('setting-inspectionCycle-own').click();
    await phone.getByTestId('setting-resends-own').click();
    await phone.getByTestId('setting-resends-value').fill('99');
    await phone.getByTestId('link-settings-save').click();
    await phone.getByText('超出范围').waitFor();
    expect(await phone.evaluate(accessFaults)).toEqual([]);
  });

  it('a list of parts with errors', async () => {
    await go(desk, TOWER);
    await desk.getByTestId('parts-import').click();
    const rows = Array.from({ length: 30 }, (_, row) => `一,${row},42,感烟,1层,大堂`).join('\n');
    const buffer = Buffer.from(`\ufeff回路,位号,类型,描述,楼层,房间\n${rows}\n`);
    await desk.getByTestId('import-file').setInputFiles({ name: '部件表.csv', mimeType: 'text/csv', buffer });
    await desk.getByTestId('import-errors-save').waitFor();
    expect(await desk.evaluate(accessFaults)).toEqual([]);
  });

  it('a new plan that is not filled in', async () => {
    await go(phone, '/duty?tab=plans');
    await phone.getByTestId('plan-new').click();
    await phone.getByTestId('plan-save').click();
    await phone.getByText('请填写名称').waitFor();
    expect(await phone.evaluate(accessFaults)).toEqual([]);
  });
});

/** Where it is opened, and by which button. */
const DIALOGS = [
  ['what an alarm was', 'alarm', 'judge'],
  ['the isolation of a point', 'alarm', 'isolate'],
  ['the call of a control room', 'alarm', 'call-room'],
  ['a place', '/estate?place=tower', 'add-place'],
  ['another device for this one', '/devices/smoke-12-05', 'device-replace'],
  ['the removal of a device', '/devices/smoke-12-05', 'device-remove'],
  ['a list of parts', TOWER, 'parts-import'],
  ['a target', '/high-rises', 'set-target'],
  ['a plan', '/duty?tab=plans', 'plan-new'],
  ['a screen that is revoked', '/big-screens', 'screen-revoke'],
] as const;

describe('a dialog', () => {
  let alarm: string;
  beforeAll(() => {
    alarm = `/alarms/${stage.fake.state.raise('smoke', { device: 'smoke-12-05' }).id}`;
  });

  it.each(DIALOGS)('about %s has a name, takes the keyboard into its first field or button, and gives it back', async (_, path, button) => {
    await go(desk, path === 'alarm' ? alarm : path);
    const opener = desk.getByTestId(button).first();
    await opener.focus();
    await desk.keyboard.press('Enter');
    const dialog = desk.getByRole('dialog');
    await dialog.locator(':focus:not(.ant-modal-close)').waitFor();
    const named = await dialog.evaluate((one) => document.getElementById(one.getAttribute('aria-labelledby') ?? '')?.textContent ?? '');
    expect(named).not.toBe('');
    expect(await desk.evaluate(accessFaults)).toEqual([]);
    await desk.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await opener.and(desk.locator(':focus')).waitFor();
  });

  // A press while it grows meets a button that is elsewhere when it is let go, and is lost.
  it.each(DIALOGS)('about %s stands where it stays from its first frame on, also where motion is welcome', async (_, path, button) => {
    await desk.emulateMedia({ reducedMotion: 'no-preference' });
    await go(desk, path === 'alarm' ? alarm : path);
    const opener = desk.getByTestId(button).first();
    await opener.waitFor();
    const moved = await opener.evaluate(
      (one) =>
        new Promise<readonly string[]>((done) => {
          const seen = new Set<string>();
          let frames = 0;
          const look = (): void => {
            const dialog = document.querySelector('[role="dialog"]');
            for (const { effect } of document.getAnimations()) {
              const target = effect instanceof KeyframeEffect ? effect.target : null;
              if (dialog !== null && target?.contains(dialog) === true) seen.add(target.className);
            }
            if (dialog !== null) frames += 1;
            if (frames < 12) requestAnimationFrame(look);
            else done([...seen]);
          };
          look();
          (one as HTMLElement).click();
        }),
    );
    expect(moved).toEqual([]);
    await desk.keyboard.press('Escape');
    await desk.getByRole('dialog').waitFor({ state: 'detached' });
    await desk.emulateMedia({ reducedMotion: 'reduce' });
  });

  it('has four verdicts in one row on a desk, and two and two where they have no room for that', async () => {
    const rows = async (page: Page): Promise<readonly number[]> => {
      await go(page, alarm);
      await page.getByTestId('judge').click();
      const verdicts = page.locator('[data-testid^="verdict-"]');
      await verdicts.first().waitFor();
      const tops = await verdicts.evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
      await page.keyboard.press('Escape');
      return [...new Set(tops)].map((top) => tops.filter((one) => one === top).length);
    };
    await phone.setViewportSize({ width: 600, height: 800 });
    const narrow = await rows(phone);
    await phone.setViewportSize({ width: 390, height: 800 });
    expect([await rows(desk), narrow, await rows(phone)]).toEqual([[4], [2, 2], [2, 2]]);
  });

  it('is never made past the one that knows all this', () => {
    const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
    const makers = sources.filter((name) =>
      /import \{[^}]*\bModal\b[^}]*\} from 'antd'/.test(readFileSync(join(import.meta.dirname, name), 'utf8')),
    );
    expect(makers).toEqual(['dialog.tsx']);
  });
});

describe('a duty check that runs', () => {
  it('is not read aloud every second: only who is absent, and the end', async () => {
    const { duty } = stage.fake.state;
    await go(desk, TOWER);
    await desk.getByTestId('duty-device').click();
    await desk.getByTestId('duty-device-call').click();
    duty.confirm(TOWER_STATION);
    const clock = desk.getByTestId('duty-left');
    await clock.waitFor();
    // A timer is quiet by itself, and nothing around it makes it loud.
    expect(await clock.getAttribute('role')).toBe('timer');
    expect(await clock.evaluate((element) => element.closest('[aria-live], [role="status"], [role="alert"]') === null)).toBe(true);
    expect(await desk.getByTestId('duty-said').textContent()).toBe('');
    duty.absent(TOWER_STATION);
    await desk.getByTestId('duty-said').getByText('脱岗 1 个', { exact: false }).waitFor({ state: 'attached' });
    expect(await desk.getByTestId('duty-said').textContent()).toBe('查岗结束，共 1 个控制室，脱岗 1 个，无法接通 0 个');
  });
});

describe('the finder of faults', () => {
  it('sees each of them', async () => {
    await go(desk, '/duty');
    await desk.getByTestId('duty-tile').first().waitFor();
    await desk.evaluate(() => {
      const box = document.createElement('div');
      box.innerHTML =
        '<button></button><a href="#x">x</a><p role="status"><button>ab</button></p><p class="faint">faint</p>' +
        '<div class="short"><p>long<br>long<br>long</p></div>' +
        '<button aria-describedby="none">abc</button><button aria-hidden="true">abc</button>';
      document.querySelector('#main')?.append(box);
      // The page's policy lets no style attribute in; what a program sets is another matter.
      Object.assign(box.querySelector<HTMLElement>('.faint')?.style ?? {}, { color: '#999', background: '#fff' });
      Object.assign(box.querySelector<HTMLElement>('.short')?.style ?? {}, { height: '30px', overflow: 'auto' });
    });
    const kinds = (await desk.evaluate(accessFaults)).map((fault) => fault.split(':')[0]);
    expect([...new Set(kinds)].sort()).toEqual([
      'aria-describedby of nothing',
      'controls in a live region',
      'hidden from readers and reached by the keyboard',
      'no name',
      'scrolled by the pointer alone',
      'too little contrast',
      'too small',
    ]);
  });
});
