// The live hub: what happens in the house goes to every screen that may see it; no slow screen holds up another.
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Reading } from '../../device-drivers/reading.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { Incident } from '../alarms/incident.ts';
import type { CommandRecord } from '../commands/commands.ts';
import type { Access } from './access/access.ts';
import { tokenOf } from './access/cookie.ts';
import { addressOf, isSecure, type Site } from './access/origin.ts';
import { ChangeRing } from './change-ring.ts';
import type { Counts } from './device-views.ts';
import type { Happenings } from './happenings.ts';
import type { LiveEvents } from './live-contract.ts';
import { type LaneRooms, LiveLane } from './live-lane.ts';
import { LIVE_PATH, LiveSockets, type LiveWire, type LiveWireEvents } from './live-socket.ts';
import type { WallHub } from './wall/wall-hub.ts';

/** The screens say that their data may be old after 5 s without one (see the live contract). */
const BEAT_EVERY_MS = 2_000;
/** A walk over the devices serves all the screens that come within so long: they come by hundreds after a restart. */
const COUNTS_GOOD_FOR_MS = 1_000;
/** Five batches of readings a second: faster no eye reads a number. */
const READINGS_EVERY_MS = 200;

export interface LiveHubRooms extends Omit<LaneRooms, 'boot' | 'ring'> {
  readonly happenings: Happenings;
  readonly access: Access;
  readonly site: Site;
  /** Number of the last change of any alarm or incident so far. */
  readonly change: () => number;
  /** The walls, which are told with the screens. */
  readonly walls: WallHub;
}

export class LiveHub {
  readonly #rooms: LaneRooms;
  readonly #walls: WallHub;
  readonly #happenings: Happenings;
  readonly #ring: ChangeRing;
  readonly #sockets: LiveSockets<LiveEvents>;
  readonly #lanes = new Set<LiveLane>();
  readonly #watchers = new Map<string, Set<LiveLane>>();
  /** Which values of a watched device are stale, to tell the screens when time alone makes one so. */
  readonly #staleness = new Map<string, string>();
  readonly #timers: NodeJS.Timeout[] = [];
  #counts: { at: number; of: (place: string) => Counts } | undefined;

  constructor(rooms: LiveHubRooms) {
    this.#walls = rooms.walls;
    this.#happenings = rooms.happenings;
    this.#ring = new ChangeRing(rooms.change());
    this.#rooms = { ...rooms, boot: randomUUID(), ring: this.#ring };
    const { access, site } = rooms;
    this.#sockets = new LiveSockets<LiveEvents>({
      path: LIVE_PATH,
      site,
      who: (request) => access.visitor(tokenOf(request, isSecure(request, site)), addressOf(request, site)),
      onSeat: (visitor) => access.takeSeat(visitor),
      onOpen: (wire) => this.#open(wire),
    });
    rooms.access.whenSessionEnds((session, why) => {
      for (const lane of [...this.#lanes]) if (lane.wire.visitor.session === session) lane.farewell(why);
    });
  }

  /** Opens the door on a web server and begins to beat. */
  attach(server: Server): void {
    this.#walls.attach(server);
    this.#sockets.attach(server);
    this.#timers.push(
      setInterval(() => this.beat(), BEAT_EVERY_MS),
      setInterval(() => this.#readingsDue(), READINGS_EVERY_MS),
    );
    for (const timer of this.#timers) timer.unref();
  }

  async close(): Promise<void> {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    for (const lane of [...this.#lanes]) lane.farewell('stopping');
    this.#walls.close();
    this.#sockets.close();
  }

  /** Screens connected now. */
  get screens(): number {
    return this.#lanes.size;
  }

  // ── the flow tells what happened; none of these waits or throws ──

  publishChanges(alarms: readonly Alarm[], incidents: readonly Incident[]): void {
    this.#walls.changed(alarms);
    this.#ring.push(alarms, incidents);
    for (const lane of [...this.#lanes]) lane.changed();
  }

  publishReadings(readings: readonly Reading[]): void {
    for (const { device, point, quantity } of readings) {
      if (quantity === 'link.online') continue;
      for (const lane of this.#watchers.get(device) ?? []) lane.read(device, point);
    }
  }

  publishDevice(id: string): void {
    this.#happenings.touched(id);
    for (const lane of this.#watchers.get(id) ?? []) lane.touched(id);
  }

  publishCommands(records: readonly CommandRecord[]): void {
    for (const lane of [...this.#lanes]) lane.commanded(records);
  }

  publishTroubles(): void {
    for (const lane of [...this.#lanes]) lane.troubled();
  }

  publishJudgement(): void {
    for (const lane of [...this.#lanes]) lane.judged();
  }

  // ──

  #open(wire: LiveWire): LiveWireEvents {
    const lane = new LiveLane(wire, this.#rooms, this.#countsOf(wire.visitor.person.place));
    this.#lanes.add(lane);
    return {
      onFree: () => lane.pump(),
      onWatch: (devices) => this.#watch(lane, devices),
      onClosed: () => {
        this.#lanes.delete(lane);
        this.#unwatch(lane);
      },
    };
  }

  #watch(lane: LiveLane, devices: readonly string[]): void {
    this.#unwatch(lane);
    const { estate } = this.#rooms;
    // A device outside the person's subtree is treated as one that does not exist: it is never heard of.
    const seen = new Set(devices.filter((id) => lane.wire.visitor.sees(estate.device(id)?.path ?? [])));
    for (const id of seen) this.#watchers.set(id, (this.#watchers.get(id) ?? new Set()).add(lane));
    lane.watching(seen);
  }

  #unwatch(lane: LiveLane): void {
    for (const [id, lanes] of this.#watchers) {
      if (!lanes.delete(lane) || lanes.size > 0) continue;
      this.#watchers.delete(id);
      this.#staleness.delete(id);
    }
  }

  #readingsDue(): void {
    for (const lane of [...this.#lanes]) lane.readingsDue();
  }

  #countsOf(place: string): Counts {
    const at = performance.now();
    if (!this.#counts || at - this.#counts.at > COUNTS_GOOD_FOR_MS) this.#counts = { at, of: this.#rooms.deviceViews.countsByPlace() };
    return this.#counts.of(place);
  }

  /** The heartbeat of all screens; one walk over the devices counts for all of them. */
  beat(): void {
    this.#happenings.look();
    if (this.#lanes.size === 0) return;
    this.#noticeStale();
    this.#counts = undefined;
    for (const lane of [...this.#lanes]) lane.beats(this.#countsOf(lane.place));
  }

  #noticeStale(): void {
    const { estate, deviceViews } = this.#rooms;
    for (const [id, lanes] of this.#watchers) {
      const device = estate.device(id);
      if (!device) continue;
      const values = deviceViews.values(device);
      const staleness = `${deviceViews.isSilent(device)} ${values.map(({ point, stale }) => `${point}=${stale}`).join(' ')}`;
      const before = this.#staleness.get(id);
      this.#staleness.set(id, staleness);
      if (before === undefined || before === staleness) continue;
      for (const lane of lanes) {
        lane.touched(id);
        for (const { point } of values) lane.read(id, point);
      }
    }
  }
}
