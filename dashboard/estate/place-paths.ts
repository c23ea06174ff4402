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
