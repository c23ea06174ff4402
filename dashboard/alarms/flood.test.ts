// A flood of alarms on the board: when it begins and ends, what is folded, that no fire ever is, and the law of its order.
import { jest } from '@jest/globals';
import fc from 'fast-check';
import type { AlarmView } from '../../gateway/web/contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';
import { FLOOD_WINDOW_MS, FloodWatch } from '../flood-watch.ts';
import { foldOf, membersOf, OpenAlarms } from '../open-alarms.ts';
import { testStage } from '../testing/browser.ts';
import { InOrder } from '../testing/in-order.ts';
import { makeAlarm } from '../testing/invented-alarms.ts';
import { inventedDevices, inventedPlaces } from '../testing/invented-field.ts';
import { OpenFires } from '../urgency.ts';
import { arrivalsOf, outlineOf } from './arrivals.ts';
import { lastingOf } from './chips.tsx';

const devices = inventedDevices(inventedPlaces(), 1_000_000);
const MINUTE = 60_000;

function alarm(nth: number, name: 'smoke' | 'pressure', more: Partial<AlarmView> = {}): AlarmView {
  const device = devices[nth % devices.length];
  if (device === undefined) throw new Error('the invented estate is empty');
  const making = {
    id: `f${nth}`,
    change: nth,
    at: Date.now(),
    registered: true,
    drill: false,
    incident: { id: `fi${nth}` },
    firstOut: true,
  };
  return { ...makeAlarm(name, device, making as never), ...more };
}

const seldom = fc.constantFrom(false, false, false, true);
/** Mostly open fires of few incidents, so that they meet. */
const change = fc.record({
  id: fc.integer({ min: 0, max: 25 }),
  class: fc.constantFrom<AlarmView['class']>('fire', 'fire', 'fire', 'fire', 'pre-alarm', 'linkage', 'fault', 'notice'),
  attention: fc.constantFrom<AlarmView['attention']>('new', 'acknowledged'),
  firstOut: fc.boolean(),
  closed: seldom,
  drill: seldom,
  incident: fc.constantFrom('i1', 'i2', 'i3'),
  receivedAt: fc.integer({ min: 1, max: 9 }),
});
const batch = fc
  .uniqueArray(change, { selector: ({ id }) => id, maxLength: 16 })
  .map((changes) => changes.map(({ id, ...more }) => alarm(id, 'smoke', more)));
/** Changes of alarms as they come in. */
const batches = fc.array(batch, { maxLength: 8 });
/** How many changes are put in their places one by one: all of a batch, some or none. */
const oneByOne = fc.constantFrom(64, 4, 0);

describe('a flood', () => {
  it('begins with the eleventh alarm in ten minutes and ends when fewer than five are left', () => {
    const watch = new FloodWatch();
    for (let nth = 0; nth < 10; nth += 1) watch.arrived(nth * 1_000);
    expect(watch.now(10_000)).toBeNull();
    watch.arrived(10_000);
    expect(watch.now(10_000)).toEqual({ since: 10_000, lately: 11 });
    expect(watch.now(5_999 + FLOOD_WINDOW_MS)).toEqual({ since: 10_000, lately: 5 });
    expect(watch.now(6_000 + FLOOD_WINDOW_MS)).toBeNull();
  });

  it('is at every moment what the slow and obvious count says', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 * MINUTE }), { maxLength: 80 }), (gaps) => {
        const watch = new FloodWatch();
        const times: number[] = [];
        let at = 0;
        let isOn = false;
        for (const gap of gaps) {
          // Between two alarms the count only falls.
          const left = times.filter((time) => time > at + gap - FLOOD_WINDOW_MS).length;
          if (left < 5) isOn = false;
          at += gap;
          times.push(at);
          if (left + 1 > 10) isOn = true;
          watch.arrived(at);
          expect(watch.now(at)?.lately ?? null).toBe(isOn ? left + 1 : null);
        }
      }),
    );
  });

  it('folds neither a fire nor what came first, and of all others leaves none out', () => {
    fc.assert(
      fc.property(batches, oneByOne, (several, most) => {
        const open = new OpenAlarms(most);
        const truth = new InOrder();
        for (const alarms of several) {
          open.turn(alarms, ({ firstOut }) => firstOut);
          const standing = truth.turn(alarms);
          const { open: all, own, folded } = open.picture;
          expect(all).toEqual(standing);
          expect(own).toEqual(standing.filter((one) => one.class === 'fire' || one.class === 'pre-alarm' || one.firstOut));
          const members = folded.flatMap(({ key }) => membersOf(key, all, own));
          expect(new Set([...own, ...members])).toEqual(new Set(standing));
          const urgency = folded.map((one) => 2 * CLASS_ORDER.indexOf(one.class) + Number(one.drill));
          expect(urgency).toEqual(urgency.toSorted((one, other) => one - other));
          expect(folded.map(({ count }) => count)).toEqual(folded.map(({ key }) => membersOf(key, all, own).length));
        }
      }),
    );
  });
});

