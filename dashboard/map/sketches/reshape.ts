// Changing the shape of a sketch: what of it is taken hold of, and what it is when that has moved. Pure.
import type { Degrees } from '../coordinates.ts';
import { circle, metres } from '../measure.ts';
import { FEWEST, MOST_SPOTS, RADIUS, type SketchShape } from './shape.ts';

/** What a sketch is on the ground, apart from its words. */
export type Ground = Pick<SketchShape, 'kind' | 'spots' | 'radius'>;

/** What is taken hold of: a corner by its number, the rim of a circle, or all of it. */
export type Handle = number | 'rim' | 'all';

/** Web mercator ends here. */
const FURTHEST_NORTH = 85;

/** Where a handle stands; null where the sketch has no such one. */
export function heldAt({ kind, spots, radius }: Ground, handle: Handle): Degrees | null {
  const [first] = spots;
  if (first === undefined) return null;
  if (typeof handle === 'number') return spots[handle] ?? null;
  if (kind === 'circle') return handle === 'all' ? first : eastOf(first, radius ?? RADIUS.least);
  return handle === 'all' ? meanOf(spots) : null;
}

/** The handles of a sketch: its corners, then the rim, then the whole. What is one spot is moved by that spot. */
export function handlesOf({ kind, spots }: Ground): Handle[] {
  if (kind === 'circle') return ['all', 'rim'];
  return kind === 'spot' ? [0] : [...spots.keys(), 'all'];
}

/** The same with one handle at another spot. */
export function moved(ground: Ground, handle: Handle, to: Degrees): Ground {
  const { spots } = ground;
  const held = heldAt(ground, handle);
  const [first] = spots;
  if (held === null || first === undefined) return ground;
  if (handle === 'rim') {
    const radius = Math.round(metres(first, to));
    return { ...ground, radius: Math.min(RADIUS.most, Math.max(RADIUS.least, radius)) };
  }
  if (typeof handle === 'number') return { ...ground, spots: spots.map((spot, at) => (at === handle ? onEarth(to) : spot)) };
  const [east, north] = [to[0] - held[0], to[1] - held[1]];
  return { ...ground, spots: spots.map(([longitude, latitude]) => onEarth([longitude + east, latitude + north])) };
}

/** The corners behind each of which an edge begins. */
export function edgesOf({ kind, spots }: Ground): number[] {
  if (kind !== 'line' && kind !== 'area') return [];
  return [...spots.keys()].slice(0, kind === 'area' && spots.length > 2 ? spots.length : -1);
}

/** The middle of the edge that begins at a corner. */
export function middleOf({ spots }: Ground, corner: number): Degrees | null {
  const [one, other] = [spots[corner], spots[(corner + 1) % spots.length]];
  return one === undefined || other === undefined ? null : meanOf([one, other]);
}

/** One corner more, in the middle of the edge that begins at that one; behind the last of a line a step further on. */
export function withCorner(ground: Ground, corner: number): Ground {
  const { kind, spots } = ground;
  if (spots.length >= MOST_SPOTS || (kind !== 'line' && kind !== 'area')) return ground;
  const isEnd = kind === 'line' && corner === spots.length - 1;
  const middle = middleOf(ground, isEnd ? corner - 1 : corner);
  const last = spots[corner];
  if (middle === null || last === undefined) return ground;
  const spot = isEnd ? onEarth([2 * last[0] - middle[0], 2 * last[1] - middle[1]]) : middle;
  return { ...ground, spots: [...spots.slice(0, corner + 1), spot, ...spots.slice(corner + 1)] };
}

export function mayLose({ kind, spots }: Ground): boolean {
  return spots.length > FEWEST[kind];
}

/** One corner less; as many as its kind needs it keeps. */
export function withoutCorner(ground: Ground, corner: number): Ground {
  return mayLose(ground) ? { ...ground, spots: ground.spots.filter((_, at) => at !== corner) } : ground;
}

function meanOf(spots: readonly Degrees[]): Degrees {
  const sum = spots.reduce<[number, number]>(([east, north], spot) => [east + spot[0], north + spot[1]], [0, 0]);
  return [sum[0] / spots.length, sum[1] / spots.length];
}

function eastOf(middle: Degrees, radius: number): Degrees {
  const rim = circle(middle, radius);
  return rim[(rim.length - 1) / 4] ?? middle;
}

function onEarth([longitude, latitude]: Degrees): Degrees {
  return [Math.min(180, Math.max(-180, longitude)), Math.min(FURTHEST_NORTH, Math.max(-FURTHEST_NORTH, latitude))];
}
