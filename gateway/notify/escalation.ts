// Escalation: which notices are due, from the events of incidents and the clock that is handed in. Pure; restarts go on exactly.
import { moreUrgent } from '../alarms/incident.ts';
import { defaultPolicy } from './default-policy.ts';
import type { Due, DueWhy, EscalationEvent, RoundWhy } from './due.ts';
import { DueHeap, type Scheduled } from './due-heap.ts';
import { type EscalationRecord, type EscalationState, newRecord, rejoinPolicies } from './escalation-record.ts';
import type { LocalTime } from './local-day.ts';
import { type Policy, policyFor, SEAT_VIA, tellingAt, toldFor } from './policy.ts';
import type { RosterBook, Whom } from './roster-book.ts';

/** What the machine looks things up in; asked anew each time, since people change it. Policies with faults (`faultsOfPolicy`) stay outside. */
export interface EscalationAround {
  policies(): readonly Policy[];
  rosters(): RosterBook;
  readonly localTime: LocalTime;
}

/** A closed incident can be opened again for so long (ux 1.3); after that the machine forgets it. */
const REOPEN_WITHIN_MS = 24 * 3_600_000;

/** Who sees to it that an incident does not fall between two people. */
const SUPERVISOR = { role: 'supervisor' } as const;
/** How a supervisor is told where the policy has no step for them: as by the house's own. */
const SUPERVISOR_VIA: readonly string[] = ['voice', 'sms'];

interface Case extends Scheduled {
  record: EscalationRecord;
}

/**
 * What holds: the first notice is due at once. A telling is due in the half-open span from the start of its round to
 * its stop, so that an acknowledgement at the very instant of a step stops it. An event speaks first for what was due
 * before it, of all incidents. Stopped is a round by enough acknowledgements, by being handled, by the end of the
 * incident or by a new round. A fire that nobody acknowledges is told without end.
 */
export class Escalation {
  readonly #around: EscalationAround;
  readonly #cases = new Map<string, Case>();
  readonly #heap = new DueHeap<Case>();
  #changed = new Set<string>();
  #order = 0;
  #now: number;

  /** `from`: what `state` gave before a restart; left out: nothing has happened yet. */
  constructor(around: EscalationAround, from?: EscalationState) {
    this.#around = around;
    this.#now = from?.now ?? 0;
    for (const record of rejoinPolicies(from?.records ?? [])) this.#keep(record);
  }

