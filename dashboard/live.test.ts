// The screen's store against what a gateway, a network and a flood do to it.
import fc from 'fast-check';
import type { AlarmView, CommandView, PointValue } from '../gateway/web/contract.ts';
import { connectionOf, mayBeOld, readingKey } from './live-view.ts';
import { anAlarm, aStore, COUNTS, ids, opened, welcome } from './testing/a-store.ts';
import { InOrder } from './testing/in-order.ts';

describe('a state that comes in pages', () => {
  const fires = [anAlarm('a', 9)];

  it('shows its fires at once, says how much is to come, and is whole at the last page', () => {
    const { store, frame } = aStore();
    store.opened();
    store.on.welcome({ ...welcome(10, fires), left: 2 });
    frame();
    expect([ids(store), store.view().coming]).toEqual([['a'], 2]);
    store.on.more({ now: 50_010, alarms: [anAlarm('b', 4), anAlarm('c', 5)], incidents: [], left: 0 });
    frame();
    expect([new Set(ids(store)), store.view().coming]).toEqual([new Set(['a', 'b', 'c']), 0]);
  });

  it('finds by its id what is still to come as it stood before, lists only what is told, and forgets at its end what is gone', () => {
    const { store, frame } = opened([anAlarm('a', 4), anAlarm('b', 5), anAlarm('gone', 6)]);
    store.on.welcome({ ...welcome(20, [anAlarm('a', 12)]), left: 2 });
    frame();
    const told = () => [...store.view().alarms.values()].map(({ id }) => id);
    const found = (id: string) => store.view().alarms.get(id)?.change;
    expect([told(), store.view().alarms.size, found('a'), found('b'), found('gone')]).toEqual([['a'], 1, 12, 5, 6]);
    // The line breaks before the end of it: what is told anew once more is told over the same memory.
    store.lost();
    store.opened();
    store.on.welcome({ ...welcome(21, []), left: 3 });
    frame();
    expect([told(), found('a'), found('b'), store.view().alarms.has('gone')]).toEqual([[], 4, 5, true]);
    store.on.more({ now: 50_010, alarms: [anAlarm('a', 12), anAlarm('b', 13)], incidents: [], left: 0 });
    frame();
    expect([new Set(told()), found('b'), store.view().alarms.has('gone')]).toEqual([new Set(['a', 'b']), 13, false]);
    store.forget();
    frame();
    expect(store.view().alarms.has('b')).toBe(false);
  });

  it('keeps what changed meanwhile, and asks for all of it where the line breaks before its end', () => {
    const { store, frame, asked } = aStore();
    store.opened();
    store.on.welcome({ ...welcome(10, fires), left: 2 });
    store.on.changes({ now: 50_005, since: 10, change: 11, alarms: [anAlarm('b', 11, { attention: 'acknowledged' })], incidents: [] });
    store.on.more({ now: 50_010, alarms: [anAlarm('b', 4)], incidents: [], left: 1 });
    frame();
    expect(store.view().alarms.get('b')?.attention).toBe('acknowledged');
    expect([store.handshake(), asked()]).toEqual([{}, 0]);
    store.on.more({ now: 50_010, alarms: [anAlarm('c', 5)], incidents: [], left: 0 });
    expect(store.handshake()).toEqual({ boot: 'b1', change: 11 });
  });

  it('tells a flood by when the alarms came, whatever the order in which they are told', () => {
    const { store, frame } = aStore();
    const came = Array.from({ length: 12 }, (_, nth) => anAlarm(`f${nth}`, nth + 1, { receivedAt: 40_000 + ((nth * 7) % 12) * 100 }));
    store.opened();
    store.on.welcome({ ...welcome(20, came.slice(0, 6)), left: 6 });
    store.on.more({ now: 50_000, alarms: came.slice(6), incidents: [], left: 0 });
    frame();
    expect(store.view().flood).toEqual({ since: 41_000, lately: 12 });
  });
});

