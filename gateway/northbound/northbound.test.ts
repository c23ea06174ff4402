// Telling other houses: nothing is lost over a refusal or a restart, nothing of a drill is told as real, a fire goes first.

import { CentreReceiver } from './dc09/testing/receiver.ts';
import type { ForwardedFire } from './terminal.ts';
import { aNorth } from './testing/a-north.ts';
import { capFaults } from './testing/cap-rules.ts';
import { FakeReceiver, SECRET } from './testing/fake-receiver.ts';
import { anAlarm } from './testing/stories.ts';

const BY = { id: 'p1', name: '张三', from: '10.0.0.1', at: Date.now() };
const open: { close?(): Promise<void>; remove?(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await (one.remove?.() ?? one.close?.());
});

async function receiver(): Promise<FakeReceiver> {
  const one = await FakeReceiver.open();
  open.push(one);
  return one;
}
async function centre(...[options]: Parameters<typeof CentreReceiver.open>): Promise<CentreReceiver> {
  const one = await CentreReceiver.open(options);
  open.push(one);
  return one;
}
async function north(settings: unknown): ReturnType<typeof aNorth> {
  const one = await aNorth(settings);
  open.push(one);
  return one;
}
const real = (id = 'a1') => anAlarm({ id, verdict: 'real', attention: 'acknowledged', judged: BY, acknowledged: BY });
const fires = (terminal: FakeReceiver): ForwardedFire[] => terminal.got.map(({ body }) => JSON.parse(body) as ForwardedFire);
const dc09 = (receivers: readonly CentreReceiver[], more: object = {}): object => ({
  dc09: { receivers: receivers.map(({ port }) => ({ host: '127.0.0.1', port })), account: '1234', timeoutSeconds: 0.2, tries: 1, ...more },
});

