// The room that tells other houses: takes what changed once it is saved, keeps what must be told, and sees it delivered.
import type { Alarm } from '../alarms/alarm.ts';
import type { Incident } from '../alarms/incident.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Database } from '../sqlite.ts';
import type { Troubles } from '../troubles.ts';
import { push, pushed, pushName } from './cap-feed.ts';
import { CapMessages } from './cap-messages.ts';
import type { Posting } from './configured-outgoing.ts';
import { type Carry, Courier } from './courier.ts';
import { Centre, type CentreRooms } from './dc09/centre.ts';
import { type CentreMessage, Dc09Sender } from './dc09/sender.ts';
import { NorthTroubles } from './north-troubles.ts';
import { type GivenUp, type NewParcel, Parcels } from './parcels.ts';
import type { NorthboundSettings } from './settings.ts';
import { type StoryRooms, storyOf, turnOf } from './story.ts';
import { IncidentTally } from './tally.ts';
import { type ForwardPhase, forwardedFire, handOverFire, PASS_ON_WITHIN_MS, phaseDue } from './terminal.ts';
import { type Standing, TOLD, Withheld } from './withheld.ts';

/** Alarms and incidents that changed, in the order of their changes. */
export interface Changes {
  readonly alarms: readonly Alarm[];
  readonly incidents: readonly Incident[];
}

interface NorthboundRooms extends StoryRooms {
  readonly database: Database;
  readonly store: { changedSince(change: number): Changes; openAlarms(): Alarm[]; openIncidents(): Incident[] };
  readonly isolations: CentreRooms['isolations'];
  readonly troubles: Pick<Troubles, 'raise' | 'clear'>;
  readonly log: Log;
  readonly clock: Clock;
}

interface NorthboundSite {
  readonly name: string;
  /** Minutes that local time is before UTC. */
  readonly offsetAt: (at: number) => number;
  readonly posting: (patienceMs: number) => Posting;
}

/** The state of one target, for people. */
export interface TargetState {
  readonly target: string;
  readonly waiting: number;
  readonly isCutOff: boolean;
  /** What it refused for good, the newest first. */
  readonly givenUp: readonly GivenUp[];
}

/** A terminal that hangs must leave time for a second try within the three seconds. */
const TERMINAL_PATIENCE_MS = 1_400;
const PUSH_PATIENCE_MS = 5_000;
/** GB 50440-2007 asks for three users' alarms at once (from memory): one whose receipt is late holds up no other. */
const FIRES_AT_ONCE = 4;
/** A receiver that refuses the same message so often never takes it; with the pauses between, after three minutes. */
const REFUSALS = 10;
/** Who answers with a receipt that a seat looks for (GB 25506). */
const RECEIPTED = ['terminal', 'dc09'] as const;
/** Until the disk takes what it refused. */
const AGAIN_MS = 1_000;
/** How far the saved position may stand behind: so much is looked at again after a restart. */
const POSITION_EVERY = 256;