describe('the live store', () => {
  it('stands empty until the gateway tells the whole state, and then shows it', () => {
    const { store, frame } = aStore();
    expect(store.view().epoch).toBe(0);
    expect(store.handshake()).toEqual({});
    store.opened();
    store.on.welcome(welcome(10, [anAlarm('a', 9)]));
    frame();
    expect(ids(store)).toEqual(['a']);
    expect(store.view().epoch).toBe(1);
    expect(store.handshake()).toEqual({ boot: 'b1', change: 10 });
  });

  it('takes changes that follow on what it holds', () => {
    const { store, frame, asked } = opened([anAlarm('a', 9)]);
    store.on.changes({
      now: 50_100,
      since: 10,
      change: 12,
      alarms: [anAlarm('b', 11), anAlarm('a', 12, { attention: 'acknowledged' })],
      incidents: [],
    });
    frame();
    expect(ids(store)).toEqual(['b', 'a']);
    expect(store.view().alarms.get('a')?.attention).toBe('acknowledged');
    expect(asked()).toBe(0);
  });

  it('asks for the whole state when a change is missing, and trusts nothing until it came', () => {
    const { store, frame, asked } = opened([anAlarm('a', 9)]);
    store.on.changes({ now: 50_100, since: 11, change: 12, alarms: [anAlarm('b', 12)], incidents: [] });
    frame();
    expect(asked()).toBe(1);
    expect(store.handshake()).toEqual({});
    expect(store.view().wire.trusted).toBe(false);
    expect(mayBeOld(store.view().wire, 1_000)).toBe(true);
    store.on.welcome(welcome(12, [anAlarm('b', 12)]));
    frame();
    expect(ids(store)).toEqual(['b']);
    expect(store.view().wire.trusted).toBe(true);
  });

  it('notices by the heartbeat that a change was lost on the way', () => {
    const { store, asked } = opened();
    store.on.heartbeat({ now: 50_100, change: 10, counts: COUNTS });
    expect(asked()).toBe(0);
    store.on.heartbeat({ now: 50_200, change: 11, counts: COUNTS });
    expect(asked()).toBe(1);
  });

  it('resumes after a break: a memory is not live until the gateway confirmed it', () => {
    const { store, frame, at } = opened([anAlarm('a', 9)]);
    store.lost();
    store.opened();
    frame();
    at(1_500);
    expect(connectionOf(store.view().wire, 1_500).is).toBe('reconnecting');
    expect(mayBeOld(store.view().wire, 1_500)).toBe(true);
    store.on.changes({ now: 50_500, since: 10, change: 11, alarms: [anAlarm('b', 11)], incidents: [] });
    frame();
    expect(connectionOf(store.view().wire, 1_500).is).toBe('live');
    expect(ids(store)).toEqual(['b', 'a']);
    expect(store.view().epoch).toBe(2);
  });

  it('forgets everything it held when another gateway answers', () => {
    const { store, frame } = opened([anAlarm('a', 9)]);
    store.on.welcome({ ...welcome(3, [anAlarm('z', 2)]), boot: 'b2' });
    frame();
    expect(ids(store)).toEqual(['z']);
    expect(store.handshake()).toEqual({ boot: 'b2', change: 3 });
  });

  it('never lets an older state of an alarm overwrite a younger one', () => {
    const { store, frame } = opened([anAlarm('a', 9)]);
    store.on.changes({ now: 1, since: 10, change: 12, alarms: [anAlarm('a', 12, { attention: 'acknowledged' })], incidents: [] });
    store.learn(anAlarm('a', 11));
    frame();
    expect(store.view().alarms.get('a')?.attention).toBe('acknowledged');
    store.learn(anAlarm('a', 13, { closed: true, closedAt: 5 }));
    frame();
    expect(ids(store)).toEqual([]);
    expect(store.view().alarms.get('a')?.closed).toBe(true);
  });

  it('makes one picture for any number of events before the frame', () => {
    const { store, frame, frames } = opened();
    const before = frames();
    let told = 0;
    store.subscribe(() => {
      told += 1;
    });
    for (let change = 11; change <= 510; change += 1)
      store.on.changes({ now: 50_000, since: change - 1, change, alarms: [anAlarm(`a${change}`, change)], incidents: [] });
    expect(frames() - before).toBe(1);
    frame();
    expect(told).toBe(1);
    expect(ids(store)).toHaveLength(500);
  });

  it('shows in the next picture what arrives while one is made and not yet shown', () => {
    const { store, make, frame } = opened();
    store.on.changes({ now: 50_000, since: 10, change: 11, alarms: [anAlarm('a', 11)], incidents: [] });
    const show = make();
    store.on.changes({ now: 50_000, since: 11, change: 12, alarms: [anAlarm('b', 12)], incidents: [] });
    show();
    expect(ids(store)).toEqual(['a']);
    frame();
    expect(ids(store).sort()).toEqual(['a', 'b']);
  });

  it('keeps the parts of the picture that did not change, so that nothing is drawn in vain', () => {
    const { store, frame } = opened([anAlarm('a', 9)]);
    const before = store.view();
    store.on.heartbeat({ now: 50_100, change: 10, counts: COUNTS });
    frame();
    expect(store.view().open).toBe(before.open);
    expect(store.view().alarms).toBe(before.alarms);
    expect(store.view().wire).not.toBe(before.wire);
  });

  it('folds readings to the latest of each point, and forgets those nobody watches any more', () => {
    const { store, frame } = opened();
    const value = (at: number): PointValue => ({
      point: 'pressure',
      quantity: 'water.pressure',
      title: { zh: '水压', en: 'Pressure' },
      value: at,
      at,
      receivedAt: at,
      quality: 'good',
      stale: false,
    });
    store.on.readings({
      now: 50_000,
      readings: [
        { device: 'd1', point: 'pressure', value: value(1) },
        { device: 'd1', point: 'pressure', value: value(2) },
        { device: 'd2', point: 'pressure', value: value(3) },
      ],
      folded: 4,
    });
    frame();
    expect(store.view().readings.get(readingKey('d1', 'pressure'))?.value).toBe(2);
    store.watching(['d2']);
    frame();
    expect([...store.view().readings.keys()]).toEqual([readingKey('d2', 'pressure')]);
  });

  it('keeps the youngest state of a command however the wire mixes them', () => {
    const { store, frame } = opened();
    const command = (state: CommandView['state'], changedAt: number): CommandView => ({
      id: 'c',
      device: 'd',
      command: 'play',
      arguments: {},
      state,
      reason: null,
      result: [],
      by: 'p',
      name: 'p',
      at: 1,
      expiresAt: 9,
      changedAt,
      drill: false,
    });
    store.on.commands({ now: 1, commands: [command('done', 3), command('sent', 2)] });
    frame();
    expect(store.view().commands.get('c')?.state).toBe('done');
  });

  it('keeps a bounded number of closed alarms and every open one', () => {
    const { store, frame } = opened();
    const closed = Array.from({ length: 400 }, (_, place) => anAlarm(`c${place}`, 11 + place, { closed: true, closedAt: place }));
    store.on.changes({ now: 1, since: 10, change: 500, alarms: [...closed, anAlarm('open', 500)], incidents: [] });
    frame();
    expect(store.view().alarms.size).toBe(201);
    expect(store.view().alarms.has('c399')).toBe(true);
    expect(store.view().alarms.has('c0')).toBe(false);
    expect(ids(store)).toEqual(['open']);
  });

  it('holds the same open alarms in the same order as sorting all of them anew would', () => {
    const change = fc.record({
      id: fc.integer({ min: 0, max: 30 }),
      class: fc.constantFrom<AlarmView['class']>('fire', 'pre-alarm', 'fault', 'notice'),
      attention: fc.constantFrom<AlarmView['attention']>('new', 'acknowledged'),
      receivedAt: fc.integer({ min: 0, max: 9 }),
      closed: fc.boolean(),
      drill: fc.boolean(),
      firstOut: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 12 }), { maxLength: 12 }), (batches) => {
        const { store, frame } = opened();
        const truth = new InOrder();
        let number = 10;
        for (const batch of batches) {
          const since = number;
          const alarms = batch.map(({ id, ...more }, place) => anAlarm(`a${id}`, since + place + 1, more));
          number = since + batch.length;
          truth.turn(alarms);
          store.on.changes({ now: 1, since, change: number, alarms, incidents: [] });
          frame();
        }
        expect(store.view().open).toEqual(truth.turn([]));
      }),
    );
  });
});
