// The alarm desk: findings and people's acts in, alarm and incident changes out. One alarm per point, class and drill.
import { createHash } from 'node:crypto';
import type { Device } from '../../device-drivers/device.ts';
import { type DeviceDriver, pointOf } from '../../device-drivers/driver.ts';
import type { QuantityId } from '../../device-drivers/quantity.ts';
import type { Finding } from '../../rules/finding.ts';
import type { Act } from '../acts.ts';
import { BalefireError } from '../errors.ts';
import type { PlaceTree } from '../estate/places.ts';
import { type Alarm, type AlarmEvent, type Refusal, type Signature, step } from './alarm.ts';
import type { AlarmStore, FrameEntry } from './alarm-store.ts';
import { belongs, familyOf, type Incident, joined } from './incident.ts';
import { type Outbox, wordOf } from './outbox.ts';

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
}

export class AlarmDesk {
  readonly #store: AlarmStore;
  readonly #outbox: Outbox;
  readonly #around: DeskSurroundings;
  readonly #open = new Map<string, Alarm>();
  readonly #byCause = new Map<string, string>();
  readonly #incidents = new Map<string, Incident>();
  readonly #bySite = new Map<string, Set<string>>();
  #changedAlarms: Alarm[] = [];
  #changedIncidents: Incident[] = [];

  constructor(store: AlarmStore, outbox: Outbox, around: DeskSurroundings) {
    this.#store = store;
    this.#outbox = outbox;
    this.#around = around;
    for (const alarm of store.openAlarms()) this.#keep(alarm);
    for (const incident of store.openIncidents()) this.#keepIncident(incident);
  }

  open(): Iterable<Alarm> {
    return this.#open.values();
  }

  openIncidents(): Iterable<Incident> {
    return this.#incidents.values();
  }

  alarm(id: string): Alarm | undefined {
    return this.#open.get(id) ?? this.#store.alarm(id);
  }

  incident(id: string): Incident | undefined {
    return this.#incidents.get(id) ?? this.#store.incident(id);
  }

