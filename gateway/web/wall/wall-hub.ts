// The walls: their door, and what each is told. A wall is told the latest of everything, and keeps nothing that was before.
import type { Server } from 'node:http';
import type { Alarm } from '../../alarms/alarm.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Access, Visitor } from '../access/access.ts';
import { passOf } from '../access/cookie.ts';
import { addressOf, isSecure, type Site } from '../access/origin.ts';
import { LiveSockets, type LiveWire, type LiveWireEvents, type SaidIn } from '../live-socket.ts';
import type { MapLayer } from '../map-contract.ts';
import type { WallEvents, WallFigures, WallSketch, WallState } from '../wall-contract.ts';
import type { WallFigureSource } from './wall-figures.ts';
import type { WallViews } from './wall-views.ts';

/** Below the one path with which a browser sends the pass. */
const WALL_PATH = '/screen/live';
const BEAT_EVERY_MS = 2_000;
/** A fire is on the wall within this; a new state of a storm is a walk over all open alarms. */
const STATE_EVERY_MS = 200;
/** What is no fire waits so long for the next picture. */
const CALM_STATE_EVERY_MS = 1_000;
const FIGURES_EVERY_MS = 30_000;
/** Beats without a byte taken: the browser is frozen, or the line is dead. */
const STALLED_BEATS = 3;

export interface WallRooms {
  readonly access: Access;
  readonly site: Site;
  readonly clock: Clock;
  readonly views: WallViews;
  readonly figures: WallFigureSource;
  readonly siteName: string;
  readonly offsetAt: (at: number) => number;
  /** Which build of the dashboard is served now. */
  readonly build: () => string;
  /** The layer below the map of a place; null: the built-in base. */
  readonly layerOf: (by: Visitor) => MapLayer | null;
  readonly log: Log;
}

export class WallHub {
  readonly #rooms: WallRooms;
  readonly #sockets: LiveSockets<WallEvents>;
  readonly #lanes = new Set<WallLane>();
  readonly #timers: NodeJS.Timeout[] = [];
  #isDirty = false;
  #hasFire = false;
  #pictureAt = Number.NEGATIVE_INFINITY;
  #isCounting = false;
  /** What was drawn on the map when the walls were told last. */
  #drawings = 0;

