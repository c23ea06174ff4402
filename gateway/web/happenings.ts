// The last things that happened and are no alarm, for the quiet line below the board: looked for with each heartbeat, kept in memory.
import type { Isolation } from '../alarms/isolation.ts';
import type { WalkTest } from '../alarms/walk-test.ts';
import type { Clock } from '../clock.ts';
import type { Estate } from '../estate/estate.ts';
import type { Presence } from '../estate/presence.ts';
import type { DutyCheckRecord } from '../prevention/duty-checks.ts';
import type { DutyTargetRecord } from '../prevention/duty-target.ts';
import type { Shift } from '../shift/shifts.ts';
import type { Visitor } from './access/access.ts';
import type { Permission } from './contract.ts';
import type { HappeningKind, LiveHappening } from './live-contract.ts';

/** Kept for screens of every place: an hour of a busy district. */
const KEPT = 400;
/** Told to one screen; nobody reads further back there than the audit goes. */
const TOLD = 20;
/** Checks of presence that may run beside each other. */
const CHECKS = 3;

/** What each asks for, as the list does in which the same is read. */
const NEEDS: Readonly<Record<HappeningKind, Permission>> = {
  silent: 'device.read',
  heard: 'device.read',
  held: 'device.read',
  isolated: 'alarm.read',
  'isolation-over': 'alarm.read',
  'walk-test': 'alarm.read',
  'walk-test-over': 'alarm.read',
  'on-duty': 'alarm.read',
  'off-duty': 'alarm.read',
  'duty-answered': 'device.read',
  'duty-missed': 'device.read',
};

export interface HappeningRooms {
  readonly estate: Pick<Estate, 'places' | 'device' | 'devices' | 'held'>;
  readonly presence: Pick<Presence, 'isOnline'>;
  readonly isolations: { standing(): Isolation[]; get(id: string): Isolation | undefined };
  readonly walkTests: { going(): WalkTest[]; get(id: string): WalkTest | undefined };
  readonly shifts: { onDuty(): Shift[]; get(id: string): Shift | undefined };
  readonly duty: {
    readonly isWaiting: boolean;
    list(asked: { limit: number }): DutyCheckRecord[];
    targets(check: string): DutyTargetRecord[];
  };
  readonly clock: Clock;
}

interface Happening extends LiveHappening {
  readonly path: readonly string[];
}

type Told = Pick<Happening, 'kind' | 'what' | 'path'> & { readonly at?: number | undefined };

export class Happenings {
  readonly #rooms: HappeningRooms;
  /** The newest last. */
  #all: Happening[] = [];
  #number = 0;
  /** Whether each device was connected when it was last looked at. */
  readonly #online = new Map<string, boolean | null>();
  #held: ReadonlySet<string>;
  #isolations: ReadonlyMap<string, Isolation>;
  #walkTests: ReadonlyMap<string, WalkTest>;
  #shifts: ReadonlyMap<string, Shift>;
  /** By check and device. */
  #duty = new Map<string, DutyTargetRecord['state']>();
  #wasWaiting = false;

  /** What stands already is no news. */
  constructor(rooms: HappeningRooms) {
    this.#rooms = rooms;
    const { estate, presence, isolations, walkTests, shifts } = rooms;
    for (const { id } of estate.devices()) this.#online.set(id, presence.isOnline(id));
    this.#held = new Set([...estate.held()].map(({ id }) => id));
    this.#isolations = byId(isolations.standing());
    this.#walkTests = byId(walkTests.going());
    this.#shifts = byId(shifts.onDuty());
    this.#lookAtDuty(true);
  }

  /** The connection of a device may have come or gone. */
  touched(id: string): void {
    const is = this.#rooms.presence.isOnline(id);
    const was = this.#online.get(id);
    this.#online.set(id, is);
    const device = this.#rooms.estate.device(id);
    // Of one that was never heard before it is no news that it is heard.
    if (!device || is === null || was === is || was === undefined || was === null) return;
    this.#tell({ kind: is ? 'heard' : 'silent', what: device.name, path: device.path });
  }

