// What one screen is told, and in which order: changes of alarms each and all, everything else the latest of it.
import type { Clock } from '../clock.ts';
import type { CommandRecord } from '../commands/commands.ts';
import type { Estate } from '../estate/estate.ts';
import type { Presence } from '../estate/presence.ts';
import type { AlarmViews } from './alarm-views.ts';
import type { ChangeRing } from './change-ring.ts';
import type { AlarmView, Trouble } from './contract.ts';
import type { Counts, DeviceViews } from './device-views.ts';
import type { Happenings } from './happenings.ts';
import type { IncidentView } from './incident-contract.ts';
import type { LiveJudgement, LiveReading, LiveUplink } from './live-contract.ts';
import type { LiveWire } from './live-socket.ts';
import { Snapshot, type SnapshotDesk, type SnapshotPage } from './snapshot.ts';

/** Changes, or alarms of the state, in one event: about 300 kB, a second on a slow phone; the next goes when it has left. */
const AT_ONCE = 200;
/** A screen that is not free while so many changes come is too slow for the alarms; it comes back and resumes. */
const TOO_FAR_BEHIND = 2_000;
/** Beats (of 2 s) without a byte taken: the browser is frozen, or the line is dead. */
const STALLED_BEATS = 3;
/** Commands waiting for a slow screen, the latest state of each. */
const COMMANDS_WAITING = 2_000;

export type FarewellReason = 'signed-out' | 'expired' | 'rights-changed' | 'too-slow' | 'stopping';

export interface LaneRooms {
  readonly boot: string;
  readonly ring: ChangeRing;
  readonly alarmViews: AlarmViews;
  readonly deviceViews: DeviceViews;
  readonly estate: Estate;
  readonly presence: Presence;
  readonly desk: SnapshotDesk;
  readonly troubles: () => readonly Trouble[];
  /** Asked only for who may read alarms or the system. */
  readonly uplink: () => LiveUplink | undefined;
  /** Asked only for who may read rules. */
  readonly judgement: (by: LiveWire['visitor']) => LiveJudgement;
  readonly happenings: Pick<Happenings, 'latest' | 'for'>;
  readonly clock: Clock;
}

export class LiveLane {
  readonly wire: LiveWire;
  readonly #rooms: LaneRooms;
  readonly #boot: string;
  /** Number of the last change that the screen was told, and of the last that was looked at for it. */
  #told = 0;
  #scanned = 0;
  /** How many changes there had been when the wire was last free. */
  #freeAt: number;
  #isWelcomeDue = false;
  /** What of the state the screen was not told yet. */
  #snapshot: Snapshot | undefined;
  #isPageNext = false;
  #isResumeDue = false;
  #areTroublesDue = false;
  #isJudgementDue = false;
  #areReadingsDue = false;
  /** Number of the last happening that was looked at for it; a screen that comes is told what there is. */
  #happened = 0;
  #areHappeningsDue = true;
  #beat: Counts | undefined;
  readonly #commands = new Map<string, CommandRecord>();
  readonly #rows = new Set<string>();
  /** `device\npoint` of values that changed since they were last sent. */
  readonly #points = new Set<string>();
  #folded = 0;
  #stalledBeats = 0;
  /** Bytes that waited at the last beat; more than any while it was free. */
  #unsent = Number.POSITIVE_INFINITY;
  #hasEnded = false;

  /** `counts`: for the first beat. */
  constructor(wire: LiveWire, rooms: LaneRooms, counts: Counts) {
    this.wire = wire;
    this.#rooms = rooms;
    this.#boot = `${rooms.boot}.${wire.visitor.person.role}.${wire.visitor.person.place}`;
    this.#freeAt = rooms.ring.total;
    this.#beat = counts;
    const { boot, change } = wire.handshake;
    if (boot === this.#boot && change !== undefined && rooms.ring.reaches(change)) {
      this.#told = change;
      this.#scanned = change;
      this.#isResumeDue = true;
      this.#areTroublesDue = true;
      this.#isJudgementDue = true;
    } else this.#isWelcomeDue = true;
  }

  get place(): string {
    return this.wire.visitor.person.place;
  }

  // ── what happened ──