describe('a confirmed fire', () => {
  const terminal = (url: string) => ({
    terminal: { url, secret: SECRET, contacts: [{ place: 'unit', name: '李四', phone: '13800000000' }] },
  });

  it('is passed on to the terminal with who, where and whom to call, well within three seconds, and its receipt is kept', async () => {
    const there = await receiver();
    const { now } = await north(terminal(there.url));
    now.north.start();
    now.change([anAlarm()]);
    expect(there.got).toEqual([]);
    const confirmed = performance.now();
    now.change([real()]);
    await there.until(() => there.got.length === 1);
    expect(performance.now() - confirmed).toBeLessThan(3_000);
    expect(fires(there)[0]).toMatchObject({
      phase: 'confirmed',
      incident: 'i1',
      operator: '张三',
      unit: '示范物业',
      address: '示范物业 · 示范大厦 · 12层',
      contact: { name: '李四', phone: '13800000000' },
      position: { longitude: 121.5, latitude: 31.2 },
      points: 1,
    });
    expect(there.forged).toEqual([]);
    await now.close();
  });

  it('is not passed on while it is unverified, when it was false, or when nothing burns', async () => {
    const there = await receiver();
    const { now } = await north(terminal(there.url));
    now.north.start();
    now.change([anAlarm(), anAlarm({ id: 'a2', verdict: 'false', judged: BY })]);
    now.change([anAlarm({ id: 'a3', class: 'fault', verdict: 'real', judged: BY })]);
    now.change([anAlarm({ id: 'a4', drill: true, verdict: 'real', judged: BY })]);
    expect(now.north.parcels.waiting('terminal')).toBe(0);
    now.change([real('a5')]);
    await there.until(() => there.got.length > 0);
    expect(fires(there).map(({ incident }) => incident)).toEqual(['i5']);
  });

  it('is withdrawn when the verdict is taken back, and ended when the incident is closed', async () => {
    const there = await receiver();
    const { now } = await north(terminal(there.url));
    now.north.start();
    now.change([real()]);
    now.change([anAlarm({ verdict: 'false', judged: BY })]);
    now.change([real()]);
    now.change([{ ...real(), closedAt: Date.now(), condition: 'restored' }]);
    await there.until(() => there.got.length === 4);
    expect(
      fires(there)
        .map(({ phase }) => phase)
        .toSorted(),
    ).toEqual(['confirmed', 'confirmed', 'over', 'withdrawn']);
  });

  it.each(['down', 'refuses', 'no-receipt', 'garbage'] as const)('is sent again, marked, until there is a receipt: %s', async (mood) => {
    const there = await receiver();
    const { now } = await north(terminal(there.url));
    there.mood = mood;
    now.north.start();
    now.change([real()]);
    await there.until(() => there.got.length === 1);
    there.mood = 'well';
    await there.until(() => there.got.length === 2);
    expect(there.got.map(({ isRepeated }) => isRepeated)).toEqual([false, true]);
    expect(new Set(there.got.map(({ id }) => id)).size).toBe(1);
    await now.untilTroubles((ids) => !ids.includes('northbound:terminal'));
    const [record] = now.north.parcels.list({ about: 'i1', limit: 10 });
    expect(record).toMatchObject({ state: 'delivered', receipt: 'R-2', tries: 2 });
    expect(now.north.parcels.attempts(record?.number ?? 0).map(({ outcome }) => outcome)).toEqual([
      mood === 'down' ? 'unreachable' : 'refused',
      'delivered',
    ]);
  });

  it('without a receipt after three seconds is a trouble in words, which ends with the receipt', async () => {
    const there = await receiver();
    const { now } = await north(terminal(there.url));
    there.mood = 'lost';
    now.north.start();
    const confirmed = performance.now();
    now.change([real()]);
    await now.untilTroubles((ids) => ids.includes('northbound:receipt'));
    expect(now.north.uplink()).toEqual({ waiting: 1, receipts: 0 });
    const took = performance.now() - confirmed;
    expect(took).toBeGreaterThanOrEqual(2_990);
    expect(took).toBeLessThan(4_000);
    // Within the three seconds it was tried more than once.
    expect(there.got.length).toBeGreaterThanOrEqual(2);
    expect(now.troubles.all().find(({ id }) => id === 'northbound:receipt')).toMatchObject({ class: 'fire' });
    there.mood = 'well';
    await now.untilTroubles((ids) => !ids.includes('northbound:receipt'));
    expect(now.north.uplink()).toEqual({ waiting: 0, receipts: 1 });
  });

  it('is passed on when the whole incident is confirmed, though no alarm of it was judged by itself', async () => {
    const there = await receiver();
    const { now } = await north(terminal(there.url));
    now.north.start();
    now.change([anAlarm()]);
    now.change([anAlarm()], { incident: { state: 'confirmed', verdict: { ...BY, verdict: 'real', cause: null, note: null } } });
    await there.until(() => there.got.length === 1);
    expect(fires(there)[0]).toMatchObject({ phase: 'confirmed', operator: '张三' });
    expect(now.north.messages.list(undefined, 1)[0]?.xml).toContain('<certainty>Observed<');
  });

  it('whose receipt is late holds up no other', async () => {
    const there = await receiver();
    const { now } = await north(terminal(there.url));
    there.mood = 'lost';
    now.north.start();
    now.change([real()]);
    await there.until(() => there.got.length === 1);
    there.mood = 'well';
    const began = performance.now();
    now.change([real('a2')]);
    now.change([real('a3')]);
    now.change([real('a4')]);
    await there.until(() => there.got.length === 4);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(
      fires(there)
        .map(({ incident }) => incident)
        .toSorted(),
    ).toEqual(['i1', 'i2', 'i3', 'i4']);
  });

  it('that waits is passed on after a restart, and one confirmed while nobody told the room too', async () => {
    const there = await receiver();
    const opened = await north(terminal('http://127.0.0.1:1/'));
    opened.now.north.start();
    opened.now.change([real()]);
    await opened.now.untilTroubles((ids) => ids.includes('northbound:terminal'));
    opened.now.change([real('a2')], { isHeard: false });
    const again = await opened.reopen(terminal(there.url));
    again.north.start();
    await there.until(() => there.got.length === 2);
    expect(
      fires(there)
        .map(({ incident }) => incident)
        .toSorted(),
    ).toEqual(['i1', 'i2']);
    const third = await opened.reopen(terminal(there.url));
    third.north.start();
    third.change([real('a3')]);
    await there.until(() => there.got.some(({ body }) => body.includes('"i3"')));
    expect(there.got.length).toBe(3);
  });
});

