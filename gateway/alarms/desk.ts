// The alarm desk: findings and people's acts in, alarm and incident changes out. One alarm per point, class and drill.
import { createHash } from 'node:crypto';
import type { Device } from '../../device-drivers/device.ts';
import { type DeviceDriver, pointOf } from '../../device-drivers/driver.ts';
import type { Finding } from '../../rules/finding.ts';
import type { Act } from '../acts.ts';
import { BalefireError } from '../errors.ts';
import type { PlaceTree } from '../estate/places.ts';
import { type Alarm, type AlarmEvent, dueOf, isOfFire, type Signature, step } from './alarm.ts';
import type { AlarmStore, FrameEntry } from './alarm-store.ts';
import type { Incident } from './incident.ts';
import type { IncidentAct } from './incident-acts.ts';
import type { IncidentRoll } from './incident-roll.ts';
import { Incidents } from './incidents.ts';
import { type Isolation, type IsolationEvent, isLawfulEnd, stepIsolation } from './isolation.ts';
import type { Isolations } from './isolations.ts';
import { type Outbox, wordOf } from './outbox.ts';
import { ALARM_REFUSALS, ISOLATION_REFUSALS } from './refusals.ts';

/** What a finding rests on: the frame that was judged, or nothing where time alone decided. */
export interface Ground {
  readonly entry: FrameEntry | undefined;
  readonly receivedAt: number;
}

/** What changed since the last `takeChanges`, in order. */
export interface DeskChanges {
  readonly alarms: readonly Alarm[];
  readonly incidents: readonly Incident[];
}

interface DeskSurroundings {
  readonly places: PlaceTree;
  device(id: string): Device | undefined;
  driver(device: Device): DeviceDriver | undefined;
  /** What it stands behind: the transmission device of a part. Undefined: it stands for itself. */
  parentOf(device: string): string | undefined;
  /** Ids of what stands behind it. */
  partsOf(device: string): Iterable<string>;
  isTestAnnounced(path: readonly string[]): boolean;
}

/** What a person does about an alarm. */
export type AlarmAct = Extract<Act, { do: 'acknowledge' | 'judge' | 'reset' | 'shelve' | 'unshelve' }>;
export type IsolationAct = Extract<Act, { do: 'isolate' | 'renew-isolation' | 'end-isolation' | 'see-isolation' }>;

/** Whose alarm makes what stands behind it doubtful: it is not heard itself. */
const OFFLINE_RULES: ReadonlySet<string> = new Set(['device-offline', 'transmission-offline', 'device-silent']);

export class AlarmDesk {
  readonly #store: AlarmStore;
  readonly #outbox: Outbox;
  readonly #around: DeskSurroundings;
  readonly #open = new Map<string, Alarm>();
  readonly #byCause = new Map<string, string>();
  readonly #ofDevice = new Map<string, Set<string>>();
  readonly #isolations: Isolations;
  readonly #incidents: Incidents;
  #changedAlarms: Alarm[] = [];
  /** When time alone may change an alarm or end an isolation; never too late. */
  #due = Number.POSITIVE_INFINITY;

