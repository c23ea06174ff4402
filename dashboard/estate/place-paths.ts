// Places as lines of a choice: each with the way to it, so that two floors of one name are told apart.
import type { Place } from '../../gateway/web/contract.ts';

export interface PlaceChoice {
  readonly value: string;
  readonly label: string;
}

/** In the order of the tree: each place after the one above it. A broken or circular parent ends the way. */
export function pathNames(places: readonly Place[]): readonly PlaceChoice[] {
  const byId = new Map(places.map((place) => [place.id, place]));
  const choices = places.map((place) => {
    const names: string[] = [];
    const seen = new Set<string>();
    for (
      let at: Place | undefined = place;
      at !== undefined && !seen.has(at.id);
      at = at.parent === null ? undefined : byId.get(at.parent)
    ) {
      seen.add(at.id);
      names.unshift(at.name);
    }
    return { value: place.id, label: names.join(' › ') };
  });
  return choices.sort((one, other) => one.label.localeCompare(other.label, 'zh-CN', { numeric: true }));
}

/** A place and all that stands below it, whatever the order of the list; empty where the place is not in it. */
export function placesBelow(places: readonly Place[], top: string): ReadonlySet<string> {
  const below = new Map<string, Place[]>();
  for (const place of places) if (place.parent !== null) below.set(place.parent, [...(below.get(place.parent) ?? []), place]);
  const found = new Set(places.some((place) => place.id === top) ? [top] : []);
  // A set that grows while it is walked gives its new members too.
  for (const id of found) for (const child of below.get(id) ?? []) found.add(child.id);
  return found;
}