describe('the receiving centre', () => {
  it('is told the beginning, each time again, and the end of an alarm, by account and zone', async () => {
    const there = await centre();
    const { now } = await north(dc09([there], { vocabulary: 'ADM-CID', accounts: [{ place: 'tower', account: 'AB12' }] }));
    now.north.start();
    now.change([anAlarm()]);
    now.change([anAlarm({ attention: 'acknowledged' })]);
    now.change([anAlarm({ times: 2 })]);
    now.change([anAlarm({ times: 2, condition: 'restored' })]);
    now.change([anAlarm({ id: 'a2', device: 'call-1', point: 'button', quantity: 'callpoint.pressed', kind: 'callpoint' })]);
    await there.until(() => there.events.length === 4);
    expect(there.events.map(({ data }) => data).toSorted()).toEqual([
      '#AB12|1111 00 001',
      '#AB12|1111 00 001',
      '#AB12|1115 00 002',
      '#AB12|3111 00 001',
    ]);
    expect(there.faults).toEqual([]);
  });

  it('is told of a pulse that came and went within one change', async () => {
    const there = await centre();
    const { now } = await north(dc09([there]));
    now.north.start();
    now.change([anAlarm(), anAlarm({ condition: 'restored' })]);
    await there.until(() => there.events.length === 2);
    expect(there.events.map(({ data }) => data)).toEqual(['#1234|Nri0/FA1^smoke-1 smoke^', '#1234|Nri0/FH1^smoke-1 smoke^']);
  });

  it('gets the fire before all the faults that waited when the line comes back, each event once, none lost', async () => {
    const there = await centre();
    there.manner = 'nothing';
    const { now } = await north(dc09([there]));
    now.north.start();
    const faults = Array.from({ length: 30 }, (_, nth) =>
      anAlarm({ id: `a${nth}`, device: `d${nth}`, class: 'fault', quantity: 'fault.sensor' }),
    );
    now.change(faults);
    await now.untilTroubles((ids) => ids.includes('northbound:dc09'));
    now.change([anAlarm({ id: 'a99', device: 'smoke-9' })]);
    there.manner = 'right';
    await there.until(() => there.events.length === 31);
    expect(there.events[0]?.data).toContain('/FA');
    expect(new Set(there.events.map(({ sequence }) => sequence)).size).toBe(31);
    await now.untilTroubles((ids) => !ids.some((id) => id.startsWith('northbound')));
  });

  it('loses nothing over a restart: the sequence stays the same for a re-send, and nothing delivered is told again', async () => {
    const there = await centre();
    const opened = await north(dc09([there]));
    opened.now.north.start();
    opened.now.change([anAlarm()]);
    await there.until(() => there.events.length === 1);
    there.manner = 'nothing';
    opened.now.change([anAlarm({ id: 'a2', device: 'smoke-2' })]);
    await opened.now.untilTroubles((ids) => ids.includes('northbound:dc09'));
    opened.now.change([anAlarm({ id: 'a3', device: 'smoke-3' })], { isHeard: false });
    there.manner = 'right';
    const again = await opened.reopen();
    again.north.start();
    await there.until(() => there.events.length === 3);
    expect(there.events.map(({ sequence }) => sequence)).toEqual(['0001', '0002', '0003']);
    const third = await opened.reopen();
    third.north.start();
    third.change([anAlarm({ id: 'a4', device: 'smoke-4' })]);
    await there.until(() => there.events.length === 4);
    expect(there.events.map(({ data }) => data.replace(/\^.*/, ''))).toEqual([
      '#1234|Nri0/FA1',
      '#1234|Nri0/FA2',
      '#1234|Nri0/FA3',
      '#1234|Nri0/FA4',
    ]);
  });

  it.each([
    ['none', []],
    ['test', ['#1234|Nri0/RP1^smoke-1 smoke^']],
  ])('is told of a drill by setting (%s), and never as a fire', async (drills, told) => {
    const there = await centre();
    const { now } = await north(dc09([there], { drills }));
    now.north.start();
    now.change([anAlarm({ drill: true }), anAlarm({ drill: true, condition: 'restored' })]);
    now.change([anAlarm({ id: 'a2', device: 'smoke-2' })]);
    await there.until(() => there.events.some(({ data }) => data.includes('smoke-2')));
    await there.until(() => there.events.length === told.length + 1);
    expect(there.events.map(({ data }) => data).filter((data) => !data.includes('smoke-2'))).toEqual(told);
  });

  it('that does not answer the link test is a trouble, and one that answers again ends it', async () => {
    const there = await centre();
    there.manner = 'nothing';
    const { now } = await north(dc09([there], { heartbeatSeconds: 5 }));
    now.north.start();
    await now.untilTroubles((ids) => ids.includes('northbound:dc09:line'));
    there.manner = 'right';
    await now.untilTroubles((ids) => !ids.includes('northbound:dc09:line'));
    expect(there.heard.some(({ token }) => token === 'NULL')).toBe(true);
  });
});

