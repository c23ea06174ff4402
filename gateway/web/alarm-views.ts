// Alarms, incidents and commands, from the house's records to the words of the contract.
import type { Device, DeviceAddress } from '../../device-drivers/device.ts';
import type { DeviceDriver } from '../../device-drivers/driver.ts';
import type { Alarm, Signature } from '../alarms/alarm.ts';
import { type Incident, moreUrgent, witnesses } from '../alarms/incident.ts';
import type { Isolation } from '../alarms/isolation.ts';
import type { CommandRecord } from '../commands/commands.ts';
import type { PlaceTree } from '../estate/places.ts';
import { type AlarmView, type CommandView, FALSE_CAUSES } from './contract.ts';
import { titleOfPoint } from './device-views.ts';
import type { IncidentView, IsolationView } from './incident-contract.ts';
import { replyLines, standingOf } from './part-views.ts';

interface AlarmViewRooms {
  readonly places: PlaceTree;
  readonly desk: { alarm(id: string): Alarm | undefined };
  readonly driverOf: (model: string) => DeviceDriver | undefined;
  /** How a device is reached; undefined where it is no more. */
  readonly addressOf: (device: string) => DeviceAddress | undefined;
  readonly deviceOf: (id: string) => Device | undefined;
  /** How often a point was found false within the 90 days before a time. */
  readonly falseBefore: (device: string, point: string, before: number) => number;
}

/** Two kinds of these are two independent ways of noticing a fire. */
const DETECTORS: ReadonlySet<string> = new Set(['smoke', 'heat', 'gas', 'electrical', 'detector', 'sprinkler']);

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
    const all = one.alarms.flatMap((id) => this.#rooms.desk.alarm(id) ?? []);
    const isWhole = sees(one.path);
    const alarms = isWhole ? all : all.filter((alarm) => sees(alarm.path));
    const [first] = alarms;
    if (!isWhole && !first) return undefined;
    return {
      id: one.id,
      change: one.change,
      place: this.#rooms.places.steps(one.path),
      class: isWhole || !first ? one.class : alarms.map((alarm) => alarm.class).reduce(moreUrgent),
      began: isWhole || !first ? one.began : first.occurredAt,
      closed: isWhole ? one.closedAt !== null : alarms.every((alarm) => alarm.closedAt !== null),
      drill: one.drill,
      firstOut: isWhole || !first ? one.firstOut : first.id,
      alarms: isWhole ? [...one.alarms] : alarms.map((alarm) => alarm.id),
      points: new Set(alarms.map((alarm) => `${alarm.device} ${alarm.point}`)).size,
      kinds: [...new Set(alarms.map((alarm) => alarm.kind))],
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
      evidence: this.#evidence(alarms, one.firstOut),
      answers: (one.answers ?? []).map((said) => ({ ...signature(said), answer: said.answer })),
    };
  }

  #evidence(alarms: readonly Alarm[], firstOut: string): IncidentView['evidence'] {
    const speaking = witnesses(alarms);
    const points = new Set(speaking.map(({ device, point }) => `${device} ${point}`)).size;
    const kinds = [...new Set(speaking.map(({ kind }) => kind))];
    const callPoint = kinds.includes('callpoint');
    const waterFlow = alarms.some(({ kind, quantity }) => kind === 'sprinkler' && quantity === 'water.flow');
    const first = alarms.find(({ id }) => id === firstOut) ?? alarms[0];
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

function signature(one: Signature): { by: string; name: string; at: number; from: string } {
  return { by: one.id, name: one.name, at: one.at, from: one.from };
}

function signed(one: Signature | null): { by: string; name: string; at: number; from: string } | null {
  return one && signature(one);
}