  /** Looks what began and ended since the last look. */
  look(): void {
    const { estate, isolations, walkTests, shifts } = this.#rooms;
    for (const { id, site } of estate.held())
      if (!this.#held.has(id)) this.#tell({ kind: 'held', what: id, path: estate.places.pathOf(site) });
    this.#held = new Set([...estate.held()].map(({ id }) => id));

    const standing = byId(isolations.standing());
    this.#turned(this.#isolations, standing, 'isolated', 'isolation-over', (one) => ({
      ...this.#scoped(one),
      began: one.by.at,
      ended: isolations.get(one.id)?.ended?.at,
    }));
    this.#isolations = standing;

    const going = byId(walkTests.going());
    this.#turned(this.#walkTests, going, 'walk-test', 'walk-test-over', (one) => ({
      what: one.by.name,
      path: estate.places.pathOf(one.place),
      began: one.by.at,
      ended: walkTests.get(one.id)?.ended?.at,
    }));
    this.#walkTests = going;

    const onDuty = byId(shifts.onDuty());
    this.#turned(this.#shifts, onDuty, 'on-duty', 'off-duty', (one) => ({
      what: one.began.name,
      path: estate.places.pathOf(one.place),
      began: one.began.at,
      ended: shifts.get(one.id)?.ended?.at,
    }));
    this.#shifts = onDuty;
    this.#lookAtDuty(false);
  }

  /** Number of the last one of all; another number says that there may be something new. */
  get latest(): number {
    return this.#number;
  }

  /** What a person may see of it, the newest first. */
  for(by: Pick<Visitor, 'may' | 'sees'>): LiveHappening[] {
    const seen: LiveHappening[] = [];
    for (const { path, ...one } of this.#all.toReversed()) {
      if (!by.may(NEEDS[one.kind]) || !by.sees(path)) continue;
      seen.push(one);
      if (seen.length === TOLD) break;
    }
    return seen;
  }

  #turned<T>(
    before: ReadonlyMap<string, T>,
    after: ReadonlyMap<string, T>,
    begins: HappeningKind,
    ends: HappeningKind,
    of: (one: T) => Omit<Told, 'kind'> & { readonly began: number; readonly ended: number | undefined },
  ): void {
    for (const [id, one] of before) {
      if (after.has(id)) continue;
      const { what, path, ended } = of(one);
      this.#tell({ kind: ends, what, path, at: ended });
    }
    for (const [id, one] of after) {
      if (before.has(id)) continue;
      const { what, path, began } = of(one);
      this.#tell({ kind: begins, what, path, at: began });
    }
  }

  #scoped({ scope }: Isolation): Omit<Told, 'kind'> {
    const { estate } = this.#rooms;
    if (scope.of === 'place') return { what: estate.places.get(scope.place)?.name ?? scope.place, path: estate.places.pathOf(scope.place) };
    const device = estate.device(scope.device);
    return { what: device?.name ?? scope.device, path: device?.path ?? estate.places.pathOf('') };
  }

  /** Asked of the tables only while somebody is called. */
  #lookAtDuty(isFirst: boolean): void {
    const { duty, estate } = this.#rooms;
    const { isWaiting } = duty;
    if (!isWaiting && !this.#wasWaiting && !isFirst) return;
    this.#wasWaiting = isWaiting;
    const states = new Map<string, DutyTargetRecord['state']>();
    for (const { id } of duty.list({ limit: CHECKS }))
      for (const { device, state, answeredAt } of duty.targets(id)) {
        const key = `${id} ${device}`;
        states.set(key, state);
        const was = this.#duty.get(key);
        const place = estate.device(device);
        if (isFirst || was === state || !place) continue;
        const told = { what: place.name, path: place.path };
        if (state === 'present' || state === 'late') this.#tell({ kind: 'duty-answered', ...told, at: answeredAt ?? undefined });
        else if (state === 'absent' || state === 'unreachable') this.#tell({ kind: 'duty-missed', ...told });
      }
    this.#duty = states;
  }

  #tell({ kind, what, path, at = this.#rooms.clock() }: Told): void {
    this.#number += 1;
    const steps = this.#rooms.estate.places.steps(path);
    // From the unit on, as every other place is named.
    const from = Math.max(
      0,
      steps.findIndex((step) => step.kind === 'unit'),
    );
    // Of the whole site no place is named.
    const place = (path.length > 1 ? steps.slice(from) : []).map(({ name }) => name).join(' › ');
    this.#all.push({ number: this.#number, at, kind, what, place, path });
    if (this.#all.length > KEPT) this.#all = this.#all.slice(-KEPT);
  }
}

function byId<T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.map((one) => [one.id, one]));
}
