// Alarms, incidents and commands, from the house's records to the words of the contract.
import type { Device, DeviceAddress } from '../../device-drivers/device.ts';
import type { DeviceDriver } from '../../device-drivers/driver.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { FieldReport } from '../alarms/field-reports.ts';
import { type Incident, moreUrgent } from '../alarms/incident.ts';
import { IncidentRoll } from '../alarms/incident-roll.ts';
import type { Isolation } from '../alarms/isolation.ts';
import type { CommandRecord } from '../commands/commands.ts';
import type { PlaceTree } from '../estate/places.ts';
import { type AlarmView, type CommandView, FALSE_CAUSES } from './contract.ts';
import { titleOfPoint } from './device-views.ts';
import type { FieldReportView, IncidentView, IsolationView } from './incident-contract.ts';
import { replyLines, standingOf } from './part-views.ts';
import { signature, signed } from './signature-view.ts';
import { handOverView } from './work-views.ts';

interface AlarmViewRooms {
  readonly places: PlaceTree;
  readonly desk: { alarm(id: string): Alarm | undefined; rollOf(incident: Incident): IncidentRoll };
  readonly driverOf: (model: string) => DeviceDriver | undefined;
  /** How a device is reached; undefined where it is no more. */
  readonly addressOf: (device: string) => DeviceAddress | undefined;
  readonly deviceOf: (id: string) => Device | undefined;
  /** How often a point was found false within the 90 days before a time. */
  readonly falseBefore: (device: string, point: string, before: number) => number;
}

/** Two kinds of these are two independent ways of noticing a fire. */
const DETECTORS: ReadonlySet<string> = new Set(['smoke', 'heat', 'gas', 'electrical', 'detector', 'sprinkler']);

/** Alarms named in an incident's view: more no eye reads, and a storm of ten thousand would be told with each of them anew. */
const NAMED_ALARMS = 100;

/** Reports from the spot in an incident's view; all of them are in its audit. */
const NAMED_REPORTS = 50;

/** Whether a person sees what stands on a path of places. */
export type Sees = (path: readonly string[]) => boolean;

export class AlarmViews {
  readonly #rooms: AlarmViewRooms;

  constructor(rooms: AlarmViewRooms) {
    this.#rooms = rooms;
  }

  alarm(one: Alarm): AlarmView {
    const { places, driverOf, addressOf } = this.#rooms;
    const { cause, note } = one.judged ?? {};
    const knownCause = FALSE_CAUSES.find((known) => known === cause);
    return {
      id: one.id,
      change: one.change,
      device: {
        id: one.device,
        name: one.deviceName,
        model: one.model,
        kind: one.kind,
        registered: one.registered,
        part: standingOf(addressOf(one.device), addressOf),
      },
      point: one.point,
      quantity: one.quantity,
      pointTitle: titleOfPoint(driverOf(one.model), one.point, one.quantity),
      class: one.class,
      title: one.title,
      advice: one.advice,
      because: one.because,
      rule: one.rule,
      clause: one.clause,
      place: places.steps(one.path),
      condition: one.condition,
      attention: one.attention,
      verdict: one.verdict,
      latching: one.latching,
      closed: one.closedAt !== null,
      drill: one.drill,
      occurredAt: one.occurredAt,
      receivedAt: one.receivedAt,
      restoredAt: one.restoredAt,
      closedAt: one.closedAt,
      times: one.times,
      value: one.value,
      acknowledged: signed(one.acknowledged),
      judged: one.judged && {
        ...signature(one.judged),
        ...(knownCause === undefined ? {} : { cause: knownCause }),
        ...(note === undefined ? {} : { note }),
      },
      reset: signed(one.reset),
      incident: one.incident,
      firstOut: one.firstOut,
      shelved: one.shelved && {
        ...signature(one.shelved.by),
        reason: one.shelved.reason,
        until: one.shelved.until,
        oneShot: one.shelved.oneShot,
      },
      isolated: one.isolated,
      suppressed: one.suppressed,
      chattersSince: one.chattersSince,
    };
  }

