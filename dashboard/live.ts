// The screen's store of the live state: snapshot first, then changes; it knows when it missed one.
import type { AlarmView, CommandView, DeviceRow, PointValue } from '../gateway/web/contract.ts';
import type { IncidentView } from '../gateway/web/incident-contract.ts';
import type { LiveEvents, LiveHandshake } from '../gateway/web/live-contract.ts';
import { byUrgency, type LiveView, NOTHING_YET, readingKey, type Wire } from './live-view.ts';

/** What the store needs of its surroundings; tests hand in their own. */
export interface Around {
  /** Milliseconds that never jump. */
  readonly monotonic: () => number;
  /** Calls back soon, once: at the next animation frame. However many events arrive before it, one picture is made. */
  readonly soon: (publish: () => void) => void;
  /** A change is missing, or nothing can be trusted: connect anew with what `handshake()` says then. */
  readonly askAgain: () => void;
}

/** Closed alarms and incidents kept for rows that still stand under a pointer and for open cards. */
const CLOSED_KEPT = 200;
/** Commands kept beside the lists that a screen fetched. */
const COMMANDS_KEPT = 500;
/** A screen may watch so many devices at once (the live contract's own bound). */
const WATCHED_AT_MOST = 200;

export interface LiveStore {
  readonly view: () => LiveView;
  readonly subscribe: (listener: () => void) => () => void;
  /** What to say to the gateway when connecting. Empty after a gap: then it tells the whole state. */
  readonly handshake: () => LiveHandshake;
  readonly opened: () => void;
  readonly lost: () => void;
  readonly on: LiveEvents;
  /** An alarm as the gateway answered it to a request; taken when it is younger than what is held. */
  readonly learn: (alarm: AlarmView) => void;
  /** Gateway time now, ms since 1970; null before it was first heard. The PC's own clock is never asked. */
  readonly gatewayNow: () => number | null;
  /** Readings of other devices are forgotten. */
  readonly watching: (devices: readonly string[]) => void;
  /** Everything is void: another person sits down. */
  readonly forget: () => void;
}

type Part = 'alarms' | 'incidents' | 'readings' | 'devices' | 'commands';

