// One screen's lane on a wire that a test opens and shuts: what is never folded, what is, and when it is too slow.
import fc from 'fast-check';
import { driverOf } from '../../device-drivers/catalogue.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { Incident } from '../alarms/incident.ts';
import { IncidentRoll } from '../alarms/incident-roll.ts';
import type { CommandRecord } from '../commands/commands.ts';
import { Estate } from '../estate/estate.ts';
import { EstateStore } from '../estate/estate-store.ts';
import { Presence } from '../estate/presence.ts';
import { MemoryTable } from '../memory-table.ts';
import { type Database, openDatabase } from '../sqlite.ts';
import { scratchFolder } from '../testing/scratch.ts';
import { AlarmViews } from './alarm-views.ts';
import { ChangeRing } from './change-ring.ts';
import { DeviceViews } from './device-views.ts';
import { LiveLane } from './live-lane.ts';
import { type FakeClock, fakeClock } from './testing/fake-clock.ts';
import { alarm, drain, heldBy, incident, NarrowWire } from './testing/narrow-wire.ts';
import { isWithoutGap } from './testing/screen.ts';

let scratch: { path: string; remove: () => void };
let db: Database;
let estate: Estate;
let presence: Presence;
let clock: FakeClock;
let open: Map<string, Alarm>;
let incidents: Map<string, Incident>;
let uplink: { waiting: number; receipts: number } | undefined;
beforeEach(() => {
  scratch = scratchFolder('lane');
  db = openDatabase(`${scratch.path}/state.db`, 'normal');
  estate = new Estate(new EstateStore(db), driverOf);
  for (const [id, parent] of [
    ['a', 'root'],
    ['b', 'root'],
  ] as const) {
    estate.putPlace({ id, parent, kind: 'building', name: id, longitude: null, latitude: null });
    estate.register(
      { id: `device-${id}`, model: 'balefire/hydrant-pressure', name: id, place: id, modbus: null, longitude: null, latitude: null },
      null,
    );
  }
  presence = new Presence(new MemoryTable(db));
  clock = fakeClock();
  open = new Map();
  incidents = new Map();
  uplink = undefined;
});
afterEach(() => {
  db.close();
  scratch.remove();
});

function aLane(wire: NarrowWire, ring: ChangeRing): LiveLane {
  const rollOf = ({ alarms }: Incident) => IncidentRoll.of(alarms.flatMap((id) => open.get(id) ?? []));
  const desk = {
    alarm: (id: string) => open.get(id),
    incident: (id: string) => incidents.get(id),
    rollOf,
    open: () => open.values(),
    openOf: () => [],
    openIncidents: () => incidents.values(),
  };
  const deviceViews = new DeviceViews({ estate, presence, desk, driverOf, clock: clock.now });
  const alarmViews = new AlarmViews({
    places: estate.places,
    desk,
    driverOf,
    deviceOf: (id) => estate.device(id),
    falseBefore: () => 0,
    addressOf: (id) => estate.device(id)?.address,
  });
  const rooms = {
    boot: 'boot',
    ring,
    alarmViews,
    deviceViews,
    estate,
    presence,
    desk,
    troubles: () => [],
    uplink: () => uplink,
    happenings: { latest: 0, for: () => [] },
    judgement: () => ({ written: 0, waiting: [] }),
    clock: clock.now,
  };
  return new LiveLane(wire, rooms, { devices: 2, online: 0, silent: 2, held: 0 });
}

