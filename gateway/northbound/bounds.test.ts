// What is told to other houses has bounds: a queue that is full, a record that is long, messages that were trimmed.
import fc from 'fast-check';
import { CapMessages } from './cap-messages.ts';
import { Courier } from './courier.ts';
import { CentreReceiver } from './dc09/testing/receiver.ts';
import type { Parcels } from './parcels.ts';
import type { RealStory } from './story.ts';
import { aNorth, type TestNorth } from './testing/a-north.ts';
import { FakeReceiver, SECRET } from './testing/fake-receiver.ts';
import { anAlarm, realStory } from './testing/stories.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

async function north(settings: unknown): Promise<TestNorth> {
  const opened = await aNorth(settings);
  ended.push(() => opened.remove());
  return opened.now;
}

it('a queue that is full makes room for nothing but what is less than a fire, and says so', async () => {
  const now = await north({});
  const { parcels } = now.north;
  const parcel = (urgency: number) => ({ target: 't', urgency, about: 'x', path: [], body: '', madeAt: 1 });
  const bounded = new (parcels.constructor as new (...made: ConstructorParameters<typeof Parcels>) => Parcels)(now.database, 3);
  expect([bounded.put(parcel(1)), bounded.put(parcel(0)), bounded.put(parcel(0))]).toEqual([false, false, false]);
  expect(bounded.put(parcel(0))).toBe(true);
  expect(bounded.put(parcel(0))).toBe(false);
  expect(bounded.waiting('t')).toBe(4);
  expect(
    bounded
      .list({ limit: 10 })
      .filter(({ state }) => state === 'displaced')
      .map(({ urgency }) => urgency),
  ).toEqual([1]);
});

it('a queue that was too full is a trouble until there is room in it again', async () => {
  const there = await CentreReceiver.open();
  ended.push(() => there.close());
  there.manner = 'nothing';
  const receivers = [{ host: '127.0.0.1', port: there.port }];
  const now = await north({ dc09: { receivers, account: '1234', timeoutSeconds: 0.2, tries: 1 } });
  now.north.start();
  const fault = (nth: number) => anAlarm({ id: `a${nth}`, device: `d${nth}`, class: 'fault', quantity: 'fault.sensor', incident: 'i1' });
  now.north.take({ alarms: Array.from({ length: 10_001 }, (_, nth) => fault(nth)), incidents: [] });
  await now.untilTroubles((ids) => ids.includes('northbound:dc09:full'));
  there.manner = 'right';
  await now.untilTroubles((ids) => !ids.includes('northbound:dc09:full'));
  expect(now.north.parcels.waiting('dc09')).toBeLessThan(10_000);
}, 60_000);

it.each([
  [{ is: 'refused', why: 'DUH' }, 'given-up'],
  [{ is: 'refused', why: 'DUH', isUndecided: true }, 'waiting'],
] as const)('what was refused so often is put aside only where nobody is left who might take it: %j is %s', async (delivery, state) => {
  const now = await north({});
  const { parcels } = now.north;
  parcels.put({ target: 't', urgency: 0, about: 'x', path: [], body: '', madeAt: 1 });
  const tried = new Promise<void>((done) => {
    const nothing = () => undefined;
    const courier = new Courier({
      target: 't',
      parcels,
      carry: async () => delivery,
      clock: Date.now,
      atOnce: 1,
      refusals: 1,
      onTry: () => void courier.stop().then(done),
      onGivenUp: nothing,
      onBroken: nothing,
    });
    courier.start();
  });
  await tried;
  expect(parcels.list({ about: 'x', limit: 1 })).toMatchObject([{ state, tries: 1 }]);
});