  /** The open alarms of one device. */
  openOf(device: string): Alarm[] {
    return [...this.#open.values()].filter((alarm) => alarm.device === device);
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
  act(act: Extract<Act, { do: 'acknowledge' | 'judge' | 'reset' }>): Alarm {
    const alarm = this.alarm(act.alarm);
    if (!alarm) throw new BalefireError('not-found', { what: act.alarm });
    const by: Signature = { ...act.by, at: act.at };
    const event: AlarmEvent =
      act.do === 'judge'
        ? {
            is: 'judge',
            by,
            verdict: act.verdict,
            ...(act.cause === undefined ? {} : { cause: act.cause }),
            ...(act.note === undefined ? {} : { note: act.note }),
          }
        : { is: act.do, by };
    const after = step(alarm, event);
    if (typeof after === 'string') throw new BalefireError('conflict', { detail: REFUSALS[after] });
    this.#change(alarm, after, act.at);
    return this.alarm(act.alarm) ?? after;
  }

  /** The device is no more: its alarms lose their causes; who latched stays until a person resets it. */
  deviceRemoved(device: string, at: number): void {
    for (const alarm of this.openOf(device)) this.#orphan(alarm, () => true, at);
  }

  /** Alarms of rules that are not in the book any more lose these causes. */
  rulesAre(known: ReadonlySet<string>, at: number): void {
    for (const alarm of [...this.#open.values()]) this.#orphan(alarm, (rule) => !known.has(rule), at);
  }

  #orphan(alarm: Alarm, hasEnded: (rule: string) => boolean, at: number): void {
    const after = step(alarm, { is: 'orphaned', hasEnded, at });
    if (typeof after !== 'string' && after !== alarm) this.#change(alarm, after, at);
  }

  /** What changed since the last call, for the screens. */
  takeChanges(): DeskChanges {
    const changes = { alarms: this.#changedAlarms, incidents: this.#changedIncidents };
    this.#changedAlarms = [];
    this.#changedIncidents = [];
    return changes;
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
      quantity: quantityOf(driver, finding),
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
    };
    const { incident, firstOut } = this.#group(raised);
    const alarm: Alarm = { ...raised, incident, firstOut, change: this.#store.nextChange() };
    if (ground.entry) this.#store.saveEvidence(id, ground.entry);
    this.#outbox.put(alarm, wordOf(undefined, alarm), ground.receivedAt);
    this.#keep(alarm);
    this.#store.save(alarm, ground.receivedAt);
    this.#changedAlarms.push(alarm);
  }

  #group(alarm: Omit<Alarm, 'incident' | 'firstOut' | 'change'>): { incident: string; firstOut: boolean } {
    const site = this.#around.places.siteOf(alarm.path);
    for (const id of this.#bySite.get(site) ?? []) {
      const incident = this.#incidents.get(id);
      if (!incident || !belongs(incident, alarm, site)) continue;
      this.#changeIncident(joined(incident, alarm));
      return { incident: id, firstOut: false };
    }
    const id = `i${alarm.id.slice(1)}`;
    this.#changeIncident({
      id,
      change: 0,
      site,
      path: this.#around.places.pathOf(site),
      family: familyOf(alarm.class),
      class: alarm.class,
      began: alarm.occurredAt,
      latest: alarm.receivedAt,
      closedAt: null,
      drill: alarm.drill,
      firstOut: alarm.id,
      alarms: [alarm.id],
    });
    return { incident: id, firstOut: true };
  }

  #change(before: Alarm, after: Alarm, at: number): void {
    const alarm = { ...after, change: this.#store.nextChange() };
    this.#outbox.put(alarm, wordOf(before, alarm), at);
    this.#keep(alarm);
    this.#store.save(alarm, at);
    this.#changedAlarms.push(alarm);
    if (before.closedAt === null && alarm.closedAt !== null) this.#closeIncidentIfDone(alarm);
  }

  #closeIncidentIfDone(alarm: Alarm): void {
    const incident = this.#incidents.get(alarm.incident);
    if (!incident || incident.alarms.some((id) => this.#open.has(id))) return;
    this.#changeIncident({ ...incident, closedAt: alarm.closedAt });
  }

  #changeIncident(changed: Incident): void {
    const incident = { ...changed, change: this.#store.nextChange() };
    this.#keepIncident(incident);
    this.#store.saveIncident(incident);
    this.#changedIncidents.push(incident);
  }

  #keep(alarm: Alarm): void {
    const cause = causeOf(alarm.device, alarm.point, alarm.class, alarm.drill);
    if (alarm.closedAt === null) {
      this.#open.set(alarm.id, alarm);
      this.#byCause.set(cause, alarm.id);
    } else {
      this.#open.delete(alarm.id);
      if (this.#byCause.get(cause) === alarm.id) this.#byCause.delete(cause);
    }
  }

  #keepIncident(incident: Incident): void {
    const atSite = this.#bySite.get(incident.site) ?? new Set();
    if (incident.closedAt === null) {
      this.#incidents.set(incident.id, incident);
      this.#bySite.set(incident.site, atSite.add(incident.id));
    } else {
      this.#incidents.delete(incident.id);
      atSite.delete(incident.id);
      if (atSite.size === 0) this.#bySite.delete(incident.site);
    }
  }
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  closed: '警情已关闭 / the alarm is closed',
  'already-acknowledged': '已有人确认 / somebody has acknowledged it',
  'still-active': '尚未恢复，不能复位 / it is still active and cannot be reset',
  'not-latching': '此类警情无需复位 / this alarm needs no reset',
};

function causeOf(device: string, point: string, alarmClass: string, drill: boolean): string {
  return `${device}|${point}|${alarmClass}|${drill ? 'drill' : 'real'}`;
}

function quantityOf(driver: DeviceDriver | undefined, finding: Finding): QuantityId {
  return (driver && pointOf(driver, finding.point)?.quantity) ?? finding.rule.watches.quantity;
}

/** 16 hexadecimal digits: 64 bits, so that a million alarms meet with a chance of 3 in 100 million. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