  constructor(rooms: WallRooms) {
    this.#rooms = rooms;
    const { access, site } = rooms;
    this.#sockets = new LiveSockets<WallEvents>({
      path: WALL_PATH,
      site,
      who: (request) => {
        const screen = new URL(request.url ?? '', 'http://wall').searchParams.get('screen') ?? '';
        return access.screen(screen, passOf(request, screen, isSecure(request, site)), addressOf(request, site));
      },
      onSeat: () => () => undefined,
      onOpen: (wire) => this.#open(wire),
    });
    access.screens.whenRevoked((id) => {
      for (const lane of [...this.#lanes]) if (lane.screen === id) lane.farewell('rights-changed');
    });
  }

  attach(server: Server): void {
    this.#sockets.attach(server);
    this.#timers.push(
      setInterval(() => this.beat(), BEAT_EVERY_MS),
      setInterval(() => this.#stateDue(), STATE_EVERY_MS),
      setInterval(() => void this.count(), FIGURES_EVERY_MS),
    );
    for (const timer of this.#timers) timer.unref();
  }

  close(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    for (const lane of [...this.#lanes]) lane.farewell('stopping');
    this.#sockets.close();
  }

  /** How many walls show a screen now. */
  showing(screen: string): number {
    return [...this.#lanes].filter((lane) => lane.screen === screen).length;
  }

  /** The flow tells that alarms changed; neither waits nor throws. */
  changed(alarms: readonly Alarm[]): void {
    if (this.#lanes.size === 0) return;
    this.#isDirty = true;
    this.#hasFire ||= alarms.some((one) => one.class === 'fire');
  }

  /** The heartbeat of all walls. */
  beat(): void {
    const { clock, build, offsetAt, access, views } = this.#rooms;
    if (this.#drawings !== views.drawings) {
      this.#drawings = views.drawings;
      for (const lane of this.#lanes) lane.put('sketches', views.sketches(lane.place));
    }
    for (const lane of [...this.#lanes]) {
      access.screens.seen(lane.screen, lane.from);
      lane.beats({ now: clock(), build: build(), offset: offsetAt(clock()) });
    }
  }

  /** The slow figures, and the map where it changed; once for all walls of a place. */
  async count(): Promise<void> {
    if (this.#isCounting || this.#lanes.size === 0) return;
    this.#isCounting = true;
    try {
      for (const place of new Set([...this.#lanes].map((lane) => lane.place))) {
        const figures = await this.#rooms.figures.of(place, this.#rooms.clock());
        for (const lane of this.#lanes) {
          if (lane.place !== place) continue;
          lane.put('wall', this.#wallOf(lane));
          lane.put('sketches', this.#rooms.views.sketches(place));
          lane.put('figures', figures);
        }
      }
    } catch (error) {
      // A wall goes on with the figures it has, which carry their time.
      this.#rooms.log.warn({ err: error }, 'the figures of a wall could not be counted');
    } finally {
      this.#isCounting = false;
    }
  }

  #open(wire: LiveWire<WallEvents>): LiveWireEvents {
    const lane = new WallLane(wire);
    this.#lanes.add(lane);
    lane.put('wall', this.#wallOf(lane));
    lane.put('state', this.#rooms.views.state(lane.place, this.#rooms.clock()));
    lane.put('sketches', this.#rooms.views.sketches(lane.place));
    void this.#firstFigures(lane);
    return { onFree: () => lane.pump(), onWatch: () => undefined, onClosed: () => void this.#lanes.delete(lane) };
  }

  async #firstFigures(lane: WallLane): Promise<void> {
    const { figures, clock, log } = this.#rooms;
    await figures.of(lane.place, clock()).then(
      (counted) => lane.put('figures', counted),
      (error: unknown) => log.warn({ err: error }, 'the figures of a wall could not be counted'),
    );
  }

  #wallOf(lane: WallLane): SaidIn<WallEvents, 'wall'> {
    const { access, views, clock, siteName, offsetAt, build, layerOf } = this.#rooms;
    const screen = access.screens.get(lane.screen);
    return {
      now: clock(),
      build: build(),
      name: screen?.name ?? '',
      site: siteName,
      language: screen?.language ?? 'zh',
      offset: offsetAt(clock()),
      place: lane.place,
      places: views.places(lane.place),
      layer: layerOf(lane.visitor),
    };
  }

  #stateDue(): void {
    if (!this.#isDirty) return;
    const at = performance.now();
    if (!this.#hasFire && at - this.#pictureAt < CALM_STATE_EVERY_MS) return;
    this.#isDirty = false;
    this.#hasFire = false;
    this.#pictureAt = at;
    const states = new Map<string, WallState>();
    for (const lane of [...this.#lanes]) {
      const state = states.get(lane.place) ?? this.#rooms.views.state(lane.place, this.#rooms.clock());
      states.set(lane.place, state);
      lane.put('state', state);
    }
  }
}

/** What waits for one wall: of each thing the latest. One event at a time, the next when it has left, as on every lane. */
class WallLane {
  readonly #wire: LiveWire<WallEvents>;
  #wall: SaidIn<WallEvents, 'wall'> | undefined;
  #state: WallState | undefined;
  #figures: WallFigures | undefined;
  #sketches: readonly WallSketch[] | undefined;
  #beat: SaidIn<WallEvents, 'heartbeat'> | undefined;
  /** What it is a screen of and what is drawn there, as they were told last: the same is not told again. */
  #told = '';
  #toldSketches = '';
  #stalledBeats = 0;
  #unsent = Number.POSITIVE_INFINITY;
  #hasEnded = false;

  constructor(wire: LiveWire<WallEvents>) {
    this.#wire = wire;
  }

  get screen(): string {
    return this.#wire.visitor.session;
  }

  get place(): string {
    return this.#wire.visitor.person.place;
  }

  get from(): string {
    return this.#wire.visitor.author.from;
  }

  get visitor(): Visitor {
    return this.#wire.visitor;
  }

  put<E extends 'wall' | 'state' | 'figures' | 'sketches'>(event: E, said: SaidIn<WallEvents, E>): void {
    if (event === 'wall') this.#wall = said as SaidIn<WallEvents, 'wall'>;
    else if (event === 'state') this.#state = said as WallState;
    else if (event === 'sketches') this.#sketches = said as readonly WallSketch[];
    else this.#figures = said as WallFigures;
    this.pump();
  }

  /** Every two seconds. A wall that has taken nothing for three beats is let go. */
  beats(beat: SaidIn<WallEvents, 'heartbeat'>): void {
    this.#beat = beat;
    if (this.#wire.isFree()) {
      this.#stalledBeats = 0;
      this.#unsent = Number.POSITIVE_INFINITY;
    } else {
      const unsent = this.#wire.unsentBytes();
      this.#stalledBeats = unsent >= this.#unsent ? this.#stalledBeats + 1 : 0;
      this.#unsent = unsent;
      if (this.#stalledBeats >= STALLED_BEATS) this.farewell('too-slow');
    }
    this.pump();
  }

  farewell(reason: 'rights-changed' | 'too-slow' | 'stopping'): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#wire.send('farewell', { reason });
    this.#wire.close();
  }

  pump(): void {
    while (!this.#hasEnded && this.#wire.isFree() && this.#sendNext());
  }

  /** A fire before everything else, but for what the wall must know to draw at all. */
  #sendNext(): boolean {
    if (this.#wall) {
      const wall = this.#wall;
      this.#wall = undefined;
      const text = JSON.stringify({ ...wall, now: 0, build: '' });
      if (text === this.#told) return true;
      this.#told = text;
      this.#wire.send('wall', wall);
      return true;
    }
    if (this.#state) {
      this.#wire.send('state', this.#state);
      this.#state = undefined;
      return true;
    }
    if (this.#beat) {
      this.#wire.send('heartbeat', this.#beat);
      this.#beat = undefined;
      return true;
    }
    if (this.#sketches) {
      const sketches = this.#sketches;
      this.#sketches = undefined;
      const text = JSON.stringify(sketches);
      if (text === this.#toldSketches) return true;
      this.#toldSketches = text;
      this.#wire.send('sketches', sketches);
      return true;
    }
    if (!this.#figures) return false;
    this.#wire.send('figures', this.#figures);
    this.#figures = undefined;
    return true;
  }
}