describe('the law of the order', () => {
  interface Board {
    turn(changed: readonly AlarmView[]): void;
    open(): readonly AlarmView[];
  }
  const oursBy = (most: number) => (): Board => {
    const alarms = new OpenAlarms(most);
    return { turn: (changed) => alarms.turn(changed, ({ firstOut }) => firstOut), open: () => alarms.picture.open };
  };
  const ours = oursBy(64);
  /** Sorts all anew after each change, by an order of its own. */
  const sorting = (compare: (one: AlarmView, other: AlarmView, all: readonly AlarmView[]) => number) => (): Board => {
    const all = new Map<string, AlarmView>();
    const open = (): AlarmView[] => [...all.values()].filter(({ closed }) => !closed);
    return {
      turn: (changed) => changed.forEach((one) => void all.set(one.id, one)),
      open: () => open().sort((one, other) => compare(one, other, open())),
    };
  };
  /** As many fields as it takes to see what is wrong: some tens. */
  const MANY = 5_000;
  const ids = (some: readonly AlarmView[]): string[] => some.map(({ id }) => id);
  /** Changes of one moment: nothing came before. */
  const atOnce = batch.map((alarms) => [alarms]);
  /** Whether a board keeps the law over many fields. */
  const isKeptBy = (made: () => Board, fields: fc.Arbitrary<readonly (readonly AlarmView[])[]> = batches, numRuns = 200): boolean =>
    !fc.check(
      fc.property(fields, (several) => {
        const [board, law] = [made(), new InOrder()];
        for (const alarms of several) {
          board.turn(alarms);
          expect(ids(board.open())).toEqual(ids(law.turn(alarms)));
        }
      }),
      { numRuns, endOnFailure: true },
    ).failed;

  const keys = {
    class: ({ class: of }: AlarmView) => CLASS_ORDER.indexOf(of),
    drill: ({ drill }: AlarmView) => Number(drill),
    attention: ({ attention }: AlarmView) => Number(attention !== 'new'),
  };
  type Key = (alarm: AlarmView, all: readonly AlarmView[]) => number | string;
  const leads = ({ class: of, firstOut }: AlarmView): boolean => of === 'fire' && firstOut;
  const own: Key = ({ receivedAt }) => -receivedAt;
  /** As young as the youngest fire of its incident that is open now. */
  const withTheOpen: Key = (alarm, all) =>
    leads(alarm)
      ? -Math.max(...all.filter((other) => other.class === 'fire' && other.incident === alarm.incident).map((other) => other.receivedAt))
      : -alarm.receivedAt;
  const first: Key = (alarm) => Number(!leads(alarm));
  const id: Key = (alarm) => alarm.id;
  const by = (...some: readonly Key[]) =>
    sorting((one, other, all) => {
      const key = some.find((of) => of(one, all) !== of(other, all));
      return key && key(one, all) < key(other, all) ? -1 : 1;
    });

  it('is kept by the board, and at once by whoever sorts by its sentence', () => {
    for (const most of [64, 4, 0]) expect(isKeptBy(oursBy(most))).toBe(true);
    expect(isKeptBy(by(keys.class, keys.drill, keys.attention, withTheOpen, first, id), atOnce)).toBe(true);
  });

  it('control: is seen to be broken where a first-out falls when the youngest fire of its incident ends', () => {
    expect(isKeptBy(by(keys.class, keys.drill, keys.attention, withTheOpen, first, id), batches, MANY)).toBe(false);
  });

  const second: Key = (alarm) => Number(leads(alarm));
  const eldest: Key = ({ receivedAt }) => receivedAt;
  const fireOrNear: Key = ({ class: of }) => (of === 'pre-alarm' ? 0 : CLASS_ORDER.indexOf(of));
  it.each<[string, () => Board]>([
    ['a second detector does not lift its first-out', by(keys.class, keys.drill, keys.attention, own, first, id)],
    ['what came first stands below what it leads', by(keys.class, keys.drill, keys.attention, withTheOpen, second, id)],
    ['a drill stands among what is real', by(keys.class, keys.attention, withTheOpen, first, id)],
    ['what is acknowledged stands among what is new', by(keys.class, keys.drill, withTheOpen, first, id)],
    ['the eldest is first', by(keys.class, keys.drill, keys.attention, eldest, first, id)],
    ['a pre-alarm stands among the fires', by(fireOrNear, keys.drill, keys.attention, withTheOpen, first, id)],
  ])('control: is seen to be broken where %s', (_, wrong) => {
    expect(isKeptBy(wrong, atOnce, MANY)).toBe(false);
  });

  it('control: is seen to be broken where the board itself forgets to lift a first-out that stands already', () => {
    const lifts = jest.spyOn(OpenFires.prototype, 'risingWith').mockReturnValue([]);
    expect(isKeptBy(ours, batches, MANY)).toBe(false);
    lifts.mockRestore();
    expect(isKeptBy(ours)).toBe(true);
  });
});

