// Alarms, incidents and commands, from the house's records to the words of the contract.
import type { DeviceAddress } from '../../device-drivers/device.ts';
import type { DeviceDriver } from '../../device-drivers/driver.ts';
import type { Alarm, Signature } from '../alarms/alarm.ts';
import { type Incident, moreUrgent } from '../alarms/incident.ts';
import type { CommandRecord } from '../commands/commands.ts';
import type { PlaceTree } from '../estate/places.ts';
import { type AlarmView, type CommandView, FALSE_CAUSES, type IncidentView } from './contract.ts';
import { titleOfPoint } from './device-views.ts';
import { replyLines, standingOf } from './part-views.ts';

interface AlarmViewRooms {
  readonly places: PlaceTree;
  readonly desk: { alarm(id: string): Alarm | undefined };
  readonly driverOf: (model: string) => DeviceDriver | undefined;
  /** How a device is reached; undefined where it is no more. */
  readonly addressOf: (device: string) => DeviceAddress | undefined;
}

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

function signature(one: Signature): { by: string; name: string; at: number; from: string } {
  return { by: one.id, name: one.name, at: one.at, from: one.from };
}

function signed(one: Signature | null): { by: string; name: string; at: number; from: string } | null {
  return one && signature(one);
}