describe('a state of thousands of alarms', () => {
  const standing = (count: number, of: Alarm['class']): void => {
    for (let nth = 0; nth < count; nth += 1) {
      const one = { ...alarm(open.size + 1, 'a'), class: of, incident: `incident-${open.size + 1}`, attention: 'new' } as Alarm;
      open.set(one.id, one);
      incidents.set(one.incident, { ...incident(one.change, 'a', one.incident), alarms: [one.id], firstOut: one.id });
    }
  };

  it('comes in pages with the fires on the first, each with its incident, and then says that it is whole', () => {
    standing(950, 'fault');
    standing(3, 'fire');
    const wire = new NarrowWire('root');
    drain(wire, aLane(wire, new ChangeRing(2_000)));
    const [welcome] = wire.all('welcome');
    expect(welcome?.alarms.slice(0, 3).map((one) => one.class)).toEqual(['fire', 'fire', 'fire']);
    expect(welcome?.alarms).toHaveLength(200);
    const pages = [welcome, ...wire.all('more')];
    expect(pages.flatMap((one) => one?.alarms ?? [])).toHaveLength(953);
    for (const page of pages) expect(page?.incidents.map((one) => one.id)).toEqual(page?.alarms.map((one) => one.incident));
    expect(pages.at(-1)?.left).toBe(0);
  });

  it('and what changes while it comes end in what is open, in whatever order both arrive', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ is: fc.constant('new' as const), count: fc.integer({ min: 1, max: 300 }) }),
        fc.record({ is: fc.constantFrom('change' as const, 'close' as const), nth: fc.nat() }),
        fc.constant({ is: 'free' as const }),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900 }), steps, (count, doing) => {
        open.clear();
        incidents.clear();
        standing(count, 'fault');
        let number = 10_000;
        const ring = new ChangeRing(number);
        const wire = new NarrowWire('root');
        const lane = aLane(wire, ring);
        lane.pump();
        for (const step of doing) {
          if (step.is === 'free') wire.free = true;
          else if (step.is === 'new')
            for (let nth = 0; nth < step.count; nth += 1) {
              const one = alarm(++number, 'a');
              open.set(one.id, one);
              ring.push([one], []);
            }
          else {
            const before = [...open.values()][step.nth % Math.max(1, open.size)];
            if (!before) continue;
            const after = { ...before, change: ++number, closedAt: step.is === 'close' ? number : null };
            if (step.is === 'close') open.delete(before.id);
            else open.set(before.id, after);
            ring.push([after], []);
          }
          lane.changed();
        }
        drain(wire, lane);
        const held = [...heldBy(wire)].filter(([, { closed }]) => !closed).map(([id, { change }]) => `${id} ${change}`);
        expect(held.sort()).toEqual([...open.values()].map(({ id, change }) => `${id} ${change}`).sort());
      }),
      { numRuns: 60 },
    );
  });

  it('keeps no fire waiting that comes meanwhile', () => {
    standing(2_000, 'fault');
    const ring = new ChangeRing(5_000);
    const wire = new NarrowWire('root');
    const lane = aLane(wire, ring);
    lane.pump();
    ring.push([alarm(5_001, 'a')], []);
    lane.changed();
    drain(wire, lane);
    expect(wire.told.slice(0, 3).map((one) => one.event)).toEqual(['welcome', 'changes', 'more']);
  });

  it('says of incidents that the person does not see not even how many they are', () => {
    standing(500, 'fault');
    const wire = new NarrowWire('b');
    drain(wire, aLane(wire, new ChangeRing(2_000)));
    expect(wire.all('welcome')[0]).toMatchObject({ alarms: [], incidents: [], left: 0 });
    expect(wire.all('more')).toEqual([]);
  });
});