it('what was refused for good stands as a trouble over a restart, until something later about it arrives or a person has seen it', async () => {
  const there = await FakeReceiver.open();
  ended.push(() => there.close());
  const opened = await aNorth({ cap: { push: [{ url: there.url, secret: SECRET }] } });
  ended.push(() => opened.remove());
  const id = 'northbound:cap:1:given-up';
  const refused = (about: string, path: readonly string[]): number => {
    const { parcels } = opened.now.north;
    parcels.put({ target: 'cap:1', urgency: 0, about, path, body: '', madeAt: Date.now() });
    const parcel = parcels.next('cap:1', Date.now());
    if (!parcel) throw new Error('nothing waits');
    parcels.failed(parcel, { at: Date.now(), tookMs: 1, outcome: 'refused', detail: 'HTTP 422' }, null);
    return parcel.number;
  };
  refused('i1', ['unit', 'tower']);
  const last = refused('i2', ['unit', 'tower']);
  const elsewhere = refused('i3', ['farm']);
  let now = await opened.reopen();
  now.north.start();
  const stands = (): string | undefined => now.troubles.all().find((one) => one.id === id)?.detail.en;
  expect(stands()).toBe('3 of them, the newest i3: HTTP 422');
  // Whoever sees the unit alone has seen nothing of the farm.
  expect(now.north.seenGivenUp('cap:1', last - 1, 'unit')).toBe(1);
  expect(now.north.states()[0]?.givenUp.map(({ about }) => about)).toEqual(['i3', 'i2']);
  now.north.parcels.put({ target: 'cap:1', urgency: 0, about: 'i2', path: ['unit'], body: '<alert/>', madeAt: Date.now() });
  now = await opened.reopen();
  now.north.start();
  await there.until(() => there.got.length === 1);
  await now.untilTroubles(() => stands() === 'i3: HTTP 422');
  // The one about i2 too: it was refused, whatever came after it.
  expect(now.north.seenGivenUp('cap:1', elsewhere, undefined)).toBe(2);
  expect(stands()).toBeUndefined();
});

it('of a parcel that was tried ten thousand times the last fifty tries are told', async () => {
  const now = await north({});
  const { parcels } = now.north;
  parcels.put({ target: 't', urgency: 0, about: 'x', path: [], body: '', madeAt: 1 });
  const { number = 0 } = parcels.next('t', 1) ?? {};
  now.database.transaction(() => {
    for (let at = 1; at <= 10_000; at += 1)
      parcels.failed({ number, target: 't' }, { at, tookMs: 1, outcome: 'unreachable', detail: 'ETIMEDOUT' }, 0);
  })();
  expect(parcels.attempts(number).map(({ at }) => at)).toEqual(Array.from({ length: 50 }, (_, nth) => 9_951 + nth));
});

const SITE = {
  sender: 'balefire',
  name: '烽燧',
  scope: { is: 'Public' },
  isBeingTested: false,
  radiusKm: 0.1,
  offsetAt: () => 480,
} as const;

it('CAP messages have identifiers that none had before, also where the earlier ones of their incident were trimmed', async () => {
  const now = await north({});
  const messages = new CapMessages(now.database, SITE, 3);
  const [some = {}] = fc.sample(realStory, 1);
  const turns = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
  const story = { ...some, incident: 'i1', phase: 'open', verdict: 'unverified', withheld: null, mergedInto: null } as RealStory;
  const of = (incident: string, turn: string): string => messages.tell({ ...story, incident }, turn, 1)?.identifier ?? '';
  const given = turns.flatMap((turn, nth) => [of('i1', turn), of(`i${nth + 2}`, turn)]);
  expect([given.length, new Set(given).size]).toEqual([16, 16]);
  expect(given).not.toContain('');
  // The same turn is no news, and what is laid aside is still what it was told to be.
  expect(of('i1', 'eight')).toBe('');
  expect(messages.tell({ ...story, incident: 'i1', withheld: 'laid-aside' }, 'nine', 1)).toBeUndefined();
  expect(messages.list(undefined, 100)).toHaveLength(3);
  // Its end is news all the same, and so is that it was nothing.
  const aside = (incident: string, more: Partial<RealStory>) =>
    messages.tell({ ...story, incident, withheld: 'laid-aside', ...more } as RealStory, 'nine', 1)?.xml;
  expect(aside('i1', { phase: 'over' })).toContain('<msgType>Update</msgType>');
  expect(aside('i9', { verdict: 'false' })).toContain('<msgType>Cancel</msgType>');
  const long = new CapMessages(now.database, SITE, 100);
  const named = Array.from({ length: 25 }, (_, nth) => {
    const { identifier = '', xml = '' } = long.tell({ ...story, incident: 'long' }, `${nth}`, 1) ?? {};
    return { identifier, references: (/<references>(.*)<\/references>/.exec(xml)?.[1] ?? '').split(' ').map((one) => one.split(',')[1]) };
  });
  const told = named.map(({ identifier }) => identifier);
  expect(named.at(-1)?.references).toEqual([told[0], ...told.slice(5, 24)]);
  for (const [nth, path] of [['farm-2'], ['farm', 'post'], ['old-farm']].entries())
    messages.tell({ ...story, incident: `i9${nth}`, path }, 'one', 1);
  const listed = (place?: string): string[] => messages.list(place, 100).map(({ incident }) => incident);
  expect([listed('farm'), listed('post'), listed()]).toEqual([['i91'], ['i91'], ['i92', 'i91', 'i90']]);
});
