// A duty check counted and put in order, and the places from which control rooms are picked. Pure.
import type { DeviceRow } from '../../gateway/web/contract.ts';
import type { DutyCheck, DutyTarget } from '../../gateway/web/duty-contract.ts';

export type DutyState = DutyTarget['state'];

/** What somebody must do something about comes first. */
const DUTY_ORDER: readonly DutyState[] = ['absent', 'unreachable', 'late', 'waiting', 'calling', 'present', 'skipped'];

/** How many control rooms stand in each state; those in which none stands are left out. */
export function dutyCounts(targets: readonly DutyTarget[]): readonly { readonly state: DutyState; readonly count: number }[] {
  return DUTY_ORDER.map((state) => ({ state, count: targets.filter((one) => one.state === state).length })).filter(
    ({ count }) => count > 0,
  );
}

/**
 * A running check keeps the order in which the rooms were called, so that no tile moves under the eye; a finished one has
 * the absent first.
 */
export function inOrder(check: Pick<DutyCheck, 'open' | 'targets'>): readonly DutyTarget[] {
  if (check.open) return check.targets;
  const rank = (one: DutyTarget): number => DUTY_ORDER.indexOf(one.state);
  return [...check.targets].sort((one, other) => rank(one) - rank(other));
}

/**
 * Until when somebody may press, ms since 1970; before the device confirmed, reckoned from the call. The gateway waits some
 * seconds longer, for an answer on its way: these are not the person's.
 */
export function dueAt(target: Pick<DutyTarget, 'dueAt' | 'calledAt' | 'confirmedAt'>, minutes: number): number {
  const end = (target.confirmedAt ?? target.calledAt) + minutes * 60_000;
  return target.dueAt === null ? end : Math.min(end, target.dueAt);
}

/** Ms from the call to the answer; null while there is none. */
export function answeredAfter(target: Pick<DutyTarget, 'calledAt' | 'answeredAt'>): number | null {
  return target.answeredAt === null ? null : Math.max(0, target.answeredAt - target.calledAt);
}

/** A place with control rooms somewhere below it. */
export interface DutyPlace {
  readonly key: string;
  readonly title: string;
  /** Control rooms in it and below. */
  readonly count: number;
  readonly children: DutyPlace[];
}

interface Growing {
  key: string;
  title: string;
  count: number;
  children: DutyPlace[];
}

/** Only the places on the way to a control room: a tower of forty floors has one, and its floors have nothing to pick. */
export function dutyPlaces(stations: readonly Pick<DeviceRow, 'place'>[]): readonly DutyPlace[] {
  const nodes = new Map<string, Growing>();
  const roots: DutyPlace[] = [];
  for (const { place } of stations) {
    let siblings = roots;
    for (const { id, name } of place) {
      let node = nodes.get(id);
      if (node === undefined) {
        node = { key: id, title: name, count: 0, children: [] };
        nodes.set(id, node);
        siblings.push(node);
      }
      node.count += 1;
      siblings = node.children;
    }
  }
  return roots;
}

/** Ids of the control rooms that stand in one of these places or below it. */
export function stationsIn(stations: readonly Pick<DeviceRow, 'id' | 'place'>[], places: ReadonlySet<string>): readonly string[] {
  return stations.filter((one) => one.place.some((step) => places.has(step.id))).map((one) => one.id);
}

/** Of those who were asked and not skipped, the share that answered in time, 0 to 1; null where nobody was asked. */
export function presentShare(rank: { readonly asked: number; readonly present: number }): number | null {
  return rank.asked === 0 ? null : rank.present / rank.asked;
}

/**
 * Ids of the checks that are followed: those that run, and those that ran beside them, until another begins while none does.
 * The same set where nothing began.
 */
export function followedOf(before: ReadonlySet<string>, checks: readonly Pick<DutyCheck, 'id' | 'open'>[]): ReadonlySet<string> {
  const running = checks.filter(({ open }) => open).map(({ id }) => id);
  const begun = running.filter((id) => !before.has(id));
  if (begun.length === 0) return before;
  return new Set([...(begun.length < running.length ? before : []), ...begun]);
}