describe('changes of alarms', () => {
  it('reach the screen each and all, in order and without a gap, whenever it takes them', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({
          is: fc.constant('publish' as const),
          count: fc.integer({ min: 1, max: 300 }),
          place: fc.constantFrom('a', 'b'),
          pair: fc.boolean(),
        }),
        fc.constant({ is: 'free' as const }),
        fc.constant({ is: 'beat' as const }),
      ),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, fc.constantFrom('a', 'root'), (all, place) => {
        const ring = new ChangeRing(7);
        const wire = new NarrowWire(place);
        const lane = aLane(wire, ring);
        lane.pump();
        let number = 7;
        const published: number[] = [];
        for (const step of all) {
          if (step.is === 'publish') {
            const alarms = Array.from({ length: step.count }, () => alarm(++number, step.place));
            if (place === 'root' || step.place === place) published.push(...alarms.map((one) => one.change));
            ring.push(alarms, step.pair ? [incident(++number, step.place)] : []);
            lane.changed();
          } else if (step.is === 'beat') lane.beats({ devices: 2, online: 0, silent: 2, held: 0 });
          else {
            wire.free = true;
            wire.unsent = 0;
            lane.pump();
          }
          wire.unsent = Math.max(0, wire.unsent - 1);
          if (wire.closed) return;
        }
        drain(wire, lane);
        const [welcome] = wire.all('welcome');
        const changes = wire.all('changes');
        expect(welcome?.change).toBe(7);
        expect(isWithoutGap(7, changes)).toBe(true);
        expect(changes.flatMap((one) => one.alarms.map((told) => told.change))).toEqual(published);
        expect(changes.every((one) => one.alarms.length <= 200)).toBe(true);
        const beats = wire.all('heartbeat');
        expect(beats.every((one) => one.change === 7 || changes.some((told) => told.change === one.change))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('that come too fast for a screen that takes nothing end its line, and not before two thousand', () => {
    const ring = new ChangeRing(0);
    const wire = new NarrowWire('root');
    const lane = aLane(wire, ring);
    lane.pump();
    let number = 0;
    for (; number < 2_000; ) {
      ring.push([alarm(++number, 'a')], []);
      lane.changed();
    }
    expect(wire.closed).toBe(false);
    ring.push([alarm(++number, 'a')], []);
    lane.changed();
    expect(wire.closed).toBe(true);
    expect(wire.told.map((one) => one.event)).toEqual(['welcome', 'farewell']);
    expect(wire.told.at(-1)?.said).toEqual({ reason: 'too-slow' });
  });

  it('of ten thousand missed come in portions to a screen that takes them, however many', () => {
    const ring = new ChangeRing(0);
    ring.push(
      Array.from({ length: 9_000 }, (_, nth) => alarm(nth + 1, 'a')),
      [],
    );
    const wire = new NarrowWire('root', { boot: 'boot.operator.root', change: 0 });
    const lane = aLane(wire, ring);
    drain(wire, lane);
    expect(wire.all('welcome')).toEqual([]);
    expect(wire.all('changes')).toHaveLength(45);
    expect(isWithoutGap(0, wire.all('changes'))).toBe(true);
    expect(wire.all('changes').flatMap((one) => one.alarms)).toHaveLength(9_000);
  });

  it('that are gone from the ring make the welcome the way back', () => {
    const ring = new ChangeRing(0, 10);
    ring.push(
      Array.from({ length: 20 }, (_, nth) => alarm(nth + 1, 'a')),
      [],
    );
    const wire = new NarrowWire('root', { boot: 'boot.operator.root', change: 9 });
    drain(wire, aLane(wire, ring));
    expect(wire.told[0]?.event).toBe('welcome');
    const reached = new NarrowWire('root', { boot: 'boot.operator.root', change: 10 });
    drain(reached, aLane(reached, ring));
    expect(reached.told[0]).toMatchObject({ event: 'changes', said: { since: 10, change: 20 } });
  });

  it('stand once for an incident that grew within one event', () => {
    const ring = new ChangeRing(0);
    const wire = new NarrowWire('root');
    const lane = aLane(wire, ring);
    lane.pump();
    ring.push([alarm(1, 'a'), alarm(3, 'a')], [incident(2, 'a'), incident(4, 'a'), incident(5, 'b')]);
    drain(wire, lane);
    const [changes] = wire.all('changes');
    expect(changes?.incidents.map((one) => one.change)).toEqual([4, 5]);
    expect(changes?.alarms.map((one) => one.change)).toEqual([1, 3]);
  });
});

describe('a line that takes nothing', () => {
  const counts = { devices: 2, online: 0, silent: 2, held: 0 };

  it('is cut after three beats without a byte', () => {
    const wire = new NarrowWire('root');
    const lane = aLane(wire, new ChangeRing(0));
    lane.pump();
    wire.unsent = 5_000;
    lane.beats(counts);
    lane.beats(counts);
    lane.beats(counts);
    expect(wire.closed).toBe(false);
    lane.beats(counts);
    expect(wire.told.at(-1)).toEqual({ event: 'farewell', said: { reason: 'too-slow' } });
  });

  it('is left alone while it takes something, however little', () => {
    const wire = new NarrowWire('root');
    const lane = aLane(wire, new ChangeRing(0));
    lane.pump();
    wire.unsent = 5_000;
    for (let beat = 0; beat < 20; beat += 1) {
      wire.unsent -= 100;
      lane.beats(counts);
    }
    expect(wire.closed).toBe(false);
  });
});

describe('what is not an alarm', () => {
  it('goes behind the alarms and folds: the latest value, the latest state, the latest beat', () => {
    const ring = new ChangeRing(0);
    const wire = new NarrowWire('root');
    const lane = aLane(wire, ring);
    lane.pump();
    const take = (value: number): void => {
      const frame = {
        link: 'mqtt',
        peer: '',
        device: 'device-a',
        kind: 'up',
        body: new Uint8Array(),
        receivedAt: clock.now(),
        drill: false,
      } as const;
      const reading = {
        device: 'device-a',
        point: 'pressure',
        quantity: 'water.pressure',
        value,
        at: clock.now(),
        receivedAt: clock.now(),
      } as const;
      presence.take({ kind: 'frame', number: 1, frame }, [{ ...reading, quality: 'good', drill: false }]);
      lane.read('device-a', 'pressure');
      clock.pass(1);
    };
    for (let nth = 1; nth <= 500; nth += 1) take(nth / 1_000);
    for (const online of [1, 2, 3]) lane.beats({ devices: 2, online, silent: 0, held: 0 });
    const command = (state: string): CommandRecord => ({ id: 'c', device: 'device-a', state, by: {} }) as unknown as CommandRecord;
    for (const state of ['waiting', 'sent', 'done']) lane.commanded([command(state)]);
    lane.readingsDue();
    ring.push([alarm(1, 'a')], []);
    drain(wire, lane);
    expect(wire.told.map((one) => one.event)).toEqual(['welcome', 'changes', 'commands', 'heartbeat', 'readings']);
    expect(wire.all('readings')).toMatchObject([{ folded: 499, readings: [{ device: 'device-a', value: { value: 0.5, stale: false } }] }]);
    expect(wire.all('commands')[0]?.commands.map((one) => one.state)).toEqual(['done']);
    expect(wire.all('heartbeat')[0]?.counts.online).toBe(3);
  });

  it('is not told of a device that was moved out of sight in between', () => {
    const wire = new NarrowWire('a');
    const lane = aLane(wire, new ChangeRing(0));
    drain(wire, lane);
    wire.free = false;
    lane.watching(new Set(['device-a']));
    const record = estate.record('device-a');
    if (record) estate.change({ ...record, place: 'b' });
    lane.touched('device-a');
    lane.readingsDue();
    drain(wire, lane);
    expect(wire.all('devices').flatMap((one) => one.devices)).toEqual([]);
  });
});

describe('the way to the receiving centre', () => {
  it('goes with the heartbeat to whoever may read alarms, and to nobody where there is none', () => {
    const counts = { devices: 2, online: 0, silent: 2, held: 0 };
    const told = (may: boolean): unknown => {
      const wire = new NarrowWire('root');
      const lane = aLane(Object.assign(wire, { visitor: { ...wire.visitor, may: () => may } }), new ChangeRing(0));
      lane.beats(counts);
      drain(wire, lane);
      return wire.all('heartbeat').at(-1)?.uplink;
    };
    expect(told(true)).toBeUndefined();
    uplink = { waiting: 3, receipts: 1 };
    expect(told(true)).toEqual(uplink);
    expect(told(false)).toBeUndefined();
  });
});