describe('CAP messages', () => {
  it('are one a turn: alert, update with a second point and a verdict, cancel of a false alarm, each referring to those before', async () => {
    const { now } = await north({});
    now.north.start();
    now.change([anAlarm()]);
    now.change([anAlarm({ attention: 'acknowledged' })]);
    now.change([anAlarm({ id: 'a2', device: 'smoke-2', incident: 'i1' })]);
    now.change([anAlarm({ id: 'a3', device: 'smoke-3', incident: 'i1' })]);
    for (const verdict of ['real', 'false'] as const)
      now.change(['a1', 'a2', 'a3'].map((id, nth) => anAlarm({ id, device: `smoke-${nth + 1}`, incident: 'i1', verdict, judged: BY })));
    const messages = now.north.messages.list(undefined, 10).toReversed();
    expect(messages.map(({ msgType, status }) => `${msgType} ${status}`)).toEqual([
      'Alert Actual',
      'Update Actual',
      'Update Actual',
      'Cancel Actual',
    ]);
    for (const { xml } of messages) expect(capFaults(xml)).toEqual([]);
    const [first, second, third, last] = messages;
    for (const earlier of [first, second, third]) expect(last?.xml).toContain(`,${earlier?.identifier},`);
    expect(second?.xml).toContain('<certainty>Likely<');
    expect(third?.xml).toContain('<certainty>Observed<');
  });

  it('are pushed, signed, at least once; of a drill only to those who want exercises', async () => {
    const serious = await receiver();
    const trainer = await receiver();
    const { now } = await north({
      cap: {
        push: [
          { url: serious.url, secret: SECRET },
          { url: trainer.url, secret: SECRET, drills: true },
        ],
      },
    });
    now.north.start();
    serious.mood = 'down';
    now.change([anAlarm({ id: 'a9', drill: true })]);
    now.change([anAlarm()]);
    await serious.until(() => serious.got.length === 1);
    serious.mood = 'well';
    await serious.until(() => serious.got.length === 2);
    await trainer.until(() => trainer.got.length === 2);
    expect(serious.got.map(({ isRepeated }) => isRepeated)).toEqual([false, true]);
    expect(serious.got.every(({ body }) => body.includes('<status>Actual<'))).toBe(true);
    expect(trainer.got.map(({ body }) => /<status>(\w+)</.exec(body)?.[1]).toSorted()).toEqual(['Actual', 'Exercise']);
    expect(serious.got[0]?.contentType).toBe('application/cap+xml');
    expect([serious.forged, trainer.forged]).toEqual([[], []]);
  });

  it('of a storm in one incident are a handful, and a storm costs each alarm the same', async () => {
    const { now } = await north({});
    now.north.start();
    const storm = (from: number, count: number): number => {
      const began = performance.now();
      for (let nth = from; nth < from + count; nth += 1) {
        const alarm = anAlarm({ id: `a${nth}`, device: `d${nth}`, incident: 'i0', change: nth * 2 });
        now.north.take({ alarms: [alarm], incidents: [] });
      }
      return performance.now() - began;
    };
    now.change([anAlarm({ id: 'a0', device: 'd0', incident: 'i0' })]);
    storm(1, 500);
    const early = storm(501, 2_000);
    storm(2_501, 20_000);
    const late = storm(22_501, 2_000);
    expect(now.north.messages.list(undefined, 100).length).toBe(2);
    expect(late).toBeLessThan(early * 5 + 50);
  });
});

it('a disk that refuses loses nothing: it is kept in memory and told when the disk takes it', async () => {
  const there = await centre();
  const { now } = await north(dc09([there]));
  now.north.start();
  now.database.exec("CREATE TRIGGER refuse BEFORE INSERT ON northbound_parcel BEGIN SELECT RAISE(FAIL, 'disk full'); END");
  now.change([anAlarm()]);
  expect(now.troubles.all().map(({ id }) => id)).toContain('northbound');
  now.change([anAlarm({ condition: 'restored' })]);
  now.database.exec('DROP TRIGGER refuse');
  await there.until(() => there.events.length === 2);
  expect(there.events.map(({ data }) => data.slice(0, 14))).toEqual(['#1234|Nri0/FA1', '#1234|Nri0/FH1']);
  await now.untilTroubles((ids) => !ids.includes('northbound'));
});