  constructor(store: AlarmStore, outbox: Outbox, isolations: Isolations, around: DeskSurroundings) {
    this.#store = store;
    this.#outbox = outbox;
    this.#isolations = isolations;
    this.#around = around;
    for (const alarm of store.openAlarms()) this.#keep(alarm);
    this.#incidents = new Incidents(store, {
      places: around.places,
      alarm: (id) => this.alarm(id),
      isTestAnnounced: (path) => around.isTestAnnounced(path),
    });
    this.#due = Math.min(this.#due, isolations.nextDue());
  }

  open(): Iterable<Alarm> {
    return this.#open.values();
  }

  openIncidents(): Iterable<Incident> {
    return this.#incidents.open();
  }

  alarm(id: string): Alarm | undefined {
    return this.#open.get(id) ?? this.#store.alarm(id);
  }

  incident(id: string): Incident | undefined {
    return this.#incidents.get(id);
  }

  /** What the alarms of an incident come to. */
  rollOf(incident: Incident): IncidentRoll {
    return this.#incidents.rollOf(incident);
  }

  /** The open alarms of one device. */
  openOf(device: string): Alarm[] {
    return [...(this.#ofDevice.get(device) ?? [])].flatMap((id) => this.#open.get(id) ?? []);
  }

  /** Takes a finding in: raises an alarm, or changes the one that stands. */
  take(finding: Finding, ground: Ground): void {
    const cause = causeOf(finding.device, finding.point, finding.rule.class, finding.drill);
    const standing = this.#open.get(this.#byCause.get(cause) ?? '');
    if (standing) {
      const event: AlarmEvent = { is: 'finding', finding, entry: ground.entry?.number ?? null, receivedAt: ground.receivedAt };
      const after = step(standing, event);
      if (typeof after === 'string' || after === standing) return;
      this.#change(standing, after, ground.receivedAt);
      if (ground.entry && after.evidence.includes(ground.entry.number)) this.#store.saveEvidence(after.id, ground.entry);
      return;
    }
    if (finding.change === 'clear') return;
    this.#raise(finding, ground, cause);
  }

  /** Carries out what a person does about an alarm. Throws a BalefireError where it cannot be. */
  act(act: AlarmAct): Alarm {
    const alarm = this.alarm(act.alarm);
    if (!alarm) throw new BalefireError('not-found', { what: act.alarm });
    const after = step(alarm, eventOf(act));
    if (typeof after === 'string') throw new BalefireError('conflict', { detail: ALARM_REFUSALS[after] });
    if (act.do === 'judge' || act.do === 'reset') this.#incidents.refuseAround(alarm, act);
    this.#change(alarm, after, act.at);
    return this.alarm(act.alarm) ?? after;
  }

  /** What a person does about an incident. A verdict on it is a verdict on each of its alarms that has none. */
  actOnIncident(act: IncidentAct): Incident {
    const incident = this.#incidents.act(act);
    if (act.do === 'answer-incident') return this.#answered(act, incident);
    const { verdict } = incident;
    if (!verdict || (act.do !== 'find-incident' && act.do !== 'second-incident')) return incident;
    for (const id of incident.alarms) {
      const alarm = this.#open.get(id);
      if (alarm?.verdict !== 'unverified') continue;
      const { cause, note, verdict: said } = verdict;
      const by: Signature = { ...act.by, at: act.at };
      this.#apply(
        alarm,
        { is: 'judge', by, verdict: said, ...(cause === null ? {} : { cause }), ...(note === null ? {} : { note }) },
        act.at,
      );
    }
    return this.#incidents.get(incident.id) ?? incident;
  }

  /** Who knows of it has acknowledged what the page had shown, and no alarm that began after. Who cannot come has not. */
  #answered({ by, at, answer, seen }: Extract<Act, { do: 'answer-incident' }>, incident: Incident): Incident {
    for (const id of answer === 'unable' ? [] : incident.alarms) {
      const alarm = this.#open.get(id);
      if (alarm?.attention === 'new' && (alarm.begins.at(-1) ?? alarm.receivedAt) <= seen)
        this.#apply(alarm, { is: 'acknowledge', by: { ...by, at } }, at);
    }
    return this.#incidents.get(incident.id) ?? incident;
  }

  mergeIncidents(act: Extract<Act, { do: 'merge-incidents' }>): Incident {
    const { incident, moved } = this.#incidents.merge(act, { ...act.by, at: act.at });
    this.#moveAlarms(moved, incident, act.at);
    return incident;
  }

  splitIncident(act: Extract<Act, { do: 'split-incident' }>): Incident {
    const incident = this.#incidents.split(act);
    this.#moveAlarms(incident.alarms, incident, act.at);
    return incident;
  }

  /** What a person does about an isolation. Throws a BalefireError where it cannot be. */
  actOnIsolation(act: IsolationAct): Isolation {
    const by: Signature = { ...act.by, at: act.at };
    const isolation = act.do === 'isolate' ? begun(act, by) : this.#stepped(act, by);
    this.#isolations.put(isolation);
    this.#lookAtIsolations(act.at);
    return isolation;
  }

  /** Time goes on: what was laid aside comes back, isolations end, chatter calms down. */
  advance(now: number): void {
    if (now < this.#due) return;
    if (this.#isolations.advance(now)) this.#lookAtIsolations(now);
    this.#due = this.#isolations.nextDue();
    for (const alarm of [...this.#open.values()]) {
      if ((dueOf(alarm) ?? Number.POSITIVE_INFINITY) <= now) this.#apply(alarm, { is: 'time', at: now }, now);
      const still = this.#open.get(alarm.id);
      this.#due = Math.min(this.#due, (still && dueOf(still)) ?? Number.POSITIVE_INFINITY);
    }
  }

  /** When time alone may change something next. */
  nextDue(): number {
    return this.#due;
  }

  /** The device is no more: its alarms lose their causes; who latched stays until a person resets it. */
  deviceRemoved(device: string, at: number): void {
    for (const alarm of this.openOf(device)) this.#orphan(alarm, () => true, at);
  }

  /** A drill is over: nothing tells the end of what it raised any more. */
  drillOver(device: string, at: number): void {
    for (const alarm of this.openOf(device)) if (alarm.drill) this.#orphan(alarm, () => true, at);
  }

  /** Alarms of rules that judge no more, or otherwise, lose these causes; who latched stays until a person resets it. */
  rulesAre(known: ReadonlySet<string>, at: number): void {
    for (const alarm of [...this.#open.values()]) this.#orphan(alarm, (rule) => !known.has(rule), at);
  }

  #orphan(alarm: Alarm, hasEnded: (rule: string) => boolean, at: number): void {
    this.#apply(alarm, { is: 'orphaned', hasEnded, at }, at);
  }

  /** What changed since the last call, for the screens. */
  takeChanges(): DeskChanges {
    const changes = { alarms: this.#changedAlarms, incidents: this.#incidents.takeChanges() };
    this.#changedAlarms = [];
    return changes;
  }

  /** The incidents of which anything changed since the last call, for whoever tells people. */
  takeTouched(): Iterable<string> {
    return this.#incidents.takeTouched();
  }

  #raise(finding: Finding, ground: Ground, cause: string): void {
    const device = this.#around.device(finding.device);
    const driver = device && this.#around.driver(device);
    const path = device?.path ?? this.#around.places.pathOf('');
    const { rule } = finding;
    const id = `a${digest(`${ground.entry?.number ?? `t${finding.at}`}|${cause}`)}`;
    const raised: Omit<Alarm, 'incident' | 'firstOut' | 'change'> = {
      id,
      device: finding.device,
      deviceName: device?.name ?? finding.device,
      model: device?.model ?? 'unregistered',
      kind: device?.kind ?? 'unregistered',
      registered: device !== undefined && device.kind !== 'unregistered',
      point: finding.point,
      quantity: (driver && pointOf(driver, finding.point)?.quantity) ?? rule.watches.quantity,
      class: rule.class,
      rule: { id: rule.id, version: rule.version },
      title: rule.title,
      advice: rule.advice,
      because: finding.because,
      clause: rule.clause ?? null,
      path,
      latching: rule.latching,
      drill: finding.drill,
      condition: 'active',
      attention: 'new',
      verdict: 'unverified',
      causes: [rule.id],
      occurredAt: finding.at,
      receivedAt: ground.receivedAt,
      restoredAt: null,
      closedAt: null,
      times: 1,
      value: finding.value ?? null,
      acknowledged: null,
      judged: null,
      reset: null,
      evidence: ground.entry ? [ground.entry.number] : [],
      shelved: null,
      isolated: this.#isolations.over(finding.device, finding.point, path)?.id ?? null,
      suppressed: this.#suppressing(finding),
      begins: [ground.receivedAt],
      chattersSince: null,
      chattered: null,
    };
    const alarm: Alarm = { ...raised, ...this.#incidents.group(raised), change: this.#store.nextChange() };
    if (ground.entry) this.#store.saveEvidence(id, ground.entry);
    this.#outbox.put(alarm, 'raised', ground.receivedAt);
    this.#keep(alarm);
    this.#store.save(alarm, ground.receivedAt);
    this.#changedAlarms.push(alarm);
    this.#lookBehind(alarm, ground.receivedAt);
  }

  #change(before: Alarm, after: Alarm, at: number): void {
    const alarm = { ...after, change: this.#store.nextChange() };
    this.#outbox.put(alarm, wordOf(before, alarm), at);
    this.#keep(alarm);
    this.#store.save(alarm, at);
    this.#changedAlarms.push(alarm);
    this.#incidents.alarmChanged(before, alarm);
    if (alarm.causes !== before.causes) this.#lookBehind(alarm, at);
  }

  /** What cannot be refused; where it changes nothing, nothing happens. */
  #apply(alarm: Alarm, event: AlarmEvent, at: number): void {
    const after = step(alarm, event);
    if (typeof after !== 'string' && after !== alarm) this.#change(alarm, after, at);
  }

  #moveAlarms(ids: readonly string[], incident: Incident, at: number): void {
    for (const id of ids) {
      const alarm = this.alarm(id);
      if (alarm) this.#change(alarm, { ...alarm, incident: incident.id, firstOut: incident.firstOut === id }, at);
    }
    const first = this.alarm(incident.firstOut);
    if (first && !first.firstOut) this.#change(first, { ...first, firstOut: true }, at);
  }

  // ── what quiets an alarm ──

  #stepped(act: Exclude<IsolationAct, { do: 'isolate' }>, by: Signature): Isolation {
    const isolation = this.#isolations.get(act.isolation);
    if (!isolation) throw new BalefireError('not-found', { what: act.isolation });
    const after = stepIsolation(isolation, isolationEvent(act, by));
    if (typeof after === 'string') throw new BalefireError('conflict', { detail: ISOLATION_REFUSALS[after] });
    return after;
  }

  #lookAtIsolations(at: number): void {
    for (const alarm of [...this.#open.values()]) {
      const isolation = this.#isolations.over(alarm.device, alarm.point, alarm.path)?.id ?? null;
      if (isolation !== alarm.isolated) this.#apply(alarm, { is: 'isolated', isolation, at }, at);
    }
    this.#due = Math.min(this.#due, this.#isolations.nextDue());
  }

  /** The open alarm that says the device before this one is not heard. */
  #suppressing({ device, drill, rule }: Finding): string | null {
    const parent = this.#around.parentOf(device);
    if (parent === undefined || drill || isOfFire(rule)) return null;
    return this.openOf(parent).find(isOffline)?.id ?? null;
  }

  /** A panel was lost or is heard again: what stands behind it is doubtful, or not any more. */
  #lookBehind(alarm: Alarm, at: number): void {
    if (!OFFLINE_RULES.has(alarm.rule.id)) return;
    const because = isOffline(alarm) ? alarm.id : null;
    for (const part of this.#around.partsOf(alarm.device)) {
      for (const behind of this.openOf(part)) this.#apply(behind, { is: 'suppressed', because, at }, at);
    }
  }

  #keep(alarm: Alarm): void {
    const cause = causeOf(alarm.device, alarm.point, alarm.class, alarm.drill);
    if (alarm.closedAt === null) {
      this.#open.set(alarm.id, alarm);
      this.#byCause.set(cause, alarm.id);
      const ofDevice = this.#ofDevice.get(alarm.device);
      if (ofDevice) ofDevice.add(alarm.id);
      else this.#ofDevice.set(alarm.device, new Set([alarm.id]));
      this.#due = Math.min(this.#due, dueOf(alarm) ?? Number.POSITIVE_INFINITY);
    } else {
      this.#open.delete(alarm.id);
      const ofDevice = this.#ofDevice.get(alarm.device);
      ofDevice?.delete(alarm.id);
      if (ofDevice?.size === 0) this.#ofDevice.delete(alarm.device);
      if (this.#byCause.get(cause) === alarm.id) this.#byCause.delete(cause);
    }
  }
}

