// A wire that a test opens and shuts, what was told on it, and alarms and incidents to tell.
import type { Alarm } from '../../alarms/alarm.ts';
import type { Incident } from '../../alarms/incident.ts';
import type { Visitor } from '../access/access.ts';
import type { LiveEvents, LiveHandshake } from '../live-contract.ts';
import type { LiveLane } from '../live-lane.ts';
import type { LiveWire } from '../live-socket.ts';
import type { SaidOf } from './screen.ts';

/** A wire that takes one event at a time, when the test lets it. */
export class NarrowWire implements LiveWire {
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

const WORDS = { zh: '字', en: 'word' };
/** A fire at a place, of which no more is there than a lane looks at. */
export function alarm(change: number, place: string): Alarm {
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
/** An incident, of which no more is there than a lane looks at. */
export function incident(change: number, place: string, id = `incident-${place}`): Incident {
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

/** Lets the wire take what the lane has, to the end. */
export function drain(wire: NarrowWire, lane: LiveLane): void {
  for (let turns = 0; turns < 10_000 && !wire.closed; turns += 1) {
    const before = wire.told.length;
    wire.free = true;
    lane.pump();
    if (wire.told.length === before) return;
  }
}

/** What a screen holds that keeps of each thing the state with the higher number, as the dashboard does. */
export function heldBy(wire: NarrowWire): Map<string, { change: number; closed: boolean }> {
  const held = new Map<string, { change: number; closed: boolean }>();
  for (const { event, said } of wire.told) {
    if (event !== 'welcome' && event !== 'more' && event !== 'changes') continue;
    for (const one of (said as SaidOf<'more'>).alarms) if ((held.get(one.id)?.change ?? 0) <= one.change) held.set(one.id, one);
  }
  return held;
}
