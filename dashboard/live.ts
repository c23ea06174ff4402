// The screen's store of the live state: snapshot first, then changes; it knows when it missed one.
import type { AlarmView, CommandView, DeviceRow, PointValue } from '../gateway/web/contract.ts';
import type { IncidentView } from '../gateway/web/incident-contract.ts';
import type { LiveEvents, LiveHandshake } from '../gateway/web/live-contract.ts';
import { EqualParts } from './equal-parts.ts';
import { FloodWatch } from './flood-watch.ts';
import { Held } from './held.ts';
import { type LiveView, NOTHING_YET, readingKey, type Wire } from './live-view.ts';
import { OpenAlarms } from './open-alarms.ts';

/** What the store needs of its surroundings; tests hand in their own. */
export interface Around {
  /** Milliseconds that never run backwards; over a sleep of the machine they jump by it. */
  readonly monotonic: () => number;
  /**
   * Calls back soon, once each: `make`, and in a task of its own `show`. However many events arrive before the first, one picture
   * is made; what arrives between them is in the next.
   */
  readonly soon: (make: () => void, show: () => void) => void;
  /** A change is missing, or nothing can be trusted: connect anew with what `handshake()` says then. */
  readonly askAgain: () => void;
}

/** Closed alarms and incidents kept for rows that still stand under a pointer and for open cards. */
const CLOSED_KEPT = 200;
/** Commands kept beside the lists that a screen fetched. */
const COMMANDS_KEPT = 500;
/** A word of the gateway's that comes so late comes over a socket that was given up long before, ms. */
const LATEST_MS = 60_000;
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
  const alarms = new Held<AlarmView>((one) => (one.closed ? (one.closedAt ?? one.receivedAt) : null), CLOSED_KEPT);
  const incidents = new Held<IncidentView>((one) => (one.closed ? one.began : null), CLOSED_KEPT);
  const open = new OpenAlarms();
  let parts = new EqualParts();
  let watch = new FloodWatch();
  const readings = new Map<string, PointValue>();
  const devices = new Map<string, DeviceRow>();
  const commands = new Map<string, CommandView>();
  const listeners = new Set<() => void>();
  const touched = new Set<Part>();
  /** Alarms that changed since the last picture, or whose incident grew to more than one. */
  const fresh = new Set<string>();
  let rest: Pick<LiveView, 'wire' | 'counts' | 'troubles' | 'uplink' | 'happenings' | 'judgement' | 'coming' | 'epoch'> = NOTHING_YET;
  let view: LiveView = NOTHING_YET;
  let made: LiveView = NOTHING_YET;
  let known: LiveHandshake = {};
  /** While the state comes: when its alarms came, which are told by their urgency and not by their time. */
  let arrivals: number[] | null = null;
  /** While the state comes: as it stood before. What a person has open is looked up there until it is told again. */
  let former: Pick<LiveView, 'alarms' | 'incidents'> | null = null;
  /** Gateway time minus monotonic time of the last beats; the largest is the one that travelled fastest. */
  let offsets: number[] = [];
  let waiting = false;

  function make(): void {
    waiting = false;
    if (fresh.size > 0) {
      open.turn(
        [...fresh].flatMap((id) => alarms.get(id) ?? []),
        isFirst,
      );
      fresh.clear();
    }
    alarms.prune();
    incidents.prune();
    if (touched.has('commands')) prune(commands, COMMANDS_KEPT);
    made = {
      ...rest,
      ...open.picture,
      alarms: touched.has('alarms') ? alarms.look(former?.alarms ?? null) : made.alarms,
      incidents: touched.has('incidents') ? incidents.look(former?.incidents ?? null) : made.incidents,
      happened: made.happened + (touched.has('alarms') ? 1 : 0),
      flood: watch.now(gatewayNow() ?? 0),
      readings: touched.has('readings') ? new Map(readings) : made.readings,
      devices: touched.has('devices') ? new Map(devices) : made.devices,
      commands: touched.has('commands') ? new Map(commands) : made.commands,
    };
    touched.clear();
  }

  function show(): void {
    view = made;
    for (const listener of listeners) listener();
  }

  function changed(...parts: Part[]): void {
    for (const part of parts) touched.add(part);
    if (waiting) return;
    waiting = true;
    around.soon(make, show);
  }

  function wire(some: Partial<Wire>): void {
    rest = { ...rest, wire: { ...rest.wire, ...some } };
    changed();
  }

  /** Something was heard at gateway time `now`. */
  function heard(now: number, more: Partial<Wire> = {}): void {
    const at = around.monotonic();
    const offset = now - at;
    // No word is so long on its way: the clock was set forward, and what was thought of the gateway's time before is void.
    const isOff = offsets.length > 0 && Math.max(...offsets) - offset > LATEST_MS;
    offsets = isOff ? [offset] : [...offsets.slice(-4), offset];
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

  /** Where it began, of several that belong together. */
  function isFirst({ firstOut, incident }: AlarmView): boolean {
    return firstOut && (incidents.get(incident)?.count ?? 1) > 1;
  }

  function take(some: { alarms: AlarmView[]; incidents: IncidentView[] }): void {
    for (const one of some.incidents) {
      const before = incidents.get(one.id);
      incidents.take(parts.incident(one));
      if (one.count > 1 && (before?.count ?? 1) <= 1) fresh.add(one.firstOut);
    }
    for (const one of some.alarms) {
      if (!one.drill && !alarms.has(one.id)) {
        if (arrivals === null) watch.arrived(one.receivedAt);
        else arrivals.push(one.receivedAt);
      }
      alarms.take(parts.alarm(one));
      fresh.add(one.id);
    }
    changed('alarms', 'incidents');
  }

  function gatewayNow(): number | null {
    return offsets.length === 0 ? null : Math.floor(Math.max(...offsets) + around.monotonic());
  }

  /** A page of the state; `left`: what is still to come. */
  function page(some: { alarms: AlarmView[]; incidents: IncidentView[]; left: number }): void {
    take(some);
    if (arrivals !== null) watch = FloodWatch.of(arrivals);
    if (some.left === 0) {
      arrivals = null;
      former = null;
    }
    rest = { ...rest, coming: some.left };
  }

  function voidAlarms(): void {
    alarms.clear();
    incidents.clear();
    open.clear();
    parts = new EqualParts();
    fresh.clear();
    watch = new FloodWatch();
    arrivals = null;
    former = null;
  }

  const on: LiveEvents = {
    welcome(all) {
      // One that was not told to its end is no whole state to look back at: the one before it is.
      const before = rest.coming > 0 ? former : { alarms: alarms.look(null), incidents: incidents.look(null) };
      voidAlarms();
      former = before;
      readings.clear();
      devices.clear();
      offsets = [];
      known = { boot: all.boot, change: all.change };
      rest = { ...rest, counts: all.counts, troubles: all.troubles, judgement: all.judgement, epoch: rest.epoch + 1 };
      arrivals = [];
      page(all);
      changed('readings', 'devices');
      heard(all.now, { trusted: true, farewell: null });
    },
    more(some) {
      if (rest.coming > 0) page(some);
      heard(some.now);
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
    judgement({ now, written, waiting }) {
      rest = { ...rest, judgement: { written, waiting } };
      heard(now);
    },
    happenings({ now, happenings }) {
      rest = { ...rest, happenings };
      heard(now);
    },
    heartbeat(beat) {
      // Changes come before the beat that counts them: a beat that counts more was sent over a lost change.
      if (known.change !== undefined && beat.change > known.change) return gap();
      const { counts, uplink = null } = beat;
      // Of a gateway that started anew it counts from nought: that is no receipt.
      const isMoving = uplink !== null && (uplink.waiting > 0 || uplink.receipts > (rest.uplink?.receipts ?? uplink.receipts));
      rest = { ...rest, counts, uplink: uplink && { ...uplink, isMoving } };
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
    // Of a state that was not told to its end the rest would never come.
    handshake: () => (rest.coming > 0 ? {} : known),
    opened: () => wire({ up: true, trusted: false, lostAt: null, farewell: null }),
    lost() {
      wire({ up: false, trusted: false, lostAt: rest.wire.lostAt ?? around.monotonic() });
    },
    on,
    learn: (alarm) => take({ alarms: [alarm], incidents: [] }),
    gatewayNow,
    watching(watched) {
      const kept = new Set(watched.slice(0, WATCHED_AT_MOST));
      for (const key of readings.keys()) if (!kept.has(key.slice(0, key.indexOf('\n')))) readings.delete(key);
      for (const id of devices.keys()) if (!kept.has(id)) devices.delete(id);
      changed('readings', 'devices');
    },
    forget() {
      voidAlarms();
      for (const map of [readings, devices, commands]) map.clear();
      known = {};
      offsets = [];
      rest = NOTHING_YET;
      changed('alarms', 'incidents', 'readings', 'devices', 'commands');
    },
  };
}

/** Lets the oldest go until at most `kept` of them stay. */
function prune(commands: Map<string, CommandView>, kept: number): void {
  if (commands.size <= kept) return;
  const oldestLast = [...commands.values()].sort((one, other) => other.at - one.at);
  for (const { id } of oldestLast.slice(kept)) commands.delete(id);
}
