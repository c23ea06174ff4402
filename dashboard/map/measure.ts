// Lengths, areas and circles on the ground. Pure.
import type { Degrees } from './coordinates.ts';

/** Mean radius of the earth, metres. */
const EARTH = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Metres between two spots along the great circle. */
export function metres([east, north]: Degrees, [otherEast, otherNorth]: Degrees): number {
  const up = Math.sin(((otherNorth - north) * RADIANS) / 2);
  const over = Math.sin(((otherEast - east) * RADIANS) / 2);
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(up * up + Math.cos(north * RADIANS) * Math.cos(otherNorth * RADIANS) * over * over)));
}

/** Metres along a line. */
export function length(line: readonly Degrees[]): number {
  return line.reduce((sum, spot, at) => sum + metres(line[at - 1] ?? spot, spot), 0);
}

/** Square metres within a ring that need not be closed; right to a thousandth for what a crew surrounds. */
export function area(ring: readonly Degrees[]): number {
  let sum = 0;
  for (const [at, [east, north]] of ring.entries()) {
    const [nextEast, nextNorth] = ring[(at + 1) % ring.length] ?? [east, north];
    sum += (nextEast - east) * RADIANS * (2 + Math.sin(north * RADIANS) + Math.sin(nextNorth * RADIANS));
  }
  return Math.abs((sum * EARTH * EARTH) / 2);
}

/** A ring around a spot, closed, of 72 steps. */
export function circle([east, north]: Degrees, radius: number): Degrees[] {
  const turn = radius / EARTH;
  return Array.from({ length: 73 }, (_, step): Degrees => {
    const heading = (step * 5 * Math.PI) / 180;
    const latitude = Math.asin(Math.sin(north * RADIANS) * Math.cos(turn) + Math.cos(north * RADIANS) * Math.sin(turn) * Math.cos(heading));
    const over = Math.atan2(
      Math.sin(heading) * Math.sin(turn) * Math.cos(north * RADIANS),
      Math.cos(turn) - Math.sin(north * RADIANS) * Math.sin(latitude),
    );
    return [east + over / RADIANS, latitude / RADIANS];
  });
}

/** `850 m`, `1.25 km`. */
export function lengthText(of: number): string {
  return of < 1_000 ? `${Math.round(of)} m` : `${(of / 1_000).toFixed(of < 10_000 ? 2 : 1)} km`;
}

/** `640 m²`, `3.20 ha`, `1.85 km²`: forests are counted in hectares. */
export function areaText(of: number): string {
  if (of < 10_000) return `${Math.round(of)} m²`;
  return of < 1_000_000 ? `${(of / 10_000).toFixed(2)} ha` : `${(of / 1_000_000).toFixed(2)} km²`;
}
