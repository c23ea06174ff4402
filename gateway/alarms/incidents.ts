// The incidents that are open: which alarm belongs to which, what people do about them, and when they close.
import { createHash } from 'node:crypto';
import type { Act } from '../acts.ts';
import { BalefireError } from '../errors.ts';
import type { PlaceTree } from '../estate/places.ts';
import { type Alarm, isQuiet, type Signature } from './alarm.ts';
import type { AlarmStore } from './alarm-store.ts';
import { belongs, FRESH, familyOf, type Incident, joined, moreUrgent } from './incident.ts';
import { eventOf, type IncidentAct, REFUSALS, refusalOf } from './incident-acts.ts';
import { closesItself, type IncidentEvent, type IncidentFacts, mayNotReset, stepIncident, verdictOfAlarms } from './incident-life.ts';
import { IncidentRoll, type Rolled } from './incident-roll.ts';
import { settled, workOfBoth } from './incident-work.ts';

interface Around {
  readonly places: PlaceTree;
  alarm(id: string): Alarm | undefined;
  /** A test was announced at this place: a walk test or a drill goes on. */
  isTestAnnounced(path: readonly string[]): boolean;
}

/** An incident of the same point that was closed so shortly before is named with the new one (ux 1.3). */
const FOLLOWS_WITHIN_MS = 30 * 60_000;
/** Closed incidents remembered to be followed: an hour of the worst storm of a district. */
const CLOSED_REMEMBERED = 5_000;

export class Incidents {
  readonly #store: AlarmStore;
  readonly #around: Around;
  readonly #open = new Map<string, Incident>();
  readonly #bySite = new Map<string, Set<string>>();
  /** Point → the incident of it that was closed last, and when. */
  readonly #closedOf = new Map<string, { readonly id: string; readonly at: number }>();
  readonly #rolls = new Map<string, IncidentRoll>();
  #changed: Incident[] = [];
  /** Those of which anything changed, closed ones included, since somebody last asked. */
  #touched = new Set<string>();

  constructor(store: AlarmStore, around: Around) {
    this.#store = store;
    this.#around = around;
    for (const incident of store.lastClosed(FOLLOWS_WITHIN_MS, CLOSED_REMEMBERED)) this.#keep(incident);
    for (const incident of store.openIncidents()) this.#keep(incident);
  }

  open(): Iterable<Incident> {
    return this.#open.values();
  }

  get(id: string): Incident | undefined {
    return this.#open.get(id) ?? this.#store.incident(id);
  }

  /** What its alarms come to now; of an open one kept, so that asking costs the same however many they are. */
  rollOf(incident: Incident): IncidentRoll {
    const known = this.#rolls.get(incident.id);
    const held = known?.heldOf(incident.alarms);
    const missing = incident.alarms.slice(held ?? 0).flatMap((id) => this.#around.alarm(id) ?? []);
    if (known && held !== undefined) {
      for (const alarm of missing) known.take(alarm);
      return known;
    }
    const roll = IncidentRoll.of(missing, known);
    if (this.#open.has(incident.id)) this.#rolls.set(incident.id, roll);
    return roll;
  }

  /** What changed since the last call, for the screens. */
  takeChanges(): Incident[] {
    const changed = this.#changed;
    this.#changed = [];
    return changed;
  }

  /** Ids of the incidents that changed themselves or in one of their alarms since the last call, to tell people. */
  takeTouched(): Iterable<string> {
    const touched = this.#touched;
    if (touched.size > 0) this.#touched = new Set();
    return touched;
  }

  /** Finds the incident that a new alarm belongs to, or begins one. */
  group(alarm: Rolled): { incident: string; firstOut: boolean } {
    const site = this.#around.places.siteOf(alarm.path);
    for (const id of this.#bySite.get(site) ?? []) {
      const incident = this.#open.get(id);
      if (!incident || !belongs(incident, alarm, site)) continue;
      const roll = this.rollOf(incident);
      this.#change(unsettled(joined(incident, alarm)));
      roll.take(alarm);
      return { incident: id, firstOut: false };
    }
    const id = `i${alarm.id.slice(1)}`;
    const before = this.#closedOf.get(pointOf(alarm));
    this.#rolls.set(id, IncidentRoll.of([alarm]));
    this.#change({
      ...FRESH,
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
      follows: before && alarm.receivedAt - before.at <= FOLLOWS_WITHIN_MS ? before.id : null,
    });
    return { incident: id, firstOut: true };
  }

