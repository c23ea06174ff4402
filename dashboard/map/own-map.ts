// The address of the house's own map that looks at a spot.

interface Spot {
  /** WGS-84 degrees. */
  readonly longitude: number;
  readonly latitude: number;
}

/** The map with what is around that spot; `name`: what the spot is called there. */
export function onOwnMap({ longitude, latitude }: Spot, name: string): string {
  return `/map?${new URLSearchParams({ spot: `${longitude},${latitude}`, name })}`;
}