  /** Takes an event; gives what is due by it, at once included. An event that comes late counts as of now. */
  apply(event: EscalationEvent): Due[] {
    const at = Math.max(event.at, this.#now);
    const due: Due[] = [];
    this.#emit((next) => next < at, due);
    this.#now = at;
    this.#take(event, at, due);
    const one = this.#cases.get(event.incident);
    while (one && one.due !== null && one.due <= at && one.record.closedAt === null) this.#tell(one, due);
    return due;
  }

  /**
   * Everything due up to an instant, that instant included; at most so many, the rest with the next call. The instant
   * must be one that a replay hands in again, never ahead of an event still to come: such an event counts as of now.
   */
  advance(to: number, atMost = Number.POSITIVE_INFINITY): Due[] {
    const due: Due[] = [];
    this.#emit((next) => next <= to && due.length < atMost, due);
    const next = this.nextDue();
    this.#now = Math.max(this.#now, next !== null && next <= to ? next : to);
    return due;
  }

  /** When to call again; null: not before the next event. */
  nextDue(): number | null {
    return this.#heap.first()?.due ?? null;
  }

  /** The instant up to which everything was told. */
  get now(): number {
    return this.#now;
  }

  /** All that must be kept over a restart: plain data. */
  state(): EscalationState {
    return { now: this.#now, records: [...this.#cases.values()].map((one) => one.record) };
  }

  /** What changed since it was last asked: records to write, and incidents that are forgotten. */
  takeChanged(): { readonly records: readonly EscalationRecord[]; readonly forgotten: readonly string[] } {
    const ids = [...this.#changed];
    this.#changed = new Set();
    const records = ids.map((id) => this.#cases.get(id)?.record).filter((record) => record !== undefined);
    return { records, forgotten: ids.filter((id) => !this.#cases.has(id)) };
  }

  #emit(goesOn: (next: number) => boolean, due: Due[]): void {
    for (let one = this.#heap.first(); one && one.due !== null && goesOn(one.due); one = this.#heap.first()) this.#tell(one, due);
  }

  #take(event: EscalationEvent, at: number, due: Due[]): void {
    const one = this.#cases.get(event.incident);
    if (event.is === 'raised' || event.is === 'reopened') {
      if (one && (event.is === 'raised' || one.record.closedAt === null)) return;
      const opened = newRecord(event, one?.record, at, one?.order ?? this.#order);
      const kept = one ?? this.#keep(opened);
      // Without a policy nothing of the round is due; whatever calls after it begins the next.
      if (event.isQuiet === true) this.#put(kept, { ...opened, round: opened.round + 1, acknowledgedAt: at, handled: true });
      else this.#round(kept, opened, event.is, at);
      return;
    }
    if (!one || one.record.closedAt !== null) return;
    const { record } = one;
    switch (event.is) {
      case 'closed':
        this.#tellAgain(record, 'resolved', at, due);
        this.#put(one, { ...record, closedAt: at, offerUntil: null });
        return;
      case 'offered':
        this.#put(one, { ...record, offerUntil: event.until });
        return;
      case 'acknowledged': {
        if (record.acknowledgedAt !== null) return;
        const by = record.by.includes(event.by) ? record.by : [...record.by, event.by];
        this.#put(one, { ...record, by, acknowledgedAt: by.length >= record.needs ? at : null });
        return;
      }
      case 'handled':
        this.#put(one, { ...record, acknowledgedAt: record.acknowledgedAt ?? at, handled: true });
        return;
      case 'updated':
        this.#update(one, event, at, due);
    }
  }

  #update(one: Case, event: Extract<EscalationEvent, { is: 'updated' }>, at: number, due: Due[]): void {
    const { record } = one;
    const alarms = Math.max(record.alarms, event.alarms);
    const known = moreUrgent(record.class, event.class);
    const updated = { ...record, alarms, class: known };
    if (known !== record.class) {
      this.#round(one, updated, 'upgraded', at);
    } else if (event.isNewAgain && record.acknowledgedAt !== null) {
      this.#round(one, updated, 'new alarm', at);
    } else if (event.isNewAgain || alarms > record.alarms) {
      // Who acknowledged before has not seen this one.
      const further = { ...updated, updates: record.updates + 1, by: event.isNewAgain ? [] : record.by };
      this.#tellAgain(further, 'update', at, due);
      this.#put(one, further);
    }
  }

  /** A new round from the first step, by the policy that counts now. */
  #round(one: Case, record: EscalationRecord, why: RoundWhy, at: number): void {
    const { path, drill } = record;
    const wanted = { class: record.class, path, at, drill };
    const policy = policyFor(this.#around.policies(), wanted, this.#around.localTime) ?? defaultPolicy(record.class, drill) ?? null;
    const fresh = { acknowledgedAt: null, handled: false, by: [], needs: 1, told: 0 };
    this.#put(one, { ...record, ...fresh, policy, why, start: at, round: record.round + 1 });
  }

  /** What is due of an incident: its next telling, a new round where nobody handled it, or to forget it. */
  #tell(one: Case, due: Due[]): void {
    const { record } = one;
    if (record.closedAt !== null) {
      this.#cases.delete(record.incident);
      this.#changed.add(record.incident);
      one.due = null;
      this.#heap.place(one);
      return;
    }
    const { policy } = record;
    if (record.offerUntil != null && record.offerUntil === one.due) {
      this.#tellOfOffer(one, record.offerUntil, due);
      return;
    }
    const limit = timeOutOf(record);
    if (limit !== null && limit === one.due) {
      this.#round(one, record, 'not handled', limit);
      return;
    }
    const telling = policy && tellingAt(policy, record.told, record.class);
    if (!policy || !telling) {
      // Never the case; a case that stayed due without a notice would hold up all others for ever.
      one.due = null;
      this.#heap.place(one);
      return;
    }
    const dueAt = record.start + telling.offset;
    const { run, step, repetition } = telling;
    const told = toldFor(policy, step, record.path, dueAt, this.#around.rosters());
    due.push(
      dueOf(record, {
        id: `${record.incident}/${record.round}.${run}.${step}.${repetition}`,
        phase: step + run + repetition === 0 && (record.why === 'raised' || record.why === 'reopened') ? 'raised' : 'escalated',
        run,
        repetition,
        step,
        toldStep: told.step,
        whom: told.whom,
        people: told.people,
        via: told.via,
        dueAt,
      }),
    );
    const needs = Math.max(record.needs, policy.steps[step]?.needs ?? 1);
    this.#put(one, { ...record, needs, told: record.told + 1, heard: withHeard(record.heard, told.whom, told.via) });
  }

  /** A hand-over that nobody answers goes to the supervisor beside the steps of the policy; where none is on duty to the seat. */
  #tellOfOffer(one: Case, dueAt: number, due: Due[]): void {
    const { record } = one;
    const { incident, path, drill, round } = record;
    const rosters = this.#around.rosters();
    const supervisors = rosters.peopleFor(SUPERVISOR, path, dueAt, drill);
    const whom = supervisors.length > 0 ? SUPERVISOR : 'seat';
    const via = whom === 'seat' ? SEAT_VIA : viaOf(record.policy);
    const people = whom === 'seat' ? rosters.peopleFor('seat', path, dueAt, drill) : supervisors;
    const parts = {
      id: `${incident}/${round}.offer.${dueAt}`,
      phase: 'escalated' as const,
      run: 0,
      repetition: 0,
      step: null,
      toldStep: null,
    };
    due.push(dueOf(record, { ...parts, whom, people, via, dueAt }, 'hand-over'));
    this.#put(one, { ...record, offerUntil: null, heard: withHeard(record.heard, whom, via) });
  }

  /** To everybody who was told before and whose role is there now. */
  #tellAgain(record: EscalationRecord, phase: 'update' | 'resolved', at: number, due: Due[]): void {
    for (const [n, { whom, via }] of record.heard.entries()) {
      const people = this.#around.rosters().peopleFor(whom, record.path, at, record.drill);
      if (people.length === 0) continue;
      const id = `${record.incident}/${record.round}.${phase === 'update' ? `u${record.updates}` : 'end'}.${n}`;
      due.push(dueOf(record, { id, phase, run: 0, repetition: n, step: null, toldStep: null, whom, people, via, dueAt: at }));
    }
  }

  #keep(record: EscalationRecord): Case {
    const one: Case = { record, order: record.order, due: dueAtOf(record), slot: -1 };
    this.#order = Math.max(this.#order, record.order + 1);
    this.#cases.set(record.incident, one);
    this.#heap.place(one);
    return one;
  }

  #put(one: Case, record: EscalationRecord): void {
    one.record = record;
    one.due = dueAtOf(record);
    this.#changed.add(record.incident);
    this.#heap.place(one);
  }
}

type DueParts = Pick<Due, 'id' | 'phase' | 'run' | 'repetition' | 'step' | 'toldStep' | 'whom' | 'people' | 'via' | 'dueAt'>;

/** Written out field by field: spreading the parts took most of the machine's time. */
function dueOf(record: EscalationRecord, parts: DueParts, why: DueWhy = record.why): Due {
  return {
    id: parts.id,
    incident: record.incident,
    class: record.class,
    phase: parts.phase,
    why,
    round: record.round,
    run: parts.run,
    repetition: parts.repetition,
    step: parts.step,
    toldStep: parts.toldStep,
    whom: parts.whom,
    people: parts.people,
    via: parts.via,
    besideAfter: record.policy?.besideAfter,
    dueAt: parts.dueAt,
    isRepeated: false,
    drill: record.drill,
  };
}

/** When an incident needs the machine next. */
function dueAtOf(record: EscalationRecord): number | null {
  if (record.closedAt !== null) return record.closedAt + REOPEN_WITHIN_MS;
  const telling = tellingDueOf(record);
  const limit = timeOutOf(record);
  const times = [telling, limit, record.offerUntil ?? null].filter((one) => one !== null);
  return times.length === 0 ? null : Math.min(...times);
}

function tellingDueOf({ policy, acknowledgedAt, told, class: known, start }: EscalationRecord): number | null {
  if (!policy || (acknowledgedAt !== null && policy.stopOnAcknowledge)) return null;
  // Endless is only what nobody has acknowledged.
  const telling = tellingAt(policy, told, acknowledgedAt === null ? known : 'notice');
  return telling ? start + telling.offset : null;
}

function timeOutOf({ policy, acknowledgedAt, handled }: EscalationRecord): number | null {
  if (!policy || acknowledgedAt === null || handled || policy.acknowledgeTimeOut === null) return null;
  return acknowledgedAt + policy.acknowledgeTimeOut * 1_000;
}

function viaOf(policy: Policy | null): readonly string[] {
  return policy?.steps.find(({ whom }) => isSame(whom, SUPERVISOR))?.via ?? SUPERVISOR_VIA;
}

function withHeard(heard: EscalationRecord['heard'], whom: Whom, via: readonly string[]): EscalationRecord['heard'] {
  const isKnown = heard.some((one) => isSame(one.whom, whom) && (one.via === via || one.via.join() === via.join()));
  return isKnown ? heard : [...heard, { whom, via }];
}

function isSame(one: Whom, other: Whom): boolean {
  if (one === other || one === 'seat' || other === 'seat') return one === other;
  return 'role' in one ? 'role' in other && one.role === other.role : 'person' in other && one.person === other.person;
}