  /** An alarm changed: it was acknowledged, somebody said what it was, it was closed, or it burns again. */
  alarmChanged(before: Alarm, after: Alarm): void {
    this.#touched.add(after.incident);
    const calls = callsAnew(before, after);
    const incident = this.#open.get(after.incident) ?? (calls ? this.#store.incident(after.incident) : undefined);
    if (!incident) return;
    if (calls) this.#lookAnew(incident);
    this.rollOf(incident).take(after);
    const { acknowledged, judged } = after;
    if (after.attention === 'acknowledged' && acknowledged && before.attention === 'new')
      this.#quietly(incident.id, { is: 'acknowledge', by: acknowledged });
    if (judged && after.verdict !== before.verdict) this.#findByAlarms(incident.id, judged);
    if (before.closedAt === null && after.closedAt !== null) this.#closeIfDone(incident.id, after.closedAt);
  }

  /** Carries out what a person does about an incident. Throws a BalefireError where it cannot be. */
  act(act: IncidentAct): Incident {
    const incident = isReport(act) ? this.goneUpIn(act.incident) : this.#known(act.incident);
    const after = stepIncident(incident, eventOf(act), this.#facts(incident));
    if (typeof after === 'string') throw new BalefireError('conflict', { detail: refusalOf(after, incident) });
    if (after === incident) return incident;
    const changed = this.#change(after);
    if (act.do !== 'go-to-incident' && (act.do !== 'answer-incident' || act.answer !== 'going')) return changed;
    // Who goes there goes to look; where another handles it or it was looked at, that stays.
    this.#quietly(changed.id, { is: 'verify', by: { ...act.by, at: act.at } });
    return this.get(changed.id) ?? changed;
  }

  /** Throws where a verdict on one alarm, or its reset, would go past who handles the incident, or past the second person. */
  refuseAround(
    alarm: Pick<Alarm, 'incident' | 'verdict'>,
    act: { readonly do: 'judge' | 'reset'; readonly by: Pick<Signature, 'id'> },
  ): void {
    const incident = this.#open.get(alarm.incident);
    if (!incident) return;
    refuseOthers(incident, act.by);
    if (act.do === 'reset' && mayNotReset(alarm, incident, this.#facts(incident)))
      throw new BalefireError('conflict', { detail: UNSECONDED });
  }

  /** The incident, or the one that it went up in by hand. */
  goneUpIn(id: string): Incident {
    const incident = this.#known(id);
    return incident.mergedInto === null ? incident : this.goneUpIn(incident.mergedInto);
  }

  /** Several incidents are one thing: the alarms of the others go over to the first. Returns the alarms that moved. */
  merge({ into, from }: Extract<Act, { do: 'merge-incidents' }>, by: Signature): { incident: Incident; moved: string[] } {
    const target = this.#openOne(into);
    const others = [...new Set(from)].filter((id) => id !== into).map((id) => this.#openOne(id));
    for (const one of [target, ...others]) refuseOthers(one, by);
    if (others.some(({ drill }) => drill !== target.drill)) throw new BalefireError('conflict', { detail: MERGE_REFUSED.drill });
    let merged = target;
    for (const other of others) {
      const serious = SERIOUS.indexOf(other.state) < SERIOUS.indexOf(merged.state) ? other : merged;
      const { state, verdict, reviewBy } = serious;
      merged = {
        ...merged,
        // What was proposed of a part says nothing of the whole.
        ...{ state, verdict, proposed: null, reviewBy },
        class: moreUrgent(merged.class, other.class),
        family: familyOf(moreUrgent(merged.class, other.class)),
        firstOut: other.began < merged.began ? other.firstOut : merged.firstOut,
        began: Math.min(merged.began, other.began),
        latest: Math.max(merged.latest, other.latest),
        alarms: [...merged.alarms, ...other.alarms],
        ...(other.answers ? { answers: [...(merged.answers ?? []), ...other.answers] } : {}),
        ...(other.reports ? { reports: [...(merged.reports ?? []), ...other.reports] } : {}),
        ...workOfBoth(merged, other),
      };
      this.#change(settled({ ...other, state: 'closed', closedAt: by.at, closed: by, mergedInto: into, taken: null }));
    }
    return { incident: this.#change(merged), moved: others.flatMap(({ alarms }) => alarms) };
  }

  /** Some alarms of an incident are a thing of their own. Returns the new incident. */
  split(act: Extract<Act, { do: 'split-incident' }>): Incident {
    const incident = this.#openOne(act.incident);
    refuseOthers(incident, act.by);
    const going = incident.alarms.filter((id) => act.alarms.includes(id));
    const staying = incident.alarms.filter((id) => !act.alarms.includes(id));
    if (going.length === 0 || staying.length === 0) throw new BalefireError('conflict', { detail: SPLIT_REFUSED });
    const id = `i${createHash('sha256').update(`${act.token}|${incident.id}`).digest('hex').slice(0, 16)}`;
    this.#change({ ...incident, ...this.#sumOf(incident, staying) });
    const state = incident.state === 'new' ? 'new' : 'acknowledged';
    // What was said, noted and checked stays where it was.
    const { answers: _answers, reports: _reports, marks: _marks, entries: _entries, handOver: _handOver, ...rest } = incident;
    return this.#change({ ...rest, ...FRESH, id, state, ...this.#sumOf(incident, going) });
  }

  #sumOf(incident: Incident, ids: readonly string[]): Pick<Incident, 'alarms' | 'class' | 'family' | 'began' | 'latest' | 'firstOut'> {
    const alarms = ids.flatMap((id) => this.#around.alarm(id) ?? []);
    const classes = alarms.map((alarm) => alarm.class);
    const worst = classes.length > 0 ? classes.reduce(moreUrgent) : incident.class;
    const first = [...alarms].sort((one, other) => one.receivedAt - other.receivedAt)[0];
    return {
      alarms: ids,
      class: worst,
      family: familyOf(worst),
      began: first?.occurredAt ?? incident.began,
      latest: Math.max(...alarms.map(({ receivedAt }) => receivedAt), first?.receivedAt ?? incident.latest),
      firstOut: first?.id ?? incident.firstOut,
    };
  }

  #facts(incident: Incident): IncidentFacts {
    const roll = this.rollOf(incident);
    return {
      points: roll.witnesses.points.size,
      hasCallPoint: roll.hasCallPoint,
      isTestAnnounced: incident.drill || roll.hasTest || this.#around.isTestAnnounced(incident.path),
      isActive: roll.isActive,
      areAllClosed: roll.areAllClosed,
    };
  }

  #findByAlarms(id: string, by: Signature & { readonly cause?: string; readonly note?: string }): void {
    const incident = this.#open.get(id);
    if (!incident) return;
    const verdict = verdictOfAlarms(this.rollOf(incident).verdictsOf(incident.class));
    if (!verdict || verdict === incident.verdict?.verdict) return;
    const { cause = null, note = null } = by;
    this.#quietly(id, { is: 'find', by: { id: by.id, name: by.name, from: by.from, at: by.at }, verdict, cause, note });
  }

  /** What follows from an alarm; where it cannot be, nothing follows. */
  #quietly(id: string, event: IncidentEvent): void {
    const incident = this.#open.get(id);
    const after = incident && stepIncident(incident, event, this.#facts(incident));
    if (after && typeof after !== 'string' && after !== incident) this.#change(after);
  }

  /** What was settled, proposed or closed did not know of the call that comes now. */
  #lookAnew(incident: Incident): void {
    const { closedAt } = incident;
    const again =
      closedAt === null ? unsettled(incident) : { ...incident, ...UNSETTLED, state: 'new' as const, closedAt: null, closed: null };
    if (again !== incident) this.#change(again);
  }

  #closeIfDone(id: string, at: number): void {
    const incident = this.#open.get(id);
    if (!incident || !closesItself(incident) || !this.#facts(incident).areAllClosed) return;
    this.#change(settled({ ...incident, state: 'closed', closedAt: at, taken: null }));
  }

  #change(changed: Incident): Incident {
    const incident = { ...changed, change: this.#store.nextChange() };
    this.#keep(incident);
    this.#store.saveIncident(incident);
    this.#changed.push(incident);
    this.#touched.add(incident.id);
    return incident;
  }

  #known(id: string): Incident {
    const incident = this.get(id);
    if (!incident) throw new BalefireError('not-found', { what: id });
    return incident;
  }

  #openOne(id: string): Incident {
    const incident = this.#known(id);
    if (incident.closedAt !== null) throw new BalefireError('conflict', { detail: REFUSALS.closed });
    return incident;
  }