  /** New changes stand in the ring. */
  changed(): void {
    const { ring } = this.#rooms;
    if (this.wire.isFree()) this.#freeAt = ring.total;
    else if (ring.total - this.#freeAt > TOO_FAR_BEHIND) this.farewell('too-slow');
    this.pump();
  }

  commanded(records: readonly CommandRecord[]): void {
    for (const record of records) if (this.#seesDevice(record.device)) this.#commands.set(record.id, record);
    if (this.#commands.size > COMMANDS_WAITING) this.farewell('too-slow');
    this.pump();
  }

  troubled(): void {
    this.#areTroublesDue = true;
    this.pump();
  }

  /** A rule or a limit was written. */
  judged(): void {
    if (!this.#mayReadRules) return;
    this.#isJudgementDue = true;
    this.pump();
  }

  /** A value of a watched device changed. */
  read(device: string, point: string): void {
    const key = `${device}\n${point}`;
    if (this.#points.has(key)) this.#folded += 1;
    else this.#points.add(key);
  }

  /** Something else about a watched device changed. */
  touched(device: string): void {
    this.#rows.add(device);
  }

  /** The screen watches these devices from now on: it is told at once how they stand. */
  watching(devices: ReadonlySet<string>): void {
    this.#rows.clear();
    this.#points.clear();
    this.#folded = 0;
    for (const id of devices) {
      this.#rows.add(id);
      for (const point of Object.keys(this.#rooms.presence.values(id))) this.#points.add(`${id}\n${point}`);
    }
    this.#areReadingsDue = true;
    this.pump();
  }

  /** Five times a second: what readings have gathered may go. */
  readingsDue(): void {
    if (this.#points.size === 0 && this.#rows.size === 0) return;
    this.#areReadingsDue = true;
    this.pump();
  }

  /** Every two seconds. A screen that has taken nothing for three beats is let go. */
  beats(counts: Counts): void {
    this.#beat = counts;
    this.#areHappeningsDue = true;
    if (this.wire.isFree()) {
      this.#stalledBeats = 0;
      this.#unsent = Number.POSITIVE_INFINITY;
      this.#freeAt = this.#rooms.ring.total;
    } else {
      const unsent = this.wire.unsentBytes();
      this.#stalledBeats = unsent >= this.#unsent ? this.#stalledBeats + 1 : 0;
      this.#unsent = unsent;
      if (this.#stalledBeats >= STALLED_BEATS) this.farewell('too-slow');
    }
    this.pump();
  }

  /** The last word; the wire is closed after it. */
  farewell(reason: FarewellReason): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.wire.send('farewell', { reason });
    this.wire.close();
  }

  // ── what is sent: one event at a time, the next when it has left ──

  pump(): void {
    while (!this.#hasEnded && this.wire.isFree() && this.#sendNext());
  }

  #sendNext(): boolean {
    if (this.#isWelcomeDue) return this.#welcome();
    // In turn with the changes: a new fire does not wait for the state of old faults, and a storm does not keep that back.
    if (this.#isPageNext && this.#more()) return true;
    return (
      this.#changes() ||
      this.#troubles() ||
      this.#commanded() ||
      this.#judgement() ||
      this.#heartbeat() ||
      this.#happenings() ||
      this.#more() ||
      this.#devices() ||
      this.#readings()
    );
  }

  #welcome(): boolean {
    const { ring, desk, troubles, clock } = this.#rooms;
    const change = ring.latest;
    const snapshot = new Snapshot(desk, this.wire.visitor.sees);
    const first = this.#viewsOf(snapshot.next(AT_ONCE));
    this.wire.send('welcome', {
      boot: this.#boot,
      now: clock(),
      change,
      ...first,
      troubles: [...troubles()],
      judgement: this.#judgementNow(),
      counts: this.#beat ?? this.#rooms.deviceViews.countsByPlace()(this.place),
      left: snapshot.left,
    });
    this.#isWelcomeDue = false;
    this.#isJudgementDue = false;
    if (snapshot.left > 0) this.#snapshot = snapshot;
    this.#told = change;
    this.#scanned = change;
    return true;
  }

  /** The next page of the state. */
  #more(): boolean {
    const snapshot = this.#snapshot;
    if (!snapshot) return false;
    this.#isPageNext = false;
    const page = this.#viewsOf(snapshot.next(AT_ONCE));
    this.wire.send('more', { now: this.#rooms.clock(), ...page, left: snapshot.left });
    if (snapshot.left === 0) this.#snapshot = undefined;
    return true;
  }

  #viewsOf({ alarms, incidents }: SnapshotPage): { alarms: AlarmView[]; incidents: IncidentView[] } {
    const { alarmViews } = this.#rooms;
    const sees = this.wire.visitor.sees;
    return {
      alarms: alarms.map((alarm) => alarmViews.alarm(alarm)),
      incidents: incidents.flatMap((incident) => alarmViews.incident(incident, sees) ?? []),
    };
  }

  /** Every change the person sees, in order, none left out; of an incident that changed often within one event the last. */
  #changes(): boolean {
    const { ring, alarmViews, clock } = this.#rooms;
    const sees = this.wire.visitor.sees;
    if (!ring.reaches(this.#scanned)) {
      this.farewell('too-slow');
      return false;
    }
    for (;;) {
      const changes = ring.after(this.#scanned, AT_ONCE);
      const alarms: AlarmView[] = [];
      /** Undefined: the person sees nothing of it. However often it changed it is told as it is now, and looked at once. */
      const incidents = new Map<string, IncidentView | undefined>();
      let change = this.#told;
      for (const one of changes) {
        this.#scanned = one.number;
        if (one.of === 'alarm') {
          if (!sees(one.alarm.path)) continue;
          alarms.push(alarmViews.alarm(one.alarm));
        } else {
          const { id } = one.incident;
          if (!incidents.has(id)) incidents.set(id, alarmViews.incident(one.incident, sees));
          if (!incidents.get(id)) continue;
        }
        change = one.number;
      }
      const seen = [...incidents.values()].flatMap((view) => view ?? []);
      if (alarms.length === 0 && seen.length === 0) {
        if (changes.length > 0) continue;
        if (!this.#isResumeDue) return false;
      }
      this.#isResumeDue = false;
      this.wire.send('changes', { now: clock(), since: this.#told, change, alarms, incidents: seen });
      this.#told = change;
      this.#isPageNext = true;
      return true;
    }
  }

  #troubles(): boolean {
    if (!this.#areTroublesDue) return false;
    this.#areTroublesDue = false;
    this.wire.send('troubles', { now: this.#rooms.clock(), troubles: [...this.#rooms.troubles()] });
    return true;
  }

  get #mayReadRules(): boolean {
    return this.wire.visitor.may('rule.read');
  }

  #judgementNow(): LiveJudgement {
    return this.#mayReadRules ? this.#rooms.judgement(this.wire.visitor) : { written: 0, waiting: [] };
  }

  #judgement(): boolean {
    if (!this.#isJudgementDue) return false;
    this.#isJudgementDue = false;
    this.wire.send('judgement', { now: this.#rooms.clock(), ...this.#judgementNow() });
    return true;
  }

  #commanded(): boolean {
    if (this.#commands.size === 0) return false;
    const commands = [...this.#commands.values()].map((record) => this.#rooms.alarmViews.command(record));
    this.#commands.clear();
    this.wire.send('commands', { now: this.#rooms.clock(), commands });
    return true;
  }

  #heartbeat(): boolean {
    const counts = this.#beat;
    if (!counts) return false;
    this.#beat = undefined;
    const { visitor } = this.wire;
    const uplink = visitor.may('alarm.read') || visitor.may('system.read') ? this.#rooms.uplink() : undefined;
    this.wire.send('heartbeat', { now: this.#rooms.clock(), change: this.#told, counts, ...(uplink && { uplink }) });
    return true;
  }

  /** Looked at with each beat, and so no oftener: what happens in a storm is told as it stands then. */
  #happenings(): boolean {
    const { happenings, clock } = this.#rooms;
    if (!this.#areHappeningsDue) return false;
    this.#areHappeningsDue = false;
    if (this.#happened === happenings.latest) return false;
    const before = this.#happened;
    this.#happened = happenings.latest;
    const seen = happenings.for(this.wire.visitor);
    if (!seen.some(({ number }) => number > before)) return false;
    this.wire.send('happenings', { now: clock(), happenings: seen });
    return true;
  }

  #devices(): boolean {
    if (!this.#areReadingsDue || this.#rows.size === 0) return false;
    const { estate, deviceViews, clock } = this.#rooms;
    const devices = [...this.#rows].flatMap((id) => {
      const device = estate.device(id);
      return device && this.wire.visitor.sees(device.path) ? [deviceViews.row(device)] : [];
    });
    this.#rows.clear();
    if (this.#points.size === 0) this.#areReadingsDue = false;
    if (devices.length === 0) return false;
    this.wire.send('devices', { now: clock(), devices });
    return true;
  }

  /** The latest value of each point that changed; what was left out is said in `folded`. */
  #readings(): boolean {
    if (!this.#areReadingsDue) return false;
    this.#areReadingsDue = false;
    const { estate, presence, deviceViews, clock } = this.#rooms;
    const readings = [...this.#points].flatMap((key): LiveReading[] => {
      const [id = '', point = ''] = key.split('\n');
      const device = estate.device(id);
      const last = presence.values(id)[point];
      if (!device || !last || !this.wire.visitor.sees(device.path)) return [];
      return [{ device: id, point, value: deviceViews.value(device, point, last) }];
    });
    const folded = this.#folded;
    this.#points.clear();
    this.#folded = 0;
    if (readings.length === 0) return false;
    this.wire.send('readings', { now: clock(), readings, folded });
    return true;
  }

  #seesDevice(id: string): boolean {
    const { estate } = this.#rooms;
    return this.wire.visitor.sees(estate.device(id)?.path ?? estate.places.pathOf(''));
  }
}