/** Makes an empty store. */
export function liveStore(around: Around): LiveStore {
  const alarms = new Map<string, AlarmView>();
  const incidents = new Map<string, IncidentView>();
  const readings = new Map<string, PointValue>();
  const devices = new Map<string, DeviceRow>();
  const commands = new Map<string, CommandView>();
  const listeners = new Set<() => void>();
  const touched = new Set<Part>();
  /** Alarms that changed since the last picture. */
  const fresh = new Set<string>();
  let rest: Pick<LiveView, 'wire' | 'counts' | 'troubles' | 'epoch'> = NOTHING_YET;
  let view: LiveView = NOTHING_YET;
  let known: LiveHandshake = {};
  /** Gateway time minus monotonic time of the last beats; the largest is the one that travelled fastest. */
  let offsets: number[] = [];
  let waiting = false;

  function publish(): void {
    waiting = false;
    if (touched.has('alarms')) prune(alarms, (one) => (one.closed ? (one.closedAt ?? one.receivedAt) : null), CLOSED_KEPT);
    if (touched.has('incidents')) prune(incidents, (one) => (one.closed ? one.began : null), CLOSED_KEPT);
    if (touched.has('commands')) prune(commands, (one) => one.at, COMMANDS_KEPT);
    view = {
      ...rest,
      alarms: touched.has('alarms') ? new Map(alarms) : view.alarms,
      open: touched.has('alarms') ? mergeOpen(view.open, alarms, fresh) : view.open,
      incidents: touched.has('incidents') ? new Map(incidents) : view.incidents,
      readings: touched.has('readings') ? new Map(readings) : view.readings,
      devices: touched.has('devices') ? new Map(devices) : view.devices,
      commands: touched.has('commands') ? new Map(commands) : view.commands,
    };
    touched.clear();
    fresh.clear();
    for (const listener of listeners) listener();
  }

  function changed(...parts: Part[]): void {
    for (const part of parts) touched.add(part);
    if (waiting) return;
    waiting = true;
    around.soon(publish);
  }

  function wire(some: Partial<Wire>): void {
    rest = { ...rest, wire: { ...rest.wire, ...some } };
    changed();
  }

  /** Something was heard at gateway time `now`. */
  function heard(now: number, more: Partial<Wire> = {}): void {
    const at = around.monotonic();
    offsets = [...offsets.slice(-4), now - at];
    wire({ heardAt: at, asOf: now, ...more });
  }

  function gap(): void {
    known = {};
    wire({ trusted: false });
    around.askAgain();
  }

  /** The gateway confirmed that what is held is the state. */
  function trust(): Partial<Wire> {
    if (!rest.wire.trusted) rest = { ...rest, epoch: rest.epoch + 1 };
    return { trusted: true };
  }

  function take(some: { alarms: AlarmView[]; incidents: IncidentView[] }): void {
    for (const one of some.alarms) {
      keepYounger(alarms, one);
      fresh.add(one.id);
    }
    for (const one of some.incidents) keepYounger(incidents, one);
    changed('alarms', 'incidents');
  }

  const on: LiveEvents = {
    welcome(all) {
      alarms.clear();
      incidents.clear();
      readings.clear();
      devices.clear();
      offsets = [];
      known = { boot: all.boot, change: all.change };
      rest = { ...rest, counts: all.counts, troubles: all.troubles, epoch: rest.epoch + 1 };
      take(all);
      changed('readings', 'devices');
      heard(all.now, { trusted: true, farewell: null });
    },
    changes(some) {
      if (known.change !== some.since) return gap();
      known = { ...known, change: some.change };
      take(some);
      heard(some.now, trust());
    },
    readings(some) {
      for (const one of some.readings) readings.set(readingKey(one.device, one.point), one.value);
      changed('readings');
      heard(some.now);
    },
    devices(some) {
      for (const one of some.devices) devices.set(one.id, one);
      changed('devices');
      heard(some.now);
    },
    commands(some) {
      for (const one of some.commands) {
        const held = commands.get(one.id);
        if (held === undefined || held.changedAt <= one.changedAt) commands.set(one.id, one);
      }
      changed('commands');
      heard(some.now);
    },
    troubles(all) {
      rest = { ...rest, troubles: all.troubles };
      heard(all.now);
    },
    heartbeat(beat) {
      // Changes come before the beat that counts them: a beat that counts more was sent over a lost change.
      if (known.change !== undefined && beat.change > known.change) return gap();
      rest = { ...rest, counts: beat.counts };
      heard(beat.now, known.change === undefined ? {} : trust());
    },
    farewell(why) {
      wire({ farewell: why.reason, trusted: false });
    },
  };

  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    handshake: () => known,
    opened: () => wire({ up: true, trusted: false, lostAt: null, farewell: null }),
    lost() {
      wire({ up: false, trusted: false, lostAt: rest.wire.lostAt ?? around.monotonic() });
    },
    on,
    learn: (alarm) => take({ alarms: [alarm], incidents: [] }),
    gatewayNow: () => (offsets.length === 0 ? null : Math.floor(Math.max(...offsets) + around.monotonic())),
    watching(watched) {
      const kept = new Set(watched.slice(0, WATCHED_AT_MOST));
      for (const key of readings.keys()) if (!kept.has(key.slice(0, key.indexOf('\n')))) readings.delete(key);
      for (const id of devices.keys()) if (!kept.has(id)) devices.delete(id);
      changed('readings', 'devices');
    },
    forget() {
      for (const map of [alarms, incidents, readings, devices, commands]) map.clear();
      known = {};
      offsets = [];
      rest = NOTHING_YET;
      changed('alarms', 'incidents', 'readings', 'devices', 'commands');
    },
  };
}

/**
 * The open alarms in their order, from the former order and those that changed: in a flood a hundred of some thousands
 * change between two pictures, and sorting all of them anew would cost the frame.
 */
function mergeOpen(former: readonly AlarmView[], alarms: ReadonlyMap<string, AlarmView>, fresh: ReadonlySet<string>): readonly AlarmView[] {
  const kept = former.filter((one) => !fresh.has(one.id) && alarms.has(one.id));
  const changed = [...fresh].flatMap((id) => alarms.get(id) ?? []).filter((one) => !one.closed);
  changed.sort(byUrgency);
  const merged: AlarmView[] = [];
  let next = 0;
  for (const one of changed) {
    for (let old = kept[next]; old !== undefined && byUrgency(old, one) < 0; old = kept[next]) {
      merged.push(old);
      next += 1;
    }
    merged.push(one);
  }
  for (; next < kept.length; next += 1) {
    const old = kept[next];
    if (old !== undefined) merged.push(old);
  }
  return merged;
}

/** Puts the thing in unless a younger state of it is held: answers to requests and live changes cross each other. */
function keepYounger<T extends { readonly id: string; readonly change: number }>(map: Map<string, T>, one: T): void {
  const held = map.get(one.id);
  if (held === undefined || held.change <= one.change) map.set(one.id, one);
}

/** Takes out the oldest of those with an age until at most `kept` of them stay; null is no age: it always stays. */
function prune<T extends { readonly id: string }>(map: Map<string, T>, age: (one: T) => number | null, kept: number): void {
  const aged: { id: string; at: number }[] = [];
  for (const one of map.values()) {
    const at = age(one);
    if (at !== null) aged.push({ id: one.id, at });
  }
  if (aged.length <= kept) return;
  aged.sort((one, other) => other.at - one.at);
  for (const one of aged.slice(kept)) map.delete(one.id);
}