  #keep(incident: Incident): void {
    const atSite = this.#bySite.get(incident.site) ?? new Set();
    if (incident.closedAt === null) {
      this.#open.set(incident.id, incident);
      this.#bySite.set(incident.site, atSite.add(incident.id));
      return;
    }
    this.#open.delete(incident.id);
    this.#rolls.delete(incident.id);
    atSite.delete(incident.id);
    if (atSite.size === 0) this.#bySite.delete(incident.site);
    const first = this.#around.alarm(incident.firstOut);
    if (!first || incident.mergedInto !== null) return;
    // What is added late to one that was closed long ago does not make it the last.
    if ((this.#closedOf.get(pointOf(first))?.at ?? 0) > incident.closedAt) return;
    this.#closedOf.delete(pointOf(first));
    this.#closedOf.set(pointOf(first), { id: incident.id, at: incident.closedAt });
    const [oldest] = this.#closedOf.keys();
    if (this.#closedOf.size > CLOSED_REMEMBERED && oldest !== undefined) this.#closedOf.delete(oldest);
  }
}

/** Whether it calls for somebody again: it began anew, or what quieted it has ended. */
function callsAnew(before: Alarm, after: Alarm): boolean {
  if (after.closedAt !== null || after.attention !== 'new' || after.condition !== 'active' || isQuiet(after)) return false;
  return after.times > before.times || before.attention !== 'new' || isQuiet(before);
}

const SETTLED: ReadonlySet<Incident['state']> = new Set(['false-alarm', 'test', 'undetermined', 'out']);
const UNSETTLED = { verdict: null, proposed: null, reviewBy: null } as const;

/** A further call where a fire was found false, or is out, must be looked at anew; nobody agrees to what was said before it. */
function unsettled(incident: Incident): Incident {
  if (SETTLED.has(incident.state)) return { ...incident, ...UNSETTLED, state: 'verifying' };
  return incident.proposed ? { ...incident, proposed: null } : incident;
}

/** The most serious state first: what two incidents that become one are. */
const SERIOUS: readonly Incident['state'][] = [
  'responding',
  'confirmed',
  'controlled',
  'new',
  'acknowledged',
  'verifying',
  'out',
  'undetermined',
  'test',
  'false-alarm',
  'closed',
];

function isReport({ do: deed }: IncidentAct): boolean {
  return deed === 'go-to-incident' || deed === 'arrive-at-incident' || deed === 'describe-incident';
}

function pointOf({ device, point }: Pick<Alarm, 'device' | 'point'>): string {
  return `${device} ${point}`;
}

/** Whoever handles it is asked first: another takes it over with a reason. */
function refuseOthers(incident: Incident, by: Pick<Signature, 'id'>): void {
  const { taken } = incident;
  if (taken && taken.id !== by.id) throw new BalefireError('conflict', { detail: refusalOf('taken', incident) });
}

const UNSECONDED = '误报待另一人复核，复核后才能复位 / another person must agree to the false alarm before anything is reset';
const MERGE_REFUSED = { drill: '演练与真实事件不能合并 / a drill and the real thing cannot be merged' };
const SPLIT_REFUSED = '须选出一部分警情，且至少留下一条 / choose some of its alarms and leave at least one';