describe('the small bars of a flood', () => {
  it('count each open alarm of the last five minutes once, in its row and in all, and a drill in its row alone', () => {
    const now = 1_790_000_123_456;
    const some = fc.record({
      class: fc.constantFrom<AlarmView['class']>('fire', 'fault', 'notice'),
      drill: fc.boolean(),
      receivedAt: fc.integer({ min: now - 400_000, max: now }),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 60 }), (each) => {
        const open = each.map((more, nth) => alarm(nth, 'smoke', more));
        const { all, of } = arrivalsOf(open, now);
        const since = (Math.floor(now / 10_000) - 29) * 10_000;
        const lately = open.filter(({ receivedAt }) => receivedAt >= since);
        const sum = (bars: readonly number[]): number => bars.reduce((so, one) => so + one, 0);
        expect(sum(all)).toBe(lately.filter(({ drill }) => !drill).length);
        expect([...of.values()].map(sum).reduce((so, one) => so + one, 0)).toBe(lately.length);
        for (const [key, bars] of of) expect(sum(bars)).toBe(lately.filter((one) => foldOf(one) === key).length);
        expect(all[29]).toBe(open.filter((one) => !one.drill && one.receivedAt >= Math.floor(now / 10_000) * 10_000).length);
      }),
    );
  });

  it('show a single one among hundreds', () => {
    expect(outlineOf([0, 1, 300])).toBe('M1 10v-1.0h.8V10zM2 10v-10.0h.8V10z');
    expect(outlineOf([0, 0])).toBe('');
  });
});

