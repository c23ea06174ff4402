// What every tab of telling people is handed.
import type { PlaceChoice } from '../estate/place-paths.ts';

export interface TabProps {
  readonly places: readonly PlaceChoice[];
  /** What is edited: an id, `new`, or of what a copy begins (`copy:` and an id); null: nothing. */
  readonly editing: string | null;
  readonly edit: (what: string | null) => void;
}

export function placeName(places: readonly PlaceChoice[], id: string): string {
  return places.find((one) => one.value === id)?.label ?? id;
}
