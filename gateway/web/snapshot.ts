// The state as a screen is told it when it comes: the most urgent alarms first, in pages, each as it is when its page goes.
import { ALARM_CLASSES } from '../../rules/rule.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { Incident } from '../alarms/incident.ts';
import type { Sees } from './alarm-views.ts';

/** Where the alarms and incidents stand. */
export interface SnapshotDesk {
  open(): Iterable<Alarm>;
  openIncidents(): Iterable<Incident>;
  alarm(id: string): Alarm | undefined;
  incident(id: string): Incident | undefined;
}

export interface SnapshotPage {
  readonly alarms: readonly Alarm[];
  readonly incidents: readonly Incident[];
}

/**
 * What was open when it was made. What is closed before its page goes is left out, and what changes is told as it is then:
 * the changes since tell of both, before or after.
 */
export class Snapshot {
  readonly #desk: SnapshotDesk;
  /** Ids in the order in which they are told. */
  readonly #alarms: readonly string[];
  readonly #incidents: Set<string>;
  #nth = 0;

  constructor(desk: SnapshotDesk, sees: Sees) {
    this.#desk = desk;
    const alarms = [...desk.open()].filter((alarm) => sees(alarm.path)).sort(byUrgency);
    this.#alarms = alarms.map(({ id }) => id);
    // Of a site that the person sees a part of: the incidents with an alarm in that part. Nothing of the others is told, not even their number.
    const named = new Set(alarms.map(({ incident }) => incident));
    const isSeen = ({ id, path, alarms: all }: Incident): boolean =>
      sees(path) || named.has(id) || all.some((one) => sees(desk.alarm(one)?.path ?? []));
    this.#incidents = new Set([...desk.openIncidents()].filter(isSeen).map(({ id }) => id));
  }

  /** How many alarms and incidents are not told yet. */
  get left(): number {
    return this.#alarms.length - this.#nth + this.#incidents.size;
  }

  /** The next alarms with their incidents; behind the last of them the incidents that have none open. */
  next(limit: number): SnapshotPage {
    const ids = this.#alarms.slice(this.#nth, this.#nth + limit);
    this.#nth += ids.length;
    const alarms = ids.flatMap((id) => this.#openAlarm(id));
    const named = new Set(alarms.map(({ incident }) => incident));
    for (const id of this.#incidents) {
      if (ids.length === limit || this.#nth < this.#alarms.length || named.size >= limit) break;
      named.add(id);
    }
    const incidents = [...named].flatMap((id) => (this.#incidents.delete(id) ? this.#openIncident(id) : []));
    return { alarms, incidents };
  }

  #openAlarm(id: string): readonly Alarm[] {
    const alarm = this.#desk.alarm(id);
    return alarm?.closedAt === null ? [alarm] : [];
  }

  #openIncident(id: string): readonly Incident[] {
    const incident = this.#desk.incident(id);
    return incident?.closedAt === null ? [incident] : [];
  }
}

/** The order of the board: what is real before a drill, what waits before what was acknowledged, the youngest first. */
function byUrgency(one: Alarm, other: Alarm): number {
  return (
    ALARM_CLASSES.indexOf(one.class) - ALARM_CLASSES.indexOf(other.class) ||
    Number(one.drill) - Number(other.drill) ||
    Number(one.attention !== 'new') - Number(other.attention !== 'new') ||
    other.receivedAt - one.receivedAt
  );
}