export class Northbound {
  readonly parcels: Parcels;
  readonly messages: CapMessages;
  readonly #troubles: NorthTroubles;
  readonly #rooms: NorthboundRooms;
  readonly #settings: NorthboundSettings;
  readonly #couriers = new Map<string, Courier>();
  readonly #tallies = new Map<string, IncidentTally>();
  readonly #turns = new Map<string, string>();
  readonly #sender: Dc09Sender | undefined;
  readonly #centre: Centre | undefined;
  readonly #withheld: Withheld;
  readonly #savePosition;
  readonly #forwarded;
  readonly #saveForwarded;
  #position: number;
  #savedPosition: number;
  #receipts = 0;
  #isStarted = false;
  #untaken: Changes[] = [];
  #timers = new Set<NodeJS.Timeout>();
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(rooms: NorthboundRooms, settings: NorthboundSettings, site: NorthboundSite) {
    const { database: db, clock } = rooms;
    this.#rooms = rooms;
    this.#settings = settings;
    db.exec(`CREATE TABLE IF NOT EXISTS northbound_position (one INTEGER PRIMARY KEY CHECK (one = 1), change INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS northbound_forwarded (incident TEXT PRIMARY KEY, phase TEXT NOT NULL) STRICT, WITHOUT ROWID`);
    this.#savePosition = db.prepare('INSERT OR REPLACE INTO northbound_position (one, change) VALUES (1, ?)');
    this.#forwarded = db.prepare<[string], { phase: ForwardPhase }>('SELECT phase FROM northbound_forwarded WHERE incident = ?');
    this.#saveForwarded = db.prepare('INSERT OR REPLACE INTO northbound_forwarded (incident, phase) VALUES (?, ?)');
    this.#position = db.prepare<[], { change: number }>('SELECT change FROM northbound_position').get()?.change ?? Number.POSITIVE_INFINITY;
    this.#savedPosition = this.#position;
    this.parcels = new Parcels(db);
    this.#troubles = new NorthTroubles(rooms.troubles, this.parcels);
    this.#withheld = new Withheld(db);
    const { cap, dc09, terminal } = settings;
    const { sender, radiusKm, test: isBeingTested } = cap;
    this.messages = new CapMessages(db, { sender, radiusKm, isBeingTested, name: site.name, offsetAt: site.offsetAt, scope: scopeOf(cap) });
    const pushing = site.posting(PUSH_PATIENCE_MS);
    for (const [nth, target] of cap.push.entries()) this.#open(pushName(nth), (parcel) => push(parcel, target, pushing, clock()), REFUSALS);
    if (terminal) {
      const posting = site.posting(TERMINAL_PATIENCE_MS);
      this.#open('terminal', (parcel) => handOverFire(parcel, terminal, posting, clock()), Number.POSITIVE_INFINITY, FIRES_AT_ONCE);
    }
    if (dc09) {
      const { key, timeoutSeconds, ...rest } = dc09;
      const sending = new Dc09Sender(
        { ...rest, key: key === undefined ? undefined : Buffer.from(key, 'hex'), timeoutMs: timeoutSeconds * 1_000 },
        clock,
      );
      this.#sender = sending;
      this.#centre = new Centre(db, dc09, rooms);
      this.#open('dc09', (parcel) => sending.deliver(JSON.parse(parcel.body) as CentreMessage), REFUSALS);
    }
  }