  /**
   * An incident as one person sees it. Whoever sees only a part of its site sees it with the alarms of that part;
   * whoever sees none of them does not see it: undefined.
   */
  incident(one: Incident, sees: Sees): IncidentView | undefined {
    const { desk, places } = this.#rooms;
    const isWhole = sees(one.path);
    const seen = isWhole ? undefined : one.alarms.flatMap((id) => desk.alarm(id) ?? []).filter((alarm) => sees(alarm.path));
    const [first] = seen ?? [];
    if (seen && !first) return undefined;
    const roll = seen ? IncidentRoll.of(seen) : desk.rollOf(one);
    return {
      id: one.id,
      change: one.change,
      place: places.steps(one.path),
      class: seen && first ? seen.map((alarm) => alarm.class).reduce(moreUrgent) : one.class,
      began: first ? first.occurredAt : one.began,
      closed: seen ? roll.areAllClosed : one.closedAt !== null,
      drill: one.drill,
      firstOut: first ? first.id : one.firstOut,
      alarms: seen ? seen.slice(0, NAMED_ALARMS).map((alarm) => alarm.id) : one.alarms.slice(0, NAMED_ALARMS),
      count: seen ? seen.length : one.alarms.length,
      points: roll.everyone.points.size,
      kinds: [...roll.everyone.kinds],
      state: one.state,
      closedAt: one.closedAt,
      verdict: foundView(one.verdict),
      proposed: foundView(one.proposed),
      taken: one.taken && { ...signature(one.taken), reason: one.taken.reason },
      reviewBy: one.reviewBy,
      closedBy: signed(one.closed),
      reopened: one.reopened && { ...signature(one.reopened), reason: one.reopened.reason },
      follows: one.follows,
      mergedInto: one.mergedInto,
      evidence: this.#evidence(roll, seen ? (seen.find(({ id }) => id === one.firstOut) ?? first) : this.#firstOf(one)),
      handOver: handOverView(one),
      answers: (one.answers ?? []).map((said) => ({ ...signature(said), answer: said.answer })),
      reports: (one.reports ?? []).slice(-NAMED_REPORTS).map(reportView),
      spot: places.spotOf(one.path) ?? null,
    };
  }

  #firstOf({ firstOut, alarms: [oldest = ''] }: Incident): Alarm | undefined {
    return this.#rooms.desk.alarm(firstOut) ?? this.#rooms.desk.alarm(oldest);
  }

  #evidence(roll: IncidentRoll, first: Alarm | undefined): IncidentView['evidence'] {
    const points = roll.witnesses.points.size;
    const kinds = [...roll.witnesses.kinds];
    const callPoint = kinds.includes('callpoint');
    const waterFlow = roll.hasWaterFlow;
    const falseBefore = first ? this.#rooms.falseBefore(first.device, first.point, first.receivedAt) : 0;
    const detectors = kinds.filter((kind) => DETECTORS.has(kind)).length;
    const isStrong = callPoint || detectors > 1 || (waterFlow && detectors > 0);
    return { points, kinds, callPoint, waterFlow, falseBefore, sure: isStrong ? 'strong' : points > 1 ? 'fair' : 'weak' };
  }

  isolation(one: Isolation, alarms: number): IsolationView {
    const { places, deviceOf } = this.#rooms;
    const { scope } = one;
    const device = scope.of === 'place' ? undefined : scope.device;
    const path = scope.of === 'place' ? places.pathOf(scope.place) : (deviceOf(scope.device)?.path ?? places.pathOf(''));
    return {
      id: one.id,
      kind: one.kind,
      device: device === undefined ? null : { id: device, name: deviceOf(device)?.name ?? device },
      point: scope.of === 'point' ? scope.point : null,
      place: places.steps(path),
      reason: one.reason,
      authority: one.authority,
      given: signature(one.by),
      until: one.until,
      renewals: one.renewals.map((renewal) => ({
        ...signature(renewal),
        until: renewal.until,
        reason: renewal.reason,
        authority: renewal.authority,
      })),
      ended: one.ended && { at: one.ended.at, by: signed(one.ended.by) },
      seen: signed(one.seen),
      alarms,
    };
  }

  command(one: CommandRecord): CommandView {
    const { id, device, command, state, reason, by, at, expiresAt, changedAt } = one;
    // Nobody commands in a drill yet: a command reaches real devices and real ears.
    return {
      id,
      device,
      command,
      arguments: one.arguments,
      state,
      reason,
      by: by.id,
      name: by.name,
      at,
      expiresAt,
      changedAt,
      drill: false,
      result: replyLines(one.reply, this.#rooms.addressOf(device)),
    };
  }
}

function foundView(one: Incident['verdict']): IncidentView['verdict'] {
  const cause = FALSE_CAUSES.find((known) => known === one?.cause) ?? null;
  return one && { ...signature(one), verdict: one.verdict, cause, note: one.note };
}

/** A report from the spot in the words of the contract. */
export function reportView(one: FieldReport): FieldReportView {
  const nothing = { position: null, distance: null, far: false, saw: null, cause: null, note: null };
  const said = { ...signature(one), ...nothing, id: one.report, captured: one.captured, is: one.is };
  switch (one.is) {
    case 'going':
      return said;
    case 'arrived':
      return { ...said, position: one.position, distance: one.distance, far: one.far };
    case 'saw':
      return { ...said, saw: one.saw, cause: FALSE_CAUSES.find((known) => known === one.cause) ?? null, note: one.note };
  }
}
