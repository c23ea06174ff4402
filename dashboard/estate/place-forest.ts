// The places as a tree, and how each of them stands. Pure.
import type { AlarmView, Place } from '../../gateway/web/contract.ts';
import { type AlarmClass, rankOf } from '../alarm-classes.ts';

export interface PlaceNode {
  readonly key: string;
  readonly title: string;
  readonly kind: Place['kind'];
  readonly children: PlaceNode[];
}

export interface PlaceState {
  readonly worst: AlarmClass;
  /** Open alarms of that class. */
  readonly alarms: number;
}

/**
 * The most urgent class of the open alarms of each place and all above it, and how many of it. Drills do not count. The
 * way of an alarm may begin below the top of the tree, so the way is taken from the places.
 */
export function placeStates(open: readonly AlarmView[], places: readonly Place[]): ReadonlyMap<string, PlaceState> {
  const parents = new Map(places.map((place) => [place.id, place.parent]));
  const states = new Map<string, PlaceState>();
  for (const alarm of open) {
    if (alarm.drill) continue;
    const way = new Set(alarm.place.map((step) => step.id));
    for (let above = parents.get(alarm.place[0]?.id ?? ''); above && !way.has(above); above = parents.get(above)) way.add(above);
    for (const id of way) {
      const before = states.get(id);
      if (before === undefined || rankOf(alarm.class) < rankOf(before.worst)) states.set(id, { worst: alarm.class, alarms: 1 });
      else if (alarm.class === before.worst) states.set(id, { worst: before.worst, alarms: before.alarms + 1 });
    }
  }
  return states;
}

/** Places as a forest. One whose parent is not among them stands at the top: it is the way up as far as it is shown. */
export function forestOf(places: readonly Place[]): PlaceNode[] {
  const nodes = new Map<string, PlaceNode>(
    places.map((place) => [place.id, { key: place.id, title: place.name, kind: place.kind, children: [] }]),
  );
  const roots: PlaceNode[] = [];
  for (const place of places) {
    const node = nodes.get(place.id);
    if (node === undefined) continue;
    const parent = place.parent === null ? undefined : nodes.get(place.parent);
    (parent?.children ?? roots).push(node);
  }
  return roots;
}