  /** Takes what changed while nobody looked, and what stands; then the couriers begin. */
  start(): void {
    const { store } = this.#rooms;
    const missed = store.changedSince(this.#position);
    this.#isStarted = true;
    const untaken = this.#untaken;
    this.#untaken = [];
    for (const changes of [missed, { alarms: store.openAlarms(), incidents: store.openIncidents() }, ...untaken]) this.take(changes);
    for (const [target, courier] of this.#couriers) {
      courier.start();
      this.#troubles.lookForGivenUp(target);
    }
    this.#lookForReceipts();
    if (this.#sender) {
      this.#heartbeat = setInterval(() => void this.#testLine(), (this.#settings.dc09?.heartbeatSeconds ?? 60) * 1_000);
      void this.#testLine();
    }
  }

  /** What changed, after it was saved. Keeps it where the disk refuses, and tries again. */
  take(changes: Changes): void {
    if (!this.#isStarted) {
      this.#untaken.push(changes);
      return;
    }
    const all = [...this.#untaken, changes];
    this.#untaken = [];
    try {
      const put = this.#write(all);
      for (const { target, urgency } of put) this.#couriers.get(target)?.wake(urgency === 0);
      if (put.some(({ target, urgency }) => target === 'terminal' && urgency === 0))
        this.#after(PASS_ON_WITHIN_MS + 1, () => this.#lookForReceipts());
      this.#troubles.works();
    } catch (error) {
      this.#untaken = all;
      this.#centre?.reload();
      this.#withheld.reload();
      this.parcels.recount();
      this.#broken(error);
      this.#after(AGAIN_MS, () => this.take({ alarms: [], incidents: [] }));
    }
  }

  /** Tells the centre of isolations that began or ended where no alarm did; to be called every second or so. */
  lookAtIsolations(): void {
    if (this.#isStarted && this.#centre?.isBehind) this.take({ alarms: [], incidents: [] });
  }

  /** The terminal and the receiving centre together; undefined where neither is configured. Cheap: asked with every heartbeat. */
  uplink(): { readonly waiting: number; readonly receipts: number } | undefined {
    const targets = RECEIPTED.filter((target) => this.#couriers.has(target));
    if (targets.length === 0) return undefined;
    return { waiting: targets.reduce((sum, target) => sum + this.parcels.waiting(target), 0), receipts: this.#receipts };
  }

  states(): TargetState[] {
    const { parcels } = this;
    return [...this.#couriers].map(([target, { isCutOff }]) => ({
      target,
      isCutOff,
      waiting: parcels.waiting(target),
      givenUp: parcels.givenUp(target),
    }));
  }

  /** A person has seen what a target refused for good within a place, up to that number; how many that are. */
  seenGivenUp(target: string, upTo: number, place: string | undefined): number {
    const seen = this.parcels.seen(target, upTo, place);
    this.#troubles.lookForGivenUp(target);
    return seen;
  }

  /** Ends after the tries under way; what waits is told after the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#heartbeat);
    for (const timer of this.#timers) clearTimeout(timer);
    // The try under way may end well; only then is the line cut.
    await Promise.all([...this.#couriers.values()].map((courier) => courier.stop()));
    this.#sender?.close();
  }

  /** All of it, or nothing. */
  #write(all: readonly Changes[]): NewParcel[] {
    const alarms = all.flatMap((changes) => changes.alarms);
    const changed = new Map(all.flatMap((changes) => changes.incidents).map((incident) => [incident.id, incident]));
    const at = this.#rooms.clock();
    const put: NewParcel[] = [];
    const turns = new Map<string, string>();
    let position = Number.isFinite(this.#position) ? this.#position : 0;
    for (const { change } of alarms) position = Math.max(position, change);
    for (const { change } of changed.values()) position = Math.max(position, change);
    let isPositionSaved = false;
    this.#rooms.database.transaction(() => {
      put.push(...(this.#centre?.ofIsolations(at) ?? []));
      const standings = new Map<Alarm, Standing>();
      for (const alarm of alarms) {
        const standing = this.#withheld.take(alarm);
        standings.set(alarm, standing);
        put.push(...(this.#centre?.ofAlarm(alarm, standing, at) ?? []));
      }
      for (const [id, turn] of this.#turned(standings, changed)) {
        turns.set(id, turn);
        this.#tellTurn(id, turn, at, put);
      }
      for (const parcel of put) if (this.parcels.put(parcel)) this.#troubles.full(parcel.target);
      if (put.length > 0 || !Number.isFinite(this.#savedPosition) || position - this.#savedPosition >= POSITION_EVERY) {
        this.#savePosition.run(position);
        isPositionSaved = true;
      }
    })();
    this.#position = position;
    if (isPositionSaved) this.#savedPosition = position;
    for (const [id, turn] of turns) this.#remember(id, turn);
    return put;
  }

  /** The incidents that took a turn. */
  #turned(standings: ReadonlyMap<Alarm, Standing>, changed: ReadonlyMap<string, Incident>): Map<string, string> {
    const { desk } = this.#rooms;
    const byIncident = new Map<string, Alarm[]>();
    for (const alarm of standings.keys()) {
      const known = byIncident.get(alarm.incident);
      if (known) known.push(alarm);
      else byIncident.set(alarm.incident, [alarm]);
    }
    const turned = new Map<string, string>();
    for (const id of new Set([...changed.keys(), ...byIncident.keys()])) {
      const incident = desk.incident(id) ?? changed.get(id);
      if (!incident) continue;
      // Some of its alarms went to an incident of their own: what they come to is no part of it any more.
      if (changed.has(id) && (this.#tallies.get(id)?.size ?? 0) > incident.alarms.length) this.#tallies.delete(id);
      const tally = this.#tallyOf(incident);
      for (const alarm of byIncident.get(id) ?? []) tally.take(alarm, incident, standings.get(alarm) ?? TOLD);
      const turn = turnOf(incident, tally);
      if (this.#turns.get(id) !== turn) turned.set(id, turn);
    }
    return turned;
  }

  #tallyOf(incident: Incident): IncidentTally {
    const known = this.#tallies.get(incident.id);
    if (known) return known;
    const tally = new IncidentTally();
    this.#tallies.set(incident.id, tally);
    for (const id of incident.alarms) {
      const alarm = this.#rooms.desk.alarm(id);
      if (alarm) tally.take(alarm, incident, this.#withheld.of(alarm));
    }
    return tally;
  }

  #remember(id: string, turn: string): void {
    if (this.#rooms.desk.incident(id)?.closedAt === null) {
      this.#turns.set(id, turn);
      return;
    }
    this.#turns.delete(id);
    this.#tallies.delete(id);
  }

  #tellTurn(id: string, turn: string, at: number, put: NewParcel[]): void {
    const incident = this.#rooms.desk.incident(id);
    const tally = this.#tallies.get(id);
    const story = incident && tally ? storyOf(incident, tally, this.#rooms) : undefined;
    if (story?.family !== 'fire') return;
    const about = { about: story.incident, path: story.path, madeAt: at };
    const message = this.messages.tell(story, turn, at);
    if (message) put.push(...pushed(message, { ...about, urgency: message.drill ? 1 : 0 }, this.#settings.cap.push));
    const { terminal } = this.#settings;
    if (!terminal || story.drill) return;
    const phase = phaseDue(story, this.#forwarded.get(id)?.phase);
    if (!phase) return;
    const fire = forwardedFire(story, phase, `${id}-${phase}-${at}`, at, terminal);
    put.push({ ...about, target: 'terminal', urgency: phase === 'confirmed' ? 0 : 1, body: JSON.stringify(fire) });
    this.#saveForwarded.run(id, phase);
  }

  #open(target: string, carry: Carry, refusals: number, atOnce = 1): void {
    const { clock, log } = this.#rooms;
    const courier = new Courier({
      target,
      parcels: this.parcels,
      carry,
      clock,
      atOnce,
      refusals,
      onTry: (parcel, delivery) => {
        if (delivery.is === 'delivered') {
          if (RECEIPTED.some((one) => one === target)) this.#receipts += 1;
          this.#troubles.delivered(target);
        } else {
          log.warn({ target, parcel: parcel.number, why: delivery.why }, 'could not be handed over');
          this.#troubles.undelivered(target, delivery.why);
        }
        if (target === 'terminal') this.#lookForReceipts();
      },
      onGivenUp: (parcel, why) => {
        log.error({ target, parcel: parcel.number, about: parcel.about, why }, 'put aside for good');
        this.#troubles.lookForGivenUp(target);
      },
      onBroken: (error) => this.#broken(error),
    });
    this.#couriers.set(target, courier);
  }

  #lookForReceipts(): void {
    if (this.#couriers.has('terminal')) this.#troubles.late(this.parcels.late('terminal', this.#rooms.clock() - PASS_ON_WITHIN_MS));
  }

  async #testLine(): Promise<void> {
    const isThere = await this.#sender?.test();
    this.#troubles.line(isThere === true);
    if (isThere && this.#couriers.get('dc09')?.isCutOff) this.#couriers.get('dc09')?.wake(true);
  }

  #broken(error: unknown): void {
    this.#rooms.log.error({ err: error }, 'the queue north could not be written');
    this.#troubles.broken();
  }

  #after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }
}

function scopeOf({ scope, restriction, addresses }: NorthboundSettings['cap']): ConstructorParameters<typeof CapMessages>[1]['scope'] {
  if (scope === 'Restricted') return { is: 'Restricted', restriction };
  return scope === 'Private' ? { is: 'Private', addresses } : { is: 'Public' };
}