function eventOf(act: AlarmAct): AlarmEvent {
  const by: Signature = { ...act.by, at: act.at };
  switch (act.do) {
    case 'judge': {
      const { verdict, cause, note } = act;
      return { is: 'judge', by, verdict, ...(cause === undefined ? {} : { cause }), ...(note === undefined ? {} : { note }) };
    }
    case 'shelve':
      return { is: 'shelve', by, reason: act.reason, until: act.until, oneShot: act.oneShot };
    default:
      return { is: act.do, by };
  }
}

function begun(act: Extract<Act, { do: 'isolate' }>, by: Signature): Isolation {
  const { id, kind, scope, reason, authority, until } = act;
  if (!isLawfulEnd(kind, act.at, until)) throw new BalefireError('conflict', { detail: ISOLATION_REFUSALS['too-long'] });
  return { id, kind, scope, reason, authority, by, until, renewals: [], ended: null, seen: null };
}

function isolationEvent(act: Exclude<IsolationAct, { do: 'isolate' }>, by: Signature): IsolationEvent {
  if (act.do === 'renew-isolation') return { is: 'renew', by, until: act.until, reason: act.reason, authority: act.authority };
  return { is: act.do === 'end-isolation' ? 'end' : 'see', by };
}

function isOffline({ rule, condition, closedAt, drill }: Alarm): boolean {
  return OFFLINE_RULES.has(rule.id) && condition === 'active' && closedAt === null && !drill;
}

function causeOf(device: string, point: string, alarmClass: string, drill: boolean): string {
  return `${device}|${point}|${alarmClass}|${drill ? 'drill' : 'real'}`;
}

/** 16 hexadecimal digits: 64 bits, so that a million alarms meet with a chance of 3 in 100 million. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