describe('a fire that comes late in its incident', () => {
  it('stands on top with its first-out above it, whatever other fires began since', () => {
    const open = new OpenAlarms();
    const others = Array.from({ length: 200 }, (_, nth) => alarm(10 + nth, 'smoke', { incident: `other-${nth}`, receivedAt: 1_000 + nth }));
    open.turn([alarm(1, 'smoke', { incident: 'old', receivedAt: 1 }), ...others], () => false);
    open.turn([alarm(2, 'smoke', { incident: 'old', firstOut: false, receivedAt: 5_000 })], () => false);
    expect(open.picture.open.slice(0, 3).map(({ id }) => id)).toEqual(['f1', 'f2', 'f209']);
    expect(open.picture.own.slice(0, 3).map(({ id }) => id)).toEqual(['f1', 'f2', 'f209']);
  });
});

describe('how long an alarm lasted', () => {
  const life = { occurredAt: 0, receivedAt: 100, restoredAt: null, latching: false, times: 1, acknowledged: null };
  it('is fleeting when it was over in ten seconds before anybody saw it, and stale after a day', () => {
    expect(lastingOf(life, 24 * 60 * MINUTE)).toBeNull();
    expect(lastingOf(life, 24 * 60 * MINUTE + 1)).toBe('stale');
    expect(lastingOf({ ...life, restoredAt: 10_000 }, 60 * MINUTE)).toBe('fleeting');
    expect(lastingOf({ ...life, restoredAt: 10_001 }, 60 * MINUTE)).toBeNull();
    expect(lastingOf({ ...life, restoredAt: 9_000, latching: true }, 60 * MINUTE)).toBeNull();
    const by = { by: 'p', name: 'P', at: 5_000, from: '' };
    expect(lastingOf({ ...life, restoredAt: 9_000, acknowledged: by }, 60 * MINUTE)).toBeNull();
  });
});

const stage = testStage();

describe('the board in a flood', () => {
  it('keeps each fire on its row, folds the others into rows that open, and can be left', async () => {
    const page = await stage.sit('seat-1', { width: 1920, height: 1080 }, '/');
    stage.fake.state.raise('smoke', { device: 'smoke-12-05' });
    await page.getByTestId('alarm-row').first().waitFor();
    const now = Date.now();
    const fires = Array.from({ length: 3 }, (_, nth) => alarm(nth, 'smoke', { receivedAt: now, occurredAt: now }));
    const others = Array.from({ length: 20 }, (_, nth) => {
      const times = { receivedAt: now, occurredAt: now - (nth === 0 ? 25 * 3_600_000 : 0) };
      return alarm(100 + nth, 'pressure', { class: 'fault', latching: false, firstOut: false, ...times });
    });
    stage.fake.burst([...fires, ...others]);
    await page.getByTestId('flood').waitFor();
    for (const { id } of fires) await page.locator(`[data-alarm-id="${id}"]`).waitFor();
    const folded = page.locator('[data-testid="folded-row"][data-class="fault"]').first();
    await folded.waitFor();
    await page.getByTestId('flood').locator('[data-testid="sparkline"][data-arrivals="24"]').waitFor();
    await folded.locator('[data-testid="sparkline"]:not([data-arrivals="0"])').waitFor();
    await look(page, 'folded');
    expect(await page.locator('[data-alarm-id="f100"]').count()).toBe(0);
    await folded.click();
    await page.locator('[data-testid="folded-row"][aria-expanded="true"]').waitFor();
    await look(page, 'opened');
    await page.getByTestId('folded-together').first().click();
    await page
      .getByTestId('together-counts')
      .getByText(/\d+ 条/)
      .waitFor();
    await look(page, 'together');
    await page.keyboard.press('Escape');
    await page.getByTestId('together-counts').waitFor({ state: 'detached' });
    await page.getByTestId('flood-fold').click();
    await page.getByTestId('folded-row').waitFor({ state: 'detached' });
    await look(page, 'left');
    await page.getByTestId('flood-fold').click();
    await folded.waitFor();
    expect(stage.complaints()).toEqual([]);
    await page.context().close();
  }, 60_000);
});

async function look(page: { screenshot(how: { path: string }): Promise<unknown> }, name: string): Promise<void> {
  const folder = process.env['BALEFIRE_PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/flood-${name}.png` });
}
