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
import type { Visitor } from './access/access.ts';
import { AlarmViews } from './alarm-views.ts';
import { ChangeRing } from './change-ring.ts';
import { DeviceViews } from './device-views.ts';
import type { LiveEvents, LiveHandshake } from './live-contract.ts';
import { LiveLane } from './live-lane.ts';
import type { LiveWire } from './live-socket.ts';
import { type FakeClock, fakeClock } from './testing/fake-clock.ts';
import { isWithoutGap, type SaidOf } from './testing/screen.ts';

/** A wire that takes one event at a time, when the test lets it. */
class NarrowWire implements LiveWire {
  readonly visitor: Visitor;
  readonly handshake: LiveHandshake;
  readonly told: { event: keyof LiveEvents; said: unknown }[] = [];
  free = true;
  unsent = 0;
  closed = false;

  constructor(place: string, handshake: LiveHandshake = {}) {
    const person = { id: 'p', login: 'p', name: 'p', role: 'operator', place, disabled: false } as const;
    this.visitor = {
      person,
      session: 's',
      author: { id: 'p', name: 'p', from: 'here' },
      may: () => true,
      sees: (path) => path.includes(place),
    };
    this.handshake = handshake;
  }

  isFree(): boolean {
    return this.free;
  }

  unsentBytes(): number {
    return this.unsent;
  }

  send(event: keyof LiveEvents, ...said: unknown[]): void {
    this.told.push({ event, said: said[0] });
    this.free = false;
  }

  close(): void {
    this.closed = true;
  }

  all<E extends keyof LiveEvents>(event: E): SaidOf<E>[] {
    return this.told.filter((one) => one.event === event).map((one) => one.said as SaidOf<E>);
  }
}

let scratch: { path: string; remove: () => void };
let db: Database;
let estate: Estate;
let presence: Presence;
let clock: FakeClock;
let open: Map<string, Alarm>;
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
});
afterEach(() => {
  db.close();
  scratch.remove();
});

const WORDS = { zh: '字', en: 'word' };
function alarm(change: number, place: string): Alarm {
  const one = {
    id: `alarm-${change}`,
    change,
    path: ['root', place],
    device: `device-${place}`,
    class: 'fire',
    quantity: 'water.pressure',
  };
  const rest = {
    deviceName: place,
    model: 'balefire/hydrant-pressure',
    kind: 'hydrant',
    registered: true,
    point: 'pressure',
    judged: null,
  };
  return {
    ...one,
    ...rest,
    because: WORDS,
    title: WORDS,
    advice: WORDS,
    acknowledged: null,
    reset: null,
    closedAt: null,
  } as unknown as Alarm;
}
function incident(change: number, place: string, id = `incident-${place}`): Incident {
  return {
    id,
    change,
    path: ['root', place],
    alarms: [],
    class: 'fire',
    closedAt: null,
    drill: false,
    firstOut: '',
    began: 0,
  } as unknown as Incident;
}

function aLane(wire: NarrowWire, ring: ChangeRing): LiveLane {
  const rollOf = ({ alarms }: Incident) => IncidentRoll.of(alarms.flatMap((id) => open.get(id) ?? []));
  const desk = { alarm: (id: string) => open.get(id), rollOf, open: () => open.values(), openOf: () => [], openIncidents: () => [] };
  const deviceViews = new DeviceViews({ estate, presence, desk, driverOf, clock: clock.now });
  const alarmViews = new AlarmViews({
    places: estate.places,
    desk,
    driverOf,
    deviceOf: (id) => estate.device(id),
    falseBefore: () => 0,
    addressOf: (id) => estate.device(id)?.address,
  });
  const rooms = { boot: 'boot', ring, alarmViews, deviceViews, estate, presence, desk, troubles: () => [], clock: clock.now };
  return new LiveLane(wire, rooms, { devices: 2, online: 0, silent: 2, held: 0 });
}

/** Lets the wire take what the lane has, to the end. */
function drain(wire: NarrowWire, lane: LiveLane): void {
  for (let turns = 0; turns < 10_000 && !wire.closed; turns += 1) {
    const before = wire.told.length;
    wire.free = true;
    lane.pump();
    if (wire.told.length === before) return;
  }
}

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
