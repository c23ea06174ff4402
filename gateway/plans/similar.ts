// Which device of one floor is which of another: by name without the floor's number, or by its place on the loop.
import type { Spot } from './plans.ts';

export interface Placeable {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** Of a part: its number on its loop. */
  readonly point: number | null;
}

/** Spots of one floor's devices as spots of another's. A name or number that either floor has twice finds nobody. */
export function spotsFor(
  positions: Readonly<Record<string, Spot>>,
  from: { readonly name: string; readonly devices: readonly Placeable[] },
  to: { readonly name: string; readonly devices: readonly Placeable[] },
): Record<string, Spot> {
  const spots: Record<string, Spot> = {};
  for (const keyOf of [nameKey, pointKey]) {
    const [there, here] = [unique(to, keyOf), unique(from, keyOf)];
    for (const [key, { id }] of here) {
      const spot = positions[id];
      const other = there.get(key);
      if (spot && other) spots[other.id] ??= spot;
    }
  }
  return spots;
}

type KeyOf = (device: Placeable, floor: string) => string | null;

const nameKey: KeyOf = ({ kind, name }, floor) => {
  const number = /\d+/.exec(floor)?.[0];
  // 1201 on floor 12 is 1301 on floor 13, and 12层走廊 is 13层走廊.
  const bare = name.startsWith(floor) ? name.slice(floor.length) : number && name.startsWith(number) ? name.slice(number.length) : name;
  return `${kind} ${bare}`;
};
const pointKey: KeyOf = ({ kind, point }) => (point === null ? null : `${kind} ${point}`);

function unique(floor: { readonly name: string; readonly devices: readonly Placeable[] }, keyOf: KeyOf): Map<string, Placeable> {
  const found = new Map<string, Placeable[]>();
  for (const device of floor.devices) {
    const key = keyOf(device, floor.name);
    if (key !== null) found.set(key, [...(found.get(key) ?? []), device]);
  }
  return new Map([...found].flatMap(([key, [one, ...more]]) => (one && more.length === 0 ? [[key, one]] : [])));
}
